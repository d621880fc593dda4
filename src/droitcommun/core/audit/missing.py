"""What a sheet lacks. An absence has a reason, and is never read as 0."""

from collections.abc import Iterator
from datetime import date

from droitcommun.core import french
from droitcommun.core.audit.findings import Found, held, said
from droitcommun.core.goals import Goal, resolve
from droitcommun.core.known import Known
from droitcommun.core.observations import Absent, Number, Role
from droitcommun.core.sheets import Alert, Measure, Sheet
from droitcommun.core.status import PublicStatus, Status, standing
from droitcommun.core.targets import (
    DivideGap,
    Maintain,
    Multiply,
    NoFigure,
    PlusPercent,
    PlusPoints,
    Schedule,
)


def indicator_missing(known: Known) -> Iterator[Found]:
    """La fiche n’a pas d’indicateur : on ne sait pas ce que ses chiffres comptent."""
    for sheet in _current(known):
        without = [measure for measure in sheet.measures if not measure.indicator]
        if len(without) == len(sheet.measures):
            yield Found(
                sheets=(sheet.id,),
                message="La fiche n’a pas d’indicateur.",
                expected=said("un indicateur : ce qui est compté, parmi quoi, où"),
                found=said("aucun"),
                passages=(sheet.passage,),
                remedy="Écrire l’indicateur, avec son numérateur, son dénominateur et son périmètre.",
            )


def indicator_untold(known: Known) -> Iterator[Found]:
    """Un indicateur est imprimé, et aucune case de la fiche ne lui répond : ni objectif, ni départ, ni résultat.

    On a donc annoncé de suivre une chose, et personne n’en rend compte. Un point d’alerte qui dit qui s’en charge et
    pour quel jour en tient lieu, jusqu’à ce jour.
    """
    for sheet in _current(known):
        told = {measure.indicator for measure in sheet.measures if _is_told(known, measure)}
        untold = [one for one in sheet.measures if one.indicator and one.indicator not in told]
        if not untold or any(_is_awaited(alert, known.as_of) for alert in sheet.alerts):
            continue
        names = french.listed(dict.fromkeys(f"« {measure.indicator} »" for measure in untold))
        who = "Indicateurs imprimés" if len(untold) > 1 else "Indicateur imprimé"
        yield Found(
            sheets=(sheet.id,),
            measures=tuple(measure.id for measure in untold),
            message=french.typeset(f"{who} sans objectif, départ ni résultat : {names}."),
            expected=said("un objectif et un résultat pour chaque indicateur"),
            found=said("ni objectif, ni départ, ni résultat"),
            passages=tuple(dict.fromkeys(measure.passage for measure in untold)),
            remedy=(
                "Dire ce qui est visé et où l’on en est ; ou retirer l’indicateur ; ou dire en point d’alerte qui doit "
                "le renseigner, et pour quel jour."
            ),
        )


def result_missing(known: Known) -> Iterator[Found]:
    """La fiche ne donne aucun résultat : personne ne peut dire si l’objectif est atteint, ou où en est l’action.

    Un point d’alerte qui dit qui s’en charge et pour quel jour en tient lieu, jusqu’à ce jour.
    """
    for sheet, measure in known.dossier.measures():
        stands = standing(known, measure)
        results = known.observed(measure, Role.RESULT)
        untold = (
            stands.status is Status.NO_FIGURE
            and bool(measure.target.text.strip())  # an indicator to which no aim was printed
            and all(isinstance(seen.figure, Absent) for seen in results)
        )
        if not (stands.status is Status.NO_DATA or untold) or stands.latest or not results:
            continue
        if any(_is_awaited(alert, known.as_of) for alert in sheet.alerts):
            continue
        last = results[-1]
        words = last.figure.words if isinstance(last.figure, Absent) else ""
        why = f" : {_uncapitalised(words)}" if words else "."
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(f"Objectif « {measure.target.text} », et pas de résultat{why}"),
            expected=said(f"un résultat{'' if untold else ' chiffré'}, ou la date à laquelle il viendra"),
            found=said(words or "aucun résultat, sans motif"),
            passages=tuple(dict.fromkeys((measure.target.passage, last.passage))),
            remedy=(
                "Dire où en est l’action et ce qui le montre, ou en point d’alerte qui doit le dire, et pour quel jour."
                if untold
                else "Donner le résultat avec ses nombres, ou dire en point d’alerte qui doit le fournir, et pour "
                "quel jour."
            ),
        )


