"""In which areas does a point lie: a raster answers for most points, polygons for those near a border.

Two levels: a coarse grid over all areas, and a fine one in each coarse cell that a border crosses. A cell that no
border crosses lies wholly in the same areas, so its number is the answer. A cell that one crosses keeps the list of the
areas to test, and these are tested exactly, as shapely does: a point on a border belongs to the area.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int32]

# How finely to cut: two kilometres, at most 512 times, and each crossed cell in 32 more, sixty metres. A border cell
# then holds few points, and the priority neighbourhoods of all mainland France take some twenty megabytes.
COARSE_DEGREES = 0.02
COARSE_AT_MOST = 512
FINE = 32

# A block of points whose arrays stay in the cache of a processor.
BLOCK = 1 << 16

# In cells: wider than the rounding of a coordinate into a cell; no point falls beside the cell that was looked at.
_MARGIN = 1e-6


@dataclass(frozen=True, slots=True)
class Membership:
    """For each point the first of its areas (by their order), or -1; and each further pair where areas overlap."""

    first: Numbers
    more_points: NDArray[np.int64]
    more_areas: Numbers


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a kind of cell says: areas that hold all of it, areas whose border crosses it."""

    whole: tuple[int, ...]
    crossed: tuple[int, ...]


class Raster:
    """Areas in longitude and latitude, cut once, asked many times; read by several threads at once."""

    def __init__(
        self, areas: Sequence[shapely.Geometry], *, coarse: int | None = None, fine: int = FINE
    ) -> None:
        self._areas = np.array(areas, dtype=object)
        shapely.prepare(self._areas)
        self._cells: list[_Cell] = [_Cell((), ())]
        self._numbers: dict[_Cell, int] = {self._cells[0]: 0}
        bounds = shapely.total_bounds(self._areas) if len(areas) else np.array([0.0, 0.0, 1.0, 1.0])
        if coarse is None:
            extent = float(np.max(bounds[2:] - bounds[:2]))
            coarse = min(COARSE_AT_MOST, ceil(extent / COARSE_DEGREES) + 1)
        self._coarse, self._fine = coarse, fine
        # A little room on each side: a point on the outermost border has a cell.
        room = np.maximum(bounds[2:] - bounds[:2], 1e-9) * 1e-3
        self._origin = bounds[:2] - room
        self._step = (bounds[2:] - bounds[:2] + 2 * room) / coarse
        self._cut()

    def _cut(self) -> None:
        coarse, fine = self._coarse, self._fine
        crossed, whole = self._of_grid(self._origin, self._step, coarse, np.arange(len(self._areas)))
        # A negative number leads to a fine grid.
        self._top = np.zeros(coarse * coarse, dtype=np.int32)
        for cell, areas in whole.items():
            if cell not in crossed:
                self._top[cell] = self._number(_Cell(tuple(areas), ()))
        below = np.zeros((len(crossed), fine * fine), dtype=np.int32)
        for rank, (cell, areas) in enumerate(sorted(crossed.items())):
            self._top[cell] = -1 - rank
            corner = self._origin + self._step * (cell % coarse, cell // coarse)
            inside = whole.get(cell, [])
            below_crossed, below_whole = self._of_grid(corner, self._step / fine, fine, np.array(areas))
            row = below[rank]
            row[:] = self._number(_Cell(tuple(inside), ()))
            for small in sorted({*below_crossed, *below_whole}):
                wholly = tuple(sorted([*inside, *below_whole.get(small, [])]))
                row[small] = self._number(_Cell(wholly, tuple(below_crossed.get(small, []))))
        self._below: Numbers = below.reshape(-1)
        single = [cell.whole[0] if cell.whole else -1 for cell in self._cells]
        # What a cell answers without a test; the others are marked, and asked again.
        self._first = np.array(single, dtype=np.int32)
        self._simple = np.array([not cell.crossed and len(cell.whole) <= 1 for cell in self._cells])

    def _of_grid(
        self, origin: Floats, step: Floats, size: int, areas: NDArray[np.int64]
    ) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Return, by cell of a square grid, the areas whose border crosses it, and those that hold all of it."""
        crossed: dict[int, list[int]] = {}
        whole: dict[int, list[int]] = {}
        for area in areas.tolist():
            shape = self._areas[area]
            low = np.clip(np.floor((np.array(shape.bounds[:2]) - origin) / step) - 1, 0, size - 1).astype(int)
            high = np.clip(np.floor((np.array(shape.bounds[2:]) - origin) / step) + 1, 0, size - 1).astype(
                int
            )
            columns, rows = (
                part.ravel()
                for part in np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
            )
            left, bottom = origin[0] + step[0] * (columns - _MARGIN), origin[1] + step[1] * (rows - _MARGIN)
            boxes = shapely.box(
                left, bottom, left + step[0] * (1 + 2 * _MARGIN), bottom + step[1] * (1 + 2 * _MARGIN)
            )
            touched = shapely.intersects(shape, boxes)
            held = shapely.contains_properly(shape, boxes)
            numbers = rows * size + columns
            for number in numbers[touched & ~held].tolist():
                crossed.setdefault(number, []).append(area)
            for number in numbers[held].tolist():
                whole.setdefault(number, []).append(area)
        return crossed, whole

    def _number(self, cell: _Cell) -> int:
        if cell not in self._numbers:
            self._numbers[cell] = len(self._cells)
            self._cells.append(cell)
        return self._numbers[cell]

    def areas_of(self, longitudes: Floats, latitudes: Floats) -> Membership:
        """Return the areas of each point; a coordinate that is not finite lies in none."""
        first = np.full(len(longitudes), -1, dtype=np.int32)
        points: list[NDArray[np.int64]] = []
        areas: list[Numbers] = []
        for start in range(0, len(longitudes), BLOCK):
            end = start + BLOCK
            self._block(longitudes[start:end], latitudes[start:end], first[start:end], start, points, areas)
        return Membership(
            first,
            np.concatenate(points) if points else np.empty(0, dtype=np.int64),
            np.concatenate(areas) if areas else np.empty(0, dtype=np.int32),
        )

    def _block(
        self,
        x: Floats,
        y: Floats,
        first: Numbers,
        start: int,
        points: list[NDArray[np.int64]],
        areas: list[Numbers],
    ) -> None:
        size, fine = self._coarse, self._fine
        across = (x - self._origin[0]) * (1 / self._step[0])
        up = (y - self._origin[1]) * (1 / self._step[1])
        within = (across >= 0) & (across < size) & (up >= 0) & (up < size)
        chosen = np.flatnonzero(within)
        if not chosen.size:
            return
        if chosen.size < len(x):
            across, up = across[chosen], up[chosen]
        column, row = across.astype(np.int32), up.astype(np.int32)
        cell = self._top[row * size + column]
        deeper = np.flatnonzero(cell < 0)
        if deeper.size:
            small_column = ((across[deeper] - column[deeper]) * fine).astype(np.int32)
            small_row = ((up[deeper] - row[deeper]) * fine).astype(np.int32)
            # Kept inside the cell: a remainder that rounds up to the next one is within the margin of this one.
            small = np.minimum(small_row, fine - 1) * fine + np.minimum(small_column, fine - 1)
            cell[deeper] = self._below[(-1 - cell[deeper]) * (fine * fine) + small]
        first[chosen] = self._first[cell]
        asked = np.flatnonzero(~self._simple[cell])
        if asked.size:
            where = chosen[asked]
            owner, area = self._tested(x[where], y[where], cell[asked])
            lead = np.full(len(asked), -1, dtype=np.int32)
            leads = np.ones(len(owner), dtype=bool)
            leads[1:] = owner[1:] != owner[:-1]
            lead[owner[leads]] = area[leads]
            first[where] = lead
            points.append(where[owner[~leads]] + start)
            areas.append(area[~leads])

    def _tested(self, x: Floats, y: Floats, cells: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        """Return pairs of point and area, in order of point, then of area."""
        owners: list[NDArray[np.int64]] = []
        areas: list[Numbers] = []
        by_area: dict[int, list[NDArray[np.int64]]] = {}
        order = np.argsort(cells, kind="stable")
        cuts = np.flatnonzero(np.diff(cells[order])) + 1
        for same in np.split(order, cuts):
            cell = self._cells[cells[same[0]]]
            for area in cell.whole:
                owners.append(same)
                areas.append(np.full(len(same), area, dtype=np.int32))
            for area in cell.crossed:
                by_area.setdefault(area, []).append(same)
        for area, parts in by_area.items():
            asked = np.concatenate(parts)
            inside = asked[shapely.intersects_xy(self._areas[area], x[asked], y[asked])]
            owners.append(inside)
            areas.append(np.full(len(inside), area, dtype=np.int32))
        owner, found = np.concatenate(owners), np.concatenate(areas)
        order = np.lexsort((found, owner))
        return owner[order], found[order]
