"""Declared rates: what they come from, and what they hide."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from droitcommun.core import french
from droitcommun.core.audit.findings import Amount, Found, of_body, said
from droitcommun.core.claims import Difference
from droitcommun.core.comparison import Attempt, Comparison, compare
from droitcommun.core.figures import RATE_DECIMALS, Unit, rounded
from droitcommun.core.known import Baseline, Known
from droitcommun.core.methods import Method
from droitcommun.core.observations import (
    Absent,
    Gap,
    Number,
    Observation,
    Part,
    Ratio,
    Scale,
    Share,
    printed,
)
from droitcommun.core.passages import Passage
from droitcommun.core.readings import SHEET_READING
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.status import PUBLIC, PublicStatus, Standing, Status, direction, standing
from droitcommun.core.targets import NoFigure
from droitcommun.core.verdicts import figure_in_words, value_of

_FULL = 100
_NO_RATE = "Dire, au lieu d’un taux, où en est l’action et ce qui le montre."
_ONE_RATE = (
    "Déclarer un taux qui tienne compte de tous les objectifs de la fiche, ou dire dans une dérogation lequel ce "
    "taux concerne."
)
# Places, times and steps have a formula of their own: only levels can be rated in several ways.
_OF_LEVELS = {Method.ATTAINMENT, Method.PROGRESS, Method.MARGIN, Method.CHANGE}
_FAILING = {PublicStatus.NOT_YET_MET, PublicStatus.MISSED}
_NAMES = {
    Method.ATTAINMENT: "résultat ÷ objectif",
    Method.PROGRESS: "chemin parcouru depuis le départ",
    Method.MARGIN: "écart à l’objectif",
    Method.CHANGE: "évolution depuis le départ",
    Method.COVERAGE: "zones couvertes",
    Method.CADENCE: "cadence tenue",
    Method.MILESTONES: "étapes franchies",
}


def declared_rate_differs(known: Known) -> Iterator[Found]:
    """Le taux de réalisation déclaré ne se retrouve par aucun calcul admis.

    On essaie chaque résultat de la fiche avec chaque lecture de l’objectif (celles de la fiche, puis celles des
    engagements qu’elle suit), arrondis compris : résultat ÷ objectif, chemin parcouru depuis le départ, zones
    couvertes, cadence, étapes, et la moyenne des mesures quand la fiche en a plusieurs ; un taux plafonné à
    100 % est admis. Un taux déclaré en points se compare à l’écart à l’objectif et à l’évolution depuis le
    départ. Le diviseur est toujours un objectif, jamais la situation de départ ni un résultat antérieur.
    """
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        if comparison is not None and not comparison.reproduced and not _rests_on_promise(comparison):
            yield _differs(comparison)


def declared_rate_against_promise(known: Known) -> Iterator[Found]:
    """L’objectif de la fiche n’est pas chiffré, et le taux déclaré ne se retrouve pas avec celui de l’engagement.

    La fiche ne dit pas à quoi son taux se rapporte. Rapporté à l’engagement qu’elle suit, aucun calcul admis ne le
    donne.
    """
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        if comparison is not None and not comparison.reproduced and _rests_on_promise(comparison):
            yield _differs(comparison)


def rate_without_figure(known: Known) -> Iterator[Found]:
    """Un pourcentage est déclaré sur une promesse sans chiffre : rien ne permet de le calculer.

    Une promesse sans chiffre a une échelle (pas commencé, commencé, fait, abandonné, effort permanent), pas un
    pourcentage. Les fiches d’un même service sont réunies en un constat.
    """
    by_service: dict[str, list[Sheet]] = {}
    for sheet in known.dossier.sheets:
        rate = known.declared_rate(sheet)
        if rate is None or not isinstance(rate.figure, Ratio):
            continue
        without_figure = all(isinstance(measure.target, NoFigure) for measure in sheet.measures)
        if without_figure and compare(known, sheet) is None:
            by_service.setdefault(sheet.institutions[0] if sheet.institutions else "", []).append(sheet)
    for service, sheets in by_service.items():
        declared = [(rate.text, rate.passage) for sheet in sheets if (rate := known.declared_rate(sheet))]
        texts = french.listed(dict.fromkeys(text for text, _ in declared))
        subject = "fiche déclare" if len(sheets) == 1 else "fiches déclarent"
        yield Found(
            about=service or "sans-service",
            sheets=tuple(sheet.id for sheet in sheets),
            message=french.typeset(
                f"{len(sheets)} {subject} un taux ({texts}) alors que l’objectif n’a pas de chiffre"
                f"{of_body(known, service)}."
            ),
            expected=said("une échelle : pas commencé, commencé, fait, abandonné, effort permanent"),
            found=said(texts),
            passages=tuple(passage for _, passage in declared),
            remedy=(
                "Dire, au lieu d’un taux, où en est l’action et ce qui le montre ; ou donner à l’objectif un "
                "chiffre et une échéance."
            ),
        )


def methods_mixed(known: Known) -> Iterator[Found]:
    """Les taux déclarés d’un même service ne suivent pas la même formule : ils ne se comparent pas entre eux.

    Ne compte que les fiches dont une seule formule redonne le taux déclaré, et dont aucun protocole adopté ne fixe
    la formule.
    """
    by_service: dict[str, dict[Method, list[Comparison]]] = {}
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        methods = {attempt.rate.method for attempt in comparison.reproduced} if comparison else set()
        adopted = any(known.protocol_of(measure) for measure in sheet.measures)
        if comparison is None or len(methods) != 1 or not methods <= _OF_LEVELS:
            continue
        if adopted or not sheet.institutions:
            continue
        service = (sheet.units or sheet.institutions)[0]
        by_service.setdefault(service, {}).setdefault(methods.pop(), []).append(comparison)
    for service, by_method in by_service.items():
        ways = [way for method, found in by_method.items() for way in _ways(method, found)]
        if len(ways) < 2:  # noqa: PLR2004 - mixing takes two
            continue
        told = [f"{way} ({french.counted(len(found), 'fiche')})" for way, found in ways]
        comparisons = [comparison for _, found in ways for comparison in found]
        yield Found(
            about=service,
            sheets=tuple(comparison.sheet.id for comparison in comparisons),
            message=french.typeset(
                f"Le même service calcule ses taux de plusieurs façons : {french.listed(told)}."
            ),
            expected=said("une formule par genre d’objectif, adoptée et nommée"),
            found=said(french.listed(told)),
            passages=tuple(comparison.declared.passage for comparison in comparisons),
            remedy="Adopter un protocole par indicateur, et nommer la formule à côté de chaque taux.",
        )


def full_rate_with_a_failing_part(known: Known) -> Iterator[Found]:
    """Un taux de 100 % ou plus est déclaré alors qu’une partie de l’objectif n’est pas atteinte.

    La fiche a plusieurs mesures ; l’une au moins reste en dessous de ce qui est visé, par elle ou par l’engagement
    qu’elle suit, ou n’a pas de résultat. Ou bien l’action, sans chiffre, n’est que commencée.
    """
    for sheet in known.dossier.sheets:
        rate = known.declared_rate(sheet)
        if rate is None or not isinstance(rate.figure, Ratio) or rate.figure.percent < _FULL:
            continue
        standings = [(measure, standing(known, measure)) for measure in sheet.measures]
        failing = [
            (measure, stands)
            for measure, stands in standings
            if stands.public_status in _FAILING or stands.status is Status.NO_DATA or _is_unfinished(stands)
        ]
        # What the figures of the only measure say of the rate is for other rules.
        alone = len(standings) == 1 and not any(_is_unfinished(stands) for _, stands in failing)
        if alone or not failing:
            continue
        names = french.listed(dict.fromkeys(f"« {_aimed(measure, stands)} »" for measure, stands in failing))
        passages: list[Passage] = [rate.passage]
        for measure, stands in failing:
            passages += [measure.target.passage, *(seen.passage for seen in stands.latest)]
        yield Found(
            sheets=(sheet.id,),
            measures=tuple(measure.id for measure, _ in failing),
            message=french.typeset(
                f"Taux déclaré {rate.text}, mais une partie n’est pas atteinte, ou pas mesurée : {names}."
            ),
            expected=said("un taux par objectif"),
            found=Amount(value=rate.figure.percent, unit=Unit.PERCENT, text=rate.text),
            passages=tuple(dict.fromkeys(passages)),
            remedy=_ONE_RATE if len(standings) > 1 else _NO_RATE,
        )


def full_rate_on_one_figure(known: Known) -> Iterator[Found]:
    """Un taux de 100 % ou plus est déclaré alors qu’un autre chiffre de la même période n’atteint pas l’objectif.

    La fiche donne deux résultats qui ne comptent pas la même chose (tous les emplois, ou sans ceux d’un autre
    programme) : l’un tient l’objectif, l’autre non, et le taux ne dit que le premier.
    """
    for sheet in known.dossier.sheets:
        rate = known.declared_rate(sheet)
        if rate is None or not isinstance(rate.figure, Ratio) or rate.figure.percent < _FULL:
            continue
        for measure in sheet.measures:
            for kept, short in _on_both_sides(standing(known, measure)):
                yield Found(
                    sheets=(sheet.id,),
                    measures=(measure.id,),
                    message=french.typeset(
                        f"Taux déclaré {rate.text} : {_called(kept)} atteint l’objectif, {_called(short)} ne "
                        "l’atteint pas."
                    ),
                    expected=said("un taux sur le chiffre que l’objectif vise"),
                    found=Amount(value=rate.figure.percent, unit=Unit.PERCENT, text=rate.text),
                    passages=tuple(dict.fromkeys((rate.passage, kept.passage, short.passage))),
                    remedy=(
                        "Dire dans une décision lequel des deux chiffres est retenu, et pourquoi ; l’autre reste "
                        "cité."
                    ),
                )


def _on_both_sides(stands: Standing) -> Iterator[tuple[Observation, Observation]]:
    """A figure that keeps the goal and another of that period that does not, under one reading; once at most."""
    for kept in stands.judged:
        for short in stands.judged:
            same = kept.reading.id == short.reading.id
            if same and kept.status is Status.MET and PUBLIC[short.status] in _FAILING:
                yield kept.result, short.result
                return


def _called(seen: Observation) -> str:
    """A figure, with what it counts when it says so."""
    return f"« {seen.text} » ({seen.label})" if seen.label else f"« {seen.text} »"


def regression_hidden(known: Known) -> Iterator[Found]:
    """Le résultat s’est éloigné de l’objectif depuis le départ, et rien sur la fiche ne le dit.

    Soit le taux déclaré est positif : diviser le résultat par l’objectif, ou le comparer à un plancher, donne un
    taux positif même quand la situation se dégrade. Soit la fiche n’a ni taux ni point d’alerte. Le texte de la fiche
    le dit quand il donne l’écart entre le départ et le résultat. Le départ est celui de la fiche ; à défaut, celui de
    l’engagement qu’elle suit.
    """
    for sheet in known.dossier.sheets:
        rate = known.declared_rate(sheet)
        figure = rate.figure if rate else None
        positive = rate if isinstance(figure, Ratio | Gap) and figure.exact > 0 else None
        silent = (figure is None or isinstance(figure, Absent)) and not sheet.alerts
        if positive is None and not silent:
            continue
        for measure in sheet.measures:
            fall = _fall(known, measure)
            if fall is not None and not _is_told(sheet, fall):
                yield _hidden(sheet, measure, positive, fall)


def provisional_result(known: Known) -> Iterator[Found]:
    """Un taux est déclaré comme définitif sur un résultat que la fiche dit provisoire."""
    for sheet in known.dossier.sheets:
        rate = known.declared_rate(sheet)
        if rate is None or rate.provisional or not isinstance(rate.figure, Ratio | Gap):
            continue
        for measure in sheet.measures:
            provisional = [seen for seen in standing(known, measure).latest if seen.provisional]
            if provisional:
                yield Found(
                    sheets=(sheet.id,),
                    measures=(measure.id,),
                    message=french.typeset(
                        f"Taux déclaré {rate.text} sur un résultat provisoire (« {provisional[0].text} »)."
                    ),
                    expected=said("un résultat définitif"),
                    found=said(f"{provisional[0].text}, provisoire"),
                    passages=tuple(dict.fromkeys((rate.passage, provisional[0].passage))),
                    remedy="Dire que le taux est provisoire lui aussi, ou donner le résultat définitif.",
                )


def method_inferred(known: Known) -> Iterator[Found]:
    """La formule du taux déclaré n’est pas dite ; un seul calcul admis le redonne.

    Ce n’est pas une faute : la formule mérite d’être écrite. Elle l’est quand un protocole adopté la fixe.
    """
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        ways = {attempt.arithmetic: attempt for attempt in comparison.reproduced} if comparison else {}
        if comparison is None or len(ways) != 1:
            continue
        (attempt,) = ways.values()
        protocol = known.protocol_of(attempt.rate.measure)
        if protocol is not None and protocol.method is attempt.rate.method:
            continue
        yield Found(
            sheets=(sheet.id,),
            measures=(attempt.rate.measure.id,),
            message=french.typeset(
                f"Taux déclaré {comparison.declared.text} : un seul calcul le donne, {attempt.arithmetic}."
            ),
            expected=_amount(attempt),
            found=Amount(
                value=printed(comparison.figure), unit=comparison.figure.unit, text=comparison.declared.text
            ),
            passages=comparison.passages,
            remedy=f"Écrire la formule dans un protocole : {_NAMES[attempt.rate.method]}."
            if protocol is None
            else f"Déclarer le taux que donne la formule du protocole : {_NAMES[protocol.method]}.",
        )


class _Fall(NamedTuple):
    start: Baseline
    result: Observation
    moved: Fraction
    unit: Unit


def _fall(known: Known, measure: Measure) -> _Fall | None:
    """Return the baseline and the result between which a measure moved away from its goal, whatever the rounding."""
    latest = standing(known, measure).latest
    better = direction(known, measure)
    start = next((one for one in known.baselines(measure) if isinstance(one.figure, Number)), None)
    if better is None or start is None or not latest:
        return None
    result = latest[-1]
    if start.label != result.label or not _falls_there(known, start, result):
        return None
    before, after = start.figure, result.figure
    if not isinstance(before, Number) or not isinstance(after, Number) or before.unit is not after.unit:
        return None
    down = after.interval.high <= before.interval.low
    up = after.interval.low >= before.interval.high
    if before.exact == after.exact or not (down if better > 0 else up):
        return None
    unit = Unit.POINTS if after.unit is Unit.PERCENT else after.unit
    return _Fall(start, result, after.exact - before.exact, unit)


def _falls_there(known: Known, start: Baseline, result: Observation) -> bool:
    """Say whether a fall between two figures is one, by the places that they cover.

    Of a share that lies in some neighbourhoods, more of them can only raise it: a fall there is a fall.
    """
    if start.perimeter in {None, result.perimeter}:
        return True
    shares = isinstance(start.figure, Share | Part) and isinstance(result.figure, Share | Part)
    return shares and known.is_wider(result.perimeter, than=start.perimeter or "")


def _is_told(sheet: Sheet, fall: _Fall) -> bool:
    """Say whether the text of the sheet gives the difference between the start and the result."""
    both = {figure.exact for figure in (fall.start.figure, fall.result.figure) if isinstance(figure, Number)}
    return any(
        {claim.more.figure.exact, claim.less.figure.exact} == both
        for claim in sheet.claims
        if isinstance(claim, Difference)
    )


def _rests_on_promise(comparison: Comparison) -> bool:
    """Say whether no goal of the sheet's own was tried: it has none."""
    return not any(
        rate.reading.id.startswith(SHEET_READING) for one in comparison.attempts for rate in one.rates
    )


