"""The official sheet: its labels, found in any order and over broken lines, and what stands beside each.

A table header (« Résultat 2014 · Objectif à atteindre … · Taux de réalisation ») makes a sheet; the labels before
it are its head, those after it its tail, and its title is printed at its foot, or on top.
Labels are matched letter by letter with any spaces between, so that a broken line, a double space or
l e t t e r s set apart change nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile

from droitcommun.core.french import number
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.core.sheets import Layout
from droitcommun.intake.blocks import Blocks, Line, Table
from droitcommun.intake.folding import folded, joined
from droitcommun.intake.refusals import refusal

# Sheets that a document may hold: a Bilan has 61, and a thousand are read in seconds; more is another kind of file.
MOST_SHEETS = 1_000

# The problem of a document that holds no sheet at all: it may still have prose.
NO_SHEET = "no-sheet"


class Field(StrEnum):
    """What a label of the sheet announces."""

    AXIS = "axis"
    THEME = "theme"
    OBJECTIVE = "objective"
    INDICATOR = "indicator"
    UPDATED_ON = "updated_on"
    SERVICES = "services"
    FIGURES = "figures"
    METHOD = "method"
    ANALYSIS = "analysis"
    ALERTS = "alerts"
    ADJUSTMENT = "adjustment"
    FOOT = "foot"
    TITLE = "title"


HEAD = (Field.AXIS, Field.THEME, Field.OBJECTIVE, Field.INDICATOR, Field.UPDATED_ON, Field.SERVICES)

# A head or a title stands within so many lines of its table header; farther, it is another text.
NEAR = 90

# The printed labels. A `|` separates wordings of one label.
LABELS = {
    Field.AXIS: "Axe du contrat de ville",
    Field.THEME: "Thématique",
    Field.OBJECTIVE: "Description de l'objectif",
    Field.INDICATOR: "Indicateur(s)|Indicateurs|Indicateur",
    Field.UPDATED_ON: "Date de mise à jour",
    Field.SERVICES: "Service(s) concerné(s)|Services concernés|Service concerné",
    Field.METHOD: "Méthodologie suivie (territorialisation des données, moyens mobilisés)|Méthodologie suivie",
    Field.ANALYSIS: "Analyse du taux de réalisation (freins à la réalisation, difficultés de méthode)"
    "|Analyse du taux de réalisation",
    Field.ALERTS: "Points d'alerte|Point d'alerte",
    Field.ADJUSTMENT: "Ajustement de l'objectif et/ou de la méthode",
    Field.FOOT: "Engagements de droit commun dans le cadre du",
    Field.TITLE: "Fiche de suivi",
}

# Labels that are ordinary words: they count only where a line, or a cell, begins.
_ORDINARY = {Field.THEME, Field.INDICATOR}


def _loose(words: str) -> str:
    return r"\s*".join(re.escape(letter) for letter in folded(words) if not letter.isspace())


def _label(wording: str) -> str:
    """A plural ends where its word does: it does not borrow the s of « Situation 2014 », in the next cell."""
    return _loose(wording) + (r"(?![a-z])" if wording.endswith("s") else "")


_PATTERNS = {
    name: re.compile("|".join(_label(wording) for wording in label.split("|")))
    for name, label in LABELS.items()
}

# The four columns. The second says « par » or « dans »; the third, a date or a year.
_HEADER = re.compile(
    rf"(?P<first>{_loose('Résultat')}|{_loose('Situation')})\s*(?P<before>2\s*0\s*\d\s*\d)\s*"
    rf"{_loose('Objectif à atteindre')}\s*,?\s*{_loose('fixé')}\s*(?:{_loose('par')}|{_loose('dans')})\s*"
    rf"{_loose('le contrat de ville')}\s*{_loose('Résultat')}\s*"
    rf"(?:(?P<dated>{_loose('(date)')})|(?P<after>2\s*0\s*\d\s*\d))\s*{_loose('Taux de réalisation')}"
)

# A table that no sheet has, and our printed report has under each of its own: what was computed, beside what was sent.
_OWN_REPORT = re.compile(rf"{_loose('Objectif lu comme')}\s*{_loose('Calcul, et d’où il vient')}")

# « 9 / 28 », « page 9 »: at the foot of a page, and no part of a title.
_PAGE = re.compile(r"\W*(?:page\s*\d{1,4}|\d{1,4}\s*/\s*\d{1,4})(?:\s*(?:/|sur)\s*\d{1,4})?\W*")

# « Analyse » alone on its line is the heading of the two cells that follow; it ends the table.
_HEADING = re.compile(rf"{_loose('Analyse')}(?=\s*(?:{_loose('Méthodologie suivie')}|\n))")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line stands in a table: the table, the row and the cell, from 0."""

    table: int
    row: int
    cell: int


