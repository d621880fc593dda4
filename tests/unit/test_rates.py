"""The two methods: what they compute, their edges, and what is true of them for every figure."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from droitcommun.core.figures import Interval, Share, Unit
from droitcommun.core.observations import Absence, Absent
from droitcommun.core.rates import (
    Derivation,
    NoValue,
    Operation,
    Value,
    attainment,
    derivation,
    margin,
    rates,
)
from tests.builders import RECORDED, Row, dossier

shares = st.decimals(min_value=0, max_value=100, places=2) | st.integers(0, 100).map(Decimal)


@given(shares, shares)
def test_a_method_gives_a_value_inside_its_bounds_or_a_reason(result: Decimal, goal: Decimal) -> None:
    for outcome in (attainment(Share(result), goal), margin(Share(result), goal)):
        match outcome:
            case Value(exact=exact, bounds=bounds):
                assert bounds.low <= exact <= bounds.high
            case NoValue(reason=reason):
                assert goal == 0
                assert reason


@given(shares, shares)
def test_attainment_and_margin_are_what_their_names_say(result: Decimal, goal: Decimal) -> None:
    assume(goal > 0)
    reached, ahead = attainment(Share(result), goal), margin(Share(result), goal)

    assert isinstance(reached, Value)
    assert reached.exact * Fraction(goal) == Fraction(result) * 100
    assert reached.unit is Unit.PERCENT
    assert ahead.exact + Fraction(goal) == Fraction(result)
    assert ahead.unit is Unit.POINTS
    assert (reached.exact >= 100) == (ahead.exact >= 0)


@given(shares, shares, shares)
def test_a_better_result_never_has_a_lower_rate(one: Decimal, other: Decimal, goal: Decimal) -> None:
    assume(goal > 0)
    low, high = Share(min(one, other)), Share(max(one, other))
    less, more = attainment(low, goal), attainment(high, goal)

    assert isinstance(less, Value)
    assert isinstance(more, Value)
    assert less.exact <= more.exact
    assert margin(low, goal).exact <= margin(high, goal).exact


def test_bounds_are_those_of_the_printed_result() -> None:
    # 20.3 is 20.25 to 20.35; less 18, 2.25 to 2.35
    assert margin(Share(Decimal("20.3")), Decimal(18)).bounds == Interval(Fraction("2.25"), Fraction("2.35"))


def test_an_absence_without_words_still_has_a_reason() -> None:
    whole = dossier(Row(results=(("2015", None),)))
    silent = replace(whole.observations[0], figure=Absent(Absence.MISSING))

    found = rates(replace(whole, observations=(silent,)), RECORDED)
    assert {rate.outcome for rate in found} == {NoValue("aucun résultat, sans motif donné")}


def test_nothing_is_divided_by_a_goal_of_zero() -> None:
    assert isinstance(attainment(Share(Decimal(5)), Decimal(0)), NoValue)
    assert margin(Share(Decimal(5)), Decimal(0)).exact == 5


def test_a_result_of_zero_is_a_rate_of_zero_and_an_absent_one_is_a_reason() -> None:
    zero = rates(dossier(Row(results=(("2015", "0"),))), RECORDED)
    absent = rates(dossier(Row(results=(("2015", None),))), RECORDED)
    none = rates(dossier(Row(results=())), RECORDED)

    bounds = Interval(Fraction(0), Fraction(5, 2))
    assert zero[0].outcome == Value(Fraction(0), bounds, Unit.PERCENT, Share(Decimal(0)), Decimal(20))
    assert {rate.outcome for rate in absent} == {NoValue("en attente")}
    assert {rate.outcome for rate in none} == {NoValue("aucun résultat connu à cette date")}
    assert derivation(absent[0]) is None


@given(shares, shares)
def test_a_derivation_evaluates_to_the_rate_it_explains(result: Decimal, goal: Decimal) -> None:
    for rate in rates(dossier(Row(target=str(goal), results=(("2015", str(result)),))), RECORDED):
        tree = derivation(rate)
        if isinstance(rate.outcome, Value):
            assert tree is not None
            assert _evaluated(tree) == rate.outcome.exact == tree.value
            assert all(leaf.passages for leaf in tree.args)


def _evaluated(tree: Derivation) -> Fraction:
    match tree.op, [_evaluated(argument) for argument in tree.args]:
        case Operation.DIVIDE, [result, goal]:
            return result / goal * 100
        case Operation.SUBTRACT, [result, goal]:
            return result - goal
        case Operation.OBSERVED | Operation.GOAL, []:
            return tree.value
        case other:
            raise AssertionError(other)


def test_readings_that_agree_are_one_and_readings_that_differ_stand_side_by_side() -> None:
    agreed = rates(dossier(Row(target="20", promised="20")), RECORDED)
    differ = rates(dossier(Row(target="20", promised="25")), RECORDED)

    assert {rate.reading.id for rate in agreed} == {"sheet"}
    assert len(agreed[0].reading.passages) == 2
    assert [rate.reading.id for rate in differ] == ["sheet", "sheet", "commitment-a", "commitment-a"]
