"""From the wording of a target to the value that keeps it: a goal, or the reason why there is none.

Every goal is a line over the baseline b: `scale` × b + `shift`. A share to reach is 0 × b + 18; half of a gap
is ½ × b; twice a share 2 × b; « + 5 points par an » after two years b + 10. What the printed digits of the
baseline leave open is then carried through every formula by looking at the two ends of its interval.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from droitcommun.core.figures import Interval, Unit
from droitcommun.core.observations import Figure, Number
from droitcommun.core.periods import Period
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostGap,
    AtMostShare,
    Cadence,
    Comparator,
    Composite,
    Cover,
    DivideGap,
    Maintain,
    Milestones,
    Multiply,
    NestedShare,
    NoFigure,
    PlusPercent,
    PlusPoints,
    ReachAmount,
    ReachCount,
    Target,
    comparator,
)


@dataclass(frozen=True, slots=True)
class Goal:
    """The values that keep the promise: on one side of `scale` × b + `shift`, for the baseline b.

    A goal is stipulated, not measured: 18 % is exactly 18, whatever its printed digits. Only a goal that is
    drawn from a baseline has bounds, those that the digits of the baseline leave open. `strict` excludes the
    value itself. `years` is how many years a yearly change has run.
    """

    comparator: Comparator
    unit: Unit
    scale: Fraction
    shift: Fraction
    baseline: Number | None = None
    strict: bool = False
    years: int | None = None

    def __post_init__(self) -> None:
        if self.comparator is Comparator.NONE:
            raise ValueError("a goal is kept on one side")
        if self.scale != 0 and self.baseline is None:
            raise ValueError("a goal drawn from a baseline has one")

    @property
    def value(self) -> Fraction:
        """The bound to reach, or not to exceed."""
        return self.at(self.baseline.exact if self.baseline else Fraction(0))

    @property
    def bounds(self) -> Interval:
        """What the digits of the baseline leave open; one point when the goal is stipulated."""
        if self.baseline is None or self.scale == 0:
            return Interval(self.shift, self.shift)
        ends = [self.at(self.baseline.interval.low), self.at(self.baseline.interval.high)]
        return Interval(min(ends), max(ends))

    def at(self, baseline: Fraction) -> Fraction:
        """Return the goal for that value of the baseline."""
        return self.scale * baseline + self.shift if self.scale else self.shift

    def holds_for_all(self, interval: Interval) -> bool:
        """Every value of the interval keeps the promise, wherever the goal lies within its bounds."""
        if self.comparator is Comparator.AT_LEAST:
            return self._beyond(interval.low, self.bounds.high)
        return self._beyond(self.bounds.low, interval.high)

    def holds_for_some(self, interval: Interval) -> bool:
        """At least one value of the interval keeps the promise, for one place of the goal at least."""
        if self.comparator is Comparator.AT_LEAST:
            return self._beyond(interval.high, self.bounds.low)
        return self._beyond(self.bounds.high, interval.low)

    def _beyond(self, value: Fraction, other: Fraction) -> bool:
        return value > other or (value == other and not self.strict)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A wording that sets no value that day, and why, in French."""

    reason: str


_ONE = Fraction(1)
_ZERO = Fraction(0)
_WHOLE = Fraction(100)


def resolve(
    target: Target, baseline: Figure | None, start: Period | None, on: Period | None
) -> Goal | Unresolved:
    """Resolve a target for a result of the period `on`, from a baseline of the period `start`."""
    start_figure = baseline if isinstance(baseline, Number) else None
    match target:
        case AtLeastShare() | NestedShare() | AtMostShare() | AtMostGap() | ReachCount() | ReachAmount():
            return _stipulated(target, start_figure)
        case Maintain(share=share) if share is not None:
            return Goal(Comparator.AT_LEAST, Unit.PERCENT, _ZERO, share.exact, start_figure)
        case Cover():
            return _coverage_goal(target)
        case Maintain() | PlusPercent() | PlusPoints() | DivideGap() | Multiply():
            return _drawn(target, start_figure, start, on)
        case Cadence() | Milestones() | Composite() | NoFigure():
            return Unresolved(_NO_LEVEL[target.kind])
        case _:
            assert_never(target)


def depends_on_period(target: Target) -> bool:
    """Say whether a target resolves otherwise for another period: only a change by the year does."""
    return isinstance(target, PlusPercent | PlusPoints) and target.per_year


_NO_LEVEL = {
    "cadence": "une cadence n’est pas un niveau : elle a sa propre méthode",
    "milestones": "des étapes ne sont pas un niveau : elles ont leur propre méthode",
    "composite": "plusieurs buts en un : chacun se mesure à part",
    "no_figure": "aucun chiffre n’est promis",
}


def _stipulated(
    target: AtLeastShare | NestedShare | AtMostShare | AtMostGap | ReachCount | ReachAmount,
    baseline: Number | None,
) -> Goal:
    """Return a goal that is written as a value; the baseline goes with it, for what starts from there."""
    side = comparator(target)
    match target:
        case AtLeastShare(share=share) | NestedShare(share=share):
            return Goal(side, Unit.PERCENT, _ZERO, share.exact, baseline)
        case AtMostShare(share=share, strict=strict):
            return Goal(side, Unit.PERCENT, _ZERO, share.exact, baseline, strict)
        case AtMostGap(gap=gap, strict=strict):
            return Goal(side, Unit.POINTS, _ZERO, gap.exact, baseline, strict)
        case ReachCount(count=count):
            return Goal(side, Unit.COUNT, _ZERO, count.exact, baseline)
        case ReachAmount(amount=amount):
            return Goal(side, Unit.EUROS, _ZERO, amount.exact, baseline)
        case _:
            assert_never(target)


def _coverage_goal(target: Cover) -> Goal | Unresolved:
    """Return a part of the areas, in percent: all of them, or some."""
    if target.at_least is None:
        return Goal(Comparator.AT_LEAST, Unit.PERCENT, _ZERO, _WHOLE)
    if target.of is None:
        return Unresolved("on ne sait pas combien il y a de zones")
    return Goal(Comparator.AT_LEAST, Unit.PERCENT, _ZERO, Fraction(target.at_least * 100, target.of))


def _drawn(
    target: Maintain | PlusPercent | PlusPoints | DivideGap | Multiply,
    baseline: Number | None,
    start: Period | None,
    on: Period | None,
) -> Goal | Unresolved:
    """Return a goal that is drawn from the baseline."""
    if baseline is None:
        return Unresolved("la valeur visée part d’une situation de départ, qui n’est pas chiffrée")
    years: int | None = None
    if depends_on_period(target):
        if start is None or on is None:
            return Unresolved("une variation par an demande les dates du départ et du résultat")
        years = on.end.year - start.end.year
        if years < 1:
            return Unresolved("le résultat n’est pas postérieur à la situation de départ")
    times = years or 1
    scale, shift = _ONE, _ZERO
    match target:
        case Maintain():
            pass
        case PlusPercent(percent=percent):
            scale = 1 + times * Fraction(percent) / 100
        case PlusPoints(points=points):
            shift = times * Fraction(points)
        case DivideGap(divisor=divisor):
            scale = Fraction(1, divisor)
        case Multiply(factor=factor):
            scale = Fraction(factor)
        case _:
            assert_never(target)
    return Goal(comparator(target), baseline.unit, scale, shift, baseline, years=years)
