"""The declared rate of a sheet against every rate that its own figures admit.

Each printed figure is an interval (half a unit of its last digit). A declared rate is reproduced when its
interval meets that of an admissible rate. Admissible for a share to reach and a rate in percent: the
attainment, and the same capped at 100. The divisor is a goal: never a baseline, never an earlier result.
"""

from dataclasses import dataclass
from fractions import Fraction

from droitcommun.core import french
from droitcommun.core.figures import RATE_DECIMALS, Interval, Ratio, rounded
from droitcommun.core.known import Known
from droitcommun.core.observations import Observation
from droitcommun.core.passages import Passage
from droitcommun.core.rates import Method, Rate, Value, measure_rates
from droitcommun.core.sheets import Sheet

_CAP = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One admissible way to compute the rate, and whether it gives the declared one."""

    rate: Rate
    value: Value
    result: Observation
    reproduces: bool
    by_cap: bool  # only once capped at 100

    @property
    def arithmetic(self) -> str:
        """Write « 20,3 ÷ 18 = 112,8 % », and that it is capped when only the cap gives the declared rate."""
        value = french.percent(rounded(self.value.exact, RATE_DECIMALS))
        divided = f"{french.number(self.value.result.percent)} ÷ {french.number(self.value.goal)}"
        cap = ", plafonné à 100 %" if self.by_cap else ""
        return french.typeset(f"{divided} = {value}{cap}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The declared rate of a sheet, and the attempts: latest result first, the sheet's own goal first."""

    sheet: Sheet
    declared: Observation
    percent: Ratio
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
            for passage in (attempt.result.passage, *attempt.rate.reading.passages)
        ]
        return tuple(dict.fromkeys([self.declared.passage, *tried]))


def compare(known: Known, sheet: Sheet) -> Comparison | None:
    """Try every admissible way; None when no rate is declared or none can be computed."""
    declared = known.declared_rate(sheet)
    if declared is None or not isinstance(declared.figure, Ratio):
        return None
    by_result: dict[str, list[Attempt]] = {}
    for measure in sheet.measures:
        for rate in measure_rates(known, sheet, measure):
            if rate.method is Method.ATTAINMENT and rate.result and isinstance(rate.outcome, Value):
                attempt = _attempt(rate, rate.outcome, rate.result, declared.figure)
                by_result.setdefault(rate.result.id, []).append(attempt)
    attempts = [attempt for found in reversed(by_result.values()) for attempt in found]
    if not attempts:
        return None
    return Comparison(sheet=sheet, declared=declared, percent=declared.figure, attempts=tuple(attempts))


def _attempt(rate: Rate, value: Value, result: Observation, declared: Ratio) -> Attempt:
    capped = Interval(min(value.bounds.low, _CAP), min(value.bounds.high, _CAP))
    plainly = declared.interval.meets(value.bounds)
    by_cap = not plainly and declared.interval.meets(capped)
    return Attempt(rate=rate, value=value, result=result, reproduces=plainly or by_cap, by_cap=by_cap)
