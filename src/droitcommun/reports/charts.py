"""Small drawings, as SVG made here, each with what it says in words. The same in every document."""

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from droitcommun.core import french
from droitcommun.core.figures import plain
from droitcommun.reports.content import Course

_FONT = 'font-family="Libertinus Serif"'
_INK, _SOFT, _RULE, _GOAL, _LINE = "#172129", "#46545f", "#d8d4c8", "#8a4b08", "#12394a"

# A colour and a pattern of its own for each status, in the order of the statuses: dark enough for white digits.
_FILLS = ("#1d6b3c", "#8a4b08", "#a4161a", "#51565c", "#3f4f8c")

_WIDE = 660
_TOP, _BOTTOM = 26, 92
_LETTER = Decimal("6.2")  # the width of a letter, on average


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and what it says in words."""

    svg: str
    alternative: str


def bars(caption: str, rows: tuple[tuple[str, tuple[int, ...]], ...], kinds: tuple[str, ...]) -> Chart:
    """Draw how many of each row have each kind, one bar a row, with a key."""
    most = max((sum(counts) for _, counts in rows), default=0) or 1
    drawn = [_key(kinds)]
    for number, (name, counts) in enumerate(rows):
        top = 34 + number * 48
        drawn.append(_text(0, top + 13, name, size=15))
        x = Decimal(0)
        for fill, some in zip(_FILLS, counts, strict=True):
            width = Decimal(_WIDE * some) / most
            if some:
                drawn.append(
                    f'<rect x="{_at(x)}" y="{top + 19}" width="{_at(max(width - 2, Decimal(1)))}" height="19"'
                    f' fill="{fill}"/>'
                )
                if width > 16:  # noqa: PLR2004 - the width of two digits
                    drawn.append(
                        _text(x + width / 2 - 1, top + 34, str(some), fill="#ffffff", anchor="middle")
                    )
            x += width
    told = " ; ".join(f"{name} : {_told(kinds, counts)}" for name, counts in rows)
    return Chart(_svg(drawn, 34 + 48 * len(rows)), french.typeset(f"{caption}. {told}."))


def _told(kinds: tuple[str, ...], counts: tuple[int, ...]) -> str:
    some = [f"{count} {kind}" for kind, count in zip(kinds, counts, strict=True) if count]
    return french.listed(some) if some else "aucune fiche"


def course(name: str, seen: Course) -> Chart:
    """Draw the figures of a measure in the order of time, and the values aimed at as lines."""
    values = [quantity.value for _, quantity in seen.points]
    top = max([*values, *(goal.value for goal in seen.goals), Decimal(1)])
    low = min([*values, Decimal(0)])
    step = Decimal(_WIDE - 300) / max(len(values) - 1, 1)
    places = [(80 + step * number, _height(value, low, top)) for number, value in enumerate(values)]
    drawn = [_line(20, _height(Decimal(0), low, top), _WIDE - 170, _RULE, 1)]
    for group in _close([(_height(goal.value, low, top), goal.text) for goal in seen.goals]):
        for height, _ in group:
            drawn.append(_line(20, height, _WIDE - 170, _GOAL, 2, dashed=True))
        label = f"objectif {' ou '.join(text for _, text in group)}"
        drawn.append(_text(_WIDE - 162, group[-1][0] + 5, label, fill=_GOAL))
    path = "L".join(f"{_at(x)} {_at(y)}" for x, y in places)
    drawn.append(f'<path d="M{path}" fill="none" stroke="{_LINE}" stroke-width="2.5"/>')
    goals = [_height(goal.value, low, top) for goal in seen.goals]
    for (x, y), (when, quantity) in zip(places, seen.points, strict=True):
        above = y - 10
        under = any(above - 14 < goal < above + 4 for goal in goals) and y + 22 < _BOTTOM
        drawn.append(f'<circle cx="{_at(x)}" cy="{_at(y)}" r="5" fill="{_LINE}"/>')
        drawn.append(_text(x, y + 20 if under else above, quantity.text, anchor="middle", bold=True))
        # A period in many words, « du … au … », would begin before the drawing does.
        begins = x - _LETTER * len(when) / 2
        drawn.append(
            _text(0, _BOTTOM + 20, when, fill=_SOFT)
            if begins < 0
            else _text(x, _BOTTOM + 20, when, fill=_SOFT, anchor="middle")
        )
    told = french.listed([f"{quantity.text} ({when})" for when, quantity in seen.points])
    aim = french.listed([goal.text for goal in seen.goals]) if seen.goals else "aucun niveau chiffré"
    return Chart(_svg(drawn, _BOTTOM + 28), french.typeset(f"{name or 'Mesure'} : {told}. Objectif : {aim}."))


def _close(goals: list[tuple[Decimal, str]]) -> list[list[tuple[Decimal, str]]]:
    """Group the goals that are drawn too close to one another for two labels."""
    groups: list[list[tuple[Decimal, str]]] = []
    for goal in goals:
        if groups and abs(groups[-1][-1][0] - goal[0]) < 15:  # noqa: PLR2004 - the height of a label
            groups[-1].append(goal)
        else:
            groups.append([goal])
    return groups


def _height(value: Decimal, low: Decimal, top: Decimal) -> Decimal:
    return _BOTTOM - (value - low) / (top - low) * (_BOTTOM - _TOP)


def _key(kinds: tuple[str, ...]) -> str:
    drawn = []
    x = 0
    for fill, kind in zip(_FILLS, kinds, strict=True):
        drawn.append(f'<rect x="{x}" y="4" width="12" height="12" fill="{fill}"/>{_text(x + 17, 15, kind)}')
        x += 40 + 7 * len(kind)
    return "".join(drawn)


def _svg(drawn: list[str], height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" width="{_WIDE}" height="{height}">'
        + "".join(drawn)
        + "</svg>"
    )


def _text(
    x: Decimal | int,
    y: Decimal | int,
    text: str,
    *,
    fill: str = _INK,
    anchor: str = "start",
    size: int = 14,
    bold: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_at(x)}" y="{_at(y)}" {_FONT} font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>'
        f"{escape(text)}</text>"
    )


def _line(x: int, y: Decimal, end: int, colour: str, width: int, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="6 4"' if dashed else ""
    return f'<path d="M{x} {_at(y)}H{end}" stroke="{colour}" stroke-width="{width}"{dashes}/>'


def _at(place: Decimal | int) -> str:
    return plain(round(Decimal(place), 1))
