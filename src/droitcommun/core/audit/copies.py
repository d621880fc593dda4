"""The same thing twice: cells, figures, titles."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from droitcommun.core import french
from droitcommun.core.audit.findings import Amount, Found, said
from droitcommun.core.comparison import Attempt, Comparison, compare
from droitcommun.core.known import Known
from droitcommun.core.methods import Method
from droitcommun.core.observations import Count, Figure, Gap, Number, Observation, Ratio, Role, State, printed
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Sheet

# Below, two services may well count the same number of things by chance.
_SAME_BY_CHANCE = 100
# Shorter, two services may well say the same of two things.
_SAME_WORDS = 4


class _Cells(NamedTuple):
    result: Figure | None
    period: Period | None
    declared: Ratio | Gap


class _Copy(NamedTuple):
    comparison: Comparison
    attempt: Attempt  # with the sheet’s own goal


def copied_cells(known: Known) -> Iterator[Found]:
    """Le même résultat et le même taux figurent sur plusieurs fiches dont les objectifs diffèrent.

    Un même résultat rapporté à des objectifs différents ne donne en général pas le même taux : une ligne a
    sans doute été recopiée d’une fiche à l’autre. Le constat n’est fait que si l’un au moins de ces taux ne
    se retrouve pas par le calcul.
    """
    alike: dict[_Cells, dict[str, _Copy]] = defaultdict(dict)
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        if comparison is None:
            continue
        for attempt in comparison.attempts:
            if attempt.rate.method is not Method.ATTAINMENT:
                continue
            cells = _Cells(attempt.result.figure, attempt.result.period, comparison.figure)
            # The first attempt with a result is the one with the sheet's own goal.
            alike[cells].setdefault(sheet.id, _Copy(comparison, attempt))
    groups: dict[frozenset[str], tuple[_Cells, list[_Copy]]] = {}
    for cells, by_sheet in alike.items():
        copies = list(by_sheet.values())
        goals = {_goal(copy) for copy in copies} if len(copies) > 1 else set()
        if len(goals) > 1 and not all(copy.comparison.reproduced for copy in copies):
            groups.setdefault(frozenset(by_sheet), (cells, copies))  # attempts come latest result first
    for sheets, (cells, copies) in groups.items():
        if not any(sheets < others for others in groups):
            yield _copied(cells, copies)


def copied_figure(known: Known) -> Iterator[Found]:
    """Le même nombre figure comme résultat, ou comme départ, sur plusieurs fiches.

    Deux services comptent rarement le même nombre de choses : soit c’est la même activité, qui compte alors deux
    fois, soit une ligne a été recopiée. Ne sont regardés que les nombres d’au moins 100.
    """
    alike: dict[tuple[Figure, Period | None], dict[str, list[Observation]]] = defaultdict(dict)
    for sheet in known.dossier.sheets:
        for seen in _counts(known, sheet):
            alike[seen.figure, seen.period].setdefault(sheet.id, []).append(seen)
    groups: dict[tuple[str, ...], list[Observation]] = {}
    for by_sheet in alike.values():
        if len(by_sheet) > 1:
            groups.setdefault(tuple(by_sheet), []).extend(
                seen for found in by_sheet.values() for seen in found
            )
    for sheets, found in groups.items():
        figures = [seen.figure for seen in found if isinstance(seen.figure, Number)]
        texts = french.listed(dict.fromkeys(french.number(french.shown(figure.exact)) for figure in figures))
        yield Found(
            sheets=sheets,
            message=french.typeset(
                f"{len(sheets)} fiches portent le même nombre ({texts}) pour la même période."
            ),
            expected=said("un nombre propre à chaque fiche"),
            found=said(texts),
            passages=tuple(dict.fromkeys(seen.passage for seen in found)),
            remedy=(
                "Demander au service ce que chaque fiche compte, et corriger celle qui a été recopiée ; si "
                "c’est la même activité, le dire dans une dérogation."
            ),
        )


def copied_words(known: Known) -> Iterator[Found]:
    """Les mêmes mots décrivent le résultat, ou le départ, de plusieurs fiches.

    Soit une action compte deux fois, soit une case a été recopiée. Un ou deux mots (« poursuite effective ») se
    répètent par hasard : il en faut au moins quatre.
    """
    alike: dict[str, dict[str, Observation]] = defaultdict(dict)
    for sheet in known.dossier.sheets:
        for seen in (*_told(known, sheet), *known.context_of(sheet)):
            words = seen.figure.words if isinstance(seen.figure, State) else ""
            if len(words.split()) >= _SAME_WORDS:
                alike[_folded(words)].setdefault(sheet.id, seen)
    for found in alike.values():
        if len(found) > 1:
            words = next(seen.figure.words for seen in found.values() if isinstance(seen.figure, State))
            yield Found(
                about="+".join(seen.id for seen in found.values()),
                sheets=tuple(found),
                message=french.typeset(f"{len(found)} fiches rapportent la même chose : {words}."),
                expected=said("ce qui est propre à chaque fiche"),
                found=said(words),
                passages=tuple(seen.passage for seen in found.values()),
                remedy="Dire sur quelle fiche cette action compte, et rendre à l’autre son propre résultat.",
            )


def result_repeats_target(known: Known) -> Iterator[Found]:
    """Le résultat répète mot pour mot l’objectif : on ne sait pas ce qui a été fait.

    « 100 % » peut viser et être atteint : ne vaut qu’à partir de quatre mots.
    """
    for sheet in known.dossier.sheets:
        for measure in sheet.measures:
            aimed = _folded(measure.target.text)
            same = [seen for seen in known.observed(measure, Role.RESULT) if _folded(seen.text) == aimed]
            if not same or len(aimed.split()) < _SAME_WORDS:
                continue
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(f"Le résultat répète l’objectif : « {same[-1].text} »."),
                expected=said("ce qui a été fait, avec ses nombres et ses dates"),
                found=said(same[-1].text),
                passages=tuple(dict.fromkeys((measure.target.passage, same[-1].passage))),
                remedy="Dire ce qui a été fait : combien de fois, quand, où.",
            )


def _told(known: Known, sheet: Sheet) -> Iterator[Observation]:
    """What a sheet gives as start and as result."""
    for measure in sheet.measures:
        for role in (Role.BASELINE, Role.RESULT):
            yield from known.observed(measure, role)


def title_twice(known: Known) -> Iterator[Found]:
    """Plusieurs fiches portent le même titre : on ne peut pas les citer sans les confondre."""
    by_title: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in known.dossier.sheets:
        by_title[_folded(sheet.title)].append(sheet)
    for sheets in by_title.values():
        if len(sheets) > 1:
            yield Found(
                sheets=tuple(sheet.id for sheet in sheets),
                message=french.typeset(f"{len(sheets)} fiches portent le titre « {sheets[0].title} »."),
                expected=said("un titre par fiche"),
                found=said(f"{len(sheets)} fiches"),
                passages=tuple(sheet.passage for sheet in sheets),
                remedy="Donner à chaque fiche le titre de son propre objectif.",
            )


def _counts(known: Known, sheet: Sheet) -> Iterator[Observation]:
    for measure in sheet.measures:
        for role in (Role.BASELINE, Role.RESULT):
            yield from (seen for seen in known.observed(measure, role) if _is_large(seen.figure))
    yield from (seen for seen in known.context_of(sheet) if _is_large(seen.figure))


def _is_large(figure: Figure) -> bool:
    return isinstance(figure, Count) and figure.count >= _SAME_BY_CHANCE


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _goal(copy: _Copy) -> str:
    return french.percent(french.shown(copy.attempt.rate.reading.goal.value))  # type: ignore[union-attr]


def _copied(cells: _Cells, copies: list[_Copy]) -> Found:
    value = printed(cells.declared)
    declared = french.quantity(
        french.shown(cells.declared.exact) if value is None else value, cells.declared.unit
    )
    when = f", {french.period(cells.period)}" if cells.period else ""
    goals = dict.fromkeys(_goal(copy) for copy in copies)
    held = [copy.comparison.reproduced[0].arithmetic for copy in copies if copy.comparison.reproduced]
    shown = french.listed(dict.fromkeys(held)) if held else ""
    holds = (
        f"le calcul ne le retrouve que sur {french.counted(len(held), 'fiche')} ({shown})"
        if held
        else "le calcul ne le retrouve sur aucune"
    )
    result = copies[0].attempt.result.figure
    digits = french.quantity(french.shown(result.exact), result.unit) if isinstance(result, Number) else ""
    return Found(
        sheets=tuple(copy.comparison.sheet.id for copy in copies),
        measures=tuple(copy.attempt.rate.measure.id for copy in copies),
        message=french.typeset(
            f"{french.counted(len(copies), 'fiche')} portent le même résultat "
            f"({digits}{when}) et le même taux déclaré ({declared}) sous des objectifs "
            f"différents ({french.listed(goals)}) ; {holds}."
        ),
        expected=Amount(
            value=None,
            unit=cells.declared.unit,
            text=french.listed(dict.fromkeys(copy.attempt.arithmetic for copy in copies)),
        ),
        found=Amount(
            value=value,
            unit=cells.declared.unit,
            text=f"{declared} sur {french.counted(len(copies), 'fiche')}",
        ),
        passages=tuple(
            dict.fromkeys(
                passage
                for copy in copies
                for passage in (copy.comparison.declared.passage, copy.attempt.result.passage)
            )
        ),
        remedy=(
            "Demander au service le résultat propre à chaque fiche, puis recalculer chaque taux avec "
            "l’objectif de sa fiche."
        ),
    )
