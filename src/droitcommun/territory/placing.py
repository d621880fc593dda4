"""From what an engine found to where a row lies: every house that it may be, and the side of each.

A candidate is as far off as its type of position says when its number was found as it is written; what stands between,
across from or near a number, or bears another letter, may be as far as the farthest door. A street without a number
stands for all its houses, a commune for all of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from droitcommun.territory.borders import UNKNOWN_AREA, Borders, Side
from droitcommun.territory.engines.columnar import Located
from droitcommun.territory.flags import FARTHEST_DOOR, ORDER, RADII, placements
from droitcommun.territory.index.file import map_index
from droitcommun.territory.index.layout import DEGREE
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.matching import Level, NumberMatch
from droitcommun.territory.placements import Placement

_INSIDE = ORDER.index(Placement.INSIDE)


@dataclass(frozen=True, slots=True)
class Flags:
    """What is said of each row of a block: its place in `flags.ORDER`, and its area when all candidates are in it.

    `areas` holds places in the perimeters, or -1: outside, not certain, or between two areas.
    """

    placements: NDArray[np.int8]
    areas: NDArray[np.int32]


class Placer:
    """Places what is found in one index towards one set of areas; the side of a house is worked out once."""

    def __init__(self, index: AddressIndex, borders: Borders, precision: float) -> None:
        self._index = index
        self._borders = borders
        self._precision = precision
        self._radii = np.array([RADII.get(one, FARTHEST_DOOR) for one in index.positions])
        self._positions = map_index(index.path)[1]["house_positions"]
        houses = len(index.house_keys)
        # By house, said precisely and from afar, plus one: zero is not known yet, and what no row asks for stays
        # a page of memory that is never touched.
        self._sides = np.zeros((2, houses), dtype=np.int8)
        self._areas = np.zeros((2, houses), dtype=np.int32)
        self._slices: dict[tuple[int, int], tuple[int, int]] = {}

    def flags(self, located: Located) -> Flags:
        """Say where each row of a block lies."""
        rows = len(located.levels)
        of_row = np.repeat(np.arange(rows), np.diff(located.offsets))
        houses = located.houses.astype(np.int64)
        levels = located.levels[of_row]
        far = ((levels != Level.HOUSE) | (located.numbers[of_row] != NumberMatch.EXACT)).astype(np.int8)
        sides = np.empty(len(houses), dtype=np.int8)
        areas = np.empty(len(houses), dtype=np.int32)
        single = levels > Level.STREET
        sides[single], areas[single] = self._of_houses(far[single], houses[single])
        for place in np.flatnonzero(~single).tolist():
            sides[place], areas[place] = self._of_slice(int(levels[place]), int(houses[place]))
        found = placements(rows, of_row, sides)
        return Flags(found, _common(rows, of_row, areas, found))

    def _of_houses(
        self, far: NDArray[np.int8], houses: NDArray[np.int64]
    ) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
        for mark in (0, 1):
            asked = np.unique(houses[far == mark])
            asked = asked[self._sides[mark, asked] == 0]
            if asked.size:
                radii = np.full(len(asked), FARTHEST_DOOR) if mark else self._radii[self._positions[asked]]
                found = self._borders.sides(
                    self._index.longitudes[asked] / DEGREE,
                    self._index.latitudes[asked] / DEGREE,
                    radii + self._precision,
                )
                self._sides[mark, asked], self._areas[mark, asked] = found.side + 1, found.area + 1
        return self._sides[far, houses] - 1, self._areas[far, houses] - 1

    def _of_slice(self, level: int, house: int) -> tuple[int, int]:
        """The side and the area of all houses of a street, or of a commune, by one of them."""
        street = self._index.street_at(house)
        whole = street if level == Level.STREET else self._index.commune_of(street)
        if (level, whole) not in self._slices:
            streets = range(street, street + 1) if level == Level.STREET else self._index.streets_of(whole)
            first, last = self._index.houses_of(streets[0]).start, self._index.houses_of(streets[-1]).stop
            sides, areas = self._of_houses(np.zeros(last - first, dtype=np.int8), np.arange(first, last))
            one_side = int(sides[0]) if (sides == sides[0]).all() else int(Side.EITHER)
            one_area = int(areas[0]) if (areas == areas[0]).all() else UNKNOWN_AREA
            self._slices[level, whole] = one_side, one_area
        return self._slices[level, whole]


def point_flags(
    borders: Borders, longitudes: NDArray[np.float64], latitudes: NDArray[np.float64], radius: float
) -> Flags:
    """Say where points lie that may be `radius` metres away from where they are said to be.

    ValueError: a radius beyond `borders.FARTHEST`.
    """
    found = borders.sides(longitudes, latitudes, np.full(len(longitudes), radius))
    of_row = np.arange(len(longitudes))
    flags = placements(len(longitudes), of_row, found.side)
    return Flags(flags, _common(len(longitudes), of_row, found.area, flags))


def _common(
    rows: int, of_row: NDArray[np.int64], areas: NDArray[np.int32], found: NDArray[np.int8]
) -> NDArray[np.int32]:
    """The area of each row that is inside, when all its candidates lie in that one."""
    low = np.full(rows, np.iinfo(np.int32).max, dtype=np.int32)
    high = np.full(rows, UNKNOWN_AREA, dtype=np.int32)
    np.minimum.at(low, of_row, areas)
    np.maximum.at(high, of_row, areas)
    return np.where((found == _INSIDE) & (low == high), high, UNKNOWN_AREA).astype(np.int32)
