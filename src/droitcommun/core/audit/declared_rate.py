"""The declared rate of a sheet against every rate that its own figures admit.

Each printed figure is an interval (half a unit of its last digit). A declared rate is reproduced when its
interval meets that of an admissible rate. Admissible for a share to reach and a rate in percent: the
attainment, and the same capped at 100. The divisor is a goal: never a baseline, never an earlier result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from droitcommun.core import french
from droitcommun.core.audit.findings import Amount, Family, Finding, Severity
from droitcommun.core.figures import RATE_DECIMALS, Interval, Ratio, Share, Unit, rounded
from droitcommun.core.known import Known
from droitcommun.core.observations import Observation
from droitcommun.core.passages import Passage, merged
from droitcommun.core.rates import Method, Rate, Value, measure_rates
from droitcommun.core.sheets import Sheet

CODE = "declared-rate-differs"

_CAP = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One admissible way to compute the rate, and whether it gives the declared one."""

    rate: Rate
    value: Value
    result: Observation
    share: Share
    reproduces: bool
    by_cap: bool  # only once capped at 100


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


def compare(known: Known, sheet: Sheet) -> Comparison | None:
    """Try every admissible way; None when no rate is declared or none can be computed."""
    declared = known.declared_rate(sheet)
    if declared is None or not isinstance(declared.figure, Ratio):
        return None
    attempts = [
        _attempt(rate, rate.outcome, rate.result, rate.result.figure, declared.figure)
        for measure in sheet.measures
        for rate in measure_rates(known, sheet, measure)
        if rate.method is Method.ATTAINMENT
        and isinstance(rate.outcome, Value)
        and rate.result is not None
        and isinstance(rate.result.figure, Share)
    ]
    # A sort keeps the order of equals: the sheet's own goal stays before a commitment's.
    attempts.sort(key=lambda attempt: _ends(attempt.result), reverse=True)
    if not attempts:
        return None
    return Comparison(sheet=sheet, declared=declared, percent=declared.figure, attempts=tuple(attempts))


def declared_rate_differs(known: Known) -> Iterator[Finding]:
    """Le taux de réalisation déclaré ne se retrouve par aucun calcul admis.

    On divise chaque résultat de la fiche par l’objectif de la fiche, puis par celui de l’engagement qu’elle
    suit, arrondis compris ; un taux plafonné à 100 % est admis.
    """
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        if comparison is not None and not comparison.reproduced:
            yield _finding(comparison)


def sentence(attempt: Attempt) -> str:
    """Write the arithmetic of an attempt: « 20,3 ÷ 18 = 112,8 % »."""
    goal = attempt.rate.reading.goal.low
    if goal is None:
        raise ValueError("an attainment has a goal to divide by")
    value = french.percent(rounded(attempt.value.exact, RATE_DECIMALS))
    return f"{french.number(attempt.share.percent)} ÷ {french.number(goal)} = {value}".replace(
        " ", french.NBSP
    )


def _attempt(rate: Rate, value: Value, result: Observation, share: Share, declared: Ratio) -> Attempt:
    capped = Interval(min(value.bounds.low, _CAP), min(value.bounds.high, _CAP))
    plainly = declared.interval.meets(value.bounds)
    by_cap = not plainly and declared.interval.meets(capped)
    return Attempt(
        rate=rate, value=value, result=result, share=share, reproduces=plainly or by_cap, by_cap=by_cap
    )


def _ends(result: Observation) -> date:
    return result.period.end if result.period else date.min


def _finding(comparison: Comparison) -> Finding:
    first, sheet = comparison.attempts[0], comparison.sheet
    declared = french.percent(comparison.percent.percent)
    tried = french.listed(sentence(attempt) for attempt in comparison.attempts)
    return Finding(
        code=CODE,
        family=Family.DECLARED_AGAINST_COMPUTED,
        severity=Severity.ERROR,
        sheets=(sheet.id,),
        measures=tuple(dict.fromkeys(attempt.rate.measure.id for attempt in comparison.attempts)),
        message=french.typeset(f"Taux déclaré {declared} : aucun calcul admis ne le retrouve ({tried})."),
        expected=Amount(
            value=rounded(first.value.exact, RATE_DECIMALS), unit=Unit.PERCENT, text=sentence(first)
        ),
        found=Amount(value=comparison.percent.percent, unit=Unit.PERCENT, text=declared),
        lines=merged(comparison.declared.passage, *_cited(comparison)),
        remedy=_remedy(comparison),
    )


def _remedy(comparison: Comparison) -> str:
    """Say what to check, and what the rate of the latest result is under each reading."""
    first = comparison.attempts[0]
    rates = {
        attempt.rate.reading.sentence: french.percent(rounded(attempt.value.exact, RATE_DECIMALS))
        for attempt in comparison.attempts
        if attempt.result == first.result
    }
    check = f"Vérifier à la source le résultat de {french.percent(first.share.percent)} et l’objectif."
    if len(rates) == 1:
        return f"{check} S’ils sont exacts, le taux est {next(iter(rates.values()))}."
    choices = " ou ".join(f"{rate} pour {aim}" for aim, rate in rates.items())
    return french.typeset(f"{check} Choisir l’objectif qui fait foi : le taux est {choices}.")


def _cited(comparison: Comparison) -> Iterator[Passage]:
    for attempt in comparison.attempts:
        yield attempt.result.passage
        yield from attempt.rate.reading.passages
