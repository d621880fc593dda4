"""Figures, dates and lines in templates, written as everywhere else."""

from decimal import Decimal
from enum import Enum

from django import template

from droitcommun.core import french
from droitcommun.core.figures import Unit
from droitcommun.core.periods import Period
from droitcommun.usecases import words

register = template.Library()

register.filter("percent", french.percent)
register.filter("day", french.day)
register.filter("typeset", french.typeset)
register.filter("lines", french.lines)


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


@register.filter
def anchor(key: str) -> str:
    """A finding's key as the name of a place in a page."""
    return key.replace(":", "-").replace("+", "-")
