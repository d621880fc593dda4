"""observations.csv: one figure a row, in columns that a spreadsheet keeps as they are.

`value` takes a point or a comma; `lines` reads « 2461 » or « 103-110; 2586 »; `provisional` is oui or non;
an empty cell is no value. `kind` is share, ratio or absent (then `absent_code` says why).
"""

import csv
import re
from io import StringIO
from typing import Any

from droitcommun.core.codec import Mismatch, Path, PlainError, from_plain
from droitcommun.core.observations import Observation
from droitcommun.core.problems import Place, Problem

COLUMNS = (
    "id",
    "sheet",
    "measure",
    "role",
    "text",
    "kind",
    "value",
    "absent_code",
    "absent_words",
    "period",
    "perimeter",
    "provisional",
    "document",
    "lines",
    "recorded_on",
    "supersedes",
)

# Where the codec speaks of a nested field, the person sees a column.
_COLUMN: dict[Path, str] = {
    ("figure", "kind"): "kind",
    ("figure", "percent"): "value",
    ("figure", "code"): "absent_code",
    ("figure", "words"): "absent_words",
    ("figure",): "value",
    ("passage", "document"): "document",
    ("passage", "lines"): "lines",
    ("passage",): "lines",
}
_TRUTH = {"oui": True, "non": False}
_LINES = re.compile(r"(\d{1,7})(?:\s*-\s*(\d{1,7}))?", re.ASCII)


def parse_observations(text: str, *, file: str) -> tuple[list[Observation], dict[str, int], list[Problem]]:
    """Read the rows: the observations, the last line of each id (unread rows too), the problems."""
    reader = csv.reader(StringIO(text, newline=""))
    header = next(reader, [])
    if text.strip() and tuple(header) != COLUMNS:
        expected = f"les colonnes {', '.join(COLUMNS)}, dans cet ordre, séparées par des virgules"
        return [], {}, [Problem(Place(file, 1), "columns", expected)]
    observations: list[Observation] = []
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            problems.append(Problem(Place(file, line), "cells", "une ligne de CSV bien formée"))
            continue
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS):
            problems.append(Problem(Place(file, line), "cells", f"{len(COLUMNS)} cellules"))
            continue
        row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        lines[row["id"]] = line
        try:
            observations.append(from_plain(Observation, _plain(row)))
        except PlainError as error:
            problems += [
                Problem(Place(file, line, _column(wrong.path)), "value", _expected(wrong))
                for wrong in error.mismatches
            ]
    return observations, lines, problems


def _plain(row: dict[str, str]) -> dict[str, Any]:
    """Turn a row of cells into what the codec reads."""
    figure = {
        "kind": row["kind"],
        "percent": row["value"].replace(",", "."),
        "code": row["absent_code"],
        "words": row["absent_words"],
    }
    return {
        "id": row["id"],
        "sheet": row["sheet"],
        "measure": row["measure"] or None,
        "role": row["role"],
        "text": row["text"],
        # A cell that does not go with its kind is refused, not dropped.
        "figure": {key: cell for key, cell in figure.items() if cell},
        "period": row["period"] or None,
        "perimeter": row["perimeter"],
        "provisional": _TRUTH.get(row["provisional"]),
        "passage": {"document": row["document"], "lines": _lines(row["lines"])},
        "recorded_on": row["recorded_on"],
        "supersedes": row["supersedes"] or None,
    }


def _lines(cell: str) -> list[list[int]] | None:
    found = [_LINES.fullmatch(part.strip()) for part in cell.split(";")]
    if not all(found):
        return None
    return [[int(match[1]), int(match[2] or match[1])] for match in found if match]


def _column(path: Path) -> str:
    return _COLUMN.get(path[:2]) or _COLUMN.get(path[:1]) or (str(path[0]) if path else "")


def _expected(wrong: Mismatch) -> str:
    match _column(wrong.path):
        case "lines":
            return "des lignes : 2461, ou 103-110; 2586"
        case "provisional":
            return "oui ou non"
        case "value" if wrong.path == ("figure", "percent"):
            return "un nombre : 20.3 ou 20,3"
        case "absent_code" | "absent_words" if "champ connu" in wrong.expected:
            return "une cellule vide : le chiffre n’est pas absent"
        case "value" if "champ connu" in wrong.expected:
            return "une cellule vide : le chiffre est absent"
        case _:
            return wrong.expected
