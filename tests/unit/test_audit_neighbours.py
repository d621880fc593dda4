"""A rule is known by what stands beside it: the remedy that removes its finding, the near miss that it lets pass."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from droitcommun.core.audit import RULES, findings
from droitcommun.core.audit.findings import Finding
from droitcommun.core.dossier import Dossier
from droitcommun.core.governance import Decision, Waiver
from droitcommun.core.known import known_on
from droitcommun.core.observations import Role
from tests.builders import RECORDED, dossier, share
from tests.unit.clean_contract import CLEAN, SHARE, with_
from tests.unit.faulty_contracts import FAULTS, WHOLE_FAULTS
from tests.unit.near_misses import NEAR_MISSES
from tests.unit.neighbouring_contracts import NOT_IN_A_DOSSIER, REMEDIES
from tests.unit.other_remedies import OTHER_REMEDIES

CODES = [rule.code for rule in RULES]
# Every injected fault; where a rule has none of its own, what its remedy was tried on.
FAULTY: list[tuple[str, Dossier]] = [
    *((code, dossier(*rows)) for code, rows in FAULTS),
    *((code, fault(dossier(*CLEAN))) for code, fault in WHOLE_FAULTS),
    *(
        (code, wrong)
        for code, (wrong, _) in REMEDIES.items()
        if code not in {name for name, _ in (*FAULTS, *WHOLE_FAULTS)}
    ),
    *(
        (code, wrong)
        for code, _, wrong, _ in OTHER_REMEDIES
        if code in {"target-ambiguous", "method-inferred"}
    ),
]


def audited(whole: Dossier, code: str) -> dict[str, Finding]:
    """The findings of the rules that are on, and of this one, by their keys."""
    rules = tuple(rule for rule in RULES if rule.on or rule.code == code)
    return {finding.key: finding for finding in findings(known_on(whole, RECORDED), rules)}


def test_every_rule_has_a_remedy_that_is_tried_or_says_why_not() -> None:
    tried = set(REMEDIES) | {code for code, *_ in OTHER_REMEDIES}
    assert tried | set(NOT_IN_A_DOSSIER) == set(CODES)
    assert not tried & set(NOT_IN_A_DOSSIER)
    assert set(NEAR_MISSES) == set(CODES)


TRIED = [(code, "", *pair) for code, pair in REMEDIES.items()] + list(OTHER_REMEDIES)


@pytest.mark.parametrize(
    ("code", "done", "wrong", "mended"), TRIED, ids=[f"{code} {done}".strip() for code, done, *_ in TRIED]
)
def test_applying_a_remedy_removes_the_finding_and_brings_no_other(
    code: str, done: str, wrong: Dossier, mended: Dossier
) -> None:
    before, after = audited(wrong, code), audited(mended, code)

    gone = {key for key, finding in before.items() if finding.code == code}
    assert gone, done
    assert not gone & after.keys(), done
    assert after.keys() <= before.keys(), done


def alerts(whole: Dossier) -> int:
    return sum(len(sheet.alerts) for sheet in whole.sheets)


# What a remedy tells to write, and how many of them a contract has.
WRITTEN: dict[str, Callable[[Dossier], int]] = {
    "protocole": lambda whole: len(whole.protocols),
    "décision": lambda whole: len(whole.decisions),
    "point d’alerte": alerts,
}


@pytest.mark.parametrize(("code", "whole"), FAULTY, ids=[code for code, _ in FAULTY])
def test_what_a_remedy_tells_to_write_is_tried(code: str, whole: Dossier) -> None:
    remedies = {finding.what.remedy for finding in audited(whole, code).values() if finding.code == code}

    for word, count in WRITTEN.items():
        if any(word in remedy for remedy in remedies):
            assert any(count(mended) > count(wrong) for tried, _, wrong, mended in TRIED if tried == code), (
                word
            )


@pytest.mark.parametrize(("code", "whole"), FAULTY, ids=[code for code, _ in FAULTY])
def test_a_finding_that_a_body_lets_pass_no_longer_stands_and_the_others_do(
    code: str, whole: Dossier
) -> None:
    before = audited(whole, code)
    named = [finding for finding in before.values() if finding.code == code]
    waivers = tuple(
        Waiver(
            id=f"derogation-{number}",
            finding=finding.key,
            found=finding.what.found.text,
            expected=finding.what.expected.text,
            by="service",
            on=RECORDED,
            reason="vérifié",
        )
        for number, finding in enumerate(named)
    )

    after = audited(replace(whole, waivers=waivers), code)

    assert named
    assert after.keys() == before.keys()
    assert {key for key, one in after.items() if not one.stands} == {finding.key for finding in named}


def test_a_result_that_is_awaited_is_missing_again_once_its_day_has_passed() -> None:
    (missing,) = (mended for code, done, _, mended in OTHER_REMEDIES if code == "result-missing")

    early, late = (
        {finding.code for finding in findings(known_on(missing, on))}
        for on in (date(2016, 12, 31), date(2017, 1, 1))
    )

    assert "result-missing" not in early
    assert "result-missing" in late


def test_a_point_that_is_closed_or_has_no_owner_awaits_nothing() -> None:
    (missing,) = (mended for code, done, _, mended in OTHER_REMEDIES if code == "result-missing")
    sheet = missing.sheets[0]
    (point,) = sheet.alerts

    for other in (replace(point, owner=None), replace(point, due=None), replace(point, ended_on=RECORDED)):
        whole = replace(missing, sheets=(replace(sheet, alerts=(other,)), *missing.sheets[1:]))
        assert "result-missing" in {finding.code for finding in audited(whole, "result-missing").values()}


def test_a_decision_on_a_baseline_leaves_that_on_a_result() -> None:
    """Two choices on one measure: each one stands until another is made on the same subject."""
    whole = dossier(*with_(SHARE, promised_baseline="12.0"))
    rival = replace(whole.observations[0], id="rival", figure=share("30.0"))
    on_result = Decision(
        id="a", measure="emploi-mesure", retains="rival", by="service", on=date(2016, 1, 1), reason="x"
    )
    on_start = replace(on_result, id="b", retains="emploi", on=date(2016, 2, 1))
    changed = replace(on_start, id="c", retains="emploi-depart", on=date(2016, 3, 1))

    def retained(*decisions: Decision) -> tuple[list[str], list[str]]:
        seen = known_on(
            replace(whole, observations=(*whole.observations, rival), decisions=decisions), RECORDED
        )
        (_, measure), *_ = seen.dossier.measures()
        results = [one.id for one in seen.observed(measure, Role.RESULT)]
        return results, [one.source for one in seen.baselines(measure)]

    assert retained(on_result) == (["rival"], ["emploi-depart", "emploi"])
    assert retained(on_result, on_start) == (["rival"], ["emploi"])
    assert retained(on_result, on_start, changed) == (["rival"], ["emploi-depart"])


@pytest.mark.parametrize("code", NEAR_MISSES)
def test_what_comes_near_to_a_fault_is_not_accused_of_it(code: str) -> None:
    assert code not in {finding.code for finding in audited(NEAR_MISSES[code], code).values()}


@pytest.mark.parametrize("code", sorted({code for code, _ in (*FAULTS, *WHOLE_FAULTS)}))
def test_a_near_miss_is_another_contract_than_the_clean_one(code: str) -> None:
    """Were it the clean one, it would show nothing more."""
    assert NEAR_MISSES[code] != dossier(*CLEAN)
