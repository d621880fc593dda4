"""What a person can correct: where it is, and what is expected there."""

from dataclasses import dataclass
from errno import EDQUOT, EFBIG, ENOSPC
from types import TracebackType

from droitcommun.core.french import typeset

# A disk is full, or a person's share of it, or a file may not grow: what is said of it is said in one place, by
# the command line.
NO_ROOM = frozenset({ENOSPC, EDQUOT, EFBIG})


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file. `line` as a spreadsheet numbers it (header = 1); None: the whole file.

    `tab` and `cell` (D12) say where in a workbook.
    """

    file: str
    line: int | None = None
    column: str = ""
    field: str = ""  # what a column is called where there are none
    tab: str = ""
    cell: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.tab:
            parts.append(f"onglet « {self.tab} »")
        if self.cell:
            parts.append(f"cellule {self.cell}")
        if self.line is not None:
            parts.append(f"ligne {self.line}")
        if self.column:
            parts.append(f"colonne « {self.column} »")
        if self.field:
            parts.append(f"champ « {self.field} »")
        return typeset(", ".join(parts))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct. `code` is stable; `expected` is French and never repeats the cell."""

    place: Place
    code: str
    expected: str

    def __str__(self) -> str:
        return typeset(f"{self.place} : {self.expected}")


def _by_place(problem: Problem) -> tuple[str, int, str, str]:
    place = problem.place
    return place.file, place.line or 0, place.column or place.field, problem.expected


class UserError(Exception):
    """What a person can correct: shown without a traceback. `exit_code` is what the command returns."""

    exit_code = 10

    def __init__(self, message: str) -> None:
        super().__init__(typeset(message))


class FileRefusedError(UserError):
    """A file, or a folder of files, with all that is wrong in it. Nothing of it was taken."""

    exit_code = 11

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=_by_place)
        count = len(self.problems)
        title = "1 problème" if count == 1 else f"{count} problèmes"
        super().__init__("\n".join([f"{title}, rien n’a été chargé.", *map(str, self.problems)]))


class UnknownNameError(UserError):
    """A name that the user gave and that nothing bears."""

    exit_code = 12


def places_of(trace: TracebackType | None) -> str:
    """Say where something failed, file and line of each call, not its words: they may repeat what must not be said."""
    places = []
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
        places.append(f"{file}:{trace.tb_lineno}")
        trace = trace.tb_next
    return ", ".join(places)
