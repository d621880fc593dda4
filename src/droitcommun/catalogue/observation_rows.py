"""Rows of a CSV file that a spreadsheet keeps as they are → observations, and passages set aside.

`value` takes a point or a comma; `lines` reads « 2461 » or « 103-110; 2586 »; `provisional` and `approximate`
are oui or non, empty for non; an empty cell is no value. `kind` says which cells are read:

    share   value, and numerator and denominator when they are printed     part    numerator, denominator
    ratio   value, the rate that a sheet declares                          gap     value, in points
    count   value, approximate                                             euros   value
    places  words, separated by semicolons                                 pace    value, in months
    times   value, how many times
    steps   words, ids of milestones separated by semicolons               state   value (started…), words
    absent  absent_code (O, L, M), words
"""

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any, TypeVar

from droitcommun.core.codec import Mismatch, Path, PlainError, from_plain
from droitcommun.core.contract import SetAside
from droitcommun.core.observations import Observation
from droitcommun.core.problems import Place, Problem

T = TypeVar("T")

COLUMNS = (
    "id",
    "sheet",
    "measure",
    "role",
    "label",
    "text",
    "kind",
    "value",
    "numerator",
    "denominator",
    "approximate",
    "absent_code",
    "words",
    "period",
    "perimeter",
    "provisional",
    "document",
    "lines",
    "recorded_on",
    "supersedes",
)
SET_ASIDE_COLUMNS = ("document", "lines", "word", "because")

# A cell holds a figure and a few words, or an absence with its reason.
LONGEST_CELL = 10_000

# Which field of its figure the cells « value » and « words » fill in, by kind.
_VALUE = {
    "share": "percent",
    "ratio": "percent",
    "gap": "points",
    "count": "count",
    "euros": "euros",
    "pace": "months",
    "times": "times",
    "state": "state",
}
_WORDS = {"absent": "words", "state": "words", "places": "places", "steps": "reached"}

