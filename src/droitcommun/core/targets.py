"""What is aimed at, as the source words it: one kind a wording, told apart by `kind`.

A target says how the source words the aim; a goal (`goals.py`) is the value that one reading of it sets.
Adding a kind breaks the type check wherever it must be thought about.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from droitcommun.core.observations import Count, Euros, Gap, Share
from droitcommun.core.passages import Passage

# What a promise may name as its year: outside, a digit is missing or one too many.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class Comparator(StrEnum):
    """On which side of the goal the promise is kept."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    NONE = "none"  # no figure to compare with


class Schedule(StrEnum):
    """When the goal is due. « Sur la période 2015-2020 » never says it: then nobody is late."""

    EACH_YEAR = "each_year"
    CUMULATED = "cumulated"  # added up over the years of the contract
    AT_TERM = "level_at_term"  # the level of the last year of the contract
    SINGLE_YEAR = "single_year"
    FROM_YEAR = "from_year"  # that year and all later ones
    CADENCE = "cadence"
    UNSETTLED = "unsettled"


class Direction(StrEnum):
    """Which way is better when no figure is promised."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """What every target has: the printed wording, where it stands, when it is due.

    `year` goes with `single_year` and `from_year`, and only with them.
    """

    text: str
    passage: Passage
    schedule: Schedule = Schedule.UNSETTLED
    year: int | None = None

    def __post_init__(self) -> None:
        if (self.schedule in {Schedule.SINGLE_YEAR, Schedule.FROM_YEAR}) != (self.year is not None):
            raise ValueError("une année va avec « single_year » ou « from_year », et seulement avec eux")
        if self.year is not None and not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise ValueError(f"une année entre {_FIRST_YEAR} et {_LAST_YEAR}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeastShare(Worded):
    """« à ce que 18 % des signataires soient issus … »: a share to reach or exceed."""

    share: Share
    kind: Literal["at_least_share"] = "at_least_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMostShare(Worded):
    """A share not to exceed; `strict`: to stay below."""

    share: Share
    strict: bool = False
    kind: Literal["at_most_share"] = "at_most_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMostGap(Worded):
    """« < 5,7 % » said of a gap between two shares: points not to exceed; `strict`: to stay below."""

    gap: Gap
    strict: bool = False
    kind: Literal["at_most_gap"] = "at_most_gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachCount(Worded):
    """« atteindre les 1 000 accompagnements »: a number of things to reach or exceed."""

    count: Count
    kind: Literal["reach_count"] = "reach_count"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachAmount(Worded):
    """An amount of money to reach or exceed."""

    amount: Euros
    kind: Literal["reach_amount"] = "reach_amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintain(Worded):
    """« maintenir la part … »: not to fall below the baseline, or below the share that is printed."""

    share: Share | None = None
    kind: Literal["maintain"] = "maintain"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlusPercent(Worded):
    """« + 20 % »: a part of the baseline to add, or to take away when negative; a year when `per_year`."""

    percent: Decimal
    per_year: bool = False
    kind: Literal["plus_percent"] = "plus_percent"

    def __post_init__(self) -> None:
        _check_change(self, self.percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlusPoints(Worded):
    """« − 0,25 point par an »: points to add to the baseline, or to take away when negative."""

    points: Decimal
    per_year: bool = False
    kind: Literal["plus_points"] = "plus_points"

    def __post_init__(self) -> None:
        _check_change(self, self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class DivideGap(Worded):
    """« réduire l’écart de moitié »: the baseline gap, divided."""

    divisor: int
    kind: Literal["divide_gap"] = "divide_gap"

    def __post_init__(self) -> None:
        Worded.__post_init__(self)
        if self.divisor < 2:  # noqa: PLR2004 - dividing by 1 promises nothing
            raise ValueError("un écart se divise par 2 ou plus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiply(Worded):
    """« doubler la part »: the baseline, multiplied."""

    factor: int
    kind: Literal["multiply"] = "multiply"

    def __post_init__(self) -> None:
        Worded.__post_init__(self)
        if self.factor < 2:  # noqa: PLR2004 - multiplying by 1 is to maintain
            raise ValueError("une valeur se multiplie par 2 ou plus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Worded):
    """« couvrir l’ensemble des QPV »: every area, or `at_least` of them; `of`: how many there are.

    `areas` names the kind of area in the plural. Without `of` there is no goal, for lack of a count.
    """

    areas: str
    of: int | None = None
    at_least: int | None = None
    kind: Literal["cover"] = "cover"

    def __post_init__(self) -> None:
        Worded.__post_init__(self)
        if self.of is not None and self.of < 1:
            raise ValueError("il y a au moins une zone à couvrir")
        if self.at_least is not None and not 1 <= self.at_least <= (self.of or self.at_least):
            raise ValueError("on couvre au moins une zone, et pas plus qu’il n’y en a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence(Worded):
    """« tous les six mois »: something to hold again and again."""

    months: int
    kind: Literal["cadence"] = "cadence"

    def __post_init__(self) -> None:
        Worded.__post_init__(self)
        if self.months < 1:
            raise ValueError("une cadence compte au moins un mois")


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One step of a promise kept in steps."""

    id: str
    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones(Worded):
    """A promise kept step by step."""

    steps: tuple[Milestone, ...]
    kind: Literal["milestones"] = "milestones"

    def __post_init__(self) -> None:
        Worded.__post_init__(self)
        if not self.steps or len({step.id for step in self.steps}) != len(self.steps):
            raise ValueError("des étapes, chacune avec son identifiant")


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedShare(Worded):
    """« 20 % des crédits …, dont 50 % en QPV »: a share of a share. `of` says of what; `outer` is its own share."""

    share: Share
    of: str
    outer: Share | None = None
    kind: Literal["nested_share"] = "nested_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(Worded):
    """Several aims in one promise, that no single figure answers; each is measured apart."""

    parts: tuple[str, ...]
    kind: Literal["composite"] = "composite"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFigure(Worded):
    """A promise without a figure: it gets a scale, never a percent. `better`: which way is progress, if said."""

    better: Direction | None = None
    kind: Literal["no_figure"] = "no_figure"


Target = (
    AtLeastShare
    | AtMostShare
    | AtMostGap
    | ReachCount
    | ReachAmount
    | Maintain
    | PlusPercent
    | PlusPoints
    | DivideGap
    | Multiply
    | Cover
    | Cadence
    | Milestones
    | NestedShare
    | Composite
    | NoFigure
)


def comparator(target: Target) -> Comparator:
    """Say on which side of its goal a target is kept."""
    match target:
        case AtMostShare() | AtMostGap() | DivideGap():
            return Comparator.AT_MOST
        case PlusPercent(percent=change) | PlusPoints(points=change):
            return Comparator.AT_LEAST if change > 0 else Comparator.AT_MOST
        case Composite() | NoFigure():
            return Comparator.NONE
        case _:
            return Comparator.AT_LEAST


def steps_of(target: Target) -> tuple[Milestone, ...]:
    """List the steps of a target; none when it is not kept in steps."""
    return target.steps if isinstance(target, Milestones) else ()


def _check_change(target: "PlusPercent | PlusPoints", change: Decimal) -> None:
    Worded.__post_init__(target)
    if change == 0:
        raise ValueError("une variation de 0 ne promet rien : « maintain » le dit")
    if target.per_year != (target.schedule is Schedule.EACH_YEAR):
        raise ValueError("« per_year » va avec le calendrier « each_year »")
