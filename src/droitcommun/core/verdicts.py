"""Why a measure stands where it stands, in plain French."""

from decimal import Decimal

from droitcommun.core import french
from droitcommun.core.figures import finite_decimal
from droitcommun.core.observations import (
    Absent,
    Bounded,
    Count,
    Figure,
    Number,
    Observation,
    Pace,
    Part,
    Places,
    Scale,
    Share,
    State,
    Steps,
    Times,
    printed,
)
from droitcommun.core.status import Judged, Standing, Status, Trend
from droitcommun.core.targets import Schedule

_VERDICTS = {
    Status.MET: "est atteint",
    Status.ON_TRACK: "n’est pas encore atteint, et le chemin parcouru est celui qui mène au terme",
    Status.BEHIND: "n’est pas encore atteint, et le chemin parcouru est en retard sur le terme",
    Status.MOVING_AWAY: "n’est pas encore atteint, et l’on s’en éloigne",
    Status.MISSED: "est manqué, l’échéance est passée",
    Status.UNDECIDED: "ne peut pas être tranché",
    Status.NOT_MEASURABLE: "ne peut pas être jugé avec ce résultat",
    Status.NO_DATA: "ne peut pas être jugé, l’échéance est passée et aucun résultat ne va jusque-là",
    Status.NOT_DUE: "n’est pas encore atteint, et n’est pas échu",
    Status.UNSETTLED: "n’est pas encore atteint",
}

_TRENDS = {
    Trend.PROGRESSING: "Depuis le départ, on s’en rapproche.",
    Trend.STALLED: "Depuis le départ, rien n’a bougé.",
    Trend.REGRESSING: "Depuis le départ, on s’en éloigne.",
}

# Without a goal there is nothing to come closer to.
_WAYS = {
    Trend.PROGRESSING: "Depuis le départ, le chiffre va dans le bon sens.",
    Trend.STALLED: "Depuis le départ, rien n’a bougé.",
    Trend.REGRESSING: "Depuis le départ, le chiffre va dans le mauvais sens.",
}

SCALES = {
    Scale.NOT_STARTED: "pas commencé",
    Scale.STARTED: "commencé",
    Scale.DONE: "fait",
    Scale.ABANDONED: "abandonné",
    Scale.PERMANENT: "effort permanent",
}


def because(stands: Standing) -> str:
    """Say in a few sentences why a measure has its status."""
    return french.typeset(" ".join(_sentences(stands)))


def figure_in_words(figure: Figure) -> str:
    """Write a figure as it was given: « 20,3 % », « 3 sur 10 », « près de 8 000 », « tous les 2 mois »."""
    match figure:
        case Places(places=places):
            return french.listed(places) if places else "aucun lieu"
        case Pace(months=months):
            return f"tous les {months}{french.NBSP}mois"
        case Times(times=times):
            return f"{times}{french.NBSP}fois"
        case Steps(reached=reached):
            return french.counted(len(reached), "étape")
        case State(state=state, words=words):
            return f"{SCALES[state]} : {words}" if words else SCALES[state]
        case Absent(words=words):
            return words or "sans motif donné"
        case _ if isinstance(figure, Number):
            return _number_in_words(figure)
        case _:
            raise TypeError("a figure of no known kind")


def value_of(figure: Number) -> Decimal:
    """Return the digits of a number as they are printed; of a part told by its counts alone, those of its share."""
    digits = printed(figure)
    return french.shown(figure.exact) if digits is None else digits


def _number_in_words(figure: Number) -> str:
    if isinstance(figure, Bounded):
        return _bounds_in_words(figure)
    written = french.quantity(value_of(figure), figure.unit)
    match figure:
        case Part(numerator=numerator, denominator=denominator):
            return f"{french.number_of(numerator)} sur {french.number_of(denominator)}, soit {written}"
        case Share(numerator=int(numerator), denominator=int(denominator)):
            return f"{written} ({french.number_of(numerator)} sur {french.number_of(denominator)})"
        case Count(approximate=True):
            return f"près de {written}"
        case _:
            return written


