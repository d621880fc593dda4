"""What `locate` prints and a manifest holds: the stable interface. Published counts only, unless asked otherwise."""

from dataclasses import dataclass, field
from decimal import Decimal

from droitcommun.core.codec import ADDED
from droitcommun.territory.bases import PlaceBasis, Population
from droitcommun.territory.columns import Column, Input
from droitcommun.territory.perimeters import Kind
from droitcommun.territory.placements import Denominator, Placement
from droitcommun.territory.publishing import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonsRecord:
    """Rows by why they are unplaced; null when hidden."""

    empty: int | None
    unreadable: int | None
    no_locality: int | None
    outside_index: int | None
    unknown_street: int | None
    malformed: int | None
    no_coordinates: int | None
    not_in_france: int | None
    no_code: int | None
    unknown_code: int | None
    other_vintage: int | None
    not_identified: int | None
    domiciled: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedRecord:
    """Rows that could not be placed: those that are shown, by reason."""

    total: int | None
    reasons: ReasonsRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedShareRecord:
    """A share in percent: what is certain, what is estimated, what cannot be excluded."""

    low: Decimal
    point: Decimal | None
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRecord:
    """Rows inside one area; null when hidden. Areas without a row are left out.

    `open` is there when the count is a sum of cells of which a part is hidden or rounded: from where to where it lies.
    """

    code: str
    name: str
    count: int | None
    suppressed: bool
    open: "RangeRecord | None" = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRecord:
    """A count that some hidden cells leave open: from `low` to `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRecord:
    """Between which bounds each count lies, hidden and rounded cells included."""

    rows: RangeRecord
    inside: RangeRecord
    outside: RangeRecord
    uncertain: RangeRecord
    unplaced: RangeRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRecord:
    """Where some rows lie, and the share of those inside; a count is null when a part of it is hidden.

    inside + outside + uncertain + unplaced = rows. `share` is null when there is no row.
    """

    rows: int | None
    inside: int | None
    outside: int | None
    uncertain: int | None
    unplaced: int | None
    share: BoundedShareRecord | None
    open: OpenRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecord:
    """The rows that have one value in a column, or « autres »."""

    value: str
    placed: PlacedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownRecord:
    """The rows by the values of a column; its groups add up to all rows. `named`: a person named the values."""

    column: str
    named: bool
    groups: tuple[GroupRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BothRecord:
    """Rows that are certain towards both perimeters: inside both, inside one and outside the other, outside both."""

    inside_both: RangeRecord
    inside_here_only: RangeRecord
    inside_other_only: RangeRecord
    outside_both: RangeRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRecord:
    """The same rows towards other perimeters, and both together."""

    perimeters: "PerimetersRecord"
    placed: PlacedRecord
    areas: tuple[AreaRecord, ...]
    both: BothRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class MisplacementRecord:
    """Of rows said to be certain, the percentage that is on the other side, and on what that was measured."""

    percent: Decimal
    measured_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRecord:
    """The share against a target in percent."""

    target: Decimal
    answer: Answer
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrecyRecord:
    """A count from 1 to `threshold` is hidden, the others are multiples of `step`."""

    threshold: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRecord:
    """What a column was taken for."""

    says: Column
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRecord:
    """Which register: the SHA-256 of its addresses, and of each file that it was built from."""

    sha256: str
    addresses: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerimetersRecord:
    """Which drawing of which list. `precision` is in metres."""

    sha256: str
    kind: Kind
    vintage: str
    text: str
    precision: Decimal
    areas: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRecord:
    """How the counts were made. `rows_hash` is keyed by a secret of the service, which is nowhere here.

    `service`, `source` and `period` are as the service names what it counts; null when it does not. `geocoder` is the
    address of the one that was sent the addresses; absent when nothing was sent.
    """

    version: str
    service: str | None
    source: str | None
    period: str | None
    input: Input
    columns: tuple[ColumnRecord, ...]
    basis: PlaceBasis
    population: Population
    denominator: Denominator
    domiciled: bool
    by_area: bool
    blank: Placement
    crs: str | None
    tolerance: Decimal | None
    secrecy: SecrecyRecord | None
    rows_hash: str | None
    index: IndexRecord | None
    perimeters: PerimetersRecord
    notes: tuple[str, ...]
    geocoder: str | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocateRecord:
    """Where the rows of a file lie, and the share of those inside.

    inside + outside + uncertain + unplaced = rows. A count is null when a part of it is hidden; `open` has its bounds.
    `by` and `beside` are there when they were asked for.
    """

    rows: int | None
    inside: int | None
    outside: int | None
    uncertain: int | None
    unplaced: UnplacedRecord
    share: BoundedShareRecord
    verdict: VerdictRecord | None
    areas: tuple[AreaRecord, ...]
    open: OpenRecord
    misplacement: MisplacementRecord | None
    journal: JournalRecord
    by: tuple[BreakdownRecord, ...] = field(default=(), metadata=ADDED)
    beside: BesideRecord | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRecord:
    """`sha256` is that of the result and of `mac`, which is keyed by the secret of the service that made it."""

    sha256: str
    mac: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRecord:
    """What a service may hand over: one run of `locate`, sealed."""

    format: str
    result: LocateRecord
    seal: SealRecord
