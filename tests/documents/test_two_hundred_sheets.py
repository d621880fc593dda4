"""Two hundred invented sheets, as real programs write them: each text comes back in its cell."""

import hashlib
import json
from pathlib import Path

import pytest

from droitcommun.intake.containers import read_blocks
from droitcommun.intake.documents import read_document
from tests.documents.producers import write_docx
from tests.documents.reading import all_lines, cell_texts, line_texts
from tests.documents.sheets import written_sheets
from tests.unit.test_cli import run


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


@pytest.mark.parametrize("name", ["fiches.docx", "typst.pdf"])
def test_the_sheets_of_a_document_become_those_of_a_dossier(written: Path, name: str) -> None:
    dossier = read_document(written / name)

    assert [(sheet.title, sheet.objective, sheet.layout) for sheet in dossier.sheets] == [
        (
            sheet.title.removeprefix("Fiche de suivi : "),
            dict(sheet.fields)["Description de l'objectif"],
            sheet.layout,
        )
        for sheet in written_sheets()
    ]


def test_a_document_is_a_source_of_the_commands(tmp_path: Path) -> None:
    path = write_docx(written_sheets(2), tmp_path / "fiches.docx")

    done = run("sheets", f"file:{path}", "--format", "json")

    assert [sheet["objective"] for sheet in json.loads(done.stdout)] == [
        dict(sheet.fields)["Description de l'objectif"] for sheet in written_sheets(2)
    ]


def test_one_that_is_refused_says_so_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "fiches.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    )

    done = run("sheets", f"file:{tmp_path / 'fiches.docx'}")

    assert (done.returncode, done.stdout) == (11, "")
    assert "l’ouvrir et l’enregistrer en .docx" in done.stderr
    assert "Traceback" not in done.stderr
