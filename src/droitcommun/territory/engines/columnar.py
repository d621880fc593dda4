"""The fast engine: columns in, columns out; it agrees with the obvious one row for row.

Most cells are a number and a street. What a street is, in its locality, is worked out once for each distinct writing
of it; the numbers of a block are then looked for together, sorted. What is left goes through the same rules one by
one, and each question to the index is asked once. Processes share the mapped index, and get blocks: an answer depends
on its row alone.
"""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from droitcommun.territory.addresses import (
    LONGEST,
    StreetLine,
    plain_locality,
    plain_names,
    plain_parts,
    read_beside,
    read_folded,
)
from droitcommun.territory.asides import without_besides
from droitcommun.territory.engines.lookup import FastFinder
from droitcommun.territory.index.layout import house_key
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.localities import locality_of
from droitcommun.territory.matching import (
    ELSEWHERE_STEPS,
    Answer,
    Found,
    Level,
    NumberMatch,
    Placed,
    Reason,
    StreetMatch,
    match,
    on_street,
    street_match,
)
from droitcommun.territory.numbers import house_numbers
from droitcommun.territory.words import StreetName, folded

# Rows that one process works on at once: their numbers are sorted and looked for together.
BLOCK = 20_000

# Distinct streets, as written, that a process remembers before it starts again.
_REMEMBERED = 1 << 20

# Between the cells of a column on its way to another process.
_APART = "\x1f"

_REASONS = tuple(Reason)
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Rows:
    """A block of rows, column by column; all as long as `texts`."""

    texts: Sequence[str]
    postcodes: Sequence[str]
    cities: Sequence[str]


@dataclass(frozen=True, slots=True)
class Located:
    """Answers of a block, column by column. Houses of row i are `houses[offsets[i]:offsets[i + 1]]`, the answer first.

    `reasons` is 0 for what is placed, else the place of a `Reason` plus one.
    """

    levels: NDArray[np.uint8]
    streets: NDArray[np.uint8]
    numbers: NDArray[np.uint8]
    spreads: NDArray[np.bool_]
    reasons: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    houses: NDArray[np.uint32]

    def answers(self) -> list[Answer]:
        """The same, row by row, as the obvious engine gives them."""
        return [
            _REASONS[self.reasons[row] - 1]
            if self.reasons[row]
            else Placed(
                Level(int(self.levels[row])),
                tuple(self.houses[self.offsets[row] : self.offsets[row + 1]].tolist()),
                StreetMatch(int(self.streets[row])),
                NumberMatch(int(self.numbers[row])),
                bool(self.spreads[row]),
            )
            for row in range(len(self.levels))
        ]


@dataclass(frozen=True, slots=True)
class _Known:
    """The one street that a plain cell can mean in its locality, and how it was found there."""

    name: StreetName
    found: Found
    kind: StreetMatch


# A street that nobody asked for yet, where None says that there is none.
_Place = tuple[tuple[int, ...], tuple[str, ...]]
_UNASKED = _Known(StreetName("", (), ()), Found(_NOWHERE, 0), StreetMatch.NONE)


