"""From a rate back to the figures that it comes from, each with its lines: « Expliquer ce chiffre »."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from droitcommun.core.figures import Unit
from droitcommun.core.goals import Goal
from droitcommun.core.methods import Method, NoValue
from droitcommun.core.observations import Number, Pace, Part, Places, Steps, Times
from droitcommun.core.passages import Passage
from droitcommun.core.rates import Rate
from droitcommun.core.targets import Cadence, Cover, Milestones


class Operation(StrEnum):
    """A node of a derivation: leaves that are printed, and what is done with them."""

    OBSERVED = "observed"
    BASELINE = "baseline"
    GOAL = "goal"  # stipulated; with an argument, drawn from the baseline
    COUNTED = "counted"  # first ÷ second × 100, two counts
    DIVIDE = "divide"  # first ÷ second × 100, in percent
    PROGRESS = "progress"  # (first − second) ÷ (third − second) × 100
    MARGIN = "margin"  # how far the first lies beyond the second, on the good side
    SUBTRACT = "subtract"  # first − second


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A value, how it was made, from what, and where that stands."""

    op: Operation
    value: Fraction
    unit: Unit
    passages: tuple[Passage, ...]
    args: tuple["Derivation", ...] = ()


def derivation(rate: Rate) -> Derivation | None:
    """Explain a rate as a tree; None when it has no value. Built only when asked for."""
    if isinstance(rate.outcome, NoValue) or rate.result is None:
        return None
    return Derivation(
        op=_OPERATIONS[rate.method],
        value=rate.outcome.exact,
        unit=rate.outcome.unit,
        passages=(),
        args=(_observed(rate, rate.result.passage), *_against(rate)),
    )


def _against(rate: Rate) -> tuple[Derivation, ...]:
    """What the result is set against."""
    goal = rate.reading.goal
    if not isinstance(goal, Goal) or rate.method is Method.COVERAGE:
        return (_due(rate),)
    match rate.method:
        case Method.PROGRESS:
            return _baseline(rate, goal), _goal(rate, goal)
        case Method.CHANGE:
            return (_baseline(rate, goal),)
        case _:
            return (_goal(rate, goal),)


_OPERATIONS = {
    Method.ATTAINMENT: Operation.DIVIDE,
    Method.PROGRESS: Operation.PROGRESS,
    Method.MARGIN: Operation.MARGIN,
    Method.CHANGE: Operation.SUBTRACT,
    Method.COVERAGE: Operation.DIVIDE,
    Method.CADENCE: Operation.DIVIDE,
    Method.MILESTONES: Operation.DIVIDE,
}


def _observed(rate: Rate, passage: Passage) -> Derivation:
    match rate.figure:
        case Part(numerator=numerator, denominator=denominator) as part:
            counts = tuple(
                Derivation(op=Operation.OBSERVED, value=Fraction(count), unit=Unit.COUNT, passages=(passage,))
                for count in (numerator, denominator)
            )
            return Derivation(
                op=Operation.COUNTED, value=part.exact, unit=Unit.PERCENT, passages=(passage,), args=counts
            )
        case Places(places=names) | Steps(reached=names):
            return _leaf(Operation.OBSERVED, Fraction(len(names)), Unit.COUNT, passage)
        case Times(times=times):
            return _leaf(Operation.OBSERVED, Fraction(times), Unit.COUNT, passage)
        case Pace(months=months):
            return _leaf(Operation.OBSERVED, Fraction(12, months), Unit.COUNT, passage)
        case figure if isinstance(figure, Number):
            return _leaf(Operation.OBSERVED, figure.exact, figure.unit, passage)
        case _:
            raise TypeError("a rate with a value has a result with a number")


def _goal(rate: Rate, goal: Goal) -> Derivation:
    drawn = goal.scale != 0
    return Derivation(
        op=Operation.GOAL,
        value=goal.value,
        unit=goal.unit,
        passages=rate.reading.passages,
        args=(_baseline(rate, goal),) if drawn else (),
    )


def _baseline(rate: Rate, goal: Goal) -> Derivation:
    if goal.baseline is None or rate.reading.baseline is None:
        raise ValueError("a method that starts from a baseline has one")
    return _leaf(Operation.BASELINE, goal.baseline.exact, goal.baseline.unit, rate.reading.baseline.passage)


def _due(rate: Rate) -> Derivation:
    """What was to be reached, of targets that are no level: areas, times a year, steps."""
    return Derivation(
        op=Operation.GOAL,
        value=_asked(rate),
        unit=Unit.PERCENT
        if isinstance(rate.figure, Number) and rate.figure.unit is Unit.PERCENT
        else Unit.COUNT,
        passages=rate.reading.passages,
    )


def _asked(rate: Rate) -> Fraction:
    match rate.reading.target:
        case Cover() if isinstance(rate.figure, Number) and rate.figure.unit is Unit.PERCENT:
            return Fraction(100)
        case Cover(at_least=some, of=of):
            return Fraction(some or of or 0)
        case Cadence(months=months):
            over = rate.result.period.whole_months if rate.result and rate.result.period else None
            return Fraction(12 if isinstance(rate.figure, Pace) or over is None else over, months)
        case Milestones(steps=steps):
            return Fraction(len(steps))
        case _:
            raise ValueError("a target that is a level")


def _leaf(op: Operation, value: Fraction, unit: Unit, passage: Passage) -> Derivation:
    return Derivation(op=op, value=value, unit=unit, passages=(passage,))
