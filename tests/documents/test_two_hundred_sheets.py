"""Two hundred invented sheets, as real programs write them: each text comes back in its cell."""

import hashlib
from pathlib import Path

import pytest

from droitcommun.intake.containers import read_blocks
from tests.documents.reading import all_lines, cell_texts, line_texts
from tests.documents.sheets import written_sheets


def unspaced(text: str) -> str:
    return " ".join(text.split())


WANTED = [unspaced(cell) for sheet in written_sheets() for cell in sheet.cells]
TITLES = " ".join(unspaced(sheet.title) for sheet in written_sheets())


def test_the_sheets_are_always_the_same_and_in_three_layouts() -> None:
    assert written_sheets() == written_sheets()
    assert len({sheet.layout for sheet in written_sheets()}) == 3
    assert len(WANTED) == 200 * 28


@pytest.mark.parametrize(("name", "form"), [("fiches.docx", "docx"), ("typst.pdf", "pdf")])
def test_python_docx_and_typst(written: Path, name: str, form: str) -> None:
    blocks = read_blocks(written / name)

    assert cell_texts(blocks) == WANTED
    assert unspaced(" ".join(line_texts(blocks))) == TITLES
    assert blocks.format == form


@pytest.mark.parametrize("name", ["fiches.odt", "fiches.pdf"])
def test_libreoffice(printed: Path, name: str) -> None:
    blocks = read_blocks(printed / name)

    assert cell_texts(blocks) == WANTED
    assert unspaced(" ".join(line_texts(blocks))) == TITLES


def test_lines_are_numbered_from_one_without_a_gap_and_the_bytes_are_hashed(written: Path) -> None:
    path = written / "fiches.docx"

    blocks = read_blocks(path)

    numbers = [line.number for line in all_lines(blocks)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert blocks.file == "fiches.docx"
    assert blocks.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