def _ways(method: Method, found: list[Comparison]) -> list[tuple[str, list[Comparison]]]:
    """Tell apart the rates that are cut at 100 % and those that go beyond, when a service has both."""
    capped = [one for one in found if all(attempt.by_cap for attempt in one.reproduced)]
    beyond = [one for one in found if one not in capped and one.figure.exact > _FULL]
    if not capped or not beyond:
        return [(_NAMES[method], found)]
    return [(f"{_NAMES[method]}, non plafonné", beyond), (f"{_NAMES[method]}, plafonné à 100 %", capped)]


def _is_unfinished(stands: Standing) -> bool:
    """Say whether a promise without a figure is not done, by what is reported of it."""
    return stands.scale in {Scale.NOT_STARTED, Scale.STARTED, Scale.ABANDONED}


def _aimed(measure: Measure, stands: Standing) -> str:
    """What is not reached: the goal of the sheet, else that of the promise that it is judged by."""
    if not isinstance(measure.target, NoFigure):
        return measure.target.text
    goals = [one.reading.target.text for one in stands.judged]
    return goals[0] if goals else measure.target.text


def _hidden(sheet: Sheet, measure: Measure, rate: Observation | None, fall: _Fall) -> Found:
    """Tell a fall that a positive rate hides, or that nothing tells."""
    moved = french.shown(fall.moved)
    change = french.difference(moved, fall.unit)
    fell = f"résultat a reculé, de « {fall.start.text} » à « {fall.result.text} » ({change})"
    if rate is not None and isinstance(rate.figure, Ratio | Gap):
        message, or_alert = f"Taux déclaré {rate.text}, mais le {fell}.", ""
        found = Amount(value=printed(rate.figure), unit=rate.figure.unit, text=rate.text)
    else:
        message, or_alert = f"Le {fell}, et ni taux ni point d’alerte ne le dit.", ", ou en point d’alerte"
        found = said("ni taux ni point d’alerte")
    passages = (*((rate.passage,) if rate else ()), fall.start.passage, fall.result.passage)
    return Found(
        sheets=(sheet.id,),
        measures=(measure.id,),
        message=french.typeset(message),
        expected=Amount(value=moved, unit=fall.unit, text=f"{change} depuis le départ"),
        found=found,
        passages=tuple(dict.fromkeys(passages)),
        remedy=french.typeset(
            f"Dire l’évolution depuis le départ ({change}) dans le texte de la fiche{or_alert}."
        ),
    )


