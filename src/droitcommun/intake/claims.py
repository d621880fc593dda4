"""What prose affirms of its own figures: a total and its list, a share and its counts, a gap, « A dont B ».

Only wordings that name both sides are taken; a sentence that merely prints figures affirms nothing here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from droitcommun.core.claims import Among, Claim, Difference, ShareOf, Term, Total
from droitcommun.core.observations import Count, Gap, Number, Share
from droitcommun.core.passages import Lines, Passage
from droitcommun.intake.blocks import Line
from droitcommun.intake.figures import Kind, Mention, mentions, numbers
from droitcommun.intake.folding import folded

# Words shown around a figure. Characters.
_AROUND = 30

# A list in parentheses, each part after its ordinal: « (10ème 232, 11ème 232, … ) ».
_LIST = re.compile(r"\(\s*(?:\d{1,3}(?:er|e|eme)\s+[\d ]+[,;)]\s*){2,}")

# Between a share and its counts: « (sur les 783 jeunes …, 194 étaient … ) ».
_ON = re.compile(r"^\s*\(\s*sur (?:les |un total de )?$")

# « 194 des 783 jeunes …, soit 24,7 % »
_OF_THE = re.compile(r"^\s+(?:[^\W\d]+\s+){0,2}(?:des|parmi les|sur les)\s+$")
_THAT_IS = re.compile(r"^[^.;:()]{0,60}\bsoit (?:au total )?$")

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
        self.figures = numbers(mentions(self.text))

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
    return (*_totals(prose), *_shares(prose), *_worked_out(prose), *_gaps(prose), *_parts(prose))


def _number(figure: Mention) -> Number:
    match figure.kind:
        case Kind.PERCENT:
            return Share(figure.value)
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


def _shares(prose: _Prose) -> Iterator[Claim]:
    """« 24,7 % (sur les 783 jeunes …, 194 …) »."""
    for share, whole, part in zip(prose.figures, prose.figures[1:], prose.figures[2:], strict=False):
        if not (_share(share) and _counts(whole) and _counts(part)) or part.value > whole.value:
            continue
        if _ON.search(prose.between(share, whole)) and ")" not in prose.between(whole, part):
            yield ShareOf(share=prose.term(share), part=(prose.term(part),), whole=(prose.term(whole),))


def _worked_out(prose: _Prose) -> Iterator[Claim]:
    """« 194 des 783 jeunes …, soit 24,7 % »."""
    for part, whole, share in zip(prose.figures, prose.figures[1:], prose.figures[2:], strict=False):
        if not (_counts(part) and _counts(whole) and _share(share)) or part.value > whole.value:
            continue
        if _OF_THE.search(prose.between(part, whole)) and _THAT_IS.search(prose.between(whole, share)):
            yield ShareOf(share=prose.term(share), part=(prose.term(part),), whole=(prose.term(whole),))


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
        if share is not None and _share(share) and _THAT_IS.search(prose.between(parts[-1], share)):
            yield ShareOf(
                share=prose.term(share), part=tuple(map(prose.term, parts)), whole=(prose.term(whole),)
            )
