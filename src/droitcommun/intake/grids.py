"""What every reader of a workbook gives: a grid of typed cells a tab.

Numbers keep the digits that the file holds, never those of a float: docs/adr/0011-readers-of-our-own.md.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from droitcommun.intake.containers import content_of
from droitcommun.intake.limits import Limits, limits_from
from droitcommun.intake.refusals import refusal
from droitcommun.intake.sandbox import read_in_child

# Empty cells are one shared value: there may be more of them than of those that hold something.
_SPREAD = 5


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as it is typed in the file; None when it is empty.

    `formula`: the value is the one that the program which wrote the file had computed. `percent`: the cell
    shows its number as a percentage, 0.181 as « 18,1 % »; the value is still 0.181. A formula that fails has
    its error as text (« #DIV/0! »).
    """

    value: str | Decimal | date | bool | None
    formula: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One tab. Rows and cells start at A1; a row ends with its last cell that holds something, so rows differ
    in length, and the last row holds something.
    """  # noqa: D205

    tab: str
    rows: tuple[tuple[GridCell, ...], ...]


_EMPTY = GridCell(None)


def read_grids(path: Path, limits: Limits | None = None) -> tuple[Grid, ...]:
    """Read the tabs of an XLSX or an ODS, in order; raises FileRefusedError, which says what to do."""
    limits = limits or limits_from()
    return grids_of(content_of(path, limits), path.name, limits)


def grids_of(content: bytes, file: str, limits: Limits | None = None) -> tuple[Grid, ...]:
    """Read the tabs of a workbook from its bytes, called `file`; raises FileRefusedError."""
    limits = limits or limits_from()
    return grids_from(cells_of(content, file, limits), file, limits)


def cells_of(content: bytes, file: str, limits: Limits) -> Any:
    """Read the cells of a workbook as plain JSON, which may be kept and read later; raises FileRefusedError."""
    return read_in_child("grids", content, limits, file=file)["tabs"]


def grids_from(tabs: Any, file: str, limits: Limits) -> tuple[Grid, ...]:
    """Make the tabs of what `cells_of` read; raises FileRefusedError when its cells are too far apart."""
    return tuple(Grid(name, _dense(cells, limits.cells, file=file)) for name, cells in tabs)


def _dense(
    cells: list[tuple[int, int, str, str, bool]], most: int, *, file: str
) -> tuple[tuple[GridCell, ...], ...]:
    """Fill in the empty cells before each one that holds something; they count, however far the last one stands."""
    rows: dict[int, dict[int, GridCell]] = {}
    for row, column, kind, text, formula in cells:
        rows.setdefault(row, {})[column] = GridCell(_typed(kind, text), formula, percent=kind == "p")
    last = max(rows, default=0)
    if last + sum(max(row) for row in rows.values()) > _SPREAD * most:
        raise refusal(file, "too-many-cells", most=most)
    return tuple(_dense_row(rows.get(number, {})) for number in range(1, last + 1))


def _dense_row(row: dict[int, GridCell]) -> tuple[GridCell, ...]:
    return tuple(row.get(column, _EMPTY) for column in range(1, max(row, default=0) + 1))


def _typed(kind: str, text: str) -> str | Decimal | date | bool:
    match kind:
        case "n" | "p":
            return Decimal(text)
        case "b":
            return text == "1"
        case "d":
            return date.fromisoformat(text)
        case _:
            return text
