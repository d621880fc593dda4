"""The official monitoring sheet: its labels as the template prints them, its columns, and what stands in each cell.

The template is that of the Bilan 2015 (l. 2425-2500 and on). It has three header variants; the first column of the
first one is a result, not a baseline.
"""

from droitcommun.core.sheets import Layout
from droitcommun.reports.content import Figure, Measure, Sheet

AXIS = "Axe du contrat de ville"
THEME = "Thématique"
OBJECTIVE = "Description de l'objectif"
INDICATOR = "Indicateur"
UPDATED_ON = "Date de mise à jour"
SERVICES = "Service(s) concerné(s)"
TARGET = "Objectif à atteindre, fixé par le contrat de ville"
RATE = "Taux de réalisation"
ANALYSIS = "Analyse"
METHOD_NOTE = "Méthodologie suivie (territorialisation des données, moyens mobilisés)"
RATE_ANALYSIS = "Analyse du taux de réalisation (freins à la réalisation, difficultés de méthode)"
ALERTS = "Points d'alerte"
ADJUSTMENT = "Ajustement de l'objectif et/ou de la méthode"
TITLE = "Fiche de suivi"

# What stands for the indicator of a measure that has none.
UNNAMED = "Indicateur non précisé"

# The heads of the first and third columns of figures. They name a year: that of the Bilan, or the one before.
_HEADS = {
    Layout.RESULT_2015_DATED: ("Résultat 2015", "Résultat (date)"),
    Layout.RESULT_2014: ("Résultat 2014", "Résultat 2015"),
    Layout.SITUATION_2014: ("Situation 2014", "Résultat 2015"),
}


def heads(layout: Layout) -> tuple[str, str, str, str]:
    """The four heads of the table of figures."""
    first, third = _HEADS[layout]
    return first, TARGET, third, RATE


def heads_after(year: int) -> tuple[str, str, str, str]:
    """The heads of a sheet to fill in after a year: its result is known, the next one will have its date."""
    return f"Résultat {year}", TARGET, "Résultat (date)", RATE


def first_figures(layout: Layout, measure: Measure) -> tuple[Figure, ...]:
    """What stands in the first column: the result of the year in the first variant, else the baseline."""
    if layout is Layout.RESULT_2015_DATED:
        return tuple(one for one in measure.results if one.period == "2015")
    return (measure.baseline,) if measure.baseline is not None else ()


def last_figures(layout: Layout, measure: Measure) -> tuple[Figure, ...]:
    """What stands in the third column: the results that are not in the first."""
    first = first_figures(layout, measure)
    return tuple(one for one in measure.results if one not in first)


def date_alone(layout: Layout, measure: Measure) -> str:
    """In the first variant, the date of a result that is not there."""
    dated = [one.when for one in measure.results if one.absent and one.period != "2015"]
    return dated[-1] if layout is Layout.RESULT_2015_DATED and dated else ""


def alerts(sheet: Sheet) -> str:
    """The cell of the points to watch."""
    return "\n".join(sheet.alerts)


def adjustments(sheet: Sheet) -> str:
    """The cell of the changes proposed."""
    return "\n".join(sheet.adjustments)
