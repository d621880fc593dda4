"""Dates as French sheets print them: « 23 mai 2016 », « 02-06-2016 », « juin 2016 », « Année 2015 »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText
from droitcommun.intake.folding import folded

_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip

# Years that a sheet may speak of; other numbers of four digits are counts.
_YEAR = r"(?:19[89]\d|20[0-4]\d)"

_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er)?\s+(?P<month>{_MONTH})\s+(?P<year>{_YEAR})\b"
    rf"|\b(?P<day2>\d{{1,2}})[/.-](?P<month2>\d{{1,2}})[/.-](?P<year2>{_YEAR})\b"
    rf"|\b(?P<month3>{_MONTH})\s+(?P<year3>{_YEAR})\b"
    rf"|\b(?P<from>{_YEAR})\s?[/-]\s?(?P<to>{_YEAR}|\d\d)\b(?!\s?\d)"
    rf"|(?P<time>\b(?:en|pour|depuis|fin|debut|annee|courant|avant|apres|des|jusqu'en|decembre)\s+)(?P<year4>{_YEAR})\b(?!\s?[/-]\s?\d)"
    rf"|\b(?P<year5>{_YEAR})(?=\s*(?:[,.](?!\d)|[;:)]|$))(?<![\d,.] \d{{4}})"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a folded text, from `start` to `end`, and the days that it covers."""

    period: Period
    start: int
    end: int


def dates(plain: str) -> Iterator[Dated]:
    """List the dates of a folded text. « 2031 bénéficiaires » is a count, « en 2015 » a date."""
    for found in _DATE.finditer(plain):
        period = _period(found)
        if period is not None:
            start = found.end("time") if found["time"] else found.start()
            yield Dated(period, start, found.end())


def _period(found: "re.Match[str]") -> Period | None:
    try:
        if found["day"]:
            day = date(int(found["year"]), _MONTHS[found["month"]], int(found["day"]))
            return Period(day, day)
        if found["day2"]:
            day = date(int(found["year2"]), int(found["month2"]), int(found["day2"]))
            return Period(day, day)
        if found["month3"]:
            return Period.parse(f"{found['year3']}-{_MONTHS[found['month3']]:02}")
        if found["from"]:
            last = found["to"] if len(found["to"]) == 4 else found["from"][:2] + found["to"]  # noqa: PLR2004 - a year
            return Period(Period.parse(found["from"]).start, Period.parse(last).end)
        return Period.parse(found["year4"] or found["year5"])
    except ValueError:  # 31/02/2015, 2015-14
        return None


_RANGE = re.compile(
    rf"(?:(?P<month1>{_MONTH})\s+)?(?P<year1>{_YEAR})\s*(?:-|–|/|a|au)\s*(?:(?P<month2>{_MONTH})\s+)?(?P<year2>{_YEAR})"
)
_WHOLE = re.compile(rf"(?:annee\s+)?({_YEAR})")


def date_text(text: str) -> DateText | None:
    """Read the cell of a date of update, all of it; None when it is no date that we know."""
    shown = " ".join(text.split())
    plain = folded(shown).strip(" .")
    between = _RANGE.fullmatch(plain)
    if between:
        first = _bound(between["year1"], between["month1"])
        last = _bound(between["year2"], between["month2"])
        return DateText(text=shown, from_=first.start, to=last.end) if first.start <= last.end else None
    whole = _WHOLE.fullmatch(plain)
    if whole:
        year = Period.parse(whole[1])
        return DateText(text=shown, from_=year.start, to=year.end)
    found = list(dates(plain))
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(plain)):
        return DateText(text=shown, from_=found[0].period.start, to=found[0].period.end)
    return None


def _bound(year: str, month: str | None) -> Period:
    return Period.parse(f"{year}-{_MONTHS[month]:02}" if month else year)
