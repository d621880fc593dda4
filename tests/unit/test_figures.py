from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.figures import (
    Interval,
    finite_decimal,
    plain,
    printed_interval,
    rounded,
    rounded_down,
    rounded_up,
)
from droitcommun.core.observations import Ratio, Share

printed = st.decimals(min_value=-1000, max_value=1000, places=2) | st.integers(-1000, 1000).map(Decimal)
exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=999)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("20.3", "20.25", "20.35"), ("18", "17.5", "18.5"), ("30.30", "30.295", "30.305"), ("0", "-0.5", "0.5")],
)
def test_a_printed_figure_is_half_a_unit_of_its_last_digit_wide_on_each_side(
    text: str, low: str, high: str
) -> None:
    assert printed_interval(Decimal(text)) == Interval(Fraction(low), Fraction(high))


def test_a_share_never_leaves_0_to_100() -> None:
    assert Share(Decimal(0)).interval == Interval(Fraction(0), Fraction(1, 2))
    assert Share(Decimal(100)).interval == Interval(Fraction(199, 2), Fraction(100))


@pytest.mark.parametrize("impossible", ["-0.1", "-0", "100.1", "1E+1", "1.12345678901", "NaN", "Infinity"])
def test_an_impossible_share_is_refused(impossible: str) -> None:
    with pytest.raises(ValueError, match="de 0 à 100"):
        Share(Decimal(impossible))


def test_a_ratio_may_exceed_100_or_be_negative_but_is_a_number() -> None:
    assert Ratio(Decimal(268)).interval.high == Fraction(537, 2)
    assert Ratio(Decimal(-3)).interval.low == Fraction(-7, 2)
    with pytest.raises(ValueError, match="un nombre"):
        Ratio(Decimal("NaN"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1015, 9), "112.8"),
        (Fraction(120), "120.0"),
        (Fraction(25, 100), "0.3"),
        (Fraction(-25, 100), "-0.3"),
        (Fraction(-1, 100), "0.0"),
    ],
)
def test_rounding_is_half_away_from_zero(value: Fraction, shown: str) -> None:
    assert plain(rounded(value, 1)) == shown


@given(exact, st.integers(0, 4))
def test_rounding_is_that_of_decimal_and_bounds_enclose_it(value: Fraction, decimals: int) -> None:
    with localcontext() as context:
        context.prec = 80
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        expected = quotient.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)

    assert rounded(value, decimals) == expected
    assert Fraction(rounded_down(value, decimals)) <= value <= Fraction(rounded_up(value, decimals))
    assert rounded_up(value, decimals) - rounded_down(value, decimals) <= Decimal(1).scaleb(-decimals)


@given(printed)
def test_a_printed_figure_lies_in_the_middle_of_its_interval(value: Decimal) -> None:
    interval = printed_interval(value)

    assert interval.low < Fraction(value) < interval.high
    assert interval.low + interval.high == 2 * Fraction(value)


@given(printed, printed)
def test_two_intervals_meet_when_they_share_a_value_and_it_does_not_matter_who_asks(
    one: Decimal, other: Decimal
) -> None:
    first, second = printed_interval(one), printed_interval(other)
    shared = max(first.low, second.low) <= min(first.high, second.high)

    assert first.meets(second) is second.meets(first) is shared


def test_intervals_that_touch_meet_and_those_that_do_not_touch_do_not() -> None:
    declared = printed_interval(Decimal(113))

    assert declared.meets(Interval(Fraction(100), Fraction("112.5")))
    assert not declared.meets(Interval(Fraction(100), Fraction("112.49")))


def test_an_interval_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="low bound"):
        Interval(Fraction(2), Fraction(1))


@given(printed)
def test_a_bound_of_a_printed_figure_has_a_finite_decimal(value: Decimal) -> None:
    bound = printed_interval(value).low

    assert Fraction(finite_decimal(bound)) == bound


def test_a_third_has_none() -> None:
    with pytest.raises(ValueError, match="no finite decimal"):
        finite_decimal(Fraction(1, 3))
