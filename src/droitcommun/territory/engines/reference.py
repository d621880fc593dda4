"""The obvious engine: one address after the other, every street and every house looked at. Slow, and the truth."""

from collections.abc import Iterable, Sequence

from droitcommun.territory.addresses import read_address
from droitcommun.territory.index.layout import canonical_repeat
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.likeness import FARTHEST, FARTHEST_ELSEWHERE, distance
from droitcommun.territory.localities import Locality
from droitcommun.territory.matching import Answer, Found, Reason, as_good, communes_of, departments_of, match
from droitcommun.territory.words import StreetName

Row = tuple[str, str, str]
"""The address, the postcode, the city; the last two may be empty."""


class ObviousFinder:
    """Looks at every street of the communes, and at every house of the street."""

    def __init__(self, index: AddressIndex) -> None:
        self.index = index

    def communes(self, locality: Locality) -> tuple[int, ...]:
        """See `communes_of`."""
        return communes_of(locality, self.index)

    def departments(self, locality: Locality, communes: tuple[int, ...]) -> tuple[str, ...]:
        """See `departments_of`."""
        return departments_of(locality, communes, self.index)

    def inside(self, communes: tuple[int, ...], name: StreetName) -> tuple[Found, ...]:
        """Streets of the communes, by their distance from the name."""
        return self._streets(communes, name, FARTHEST)

    def around(self, departments: tuple[str, ...], name: StreetName) -> tuple[Found, ...]:
        """Streets of the départements, by their distance from the name."""
        communes = [
            commune
            for department in departments
            for commune in range(len(self.index.communes()))
            if self.index.department(commune) == department
        ]
        return self._streets(communes, name, FARTHEST_ELSEWHERE)

    def same(self, departments: tuple[str, ...], name: StreetName) -> tuple[Found, ...]:
        """Those of `around` that are no step away."""
        return tuple(found for found in self.around(departments, name) if not found.steps)

    def _streets(self, communes: Iterable[int], name: StreetName, farthest: int) -> tuple[Found, ...]:
        found = []
        for commune in communes:
            for street in self.index.streets_of(commune):
                steps = [distance(name, held) for held in self.index.names(street)]
                near = [one for one in steps if one is not None and one <= farthest]
                if near:
                    found.append(Found(street, min(near)))
        return as_good(found)

    def rows(self, street: int, number: int, repeat: str | None) -> Sequence[int]:
        """Houses of the street with that number."""
        houses = [self.index.house(row) for row in self.index.houses_of(street)]
        return [
            house.row
            for house in houses
            if house.number == number and (repeat is None or canonical_repeat(house.repeat) == repeat)
        ]

    def neighbours(self, street: int, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """Houses with the numbers around that one, on its side of the street."""
        numbers = [self.index.number_at(row) for row in self.index.houses_of(street)]
        side = {one for one in numbers if one and one % 2 == number % 2 and one != number}
        below = max((one for one in side if one < number), default=0)
        above = min((one for one in side if one > number), default=0)
        return (
            self.rows(street, below, None)[-1:] if below else (),
            self.rows(street, above, None)[:1] if above else (),
        )


def locate(rows: Iterable[Row], index: AddressIndex) -> list[Answer]:
    """Place each row, in order."""
    finder = ObviousFinder(index)
    return [match(read_address(*row), finder) if row[0].strip() else Reason.EMPTY for row in rows]
