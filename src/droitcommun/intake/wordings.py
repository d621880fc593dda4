"""How a target is worded → its kind, its figure and when it is due.

Only wordings that say it all are typed; another one with a figure is a doubt. A wording that can be read in several
ways is typed as one and lists the others: a person chooses.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from droitcommun.core.goals import Unresolved
from droitcommun.core.observations import Count, Euros, Gap, Share
from droitcommun.core.passages import Passage
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostGap,
    AtMostShare,
    Cadence,
    Composite,
    Cover,
    Direction,
    DivideGap,
    Maintain,
    Multiply,
    NoFigure,
    PlusPercent,
    PlusPoints,
    ReachAmount,
    ReachCount,
    Schedule,
    Target,
)
from droitcommun.core.wording import in_words
from droitcommun.intake.dates import dates
from droitcommun.intake.figures import DASH, Doubt, Kind, Mention, has_glued, mentions, numbers
from droitcommun.intake.folding import folded

_EACH_YEAR = re.compile(r"\bpar an\b|\bannuel(?:le)?(?:ment)?\b|\bchaque annee\b|/an\b")
_AT_TERM = re.compile(r"\ba l'(?:issue|echeance) du contrat\b|\ben fin de contrat\b|\ba terme\b")
_SINGLE = re.compile(r"\b(?:en|pour)\s+$")
_FROM = re.compile(r"\b(?:a partir de|des)\s+$")

_HALF = re.compile(r"\b(?:de moitie|par (?:2|deux))\b")
_TIMES = {"doubl": 2, "tripl": 3, "quadrupl": 4}
_MORE = re.compile(r"\bde plus\b|\baugment|\bhausse\b|\bprogress|\baccroi|^\W*\+")
_LESS = re.compile(r"\bde moins\b|\bbaisse\b|\bdiminu|\breduir|\breduction\b")
_KEEP = re.compile(r"^\W*(?:maintenir|maintien)\b")
_EVERY = re.compile(r"\btous les\s+(?:(\d+|deux|trois|quatre|six|douze)\s+)?mois\b")
_IN_LETTERS = re.compile(r"\b(?:mois|deux|trois|moitie|tiers|quart)\b")
_LETTERS = {"deux": 2, "trois": 3, "quatre": 4, "six": 6, "douze": 12}
# How areas are called in full.
_AREAS = {"qpv": "quartiers prioritaires", "quartiers": "quartiers"}
_COVER = re.compile(r"\bcouvrir (?:l'ensemble des|tous les|toutes les)\s+(\w+(?: prioritaires)?)")

# « à tous les QPV »: what an indicator of areas counts, when its target is 100 % of them.
_EVERYWHERE = re.compile(rf"\b(?:tous les|l'ensemble des|chacun des) ({'|'.join(_AREAS)})\b")

# « des 7 ateliers », « aux 2 parents »: things that are there, and no goal.
_EXISTING = re.compile(r"\b(?:des|aux|ces|leurs) $")

_REACHED = re.compile(r"\W*(?:objectif|atteindre|au moins|realiser|signer)\b")

# « proposer un rendez-vous à chaque famille »: all of them.
_EACH_OF = re.compile(r"\ba chaque (?!an\b|annee|mois|trimestre|semestre|fois)\w+")

_RATED = re.compile(r"\b(?:part|pourcentage|proportion|taux)\b")
_LOWER_IS_BETTER = re.compile(r"^\W*(?:diminuer|reduire|limiter|baisser|lutter)\b|\bdecroch|\becart\b")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as read, the other ways to read it, and a doubt when its words do not decide."""

    target: Target
    also: tuple[Target, ...] = ()
    doubt: Doubt | None = None


