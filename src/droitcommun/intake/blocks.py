"""What every reader gives, whatever the format: lines of text and tables of cells, in reading order.

A reader knows no sheet: it says what stands where, and the template says what it is (ADR 9).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, without its line end. `number` counts from 1 in the extracted text, table lines included."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its lines, and how many columns and rows it spans."""

    lines: tuple[Line, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, in reading order. A cell that spans rows stands once, in the first of them."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Blocks:
    """A document as read: its name as given, its format, the SHA-256 of its bytes (hexadecimal), what it holds."""

    file: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
