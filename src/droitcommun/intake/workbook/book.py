"""A workbook before it is a file: tabs of rows, each row with its hidden key, its texts, and what it asks."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from droitcommun.core.figures import Unit, is_printed, plain
from droitcommun.core.french import number
from droitcommun.intake.workbook.vocabulary import Head, digest

# A text, or a number as it is printed; None: an empty cell.
Typed = str | Decimal | None

# What XML cannot hold: no program would open the file.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet keeps of a number: fifteen digits. Longer ones are written as texts.
_KEPT_DIGITS = 15
_SEAL = 4
# Characters of a cell: Excel refuses a file that has 32,768 units of UTF-16 in one, and a letter may be two of them.
LONGEST_CELL = 16_000


class Style(StrEnum):
    """How a row looks."""

    TITLE = "title"  # over the whole width
    SECTION = "section"  # the head of a block, over the whole width
    COLUMNS = "columns"  # the heads of the columns
    INFORMATION = "information"  # a label, then a text over the rest
    FIELD = "field"  # a label, what is known, a cell to fill in, a word of help
    PROSE = "prose"  # the same, for a text of several lines


class Limit(StrEnum):
    """What the program that opens the workbook lets one type."""

    LIST = "list"
    DECIMAL = "decimal"
    WHOLE = "whole"
    WARNED = "warned"  # a whole number, or anything else after a warning
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the cell to fill in admits, and what is said of it, in French."""

    limit: Limit
    expected: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `path` names it; `check` None: nothing to fill in. `link`: the tab that its label leads to."""

    path: str
    style: Style
    label: str = ""
    before: Typed = None
    fill: Typed = None
    help: str = ""
    unit: Unit | None = None
    check: Check | None = None
    link: str = ""

    @property
    def key(self) -> str:
        """Its name, and the seals of the three cells that nobody fills in."""
        return f"{self.path}#{seal(self.label)}{seal(self.before)}{seal(self.help)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab: the instructions, or a sheet."""

    name: str
    head: Head
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What one service gets."""

    title: str
    tabs: tuple[Tab, ...] = field(default=())

    @property
    def head(self) -> Head:
        """That of the instructions."""
        return self.tabs[0].head


def seal(value: object) -> str:
    """Four digits that change when a cell which is not to be filled in was: spaces and rounding do not count."""
    if isinstance(value, Decimal):
        kept = value if value.adjusted() >= _KEPT_DIGITS else round(value, 9)
        return digest(plain(kept.normalize()), _SEAL)
    return digest("" if value is None else without_layout(str(value)), _SEAL)


def without_layout(text: str) -> str:
    """A text without what a spreadsheet changes of it: how spaces, lines and accents are written."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", writable(text))).strip()


def writable(text: str) -> str:
    """Replace what no XML file can hold by a sign that it was there, and cut what no cell can."""
    shown = _UNWRITABLE.sub("\ufffd", text)
    return shown if len(shown) <= LONGEST_CELL else f"{shown[: LONGEST_CELL - 1]}…"


def typed(value: Decimal | int) -> Typed:
    """Keep the digits: a number whose zeros a spreadsheet would drop (18.0) is written as a text, « 18,0 »."""
    printed = Decimal(value)
    zeros = "." in plain(printed) and plain(printed).endswith("0")
    if zeros or len(printed.as_tuple().digits) > _KEPT_DIGITS or not is_printed(printed):
        return number(printed)
    return printed
