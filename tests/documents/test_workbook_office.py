"""What people do to a workbook in LibreOffice, saved by it in both formats: right, or a problem at its place.

The deeds are done in LibreOffice's own flat file, as it writes them; it then opens the file, computes it and saves it
twice. Excel cannot run here: `test_workbook_excel` looks for what it refuses.
"""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped] # it keeps prefixes, as LibreOffice asks

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.observations import Absence, Absent, Share
from droitcommun.intake.grids import read_grids
from droitcommun.intake.workbook.forms import form
from droitcommun.intake.workbook.ods import write_ods
from droitcommun.intake.workbook.reading import Receipt, Submission, read_workbook
from droitcommun.intake.workbook.reporters import reporter
from droitcommun.intake.workbook.xlsx import write_xlsx
from tests.builders import Row, dossier, share
from tests.documents.producers import converted
from tests.documents.workbooks import FILE, FILL, HELP, KEY, LABEL, RECEIVED

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
COLUMNS = 6
# What LibreOffice gives a cell when a person chooses to show it as a percentage.
PERCENTAGE = """<office:automatic-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">
  <number:percentage-style style:name="N999"><number:number number:decimal-places="2" number:min-integer-digits="1"/>
  <number:text>%</number:text></number:percentage-style>
  <style:style style:name="shown-as-percentage" style:family="table-cell" style:data-style-name="N999"/>
  </office:automatic-styles>"""

# Rows of a tab, each of its six cells; a deed changes them in place.
Rows = list[Any]
Deed = Callable[[Any, Rows], None]


def written(source: Dossier, path: Path) -> Path:
    book = form(known_on(source, source.latest_recorded_day()), reporter(source, "service"), 2016)
    path.write_bytes(write_ods(book) if path.suffix == ".ods" else write_xlsx(book))
    return path


def done(source: Dossier, path: Path, deeds: dict[str, Deed]) -> Submission:
    """Open our workbook in LibreOffice, do each deed in the tab of its sheet, save, save in the other format, read."""
    names = {sheet.id: f"Fiche {number}" for number, sheet in enumerate(source.sheets, 1)}
    flat = converted(written(source, path), "fods")
    page = etree.parse(flat)
    (styles,) = page.iter(f"{OFFICE}automatic-styles")
    styles.extend(list(etree.fromstring(PERCENTAGE)))
    for table in page.iter(f"{TABLE}table"):
        for sheet, deed in deeds.items():
            if table.get(f"{TABLE}name") == names[sheet]:
                deed(table, _rows(table))
    page.write(flat, encoding="utf-8", xml_declaration=True)
    other = {".xlsx": ("ods", "xlsx"), ".ods": ("xlsx", "ods")}[path.suffix]
    for suffix in other:
        flat = converted(flat, suffix)
    receipt = Receipt(file=FILE, document="retour", received_on=RECEIVED)
    return read_workbook(read_grids(flat), source, receipt)


def _rows(table: Any) -> Rows:
    """The rows that hold something, each laid out in six cells of its own."""
    found = []
    for row in table.iter(f"{TABLE}table-row"):
        cells = [cell for cell in row if cell.tag in CELLS]
        for cell in cells:
            row.remove(cell)
        for cell in cells:
            for _ in range(min(int(cell.attrib.pop(f"{TABLE}number-columns-repeated", 1)), COLUMNS)):
                row.append(deepcopy(cell))
        for extra in list(row)[COLUMNS:]:
            row.remove(extra)
        while len(row) < COLUMNS:
            etree.SubElement(row, f"{TABLE}table-cell")
        if int(row.get(f"{TABLE}number-rows-repeated", 1)) == 1:
            found.append(row)
    return found


def key(row: Any) -> str:
    return "".join(row[KEY].itertext()).strip()


def typed(path: str, kind: str, value: str, shown: str = "", formula: str = "") -> Deed:
    """Type something in the cell to fill in of a row, as LibreOffice keeps it: its type, its value, what it shows."""

    def deed(_: Any, rows: Rows) -> None:
        (row,) = (row for row in rows if key(row).startswith(f"{path}#"))
        cell = row[FILL]
        for child in list(cell):
            cell.remove(child)
        field = {"date": "date-value", "string": "string-value", "boolean": "boolean-value"}.get(
            kind, "value"
        )
        if kind == "percentage":
            cell.set(f"{TABLE}style-name", "shown-as-percentage")
        cell.set(f"{OFFICE}value-type", kind)
        cell.set(f"{OFFICE}{field}", value)
        if formula:
            cell.set(f"{TABLE}formula", formula)
        etree.SubElement(cell, f"{TEXT}p").text = shown or value

    return deed


def both(*deeds: Deed) -> Deed:
    def deed(table: Any, rows: Rows) -> None:
        for one in deeds:
            one(table, rows)

    return deed


def sorted_by_label(table: Any, rows: Rows) -> None:
    """Sort what stands below the title by its first visible column; merged cells are split first, as one must."""
    for row in rows:
        for cell in row:
            cell.tag = f"{TABLE}table-cell"
            for field in ("number-columns-spanned", "number-rows-spanned"):
                cell.attrib.pop(f"{TABLE}{field}", None)
    body = rows[2:]
    parent = next(one for one in table.iter() if body[0] in list(one))
    place = list(parent).index(body[0])
    for row in body:
        parent.remove(row)
    for row in sorted(body, key=lambda row: "".join(row[LABEL].itertext()).strip(), reverse=True):
        parent.insert(place, row)


def renamed(table: Any, _: Rows) -> None:
    table.set(f"{TABLE}name", "Mon onglet à moi")


