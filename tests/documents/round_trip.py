"""The 61 sheets of the catalogue printed as official sheets, read by our own reader, set against the catalogue.

python -m tests.documents.round_trip
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from textwrap import fill

from droitcommun.catalogue.loader import load_source
from droitcommun.core.dossier import Dossier
from droitcommun.intake.containers import blocks_of
from droitcommun.intake.dossier import parse_dossier
from droitcommun.reports.blocks import Block, Grid, Paragraph, printable, words
from droitcommun.reports.fiche import as_it_stands
from droitcommun.usecases.report import sheet_to_print
from droitcommun.usecases.report_files import TEXTS, printed
from droitcommun.usecases.sources import DEFAULT_SOURCE, View, view
from tests.documents.comparison import Difference, of_sheet

TEXT = ".txt"

# Characters: the width of the columns of figures in the document.
_COLUMN = 28


@lru_cache(maxsize=1)
def paris() -> View:
    return view(load_source, DEFAULT_SOURCE, None)


def forms(seen: View) -> tuple[Block, ...]:
    """Every sheet as it stands, one after the other."""
    contract = printable(seen.dossier.contract.name)
    return tuple(
        block
        for sheet in seen.dossier.sheets
        for block in as_it_stands(sheet_to_print(seen, sheet.id), contract)
    )


@lru_cache(maxsize=4)
def read_back(suffix: str) -> Dossier:
    """The sheets as the reader gives them from one file of that format."""
    seen = paris()
    if suffix == TEXT:
        content = "\n".join(map(_in_text, forms(seen))).encode()
    else:
        content = printed(suffix, forms(seen), "Fiches", "", seen)
    return parse_dossier(blocks_of(content, f"fiches{suffix}"))


def _in_text(block: Block) -> str:
    """A block as extractors of text give it: a cell after the other, its lines broken at the width of its column."""
    match block:
        case Grid(head=(), rows=rows):
            return "".join(f"{label} {words(value)} \n\n" for label, value in rows)
        case Grid(head=head, rows=rows):
            cells = [fill(words(cell), _COLUMN, break_long_words=False) for row in rows for cell in row]
            return f"{' '.join(head)}\n\n" + "".join(f"{cell} \n\n \n\n" for cell in cells) + "\nAnalyse \n"
        case Paragraph(text=text):
            return f"{text}\n\n"
        case _:
            raise TypeError("no other block is in a sheet")


def lost(suffix: str) -> Iterator[Difference]:
    """What is not read back as the catalogue has it, and that nothing asks about."""
    typed, read = _named(paris().dossier), read_back(suffix)
    for mine, theirs in zip(read.sheets, typed.sheets, strict=True):
        line = theirs.passage.lines[0].first
        found = of_sheet(line, (read, mine), (typed, theirs), in_order=True)
        yield from (one for one in found if one.field != "lines")


def _named(typed: Dossier) -> Dossier:
    """The contract with the name of each measure of several as its indicator, which is what a sheet prints."""
    return replace(
        typed,
        sheets=tuple(
            replace(sheet, measures=tuple(replace(one, indicator=one.name) for one in sheet.measures))
            if len(sheet.measures) > 1
            else sheet
            for sheet in typed.sheets
        ),
    )


def main() -> None:
    for suffix in (TEXT, *TEXTS):
        found = list(lost(suffix))
        count = sum(len(sheet.questions) for sheet in read_back(suffix).sheets)
        print(suffix, len(found), count)  # noqa: T201 - a script
        for one in found:
            print(f"l. {one.line}, {one.field}\n  lu    {one.read}\n  écrit {one.typed}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
