"""Show the promises and the sheets that follow them, as the public pages need them."""

from dataclasses import dataclass

from droitcommun.core.audit.findings import Finding
from droitcommun.core.contract import Commitment, Institution
from droitcommun.core.sheets import Sheet
from droitcommun.core.status import PublicStatus, public_status_of
from droitcommun.usecases.explanation import Explanation, explanation
from droitcommun.usecases.records import MeasureRecord, ObservationRecord, SheetRecord
from droitcommun.usecases.sheets import sheet_record
from droitcommun.usecases.sources import View


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A sheet with who reports in it, its declared rate explained, and the findings that cite it."""

    sheet: SheetRecord
    institutions: tuple[Institution, ...]
    explanation: Explanation | None
    findings: tuple[Finding, ...]

    @property
    def doubted(self) -> bool:
        """Say whether its declared rate does not follow from its figures: these are to be confirmed."""
        return self.explanation is not None and not self.explanation.holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A measure that follows a promise, and the sheet it stands in."""

    measure: MeasureRecord
    follow_up: FollowUp

    @property
    def latest(self) -> tuple[ObservationRecord, ...]:
        """The figures of the latest period, each once: those that the status rests on."""
        figures = [result for result in self.measure.results if result.value is not None]
        by_value = {result.value: result for result in figures if result.period == figures[-1].period}
        return tuple(by_value.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment, who made it, and the measures that follow it; none means that nobody measures it."""

    commitment: Commitment
    committed: tuple[Institution, ...]
    followed: tuple[Followed, ...]
    public_status: PublicStatus

    @property
    def doubted(self) -> bool:
        """Say whether one at least of its sheets is to be confirmed."""
        return any(one.follow_up.doubted for one in self.followed)


def follow_ups(seen: View, findings: tuple[Finding, ...]) -> tuple[FollowUp, ...]:
    """List the sheets in document order, each with what is known of it."""
    return tuple(_follow_up(seen, sheet, findings) for sheet in seen.dossier.sheets)


def promises(seen: View, sheets: tuple[FollowUp, ...]) -> tuple[Promise, ...]:
    """List the promises in the order of the contract, with the sheets that follow them."""
    return tuple(_promise(seen, commitment, sheets) for commitment in seen.dossier.commitments)


def _follow_up(seen: View, sheet: Sheet, findings: tuple[Finding, ...]) -> FollowUp:
    return FollowUp(
        sheet=sheet_record(seen, sheet),
        institutions=_bodies(seen, sheet.institutions),
        explanation=explanation(seen, sheet),
        findings=tuple(finding for finding in findings if sheet.id in finding.sheets),
    )


def _promise(seen: View, commitment: Commitment, sheets: tuple[FollowUp, ...]) -> Promise:
    by_id = {one.sheet.id: one for one in sheets}
    followed = [
        Followed(measure=shown, follow_up=by_id[sheet.id])
        for sheet, measure in seen.dossier.measures_of(commitment)
        for shown in by_id[sheet.id].sheet.measures
        if shown.id == measure.id
    ]
    return Promise(
        commitment=commitment,
        committed=_bodies(seen, commitment.committed),
        followed=tuple(followed),
        public_status=public_status_of(one.measure.public_status for one in followed),
    )


def _bodies(seen: View, names: tuple[str, ...]) -> tuple[Institution, ...]:
    by_id = {institution.id: institution for institution in seen.dossier.contract.institutions}
    return tuple(by_id[name] for name in names)
