"""The French words for the terms that people see on every support."""

from collections.abc import Mapping
from typing import Any

from droitcommun.core.audit.findings import Family, Severity
from droitcommun.core.contract import Force, Level
from droitcommun.core.rates import Method, Operation
from droitcommun.core.status import PublicStatus
from droitcommun.core.targets import Schedule

PUBLIC_STATUS = {
    PublicStatus.MET: "atteint",
    PublicStatus.NOT_YET_MET: "pas encore atteint",
    PublicStatus.UNKNOWN: "on ne sait pas",
}

METHOD = {
    Method.ATTAINMENT: "résultat ÷ objectif",
    Method.MARGIN: "écart à l’objectif",
}

OPERATION = {
    Operation.OBSERVED: "résultat observé",
    Operation.GOAL: "objectif",
    Operation.DIVIDE: "résultat ÷ objectif",
    Operation.SUBTRACT: "résultat − objectif",
}

SEVERITY = {Severity.ERROR: "erreur"}

FAMILY = {
    Family.DECLARED_AGAINST_COMPUTED: "taux déclaré contre taux calculé",
    Family.COPIED_CELLS: "cellules recopiées",
}

SCHEDULE = {Schedule.UNSETTLED: "sans échéance fixée"}

FORCE = {Force.FIRM: "engagement ferme (« s’engage »)"}

LEVEL = {Level.LOCAL: "propre à ce territoire"}

# By type: tokens of two enumerations may be spelled alike.
WORDS: Mapping[type, Mapping[Any, str]] = {
    PublicStatus: PUBLIC_STATUS,
    Method: METHOD,
    Operation: OPERATION,
    Severity: SEVERITY,
    Family: FAMILY,
    Force: FORCE,
    Level: LEVEL,
    Schedule: SCHEDULE,
}
