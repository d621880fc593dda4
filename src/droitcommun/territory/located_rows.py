"""Blocks of rows and where they lie, for each of the inputs that a service may have."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.borders import UNKNOWN_AREA, Borders
from droitcommun.territory.columns import Chosen, Column
from droitcommun.territory.coordinates import Points, System, parse_numbers, points_of
from droitcommun.territory.engines.columnar import BLOCK, Located, Rows, locate
from droitcommun.territory.flags import ORDER
from droitcommun.territory.matching import Placed, Reason
from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.placements import Placement
from droitcommun.territory.placing import Flags, Placer, point_flags
from droitcommun.territory.tables import Row, Table
from droitcommun.territory.tallies import NO_REASON, OF_REASON, WHYS, Tally, Why
from droitcommun.territory.told_areas import ToldArea, ToldAreas, is_total
from droitcommun.territory.words import folded

_UNPLACED = ORDER.index(Placement.UNPLACED)

# Fewer rows than so many blocks are placed sooner by one process than by several that must start.
_BLOCKS_OF_ONE_PROCESS = 2

_OBJECTS_A_ROW = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """Where a geocoder elsewhere found an address. `open`: other places are as good, and it did not say where."""

    placed: Placed
    longitude: float
    latitude: float
    identifier: str
    open: bool


Judgement = Judged | Reason


@dataclass(frozen=True, slots=True)
class Block:
    """Rows and what is said of each: places in `flags.ORDER`, in the areas, in `tallies.WHYS` (-1: none).

    `located`, `points` or `geocoded` say where they were found, when that is how.
    """

    rows: list[Row]
    placements: NDArray[np.int8]
    areas: NDArray[np.int32]
    reasons: NDArray[np.int8]
    located: Located | None = None
    points: Points | None = None
    geocoded: Sequence[Judgement] | None = None


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for cycles once in many rows: rows come and go by the hundred thousand, and make none."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_A_ROW * BLOCK, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def blocks(rows: Iterable[Row], size: int = BLOCK) -> Iterator[list[Row]]:
    """Cut rows into lists."""
    following = iter(rows)
    while block := list(islice(following, size)):
        yield block


def by_address(
    table: Table, chosen: Chosen, index: Path, placer: Placer, *, processes: int
) -> Iterator[Block]:
    """Place rows by their addresses, in order."""
    waiting: deque[list[Row]] = deque()

    def asked(some: Iterable[list[Row]]) -> Iterator[Rows]:
        for rows in some:
            waiting.append(rows)
            yield Rows(
                _addresses(chosen, rows),
                _cells(chosen, Column.POSTCODE, rows),
                _cells(chosen, Column.CITY, rows),
            )

    cut = blocks(table.rows)
    first = list(islice(cut, _BLOCKS_OF_ONE_PROCESS))
    following = next(cut, None)
    every = [*first, *([following] if following else [])]
    used = processes if following else 1
    for located in locate(asked(_chained(every, cut)), index, processes=used):
        flags = placer.flags(located)
        rows = waiting.popleft()
        reasons = OF_REASON[located.reasons]
        yield settled(rows, chosen, flags, reasons, located=located)


def _chained(first: list[list[Row]], rest: Iterator[list[Row]]) -> Iterator[list[Row]]:
    yield from first
    yield from rest


def address_of(chosen: Chosen, cells: list[str]) -> str:
    """The address of a row in one line, its number in front when that stands apart."""
    street = chosen.cell(Column.ADDRESS, cells) or chosen.cell(Column.STREET, cells)
    number = chosen.cell(Column.NUMBER, cells).strip().removesuffix(".0")
    return street if not number or street[:1].isdigit() else f"{number} {street}"


def _cells(chosen: Chosen, column: Column, rows: list[Row]) -> list[str]:
    """The cells of a column, "" when the table has none such."""
    place = chosen.places.get(column)
    return [""] * len(rows) if place is None else [row.cells[place] for row in rows]


def _addresses(chosen: Chosen, rows: list[Row]) -> list[str]:
    """`address_of` each row; most tables have them in one column."""
    if Column.STREET in chosen.places or Column.NUMBER in chosen.places:
        return [address_of(chosen, row.cells) for row in rows]
    return _cells(chosen, Column.ADDRESS, rows)


def by_point(
    table: Table, chosen: Chosen, borders: Borders, *, radius: float, system: System, notes: list[str]
) -> Iterator[Block]:
    """Place rows by their coordinates, in order; `notes` hears in which system they are, and whether some were swapped.

    Not how many: no count is told that is not published.
    """
    x_place, y_place = chosen.places[Column.LONGITUDE], chosen.places[Column.LATITUDE]
    if system is System.LAMBERT_93:
        notes.append("coordonnées en Lambert 93, converties en longitude et latitude")
    swapped = False
    for rows in blocks(table.rows):
        x, y = (parse_numbers([row.cells[place] for row in rows]) for place in (x_place, y_place))
        points = points_of(x, y, system)
        reasons = np.full(len(rows), NO_REASON, dtype=np.int8)
        reasons[points.missing] = WHYS.index(Why.NO_COORDINATES)
        reasons[points.elsewhere] = WHYS.index(Why.NOT_IN_FRANCE)
        swapped = swapped or bool(points.swapped.any())
        yield settled(rows, chosen, points_flags(borders, points, radius), reasons, points=points)
    if swapped:
        notes.append("longitude et latitude échangées dans des lignes, remises en place")


def points_flags(borders: Borders, points: Points, radius: float) -> Flags:
    """Say where points lie; those that are none are unplaced. ValueError: see `point_flags`."""
    known = np.flatnonzero(np.isfinite(points.longitudes))
    found = point_flags(borders, points.longitudes[known], points.latitudes[known], radius)
    placements = np.full(len(points.longitudes), _UNPLACED, dtype=np.int8)
    areas = np.full(len(points.longitudes), UNKNOWN_AREA, dtype=np.int32)
    placements[known], areas[known] = found.placements, found.areas
    return Flags(placements, areas)


def by_code(table: Table, chosen: Chosen, perimeters: Perimeters, *, blank: Placement) -> Iterator[Block]:
    """Place rows by the code of their neighbourhood; `blank` is what an empty cell says."""
    told = ToldAreas(perimeters)
    known: dict[str, tuple[int, int, int]] = {}
    place = chosen.places[Column.AREA]

    def understood(cell: str) -> tuple[int, int, int]:
        if not cell.strip():
            return _triple(ToldArea(blank), Why.NO_CODE)
        if (found := told.read(cell)) is not None:
            return _triple(found, Why.NOT_IDENTIFIED)
        return _triple(
            ToldArea(Placement.UNPLACED), Why.OTHER_VINTAGE if told.other_list(cell) else Why.UNKNOWN_CODE
        )

    for rows in blocks(table.rows):
        triples = []
        for row in rows:
            cell = row.cells[place]
            if cell not in known:
                known[cell] = understood(cell)
            triples.append(known[cell])
        columns = np.array(triples, dtype=np.int32).T
        flags = Flags(columns[0].astype(np.int8), columns[1])
        yield settled(rows, chosen, flags, columns[2].astype(np.int8))


def _triple(found: ToldArea, reason: Why) -> tuple[int, int, int]:
    unplaced = found.placement is Placement.UNPLACED
    return ORDER.index(found.placement), found.area, WHYS.index(reason) if unplaced else NO_REASON


def settled(
    rows: list[Row],
    chosen: Chosen,
    flags: Flags,
    reasons: NDArray[np.int8],
    *,
    located: Located | None = None,
    points: Points | None = None,
    geocoded: Sequence[Judgement] | None = None,
) -> Block:
    """The block, with what its rows say of themselves: malformed, domiciled."""
    placements, areas = flags.placements.copy(), flags.areas.copy()
    for why, marked in (
        (
            Why.DOMICILED,
            [tells_yes(chosen.cell(Column.DOMICILED, row.cells)) for row in rows]
            if Column.DOMICILED in chosen.places
            else [],
        ),
        (Why.MALFORMED, [row.malformed for row in rows]),
    ):
        if any(marked):
            there = np.array(marked)
            placements[there], areas[there], reasons[there] = _UNPLACED, UNKNOWN_AREA, WHYS.index(why)
    return Block(rows, placements, areas, reasons, located, points, geocoded)


_YES = frozenset(("OUI", "O", "1", "X", "VRAI", "TRUE", "YES", "DOMICILIE", "DOMICILIEE"))


def tells_yes(cell: str) -> bool:
    """Whether a cell of a column of yes and no says yes."""
    return folded(cell) in _YES


def counted_extract(
    table: Table, chosen: Chosen, perimeters: Perimeters, tally: Tally, *, told: Callable[[list[Row]], None]
) -> None:
    """Count an extract that was aggregated already, a line an area; `told` hears its rows.

    FileRefusedError: a line that names no area, a count that is none, a total that is not the sum; all at once.
    """
    areas = ToldAreas(perimeters)
    places = chosen.places[Column.AREA], chosen.places[Column.COUNT]
    names = tuple(table.columns[place] for place in places)
    problems: list[Problem] = []
    totals: list[tuple[int, int]] = []
    others: set[str] = set()
    for rows in blocks(table.rows):
        told(rows)
        for row in rows:
            cell, written = (row.cells[place] for place in places)
            number = _count(written)
            if number is None:
                at = Place(table.file, row.line, names[1])
                problems.append(Problem(at, "count-malformed", "un nombre entier, 0 ou plus, attendu"))
            elif is_total(cell):
                totals.append((row.line, number))
            elif (found := areas.read(cell)) is not None:
                label = tally.codes[found.area] if found.area >= 0 else ""
                unplaced = found.placement is Placement.UNPLACED
                tally.add(found.placement, Why.NOT_IDENTIFIED.value if unplaced else label, number)
            else:
                others |= {other} if (other := areas.other_list(cell)) else set()
                at = Place(table.file, row.line, names[0])
                problems.append(Problem(at, "area-unknown", _expected(perimeters, areas.other_list(cell))))
    for line, number in totals:
        if number != tally.total.rows and not problems:
            at = Place(table.file, line, names[1])
            problems.append(Problem(at, "total-differs", "un total égal à la somme des lignes attendu"))
    if problems:
        raise FileRefusedError(problems)


def _count(cell: str) -> int | None:
    plain = (
        "".join(cell.split())
        .replace("\u00a0", "")
        .replace("\u202f", "")
        .removesuffix(".0")
        .removesuffix(",0")
    )
    return int(plain) if plain.isascii() and plain.isdigit() else None


def _expected(perimeters: Perimeters, other: str | None) -> str:
    here = f"un code du millésime {perimeters.vintage.name}"
    if other:
        return f"{here} attendu ; celui-ci est de la liste de {other}"
    return f"{here}, « hors QPV » ou « non identifié » attendu"
