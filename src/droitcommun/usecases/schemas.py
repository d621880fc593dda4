"""Give the JSON Schema of each output and enumeration."""

from typing import Any

from droitcommun.core.audit.findings import Family, Severity
from droitcommun.core.contract import Force, Law, Level, PerimeterKind
from droitcommun.core.counted import Thing
from droitcommun.core.derivations import Operation
from droitcommun.core.dossier import Dossier, OriginKind
from droitcommun.core.figures import Unit
from droitcommun.core.methods import Method
from droitcommun.core.observations import Absence, Role, Scale
from droitcommun.core.problems import UnknownNameError
from droitcommun.core.rates import Basis
from droitcommun.core.schema import json_schema
from droitcommun.core.sheets import AdjustmentState, Flow, Layout
from droitcommun.core.status import PublicStatus, Status, Trend
from droitcommun.core.targets import Comparator, Direction, Schedule
from droitcommun.core.texts import TextField
from droitcommun.intake.preview import Verdict
from droitcommun.orientation.facts import Changes, FactKind
from droitcommun.orientation.judging import Answer as SchemeAnswer
from droitcommun.orientation.judging import Met
from droitcommun.orientation.schemes import Asker, SchemeKind
from droitcommun.orientation.schemes import Role as CriterionRole
from droitcommun.territory.bases import PlaceBasis, Population
from droitcommun.territory.columns import Column, Input
from droitcommun.territory.perimeters import Kind
from droitcommun.territory.placements import Denominator, Placement
from droitcommun.territory.publishing import Answer
from droitcommun.territory.tallies import Why
from droitcommun.usecases.drafts import DraftsRecord
from droitcommun.usecases.fetching import FetchRecord
from droitcommun.usecases.guidance_records import (
    ContactRecord,
    FactRecord,
    OrientRecord,
    PopulationRecord,
    SchemeRecord,
)
from droitcommun.usecases.importing import ImportRecord
from droitcommun.usecases.locate_records import LocateRecord, ManifestRecord
from droitcommun.usecases.measurability import MeasurabilityRecord
from droitcommun.usecases.records import (
    CommitmentRecord,
    CoverageRecord,
    ExplainedRateRecord,
    FindingRecord,
    SheetRecord,
)

SCHEMAS: dict[str, Any] = {
    "sheets": tuple[SheetRecord, ...],
    "commitments": tuple[CommitmentRecord, ...],
    "coverage": CoverageRecord,
    "check": tuple[MeasurabilityRecord, ...],
    "rates": tuple[ExplainedRateRecord, ...],
    "audit": tuple[FindingRecord, ...],
    "drafts": DraftsRecord,
    "import-sheets": ImportRecord,
    "locate": LocateRecord,
    "manifest": ManifestRecord,
    "fetch": tuple[FetchRecord, ...],
    "orient": OrientRecord,
    "orient-population": PopulationRecord,
    "schemes": tuple[SchemeRecord, ...],
    "facts": tuple[FactRecord, ...],
    "contacts": tuple[ContactRecord, ...],
    "dossier": Dossier,
    "absence": Absence,
    "adjustment_state": AdjustmentState,
    "answer": Answer,
    "asker": Asker,
    "basis": Basis,
    "changes": Changes,
    "column": Column,
    "comparator": Comparator,
    "criterion_met": Met,
    "criterion_role": CriterionRole,
    "denominator": Denominator,
    "direction": Direction,
    "fact_kind": FactKind,
    "family": Family,
    "flow": Flow,
    "force": Force,
    "input": Input,
    "law": Law,
    "layout": Layout,
    "level": Level,
    "method": Method,
    "operation": Operation,
    "origin_kind": OriginKind,
    "perimeter_kind": PerimeterKind,
    "perimeter_of": Kind,
    "place_basis": PlaceBasis,
    "placement": Placement,
    "population": Population,
    "public_status": PublicStatus,
    "role": Role,
    "scale": Scale,
    "schedule": Schedule,
    "scheme_answer": SchemeAnswer,
    "scheme_kind": SchemeKind,
    "severity": Severity,
    "status": Status,
    "text_field": TextField,
    "thing": Thing,
    "trend": Trend,
    "unit": Unit,
    "verdict": Verdict,
    "why_unplaced": Why,
}


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of that name; raises UnknownNameError, which lists the names."""
    if name not in SCHEMAS:
        raise UnknownNameError(f"Schéma inconnu ; schémas : {', '.join(SCHEMAS)}")
    return json_schema(SCHEMAS[name], name)
