"""Where in a document a fact stands. Every fact of a Dossier carries its passage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Lines(NamedTuple):
    """Lines of a document, numbered from 1, first and last included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one document of the Dossier, in the order in which they are to be read; or a cell of a workbook.

    `cell` says the tab and the cell: « Fiche 3, D12 ».
    """

    document: str
    lines: tuple[Lines, ...]
    cell: str = ""

    def __post_init__(self) -> None:
        if not self.lines and not self.cell:
            raise ValueError("un passage cite au moins une ligne, ou une cellule")
        if any(not 1 <= lines.first <= lines.last for lines in self.lines):
            raise ValueError("des lignes vont de la première à la dernière, à partir de 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A name as a document prints it, and where."""

    text: str
    passage: Passage

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("un nom cité a des mots (text)")


def all_lines(passages: Iterable[Passage]) -> tuple[Lines, ...]:
    """List the lines of several passages, in reading order, each once."""
    return tuple(sorted({lines for passage in passages for lines in passage.lines}))
