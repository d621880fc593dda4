"""Figures, dates and lines in templates, written as everywhere else."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Any

from django import template

from droitcommun.core import french
from droitcommun.core.figures import Unit, plain
from droitcommun.core.periods import Period
from droitcommun.usecases import words
from droitcommun.usecases.records import ReadingRecord

register = template.Library()

_SCALE_ENDS = (25, 50, 100)

register.filter("percent", french.percent)
register.filter("day", french.day)
register.filter("typeset", french.typeset)
register.filter("lines", french.lines)
register.filter("plural", french.plural)


@register.inclusion_tag("components/scale.html")
def scale(value: Decimal, readings: Iterable[ReadingRecord]) -> dict[str, Any]:
    """Draw a share against its goals; the scale ends at 25, 50 or 100 %, so that they can be told apart."""
    goals = [reading.goal.low for reading in readings if reading.goal and reading.goal.low is not None]
    end = next(end for end in _SCALE_ENDS if end == _SCALE_ENDS[-1] or max([value, *goals]) < end)
    return {
        "end": Decimal(end),
        "part": plain(value / end * 100),
        "goals": [plain(goal / end * 100) for goal in goals],
    }


@register.filter
def value(figure: Decimal, unit: Unit) -> str:
    """A number with its unit."""
    return french.points(figure) if unit is Unit.POINTS else french.percent(figure)


@register.filter
def period(seen: Period | None) -> str:
    """A period in words."""
    return french.period(seen) if seen else "sans période"


@register.filter
def word(token: Enum) -> str:
    """The French word for a status, a severity, an operation."""
    return words.WORDS[type(token)][token]
