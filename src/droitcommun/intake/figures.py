"""The figures that words print: numbers with their unit, dates, places; and what a whole cell says.

A digit that is not understood makes the cell a doubt: nothing is guessed from half a cell.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from droitcommun.core.figures import printed_interval
from droitcommun.core.french import NBSP
from droitcommun.core.observations import (
    Absence,
    Absent,
    Count,
    Euros,
    Figure,
    Gap,
    Number,
    Pace,
    Part,
    Places,
    Ratio,
    Share,
    State,
)
from droitcommun.core.periods import Period
from droitcommun.core.verdicts import SCALES
from droitcommun.intake.dates import dates
from droitcommun.intake.folding import folded


class Kind(StrEnum):
    """What digits are, by the words around them."""

    PERCENT = "percent"
    POINTS = "points"
    EUROS = "euros"
    COUNT = "count"
    MONTHS = "months"
    DATE = "date"
    ORDINAL = "ordinal"  # « 19ème » names an arrondissement
    MARKER = "marker"  # « 1. » numbers the items of a list, « secteur 1 » names, « 3 ans » is an age


@dataclass(frozen=True, slots=True)
class Mention:
    """Digits in a text, from `start` to `end`, with the words that say their unit.

    `of`: « 3 … sur 10 » is 3 of 10. `sign` is +1, −1 or 0 when none is printed.
    """

    kind: Kind
    value: Decimal
    start: int
    end: int
    sign: int = 0
    approximate: bool = False
    below: bool = False  # « < 5,7 % », « moins de »
    above: bool = False  # « plus de 500 »
    dashed: bool = False  # « - 50 % »: the dash may be a minus, or open a list
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell whose words do not decide: its possible figures as printed, and why, in French."""

    alternatives: tuple[str, ...]
    evidence: str


# 2 154 · 2154 · 20,3 · 76, 2 % (a space slipped in before the decimals of a percentage)
_NUMBER = re.compile(
    r"(?P<sign>\+|-{1,2}|−|–)?\s*(?<!\d)(?<!\d[,.])"
    r"(?P<whole>\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+)(?:,(?P<decimals>\d+)|,\s(?P<apart>\d{1,2})(?=\s*%))?"
)
_ORDINAL = re.compile(r"\b\d{1,3}\s?(?:ere|er|emes|eme|nde|nd|e)s?\b")
_MARKER = re.compile(r"(?:^|(?<= ))(\d{1,2})[.)](?=\s)")
# « 0-3 ans », « 11 à 18 ans »: an age; « secteur 1 »: a name.
_AGES = re.compile(r"\b\d{1,3}(?:\s*(?:-|/|a|et)\s*\d{1,3})?\s*ans\b")
_NAMES = re.compile(
    r"\b(?:secteur|axe|phase|niveau|cycle|article|annexe|tranche|categorie)s? \d{1,2}\b(?!\s*%)"
)
# Not the end of « 1 000 … sur », nor the beginning of « sur 9 000 ».
_OF = re.compile(
    r"\b(?!(?<=\d[ .])\d{3}\b)(\d+)\s+(?:[^\W\d]+\s+){0,2}sur\s+(\d+)\b(?![ .]\d{3}\b)"
    r"|\b(\d{1,3})/(\d{1,3})\b"
)

_PERCENT = re.compile(r"\s*(?:%|pour cents?\b|pourcents?\b)")
_POINTS = re.compile(r"\s*points?\b")
_EUROS = re.compile(r"\s*(?:€|euros?\b)")
_MONTHS = re.compile(r"\s*mois\b")

# The words that qualify a figure stand right before it. Characters.
_LONGEST_WORDS = 20
_APPROXIMATE = re.compile(r"(?:pres d(?:e |')|environ |autour d(?:e |')|quelque )$")
_ABOVE = re.compile(r"(?:>|≥|plus d(?:e |')|superieure? a|au moins|minimum|a minima)\s*$")
_BELOW = re.compile(r"(?:<|moins d(?:e |')|inferieure? a|au plus|maximum|sous)\s*$")

DASH = "un tiret précède le chiffre : c’est un moins, ou le début d’une liste"

