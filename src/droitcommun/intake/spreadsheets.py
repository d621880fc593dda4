"""The first table of an XLSX or an ODS as rows of text, read by a child process that has limits."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from droitcommun.core.figures import plain
from droitcommun.intake.grids import Grid, GridCell, grids_of, read_grids
from droitcommun.intake.limits import Limits, limits_from
from droitcommun.intake.refusals import refusal
from droitcommun.territory.tables import (
    SAMPLE,
    Content,
    Row,
    Source,
    Table,
    Told,
    counted_malformed,
    shaped,
    with_header,
)

# A list of addresses is longer than any workbook of a contract: a hundred thousand rows of twenty cells. A setting of
# the environment that asks for more is obeyed.
_LIST = Limits(
    memory_mb=3000, seconds=120, unpacked_mb=600, elements=30_000_000, cells=2_000_000, answer_mb=300
)


def read_spreadsheet(path: Source) -> Table:
    """Read the first tab that holds a table; raises FileRefusedError, which says what to do."""
    own = limits_from()
    limits = replace(
        own,
        **{
            name: max(getattr(own, name), getattr(_LIST, name))
            for name in ("memory_mb", "seconds", "unpacked_mb", "elements", "cells", "answer_mb")
        },
    )
    told = Told()
    grids = (
        grids_of(path.content, path.name, limits) if isinstance(path, Content) else read_grids(path, limits)
    )
    tabs = [(tab, _rows(tab)) for tab in grids]
    filled = [(tab, rows) for tab, rows in tabs if len(rows) > 1]
    if not filled:
        raise refusal(path.name, "empty")
    _, rows = filled[0]
    if len(filled) > 1:
        told.notes.append(f"onglet lu : le premier des {len(filled)} qui ont des lignes")
    columns, before = with_header(rows[:SAMPLE])
    width = len(columns)
    looked_at = tuple(row for row in shaped(rows[before:SAMPLE], width) if not row.malformed)
    told.done = 1.0
    every = counted_malformed(shaped(rows[before:], width), told)
    return Table(path.name, columns, looked_at, every, told)


def _rows(tab: Grid) -> list[Row]:
    """The rows of a tab that hold something, as wide as its widest: a short one is not malformed."""
    width = max((len(row) for row in tab.rows), default=0)
    rows = []
    for line, cells in enumerate(tab.rows, 1):
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            rows.append(Row(line, [*texts, *[""] * (width - len(texts))]))
    return rows


def _text(cell: GridCell) -> str:
    match cell.value:
        case None:
            return ""
        case bool():
            return "oui" if cell.value else "non"
        case Decimal():
            return plain(cell.value)
        case date():
            return cell.value.isoformat()
        case str():
            return cell.value
