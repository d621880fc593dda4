"""What a child may be asked for: the kind of a file, a document, the grids of a workbook, an archive, a copy."""

import base64
from typing import Any

from droitcommun.intake.kinds import Kind, kind_of
from droitcommun.intake.limits import Limits
from droitcommun.intake.refusals import RefusedError
from droitcommun.intake.text import decoded_lines


def kind(content: bytes, limits: Limits, _given: Any) -> Any:
    """Answer {"kind"}."""
    return {"kind": kind_of(content, limits).value}


def document(content: bytes, limits: Limits, given: Any) -> Any:
    """Answer {"kind", "blocks"}, or {"kind": "pdf", "pages", "count"}.

    Given {"file", "first"}: its name, and the page to start from, counted from 0.

    A block is a line of text, or a table: its rows, of cells, each [lines, columns, rows].
    """
    match found := kind_of(content, limits):
        case Kind.TEXT:
            return {"kind": found.value, "blocks": decoded_lines(content, file=given["file"])}
        case Kind.PDF:
            from droitcommun.intake.readers.pdf import read_pages

            return {"kind": found.value, **read_pages(content, limits, given["first"])}
        case Kind.DOCX:
            from droitcommun.intake.readers.docx import read_docx

            return {"kind": found.value, "blocks": read_docx(content, limits)}
        case Kind.ODT:
            from droitcommun.intake.readers.odt import read_odt

            return {"kind": found.value, "blocks": read_odt(content, limits)}
        case Kind.OPEN_DATA:
            raise RefusedError("open-data")
        case Kind.CONTRACT:
            raise RefusedError("archive")
        case _:
            raise RefusedError("workbook")


def grids(content: bytes, limits: Limits, _given: Any) -> Any:
    """Answer {"kind", "tabs"}: of each tab its name and its cells, [row, column, type, text, formula]."""
    match found := kind_of(content, limits):
        case Kind.XLSX:
            from droitcommun.intake.readers.xlsx import read_xlsx

            return {"kind": found.value, "tabs": read_xlsx(content, limits)}
        case Kind.ODS:
            from droitcommun.intake.readers.ods import read_ods

            return {"kind": found.value, "tabs": read_ods(content, limits)}
        case Kind.OPEN_DATA:
            raise RefusedError("open-data")
        case Kind.CONTRACT:
            raise RefusedError("archive")
        case _:
            raise RefusedError("document")


def archive(content: bytes, limits: Limits, file: str) -> Any:
    """Answer {"dossier"}, or {"files"}: those of a contract's folder, by name, in base 64."""
    from droitcommun.intake.readers.folders import files_of, load_files

    found = kind_of(content, limits)
    files = files_of(content, found, limits)
    if found is Kind.OPEN_DATA:
        return load_files(files, file)
    return {"files": {name: base64.b64encode(held).decode() for name, held in files.items()}}


def folder(_content: bytes, _limits: Limits, path: str) -> Any:
    """Answer {"dossier"}: what the folder of a contract holds."""
    from droitcommun.intake.readers.folders import load

    return load(path)


def copy(content: bytes, limits: Limits, given: Any) -> Any:
    """Answer {"copy"}, in base 64: the workbook with the sentences of « beside » and the tab of « listed »."""
    from droitcommun.intake.readers.copies import copy_of

    return {"copy": copy_of(content, limits, given["beside"], given["listed"])}
