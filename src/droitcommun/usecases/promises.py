"""Show the promises and the sheets that follow them, as the public pages and `commitments` need them."""

from dataclasses import dataclass

from droitcommun.core import french
from droitcommun.core.audit.findings import Finding
from droitcommun.core.contract import Commitment, Force, Institution, Level
from droitcommun.core.goals import resolve
from droitcommun.core.sheets import Sheet
from droitcommun.core.status import PublicStatus, Trend, public_status_of, standing
from droitcommun.core.targets import Composite, NoFigure, Schedule, comparator
from droitcommun.core.verdicts import because
from droitcommun.core.wording import in_words
from droitcommun.usecases.explanation import Explanation, explanation
from droitcommun.usecases.records import (
    CommitmentRecord,
    MeanRecord,
    MeasureRecord,
    ObservationRecord,
    ReadingRecord,
    SheetRecord,
    TargetRecord,
)
from droitcommun.usecases.sheets import sheet_record
from droitcommun.usecases.sources import View


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A sheet with who reports in it, its declared rate explained, and the findings that cite it."""

    sheet: SheetRecord
    institutions: tuple[Institution, ...]
    units: tuple[str, ...]
    explanation: Explanation | None
    findings: tuple[Finding, ...]

    @property
    def doubted(self) -> bool:
        """Say whether its declared rate does not follow from its figures: these are to be confirmed."""
        return self.explanation is not None and not self.explanation.holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A measure that follows a promise, the sheet it stands in, and where the promise stands by it."""

    measure: MeasureRecord
    follow_up: FollowUp
    public_status: PublicStatus
    trend: Trend | None
    because: str

    @property
    def latest(self) -> tuple[ObservationRecord, ...]:
        """The figures of the latest period, each once: those that the status rests on."""
        told = [result for result in self.measure.results if result.absent is None]
        by_words = {result.words: result for result in told if result.period == told[-1].period}
        return tuple(by_words.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment, who made it, and the measures that follow it; none means that nobody measures it.

    `public_status` is None for what is not judged here: a national promise, a fact that was observed.
    """

    commitment: Commitment
    committed: tuple[Institution, ...]
    followed: tuple[Followed, ...]
    public_status: PublicStatus | None
    because: str
    aim: str

    @property
    def doubted(self) -> bool:
        """Say whether one at least of its sheets is to be confirmed."""
        return any(one.follow_up.doubted for one in self.followed)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the audit says of its sheets, each once, but for what is said of other promises or measures only."""
        measures = {one.measure.id for one in self.followed}
        found = {finding.key: finding for one in self.followed for finding in one.follow_up.findings}
        return tuple(
            finding
            for finding in found.values()
            if (not finding.what.commitments or self.commitment.id in finding.what.commitments)
            and (not finding.what.measures or measures & set(finding.what.measures))
        )


def follow_ups(seen: View, findings: tuple[Finding, ...]) -> tuple[FollowUp, ...]:
    """List the sheets in document order, each with what is known of it."""
    return tuple(_follow_up(seen, sheet, findings) for sheet in seen.dossier.sheets)


def promises(seen: View, sheets: tuple[FollowUp, ...]) -> tuple[Promise, ...]:
    """List the promises in the order of the contract, with the sheets that follow them."""
    by_id = {one.sheet.id: one for one in sheets}
    return tuple(_promise(seen, commitment, by_id) for commitment in seen.dossier.commitments)


def commitments(seen: View) -> tuple[CommitmentRecord, ...]:
    """List the commitments as records, in the order of the contract."""
    return tuple(_record(seen, promise) for promise in promises(seen, follow_ups(seen, ())))


def is_judged(commitment: Commitment) -> bool:
    """Say whether a commitment is judged here: it is local, and a promise."""
    return commitment.level is Level.LOCAL and commitment.force is not Force.FACT


def _follow_up(seen: View, sheet: Sheet, findings: tuple[Finding, ...]) -> FollowUp:
    units = {unit.id: unit.name for unit in seen.dossier.contract.units}
    return FollowUp(
        sheet=sheet_record(seen, sheet),
        institutions=_bodies(seen, sheet.institutions),
        units=tuple(units[name] for name in sheet.units),
        explanation=explanation(seen, sheet),
        findings=tuple(finding for finding in findings if sheet.id in finding.what.sheets),
    )


def _promise(seen: View, commitment: Commitment, by_id: dict[str, FollowUp]) -> Promise:
    followed = tuple(
        _followed(seen, commitment, by_id[sheet.id], measure.id)
        for sheet, measure in seen.dossier.measures_of(commitment)
    )
    status, why = _stands(commitment, followed, proposed=commitment.id in seen.dossier.proposed)
    goal = resolve(commitment.target, commitment.baseline.figure if commitment.baseline else None, None, None)
    return Promise(
        commitment=commitment,
        committed=_bodies(seen, commitment.committed),
        followed=followed,
        public_status=status,
        because=why,
        aim=in_words(commitment.target, goal),
    )


def _followed(seen: View, commitment: Commitment, follow_up: FollowUp, name: str) -> Followed:
    measure = next(
        measure
        for sheet, measure in seen.dossier.measures()
        if measure.id == name and sheet.id == follow_up.sheet.id
    )
    stands = standing(seen.known, measure, commitment)
    return Followed(
        measure=next(shown for shown in follow_up.sheet.measures if shown.id == name),
        follow_up=follow_up,
        public_status=stands.public_status,
        trend=stands.trend,
        because=because(stands),
    )


def _stands(
    commitment: Commitment, followed: tuple[Followed, ...], *, proposed: bool
) -> tuple[PublicStatus | None, str]:
    """Say where a promise stands, and why when its sheets do not say it themselves."""
    if proposed:
        return None, "Proposé par le lecteur d’après le document : à confirmer, il n’est pas jugé."
    if commitment.level is Level.NATIONAL:
        return None, "Promesse nationale : elle est montrée, et n’est pas jugée sur ce territoire."
    if commitment.force is Force.FACT:
        return None, "Fait constaté, pas une promesse : il est cité, et n’est pas jugé."
    if followed:
        status = public_status_of(one.public_status for one in followed)
        differ = len({one.public_status for one in followed} - {PublicStatus.NO_FIGURE}) > 1
        return status, "Les mesures qui la suivent ne disent pas la même chose." if differ else ""
    if isinstance(commitment.target, NoFigure | Composite):
        return (
            PublicStatus.NO_FIGURE,
            "Aucun chiffre n’est promis, et aucune fiche de suivi ne dit où cela en est.",
        )
    return PublicStatus.UNKNOWN, "Aucune fiche de suivi ne porte sur cette promesse."


def _record(seen: View, promise: Promise) -> CommitmentRecord:
    commitment = promise.commitment
    target = commitment.target
    proposed = commitment.id in seen.dossier.proposed
    return CommitmentRecord(
        id=commitment.id,
        statement=commitment.statement,
        level=commitment.level,
        force=commitment.force,
        committed=commitment.committed,
        scope=commitment.scope,
        perimeter=commitment.perimeter,
        scheme=commitment.scheme,
        reference=commitment.reference,
        period=commitment.period,
        target=TargetRecord(
            text=target.text,
            kind=target.kind,
            comparator=comparator(target),
            schedule=target.schedule,
            year=target.year,
            readings=(
                ReadingRecord(
                    id="commitment",
                    sentence=promise.aim,
                    goal=None,
                    reason=None,
                    schedule=target.schedule,
                    year=target.year,
                    settled_by="" if target.schedule is Schedule.UNSETTLED else "engagement",
                ),
            ),
            lines=target.passage.lines,
        ),
        baseline=commitment.baseline.text if commitment.baseline else None,
        means=tuple(
            MeanRecord(
                text=mean.text,
                value=french.shown(mean.figure.exact),
                unit=mean.figure.unit,
                law=mean.law,
                period=mean.period,
                programme=mean.programme,
                lines=mean.passage.lines,
            )
            for mean in commitment.means
        ),
        sheets=tuple(dict.fromkeys(one.follow_up.sheet.id for one in promise.followed)),
        public_status=promise.public_status,
        because=promise.because
        if proposed
        else " ".join(filter(None, [promise.because, *(one.because for one in promise.followed)])),
        proposed=proposed,
        lines=commitment.passage.lines,
        origin=seen.dossier.origin,
    )


def _bodies(seen: View, names: tuple[str, ...]) -> tuple[Institution, ...]:
    by_id = {institution.id: institution for institution in seen.dossier.contract.institutions}
    return tuple(by_id[name] for name in names)
