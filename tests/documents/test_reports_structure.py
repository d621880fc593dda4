"""What a screen reader finds in the printed report and in the fiche: headings, and tables whose rows have names.

No validator of PDF/UA can be had where these run: veraPDF is on no registry of Python or Debian. Typst refuses to
write what does not conform by its own checks; here pypdf and pdfminer, which know nothing of it, read what it wrote.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from droitcommun.catalogue.loader import load_source
from droitcommun.reports.blocks import Block, Grid, Heading, Paragraph
from droitcommun.reports.pdf import pdf
from droitcommun.reports.row_headers import with_row_headers
from droitcommun.usecases.report_files import report_file, sheet_file
from droitcommun.usecases.sources import DEFAULT_SOURCE, View, view

# The labels of the template, copied by hand from the document: l. 2425-2475.
LABELS = [
    "Axe du contrat de ville",
    "Thématique",
    "Description de l'objectif",
    "Indicateur",
    "Date de mise à jour",
    "Service(s) concerné(s)",
]


@pytest.fixture(scope="module")
def paris() -> View:
    return view(load_source, DEFAULT_SOURCE, None)


@pytest.fixture(scope="module")
def printed(paris: View) -> bytes:
    return report_file(paris, ".pdf")


@pytest.fixture(scope="module")
def fiche(paris: View) -> bytes:
    return sheet_file(paris, "emplois-avenir", ".pdf")


@pytest.fixture(scope="module")
def small() -> bytes:
    return made(
        Heading(1, "Une partie", "partie"),
        Grid("Nommé", ("Quoi", "Combien"), (("rouge", "1"), ("bleu", "2")), (1, 1)),
        Paragraph("Entre les deux."),
        Grid("Sans noms", ("Quoi", "Combien"), (("vert", "3"),), (1, 1), named=False),
        Grid("", (), (("Axe", "un axe"), ("Thème", "")), (1, 2)),
    )


def made(*blocks: Block) -> bytes:
    return pdf(blocks, title="Un titre", author="Un service", footer="Au pied", as_of=date(2016, 7, 1))


# The structure as pypdf reads it: elements with their kind.


def root(held: bytes) -> Any:
    return PdfReader(BytesIO(held), strict=True).trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]


def kids(node: Any) -> list[Any]:
    held = node.get("/K", [])
    found = [kid.get_object() for kid in (held if isinstance(held, list) else [held])]
    return [kid for kid in found if isinstance(kid, dict) and "/S" in kid]


def under(node: Any) -> Iterator[Any]:
    for kid in kids(node):
        yield kid
        yield from under(kid)


def of_kind(node: Any, *kinds: str) -> list[Any]:
    return [one for one in under(node) if one["/S"] in kinds]


def attributes(cell: Any) -> dict[str, Any]:
    """What a cell says of itself as a part of a table."""
    owned = [one.get_object() for one in cell.get("/A", [])]
    return {key: value for one in owned if one["/O"] == "/Table" for key, value in one.items()}


def scopes(table: Any) -> list[list[str]]:
    """For each row, what each cell is the header of; a dot for one that is none."""
    return [
        [attributes(cell).get("/Scope", ".") if cell["/S"] == "/TH" else "." for cell in kids(row)]
        for row in of_kind(table, "/TR")
    ]


def test_the_first_cell_of_a_row_is_its_header_where_rows_have_names(small: bytes) -> None:
    tables = of_kind(root(small), "/Table")

    assert [scopes(table) for table in tables] == [
        [["/Column", "/Column"], ["/Row", "."], ["/Row", "."]],
        [["/Column", "/Column"], [".", "."]],
        [["/Row", "."], ["/Row", "."]],
    ]


def test_a_cell_names_no_column_when_its_row_has_a_name_too(small: bytes) -> None:
    named, unnamed, _ = of_kind(root(small), "/Table")

    assert [attributes(cell) for cell in of_kind(named, "/TD")] == [{}, {}]
    identities = [cell["/ID"] for cell in of_kind(unnamed, "/TH")]
    assert [attributes(cell)["/Headers"] for cell in of_kind(unnamed, "/TD")] == [[one] for one in identities]


def test_a_file_that_is_not_made_as_typst_makes_it_is_refused(small: bytes) -> None:
    for held, named in (
        (b"%PDF-1.7 and no more", ()),
        (small, (True, False)),  # three tables were printed
        (with_row_headers(small, (False, False, False)), (True, False, False)),  # done already
    ):
        with pytest.raises(ValueError, match=r"\w"):
            with_row_headers(held, named)


def test_every_row_of_a_sheet_says_its_label_first(printed: bytes) -> None:
    page_of_the_first_sheet = 9
    with pdfplumber.open(BytesIO(printed)) as document:
        page = document.pages[page_of_the_first_sheet]
        said: dict[int, str] = {}
        for char in page.chars:
            said[char["mcid"]] = said.get(char["mcid"], "") + char["text"]
        cells = [
            (node["attributes"].get("Scope"), text_of(node, said))
            for node in descendants(page.structure_tree)
            if node["type"] == "TH"
        ]

    names = [text for scope, text in cells if scope == "Row"]
    assert names[: len(LABELS)] == LABELS
    assert [text for scope, text in cells if scope == "Column"][:2] == ["Rubrique", "Ce que dit la fiche"]


def descendants(nodes: list[Any]) -> Iterator[Any]:
    for node in nodes:
        yield node
        yield from descendants(node.get("children", []))


def text_of(node: Any, said: dict[int, str]) -> str:
    return "".join(said.get(mark, "") for one in descendants([node]) for mark in one.get("mcids", []))


@pytest.mark.parametrize(("document", "least"), [("printed", 61 * 3), ("fiche", 3)])
def test_every_cell_finds_its_headers(request: pytest.FixtureRequest, document: str, least: int) -> None:
    """ISO 14289-1, 7.5: by the scopes of the headers of its row and column, or by those that it names."""
    tables = of_kind(root(request.getfixturevalue(document)), "/Table")
    lost = [
        cell
        for table in tables
        for row in of_kind(table, "/TR")
        for cell in kids(row)
        if cell["/S"] == "/TD" and not has_header(cell, row, table)
    ]

    assert len(tables) >= least
    assert lost == []


def has_header(cell: Any, row: Any, table: Any) -> bool:
    if "/Headers" in attributes(cell):
        identities = {one.get("/ID") for one in of_kind(table, "/TH")}
        return set(attributes(cell)["/Headers"]) <= identities
    named = {attributes(one).get("/Scope") for one in kids(row) if one["/S"] == "/TH"}
    heads = [attributes(one).get("/Scope") for one in of_kind(table, "/TH")]
    return "/Row" in named or "/Column" in heads


def test_rows_with_names_are_those_of_the_pages(printed: bytes) -> None:
    tables = of_kind(root(printed), "/Table")

    named = [table for table in tables if "/Row" in {scope for row in scopes(table) for scope in row}]

    # Two tables with names a sheet at least: its fields, and what it says of its figures.
    assert len(named) >= 61 * 2
    assert all(row[0] == "/Row" for table in named for row in scopes(table) if "/Column" not in row)


@pytest.mark.parametrize("document", ["printed", "fiche", "small"])
def test_headings_go_down_one_level_at_a_time(request: pytest.FixtureRequest, document: str) -> None:
    found = of_kind(root(request.getfixturevalue(document)), "/H1", "/H2", "/H3", "/H4")
    levels = [int(one["/S"][2:]) for one in found]

    assert [(before, after) for before, after in pairwise([0, *levels]) if after > before + 1] == []


@pytest.mark.parametrize("document", ["printed", "fiche"])
def test_every_mark_on_a_page_is_in_the_structure_or_decoration(
    request: pytest.FixtureRequest, document: str
) -> None:
    with pdfplumber.open(BytesIO(request.getfixturevalue(document))) as opened:
        loose = [
            (page.page_number, char["text"])
            for page in opened.pages[::10]
            for char in page.chars
            if char["mcid"] is None and char["tag"] != "Artifact"
        ]

    assert loose == []


def test_every_link_says_where_it_leads(printed: bytes) -> None:
    annotations = [
        one.get_object() for page in PdfReader(BytesIO(printed)).pages for one in page.get("/Annots", [])
    ]

    links = [one for one in annotations if one["/Subtype"] == "/Link"]
    assert len(links) > 61
    assert [one for one in links if not str(one.get("/Contents", "")).strip()] == []


def test_no_word_is_cut_nor_leaves_its_cell_or_the_page(printed: bytes, fiche: bytes) -> None:
    """Half the programs find, copy and read aloud the hyphen of the page with the word."""
    margin, width = 2 * 72 / 2.54, 21 * 72 / 2.54
    outside, across, hyphens = [], [], 0
    with pdfplumber.open(BytesIO(fiche)) as opened:
        hyphens += sum(char["text"] == "\xad" for page in opened.pages for char in page.chars)
    with pdfplumber.open(BytesIO(printed)) as opened:
        for page in opened.pages:
            hyphens += sum(char["text"] == "\xad" for char in page.chars)
            rulings = [line for line in page.lines if abs(line["x1"] - line["x0"]) < 0.1]
            for word in page.extract_words():
                height = (word["top"] + word["bottom"]) / 2
                if not margin - 1 < word["x0"] < word["x1"] < width - margin + 1:
                    outside.append((page.page_number, word["text"]))
                across += [
                    (page.page_number, word["text"])
                    for ruling in rulings
                    if word["x0"] + 0.5 < ruling["x0"] < word["x1"] - 0.5
                    and ruling["top"] < height < ruling["bottom"]
                ]
            page.close()

    assert rulings  # the last page is the table of the index: rulings are lines
    assert (outside, across, hyphens) == ([], [], 0)
