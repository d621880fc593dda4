"""The official sheet re-issued: what stands in its cells is what was given, in the three formats, for all 61 sheets."""

from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx as python_docx
import pdfplumber
import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.french import period, typeset
from droitcommun.core.observations import Absent, Observation, Role
from droitcommun.core.sheets import Layout
from droitcommun.core.verdicts import figure_in_words
from droitcommun.reports import official
from droitcommun.usecases.report import sheet_to_print
from droitcommun.usecases.report_files import TEXTS, sheet_file
from droitcommun.usecases.sources import DEFAULT_SOURCE, View, view
from tests.builders import Row, seen

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

# The labels of the template, copied by hand from the document: l. 2425-2475.
LABELS = [
    "Axe du contrat de ville",
    "Thématique",
    "Description de l'objectif",
    "Indicateur",
    "Date de mise à jour",
    "Service(s) concerné(s)",
    "Méthodologie suivie (territorialisation des données, moyens mobilisés)",
    "Analyse du taux de réalisation (freins à la réalisation, difficultés de méthode)",
    "Points d'alerte",
    "Ajustement de l'objectif et/ou de la méthode",
]
# l. 2457-2458 and on: the three header variants.
HEADS = {
    Layout.RESULT_2015_DATED: ["Résultat 2015", "Résultat (date)"],
    Layout.RESULT_2014: ["Résultat 2014", "Résultat 2015"],
    Layout.SITUATION_2014: ["Situation 2014", "Résultat 2015"],
}


@pytest.fixture(scope="module")
def paris() -> View:
    return view(load_source, DEFAULT_SOURCE, None)


Rows = list[list[str]]


def docx_rows(held: bytes) -> Rows:
    document = python_docx.Document(BytesIO(held))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def odt_rows(held: bytes) -> Rows:
    with ZipFile(BytesIO(held)) as archive:
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314 - our own file
    return [
        [_said(cell) for cell in row.iter(f"{_TABLE}table-cell")]
        for row in content.iter(f"{_TABLE}table-row")
    ]


