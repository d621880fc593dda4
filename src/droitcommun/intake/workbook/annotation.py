"""A copy of a returned workbook with its problems: beside each faulty row, and in a tab of their own.

The parts that do not change are copied byte for byte; what the person typed stays as it was typed. The file is
opened in a process of its own, as it is when it is read.
"""

import base64
from collections.abc import Sequence
from pathlib import Path

from droitcommun.core.french import counted, typeset
from droitcommun.core.problems import Problem
from droitcommun.intake.containers import content_of
from droitcommun.intake.limits import Limits, limits_from
from droitcommun.intake.sandbox import read_in_child
from droitcommun.intake.workbook.returned import PROBLEMS_HEAD
from droitcommun.intake.workbook.vocabulary import TO_CORRECT

# The row of the title, below the hidden one.
_TITLE_ROW = 1


def annotate(path: Path, problems: Sequence[Problem], limits: Limits | None = None) -> bytes:
    """Write the problems into a copy of an XLSX or an ODS; raises FileRefusedError when it cannot be opened."""
    limits = limits or limits_from()
    given = {"beside": _beside(problems), "listed": _listed(problems)}
    told = read_in_child("copy", content_of(path, limits), limits, file=path.name, given=given)
    return base64.b64decode(told["copy"])


def _beside(problems: Sequence[Problem]) -> dict[str, dict[int, str]]:
    """The sentences to write in each tab, by row from 0; what concerns a whole tab goes beside its title."""
    found: dict[str, dict[int, list[str]]] = {}
    for problem in problems:
        if problem.place.tab:
            digits = problem.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            row = int(digits) - 1 if digits else _TITLE_ROW
            where = f"{problem.place.cell} : " if digits else ""
            sentence = typeset(f"{TO_CORRECT}{where}{problem.expected}")
            found.setdefault(problem.place.tab, {}).setdefault(row, []).append(sentence)
    return {tab: {row: "\n".join(said) for row, said in rows.items()} for tab, rows in found.items()}


def _listed(problems: Sequence[Problem]) -> list[list[str]]:
    """The rows of the tab of problems."""
    rows = [
        [PROBLEMS_HEAD],
        [f"{counted(len(problems), 'problème')} à corriger"],
        ["Onglet", "Cellule", "Attendu"],
    ]
    rows += [[one.place.tab, one.place.cell, typeset(one.expected)] for one in problems]
    return rows
