"""A figure is the same to the digit wherever it is read: page, PDF, DOCX, ODT, XLSX, ODS, CSV, JSON of `sheets`.

The JSON is the stable interface, held to the document by the golden values of `tests/spec`; each other support is read
by a program of its own, and its figures are printed again here from their digits.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from droitcommun.catalogue.loader import load_source
from droitcommun.usecases.report_files import SUFFIXES, report_file
from droitcommun.usecases.sources import DEFAULT_SOURCE, view
from tests.documents.supports import (
    UNITS,
    Pages,
    docx_pages,
    figure,
    number,
    odt_pages,
    pdf_pages,
    rate_figure,
    resource,
    squeezed,
    tab,
)

Record = dict[str, Any]


@pytest.fixture(scope="module")
def expected() -> list[Record]:
    """The sheets as the command line gives them, in the order of the document."""
    command = Path(sys.executable).with_name("droitcommun")
    done = subprocess.run([command, "sheets", "--format", "json"], check=True, capture_output=True)
    found: list[Record] = json.loads(done.stdout)
    assert len(found) == 61
    return found


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    paris = view(load_source, DEFAULT_SOURCE, None)
    return {suffix: report_file(paris, suffix) for suffix in SUFFIXES}


@pytest.fixture(scope="module")
def printed(made: dict[str, bytes]) -> dict[str, dict[int, Pages]]:
    return {
        ".pdf": pdf_pages(made[".pdf"]),
        ".docx": docx_pages(made[".docx"]),
        ".odt": odt_pages(made[".odt"]),
    }


def rates_of(sheet: Record) -> list[tuple[Decimal, str]]:
    return [
        (Decimal(rate["value"]), rate["unit"])
        for measure in sheet["measures"]
        for rate in measure["rates"]
        if rate["value"] is not None
    ]


def observed(measure: Record) -> list[Record]:
    """The baseline and the results that have a number."""
    seen = [measure["baseline"], *measure["results"]]
    return [one for one in seen if one is not None and one["value"] is not None]


def as_printed(one: Record) -> str:
    return figure(
        Decimal(one["value"]), one["unit"], signed=one["unit"] == "points" and one["words"][:1] in "+−"
    )


def test_the_supports_have_the_sheets_that_are_asked_of_them(printed: dict[str, dict[int, Pages]]) -> None:
    assert {suffix: sorted(pages) for suffix, pages in printed.items()} == {
        suffix: list(range(1, 62)) for suffix in printed
    }


def test_every_table_of_every_sheet_says_the_same_in_pdf_docx_and_odt(
    printed: dict[str, dict[int, Pages]],
) -> None:
    for sheet in range(1, 62):
        pdf, docx, odt = (printed[suffix][sheet].tables for suffix in (".pdf", ".docx", ".odt"))
        assert docx == odt, sheet
        assert pdf == odt, sheet


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt"])
def test_the_rates_of_every_sheet_are_printed_to_the_digit(
    expected: list[Record], printed: dict[str, dict[int, Pages]], suffix: str
) -> None:
    found = {place: pages.rates for place, pages in printed[suffix].items()}

    assert found == {
        place: [rate_figure(*rate) for rate in rates_of(sheet)]
        for place, sheet in enumerate(expected, start=1)
    }
    assert sum(map(len, found.values())) > 100


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt"])
def test_the_observed_and_declared_figures_of_every_sheet_are_printed_to_the_digit(
    expected: list[Record], printed: dict[str, dict[int, Pages]], suffix: str
) -> None:
    count = 0
    for place, sheet in enumerate(expected, start=1):
        rows = printed[suffix][place].figures
        assert len(rows) == len(sheet["measures"]), sheet["id"]
        for row, measure in zip(rows, sheet["measures"], strict=True):
            first, _, last, _ = row
            missing = [one for one in map(as_printed, observed(measure)) if not held(one, first + "|" + last)]
            assert missing == [], (sheet["id"], row)
            count += len(observed(measure))
        declared = sheet["declared_rate"]
        if declared is not None and declared["value"] is not None:
            shown = figure(Decimal(declared["value"]), declared["unit"])
            assert held(shown, rows[0][3]), (sheet["id"], rows[0])
    assert count > 60


def held(printed_figure: str, cell: str) -> bool:
    """Whether a cell says a figure, and not one of which it is a part."""
    return re.search(rf"(?<![\d,]){re.escape(printed_figure)}(?![\d,])", cell) is not None


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_the_figures_of_every_sheet_are_numbers_of_cells(
    expected: list[Record], made: dict[str, bytes], suffix: str
) -> None:
    measures, rates = tab(made[suffix], "Fiches et mesures"), tab(made[suffix], "Taux")

    for sheet in expected:
        rows = measures[sheet["id"]]
        results = [
            one["value"] for measure in sheet["measures"] for one in measure["results"] or [{"value": None}]
        ]
        assert [number(row["Résultat"]) for row in rows] == [plain(value) for value in results], sheet["id"]
        starts = {
            measure["id"]: plain((measure["baseline"] or {"value": None})["value"])
            for measure in sheet["measures"]
        }
        assert {row["Mesure"]: number(row["Départ"]) for row in rows} == starts, sheet["id"]
        declared = sheet["declared_rate"]
        assert {number(row["Taux déclaré"]) for row in rows} == {
            plain(declared["value"] if declared else None)
        }
        found = [(number(row["Taux"]), row["Unité"]) for row in rates[sheet["id"]] if row["Taux"] != ""]
        assert found == [(value.normalize(), UNITS[unit]) for value, unit in rates_of(sheet)], sheet["id"]


def plain(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value).normalize()


def test_the_figures_of_every_sheet_are_those_of_the_open_data(
    expected: list[Record], made: dict[str, bytes]
) -> None:
    rates = resource(made[".zip"], "rates", "sheet")
    declared = resource(made[".zip"], "sheets", "id")
    seen = resource(made[".zip"], "observations", "sheet")

    for sheet in expected:
        assert [(row["value"], row["unit"]) for row in rates[sheet["id"]] if row["value"]] == [
            (str(value), unit) for value, unit in rates_of(sheet)
        ]
        (row,) = declared[sheet["id"]]
        told = sheet["declared_rate"]
        assert row["declared_rate"] == ((told["value"] or "") if told else ""), sheet["id"]
        published = Counter(
            (row["measure"], row["value"], row["unit"])
            for row in seen[sheet["id"]]
            if row["role"] in ("baseline", "result") and row["value"]
        )
        wanted = Counter(
            (measure["id"], one["value"], one["unit"])
            for measure in sheet["measures"]
            for one in observed(measure)
        )
        assert wanted - published == Counter(), sheet["id"]


class Figures(HTMLParser):
    """The cells of numbers and the lines of sums of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.sums: list[str] = []
        self._into: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or ""
        if tag == "td" and kind == "number":
            self.cells.append("")
            self._into = self.cells
        elif kind == "arithmetic":
            self.sums.append("")
            self._into = self.sums
        elif tag == "span":
            self._into = None

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "strong", "span"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += squeezed(data)


def test_the_figures_of_every_sheet_are_those_of_its_page(
    expected: list[Record], printed: dict[str, dict[int, Pages]]
) -> None:
    sums = 0
    for place, sheet in enumerate(expected, start=1):
        answer = Client().get(f"/fiches/{sheet['id']}/", headers={"host": "localhost"})
        page = Figures(answer.content.decode())

        wanted = [as_printed(one) for measure in sheet["measures"] for one in observed(measure)]
        shown = list(page.cells)
        for one in wanted:
            where = next((cell for cell in shown if held(one, cell)), None)
            assert where is not None, (sheet["id"], one, page.cells)
            shown.remove(where)
        rates = set(printed[".pdf"][place].rates)
        results = [
            line.rpartition("=")[2].partition(",plafonné")[0] for line in page.sums if "moyenne" not in line
        ]
        assert [result for result in results if result not in rates] == [], sheet["id"]
        sums += len(results)
    assert sums > 40
