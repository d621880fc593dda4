"""What somebody typed comes out as it was typed, in every format: it is never a formula, markup, a link, a command."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx as python_docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from droitcommun.core.known import known_on
from droitcommun.core.sheets import Alert
from droitcommun.reports.blocks import Grid, Heading, Paragraph, printable
from droitcommun.reports.docx import docx
from droitcommun.reports.odt import odt
from droitcommun.reports.pdf import _HELD, held, pdf
from droitcommun.usecases.report_files import SUFFIXES, TEXTS, report_file, sheet_file
from droitcommun.usecases.sources import View
from tests.builders import CONTRACT, RECORDED, Row, dossier, passage

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

# What is typed, and what is read back where that is not the same: what no page can print is shown as �.
LITERAL = (
    '=HYPERLINK("http://mal.example","clic")',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{=1+1}",
    '#read("/etc/passwd")',
    '#import "@preview/mal:1.0.0": *',
    '#eval("1")',
    "$x^2$",
    "*gras* _italique_ `code`",
    "<label> @ref",
    "= Titre",
    "// commentaire /* bloc */",
    "\\u{41}\\#",
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    "%s%n{0}{__class__}",
    "<script>alert(1)</script>",
    "<w:p/></w:t>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "&amp;&#60;&nbsp;",
    "]]>",
    "\\\\server\\share\\f.exe",
    "file:///etc/passwd",
    "http://mal.example/",
    "mailto:x@mal.example",
    "_x0041_ _x000D_",
    "\"guillemets\" ; 'points', virgules",
    "a" * 600,
    "0123",
    "1e5",
    "TRUE",
    "2016-05-23",
    "É̀ e\u0301 ça Œuvre",
    "Ωμέγα Кириллица ø ł ş",
)
CHANGED = (
    ("a\r\nb", "a\nb"),
    ("a\x00b", "a\ufffdb"),
    ("a\x1b[31mb", "a\ufffd[31mb"),
    ("a\x07\x0bb", "a\ufffd\ufffdb"),
    ("abc\u202egpj.exe", "abc\ufffdgpj.exe"),
    ("a\u2066b\u2069", "a\ufffdb\ufffd"),
    ("a\ud800b", "a\ufffdb"),
    ("a\uffffb", "a\ufffdb"),
)
# What the fonts of a page lack is told by its code in PDF, and stands in the other formats.
BEYOND = (
    ("😀 fini", "‹U+1F600› fini"),
    ("𝔘𝔫𝔦", "‹U+1D518›‹U+1D52B›‹U+1D526›"),
    ("عربى", "‹U+0639›‹U+0631›‹U+0628›‹U+0649›"),
)

CASES = [
    *((text, text, text) for text in LITERAL),
    *((text, shown, shown) for text, shown in CHANGED),
    *((text, text, in_pdf) for text, in_pdf in BEYOND),
]


def typed(text: str) -> View:
    """A contract in which somebody typed a text wherever one is typed."""
    row = Row(
        sheet={
            "title": text,
            "objective": text,
            "analysis": text,
            "method_note": text,
            "alerts": (Alert(text=text, passage=passage()),),
        },
        measure={"indicator": text},
    )
    made = dossier(row, contract=replace(CONTRACT, name=text))
    return View(known_on(made, RECORDED), by_default=True)


@pytest.fixture(scope="module")
def all_at_once() -> View:
    return typed("\n".join(text for text, _, _ in CASES))


@pytest.mark.parametrize("write", [docx, odt, pdf])
def test_each_text_is_read_back_as_it_was_typed_from_a_paragraph_a_title_and_a_cell(write: Any) -> None:
    for text, elsewhere, in_pdf in CASES:
        shown = printable(text)
        blocks = (
            Heading(1, shown, "titre"),
            Paragraph(shown),
            Grid(shown, ("A", "B"), ((shown, shown),), (50, 50)),
        )

        made = write(blocks, title=shown, author=shown, footer="pied", as_of=date(2016, 7, 1))

        match write.__name__:
            case "docx":
                document = python_docx.Document(BytesIO(made))
                assert document.paragraphs[1].text == elsewhere
                assert document.tables[0].rows[1].cells[1].text == elsewhere
                assert document.core_properties.title == elsewhere[:255]
            case "odt":
                assert _odt_paragraphs(made).count(elsewhere) == 5, repr(
                    text
                )  # title, paragraph, caption, two cells
            case _:
                found = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
                assert _letters(in_pdf) in _letters(found), repr(text)


def _letters(text: str) -> str:
    """A text without what a page adds to it: ends of lines, hyphens, places to cut; accents as one letter."""
    return re.sub("[\\s\u200b\u00ad\u2010-]", "", normalize("NFC", text))


def _odt_paragraphs(made: bytes) -> list[str]:
    with ZipFile(BytesIO(made)) as archive:
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314 - our own file
    return [_said(node) for node in content.iter() if node.tag in {f"{_TEXT}p", f"{_TEXT}h"}]


def _said(node: ET.Element) -> str:
    """The text of a paragraph as a program shows it: some of its characters are elements."""
    said = node.text or ""
    for child in node:
        said += {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(child.tag, "")
        said += _said(child) if child.tag.startswith(_TEXT) else ""
        said += child.tail or ""
    return said


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_cells_of_a_workbook_are_text_whatever_they_begin_with(suffix: str) -> None:
    for text, elsewhere, _ in CASES:
        made = report_file(typed(text), suffix)

        head, row, *_rest = (
            CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name("Fiches et mesures").to_python()
        )
        cells = dict(zip(map(str, head), row, strict=True))
        assert [cells[name] for name in ("Titre", "Indicateur", "Analyse", "Alertes")] == [elsewhere] * 4, (
            repr(text)
        )
        with ZipFile(BytesIO(made)) as archive:
            for name in archive.namelist():
                assert b"<f>" not in archive.read(name), name
                assert b"table:formula" not in archive.read(name), name
                assert b"<hyperlink" not in archive.read(name), name
                assert b"text:a " not in archive.read(name), name


def test_csv_quotes_text_and_leaves_numbers_alone() -> None:
    for text, elsewhere, _ in CASES:
        with ZipFile(BytesIO(report_file(typed(text), ".zip"))) as archive:
            raw = archive.read("data/sheets.csv").decode()
            rates = archive.read("data/rates.csv").decode()
            measures = list(csv.DictReader(StringIO(archive.read("data/measures.csv").decode(), newline="")))

        assert measures[0]["indicator"] == elsewhere, repr(text)
        assert f'"{text.replace(chr(34), chr(34) * 2)}"' in raw or text != elsewhere
        assert ",50.0," in rates


def test_open_data_hold_what_was_typed_itself() -> None:
    for text, _, _ in CASES:
        with ZipFile(BytesIO(report_file(typed(text), ".zip"))) as archive:
            told = json.loads(archive.read("dossier.json"))

        assert told["sheets"][0]["title"] == text


def test_a_whole_report_and_an_official_sheet_stand_every_text_at_once(all_at_once: View) -> None:
    assert all(report_file(all_at_once, suffix) for suffix in SUFFIXES)
    assert all(sheet_file(all_at_once, "a", suffix) for suffix in TEXTS)


def test_a_cell_that_is_too_long_is_cut_and_says_so() -> None:
    made = report_file(typed("x" * 40_000), ".xlsx")

    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name("Fiches et mesures").to_python()
    assert rows[1][2] == "x" * 32_763 + " […]"


def test_the_fonts_of_a_page_hold_every_character_that_is_printed_as_it_is() -> None:
    characters = "".join(
        chr(code)
        for code in range(0x20, 0x10000)
        if not _HELD.match(chr(code)) and not 0xD800 <= code <= 0xDFFF
    )

    made = pdf((Paragraph(characters),), title="t", author="a", footer="f", as_of=date(2016, 7, 1))

    # PDF/A refuses a character without a glyph: that there is a file is the answer.
    assert made.startswith(b"%PDF")
    assert len(characters) > 700
    assert held("œ€« ’ → − ≥ 😀") == "œ€« ’ → − ≥ ‹U+1F600›"
