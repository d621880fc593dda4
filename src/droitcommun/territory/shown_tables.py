"""The whole additive table as it is shown: each line with its complement and its share, and the total.

Everything here takes a PublishedTable and nothing else: a line, a share, a sentence cannot tell what the protected
cells do not. Formats print `Line`s; sentences are French.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from droitcommun.core.figures import rounded
from droitcommun.core.french import number_of, percent, typeset
from droitcommun.territory.linked import ABSENT, areas_of, placement_of
from droitcommun.territory.placements import BoundedShare, Placement
from droitcommun.territory.secrecy import NOTHING, PublishedCount, PublishedTable, added, share_of

# Of a percentage; bounds are rounded outwards, so that what is printed holds too.
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One label of an axis: its count, the complement (all other rows), and its share of all rows in percent.

    On an axis of perimeters, rows that are uncertain or unplaced may be of any area: they widen the share, and a row
    may lie in two areas.
    """

    label: str
    count: PublishedCount
    complement: PublishedCount
    share: BoundedShare | None


@dataclass(frozen=True, slots=True)
class ShownTable:
    """One axis of the linked table that is a column of the file: lines that add up to `whole`."""

    axis: str
    lines: tuple[Line, ...]
    whole: PublishedCount


@dataclass(frozen=True, slots=True)
class ShownPlacements:
    """A perimeter axis summed up: the four placements, by area and by reason, and the share that lies inside."""

    axis: str
    inside: PublishedCount
    outside: PublishedCount
    uncertain: PublishedCount
    unplaced: PublishedCount
    areas: tuple[Line, ...]
    share: BoundedShare | None

    @property
    def whole(self) -> PublishedCount:
        """All rows: the four add up to it."""
        return added((self.inside, self.outside, self.uncertain, self.unplaced))


def shown_table(table: PublishedTable, axis: str) -> ShownTable:
    """Return the lines of one axis that is a column of the file."""
    margins = {label: count for label, count in table.along(axis).items() if label != ABSENT}
    lines = []
    for label, count in margins.items():
        complement = added(other for name, other in margins.items() if name != label)
        lines.append(Line(label, count, complement, share_of(count, complement, NOTHING)))
    return ShownTable(axis, tuple(lines), added(margins.values()))


def shown_placements(table: PublishedTable, axis: str, areas: Iterable[str] = ()) -> ShownPlacements:
    """Return the placements along an axis of perimeters. `areas` are all its codes, for those without rows."""
    margins = {label: count for label, count in table.along(axis).items() if label != ABSENT}

    def placed(placement: Placement) -> PublishedCount:
        return added(count for label, count in margins.items() if placement_of(label) is placement)

    inside, outside, uncertain, unplaced = map(placed, Placement)
    known = [
        (areas_of(label), count)
        for label, count in margins.items()
        if placement_of(label) in {Placement.INSIDE, Placement.OUTSIDE}
    ]
    open_rows = uncertain + unplaced
    lines = []
    for code in sorted({*areas, *(code for within, _ in known for code in within)}):
        count = added(count for within, count in known if code in within)
        elsewhere = added(count for within, count in known if code not in within)
        lines.append(Line(code, count, elsewhere + open_rows, share_of(count, elsewhere, open_rows)))
    share = share_of(inside, outside, open_rows)
    return ShownPlacements(axis, inside, outside, uncertain, unplaced, tuple(lines), share)


def count_in_words(count: PublishedCount) -> str:
    """Say a count: « 341 », « environ 340 (de 338 à 342) », « masqué (de 1 à 7) », of a sum « de 342 à 351 »."""
    low, high = number_of(count.low), number_of(count.high)
    if count.low == count.high:
        return low
    if count.shown is not None:
        return f"environ {number_of(count.shown)} (de {low} à {high})"
    # Nothing but one hidden count goes down to 1.
    return f"masqué (de {low} à {high})" if count.low == 1 else f"de {low} à {high}"


def share_in_words(share: BoundedShare | None) -> str:
    """Say a share: « 14,4 % (entre 13,8 % et 18,1 %) », « entre 3 % et 9,2 % », « sans objet »."""
    if share is None:
        return "sans objet"
    bounds = f"entre {percent(lower_tenth(share.low))} et {percent(upper_tenth(share.high))}"
    return bounds if share.point is None else f"{percent(rounded(share.point, 1))} ({bounds})"


def lower_tenth(value: Fraction) -> Decimal:
    """Return the tenth below: a lower bound that is printed still holds."""
    return Decimal(floor(value * _TENTHS)) / _TENTHS


def upper_tenth(value: Fraction) -> Decimal:
    """Return the tenth above."""
    return Decimal(ceil(value * _TENTHS)) / _TENTHS


def placements_in_words(shown: ShownPlacements) -> tuple[str, ...]:
    """Say what an axis of perimeters tells, a sentence each: the share, then what it is made of, then each area."""
    parts = (
        ("dedans", shown.inside),
        ("dehors", shown.outside),
        ("incertaines", shown.uncertain),
        ("non placées", shown.unplaced),
    )
    counts = " ; ".join(f"{name} : {count_in_words(count)}" for name, count in parts)
    sentences = [
        f"{shown.axis} : {share_in_words(shown.share)} des lignes y sont.",
        f"{shown.axis}, lignes : {count_in_words(shown.whole)} ; {counts}.",
        *(
            f"{line.label} : {count_in_words(line.count)}, soit {share_in_words(line.share)}."
            for line in shown.areas
        ),
    ]
    return tuple(typeset(sentence) for sentence in sentences)


def lines_in_words(shown: ShownTable) -> tuple[str, ...]:
    """Say what an axis that is a column tells, a sentence each: the total, then each of its values."""
    sentences = [
        f"{shown.axis}, total : {count_in_words(shown.whole)}.",
        *(
            f"{line.label} : {count_in_words(line.count)}, soit {share_in_words(line.share)} ; "
            f"tout le reste : {count_in_words(line.complement)}."
            for line in shown.lines
        ),
    ]
    return tuple(typeset(sentence) for sentence in sentences)
