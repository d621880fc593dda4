"""Numbers as French offices type them: « 1 234,5 », « 18,1 % », « 18.1 ». Right, or not a number."""

import re
from decimal import Decimal

from droitcommun.core.figures import Unit

# The spaces that people and programs put between thousands, and before a sign.
_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(
    rf"(?P<sign>[-+\u2212\u2013]?){_SPACE}?(?P<whole>\d{{1,15}}|\d{{1,3}}(?:{_SPACE}\d{{3}})+)(?:(?P<mark>[,.])(?P<part>\d{{1,10}}))?",
    re.ASCII,
)
_ABOUT = re.compile(rf"(?:environ|env\.?|près de|pres de|~){_SPACE}*", re.IGNORECASE)
_SUFFIX = {
    Unit.PERCENT: re.compile(rf"{_SPACE}*(?:%|pour{_SPACE}cent)$", re.IGNORECASE),
    Unit.POINTS: re.compile(rf"{_SPACE}*(?:points?|pts?)\.?$", re.IGNORECASE),
    Unit.EUROS: re.compile(rf"{_SPACE}*(?:€|euros?)$", re.IGNORECASE),
}
_THOUSAND = 3


def parse_number(text: str, unit: Unit) -> Decimal | None:
    """Read a number, with the sign of its unit or without; None when it is not one, or when it may be two.

    « 1.234 » is one thousand to some and 1,234 to others: None. « 1,234 » is what French makes of it.
    """
    bare = text.strip()
    if unit in _SUFFIX:
        bare = _SUFFIX[unit].sub("", bare)
    found = _NUMBER.fullmatch(bare)
    if found is None:
        return None
    part = found["part"] or ""
    if found["mark"] == "." and len(part) == _THOUSAND and found["whole"] != "0":
        return None
    if len(found["whole"]) > 1 and found["whole"].startswith("0"):
        return None  # 018: a code, not a number
    digits = re.sub(_SPACE, "", found["whole"])
    sign = "" if found["sign"] in {"", "+"} else "-"
    return Decimal(f"{sign}{digits}.{part}" if part else f"{sign}{digits}")


def parse_count(text: str) -> tuple[int, bool] | None:
    """Read a whole number of things, and whether it is said to be about that many; None when it is not one."""
    about = _ABOUT.match(text.strip())
    value = parse_number(text.strip()[about.end() :] if about else text, Unit.COUNT)
    if value is None or value < 0 or value != int(value):
        return None
    return int(value), about is not None


def has_sign(text: str, unit: Unit) -> bool:
    """Say whether a number is written with the sign of its unit: « 0,181 % » is no 18,1 %."""
    return bool(_SUFFIX[unit].search(text.strip()))
