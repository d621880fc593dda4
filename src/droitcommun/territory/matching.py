"""From an address to the places of the register that it may be: the rules, as every engine applies them.

Streets first (inside the commune or the postcode, then in the département), then the house number on each. All that
is as good as the best is kept, in order of distance, then of the register's identifiers; nothing is ever the nearest of
something else. An engine brings a `Finder`: how it looks things up is its own affair, what it finds is not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from math import cos, hypot, radians
from typing import Protocol

import numpy as np

from droitcommun.territory.addresses import Address, StreetLine
from droitcommun.territory.index.layout import DEGREE, department_of
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.localities import Locality
from droitcommun.territory.numbers import HouseNumber
from droitcommun.territory.words import StreetName


class Level(IntEnum):
    """How precisely an address was placed; the higher, the better."""

    UNPLACED = 0
    MUNICIPALITY = 1
    STREET = 2
    NEAR = 3  # between its neighbours, across from it, at a corner
    HOUSE = 4


class StreetMatch(IntEnum):
    """How the street was found."""

    NONE = 0
    EXACT = 1  # same words, same way
    CLOSE = 2  # another or no way, other spaces, an initial
    TYPO = 3  # a letter or two, a word more or less
    LOOSE = 4  # further, but nothing else is as near
    ELSEWHERE = 5  # in another commune of the département than the one that is written


class NumberMatch(IntEnum):
    """How the house number was found on it."""

    NONE = 0  # none was written, or the street has none near
    EXACT = 1
    LETTER = 2  # the number, with another letter or without
    BETWEEN = 3  # between two neighbours on its side of the street
    BEYOND = 4  # after the last one, before the first one
    FACING = 5
    CORNER = 6


class Reason(StrEnum):
    """Why an address is unplaced."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"  # neither a street nor a locality
    NO_LOCALITY = "no_locality"
    OUTSIDE_INDEX = "outside_index"  # its postcode and its city are of no département of the index
    UNKNOWN_STREET = "unknown_street"


