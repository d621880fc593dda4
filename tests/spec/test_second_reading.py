"""Every figure was read twice: a second reader, who had not seen the catalogue, listed what the document prints.

`second_reading/sheets.csv` has every figure of the sheets with its lines, `booklet.csv` every promise and observed
fact of the booklet. Where the two readings do not put a figure in the same place, or do not weigh a promise alike,
`differences.csv` says why; a difference that is no longer one is refused too.
"""

import csv
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.claims import terms
from droitcommun.core.contract import Commitment
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Figure, Role
from droitcommun.core.passages import Passage
from droitcommun.core.sheets import Sheet
from droitcommun.core.targets import Target

_READING = Path(__file__).parent / "second_reading"
_PARTS = ("percent", "points", "count", "euros", "numerator", "denominator", "months")
_CELLS = {"baseline": Role.BASELINE, "result": Role.RESULT, "declared_rate": Role.DECLARED_RATE}


def rows(name: str) -> list[dict[str, str]]:
    with (_READING / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def paris() -> Dossier:
    return load_source("catalogue:paris-2015-2020")


def numbers(figure: object) -> Iterator[Decimal]:
    """The printed numbers of a figure, without their signs."""
    for name in _PARTS:
        value = getattr(figure, name, None)
        if isinstance(value, int | Decimal):
            yield abs(Decimal(value))


def numbers_of_target(target: Target) -> Iterator[Decimal]:
    for field in fields(target):
        value = getattr(target, field.name)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield abs(Decimal(value))
        elif not isinstance(value, str | tuple):
            yield from numbers(value)


def by_role(paris: Dossier, sheet: Sheet) -> dict[str, set[Decimal]]:
    """The numbers of a sheet in the catalogue by cell; « context » is what its cells and prose print besides."""
    found: dict[str, set[Decimal]] = {"target": set(), "context": set(), **{name: set() for name in _CELLS}}
    names = {role: name for name, role in _CELLS.items()}
    for seen in paris.observations:
        if seen.sheet == sheet.id:
            found[names.get(seen.role, "context")].update(numbers(seen.figure))
    for measure in sheet.measures:
        for target in (measure.target, *measure.also_read_as):
            found["target"].update(numbers_of_target(target))
    for claim in sheet.claims:
        for term in terms(claim):
            found["context"].update(numbers(term.figure))
    return found


def is_where_it_was_read(row: dict[str, str], value: Decimal, found: dict[str, set[Decimal]]) -> bool:
    """A figure of a cell is in that cell, or beside it when it does not measure the indicator; prose, anywhere."""
    if row["role"] == "prose":
        return any(value in some for some in found.values())
    return value in found[row["role"]] or value in found["context"]


def read_again(row: dict[str, str]) -> list[Decimal]:
    return [abs(Decimal(row[name])) for name in ("value", "numerator", "denominator") if row[name]]


def explained(kind: str) -> set[tuple[str, ...]]:
    return {
        (row["where"], row["what"], row["value"], row["line"])
        for row in rows("differences.csv")
        if row["reading"] == kind
    }


def test_every_figure_of_the_second_reading_is_in_the_catalogue_where_it_was_read(paris: Dossier) -> None:
    sheets = {str(sheet.passage.lines[0].first): by_role(paris, sheet) for sheet in paris.sheets}

    differing = {
        (row["sheet"], row["role"], f"{value.normalize():f}", row["first_line"])
        for row in rows("sheets.csv")
        for value in read_again(row)
        if not is_where_it_was_read(row, value, sheets[row["sheet"]])
    }

    assert {("sheet", *one) for one in differing} == {("sheet", *one) for one in explained("sheet")}


def test_every_printed_figure_of_the_catalogue_was_read_again(paris: Dossier) -> None:
    again: dict[str, set[Decimal]] = {}
    for row in rows("sheets.csv"):
        again.setdefault(row["sheet"], set()).update(read_again(row))

    alone = {
        (
            str(sheet.passage.lines[0].first),
            "catalogue",
            f"{value.normalize():f}",
            str(seen.passage.lines[0].first),
        )
        for sheet in paris.sheets
        for seen in paris.observations
        if seen.sheet == sheet.id
        for value in numbers(seen.figure)
        if value not in again.get(str(sheet.passage.lines[0].first), set())
    }

    assert alone == explained("catalogue")


def test_no_sheet_was_left_out_of_the_second_reading(paris: Dossier) -> None:
    with_figures = {
        str(sheet.passage.lines[0].first) for sheet in paris.sheets if any(by_role(paris, sheet).values())
    }

    assert with_figures == {row["sheet"] for row in rows("sheets.csv")}


def lines(*passages: Passage) -> set[int]:
    return {line for one in passages for first, last in one.lines for line in range(first, last + 1)}


def cited(commitment: Commitment) -> set[int]:
    start = (commitment.baseline.passage,) if commitment.baseline else ()
    means = (mean.passage for mean in commitment.means)
    return lines(commitment.passage, commitment.target.passage, *start, *means)


def percents(commitment: Commitment) -> set[Decimal]:
    figures: list[Figure] = [mean.figure for mean in commitment.means]
    if commitment.baseline:
        figures.append(commitment.baseline.figure)
    return {*numbers_of_target(commitment.target), *(n for one in figures for n in numbers(one))}


def test_every_promise_of_the_second_reading_is_a_commitment_weighed_alike(paris: Dossier) -> None:
    """A fact of the second reading needs no commitment: it is a baseline, a context, or nobody's promise."""
    places = [(commitment, cited(commitment)) for commitment in paris.commitments]
    differing = set()
    for row in rows("booklet.csv"):
        there = set(range(int(row["first_line"]), int(row["last_line"]) + 1))
        near = [commitment for commitment, place in places if place & there]
        weights = {(commitment.level.value, commitment.force.value) for commitment in near}
        if row["force"] != "fact" and (row["level"], row["force"]) not in weights:
            differing.add((row["level"], row["force"], "", row["first_line"]))
        for percent in filter(None, row["percents"].split(";")):
            if near and not any(Decimal(percent) in percents(commitment) for commitment in near):
                differing.add((row["level"], row["force"], percent, row["first_line"]))

    assert differing == explained("booklet")