def _differs(comparison: Comparison) -> Found:
    first = comparison.attempts[0]
    results = {attempt.rate.figure for attempt in comparison.latest}
    declared = french.quantity(value_of(comparison.figure), comparison.figure.unit)
    tried = french.listed(_written(comparison.attempts))
    return Found(
        sheets=(comparison.sheet.id,),
        measures=tuple(dict.fromkeys(attempt.rate.measure.id for attempt in comparison.attempts)),
        message=french.typeset(f"Taux déclaré {declared} : aucun calcul admis ne le retrouve ({tried})."),
        expected=Amount(
            value=rounded(first.value.exact, RATE_DECIMALS) if len(results) == 1 else None,
            unit=first.value.unit,
            text=" ou ".join(_written(comparison.latest)),
        ),
        found=Amount(value=printed(comparison.figure), unit=comparison.figure.unit, text=declared),
        passages=comparison.passages,
        remedy=_remedy(comparison),
    )


def _written(attempts: tuple[Attempt, ...]) -> list[str]:
    """Write each way once: a share and its counts that come to one value are one way."""
    ways = {
        (attempt.result.id, attempt.rate.reading.id, attempt.rate.method, attempt.value.exact): attempt
        for attempt in reversed(attempts)
    }
    return list(dict.fromkeys(attempt.arithmetic for attempt in reversed(ways.values())))


