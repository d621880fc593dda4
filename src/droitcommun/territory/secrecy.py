"""What may be published of a table of counts, so that nobody is found in it.

Each count of the finest table is replaced by a function of itself alone: hidden up to a threshold, else rounded. All
that is published besides (totals, complements, shares, bounds, sentences) is computed from what was published. So who
knows this module learns of a count only that it is one of those with the same image: the table could be any product of
such counts. There is no total to subtract, and two tables drawn from the same cells add nothing to each other.

Nobody is shown as nobody: a table over many areas would otherwise be open by the threshold times the empty ones, and no
headcount is found in a zero. What hiding costs is said: a sum of published counts is known between two bounds, and a
share is as wide as they are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from droitcommun.territory.placements import BoundedShare

# Fewer counts than this behind one image, and somebody who knows the neighbourhood guesses.
FEWEST_CANDIDATES = 5

# Where the bounds of a count are further apart than this, the middle says more of the secrecy than of the file.
_WIDEST_RATIO = 2


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A count as it is shown, and the counts that are shown so: from `low` to `high`, both included.

    `shown` is None when it is hidden. A sum of counts is one too; it has no figure of its own as soon as a part of it
    is hidden, and is then said by its bounds.
    """

    shown: int | None
    low: int
    high: int

    def __add__(self, other: "PublishedCount") -> "PublishedCount":
        return added((self, other))

    @property
    def middle(self) -> Fraction | None:
        """What a point is computed from: the figure, or the middle of its bounds; None when they are too wide."""
        if self.shown is not None:
            return Fraction(self.shown)
        return Fraction(self.low + self.high, 2) if self.high <= _WIDEST_RATIO * self.low else None


NOTHING = PublishedCount(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Hide a count from 1 to `threshold`, round the others to a multiple of `step` (1: not at all).

    ValueError: an image that fewer than five counts share, unless counts are shown as they are.
    """

    threshold: int
    step: int = 1

    def __post_init__(self) -> None:
        if self.step < 1 or self.threshold < FEWEST_CANDIDATES:
            raise ValueError("fewer than five counts would be hidden together")
        if self.step > 1:
            first = self.threshold + 1
            # The first class that is shown must be whole: « hide below 5, round to 5 » shows 5 for 5, 6 and 7 only.
            if self.step < FEWEST_CANDIDATES or self._class(first - 1) == self._class(first):
                raise ValueError("fewer than five counts would be rounded together")

    def _class(self, count: int) -> int:
        return (2 * count + self.step) // (2 * self.step)

    def published(self, count: int) -> PublishedCount:
        """Return the image of a count.

        ValueError: a negative one.
        """
        if count < 0:
            raise ValueError("a count is not negative")
        if count == 0:
            return NOTHING
        if count <= self.threshold:
            return self.image(None)
        return self.image(self._class(count) * self.step)

    def image(self, shown: int | None) -> PublishedCount:
        """Return the image that shows this.

        ValueError: no count is shown so.
        """
        if shown is None:
            return PublishedCount(None, 1, self.threshold)
        # The counts c with shown <= c + step/2 < shown + step.
        low = shown - self.step // 2
        if shown and (low <= self.threshold or shown % self.step):
            raise ValueError("no count is shown so")
        return PublishedCount(shown, low, low + self.step - 1) if shown else NOTHING


def at_least(threshold: int, step: int = 1) -> Secrecy:
    """Return the least strict secrecy that is safe and no laxer than what a source asks for.

    A source that hides below 5 and rounds to 5 becomes: hidden up to 7, then rounded to 5.
    """
    step = step if step == 1 else max(step, FEWEST_CANDIDATES)
    strict = max(threshold, FEWEST_CANDIDATES)
    while True:
        try:
            return Secrecy(strict, step)
        except ValueError:
            strict += 1


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """Cells by their labels, an axis each (a vintage, a breakdown); a cell without rows is a cell too.

    `axes` names what each position of a key is. Every table that one file gives is a sum of these cells.
    """

    axes: tuple[str, ...]
    cells: Mapping[tuple[str, ...], PublishedCount]

    def total(self, belongs: Callable[[tuple[str, ...]], bool] = lambda _: True) -> PublishedCount:
        """Return the sum of the cells that belong."""
        return added(count for key, count in self.cells.items() if belongs(key))

    def along(self, axis: str) -> dict[str, PublishedCount]:
        """Return the sum by label of one axis, in the order of the cells."""
        return {key[0]: count for key, count in self.onto((axis,)).cells.items()}

    def onto(self, axes: tuple[str, ...]) -> "PublishedTable":
        """Return the table that has only these axes: each of its cells is a sum of the cells of this one.

        ValueError: an axis that this table does not have.
        """
        positions = [self.axes.index(axis) for axis in axes]
        parts: dict[tuple[str, ...], list[PublishedCount]] = {}
        for key, count in self.cells.items():
            parts.setdefault(tuple(key[position] for position in positions), []).append(count)
        return PublishedTable(axes, {key: added(counts) for key, counts in parts.items()})


def added(counts: Iterable[PublishedCount]) -> PublishedCount:
    """Return the sum of published counts, known between the sums of their bounds."""
    shown, low, high, hides = 0, 0, 0, False
    for count in counts:
        shown += count.shown or 0
        hides = hides or count.shown is None
        low += count.low
        high += count.high
    return PublishedCount(None if hides else shown, low, high)


def is_image(count: PublishedCount, secrecy: Secrecy | None) -> bool:
    """Whether a count is shown as one cell is: its bounds follow from what is shown, and need not be said."""
    if secrecy is None:
        return count.low == count.high
    try:
        return secrecy.image(count.shown) == count
    except ValueError:
        return False


def protected(
    axes: tuple[str, ...], counts: Mapping[tuple[str, ...], int], secrecy: Secrecy
) -> PublishedTable:
    """Return what may be published of the finest table.

    `counts` has a key for each combination that can occur, or at least each that does: nobody is shown as nobody. The
    cells are in the order of their labels, because that of the rows would tell where the first ones are.

    ValueError: a negative count, or a key that does not have a label for each axis.
    """
    if any(len(key) != len(axes) for key in counts):
        raise ValueError("a label for each axis")
    return PublishedTable(axes, {key: secrecy.published(count) for key, count in sorted(counts.items())})


def share_of(inside: PublishedCount, outside: PublishedCount, others: PublishedCount) -> BoundedShare | None:
    """Return the share of those inside that holds whatever the hidden and rounded counts are, in percent.

    `others` could not be told inside or outside. The point divides those inside by those inside or outside, each as
    shown or in the middle of its bounds; there is none when secrecy leaves those too wide. None when there is nobody.
    """
    if inside.high + outside.high + others.high == 0:
        return None
    least = inside.low + outside.high + others.high
    low = Fraction(100 * inside.low, least) if least else Fraction(0)
    most = inside.high + others.high
    high = Fraction(100 * most, most + outside.low) if most else Fraction(0)
    within, without = inside.middle, outside.middle
    if within is None or without is None or not within + without:
        return BoundedShare(low, None, high)
    return BoundedShare(low, 100 * within / (within + without), high)
