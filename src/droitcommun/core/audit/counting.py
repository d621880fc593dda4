"""What is counted: by a promise and its indicator, at a start and a goal, by objectives and titles."""

from collections.abc import Iterator

from droitcommun.core import french
from droitcommun.core.audit.findings import Found, said
from droitcommun.core.audit.promises import followed
from droitcommun.core.contract import Commitment
from droitcommun.core.counted import THINGS, Counted
from droitcommun.core.figures import Unit
from droitcommun.core.known import Known
from droitcommun.core.passages import Passage
from droitcommun.core.sheets import Measure, Sheet

_UNITS = {
    Unit.PERCENT: "une part",
    Unit.POINTS: "un écart",
    Unit.COUNT: "un nombre",
    Unit.EUROS: "un montant",
}


def counts_otherwise(known: Known) -> Iterator[Found]:
    """L’indicateur ne compte pas ce que compte l’engagement.

    L’un compte des crédits, l’autre des emplois ; ou bien l’un compte toutes les personnes accompagnées, l’autre
    seulement celles qui ont un accompagnement renforcé. Ne vaut que si les deux textes nomment ce qu’ils comptent,
    et si aucune mesure qui suit l’engagement ne compte ce qui est promis.
    """
    following: dict[str, list[tuple[Sheet, Measure]]] = {}
    for sheet, measure, promise in followed(known):
        following.setdefault(promise.id, []).append((sheet, measure))
    for name, pairs in following.items():
        promise = known.commitments[name]
        promised, first = promise.counted, pairs[0][1].counted
        if promised is None or first is None:
            continue
        if any(measure.counted is None or measure.counted.agrees(promised) for _, measure in pairs):
            continue
        told, (theirs, mine) = _apart(promised, first, "l’engagement", "la fiche")
        yield Found(
            about=f"{pairs[0][1].id}+{name}",
            sheets=tuple(dict.fromkeys(sheet.id for sheet, _ in pairs)),
            measures=tuple(measure.id for _, measure in pairs),
            commitments=(name,),
            message=french.typeset(told),
            expected=said(french.typeset(f"{theirs} (« {promise.target.text} »)")),
            found=said(french.typeset(f"{mine} (« {pairs[0][1].name} »)")),
            passages=_passages(promised, *(measure.counted for _, measure in pairs)),
            remedy="Compter ce qui est promis, ou dire dans une dérogation pourquoi l’indicateur compte autre chose.",
        )


def start_inverted(known: Known) -> Iterator[Found]:
    """La situation de départ d’un engagement est une part de A parmi B, son objectif une part de B parmi A.

    « 21,5 % des jeunes des quartiers ont bénéficié du dispositif » n’est pas « 21,5 % des bénéficiaires viennent des
    quartiers » : l’objectif ne se calcule pas depuis un départ qui mesure autre chose. Le rédacteur a peut-être
    voulu dire la même part.
    """
    for promise in known.dossier.commitments:
        start = promise.baseline
        if start is None or not start.part or not start.whole or not _crossed(promise):
            continue
        yield Found(
            commitments=(promise.id,),
            message=french.typeset(
                f"Le départ (« {start.text} ») est, lu à la lettre, la part des {start.part} parmi les {start.whole} ; "
                f"l’objectif porte sur celle des {promise.part} parmi les {promise.whole}."
            ),
            expected=said(f"{promise.part} parmi {promise.whole}"),
            found=said(f"{start.part} parmi {start.whole}"),
            passages=(start.passage, promise.target.passage),
            remedy="Dire laquelle des deux parts est suivie, et donner le départ de celle-là.",
        )


