"""What the pages show, computed once: the contract is a frozen value."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from droitcommun.core.audit import RULES
from droitcommun.core.audit.findings import Finding, Rule, Severity
from droitcommun.core.contract import Document, Institution
from droitcommun.core.dossier import Dossier
from droitcommun.core.french import typeset
from droitcommun.core.passages import Lines, all_lines
from droitcommun.core.problems import UserError
from droitcommun.core.status import PublicStatus, Trend
from droitcommun.usecases.attaching import manifest_results
from droitcommun.usecases.audit import explained, findings
from droitcommun.usecases.coverage import coverage
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.promises import FollowUp, Promise, follow_ups, is_judged, promises
from droitcommun.usecases.records import CoverageRecord, MeasureRecord
from droitcommun.usecases.sources import View, view
from droitcommun.usecases.words import FAMILY, MEANING, PUBLIC_STATUS
from droitcommun.web.contracts.mapping import read, snapshot
from droitcommun.web.contracts.models import ContractRow


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its title and lines, the sheets that it cites, and those that it is linked to."""

    finding: Finding
    title: str
    lines: tuple[Lines, ...]
    sheets: tuple[FollowUp, ...]
    promises: tuple[Promise, ...]
    linked: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something have each public status, in the order of the statuses."""

    id: str
    name: str
    counts: tuple[tuple[PublicStatus, int], ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure that moved towards its goal, or away from it, or not at all."""

    one: FollowUp
    measure: MeasureRecord


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with what it looks for, in French, and how many findings it made."""

    rule: Rule
    paragraphs: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SeverityShown:
    """The findings of one severity, by rule, in the order in which rules run."""

    severity: Severity
    meaning: str
    rules: tuple[tuple[RuleShown, tuple[ShownFinding, ...]], ...]

    @property
    def count(self) -> int:
        """How many findings."""
        return sum(len(findings) for _, findings in self.rules)


@dataclass(frozen=True)
class Shown:
    """Everything that the pages show of one contract on one day."""

    view: View
    sheets: tuple[FollowUp, ...]
    promises: tuple[Promise, ...]
    findings: tuple[ShownFinding, ...]
    # Pages that are long to write, by name, once a view has written them.
    written: dict[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def statuses(self) -> tuple[tuple[PublicStatus, int], ...]:
        """How many promises that are judged here have each public status."""
        return _counted(one.public_status for one in self.promises if one.public_status is not None)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The figures at the head of the home page."""
        declared = [one.explanation for one in self.sheets if one.explanation]
        judged = sum(is_judged(one.commitment) for one in self.promises)
        measures = [measure for one in self.sheets for measure in one.sheet.measures]
        return {
            "promises": len(self.promises),
            "judged": judged,
            "not_judged": len(self.promises) - judged,
            "measures": len(measures),
            "without_reference": sum(measure.reference is None for measure in measures),
            "doubted": sum(one.doubted for one in self.promises if one.public_status is PublicStatus.MET),
            "declared": sum(one.sheet.declared_rate is not None for one in self.sheets),
            "comparable": len(declared),
            "holding": sum(explanation.holds for explanation in declared),
            "unknown": sum(one.public_status is PublicStatus.UNKNOWN for one in self.promises),
            "without_sheet": sum(not one.followed for one in self.promises),
            "judged_without_sheet": sum(
                is_judged(one.commitment) and not one.followed for one in self.promises
            ),
        }

    @cached_property
    def by_axis(self) -> tuple[Tally, ...]:
        """The sheets of each axis by public status."""
        return tuple(
            Tally(
                axis.id, axis.name, _counted(one.sheet.public_status for one in self.sheets_of_axis(axis.id))
            )
            for axis in self.view.dossier.contract.axes
        )

    @cached_property
    def by_institution(self) -> tuple[Tally, ...]:
        """The sheets of each institution that reports, by public status."""
        return tuple(
            Tally(body.id, body.acronym or body.name, _counted(one.sheet.public_status for one in found))
            for body in self.view.dossier.contract.institutions
            if (found := [one for one in self.sheets if body.id in one.sheet.institutions])
        )

    @cached_property
    def moved(self) -> dict[Trend, tuple[Moved, ...]]:
        """The measures by trend, in document order."""
        found: dict[Trend, list[Moved]] = {}
        for one in self.sheets:
            for measure in one.sheet.measures:
                if measure.trend is not None:
                    found.setdefault(measure.trend, []).append(Moved(one, measure))
        return {trend: tuple(found[trend]) for trend in Trend if trend in found}

    @cached_property
    def cited(self) -> tuple[Document, ...]:
        """The documents whose lines are cited: a workbook has cells, and a contract may receive hundreds of them."""
        dossier = self.view.dossier
        ids = {
            dossier.contract.passage.document,
            *(one.passage.document for one in dossier.commitments),
            *(one.passage.document for one in dossier.sheets),
        }
        return tuple(document for document in dossier.contract.documents if document.id in ids)

    @cached_property
    def manifests(self) -> dict[str, LocateRecord]:
        """What services handed over, by the document that figures cite."""
        return manifest_results(self.view.dossier)

    @cached_property
    def adopted(self) -> tuple[tuple[FollowUp, MeasureRecord], ...]:
        """The measures whose official rate a protocol fixes, each with its sheet."""
        return tuple(
            (one, measure) for one in self.sheets for measure in one.sheet.measures if measure.protocol
        )

    @cached_property
    def coverage(self) -> CoverageRecord:
        """The three populations."""
        return coverage(self.view)

    def sheets_of_axis(self, axis: str) -> list[FollowUp]:
        """List the sheets of an axis, in document order."""
        return [one for one in self.sheets if one.sheet.axis and one.sheet.axis.id == axis]

    @cached_property
    def bodies(self) -> tuple[tuple[Institution, str, tuple[Lines, ...], int, int], ...]:
        """Each institution: what it is part of, where it is said to have signed, how many promises and sheets."""
        contract = self.view.dossier.contract
        names = {body.id: body.name for body in contract.institutions}
        signed = {one.institution: one.passage.lines for one in contract.signatories}
        return tuple(
            (
                body,
                names[body.part_of] if body.part_of else "",
                signed.get(body.id, ()),
                sum(body.id in one.commitment.committed for one in self.promises),
                sum(body.id in one.sheet.institutions for one in self.sheets),
            )
            for body in contract.institutions
        )

    @cached_property
    def rules(self) -> tuple[RuleShown, ...]:
        """Every rule, in the order in which they run."""
        made = Counter(shown.finding.code for shown in self.findings)
        return tuple(RuleShown(rule, explained(rule), made[rule.code]) for rule in RULES)

    @cached_property
    def by_severity(self) -> tuple[SeverityShown, ...]:
        """The findings, the most serious first; a severity or a rule that found nothing is left out."""
        found: dict[str, list[ShownFinding]] = {}
        for one in self.findings:
            found.setdefault(one.finding.code, []).append(one)
        groups = (
            SeverityShown(
                severity,
                MEANING[severity],
                tuple(
                    (one, tuple(found[one.rule.code]))
                    for one in self.rules
                    if one.rule.severity is severity and one.rule.code in found
                ),
            )
            for severity in Severity
        )
        return tuple(group for group in groups if group.rules)


