"""What rows are told apart by besides where they lie: the values of columns, other perimeters."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from droitcommun.core.problems import UserError
from droitcommun.territory.borders import FARTHEST, Borders
from droitcommun.territory.breakdowns import Grouping
from droitcommun.territory.columns import Chosen, Column, Input
from droitcommun.territory.flags import FARTHEST_DOOR
from droitcommun.territory.geocoded import judged_flags
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.linked import Axis
from droitcommun.territory.located_rows import Block, points_flags, settled
from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.placing import Placer
from droitcommun.territory.row_identity import RowIdentity, RowReader
from droitcommun.territory.tables import Row, Table
from droitcommun.territory.tallies import Tally, Told, told_of
from droitcommun.usecases.locate_settings import Settings
from droitcommun.usecases.publications import column_axis


class RowsRead:
    """The rows of a run: what they are known by where a secret keys them, and what columns tell of them.

    FileRefusedError: a column is not there. UserError: an extract, or codes of one list, have nothing to tell apart.
    """

    def __init__(self, table: Table, chosen: Chosen, settings: Settings, secret: bytes | None) -> None:
        if settings.by and chosen.input is Input.AGGREGATED:
            raise UserError("--by attend une ligne par personne ; un extrait agrégé n’en a pas.")
        if settings.beside is not None and chosen.input in {Input.AGGREGATED, Input.CODES}:
            raise UserError(
                "--beside attend des adresses ou des coordonnées : un code n’est que d’une liste."
            )
        self.groupings = tuple(Grouping(one, table) for one in settings.by)
        self.done = 0
        # The cells that say where rows lie, each with what it says: rows are known by them, and a column has rows of
        # its own, known by these cells and it.
        self._used = [
            (f"{column.value}=", chosen.places[column]) for column in Column if column in chosen.places
        ]
        # A code, or a line of an extract, is that of many: no sample of them tells two files apart.
        sampled = chosen.input in {Input.ADDRESSES, Input.COORDINATES}
        self._reader = None if secret is None else RowReader(secret, sampled=sampled)
        self._by_column = [] if secret is None else [RowReader(secret, sampled=False) for _ in self.groupings]

    @property
    def identity(self) -> RowIdentity | None:
        """What the rows read so far are known by; None without a secret."""
        return None if self._reader is None else self._reader.identity()

    def read(self, rows: Sequence[Row]) -> None:
        """Take in the rows of a block."""
        self.done += len(rows)
        if self._reader is None:
            return
        self._reader.read_all(_as_bytes(self._used, rows))
        for grouping, reader in zip(self.groupings, self._by_column, strict=True):
            reader.read_all(_as_bytes([*self._used, ("by=", grouping.place)], rows))

    def state(self) -> Any:
        """What was read so far, as plain values that another process takes in."""
        readers = [] if self._reader is None else [self._reader, *self._by_column]
        return {"done": self.done, "readers": [one.state for one in readers]}

    def take_in(self, state: Any) -> None:
        """Take in what was read in another process, with the same secret."""
        self.done += state["done"]
        readers = [] if self._reader is None else [self._reader, *self._by_column]
        for reader, read in zip(readers, state["readers"], strict=True):
            reader.take_in(*read)

    def told(self, rows: Sequence[Row]) -> list[Told]:
        """What is told of the rows of a block by each column."""
        places = [one.of(rows) for one in self.groupings]  # first: values of the file are met there
        return [
            Told([(label,) for label in one.labels], here)
            for one, here in zip(self.groupings, places, strict=True)
        ]

    def axes(self) -> tuple[Axis, ...]:
        """The axes of the columns, once all rows were read with a secret."""
        return tuple(
            column_axis(one.column, one.labels, reader.identity())
            for one, reader in zip(self.groupings, self._by_column, strict=True)
        )


def _as_bytes(used: Sequence[tuple[str, int]], rows: Sequence[Row]) -> Iterator[bytes]:
    columns = [[says + row.cells[place].strip() for row in rows] for says, place in used]
    return ("\x1f".join(told).encode("utf-8", "surrogatepass") for told in zip(*columns, strict=True))


class BesidePlacer:
    """Places the rows of blocks that were placed already, towards other perimeters, by the same rules."""

    def __init__(
        self, perimeters: Perimeters, chosen: Chosen, settings: Settings, index: AddressIndex | None
    ) -> None:
        precision = perimeters.vintage.precision
        self._codes = tuple(area.code for area in perimeters.areas)
        self._chosen = chosen
        self._borders = Borders(perimeters.shapes)
        self._placer = None if index is None else Placer(index, self._borders, precision)
        self._radius = min(float(settings.tolerance) + precision, FARTHEST)
        self._door = FARTHEST_DOOR + precision

    def told(self, block: Block) -> Told:
        """What is told of the rows of a block."""
        if block.located is not None and self._placer is not None:
            flags = self._placer.flags(block.located)
        elif block.points is not None:
            flags = points_flags(self._borders, block.points, self._radius)
        else:
            assert block.geocoded is not None  # noqa: S101 - a row is placed by one of the three
            flags, _ = judged_flags(block.geocoded, self._borders, self._door)
        again = settled(block.rows, self._chosen, flags, np.array(block.reasons))
        return told_of(self._codes, again.placements, again.areas, again.reasons)


def tally_of(perimeters: Perimeters, other: Perimeters | None, columns: int) -> Tally:
    """An empty tally of a run."""
    beside = None if other is None else tuple(area.code for area in other.areas)
    return Tally(tuple(area.code for area in perimeters.areas), beside, columns)
