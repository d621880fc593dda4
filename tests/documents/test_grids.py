"""Cells of a workbook: typed as they are in the file, numbers with the digits that somebody typed."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.intake.grids import Grid, GridCell, grids_of, read_grids
from droitcommun.intake.readers.grid_cells import plain_number
from tests.documents.containers import SHARED_STRINGS, ods_members, shared_strings, xlsx_members, zipped
from tests.documents.producers import converted

EMPTY = GridCell(None)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """What Excel writes, by xlsxwriter: a cell of each type in column B, a row each."""
    path = tmp_path / "classeur.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        tab = book.add_worksheet("Unité d’Été")
        percent = book.add_format({"num_format": "0.0 %"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        tab.write(0, 1, "École « La Fontaine »")
        tab.write(1, 1, 20.3)
        tab.write(2, 1, 0.181, percent)
        tab.write_datetime(3, 1, datetime(2016, 5, 23), day)  # noqa: DTZ001 - a day of a sheet
        tab.write_formula(4, 1, "=SUM(B2)", None, 20.3)
        tab.write_string(5, 1, "=HYPERLINK(1)")
        tab.write_rich_string(6, 1, "en ", book.add_format({"bold": True}), "gras")
        tab.merge_range(7, 1, 8, 3, "fusion")
        tab.write(9, 1, 0.1 + 0.2)
        book.add_worksheet("Vide")
        book.add_worksheet("Cachée").hide()
    return path


WANTED = [
    GridCell("École « La Fontaine »"),
    GridCell(Decimal("20.3")),
    GridCell(Decimal("0.181"), percent=True),
    GridCell(date(2016, 5, 23)),
    GridCell(Decimal("20.3"), formula=True),
    GridCell("=HYPERLINK(1)"),
    GridCell("en gras"),
    GridCell("fusion"),
    None,
    GridCell(Decimal("0.3")),
]


def check(grids: tuple[Grid, ...]) -> None:
    assert [grid.tab for grid in grids] == ["Unité d’Été", "Vide", "Cachée"]
    assert [row[1] if row else None for row in grids[0].rows] == WANTED
    assert all(row[0] == EMPTY for row in grids[0].rows if row)
    assert grids[1].rows == ()


def test_what_excel_writes_is_read_as_it_is_typed(workbook: Path) -> None:
    check(read_grids(workbook))


@pytest.mark.usefixtures("office")
def test_what_libreoffice_saves_of_it_is_the_same(workbook: Path) -> None:
    check(read_grids(converted(workbook, "ods")))


@pytest.mark.usefixtures("office")
def test_calamine_which_reads_by_other_means_agrees(workbook: Path) -> None:
    from python_calamine import load_workbook

    for path in (workbook, converted(workbook, "ods")):
        mine = read_grids(path)[0]
        theirs = load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        for row, others in zip(mine.rows, theirs, strict=False):
            for cell, other in zip(row, others, strict=False):
                if cell.value is not None:
                    known = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
                    assert known == other


CELLS = [
    ('<c r="A1"><v>18.0</v></c>', GridCell(Decimal("18.0"))),
    ('<c r="A1"><v>0.18099999999999999</v></c>', GridCell(Decimal("0.181"))),
    ('<c r="A1"><v>1.5E+3</v></c>', GridCell(Decimal(1500))),
    ('<c r="A1"><v>-0</v></c>', GridCell(Decimal("-0"))),
    ('<c r="A1"><v>pas un nombre</v></c>', GridCell("pas un nombre")),
    ('<c r="A1"><v>1E+999999</v></c>', GridCell("1E+999999")),
    ('<c r="A1" t="b"><v>1</v></c>', GridCell(value=True)),
    ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', GridCell("#DIV/0!", formula=True)),
    ('<c r="A1" t="str"><f>A2</f><v>mot</v></c>', GridCell("mot", formula=True)),
    ('<c r="A1" t="d"><v>2016-05-23T00:00:00</v></c>', GridCell(date(2016, 5, 23))),
    ('<c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>', GridCell("ab")),
    ('<c r="A1" t="inlineStr"><is><t>&lt;script&gt;{{7*7}}</t></is></c>', GridCell("<script>{{7*7}}")),
    ('<c r="A1" t="s"><v>0</v></c>', GridCell("partagé")),
]


@pytest.mark.parametrize(("cell", "wanted"), CELLS)
def test_a_cell_of_xlsx(cell: str, wanted: GridCell) -> None:
    members = xlsx_members(f'<row r="1">{cell}</row>', relations=SHARED_STRINGS)
    members["xl/sharedStrings.xml"] = shared_strings("<si><r><t>parta</t></r><r><t>gé</t></r></si>")

    (grid,) = grids_of(zipped(members), "envoi")

    assert grid.rows == ((wanted,),)


ODS_CELLS = [
    ('office:value-type="float" office:value="20.30"', "20,3", GridCell(Decimal("20.30"))),
    (
        'office:value-type="percentage" office:value="0.181"',
        "18,1 %",
        GridCell(Decimal("0.181"), percent=True),
    ),
    ('office:value-type="currency" office:value="40000"', "40 000 €", GridCell(Decimal(40000))),
    ('office:value-type="date" office:date-value="2016-05-23"', "23 mai", GridCell(date(2016, 5, 23))),
    ('office:value-type="boolean" office:boolean-value="true"', "VRAI", GridCell(value=True)),
    ('office:value-type="string" table:formula="of:=[.A2]"', "mot", GridCell("mot", formula=True)),
    ("", "", None),
]


@pytest.mark.parametrize(("attributes", "shown", "wanted"), ODS_CELLS)
def test_a_cell_of_ods(attributes: str, shown: str, wanted: GridCell | None) -> None:
    said = f"<text:p>{shown}</text:p>" if shown else ""
    body = (
        f'<table:table table:name="T"><table:table-row><table:table-cell {attributes}>{said}</table:table-cell>'
        "</table:table-row></table:table>"
    )

    (grid,) = grids_of(zipped(ods_members(body)), "envoi")

    assert grid.rows == (((wanted,),) if wanted else ())


def test_a_cell_that_repeats_stands_as_often_and_empty_ones_hold_their_place() -> None:
    said = "<text:p>a</text:p>"
    body = (
        '<table:table table:name="T"><table:table-row table:number-rows-repeated="2"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="2">{said}</table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell/></table:table-row></table:table>'
    )

    (grid,) = grids_of(zipped(ods_members(body)), "envoi")

    row = (EMPTY, EMPTY, GridCell("a"), GridCell("a"))
    assert grid.rows == ((), (), row, row)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5))
def test_a_number_of_fifteen_digits_or_fewer_keeps_them_all(value: Decimal) -> None:
    assert plain_number(f"{value:f}") == f"{value:f}"


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_a_double_written_with_seventeen_digits_is_the_number_that_was_typed(units: int, places: int) -> None:
    typed = Decimal(units).scaleb(-places)

    found = plain_number(f"{float(typed):.17g}")

    assert found is not None
    assert Decimal(found) == typed
