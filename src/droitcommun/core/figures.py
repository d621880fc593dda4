"""Figures as they are printed, and the intervals their digits leave open.

A printed figure is a `Decimal` whose digits are its precision: 20.3 stands for anything that rounds to it,
from 20.25 to 20.35. What is computed from figures is a `Fraction`, exact, rounded once, when it is shown.
Why two types: docs/adr/0002-decimals.md.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

# Our own context: the one of the thread may have been changed by somebody else.
_CONTEXT = Context(prec=60)

# Decimals of a computed rate when it is shown, as long as no adopted protocol says otherwise.
RATE_DECIMALS = 1


class Unit(StrEnum):
    """What a number counts. A percent and a difference between two percents are not the same unit."""

    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"
    EUROS = "euros"


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not at_most(self.low, self.high):
            raise ValueError("the low bound exceeds the high one")

    def meets(self, other: "Interval") -> bool:
        """Say whether at least one value belongs to both."""
        return at_most(self.low, other.high) and at_most(other.low, self.high)


def at_most(one: Fraction, other: Fraction) -> bool:
    """Say whether a value does not exceed another."""
    # Crosswise, in whole numbers: comparing fractions takes ten times as long, and intervals are many.
    return one.numerator * other.denominator <= other.numerator * one.denominator


def printed_interval(printed: Decimal) -> Interval:
    """All values that print as this one: half a unit of its last digit on each side."""
    return _interval_of(str(printed))


# By digits, never by value: 20 and 20.0 are equal, and do not leave the same open.
@lru_cache(maxsize=4096)
def _interval_of(printed: str) -> Interval:
    sign, digits, exponent = Decimal(printed).as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("a figure is a finite number")
    # In halves of the last digit: 20.3 is 406 twentieths, from 405 to 407.
    halves = int(Decimal((sign, digits, 0))) * 2
    half = Fraction(10**exponent, 2) if exponent >= 0 else Fraction(1, 2 * 10**-exponent)
    return Interval((halves - 1) * half, (halves + 1) * half)


def exact(printed: Decimal | int) -> Fraction:
    """The value of printed digits, or of a count, as a fraction."""
    return _exact(printed)


# By value, which is all that a fraction keeps of it.
_exact = lru_cache(maxsize=4096)(Fraction)


def printed_share(printed: Decimal) -> Interval:
    """All shares that print as this one, in percent, never below 0 or above 100."""
    return _share_of(str(printed))


@lru_cache(maxsize=4096)
def _share_of(printed: str) -> Interval:
    wide = _interval_of(printed)
    return Interval(max(wide.low, Fraction(0)), min(wide.high, Fraction(100)))


def is_printed(number: Decimal) -> bool:
    """Digits that somebody may have printed: no exponent above 0, no more than ten decimals, no infinity."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -10 <= exponent <= 0  # noqa: PLR2004 - as the codec reads them


def widened(interval: Interval, part: Fraction) -> Interval:
    """The interval and what lies within that part of its bounds: what « près de » leaves open."""
    return Interval(
        interval.low - abs(interval.low) * part,
        interval.high + abs(interval.high) * part,
    )


# In whole numbers: these are what every figure that is shown goes through.


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Round an exact value once, half away from zero: 1015/9 with one decimal is 112.8."""
    n, d = value.as_integer_ratio()
    digits = (2 * abs(n) * 10**decimals + d) // (2 * d)  # half a unit is added, then what exceeds is cut
    return _shifted(digits if n >= 0 else -digits, decimals)


def rounded_down(value: Fraction, decimals: int) -> Decimal:
    """Round towards minus infinity: a low bound stays a low bound."""
    return _shifted(value.numerator * 10**decimals // value.denominator, decimals)


def rounded_up(value: Fraction, decimals: int) -> Decimal:
    """Round towards plus infinity: a high bound stays a high bound."""
    return _shifted(-(-value.numerator * 10**decimals // value.denominator), decimals)


def has_decimals(value: Fraction, decimals: int) -> bool:
    """Say whether a value is written in full with that many decimals."""
    unit: int = 10**decimals
    return unit % value.denominator == 0


def finite_decimal(value: Fraction) -> Decimal:
    """Return the shortest decimal equal to a value that has one, as half a printed digit has."""
    for decimals in range(_CONTEXT.prec):
        if has_decimals(value, decimals):
            return rounded_down(value, decimals)
    raise ValueError("no finite decimal equals this value")


def plain(number: Decimal) -> str:
    """Digits without an exponent, trailing zeros kept: "112.8", "30.30"."""
    return format(number, "f")


def _shifted(digits: int, decimals: int) -> Decimal:
    return Decimal(digits).scaleb(-decimals, _CONTEXT)
