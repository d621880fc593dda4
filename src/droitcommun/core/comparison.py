"""The declared rate of a sheet against every rate that its own figures admit.

Each printed figure is an interval (half a unit of its last digit). A declared rate is reproduced when its
interval meets that of an admissible rate. The table is closed:

    declared in percent   attainment, progress, coverage, cadence, milestones; each also capped at 100;
                          of a sheet with several measures, each one, and the mean of one attempt a measure
    declared in points    margin, change

The divisor is a goal: never a baseline, never an earlier result.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from droitcommun.core import french
from droitcommun.core.derivations import derivation
from droitcommun.core.figures import RATE_DECIMALS, Interval, Unit, at_most, rounded
from droitcommun.core.goals import Goal
from droitcommun.core.known import Known
from droitcommun.core.methods import Method, Value
from droitcommun.core.observations import Bounded, Gap, Number, Observation, Ratio, printed
from droitcommun.core.passages import Passage
from droitcommun.core.rates import Rate, measure_rates
from droitcommun.core.sheets import Sheet

_CAP = Fraction(100)

ADMISSIBLE: dict[Unit, tuple[Method, ...]] = {
    Unit.PERCENT: (
        Method.ATTAINMENT,
        Method.PROGRESS,
        Method.COVERAGE,
        Method.CADENCE,
        Method.MILESTONES,
    ),
    Unit.POINTS: (Method.MARGIN, Method.CHANGE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One admissible way to compute the rate, and whether it gives the declared one.

    `rates` has one rate, or, for a mean, one a measure.
    """

    rates: tuple[Rate, ...]
    value: Value
    result: Observation
    reproduces: bool
    by_cap: bool  # only once capped at 100

    @property
    def rate(self) -> Rate:
        """The rate, the first one of a mean."""
        return self.rates[0]

    @property
    def is_mean(self) -> bool:
        """Say whether it is the mean of several measures."""
        return len(self.rates) > 1

    @property
    def arithmetic(self) -> str:
        """Write « 20,3 ÷ 18 = 112,8 % », and that it is capped when only the cap gives the declared rate."""
        value = rounded(self.value.exact, RATE_DECIMALS)
        written = french.percent(value) if self.value.unit is Unit.PERCENT else french.points(value)
        cap = ", plafonné à 100 %" if self.by_cap else ""
        if self.is_mean:
            shown = [french.number(rounded(_value(rate).exact, RATE_DECIMALS)) for rate in self.rates]
            return french.typeset(f"moyenne de {french.listed(shown)} = {written}{cap}")
        return french.typeset(f"{formula(self.rate)} = {written}{cap}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The declared rate of a sheet, and the attempts: latest result first, the sheet's own goal first."""

    sheet: Sheet
    declared: Observation
    figure: Ratio | Gap
    attempts: tuple[Attempt, ...]

    @property
    def reproduced(self) -> tuple[Attempt, ...]:
        """The attempts that give the declared rate."""
        return tuple(attempt for attempt in self.attempts if attempt.reproduces)

    @property
    def latest(self) -> tuple[Attempt, ...]:
        """The attempts with the results of the latest period: one a reading of the target and a result."""
        period = self.attempts[0].result.period
        return tuple(attempt for attempt in self.attempts if attempt.result.period == period)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Where all the figures that were tried stand."""
        tried = [
            passage
            for attempt in self.attempts
            for rate in attempt.rates
            for passage in (attempt.result.passage, *rate.reading.passages)
        ]
        return tuple(dict.fromkeys([self.declared.passage, *tried]))


def compare(known: Known, sheet: Sheet) -> Comparison | None:
    """Try every admissible way; None when no rate is declared or none can be computed."""
    return known.once(("comparison", sheet.id), lambda: _compare(known, sheet))


def _compare(known: Known, sheet: Sheet) -> Comparison | None:
    declared = known.declared_rate(sheet)
    if declared is None or not isinstance(declared.figure, Ratio | Gap):
        return None
    by_measure = [
        [rate for rate in measure_rates(known, sheet, measure) if _is_admissible(rate, declared.figure)]
        for measure in sheet.measures
    ]
    attempts = [
        _attempt((rate,), _value(rate), declared.figure)
        for rates in by_measure
        for rate in _latest_first(rates)
    ]
    attempts += _mean(by_measure, declared.figure)
    if not attempts:
        return None
    return Comparison(sheet=sheet, declared=declared, figure=declared.figure, attempts=tuple(attempts))


def formula(rate: Rate) -> str:
    """Write what a rate is computed from: « 20,3 ÷ 18 », « (9,9 − 11,3) ÷ (5,65 − 11,3) »."""
    result, asked = _terms(rate)
    goal = rate.reading.goal
    start = (
        french.number(french.shown(goal.baseline.exact)) if isinstance(goal, Goal) and goal.baseline else ""
    )
    match rate.method:
        case Method.PROGRESS:
            return f"({result} − {start}) ÷ ({asked} − {start})"
        case Method.CHANGE:
            return f"{result} − {start}"
        case Method.MARGIN:
            return f"{result} − {asked}"
        case _:
            return f"{result} ÷ {asked}"


def _terms(rate: Rate) -> tuple[str, str]:
    """Write the result of a rate, and what it is set against."""
    tree = derivation(rate)
    if tree is None:
        raise TypeError("an attempt has a value")
    shown = [french.number(french.shown(node.value)) for node in tree.args]
    digits = printed(rate.figure) if isinstance(rate.figure, Number) else None
    return shown[0] if digits is None else french.number(digits), shown[-1]


def _value(rate: Rate) -> Value:
    if not isinstance(rate.outcome, Value):
        raise TypeError("an attempt has a value")
    return rate.outcome


def _is_admissible(rate: Rate, declared: Ratio | Gap) -> bool:
    """Bounds are wide, and were published by somebody else: they reproduce nothing."""
    figure = rate.result.figure if rate.result else None
    return (
        rate.method in ADMISSIBLE[declared.unit]
        and isinstance(rate.outcome, Value)
        and not isinstance(figure, Bounded)
    )


def _latest_first(rates: Iterable[Rate]) -> Iterator[Rate]:
    """Order by result, latest first; of one result, the order of the readings and methods."""
    by_result: dict[str, list[Rate]] = {}
    for rate in rates:
        by_result.setdefault(rate.result.id if rate.result else "", []).append(rate)
    for found in reversed(by_result.values()):
        yield from found


def _mean(by_measure: list[list[Rate]], declared: Ratio | Gap) -> list[Attempt]:
    """The mean of the first attempt of each measure, when there are several and all have one."""
    firsts = [next(_latest_first(rates), None) for rates in by_measure]
    rates = tuple(rate for rate in firsts if rate is not None)
    if len(rates) < 2 or len(rates) < len(firsts) or declared.unit is not Unit.PERCENT:  # noqa: PLR2004
        return []
    values = [_value(rate) for rate in rates]
    means = [
        Value(
            sum((value.exact for value in some), Fraction(0)) / len(some),
            Interval(
                sum((value.bounds.low for value in some), Fraction(0)) / len(some),
                sum((value.bounds.high for value in some), Fraction(0)) / len(some),
            ),
            Unit.PERCENT,
        )
        for some in (values, [_capped(value) for value in values])
    ]
    return [_attempt(rates, mean, declared) for mean in dict.fromkeys(means)]


def _capped(value: Value) -> Value:
    bounds = Interval(min(value.bounds.low, _CAP), min(value.bounds.high, _CAP))
    return Value(min(value.exact, _CAP), bounds, value.unit)


def _attempt(rates: tuple[Rate, ...], value: Value, declared: Ratio | Gap) -> Attempt:
    result = rates[0].result
    if result is None:
        raise TypeError("an attempt has a result")
    plainly = declared.interval.meets(value.bounds)
    may_cap = value.unit is Unit.PERCENT and not at_most(value.bounds.high, _CAP)
    by_cap = not plainly and may_cap and declared.interval.meets(_capped(value).bounds)
    return Attempt(rates=rates, value=value, result=result, reproduces=plainly or by_cap, by_cap=by_cap)
