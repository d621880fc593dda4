"""Findings as SARIF 2.1.0, the common format of linters: one rule a code, one result a finding."""

from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from droitcommun.core.audit.findings import Rule, Severity
from droitcommun.core.codec import to_plain
from droitcommun.usecases.audit import explained
from droitcommun.usecases.records import FindingRecord

_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.AMBIGUITY: "note",
    Severity.INFORMATION: "note",
}


def sarif(records: tuple[FindingRecord, ...], rules: tuple[Rule, ...], file: str) -> dict[str, Any]:
    """Describe the run: `rules` are those that ran, `file` the document that the lines belong to."""
    codes = [rule.code for rule in rules]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "droitcommun",
                        "version": version("droitcommun"),
                        "language": "fr",
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "results": [_result(record, codes.index(record.code), file) for record in records],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    summary, *more = explained(rule)
    return {
        "id": rule.code,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": " ".join([summary, *more])},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.on},
        "properties": {"family": to_plain(rule.family), "severity": to_plain(rule.severity)},
    }


def _result(record: FindingRecord, index: int, file: str) -> dict[str, Any]:
    result = {
        "ruleId": record.code,
        "ruleIndex": index,
        "level": _LEVELS[record.severity],
        "message": {"text": f"{record.message} {record.remedy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(file)},
                    "region": {"startLine": first, "endLine": last},
                },
                "logicalLocations": [{"name": name, "kind": "sheet"} for name in record.sheets],
            }
            for first, last in record.lines
        ],
        "partialFingerprints": {"key/v1": record.key},
        "properties": {
            "expected": to_plain(record.expected),
            "found": to_plain(record.found),
            "measures": list(record.measures),
            "commitments": list(record.commitments),
            "linked": list(record.linked),
        },
    }
    if record.waived is not None and not record.waived.stale:
        result["suppressions"] = [{"kind": "external", "justification": record.waived.reason}]
    return result
