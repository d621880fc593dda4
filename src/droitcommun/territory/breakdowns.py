"""Rows told apart by a column of the file (sexe, année…), by the values that a person names; the others together.

Who publishes names the values: were they taken from the file, a column of names would be published by its labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.linked import MOST_LABELS
from droitcommun.territory.tables import Row, Table
from droitcommun.territory.words import folded

# The label of rows with another value than those that are named, with none, or malformed.
OTHERS = "autres"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A column by its name, and the values that it is broken down by; without any, those of the file."""

    column: str
    values: tuple[str, ...] = ()


def parse_breakdown(text: str) -> Breakdown:
    """Read « sexe=F,H », or « sexe » for the values of the file.

    ValueError: no column, a value twice or too many of them; its message is French.
    """
    column, named, written = text.partition("=")
    values = tuple(value.strip() for value in written.split(",")) if named else ()
    twice = len({folded(value) for value in values}) < len(values)
    if not column.strip() or twice or "" in map(folded, values) or len(values) > MOST_LABELS:
        raise ValueError(
            f"une colonne et ses valeurs, comme sexe=F,H : {MOST_LABELS} au plus, chacune une fois, « autres » à part"
        )
    if folded(OTHERS) in map(folded, values):
        raise ValueError(f"d’autres valeurs que « {OTHERS} », qui range celles qui ne sont pas nommées")
    return Breakdown(column.strip(), values)


class Grouping:
    """The labels of a breakdown, and where the rows of a block stand among them.

    FileRefusedError: the table has no such column; the file has more values than a breakdown may have.
    """

    def __init__(self, breakdown: Breakdown, table: Table) -> None:
        by_name = {folded(name): place for place, name in reversed(list(enumerate(table.columns)))}
        place = by_name.get(folded(breakdown.column))
        if place is None:
            known = ", ".join(f"« {name} »" for name in table.columns)
            expected = f"une colonne parmi {known} attendue pour --by"
            raise FileRefusedError([Problem(Place(table.file), "column-unknown", expected)])
        self._file = table.file
        self._open = not breakdown.values
        self.named = not self._open
        self._places = {folded(value): number for number, value in enumerate(breakdown.values, 1)}
        self.place = place
        self.column = table.columns[place]
        self.labels = [OTHERS, *breakdown.values]

    def of(self, rows: Sequence[Row]) -> NDArray[np.int64]:
        """The place of each row in `labels`."""
        return np.array([self._of(row) for row in rows], dtype=np.int64)

    def _of(self, row: Row) -> int:
        if row.malformed:
            return 0
        cell = row.cells[self.place]
        found = self._places.get(cell)
        if found is None:
            word = folded(cell)
            found = self._places.get(word, 0)
            if self._open and word and not found:
                found = self._met(cell, word)
            if len(self._places) < _MOST_SPELLINGS:
                self._places[cell] = found
        return found

    def _met(self, cell: str, word: str) -> int:
        if len(self.labels) > MOST_LABELS:
            expected = (
                f"pour --by, une colonne qui range les lignes en {MOST_LABELS} valeurs au plus attendue"
            )
            raise FileRefusedError(
                [Problem(Place(self._file, column=self.column), "too-many-values", expected)]
            )
        self.labels.append(" ".join(cell.split()))
        self._places[word] = len(self.labels) - 1
        return self._places[word]


# Cells that are remembered as they are written, so that most are not folded again: names are not held by the million.
_MOST_SPELLINGS = 10_000
