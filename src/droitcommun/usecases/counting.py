"""Rows counted where they lie, by all that tells them apart: the same work in one run, whole or in parts."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.borders import FARTHEST, Borders
from droitcommun.territory.columns import Chosen, Column, Input
from droitcommun.territory.coordinates import System, parse_numbers, system_of
from droitcommun.territory.geocoded import by_geocoder
from droitcommun.territory.geocoder import Query, Reply
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.located_rows import Block, by_address, by_code, by_point
from droitcommun.territory.perimeter_files import read_perimeters
from droitcommun.territory.perimeters import Kind, Perimeters
from droitcommun.territory.placing import Placer
from droitcommun.territory.tables import Table
from droitcommun.territory.tallies import told_of
from droitcommun.territory.vintages import list_of_code, vintage_named
from droitcommun.usecases.locate_results import OtherPerimeters
from droitcommun.usecases.locate_settings import Settings, towards
from droitcommun.usecases.telling_apart import BesidePlacer, RowsRead, tally_of


@dataclass(frozen=True, slots=True)
class Given:
    """What rows are placed by: perimeters, others beside, an index or the answers of a geocoder."""

    perimeters: Perimeters
    sha256: str  # of the file of the perimeters
    beside: OtherPerimeters | None = None
    index: AddressIndex | None = None
    replies: Mapping[Query, Reply | None] | None = None


class Count:
    """The count of a table, or of a part of one: `tally` and `rows` grow as `blocks` pass.

    `system` is that of the coordinates of the whole table, when these rows are a part of it. `notes` are those that a
    reader of the result needs.
    """

    def __init__(
        self,
        table: Table,
        chosen: Chosen,
        settings: Settings,
        rows: RowsRead,
        *,
        given: Given,
        system: System | None = None,
    ) -> None:
        other = given.beside.perimeters if given.beside is not None else None
        self.table = table
        self.chosen = chosen
        self.settings = settings
        self.given = given
        self.tally = tally_of(given.perimeters, other, len(settings.by))
        self.rows = rows
        self.notes: list[str] = []
        self._others = [] if other is None else [BesidePlacer(other, chosen, settings, given.index)]
        self._system = system

    def blocks(self, *, processes: int = 1) -> Iterator[Block]:
        """Pass the rows on in blocks, in order, each counted."""
        for block in self._placed(processes):
            here = told_of(self.tally.codes, block.placements, block.areas, block.reasons)
            self.tally.add_block(
                here, *(one.told(block) for one in self._others), *self.rows.told(block.rows)
            )
            yield block

    def _placed(self, processes: int) -> Iterator[Block]:
        table, chosen, given = self.table, self.chosen, self.given
        precision = given.perimeters.vintage.precision
        if given.index is not None:
            placer = Placer(given.index, Borders(given.perimeters.shapes), precision)
            return by_address(table, chosen, given.index.path, placer, processes=processes)
        if given.replies is not None:
            return by_geocoder(table, chosen, given.replies, Borders(given.perimeters.shapes), precision)
        if chosen.input is Input.COORDINATES:
            radius = min(float(self.settings.tolerance) + precision, FARTHEST)
            return by_point(
                table,
                chosen,
                Borders(given.perimeters.shapes),
                radius=radius,
                system=self._system or system_of_table(table, chosen),
                notes=self.notes,
            )
        return by_code(table, chosen, given.perimeters, blank=self.settings.blank)


def system_of_table(table: Table, chosen: Chosen) -> System:
    """In which system the coordinates of a table are, by its first rows."""
    places = chosen.places[Column.LONGITUDE], chosen.places[Column.LATITUDE]
    return system_of(*(parse_numbers([row.cells[place] for row in table.sample]) for place in places))


def perimeters_of(settings: Settings) -> Perimeters:
    """Read the perimeters; their codes must be those of the vintage.

    UnknownNameError: no such vintage. FileRefusedError: see `read_perimeters`; codes of another legal list.
    """
    vintage = vintage_named(settings.kind, settings.vintage, float(settings.precision))
    perimeters = read_perimeters(settings.perimeters, kind=settings.kind, vintage=vintage, crs=settings.crs)
    if settings.kind is Kind.QPV:
        lists = {list_of_code(area.code) for area in perimeters.areas} - {None}
        if lists and vintage.name not in lists:
            expected = (
                f"les périmètres du millésime {vintage.name} attendus ; ceux-ci ont les codes de {min(lists)}"  # type: ignore[type-var]
            )
            raise FileRefusedError([Problem(Place(settings.perimeters.name), "perimeters-vintage", expected)])
    return perimeters


def beside_of(settings: Settings) -> OtherPerimeters | None:
    """Read the other perimeters; raises as `perimeters_of`."""
    if settings.beside is None:
        return None
    other = perimeters_of(towards(settings, settings.beside))
    return OtherPerimeters(other, sha256_of(settings.beside.perimeters))


def sha256_of(path: Path) -> str:
    """The hash of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
