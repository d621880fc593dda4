"""Four cells that run together: every way to separate them is weighed, and only a clear one is taken.

The text of a table gives its cells one after the other, without their borders: « 18 % 13 % 20,3 % (avril 2016)
113 % ». A way to separate them is three cuts. Its weight adds what speaks against each cut, against each place
left whole, and against each cell in its column; the rate that its own figures give speaks for it. The lightest
way is taken; those within `MARGIN` of it are its rivals, and what they change is a question.

Weights are in one arbitrary unit: 1 is a slight surprise, 5 nearly excludes. They were set by reading sheets, and
`MARGIN` so that no way that a reader would find possible is dismissed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from itertools import combinations_with_replacement

from droitcommun.core.observations import Gap, Number, Share
from droitcommun.core.sheets import Layout
from droitcommun.intake.blocks import Line
from droitcommun.intake.dates import dates
from droitcommun.intake.figures import Kind, absence, mentions, numbers, rate_figure, read_figure
from droitcommun.intake.folding import folded, joined

# Ways that weigh so little more than the lightest are possible too.
MARGIN = 1.5

# A way that weighs more than this by place and cell explains nothing: all cells are asked for.
CEILING = 9.0

# More places to cut than this and the table is not one row of a sheet.
MOST_PLACES = 70

# A line shorter than this, with the next word on it, was not broken for want of room: the narrowest column but that
# of the rate holds « Objectif à atteindre, » (22 characters).
ROOM = 22

# A rate that the figures of the same way give.
_REPRODUCED = -2.5

_TIES = {
    "a", "au", "aux", "avec", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par",
    "pour", "sans", "sous", "sur", "un", "une", "dont", "d", "son", "sa", "ses", "ces", "que", "qui", "est",
}  # fmt: skip

_FIGURE = re.compile(r"[+<≤\-–−]*\d+(?:[.,]\d+)?%?[.)]?|%|n\.?[cd]\.?|-+|\.")
_PERCENT = re.compile(r"[+<\-–−]*\d+(?:,\d+)?%")
_BARE = re.compile(r"\d+")
_AIM = re.compile(r"\W*(?:\d[.)]\s*)?(?!premier|par)(?:\w{2,}er|\w{2,}ir|\w{2,}re|\w{2,}oir)\b")
_ITEM = re.compile(r"[•]|[-–]$|\d[.)]$")


class Column(IntEnum):
    """The columns of the table, in their order. The first is a result in the dated layout."""

    BASELINE = 0
    TARGET = 1
    RESULT = 2
    RATE = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One way to separate the cells: what stands in each column, and its weight."""

    cells: tuple[tuple[Line, ...], ...]
    weight: float

    def text(self, column: Column) -> str:
        """What stands in a column, as one sentence."""
        return joined([line.text for line in self.cells[column]])


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: int  # index among the lines
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A place between two words: what speaks against a cut there, and against leaving it whole."""

    at: int  # index of the word after it
    cut: float
    whole: float


def separate(lines: tuple[Line, ...], layout: Layout) -> tuple[Way, ...]:
    """List the ways to separate the cells that are worth considering, lightest first.

    One way alone: the text decides. None: nothing explains these lines, or there are too many.
    """
    words = list(_words(lines))
    places = list(_places(lines, words))
    if len(places) > MOST_PLACES:
        places = [place for place in places if words[place.at].line != words[place.at - 1].line]
    if len(places) > MOST_PLACES:
        return ()
    found = _weighed(lines, words, places, layout)
    if not found or found[0][0] > CEILING:
        return ()
    near = [(weight, cuts) for weight, cuts in found if weight <= found[0][0] + MARGIN]
    return tuple(Way(_cells(lines, words, cuts), round(weight, 6)) for weight, cuts in near)


def _words(lines: tuple[Line, ...]) -> Iterator[_Word]:
    for index, line in enumerate(lines):
        for found in re.finditer(r"\S+", line.text):
            yield _Word(found[0], index, found.start(), found.end())


def _cells(lines: tuple[Line, ...], words: list[_Word], cuts: tuple[int, ...]) -> tuple[tuple[Line, ...], ...]:
    bounds = (0, *cuts, len(words))
    return tuple(_lines_of(lines, words[low:high]) for low, high in zip(bounds, bounds[1:], strict=False))


def _lines_of(lines: tuple[Line, ...], words: list[_Word]) -> tuple[Line, ...]:
    by_line: dict[int, list[_Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    return tuple(
        Line(lines[index].number, lines[index].text[held[0].start : held[-1].end])
        for index, held in by_line.items()
    )


def _places(lines: tuple[Line, ...], words: list[_Word]) -> Iterator[_Place]:
    for at in range(1, len(words)):
        before, after = words[at - 1], words[at]
        if before.line == after.line:
            place = _within_line(at, before, after)
        else:
            place = _between_lines(lines, at, before, after)
        if place is not None:
            yield place


def _within_line(at: int, before: _Word, after: _Word) -> _Place | None:
    """A place inside a line: cells follow each other there when both are short."""
    wide = after.start - before.end > 1
    figures = bool(_FIGURE.fullmatch(folded(before.text))), bool(_FIGURE.fullmatch(folded(after.text)))
    capital = after.text[:1].isupper()
    if not (wide or any(figures) or capital) or after.text == "%":
        return None
    cut, whole = 1.0, 0.3 if wide else 0.0
    if _PERCENT.fullmatch(before.text) and (after.text[0].isdigit() or after.text[0] in "+-–<"):
        whole += 3.0
    elif _PERCENT.fullmatch(before.text) and capital:
        whole += 1.5
    if _BARE.fullmatch(before.text):
        cut += 1.0 if capital and not after.text.isupper() else 4.0
    elif _is_tie(before.text):
        cut += 5.0
    elif after.text[:1].islower() or after.text.startswith("("):
        cut += 1.0 if figures[0] else 2.5
    elif not any(figures):
        cut += 1.5
    return _Place(at, cut, whole)


def _between_lines(lines: tuple[Line, ...], at: int, before: _Word, after: _Word) -> _Place:
    """A place between two lines: a line broken before it was full ends a paragraph, maybe a cell."""
    skipped = [line.text for line in lines[before.line + 1 : after.line]]
    spaced = sum(1 for text in skipped if text)
    printed = lines[before.line].text
    trailing = len(printed) - len(printed.rstrip())
    room = len(printed.strip()) + 1 + len(after.text) <= ROOM
    cut, whole = 0.0, 0.0
    if room and not _is_tie(before.text):
        whole += 1.0
    else:
        cut += 0.7
    if skipped:
        whole += 0.3 + 0.8 * min(spaced, 2)
    else:
        cut += 0.4
    if trailing > 1:
        whole += 0.5
    if _is_tie(before.text):
        cut += 5.0
    elif before.text.endswith((",", "-", "(")):
        cut += 3.0
    elif _BARE.fullmatch(before.text) and after.text[:1].islower():
        cut += 2.0
    if after.text[:1].islower() or after.text.startswith("("):
        cut += 2.0
    elif not _ITEM.fullmatch(after.text) and not before.text.endswith((".", ":", ";")):
        whole += 0.3
    return _Place(at, cut, whole)


def _is_tie(word: str) -> bool:
    """Say whether a word calls for the next one: no cell ends on it."""
    return folded(word).rstrip("'").lstrip("(") in _TIES or word.endswith(("’", "'"))


def _weighed(
    lines: tuple[Line, ...], words: list[_Word], places: list[_Place], layout: Layout
) -> list[tuple[float, tuple[int, int, int]]]:
    whole = sum(place.whole for place in places)
    extra = {place.at: place.cut - place.whole for place in places}
    count = len(words)
    leading = _leads(lines, words)
    trailing = sum(1 for line in lines[words[-1].line + 1 :] if line.text) > 1 if words else True
    cells: dict[tuple[int, int, int], float] = {}

    def weigh(low: int, high: int, column: Column) -> float:
        key = (low, high, column)
        if key not in cells:
            text = joined([line.text for line in _lines_of(lines, words[low:high])])
            empty_here = (leading and column is Column.BASELINE) or (trailing and column is Column.RATE)
            cells[key] = _cell(text, column, layout, empty_expected=empty_here)
        return cells[key]

    found = []
    bounds = [0, *(place.at for place in places), *([count] if count else [])]
    for cuts in combinations_with_replacement(bounds, 3):
        weight = whole + sum(extra.get(cut, 0.0) for cut in set(cuts))
        edges = (0, *cuts, count)
        for column in Column:
            weight += weigh(edges[column], edges[column + 1], column)
        found.append((weight, cuts))
    found.sort()
    # Only those that reproduction can still bring first are worth the reading of their rate.
    lightest = found[0][0] if found else 0.0
    near = [one for one in found if one[0] <= lightest - _REPRODUCED + MARGIN]
    return sorted((weight + _reproduction(Way(_cells(lines, words, cuts), weight)), cuts) for weight, cuts in near)


def _leads(lines: tuple[Line, ...], words: list[_Word]) -> bool:
    """Say whether space stands before the first word: an empty first cell leaves one."""
    if not words:
        return True
    first = words[0]
    return any(line.text for line in lines[: first.line]) or lines[first.line].text[:1] == " "


def _cell(text: str, column: Column, layout: Layout, *, empty_expected: bool) -> float:
    """What speaks against these words in this column."""
    if not text:
        empty = {Column.BASELINE: 1.5, Column.TARGET: 4.0, Column.RESULT: 1.5, Column.RATE: 1.0}[column]
        return empty - 1.2 if empty_expected else empty
    weight = 0.5 if empty_expected else 0.0
    if text.count("(") != text.count(")"):
        weight += 3.0
    seen = mentions(text)
    figures = numbers(seen)
    dated = any(True for _ in dates(folded(text)))
    alone = _is_alone(text)
    match column:
        case Column.RATE:
            return weight + _rate_cell(text, alone=alone, figures=len(figures), dated=dated)
        case Column.TARGET:
            return weight + _target_cell(text, alone=alone, figures=len(figures), dated=dated)
        case Column.RESULT if layout is Layout.RESULT_2015_DATED:
            return weight + (0.0 if dated else 1.5) + (0.5 if figures and not alone else 0.0)
        case _:
            return weight + _observed_cell(text, column, alone=alone, figures=len(figures), dated=dated)


def _is_alone(text: str) -> bool:
    """Say whether a cell is a figure, or an absence, and nothing else but what parentheses add."""
    bare = re.sub(r"\([^)]*\)", "", text).strip()
    if absence(bare) is not None:
        return True
    figures = numbers(mentions(bare))
    return len(figures) == 1 and (figures[0].start, figures[0].end) == (0, len(bare))


def _rate_cell(text: str, *, alone: bool, figures: int, dated: bool) -> float:
    if alone:
        kinds = {mention.kind for mention in numbers(mentions(text))[:1]}
        return 0.0 if kinds <= {Kind.PERCENT, Kind.POINTS} else 4.0
    if dated and not figures:
        return 3.0
    first = numbers(mentions(text))[:1]
    if first and first[0].start == 0 and first[0].kind in {Kind.PERCENT, Kind.POINTS}:
        return 1.5
    return 1.5 if not figures else 4.0


def _target_cell(text: str, *, alone: bool, figures: int, dated: bool) -> float:
    if alone:
        return 0.0 if absence(text) is None else 4.0
    if dated and not figures:
        return 3.0
    if _AIM.match(folded(text)) or "objectif" in folded(text):
        return 0.0
    return 0.5 if figures == 1 else 1.0


def _observed_cell(text: str, column: Column, *, alone: bool, figures: int, dated: bool) -> float:
    if alone:
        kinds = {mention.kind for mention in numbers(mentions(text))[:1]}
        return 1.5 if Kind.POINTS in kinds else 0.0
    if _AIM.match(folded(text)):
        return 3.0
    if dated and not figures and len(text.split()) <= 3:  # noqa: PLR2004 - « 31 décembre 2015 »
        return 3.0
    if figures:
        return 0.5 if column is Column.BASELINE else 0.3
    return 1.5 if column is Column.BASELINE else 1.0


def _reproduction(way: Way) -> float:
    """The rate of a way speaks for it when its own figures give it."""
    declared = rate_figure(way.text(Column.RATE))
    first, result = _value(way.text(Column.BASELINE)), _value(way.text(Column.RESULT))
    goal = _value(way.text(Column.TARGET))
    if result is None:
        result = first
    if result is None:
        return 0.0
    if isinstance(declared, Gap):
        margins = [result - other for other in (goal, first) if other is not None]
        return _REPRODUCED if any(_rounds(margin, declared.points) for margin in margins) else 0.0
    if not isinstance(declared, Decimal):
        return 0.0
    tries = [result * 100 / goal] if goal else []
    if goal is not None and first is not None and goal != first:
        tries.append((result - first) * 100 / (goal - first))
    return _REPRODUCED if any(_rounds(value, declared) for value in tries) else 0.0


def _value(text: str) -> Fraction | None:
    """The number of a cell, or the first that it prints in percent."""
    figure = read_figure(text)
    if isinstance(figure, Number):
        return figure.exact if isinstance(figure, Share) or figure.exact else figure.exact
    figures = numbers(mentions(text))
    shares = [one for one in figures if one.kind is Kind.PERCENT] or list(figures)
    return Fraction(shares[0].value) if len(shares) == 1 else None


def _rounds(value: Fraction, printed: Decimal) -> bool:
    exponent = printed.as_tuple().exponent
    unit = Fraction(1, 10 ** -int(exponent))
    return abs(value - Fraction(printed)) <= unit / 2