# « - », « . », « / »: nothing was typed in.
_NOTHING = re.compile(r"[\s.\-–—/_…:•]*")
_NOT_GIVEN = re.compile(r"n\.?\s?[cdr]\.?|non (?:connue?|communiquee?|disponible|renseignee?)s?|na|\?")
_NO_OBJECT = re.compile(r"s\.?\s?o\.?|sans objet")

_PACE = re.compile(r"\btous les \d+ mois\b")

_SCALES = {words: scale for scale, words in SCALES.items()}
_HOW_FAR = re.compile(rf"({'|'.join(_SCALES)})(?:\s*:\s*(.+))?")

_GAP = re.compile(r"\becart\s*(?:=|:|de|est de)\s*$")
_THAT_IS = re.compile(r"\bsoit\b[^\d]*$")


# The weighing of cells asks again and again for the same words.
@lru_cache(maxsize=4096)
def mentions(text: str) -> tuple[Mention, ...]:
    """List the digits of a text in order, each understood once."""
    plain = folded(text)
    taken = _Taken(len(plain))
    for found in dates(plain):
        taken.add(Mention(Kind.DATE, Decimal(0), found.start, found.end))
    for marker in _markers(plain):
        taken.add(marker)
    for kind, patterns in ((Kind.MARKER, (_AGES, _NAMES)), (Kind.ORDINAL, (_ORDINAL,))):
        named = [found.span() for pattern in patterns for found in pattern.finditer(plain)]
        for start, end in [span for span in named if taken.until(*span) is None]:
            taken.add(Mention(kind, Decimal(0), start, end))
    for ratio in _OF.finditer(plain):
        part, whole = (ratio[1], ratio[2]) if ratio[1] else (ratio[3], ratio[4])
        free = taken.until(ratio.start(), ratio.end()) is None
        if free and 0 <= int(part) <= int(whole) and int(whole) > 0:
            taken.add(Mention(Kind.COUNT, Decimal(part), ratio.start(), ratio.end(), of=int(whole)))
    at = 0
    while number := _NUMBER.search(plain, at):
        until = taken.until(number.start("whole"), number.end())
        if until is None:
            taken.add(_mention(plain, number))
        at = number.end() if until is None else until
    return tuple(sorted(taken.mentions, key=lambda mention: mention.start))


class _Taken:
    """The digits of a text that are understood; asking of some takes no more time when there are many."""

    def __init__(self, length: int) -> None:
        self.mentions: list[Mention] = []
        self._ends = [0] * length  # for each character, where what holds it ends; 0 while nothing does

    def add(self, mention: Mention) -> None:
        """Understand some characters."""
        self.mentions.append(mention)
        for at in range(mention.start, mention.end):
            self._ends[at] = max(self._ends[at], mention.end)

    def until(self, start: int, end: int) -> int | None:
        """Where what holds some of these characters ends; None when they are free."""
        return max(self._ends[start:end], default=0) or None


def _markers(plain: str) -> list[Mention]:
    """« 1. … 2. … »: they number items when the cell begins by the first, and each follows the one before."""
    found: list[Mention] = []
    for marker in _MARKER.finditer(plain):
        if int(marker[1]) == len(found) + 1 and (found or not plain[: marker.start()].strip(" •")):
            found.append(Mention(Kind.MARKER, Decimal(0), marker.start(), marker.end()))
    return found


def _mention(plain: str, found: "re.Match[str]") -> Mention:
    whole = re.sub(r"[ .]", "", found["whole"])
    decimals = found["decimals"] or found["apart"]
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    start = found.start("sign") if found["sign"] else found.start("whole")
    before = plain[max(0, start - _LONGEST_WORDS) : start]
    kind, end = Kind.COUNT, found.end()
    for pattern, candidate in (
        (_PERCENT, Kind.PERCENT),
        (_POINTS, Kind.POINTS),
        (_EUROS, Kind.EUROS),
        (_MONTHS, Kind.MONTHS),
    ):
        unit = pattern.match(plain, found.end())
        if unit:
            kind, end = candidate, unit.end()
            break
    sign = {None: 0, "+": 1}.get(found["sign"], -1)
    return Mention(
        kind,
        value,
        start,
        end,
        sign=sign,
        above=bool(_ABOVE.search(before)),
        dashed=(found["sign"] or "") in {"-", "−", "–"} and plain[start + 1 : start + 2] == " ",
        approximate=bool(_APPROXIMATE.search(before)),
        below=bool(_BELOW.search(before)),
    )


