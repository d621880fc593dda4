"""Rows of text in columns, as a service has them: a block at a time, so that a file need not fit in memory.

What is refused says the line, never the cell.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from droitcommun.core.problems import FileRefusedError, Place, Problem

# Rows that are looked at to find the header, the delimiter and what columns hold.
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Content:
    """A file that is held in memory, as it was handed: its name and its bytes."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """The end of its name, from the last point."""
        return Path(self.name).suffix


# A file of rows: on a disk, or in memory.
Source = Path | Content


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (header = 1) and its cells; malformed when they are too many or too few."""

    line: int
    cells: list[str]
    malformed: bool = False


@dataclass(slots=True)
class Told:
    """What was met while reading, complete once all rows were read. `done` is how much of the file was, 0 to 1."""

    notes: list[str] = field(default_factory=list)
    malformed: list[int] = field(default_factory=list)
    malformed_rows: int = 0
    other_encoding: int = 0
    done: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file: names of its columns, its first rows to look at, and all rows, once.

    `delimiter` is how a copy of it is cut.
    """

    file: str
    columns: tuple[str, ...]
    sample: tuple[Row, ...]
    rows: Iterable[Row]
    told: Told
    delimiter: str = ";"


# What a cell of data looks like, and no name of a column does: a postcode, a coordinate, an address, a code of area.
# « 2015 » may name a column.
_DATA = re.compile(r"\d{5}|-?\d+[.,]\d+|\d{1,4} ?[A-Za-z]{0,6}[ ,].*[A-Za-z].*|Q[PN][0-9A-Z]{6}")

# Lines that are named when rows are malformed.
_NAMED = 5


def counted_malformed(rows: Iterable[Row], told: Told) -> Iterator[Row]:
    """Pass rows on, remembering how many are malformed and where the first are."""
    for row in rows:
        if row.malformed:
            told.malformed_rows += 1
            if len(told.malformed) < _NAMED:
                told.malformed.append(row.line)
        yield row


def with_header(lines: list[Row]) -> tuple[tuple[str, ...], int]:
    """Return the names of the columns, and how many rows come before the data.

    Titles above the header are passed over: they are narrower than the table. A table without a header gets names of
    ours: its first row holds figures.
    """
    widths = [len(row.cells) for row in lines]
    width = max(set(widths), key=lambda one: (widths.count(one), one))
    for place, row in enumerate(lines):
        filled = [cell for cell in row.cells if cell.strip()]
        if len(row.cells) != width or (len(filled) * 2 <= width and width > 1):
            continue
        if any(_DATA.fullmatch(cell.strip()) for cell in filled):
            return tuple(f"colonne {number}" for number in range(1, width + 1)), place
        return tuple(
            cell.strip() or f"colonne {number}" for number, cell in enumerate(row.cells, 1)
        ), place + 1
    raise ValueError("no row is as wide as most are")


def shaped(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """Bring rows to the width of the table: empty cells at the end come and go, anything else is malformed.

    An empty line is no row.
    """
    for row in rows:
        cells = row.cells
        if len(cells) == width:
            if width == 1 and not cells[0].strip():
                continue
            yield row
            continue
        if not any(cell.strip() for cell in cells):
            continue
        beyond = any(cell.strip() for cell in cells[width:])
        malformed = row.malformed or beyond or len(cells) < width
        yield Row(row.line, [*cells[:width], *[""] * (width - len(cells))], malformed)


def refused(path: Source, code: str, expected: str, line: int | None = None) -> FileRefusedError:
    """Say why a whole file is refused."""
    return FileRefusedError([Problem(Place(path.name, line), code, expected)])
