"""Figures, dates and lines in templates, written as everywhere else."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django import template

from droitcommun.core import french
from droitcommun.core.figures import Unit, plain, rounded
from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText
from droitcommun.usecases import words
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.manifest_words import told_of
from droitcommun.usecases.neighbourhoods import Counted
from droitcommun.usecases.records import MeasureRecord, ObservationRecord
from droitcommun.web.contracts import queries
from droitcommun.web.contracts.queries import Tally

register = template.Library()

# Widths are percents of a drawing as wide as its column; heights are pixels, so that words keep their size on a phone.
_DIGIT = 3
_TOP, _AXIS = 30, 130
_LABEL_HEIGHT = 16
_POINT_REACH = 6 + _LABEL_HEIGHT  # how far above a goal's line a point touches the words on it

_TIGHT_PERCENT = re.compile(r"(?<=\d)%")

register.filter("percent", french.percent)
register.filter("day", french.day)
register.filter("due", words.due)
register.filter("deadlines", words.deadlines)
register.filter("plural", french.plural)
register.filter("quantity", french.quantity)


@register.filter
def lines(cited: Iterable[tuple[int, int]]) -> str:
    """Lines of the source; nothing for what stands in a cell, or in a manifest."""
    cited = tuple(cited)
    return french.lines(cited) if cited else ""


@register.filter
def cited(seen: ObservationRecord) -> str:
    """Where a figure stands: its lines, or the document and the cell."""
    return french.lines(seen.lines) if seen.lines else seen.cell


@register.inclusion_tag("components/bars.html")
def status_bars(tallies: Iterable[Tally], field: str, caption: str) -> dict[str, Any]:
    """Draw how many of each row have each status, and tell it in a table; `field` is a filter of the list of sheets."""
    tallies = tuple(tallies)
    most = max((tally.total for tally in tallies), default=1) or 1
    return {
        "rows": [{"tally": tally, "parts": _parts(tally, most)} for tally in tallies],
        "statuses": tuple(words.PUBLIC_STATUS),
        "field": field,
        "caption": caption,
    }


def _parts(tally: Tally, most: int) -> list[dict[str, Any]]:
    """Place the statuses of a row one after the other, in percents of the longest row."""
    x = Decimal(0)
    parts = []
    for status, count in tally.counts:
        width = Decimal(100 * count) / most
        if count:
            parts.append(
                {
                    "status": status,
                    "count": count,
                    "x": plain(round(x, 2)),
                    "width": plain(round(width, 2)),
                    "middle": plain(round(x + width / 2, 2)),
                    "wide": width >= _DIGIT * len(str(count)),
                }
            )
        x += width
    return parts


@register.inclusion_tag("components/course.html")
def course(measure: MeasureRecord) -> dict[str, Any]:
    """Draw the figures of a measure from its baseline on, against its goals.

    Nothing with fewer than two, or when they do not count the same thing in the same place, one a period.
    """
    seen = [one for one in (measure.baseline, *measure.results) if one is not None and one.value is not None]
    kinds = {(one.unit, one.label, one.scope) for one in seen}
    if len(seen) < 2 or len(kinds) != 1 or len({one.period for one in seen}) < len(seen):  # noqa: PLR2004 - one point has no course
        return {"points": []}
    unit = seen[0].unit or Unit.PERCENT
    goals = {
        bound
        for reading in measure.target.readings
        if reading.goal and reading.goal.unit is unit
        for bound in (reading.goal.low, reading.goal.high)
        if bound is not None
    }
    top = max([*(one.value for one in seen if one.value is not None), *goals, Decimal(1)])
    step = Decimal(70) / (len(seen) - 1)
    places = [Decimal(_height(goal, top)) for goal in goals]
    points = [
        {
            "x": plain(round(15 + step * number, 1)),
            "y": _height(one.value or Decimal(0), top),
            "label_y": _label(Decimal(_height(one.value or Decimal(0), top)), places),
            "text": french.quantity(one.value or Decimal(0), unit),
            "when": french.period(one.period) if one.period else "départ",
        }
        for number, one in enumerate(seen)
    ]
    return {
        "points": points,
        "steps": list(pairwise(points)),
        "goals": [
            {
                "y": _height(near[0], top),
                "label_y": _aim_label(near, top, Decimal(points[-1]["y"])),
                "text": f"objectif {' ou '.join(french.quantity(goal, unit) for goal in near)}",
            }
            for near in _near(sorted(goals), top)
        ],
    }


def _aim_label(near: list[Decimal], top: Decimal, last: Decimal) -> str:
    """Write goals above their line, or under it when the last point, on the same side, would hide the words."""
    above, under = Decimal(_height(near[-1], top)), Decimal(_height(near[0], top))
    hidden = above - _POINT_REACH < last < above
    return plain(under + _LABEL_HEIGHT if hidden and under + _LABEL_HEIGHT < _AXIS else above - 6)


def _near(goals: list[Decimal], top: Decimal) -> list[list[Decimal]]:
    """Group the goals that are drawn too close to one another for two labels."""
    groups: list[list[Decimal]] = []
    for goal in goals:
        if groups and Decimal(_height(groups[-1][-1], top)) - Decimal(_height(goal, top)) < _LABEL_HEIGHT:
            groups[-1].append(goal)
        else:
            groups.append([goal])
    return groups


def _label(point: Decimal, goals: list[Decimal]) -> str:
    """Write a value above its point, or below it where a goal is drawn."""
    above = point - 10
    crossed = any(above - _LABEL_HEIGHT < goal < point for goal in goals)
    return plain(point + 20 if crossed else above)


def _height(value: Decimal, top: Decimal) -> str:
    """Place a value between the top of the drawing and its axis."""
    return plain(round(_AXIS - max(value, Decimal(0)) / top * (_AXIS - _TOP), 1))


@register.filter
def typeset(text: str) -> str:
    """Set a sentence; quoted from a document, it may lack the space before its « % »."""
    return french.typeset(_TIGHT_PERCENT.sub(f"{french.NBSP}%", text))


@register.filter
def heading(name: str) -> str:
    """Write the name of an indicator alone on its line: a capital, no full stop."""
    return typeset(name[:1].upper() + name[1:].rstrip("."))


@register.filter
def dated(seen: DateText) -> str:
    """A date that is one day in words, another as it is printed."""
    return french.day(seen.to) if seen.from_ == seen.to else seen.text


@register.inclusion_tag("components/manifest.html")
def manifest(seen: ObservationRecord) -> dict[str, Any]:
    """Tell how a service counted a share, from the manifest that it handed over; nothing for another figure."""
    told = queries.current().manifests.get(seen.cell) if seen.counts else None
    return {"seen": seen, "told": told_of(told) if told else None}


@register.inclusion_tag("components/manifest.html")
def handed_over(result: LocateRecord) -> dict[str, Any]:
    """Tell how a service counted, from a manifest that is not attached yet."""
    return {"seen": None, "told": told_of(result)}


@register.filter
def area_share(seen: Counted) -> str:
    """The share of a file in one neighbourhood, from published counts; « masquée » when one of them is hidden."""
    if seen.area is None or not seen.area.count or not seen.result.rows:
        return "masquée"
    return french.percent(rounded(Fraction(100 * seen.area.count, seen.result.rows), 2))


@register.filter
def in_order(districts: Iterable[str]) -> str:
    """Districts by their number: « 10e, 11e, 20e »."""
    return ", ".join(sorted(districts, key=lambda name: (int("".join(filter(str.isdigit, name)) or 0), name)))


@register.filter
def value(figure: Decimal, unit: Unit) -> str:
    """A computed rate or difference with its unit; a difference with its sign."""
    return french.percent(figure) if unit is Unit.PERCENT else french.difference(figure, unit)


@register.filter
def lower_first(text: str) -> str:
    """A name inside a sentence."""
    return text[:1].lower() + text[1:]


@register.filter
def period(seen: Period | None) -> str:
    """A period in words."""
    return french.period(seen) if seen else "sans période"


@register.filter
def day(seen: date) -> str:
    """A day in words."""
    return french.day(seen)


@register.filter
def word(token: Enum) -> str:
    """The French word for a status, a severity, an operation."""
    return words.WORDS[type(token)][token]
