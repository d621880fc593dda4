"""The time that a figure speaks of, written as in SDMX: 2015, 2016-04, 2016-05-23, 2015-09-01/2016-08-31."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days, first and last included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("une période finit après avoir commencé")

    @classmethod
    def parse(cls, code: str) -> "Period":
        """Read a year, a month, a day or two days separated by a slash; raise ValueError otherwise."""
        if found := _YEAR.fullmatch(code):
            year = int(found[1])
            return cls(date(year, 1, 1), date(year, 12, 31))
        if found := _MONTH.fullmatch(code):
            year, month = int(found[1]), int(found[2])
            first = date(year, month, 1)
            return cls(first, first.replace(day=monthrange(year, month)[1]))
        if found := _DAYS.fullmatch(code):
            return cls(date.fromisoformat(found[1]), date.fromisoformat(found[2] or found[1]))
        raise ValueError("une période s'écrit 2015, 2016-04, 2016-05-23 ou 2015-09-01/2016-08-31")

    @property
    def code(self) -> str:
        """The shortest way to write this period; `parse` reads it back."""
        if self == Period.parse(str(self.start.year).zfill(4)):
            return f"{self.start.year:04}"
        if self == Period.parse(f"{self.start:%Y-%m}"):
            return f"{self.start:%Y-%m}"
        if self.start == self.end:
            return self.start.isoformat()
        return f"{self.start.isoformat()}/{self.end.isoformat()}"
