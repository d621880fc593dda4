"""The share of a file that lives in a priority neighbourhood, and what nobody can exclude."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.placements import BoundedShare, Counts, Denominator, bounded_share

COUNTS = st.builds(Counts, *[st.integers(0, 5000)] * 4)


def test_341_inside_2021_outside_and_105_that_nobody_found_leave_13_82_to_18_08_open() -> None:
    share = bounded_share(Counts(341, 2021, 0, 105), Denominator.PLACED)

    # l. of the sheet: « 14 % » is 341 of the 2,362 that were found; all 2,467 rows give 13.82 to 18.08.
    assert share == BoundedShare(Fraction(34100, 2467), Fraction(34100, 2362), Fraction(44600, 2467))
    assert f"{float(share.low):.2f} {float(share.high):.2f}" == "13.82 18.08"


def test_a_file_without_rows_has_no_share() -> None:
    assert bounded_share(Counts(0, 0, 0, 0), Denominator.ROWS) is None


def test_nothing_is_estimated_when_nothing_was_placed() -> None:
    assert bounded_share(Counts(0, 0, 3, 4), Denominator.PLACED) == BoundedShare(
        Fraction(0), None, Fraction(100)
    )


def test_a_count_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Counts(1, -1, 0, 0)


@given(COUNTS, st.sampled_from(Denominator))
def test_the_point_lies_between_the_bounds(counts: Counts, denominator: Denominator) -> None:
    share = bounded_share(counts, denominator)

    if share is None:
        assert counts.rows == 0
    else:
        assert 0 <= share.low <= share.high <= 100
        assert share.point is None or share.low <= share.point <= share.high


@given(COUNTS.filter(lambda counts: counts.rows > 0), st.data())
def test_however_the_open_rows_turn_out_the_truth_is_between_the_bounds(
    counts: Counts, data: st.DataObject
) -> None:
    inside_after_all = data.draw(st.integers(0, counts.uncertain + counts.unplaced))

    truth = Fraction(100 * (counts.inside + inside_after_all), counts.rows)

    share = bounded_share(counts, Denominator.ROWS)
    assert share is not None
    assert share.low <= truth <= share.high
