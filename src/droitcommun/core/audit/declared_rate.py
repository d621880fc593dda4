"""A declared rate that no admissible computation gives."""

from collections.abc import Iterator

from droitcommun.core import french
from droitcommun.core.audit.findings import Amount, Family, Finding, Severity
from droitcommun.core.comparison import Comparison, compare
from droitcommun.core.figures import RATE_DECIMALS, Unit, rounded
from droitcommun.core.known import Known

CODE = "declared-rate-differs"


def declared_rate_differs(known: Known) -> Iterator[Finding]:
    """Le taux de réalisation déclaré ne se retrouve par aucun calcul admis.

    On divise chaque résultat de la fiche par l’objectif de la fiche, puis par celui de l’engagement qu’elle
    suit, arrondis compris ; un taux plafonné à 100 % est admis.
    """
    for sheet in known.dossier.sheets:
        comparison = compare(known, sheet)
        if comparison is not None and not comparison.reproduced:
            yield _finding(comparison)


def _finding(comparison: Comparison) -> Finding:
    first = comparison.attempts[0]
    one_result = len({attempt.value.result for attempt in comparison.latest}) == 1
    declared = french.percent(comparison.percent.percent)
    tried = french.listed(dict.fromkeys(attempt.arithmetic for attempt in comparison.attempts))
    return Finding(
        code=CODE,
        family=Family.DECLARED_AGAINST_COMPUTED,
        severity=Severity.ERROR,
        sheets=(comparison.sheet.id,),
        measures=tuple(dict.fromkeys(attempt.rate.measure.id for attempt in comparison.attempts)),
        message=french.typeset(f"Taux déclaré {declared} : aucun calcul admis ne le retrouve ({tried})."),
        expected=Amount(
            value=rounded(first.value.exact, RATE_DECIMALS) if one_result else None,
            unit=Unit.PERCENT,
            text=" ou ".join(dict.fromkeys(attempt.arithmetic for attempt in comparison.latest)),
        ),
        found=Amount(value=comparison.percent.percent, unit=Unit.PERCENT, text=declared),
        passages=comparison.passages,
        remedy=_remedy(comparison),
    )


def _remedy(comparison: Comparison) -> str:
    """Say what to check, and what the rate of the latest result is under each reading."""
    results = list(dict.fromkeys(french.percent(one.value.result.percent) for one in comparison.latest))
    if len(results) > 1:
        return f"Retenir à la source l’un des résultats ({french.listed(results)}), puis recalculer le taux."
    rates = {
        attempt.rate.reading: french.percent(rounded(attempt.value.exact, RATE_DECIMALS))
        for attempt in comparison.latest
    }
    check = f"Vérifier à la source le résultat de {results[0]} et l’objectif."
    if len(rates) == 1:
        return f"{check} S’ils sont exacts, le taux est {next(iter(rates.values()))}."
    choices = " ou ".join(
        f"{rate} avec « {reading.words} » ({reading.stated_by})" for reading, rate in rates.items()
    )
    return french.typeset(f"{check} Choisir l’objectif qui fait foi : le taux est {choices}.")
