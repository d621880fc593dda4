"""What a test looks at in the blocks of a document."""

from collections.abc import Callable

from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.blocks import Blocks, Cell, Line, Table


def tables(blocks: Blocks) -> list[Table]:
    return [block for block in blocks.blocks if isinstance(block, Table)]


def said(cell: Cell) -> str:
    """The text of a cell, its lines joined as one reads them."""
    return " ".join(" ".join(line.text for line in cell.lines).split())


def cell_texts(blocks: Blocks) -> list[str]:
    """The text of each cell of each table, in reading order."""
    return [said(cell) for table in tables(blocks) for row in table.rows for cell in row]


def rows_of(blocks: Blocks) -> list[list[str]]:
    """The texts of each row of each table."""
    return [[said(cell) for cell in row] for table in tables(blocks) for row in table.rows]


def line_texts(blocks: Blocks) -> list[str]:
    """The lines outside of tables that say something."""
    return [block.text for block in blocks.blocks if isinstance(block, Line) and block.text.strip()]


def all_lines(blocks: Blocks) -> list[Line]:
    """Every line of the document, those of tables included."""
    found: list[Line] = []
    for block in blocks.blocks:
        if isinstance(block, Line):
            found.append(block)
        else:
            found += [line for row in block.rows for cell in row for line in cell.lines]
    return found


def refusal_of(read: Callable[[], object]) -> FileRefusedError | None:
    """Read, and say by what it was refused; None when it was read."""
    try:
        read()
    except FileRefusedError as refused:
        return refused
    return None
