"""Where the lines of a sheet stand, as passages say it."""

from collections.abc import Iterable

from droitcommun.core.passages import Lines, Passage
from droitcommun.intake.blocks import Line
from droitcommun.intake.template import RawSheet


def runs_of(numbers_of: Iterable[int]) -> tuple[Lines, ...]:
    """Lines that follow each other, as runs."""
    runs: list[Lines] = []
    for number in numbers_of:
        if runs and number - runs[-1].last <= 1:
            runs[-1] = Lines(runs[-1].first, max(number, runs[-1].last))
        else:
            runs.append(Lines(number, number))
    return tuple(runs)


def where_of(document: str, raw: RawSheet, lines: Iterable[Line]) -> Passage:
    """Where lines of a sheet stand; its table header when they say nothing."""
    runs = runs_of(line.number for line in lines if line.text.strip())
    return Passage(document, runs or (Lines(*raw.header),))
