"""What may be known of a person or an organisation: facts, the values that each may take, and what is known of them.

Every value is a whole number: of a choice, its rank; of yes and no, 1 and 0. What is known of a fact is the ranges
of the values that it may still have, so that « between 18 and 28 », « one of these two » and « I do not know » are
one thing: nothing is ever known by a guess, and the unknown is the whole domain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Range(NamedTuple):
    """Values from `low` to `high`, both included."""

    low: int
    high: int


Ranges = tuple[Range, ...]


class FactKind(StrEnum):
    """How a fact is asked and answered."""

    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"


class Changes(StrEnum):
    """What may become of a fact: what a person may hear that she could change, and what only time does."""

    FREELY = "freely"
    WITH_TIME = "with_time"  # it grows: an age, how long one has been looking for work
    NEVER = "never"


class TimeUnit(StrEnum):
    """What a number that grows is counted in, completed."""

    YEARS = "years"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer among those of a fact. `id` is what a file says, `words` what a person reads."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that schemes ask. `question` and `label` are French; `label` names it within a sentence.

    `cost` is what asking it costs a person, 1 for a plain question: more where it is private. A number runs from
    `low` to `high`; one with a `time_unit` may be given as the day that it counts from.
    """

    id: str
    kind: FactKind
    question: str
    label: str
    choices: tuple[Choice, ...] = ()
    low: int = 0
    high: int = 1
    unit: str = ""
    time_unit: TimeUnit | None = None
    changes: Changes = Changes.FREELY
    cost: int = 1
    help: str = ""

    @property
    def domain(self) -> Range:
        """The values that it may take at all."""
        match self.kind:
            case FactKind.CHOICE:
                return Range(0, len(self.choices) - 1)
            case FactKind.YES_NO:
                return Range(0, 1)
            case FactKind.NUMBER:
                return Range(self.low, self.high)

    def rank(self, choice: str) -> int | None:
        """Return the value of a choice, None when it has none by that id."""
        return next((rank for rank, one in enumerate(self.choices) if one.id == choice), None)


def merged(ranges: Iterable[Range]) -> Ranges:
    """Put ranges in order, those that touch made one."""
    found: list[Range] = []
    for low, high in sorted(one for one in ranges if one.low <= one.high):
        if found and low <= found[-1].high + 1:
            found[-1] = Range(found[-1].low, max(found[-1].high, high))
        else:
            found.append(Range(low, high))
    return tuple(found)


def complement(ranges: Ranges, domain: Range) -> Ranges:
    """Return the values of the domain that are in none of the ranges."""
    left, start = [], domain.low
    for low, high in merged(ranges):
        left.append(Range(start, low - 1))
        start = high + 1
    return merged([*left, Range(start, domain.high)])


def common(one: Ranges, other: Ranges) -> Ranges:
    """Return the values that are in both."""
    return merged(Range(max(a.low, b.low), min(a.high, b.high)) for a in one for b in other)


def values(ranges: Ranges) -> Sequence[int]:
    """List each value."""
    return [value for low, high in ranges for value in range(low, high + 1)]
