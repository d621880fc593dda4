"""A rule is known by what stands beside it: the remedy that removes its finding, the near miss that it lets pass."""

import pytest

from droitcommun.core.audit import RULES, findings
from droitcommun.core.audit.findings import Finding
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from tests.builders import RECORDED, dossier
from tests.unit.faulty_contracts import CLEAN, FAULTS, WHOLE_FAULTS
from tests.unit.near_misses import NEAR_MISSES
from tests.unit.neighbouring_contracts import NOT_IN_A_DOSSIER, REMEDIES

CODES = [rule.code for rule in RULES]


def audited(whole: Dossier, code: str) -> dict[str, Finding]:
    """The findings of the rules that are on, and of this one, by their keys."""
    rules = tuple(rule for rule in RULES if rule.on or rule.code == code)
    return {finding.key: finding for finding in findings(known_on(whole, RECORDED), rules)}


def test_every_rule_has_a_remedy_that_is_tried_or_says_why_not() -> None:
    assert set(REMEDIES) | set(NOT_IN_A_DOSSIER) == set(CODES)
    assert not set(REMEDIES) & set(NOT_IN_A_DOSSIER)
    assert set(NEAR_MISSES) == set(CODES)


@pytest.mark.parametrize("code", REMEDIES)
def test_applying_a_remedy_removes_the_finding_and_brings_no_other(code: str) -> None:
    wrong, mended = (audited(whole, code) for whole in REMEDIES[code])

    gone = {key for key, finding in wrong.items() if finding.code == code}
    assert gone
    assert not gone & mended.keys()
    assert mended.keys() <= wrong.keys()


@pytest.mark.parametrize("code", NEAR_MISSES)
def test_what_comes_near_to_a_fault_is_not_accused_of_it(code: str) -> None:
    assert code not in {finding.code for finding in audited(NEAR_MISSES[code], code).values()}


@pytest.mark.parametrize("code", sorted({code for code, _ in (*FAULTS, *WHOLE_FAULTS)}))
def test_a_near_miss_is_another_contract_than_the_clean_one(code: str) -> None:
    """Were it the clean one, it would show nothing more."""
    assert NEAR_MISSES[code] != dossier(*CLEAN)
