"""Show what does not hold."""

from droitcommun.core.audit import RULES
from droitcommun.core.audit import findings as run
from droitcommun.core.audit.findings import Finding, Severity
from droitcommun.core.passages import all_lines
from droitcommun.core.problems import UnknownNameError
from droitcommun.usecases.records import FindingRecord
from droitcommun.usecases.sources import View


def audit(seen: View, select: tuple[str, ...] = ()) -> tuple[FindingRecord, ...]:
    """List the findings; `select` keeps some codes; raises UnknownNameError for a code that is no rule's."""
    codes = [rule.code for rule in RULES]
    if set(select) - set(codes):
        raise UnknownNameError(f"Code de règle inconnu ; codes : {', '.join(codes)}")
    kept = findings(seen, select)
    keys = {finding.key for finding in kept}
    return tuple(finding_record(seen, finding, keys) for finding in kept)


def findings(seen: View, select: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """List the findings as the core makes them."""
    return tuple(finding for finding in run(seen.known) if not select or finding.code in select)


def finding_record(seen: View, finding: Finding, shown: set[str]) -> FindingRecord:
    """Show a finding; it is linked only to findings that are shown."""
    return FindingRecord(
        code=finding.code,
        family=finding.family,
        severity=finding.severity,
        sheets=finding.sheets,
        measures=finding.measures,
        message=finding.message,
        expected=finding.expected,
        found=finding.found,
        lines=all_lines(finding.passages),
        remedy=finding.remedy,
        linked=tuple(key for key in finding.linked if key in shown),
        origin=seen.dossier.origin,
    )


def has_errors(records: tuple[FindingRecord, ...]) -> bool:
    """Say whether one finding at least is an error."""
    return any(finding.severity is Severity.ERROR for finding in records)
