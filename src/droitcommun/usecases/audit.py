"""Show what does not hold."""

from dataclasses import fields

from droitcommun.core.audit import RULES
from droitcommun.core.audit import audit as run
from droitcommun.core.audit.findings import Severity
from droitcommun.core.problems import UnknownNameError
from droitcommun.usecases.records import FindingRecord
from droitcommun.usecases.sources import View


def audit(seen: View, select: tuple[str, ...] = ()) -> tuple[FindingRecord, ...]:
    """List the findings; `select` keeps some codes; raises UnknownNameError for a code that is no rule's."""
    unknown = [code for code in select if code not in RULES]
    if unknown:
        raise UnknownNameError(f"Code de règle inconnu : {', '.join(unknown)} ; codes : {', '.join(RULES)}")
    return tuple(
        FindingRecord(
            **{field.name: getattr(finding, field.name) for field in fields(finding)},
            origin=seen.dossier.origin,
        )
        for finding in run(seen.dossier, seen.as_of)
        if not select or finding.code in select
    )


def has_errors(findings: tuple[FindingRecord, ...]) -> bool:
    """Say whether one finding at least is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
