"""Text and tables in the order in which one reads them, whatever the format; what a reader hands back.

A table inside a cell has no place in the model, which knows lines in cells and no more. One of a single cell is
a frame around its text: it is that text. A larger one comes right after the table that it stands in, whole: each
text stays in the cell where it was written. A table that only frames others leaves nothing of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from droitcommun.intake.limits import Limits
from droitcommun.intake.refusals import RefusedError

# A cell as it is answered: its lines, columns and rows spanned.
PlainCell = list[list[str] | int]
PlainTable = list[list[PlainCell]]
PlainBlock = str | PlainTable


@dataclass(slots=True)
class Draft:
    """A cell being read. `hidden`: covered by another one, or deleted: it holds a place and says nothing."""

    column: int
    blocks: list["str | DraftTable"] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class DraftTable:
    """A table being read."""

    rows: list[list[Draft]] = field(default_factory=list)


class CellCount:
    """Counts cells as they are read; raises RefusedError when there are more than the limit."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.cells
        self._count = 0

    def add(self, cells: int = 1) -> None:
        """Count some more."""
        self._count += cells
        if self._count > self._most:
            raise RefusedError("too-many-cells", most=self._most)


def settled(blocks: Iterable[str | DraftTable]) -> list[PlainBlock]:
    """Turn what was read into blocks: lines without what cannot be seen, tables without tables inside."""
    found: list[PlainBlock] = []
    for block in blocks:
        if isinstance(block, str):
            found += lines_of(block)
        else:
            found += _tables(block)
    return found


def lines_of(text: str) -> list[str]:
    """Split a paragraph at its line breaks; control characters and soft hyphens are dropped."""
    return [
        "".join(letter for letter in line if letter == "\t" or (letter >= " " and letter not in "\x7f\xad"))
        for line in text.split("\n")
    ]


def _tables(table: DraftTable) -> list[PlainBlock]:
    rows: PlainTable = []
    inner: list[PlainBlock] = []
    height = len(table.rows)
    for index, row in enumerate(table.rows):
        cells: list[PlainCell] = []
        for cell in row:
            lines, tables = _inside(cell)
            inner += tables
            cells.append([lines, max(1, cell.columns), max(1, min(cell.rows, height - index))])
        rows.append(cells)
    framed = inner and not any(line.strip() for row in rows for cell in row for line in cell[0])  # type: ignore[union-attr]
    return inner if framed else [rows, *inner]


def _inside(cell: Draft) -> tuple[list[str], list[PlainBlock]]:
    lines: list[str] = []
    tables: list[PlainBlock] = []
    for block in settled(cell.blocks):
        if isinstance(block, str):
            lines.append(block)
        elif len(block) == 1 and len(block[0]) == 1:
            lines += block[0][0][0]  # type: ignore[arg-type]
        else:
            tables.append(block)
    while lines and not lines[-1].strip():  # the empty paragraph that ends a cell
        lines.pop()
    return lines, tables
