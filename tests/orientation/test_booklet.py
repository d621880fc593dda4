"""The booklet of a catalogue, read back by others than those who wrote it."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import docx as python_docx
import pytest
from pypdf import PdfReader

from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.orientation.catalogues import SchemeCatalogue
from droitcommun.orientation.schemes import Asker
from droitcommun.reports.blocks import Bullets, Grid, Heading
from droitcommun.usecases.booklet import SUFFIXES, booklet, booklet_file
from tests.documents.test_reports_payloads import LITERAL
from tests.documents.test_reports_structure import of_kind, root

COMMAND = str(Path(sys.executable).with_name("droitcommun"))


@pytest.fixture(scope="module")
def catalogue() -> SchemeCatalogue:
    return load_schemes("catalogue:paris-2015")


@pytest.fixture(scope="module")
def pages(catalogue: SchemeCatalogue) -> list[str]:
    """The text of each page of the PDF, its spaces made one."""
    reader = PdfReader(BytesIO(booklet_file(catalogue, ".pdf")))
    told = [plain(page.extract_text()) for page in reader.pages]
    # A page of the contents begins by a title too, and sends elsewhere.
    return ["" if ". . ." in page or "...." in page else page for page in told]


def plain(text: str) -> str:
    ordinary = normalize("NFC", text).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    return " ".join(ordinary.split())


def page_of(pages: list[str], start: str) -> int:
    (found,) = (
        place for place, page in enumerate(pages) if page.startswith(plain(start)) and "...." not in page
    )
    return found


def test_each_scheme_has_one_page_in_the_order_of_the_document(
    catalogue: SchemeCatalogue, pages: list[str]
) -> None:
    schemes = [one.scheme for one in catalogue.schemes]

    places = [page_of(pages, f"{number}. {one.name}") for number, one in enumerate(schemes, 1)]

    assert len(places) == 77
    # L. 1 to 2411: each begins where the one before it has begun, or after; a page each, one after the other.
    assert [one.lines[0].first for one in schemes] == sorted(one.lines[0].first for one in schemes)
    assert all(after == before + 1 for before, after in pairwise(places))
    for place, scheme in zip(places, schemes, strict=True):
        assert plain(scheme.purpose) in pages[place]
        for benefit in scheme.benefits:
            assert plain(benefit.words)[:30] in pages[place]
        for criterion in scheme.criteria:
            assert plain(criterion.sentence)[:30] in pages[place]


def test_every_page_says_that_this_is_an_archive(catalogue: SchemeCatalogue, pages: list[str]) -> None:
    assert catalogue.about.banner.startswith("Archive de juin 2015")

    assert [place for place, page in enumerate(pages) if page and "Archive de juin 2015" not in page] == []


def test_every_contact_point_is_there_with_its_phones(catalogue: SchemeCatalogue, pages: list[str]) -> None:
    whole = " ".join(pages[page_of(pages, "Les lieux où aller") :])

    for one in catalogue.contacts:
        for phone in one.phones:
            assert phone in whole
        assert plain(one.name)[:20] in whole
    assert "01 40 05 53" in whole  # l. 270: printed with eight digits, and said to be so
    assert "le téléphone n'a que 8 chiffres" in whole


def test_the_index_sends_each_public_to_its_schemes_and_nobody_to_measures(
    catalogue: SchemeCatalogue,
) -> None:
    blocks = booklet(catalogue)
    numbers = {one.scheme.id: place for place, one in enumerate(catalogue.schemes, 1)}
    listed: dict[str, set[int]] = {}
    for before, block in pairwise(blocks):
        if isinstance(before, Heading) and before.anchor.startswith("index-") and isinstance(block, Bullets):
            listed[before.anchor] = {int(re.findall(r"\((\d+)\)$", item)[0]) for item in block.items}

    for asker in Asker:
        own = {
            numbers[one.scheme.id]
            for one in catalogue.schemes
            if asker in one.scheme.askers and one.scheme.proposable
        }
        assert listed.get(f"index-{asker.value}", set()) == own
    measures = {numbers[one.scheme.id] for one in catalogue.schemes if not one.scheme.proposable}
    assert listed["index-mesures"] == measures


def test_the_pdf_is_tagged_in_french_with_a_heading_a_scheme(catalogue: SchemeCatalogue) -> None:
    held = booklet_file(catalogue, ".pdf")
    reader = PdfReader(BytesIO(held))
    catalog = reader.trailer["/Root"]

    metadata = catalog["/Metadata"].get_data().decode("utf-8", "replace")  # type: ignore[index]
    assert "pdfuaid:part" in metadata
    assert catalog["/Lang"] == "fr-FR"  # type: ignore[index]
    assert catalog["/MarkInfo"]["/Marked"] == True  # type: ignore[index]  # noqa: E712 - a PDF boolean
    assert len(of_kind(root(held), "/H2", "/H3")) > 77
    assert len(of_kind(root(held), "/Table")) >= 77


def test_the_docx_has_its_styles_and_every_scheme(catalogue: SchemeCatalogue) -> None:
    document = python_docx.Document(BytesIO(booklet_file(catalogue, ".docx")))

    headings = [
        one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 2"
    ]
    for number, one in enumerate(catalogue.schemes, 1):
        assert any(plain(text).startswith(plain(f"{number}. {one.scheme.name}")) for text in headings)
    phones = {phone for one in catalogue.contacts for phone in one.phones}
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert [phone for phone in phones if phone not in cells] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_machines_print_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    made = []
    for number, (zone, seed) in enumerate((("UTC", "1"), ("Pacific/Auckland", "2"))):
        target = tmp_path / f"{number}{suffix}"
        done = subprocess.run(
            [COMMAND, "booklet", "-o", str(target)],
            check=False,
            capture_output=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
        )
        assert (done.returncode, done.stdout) == (0, b""), done.stderr
        made.append(target.read_bytes())

    assert made[0] == made[1]


def test_what_a_catalogue_says_comes_out_as_it_says_it(catalogue: SchemeCatalogue) -> None:
    first = catalogue.schemes[0]
    hostile = tuple(
        replace(
            first, scheme=replace(first.scheme, id=f"s{number}", name=word, purpose=f"avant {word} après")
        )
        for number, word in enumerate(LITERAL)
    )
    changed = replace(catalogue, schemes=hostile, cases={})

    document = python_docx.Document(BytesIO(booklet_file(changed, ".docx")))
    written = "\n".join(plain(one.text) for one in document.paragraphs)
    said = [plain(word) for word in LITERAL]
    assert [word for word in said if word not in written] == []
    reader = PdfReader(BytesIO(booklet_file(changed, ".pdf")))
    printed = plain(" ".join(page.extract_text() for page in reader.pages)).replace(" ", "")
    # Spaces and line ends apart: what is not a letter may be set in pieces.
    assert [word for word in said if word.replace(" ", "") not in printed] == []


def test_an_unknown_end_of_name_is_refused_in_french(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "booklet", "-o", str(tmp_path / "livret.txt")],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert ".pdf, .docx, .odt" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_table_has_a_caption_of_its_own(catalogue: SchemeCatalogue) -> None:
    captions = [block.caption for block in booklet(catalogue) if isinstance(block, Grid)]

    assert len(set(captions)) == len(captions)