# Where the codec speaks of a nested field, the person sees a column.
_COLUMN: dict[Path, str] = {
    ("figure", "kind"): "kind",
    ("figure", "numerator"): "numerator",
    ("figure", "denominator"): "denominator",
    ("figure", "approximate"): "approximate",
    ("figure", "code"): "absent_code",
    ("figure", "words"): "words",
    ("figure", "places"): "words",
    ("figure", "reached"): "words",
    ("figure",): "value",
    ("passage", "document"): "document",
    ("passage", "lines"): "lines",
    ("passage",): "lines",
}
_TRUTH = {"oui": True, "non": False, "": False}
_LINES = re.compile(r"(\d{1,7})(?:\s*-\s*(\d{1,7}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_SPACES = re.compile(r"[ \u00a0\u202f]")


def parse_observations(text: str, *, file: str) -> tuple[list[Observation], dict[str, int], list[Problem]]:
    """Read the rows: the observations, the last line of each id (unread rows too), the problems."""
    problems: list[Problem] = []
    rows = list(_rows(text, file, COLUMNS, problems))
    observations = list(_values(Observation, rows, file, _observation, problems))
    return observations, {row["id"]: line for line, row in rows}, problems


def parse_set_aside(text: str, *, file: str) -> tuple[list[SetAside], list[Problem]]:
    """Read the passages that speak of aims and are no promise."""
    problems: list[Problem] = []
    rows = list(_rows(text, file, SET_ASIDE_COLUMNS, problems))
    return list(_values(SetAside, rows, file, _set_aside, problems)), problems


def _rows(
    text: str, file: str, columns: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the rows, each with the line on which it begins, as a spreadsheet numbers it."""
    reader = csv.reader(StringIO(text, newline=""))
    header = next(reader, [])
    if text.strip() and tuple(header) != columns:
        expected = f"les colonnes {', '.join(columns)}, dans cet ordre, séparées par des virgules"
        problems.append(Problem(Place(file, 1), "columns", expected))
        return
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            problems.append(Problem(Place(file, line), "cells", "une ligne de CSV bien formée"))
            continue
        if not any(cells):
            continue
        # `csv` has a limit of its own, which any library may lift for the whole process.
        if any(len(cell) > LONGEST_CELL for cell in cells):
            problems.append(
                Problem(Place(file, line), "cells", f"des cellules d’au plus {LONGEST_CELL} caractères")
            )
            continue
        if len(cells) != len(columns):
            problems.append(Problem(Place(file, line), "cells", f"{len(columns)} cellules"))
            continue
        yield line, dict(zip(columns, (cell.strip() for cell in cells), strict=True))


def _values(
    kind: type[T],
    rows: list[tuple[int, dict[str, str]]],
    file: str,
    plain: Callable[[dict[str, str]], dict[str, Any]],
    problems: list[Problem],
) -> Iterator[T]:
    for line, row in rows:
        try:
            yield from_plain(kind, plain(row))
        except PlainError as error:
            problems += [
                Problem(Place(file, line, _column(wrong.path)), "value", _expected(wrong))
                for wrong in error.mismatches
            ]


def _observation(row: dict[str, str]) -> dict[str, Any]:
    """Turn a row of cells into what the codec reads."""
    return {
        "id": row["id"],
        "sheet": row["sheet"],
        "measure": row["measure"] or None,
        "role": row["role"],
        "label": row["label"],
        "text": row["text"],
        "figure": _figure(row),
        "period": row["period"] or None,
        "perimeter": row["perimeter"],
        "provisional": _TRUTH.get(row["provisional"]),
        "passage": {"document": row["document"], "lines": _lines(row["lines"])},
        "recorded_on": row["recorded_on"],
        "supersedes": row["supersedes"] or None,
    }


def _figure(row: dict[str, str]) -> dict[str, Any]:
    """Read the cells of a figure; a cell that does not go with its kind is refused, not dropped."""
    kind = row["kind"]
    figure: dict[str, Any] = {"kind": kind}
    if row["value"]:
        value = row["value"] if kind == "state" else _SPACES.sub("", row["value"]).replace(",", ".")
        figure[_VALUE.get(kind, "value")] = _whole(value) if kind in {"count", "pace", "times"} else value
    for name in ("numerator", "denominator"):
        if row[name]:
            figure[name] = _whole(_SPACES.sub("", row[name]))
    if row["approximate"]:
        figure["approximate"] = _TRUTH.get(row["approximate"])
    if row["absent_code"]:
        figure["code"] = row["absent_code"]
    if row["words"]:
        name = _WORDS.get(kind, "words")
        figure[name] = row["words"] if name == "words" else [word.strip() for word in row["words"].split(";")]
    return figure


def _whole(cell: str) -> int | str:
    """Read a whole number; anything else is left for the codec to refuse."""
    return int(cell) if _WHOLE.fullmatch(cell) else cell


def _set_aside(row: dict[str, str]) -> dict[str, Any]:
    return {
        "word": row["word"],
        "because": row["because"],
        "passage": {"document": row["document"], "lines": _lines(row["lines"])},
    }


def _lines(cell: str) -> list[list[int]] | None:
    found = [_LINES.fullmatch(part.strip()) for part in cell.split(";")]
    if not all(found):
        return None
    return [[int(match[1]), int(match[2] or match[1])] for match in found if match]


def _column(path: Path) -> str:
    return _COLUMN.get(path[:2]) or _COLUMN.get(path[:1]) or (str(path[0]) if path else "")


def _expected(wrong: Mismatch) -> str:
    column = _column(wrong.path)
    if "champ connu" in wrong.expected and column != "kind":
        return "une cellule vide : ce genre de chiffre (kind) ne la lit pas"
    match column:
        case "lines":
            return "des lignes : 2461, ou 103-110; 2586"
        case "provisional" | "approximate":
            return "oui ou non"
        case "value" if wrong.path[-1] in {"percent", "points", "euros"}:
            return "un nombre : 20.3 ou 20,3"
        case _:
            return wrong.expected
