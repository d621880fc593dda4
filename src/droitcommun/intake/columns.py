"""What speaks against some words in a column of the table: a rate is a percent, a target is an aim.

Weights are in the unit of `cells`: 1 is a slight surprise, 5 nearly excludes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

from droitcommun.core.sheets import Layout
from droitcommun.intake.blocks import Line
from droitcommun.intake.dates import dates
from droitcommun.intake.figures import Kind, Mention, absence, mentions, numbers
from droitcommun.intake.folding import folded

# A line longer than this is wider than a column: cells may follow each other on it anywhere.
WIDE = 40

_TIES = {
    "a", "au", "aux", "avec", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par",
    "pour", "sans", "sous", "sur", "un", "une", "dont", "d", "son", "sa", "ses", "ces", "que", "qui", "est", "soit",
}  # fmt: skip

PERCENT = re.compile(r"[+<\-–−]*\d+(?:,\d+)?%")
BARE = re.compile(r"\d+")
# An infinitive; « décembre », « nombre », « centre », « janvier » end like one.
_AIM = re.compile(
    r"\W*(?:\d[.)]\s*)?(?!premier|par|janvier|fevrier)(?:\w{2,}[ei]r|\w+(?:nd|tt|iv|[^o]i)re|\w{2,}oir)\b"
)
_CHANGE = re.compile(
    r"\W*(?:augmentation|hausse|baisse|diminution|reduction|maintien|doublement|poursuite|developpement|objectif"
    r"|mise en (?:place|oeuvre)|creation|renforcement|organisation"
    r"|au moins|au plus|100 ?%)\b"
)
# « 10ème, 13ème »: a list of places.
_PLACES = re.compile(r"\d\s?(?:er|e|eme)s?\b.*\d\s?(?:e|eme)s?\b")
# « objectif local »: words that announce a figure.
_ANNOUNCES = re.compile(r"\W*objectif(?: \w+)?\W*")
# « 5,3 % sur Paris »: what is measured somewhere, and no rate.
_SOMEWHERE = re.compile(r"(?:sur|dans|à|en)\s+(?:l[ea]\s+|les\s+|l’)?[A-ZÉ]")
# « 200 visites réalisées »: what was done, and is no aim.
_DONE = {f"{stem}{ending}" for stem in ("realise", "effectue", "soutenu") for ending in ("s", "es")}
ITEM = re.compile(r"[•]|[-–]$|\d[.)]$")


class Column(IntEnum):
    """The columns of the table, in their order. The first is a result in the dated layout."""

    BASELINE = 0
    TARGET = 1
    RESULT = 2
    RATE = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the table: its line, and where it stands on it."""

    text: str
    line: int  # index among the lines
    start: int
    end: int


def is_tie(word: str) -> bool:
    """Say whether a word calls for the next one: no cell ends on it."""
    return folded(word).rstrip("'").lstrip("(") in _TIES or word.endswith(("’", "'"))


def opens_aim(word: str) -> bool:
    """Say whether a word is an infinitive with a capital: an aim begins there."""
    return word[:1].isupper() and bool(_AIM.fullmatch(folded(word).rstrip(",")))


