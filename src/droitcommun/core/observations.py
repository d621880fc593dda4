"""What was measured or declared: appended, never overwritten.

A figure is one of a closed family, told apart by `kind`; the ones with a number know their unit, their exact
value and the interval that their printed digits leave open. Source of the codes of absence: SDMX code list
OBS_STATUS, version 2.2.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Literal, assert_never

from droitcommun.core.figures import (
    Interval,
    Unit,
    exact,
    is_printed,
    printed_interval,
    printed_share,
    widened,
)
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period

# What « près de » leaves open on each side. A convention of ours, said wherever it is used.
APPROXIMATE = Fraction(5, 100)

# What follows the number of an arrondissement: 1er, 2e, 2è, 2ème.
_ORDINAL = re.compile(r"(\d+) ?(?:er|[eè](?:me)?)\b")


class Role(StrEnum):
    """What a figure stands for in its sheet."""

    BASELINE = "baseline"
    RESULT = "result"
    DECLARED_RATE = "declared_rate"
    CONTEXT = "context"  # beside the results: a reference, an amount, a part of a breakdown


class Absence(StrEnum):
    """Why there is no figure, by SDMX OBS_STATUS."""

    MISSING = "O"  # no figure, for whatever reason the words give
    NOT_COLLECTED = "L"  # it exists, nobody collected it
    CANNOT_EXIST = "M"  # it has no meaning here


class Scale(StrEnum):
    """How far a promise without a figure is. Never turned into a percent."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"
    ABANDONED = "abandoned"
    PERMANENT = "permanent"  # an effort that goes on, with a dated proof a year


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as printed. `percent` runs from 0 to 100: 20.3 means 20.3 %.

    `numerator` and `denominator` are the counts printed with it, if any; both or none.
    """

    percent: Decimal
    numerator: int | None = None
    denominator: int | None = None
    kind: Literal["share"] = "share"
    unit: ClassVar[Unit] = Unit.PERCENT

    def __post_init__(self) -> None:
        if not is_printed(self.percent) or self.percent.is_signed() or self.percent > 100:  # noqa: PLR2004
            raise ValueError("une part va de 0 à 100")
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("un numérateur et un dénominateur vont ensemble")
        if self.numerator is not None and self.denominator is not None:
            _check_counts(self.numerator, self.denominator)

    @property
    def exact(self) -> Fraction:
        """The printed value."""
        return exact(self.percent)

    @property
    def interval(self) -> Interval:
        """What the printed digits leave open, in percent, never below 0 or above 100."""
        return printed_share(self.percent)

    @property
    def counted(self) -> "Part | None":
        """The same share from its counts, when they are printed."""
        if self.numerator is None or self.denominator is None:
            return None
        return Part(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole of which only the counts are printed: 3 of 10. Exact."""

    numerator: int
    denominator: int
    kind: Literal["part"] = "part"
    unit: ClassVar[Unit] = Unit.PERCENT

    def __post_init__(self) -> None:
        _check_counts(self.numerator, self.denominator)

    @property
    def exact(self) -> Fraction:
        """The share, in percent."""
        return Fraction(self.numerator * 100, self.denominator)

    @property
    def interval(self) -> Interval:
        """Counts leave nothing open."""
        return Interval(self.exact, self.exact)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure as a percentage of another, as printed. It may exceed 100: 113 means 113 %."""

    percent: Decimal
    kind: Literal["ratio"] = "ratio"
    unit: ClassVar[Unit] = Unit.PERCENT

    def __post_init__(self) -> None:
        if not is_printed(self.percent):
            raise ValueError("un taux est un nombre")

    @property
    def exact(self) -> Fraction:
        """The printed value."""
        return exact(self.percent)

    @property
    def interval(self) -> Interval:
        """What the printed digits leave open, in percent."""
        return printed_interval(self.percent)


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference between two shares, as printed, in points: 11.3, +1.2."""

    points: Decimal
    kind: Literal["gap"] = "gap"
    unit: ClassVar[Unit] = Unit.POINTS

    def __post_init__(self) -> None:
        if not is_printed(self.points):
            raise ValueError("un écart est un nombre")

    @property
    def exact(self) -> Fraction:
        """The printed value."""
        return exact(self.points)

    @property
    def interval(self) -> Interval:
        """What the printed digits leave open, in points."""
        return printed_interval(self.points)


@dataclass(frozen=True, slots=True)
class Count:
    """Persons, places, projects: whole things, counted. `approximate`: « près de », widened by 5 %."""

    count: int
    approximate: bool = False
    kind: Literal["count"] = "count"
    unit: ClassVar[Unit] = Unit.COUNT

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("un nombre de choses comptées ne descend pas sous 0")

    @property
    def exact(self) -> Fraction:
        """The count."""
        return exact(self.count)

    @property
    def interval(self) -> Interval:
        """A count is exact unless it says that it is not."""
        point = Interval(self.exact, self.exact)
        return widened(point, APPROXIMATE) if self.approximate else point


@dataclass(frozen=True, slots=True)
class Euros:
    """An amount of money, as printed."""

    euros: Decimal
    kind: Literal["euros"] = "euros"
    unit: ClassVar[Unit] = Unit.EUROS

    def __post_init__(self) -> None:
        if not is_printed(self.euros):
            raise ValueError("un montant est un nombre")

    @property
    def exact(self) -> Fraction:
        """The printed value."""
        return exact(self.euros)

    @property
    def interval(self) -> Interval:
        """What the printed digits leave open, in euros."""
        return printed_interval(self.euros)


