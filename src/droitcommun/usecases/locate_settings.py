"""What a person decides of a run of `locate`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from droitcommun.territory.bases import PlaceBasis, Population
from droitcommun.territory.breakdowns import Breakdown
from droitcommun.territory.columns import Column
from droitcommun.territory.flags import FARTHEST_DOOR
from droitcommun.territory.geocoder import Geocoder
from droitcommun.territory.perimeters import Kind
from droitcommun.territory.placements import Denominator, Placement
from droitcommun.territory.secrecy import Secrecy
from droitcommun.territory.vintages import LEGAL_PRECISION

# A count from 1 to 10 is hidden unless a source asks for more.
SECRECY = Secrecy(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Other perimeters, towards which the same rows are placed too: a vintage before, a list of another kind."""

    perimeters: Path
    vintage: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person decides of a run; the same settings on the same files give the same bytes.

    `tolerance` and `precision` are in metres, `target` in percent; `secrecy` is None for counts that nobody hands over.
    `geocoder` is asked instead of an index, and only if a person agreed to send it the addresses.
    `by` are columns by whose values rows are told apart. `service`, `source` and `period` name what is published, in
    the words of the service.
    """

    perimeters: Path
    vintage: str
    kind: Kind = Kind.QPV
    precision: Decimal = Decimal(int(LEGAL_PRECISION))
    crs: str | None = None
    index: Path | None = None
    geocoder: Geocoder | None = None
    send_addresses: bool = False
    columns: Mapping[Column, str] = field(default_factory=dict)
    basis: PlaceBasis = PlaceBasis.HOME
    population: Population = Population.ROWS
    denominator: Denominator = Denominator.PLACED
    by_area: bool = True
    by: tuple[Breakdown, ...] = ()
    beside: Beside | None = None
    blank: Placement = Placement.UNPLACED
    tolerance: Decimal = Decimal(int(FARTHEST_DOOR))
    target: Decimal | None = None
    secrecy: Secrecy | None = SECRECY
    service: str | None = None
    source: str | None = None
    period: str | None = None

    @property
    def named(self) -> bool:
        """Whether a person said what is published."""
        return any((self.service, self.source, self.period))


def towards(settings: Settings, other: Beside) -> Settings:
    """The same settings with other perimeters."""
    return replace(settings, perimeters=other.perimeters, vintage=other.vintage, kind=other.kind, beside=None)
