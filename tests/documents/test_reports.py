"""The report in its six formats: the same figures to the digit, the same bytes, read by other programs."""

import csv
import json
import re
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx as python_docx
import frictionless
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from droitcommun.catalogue.export import load_export
from droitcommun.catalogue.loader import load_source
from droitcommun.core import french
from droitcommun.core.figures import Unit
from droitcommun.core.observations import Part, Share
from droitcommun.core.problems import FileRefusedError, UserError
from droitcommun.reports.blocks import Quantity
from droitcommun.reports.charts import course
from droitcommun.reports.content import Course
from droitcommun.usecases.rates import rates
from droitcommun.usecases.records import ExplainedRateRecord
from droitcommun.usecases.report import report
from droitcommun.usecases.report_files import SUFFIXES, report_file
from droitcommun.usecases.sheets import sheets
from droitcommun.usecases.sources import DEFAULT_SOURCE, View, view
from tests.builders import Row, seen

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.fixture(scope="module")
def paris() -> View:
    return view(load_source, DEFAULT_SOURCE, None)


@pytest.fixture(scope="module")
def made(paris: View) -> dict[str, bytes]:
    return {suffix: report_file(paris, suffix) for suffix in SUFFIXES}


# What the figures of the rates must be, as a person reads them: independent of how the report puts them in words.


def shown(rate: ExplainedRateRecord) -> str:
    assert rate.value is not None
    assert rate.unit is not None
    sign = "+" if rate.unit != "percent" and rate.value > 0 else ""
    return sign + french.quantity(rate.value, rate.unit)


def valued(paris: View) -> list[ExplainedRateRecord]:
    return [rate for rate in rates(paris) if rate.value is not None]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def docx_text(held: bytes) -> str:
    document = python_docx.Document(BytesIO(held))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def odt_text(held: bytes) -> str:
    with ZipFile(BytesIO(held)) as archive:
        return "".join(ET.fromstring(archive.read("content.xml")).itertext())  # noqa: S314 - our own file


def pdf_text(held: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(held)).pages)


READERS = {".pdf": pdf_text, ".docx": docx_text, ".odt": odt_text}


