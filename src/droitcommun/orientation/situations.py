"""What is known of who asks, on a day. Never stored: made from what is given, judged, forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from droitcommun.orientation.facts import Fact, Range, Ranges, TimeUnit


@dataclass(frozen=True, slots=True, repr=False)
class Situation:
    """Facts on the day `on`. `known` holds those of which something is known, `since` the days that some count from.

    `declined` are those that the person prefers not to tell: unknown, and not to be asked again. It has no text of its
    own, so that it cannot be logged by mistake.
    """

    on: date
    known: Mapping[str, Ranges] = field(default_factory=dict)
    since: Mapping[str, date] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return "Situation(…)"

    def ranges(self, fact: Fact, on: date | None = None) -> Ranges:
        """Return the values that a fact may have, that day; unknown: the whole domain."""
        if (day := self.since.get(fact.id)) is not None and fact.time_unit is not None:
            return clipped(completed(fact.time_unit, day, on or self.on), fact.domain)
        return self.known.get(fact.id, (fact.domain,))


def completed(unit: TimeUnit, since: date, on: date) -> int:
    """Count the years, or the months, that are completed on a day; of one born on 29 February, on 1 March."""
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return months if unit is TimeUnit.MONTHS else months // 12


def reached(unit: TimeUnit, since: date, count: int) -> date | None:
    """Return the first day on which so many are completed; None beyond the calendar."""
    months = since.year * 12 + since.month - 1 + count * (12 if unit is TimeUnit.YEARS else 1)
    year, month = months // 12, months % 12 + 1
    if not date.min.year <= year < date.max.year:
        return None
    try:
        return date(year, month, since.day)
    except ValueError:  # that month has no such day: the first of the next one
        return date(year, month + 1, 1)


def clipped(value: int, domain: Range) -> Ranges:
    """Return a value, or the nearest that the domain has."""
    held = min(max(value, domain.low), domain.high)
    return (Range(held, held),)