def _said(node: ET.Element) -> str:
    said = node.text or ""
    for child in node:
        said += {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(child.tag, "")
        said += _said(child) + (child.tail or "")
    return said


def pdf_rows(held: bytes) -> Rows:
    with pdfplumber.open(BytesIO(held)) as document:
        return [
            [cell or "" for cell in row]
            for page in document.pages
            for table in page.extract_tables()
            for row in table
        ]


READERS: dict[str, Any] = {".docx": docx_rows, ".odt": odt_rows, ".pdf": pdf_rows}


def flat(text: str) -> str:
    """A cell without its ends of lines and hyphens of the page: all its letters, in order."""
    return "".join(text.replace("\u00ad", "").replace("\u2010", "").replace("-", "").split())


def figures(rows: Rows) -> Rows:
    """The rows under the head of the figures."""
    head = next(number for number, row in enumerate(rows) if len(row) == 4)
    return [row for row in rows[head:] if len(row) == 4]


@pytest.mark.parametrize("suffix", TEXTS)
def test_the_labels_and_heads_are_those_of_the_template(paris: View, suffix: str) -> None:
    for sheet in (next(one for one in paris.dossier.sheets if one.layout is layout) for layout in HEADS):
        rows = READERS[suffix](sheet_file(paris, sheet.id, suffix, as_is=True))

        first, last = HEADS[sheet.layout]
        assert [flat(row[0]) for row in rows if len(row) == 2] == [flat(label) for label in LABELS]
        assert [flat(cell) for cell in figures(rows)[0]] == [
            flat(name)
            for name in (
                first,
                "Objectif à atteindre, fixé par le contrat de ville",
                last,
                "Taux de réalisation",
            )
        ]


@pytest.mark.parametrize("suffix", TEXTS)
def test_every_cell_of_the_61_sheets_is_what_was_given(paris: View, suffix: str) -> None:
    contract = paris.dossier.contract
    services = {unit.id: unit.name for unit in contract.units}
    bodies = {body.id: body.acronym or body.name for body in contract.institutions}
    for sheet in paris.dossier.sheets:
        rows = READERS[suffix](sheet_file(paris, sheet.id, suffix, as_is=True))

        fields = {flat(row[0]): flat(row[1]) for row in rows if len(row) == 2}
        named = [services[one] for one in sheet.units] or [bodies[one] for one in sheet.institutions]
        declared = paris.known.declared_rate(sheet)
        expected = {
            official.AXIS: sheet.axis.raw if sheet.axis else "",
            official.THEME: sheet.theme.raw if sheet.theme else "",
            official.OBJECTIVE: sheet.objective,
            official.UPDATED_ON: sheet.updated_on.text,
            official.SERVICES: "".join(named),
            official.METHOD_NOTE: sheet.method_note or "",
            official.RATE_ANALYSIS: sheet.analysis or "",
        }
        assert {label: fields[flat(label)] for label in expected} == {
            label: flat(text) for label, text in expected.items()
        }, sheet.id
        _, *lines = figures(rows)
        assert [flat(line[1]) for line in lines] == [flat(one.target.text) for one in sheet.measures], (
            sheet.id
        )
        assert flat(lines[0][3]) == flat(rate_of(declared)), sheet.id
        given = "".join(
            told(paris.known.observed(measure, role)[-1 if role is Role.BASELINE else 0 :], sheet.layout)
            for measure in sheet.measures
            for role in (Role.BASELINE, Role.RESULT)
            if not (role is Role.BASELINE and sheet.layout is Layout.RESULT_2015_DATED)
        )
        assert sorted(flat("".join(line[0] + line[2] for line in lines))) == sorted(flat(given)), sheet.id


def rate_of(declared: Observation | None) -> str:
    """The rate as it was given, or why there is none."""
    if declared is None:
        return ""
    return declared.figure.words if isinstance(declared.figure, Absent) else declared.text


def told(seen_: tuple[Observation, ...], layout: Layout) -> str:
    """What the cells of a measure print: what was given, how far a promise is, the date of what is not there."""
    groups: dict[bool, list[Observation]] = {True: [], False: []}
    for one in seen_:
        first = layout is Layout.RESULT_2015_DATED and one.period is not None and one.period.code == "2015"
        groups[first].append(one)
    said = ""
    for group in groups.values():
        texts = [one.text for one in group if one.text]
        said += "".join(
            texts or [figure_in_words(one.figure) for one in group if not isinstance(one.figure, Absent)]
        )
        if layout is Layout.RESULT_2015_DATED and not texts:
            dates = [
                period(one.period)
                for one in group
                if isinstance(one.figure, Absent) and one.period and one.period.code != "2015"
            ]
            said += "".join(dates[-1:])
    return said


@pytest.mark.parametrize("suffix", TEXTS)
def test_a_sheet_to_fill_in_has_the_results_of_the_year_and_empty_cells(paris: View, suffix: str) -> None:
    rows = READERS[suffix](sheet_file(paris, "cui-cie", suffix))

    head, line = figures(rows)
    fields = {flat(row[0]): row[1] for row in rows if len(row) == 2}
    assert [flat(cell) for cell in head] == [
        flat(name)
        for name in (
            "Résultat 2015",
            "Objectif à atteindre, fixé par le contrat de ville",
            "Résultat (date)",
            "Taux de réalisation",
        )
    ]
    assert [flat(cell) for cell in line] == ["18%", "13%", "", ""]  # l. 2522: not the 20,3 % of April 2016
    assert fields["Datedemiseàjour"] == ""
    assert flat(fields[flat(official.METHOD_NOTE)]) != ""


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ((("2015", "18"), ("2016-04", "20.3")), "18%"),  # the head says which year it is
        (
            (("2014", "17"), ("2016-04", "20.3")),
            "20,3%(avril2016)",
        ),  # none of that year: the latest says its own
        ((("2014", "17"), ("2015", "18")), "18%"),
    ],
)
def test_under_the_head_of_a_year_stands_the_result_of_that_year(
    results: tuple[tuple[str, str], ...], expected: str
) -> None:
    rows = docx_rows(sheet_file(seen(Row(results=results)), "a", ".docx", year=2015))

    _, line = figures(rows)
    assert flat(line[0]) == expected


def test_the_title_is_at_the_foot_as_in_the_template() -> None:
    document = python_docx.Document(
        BytesIO(sheet_file(seen(Row(sheet={"title": "Ouvrir une antenne"})), "a", ".docx"))
    )

    told = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert told[-2].startswith("Engagements de droit commun dans le cadre du ")
    assert told[-1] == typeset("Fiche de suivi : Ouvrir une antenne")


def test_a_sheet_of_several_measures_has_a_row_and_an_indicator_for_each(paris: View) -> None:
    sheet = next(one for one in paris.dossier.sheets if one.id == "vacances")

    rows = docx_rows(sheet_file(paris, sheet.id, ".docx", as_is=True))

    fields = {row[0]: row[1] for row in rows if len(row) == 2}
    assert fields["Indicateur"].split("\n") == [
        f"{number}. {one.name}" for number, one in enumerate(sheet.measures, start=1)
    ]
    assert len(figures(rows)) == 1 + 3


def test_a_printed_sheet_knows_its_number_in_the_document(paris: View) -> None:
    assert sheet_to_print(paris, "cui-cie").number == 2