def numbers(seen: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions that are figures: neither a date, an ordinal nor the number of an item."""
    return tuple(mention for mention in seen if mention.kind not in {Kind.DATE, Kind.ORDINAL, Kind.MARKER})


def absence(text: str) -> Absent | None:
    """Read a cell that gives no figure: empty, « - », « NC », « s.o. »; None when it says something."""
    plain = folded(text).strip(" .")
    if _NOTHING.fullmatch(folded(text)):
        return Absent(Absence.MISSING)
    if _NOT_GIVEN.fullmatch(plain):
        return Absent(Absence.MISSING, text.strip())
    if _NO_OBJECT.fullmatch(plain):
        return Absent(Absence.CANNOT_EXIST, text.strip())
    return None


@lru_cache(maxsize=4096)
def read_figure(text: str, *, gap: bool = False) -> Figure | Doubt:
    """Read what a cell gives as its figure. `gap`: the indicator is a difference between two shares.

    A cell of words has no figure: a doubt without alternatives.
    """
    said = absence(text) or _state(text)
    if said is not None:
        return said
    seen = mentions(text)
    figures = numbers(seen)
    shown = tuple(text[one.start : one.end].strip() for one in figures)
    if has_glued(text, seen):
        return Doubt(shown, "des chiffres touchent des lettres, et peuvent ne pas être un nombre")
    if not figures:
        return _without_number(text, seen)
    if any(one.dashed for one in figures):
        return Doubt(shown, DASH)
    if len(figures) == 1:
        if figures[0].below or figures[0].above:
            return Doubt(shown, "la cellule donne une borne, et non le chiffre")
        figure = _pace(text, figures[0]) or _figure(figures[0], gap=gap)
        return (
            figure
            if figure is not None
            else Doubt(shown, "le chiffre est une variation, une approximation ou d’une autre unité")
        )
    named = _named(text, figures)
    if named is not None:
        return named
    return Doubt(shown, "la cellule imprime plusieurs chiffres, et ne dit pas lequel est le sien")


def _state(text: str) -> State | None:
    """« effort permanent : … »: how far a promise is, in the words by which our sheets say it."""
    found = _HOW_FAR.fullmatch(text.strip())
    return State(_SCALES[found[1]], found[2] or "") if found else None


def has_glued(text: str, seen: tuple[Mention, ...]) -> bool:
    """Say whether a digit is stuck behind a letter: it may be a name (E2C) or a lost space (de13)."""
    starts = {at: mention.start for mention in reversed(seen) for at in range(mention.start, mention.end)}
    for at, letter in enumerate(text):
        start = starts.get(at)
        if letter.isdigit() and (start is None or (start > 0 and text[start - 1].isalpha())):
            return True
    return False


def _without_number(text: str, seen: tuple[Mention, ...]) -> Figure | Doubt:
    ordinals = [
        f"{''.join(filter(str.isdigit, text[one.start : one.end]))}e"
        for one in seen
        if one.kind is Kind.ORDINAL
    ]
    rest = folded(text)
    for one in reversed(seen):
        rest = rest[: one.start] + rest[one.end :]
    if len(ordinals) > 1 and not set(re.findall(r"\w+", rest)) - {
        "les",
        "le",
        "et",
        "arrondissements",
        "paris",
    }:
        return Places(tuple(dict.fromkeys(ordinals)))
    return Doubt((), "la cellule est une phrase, sans chiffre")


def _pace(text: str, mention: Mention) -> Pace | None:
    regular = mention.kind is Kind.MONTHS and mention.value > 0 and _PACE.search(folded(text))
    return Pace(int(mention.value)) if regular else None


def _figure(mention: Mention, *, gap: bool) -> Number | None:
    percent = mention.kind is Kind.PERCENT
    if (percent and mention.approximate) or (mention.sign and not gap and mention.kind is not Kind.POINTS):
        return None  # « environ 30 % », « + 5 % »: a change is not what it comes to
    match mention.kind:
        case Kind.PERCENT if gap:
            return Gap(-mention.value if mention.sign < 0 else mention.value)
        case Kind.PERCENT:
            return Share(mention.value) if mention.value <= 100 else None  # noqa: PLR2004 - percent
        case Kind.POINTS:
            return Gap(-mention.value if mention.sign < 0 else mention.value)
        case Kind.EUROS:
            return Euros(mention.value)
        case Kind.COUNT if mention.of is not None:
            return Part(int(mention.value), mention.of)
        case Kind.COUNT if mention.value == int(mention.value):
            return Count(int(mention.value), approximate=mention.approximate)
        case _:
            return None


def candidates(text: str, *, gap: bool = False) -> dict[str, Figure]:
    """The figures that a person may choose in a cell which does not decide, by their words as printed."""
    found: dict[str, Figure] = {}
    for one in numbers(mentions(text)):
        words = text[one.start : one.end].strip().lstrip("+-–−").strip()
        bare = replace(one, sign=0, approximate=one.approximate and one.kind is Kind.COUNT)
        figure: Figure | None = _figure(bare, gap=gap)
        if figure is not None:
            found[words] = figure
        if one.sign < 0 and isinstance(figure, Gap):
            found[f"−{words}"] = Gap(-figure.points)
    return found


def _named(text: str, figures: tuple[Mention, ...]) -> Number | None:
    """Of several figures, the one that the words name: « écart = 11,5 % », « soit 23,9 % », a share with its counts."""
    plain = folded(text)
    gaps = [one for one in figures if one.kind is Kind.PERCENT and _GAP.search(plain[: one.start])]
    if len(gaps) == 1:
        return Gap(gaps[0].value)
    shares = [one for one in figures if one.kind is Kind.PERCENT]
    if len(shares) != 1 or shares[0].value > 100 or shares[0].sign:  # noqa: PLR2004 - percent
        return None
    share = shares[0]
    counts = [int(one.value) for one in figures if one.kind is Kind.COUNT and one.of is None]
    if len(figures) == 3 and len(counts) == 2:  # noqa: PLR2004 - a part, a whole and their share
        part, whole = sorted(counts)
        if whole and _explains(Fraction(100 * part, whole), share.value):
            return Share(share.value, part, whole)
    if _THAT_IS.search(plain[: share.start]):
        return Share(share.value)
    return None


def _explains(exact: Fraction, printed: Decimal) -> bool:
    """Say whether two counts are those of a printed share, rounded either way: 194 of 783 is printed 24,7 %."""
    wide = printed_interval(printed)
    return abs(exact - Fraction(printed)) < wide.high - wide.low


def rate_figure(text: str) -> Gap | Decimal | Absent | Doubt:
    """Read the cell of a declared rate: a `Decimal` in percent, a `Gap` in points, or an absence with its words."""
    missing = absence(text)
    if missing is not None:
        return missing
    figures = numbers(mentions(text))
    if not figures:
        return Absent(Absence.MISSING, " ".join(text.split()))
    first = figures[0]
    rest = folded(text)[first.end :].strip()
    if folded(text)[: first.start].strip() or (rest and not rest.startswith("(")):
        return Doubt(
            tuple(text[one.start : one.end] for one in figures), "le taux n’est pas seul dans sa cellule"
        )
    if first.kind is Kind.POINTS:
        return Gap(-first.value if first.sign < 0 else first.value)
    if first.kind is Kind.PERCENT:
        return -first.value if first.sign < 0 else first.value
    return Doubt((text[first.start : first.end],), "un taux s’écrit en % ou en points")


def period_of(text: str) -> Period | None:
    """The one date that a text prints, as a period; None when it prints none, or several."""
    found = {one.period for one in dates(folded(text))}
    return found.pop() if len(found) == 1 else None


def rate_candidates(text: str) -> dict[str, Gap | Ratio]:
    """The rates that a person may choose in a cell which does not decide, by their words."""
    found: dict[str, Gap | Ratio] = {}
    for one in numbers(mentions(text)):
        value = -one.value if one.sign < 0 else one.value
        words = text[one.start : one.end].strip()
        if one.kind is Kind.POINTS:
            found[words] = Gap(value)
        elif one.kind in {Kind.PERCENT, Kind.COUNT} and one.of is None:
            found[words if one.kind is Kind.PERCENT else f"{words}{NBSP}%"] = Ratio(value)
    return found