def with_rows_inserted(table: Any, rows: Rows) -> None:
    for row in (rows[3], rows[7]):
        parent = next(one for one in table.iter() if row in list(one))
        empty = etree.Element(f"{TABLE}table-row")
        etree.SubElement(empty, f"{TABLE}table-cell")
        parent.insert(list(parent).index(row), empty)


def with_columns_moved(table: Any, rows: Rows) -> None:
    sorted_by_label(table, rows)  # splits the merged cells
    for row in rows:
        cells = list(row)
        for cell in cells:
            row.remove(cell)
        for cell in cells[::-1]:
            row.append(cell)


def without(column: int) -> Deed:
    def deed(_: Any, rows: Rows) -> None:
        for row in rows:
            row.remove(row[column])

    return deed


def source_of(*names: str) -> Dossier:
    return dossier(*(Row(id=name, results=(("2015", share("10")),)) for name in names))


LAID_OUT: dict[str, tuple[Deed, str]] = {
    "triee": (sorted_by_label, "18.1"),
    "renommee": (renamed, "18.1"),
    "inseree": (with_rows_inserted, "18.1"),
    "deplacee": (with_columns_moved, "18.1"),
    "sans-aide": (without(HELP), "18.1"),
    "sans-colonne": (without(FILL), "column-missing"),
    "sans-cles": (without(KEY), "ids-lost"),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_rows_sorted_tabs_renamed_columns_moved_or_deleted_are_read_or_told(
    tmp_path: Path,
    office: None,  # noqa: ARG001 - it must be there
    suffix: str,
) -> None:
    source = source_of(*LAID_OUT)
    deeds = {
        name: both(typed(f"{name}-mesure/result/-/value", "float", "18.1", "18,1 %"), deed)
        for name, (deed, _) in LAID_OUT.items()
    }

    said = done(source, tmp_path / f"a{suffix}", deeds)

    right = [name for name, (_, told) in LAID_OUT.items() if told == "18.1"]
    assert {one.sheet: one.figure for one in said.observations} == dict.fromkeys(right, share("18.1"))
    assert sorted((one.code, one.place.tab) for one in said.problems) == [
        ("column-missing", "Fiche 6"),
        ("ids-lost", "Fiche 7"),
    ]
    renamed_cell = next(one for one in said.observations if one.sheet == "renommee").passage.cell
    assert renamed_cell == "Mon onglet à moi, D8"


TYPED: dict[str, tuple[tuple[str, ...], object]] = {
    "nombre": (("value", "float", "18.1"), "18.1"),
    "signe": (("value", "string", "18,1 %"), "18.1"),
    "pourcentage": (("value", "percentage", "0.181", "18,10 %"), "18.1"),
    "centieme": (("value", "float", "0.181"), "percent-ambiguous"),
    "formule": (("value", "float", "18.1", "18,1", "of:=9+9.1"), "formula"),
    "erreur": (("value", "string", "", "#DIV/0!", "of:=1/0"), "formula"),
    "nc": (("value", "string", "NC"), "number"),
    "so": (("value", "string", "s.o."), Absent(Absence.CANNOT_EXIST, "")),
    "negatif": (("value", "float", "-3"), "percent-range"),
    "vrai": (("value", "boolean", "true", "VRAI"), "percent-ambiguous"),  # a 1, in a cell of numbers
}
DATES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "annee": (("period", "float", "2016"), "2016"),
    "jour": (("period", "date", "2016-07-14", "14/07/2016"), "2016-07-14"),
    # A cell of text keeps what it shows, not the day that was behind it.
    "premier": (("period", "date", "2016-07-01", "juil. 2016"), "2016-07"),
    "mois": (("period", "string", "juillet 2016"), "2016-07"),
    "abrege": (("period", "string", "1er juil. 2016"), "2016-07-01"),
    "chiffres": (("period", "string", "01/07/2016"), "2016-07-01"),
    "scolaire": (("period", "string", "année scolaire 2015-2016"), "2015-09-01/2016-08-31"),
    "deux": (("period", "string", "2015-2016"), None),
    "serie": (("period", "float", "42552"), None),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_what_is_typed_in_libreoffice_is_read_or_told(
    tmp_path: Path,
    office: None,  # noqa: ARG001 - it must be there
    suffix: str,
) -> None:
    source = source_of(*TYPED, *DATES)
    deeds = {name: typed(f"{name}-mesure/result/-/{what[0]}", *what[1:]) for name, (what, _) in TYPED.items()}
    for name, (what, _) in DATES.items():
        value = typed(f"{name}-mesure/result/-/value", "float", "18.1")
        deeds[name] = both(value, typed(f"{name}-mesure/result/-/{what[0]}", *what[1:]))

    said = done(source, tmp_path / f"a{suffix}", deeds)

    tabs = {f"Fiche {number}": sheet.id for number, sheet in enumerate(source.sheets, 1)}
    problems = {tabs[one.place.tab]: one.code for one in said.problems}
    figures = {one.sheet: one for one in said.observations}
    assert len(problems) == len(said.problems)
    assert all(one.place.cell for one in said.problems)
    told: dict[str, object] = {
        name: figures[name].figure if name in figures else problems.get(name) for name in TYPED
    }
    assert told == {
        name: share(expected) if expected == "18.1" else expected for name, (_, expected) in TYPED.items()
    }
    periods = {name: figures[name].period for name in DATES if name in figures}
    assert {name: period.code for name, period in periods.items() if period} == {
        name: code for name, (_, code) in DATES.items() if code
    }
    assert {name for name in problems if name in DATES} == {
        name for name, (_, code) in DATES.items() if not code
    }
    assert isinstance(figures["nombre"].figure, Share)
