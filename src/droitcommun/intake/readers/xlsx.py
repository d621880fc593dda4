"""XLSX, by its XML: typed cells of each tab, a row at a time.

Formulas give the value that was kept in the file; nothing is computed, no link is followed.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.readers.grid_cells import GridCells, plain_number
from droitcommun.intake.readers.markup import elements, tree
from droitcommun.intake.readers.relations import relations
from droitcommun.intake.refusals import RefusedError

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_LETTERS = 26
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

# Number formats that show a day, and those that show a percentage (ECMA-376, 18.8.30), French ones included.
_DATES = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
_PERCENTS = frozenset((9, 10))
_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # literals, widths, colours, locales
_DAY_OR_YEAR = re.compile(r"[dyaj]", re.IGNORECASE)

# Day 1 is 1 January 1900, and Excel believes that 1900 was a leap year.
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FALSE_LEAP_DAY = 60


def read_xlsx(content: bytes, limits: Limits) -> Any:
    """Return [tab, cells] for each tab, in order; raises RefusedError."""
    return _Workbook(Archive(content, limits), limits).tabs()


class _Workbook:
    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        main = [target for kind, _id, target in relations(archive, "", limits) if kind == "officeDocument"]
        self._main = main[0] if main else "xl/workbook.xml"
        self._book = tree(archive.chunks(self._main), limits)
        self._parts = {name: (kind, target) for kind, name, target in relations(archive, self._main, limits)}
        properties = self._book.find("x.workbookPr")
        in_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = _EPOCH_1904 if in_1904 else _EPOCH_1900
        self._shown = self._formats()  # by style: « n » a number, « p » a percentage, « d » a day
        self._strings = list(self._shared())

    def tabs(self) -> Any:
        cells = GridCells(self._limits)
        for sheet in self._book.iter("x.sheet"):
            kind, part = self._parts.get(sheet.get("r.id", ""), ("", ""))
            if kind == "worksheet":  # a tab that holds a chart has no cells
                cells.tab(sheet.get("name", ""))
                self._read(part, cells)
        return cells.tabs

    def _read(self, part: str, cells: GridCells) -> None:
        number = 0
        for row in elements(self._archive.chunks(part), frozenset({"x.row"}), self._limits):
            number = _within(row.get("r"), number + 1, _LAST_ROW)
            column = 0
            for cell in row:
                if cell.tag != "x.c":
                    continue
                column = _column(cell.get("r"), column + 1)
                found = self._value(cell)
                if found is not None:
                    cells.add(number, column, *found, formula=cell.find("x.f") is not None)

    def _value(self, cell: Element) -> tuple[str, str] | None:
        text = cell.findtext("x.v", "")
        match cell.get("t", "n"):
            case "s":
                if not (text.isdigit() and int(text) < len(self._strings)):
                    raise RefusedError("damaged")
                text = self._strings[int(text)]
            case "inlineStr":
                inline = cell.find("x.is")
                text = "" if inline is None else _rich(inline)
            case "str" | "e":
                text = _unescaped(text)
            case "b":
                return ("b", text) if text in ("0", "1") else None
            case "d":
                return ("d", text[:10]) if _is_day(text[:10]) else _text(text)
            case _:
                return self._number(text, cell.get("s", "0"))
        return _text(text)

    def _number(self, text: str, style: str) -> tuple[str, str] | None:
        if not text:
            return None
        plain = plain_number(text)
        if plain is None:
            return "s", text
        if style == "0" and not self._shown:
            return "n", plain
        if not (style.isdigit() and int(style) < len(self._shown)):
            raise RefusedError("damaged")  # whether it is a day or a percentage is lost
        shown = self._shown[int(style)]
        if shown != "d":
            return shown, plain
        days = int(Decimal(plain))
        if self._epoch == _EPOCH_1900 and days < _FALSE_LEAP_DAY:
            days += 1
        try:
            day = self._epoch + timedelta(days=days)
        except OverflowError:
            return "n", plain
        return ("d", day.isoformat()) if Decimal(plain) >= 1 else ("n", plain)  # before 1: an hour

    def _formats(self) -> list[str]:
        for kind, part in self._parts.values():
            if kind == "styles":
                styles = tree(self._archive.chunks(part), self._limits)
                own = {
                    found.get("numFmtId", ""): found.get("formatCode", "")
                    for found in styles.iter("x.numFmt")
                }
                formats = styles.find("x.cellXfs")
                return [
                    _shown_as(style.get("numFmtId", "0"), own)
                    for style in (() if formats is None else formats)
                    if style.tag == "x.xf"
                ]
        return []

    def _shared(self) -> Iterator[str]:
        for kind, part in self._parts.values():
            if kind == "sharedStrings":
                for item in elements(self._archive.chunks(part), frozenset({"x.si"}), self._limits):
                    yield _rich(item)


def _shown_as(identifier: str, own: dict[str, str]) -> str:
    if identifier in own:
        code = _UNSHOWN.sub("", own[identifier]).partition(";")[0]
        if "%" in code:
            return "p"
        return "d" if _DAY_OR_YEAR.search(code) and "general" not in code.lower() else "n"
    number = int(identifier) if identifier.isdigit() else 0
    return "d" if number in _DATES else "p" if number in _PERCENTS else "n"


def _rich(item: Element) -> str:
    """Join the runs of a text; what tells how to pronounce it is left out."""
    runs = (run for child in item if child.tag in ("x.t", "x.r") for run in child.iter("x.t"))
    return _unescaped("".join(run.text or "" for run in runs))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _text(text: str) -> tuple[str, str] | None:
    """A text, without what no cell can show; None when nothing is left."""
    shown = "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and not _is_half(letter)))
    return ("s", shown) if shown else None


def _is_half(letter: str) -> bool:
    return 0xD800 <= ord(letter) < 0xE000  # noqa: PLR2004 - surrogates


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _within(text: str | None, default: int, last: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= last):
        raise RefusedError("damaged")
    return int(text[:9])


def _column(reference: str | None, default: int) -> int:
    if reference is None:
        return default
    found = _REFERENCE.match(reference)
    if not found:
        raise RefusedError("damaged")
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    if column > _LAST_COLUMN:
        raise RefusedError("damaged")
    return column
