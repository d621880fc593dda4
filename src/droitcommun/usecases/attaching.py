"""Attach a manifest to a measure: first what it would record, then, when a person says so, the figure."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256 as hash_of

from droitcommun.core import french
from droitcommun.core.contract import Contract, Document, PerimeterKind
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.manifests import SHARE, Manifest
from droitcommun.core.observations import Bounded, Observation, Role
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.problems import FileRefusedError, Place, Problem, UnknownNameError
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.status import PublicStatus, Status, standing
from droitcommun.core.verdicts import because, figure_in_words
from droitcommun.territory.perimeters import Kind
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.manifests import parse_manifest

TITLE = "Manifeste de territorialisation remis par un service"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRecord:
    """What a manifest would record of a measure, and where the measure would then stand.

    `new` is false when the contract holds this figure already: nothing would be written. `beside` names the other
    results of the period, which stay.
    """

    measure: str
    sheet: str
    indicator: str
    manifest: str
    observation: str
    words: str
    period: Period
    perimeter: str
    new: bool
    beside: tuple[str, ...]
    status_before: Status
    status: Status
    public_status: PublicStatus
    because: str
    result: LocateRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """The same with the contract as it would be."""

    record: AttachmentRecord
    after: Dossier

    @property
    def writes(self) -> bool:
        """Say whether there is anything to write."""
        return self.record.new

    @property
    def detail(self) -> dict[str, str]:
        """What the journal keeps."""
        record = self.record
        return {
            "manifest": record.manifest,
            "measure": record.measure,
            "observation": record.observation,
        }


def attach(
    held: Dossier,
    content: bytes,
    measure: str,
    *,
    file: str,
    on: date,
    period: Period | None = None,
    perimeter: str | None = None,
) -> Attachment:
    """Look at what a manifest would add to a measure; `period` and `perimeter` say what it does not say itself.

    Raises UnknownNameError for a measure or a perimeter that the contract does not have, FileRefusedError for what is
    no manifest, was altered, or does not fit the measure.
    """
    result = parse_manifest(content, file=file).result
    sheet, found = _measure(held, measure)
    _check(result, found, held.contract, file)
    sha256 = hash_of(content).hexdigest()
    name = f"manifeste-{sha256[:16]}"
    figure = figure_of(result)
    seen = Observation(
        id=f"{found.id}-{name}",
        sheet=sheet.id,
        measure=found.id,
        role=Role.RESULT,
        text=figure_in_words(figure),
        figure=figure,
        period=_period(result, period, file),
        perimeter=_perimeter(result, found, held.contract, perimeter, file),
        provisional=False,
        passage=Passage(name, (), SHARE),
        recorded_on=on,
    )
    before = next((one for one in held.observations if one.id == seen.id), None)
    if before is not None and (before.period, before.perimeter) != (seen.period, seen.perimeter):
        told = french.period(before.period) if before.period else ""
        raise _refused(
            file, "manifest-held", f"la période et le périmètre pour lesquels il est déjà rattaché ({told})"
        )
    after = held if before is not None else _with(held, seen, _document(name, sha256), content.decode(), on)
    known = known_on(after, max(on, held.latest_recorded_day()))
    stands = standing(known, found)
    return Attachment(
        record=AttachmentRecord(
            measure=found.id,
            sheet=sheet.id,
            indicator=found.name,
            manifest=sha256,
            observation=seen.id,
            words=seen.text,
            period=_period(result, period, file),
            perimeter=seen.perimeter,
            new=before is None,
            beside=tuple(
                figure_in_words(one.figure)
                for one in known.observed(found, Role.RESULT)
                if one.period == seen.period and one.id != seen.id
            ),
            status_before=standing(known_on(held, known.as_of), found).status,
            status=stands.status,
            public_status=stands.public_status,
            because=because(stands),
            result=result,
        ),
        after=after,
    )


def figure_of(result: LocateRecord) -> Bounded:
    """The share of a manifest with its bounds and counts, as published: what is hidden stays hidden."""
    return Bounded(
        low=result.share.low,
        point=result.share.point,
        high=result.share.high,
        inside=result.inside,
        outside=result.outside,
        uncertain=result.uncertain,
        unplaced=result.unplaced.total,
        rows=result.rows,
    )


def manifest_results(dossier: Dossier) -> dict[str, LocateRecord]:
    """Read the manifests of a contract again, seal included, by the document that its figures cite.

    FileRefusedError: one of them is not what was received.
    """
    return {one.id: parse_manifest(one.content.encode(), file=one.id).result for one in dossier.manifests}


def _with(held: Dossier, seen: Observation, document: Document, content: str, on: date) -> Dossier:
    documents, manifests = held.contract.documents, held.manifests
    if document.id not in {one.id for one in documents}:
        documents = (*documents, document)
    if document.id not in {one.id for one in manifests}:  # the same share, for another measure
        manifests = (*manifests, Manifest(id=document.id, content=content, recorded_on=on))
    return replace(
        held,
        contract=replace(held.contract, documents=documents),
        observations=(*held.observations, seen),
        manifests=manifests,
    )


def _document(name: str, sha256: str) -> Document:
    # Named after its hash: what a service calls its file may name a person.
    return Document(id=name, title=TITLE, file=f"{name}.json", sha256=sha256)


def _measure(held: Dossier, name: str) -> tuple[Sheet, Measure]:
    """The measure of that name, or the only one of the sheet of that name."""
    for sheet, measure in held.measures():
        if measure.id == name or (sheet.id == name and len(sheet.measures) == 1):
            return sheet, measure
    of_sheet = [measure.id for sheet, measure in held.measures() if sheet.id == name]
    if of_sheet:
        raise UnknownNameError(f"Cette fiche a plusieurs mesures ; en choisir une : {', '.join(of_sheet)}")
    sheets = ", ".join(sheet.id for sheet in held.sheets)
    raise UnknownNameError(f"Mesure inconnue ; une mesure du contrat, ou une de ses fiches : {sheets}")


def _check(result: LocateRecord, measure: Measure, contract: Contract, file: str) -> None:
    """Refuse what a service keeps for itself, what is no share, and a list of neighbourhoods of another contract."""
    if result.journal.secrecy is None:
        raise _refused(file, "manifest-exact", "un manifeste sous secret, et non des comptes exacts")
    if measure.unit is not None and measure.unit is not Bounded.unit:
        raise _refused(file, "manifest-unit", "une mesure dont l’indicateur est une part")
    vintages = {one.vintage for one in contract.neighbourhoods}
    vintage = result.journal.perimeters.vintage
    if result.journal.perimeters.kind is Kind.QPV and vintages and vintage not in vintages:
        lists = french.listed(sorted(vintages))
        raise _refused(
            file, "manifest-vintage", f"des périmètres du millésime {lists} du contrat, et non de {vintage}"
        )


def _period(result: LocateRecord, given: Period | None, file: str) -> Period:
    try:
        own = Period.parse(result.journal.period or "")
    except ValueError:
        own = None
    if own is not None and given is not None and own != given:
        raise _refused(
            file,
            "manifest-period",
            f"la période que dit le manifeste, {french.period(own)}, et non une autre",
        )
    found = own or given
    if found is None:
        raise _refused(
            file,
            "manifest-period",
            "une période, que ce manifeste ne dit pas : la donner, comme 2015 ou 2015-09-01/2016-08-31",
        )
    return found


def _perimeter(
    result: LocateRecord, measure: Measure, contract: Contract, given: str | None, file: str
) -> str:
    """The perimeter of the contract that was counted: the priority neighbourhoods, or the one that a person names."""
    kinds = {one.id: one.kind for one in contract.perimeters}
    priority = result.journal.perimeters.kind is Kind.QPV
    fitting = [name for name, kind in kinds.items() if (kind is PerimeterKind.PRIORITY) == priority]
    if given is not None and given not in kinds:
        raise UnknownNameError(f"Périmètre inconnu ; périmètres du contrat : {', '.join(kinds)}")
    if given in fitting:
        return given
    if given is None and priority and fitting:
        return measure.perimeter if measure.perimeter in fitting else fitting[0]
    counted = "des quartiers prioritaires" if priority else "d’autres lieux que les quartiers prioritaires"
    choices = ", ".join(fitting) or "le contrat n’en a pas"
    raise _refused(file, "manifest-perimeter", f"un périmètre, puisqu’il compte {counted} : {choices}")


def _refused(file: str, code: str, expected: str) -> FileRefusedError:
    return FileRefusedError([Problem(Place(file), code, expected)])
