"""What a printed page is made of: headings, paragraphs, lists, tables, charts. Every writer knows these and no more.

A number in a table is a `Quantity`: its value, its unit, and the words that every support prints, so that no writer
formats a figure of its own.
"""

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar, cast

from droitcommun.core.figures import Unit

T = TypeVar("T")

# Control characters, those that turn the direction of writing, halves of a character, places that hold none.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_INSTEAD = "\ufffd"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is printed. `text` may say more than the number: « 20,3 % (avril 2016) »."""

    value: Decimal
    unit: Unit
    text: str


Cell = str | Quantity


class Tone(StrEnum):
    """How a paragraph is set."""

    BODY = "body"
    LEAD = "lead"
    NOTE = "note"
    STATUS = "status"  # where something stands, in a few words
    CENTRE = "centre"  # of a title page
    NAME = "name"  # of an official sheet, at its foot


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is a part of the report. `fresh`: on a new page. `anchor` is its name for links."""

    level: int
    text: str
    anchor: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line break in its text stays one."""

    text: str
    tone: Tone = Tone.BODY


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, its head (may be empty), its rows, the widths of its columns in parts of the whole.

    `named`: the first cell of each row is its header.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    named: bool = True

    def __post_init__(self) -> None:
        wide = len(self.widths)
        if any(len(row) != wide for row in self.rows) or (self.head and len(self.head) != wide):
            raise ValueError("a table has as many cells in each row")

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column, whether it holds numbers alone: it is set flush right."""
        return tuple(
            any(isinstance(row[place], Quantity) for row in self.rows)
            and all(isinstance(row[place], Quantity) or row[place] == "" for row in self.rows)
            for place in range(len(self.widths))
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with what it says in words. `width` in percent of the page."""

    svg: str
    alternative: str
    width: int = 100


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""

    title: str


Block = Heading | Paragraph | Bullets | Grid | Picture | Contents


def words(cell: Cell) -> str:
    """What a cell prints."""
    return cell.text if isinstance(cell, Quantity) else cell


def printable(value: T) -> T:
    """The same value, in whose texts what no page can print is shown as �; a line end is one character."""
    return cast("T", _printable(value))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        if type(value) is not str:  # a word of a closed list
            return value
        return _UNPRINTABLE.sub(_INSTEAD, value.replace("\r\n", "\n"))
    if isinstance(value, tuple):
        return tuple(map(_printable, value)) if type(value) is tuple else value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)}
        )
    return value
