"""Rows counted where they lie, block by block: by area inside, by reason when they could not be placed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from droitcommun.territory.flags import ORDER
from droitcommun.territory.matching import Reason
from droitcommun.territory.placements import Counts, Placement
from droitcommun.territory.secrecy import PublishedCount, PublishedTable, Secrecy, protected


class Why(StrEnum):
    """Why a row is unplaced."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NO_LOCALITY = "no_locality"
    OUTSIDE_INDEX = "outside_index"
    UNKNOWN_STREET = "unknown_street"
    MALFORMED = "malformed"  # too many cells or too few: nobody knows which is which
    NO_COORDINATES = "no_coordinates"
    NOT_IN_FRANCE = "not_in_france"  # 0, 0; the sea; abroad
    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"  # of no area of the perimeters
    OTHER_VINTAGE = "other_vintage"  # a code of another legal list
    NOT_IDENTIFIED = "not_identified"  # the file says that it does not know
    DOMICILED = "domiciled"  # the address receives mail; where the person lives is unknown


WHYS = tuple(Why)
NO_REASON = -1

# The place in WHYS of the reason that an engine gives by the place of a `Reason` plus one.
OF_REASON = np.array([NO_REASON, *(WHYS.index(Why(reason.value)) for reason in Reason)], dtype=np.int8)

# A row inside, nobody knows in which of two areas, or in an extract that does not say.
ANY_AREA = ""

Key = tuple[str, ...]
"""A placement, then a code of area or a reason; beside other perimeters, the same of them; then values of columns."""

# The axes of a table of counts, by their places in a key.
AXES = ("placement", "label")
BESIDE = ("other placement", "other label")


@dataclass(frozen=True, slots=True)
class Told:
    """What else is said of the rows of a block: the labels of an axis (or of two, together), and each row's place."""

    labels: Sequence[Key]
    places: NDArray[np.integer]


@dataclass(slots=True)
class Tally:
    """Counts by placement, then by code of area or reason, then by what else is told. `codes` are those of all areas.

    `beside` are the codes of the other perimeters, None without any; `columns` how many columns are told apart.
    """

    codes: tuple[str, ...]
    beside: tuple[str, ...] | None = None
    columns: int = 0
    counts: dict[Key, int] = field(default_factory=dict)

    @property
    def axes(self) -> tuple[str, ...]:
        """The axes of its keys."""
        other = BESIDE if self.beside is not None else ()
        return (*AXES, *other, *(f"column {number}" for number in range(self.columns)))

    def add(self, placement: Placement, label: str, rows: int) -> None:
        """Count so many rows."""
        key = (placement.value, label)
        self.counts[key] = self.counts.get(key, 0) + rows

    def add_block(self, told: Told, *others: Told) -> None:
        """Count a block by what is told of each of its rows; `told_of` makes it of placements."""
        every = (told, *others)
        shape = tuple(len(one.labels) for one in every)
        numbers = np.ravel_multi_index(tuple(one.places for one in every), shape)
        found, counts = np.unique(numbers, return_counts=True)
        for number, rows in zip(found.tolist(), counts.tolist(), strict=True):
            places = np.unravel_index(number, shape)
            key = tuple(
                chain.from_iterable(one.labels[place] for one, place in zip(every, places, strict=True))
            )
            self.counts[key] = self.counts.get(key, 0) + rows

    def of(self, placement: Placement) -> int:
        """Rows of a placement."""
        return sum(rows for key, rows in self.counts.items() if key[0] == placement.value)

    def why(self, reason: Why) -> int:
        """Rows of a reason."""
        return sum(
            rows for key, rows in self.counts.items() if key[:2] == (Placement.UNPLACED.value, reason.value)
        )

    @property
    def total(self) -> Counts:
        """The four placements."""
        return Counts(*(self.of(placement) for placement in Placement))

    def without_areas(self) -> "Tally":
        """The same, inside counted as one: bounds are narrower when less is told apart."""
        coarse = Tally((), None if self.beside is None else (), self.columns)
        pairs = 2 if self.beside is None else 4
        for key, rows in self.counts.items():
            told = [
                ANY_AREA if place % 2 and key[place - 1] == Placement.INSIDE else key[place]
                for place in range(pairs)
            ]
            whole = (*told, *key[pairs:])
            coarse.counts[whole] = coarse.counts.get(whole, 0) + rows
        return coarse

    def published(self, secrecy: Secrecy | None) -> PublishedTable:
        """What may be said of these counts; without secrecy they are shown as they are, to those who hold the file."""
        axes = self.axes
        if secrecy is None:
            return PublishedTable(
                axes, {key: PublishedCount(rows, rows, rows) for key, rows in self.counts.items()}
            )
        return protected(axes, self.counts, secrecy)


def placed_in(table: PublishedTable, placement: Placement) -> PublishedCount:
    """The published count of a placement."""
    return table.total(lambda key: key[0] == placement.value)


def labelled(table: PublishedTable, placement: Placement) -> Mapping[str, PublishedCount]:
    """The published counts of a placement, by label; the table has no axis but `AXES`."""
    return {key[1]: count for key, count in table.cells.items() if key[0] == placement.value}


def told_of(
    codes: tuple[str, ...],
    placements: NDArray[np.int8],
    areas: NDArray[np.int32],
    reasons: NDArray[np.int8],
) -> Told:
    """What is told of where the rows of a block lie: places in `flags.ORDER`, in the areas, in WHYS."""
    labels: list[Key] = []
    places = np.zeros(len(placements), dtype=np.int64)
    for number, placement in enumerate(ORDER):
        here = placements == number
        match placement:
            case Placement.INSIDE:
                names, found = (ANY_AREA, *codes), areas[here] + 1
            case Placement.UNPLACED:
                names, found = tuple(WHYS), reasons[here].astype(np.int32)
            case _:
                names, found = ("",), np.zeros(int(here.sum()), dtype=np.int32)
        places[here] = found + len(labels)
        labels += [(placement.value, name) for name in names]
    return Told(labels, places)
