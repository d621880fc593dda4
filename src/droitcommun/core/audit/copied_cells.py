"""The same result and the same declared rate on several sheets whose targets differ."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from droitcommun.core import french
from droitcommun.core.audit.findings import Amount, Family, Finding, Severity
from droitcommun.core.comparison import Attempt, Comparison, compare
from droitcommun.core.figures import Unit
from droitcommun.core.known import Known
from droitcommun.core.periods import Period

CODE = "copied-cells"


class _Cells(NamedTuple):
    result: Decimal
    period: Period | None
    declared: Decimal


class _Copy(NamedTuple):
    comparison: Comparison
    attempt: Attempt  # with the sheet's own goal


def copied_cells(known: Known) -> Iterator[Finding]:
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
            cells = _Cells(attempt.value.result.percent, attempt.result.period, comparison.percent.percent)
            # The first attempt with a result is the one with the sheet's own goal.
            alike[cells].setdefault(sheet.id, _Copy(comparison, attempt))
    groups: dict[frozenset[str], tuple[_Cells, list[_Copy]]] = {}
    for cells, by_sheet in alike.items():
        copies = list(by_sheet.values())
        goals = {copy.attempt.rate.reading.goal for copy in copies}
        if len(goals) > 1 and not all(copy.comparison.reproduced for copy in copies):
            groups.setdefault(frozenset(by_sheet), (cells, copies))  # attempts come latest result first
    for sheets, (cells, copies) in groups.items():
        if not any(sheets < others for others in groups):
            yield _finding(cells, copies)


def _finding(cells: _Cells, copies: list[_Copy]) -> Finding:
    declared = french.percent(cells.declared)
    when = f", {french.period(cells.period)}" if cells.period else ""
    goals = dict.fromkeys(french.percent(copy.attempt.value.goal) for copy in copies)
    held = [copy.comparison.reproduced[0].arithmetic for copy in copies if copy.comparison.reproduced]
    shown = french.listed(dict.fromkeys(held)) if held else ""
    holds = (
        f"le calcul ne le retrouve que sur {french.counted(len(held), 'fiche')} ({shown})"
        if held
        else "le calcul ne le retrouve sur aucune"
    )
    return Finding(
        code=CODE,
        family=Family.COPIED_CELLS,
        severity=Severity.ERROR,
        sheets=tuple(copy.comparison.sheet.id for copy in copies),
        measures=tuple(copy.attempt.rate.measure.id for copy in copies),
        message=french.typeset(
            f"{french.counted(len(copies), 'fiche')} portent le même résultat "
            f"({french.percent(cells.result)}{when}) et le même taux déclaré ({declared}) sous des objectifs "
            f"différents ({french.listed(goals)}) ; {holds}."
        ),
        expected=Amount(
            value=None,
            unit=Unit.PERCENT,
            text=french.listed(dict.fromkeys(copy.attempt.arithmetic for copy in copies)),
        ),
        found=Amount(
            value=cells.declared,
            unit=Unit.PERCENT,
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