def tab(held: bytes, name: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_filelike(BytesIO(held)).get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def resource(held: bytes, name: str) -> list[dict[str, str]]:
    with ZipFile(BytesIO(held)) as archive:
        return list(csv.DictReader(StringIO(archive.read(f"data/{name}.csv").decode())))


@pytest.mark.parametrize("suffix", READERS)
def test_every_rate_is_printed_to_the_digit_as_often_as_it_was_computed(
    paris: View, made: dict[str, bytes], suffix: str
) -> None:
    text = squeezed(READERS[suffix](made[suffix]))
    expected: dict[str, int] = {}
    for rate in valued(paris):
        figure = squeezed(f"= {shown(rate)}")
        expected[figure] = expected.get(figure, 0) + 1

    found = {figure: text.count(figure) for figure in expected}

    assert len(expected) > 80
    assert {figure: count for figure, count in expected.items() if found[figure] < count} == {}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_every_rate_is_a_number_of_a_cell_with_its_bounds(
    paris: View, made: dict[str, bytes], suffix: str
) -> None:
    units = {"percent": "%", "points": "points", "count": "nombre", "euros": "€"}

    rows = tab(made[suffix], "Taux")

    assert [
        (
            row["Fiche"],
            row["Mesure"],
            _number(row["Taux"]),
            row["Unité"],
            _number(row["Borne basse"]),
            _number(row["Borne haute"]),
        )
        for row in rows
    ] == [
        (rate.sheet, rate.measure, rate.value, units[rate.unit] if rate.unit else "", rate.low, rate.high)
        for rate in rates(paris)
    ]


def _number(cell: object) -> Decimal | None:
    return None if cell == "" else Decimal(str(cell))


def test_every_rate_of_the_open_data_is_that_of_rates(paris: View, made: dict[str, bytes]) -> None:
    rows = resource(made[".zip"], "rates")

    keys = ("sheet", "measure", "method", "version", "basis", "value", "low", "high", "exact", "reason")
    records = [
        tuple("" if (value := getattr(rate, key)) is None else str(value) for key in keys)
        for rate in rates(paris)
    ]
    assert [tuple(row[key] for key in keys) for row in rows] == records


def test_figures_worked_out_by_hand_are_in_every_format(made: dict[str, bytes]) -> None:
    by_hand = ("20,3÷13=156,2%", "20,3÷18=112,8%", "874÷1000=87,4%")  # l. 2522, l. 2461, l. 7130

    for suffix, read in READERS.items():
        text = squeezed(read(made[suffix]))
        assert [figure for figure in by_hand if figure not in text] == [], suffix
    for suffix in (".xlsx", ".ods"):
        values = [row["Taux"] for row in tab(made[suffix], "Taux")]
        assert {156.2, 112.8, 87.4} <= set(values), suffix


def test_the_summary_counts_what_coverage_counts(made: dict[str, bytes]) -> None:
    rows = {row["Ensemble"]: row["Nombre"] for row in tab(made[".ods"], "Couverture")}

    assert rows["Objectifs annoncés"] == 76  # l. 25-26: 76 objectives, of which 63 with a figure
    assert rows["Objectifs annoncés, chiffrés"] == 63
    assert rows["Fiches de suivi"] == 61


def test_no_member_of_an_archive_tells_when_it_was_made(made: dict[str, bytes]) -> None:
    for suffix in (".docx", ".odt", ".ods", ".zip", ".xlsx"):
        with ZipFile(BytesIO(made[suffix])) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, suffix


@pytest.fixture(scope="module")
def pdf(made: dict[str, bytes]) -> PdfReader:
    return PdfReader(BytesIO(made[".pdf"]))


class TestPdf:
    """Conformance is what Typst checks as it writes; these look at the file with another program."""

    def test_it_is_tagged_in_french_with_a_title_that_is_shown(self, pdf: PdfReader) -> None:
        root: Any = pdf.trailer["/Root"]

        assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
        assert str(root["/Lang"]).startswith("fr")
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
        assert pdf.metadata is not None
        assert pdf.metadata.title == "Bilan 2015 de la mobilisation du droit commun"

    def test_it_says_that_it_is_accessible_and_archivable(self, pdf: PdfReader) -> None:
        root: Any = pdf.trailer["/Root"]
        xmp = root["/Metadata"].get_data().decode()

        assert re.search(r"<pdfuaid:part>1</|pdfuaid:part=\"1\"", xmp)
        assert re.search(r"<pdfaid:part>2</|pdfaid:part=\"2\"", xmp)
        assert re.search(r"<pdfaid:conformance>A</|pdfaid:conformance=\"A\"", xmp)

    def test_each_table_has_headers_and_each_drawing_says_what_it_shows(self, pdf: PdfReader) -> None:
        root: Any = pdf.trailer["/Root"]
        found = list(tags(root["/StructTreeRoot"]))
        tables = [node for kind, node in found if kind == "/Table"]
        figures = [node for kind, node in found if kind == "/Figure"]

        without_head = [node for node in tables if "/TH" not in {kind for kind, _ in tags(node)}]

        assert len(tables) > 61 * 3
        assert without_head == []
        assert len(figures) >= 20
        assert [node for node in figures if len(str(node.get("/Alt", ""))) < 20] == []
        assert {"/H1", "/H2", "/H3", "/TOC"} <= {kind for kind, _ in found}

    def test_pages_are_numbered_and_contents_lead_to_them(self, pdf: PdfReader) -> None:
        pages = len(pdf.pages)
        links = [
            annotation.get_object()["/Subtype"]
            for page in pdf.pages[1:3]
            for annotation in page.get("/Annots", [])
        ]

        assert f"12 / {pages}" in pdf.pages[11].extract_text().replace("\u00a0", " ")
        assert links.count("/Link") > 61

    def test_the_summary_is_four_pages_before_anything_else(self, pdf: PdfReader) -> None:
        first_lines = [page.extract_text().split("\n")[0] for page in pdf.pages[:12]]
        start = first_lines.index("Synthèse")

        assert first_lines[start + 1 : start + 5] == [
            "Ce qui a bougé",
            "Les taux déclarés",
            "Ce qui manque, et que faire",
            "Couverture",
        ]


def tags(node: Any) -> Any:
    """Every element under a node of the structure, with its kind, as far as roles lead."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        held = kid.get_object()
        if isinstance(held, dict) and "/S" in held:
            yield str(held["/S"]), held
            yield from tags(held)


def test_docx_has_styles_repeated_heads_a_table_of_contents_and_french(made: dict[str, bytes]) -> None:
    document = python_docx.Document(BytesIO(made[".docx"]))
    with ZipFile(BytesIO(made[".docx"])) as archive:
        body = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    heads = [
        table.rows[0]._tr.xml  # noqa: SLF001 - python-docx does not tell repeated heads
        for table in document.tables
    ]

    by_style = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert by_style.count("Heading 2") == 61 + 4 + 3  # sheets, summary, index
    assert {"Title", "Heading 1", "Heading 3", "Caption", "TOC 1", "TOC 2"} <= set(by_style)
    assert all("w:tblHeader" in head for head in heads)
    assert ' TOC \\o "1-2"' in body
    assert 'w:val="fr-FR"' in styles
    assert (document.core_properties.language, document.core_properties.title) == (
        "fr-FR",
        "Bilan 2015 de la mobilisation du droit commun",
    )


def test_odt_has_styles_repeated_heads_a_table_of_contents_and_french(made: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(made[".odt"])) as archive:
        assert archive.namelist()[0] == "mimetype"
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314 - our own file
        styles = archive.read("styles.xml").decode()

    levels = [node.get(f"{_TEXT}outline-level") for node in content.iter(f"{_TEXT}h")]
    tables = list(content.iter(f"{_TABLE}table"))
    assert levels.count("2") == 61 + 4 + 3
    assert len(list(content.iter(f"{_TEXT}table-of-content"))) == 1
    assert [one for one in tables if one.find(f"{_TABLE}table-header-rows") is None] == []
    assert 'fo:language="fr"' in styles


def test_spreadsheets_keep_their_head_in_sight(made: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(made[".xlsx"])) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    with ZipFile(BytesIO(made[".ods"])) as archive:
        settings = archive.read("settings.xml").decode()

    assert [one for one in sheets if 'state="frozen"' not in one] == []
    assert settings.count("VerticalSplitPosition") == len(sheets) == 7


def test_cells_of_ods_hold_numbers_with_the_digits_of_the_figures(made: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(made[".ods"])) as archive:
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314 - our own file

    kinds = {cell.get(f"{_OFFICE}value-type") for cell in content.iter(f"{_TABLE}table-cell")}
    digits = {cell.get(f"{_OFFICE}value") for cell in content.iter(f"{_TABLE}table-cell")}
    assert kinds == {"float", "string", None}
    assert {"5.0", "138.5", "120.0"} <= digits  # « 18 ÷ 15 = 120,0 % » keeps its zero


class TestOpenData:
    def test_frictionless_finds_nothing_to_say(self, made: dict[str, bytes], tmp_path: Path) -> None:
        with ZipFile(BytesIO(made[".zip"])) as archive:
            archive.extractall(tmp_path)

        found = frictionless.validate(str(tmp_path / "datapackage.json"))

        assert found.flatten(["type", "message"]) == []
        assert found.valid

    def test_it_loads_back_as_an_equal_dossier(
        self, paris: View, made: dict[str, bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "bilan.zip"
        path.write_bytes(made[".zip"])

        assert load_export(path) == paris.dossier

    def test_it_names_its_licence_methods_and_source(self, made: dict[str, bytes]) -> None:
        with ZipFile(BytesIO(made[".zip"])) as archive:
            package = json.loads(archive.read("datapackage.json"))

        names = [one["name"] for one in package["resources"]]
        assert names == ["commitments", "sheets", "measures", "observations", "rates", "findings", "dossier"]
        assert frictionless.Package(package).licenses == [  # where data.gouv.fr and frictionless look for it
            {
                "name": "etalab-2.0",
                "title": "Licence Ouverte 2.0",
                "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            }
        ]
        assert package["methods"]["attainment"] == "1"
        assert all(one["hash"].startswith("sha256:") for one in package["resources"])

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ("not a zip", "une archive zip lisible"),
            ("no dossier", "une archive qui contient"),
            ("altered", "empreinte"),
            ("not json", "empreinte"),
        ],
    )
    def test_another_file_is_refused_in_french(
        self, made: dict[str, bytes], tmp_path: Path, change: str, words: str
    ) -> None:
        path = tmp_path / "bilan.zip"
        with ZipFile(BytesIO(made[".zip"])) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
        match change:
            case "no dossier":
                del held["dossier.json"]
            case "altered":
                held["dossier.json"] = held["dossier.json"].replace(b'"20.3"', b'"20.4"')
            case "not a zip":
                pass
            case _:
                held["dossier.json"] = b'{"contract": '
                held["datapackage.json"] = b"{}"
        with ZipFile(path, "w") as archive:
            for name, part in held.items():
                archive.writestr(name, part)
        if change == "not a zip":
            path.write_bytes(b"PK\x03\x04 and no more")

        with pytest.raises(FileRefusedError) as refused:
            load_export(path)

        said = str(refused.value)
        assert words in said or "JSON" in said
        assert refused.value.exit_code == 11


def test_a_period_in_many_words_stays_inside_its_drawing() -> None:
    def figure(text: str) -> Quantity:
        return Quantity(Decimal(text), Unit.COUNT, text)

    words = "du 1er janvier 2013 au 31 décembre 2014"
    drawn = course(
        "marches", Course(points=((words, figure("2")), ("2015", figure("5"))), goals=(figure("4"),))
    )

    labels = {text.text: text.attrib for text in ET.fromstring(drawn.svg) if text.text}  # noqa: S314 - our own
    assert (labels[words]["x"], labels[words]["text-anchor"]) == ("0.0", "start")
    assert labels["2015"]["text-anchor"] == "middle"


def test_a_share_told_by_its_counts_has_the_same_value_in_the_open_data_as_in_the_outputs() -> None:
    shares = seen(Row(results=(("2015", Part(1, 3)), ("2016", Share(Decimal("0.0"))))))

    rows = resource(report_file(shares, ".zip"), "observations")

    told = [result.value for sheet in sheets(shares) for result in sheet.measures[0].results]
    assert told == [Decimal("33.33"), Decimal("0.0")]
    assert [row["value"] for row in rows if row["role"] == "result"] == ["33.33", "0.0"]


def test_an_unmeasured_year_is_refused_and_a_measured_one_is_the_title() -> None:
    with pytest.raises(UserError, match="Aucun résultat de 1999"):
        report(seen(Row()), 1999)

    assert report(seen(Row())).title == "Bilan 2015 de la mobilisation du droit commun"


def test_a_contract_without_any_sheet_or_promise_is_printed_in_every_format() -> None:
    empty = seen()

    assert all(report_file(empty, suffix) for suffix in SUFFIXES)
