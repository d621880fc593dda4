"""Show what does not hold."""

from droitcommun.core.audit import RULES
from droitcommun.core.audit import findings as run
from droitcommun.core.audit.findings import Finding, Rule, Severity
from droitcommun.core.passages import all_lines
from droitcommun.core.problems import UnknownNameError
from droitcommun.usecases.records import FindingRecord
from droitcommun.usecases.sources import View


def audit(seen: View, select: tuple[str, ...] = (), *, everything: bool = False) -> tuple[FindingRecord, ...]:
    """List the findings; `select` keeps some codes, `everything` adds the rules that are off by default.

    Raises UnknownNameError for a code that is no rule's.
    """
    kept = findings(seen, select, everything=everything)
    keys = {finding.key for finding in kept}
    return tuple(finding_record(seen, finding, keys) for finding in kept)


def findings(seen: View, select: tuple[str, ...] = (), *, everything: bool = False) -> tuple[Finding, ...]:
    """List the findings as the core makes them."""
    rules = chosen(select, everything=everything)
    found = run(seen.known, tuple(rule for rule in RULES if rule.on or rule in rules))
    return tuple(finding for finding in found if finding.rule in rules)


def chosen(select: tuple[str, ...], *, everything: bool) -> tuple[Rule, ...]:
    """List the rules to run: those named, else those that are on, or all."""
    by_code = {rule.code: rule for rule in RULES}
    unknown = [code for code in select if code not in by_code]
    if unknown:
        # What does not even look like a code is not repeated: it may carry anything.
        named = [code for code in unknown if code.replace("-", "").isalnum() and code.isascii()]
        which = f" ({', '.join(named)})" if named else ""
        raise UnknownNameError(f"Code de règle inconnu{which} ; codes : {', '.join(by_code)}")
    if select:
        return tuple(rule for rule in RULES if rule.code in select)
    return tuple(rule for rule in RULES if rule.on or everything)


def pointless_waivers(seen: View) -> tuple[str, ...]:
    """List the waivers, by id, that name the finding of no rule: they will never let anything pass."""
    codes = {rule.code for rule in RULES}
    return tuple(
        waiver.id for waiver in seen.dossier.waivers if waiver.finding.partition(":")[0] not in codes
    )


def finding_record(seen: View, finding: Finding, shown: set[str]) -> FindingRecord:
    """Show a finding; it is linked only to findings that are shown."""
    what = finding.what
    return FindingRecord(
        code=finding.code,
        family=finding.rule.family,
        severity=finding.severity,
        sheets=what.sheets,
        measures=what.measures,
        commitments=what.commitments,
        message=what.message,
        expected=what.expected,
        found=what.found,
        lines=all_lines(what.passages),
        remedy=what.remedy,
        linked=tuple(key for key in finding.linked if key in shown),
        key=finding.key,
        waived=finding.waived,
        origin=seen.dossier.origin,
    )


def has_errors(records: tuple[FindingRecord, ...]) -> bool:
    """Say whether one finding at least is an error that nobody lets pass."""
    return any(
        finding.severity is Severity.ERROR and (finding.waived is None or finding.waived.stale)
        for finding in records
    )


def explained(rule: Rule) -> tuple[str, ...]:
    """Return what a rule looks for, in French, by paragraphs."""
    return tuple(" ".join(paragraph.split()) for paragraph in (rule.check.__doc__ or "").split("\n\n"))
