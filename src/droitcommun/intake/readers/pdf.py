"""PDF, by position: words, ruled tables, columns without rulings; a run of pages at a time.

A page is {"height", "blocks", "scanned"}; a block has "top" and "bottom" in points, and a "line" or the "rows" of
a table with the "edges" of its columns. What belongs together over pages is for `intake.pages` to see.
"""

import re
from bisect import bisect_left, bisect_right
from io import BytesIO
from itertools import islice
from time import monotonic
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTItem
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import CroppedPage, Page
from pdfplumber.utils.exceptions import PdfminerException

from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.flow import CellCount
from droitcommun.intake.readers.words import Box, Word, blocks_without_rulings, lines, middle_gutter
from droitcommun.intake.refusals import RefusedError

# A gap wider than this part of the letters' size parts two words.
_WORD_GAP = 0.15
# Rulings closer than this, in points, are one.
_SAME_EDGE = 3.0

_END = b"%%EOF"
_END_REACH = 2048  # some producers add a little after the end

# A line this thin, in points, that runs through the middle of a letter strikes it out.
_THIN = 2.0
_MIDDLE_FROM, _MIDDLE_TO = 0.35, 0.75

# A page that is a picture: it covers this part of it, and there are no more words than a stamp has.
_PICTURE = 0.3
_STAMP = 3

# A soft hyphen that is printed, but for one after the last letter of a word.
_PRINTED_HYPHEN = re.compile(r"\u00ad(?!$)|(?<![^\W\d])\u00ad$")


def read_pages(content: bytes, limits: Limits, first: int) -> dict[str, Any]:
    """Return {"count", "pages"}: how many pages there are, and those from `first` that one child reads.

    It stops while it has time left, after a page at least: on a machine that is busy a child reads fewer pages.
    """
    enough = monotonic() + limits.seconds / 3
    if _END not in content[-_END_REACH:]:
        raise RefusedError("damaged")  # cut short: the pages that are left would pass for all
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            found = list(islice(PDFPage.create_pages(document.doc), limits.pages + 1))
            if len(found) > limits.pages:
                raise RefusedError("too-many-pages", most=limits.pages)
            if not found:
                raise RefusedError("damaged")
            cells = CellCount(limits)
            pages: list[dict[str, Any]] = []
            for number, page in enumerate(found[first : first + limits.pages_a_child], start=first + 1):
                pages.append(_page(_LightPage(document, page, number), cells))
                if monotonic() > enough:
                    break
            return {"count": len(found), "pages": pages}
    except PdfminerException as error:
        protected = isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError)
        raise RefusedError("encrypted" if protected else "damaged") from None


class _LightPage(Page):
    """A page whose letters tell what is read of them and no more: that is a third of the time of reading it."""

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        """Tell a letter by its text and its place from the upper left corner; anything else as it was told."""
        if not isinstance(obj, LTChar):
            return super().process_object(obj)
        left, top = self.mediabox[:2]
        above = self.height + top
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "upright": obj.upright,
            "size": obj.size,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": above - obj.y1,
            "bottom": above - obj.y0,
            "doctop": above - obj.y1,
        }


def _page(page: Page, cells: CellCount) -> dict[str, Any]:
    words = _words(page.filter(_Strokes(page).spare))
    covered = sum(abs(image["width"] * image["height"]) for image in page.images)
    scanned = len(words) <= _STAMP and covered > _PICTURE * float(page.width * page.height)
    found: list[dict[str, Any]] = []
    if words:
        tables = _tables(page)
        gutter = middle_gutter(page.width, page.height, words, [table.box for table in tables])
        for side in (False, True) if gutter else (False,):
            found += _blocks(
                [word for word in words if not gutter or (word.middle > gutter) == side],
                [table for table in tables if not gutter or (table.box.x0 > gutter) == side],
                cells,
            )
    page.close()
    return {"height": float(page.height), "blocks": found, "scanned": scanned}


def _hyphens(word: str) -> str:
    """A word whose hyphens are hyphens: one glyph may stand for both, and then « 2015-2020 » comes with soft ones.

    The one that ends a word stays soft: it may cut it at the end of a line.
    """
    return _PRINTED_HYPHEN.sub("-", word)


