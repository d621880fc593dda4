"""What LibreOffice makes of the DOCX and the ODT: pages in the contents, and what a screen reader needs."""

import re
from collections import Counter
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from droitcommun.catalogue.loader import load_source
from droitcommun.usecases.report_files import report_file
from droitcommun.usecases.sources import DEFAULT_SOURCE, view
from tests.documents.producers import converted

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    paris = view(load_source, DEFAULT_SOURCE, None)
    return {suffix: report_file(paris, suffix) for suffix in (".docx", ".odt")}


@pytest.fixture(scope="module")
def exported(
    made: dict[str, bytes],
    office: None,  # noqa: ARG001 - it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, PdfReader]:
    """What LibreOffice prints of each, as a PDF that it tags from the styles, heads and texts that it found."""
    folder = tmp_path_factory.mktemp("office")
    found = {}
    for suffix, held in made.items():
        path = folder / f"bilan-{suffix[1:]}{suffix}"
        path.write_bytes(held)
        tagged = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
        found[suffix] = PdfReader(converted(path, tagged))
    return found


def test_the_contents_of_the_odt_have_the_pages_when_it_is_opened(exported: dict[str, PdfReader]) -> None:
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in exported[".odt"].pages]
    contents = " ".join(pages[1:3])

    listed = {int(sheet): int(page) for sheet, page in re.findall(r"(\d+)\. [^.]*?\.{3,} ?(\d+)", contents)}
    starts = {
        int(found[1]): place
        for place, page in enumerate(pages, start=1)
        if place > 3 and (found := re.match(r"(\d+)\. ", page))
    }
    assert len(listed) > 50
    assert {sheet: starts[sheet] for sheet in listed} == listed


def test_word_is_asked_for_the_pages_of_the_contents_and_each_line_asks_too(made: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(made[".docx"])) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - our own file
        settings = ET.fromstring(archive.read("word/settings.xml"))  # noqa: S314 - the same
    orders = [(one.text or "").split() for one in body.iter(f"{_W}instrText")]
    marks = {one.get(f"{_W}name") for one in body.iter(f"{_W}bookmarkStart")}

    asked = [order[1] for order in orders if order[0] == "PAGEREF"]

    assert [order[0] for order in orders].count("TOC") == 1
    assert len(asked) == 5 + 4 + 61 + 3  # parts, the summary, sheets, the index
    assert set(asked) <= marks
    # The order is that of the schema: Word refuses a setting that stands elsewhere.
    names = [one.tag.removeprefix(_W) for one in settings]
    assert names.index("characterSpacingControl") < names.index("updateFields") < names.index("compat")


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_a_screen_reader_finds_titles_heads_of_tables_and_the_words_of_drawings(
    exported: dict[str, PdfReader], suffix: str
) -> None:
    reader = exported[suffix]
    root: Any = reader.trailer["/Root"]
    found = list(elements(root["/StructTreeRoot"]))
    kinds = Counter(str(one["/S"]) for one in found)
    figures = [one for one in found if one["/S"] == "/Figure"]

    assert str(root["/Lang"]) == "fr-FR"
    assert reader.metadata is not None
    assert reader.metadata.title == "Bilan 2015 de la mobilisation du droit commun"
    assert kinds["/H1"] == 5
    assert kinds["/H2"] == 4 + 61 + 3
    assert kinds["/TH"] >= 3 * kinds["/Table"]
    assert kinds["/Table"] > 61 * 3
    assert len(figures) >= 20
    assert [one for one in figures if len(str(one.get("/Alt", ""))) < 20] == []


def elements(node: Any) -> Any:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        held = kid.get_object()
        if isinstance(held, dict) and "/S" in held:
            yield held
            yield from elements(held)
