"""Achievement rates: computed, never typed in.

Each method has a name and a version, and gives a value with its unit and bounds, or a reason. A rate is
signed and uncapped. Which rate is official for a measure is a protocol's choice: there is none yet, so every
reading is computed and none is official.

    attainment   result ÷ goal, in percent          20.3 % against 18 %  → 112.8 %
    margin       result − goal, in points           20.3 % against 18 %  → +2.3 points
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Interval, Share, Unit
from droitcommun.core.known import Known, known_on
from droitcommun.core.observations import Absent, Observation, Role
from droitcommun.core.passages import Passage
from droitcommun.core.readings import Reading, readings
from droitcommun.core.sheets import Measure, Sheet


class Method(StrEnum):
    """How a result is set against a goal."""

    ATTAINMENT = "attainment"
    MARGIN = "margin"


# Raised when a method would give another value for the same figures.
VERSIONS = {Method.ATTAINMENT: "1", Method.MARGIN: "1"}


@dataclass(frozen=True, slots=True)
class Value:
    """An exact value, what it is made of, and the bounds that the printed digits of the result leave open."""

    exact: Fraction
    bounds: Interval
    unit: Unit
    result: Share
    goal: Decimal


@dataclass(frozen=True, slots=True)
class NoValue:
    """There is no value, and this is why, in French. Never read as 0."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One result set against one reading of the target by one method; `result` is None when none is known."""

    sheet: Sheet
    measure: Measure
    reading: Reading
    result: Observation | None
    method: Method
    outcome: Value | NoValue

    @property
    def version(self) -> str:
        """Which version of the method was applied."""
        return VERSIONS[self.method]


class Operation(StrEnum):
    """A node of a derivation: two kinds of leaves, and what is done with them."""

    OBSERVED = "observed"
    GOAL = "goal"
    DIVIDE = "divide"  # first ÷ second × 100, in percent
    SUBTRACT = "subtract"  # first − second


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """From a value back to the figures it comes from, each with its lines."""

    op: Operation
    value: Fraction
    unit: Unit
    passages: tuple[Passage, ...]
    args: tuple["Derivation", ...] = ()


def rates(dossier: Dossier, as_of: date) -> tuple[Rate, ...]:
    """Compute every rate that can be computed on what was known that day, in document order.

    For each measure: each result, oldest first; for each, each reading; for each, each method.
    """
    known = known_on(dossier, as_of)
    return tuple(
        rate for sheet, measure in dossier.measures() for rate in measure_rates(known, sheet, measure)
    )


def measure_rates(known: Known, sheet: Sheet, measure: Measure) -> Iterator[Rate]:
    """Compute the rates of one measure."""
    results: tuple[Observation | None, ...] = known.observed(measure, Role.RESULT) or (None,)
    ways = readings(known, measure)
    for result in results:
        for reading in ways:
            for method in Method:
                yield Rate(
                    sheet=sheet,
                    measure=measure,
                    reading=reading,
                    result=result,
                    method=method,
                    outcome=_outcome(result, reading, method),
                )


def attainment(result: Share, goal: Decimal) -> Value | NoValue:
    """Result ÷ goal, in percent of the goal; both in percent. No value when the goal is 0."""
    if goal == 0:
        return NoValue("l’objectif est 0 : un résultat ne se divise pas par 0")
    by = Fraction(goal) / 100
    bounds = Interval(result.interval.low / by, result.interval.high / by)
    return Value(Fraction(result.percent) / by, bounds, Unit.PERCENT, result, goal)


def margin(result: Share, goal: Decimal) -> Value:
    """Result − goal, in points: positive when a share to reach is exceeded."""
    aim = Fraction(goal)
    bounds = Interval(result.interval.low - aim, result.interval.high - aim)
    return Value(Fraction(result.percent) - aim, bounds, Unit.POINTS, result, goal)


def derivation(rate: Rate) -> Derivation | None:
    """Explain a rate as a tree; None when it has no value. Built only when asked for."""
    if isinstance(rate.outcome, NoValue) or rate.result is None:
        return None
    value = rate.outcome
    observed = Derivation(
        op=Operation.OBSERVED,
        value=Fraction(value.result.percent),
        unit=Unit.PERCENT,
        passages=(rate.result.passage,),
    )
    aimed_at = Derivation(
        op=Operation.GOAL,
        value=Fraction(value.goal),
        unit=rate.reading.goal.unit,
        passages=rate.reading.passages,
    )
    return Derivation(
        op=_OPERATIONS[rate.method],
        value=value.exact,
        unit=value.unit,
        passages=(),
        args=(observed, aimed_at),
    )


_OPERATIONS = {Method.ATTAINMENT: Operation.DIVIDE, Method.MARGIN: Operation.SUBTRACT}


def _outcome(result: Observation | None, reading: Reading, method: Method) -> Value | NoValue:
    if result is None:
        return NoValue("aucun résultat connu à cette date")
    if isinstance(result.figure, Absent):
        return NoValue(result.figure.words or "aucun résultat, sans motif donné")
    if not isinstance(result.figure, Share):
        raise TypeError("a result is a share")
    match method:
        case Method.ATTAINMENT:
            return attainment(result.figure, _bound(reading))
        case Method.MARGIN:
            return margin(result.figure, _bound(reading))
        case _:
            assert_never(method)


def _bound(reading: Reading) -> Decimal:
    """Return the bound to reach: the only kind of target so far has one, below."""
    if reading.goal.low is None:
        raise ValueError("a share to reach has a low bound")
    return reading.goal.low
