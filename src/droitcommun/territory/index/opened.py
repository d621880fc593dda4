"""An index, open: nothing is read before it is asked for, and nothing of it can be written."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from droitcommun.territory.index.file import Array, Header, map_index
from droitcommun.territory.index.layout import (
    DEGREE,
    LARGEST_LETTER,
    department_of,
    number_of_key,
    one_house_key,
    scoped_key,
)
from droitcommun.territory.localities import city_name
from droitcommun.territory.words import StreetName, street_name


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the register, or a district of a city; `name` is a key, `district` 0 when there is none."""

    code: str
    shown: str
    name: str
    district: int
    others: tuple[str, ...]
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """An address of the register: its row in the index, where it lies, what its position is of."""

    row: int
    number: int
    repeat: str
    longitude: float
    latitude: float
    position: str


class AddressIndex:
    """The addresses of a register. Streets and houses are numbers; names are decoded when they are asked for.

    FileRefusedError: not an index, truncated, or of a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header: Header
        self.header, arrays = map_index(path)
        self._arrays = arrays
        self.house_keys: Array = arrays["house_keys"]
        self.longitudes: Array = arrays["longitudes"]
        self.latitudes: Array = arrays["latitudes"]
        self.street_houses: Array = arrays["street_houses"]
        self.street_middles: Array = arrays["street_middles"]
        self.commune_middles: Array = arrays["commune_middles"]
        # One value at a time: as whole numbers of Python, where an array makes of each a value of its own.
        self._house_keys: Sequence[int] = self.house_keys.data
        self._street_houses: Sequence[int] = self.street_houses.data
        self._keys: Sequence[int] = arrays["keys"].data
        self._key_streets: Sequence[int] = arrays["key_streets"].data
        self.repeats: list[str] = self._table("repeats")
        self.letters: dict[str, int] = {one: code for code, one in enumerate(self._table("spelt_repeats"))}
        self.positions: list[str] = self._table("positions")
        self._postcodes: list[str] = self._table("postcodes")
        self.names = lru_cache(maxsize=1 << 17)(self._names)
        self.communes = lru_cache(maxsize=1)(self._communes)
        self.departments = lru_cache(maxsize=1)(self._departments)
        self._codes = lru_cache(maxsize=1)(self._commune_codes)

    def _table(self, name: str) -> Any:
        return json.loads(self._arrays[name].tobytes())

    def _communes(self) -> tuple[Commune, ...]:
        """All communes, in order of code."""
        return tuple(
            Commune(
                code, shown, *city_name(shown), tuple(city_name(one)[0] for one in others), tuple(postcodes)
            )
            for code, shown, others, postcodes in self._table("communes")
        )

    def streets_of(self, commune: int) -> range:
        """The streets of a commune, by its place in `communes()`."""
        first = self._arrays["commune_streets"]
        return range(int(first[commune]), int(first[commune + 1]))

    def commune_of(self, street: int) -> int:
        """The place in `communes()` of the commune of a street."""
        return int(self._arrays["street_communes"][street])

    def _names(self, street: int) -> tuple[StreetName, ...]:
        """The spellings of a street, that of the commune first."""
        return tuple(street_name(one) for one in self._piece("street_names", street).split("\t"))

    def _piece(self, name: str, number: int) -> str:
        ends = self._arrays[f"{name}_ends"]
        return bytes(self._arrays[name][int(ends[number]) : int(ends[number + 1])]).decode()

    def shown_name(self, street: int) -> str:
        """The name of a street as the register writes it."""
        return self._piece("street_names", street).split("\t")[0]

    def streets_named(self, scope: str, key: str) -> list[int]:
        """Streets of a commune or a département (by its code) with these words, whatever their way; in order."""
        found = self.streets_keyed(scope, key)
        return [street for street in found if any(name.wayless_key == key for name in self.names(street))]

    def streets_keyed(self, scope: str, key: str) -> list[int]:
        """Streets that a key of a `StreetName` leads to, perhaps a few more, in a commune or a département.

        In a commune only `wayless_key` does.
        """
        wanted = scoped_key(scope, key)
        first = bisect_left(self._keys, wanted)
        return list(self._key_streets[first : bisect_right(self._keys, wanted, first)])

    def houses_of(self, street: int) -> range:
        """The rows of the houses of a street, in order of number and letter."""
        return range(self._street_houses[street], self._street_houses[street + 1])

    def rows_of(self, street: int, number: int, repeat: str | None) -> range:
        """The rows of a number of a street: with that letter ("" for none), or with any (None)."""
        if repeat is None:
            low, high = one_house_key(street, number, 0), one_house_key(street, number, LARGEST_LETTER) + 1
        else:
            letter = self.letters.get(repeat)
            if letter is None:
                return range(0)
            low = one_house_key(street, number, letter)
            high = low + 1
        houses = self.houses_of(street)
        # A street has few houses: its slice is searched, not the whole array.
        first = bisect_left(self._house_keys, low, houses.start, houses.stop)
        return range(first, bisect_left(self._house_keys, high, first, houses.stop))

    def number_at(self, row: int) -> int:
        """The number of the house in a row."""
        return number_of_key(self._house_keys[row])

    def house(self, row: int) -> House:
        """The house in a row."""
        return House(
            row,
            self.number_at(row),
            self.repeats[int(self._arrays["house_repeats"][row])],
            int(self.longitudes[row]) / DEGREE,
            int(self.latitudes[row]) / DEGREE,
            self.positions[int(self._arrays["house_positions"][row])],
        )

    def postcode(self, row: int) -> str:
        """The postcode of the house in a row."""
        return self._postcodes[int(self._arrays["house_postcodes"][row])]

    def identifier(self, row: int) -> str:
        """The register's identifier of the house in a row."""
        odd = self._arrays["odd_rows"]
        place = int(np.searchsorted(odd, row))
        if place < len(odd) and odd[place] == row:
            return self._piece("odd_ids", place)
        repeat = self.repeats[int(self._arrays["house_repeats"][row])]
        street = self._piece("street_ids", self.street_at(row))
        return f"{street}_{self.number_at(row):05d}" + (f"_{repeat}" if repeat else "")

    def street_identifier(self, street: int) -> str:
        """The register's identifier of a street."""
        return self._piece("street_ids", street)

    def street_at(self, row: int) -> int:
        """The street of the house in a row."""
        return self._house_keys[row] >> 36

    def _commune_codes(self) -> list[str]:
        return [commune.code for commune in self.communes()]

    def _departments(self) -> tuple[str, ...]:
        """The départements that the index holds."""
        return tuple(sorted({department_of(commune.code) for commune in self.communes()}))

    def department(self, commune: int) -> str:
        """The département of a commune."""
        return department_of(self.communes()[commune].code)

    def communes_of_department(self, department: str) -> range:
        """The communes of a département: they stand side by side."""
        codes = self._codes()
        first = bisect_left(codes, department)
        last = first
        while last < len(codes) and department_of(codes[last]) == department:
            last += 1
        return range(first, last)