def service_missing(known: Known) -> Iterator[Found]:
    """La fiche ne nomme aucun service : personne n’en répond."""
    for sheet in _current(known):
        if not sheet.institutions and not sheet.units:
            yield Found(
                sheets=(sheet.id,),
                message="La fiche ne nomme aucun service.",
                expected=said("le service qui répond de la fiche"),
                found=said("aucun"),
                passages=(sheet.passage,),
                remedy="Nommer le service concerné.",
            )


def baseline_missing(known: Known) -> Iterator[Found]:
    """L’objectif part d’une situation de départ (maintenir, doubler, + x %) qui n’est pas donnée.

    L’objectif de la fiche, ou celui d’un engagement qu’elle suit.
    """
    for sheet, measure in known.dossier.measures():
        starts = [start for start in known.baselines(measure) if isinstance(start.figure, Number)]
        if starts or not known.observed(measure, Role.RESULT):
            continue
        stated = [
            ("L’objectif", measure.target),
            *(("L’engagement", one.target) for one in held(known, measure)),
        ]
        drawn = [
            (who, target)
            for who, target in stated
            if isinstance(target, DivideGap | Multiply | PlusPercent | PlusPoints | Maintain)
            and not isinstance(resolve(target, None, None, None), Goal)
        ]
        if drawn:
            who, target = drawn[0]
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(
                    f"{who} « {target.text} » part d’une situation de départ, qui n’est pas donnée."
                ),
                expected=said("une situation de départ chiffrée et datée"),
                found=said("aucune"),
                passages=(target.passage,),
                remedy="Donner la situation de départ, sa date et son périmètre.",
            )


def rate_missing(known: Known) -> Iterator[Found]:
    """L’objectif (de la fiche, ou de l’engagement qu’elle suit) et le résultat sont chiffrés, sans taux déclaré.

    Ne vaut pas pour une mesure dont un protocole adopté dit comment le taux se calcule.
    """
    for sheet in _current(known):
        rate = known.declared_rate(sheet)
        if rate is not None and not isinstance(rate.figure, Absent):
            continue
        decided = {PublicStatus.MET, PublicStatus.NOT_YET_MET, PublicStatus.MISSED}
        measured = [
            measure
            for measure in sheet.measures
            if standing(known, measure).public_status in decided and known.protocol_of(measure) is None
        ]
        if measured:
            own = any(not isinstance(measure.target, NoFigure) for measure in measured)
            yield Found(
                sheets=(sheet.id,),
                measures=tuple(measure.id for measure in measured),
                message=(
                    f"{'L’objectif' if own else 'L’engagement suivi'} et le résultat sont chiffrés, "
                    "et aucun taux n’est déclaré."
                ),
                expected=said("un taux déclaré, avec sa formule"),
                found=said("aucun"),
                passages=tuple(measure.target.passage for measure in measured),
                remedy="Déclarer le taux, ou adopter un protocole qui dit comment il se calcule.",
            )


def deadline_missing(known: Known) -> Iterator[Found]:
    """L’objectif est chiffré et rien ne dit s’il vaut chaque année, en cumul ou à la fin.

    Ni la fiche ni l’engagement qu’elle suit ne le disent.
    """
    for sheet, measure in known.dossier.measures():
        goal = resolve(measure.target, None, None, None)
        targets = [measure.target, *(promise.target for promise in held(known, measure))]
        settled = any(target.schedule is not Schedule.UNSETTLED for target in targets)
        if settled or not isinstance(goal, Goal):
            continue
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(f"Rien ne dit pour quand vaut l’objectif « {measure.target.text} »."),
            expected=said("une échéance : chaque année, en cumul, au terme du contrat…"),
            found=said("aucune"),
            passages=(measure.target.passage,),
            remedy="Fixer l’échéance de l’objectif.",
        )


def _is_told(known: Known, measure: Measure) -> bool:
    """Say whether a sheet prints an aim or a figure for an indicator."""
    aimed = not isinstance(measure.target, NoFigure) or bool(measure.target.text.strip())
    observed = (seen for role in (Role.BASELINE, Role.RESULT) for seen in known.observed(measure, role))
    return aimed or any(not isinstance(seen.figure, Absent) for seen in observed)


def _is_awaited(alert: Alert, on: date) -> bool:
    """Say whether somebody has to settle a point by a day that has not passed."""
    return alert.owner is not None and alert.due is not None and alert.ended_on is None and on <= alert.due


def _uncapitalised(words: str) -> str:
    """Go on with a sentence after a colon: « le chiffre… »; an acronym stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] in {"’", " "} else words


def _current(known: Known) -> Iterator[Sheet]:
    """The sheets of which something was known by that day."""
    for sheet in known.dossier.sheets:
        if sheet.updated_on.from_ <= known.as_of:
            yield sheet
