"""What prose affirms of its own figures: totals, shares and their counts, gaps, « A dont B », « de A à B ».

Only wordings that name both sides are taken; a sentence that merely prints figures affirms nothing here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from droitcommun.core.claims import Among, Change, Claim, Difference, ShareOf, Term, Total
from droitcommun.core.observations import Count, Euros, Gap, Number, Ratio, Share
from droitcommun.core.passages import Lines, Passage
from droitcommun.intake.blocks import Line
from droitcommun.intake.changes import turns
from droitcommun.intake.figures import Kind, Mention, mentions, numbers
from droitcommun.intake.folding import folded
from droitcommun.intake.numerals import numerals

# Words shown around a figure. Characters.
_AROUND = 30

# Words kept before a change: those that say what changed. Characters.
_SUBJECT = 120

# A list in parentheses, each part after its ordinal: « (10ème 232, 11ème 232, … ) ».
_LIST = re.compile(r"\(\s*(?:\d{1,3}(?:er|e|eme)\s+[\d ]+[,;)]\s*){2,}")

# Between a share and its counts: « (sur les 783 jeunes …, 194 étaient … ) ».
_ON = re.compile(r"^\s*\(\s*sur (?:les |un total de )?$")

# « 194 des 783 jeunes …, soit 24,7 % », « 194 jeunes sur 783 (24,8 %) », « 194/783 »
_OF_THE = re.compile(r"^(?:\s+(?:[^\W\d]+\s+){0,3}(?:des|parmi les|sur(?: les| un total de)?)\s+|\s?/\s?)$")
_THAT_IS = re.compile(r"^[^.;:()]{0,60}\bsoit (?:au total )?$")
_IN_BRACKETS = re.compile(r"^[^.;:()\d]{0,40}\(\s*(?:soit )?$")
# « 24,8 % des jeunes (194 sur 783) », « 24,8 % des 783 jeunes, soit 194 »
_OPENS = re.compile(r"^(?:\s+d[^.;:()\d]{0,40})?\s*\(\s*(?:soit )?$")
_OF_ALL = re.compile(r"^\s+(?:des|parmi les|sur les)\s+$")
# « 120 filles + 45 garçons »: the plus is the sign of the second; « = 165 », « soit 165 »
_PLUS = re.compile(r"^[^.;:()\d=]{0,40}\+\s*[\d\s]+$")
_COMES_TO = re.compile(r"^[^.;:()\d+]{0,40}(?:=|\bsoit (?:un total de |au total )?)\s*$")
# « 3 sur 10 », « 3/10 »: both ends of a ratio.
_FIRST, _LAST = re.compile(r"\d+"), re.compile(r"\d+$")

_REFERENCE = re.compile(r"^\s*\(\s*ref[^)]*$")
_GAP = re.compile(r"\becart\s*(?:=|:|de)\s*$")

# « 8 000 rendez-vous …, dont 6 000 … et 2 000 … »: a whole, a few words of its own, « dont ».
_OF_WHICH = re.compile(r"^[^.;:()]{0,60}\bdont\s+$")
_AND = re.compile(r"^[^.;:()]{0,60}(?:,|\bet)\s+$")


class _Prose:
    """Some lines as one text, and where each character of it stands."""

    def __init__(self, lines: tuple[Line, ...], document: str) -> None:
        self.document = document
        self.lines = [line for line in lines if line.text.strip()]
        self.starts: list[int] = []
        at = 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line.text.strip()) + 1
        self.text = " ".join(line.text.strip() for line in self.lines)
        self.plain = folded(self.text)
        self.figures = _figures(self.text)

    def term(self, figure: Mention) -> Term:
        """A figure, the words around it and its line."""
        line = self.lines[bisect_right(self.starts, figure.start) - 1].number
        end = self.text.find(" ", min(figure.end + _AROUND, len(self.text)))
        around = self.text[figure.start : end if end >= 0 else len(self.text)]
        passage = Passage(self.document, (Lines(line, line),))
        return Term(text=around, figure=_number(figure), passage=passage)

    def between(self, one: Mention, other: Mention) -> str:
        """The folded words between two figures."""
        return self.plain[one.end : other.start]


def read_claims(lines: tuple[Line, ...], document: str) -> tuple[Claim, ...]:
    """List what some lines affirm of their own figures, in reading order."""
    prose = _Prose(lines, document)
    return (
        *_totals(prose),
        *_sums(prose),
        *_shares(prose),
        *_worked_out(prose),
        *_gaps(prose),
        *_parts(prose),
        *_changes(prose),
    )


def _figures(text: str) -> tuple[Mention, ...]:
    """The figures of a text, in digits and in words; « 3 sur 10 » is two of them."""
    printed = mentions(text)
    found: list[Mention] = []
    for figure in numbers(printed):
        if figure.of is None:
            found.append(figure)
            continue
        first, last = _FIRST.match(text, figure.start), _LAST.search(text[figure.start : figure.end])
        if first and last:
            found.append(replace(figure, of=None, end=first.end()))
            start = figure.start + last.start()
            found.append(replace(figure, of=None, value=Decimal(figure.of), start=start, approximate=False))
    taken = [(one.start, one.end) for one in printed]
    found += [
        one for one in numerals(text) if all(one.end <= start or end <= one.start for start, end in taken)
    ]
    return tuple(sorted(found, key=lambda figure: figure.start))


def _number(figure: Mention) -> Number:
    match figure.kind:
        case Kind.PERCENT if figure.value > 100:  # noqa: PLR2004 - percent
            return Ratio(figure.value)
        case Kind.PERCENT:
            return Share(figure.value)
        case Kind.EUROS:
            return Euros(figure.value)
        case Kind.POINTS:
            return Gap(figure.value)
        case _:
            return Count(int(figure.value), approximate=figure.approximate)


def _counts(figure: Mention) -> bool:
    return figure.kind is Kind.COUNT and figure.of is None and figure.value == int(figure.value)


def _share(figure: Mention) -> bool:
    return figure.kind is Kind.PERCENT and not figure.sign and figure.value <= Decimal(100)


def _totals(prose: _Prose) -> Iterator[Claim]:
    """« 2 836 courriers (10ème 232, 11ème 232, …) »."""
    for listed in _LIST.finditer(prose.plain):
        parts = [one for one in prose.figures if listed.start() < one.start < listed.end()]
        before = [one for one in prose.figures if one.end <= listed.start()]
        if not before or len(parts) < 3 or not all(map(_counts, [*parts, before[-1]])):  # noqa: PLR2004 - a list
            continue
        if re.search(r"[.;]", prose.plain[before[-1].end : listed.start()]):
            continue
        yield Total(total=prose.term(before[-1]), parts=tuple(map(prose.term, parts)))


def _sums(prose: _Prose) -> Iterator[Claim]:
    """« 120 filles + 45 garçons = 165 », « …, soit 165 jeunes »."""
    index = 0
    while index < len(prose.figures):
        parts = [prose.figures[index]]
        for other in prose.figures[index + 1 :]:
            if not _PLUS.search(prose.plain[parts[-1].end : other.end]):
                break
            parts.append(other)
        total = next(iter(prose.figures[index + len(parts) :]), None)
        if len(parts) > 1 and total is not None and all(map(_counts, [*parts, total])):
            between = prose.between(parts[-1], total)
            if _COMES_TO.search(between):
                yield Total(total=prose.term(total), parts=tuple(map(prose.term, parts)))
        index += len(parts)


def _shares(prose: _Prose) -> Iterator[Claim]:
    """« 24,7 % (sur les 783 jeunes …, 194 …) », « 24,7 % (194 sur 783) », « 24,7 % des 783 jeunes, soit 194 »."""
    for share, one, other in zip(prose.figures, prose.figures[1:], prose.figures[2:], strict=False):
        if not (_share(share) and _counts(one) and _counts(other)):
            continue
        first, second = prose.between(share, one), prose.between(one, other)
        if _ON.search(first) and ")" not in second and 0 < other.value <= one.value:
            yield _share_of(prose, share, other, one)
        elif _OPENS.search(first) and _OF_THE.search(second) and other.value > 0:
            yield _share_of(prose, share, one, other)
        elif _OF_ALL.search(first) and _THAT_IS.search(second) and one.value > 0:
            yield _share_of(prose, share, other, one)


def _worked_out(prose: _Prose) -> Iterator[Claim]:
    """« 194 des 783 jeunes …, soit 24,7 % », « 194 jeunes sur 783 (24,8 %) »."""
    for part, whole, share in zip(prose.figures, prose.figures[1:], prose.figures[2:], strict=False):
        if not (_counts(part) and _counts(whole) and _share(share)) or whole.value == 0:
            continue
        between = prose.between(whole, share)
        if _OF_THE.search(prose.between(part, whole)) and (
            _THAT_IS.search(between) or _IN_BRACKETS.search(between)
        ):
            yield _share_of(prose, share, part, whole)


def _share_of(prose: _Prose, share: Mention, part: Mention, whole: Mention) -> ShareOf:
    return ShareOf(share=prose.term(share), part=(prose.term(part),), whole=(prose.term(whole),))


def _gaps(prose: _Prose) -> Iterator[Claim]:
    """« 60,2 % (réf. 71,7 %), écart = 11,5 % »."""
    for one, other, gap in zip(prose.figures, prose.figures[1:], prose.figures[2:], strict=False):
        if not (_share(one) and _share(other) and gap.kind in {Kind.PERCENT, Kind.POINTS}):
            continue
        if not (_REFERENCE.search(prose.between(one, other)) and _GAP.search(prose.between(other, gap))):
            continue
        less, more = sorted((one, other), key=lambda figure: figure.value)
        term = prose.term(gap)
        yield Difference(
            more=prose.term(more),
            less=prose.term(less),
            difference=Term(text=term.text, figure=Gap(gap.value), passage=term.passage),
        )


def _parts(prose: _Prose) -> Iterator[Claim]:
    """« 8 000 rendez-vous dont 6 000 … »; « 67 emplois dont 22 … et 14 …, soit 54 % » says a share too."""
    for index, (whole, first) in enumerate(zip(prose.figures, prose.figures[1:], strict=False)):
        if not (_counts(whole) and _counts(first)) or not _OF_WHICH.search(prose.between(whole, first)):
            continue
        parts = [first]
        for other in prose.figures[index + 2 :]:
            if not _counts(other) or not _AND.search(prose.between(parts[-1], other)):
                break
            parts.append(other)
        yield Among(whole=prose.term(whole), parts=tuple(map(prose.term, parts)))
        share = next(iter(prose.figures[index + 1 + len(parts) :]), None)
        if whole.value == 0:
            continue
        if share is not None and _share(share) and _THAT_IS.search(prose.between(parts[-1], share)):
            yield ShareOf(
                share=prose.term(share), part=tuple(map(prose.term, parts)), whole=(prose.term(whole),)
            )


def _changes(prose: _Prose) -> Iterator[Claim]:
    """« De 200 visites en 2014 à 260 en 2015, soit une hausse de 30 % »."""
    for turn in turns(prose.text, prose.figures):
        ends = (turn.before, turn.after)
        if any(one.kind is Kind.COUNT and one.value != int(one.value) for one in ends):
            continue
        first = max(prose.plain.rfind(mark, 0, turn.start) for mark in (". ", "; ", ": ")) + 1
        stated = prose.term(turn.change) if turn.change is not None else None
        yield Change(
            before=prose.term(turn.before),
            after=prose.term(turn.after),
            subject=prose.text[first : turn.start].strip()[-_SUBJECT:],
            since=turn.since,
            until=turn.until,
            stated=stated,
            rises=turn.rises,
        )
