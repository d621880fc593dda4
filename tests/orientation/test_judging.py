"""Verdicts, reasons, missing facts: against every completion."""

from hypothesis import given
from hypothesis import strategies as st

from droitcommun.orientation.facts import Fact, Range
from droitcommun.orientation.judging import Answer, Guide, Met
from droitcommun.orientation.rules import Assessed, Every, Has, Otherwise, Rule, Some
from droitcommun.orientation.situations import Situation
from tests.orientation.small import FACTS, ON, RULES, SITUATIONS, completions, outcome, outcomes, scheme

SEVERAL = st.lists(RULES, min_size=1, max_size=3).map(tuple)


@given(SEVERAL, SITUATIONS)
def test_an_answer_is_yes_or_no_only_when_every_completion_gives_it(
    rules: tuple[Rule, ...], situation: Situation
) -> None:
    (answered,) = Guide(FACTS, [scheme(*rules)]).judge(situation)

    expected = {
        frozenset({0}): Answer.DOES_NOT_FIT,
        frozenset({1}): Answer.TO_BE_ASSESSED,
        frozenset({2}): Answer.FITS,
    }
    assert answered.answer is expected.get(frozenset(outcomes(rules, situation)), Answer.TO_COMPLETE)


@given(SEVERAL, SITUATIONS)
def test_a_fact_is_missing_exactly_when_two_completions_that_differ_by_it_alone_end_differently(
    rules: tuple[Rule, ...], situation: Situation
) -> None:
    (answered,) = Guide(FACTS, [scheme(*rules)]).judge(situation)

    ends = {tuple(chosen.values()): outcome(Every(rules), chosen) for chosen in completions(situation)}
    expected = tuple(
        fact.id
        for rank, fact in enumerate(FACTS)
        if any(
            ends[one] != ends[other]
            for one in ends
            for other in ends
            if one[:rank] == other[:rank] and one[rank + 1 :] == other[rank + 1 :]
        )
    )
    assert answered.missing == expected


@given(SEVERAL, SITUATIONS)
def test_the_reasons_of_a_no_cannot_be_met_together_and_fewer_of_them_can(
    rules: tuple[Rule, ...], situation: Situation
) -> None:
    (answered,) = Guide(FACTS, [scheme(*rules)]).judge(situation)

    if answered.answer is Answer.DOES_NOT_FIT:
        reasons = [rules[int(one.criterion.id[1:])] for one in answered.reasons]
        if all(one.met is Met.NOT_MET for one in answered.reasons):
            assert all(outcomes((rule,), situation) == {0} for rule in reasons)
        else:
            assert outcomes(tuple(reasons), situation) == {0}
            for out in range(len(reasons)):
                fewer = tuple(rule for rank, rule in enumerate(reasons) if rank != out)
                assert outcomes(fewer, situation) != {0}


@given(SEVERAL, SITUATIONS, st.sampled_from(FACTS))
def test_to_know_less_never_decides_more(rules: tuple[Rule, ...], situation: Situation, fact: Fact) -> None:
    guide = Guide(FACTS, [scheme(*rules)])
    less = Situation(ON, {name: ranges for name, ranges in situation.known.items() if name != fact.id})

    (before,) = guide.judge(situation)
    (after,) = guide.judge(less)

    assert after.answer in {before.answer, Answer.TO_COMPLETE}


def test_18_to_28_with_a_recognition_meets_16_to_25_or_26_to_30_if_disabled() -> None:
    """The rule of the « emploi d’avenir », l. 343-346, on a domain of seven values: 1-3, or 4-5 if disabled."""
    rule = Some(
        (Has("age", (Range(1, 3),)), Every((Has("disabled", (Range(1, 1),)), Has("age", (Range(4, 5),)))))
    )
    guide = Guide(FACTS, [scheme(rule)])
    known = {"age": (Range(2, 5),), "disabled": (Range(1, 1),)}

    (with_it,) = guide.judge(Situation(ON, known))
    (unknown,) = guide.judge(Situation(ON, {"age": known["age"]}))
    (without,) = guide.judge(Situation(ON, known | {"disabled": (Range(0, 0),)}))

    assert with_it.answer is Answer.FITS
    assert (unknown.answer, unknown.missing) == (Answer.TO_COMPLETE, ("age", "disabled"))
    assert (without.answer, without.missing) == (Answer.TO_COMPLETE, ("age",))


def test_what_somebody_assesses_is_told_once_nothing_else_is_missing() -> None:
    rule = Every((Has("disabled", (Range(1, 1),)), Assessed("hardship")))
    guide = Guide(FACTS, [scheme(rule)])

    answers = [guide.judge(Situation(ON, {"disabled": (Range(value, value),)}))[0].answer for value in (0, 1)]

    assert answers == [Answer.DOES_NOT_FIT, Answer.TO_BE_ASSESSED]


def test_criteria_that_only_exclude_each_other_are_the_reason_together() -> None:
    young, old = Has("age", (Range(0, 2),)), Has("age", (Range(3, 6),))
    guide = Guide(FACTS, [scheme(young, old, Has("disabled", (Range(1, 1),)))])

    (answered,) = guide.judge(Situation(ON))

    assert answered.answer is Answer.DOES_NOT_FIT
    assert [(one.criterion.id, one.met) for one in answered.reasons] == [
        ("c0", Met.UNKNOWN),
        ("c1", Met.UNKNOWN),
    ]


def test_two_rules_that_say_the_same_are_one_root() -> None:
    a, b = Has("disabled", (Range(1, 1),)), Has("lives", (Range(1, 1),))
    guide = Guide(FACTS, [scheme(Otherwise(Every((a, b)))), scheme(Some((Otherwise(a), Otherwise(b))))])

    assert guide.compiled[0].root == guide.compiled[1].root
