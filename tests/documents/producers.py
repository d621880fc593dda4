"""The programs that services write with: python-docx, LibreOffice, typst. Each writes the same invented sheets."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION

from droitcommun.core.codec import to_plain
from tests.documents.sheets import WrittenSheet

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_PATIENCE = 300


def write_docx(sheets: Iterable[WrittenSheet], path: Path, *, sections: bool = True) -> Path:
    """Write sheets in Word's format: a section each with its title as footer, or all on end with titles as text."""
    document = docx.Document()
    for number, sheet in enumerate(sheets):
        if sections and number:
            document.add_section(WD_SECTION.NEW_PAGE)
        table = document.add_table(0, 2, "Table Grid")
        for label, value in sheet.fields:
            _row(table, (label, value))
        document.add_paragraph()
        table = document.add_table(0, 4, "Table Grid")
        _row(table, sheet.headings)
        _row(table, sheet.figures)
        document.add_paragraph()
        table = document.add_table(0, 2, "Table Grid")
        for label, said in sheet.prose:
            _row(table, (label, "\n".join(said)))
        if sections:
            footer = document.sections[-1].footer
            footer.is_linked_to_previous = False
            footer.paragraphs[0].text = sheet.title
        else:
            document.add_paragraph(sheet.title)
    document.save(str(path))
    return path


def _row(table: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        first, *others = text.split("\n")
        cell.paragraphs[0].text = first
        for other in others:
            cell.add_paragraph(other)


def converted(path: Path, suffix: str) -> Path:
    """Have LibreOffice save a document in another format beside it: « odt », « pdf », « pdf:a filter:its options »."""
    assert OFFICE is not None
    profile = path.parent / "profile"
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(path.parent),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
    )
    return path.with_suffix(f".{suffix.partition(':')[0]}")


_TYPST = """
#set page(width: 21cm, height: 29.7cm, margin: 2cm)
#set text(font: "Libertinus Serif", size: 10pt, lang: "fr")
#for (index, sheet) in json("sheets.json").enumerate() {
  if index > 0 { pagebreak() }
  table(columns: (4cm, 1fr), ..sheet.fields.flatten())
  v(8pt)
  table(columns: (1fr,) * 4, ..sheet.headings, ..sheet.figures)
  v(8pt)
  table(columns: (4cm, 1fr), ..sheet.prose.map(((label, said)) => (label, said.join(parbreak()))).flatten())
  v(8pt)
  text(sheet.title)
}
"""


def compiled(source: str, path: Path) -> Path:
    """Have typst make a PDF; the files that the source names stand beside it."""
    import typst

    path.with_suffix(".typ").write_text(source, encoding="utf-8")
    path.write_bytes(typst.compile(str(path.with_suffix(".typ"))))
    return path


def write_typst(sheets: Iterable[WrittenSheet], path: Path) -> Path:
    """Write sheets as PDF with typst, a page each."""
    plain = [to_plain(sheet) for sheet in sheets]
    (path.parent / "sheets.json").write_text(json.dumps(plain), encoding="utf-8")
    return compiled(_TYPST, path)
