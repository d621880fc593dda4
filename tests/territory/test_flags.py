"""A row is certain only when all its candidates are, and on one side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.borders import Side
from droitcommun.territory.flags import ORDER, placement, placements, radius
from droitcommun.territory.placements import Placement


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([], Placement.UNPLACED),
        ([Side.INSIDE], Placement.INSIDE),
        ([Side.INSIDE, Side.INSIDE], Placement.INSIDE),  # a whole street
        ([Side.OUTSIDE, Side.OUTSIDE], Placement.OUTSIDE),
        ([Side.INSIDE, Side.OUTSIDE], Placement.UNCERTAIN),  # the street crosses the border
        ([Side.EITHER], Placement.UNCERTAIN),
        ([Side.OUTSIDE, Side.EITHER], Placement.UNCERTAIN),
    ],
)
def test_the_sides_of_all_candidates_decide(sides: list[Side], expected: Placement) -> None:
    assert placement(sides) is expected


@pytest.mark.parametrize(
    ("position", "precision", "metres"),
    [("entrée", 0, 5), ("parcelle", 5, 20), ("segment", 25, 55), ("", 5, 35), ("jamais vu", 0, 30)],
)
def test_a_radius_adds_the_point_and_the_perimeter(position: str, precision: float, metres: float) -> None:
    assert radius(position, precision) == metres


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Side))))
def test_rows_in_arrays_are_decided_as_one_by_one_whatever_the_order(
    candidates: list[tuple[int, Side]],
) -> None:
    found = placements(
        6,
        np.array([row for row, _ in candidates], dtype=np.int64),
        np.array([side for _, side in candidates], dtype=np.int8),
    )

    assert [ORDER[number] for number in found] == [
        placement(side for row, side in candidates if row == wanted) for wanted in range(6)
    ]


@given(st.lists(st.sampled_from(Side), min_size=1), st.sampled_from(Side))
def test_one_more_candidate_never_makes_a_row_more_certain(sides: list[Side], other: Side) -> None:
    before, after = placement(sides), placement([*sides, other])

    assert after in {before, Placement.UNCERTAIN}
