"""Words of a page by their places: joined into lines, lines into columns where no ruling parts them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

# In heights of a letter: a gap as wide as this is between columns, not between words; what is left of it under
# another line must still be this wide; and lines further apart than this do not go together.
_COLUMN_GAP = 1.5
_GUTTER_LEFT = 0.6
_FAR = 4.0

# A line that stands further from the one before it than lines of one cell do begins a row.
_NEW_ROW = 1.25

# Two pages on one sheet: a gutter in the middle of a landscape page, in points and in parts of its width.
_FOLD = 12.0
_FOLD_FROM, _FOLD_TO = 0.35, 0.65
_HALF_A_PAGE = 6  # words at least on either side


class Box(NamedTuple):
    """A rectangle on a page, in points from its upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def area(self) -> float:
        """Its area, in square points."""
        return float((self.x1 - self.x0) * (self.bottom - self.top))

    def surrounds(self, other: "Box") -> bool:
        """Whether another rectangle lies inside, edges included."""
        return (
            self.x0 - 1 <= other.x0
            and other.x1 <= self.x1 + 1
            and self.top - 1 <= other.top
            and other.bottom <= self.bottom + 1
        )

    def holds(self, word: "Word") -> bool:
        """Whether the middle of a word is inside."""
        height = (word.box.top + word.box.bottom) / 2
        return self.x0 <= word.middle <= self.x1 and self.top <= height <= self.bottom


class Word(NamedTuple):
    """A word and where it stands."""

    text: str
    box: Box

    @property
    def middle(self) -> float:
        """The middle of the word, from the left."""
        return (self.box.x0 + self.box.x1) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words of one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with a space between two that do not touch."""
        return joined(self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.box.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.box.bottom for word in self.words)

    @property
    def height(self) -> float:
        """The height of its tallest letters."""
        return max(word.box.bottom - word.box.top for word in self.words)

    def segments(self) -> list[tuple[Word, ...]]:
        """The words, parted where a column may end."""
        found: list[list[Word]] = [[self.words[0]]]
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.box.x0 - before.box.x1 > _COLUMN_GAP * self.height:
                found.append([])
            found[-1].append(word)
        return [tuple(words) for words in found]


def joined(words: tuple[Word, ...]) -> str:
    """Join words; letters set higher or lower than their neighbours come as words of their own that touch them."""
    text = words[0].text if words else ""
    for before, word in itertools.pairwise(words):
        touching = abs(word.box.x0 - before.box.x1) < 0.1 * (word.box.bottom - word.box.top)
        raised = abs(word.box.bottom - before.box.bottom) > 1
        text += word.text if touching and raised else f" {word.text}"
    return text


def lines(words: list[Word]) -> list[TextLine]:
    """Join words whose middles are at one height into lines, from top to bottom."""
    rows: list[list[Word]] = []
    height = level = 0.0
    for word in sorted(words, key=lambda word: word.box.top + word.box.bottom):
        middle = (word.box.top + word.box.bottom) / 2
        if not rows or middle - level > height / 2:
            rows.append([])
            level, height = middle, word.box.bottom - word.box.top
        rows[-1].append(word)
    return [TextLine(tuple(sorted(row, key=lambda word: word.box.x0))) for row in rows]


def middle_gutter(width: float, height: float, words: list[Word], tables: list[Box]) -> float | None:
    """Where a landscape page that shows two pages side by side is to be folded; None when it is one page."""
    if width <= height:
        return None
    taken = sorted([(word.box.x0, word.box.x1) for word in words] + [(box.x0, box.x1) for box in tables])
    reach = 0.0
    for left, right in taken:
        fold = (reach + left) / 2
        if left - reach >= _FOLD and _FOLD_FROM * width < fold < _FOLD_TO * width:
            sides = [sum(1 for word in words if (word.middle > fold) == side) for side in (False, True)]
            return fold if min(sides) >= _HALF_A_PAGE else None
        reach = max(reach, right)
    return None


def blocks_without_rulings(free: list[TextLine], tables: list[Box]) -> list[dict[str, Any]]:
    """Make blocks of the lines outside of ruled tables: columns where several lines have the same, else lines."""
    found: list[dict[str, Any]] = []
    for run, gutters in _runs(free, tables):
        if gutters and sum(1 for line in run if len(line.segments()) > 1) > 1:
            edges = [
                min(line.words[0].box.x0 for line in run),
                *((left + right) / 2 for left, right in gutters),
            ]
            edges.append(max(line.words[-1].box.x1 for line in run))
            rows = [_cells(row, edges) for row in _rows(run)]
            found.append({"top": run[0].top, "bottom": run[-1].bottom, "rows": rows, "edges": edges})
        else:
            found += [{"top": line.top, "bottom": line.bottom, "line": line.text} for line in run]
    return found


Gutters = list[tuple[float, float]]


def _runs(free: list[TextLine], tables: list[Box]) -> Iterator[tuple[list[TextLine], Gutters]]:
    """Part lines into runs that keep the gutters of their first line; a run without gutters is a single line."""
    run: list[TextLine] = []
    gutters: Gutters = []
    for line in free:
        left = _left(gutters, line) if run and gutters else []
        together = (
            bool(left)
            and len(left) == len(gutters)
            and len(line.segments()) <= len(gutters) + 1
            and line.top - run[-1].bottom < _FAR * line.height
            and not any(run[-1].bottom <= box.top and box.bottom <= line.top for box in tables)
        )
        if together:
            run.append(line)
            gutters = left
            continue
        if run:
            yield run, gutters
        run, gutters = [line], _gaps(line)
    if run:
        yield run, gutters


def _gaps(line: TextLine) -> Gutters:
    parts = line.segments()
    return [(before[-1].box.x1, after[0].box.x0) for before, after in itertools.pairwise(parts)]


def _left(gutters: Gutters, line: TextLine) -> Gutters:
    """What is left of each gutter beside the words of a line; one that a word crosses is gone."""
    kept: Gutters = []
    for gutter in gutters:
        left, right = gutter
        for word in line.words:
            if word.box.x1 <= left or word.box.x0 >= right:
                continue
            # The word eats into the gutter from one side, or from the other.
            if word.box.x0 - left < right - word.box.x1:
                left = max(left, word.box.x1)
            else:
                right = min(right, word.box.x0)
        if right - left >= _GUTTER_LEFT * line.height:
            kept.append((left, right))
    return kept


def _rows(run: list[TextLine]) -> Iterator[list[TextLine]]:
    """Part lines into rows: by the space between them, or by their columns when it is always the same."""
    pitches = [after.top - before.top for before, after in itertools.pairwise(run)]
    closest = min(pitches)
    even = max(pitches) <= _NEW_ROW * closest
    row = [run[0]]
    for line, pitch in zip(run[1:], pitches, strict=True):
        if len(line.segments()) > 1 if even else pitch > _NEW_ROW * closest:
            yield row
            row = []
        row.append(line)
    yield row


def _cells(row: list[TextLine], edges: list[float]) -> list[list[Any]]:
    columns: list[list[str]] = [[] for _ in edges[1:]]
    for line in row:
        for index, (left, right) in enumerate(itertools.pairwise(edges)):
            last = index == len(columns) - 1
            words = tuple(
                word for word in line.words if left <= word.middle and (word.middle < right or last)
            )
            if words:
                columns[index].append(joined(words))
    return [[said, 1, 1] for said in columns]
