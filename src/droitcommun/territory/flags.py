"""From the points where an address may be to what is said of its row: inside, outside, or nobody knows.

How far off a point may be was written down here before any result was looked at (docs/adr/0016-territory.md).
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from droitcommun.territory.borders import Side
from droitcommun.territory.placements import Placement

# Metres between a point of the register and the door that it stands for, by its type of position.
RADII = {
    "entrée": 5.0,
    "cage d’escalier": 5.0,
    "logement": 5.0,
    "délivrance postale": 10.0,
    "bâtiment": 15.0,
    "parcelle": 15.0,
    "service technique": 15.0,
    "segment": 30.0,
}

# A point whose type the register does not say, or that stands between two known numbers.
FARTHEST_DOOR = 30.0


def radius(position: str, precision: float) -> float:
    """Return how many metres the true place may be from a point, towards a perimeter of this precision."""
    return RADII.get(position, FARTHEST_DOOR) + precision


def placement(sides: Iterable[Side]) -> Placement:
    """Return what is said of a row from the sides of all its good candidates: certain only when they agree."""
    found = set(sides)
    if not found:
        return Placement.UNPLACED
    if found == {Side.INSIDE}:
        return Placement.INSIDE
    if found == {Side.OUTSIDE}:
        return Placement.OUTSIDE
    return Placement.UNCERTAIN


# Rows as arrays: what is said of each, as a number of this order.
ORDER = (Placement.UNPLACED, Placement.INSIDE, Placement.OUTSIDE, Placement.UNCERTAIN)

# Inside and outside as two marks of which an undecided candidate bears both: together they are the number in ORDER.
_MARKS = np.array([2, 1, 3], dtype=np.int8)


def placements(rows: int, of_row: NDArray[np.integer], sides: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return, for each of so many rows, the number in ORDER that `placement` would give.

    `of_row` is the row of each candidate, `sides` its side; they come in any order.
    """
    found = np.zeros(rows, dtype=np.int8)
    np.bitwise_or.at(found, of_row, _MARKS[sides])
    return found
