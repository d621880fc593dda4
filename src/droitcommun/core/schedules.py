"""When a goal is due, and which results speak for it."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from droitcommun.core.observations import Count, Euros, Figure, Observation
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Flow
from droitcommun.core.targets import Schedule


def speaking(
    told: tuple[Observation, ...], schedule: Schedule, year: int | None, flow: Flow
) -> tuple[Observation, ...]:
    """List the results that a goal is judged by, of those that say something, oldest first.

    A single year is judged by its own results when there are any; a cumulated goal by the sum of what each
    period adds; any other by the latest period.
    """
    match schedule:
        case Schedule.SINGLE_YEAR:
            return _latest([seen for seen in told if _year(seen) == year]) or _latest(told)
        case Schedule.CUMULATED:
            return tuple(cumulated(seen, told, flow) for seen in _latest(told))
        case _:
            return _latest(told)


def cumulated(result: Observation, told: tuple[Observation, ...], flow: Flow) -> Observation:
    """Add up to a result what earlier periods brought; itself when that cannot be added.

    Only flows add up: things or euros counted over periods that do not overlap, in the same places.
    """
    figure = result.figure
    if flow is not Flow.FLOW or not isinstance(figure, Count | Euros) or result.period is None:
        return result
    parts = [result]
    for seen in reversed(told[: told.index(result)]):
        last = parts[-1].period
        if seen.period is None or last is None or seen.period.end >= last.start:
            return result
        if (seen.figure.kind, seen.label, seen.perimeter) != (figure.kind, result.label, result.perimeter):
            return result
        parts.append(seen)
    first = parts[-1].period
    if len(parts) == 1 or first is None:
        return result
    return replace(
        result,
        figure=_total([part.figure for part in parts]),
        period=Period(first.start, result.period.end),
        text="",
        passage=_all_of([part.passage for part in parts]),
    )


def due_on(schedule: Schedule, year: int | None, last: date, term: date) -> date | None:
    """Return the day by which a goal has to be reached, for a result that ends on `last`; None when unsettled."""
    match schedule:
        case Schedule.UNSETTLED:
            return None
        case Schedule.EACH_YEAR | Schedule.CADENCE:
            return date(last.year, 12, 31)
        case Schedule.SINGLE_YEAR:
            return date(year or last.year, 12, 31)
        case Schedule.FROM_YEAR:
            return date(max(year or last.year, last.year), 12, 31)
        case Schedule.CUMULATED | Schedule.AT_TERM:
            return term
        case _:
            assert_never(schedule)


def is_early(schedule: Schedule, year: int | None, last: date) -> bool:
    """Say whether a result is older than the year that a goal is for: reaching it then keeps nothing."""
    return schedule in {Schedule.SINGLE_YEAR, Schedule.FROM_YEAR} and year is not None and last.year < year


def _latest(told: tuple[Observation, ...] | list[Observation]) -> tuple[Observation, ...]:
    return tuple(seen for seen in told if seen.period == told[-1].period)


def _year(seen: Observation) -> int | None:
    return seen.period.end.year if seen.period else None


def _total(figures: list[Figure]) -> Figure:
    amounts = [figure.euros for figure in figures if isinstance(figure, Euros)]
    if amounts:
        return Euros(sum(amounts[1:], start=amounts[0]))
    counts = [figure for figure in figures if isinstance(figure, Count)]
    return Count(sum(one.count for one in counts), approximate=any(one.approximate for one in counts))


def _all_of(passages: list[Passage]) -> Passage:
    """One passage of what stands in one document; the first when there are several."""
    first = passages[0]
    same = [one for one in passages if one.document == first.document and not one.cell]
    lines = tuple(sorted({lines for one in same for lines in one.lines}))
    return replace(first, lines=lines) if lines else first
