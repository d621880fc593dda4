"""What each support of the report says of a sheet, taken out by programs that know nothing of how it was written.

A figure is what is printed, without its spaces: « 2 500 » is `2500`, « +0,1 point » is `+0,1point`.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import pdfplumber
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE = _ODF % "text", _ODF % "table"
_HEADING = re.compile(r"(\d+)\. ")

Rows = list[tuple[str, ...]]

UNITS = {"percent": "%", "points": "points", "count": "nombre", "euros": "€"}


def squeezed(text: str) -> str:
    """A text without any space, so that a line that wraps is the same as one that does not."""
    return re.sub(r"\s+", "", text)


def figure(value: Decimal, unit: str, *, signed: bool = False) -> str:
    """How a number is printed, from its digits: no function of the product is asked."""
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    digits = f"{abs(value):f}".replace(".", ",")
    match unit:
        case "percent" | "%":
            return f"{sign}{digits}%"
        case "points":
            return f"{sign}{digits}point{'s' if int(abs(value)) > 1 else ''}"
        case "euros" | "€":
            return f"{sign}{digits}€"
        case _:
            return f"{sign}{digits}"


def rate_figure(value: Decimal, unit: str) -> str:
    """The same for a computed rate: what is no percentage is a difference, and has its sign."""
    return figure(value, unit, signed=unit not in ("percent", "%"))


@dataclass(frozen=True)
class Pages:
    """The tables of one sheet in a text: the rows under each head, in the order of the pages."""

    tables: tuple[Rows, ...]

    @property
    def rates(self) -> list[str]:
        """The column « Taux » of the computed rates."""
        return [row[3] for head, *rows in self.tables if head[-1] == "Bornes" for row in rows]

    @property
    def figures(self) -> Rows:
        """The rows of the official figures: departure, target, result, declared rate; from the right."""
        (found,) = [rows for head, *rows in self.tables if head[-1] == "Tauxderéalisation"]
        return [row[-4:] for row in found]


def pdf_pages(held: bytes) -> dict[int, Pages]:
    """By the number of the sheet: its pages begin where the bookmark of its title leads."""
    reader = PdfReader(BytesIO(held))
    starts: list[tuple[int, int | None]] = []
    for entry in _flat(reader.outline):
        found = _HEADING.match(str(entry.title))
        page = reader.get_destination_page_number(entry)
        starts.append((page if page is not None else 0, int(found[1]) if found else None))
    ends = [start for start, _ in starts[1:]] + [len(reader.pages)]
    with pdfplumber.open(BytesIO(held)) as document:
        return {
            number: Pages(_continued(_pdf_tables(document, start, end)))
            for (start, number), end in zip(starts, ends, strict=True)
            if number is not None
        }


def _flat(outline: Any) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        elif entry.typ == "/XYZ" and not str(entry.title).startswith(
            ("Où", "Taux déclaré", "Ce qui ne tient")
        ):
            yield entry


def _pdf_tables(document: Any, start: int, end: int) -> Iterator[Rows]:
    for page in document.pages[start:end]:
        for table in page.extract_tables():
            yield [tuple(squeezed(cell or "") for cell in row) for row in table]
        page.close()


def _continued(tables: Iterator[Rows]) -> tuple[Rows, ...]:
    """Join a table to the one before it of which it repeats the head, at the top of a page."""
    found: list[Rows] = []
    for rows in tables:
        if found and rows[0] == found[-1][0] and rows[0][-1] != "Cequeditlafiche":
            found[-1] += rows[1:]
        else:
            found.append(rows)
    return tuple(found)


def docx_pages(held: bytes) -> dict[int, Pages]:
    """By the number of the sheet: what stands between two titles of its level."""
    found: dict[int, list[Rows]] = {}
    number: int | None = None
    for child in docx.Document(BytesIO(held)).iter_inner_content():
        if (
            isinstance(child, Paragraph)
            and child.style is not None
            and child.style.name in ("Heading 1", "Heading 2")
        ):
            number = _numbered(child.text)
        if isinstance(child, Table) and number is not None:
            rows = [
                tuple(squeezed(_docx_cell(cell)) for cell in row.findall(f"{_W}tc"))
                for row in child._tbl.tr_lst  # noqa: SLF001 - ten times faster than its rows and cells
            ]
            found.setdefault(number, []).append(rows)
    return {number: Pages(_continued(iter(tables))) for number, tables in found.items()}


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _docx_cell(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{_W}t"))


def odt_pages(held: bytes) -> dict[int, Pages]:
    """By the number of the sheet: what stands between two titles of its level."""
    with ZipFile(BytesIO(held)) as archive:
        body = ET.fromstring(archive.read("content.xml"))  # noqa: S314 - our own file
    found: dict[int, list[Rows]] = {}
    number: int | None = None
    for node in body.iter():
        if node.tag == f"{_TEXT}h" and node.get(f"{_TEXT}outline-level") in ("1", "2"):
            number = _numbered("".join(node.itertext()))
        if node.tag == f"{_TABLE}table" and number is not None:
            rows = [
                tuple(squeezed("".join(cell.itertext())) for cell in row.iter(f"{_TABLE}table-cell"))
                for row in node.iter(f"{_TABLE}table-row")
            ]
            found.setdefault(number, []).append(rows)
    return {number: Pages(_continued(iter(tables))) for number, tables in found.items()}


def _numbered(title: str) -> int | None:
    found = _HEADING.match(title)
    return int(found[1]) if found else None


def tab(held: bytes, name: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a tab, by the identifier of their sheet."""
    head, *rows = CalamineWorkbook.from_filelike(BytesIO(held)).get_sheet_by_name(name).to_python()
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        named = dict(zip(map(str, head), row, strict=True))
        found[str(named["Fiche"])].append(named)
    return found


def number(cell: object) -> Decimal | None:
    """The number of a cell; calamine gives the shortest double that is the same."""
    return None if cell == "" else Decimal(str(cell)).normalize()


def resource(held: bytes, name: str, key: str) -> dict[str, list[dict[str, str]]]:
    """The rows of a table of the open data, by one of their columns."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with ZipFile(BytesIO(held)) as archive:
        for row in csv.DictReader(StringIO(archive.read(f"data/{name}.csv").decode())):
            found[row[key]].append(row)
    return found
