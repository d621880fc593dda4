"""Numbers, dates and lines as a French reader expects them, with spaces that do not break."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from droitcommun.core.figures import Unit, finite_decimal, has_decimals, rounded
from droitcommun.core.periods import Period

# Before : % » and after « a full space that does not break; before ; ! ? a narrow one.
NBSP = "\u00a0"
_NARROW = "\u202f"
_TYPESET = (
    *((f" {sign}", f"{NBSP}{sign}") for sign in ":%»÷="),
    *((f" {sign}", f"{_NARROW}{sign}") for sign in ";!?"),
    *((f"{sign} ", f"{sign}{NBSP}") for sign in "«÷="),
    ("'", "’"),
)

# Beyond, a value that is not decimal is rounded to two.
_MOST_DECIMALS = 3

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def typeset(text: str) -> str:
    """Turn the spaces of a French sentence that must not break into ones that do not, and ' into ’."""
    for typed, printed in _TYPESET:
        text = text.replace(typed, printed)
    return text


def plural(count: int) -> str:
    """Return the « s » that French adds from two on."""
    return "s" if count >= 2 else ""  # noqa: PLR2004 - French plural starts at two


def counted(count: int, noun: str) -> str:
    """Write a count with its noun: « 1 fiche », « 3 fiches »."""
    return f"{count}{NBSP}{noun}{plural(count)}"


def number(value: Decimal) -> str:
    """Write 20.3 as « 20,3 », -1.2 as « −1,2 » and 2836 as « 2 836 », with a narrow space that does not break."""
    sign = "\u2212" if value < 0 else ""
    return f"{sign}{abs(value):,f}".replace(",", _NARROW).replace(".", ",")


def percent(value: Decimal) -> str:
    """Write 20.3 as « 20,3 % »."""
    return f"{number(value)}{NBSP}%"


def points(value: Decimal) -> str:
    """Write a difference between two shares with its sign: « +2,3 points »."""
    sign = "+" if value > 0 else ""
    return f"{sign}{number(value)}{NBSP}point{plural(int(abs(value)))}"


def quantity(value: Decimal, unit: Unit) -> str:
    """Write a value with its unit: « 20,3 % », « 5,65 points », « 2 836 », « 181 491 € »."""
    match unit:
        case Unit.PERCENT:
            return percent(value)
        case Unit.POINTS:
            return f"{number(value)}{NBSP}point{plural(int(abs(value)))}"
        case Unit.EUROS:
            return f"{number(value)}{NBSP}€"
        case _:
            return number(value)


def difference(value: Decimal, unit: Unit) -> str:
    """Write a difference with its sign: « +1,2 point », « −4 », « +3 000 € »."""
    return f"{'+' if value > 0 else ''}{quantity(value, unit)}"


def shown(value: Fraction) -> Decimal:
    """Turn an exact value into what is shown of it: all its decimals when there are few, else two."""
    if has_decimals(value, _MOST_DECIMALS):
        return finite_decimal(value)
    return rounded(value, 2)


def number_of(count: int) -> str:
    """Write a count: « 2 836 »."""
    return number(Decimal(count))


def weight(size: int) -> str:
    """Write a number of bytes: « 3,1 Mo », « 12 ko », decimal units."""
    kilobytes = Fraction(size, 1000)
    if kilobytes < 1000:  # noqa: PLR2004 - a megabyte
        return f"{number(rounded(kilobytes, 0))}{NBSP}ko"
    return f"{number(rounded(kilobytes / 1000, 1))}{NBSP}Mo"


def day(value: date) -> str:
    """Write a day in full: « 1er juillet 2016 »."""
    ordinal = "1er" if value.day == 1 else str(value.day)
    return f"{ordinal}{NBSP}{_MONTHS[value.month - 1]}{NBSP}{value.year}"


def period(value: Period) -> str:
    """Write a period in words: « 2015 », « avril 2016 », « 23 mai 2016 », « du … au … »."""
    match value.code.count("-"), "/" in value.code:
        case 0, False:
            return value.code
        case 1, False:
            return f"{_MONTHS[value.start.month - 1]}{NBSP}{value.start.year}"
        case _, False:
            return day(value.start)
        case _:
            return f"du {day(value.start)} au {day(value.end)}"


def lines(cited: Iterable[tuple[int, int]]) -> str:
    """Name lines of the source: « l. 151 », « l. 103 à 110 et 2586 »."""
    named = [str(first) if first == last else f"{first}{NBSP}à{NBSP}{last}" for first, last in cited]
    return f"l.{NBSP}{listed(named)}"


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does: « a », « a et b », « a, b et c »."""
    *first, last = words
    return f"{', '.join(first)} et {last}" if first else last
