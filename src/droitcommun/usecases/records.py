"""What the outputs are made of: the stable interface of `sheets`, `rates` and `audit`.

A record shows values of the core; it computes nothing. Keys are stable, absence is null with its reason.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from droitcommun.core.audit.findings import Amount, Family, Severity, Waived
from droitcommun.core.contract import Force, Law, Level
from droitcommun.core.derivations import Operation
from droitcommun.core.dossier import Origin
from droitcommun.core.figures import Unit
from droitcommun.core.methods import Method
from droitcommun.core.observations import Absence, Scale
from droitcommun.core.passages import Lines
from droitcommun.core.periods import Period
from droitcommun.core.rates import Basis
from droitcommun.core.sheets import AdjustmentState, DateText, Layout, Named
from droitcommun.core.status import PublicStatus, Status, Trend
from droitcommun.core.targets import Comparator, Schedule
from droitcommun.core.texts import TextField


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentRecord:
    """Why there is no figure: an SDMX OBS_STATUS code, and French words."""

    code: Absence
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCountsRecord:
    """The rows of a manifest, by where they lie, as published: null when hidden. They add up to `rows`."""

    inside: int | None
    outside: int | None
    uncertain: int | None
    unplaced: int | None
    rows: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRecord:
    """A figure as printed, with the bounds that its digits leave open; or its absence, with its reason.

    `words` says in French what is given, also when that is no number: places, a cadence, how far an action is.
    `counts` are those of a share that a manifest gives. `cell` says where a figure stands that is in no line: the
    document, then the cell, or the share of the manifest.
    """

    text: str
    words: str
    label: str
    state: Scale | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: Unit | None
    numerator: int | None
    denominator: int | None
    period: Period | None
    scope: str
    provisional: bool
    absent: AbsentRecord | None
    lines: tuple[Lines, ...]
    cell: str
    counts: PublishedCountsRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRecord:
    """The values that keep a promise: from `low` to `high`, null where there is no bound."""

    low: Decimal | None
    high: Decimal | None
    unit: Unit
    strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRecord:
    """One way to read a target: its goal, or the reason why it has none.

    `settled_by` says who fixes when it is due: the sheet, a commitment, both; empty when nobody does.
    """

    id: str
    sentence: str
    goal: GoalRecord | None
    reason: str | None
    schedule: Schedule
    year: int | None
    settled_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRecord:
    """What the sheet aims at, as worded, and its readings, which may be due otherwise than it says itself."""

    text: str
    kind: str
    comparator: Comparator
    schedule: Schedule
    year: int | None
    readings: tuple[ReadingRecord, ...]
    lines: tuple[Lines, ...]

    @property
    def settled_elsewhere(self) -> bool:
        """Say whether a promise says when it is due, and the sheet does not or says otherwise."""
        own = (self.schedule, self.year)
        return any(one.settled_by and (one.schedule, one.year) != own for one in self.readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationRecord:
    """A node of the tree that leads from a rate back to its figures."""

    op: Operation
    value: Decimal
    unit: Unit
    lines: tuple[Lines, ...]
    args: tuple["DerivationRecord", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRecord:
    """A computed rate: rounded, exact, bounded; or null with the reason."""

    measure: str
    sheet: str
    as_of: date
    reading: str
    method: Method
    version: str
    basis: Basis
    result_period: Period | None
    value: Decimal | None
    exact: str | None
    unit: Unit | None
    low: Decimal | None
    high: Decimal | None
    reason: str | None
    official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRateRecord(RateRecord):
    """A computed rate with the tree it comes from; null when there is no rate."""

    derivation: DerivationRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRecord:
    """What part of the eligible public lives in priority neighbourhoods; null means unknown."""

    value: Decimal
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolRecord:
    """How the official rate of a measure is computed, and who adopted that; `words` says it in French."""

    id: str
    method: Method
    reading: str
    population: str
    perimeter: str
    adopted_by: str
    adopted_on: date
    decimals: int
    minimum: int | None
    words: str
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRecord:
    """An indicator with its target, figures, rates and where it stands."""

    id: str
    indicator: str
    label: str
    baseline: ObservationRecord | None
    target: TargetRecord
    results: tuple[ObservationRecord, ...]
    rates: tuple[RateRecord, ...]
    status: Status
    public_status: PublicStatus
    trend: Trend | None
    scale: Scale | None
    because: str
    reference: ReferenceRecord | None
    protocol: ProtocolRecord | None

    @property
    def official(self) -> tuple[RateRecord, ...]:
        """The official rates, oldest result first."""
        return tuple(rate for rate in self.rates if rate.official)

    @property
    def name(self) -> str:
        """The indicator, and which of its measures this is."""
        return ", ".join(part for part in (self.indicator, self.label) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRateRecord:
    """The rate that the sheet declares, as it declares it."""

    text: str
    value: Decimal
    unit: Unit
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """Where the sheet stands in its document: lines from 1, both included."""

    file: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """A cell that can be read in several ways: a person chooses."""

    field: str
    alternatives: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """A point to watch."""

    text: str
    owner: str | None
    due: date | None
    ended_on: date | None
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRecord:
    """A change proposed to the objective or the method."""

    text: str
    state: AdjustmentState
    effective: int | None
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTextRecord:
    """A text that a service gave for the sheet and a year, and whether another corrected it since.

    `file` and `cell` say where it was read.
    """

    id: str
    field: TextField
    year: int
    text: str
    by: str
    file: str
    cell: str
    recorded_on: date
    supersedes: str | None
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecord:
    """A monitoring sheet.

    `method_note`, `analysis`, `alerts` and `adjustments` are what it printed; `texts` were given after.
    """

    id: str
    title: str
    layout: Layout
    axis: Named | None
    theme: Named | None
    institutions: tuple[str, ...]
    units: tuple[str, ...]
    objective: str
    updated_on: DateText
    measures: tuple[MeasureRecord, ...]
    declared_rate: DeclaredRateRecord | None
    method_note: str | None
    analysis: str | None
    alerts: tuple[AlertRecord, ...]
    adjustments: tuple[AdjustmentRecord, ...]
    texts: tuple[GivenTextRecord, ...]
    context: tuple[ObservationRecord, ...]
    public_status: PublicStatus
    commitments: tuple[str, ...]
    source: SourceRecord
    questions: tuple[QuestionRecord, ...]
    origin: Origin

    @property
    def has_protocol(self) -> bool:
        """Say whether a protocol fixes the official rate of one at least of its measures."""
        return any(measure.protocol for measure in self.measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanRecord:
    """Money or posts that go with a promise."""

    text: str
    value: Decimal
    unit: Unit
    law: Law
    period: Period | None
    programme: str
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRecord:
    """What was promised, which sheets follow it, and where it stands.

    `public_status` is null for what is not judged here: a national promise, a fact, what a reader only proposes
    (`proposed`).
    """

    id: str
    statement: str
    level: Level
    force: Force
    committed: tuple[str, ...]
    scope: str
    perimeter: str | None
    scheme: str
    reference: str
    period: Period
    target: TargetRecord
    baseline: str | None
    means: tuple[MeanRecord, ...]
    sheets: tuple[str, ...]
    public_status: PublicStatus | None
    because: str
    proposed: bool
    lines: tuple[Lines, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRecord:
    """Three populations side by side, that no list ties together: never a funnel between them.

    Only the last five counts go down one into the other: they are about the sheets.
    """

    announced_objectives: int | None
    announced_with_a_figure: int | None
    commitments: int
    commitments_local: int
    commitments_with_a_figure: int
    commitments_followed: int
    sheets: int
    sheets_measurable: int
    sheets_measured: int
    sheets_measured_at_scale: int
    sheets_met: int
    signatories: tuple[str, ...]
    signatories_without_a_sheet: tuple[str, ...]
    neighbourhoods: int
    set_aside: int
    review_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """A contradiction found by a rule. `linked` names findings of the same cause as « code:measures ».

    `waived` says who lets it pass and why, or null.
    """

    code: str
    family: Family
    severity: Severity
    sheets: tuple[str, ...]
    measures: tuple[str, ...]
    commitments: tuple[str, ...]
    message: str
    expected: Amount
    found: Amount
    lines: tuple[Lines, ...]
    remedy: str
    linked: tuple[str, ...]
    key: str
    waived: Waived | None
    origin: Origin