class NoContractError(UserError):
    """The database holds no contract, or not the one that is asked for."""

    exit_code = 12


# The revision that the current request speaks of: empty until it is looked up.
_of_this_request: ContextVar[list[ContractRow] | None] = ContextVar("_of_this_request", default=None)


@contextmanager
def one_revision() -> Iterator[None]:
    """Look up the revision of the contract once, however often `current` is called inside."""
    token = _of_this_request.set([])
    try:
        yield
    finally:
        _of_this_request.reset(token)


def current() -> Shown:
    """The contract of the settings, on the latest day that it recorded; computed once a revision.

    Raises NoContractError.
    """
    looked_up = _of_this_request.get()
    if looked_up:
        row = looked_up[0]
    else:
        row = contract(settings.DROITCOMMUN_CONTRACT or None)
        if looked_up is not None:
            looked_up.append(row)
    return _shown_at(row.key, row.revision, row.sha256)


def contract(key: str | None) -> ContractRow:
    """Find a contract by its id, or the first that was loaded when none is named; raises NoContractError."""
    rows = ContractRow.objects.defer("value").order_by("id")  # a request only asks for the revision
    row = (rows if key is None else rows.filter(key=key)).first()
    if row is None:
        there = ", ".join(f"db:{name}" for name in ContractRow.objects.values_list("key", flat=True))
        raise NoContractError(
            f"La base n’a pas ce contrat ; elle a : {there}"
            if there
            else "La base n’a pas encore de contrat. Lancer droitcommun load SOURCE --apply."
        )
    return row