class Kernel:
    """Places blocks of rows by one index; what it learns of streets it keeps for the next block."""

    def __init__(self, index: AddressIndex) -> None:
        self._index = index
        self._finder = FastFinder(index)
        # What the locality and the street of a plain cell are in the index, by how they are written.
        self._places: dict[_Place | None, int] = {}
        self._localities: dict[tuple[str, str, str], tuple[int, _Place | None]] = {}
        self._streets: dict[tuple[str, int], _Known | None] = {}
        self._numbers: dict[str, tuple[int, int]] = {}

    def locate(self, rows: Rows) -> Located:
        """Place a block of rows."""
        asked: list[tuple[int, int, int, int, int]] = []  # row, street, how it was found, number, letter
        known: dict[int, tuple[_Known, str]] = {}
        besides: dict[int, str] = {}
        for row, (text, postcode, city) in enumerate(
            zip(rows.texts, rows.postcodes, rows.cities, strict=True)
        ):
            flat = folded(text[:LONGEST])
            parts = plain_parts(flat)
            found = self._plain(parts, postcode, city) if parts else None
            if found is None or parts is None:
                beside = without_besides(flat)
                if parts is None:
                    besides[row] = beside
                parts = plain_parts(beside) if beside != flat else None
                found = self._plain(parts, postcode, city) if parts else None
                if found is None or parts is None:
                    continue
            known[row] = found, parts[0]
            house = self._numbers.get(parts[0])
            if house is None:
                house = self._numbers[parts[0]] = self._number(parts[0])
            if house[0] != _NOWHERE:
                asked.append((row, found.found.street, found.kind, *house))
        kind, houses = self._houses(len(rows.texts), np.array(asked, dtype=np.int64).reshape(-1, 5))
        others = {
            row: self._other(rows, row, known.get(row), besides.get(row))
            for row in np.flatnonzero(houses < 0).tolist()
        }
        return _put_together(kind, houses, others)

    def _other(self, rows: Rows, row: int, known: tuple[_Known, str] | None, beside: str | None) -> Answer:
        """The answer of a row that is not a house just as it is written; what is known of it spares the rest."""
        if known and (placed := self._on_street(*known)):
            return placed
        text = rows.texts[row]
        if not text.strip():
            return Reason.EMPTY
        columns = locality_of(rows.postcodes[row], rows.cities[row])
        if beside is None:
            return match(read_folded(folded(text[:LONGEST]), columns), self._finder)
        return match(read_beside(beside, columns), self._finder)

    def _plain(self, parts: tuple[str, str, str], postcode: str, city: str) -> _Known | None:
        """The street of a cell that only needs its number looked for."""
        _, street, tail = parts
        written = self._localities.get((tail, postcode, city))
        if written is None:
            written = self._localities[tail, postcode, city] = self._locality(tail, postcode, city)
        place, meant = written
        known = self._streets.get((street, place), _UNASKED)
        if known is _UNASKED:
            if len(self._streets) >= _REMEMBERED:
                self._streets.clear()
            known = self._streets[street, place] = self._street(street, meant)
        return known

    def _locality(self, tail: str, postcode: str, city: str) -> tuple[int, _Place | None]:
        """The place that a writing of a locality names, communes and names of cities, and one number for it."""
        locality = plain_locality(tail, locality_of(postcode, city))
        place = None if locality is None else (self._finder.communes(locality), locality.cities)
        return self._places.setdefault(place, len(self._places)), place

    def _street(self, street: str, place: _Place | None) -> _Known | None:
        if place is None or not place[0]:
            return None
        names = plain_names(street, place[1])
        if len(names) != 1:
            return None
        found = self._finder.inside(place[0], names[0])
        if len(found) != 1 or found[0].steps > ELSEWHERE_STEPS:
            return None
        return _Known(names[0], found[0], street_match(found[0]))

    def _number(self, text: str) -> tuple[int, int]:
        """The number and the letter of a house, when there is one and it can be read in one way."""
        houses = house_numbers(text)
        if len(houses) != 1 or houses[0].repeat == "f" or houses[0].repeat not in self._index.letters:
            return _NOWHERE, 0
        return houses[0].number, self._index.letters[houses[0].repeat]

    def _houses(self, rows: int, asked: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """How the street of each row was found, and its house when it is there just as it is written, once; else -1.

        `asked` holds row, street, how it was found, number, letter.
        """
        kind = np.zeros(rows, dtype=np.uint8)
        houses = np.full(rows, _NOWHERE, dtype=np.int64)
        kind[asked[:, 0]] = asked[:, 2]
        wanted = house_key(*(asked[:, part].astype(np.uint64) for part in (1, 3, 4)))
        order = np.argsort(wanted, kind="stable")
        wanted, row = wanted[order], asked[order, 0]
        keys = self._index.house_keys
        first = np.searchsorted(keys, wanted)
        there = np.minimum(first, len(keys) - 1)
        after = np.minimum(first + 1, len(keys) - 1)
        once = (keys[there] == wanted) & ((keys[after] != wanted) | (after == there))
        houses[row[once]] = first[once]
        return kind, houses

    def _on_street(self, known: _Known, text: str) -> Placed | None:
        """The answer of a row whose street is known and has the number, or nearly."""
        numbers = house_numbers(text)
        if len(numbers) == 1 and numbers[0].repeat == "f":
            return None  # the house 23 F, or across from the 23
        return on_street(known.found, StreetLine(known.name, numbers), self._finder)


def _put_together(kind: NDArray[np.uint8], houses: NDArray[np.int64], others: dict[int, Answer]) -> Located:
    simple = houses >= 0
    levels = np.where(simple, int(Level.HOUSE), 0).astype(np.uint8)
    streets = np.where(simple, kind, 0).astype(np.uint8)
    numbers = np.where(simple, int(NumberMatch.EXACT), 0).astype(np.uint8)
    spreads = np.zeros(len(houses), dtype=np.bool_)
    reasons = np.zeros(len(houses), dtype=np.uint8)
    counts = simple.astype(np.int64)
    for row, answer in others.items():
        if isinstance(answer, Reason):
            reasons[row] = _REASONS.index(answer) + 1
            continue
        levels[row], streets[row], numbers[row] = answer.level, answer.street, answer.number
        spreads[row] = answer.spread
        counts[row] = len(answer.rows)
    offsets = np.zeros(len(houses) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    flat = np.empty(int(offsets[-1]), dtype=np.uint32)
    flat[offsets[:-1][simple]] = houses[simple]
    for row, answer in others.items():
        if not isinstance(answer, Reason):
            flat[offsets[row] : offsets[row + 1]] = answer.rows
    return Located(levels, streets, numbers, spreads, reasons, offsets, flat)


def locate(blocks: Iterable[Rows], index: Path, *, processes: int = 1) -> Iterator[Located]:
    """Place blocks of rows in order, in this process or in several; no more than two blocks a process wait at once.

    FileRefusedError: see `AddressIndex`.
    """
    if processes <= 1:
        kernel = Kernel(AddressIndex(index))
        yield from map(kernel.locate, blocks)
        return
    AddressIndex(index)  # refused here rather than in a child
    # Started anew rather than forked: a fork copies the locks of threads that it does not copy.
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawned, initializer=_open, initargs=(index,)) as pool:
        waiting: deque[Future[Located]] = deque()
        for block in blocks:
            columns = (block.texts, block.postcodes, block.cities)
            waiting.append(pool.submit(_locate, *map(_as_one, columns)))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def blocks_of(rows: Rows, size: int = BLOCK) -> Iterator[Rows]:
    """Cut rows into blocks."""
    for start in range(0, len(rows.texts), size):
        end = start + size
        yield Rows(rows.texts[start:end], rows.postcodes[start:end], rows.cities[start:end])


_kernel: list[Kernel] = []


def _open(index: Path) -> None:
    # What is remembered of streets only grows and makes no cycles: looking through it again and again is time lost.
    gc.disable()
    Thread(target=_end_with_parent, daemon=True).start()
    _kernel[:] = [Kernel(AddressIndex(index))]


def _end_with_parent() -> None:
    """Nobody outlives the one who asked: killed, it could not say so, and rows would stay in memory."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _as_one(cells: Sequence[str]) -> Sequence[str]:
    """A column as one text, sooner sent than thousands; as it is when a cell holds what parts them."""
    whole = _APART.join(cells)
    return whole if whole.count(_APART) == len(cells) - 1 else cells


def _locate(*columns: Sequence[str]) -> Located:
    return _kernel[0].locate(
        Rows(*(column.split(_APART) if isinstance(column, str) else column for column in columns))
    )