@dataclass(frozen=True, slots=True)
class Found:
    """A street of the index and how many steps away it is."""

    street: int
    steps: int
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an address may be: rows of houses of the index, the answer first, all as good as the level says.

    At level STREET the row is in the middle of its street and stands for all its houses, at level MUNICIPALITY for
    all of the commune. `spread`: two of the rows are further apart than `NEARBY` metres.
    """

    level: Level
    rows: tuple[int, ...]
    street: StreetMatch = StreetMatch.NONE
    number: NumberMatch = NumberMatch.NONE
    spread: bool = False


Answer = Placed | Reason


class Finder(Protocol):
    """How an engine looks into an index."""

    index: AddressIndex

    def communes(self, locality: Locality) -> tuple[int, ...]:
        """`communes_of`."""

    def departments(self, locality: Locality, communes: tuple[int, ...]) -> tuple[str, ...]:
        """`departments_of`."""

    def inside(self, communes: tuple[int, ...], name: StreetName) -> tuple[Found, ...]:
        """Streets of the communes that are the nearest to the name, none when none is near enough."""

    def around(self, departments: tuple[str, ...], name: StreetName) -> tuple[Found, ...]:
        """The same in départements, more strictly."""

    def same(self, departments: tuple[str, ...], name: StreetName) -> tuple[Found, ...]:
        """Streets of départements that are no step away."""

    def rows(self, street: int, number: int, repeat: str | None) -> Sequence[int]:
        """Rows of the houses with that number and letter; with any letter when it is None."""

    def neighbours(self, street: int, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """Rows of the last lower and of the first higher number of the same parity; numbers are above 0."""


# In metres: what counts as one place when two candidates are compared, and a crossing of two streets.
NEARBY = 50.0
CROSSING = 80.0

# A missing number lies between its neighbours when they are no further apart; beyond the last one, no further from it.
WIDEST_GAP = 24
FARTHEST_BEYOND = 10

# A street elsewhere in the département counts as so many steps further than the same one where it is said to be.
ELSEWHERE_STEPS = 3
# Candidates within a step of the best are as good.
AS_GOOD = 1
_CLOSE = 2
_TYPO = 4
_METRES_A_DEGREE = 111_195.0


def match(address: Address, finder: Finder) -> Answer:
    """Place an address; a reason when it cannot be placed."""
    communes = finder.communes(address.locality)
    departments = finder.departments(address.locality, communes)
    if not address.streets and not address.locality:
        return Reason.UNREADABLE
    if address.locality and not communes and not departments:
        return Reason.OUTSIDE_INDEX
    if not communes and not departments:
        return Reason.NO_LOCALITY
    if not address.streets:
        if not communes or address.unread:
            return Reason.UNREADABLE
        rows = tuple(int(finder.index.commune_middles[commune]) for commune in communes)
        return Placed(Level.MUNICIPALITY, rows, spread=len(rows) > 1)
    groups = [_best_reading(lines, communes, departments, finder) for lines in address.streets]
    placed = [group for group in groups if group]
    if not placed:
        return Reason.UNKNOWN_STREET
    # « 12 rue X, angle rue Y » is the house; without one it is where they meet.
    housed = (
        any(line.numbers for lines in address.streets for line in lines) and placed[0].level is Level.HOUSE
    )
    if (
        address.corner
        and not housed
        and len(placed) > 1
        and (corner := _corner(placed[0], placed[1], finder))
    ):
        return corner
    best = max(one.level for one in placed)
    kept = [one for one in placed if one.level == best]
    rows = tuple(dict.fromkeys(row for one in kept for row in one.rows))
    first = kept[0]
    return Placed(first.level, rows, first.street, first.number, first.spread or _spread(rows, finder.index))


def on_street(found: Found, line: StreetLine, finder: Finder) -> Placed | None:
    """What `match` answers when a cell means one street, found within `ELSEWHERE_STEPS`, and its number; else None."""
    placed = _numbers((found,), line, finder)
    return placed if placed and placed.number in _SATISFYING else None


def communes_of(locality: Locality, index: AddressIndex) -> tuple[int, ...]:
    """Communes that a locality names: those that both postcode and city name, else those that either does."""
    by_code: list[int] = []
    by_city: list[int] = []
    for number, commune in enumerate(index.communes()):
        if any(code in commune.postcodes or code == commune.code for code in locality.postcodes):
            by_code.append(number)
        named = commune.name in locality.cities or any(city in commune.others for city in locality.cities)
        if named and (
            not locality.districts or not commune.district or commune.district in locality.districts
        ):
            by_city.append(number)
    both = sorted(set(by_code) & set(by_city))
    return tuple(both or sorted({*by_code, *by_city}))


def departments_of(locality: Locality, communes: Iterable[int], index: AddressIndex) -> tuple[str, ...]:
    """Départements of the index where a street may be looked for; all of a small index when no locality is written."""
    held = index.departments()
    said = {index.department(commune) for commune in communes}
    said |= {department_of(code) for code in locality.postcodes}
    if not locality and len(held) == 1:
        return held
    return tuple(sorted(said & set(held)))


def _best_reading(
    lines: Sequence[StreetLine], communes: tuple[int, ...], departments: tuple[str, ...], finder: Finder
) -> Placed | None:
    """The reading that the register bears out best: « 23 F » is no house, « face au 23 » is. The first, when equal."""
    best: Placed | None = None
    for line in lines:
        found = _line(line, communes, departments, finder)
        if found and (best is None or _rank(found) < _rank(best)):
            best = found
        if best and _rank(best) == _SURE:
            break
    return best


def _rank(placed: Placed) -> tuple[int, int]:
    return int(placed.street), _NUMBERS_BY_RANK.index(placed.number)


def _line(
    line: StreetLine, communes: tuple[int, ...], departments: tuple[str, ...], finder: Finder
) -> Placed | None:
    here = finder.inside(communes, line.street) if communes else ()
    if not here or min(found.steps for found in here) > ELSEWHERE_STEPS:
        away = finder.around(departments, line.street)
        farther = ELSEWHERE_STEPS if communes else 0
        around = tuple(Found(found.street, found.steps + farther, bool(communes)) for found in away)
        here = as_good((*here, *around))
    placed = _numbers(here, line, finder)
    if placed is None or not line.numbers or placed.number in _SATISFYING:
        return placed
    # A street that is not quite the one that is written is believed when it has the number, not otherwise.
    kept = placed if placed.street is StreetMatch.EXACT else None
    if not communes:
        return kept
    # The street is here and the number is not: it may go on in the next commune, where it has that number.
    away = tuple(
        Found(found.street, found.steps + ELSEWHERE_STEPS, elsewhere=True)
        for found in finder.same(departments, line.street)
        if found.street not in {one.street for one in here}
    )
    other = _numbers(away, line, finder)
    return (
        other if other and other.number in _SATISFYING and other.number is not NumberMatch.BETWEEN else kept
    )


_NUMBERS_BY_RANK = (
    NumberMatch.EXACT,
    NumberMatch.FACING,
    NumberMatch.LETTER,
    NumberMatch.BETWEEN,
    NumberMatch.BEYOND,
    NumberMatch.NONE,
    NumberMatch.CORNER,
)
_SURE = (int(StreetMatch.EXACT), 0)
_SATISFYING = frozenset([NumberMatch.EXACT, NumberMatch.LETTER, NumberMatch.BETWEEN, NumberMatch.FACING])


def as_good(found: Iterable[Found]) -> tuple[Found, ...]:
    """Those that are about as near as the nearest, in order of steps, then of identifier."""
    ordered = sorted(found, key=lambda one: (one.steps, one.street))
    if not ordered or not ordered[0].steps:
        return tuple(one for one in ordered if not one.steps)
    return tuple(one for one in ordered if one.steps <= ordered[0].steps + AS_GOOD)


def street_match(found: Found) -> StreetMatch:
    """Sort the way that a street was found into a kind."""
    if found.elsewhere:
        return StreetMatch.ELSEWHERE
    if not found.steps:
        return StreetMatch.EXACT
    if found.steps <= _CLOSE:
        return StreetMatch.CLOSE
    return StreetMatch.TYPO if found.steps <= _TYPO else StreetMatch.LOOSE


def _numbers(streets: Sequence[Found], line: StreetLine, finder: Finder) -> Placed | None:
    """The house on each of the streets that are as good; only the streets where it is found best are kept."""
    best: list[tuple[Found, tuple[int, ...]]] = []
    kind = (Level.UNPLACED, NumberMatch.NONE)
    for found in streets:
        level, number, rows = _number(found.street, line.numbers, finder, facing=line.facing)
        if (level, -number) > (kind[0], -kind[1]):
            best, kind = [], (level, number)
        if (level, number) == kind:
            best.append((found, rows))
    if not best:
        return None
    rows = tuple(dict.fromkeys(row for _, some in best for row in some))
    return Placed(kind[0], rows, street_match(best[0][0]), kind[1], _spread(rows, finder.index))


def _number(
    street: int, numbers: Sequence[HouseNumber], finder: Finder, *, facing: bool
) -> tuple[Level, NumberMatch, tuple[int, ...]]:
    exact: list[int] = []
    lettered: list[int] = []
    for one in numbers:
        if found := finder.rows(street, one.number, one.repeat):
            exact.extend(found)
        else:
            lettered.extend(
                finder.rows(street, one.number, "") or finder.rows(street, one.number, None)
                if one.number
                else ()
            )
    # « 3 BIS-5 » where there is no 3 bis: the 5 is the answer, the 3 is as good.
    match = NumberMatch.EXACT if exact else NumberMatch.LETTER
    rows = [*exact, *lettered]
    if rows:
        if facing:
            return Level.NEAR, NumberMatch.FACING, tuple(rows)
        return Level.HOUSE, match, tuple(rows)
    for one in numbers:
        near = _near(street, one.number, finder)
        if near:
            return near
    return Level.STREET, NumberMatch.NONE, (int(finder.index.street_middles[street]),)


def _near(street: int, number: int, finder: Finder) -> tuple[Level, NumberMatch, tuple[int, ...]] | None:
    below, above = finder.neighbours(street, number)
    number_at = finder.index.number_at
    if below and above:
        low, high = number_at(below[0]), number_at(above[0])
        if high - low > WIDEST_GAP:
            return None
        nearer = (*below, *above) if number - low <= high - number else (*above, *below)
        return Level.NEAR, NumberMatch.BETWEEN, nearer
    one = below or above
    if one and abs(number_at(one[0]) - number) <= FARTHEST_BEYOND:
        return Level.NEAR, NumberMatch.BEYOND, tuple(one)
    return None


def _corner(one: Placed, other: Placed, finder: Finder) -> Placed | None:
    """Where two streets meet: the two houses, one of each, that are the nearest to each other."""
    index = finder.index
    far, row, across = min(
        _nearest_houses(index, street, crossing)
        for street in sorted({index.street_at(row) for row in one.rows})
        for crossing in sorted({index.street_at(row) for row in other.rows})
    )
    if far > CROSSING:
        return None
    return Placed(Level.NEAR, (row, across), max(one.street, other.street), NumberMatch.CORNER, far > NEARBY)


def _nearest_houses(index: AddressIndex, street: int, crossing: int) -> tuple[float, int, int]:
    """Metres between the two houses of two streets that are the nearest to each other, and their rows."""
    ours, theirs = index.houses_of(street), index.houses_of(crossing)
    wide = cos(radians(index.house(ours.start).latitude)) * _METRES_A_DEGREE / DEGREE
    high = _METRES_A_DEGREE / DEGREE
    x, y = index.longitudes[ours.start : ours.stop] * wide, index.latitudes[ours.start : ours.stop] * high
    u, v = (
        index.longitudes[theirs.start : theirs.stop] * wide,
        index.latitudes[theirs.start : theirs.stop] * high,
    )
    far = np.hypot(x[:, None] - u[None, :], y[:, None] - v[None, :])
    place = int(np.argmin(far))
    row, across = divmod(place, len(theirs))
    return float(far.flat[place]), ours.start + row, theirs.start + across


def _spread(rows: Sequence[int], index: AddressIndex) -> bool:
    return any(metres(index, rows[0], row) > NEARBY for row in rows[1:])


def metres(index: AddressIndex, one: int, other: int) -> float:
    """Metres between two houses, on a plane: they are near each other, or it does not matter how far."""
    here, there = index.house(one), index.house(other)
    across = (here.longitude - there.longitude) * cos(radians(here.latitude))
    return _METRES_A_DEGREE * hypot(across, here.latitude - there.latitude)