def _words(page: Page | CroppedPage) -> list[Word]:
    return [
        Word(_hyphens(word["text"]), Box(word["x0"], word["top"], word["x1"], word["bottom"]))
        for word in page.extract_words(x_tolerance_ratio=_WORD_GAP, keep_blank_chars=False)
        if word["text"].strip()
    ]


class _Strokes:
    """The thin lines of a page, which strike out the letters that they run through."""

    def __init__(self, page: Page) -> None:
        thin = sorted(
            ((line["top"] + line["bottom"]) / 2, line["x0"], line["x1"])
            for line in (*page.rects, *page.lines)
            if line["bottom"] - line["top"] < _THIN < line["x1"] - line["x0"]
        )
        self._heights = [height for height, _, _ in thin]
        self._spans = [(x0, x1) for _, x0, x1 in thin]

    def spare(self, shape: dict[str, Any]) -> bool:
        """Whether a letter still stands: a document with its changes shown strikes out what was deleted."""
        if shape["object_type"] != "char":
            return True
        top, height = shape["top"], shape["bottom"] - shape["top"]
        middle = (shape["x0"] + shape["x1"]) / 2
        first = bisect_right(self._heights, top + _MIDDLE_FROM * height)
        last = bisect_left(self._heights, top + _MIDDLE_TO * height)
        return not any(x0 <= middle <= x1 for x0, x1 in self._spans[first:last])


class _Ruled:
    """A table between rulings: its cells by the boxes that the rulings close."""

    def __init__(self, boxes: list[Box]) -> None:
        self.cells = boxes
        self.xs = _edges([x for box in boxes for x in (box.x0, box.x1)])
        self.ys = _edges([y for box in boxes for y in (box.top, box.bottom)])
        self.box = Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def rows(self, words: dict[Box, list[Word]]) -> list[list[Any]]:
        """Return the rows of cells, each [lines, columns, rows]."""
        by_row: dict[int, list[tuple[int, list[Any]]]] = {}
        for box in self.cells:
            left, right = _nearest(self.xs, box.x0), _nearest(self.xs, box.x1)
            top, bottom = _nearest(self.ys, box.top), _nearest(self.ys, box.bottom)
            said = [line.text for line in lines(words.get(box, []))]
            by_row.setdefault(top, []).append((left, [said, max(1, right - left), max(1, bottom - top)]))
        return [
            [cell for _, cell in sorted(by_row[row], key=lambda found: found[0])] for row in sorted(by_row)
        ]


def _tables(page: Page) -> list[_Ruled]:
    found = [part for table in page.find_tables() for part in _unnested([Box(*cell) for cell in table.cells])]
    # One box around a text, or around a page, is a frame and no table.
    return [_Ruled(boxes) for boxes in found if len(boxes) > 1]


def _unnested(boxes: list[Box]) -> list[list[Box]]:
    """Part the cells of a table from those of the tables that stand inside them and share a ruling with them."""
    around = Box(*(pick(box[side] for box in boxes) for side, pick in enumerate((min, min, max, max))))
    if sum(box.area for box in boxes) <= around.area + 1:
        return [boxes]
    parts: dict[Box | None, list[Box]] = {}
    larger: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.area):
        outer = next((one for one in reversed(larger) if one.surrounds(box)), None)
        parts.setdefault(outer, []).append(box)
        larger.append(box)
    return list(parts.values())


def _blocks(words: list[Word], tables: list[_Ruled], cells: CellCount) -> list[dict[str, Any]]:
    inside: dict[Box, list[Word]] = {}
    free: list[Word] = []
    # The smallest box that holds a word is its own: a table may stand inside a cell of another.
    boxes = sorted((box for table in tables for box in table.cells), key=lambda box: box.area)
    cells.add(len(boxes))
    for word in words:
        box = next((box for box in boxes if box.holds(word)), None)
        if box is None:
            free.append(word)
        else:
            inside.setdefault(box, []).append(word)
    found: list[dict[str, Any]] = [
        {"top": table.box.top, "bottom": table.box.bottom, "rows": table.rows(inside), "edges": table.xs}
        for table in tables
    ]
    found += blocks_without_rulings(lines(free), [table.box for table in tables])
    return sorted(found, key=lambda block: block["top"])


def _edges(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SAME_EDGE:
            kept.append(float(place))
    return kept


def _nearest(places: list[float], place: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - place))