def _amount(attempt: Attempt) -> Amount:
    return Amount(
        value=rounded(attempt.value.exact, RATE_DECIMALS), unit=attempt.value.unit, text=attempt.arithmetic
    )


def _remedy(comparison: Comparison) -> str:
    """Say what to check, and what the rate of the latest result is under each reading."""
    results = list(dict.fromkeys(figure_in_words(attempt.result.figure) for attempt in comparison.latest))
    if len(results) > 1:
        return f"Retenir à la source l’un des résultats ({french.listed(results)}), puis recalculer le taux."
    ways = {attempt.rate.reading.sentence: attempt for attempt in reversed(comparison.latest)}
    check = f"Vérifier à la source le résultat ({results[0]}) et l’objectif."
    if len(ways) == 1:
        (attempt,) = ways.values()
        value = rounded(attempt.value.exact, RATE_DECIMALS)
        rate = french.percent(value) if attempt.value.unit is Unit.PERCENT else french.points(value)
        return french.typeset(f"{check} S’ils sont exacts, le taux est {rate}.")
    choices = " ou ".join(
        f"{attempt.arithmetic} avec {sentence}" for sentence, attempt in reversed(ways.items())
    )
    return french.typeset(f"{check} Choisir l’objectif qui fait foi : {choices}.")
