"""Whether the parts of a Dossier hold together: every id once, every reference to something that is there."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from droitcommun.core.contract import Commitment, Contract
from droitcommun.core.observations import Observation, Role
from droitcommun.core.sheets import Sheet


class Fault(NamedTuple):
    """What does not hold: in which table, on which entry, in which field, and what is expected there."""

    table: str
    id: str
    field: str
    expected: str


# Ids stand in addresses of the site, for good.
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class _Reference(NamedTuple):
    table: str
    id: str
    field: str
    target: str
    kind: str


_EXPECTED = {
    "document": "un document du contrat",
    "institution": "une institution du contrat",
    "axis": "un axe du contrat",
    "theme": "un thème du contrat",
    "commitment": "un engagement du contrat",
    "sheet": "une fiche du contrat",
    "measure": "une mesure du contrat",
    "observation": "une observation du contrat",
}


def faults(
    contract: Contract | None,
    commitments: Iterable[Commitment],
    sheets: Iterable[Sheet],
    observations: Iterable[Observation],
    elsewhere: Collection[tuple[str, str]] = (),
) -> Iterator[Fault]:
    """Find everything that does not hold, in the order of the tables.

    `elsewhere` names entries by table and id that exist but could not be read (None for the contract, when
    it is one of them): a reference to them is no fault of the one who refers.
    """
    commitments, sheets, observations = tuple(commitments), tuple(sheets), tuple(observations)
    ids = {
        "contract": [contract.id] if contract else [],
        "document": [document.id for document in contract.documents] if contract else [],
        "institution": [institution.id for institution in contract.institutions] if contract else [],
        "axis": [axis.id for axis in contract.axes] if contract else [],
        "theme": [theme.id for theme in contract.themes] if contract else [],
        "commitment": [commitment.id for commitment in commitments],
        "sheet": [sheet.id for sheet in sheets],
        "measure": [measure.id for sheet in sheets for measure in sheet.measures],
        "observation": [seen.id for seen in observations],
    }
    for table, names in ids.items():
        for name, count in Counter(names).items():
            if not _ID.fullmatch(name):
                yield Fault(table, name, "id", "un identifiant en minuscules, chiffres et traits d’union")
            if count > 1:
                yield Fault(table, name, "id", f"un identifiant employé une seule fois, pas {count}")
    there = {(table, name) for table, names in ids.items() for name in names} | set(elsewhere)
    for reference in (
        *_of_contract(contract),
        *_of_commitments(commitments),
        *_of_sheets(sheets),
        *_of_observations(observations),
    ):
        if (reference.kind, reference.target) not in there:
            yield Fault(reference.table, reference.id, reference.field, _EXPECTED[reference.kind])
    yield from _misplaced(sheets, observations)


def _of_contract(contract: Contract | None) -> Iterator[_Reference]:
    if contract is not None:
        yield _Reference("contract", contract.id, "passage", contract.passage.document, "document")
        if contract.announced is not None:
            announced = contract.announced.passage.document
            yield _Reference("contract", contract.id, "announced", announced, "document")


def _of_commitments(commitments: Iterable[Commitment]) -> Iterator[_Reference]:
    for promise in commitments:
        yield _Reference("commitment", promise.id, "passage", promise.passage.document, "document")
        yield _Reference("commitment", promise.id, "target", promise.target.passage.document, "document")
        for name in promise.committed:
            yield _Reference("commitment", promise.id, "committed", name, "institution")


def _of_sheets(sheets: Iterable[Sheet]) -> Iterator[_Reference]:
    for sheet in sheets:
        yield _Reference("sheet", sheet.id, "axis", sheet.axis.id, "axis")
        yield _Reference("sheet", sheet.id, "theme", sheet.theme.id, "theme")
        yield _Reference("sheet", sheet.id, "passage", sheet.passage.document, "document")
        for name in sheet.institutions:
            yield _Reference("sheet", sheet.id, "institutions", name, "institution")
        for measure in sheet.measures:
            yield _Reference("measure", measure.id, "passage", measure.passage.document, "document")
            yield _Reference("measure", measure.id, "target", measure.target.passage.document, "document")
            for name in measure.commitments:
                yield _Reference("measure", measure.id, "commitments", name, "commitment")


def _of_observations(observations: Iterable[Observation]) -> Iterator[_Reference]:
    for seen in observations:
        yield _Reference("observation", seen.id, "document", seen.passage.document, "document")
        yield _Reference("observation", seen.id, "sheet", seen.sheet, "sheet")
        if seen.measure is not None:
            yield _Reference("observation", seen.id, "measure", seen.measure, "measure")
        if seen.supersedes is not None:
            yield _Reference("observation", seen.id, "supersedes", seen.supersedes, "observation")


def _misplaced(sheets: Iterable[Sheet], observations: Iterable[Observation]) -> Iterator[Fault]:
    owner = {measure.id: (sheet.id, measure.perimeter) for sheet in sheets for measure in sheet.measures}
    before: dict[str, Observation] = {}
    declared: dict[str, str] = {}
    for seen in observations:
        if seen.measure in owner:
            sheet, perimeter = owner[seen.measure]
            if sheet != seen.sheet:
                yield Fault("observation", seen.id, "measure", "une mesure de cette fiche")
            if perimeter != seen.perimeter:
                yield Fault("observation", seen.id, "perimeter", "le périmètre de la mesure")
        if seen.supersedes is not None and not _corrects(seen, before.get(seen.supersedes)):
            expected = "un chiffre de même fiche, mesure et rôle, inscrit plus haut et pas plus tard"
            yield Fault("observation", seen.id, "supersedes", expected)
        if seen.role is Role.DECLARED_RATE:
            if declared.get(seen.sheet, seen.supersedes) != seen.supersedes:
                expected = "le taux déclaré que celui-ci corrige : une fiche n’en déclare qu’un"
                yield Fault("observation", seen.id, "supersedes", expected)
            declared[seen.sheet] = seen.id
        before[seen.id] = seen


def _corrects(seen: Observation, corrected: Observation | None) -> bool:
    """A correction is appended: it stands after what it corrects, and speaks of the same thing."""
    return corrected is not None and (
        (corrected.sheet, corrected.measure, corrected.role) == (seen.sheet, seen.measure, seen.role)
        and corrected.recorded_on <= seen.recorded_on
    )