@dataclass(frozen=True, slots=True)
class Cells:
    """The four cells under the header of a table that has them apart: geometry has decided.

    `rows` are those of each row, where the table has several.
    """

    cells: tuple[tuple[Line, ...], ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet as it is laid out: the lines beside each label, and those under the table header.

    `before` and `after` are the years that the header prints (`after` None: the result is dated in its cell).
    `figures` are the four cells, or the lines that hold them when only the text is known. `doubts` are the
    ordinary words that may be labels, in the middle of a line.
    """

    layout: Layout
    before: int
    after: int | None
    first: int
    last: int
    header: tuple[int, int]
    fields: dict[Field, tuple[Line, ...]]
    figures: Cells | tuple[Line, ...]
    labels: dict[Field, int] = field(default_factory=dict)
    doubts: dict[Field, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hit:
    name: Field
    start: int
    end: int
    found: "re.Match[str] | None" = None


class _Stream:
    """The lines of a document as one folded text in which labels are looked for."""

    def __init__(self, document: Blocks) -> None:
        self.lines: list[Line] = []
        self.spots: list[Spot | None] = []
        for index, block in enumerate(document.blocks):
            if isinstance(block, Line):
                self._add(block, None)
                continue
            for row, cells in enumerate(block.rows):
                for place, cell in enumerate(cells):
                    for line in cell.lines:
                        self._add(line, Spot(index, row, place))
        self.tables = {
            index: block for index, block in enumerate(document.blocks) if isinstance(block, Table)
        }
        self.starts: list[int] = []
        at = 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line.text) + 1
        self.text = "\n".join(folded(line.text) for line in self.lines)
        self.end = len(self.text)

    def _add(self, line: Line, spot: Spot | None) -> None:
        self.lines.append(line)
        self.spots.append(spot)

    def index(self, at: int) -> int:
        """The index of the line that holds a character."""
        return bisect_right(self.starts, at) - 1

    def number(self, at: int) -> int:
        """The number of the line that holds a character."""
        return self.lines[self.index(at)].number

    def begins(self, at: int) -> bool:
        """Say whether nothing but spaces and marks stands before a character on its line."""
        index = self.index(at)
        return not any(letter.isalnum() for letter in self.text[self.starts[index] : at])

    def between(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines from a character to another, the first and the last cut there."""
        if start >= end:
            return ()
        found = []
        for index in range(self.index(start), bisect_left(self.starts, end)):
            line = self.lines[index]
            low = max(start - self.starts[index], 0)
            found.append(Line(line.number, line.text[low : end - self.starts[index]]))
        return tuple(found)

    def capital(self, at: int) -> bool:
        """Say whether a character is a capital where it is printed."""
        index = self.index(at)
        return self.lines[index].text[at - self.starts[index]].isupper()


def value(raw: RawSheet, name: Field) -> str:
    """What stands beside a label, as one sentence; empty when the label is missing."""
    return joined([line.text for line in raw.fields.get(name, ())])


def title(raw: RawSheet) -> str:
    """The title of a sheet, without the punctuation and the quotes that surround it."""
    text = value(raw, Field.TITLE).strip(" :-–—")
    quoted = re.fullmatch(r'["“«]\s*([^"“”«»]*?)\s*["”»]', text)
    return quoted[1] if quoted else text


def shown_title(raw: RawSheet) -> str:
    """The title of a sheet; its objective when it has none."""
    return title(raw) or value(raw, Field.OBJECTIVE)


def parse_template(
    document: Blocks, labels: frozenset[tuple[Field, int]] = frozenset()
) -> tuple[RawSheet, ...]:
    """Find the sheets of a document, in its order; `labels` are ordinary words, by line, said to be labels.

    Raises FileRefusedError when there is none, when there are too many, when part of one stands where its table
    header is not found, or when the document is a report that we printed.
    """
    stream = _Stream(document)
    if _OWN_REPORT.search(stream.text):
        raise refusal(document.file, "own-report")
    hits = sorted(_hits(stream, labels), key=lambda hit: hit.start)
    headers = [index for index, hit in enumerate(hits) if hit.name is Field.FIGURES]
    if len(headers) > MOST_SHEETS:
        expected = (
            f"au plus {number(Decimal(MOST_SHEETS))} fiches de suivi ; le couper en plusieurs documents"
        )
        raise FileRefusedError([Problem(Place(document.file), "too-many-sheets", expected)])
    if not headers:
        shown = "« Axe du contrat de ville », « Objectif à atteindre », « Taux de réalisation »"
        expected = f"au moins une fiche de suivi : {shown}"
        raise FileRefusedError([Problem(Place(document.file), NO_SHEET, expected)])
    heads = [_head(stream, hits, at) for at in headers]
    on_top = _titles_on_top(stream, hits, heads)
    used: set[int] = set()
    sheets = []
    for turn, at in enumerate(headers):
        top = _title_before(hits, heads[turn], used) if on_top else None
        stop = _stop(hits, heads, turn, on_top=on_top)
        members = [*([top] if top is not None else []), *heads[turn], at, *range(at + 1, stop)]
        members = _once(hits, members, on_top=on_top)
        used |= set(members)
        sheets.append(_sheet(stream, hits, members, at))
    problems = [
        Problem(
            Place(document.file, stream.number(hits[index].start)),
            "header",
            "l’en-tête du tableau de cette fiche : « Résultat … », « Objectif à atteindre », « Taux de réalisation »",
        )
        for index in range(len(hits))
        if index not in used and hits[index].name in {Field.AXIS, Field.OBJECTIVE, Field.TITLE}
    ]
    if problems:
        raise FileRefusedError(problems)
    return tuple(sheets)


def _hits(stream: _Stream, labels: frozenset[tuple[Field, int]]) -> Iterator[_Hit]:
    for name, pattern in _PATTERNS.items():
        for found in pattern.finditer(stream.text):
            if not stream.capital(found.start()):
                continue
            told = (name, stream.number(found.start())) in labels
            if name in _ORDINARY and not (told or stream.begins(found.start())):
                continue
            yield _Hit(name, found.start(), found.end(), found)
    for found in _HEADER.finditer(stream.text):
        yield _Hit(Field.FIGURES, found.start(), found.end(), found)


def _head(stream: _Stream, hits: list[_Hit], at: int) -> list[int]:
    """The labels before a table header, each once, back to the first that another sheet may own."""
    found: dict[Field, int] = {}
    line = stream.number(hits[at].start)
    for index in range(at - 1, -1, -1):
        hit = hits[index]
        if hit.name not in HEAD or hit.name in found or line - stream.number(hit.start) > NEAR:
            break
        found[hit.name] = index
    return sorted(found.values())


def _titles_on_top(stream: _Stream, hits: list[_Hit], heads: list[list[int]]) -> bool:
    """Say whether the first sheet has its title before its head: then all have."""
    if not heads[0]:
        return False
    first = heads[0][0]
    line = stream.number(hits[first].start)
    return any(
        hit.name is Field.TITLE and line - stream.number(hit.start) <= NEAR // 3 for hit in hits[:first]
    )


def _title_before(hits: list[_Hit], head: list[int], used: set[int]) -> int | None:
    if not head:
        return None
    for index in range(head[0] - 1, -1, -1):
        if hits[index].name is Field.TITLE and index not in used:
            return index
        if hits[index].name is not Field.FOOT:
            return None
    return None


def _stop(hits: list[_Hit], heads: list[list[int]], turn: int, *, on_top: bool) -> int:
    """The index of the first label after a sheet."""
    if turn + 1 == len(heads):
        return len(hits)
    following = heads[turn + 1]
    if not following:
        return len(hits)
    stop = following[0]
    if on_top:
        while hits[stop - 1].name in {Field.TITLE, Field.FOOT}:
            stop -= 1
    return stop


def _once(hits: list[_Hit], members: list[int], *, on_top: bool) -> list[int]:
    """Each label of a sheet once, up to its foot: what a label repeats belongs to the text before it."""
    seen: set[Field] = set()
    kept = []
    closed = False
    for index in members:
        name = hits[index].name
        if name in seen or closed:
            continue
        seen.add(name)
        kept.append(index)
        closed = name is Field.TITLE and not on_top and Field.FIGURES in seen
    return kept


def _sheet(stream: _Stream, hits: list[_Hit], members: list[int], at: int) -> RawSheet:
    header = hits[at].found
    assert header is not None  # noqa: S101 - every hit of the header has its match
    fields: dict[Field, tuple[Line, ...]] = {}
    figures: Cells | tuple[Line, ...] = ()
    last = stream.number(hits[members[-1]].end - 1)
    for place, index in enumerate(members):
        hit = hits[index]
        following = members[place + 1] if place + 1 < len(members) else index + 1
        end = hits[following].start if following < len(hits) else stream.end
        if hit.name is Field.FIGURES:
            figures = _figures(stream, hit, end)
            continue
        value = _beside(stream, hit, end)
        if hit.name is Field.TITLE:
            value = _first_paragraph(value)
            last = max([last, *(line.number for line in value)])
        fields[hit.name] = value
    doubts = _doubts(fields, [hits[index].name for index in members])
    first = stream.number(hits[members[0]].start)
    return RawSheet(
        layout=_layout(header),
        before=_year(header["before"]),
        after=_year(header["after"]) if header["after"] else None,
        first=min(first, last),
        last=max(first, last),
        header=(stream.number(hits[at].start), stream.number(hits[at].end - 1)),
        fields=fields,
        figures=figures,
        labels={hits[index].name: stream.number(hits[index].start) for index in members},
        doubts=doubts,
    )


def _layout(header: "re.Match[str]") -> Layout:
    if header["dated"]:
        return Layout.RESULT_2015_DATED
    first = re.sub(r"\s", "", header["first"])
    return Layout.SITUATION_2014 if first == "situation" else Layout.RESULT_2014


def _year(printed: str) -> int:
    return int(re.sub(r"\s", "", printed))


def _figures(stream: _Stream, hit: _Hit, end: int) -> Cells | tuple[Line, ...]:
    spot = stream.spots[stream.index(hit.end - 1)]
    if spot is not None:
        rows = stream.tables[spot.table].rows
        under = list(takewhile(lambda row: len(row) == 4, rows[spot.row + 1 :]))  # noqa: PLR2004 - columns
        if under and len(rows[spot.row]) == 4:  # noqa: PLR2004 - columns
            apart = tuple(tuple(cell.lines for cell in row) for row in under)
            together = tuple(
                tuple(line for cell in column for line in cell) for column in zip(*apart, strict=True)
            )
            return Cells(together, apart)
    heading = _HEADING.search(stream.text, hit.end)
    return stream.between(hit.end, min(end, heading.start()) if heading else end)


def _beside(stream: _Stream, hit: _Hit, end: int) -> tuple[Line, ...]:
    """What stands after a label: up to the next one, or in the cells of its row."""
    spot = stream.spots[stream.index(hit.end - 1)]
    if spot is None:
        return stream.between(hit.end, end)
    same = []
    for index in range(stream.index(hit.end - 1), len(stream.lines)):
        other = stream.spots[index]
        if other is None or (other.table, other.row) != (spot.table, spot.row) or stream.starts[index] >= end:
            break
        same.append(index)
    return stream.between(hit.end, min(end, stream.starts[same[-1]] + len(stream.lines[same[-1]].text)))


def _first_paragraph(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    found: list[Line] = []
    for line in lines:
        if any(letter.isalnum() for letter in line.text) and not _PAGE.fullmatch(folded(line.text)):
            found.append(line)
        elif found:
            break
    return tuple(found)


def _doubts(fields: dict[Field, tuple[Line, ...]], present: Iterable[Field]) -> dict[Field, int]:
    """Ordinary labels that are missing, and whose word stands with a capital inside another field."""
    found: dict[Field, int] = {}
    for name in _ORDINARY - set(present):
        for beside in HEAD:
            for line in fields.get(beside, ()):
                for seen in _PATTERNS[name].finditer(folded(line.text)):
                    if line.text[seen.start()].isupper():
                        found.setdefault(name, line.number)
    return found
