"""Numbers in words: « deux cent quarante-trois jeunes », « vingt pour cent ».

« Un » and « une » are articles, « neuf » may say new: alone, none of them is a number here.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from droitcommun.intake.figures import Kind, Mention
from droitcommun.intake.folding import folded

_ONES = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
_HUNDREDS = {"cent": 100, "cents": 100}
_THOUSAND = 1000
_WORD = "|".join([*_ONES, *_HUNDREDS, "mille"])
_NUMERAL = re.compile(rf"(?<![\w-])(?:{_WORD})(?:(?:-et-| et |-| )(?:{_WORD}))*(?![\w-])")
_ALONE = {"un", "une", "neuf"}
_PERCENT_BEFORE = re.compile(r"\bpour $")
# « Les trois quarts », « deux fois »: no number of things.
_PARTS = re.compile(r" (?:quarts?|tiers|cinquiemes?|dixiemes?|fois|ans?|heures?|jours?|semaines?)\b")
_UNITS = (
    (re.compile(r" (?:%|pour cents?\b|pourcents?\b)"), Kind.PERCENT),
    (re.compile(r" points?\b"), Kind.POINTS),
    (re.compile(r" euros?\b"), Kind.EUROS),
    (re.compile(r" mois\b"), Kind.MONTHS),
)


def numerals(text: str) -> Iterator[Mention]:
    """List the numbers that a text writes in words, with their units."""
    plain = folded(text)
    for found in _NUMERAL.finditer(plain):
        start, end = found.span()
        words = re.split(r"[- ]", found[0].replace("-et-", "-").replace(" et ", " "))
        if _PERCENT_BEFORE.search(plain[:start]) or _PARTS.match(plain, end):
            continue
        if len(words) == 1 and words[0] in _ALONE:
            continue
        value = _value(words)
        if value is None:
            continue
        kind = Kind.COUNT
        for unit, other in _UNITS:
            after = unit.match(plain, end)
            if after:
                kind, end = other, after.end()
                break
        yield Mention(kind, Decimal(value), start, end)


def _value(words: list[str]) -> int | None:
    """The number that some words make; None when they are two numbers side by side."""
    total = group = 0
    for word in words:
        if word == "mille":
            if total:
                return None
            total, group = max(group, 1) * _THOUSAND, 0
        elif word in _HUNDREDS:
            if group >= 10:  # noqa: PLR2004 - hundreds count from 2 to 9
                return None
            group = max(group, 1) * 100
        elif word.startswith("vingt") and group % 100 == 4:  # noqa: PLR2004 - quatre-vingts
            group += 80 - 4
        else:
            one = _ONES[word]
            tens = group % 100
            after_ten = one < 10 and tens in {10, 20, 30, 40, 50, 60, 80}  # noqa: PLR2004 - ones
            teens = 10 <= one <= 16 and tens in {60, 80}  # noqa: PLR2004 - soixante-dix, quatre-vingt-dix
            seventeen = 7 <= one <= 9 and tens in {70, 90}  # noqa: PLR2004 - soixante-dix-sept
            if tens and not (after_ten or teens or seventeen):
                return None
            group += one
    return total + group