def read_target(text: str, passage: Passage, *, objective: str = "", indicator: str = "") -> Aim:
    """Read the words of a target; `objective` and `indicator` say which way is better and what is counted."""
    words = folded(text)
    seen = mentions(text)
    figures = numbers(seen)
    shown = tuple(text[one.start : one.end].strip() for one in figures)
    if not words.strip(" .-"):
        return Aim(NoFigure(text=text, passage=passage), doubt=Doubt((), "aucun objectif n’est écrit"))
    settled = _in_words(text, words, passage, figures)
    if settled is not None:
        return settled
    evidence = _undecided(text, words, seen)
    if evidence is not None:
        return _open(text, passage, shown, evidence)
    if not figures:
        better = Direction.LESS if _LESS.match(words.strip()) else None
        return Aim(NoFigure(text=text, passage=passage, better=better))
    return _one_figure(text, words, passage, figures[0], due(words), f"{objective} {indicator}")


def candidates(text: str, passage: Passage, *, objective: str = "", indicator: str = "") -> dict[str, Aim]:
    """The targets that a person may choose in words which do not decide, by their sentence."""
    words = folded(text)
    context = f"{objective} {indicator}"
    term = due(words)
    found: dict[str, Aim] = {}
    for one in numbers(mentions(text)):
        plain = replace(one, sign=0, dashed=False)
        for figure in (replace(one, dashed=False), plain) if one.dashed else (one,):
            aim = _one_figure(text, words, passage, figure, term, context)
            if aim.doubt is not None or isinstance(aim.target, NoFigure):
                aim = _reached(text, passage, plain, term)
            if aim.doubt is None:
                found.setdefault(_said(aim), aim)
    areas = next((full for word, full in _AREAS.items() if re.search(rf"\b{word}\b", words)), "")
    if areas and any(one.kind is Kind.PERCENT and one.value == 100 for one in numbers(mentions(text))):  # noqa: PLR2004 - percent
        schedule, year = term
        everywhere = Cover(text=text, passage=passage, areas=areas, schedule=schedule, year=year)
        found[_said(Aim(everywhere))] = Aim(everywhere)
    found["sans objectif chiffré"] = Aim(NoFigure(text=text, passage=passage))
    return found


def _said(aim: Aim) -> str:
    return in_words(aim.target, Unresolved(""))


def _reached(text: str, passage: Passage, figure: Mention, due: tuple[Schedule, int | None]) -> Aim:
    """A figure that somebody says is the one to reach; a doubt when it is of no unit that can be."""
    schedule, year = due
    if figure.kind is Kind.PERCENT and figure.value <= 100:  # noqa: PLR2004 - percent
        share = Share(figure.value)
        return Aim(AtLeastShare(text=text, passage=passage, share=share, schedule=schedule, year=year))
    if figure.kind is Kind.COUNT and figure.value == int(figure.value) and figure.value > 0:
        count = Count(int(figure.value), approximate=figure.approximate)
        return Aim(ReachCount(text=text, passage=passage, count=count, schedule=schedule, year=year))
    return _open(text, passage, (), "")


def _undecided(text: str, words: str, seen: tuple[Mention, ...]) -> str | None:
    """Why the words of a target do not decide; None when they print one figure, or none."""
    figures = numbers(seen)
    if has_glued(text, seen):
        return "des chiffres touchent des lettres, et peuvent ne pas être un nombre"
    if not figures:
        return "l’objectif compte en toutes lettres" if _IN_LETTERS.search(words) else None
    if any(one.dashed for one in figures):
        return DASH
    if len(figures) > 1:
        return "l’objectif imprime plusieurs chiffres"
    if figures[0].of is not None or figures[0].kind is Kind.MONTHS:
        return "l’objectif ne dit pas ce que ce chiffre mesure"
    return None


def _open(text: str, passage: Passage, shown: tuple[str, ...], evidence: str) -> Aim:
    """Nothing is aimed at until somebody answers: no figure, hence no rate."""
    return Aim(Composite(text=text, passage=passage, parts=(text,)), doubt=Doubt(shown, evidence))


