"""Whether the parts of a Dossier hold together: every id once, every reference to something that is there."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from droitcommun.core.claims import terms
from droitcommun.core.codec import ADDED
from droitcommun.core.contract import Commitment, Contract, SetAside
from droitcommun.core.counted import Counted
from droitcommun.core.governance import Decision, Protocol, Waiver
from droitcommun.core.manifests import Manifest
from droitcommun.core.observations import Bounded, Observation, Role, Steps
from droitcommun.core.passages import Passage, Quoted
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.targets import Target, steps_of
from droitcommun.core.texts import GivenText


@dataclass(frozen=True, slots=True)
class Parts:
    """The tables of a Dossier, some of whose entries may be missing while it is being read."""

    contract: Contract | None
    commitments: tuple[Commitment, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    observations: tuple[Observation, ...] = ()
    protocols: tuple[Protocol, ...] = ()
    decisions: tuple[Decision, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    texts: tuple[GivenText, ...] = field(default=(), metadata=ADDED)
    manifests: tuple[Manifest, ...] = field(default=(), metadata=ADDED)


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
    "unit": "un service du contrat",
    "producer": "un producteur de données du contrat",
    "perimeter": "un périmètre du contrat",
    "axis": "un axe du contrat",
    "theme": "un thème du contrat",
    "commitment": "un engagement du contrat",
    "sheet": "une fiche du contrat",
    "measure": "une mesure du contrat",
    "observation": "une observation du contrat",
    "text": "un texte donné",
    "manifest": "un manifeste reçu",
}


def faults(parts: Parts, elsewhere: Collection[tuple[str, str]] = ()) -> Iterator[Fault]:
    """Find everything that does not hold, in the order of the tables.

    `elsewhere` names entries by table and id that exist but could not be read (None for the contract, when
    it is one of them): a reference to them is no fault of the one who refers.
    """
    ids = _ids(parts)
    for table, names in ids.items():
        for name, count in Counter(names).items():
            if not _ID.fullmatch(name):
                yield Fault(table, name, "id", "un identifiant en minuscules, chiffres et traits d’union")
            if count > 1:
                yield Fault(table, name, "id", f"un identifiant employé une seule fois, pas {count}")
    there = {(table, name) for table, names in ids.items() for name in names} | set(elsewhere)
    for reference in (
        *_of_contract(parts.contract),
        *_of_commitments(parts.commitments),
        *_of_sheets(parts.sheets),
        *_of_observations(parts.observations),
        *_of_governance(parts),
        *_of_texts(parts.texts),
        *(_Reference("manifest", one.id, "id", one.id, "document") for one in parts.manifests),
        *(_cited("set_aside", "", one.passage) for one in parts.set_aside),
    ):
        if (reference.kind, reference.target) not in there:
            yield Fault(reference.table, reference.id, reference.field, _EXPECTED[reference.kind])
    yield from _misplaced(parts.sheets, parts.observations)
    yield from _given_twice(parts.texts)
    yield from _reviewed(parts.contract)
    yield from _in_circles(parts.contract)
    yield from _not_promised(parts)
    yield from _retained(parts)
    yield from _read_otherwise(parts)


def _ids(parts: Parts) -> dict[str, list[str]]:
    contract = parts.contract
    ids: dict[str, list[str]] = {"contract": [contract.id] if contract else []}
    for table, entries in (
        ("document", contract.documents if contract else ()),
        ("institution", contract.institutions if contract else ()),
        ("perimeter", contract.perimeters if contract else ()),
        ("axis", contract.axes if contract else ()),
        ("theme", contract.themes if contract else ()),
        ("unit", contract.units if contract else ()),
        ("producer", contract.producers if contract else ()),
        ("neighbourhood", contract.neighbourhoods if contract else ()),
        ("commitment", parts.commitments),
        ("sheet", parts.sheets),
        ("measure", [measure for sheet in parts.sheets for measure in sheet.measures]),
        ("observation", parts.observations),
        ("protocol", parts.protocols),
        ("decision", parts.decisions),
        ("waiver", parts.waivers),
        ("text", parts.texts),
        ("manifest", parts.manifests),
    ):
        ids[table] = [entry.id for entry in entries]
    return ids


def _cited(table: str, name: str, passage: Passage, field: str = "passage") -> _Reference:
    return _Reference(table, name, field, passage.document, "document")


def _of_contract(contract: Contract | None) -> Iterator[_Reference]:
    if contract is not None:
        yield from _cited_by_contract(contract)
        yield from _of_bodies(contract)


def _cited_by_contract(contract: Contract) -> Iterator[_Reference]:
    yield _cited("contract", contract.id, contract.passage)
    if contract.announced is not None:
        yield _cited("contract", contract.id, contract.announced.passage, "announced")
    for document in contract.documents:
        if document.dated_at is not None:
            yield _cited("document", document.id, document.dated_at, "dated_at")
    for producer in contract.producers:
        yield _cited("producer", producer.id, producer.passage)


def _of_bodies(contract: Contract) -> Iterator[_Reference]:
    for signatory in contract.signatories:
        yield _Reference("contract", contract.id, "signatories", signatory.institution, "institution")
        yield _cited("contract", contract.id, signatory.passage, "signatories")
    for institution in contract.institutions:
        if institution.part_of is not None:
            yield _Reference("institution", institution.id, "part_of", institution.part_of, "institution")
    for perimeter in contract.perimeters:
        for wider in perimeter.within:
            yield _Reference("perimeter", perimeter.id, "within", wider, "perimeter")
    for unit in contract.units:
        yield _Reference("unit", unit.id, "institution", unit.institution, "institution")


def _of_commitments(commitments: Iterable[Commitment]) -> Iterator[_Reference]:
    for promise in commitments:
        yield _cited("commitment", promise.id, promise.passage)
        yield _cited("commitment", promise.id, promise.target.passage, "target")
        if promise.baseline is not None:
            yield _cited("commitment", promise.id, promise.baseline.passage, "baseline")
        if promise.counted is not None:
            yield _cited("commitment", promise.id, promise.counted.passage, "counted")
        if promise.called is not None:
            yield _cited("commitment", promise.id, promise.called.passage, "called")
        if promise.perimeter is not None:
            yield _Reference("commitment", promise.id, "perimeter", promise.perimeter, "perimeter")
        for mean in promise.means:
            yield _cited("commitment", promise.id, mean.passage, "means")
        for name in promise.committed:
            yield _Reference("commitment", promise.id, "committed", name, "institution")


def _of_sheets(sheets: Iterable[Sheet]) -> Iterator[_Reference]:
    for sheet in sheets:
        if sheet.axis is not None:
            yield _Reference("sheet", sheet.id, "axis", sheet.axis.id, "axis")
        if sheet.theme is not None:
            yield _Reference("sheet", sheet.id, "theme", sheet.theme.id, "theme")
        yield _cited("sheet", sheet.id, sheet.passage)
        for name in sheet.institutions:
            yield _Reference("sheet", sheet.id, "institutions", name, "institution")
        for name in sheet.units:
            yield _Reference("sheet", sheet.id, "units", name, "unit")
        if sheet.objective_perimeter is not None:
            named = sheet.objective_perimeter
            yield _Reference("sheet", sheet.id, "objective_perimeter", named, "perimeter")
        told: dict[str, Counted | Quoted | None] = {
            "objective_counted": sheet.objective_counted,
            "title_counted": sheet.title_counted,
            "service": sheet.service,
        }
        for name, one in told.items():
            if one is not None:
                yield _cited("sheet", sheet.id, one.passage, name)
        yield from _of_remarks(sheet)
        for measure in sheet.measures:
            yield from _of_measure(measure)


def _of_remarks(sheet: Sheet) -> Iterator[_Reference]:
    for alert in sheet.alerts:
        yield _cited("sheet", sheet.id, alert.passage, "alerts")
        if alert.owner is not None:
            yield _Reference("sheet", sheet.id, "alerts", alert.owner, "institution")
    for adjustment in sheet.adjustments:
        yield _cited("sheet", sheet.id, adjustment.passage, "adjustments")
    for a_break in sheet.breaks:
        yield _cited("sheet", sheet.id, a_break.passage, "breaks")
    for asked in sheet.questions:
        yield _cited("sheet", sheet.id, asked.passage, "questions")
    for claim in sheet.claims:
        for term in terms(claim):
            yield _cited("sheet", sheet.id, term.passage, "claims")


def _of_measure(measure: Measure) -> Iterator[_Reference]:
    yield _cited("measure", measure.id, measure.passage)
    targets: tuple[Target, ...] = (measure.target, *measure.also_read_as)
    for target in targets:
        yield _cited("measure", measure.id, target.passage, "target")
    if measure.counted is not None:
        yield _cited("measure", measure.id, measure.counted.passage, "counted")
    if measure.called is not None:
        yield _cited("measure", measure.id, measure.called.passage, "called")
    yield _Reference("measure", measure.id, "perimeter", measure.perimeter, "perimeter")
    if measure.producer is not None:
        yield _Reference("measure", measure.id, "producer", measure.producer, "producer")
    if measure.reference is not None and measure.reference.passage is not None:
        yield _cited("measure", measure.id, measure.reference.passage, "reference")
    for name in measure.commitments:
        yield _Reference("measure", measure.id, "commitments", name, "commitment")


def _of_observations(observations: Iterable[Observation]) -> Iterator[_Reference]:
    for seen in observations:
        yield _cited("observation", seen.id, seen.passage, "document")
        yield _Reference("observation", seen.id, "sheet", seen.sheet, "sheet")
        yield _Reference("observation", seen.id, "perimeter", seen.perimeter, "perimeter")
        if seen.measure is not None:
            yield _Reference("observation", seen.id, "measure", seen.measure, "measure")
        if isinstance(seen.figure, Bounded):
            yield _Reference("observation", seen.id, "document", seen.passage.document, "manifest")
        if seen.supersedes is not None:
            yield _Reference("observation", seen.id, "supersedes", seen.supersedes, "observation")


def _of_governance(parts: Parts) -> Iterator[_Reference]:
    for protocol in parts.protocols:
        yield _Reference("protocol", protocol.id, "measure", protocol.measure, "measure")
        yield _Reference("protocol", protocol.id, "perimeter", protocol.perimeter, "perimeter")
        yield _Reference("protocol", protocol.id, "adopted_by", protocol.adopted_by, "institution")
        if protocol.passage is not None:
            yield _cited("protocol", protocol.id, protocol.passage)
    for decision in parts.decisions:
        yield _Reference("decision", decision.id, "measure", decision.measure, "measure")
        yield _Reference("decision", decision.id, "by", decision.by, "institution")
    for waiver in parts.waivers:
        yield _Reference("waiver", waiver.id, "by", waiver.by, "institution")


def _of_texts(texts: Iterable[GivenText]) -> Iterator[_Reference]:
    for given in texts:
        yield _cited("text", given.id, given.passage, "document")
        yield _Reference("text", given.id, "sheet", given.sheet, "sheet")
        if given.supersedes is not None:
            yield _Reference("text", given.id, "supersedes", given.supersedes, "text")


def _given_twice(texts: Iterable[GivenText]) -> Iterator[Fault]:
    """A sheet has one text a field and a year, and what comes after corrects the last one."""
    last: dict[tuple[str, str, int], GivenText] = {}
    for given in texts:
        key = (given.sheet, given.field, given.year)
        before = last.get(key)
        if given.supersedes != (before.id if before else None):
            yield Fault(
                "text",
                given.id,
                "supersedes",
                "le dernier texte de cette fiche, de cette sorte, de cette année",
            )
        elif before is not None and given.recorded_on < before.recorded_on:
            yield Fault(
                "text", given.id, "recorded_on", "un jour qui ne vient pas avant celui du texte corrigé"
            )
        last[key] = given


def _retained(parts: Parts) -> Iterator[Fault]:
    """A decision retains a figure of its measure, or the baseline of a commitment that it follows."""
    choices: dict[str, set[str]] = {}
    for seen in parts.observations:
        if seen.measure is not None:
            choices.setdefault(seen.measure, set()).add(seen.id)
    for sheet in parts.sheets:
        for measure in sheet.measures:
            choices.setdefault(measure.id, set()).update(measure.commitments)
    for decision in parts.decisions:
        if decision.retains not in choices.get(decision.measure, set()):
            yield Fault(
                "decision", decision.id, "retains", "une observation de cette mesure, ou un engagement suivi"
            )


def _read_otherwise(parts: Parts) -> Iterator[Fault]:
    """A protocol adopts a reading of its measure, by the name that `readings.py` gives it, whatever it starts from."""
    names = {
        measure.id: [
            "sheet",
            *(f"sheet-{number}" for number, _ in enumerate(measure.also_read_as, start=2)),
            *(f"commitment-{name}" for name in measure.commitments),
        ]
        for sheet in parts.sheets
        for measure in sheet.measures
    }
    for protocol in parts.protocols:
        known = names.get(protocol.measure)
        read = protocol.reading
        if known and not any(read == name or read.startswith(f"{name}-from-") for name in known):
            expected = f"une lecture de l’objectif de cette mesure : {', '.join(known)}"
            yield Fault("protocol", protocol.id, "reading", expected)


def _misplaced(sheets: Iterable[Sheet], observations: Iterable[Observation]) -> Iterator[Fault]:
    owner = {measure.id: sheet.id for sheet in sheets for measure in sheet.measures}
    before: dict[str, Observation] = {}
    declared: dict[str, str] = {}
    for seen in observations:
        if seen.measure in owner and owner[seen.measure] != seen.sheet:
            yield Fault("observation", seen.id, "measure", "une mesure de cette fiche")
        if seen.supersedes is not None and not _corrects(seen, before.get(seen.supersedes)):
            expected = "un chiffre de même fiche, mesure et rôle, inscrit plus haut et pas plus tard"
            yield Fault("observation", seen.id, "supersedes", expected)
        if seen.role is Role.DECLARED_RATE:
            if declared.get(seen.sheet, seen.supersedes) != seen.supersedes:
                expected = "le taux déclaré que celui-ci corrige : une fiche n’en déclare qu’un"
                yield Fault("observation", seen.id, "supersedes", expected)
            declared[seen.sheet] = seen.id
        before[seen.id] = seen


def _reviewed(contract: Contract | None) -> Iterator[Fault]:
    """A review takes place during the contract."""
    on = contract.review_on if contract else None
    if contract and on is not None and not contract.period.start <= on <= contract.period.end:
        yield Fault("contract", contract.id, "review_on", "un jour de la durée du contrat")


def _in_circles(contract: Contract | None) -> Iterator[Fault]:
    """A perimeter that lies within itself, a body that is part of itself, through others: nothing is above them."""
    within = {one.id: one.within for one in contract.perimeters} if contract else {}
    for name in within:
        if _leads_back(name, within):
            expected = "un périmètre qui ne se contient pas lui-même, de proche en proche"
            yield Fault("perimeter", name, "within", expected)
    above = (
        {one.id: (one.part_of,) if one.part_of else () for one in contract.institutions} if contract else {}
    )
    for name in above:
        if _leads_back(name, above):
            expected = "une institution qui ne dépend pas d’elle-même, de proche en proche"
            yield Fault("institution", name, "part_of", expected)


def _leads_back(name: str, further: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether one comes back to a name by going further from it."""
    ahead, seen = list(further[name]), set[str]()
    while ahead:
        other = ahead.pop()
        if other not in seen:
            seen.add(other)
            ahead += further.get(other, ())
    return name in seen


def _not_promised(parts: Parts) -> Iterator[Fault]:
    """Steps that are said to be reached are steps of the target, each once."""
    promised = {
        measure.id: {
            step.id for target in (measure.target, *measure.also_read_as) for step in steps_of(target)
        }
        for sheet in parts.sheets
        for measure in sheet.measures
    }
    for seen in parts.observations:
        if not isinstance(seen.figure, Steps) or seen.measure not in promised:
            continue
        if len(set(seen.figure.reached)) != len(seen.figure.reached):
            yield Fault("observation", seen.id, "words", "chaque étape une seule fois")
        elif not set(seen.figure.reached) <= promised[seen.measure]:
            yield Fault("observation", seen.id, "words", "des étapes de l’objectif, par leurs identifiants")


def _corrects(seen: Observation, corrected: Observation | None) -> bool:
    """A correction is appended: it stands after what it corrects, and speaks of the same thing."""
    return corrected is not None and (
        (corrected.sheet, corrected.measure, corrected.role) == (seen.sheet, seen.measure, seen.role)
        and corrected.recorded_on <= seen.recorded_on
    )
