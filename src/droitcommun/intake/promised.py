"""What a sentence of prose promises: its target, and where it starts, when its words say it all.

Stricter than the cells of a sheet: a sentence says many things, and a figure that may be another thing's is left
open (`Composite`) for a person to read.
"""

import re
from dataclasses import dataclass

from droitcommun.core.contract import StartingPoint
from droitcommun.core.observations import Count, Share
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostShare,
    Cadence,
    Composite,
    Cover,
    DivideGap,
    NoFigure,
    PlusPercent,
    ReachCount,
    Schedule,
    Target,
)
from droitcommun.intake.changes import Turn, turns
from droitcommun.intake.figures import Kind, Mention, mentions, numbers
from droitcommun.intake.folding import folded
from droitcommun.intake.wordings import due, read_target

# Words shown of a target, from its figure on.
_LONGEST_TEXT = 12

# « augmenter de 20 % le nombre … », « augmenter le nombre … de 10 % »: a change, never a level.
_MORE = re.compile(r"\b(?:augment|accroi|progress|hausse|elever|relever)")
_LESS = re.compile(r"\b(?:diminu|redui|reduction|baiss)")
# A change of a share is in percent or in points: the words do not say.
_SHARED = re.compile(r"\b(?:la |les |une )?(?:part|parts|taux|proportion|pourcentage)\b")

# What a percentage is promised of follows it.
_OF = re.compile(r"\s*(?:au moins |au plus )?(?:des|de|du|d')(?:\b|(?=\w))")
_ABOVE = re.compile(r"(?:au moins|au minimum|minimum)\s*$")
_BELOW = re.compile(r"(?:au plus|moins de|au maximum|inferieure? a)\s*$")
_EITHER_SIDE = re.compile(r"\s*(?:au moins|au minimum|minimum)\b")

# Verbs that make things, and things that are there already.
_MADE = re.compile(
    r"\b(?:cre(?:er|ation|ant|es?|ees?)|ouvr(?:ir|ant)|ouverture|realis\w+|financ\w+|agre(?:er|ant|es?)|sign(?:er|ature)"
    r"|organis\w+|implant\w+|install\w+|recrut\w+|accueill\w+|accompagn\w+|form(?:er|ant))\b"
)
_THERE = re.compile(r"\b(?:les|des|aux|ces|leurs|ses|chacune? des|actuellement|dans les) $")


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised, and the situation that the sentence starts from, if it says one."""

    target: Target
    baseline: StartingPoint | None = None


def read_promised(text: str, passage: Passage) -> Promised:
    """Read the words of a promise, from its verb on."""
    turn = next(iter(turns(text)), None)
    if turn is not None and turn.after.kind is Kind.PERCENT and turn.before.kind is Kind.PERCENT:
        return _from_to(text, passage, turn)
    plain = folded(text)
    figures = tuple(one for one in numbers(mentions(text)) if not text[: one.start][-1:].isalpha())  # « E2C »
    if not figures:
        aim = read_target(text, passage)
        settled = aim.target if isinstance(aim.target, Cadence | Cover | AtLeastShare | DivideGap) else None
        return Promised(settled or NoFigure(text=_shortened(text), passage=passage))
    if len(figures) > 1:
        return Promised(_open(text, passage))
    figure = figures[0]
    if figure.kind is Kind.PERCENT and not figure.sign and figure.value > 0:
        return Promised(_percent(text, plain, passage, figure))
    if figure.kind is Kind.COUNT and figure.of is None and figure.value == int(figure.value):
        return Promised(_count(text, plain, passage, figure))
    return Promised(_open(text, passage))


def _percent(text: str, plain: str, passage: Passage, figure: Mention) -> Target:
    """A share to reach, or a change; a change of a share is left open."""
    before, after = plain[: figure.start], plain[figure.end :]
    schedule, year = due(plain)
    changes = [found for pattern in (_MORE, _LESS) if (found := pattern.search(before))]
    if changes:
        if len(changes) > 1 or _SHARED.search(plain) or not re.search(r"\bde\s*$", before):
            return _open(text, passage)
        return PlusPercent(
            text=_shortened(text[changes[0].start() :]),
            passage=passage,
            percent=figure.value if changes[0].re is _MORE else -figure.value,
            per_year=schedule is Schedule.EACH_YEAR,
            schedule=schedule,
            year=year,
        )
    if figure.value > 100 or not (_OF.match(after) or _EITHER_SIDE.match(after)):  # noqa: PLR2004 - percent
        return _open(text, passage)
    share, words = Share(figure.value), _around(text, figure)
    bound = _BELOW.search(before)
    if bound:
        strict = bound[0].startswith("moins")
        return AtMostShare(
            text=words, passage=passage, share=share, strict=strict, schedule=schedule, year=year
        )
    return AtLeastShare(text=words, passage=passage, share=share, schedule=schedule, year=year)


def _count(text: str, plain: str, passage: Passage, figure: Mention) -> Target:
    """A number of things that a verb makes; things that are there already are no goal."""
    before, after = plain[: figure.start], plain[figure.end :]
    if _THERE.search(before):
        return NoFigure(text=_shortened(text), passage=passage)
    if figure.value < 1 or not (_MADE.search(before) or _MADE.search(after)):
        return _open(text, passage)
    schedule, year = due(plain)
    return ReachCount(
        text=_around(text, figure),
        passage=passage,
        count=Count(int(figure.value), approximate=figure.approximate),
        schedule=schedule,
        year=year,
    )


def _from_to(text: str, passage: Passage, turn: Turn) -> Promised:
    """« de 52 % en 2014 à 100 % en 2020 »: where it starts, and what is to be reached then."""
    year = _year(turn.until)
    schedule = Schedule.SINGLE_YEAR if year is not None else Schedule.UNSETTLED
    words = text[turn.start : turn.end]
    more = turn.after.value >= turn.before.value
    share = Share(turn.after.value)
    target: Target = (
        AtLeastShare(text=words, passage=passage, share=share, schedule=schedule, year=year)
        if more
        else AtMostShare(text=words, passage=passage, share=share, schedule=schedule, year=year)
    )
    start = StartingPoint(
        text=text[turn.before.start : turn.after.start].rsplit(" à", 1)[0].strip(),
        figure=Share(turn.before.value),
        passage=passage,
        period=turn.since,
    )
    return Promised(target, start)


def _year(period: Period | None) -> int | None:
    if period is None or period.start.year != period.end.year:
        return None
    return period.start.year


def _open(text: str, passage: Passage) -> Composite:
    return Composite(text=_shortened(text), passage=passage, parts=(text,))


def _around(text: str, figure: Mention) -> str:
    """The figure, the words that bound it, and what it is a part or a number of."""
    plain = folded(text)
    start = figure.start
    for pattern in (_ABOVE, _BELOW):
        bound = pattern.search(plain[:start])
        if bound:
            start = bound.start()
    return _shortened(text[start:])


def _shortened(text: str) -> str:
    words = re.split(
        r"\s(?=soient\b|seront\b|sera\b|résident\b)|[;:]\s|\s(?=https?://|www\.)", text.strip(" .,»")
    )[0].split()
    return " ".join(words[:_LONGEST_TEXT]) + (" …" if len(words) > _LONGEST_TEXT else "")