@dataclass(frozen=True, slots=True)
class Places:
    """The areas that something reaches, by their printed names, each once."""

    places: tuple[str, ...]
    kind: Literal["places"] = "places"

    def __post_init__(self) -> None:
        if len(set(self.places)) != len(self.places):
            raise ValueError("un lieu est nommé une seule fois")

    @property
    def names(self) -> frozenset[str]:
        """The places, however a page writes them: « 10e », « 10ème » and « 10 ÈME » are one."""
        return frozenset(_ORDINAL.sub(r"\1", " ".join(name.casefold().split())) for name in self.places)


@dataclass(frozen=True, slots=True)
class Pace:
    """Something held regularly: once every so many months."""

    months: int
    kind: Literal["pace"] = "pace"

    def __post_init__(self) -> None:
        if self.months < 1:
            raise ValueError("une cadence compte au moins un mois")


@dataclass(frozen=True, slots=True)
class Times:
    """How many times something was held over the period: not a number of things or persons."""

    times: int
    kind: Literal["times"] = "times"

    def __post_init__(self) -> None:
        if self.times < 0:
            raise ValueError("un nombre de fois ne descend pas sous 0")


@dataclass(frozen=True, slots=True)
class Steps:
    """The milestones reached, by their ids."""

    reached: tuple[str, ...]
    kind: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True)
class State:
    """How far a promise without a figure is, and what shows it, in our own words."""

    state: Scale
    words: str
    kind: Literal["state"] = "state"


@dataclass(frozen=True, slots=True)
class Absent:
    """No figure was given. `words` say why, in French; they may be empty. Never read as 0."""

    code: Absence
    words: str = ""
    kind: Literal["absent"] = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A share that a manifest publishes, in percent: it lies between `low` and `high`, wherever the open rows are.

    `point` is what the service estimates; None when too much is hidden to estimate anything. The counts are those that
    it publishes: None is hidden, never 0. inside + outside + uncertain + unplaced = rows.
    """

    low: Decimal
    point: Decimal | None
    high: Decimal
    inside: int | None
    outside: int | None
    uncertain: int | None
    unplaced: int | None
    rows: int | None
    kind: Literal["bounded"] = "bounded"
    unit: ClassVar[Unit] = Unit.PERCENT

    def __post_init__(self) -> None:
        middle = self.low if self.point is None else self.point
        if not all(is_printed(one) for one in (self.low, middle, self.high)):
            raise ValueError("une part et ses bornes sont des nombres")
        if not 0 <= self.low <= middle <= self.high <= 100:  # noqa: PLR2004
            raise ValueError("une part va de 0 à 100, et se tient entre ses bornes")
        if any(count is not None and count < 0 for count in self.counts.values()):
            raise ValueError("un nombre de lignes ne descend pas sous 0")

    @property
    def exact(self) -> Fraction:
        """The estimate; the middle of the bounds without one, from which no rate is drawn."""
        return exact(self.low + self.high) / 2 if self.point is None else exact(self.point)

    @property
    def interval(self) -> Interval:
        """All that the open rows and the hidden counts leave possible."""
        return Interval(exact(self.low), exact(self.high))

    @property
    def counts(self) -> dict[str, int | None]:
        """The counts by name, in the order in which they are told."""
        return {
            "inside": self.inside,
            "outside": self.outside,
            "uncertain": self.uncertain,
            "unplaced": self.unplaced,
            "rows": self.rows,
        }

    @property
    def denominator(self) -> int | None:
        """What the bounds divide by: all rows."""
        return self.rows


# The figures that have a number, a unit and an interval.
Number = Share | Part | Ratio | Gap | Count | Euros | Bounded

Figure = Share | Part | Ratio | Gap | Count | Euros | Bounded | Places | Pace | Times | Steps | State | Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One figure, or its absence, said once by one source.

    `measure` is None for what is said of the whole sheet: a declared rate, a figure of context. `text` is the
    figure with a few words around it. `label` says what a figure of context is, or what tells a second result
    of one period apart. `period` may be None but for a result. `perimeter` is what the figure covers. It is
    known from `recorded_on` on.
    """

    id: str
    sheet: str
    measure: str | None
    role: Role
    text: str
    figure: Figure
    period: Period | None
    perimeter: str
    provisional: bool
    passage: Passage
    recorded_on: date
    label: str = ""
    supersedes: str | None = None

    def __post_init__(self) -> None:
        if self.role in {Role.BASELINE, Role.RESULT} and self.measure is None:
            raise ValueError("un résultat ou une situation de départ porte sur une mesure")
        if self.role is Role.DECLARED_RATE and self.measure is not None:
            raise ValueError("un taux déclaré porte sur la fiche")
        if self.role is Role.DECLARED_RATE and not isinstance(self.figure, Ratio | Gap | Absent):
            raise ValueError("un taux déclaré est un taux ou un écart en points")
        if isinstance(self.figure, Ratio) and self.role in {Role.BASELINE, Role.RESULT}:
            raise ValueError("un résultat est une part, pas un taux")
        if self.role is Role.RESULT and self.period is None:
            raise ValueError("un résultat a une période")
        if self.role is Role.CONTEXT and not self.label:
            raise ValueError("un chiffre de contexte dit ce qu’il compte (label)")


def printed(figure: Number) -> Decimal | None:
    """Return the digits as they are printed; None when only counts are."""
    match figure:
        case Share(percent=value) | Ratio(percent=value) | Gap(points=value) | Euros(euros=value):
            return value
        case Count(count=count):
            return Decimal(count)
        case Bounded(point=point):
            return point
        case Part():
            return None
        case _:
            assert_never(figure)


def _check_counts(numerator: int, denominator: int) -> None:
    if denominator < 1 or not 0 <= numerator <= denominator:
        raise ValueError("une partie va de 0 à son tout, et le tout n’est pas vide")