# The one that is shown, and the one before it, which requests that began earlier still speak of.
@lru_cache(maxsize=2)
def _shown_at(key: str, revision: int, sha256: str) -> Shown:  # noqa: ARG001 - they tell revisions apart
    return shown(view(lambda _: dossier(key), key, None))


def dossier(key: str) -> Dossier:
    """Read the Dossier of a contract; raises NoContractError or AlteredError."""
    with snapshot():
        return read(contract(key))


def shown(seen: View) -> Shown:
    """Compute what the pages show."""
    found = findings(seen)
    sheets = follow_ups(seen, found)
    made = promises(seen, sheets)
    titles = {finding.key: _title(finding, sheets) for finding in found}
    return Shown(
        view=seen,
        sheets=sheets,
        promises=made,
        findings=tuple(
            ShownFinding(
                finding=finding,
                title=titles[finding.key],
                lines=all_lines(finding.what.passages),
                sheets=tuple(one for one in sheets if one.sheet.id in finding.what.sheets),
                promises=tuple(one for one in made if one.commitment.id in finding.what.commitments),
                linked=tuple((key, titles[key]) for key in finding.linked),
            )
            for finding in found
        ),
    )


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Give each template the contract, the day, and the name of its page for the menu."""
    shown = current()
    seen = shown.view
    return {
        "contract": seen.dossier.contract,
        "cited": shown.cited,
        "as_of": seen.as_of,
        "imports": settings.DROITCOMMUN_IMPORTS,
        "page": request.resolver_match.url_name if request.resolver_match else "",
    }


def one_promise(name: str) -> Promise | None:
    """Find a promise by its id."""
    return next((one for one in current().promises if one.commitment.id == name), None)


def one_sheet(name: str) -> FollowUp | None:
    """Find a sheet by its id."""
    return next((one for one in current().sheets if one.sheet.id == name), None)


def one_institution(name: str) -> Institution | None:
    """Find an institution by its id."""
    contract = current().view.dossier.contract
    return next((one for one in contract.institutions if one.id == name), None)


def promises_of(sheet: FollowUp) -> tuple[Promise, ...]:
    """List the promises that a sheet follows."""
    return tuple(one for one in current().promises if one.commitment.id in sheet.sheet.commitments)


def tiles() -> tuple[dict[str, Any], ...]:
    """Each square of the map: its district, its place, and its priority neighbourhoods."""
    contract = current().view.dossier.contract
    return tuple(
        {
            "district": tile.district,
            "x": tile.column * 64,
            "y": tile.row * 64,
            "neighbourhoods": [one.name for one in contract.neighbourhoods if tile.district in one.districts],
        }
        for tile in contract.tiles
    )


def _counted(statuses: Iterable[PublicStatus]) -> tuple[tuple[PublicStatus, int], ...]:
    found = Counter(statuses)
    return tuple((status, found[status]) for status in PUBLIC_STATUS)


def _title(finding: Finding, sheets: tuple[FollowUp, ...]) -> str:
    family = FAMILY[finding.rule.family]
    family = family[0].upper() + family[1:]
    cited = [one.sheet for one in sheets if one.sheet.id in finding.what.sheets]
    if len(cited) != 1:
        return family
    indicators = {measure.id: measure.name for measure in cited[0].measures}
    named = [indicators[name] for name in finding.what.measures if indicators.get(name)]
    return typeset(f"{family} : {named[0] if named else cited[0].title}")
