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
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise

from droitcommun.core.observations import Gap, Number
from droitcommun.core.sheets import Layout
from droitcommun.intake.blocks import Line
from droitcommun.intake.columns import BARE, ITEM, PERCENT, WIDE, Column, Table, Word, is_tie
from droitcommun.intake.dates import dates
from droitcommun.intake.figures import Kind, mentions, numbers, rate_figure, read_figure
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
# A rate that the figures of the same way give.
_REPRODUCED = -2.5

# A result that begins as another cell does: « Poursuite de l’effort », « Poursuite effective de l’effort ».
_ECHOED = -1.0

# One that begins by the very paragraph of the baseline: « Cf. le programme », « Cf. le programme ».
_REPEATED = -3.0

# All that may speak for a way.
_BORNE_OUT = _REPRODUCED + _REPEATED

# Words. A shorter paragraph (« NC », « Sans objet ») may stand anywhere.
_SHORTEST_REPEATED = 3

# « secteur 1 », « axe 2 »: a number that names.
_NAMED = {"secteur", "axe", "phase", "niveau", "cycle", "zone", "article", "annexe", "tranche", "categorie"}

_FIGURE = re.compile(r"[+<≤\-–−]*\d+(?:[.,]\d+)?%?[.)]?|%|n\.?[cd]\.?|-+|\.")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to separate the cells: what stands in each column, and its weight."""

    cells: tuple[tuple[Line, ...], ...]
    weight: float

    def text(self, column: Column) -> str:
        """What stands in a column, as one sentence."""
        return joined([line.text for line in self.cells[column]])


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
    words, places, found = _candidates(lines, layout)
    if not found or found[0][0] - _whole_but(places, found[0][1]) > CEILING:
        return ()
    return _near(lines, words, found)


def guesses(lines: tuple[Line, ...], layout: Layout) -> tuple[Way, ...]:
    """The lightest ways where none is worth considering, for a person to choose from; none when there are too many."""
    words, _, found = _candidates(lines, layout)
    return _near(lines, words, found)


_Weighed = list[tuple[float, tuple[int, int, int]]]


def _candidates(lines: tuple[Line, ...], layout: Layout) -> tuple[list[Word], list[_Place], _Weighed]:
    """The words, the places where they may be cut, and what each choice of three weighs, lightest first."""
    words = list(_words(lines))
    places = [place for place in _places(lines, words) if place.cut - place.whole <= HOPELESS]
    if len(places) > MOST_PLACES:
        places = [place for place in places if words[place.at].line != words[place.at - 1].line]
    if len(places) > MOST_PLACES:
        return words, [], []
    return words, places, _weighed(lines, words, places, layout)


def _whole_but(places: list[_Place], cuts: tuple[int, ...]) -> float:
    """What speaks against leaving whole the places that are not cut."""
    return sum(place.whole for place in places if place.at not in cuts)


def _near(lines: tuple[Line, ...], words: list[Word], found: _Weighed) -> tuple[Way, ...]:
    near = [(weight, cuts) for weight, cuts in found if weight <= found[0][0] + MARGIN]
    return tuple(Way(_cells(lines, words, cuts), round(weight, 6)) for weight, cuts in near)


def _words(lines: tuple[Line, ...]) -> Iterator[Word]:
    for index, line in enumerate(lines):
        for found in re.finditer(r"\S+", line.text):
            yield Word(found[0], index, found.start(), found.end())


def _cells(lines: tuple[Line, ...], words: list[Word], cuts: tuple[int, ...]) -> tuple[tuple[Line, ...], ...]:
    bounds = (0, *cuts, len(words))
    return tuple(_lines_of(lines, words[low:high]) for low, high in pairwise(bounds))


def _lines_of(lines: tuple[Line, ...], words: list[Word]) -> tuple[Line, ...]:
    by_line: dict[int, list[Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    return tuple(
        Line(lines[index].number, lines[index].text[held[0].start : held[-1].end])
        for index, held in by_line.items()
    )


def _places(lines: tuple[Line, ...], words: list[Word]) -> Iterator[_Place]:
    dated = _inside_dates(words)
    for at in range(1, len(words)):
        before, after = words[at - 1], words[at]
        if at in dated:
            continue
        if before.line == after.line:
            wide_line = len(lines[after.line].text.strip()) > WIDE
            place = _within_line(
                at, before, after, wide_line=wide_line, after_date=at - 1 in dated, on_date=at + 1 in dated
            )
        else:
            place = _between_lines(lines, at, before, after)
        if place is not None:
            yield place


def _inside_dates(words: list[Word]) -> set[int]:
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
    return bool(BARE.fullmatch(number)) and (word[0].isalpha() or bool(re.fullmatch(r"\d{3}", word)))


def _within_line(
    at: int, before: Word, after: Word, *, wide_line: bool, after_date: bool, on_date: bool
) -> _Place | None:
    """A place inside a line: cells follow each other there when both are short."""
    wide = after.start - before.end > 1
    figures = bool(_FIGURE.fullmatch(folded(before.text))), bool(_FIGURE.fullmatch(folded(after.text)))
    capital = after.text[:1].isupper()
    if not (wide or on_date or any(figures) or (capital and wide_line)) or after.text == "%":
        return None
    cut, whole = 1.0, 0.3 if wide else 0.0
    if PERCENT.fullmatch(before.text) and (after.text[0].isdigit() or after.text[0] in "+-–<"):
        whole += 3.0
    elif PERCENT.fullmatch(before.text) and capital:
        whole += 1.5
    if PERCENT.fullmatch(after.text) and before.text.isalpha() and not is_tie(before.text):
        whole += 1.0
    if _counts_next(before.text, after.text) and not after_date:
        cut += 1.0 if capital and not after.text.isupper() else 4.0
    elif is_tie(before.text):
        cut += 5.0
    elif after.text[:1].islower() or after.text.startswith("("):
        cut += (1.0 if figures[0] else 2.5) + (1.5 if is_tie(after.text) else 0.0)
    elif not any(figures) and not on_date:
        cut += 1.5
    return _Place(at, cut, whole)


def _between_lines(lines: tuple[Line, ...], at: int, before: Word, after: Word) -> _Place:
    """A place between two lines: a line broken before it was full ends a paragraph, maybe a cell."""
    skipped = [line.text for line in lines[before.line + 1 : after.line]]
    spaced = sum(1 for text in skipped if text)
    printed = lines[before.line].text
    trailing = len(printed) - len(printed.rstrip())
    room = len(printed.strip()) + 1 + len(after.text) <= ROOM
    cut, whole = 0.0, 0.0
    if room and not is_tie(before.text):
        whole += 0.7
    else:
        cut += 0.7
    if skipped:
        whole += 0.3 + 0.5 * min(spaced, 3)
    else:
        cut += 0.4
    if trailing > 1:
        whole += 0.5
    if _holds(before, after):
        cut += 3.0
    if is_tie(before.text):
        cut += 5.0
    elif before.text.endswith((",", "-", "(")) or (after.text.islower() and is_tie(after.text)):
        cut += 3.0
    elif BARE.fullmatch(before.text) and after.text[:1].islower():
        cut += 2.0
    if (after.text[:1].islower() and not after.text.startswith("objectif")) or after.text.startswith("("):
        cut += 2.0
    elif not ITEM.fullmatch(after.text) and not before.text.endswith((".", ":", ";")):
        whole += 0.3
    return _Place(at, cut, whole)


def _holds(before: Word, after: Word) -> bool:
    """Say whether two words go together over the end of a line: « secteur 1 », « + 20 € », « …, soit 3 % »."""
    names = folded(before.text) in _NAMED and after.text[:1].isdigit()
    return names or folded(after.text) == "soit" or "+" in {before.text, after.text}


def _weighed(lines: tuple[Line, ...], words: list[Word], places: list[_Place], layout: Layout) -> _Weighed:
    table = Table(lines, words, layout)
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
        if weight + sum(min(extra.get(cut, 0.0), 0.0) for cut in set(cuts)) > lightest + MARGIN - _BORNE_OUT:
            continue
        weight += sum(extra.get(cut, 0.0) for cut in set(cuts))
        weight += table.weight(one, two, Column.TARGET) + table.weight(two, three, Column.RESULT)
        lightest = min(lightest, weight)
        found.append((weight, cuts))
    # Only those that reproduction can still bring first are worth the reading of their rate.
    near = [one for one in found if one[0] <= lightest + MARGIN - _BORNE_OUT]
    return sorted(
        (weight + _borne_out(Way(_cells(lines, words, cuts), weight)), cuts) for weight, cuts in near
    )


def _borne_out(way: Way) -> float:
    """What speaks for a way as a whole: its rate follows from its figures, its cells answer each other."""
    result = way.text(Column.RESULT)
    echoed = any(_echo(way.text(column), result) for column in (Column.BASELINE, Column.TARGET))
    if _repeats(way.cells[Column.BASELINE], way.cells[Column.RESULT]):
        return _reproduction(way) + _REPEATED
    return _reproduction(way) + (_ECHOED if echoed else 0.0)


def _repeats(one: tuple[Line, ...], other: tuple[Line, ...]) -> bool:
    """Say whether two cells begin by the same paragraph of words."""
    first, second = (_first_paragraph(lines) for lines in (one, other))
    return first == second and len(first) >= _SHORTEST_REPEATED and not any(word.isdigit() for word in first)


def _first_paragraph(lines: tuple[Line, ...]) -> list[str]:
    words: list[str] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None and line.number - before.number > 1:
            break
        words += re.findall(r"\w+", folded(line.text))
    return words


def _echo(one: str, other: str) -> bool:
    """Say whether two cells begin by the same three words, or by one word and share most others."""
    first, second = (re.findall(r"[^\W\d]+", folded(text)) for text in (one, other))
    if not first or not second or first[0] != second[0]:
        return False
    shared = set(first) & set(second)
    return first[:3] == second[:3] or 2 * len(shared) > max(len(set(first)), len(set(second)))


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
