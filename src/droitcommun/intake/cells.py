"""Four cells that run together: every way to separate them is weighed, and only a clear one is taken.

The text of a table gives its cells one after the other, without their borders: « 18 % 13 % 20,3 % (avril 2016)
113 % ». A way to separate them is three cuts. Its weight adds what speaks against each cut, against each place
left whole, and against each cell in its column; the rate that its own figures give speaks for it. The lightest
way is taken; those within `MARGIN` of it are its rivals, and what they change is a question.

Weights are in one arbitrary unit: 1 is a slight surprise, 5 nearly excludes. They were set by reading sheets, and
`MARGIN` so that no way that a reader would find possible is dismissed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise
from typing import assert_never

from droitcommun.core.observations import Gap, Number
from droitcommun.core.sheets import Layout
from droitcommun.intake.blocks import Line
from droitcommun.intake.dates import dates
from droitcommun.intake.figures import Kind, Mention, absence, mentions, numbers, rate_figure, read_figure
from droitcommun.intake.folding import folded, joined

# Ways that weigh so little more than the lightest are possible too.
MARGIN = 1.5

# A way whose cuts and cells weigh more than this explains nothing: all cells are asked for.
CEILING = 7.0

# A place whose cut weighs so much more than leaving it whole is not tried.
HOPELESS = 4.5

# More places to cut than this and the table is not one row of a sheet.
MOST_PLACES = 70

# A line shorter than this, with the next word on it, was not broken for want of room: the narrowest column but that
# of the rate holds « Objectif à atteindre, » (22 characters).
ROOM = 22

# A line longer than this is wider than a column: cells may follow each other on it anywhere.
WIDE = 40

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
_CHANGE = re.compile(
    r"\W*(?:augmentation|hausse|baisse|diminution|reduction|maintien|doublement|poursuite|developpement|objectif"
    r"|au moins|au plus|100 ?%)\b"
)
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
    places = [place for place in _places(lines, words) if place.cut - place.whole <= HOPELESS]
    if len(places) > MOST_PLACES:
        places = [place for place in places if words[place.at].line != words[place.at - 1].line]
    if len(places) > MOST_PLACES:
        return ()
    found = _weighed(lines, words, places, layout)
    if (
        not found
        or found[0][0] - sum(place.whole for place in places if place.at not in found[0][1]) > CEILING
    ):
        return ()
    near = [(weight, cuts) for weight, cuts in found if weight <= found[0][0] + MARGIN]
    return tuple(Way(_cells(lines, words, cuts), round(weight, 6)) for weight, cuts in near)


def _words(lines: tuple[Line, ...]) -> Iterator[_Word]:
    for index, line in enumerate(lines):
        for found in re.finditer(r"\S+", line.text):
            yield _Word(found[0], index, found.start(), found.end())


def _cells(
    lines: tuple[Line, ...], words: list[_Word], cuts: tuple[int, ...]
) -> tuple[tuple[Line, ...], ...]:
    bounds = (0, *cuts, len(words))
    return tuple(_lines_of(lines, words[low:high]) for low, high in pairwise(bounds))


def _lines_of(lines: tuple[Line, ...], words: list[_Word]) -> tuple[Line, ...]:
    by_line: dict[int, list[_Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    return tuple(
        Line(lines[index].number, lines[index].text[held[0].start : held[-1].end])
        for index, held in by_line.items()
    )


def _places(lines: tuple[Line, ...], words: list[_Word]) -> Iterator[_Place]:
    dated = _inside_dates(words)
    for at in range(1, len(words)):
        before, after = words[at - 1], words[at]
        if at in dated:
            continue
        if before.line == after.line:
            wide_line = len(lines[after.line].text.strip()) > WIDE
            place = _within_line(at, before, after, wide_line=wide_line, after_date=at - 1 in dated)
        else:
            place = _between_lines(lines, at, before, after)
        if place is not None:
            yield place


def _inside_dates(words: list[_Word]) -> set[int]:
    """The words that continue a date: « avril 2016 » is not two cells."""
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    text = folded(" ".join(word.text for word in words))
    spans = [(found.start, found.end) for found in dates(text)]
    return {index for index, at in enumerate(starts) if any(low < at < high for low, high in spans)}


def _counts_next(number: str, word: str) -> bool:
    """Say whether a bare number counts the word after it, or continues in it: « 5 FJT », « 2 154 »."""
    return bool(_BARE.fullmatch(number)) and (word[0].isalpha() or bool(re.fullmatch(r"\d{3}", word)))


def _within_line(at: int, before: _Word, after: _Word, *, wide_line: bool, after_date: bool) -> _Place | None:
    """A place inside a line: cells follow each other there when both are short."""
    wide = after.start - before.end > 1
    figures = bool(_FIGURE.fullmatch(folded(before.text))), bool(_FIGURE.fullmatch(folded(after.text)))
    capital = after.text[:1].isupper()
    if not (wide or any(figures) or (capital and wide_line)) or after.text == "%":
        return None
    cut, whole = 1.0, 0.3 if wide else 0.0
    if _PERCENT.fullmatch(before.text) and (after.text[0].isdigit() or after.text[0] in "+-–<"):
        whole += 3.0
    elif _PERCENT.fullmatch(before.text) and capital:
        whole += 1.5
    if _PERCENT.fullmatch(after.text) and before.text.isalpha() and not _is_tie(before.text):
        whole += 1.0
    if _counts_next(before.text, after.text) and not after_date:
        cut += 1.0 if capital and not after.text.isupper() else 4.0
    elif _is_tie(before.text):
        cut += 5.0
    elif after.text[:1].islower() or after.text.startswith("("):
        cut += (1.0 if figures[0] else 2.5) + (1.5 if _is_tie(after.text) else 0.0)
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
        whole += 0.7
    else:
        cut += 0.7
    if skipped:
        whole += 0.3 + 0.5 * min(spaced, 3)
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
    if (after.text[:1].islower() and not after.text.startswith("objectif")) or after.text.startswith("("):
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
    table = _Table(lines, words, layout)
    whole = sum(place.whole for place in places)
    extra = {place.at: place.cut - place.whole for place in places}
    count = len(words)
    bounds = [0, *(place.at for place in places), *([count] if count else [])]
    first = {at: table.weight(0, at, Column.BASELINE) for at in bounds}
    last = {at: table.weight(at, count, Column.RATE) for at in bounds}
    found = []
    lightest = float("inf")
    for cuts in combinations_with_replacement(bounds, 3):
        one, two, three = cuts
        weight = whole + first[one] + last[three]
        if weight + sum(min(extra.get(cut, 0.0), 0.0) for cut in set(cuts)) > lightest + MARGIN - _REPRODUCED:
            continue
        weight += sum(extra.get(cut, 0.0) for cut in set(cuts))
        weight += table.weight(one, two, Column.TARGET) + table.weight(two, three, Column.RESULT)
        lightest = min(lightest, weight)
        found.append((weight, cuts))
    # Only those that reproduction can still bring first are worth the reading of their rate.
    near = [one for one in found if one[0] <= lightest + MARGIN - _REPRODUCED]
    return sorted(
        (weight + _reproduction(Way(_cells(lines, words, cuts), weight)), cuts) for weight, cuts in near
    )


class _Table:
    """What the words of the table say, counted once: the weight of a cell is then a matter of bounds."""

    def __init__(self, lines: tuple[Line, ...], words: list[_Word], layout: Layout) -> None:
        self.words = words
        self.layout = layout
        self.texts = [folded(word.text) for word in words]
        self.starts: list[int] = []
        at = 0
        for word in words:
            self.starts.append(at)
            at += len(word.text) + 1
        self.text = " ".join(word.text for word in words)
        self.figures = [one for one in numbers(mentions(self.text)) if not self._numbers_an_item(one)]
        self.dates = list(dates(folded(self.text)))
        self.aims = [index for index in self._firsts() if self._aims(index)]
        self.counted = [index for index in self._firsts() if self._counts(index)]
        self.leading = _leads(lines, words)
        self.faithful = _keeps_spaces(lines)
        self.trailing = sum(1 for line in lines[words[-1].line + 1 :] if line.text) > 1 if words else True
        self.ends_on_rate = bool(words) and bool(_PERCENT.fullmatch(words[-1].text))
        self.known: dict[tuple[int, int, Column], float] = {}

    def _firsts(self) -> Iterator[int]:
        """The words that begin a line, after its bullet."""
        for index, word in enumerate(self.words):
            if index == 0 or self.words[index - 1].line != word.line:
                yield index + 1 if _ITEM.match(word.text) and index + 1 < len(self.words) else index

    def _aims(self, index: int) -> bool:
        return self.words[index].text[:1].isupper() and bool(_AIM.fullmatch(self.texts[index]))

    def _counts(self, index: int) -> bool:
        return index > 0 and bool(_BARE.fullmatch(self.texts[index])) and not self._ties(index - 1)

    def _ties(self, index: int) -> bool:
        return _is_tie(self.words[index].text)

    def _numbers_an_item(self, mention: Mention) -> bool:
        """« 1. » where a line begins numbers an item, and is no figure."""
        index = bisect_left(self.starts, mention.start)
        return index < len(self.words) and bool(re.fullmatch(r"\d{1,2}[.)]", self.words[index].text))

    def weight(self, low: int, high: int, column: Column) -> float:
        """What speaks against these words, the last excluded, in this column."""
        key = (low, high, column)
        if key not in self.known:
            self.known[key] = self._weigh(low, high, column)
        return self.known[key]

    def _weigh(self, low: int, high: int, column: Column) -> float:
        if low == high:
            return self._empty(column)
        weight = 0.5 if column is Column.BASELINE and self.leading else 0.0
        start, end = self.starts[low], self.starts[high - 1] + len(self.words[high - 1].text)
        text = self.text[start:end]
        if text.count("(") != text.count(")"):
            weight += 3.0
        figures = [one for one in self.figures if start <= one.start and one.end <= end]
        dated = [one for one in self.dates if start <= one.start and one.end <= end]
        alone = _is_alone(text) if len(text) <= WIDE or "(" in text else False
        aims = sum(1 for index in self.aims if low <= index < high)
        if column is Column.RATE:
            return weight + 1.8 * min(aims, 2) + _rate_cell(figures, start, alone=alone, dated=bool(dated))
        if column is Column.TARGET:
            later = sum(1 for index in self.counted if low < index < high)
            return weight + 0.7 * later + self._target(low, figures, text, alone=alone, dated=bool(dated))
        weight += 1.8 * min(aims, 2) + (1.4 if low in self.aims else 0.0)
        if column is Column.RESULT and self.layout is Layout.RESULT_2015_DATED:
            shares = sum(1 for one in figures if one.kind is Kind.PERCENT)
            return (
                weight
                + (0.0 if dated else 1.5)
                + max(0, shares - 1)
                + (0.5 if figures and not alone else 0.0)
            )
        return weight + _observed_cell(figures, text, column, alone=alone, dated=bool(dated))

    def _empty(self, column: Column) -> float:
        """An empty cell leaves a space: without one it is less likely to be empty."""
        match column:
            case Column.BASELINE:
                return 0.3 if self.leading else (5.0 if self.faithful else 2.5)
            case Column.TARGET:
                return 4.0
            case Column.RESULT:
                return 1.5
            case Column.RATE:
                return (0.3 if self.trailing else 1.0) + (2.0 if self.ends_on_rate else 0.0)
            case _:
                assert_never(column)

    def _target(self, low: int, figures: list[Mention], text: str, *, alone: bool, dated: bool) -> float:
        if alone:
            return 0.0 if absence(text) is None else 4.0
        if dated and not figures:
            return 3.0
        if self.layout is Layout.RESULT_2015_DATED and _ends_on_date(text):
            return 2.0
        opening = " ".join(self.texts[low : low + 3])
        if _AIM.match(opening) or _CHANGE.match(opening):
            return 0.0
        return 0.5 if len(figures) == 1 else 1.0


def _leads(lines: tuple[Line, ...], words: list[_Word]) -> bool:
    """Say whether space stands before the first word: an empty first cell leaves one."""
    if not words:
        return True
    first = words[0].line
    if first == 0:  # on the line of the header
        return False
    return any(line.text for line in lines[1:first]) or lines[first].text[:1] == " "


def _keeps_spaces(lines: tuple[Line, ...]) -> bool:
    """Say whether the text keeps what empty cells leave: spaces after its lines, and on lines without a word."""
    printed = [line.text for line in lines[1:] if line.text.strip()]
    spaced = sum(1 for text in printed if text.endswith(" "))
    empty = any(line.text and not line.text.strip() for line in lines[1:])
    return len(lines) > 1 and not lines[1].text and empty and spaced * 2 > len(printed)


def _ends_on_date(text: str) -> bool:
    return any(found.end == len(text) for found in dates(folded(text)))


def _is_alone(text: str) -> bool:
    """Say whether a cell is a figure, or an absence, and nothing else but what parentheses add."""
    bare = re.sub(r"\([^)]*\)", "", text).strip()
    if len(bare) > WIDE:
        return False
    if absence(bare) is not None:
        return True
    figures = numbers(mentions(bare))
    return len(figures) == 1 and (figures[0].start, figures[0].end) == (0, len(bare))


def _rate_cell(figures: list[Mention], start: int, *, alone: bool, dated: bool) -> float:
    kinds = {one.kind for one in figures[:1]}
    if alone:
        return 0.0 if kinds <= {Kind.PERCENT, Kind.POINTS} else 4.0
    if dated and not figures:
        return 3.0
    if figures and figures[0].start == start and kinds <= {Kind.PERCENT, Kind.POINTS}:
        return 1.5 + 2.0 * (len(figures) - 1)
    return 1.5 if not figures else 4.0


def _observed_cell(figures: list[Mention], text: str, column: Column, *, alone: bool, dated: bool) -> float:
    if alone:
        return 1.5 if figures and figures[0].kind is Kind.POINTS else 0.0
    if "objectif" in folded(text):
        return 2.0
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
    if declared == 0 and first == result:
        return _REPRODUCED
    tries = [result * 100 / goal] if goal else []
    if goal is not None and first is not None and goal != first:
        tries.append((result - first) * 100 / (goal - first))
    return _REPRODUCED if any(_rounds(value, declared) for value in tries) else 0.0


def _value(text: str) -> Fraction | None:
    """The number of a cell, or the first that it prints in percent."""
    figure = read_figure(text)
    if isinstance(figure, Number):
        return figure.exact
    figures = numbers(mentions(text))
    shares = [one for one in figures if one.kind is Kind.PERCENT] or list(figures)
    return Fraction(shares[0].value) if len(shares) == 1 else None


def _rounds(value: Fraction, printed: Decimal) -> bool:
    exponent = printed.as_tuple().exponent
    unit = Fraction(1, 10 ** -int(exponent))
    return abs(value - Fraction(printed)) <= unit / 2
