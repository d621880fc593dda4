"""Give the JSON Schema of each output and enumeration."""

from typing import Any

from droitcommun.core.audit.findings import Family, Severity
from droitcommun.core.contract import Force, Level
from droitcommun.core.dossier import Dossier, OriginKind
from droitcommun.core.figures import Unit
from droitcommun.core.observations import Absence, Role
from droitcommun.core.problems import UnknownNameError
from droitcommun.core.rates import Method, Operation
from droitcommun.core.schema import json_schema
from droitcommun.core.sheets import Layout
from droitcommun.core.status import PublicStatus, Status
from droitcommun.core.targets import Comparator, Schedule
from droitcommun.usecases.records import ExplainedRateRecord, FindingRecord, SheetRecord

SCHEMAS: dict[str, Any] = {
    "sheets": tuple[SheetRecord, ...],
    "rates": tuple[ExplainedRateRecord, ...],
    "audit": tuple[FindingRecord, ...],
    "dossier": Dossier,
    "absence": Absence,
    "comparator": Comparator,
    "family": Family,
    "force": Force,
    "layout": Layout,
    "level": Level,
    "method": Method,
    "operation": Operation,
    "origin_kind": OriginKind,
    "public_status": PublicStatus,
    "role": Role,
    "schedule": Schedule,
    "severity": Severity,
    "status": Status,
    "unit": Unit,
}


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of that name; raises UnknownNameError, which lists the names."""
    if name not in SCHEMAS:
        raise UnknownNameError(f"Schéma inconnu ; schémas : {', '.join(SCHEMAS)}")
    return json_schema(SCHEMAS[name], name)
