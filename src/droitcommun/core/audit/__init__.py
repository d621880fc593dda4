"""A linter for public commitments: rules with a stable code, the figures, the lines, a remedy.

One rule, one function, one list: `RULES` says which rules run and in which order. The docstring of a rule is
in French: it is what the site prints.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from droitcommun.core.audit import copied_cells, declared_rate
from droitcommun.core.audit.findings import Finding
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import Known, known_on

Rule = Callable[[Known], Iterator[Finding]]

RULES: dict[str, Rule] = {
    copied_cells.CODE: copied_cells.copied_cells,
    declared_rate.CODE: declared_rate.declared_rate_differs,
}


def audit(dossier: Dossier, as_of: date) -> tuple[Finding, ...]:
    """Run every rule on what was known that day: findings in the order of the rules, then of the document."""
    known = known_on(dossier, as_of)
    return _linked([finding for rule in RULES.values() for finding in rule(known)])


def _linked(findings: list[Finding]) -> tuple[Finding, ...]:
    """Tie findings of different rules that bear on the same sheet: one cause may explain both."""
    return tuple(
        replace(
            finding,
            linked=tuple(
                other.key
                for other in findings
                if other.code != finding.code and set(other.sheets) & set(finding.sheets)
            ),
        )
        for finding in findings
    )
