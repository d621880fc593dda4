"""« De 200 visites en 2014 à 260 en 2015, soit une hausse de 30 % »: from, to, when, and the change that is stated.

Two figures joined by « de … à … » may be a range: they are a turn only where a verb, a year or a stated change says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from droitcommun.core.periods import Period
from droitcommun.intake.dates import Dated, dates
from droitcommun.intake.figures import Kind, Mention, mentions, numbers
from droitcommun.intake.folding import folded

_ABOUT = r"(?:pres de |environ |quelque |plus de |moins de )?"
_WORDS = r"[^.;:()#\d]"
# A date is written « # » below.
_DATE = r"(?:,? ?\(?(?:en |fin |debut |pour |au |de )?#+\)?)"

# « (passer) de X [en #] à Y », « X [en #], contre Y »
_FROM = re.compile(rf"(?P<verb>\bpass\w+ |\bpassant )?\b(?:de |d'|du ){_ABOUT}$")
_TO = re.compile(rf"^{_WORDS}{{0,60}}?{_DATE}?,? (?:a|jusqu'a) {_ABOUT}$")
_AGAINST = re.compile(rf"^{_WORDS}{{0,60}}?{_DATE}?,? contre (?:seulement )?{_ABOUT}$")
_WHEN = re.compile(rf"^{_WORDS}{{0,60}}?{_DATE}")

_UP = r"hausse|augmentation|progression|croissance|gain|accroissement"
_DOWN = r"baisse|diminution|recul|reduction|chute|perte"
_MOVE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})|evolution|variation) (?:\w+ )?(?:de |d'){_ABOUT}$")
_MOVED = re.compile(
    r"\b(?:(?P<up>augment\w+|progress\w+|a cru)|(?P<down>baiss\w+|diminu\w+|recul\w+|chut\w+)) de $"
)
# What leads from the last figure to the change that it comes to: « …, soit une hausse de », « (+ »
_THAT_IS = re.compile(rf"^{_WORDS}{{0,60}}?{_DATE}?,? ?(?:\(|soit |ce qui represente )[^.;:()#\d]{{0,40}}$")
_MORE_OR_LESS = re.compile(r"^ (?:\w+ )?de (?:(?P<up>plus)|(?P<down>moins))\b")
# What leads from a change to the figures that it is drawn from: « …, passant de », « (de »
_DRAWN = re.compile(rf"^{_WORDS}{{0,60}}?{_DATE}?(?:, ?|,? \()(?:\w+ )?(?:passant )?(?:de |d'){_ABOUT}$")


@dataclass(frozen=True, slots=True)
class Turn:
    """A figure, what it became, and the days of both when they are printed; from `start` to `end` in the text.

    `change`: the stated difference, when there is one; `rises` says which way, None when the words do not.
    """

    before: Mention
    after: Mention
    since: Period | None
    until: Period | None
    start: int
    end: int
    change: Mention | None = None
    rises: bool | None = None


def turns(text: str, figures: tuple[Mention, ...] | None = None) -> Iterator[Turn]:
    """List the turns of a text, in reading order; `figures` are those of the text, when they are known already."""
    plain = folded(text)
    found = list(dates(plain))
    hidden = _hidden(plain, found)
    figures = numbers(mentions(text)) if figures is None else figures
    for index in range(len(figures) - 1):
        turn = _turn(hidden, found, figures, index)
        if turn is not None:
            yield turn


def _hidden(plain: str, found: list[Dated]) -> str:
    """The text with its dates as « # », and each run of spaces as one space with the rest blank no longer told."""
    for one in found:
        plain = plain[: one.start] + "#" * (one.end - one.start) + plain[one.end :]
    return plain


def _turn(plain: str, found: list[Dated], figures: tuple[Mention, ...], index: int) -> Turn | None:
    one, other = figures[index], figures[index + 1]
    between = _spaced(plain[one.end : other.start])
    opening = _FROM.search(_spaced(plain[: one.start]))
    if opening and _TO.search(between):
        printed, after, told = one, other, bool(opening["verb"])
    elif _AGAINST.search(between):
        printed, after, told = other, one, False
    else:
        return None
    before = _same_unit(printed, after)
    if before is None or any(figure.above or figure.below or figure.sign for figure in (before, after)):
        return None
    first = _when(plain, found, one, other.start)
    then = figures[index + 2].start if index + 2 < len(figures) else len(plain)
    second = _when(plain, found, other, then)
    change, rises, end = _stated(plain, figures, index)
    if not told and first is None and second is None and change is None:
        return None
    since, until = (first, second) if before.start < after.start else (second, first)
    last = max(
        [
            other.end,
            end,
            *(date.end for date in found if second == date.period and other.end < date.start < then),
        ]
    )
    return Turn(before, after, since, until, one.start, last, change, rises)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _same_unit(before: Mention, after: Mention) -> Mention | None:
    """The first figure in the unit of the second: « de 12 à 15 % »; None when they are of two units."""
    if before.of is not None or after.of is not None or before.kind is Kind.MONTHS:
        return None
    if before.kind is after.kind:
        return before
    if before.kind is Kind.COUNT and after.kind in {Kind.PERCENT, Kind.EUROS}:
        return Mention(after.kind, before.value, before.start, before.end, approximate=before.approximate)
    return None


def _when(plain: str, found: list[Dated], figure: Mention, stop: int) -> Period | None:
    """The date that stands behind a figure, before the next one."""
    for date in found:
        if figure.end <= date.start < stop and _WHEN.match(_spaced(plain[figure.end : date.end])):
            return date.period
    return None


def _stated(plain: str, figures: tuple[Mention, ...], index: int) -> tuple[Mention | None, bool | None, int]:
    """The change that is stated after two figures, or before them, which way it goes, and where it ends."""
    other = figures[index + 1]
    if index + 2 < len(figures):
        change = figures[index + 2]
        between = _spaced(plain[other.end : change.start])
        beyond = _MORE_OR_LESS.match(_spaced(plain[change.end :]))
        move = _MOVE.search(between)
        if _THAT_IS.search(between) and (change.sign or beyond or move):
            told = move or beyond
            rises = change.sign > 0 if change.sign else _way(told)
            return _usable(change), rises, change.end
    if index > 0:
        change = figures[index - 1]
        between = _spaced(plain[change.end : figures[index].start])
        lead = _spaced(plain[: change.start])
        move = _MOVE.search(lead) or _MOVED.search(lead)
        if move and _DRAWN.search(between):
            return _usable(change), _way(move), 0
    return None, None, 0


def _way(move: "re.Match[str] | None") -> bool | None:
    if move is None:
        return None
    names = move.groupdict()
    return True if names.get("up") else False if names.get("down") else None


def _usable(change: Mention) -> Mention | None:
    """A change that is a bound or an approximation says nothing exact."""
    exact = not (change.approximate or change.above or change.below) and change.of is None
    usable = change.kind in {Kind.PERCENT, Kind.POINTS} or (
        change.kind in {Kind.COUNT, Kind.EUROS} and change.value == change.value.to_integral_value()
    )
    return change if exact and usable and change.value >= Decimal(0) else None