def due(words: str) -> tuple[Schedule, int | None]:
    """When folded words say that a goal is due: its schedule, and the year that goes with it."""
    if _EACH_YEAR.search(words):
        return Schedule.EACH_YEAR, None
    if _AT_TERM.search(words):
        return Schedule.AT_TERM, None
    for found in dates(words):
        if found.period.start.year != found.period.end.year:
            continue
        if _FROM.search(words[: found.start]):
            return Schedule.FROM_YEAR, found.period.start.year
        if _SINGLE.search(words[: found.start]):
            return Schedule.SINGLE_YEAR, found.period.start.year
    return Schedule.UNSETTLED, None


def _in_words(text: str, words: str, passage: Passage, figures: tuple[Mention, ...]) -> Aim | None:
    """Wordings that set the goal by themselves: half of a gap, twice, every area, every six months."""
    if "ecart" in words and _HALF.search(words) and _LESS.search(words):
        return _half(text, passage, figures)
    factors = [factor for stem, factor in _TIMES.items() if re.match(rf"\W*{stem}", words)]
    if factors and not figures:
        return Aim(Multiply(text=text, passage=passage, factor=factors[0]))
    every = _EVERY.search(words)
    others = [one for one in figures if one.kind is not Kind.MONTHS and not (every and _within(one, every))]
    if every and not others:
        months = _LETTERS.get(every[1] or "", 0) or int(every[1] or 1)
        return Aim(Cadence(text=text, passage=passage, months=months, schedule=Schedule.CADENCE))
    cover = _COVER.search(words)
    if cover and not figures:
        areas = text[cover.start(1) : cover.end(1)]
        return Aim(Cover(text=text, passage=passage, areas=_AREAS.get(folded(areas), areas)))
    if _EACH_OF.search(words) and not figures:
        return Aim(AtLeastShare(text=text, passage=passage, share=Share(Decimal(100))))
    if _KEEP.match(words) and not figures:
        return Aim(Maintain(text=text, passage=passage))
    return None


def _within(mention: Mention, found: "re.Match[str]") -> bool:
    return found.start() <= mention.start and mention.end <= found.end()


def _half(text: str, passage: Passage, figures: tuple[Mention, ...]) -> Aim | None:
    """« réduire l’écart de moitié (< 5,7 %) »: half of the gap, and the ceiling that the sheet works out."""
    half = DivideGap(text=text, passage=passage, divisor=2)
    if not figures:
        return Aim(half)
    if len(figures) == 1 and figures[0].kind in {Kind.PERCENT, Kind.POINTS} and figures[0].below:
        ceiling = AtMostGap(text=text, passage=passage, gap=Gap(figures[0].value), strict=True)
        return Aim(half, (ceiling,))
    return None


def _one_figure(
    text: str,
    words: str,
    passage: Passage,
    figure: Mention,
    due: tuple[Schedule, int | None],
    context: str,
) -> Aim:
    schedule, year = due
    shown = (text[figure.start : figure.end].strip(),)
    if figure.sign or _changes(words, figure):
        return _change(text, words, passage, figure, due, shown)
    if "ecart" in words or "ecart" in folded(context):
        if figure.kind in {Kind.PERCENT, Kind.POINTS}:
            gap = Gap(figure.value)
            return Aim(
                AtMostGap(
                    text=text, passage=passage, gap=gap, strict=figure.below, schedule=schedule, year=year
                )
            )
        return _open(text, passage, shown, "l’objectif d’un écart n’est ni en % ni en points")
    if figure.kind is Kind.PERCENT:
        if figure.value > 100:  # noqa: PLR2004 - percent
            return _open(text, passage, shown, "l’objectif dépasse 100 %, et n’est pas une part")
        return _share(text, words, passage, figure, due, context)
    return _quantity(text, words, passage, figure, due)