class Table:
    """What the words of the table say, counted once: the weight of a cell is then a matter of bounds."""

    def __init__(self, lines: tuple[Line, ...], words: list[Word], layout: Layout) -> None:
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
        self.items = self._items(lines)
        self.leading = _leads(lines, words)
        self.faithful = _keeps_spaces(lines)
        self.trailing = sum(1 for line in lines[words[-1].line + 1 :] if line.text) > 1 if words else True
        self.ends_on_rate = bool(words) and bool(PERCENT.fullmatch(words[-1].text))
        self.known: dict[tuple[int, int, Column], float] = {}

    def _firsts(self) -> Iterator[int]:
        """The words that begin a line, after its bullet."""
        for index, word in enumerate(self.words):
            if index == 0 or self.words[index - 1].line != word.line:
                yield index + 1 if ITEM.match(word.text) and index + 1 < len(self.words) else index

    def _items(self, lines: tuple[Line, ...]) -> set[int]:
        """The words that begin a paragraph: after a bullet, a number or a line without words."""
        found = set()
        for index in self._firsts():
            before = index - 1
            if before >= 0 and self.words[before].line == self.words[index].line:
                found.add(index)  # after its bullet
            elif before >= 0:
                skipped = lines[self.words[before].line + 1 : self.words[index].line]
                if self._ties(before) or not skipped:
                    continue
                if self.words[index].text[:1].isupper() or self.words[index].text[:1].isdigit():
                    found.add(index)
        return found

    def _opens(self, index: int) -> bool:
        """Say whether a target may begin here: by an infinitive, or by a noun of change."""
        return index in self.aims or bool(_CHANGE.match(" ".join(self.texts[index : index + 3])))

    def _aims(self, index: int) -> bool:
        return opens_aim(self.words[index].text)

    def _counts(self, index: int) -> bool:
        return index > 0 and bool(BARE.fullmatch(self.texts[index])) and not self._ties(index - 1)

    def _ties(self, index: int) -> bool:
        return is_tie(self.words[index].text)

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
        # A paragraph that begins by an infinitive is hardly anything but a target.
        aims = sum(2.0 if index in self.items else 1.0 for index in self.aims if low <= index < high)
        if column is Column.RATE:
            weight += 1.8 * min(aims, 2) + (1.5 if low in self.items and not figures else 0.0)
            weight += 1.5 if ITEM.match(self.words[low].text) and not alone else 0.0
            places = not figures and bool(_PLACES.search(folded(text)))
            return (
                weight
                + (2.0 if places else 0.0)
                + _rate_cell(figures, start, text, alone=alone, dated=bool(dated))
            )
        if column is Column.TARGET:
            later = sum(1 for index in self.counted if low < index < high)
            weight += 0.7 * later + self._beside_aims(low, high) + self._ending(low, high, figures)
            return weight + self._target(low, figures, text, alone=alone, dated=bool(dated))
        weight += 1.8 * min(aims, 2) + (1.4 if low in self.aims else 0.0)
        if column is Column.RESULT and self.layout is Layout.RESULT_2015_DATED:
            shares = sum(1 for one in figures if one.kind is Kind.PERCENT)
            return (
                weight
                + (0.0 if dated else 1.5)
                + max(0, shares - 1)
                + (0.5 if figures and not alone else 0.0)
            )
        if column is Column.BASELINE:
            weight += self._before_target(low, high)
        return weight + _observed_cell(figures, text, column, alone=alone, dated=bool(dated))

    def _before_target(self, low: int, high: int) -> float:
        """A baseline that does not open as a target, and of which a later paragraph does, holds some of the target."""
        changes = [index for index in self.items if low < index < high and index not in self.aims]
        if self._opens(low) or not any(self._opens(index) for index in changes):
            return 0.0
        return 1.5

    def _beside_aims(self, low: int, high: int) -> float:
        """Paragraphs of a target are alike: where one begins by an infinitive, all do."""
        first = low + 1 if ITEM.match(self.words[low].text) and low + 1 < high else low
        aims = [index for index in self.aims if low <= index < high]
        if not aims:
            return 0.0
        weight = 0.0
        if not self._opens(first) and any(index in self.items for index in aims):
            weight += 2.0 if self.texts[first][:1].isdigit() else 1.5
        others = [index for index in self.items if first < index < high and not self._opens(index)]
        return weight + 1.8 * min(len(others), 2)

    def _ending(self, low: int, high: int, figures: list[Mention]) -> float:
        """A target that ends on a bare figure, or announces one and has none, is badly cut."""
        if not figures:
            return 1.5 if _ANNOUNCES.fullmatch(" ".join(self.texts[low:high])) else 0.0
        words = self.texts[low:high]
        if "soit" in words or _DONE.intersection(words):  # a result is worked out, or was done
            return 1.5
        last = self.words[high - 1].text
        bare = bool(BARE.fullmatch(last) or PERCENT.fullmatch(last)) and high - low > 1
        return 1.2 if bare and (len(figures) > 1 or self._aims(low)) and not self._ties(high - 2) else 0.0

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
        if _AIM.match(opening) or _CHANGE.match(opening.lstrip("• ")):
            return 0.0
        return 0.5 if len(figures) == 1 else 1.0


def _leads(lines: tuple[Line, ...], words: list[Word]) -> bool:
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


def _rate_cell(figures: list[Mention], start: int, text: str, *, alone: bool, dated: bool) -> float:
    kinds = {one.kind for one in figures[:1]}
    if alone:
        return 0.0 if kinds <= {Kind.PERCENT, Kind.POINTS} else 4.0
    if dated and not figures:
        return 3.0
    if figures and figures[0].start == start and kinds <= {Kind.PERCENT, Kind.POINTS}:
        rest = text[figures[0].end - start :].strip()
        if _SOMEWHERE.match(rest):
            return 5.0 + 2.0 * (len(figures) - 1)
        return (1.5 if not rest or rest.startswith("(") else 3.0) + 2.0 * (len(figures) - 1)
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
