"""Where the rows of a file lie, counted, and the share that the counts leave open.

Four placements, disjoint: they add up to the rows. What is uncertain or unplaced is inside in the high bound and
outside in the low one; the point between them is a choice of the protocol, and says which.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from droitcommun.core.figures import Interval


class Placement(StrEnum):
    """What can be said of one row and one kind of perimeter."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNCERTAIN = "uncertain"
    UNPLACED = "unplaced"


class Denominator(StrEnum):
    """What the point estimate divides by. The bounds always divide by all rows."""

    PLACED = "placed"  # rows known to be inside or outside: supposes that the others live like them
    ROWS = "rows"  # all rows: supposes that none of the others is inside


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by placement.

    ValueError: a negative count.
    """

    inside: int
    outside: int
    uncertain: int
    unplaced: int

    def __post_init__(self) -> None:
        if min(self.inside, self.outside, self.uncertain, self.unplaced) < 0:
            raise ValueError("a count is not negative")

    @property
    def rows(self) -> int:
        """All of them: no row is lost, none counts twice."""
        return self.inside + self.outside + self.uncertain + self.unplaced


@dataclass(frozen=True, slots=True)
class BoundedShare:
    """A share in percent, from 0 to 100: what is certain, what is estimated, what cannot be excluded."""

    low: Fraction
    point: Fraction | None
    high: Fraction

    @property
    def interval(self) -> Interval:
        """What a rate and a status are computed from."""
        return Interval(self.low, self.high)


def bounded_share(counts: Counts, denominator: Denominator) -> BoundedShare | None:
    """Return the share of the rows that lie inside, or None for a file without rows.

    `point` is None when no row could be placed and only placed ones count: there is nothing to estimate from.
    """
    if not counts.rows:
        return None
    match denominator:
        case Denominator.PLACED:
            placed = counts.inside + counts.outside
            point = Fraction(100 * counts.inside, placed) if placed else None
        case Denominator.ROWS:
            point = Fraction(100 * counts.inside, counts.rows)
        case _:
            assert_never(denominator)
    open_rows = counts.uncertain + counts.unplaced
    return BoundedShare(
        Fraction(100 * counts.inside, counts.rows),
        point,
        Fraction(100 * (counts.inside + open_rows), counts.rows),
    )
