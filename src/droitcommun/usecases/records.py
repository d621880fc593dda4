"""What the outputs are made of: the stable interface of `sheets`, `rates` and `audit`.

A record shows values of the core; it computes nothing. Keys are stable, absence is null with its reason.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from droitcommun.core.audit.findings import Amount, Family, Severity
from droitcommun.core.dossier import Origin
from droitcommun.core.figures import Unit
from droitcommun.core.observations import Absence
from droitcommun.core.passages import Lines
from droitcommun.core.periods import Period
from droitcommun.core.rates import Method, Operation
from droitcommun.core.sheets import DateText, Layout, Named
from droitcommun.core.status import PublicStatus, Status
from droitcommun.core.targets import Comparator, Goal, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentRecord:
    """Why there is no figure: an SDMX OBS_STATUS code, and French words."""

    code: Absence
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRecord:
    """A figure as printed, with the bounds that its digits leave open; or its absence, with its reason."""

    text: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRecord:
    """One way to read a target: its goal, or the reason why it has none."""

    id: str
    sentence: str
    goal: Goal | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRecord:
    """What the sheet aims at, as worded, and its readings."""

    text: str
    kind: str
    comparator: Comparator
    schedule: Schedule
    readings: tuple[ReadingRecord, ...]
    lines: tuple[Lines, ...]


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
class MeasureRecord:
    """An indicator with its target, figures, rates and where it stands."""

    id: str
    indicator: str
    baseline: ObservationRecord | None
    target: TargetRecord
    results: tuple[ObservationRecord, ...]
    rates: tuple[RateRecord, ...]
    status: Status
    public_status: PublicStatus
    because: str


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
class SheetRecord:
    """A monitoring sheet."""

    id: str
    title: str
    layout: Layout
    axis: Named
    theme: Named
    institutions: tuple[str, ...]
    units: tuple[str, ...]
    objective: str
    updated_on: DateText
    measures: tuple[MeasureRecord, ...]
    declared_rate: DeclaredRateRecord | None
    method_note: str | None
    analysis: str | None
    alerts: tuple[str, ...]
    adjustments: tuple[str, ...]
    commitments: tuple[str, ...]
    source: SourceRecord
    questions: tuple[QuestionRecord, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """A contradiction found by a rule. `linked` names findings of the same cause as « code:measures »."""

    code: str
    family: Family
    severity: Severity
    sheets: tuple[str, ...]
    measures: tuple[str, ...]
    message: str
    expected: Amount
    found: Amount
    lines: tuple[Lines, ...]
    remedy: str
    linked: tuple[str, ...]
    origin: Origin
