"""The prose of a document: its lines before the first sheet, as paragraphs and sentences of a page set in columns."""

import re
from collections.abc import Iterator

from droitcommun.core.passages import Lines, Passage
from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.blocks import Blocks, Line, Table
from droitcommun.intake.folding import folded, joined
from droitcommun.intake.template import NO_SHEET, parse_template

_MOST_LINES = 14

# Headings of the page, that end a sentence.
LABEL = re.compile(
    r"\s*(?:liens et )?(?:contacts? utiles?|en savoir plus|public cible|engagements?\b.{0,20}$|de l'etat$"
    r"|conditions\b.{0,20}$|contexte\W*$)"
)
BULLET = re.compile(r"\s*[•]\s*")
# « S u r  l a »: letters set apart to fill a line.
_SPACED = re.compile(r"(?<!\S)(?:\S ){2,}\S(?!\S)")
_STOP = re.compile(r"(?<=\w[\wé)»][.!?])\s+(?=[A-ZÉÀ])")
# A line that begins by one of these begins a sentence: what stands before is a heading.
_OPENING = re.compile(
    r"\s*(?:L[’'] ?(?=[A-ZÉa-zé])|(?:L[ea]s?|Sur|Dans|Cette|Ces|Cet|Une?|Au|A|À|En|D[’']ici|Pour|Enfin)\b(?![-’']) )"
)
# A page begins by a line set one space to the right; one with so few lines is the heading of the one before.
_SHORTEST_PAGE = 4


def prose_of(document: Blocks) -> list[Line]:
    """The lines before the first sheet, those of table cells included; all of them when there is no sheet.

    Raises FileRefusedError when a sheet is cut: where its prose ends is then not known.
    """
    lines = list(_lines(document))
    try:
        first = parse_template(document)[0].first
    except FileRefusedError as refused:
        if any(problem.code != NO_SHEET for problem in refused.problems):
            raise
        return lines
    return [line for line in lines if line.number < first]


def _lines(document: Blocks) -> Iterator[Line]:
    """The lines in reading order; the end of a cell ends a paragraph."""
    for block in document.blocks:
        match block:
            case Line():
                yield block
            case Table(rows=rows):
                for cell in (cell for row in rows for cell in row):
                    yield from cell.lines
                    if cell.lines:
                        yield Line(cell.lines[-1].number, "")


def passage_of(document: str, *runs: list[Line]) -> Passage:
    """Where some runs of lines stand."""
    return Passage(document, tuple(Lines(run[0].number, run[-1].number) for run in runs))


def sentences(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines up to a full stop, a bullet or a heading; a blank line does not end one, since columns mix."""
    held: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if LABEL.match(folded(line.text)):
            yield from kept(held)
            held = []
            continue
        first, *others = _STOP.split(line.text)
        if BULLET.match(line.text) or _OPENING.match(line.text) or len(held) >= _MOST_LINES:
            yield from kept(held)
            held = []
        held.append(Line(line.number, first))
        for other in others:
            yield from kept(held)
            held = [Line(line.number, other)]
        if re.search(r"[.!?»]\s*$", line.text):
            yield from kept(held)
            held = []
    yield from kept(held)


def paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines between blank ones; a line that begins by a space begins a page."""
    held: list[Line] = []
    for line in lines:
        if not line.text.strip() or _begins_page(line):
            yield from kept(held)
            held = []
        if line.text.strip():
            held.append(line)
    yield from kept(held)


def pages(lines: list[Line]) -> list[tuple[int, int]]:
    """The first and last line of each page; the whole text when nothing tells pages apart."""
    found: list[list[Line]] = []
    for line in lines:
        if not line.text.strip():
            continue
        if _begins_page(line) or not found:
            found.append([])
        found[-1].append(line)
    whole: list[list[Line]] = []
    for page in found:
        if whole and len(page) <= _SHORTEST_PAGE:
            whole[-1] += page
        else:
            whole.append(page)
    return [(page[0].number, page[-1].number) for page in whole]


def _begins_page(line: Line) -> bool:
    return line.text[:1] == " " and line.text.strip()[:1].isupper()


def kept(held: list[Line]) -> Iterator[list[Line]]:
    """A group of lines, unless it is empty."""
    if held:
        yield held


def whole(lines: list[Line]) -> str:
    """The sentence, with the words that the page cuts or sets apart letter by letter joined again."""
    rows = [_SPACED.sub(_tight, BULLET.sub("", line.text)).strip() for line in lines]
    text = joined(rows)
    for row in rows[:-1]:
        tail = re.search(r"([^\W\d]+)-$", row)
        if tail:
            text = text.replace(f"{tail[1]}-", tail[1], 1)
    return text


def _tight(found: "re.Match[str]") -> str:
    return found[0].replace(" ", "")
