"""ODS, by its XML: typed cells of each tab, a row at a time; what repeats is counted before it is made.

Formulas give the value that was kept in the file; nothing is computed, no link is followed.
"""

from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.readers.grid_cells import GridCells, plain_number
from droitcommun.intake.readers.markup import elements
from droitcommun.intake.refusals import RefusedError

_GONE = {"office.annotation", "draw.frame"}
_MOST_SPACES = 200


def read_ods(content: bytes, limits: Limits) -> Any:
    """Return [tab, cells] for each tab, in order; raises RefusedError."""
    archive = Archive(content, limits)
    cells = GridCells(limits)
    # A tab at a time: a row does not say which tab it is of, and a file has few tabs of many rows.
    for table in elements(archive.chunks("content.xml"), frozenset({"table.table", "office.text"}), limits):
        if table.tag == "office.text":
            raise RefusedError("damaged")
        cells.tab(table.get("table.name", ""))
        _read(table, cells)
    return cells.tabs


def _read(table: Element, cells: GridCells) -> None:
    number = 0
    for row in table.iter("table.table-row"):
        repeated = _number(row, "table.number-rows-repeated")
        held: list[tuple[int, str, str, bool]] = []
        column = 0
        for cell in row:
            width = _number(cell, "table.number-columns-repeated")
            found = _value(cell)
            if found is not None:
                cells.room((width - 1) * repeated + repeated - 1)
                formula = cell.get("table.formula") is not None
                held += [(column + step, *found, formula) for step in range(1, width + 1)]
            column += width
        if held:
            for step in range(1, repeated + 1):
                for place, kind, text, formula in held:
                    cells.add(number + step, place, kind, text, formula=formula)
        number += repeated


def _value(cell: Element) -> tuple[str, str] | None:
    if cell.tag not in ("table.table-cell", "table.covered-table-cell"):
        return None
    match cell.get("office.value-type", ""):
        case "float" | "currency":
            plain = plain_number(cell.get("office.value", ""))
            return ("n", plain) if plain is not None else _text(cell)
        case "percentage":
            plain = plain_number(cell.get("office.value", ""))
            return ("p", plain) if plain is not None else _text(cell)
        case "boolean":
            return ("b", "1" if cell.get("office.boolean-value") == "true" else "0")
        case "date":
            day = cell.get("office.date-value", "")[:10]
            try:
                return "d", date.fromisoformat(day).isoformat()
            except ValueError:
                return _text(cell)
        case _:
            return _text(cell)


def _text(cell: Element) -> tuple[str, str] | None:
    text = "\n".join(_spoken(paragraph) for paragraph in cell.findall("text.p"))
    text = text or cell.get("office.string-value", "")
    shown = "".join(letter for letter in text if letter in "\n\t" or letter >= " ")
    return ("s", shown) if shown else None


def _spoken(element: Element) -> str:
    text = [(element.text or "").replace("\n", " ")]
    for child in element:
        match child.tag:
            case "text.s":
                text.append(" " * min(_number(child, "text.c"), _MOST_SPACES))
            case "text.tab":
                text.append("\t")
            case "text.line-break":
                text.append("\n")
            case tag if tag in _GONE:
                pass
            case _:
                text.append(_spoken(child))
        text.append((child.tail or "").replace("\n", " "))
    return "".join(text)


def _number(element: Element, name: str) -> int:
    """Read a count, 1 or more; what is no number is 1, what is huge stays huge enough to be refused."""
    text = element.get(name, "1")
    return max(1, int(text[:9])) if text.isascii() and text.isdigit() else 1
