"""A copy of a returned workbook with its problems: beside each faulty row, and in a tab of their own.

The parts that do not change are copied byte for byte; what the person typed stays as it was typed. Only for a
file that `read_grids` accepted: it has counted what is in it.
"""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from defusedxml import DefusedXmlException

from droitcommun.core.french import counted, typeset
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.workbook.annotation_ods import annotated_parts as ods_parts
from droitcommun.intake.workbook.annotation_xlsx import annotated_parts as xlsx_parts
from droitcommun.intake.workbook.returned import PROBLEMS_HEAD
from droitcommun.intake.workbook.vocabulary import TO_CORRECT

# The row of the title, below the hidden one.
_TITLE_ROW = 1
_LARGEST_PART = 100_000_000  # bytes, once decompressed

Parts = dict[str, bytes]


def annotate(path: Path, problems: Sequence[Problem]) -> bytes:
    """Write the problems into a copy of an XLSX or an ODS; raises FileRefusedError when it cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if any(info.file_size > _LARGEST_PART for info in infos):
                raise _refused(path)
            parts = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, OSError) as error:
        raise _refused(path) from error
    write: Callable[[Parts, dict[str, dict[int, str]], list[list[str]]], Parts]
    write = ods_parts if "content.xml" in parts else xlsx_parts
    try:
        changed = write(parts, _beside(problems), _listed(problems))
    except (DefusedXmlException, KeyError, ValueError) as error:
        raise _refused(path) from error
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in infos:
            archive.writestr(
                _entry(info.filename), changed.pop(info.filename), compress_type=info.compress_type
            )
        for name, content in changed.items():
            archive.writestr(_entry(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()


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


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _refused(path: Path) -> FileRefusedError:
    expected = "un classeur XLSX ou ODS que l’on peut ouvrir"
    return FileRefusedError([Problem(Place(path.name), "not-a-workbook", expected)])
