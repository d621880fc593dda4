"""A linter for public commitments: rules with a stable code, the figures, the lines, a remedy.

One rule, one function, one list: `RULES` says which rules run and in which order. The docstring of a rule's
function is in French: it is what the site prints.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from droitcommun.core.audit import copied_cells, declared_rate
from droitcommun.core.audit.findings import Finding
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import Known, known_on


@dataclass(frozen=True, slots=True)
class Rule:
    """What the audit looks for. `explains`: codes of findings on its sheets that have the same cause."""

    code: str
    check: Callable[[Known], Iterator[Finding]]
    explains: frozenset[str] = frozenset()


RULES: tuple[Rule, ...] = (
    Rule(copied_cells.CODE, copied_cells.copied_cells, explains=frozenset({declared_rate.CODE})),
    Rule(declared_rate.CODE, declared_rate.declared_rate_differs),
)


def audit(dossier: Dossier, as_of: date) -> tuple[Finding, ...]:
    """Run every rule on what was known that day: findings in the order of the rules, then of the document."""
    return findings(known_on(dossier, as_of))


def findings(known: Known) -> tuple[Finding, ...]:
    """Run every rule on what is known already."""
    return _linked([finding for rule in RULES for finding in rule.check(known)])


def _linked(found: list[Finding]) -> tuple[Finding, ...]:
    """Tie a root finding and those that it explains: on its sheets, of the codes that its rule names."""
    explains = {rule.code: rule.explains for rule in RULES}
    ties = [
        (root.key, other.key)
        for root in found
        if explains[root.code]
        for other in found
        if other.code in explains[root.code] and set(other.sheets) <= set(root.sheets)
    ]
    return tuple(
        replace(
            finding,
            linked=tuple(
                other if finding.key == root else root for root, other in ties if finding.key in {root, other}
            ),
        )
        for finding in found
    )
