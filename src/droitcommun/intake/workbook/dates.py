"""Days and periods as French offices type them. Right, or None: « 2015-2016 » may be a school year or two years."""

import re
import unicodedata
from datetime import date, timedelta

from droitcommun.core.periods import Period

_MONTHS = {
    "janvier": 1,
    "janv": 1,
    "fevrier": 2,
    "fev": 2,
    "fevr": 2,
    "mars": 3,
    "avril": 4,
    "avr": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "juil": 7,
    "aout": 8,
    "septembre": 9,
    "sept": 9,
    "octobre": 10,
    "oct": 10,
    "novembre": 11,
    "nov": 11,
    "decembre": 12,
    "dec": 12,
}
_YEAR = r"(?P<year>\d{4})"
_WORD = r"(?P<month>[a-z]+)\.?"
_DAY = r"(?P<day>\d{1,2})(?:er)?"
_NUMERIC = re.compile(r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<number>\d{1,2})(?P=mark)(?P<year>\d{4})", re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?", re.ASCII)
_DAY_IN_WORDS = re.compile(rf"{_DAY} {_WORD} {_YEAR}", re.ASCII)
_MONTH_IN_WORDS = re.compile(rf"{_WORD} {_YEAR}", re.ASCII)
_MONTH_IN_DIGITS = re.compile(rf"(?P<number>\d{{1,2}})/{_YEAR}", re.ASCII)
_SCHOOL = re.compile(
    r"(?:annee|an\.?) (?:scolaire|universitaire) (?P<first>\d{4}) ?[-/\u2013] ?(?P<last>\d{4}|\d{2})",
    re.ASCII,
)
_HALF = re.compile(rf"(?P<rank>1er|premier|2e|2eme|2nd|second) semestre {_YEAR}", re.ASCII)
_QUARTER = re.compile(rf"(?:(?P<rank>[1-4])(?:er|e|eme) trimestre|t(?P<short>[1-4])) {_YEAR}", re.ASCII)
_FROM_TO = re.compile(r"(?:du|de|d'|entre) ?(?P<first>.+?) (?:au|a|et) (?P<last>.+)", re.ASCII)
_SPACES = re.compile(r"\s+")
_LEAD = re.compile(
    r"^(?:en |au |le |annee |annee civile |a fin |fin |mois de |mois d')+(?=[\da-z])", re.ASCII
)

# The first month of a school year, the last one of the next.
_SCHOOL_STARTS, _SCHOOL_ENDS = (9, 1), (8, 31)


def school_year(first: int) -> Period:
    """The school year that begins in September of a year."""
    return Period(date(first, *_SCHOOL_STARTS), date(first + 1, *_SCHOOL_ENDS))


def parse_period(text: str) -> Period | None:
    """Read a year, a month, a day, a school year, a half or a quarter of a year, two days; None when it is none."""
    plain = _folded(text)
    if found := _SCHOOL.fullmatch(plain):
        first, last = int(found["first"]), int(found["last"])
        return school_year(first) if last in {first + 1, (first + 1) % 100} else None
    plain = _LEAD.sub("", plain)
    if re.fullmatch(r"\d{4}", plain, re.ASCII):
        return _period(plain)
    if found := _HALF.fullmatch(plain):
        half = (
            found["year"],
            *(("01-01", "06-30") if found["rank"] in {"1er", "premier"} else ("07-01", "12-31")),
        )
        return _period(f"{half[0]}-{half[1]}/{half[0]}-{half[2]}")
    if found := _QUARTER.fullmatch(plain):
        last = 3 * int(found["rank"] or found["short"])
        months = _month(found["year"], last - 2), _month(found["year"], last)
        return Period(months[0].start, months[1].end) if months[0] and months[1] else None
    if found := _FROM_TO.fullmatch(plain):
        return _span(found["first"], found["last"])
    return _day_or_month(plain)


def _span(first: str, last: str) -> Period | None:
    """Two days, or two months; the first may leave out what the last says."""
    end = _day_or_month(last)
    if end is None:
        return None
    *_, month, _ = ["", *last.split()] if len(last.split()) > 1 else ["", "", ""]
    wholes = (first, f"{first} {end.end.year}", f"{first} {month} {end.end.year}")
    start = next((one for whole in wholes if (one := _day_or_month(whole)) is not None), None)
    if start is None or start.start > end.end:
        return None
    return Period(start.start, end.end)


def _day_or_month(plain: str) -> Period | None:
    if found := _NUMERIC.fullmatch(plain) or _ISO.fullmatch(plain):
        return _date(found["year"], int(found["number"]), found["day"])
    if found := _DAY_IN_WORDS.fullmatch(plain):
        month = _MONTHS.get(found["month"])
        return _date(found["year"], month, found["day"]) if month else None
    if found := _MONTH_IN_WORDS.fullmatch(plain):
        month = _MONTHS.get(found["month"])
        return _month(found["year"], month) if month else None
    if found := _MONTH_IN_DIGITS.fullmatch(plain):
        return _month(found["year"], int(found["number"]))
    return None


def _date(year: str, month: int, day: str | None) -> Period | None:
    return _month(year, month) if day is None else _period(f"{year}-{month:02}-{int(day):02}")


def _month(year: str, month: int) -> Period | None:
    return _period(f"{year}-{month:02}")


def _period(code: str) -> Period | None:
    """Read a code of the core; a day that does not exist is none."""
    try:
        return Period.parse(code)
    except ValueError:
        return None


def _folded(text: str) -> str:
    """Small letters without accents, spaces made one: what patterns are compared with."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return (
        _SPACES.sub(" ", "".join(mark for mark in bare if not unicodedata.combining(mark))).strip().casefold()
    )


# Day 0 of the dates that spreadsheets count, when they do not start in 1904.
_SERIAL_ZERO = date(1899, 12, 30)


def serial_day(serial: int) -> date:
    """The day that a spreadsheet keeps as this number."""
    return _SERIAL_ZERO + timedelta(days=serial)
