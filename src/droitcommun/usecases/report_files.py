"""Print a report, or an official sheet, in the format that a file name asks for."""

from collections.abc import Callable

from droitcommun.reports.blocks import Block, printable
from droitcommun.reports.fiche import as_it_stands, to_fill_in
from droitcommun.reports.layout import pages
from droitcommun.reports.tabs import tabs
from droitcommun.usecases.report import latest_year, report, sheet_to_print
from droitcommun.usecases.sources import View

TEXTS = (".pdf", ".docx", ".odt")
SUFFIXES = (*TEXTS, ".xlsx", ".ods", ".zip")


def report_file(seen: View, suffix: str, year: int | None = None) -> bytes:
    """Make the report of a year in the format of a suffix; raises as `report` does."""
    told = report(seen, year)
    match suffix:
        case ".xlsx":
            from droitcommun.reports.xlsx import xlsx

            return xlsx(tabs(told), title=told.title, author=told.contract, as_of=told.as_of)
        case ".ods":
            from droitcommun.reports.ods import ods

            return ods(tabs(told), title=told.title, author=told.contract, as_of=told.as_of)
        case ".zip":
            from droitcommun.reports.opendata import opendata

            return opendata(told, seen.dossier)
        case _:
            return printed(suffix, pages(told), told.title, f"{told.title} — {told.contract}", seen)


def sheet_file(seen: View, name: str, suffix: str, *, year: int | None = None, as_is: bool = False) -> bytes:
    """Make the official sheet: as it stands, or to fill in after a year, by default the latest with results."""
    sheet = sheet_to_print(seen, name)
    contract = printable(seen.dossier.contract.name)
    blocks = (
        as_it_stands(sheet, contract)
        if as_is
        else to_fill_in(sheet, contract, latest_year(seen) if year is None else year)
    )
    return printed(suffix, blocks, sheet.title, contract, seen)


def printed(suffix: str, blocks: tuple[Block, ...], title: str, footer: str, seen: View) -> bytes:
    """Print blocks in the format of a suffix: PDF, DOCX or ODT."""
    write = writer(suffix)
    return write(
        blocks,
        title=title,
        author=printable(seen.dossier.contract.name),
        footer=footer,
        as_of=seen.as_of,
    )


def writer(suffix: str) -> Callable[..., bytes]:
    """Return what writes blocks in the format of a suffix."""
    match suffix:
        case ".docx":
            from droitcommun.reports.docx import docx

            return docx
        case ".odt":
            from droitcommun.reports.odt import odt

            return odt
        case _:
            from droitcommun.reports.pdf import pdf

            return pdf
