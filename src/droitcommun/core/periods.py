"""The time that a figure speaks of, written as in SDMX: 2015, 2016-04, 2016-05-23, 2015-09-01/2016-08-31."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_CODE = re.compile(
    r"(?P<year>\d{4})|(?P<month>\d{4}-\d{2})|(?P<first>[\d-]{10})(/(?P<last>[\d-]{10}))?", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_day(text: str) -> date:
    """Read 2016-05-23 and nothing else; raises ValueError, in French."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:  # 2016-02-30
            pass
    raise ValueError("une date comme 2016-05-23")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, first and last included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("une période finit après avoir commencé")

    @staticmethod
    def parse(code: str) -> "Period":
        """Read a year, a month, a day or two days separated by a slash; raises ValueError, in French."""
        return _parsed(code)

    @property
    def whole_months(self) -> int | None:
        """How many whole calendar months it lasts; None when it begins or ends inside one."""
        last_day = monthrange(self.end.year, self.end.month)[1]
        if self.start.day != 1 or self.end.day != last_day:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def code(self) -> str:
        """The shortest way to write this period; `parse` reads it back."""
        if self == Period.parse(f"{self.start.year:04}"):
            return f"{self.start.year:04}"
        if self == Period.parse(self.start.isoformat()[:7]):
            return self.start.isoformat()[:7]
        if self.start == self.end:
            return self.start.isoformat()
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


# A contract speaks of few periods, very often.
@lru_cache(maxsize=1024)
def _parsed(code: str) -> Period:
    found = _CODE.fullmatch(code)
    try:
        if found and found["year"]:
            return Period(parse_day(f"{code}-01-01"), parse_day(f"{code}-12-31"))
        if found and found["month"]:
            first = parse_day(f"{code}-01")
            return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))
        if found:
            return Period(parse_day(found["first"]), parse_day(found["last"] or found["first"]))
    except ValueError:
        pass
    raise ValueError("une période : 2015, 2016-04, 2016-05-23 ou 2015-09-01/2016-08-31")