def _bounds_in_words(figure: Bounded) -> str:
    """Write a share that has bounds: « entre 13,82 % et 18,08 %, estimation 14,44 % »."""
    low, high = french.percent(figure.low), french.percent(figure.high)
    told = low if figure.low == figure.high else f"entre {low} et {high}"
    if figure.point is None or figure.low == figure.high:
        return told
    return f"{told}, estimation {french.percent(figure.point)}"


def _sentences(stands: Standing) -> list[str]:
    told: list[str] = []
    if stands.status is Status.NO_FIGURE:
        told.append("Aucun chiffre n’est promis.")
        told += [_said(seen) for seen in stands.latest]
    elif stands.status is Status.NO_DATA and not stands.judged:
        told.append("Aucun résultat chiffré n’est connu à cette date.")
        told += [_said(seen) for seen in stands.latest]
    else:
        for seen in stands.latest:
            told += _figure(seen, [one for one in stands.judged if one.result.id == seen.id])
        if stands.figures_differ:
            told.append("Ces chiffres de la même période diffèrent ; aucun n’a été retenu.")
        if stands.readings_disagree:
            told.append("Les lectures de l’objectif ne s’accordent pas.")
    if stands.trend is not None and stands.status is Status.NO_FIGURE:
        told.append(_WAYS[stands.trend])
    elif stands.trend is not None and stands.status is not Status.MET:
        told.append(_TRENDS[stands.trend])
    if stands.later_absence is not None and isinstance(stands.later_absence.figure, Absent):
        words = stands.later_absence.figure.words.rstrip(".")
        when = french.period(stands.later_absence.period) if stands.later_absence.period else "la suite"
        told.append(f"Pour {when}, pas de chiffre{f' : {words}' if words else ''}.")
    return told


def _said(seen: Observation) -> str:
    when = f" ({french.period(seen.period)})" if seen.period else ""
    named = f", {seen.label}" if seen.label else ""
    return f"Ce qui est rapporté{when} : {figure_in_words(seen.figure).rstrip('.')}{named}."


def _verdict(one: Judged) -> str:
    if one.early and one.status is Status.NOT_DUE:
        since = "à partir de" if one.reading.schedule is Schedule.FROM_YEAR else "pour"
        return f"vaut {since} {one.reading.year} et n’est pas échu, ce résultat n’en décide pas"
    return _VERDICTS[one.status]


def _figure(seen: Observation, judged: list[Judged]) -> list[str]:
    """Tell a figure, what it says of each goal, and how far its digits leave that open."""
    if not judged:
        return [_said(seen)]
    when = f" ({french.period(seen.period)})" if seen.period else ""
    named = f", {seen.label}" if seen.label else ""
    provisional = ", provisoire" if seen.provisional else ""
    verdicts = [
        f"l’objectif « {one.reading.words} » ({one.reading.stated_by}) {_verdict(one)}" for one in judged
    ]
    figure = f"{figure_in_words(seen.figure)}{when}{named}{provisional}"
    told = [f"Dernier résultat chiffré : {figure} ; {french.listed(verdicts)}."]
    if any(one.elsewhere for one in judged):
        told.append("Ce résultat couvre d’autres lieux que ceux qui sont promis.")
    elif isinstance(seen.figure, Bounded):
        if any(one.status is Status.UNDECIDED for one in judged):
            told.append("On ne sait pas : l’objectif est entre les deux bornes.")
        elif seen.figure.low != seen.figure.high:
            told.append("Cela vaut où que soient les lignes que le service n’a pas pu placer.")
    elif any(one.status is Status.UNDECIDED for one in judged) and isinstance(seen.figure, Number):
        low, high = (
            french.quantity(finite_decimal(bound), seen.figure.unit)
            for bound in (seen.figure.interval.low, seen.figure.interval.high)
        )
        if low != high:
            told.append(f"Imprimé ainsi, ce résultat peut aller de {low} à {high}.")
    return told
