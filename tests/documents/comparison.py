"""The document as read against the catalogue as typed, field by field; run it to list what differs.

    python -m tests.documents.comparison

Sheets are matched by the line on which they begin. A field that the reader asks about is no disagreement: it
gave no value. What remains is a fault of the reader, or a difference that `differences.csv` explains.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from droitcommun.catalogue.loader import load_source
from droitcommun.core.codec import to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Absent, Observation, Role
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.intake.documents import read_document
from droitcommun.intake.folding import folded
from droitcommun.intake.perimeters import UNSAID
from tests.places import DOCUMENT

EXPLAINED = Path(__file__).with_name("differences.csv")

# What a target says besides its words and its place.
_WORDS = {"text", "passage", "better"}  # which way is better is a judgement, that the reader leaves

# What the words of a sheet need not say: nothing read is then nothing said.
_MAY_BE_SILENT = {"unit", "perimeter", "units"}


class Difference(NamedTuple):
    """One field of one sheet, named by its first line, on which the two do not agree."""

    line: int
    field: str
    read: str
    typed: str


def differences(read: Dossier, typed: Dossier) -> Iterator[Difference]:
    """List every disagreement on typed fields, sheet by sheet."""
    of_line = {sheet.passage.lines[0].first: sheet for sheet in typed.sheets}
    for sheet in read.sheets:
        line = sheet.passage.lines[0].first
        other = of_line.pop(line, None)
        if other is None:
            yield Difference(line, "sheet", sheet.title, "")
            continue
        yield from of_sheet(line, (read, sheet), (typed, other))
    for line, other in of_line.items():
        yield Difference(line, "sheet", "", other.title)


def explained() -> dict[tuple[int, str], str]:
    """The differences that a person has looked at, with the reason."""
    with EXPLAINED.open(encoding="utf-8", newline="") as lines:
        return {(int(row["line"]), row["field"]): row["reason"] for row in csv.DictReader(lines)}


def of_sheet(
    line: int, mine: tuple[Dossier, Sheet], theirs: tuple[Dossier, Sheet], *, in_order: bool = False
) -> Iterator[Difference]:
    """List the disagreements on one sheet; `in_order`: its measures are those of the other, one by one."""
    fields = {question.field for question in mine[1].questions}
    asked = {field.split("/")[0] for field in fields}
    if len(mine[1].measures) > 1:
        asked |= {"indicator", "baseline", "target", "results", "unit", "perimeter"}
        yield from _of_measures(line, fields, mine, theirs, in_order=in_order)
    ours, others = _fields(*mine), _fields(*theirs)
    for name, value in ours.items():
        field = name.split("/")[0]
        silent = name in _MAY_BE_SILENT and not value
        shorter = name == "units" and set(others[name].split()) <= set(value.split())
        if value != others[name] and field not in asked and not silent and not shorter:
            yield Difference(line, name, value, others[name])


def _of_measures(
    line: int,
    asked: set[str],
    mine: tuple[Dossier, Sheet],
    theirs: tuple[Dossier, Sheet],
    *,
    in_order: bool,
) -> Iterator[Difference]:
    """Each measure against those that the catalogue gives to the same indicator, one or several."""
    for number, measure in enumerate(mine[1].measures, start=1):
        mates = [
            one
            for place, one in enumerate(theirs[1].measures, start=1)
            if _bare(one.indicator) == _bare(measure.indicator) and (not in_order or place == number)
        ]
        if not mates:
            yield Difference(line, f"measures/{number}/indicator", measure.indicator, "")
            continue
        said = {
            "target": (_target(measure), _listed(_target(one) for one in mates)),
            "baseline": _both(Role.BASELINE, (mine[0], [measure]), (theirs[0], mates)),
            "results": _both(Role.RESULT, (mine[0], [measure]), (theirs[0], mates)),
        }
        kinds = [
            {one.id: one.kind.value for one in dossier.contract.perimeters} for dossier, _ in (mine, theirs)
        ]
        said["unit"] = _unit(measure), _listed(map(_unit, mates))
        said["perimeter"] = _zoning(measure, kinds[0]), _listed(_zoning(one, kinds[1]) for one in mates)
        for name, (read, typed) in said.items():
            if name in _MAY_BE_SILENT and not read:
                continue
            questions = {one.removeprefix(f"measures/{number}/").split("/")[0] for one in asked}
            if _bare(read) != _bare(typed) and name not in questions:
                yield Difference(line, f"measures/{number}/{name}", read, typed)


def _both(
    role: Role, mine: tuple[Dossier, list[Measure]], theirs: tuple[Dossier, list[Measure]]
) -> tuple[str, str]:
    read, typed = (
        _listed(
            _figure(one)
            for one in dossier.observations
            if one.role is role and one.measure in {measure.id for measure in measures}
        )
        for dossier, measures in (mine, theirs)
    )
    return read, typed


def _fields(dossier: Dossier, sheet: Sheet) -> dict[str, str]:
    unit_names = {unit.id: unit.name for unit in dossier.contract.units}
    kinds = {one.id: one.kind.value for one in dossier.contract.perimeters}
    return {
        "layout": sheet.layout.value,
        "axis": _bare(sheet.axis.raw if sheet.axis else ""),
        "theme": _bare(sheet.theme.raw if sheet.theme else ""),
        "institutions": str(len(sheet.institutions)),
        "units": " ".join(sorted(set(_bare(" ".join(unit_names[one] for one in sheet.units)).split()))),
        "updated_on": f"{sheet.updated_on.from_} {sheet.updated_on.to}",
        "title": _bare(sheet.title),
        "objective": _bare(sheet.objective),
        "indicator": _bare(" ".join(dict.fromkeys(one.indicator for one in sheet.measures))),
        "unit": _listed(map(_unit, sheet.measures)),
        "perimeter": _listed(_zoning(one, kinds) for one in sheet.measures),
        "target": _listed(_target(one) for one in sheet.measures),
        "baseline": _observed(dossier, sheet, Role.BASELINE),
        "results": _observed(dossier, sheet, Role.RESULT),
        "declared_rate": _observed(dossier, sheet, Role.DECLARED_RATE),
        "lines": str(sheet.passage.lines[0]),
    }


def _unit(measure: Measure) -> str:
    return measure.unit.value if measure.unit else ""


def _zoning(measure: Measure, kinds: dict[str, str]) -> str:
    return "" if measure.perimeter == UNSAID else kinds[measure.perimeter]


def _target(measure: Measure) -> str:
    said = []
    for target in (measure.target, *measure.also_read_as):
        plain = {
            key: value for key, value in to_plain(target).items() if key not in _WORDS and value is not None
        }
        said.append(repr(sorted(plain.items(), key=str)))
    return " | ".join(sorted(said))


def _observed(dossier: Dossier, sheet: Sheet, role: Role) -> str:
    seen = [one for one in dossier.observations if one.sheet == sheet.id and one.role is role]
    return _listed(_figure(one) for one in seen)


def _figure(seen: Observation) -> str:
    when = f" {seen.period.code}" if seen.period and seen.role is Role.RESULT else ""
    if isinstance(seen.figure, Absent):
        return f"absent{when}"
    plain = {key: value for key, value in to_plain(seen.figure).items() if value is not None}
    return f"{sorted(plain.items())}{when}"


def _listed(values: Iterable[str]) -> str:
    return " ; ".join(sorted(set(values)))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def main() -> None:
    """Print each disagreement, and whether it is explained."""
    known = explained()
    read, typed = read_document(DOCUMENT), load_source("catalogue:paris-2015-2020")
    for one in differences(read, typed):
        mark = "expliquée" if (one.line, one.field) in known else "À EXPLIQUER"
        print(f"l. {one.line}, {one.field} ({mark})\n  lu    {one.read}\n  saisi {one.typed}")  # noqa: T201 - a script
    count = sum(len(sheet.questions) for sheet in read.sheets)
    print(f"{len(read.sheets)} fiches lues, {count} questions.")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
