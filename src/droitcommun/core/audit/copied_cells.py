"""The same result and the same declared rate on several sheets whose targets differ."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from droitcommun.core import french
from droitcommun.core.audit.declared_rate import Attempt, Comparison, compare, sentence
from droitcommun.core.audit.findings import Amount, Family, Finding, Severity
from droitcommun.core.figures import Unit
from droitcommun.core.known import Known
from droitcommun.core.passages import merged
from droitcommun.core.periods import Period
from droitcommun.core.readings import SHEET_READING

CODE = "copied-cells"


class _Cells(NamedTuple):
    result: Decimal
    period: Period | None
    declared: Decimal


_Pairs = list[tuple[Comparison, Attempt]]


def copied_cells(known: Known) -> Iterator[Finding]:
    """Le même résultat et le même taux figurent sur plusieurs fiches dont les objectifs diffèrent.

    Un même résultat rapporté à des objectifs différents ne peut pas donner le même taux : une ligne a sans
    doute été recopiée d’une fiche à l’autre. Le constat n’est fait que si l’un au moins de ces taux ne se
    retrouve pas par le calcul.
    """
    alike: dict[_Cells, _Pairs] = defaultdict(list)
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        for attempt in comparison.attempts if comparison else ():
            if comparison and attempt.rate.reading.id == SHEET_READING:
                cells = _Cells(attempt.share.percent, attempt.result.period, comparison.percent.percent)
                alike[cells].append((comparison, attempt))
    groups: dict[frozenset[str], tuple[_Cells, _Pairs]] = {}
    for cells, pairs in alike.items():
        sheets = frozenset(comparison.sheet.id for comparison, _ in pairs)
        goals = {attempt.rate.reading.goal for _, attempt in pairs}
        explained = all(comparison.reproduced for comparison, _ in pairs)
        if len(sheets) > 1 and len(goals) > 1 and not explained:
            groups.setdefault(sheets, (cells, pairs))  # attempts come latest result first
    for sheets, (cells, pairs) in groups.items():
        if not any(sheets < others for others in groups):
            yield _finding(cells, pairs)


def _finding(cells: _Cells, pairs: _Pairs) -> Finding:
    declared = french.percent(cells.declared)
    when = f", {french.period(cells.period)}" if cells.period else ""
    goals = french.listed(french.percent(attempt.rate.measure.target.share.percent) for _, attempt in pairs)
    kept = [sentence(attempt) for comparison, attempt in pairs if attempt.reproduces]
    holds = (
        f"le calcul ne le retrouve que pour {len(kept)} fiche" if kept else "le calcul n’en retrouve aucun"
    )
    return Finding(
        code=CODE,
        family=Family.COPIED_CELLS,
        severity=Severity.ERROR,
        sheets=tuple(comparison.sheet.id for comparison, _ in pairs),
        measures=tuple(attempt.rate.measure.id for _, attempt in pairs),
        message=french.typeset(
            f"{len(pairs)} fiches portent le même résultat ({french.percent(cells.result)}{when}) et le même "
            f"taux déclaré ({declared}) sous des objectifs différents ({goals}) ; {holds}"
            f"{f' ({french.listed(kept)})' if kept else ''}."
        ),
        expected=Amount(
            value=None, unit=Unit.PERCENT, text=french.listed(sentence(attempt) for _, attempt in pairs)
        ),
        found=Amount(value=cells.declared, unit=Unit.PERCENT, text=f"{declared} sur {len(pairs)} fiches"),
        lines=merged(
            *(comparison.declared.passage for comparison, _ in pairs),
            *(attempt.result.passage for _, attempt in pairs),
        ),
        remedy=(
            "Demander au service le résultat propre à chaque fiche, puis recalculer chaque taux avec "
            "l’objectif de sa fiche."
        ),
    )
