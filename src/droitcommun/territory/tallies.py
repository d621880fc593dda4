"""Rows counted where they lie, block by block: by area inside, by reason when they could not be placed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
"""A placement, then a code of area or a reason."""


@dataclass(slots=True)
class Tally:
    """Counts by placement, then by code of area or by reason. `codes` are those of all areas."""

    codes: tuple[str, ...]
    counts: dict[Key, int] = field(default_factory=dict)

    def add(self, placement: Placement, label: str, rows: int) -> None:
        """Count so many rows."""
        key = (placement.value, label)
        self.counts[key] = self.counts.get(key, 0) + rows

    def add_block(
        self, placements: NDArray[np.int8], areas: NDArray[np.int32], reasons: NDArray[np.int8]
    ) -> None:
        """Count a block: places in `flags.ORDER`, in the areas, in WHYS."""
        for place, placement in enumerate(ORDER):
            here = placements == place
            match placement:
                case Placement.INSIDE:
                    labels, numbers = (ANY_AREA, *self.codes), areas[here] + 1
                case Placement.UNPLACED:
                    labels, numbers = tuple(WHYS), reasons[here].astype(np.int32)
                case _:
                    labels, numbers = ("",), np.zeros(int(here.sum()), dtype=np.int32)
            for number, rows in enumerate(np.bincount(numbers, minlength=1).tolist()):
                if rows:
                    self.add(placement, labels[number], rows)

    def of(self, placement: Placement) -> int:
        """Rows of a placement."""
        return sum(rows for key, rows in self.counts.items() if key[0] == placement.value)

    def why(self, reason: Why) -> int:
        """Rows of a reason."""
        return self.counts.get((Placement.UNPLACED.value, reason.value), 0)

    @property
    def total(self) -> Counts:
        """The four placements."""
        return Counts(*(self.of(placement) for placement in Placement))

    def without_areas(self) -> "Tally":
        """The same, inside counted as one: bounds are narrower when less is told apart."""
        coarse = Tally(())
        for (word, label), rows in self.counts.items():
            placement = Placement(word)
            coarse.add(placement, ANY_AREA if placement is Placement.INSIDE else label, rows)
        return coarse

    def published(self, secrecy: Secrecy | None) -> PublishedTable:
        """What may be said of these counts; without secrecy they are shown as they are, to those who hold the file."""
        axes = ("placement", "label")
        if secrecy is None:
            return PublishedTable(
                axes, {key: PublishedCount(rows, rows, rows) for key, rows in self.counts.items()}
            )
        return protected(axes, self.counts, secrecy)


def placed_in(table: PublishedTable, placement: Placement) -> PublishedCount:
    """The published count of a placement."""
    return table.total(lambda key: key[0] == placement.value)


def labelled(table: PublishedTable, placement: Placement) -> Mapping[str, PublishedCount]:
    """The published counts of a placement, by label."""
    return {key[1]: count for key, count in table.cells.items() if key[0] == placement.value}
