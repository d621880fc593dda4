"""Sentences that we invent, true by construction: figures in digits or in words, and how French sets them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import strategies as st

_ONES = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
]  # fmt: skip
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def spelled(number: int) -> str:
    """A number from 2 to 999 in words, as it was written before 1990 and after."""
    hundreds, rest = divmod(number, 100)
    head = "" if not hundreds else "cent" if hundreds == 1 else f"{_ONES[hundreds]} cent"
    return " ".join(filter(None, [head, _under_hundred(rest) if rest else ""]))


def _under_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    if tens in {7, 9}:
        tens, ones = tens - 1, ones + 10
    if not ones:
        return _TENS[tens]
    link = " et " if ones in {1, 11} and tens != 8 else "-"
    return f"{_TENS[tens]}{link}{_ONES[ones]}"


def grouped(number: int, space: str) -> str:
    """A number in digits, by thousands."""
    return f"{number:,}".replace(",", space)


@st.composite
def counts(draw: st.DrawFn, least: int = 2, most: int = 99_999) -> tuple[int, str]:
    """A count, and one way to print it."""
    number = draw(st.integers(least, most))
    spaces = [" ", "\u00a0", "\u202f"]
    if not 1980 <= number <= 2049:  # « des 1980 » may say a year
        spaces.append("")
    ways = [grouped(number, space) for space in spaces]
    if 2 <= number <= 999 and number != 9:  # « neuf » alone may say new
        ways.append(spelled(number))
    return number, draw(st.sampled_from(ways))


def rounded(value: Fraction) -> Decimal:
    """To one decimal, half up, as a person prints it."""
    scaled = Decimal(value.numerator * 10) / Decimal(value.denominator)
    return scaled.quantize(Decimal(1), ROUND_HALF_UP) / 10


def percent(value: Decimal) -> str:
    """« 24,8 % »"""
    return f"{value:.1f} %".replace(".", ",")


def _close(stated: Decimal, exact: Fraction) -> bool:
    """Say whether a figure printed to one decimal may stand for an exact one."""
    return abs(Fraction(stated) - exact) <= Fraction(5, 100)


def share_holds(part: int, whole: int, stated: Decimal) -> bool:
    return _close(stated, Fraction(100 * part, whole))


def rise_holds(before: int, after: int, stated: Decimal) -> bool:
    """A stated change in percent, negative when it is a fall."""
    return _close(stated, Fraction(100 * (after - before), before))


def points_hold(before: Decimal, after: Decimal, stated: Decimal) -> bool:
    """Either reading of a change between two shares printed to one decimal: each may be 0.05 off."""
    gap = Fraction(after) - Fraction(before)
    if abs(Fraction(stated) - gap) <= Fraction(15, 100):
        return True
    low = (Fraction(after) - Fraction(5, 100)) / (Fraction(before) + Fraction(5, 100)) - 1
    high = (Fraction(after) + Fraction(5, 100)) / (Fraction(before) - Fraction(5, 100)) - 1
    return low * 100 - Fraction(5, 100) <= Fraction(stated) <= high * 100 + Fraction(5, 100)


SHARES = (
    "{part} des {whole} mousses, soit {share}",
    "{part} mousses sur {whole} ({share})",
    "{part} mousses du port sur les {whole} inscrits, soit {share} du total",
    "{share} (sur les {whole} mousses inscrits, {part} étaient du port)",
    "{share} des mousses ({part} sur {whole})",
    "{share} des {whole} mousses, soit {part}",
)
RISES = (
    "Le nombre de visites est passé de {before} en 2014 à {after} en 2015, soit une {way} de {change}.",
    "de {before} visites en 2014 à {after} visites en 2015 ({sign} {change})",
    "{after} visites en 2015, contre {before} en 2014, soit une {way} de {change}",
    "Les visites sont en {way} de {change} (de {before} à {after}).",
)
