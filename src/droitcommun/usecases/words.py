"""The French words for the terms that people see on every support."""

from collections.abc import Mapping
from typing import Any

from droitcommun.core.audit.findings import Family, Severity
from droitcommun.core.contract import Force, Law, Level, PerimeterKind
from droitcommun.core.counted import THINGS, Thing
from droitcommun.core.derivations import Operation
from droitcommun.core.french import typeset
from droitcommun.core.methods import Method
from droitcommun.core.observations import Scale
from droitcommun.core.sheets import AdjustmentState
from droitcommun.core.status import PublicStatus, Trend
from droitcommun.core.targets import Schedule
from droitcommun.core.texts import FIELDS, TextField
from droitcommun.core.verdicts import SCALES
from droitcommun.usecases.records import TargetRecord

PUBLIC_STATUS = {
    PublicStatus.MET: "atteint",
    PublicStatus.NOT_YET_MET: "pas encore atteint",
    PublicStatus.MISSED: "manqué",
    PublicStatus.UNKNOWN: "on ne sait pas",
    PublicStatus.NO_FIGURE: "sans objectif chiffré",
}

TREND = {
    Trend.PROGRESSING: "progresse",
    Trend.STALLED: "stagne",
    Trend.REGRESSING: "recule",
}

METHOD = {
    Method.ATTAINMENT: "résultat ÷ objectif",
    Method.PROGRESS: "chemin parcouru",
    Method.MARGIN: "écart à l’objectif",
    Method.CHANGE: "évolution",
    Method.COVERAGE: "zones couvertes",
    Method.CADENCE: "cadence tenue",
    Method.MILESTONES: "étapes franchies",
}

OPERATION = {
    Operation.OBSERVED: "résultat observé",
    Operation.BASELINE: "situation de départ",
    Operation.GOAL: "objectif",
    Operation.COUNTED: "part, d’après les nombres",
    Operation.DIVIDE: "résultat ÷ objectif",
    Operation.PROGRESS: "(résultat − départ) ÷ (objectif − départ)",
    Operation.MARGIN: "au-delà de l’objectif",
    Operation.SUBTRACT: "résultat − départ",
}

SEVERITY = {
    Severity.ERROR: "erreur",
    Severity.WARNING: "avertissement",
    Severity.AMBIGUITY: "ambiguïté",
    Severity.INFORMATION: "information",
}

MEANING = {
    Severity.ERROR: "des chiffres se contredisent",
    Severity.WARNING: "quelque chose manque, ou est sans doute faux",
    Severity.AMBIGUITY: "plusieurs lectures, et rien ne dit laquelle",
    Severity.INFORMATION: "à savoir avant de citer le chiffre",
}
FAMILY = {
    Family.DECLARED_AGAINST_COMPUTED: "taux déclaré contre taux calculé",
    Family.RATE_WITHOUT_FIGURE: "taux sur une promesse sans chiffre",
    Family.COPIED_CELLS: "cellules recopiées",
    Family.SHEET_AGAINST_COMMITMENT: "fiche contre engagement",
    Family.BASELINE_EQUALS_RESULT: "départ égal au résultat",
    Family.PARTS_AND_TOTAL: "parties et total",
    Family.PROSE_AGAINST_CELL: "nombre du texte contre cellule",
    Family.UNIT_AGAINST_INDICATOR: "unité contre indicateur",
    Family.INVERTED_SHARE: "part inversée",
    Family.RESULT_DOES_NOT_ANSWER: "résultat qui ne répond pas à l’objectif",
    Family.FULL_RATE_WITH_A_FAILING_PART: "100 % avec une partie qui manque",
    Family.HIDDEN_REGRESSION: "recul caché par la méthode",
    Family.ORDER_OF_MAGNITUDE: "ordre de grandeur",
    Family.PERIMETER: "périmètre",
    Family.SERIES_BREAK: "rupture de série",
    Family.MISSING: "ce qui manque",
    Family.DATES: "dates qui se contredisent",
    Family.TITLE: "titre qui dérive",
    Family.NAMES: "noms qui diffèrent",
    Family.DUPLICATES: "doublons",
    Family.COVERAGE: "sans contrepartie",
    Family.METHODS: "méthodes mêlées",
    Family.SMALL_NUMBERS: "petits nombres",
}

SCHEDULE = {
    Schedule.EACH_YEAR: "chaque année",
    Schedule.CUMULATED: "en cumul sur la période",
    Schedule.AT_TERM: "au terme du contrat",
    Schedule.SINGLE_YEAR: "pour une seule année",
    Schedule.FROM_YEAR: "à partir d’une année",
    Schedule.CADENCE: "à une cadence",
    Schedule.UNSETTLED: "sans échéance fixée",
}


def due(schedule: Schedule, year: int | None) -> str:
    """Write when a goal is due: « au terme du contrat », « pour 2018 », « sans échéance fixée »."""
    match schedule:
        case Schedule.SINGLE_YEAR if year is not None:
            return f"pour {year}"
        case Schedule.FROM_YEAR if year is not None:
            return f"à partir de {year}"
        case _:
            return SCHEDULE[schedule]


def deadlines(target: TargetRecord) -> str:
    """Write when the target of a sheet is due: the sheet's own word, then those of the promises that say otherwise.

    « fiche : sans échéance fixée ; engagement : au terme du contrat ».
    """
    own = due(target.schedule, target.year)
    told = [(one.settled_by, due(one.schedule, one.year)) for one in target.readings if one.settled_by]
    others = dict.fromkeys(f"{who} : {when}" for who, when in told if when != own)
    return typeset(" ; ".join([f"fiche : {own}", *others])) if others else own


FORCE = {
    Force.FIRM: "engagement ferme (« s’engage »)",
    Force.AIM: "but visé (« vise », « objectif »)",
    Force.WISH: "souhait (« souhaite », « entend »)",
    Force.CONDITIONAL: "engagement sous condition",
    Force.FACT: "fait constaté, pas une promesse",
}

LEVEL = {Level.LOCAL: "propre à ce territoire", Level.NATIONAL: "national"}

LAW = {
    Law.DROIT_COMMUN: "droit commun",
    Law.SPECIFIQUE: "crédits spécifiques",
    Law.MIXTE: "droit commun et crédits spécifiques",
    Law.UNKNOWN: "nature non dite",
}

ADJUSTMENT = {
    AdjustmentState.PROPOSED: "proposé",
    AdjustmentState.ACCEPTED: "accepté",
    AdjustmentState.REFUSED: "refusé",
}

PERIMETER_KIND = {
    PerimeterKind.PRIORITY: "quartiers prioritaires",
    PerimeterKind.AROUND: "quartiers prioritaires et leurs abords",
    PerimeterKind.DISTRICTS: "arrondissements ou communes entiers",
    PerimeterKind.TERRITORY: "tout le territoire",
    PerimeterKind.OTHER: "autre zonage",
    PerimeterKind.UNSAID: "périmètre non précisé",
}

# By type: tokens of two enumerations may be spelled alike.
WORDS: Mapping[type, Mapping[Any, str]] = {
    TextField: FIELDS,
    PublicStatus: PUBLIC_STATUS,
    Trend: TREND,
    Method: METHOD,
    Operation: OPERATION,
    Severity: SEVERITY,
    Family: FAMILY,
    Force: FORCE,
    Level: LEVEL,
    Law: LAW,
    Schedule: SCHEDULE,
    Scale: SCALES,
    AdjustmentState: ADJUSTMENT,
    PerimeterKind: PERIMETER_KIND,
    Thing: THINGS,
}
