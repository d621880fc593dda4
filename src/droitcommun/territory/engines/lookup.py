"""Looking up fast what the obvious engine looks for everywhere: keys, words that tell, slices; each answer kept."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from droitcommun.territory.index.layout import number_of_key
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.likeness import (
    FARTHEST,
    FARTHEST_ELSEWHERE,
    LETTER,
    NEAR,
    distance,
    joined_words,
    slips_allowed,
    word_slips,
)
from droitcommun.territory.localities import Locality
from droitcommun.territory.matching import AS_GOOD, Found, as_good, departments_of
from droitcommun.territory.words import StreetName

# How many answers are kept, and how many names ready to be compared: a file is about a few communes and a few thousand
# streets. A name that is ready takes half a kilobyte, three once it is listed without each of its letters.
_KEPT = 1 << 17
_NAMES_KEPT = 120_000
# A place that is asked for less often is looked through as it is: to make its names ready takes as long.
_WORTH_IT = 4
_WORTH_LISTING = 40


class Words:
    """Texts, ready to be compared with one that is written otherwise."""

    def __init__(self, texts: Sequence[str]) -> None:
        order = sorted(range(len(texts)), key=lambda place: (len(texts[place]), place))
        self._places = order
        self._texts = [texts[place] for place in order]
        self._lengths = np.array([len(text) for text in self._texts], dtype=np.int64)
        self._asked = 0
        self._shortened: dict[str, list[int]] = {}

    def alike(self, text: str, slips: int) -> set[int]:
        """Places of the texts that may differ by no more than so many letters: all of these, perhaps others."""
        if slips <= 1:
            self._asked += 1
            if self._asked == _WORTH_LISTING:
                self._list()
            if self._shortened:
                return {place for one in _shortened(text) for place in self._shortened.get(one, ())}
        first, last = np.searchsorted(self._lengths, [len(text) - slips, len(text) + slips + 1])
        if first == last:
            return set()
        near = self._texts[first:last]
        off = cdist([text], near, scorer=OSA.distance, score_cutoff=slips, dtype=np.uint8)[0]
        return {self._places[first + place] for place in np.flatnonzero(off <= slips).tolist()}

    def _list(self) -> None:
        # Two texts differ by one letter, or by two that changed places, only when they are the same once
        # each has lost at most one letter.
        for place, text in zip(self._places, self._texts, strict=True):
            for one in _shortened(text):
                self._shortened.setdefault(one, []).append(place)


def _shortened(text: str) -> set[str]:
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}


class Neighbourhood:
    """The names of all streets of some communes, ready to be compared with one that is written otherwise."""

    def __init__(self, index: AddressIndex, communes: Iterable[int]) -> None:
        self._entries: list[tuple[int, StreetName]] = [
            (street, name)
            for commune in communes
            for street in index.streets_of(commune)
            for name in index.names(street)
        ]
        self._joined = Words([joined_words(name) for _, name in self._entries])
        self._last: dict[str, list[int]] = {}
        for place, (_, name) in enumerate(self._entries):
            self._last.setdefault(name.bare[-1], []).append(place)
        self._last_words = list(self._last)
        self._lasts = Words(self._last_words)
        self._ending: dict[tuple[str, int], list[int]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def near(self, name: StreetName, farthest: int) -> tuple[Found, ...]:
        """Streets no further than so many steps: first those that may be, then the distance of each.

        A street is near by its letters or by its words, see `likeness`: in the first case few letters of the whole
        differ, in the second its last word is one of those that are written, or nearly.
        """
        most = farthest // LETTER
        joined = joined_words(name)
        places = self._joined.alike(joined, min(slips_allowed(len(joined)), most))
        for word in set(name.bare):
            places.update(self._ending_with(word, min(word_slips(len(word)), most)))
        steps: dict[int, int] = {}
        for place in places:
            street, held = self._entries[place]
            found = distance(name, held)
            if found is not None and found <= farthest:
                steps[street] = min(found, steps.get(street, found))
        return tuple(Found(street, one) for street, one in steps.items())

    def nearest(self, name: StreetName, farthest: int) -> tuple[Found, ...]:
        """Those of `near` that are as good as the nearest. Few are looked at when one is a slip away."""
        close = self.near(name, min(NEAR, farthest))
        if close and min(found.steps for found in close) + AS_GOOD <= NEAR:
            return as_good(close)
        return as_good(self.near(name, farthest))

    def _ending_with(self, word: str, slips: int) -> list[int]:
        """Names whose last word is that one, or nearly; kept, since words come back in many streets."""
        if (word, slips) not in self._ending:
            words = [self._last_words[place] for place in self._lasts.alike(word, slips)] if slips else [word]
            self._ending[word, slips] = [place for one in words for place in self._last.get(one, ())]
        return self._ending[word, slips]


class Localities:
    """The communes that postcodes, codes and names of cities lead to."""

    def __init__(self, index: AddressIndex) -> None:
        self._districts: list[int] = []
        self._by_code: dict[str, list[int]] = {}
        self._by_city: dict[str, list[int]] = {}
        for number, commune in enumerate(index.communes()):
            self._districts.append(commune.district)
            for code in {*commune.postcodes, commune.code}:
                self._by_code.setdefault(code, []).append(number)
            for city in {commune.name, *commune.others}:
                self._by_city.setdefault(city, []).append(number)

    def communes(self, locality: Locality) -> tuple[int, ...]:
        """What `communes_of` finds."""
        by_code = {number for code in locality.postcodes for number in self._by_code.get(code, ())}
        by_city = {
            number
            for city in locality.cities
            for number in self._by_city.get(city, ())
            if not locality.districts
            or not self._districts[number]
            or self._districts[number] in locality.districts
        }
        return tuple(sorted(by_code & by_city or by_code | by_city))


class FastFinder:
    """Finds what `ObviousFinder` finds."""

    def __init__(self, index: AddressIndex) -> None:
        self.index = index
        self.communes = lru_cache(maxsize=_KEPT)(Localities(index).communes)
        self.departments = lru_cache(maxsize=_KEPT)(self._departments)
        self.inside = lru_cache(maxsize=_KEPT)(self._inside)
        self.around = lru_cache(maxsize=_KEPT)(self._around)
        self._numbers = lru_cache(maxsize=_KEPT)(self._numbers_of)
        self._ready: OrderedDict[tuple[int, ...], Neighbourhood] = OrderedDict()
        self._names_ready = 0
        self._asked: dict[tuple[int, ...], int] = {}

    def _departments(self, locality: Locality, communes: tuple[int, ...]) -> tuple[str, ...]:
        return departments_of(locality, communes, self.index)

    def _nearest(self, communes: tuple[int, ...], name: StreetName, farthest: int) -> tuple[Found, ...]:
        """Streets of the communes that are as good as the nearest; names of the places asked last are kept ready."""
        if communes in self._ready:
            self._ready.move_to_end(communes)
            return self._ready[communes].nearest(name, farthest)
        self._asked[communes] = self._asked.get(communes, 0) + 1
        if self._asked[communes] < _WORTH_IT:
            streets = (street for commune in communes for street in self.index.streets_of(commune))
            return as_good(self._within(streets, name, farthest))
        ready = self._ready[communes] = Neighbourhood(self.index, communes)
        self._names_ready += len(ready)
        while self._names_ready > _NAMES_KEPT and len(self._ready) > 1:
            _, oldest = self._ready.popitem(last=False)
            self._names_ready -= len(oldest)
        return ready.nearest(name, farthest)

    def _inside(self, communes: tuple[int, ...], name: StreetName) -> tuple[Found, ...]:
        codes = [self.index.communes()[commune].code for commune in communes]
        same = self._same_words(codes, name)
        if any(not found.steps for found in same):
            return as_good(same)
        return self._nearest(communes, name, FARTHEST)

    def _around(self, departments: tuple[str, ...], name: StreetName) -> tuple[Found, ...]:
        """By keys alone: a step away, words are the same but for spaces, or as many with the last one as it is."""
        keys = {name.wayless_key, name.spaceless_key, *map(name.ending_key, name.bare)}
        streets = {
            street for scope in departments for key in keys for street in self.index.streets_keyed(scope, key)
        }
        return as_good(self._within(streets, name, FARTHEST_ELSEWHERE))

    def _within(self, streets: Iterable[int], name: StreetName, farthest: int) -> Iterator[Found]:
        for street in streets:
            steps = [one for held in self.index.names(street) if (one := distance(name, held)) is not None]
            if steps and min(steps) <= farthest:
                yield Found(street, min(steps))

    def same(self, departments: tuple[str, ...], name: StreetName) -> tuple[Found, ...]:
        """Streets of the départements with this way and these words."""
        return as_good(found for found in self._same_words(departments, name) if not found.steps)

    def _same_words(self, scopes: Sequence[str], name: StreetName) -> list[Found]:
        """Streets with the same words, by their keys; the way tells how far."""
        streets = [street for scope in scopes for street in self.index.streets_named(scope, name.wayless_key)]
        return list(self._within(streets, name, FARTHEST))

    def rows(self, street: int, number: int, repeat: str | None) -> Sequence[int]:
        """Rows of a number, in its slice of the index."""
        return self.index.rows_of(street, number, repeat)

    def neighbours(self, street: int, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """Rows of the numbers around, of its parity."""
        numbers, rows = self._numbers(street, number % 2)
        place = bisect_left(numbers, number)
        above = place + (place < len(numbers) and numbers[place] == number)
        while above < len(numbers) and numbers[above] == number:
            above += 1
        return (
            (rows[place - 1],) if place else (),
            (rows[above],) if above < len(numbers) else (),
        )

    def _numbers_of(self, street: int, side: int) -> tuple[Sequence[int], Sequence[int]]:
        houses = self.index.houses_of(street)
        numbers = [number_of_key(int(key)) for key in self.index.house_keys[houses.start : houses.stop]]
        kept = [place for place, one in enumerate(numbers) if one and one % 2 == side]
        return [numbers[place] for place in kept], [houses.start + place for place in kept]
