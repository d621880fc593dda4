"""The formulas that set a result against a goal: pure, exact, each with its unit, its bounds or a reason.

    attainment   result ÷ goal                                   20.3 % against 18 %           → 112.8 %
    progress     (result − baseline) ÷ (goal − baseline)         11.3 → 9.9 towards 5.65       → 24.8 %
    margin       result beyond the goal, on the good side        76.2 % against at least 75 %  → +1.2 points
    change       result − baseline                               21.5 % → 24.7 %               → +3.2 points
    coverage     areas reached ÷ areas to reach                  6 of 8                        → 75 %
    cadence      times held ÷ times due                          2 in a year, due every 6 months → 100 %
    milestones   steps reached ÷ steps                           2 of 5                        → 40 %

A formula is monotone in each of its figures as long as it divides by something that keeps its sign, so its
bounds are reached at the ends of their intervals. A value is signed and uncapped.

As every goal is a line over the baseline, every formula of a level is one line over result and baseline, divided
by another over the baseline: `_Quotient`.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from droitcommun.core.figures import Interval, Unit
from droitcommun.core.goals import Goal
from droitcommun.core.observations import Count, Number, Pace, Part, Places, Share, Steps, Times
from droitcommun.core.periods import Period
from droitcommun.core.targets import Cadence, Comparator, Cover, Milestones, Target


class Method(StrEnum):
    """How a result is set against a goal."""

    ATTAINMENT = "attainment"
    PROGRESS = "progress"
    MARGIN = "margin"
    CHANGE = "change"
    COVERAGE = "coverage"
    CADENCE = "cadence"
    MILESTONES = "milestones"


# Raised when a method would give another value for the same figures.
VERSIONS = dict.fromkeys(Method, "1")

_LEVEL = (Method.ATTAINMENT, Method.PROGRESS, Method.MARGIN, Method.CHANGE)
# Below a goal not to exceed, less is better: result ÷ goal would call the worst result the best.
_CEILING = (Method.PROGRESS, Method.MARGIN, Method.CHANGE)

# Which methods each kind of target admits. A test asserts that no kind is forgotten.
ADMITTED: dict[str, tuple[Method, ...]] = {
    "at_least_share": _LEVEL,
    "at_most_share": _CEILING,
    "at_most_gap": _CEILING,
    "reach_count": _LEVEL,
    "reach_amount": _LEVEL,
    "maintain": (Method.ATTAINMENT, Method.MARGIN, Method.CHANGE),  # no way to go: no progress
    "plus_percent": _LEVEL,
    "plus_points": _LEVEL,
    "divide_gap": _CEILING,
    "multiply": _LEVEL,
    "cover": (Method.COVERAGE,),
    "cadence": (Method.CADENCE,),
    "milestones": (Method.MILESTONES,),
    "nested_share": _LEVEL,
    "composite": (),
    "no_figure": (),
}


def admitted(target: Target, goal: Goal | None) -> tuple[Method, ...]:
    """List the methods of a target; a change that goes down is not measured by result ÷ goal."""
    methods = ADMITTED[target.kind]
    if goal is not None and goal.comparator is Comparator.AT_MOST:
        return tuple(method for method in methods if method is not Method.ATTAINMENT)
    return methods


@dataclass(frozen=True, slots=True)
class Value:
    """An exact value, and the bounds that the printed digits of its figures leave open."""

    exact: Fraction
    bounds: Interval
    unit: Unit


@dataclass(frozen=True, slots=True)
class NoValue:
    """There is no value, and this is why, in French. Never read as 0."""

    reason: str


_OTHER_UNIT = NoValue("le résultat et l’objectif ne comptent pas la même chose")
_OTHER_BASELINE = NoValue("le résultat et la situation de départ ne comptent pas la même chose")
_NO_BASELINE = NoValue("aucune situation de départ chiffrée")


def attainment(result: Number, goal: Goal) -> Value | NoValue:
    """Result ÷ goal, in percent of the goal. No value when the goal is 0, or may be."""
    if result.unit is not goal.unit:
        return _OTHER_UNIT
    scale, shift, whole = _in_whole_numbers(goal)
    quotient = _Quotient(100 * whole, 0, 0, scale, shift)
    baseline = _drawn_from(goal)
    if quotient.sign(baseline) == 0:
        return NoValue("l’objectif est 0, ou peut l’être : un résultat ne se divise pas par 0")
    return _value(quotient, result, baseline, Unit.PERCENT)


def progress(result: Number, goal: Goal) -> Value | NoValue:
    """The part of the way from baseline to goal that is done, in percent; negative when moving away."""
    if goal.baseline is None:
        return _NO_BASELINE
    if result.unit is not goal.unit:
        return _OTHER_UNIT
    if goal.baseline.unit is not goal.unit:
        return _OTHER_BASELINE
    scale, shift, whole = _in_whole_numbers(goal)
    quotient = _Quotient(100 * whole, -100 * whole, 0, scale - whole, shift)
    way = quotient.sign(goal.baseline)
    if way == 0:
        return NoValue(
            "la situation de départ est déjà l’objectif, ou ne s’en distingue pas : il n’y a pas de chemin"
        )
    if (way > 0) is not (goal.comparator is Comparator.AT_LEAST):
        return NoValue("l’objectif était déjà dépassé au départ : il n’y a pas de chemin à faire")
    return _value(quotient, result, goal.baseline, Unit.PERCENT)


def margin(result: Number, goal: Goal) -> Value | NoValue:
    """How far the result lies beyond the goal: positive on the good side, in points, things or euros."""
    if result.unit is not goal.unit:
        return _OTHER_UNIT
    scale, shift, whole = _in_whole_numbers(goal)
    side = 1 if goal.comparator is Comparator.AT_LEAST else -1
    quotient = _Quotient(side * whole, -side * scale, -side * shift, 0, whole)
    return _value(quotient, result, _drawn_from(goal), _difference(goal.unit))


def change(result: Number, baseline: Number | None) -> Value | NoValue:
    """Result − baseline: its sign says whether the figure rose, not whether that is good."""
    if baseline is None:
        return _NO_BASELINE
    if result.unit is not baseline.unit:
        return _OTHER_BASELINE
    return _value(_Quotient(1, -1, 0, 0, 1), result, baseline, _difference(result.unit))


def coverage(result: Number | Places, target: Cover) -> Value | NoValue:
    """Areas reached ÷ areas to reach, in percent."""
    match result:
        case Share() | Part():
            if target.at_least is None:
                return Value(result.exact, result.interval, Unit.PERCENT)
            return NoValue("le résultat est une part des zones, l’objectif un nombre")
        case Places(places=places):
            reached = len(places)
        case _:
            return NoValue("le résultat ne dit pas quelles zones sont couvertes")
    due = target.at_least or target.of
    if due is None:
        return NoValue("on ne sait pas combien il y a de zones à couvrir")
    return _exactly(Fraction(reached * 100, due))


def cadence(result: Number | Pace | Times, target: Cadence, over: Period | None) -> Value | NoValue:
    """Times held ÷ times due over the period of the result, in percent."""
    if isinstance(result, Pace):
        return _exactly(Fraction(target.months * 100, result.months))
    if not isinstance(result, Times):
        return NoValue("une cadence se suit par un nombre de fois, ou par une cadence")
    if over is None:
        return NoValue("un nombre de fois demande la période pendant laquelle on a compté")
    months = over.whole_months
    if months is None or months < target.months:
        return NoValue("la période ne couvre pas une fois la cadence promise, en mois entiers")
    return _exactly(Fraction(result.times * target.months * 100, months))


def milestones(result: Steps, target: Milestones) -> Value | NoValue:
    """Steps reached ÷ steps promised, in percent."""
    promised = {step.id for step in target.steps}
    if set(result.reached) - promised:
        return NoValue("une étape atteinte n’est pas de celles qui sont promises")
    return _exactly(Fraction(len(set(result.reached)) * 100, len(promised)))


class _Quotient(NamedTuple):
    """(`result` × r + `start` × b + `constant`) ÷ (`slope` × b + `level`), for the result r and the baseline b.

    In whole numbers, crosswise, and reduced once at the end: fractions reduce at every step, and a rate takes up
    to five of these.
    """

    result: int
    start: int
    constant: int
    slope: int
    level: int

    def sign(self, baseline: Number) -> int:
        """The sign of what it divides by, 1 or −1, wherever in its interval the baseline lies; 0 when it may be 0."""
        divisors = [self.slope * b + self.level * unit for b, unit in _ends(baseline)]
        if min(divisors) > 0:
            return 1
        return -1 if max(divisors) < 0 else 0

    def at(self, result: tuple[int, int], baseline: tuple[int, int]) -> tuple[int, int]:
        """Return a numerator and a positive denominator; its figures come as such pairs too."""
        (r, r_unit), (b, b_unit) = result, baseline
        above = self.result * r * b_unit + (self.start * b + self.constant * b_unit) * r_unit
        below = (self.slope * b + self.level * b_unit) * r_unit
        return (above, below) if below > 0 else (-above, -below)


def _in_whole_numbers(goal: Goal) -> tuple[int, int, int]:
    """The scale and the shift of a goal as numerators, and their common denominator."""
    scale, scale_unit = goal.scale.as_integer_ratio()
    shift, shift_unit = goal.shift.as_integer_ratio()
    return scale * shift_unit, shift * scale_unit, scale_unit * shift_unit


def _value(quotient: _Quotient, result: Number, baseline: Number, unit: Unit) -> Value:
    """Apply a formula to result and baseline, and look for its bounds at the ends of both intervals."""
    results = _ends(result)
    low, *others = (quotient.at(r, b) for b in _ends(baseline) for r in results)
    high = low
    for end in others:
        if end[0] * low[1] < low[0] * end[1]:
            low = end
        elif end[0] * high[1] > high[0] * end[1]:
            high = end
    exact = quotient.at(result.exact.as_integer_ratio(), baseline.exact.as_integer_ratio())
    return Value(Fraction(*exact), Interval(Fraction(*low), Fraction(*high)), unit)


def _ends(figure: Number) -> tuple[tuple[int, int], ...]:
    """The two ends of what a figure leaves open, or its one value, each as numerator and denominator."""
    interval = figure.interval
    low, high = interval.low.as_integer_ratio(), interval.high.as_integer_ratio()
    return (low,) if low == high else (low, high)


# What stands for the baseline where a goal does not depend on any: its value is never looked at.
_NOWHERE = Count(0)


def _drawn_from(goal: Goal) -> Number:
    return goal.baseline if goal.baseline is not None and goal.scale != 0 else _NOWHERE


def _exactly(value: Fraction) -> Value:
    return Value(value, Interval(value, value), Unit.PERCENT)


def _difference(unit: Unit) -> Unit:
    """Two percents differ by points; two counts by a count."""
    return Unit.POINTS if unit is Unit.PERCENT else unit