def _quantity(
    text: str, words: str, passage: Passage, figure: Mention, due: tuple[Schedule, int | None]
) -> Aim:
    schedule, year = due
    shown = (text[figure.start : figure.end].strip(),)
    if figure.kind is Kind.COUNT and figure.value == int(figure.value) and figure.value > 0:
        count = Count(int(figure.value), approximate=figure.approximate)
        if _EXISTING.search(words[: figure.start]) and not _REACHED.match(words):
            return Aim(NoFigure(text=text, passage=passage))
        if not re.match(r"\W*(?:objectif|atteindre|au moins)\b", words) and figure.start:
            return _open(text, passage, shown, "l’objectif imprime un nombre sans dire qu’il est à atteindre")
        return Aim(ReachCount(text=text, passage=passage, count=count, schedule=schedule, year=year))
    if figure.kind is Kind.EUROS:
        amount = Euros(figure.value)
        return Aim(ReachAmount(text=text, passage=passage, amount=amount, schedule=schedule, year=year))
    return _open(text, passage, shown, "l’objectif ne dit pas ce que ce chiffre mesure")


def _share(
    text: str,
    words: str,
    passage: Passage,
    figure: Mention,
    due: tuple[Schedule, int | None],
    context: str,
) -> Aim:
    schedule, year = due
    share = Share(figure.value)
    if figure.value == 100 and not _RATED.search(folded(context)):  # noqa: PLR2004 - all of them
        everywhere = _EVERYWHERE.search(folded(context))
        if everywhere and everywhere[1] in re.findall(r"\w+", words):
            areas = _AREAS[everywhere[1]]
            return Aim(Cover(text=text, passage=passage, areas=areas, schedule=schedule, year=year))
        shown = (text[figure.start : figure.end].strip(),)
        return _open(text, passage, shown, "100 % peut viser une part, ou des lieux à couvrir tous")
    if figure.below or _LOWER_IS_BETTER.search(folded(context).strip()):
        return Aim(
            AtMostShare(
                text=text, passage=passage, share=share, strict=figure.below, schedule=schedule, year=year
            )
        )
    if _KEEP.match(folded(context)) or _KEEP.match(words):
        return Aim(Maintain(text=text, passage=passage, share=share, schedule=schedule, year=year))
    return Aim(AtLeastShare(text=text, passage=passage, share=share, schedule=schedule, year=year))


def _changes(words: str, figure: Mention) -> bool:
    """Say whether the figure is what is added or taken away, and not the level to reach."""
    before, after = words[: figure.start], words[figure.end :]
    return bool(
        re.match(r"\s*de (?:plus|moins)\b", after)
        or re.search(r"\b(?:augmentation|hausse|baisse|diminution|reduction)(?: \w+){0,4} de\s*$", before)
        or re.search(r"^\W*(?:augmenter|diminuer|reduire|accroitre)(?: \S+){0,8} de\s*$", before)
    )


def _change(
    text: str,
    words: str,
    passage: Passage,
    figure: Mention,
    due: tuple[Schedule, int | None],
    shown: tuple[str, ...],
) -> Aim:
    """« + 5 % »: so many percents of the baseline, or so many points; both stand, either is a reading."""
    schedule, year = due
    less = figure.sign < 0 or bool(_LESS.search(words))
    if figure.value == 0 or (figure.sign > 0 and less):
        return _open(text, passage, shown, "le sens de la variation n’est pas clair")
    value = -figure.value if less else figure.value
    per_year = schedule is Schedule.EACH_YEAR
    if figure.kind is Kind.POINTS:
        return Aim(_points(text, passage, value, schedule, year, per_year=per_year))
    if figure.kind is not Kind.PERCENT:
        return _open(text, passage, shown, "la variation n’est ni en % ni en points")
    percent = PlusPercent(
        text=text, passage=passage, percent=value, per_year=per_year, schedule=schedule, year=year
    )
    points = _points(text, passage, value, schedule, year, per_year=per_year)
    return Aim(percent, (points,))


def _points(
    text: str, passage: Passage, value: Decimal, schedule: Schedule, year: int | None, *, per_year: bool
) -> PlusPoints:
    return PlusPoints(
        text=text, passage=passage, points=value, per_year=per_year, schedule=schedule, year=year
    )