def objective_counts_otherwise(known: Known) -> Iterator[Found]:
    """L’objectif de la fiche parle d’une chose, son indicateur en mesure une autre.

    « Diminuer le nombre d’élèves qui décrochent » et un taux de décrocheurs : le taux peut baisser quand le nombre
    monte. « Implanter des structures » et un suivi des moyens humains : rien ne dit ce qui a été implanté.
    """
    for sheet in known.dossier.sheets:
        if sheet.updated_on.from_ > known.as_of:
            continue
        aimed = sheet.objective_counted
        apart = _thing_apart(sheet, aimed, "l’objectif de la fiche") if aimed else None
        apart = apart or _unit_apart(sheet)
        if apart is None:
            continue
        told, theirs, mine, passages = apart
        yield Found(
            sheets=(sheet.id,),
            message=french.typeset(told),
            expected=said(theirs),
            found=said(mine),
            passages=passages,
            remedy="Récrire l’objectif ou l’indicateur pour que l’un mesure l’autre.",
        )


def title_counts_otherwise(known: Known) -> Iterator[Found]:
    """Le titre de la fiche compte autre chose que sa mesure : des emplois de jeunes modestes, et non des quartiers.

    Qui lit le titre croit le résultat d’un autre public. Ne vaut que si le titre et toutes les mesures disent ce
    qu’ils comptent, et si aucune ne compte ce que dit le titre.
    """
    for sheet in known.dossier.sheets:
        aimed = sheet.title_counted
        if aimed is None or sheet.updated_on.from_ > known.as_of:
            continue
        apart = _thing_apart(sheet, aimed, "le titre de la fiche")
        if apart is None:
            continue
        told, theirs, mine, passages = apart
        yield Found(
            sheets=(sheet.id,),
            message=french.typeset(told),
            expected=said(mine),
            found=said(theirs),
            passages=passages,
            remedy="Donner à la fiche un titre qui dit ce que son indicateur mesure.",
        )


def _crossed(promise: Commitment) -> bool:
    """Say whether the start of a promise is a part of what its aim is a whole of."""
    start = promise.baseline
    theirs = (promise.whole.casefold(), promise.part.casefold())
    return start is not None and (start.part.casefold(), start.whole.casefold()) == theirs


def _apart(theirs: Counted, mine: Counted, they: str, we: str) -> tuple[str, tuple[str, str]]:
    """Say in a sentence, then in two words, what two texts count; they do not count the same."""
    if theirs.thing is not mine.thing:
        words = (THINGS[theirs.thing], THINGS[mine.thing])
        return f"{they[:1].upper()}{they[1:]} compte {words[0]}, {we} {words[1]}.", words
    words = (_which(theirs), _which(mine))
    return f"Parmi les {theirs.population}, {they} compte {words[0]}, {we} {words[1]}.", words


def _which(one: Counted) -> str:
    return f"seulement : {one.only}" if one.only else "l’ensemble"


def _thing_apart(sheet: Sheet, aimed: Counted, who: str) -> tuple[str, str, str, tuple[Passage, ...]] | None:
    """What an objective or a title counts, when no measure of its sheet counts it."""
    counted = [measure.counted for measure in sheet.measures]
    first = counted[0]
    if first is None or any(one is None or one.agrees(aimed) for one in counted):
        return None
    told, (theirs, mine) = _apart(aimed, first, who, "sa mesure")
    return told, theirs, mine, _passages(aimed, first)


def _unit_apart(sheet: Sheet) -> tuple[str, str, str, tuple[Passage, ...]] | None:
    """The unit of an objective, when no indicator of its sheet has it."""
    aimed = sheet.objective_unit
    units = [measure.unit for measure in sheet.measures]
    first = units[0]
    if aimed is None or first is None or None in units or aimed in units:
        return None
    theirs, mine = _UNITS[aimed], _UNITS[first]
    told = f"L’objectif de la fiche (« {sheet.objective} ») parle d’{theirs}, son indicateur est {mine}."
    return told, theirs, mine, (sheet.passage, sheet.measures[0].passage)


def _passages(*counted: Counted | None) -> tuple[Passage, ...]:
    return tuple(dict.fromkeys(one.passage for one in counted if one is not None))
