"""Pairs of coordinates: degrees, swapped, metres of Lambert 93, the sea."""

import numpy as np
import pytest

from droitcommun.territory.coordinates import System, parse_numbers, points_of, system_of

# The first address of the register of Paris, in both systems, as its producer gives it.
DEGREES, METRES = (2.330113, 48.861299), (650852.91, 6862571.27)


def pair(x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([x]), np.array([y])


@pytest.mark.parametrize(
    ("x", "y", "system"),
    [(*DEGREES, System.DEGREES), (*METRES, System.LAMBERT_93), (*METRES[::-1], System.LAMBERT_93)],
)
def test_the_same_place_is_found_from_metres_and_degrees_in_any_order(
    x: float, y: float, system: System
) -> None:
    assert system_of(*pair(x, y)) is system

    points = points_of(*pair(x, y), system)

    # A millionth of a degree is ten centimetres.
    assert points.longitudes[0] == pytest.approx(DEGREES[0], abs=2e-6)
    assert points.latitudes[0] == pytest.approx(DEGREES[1], abs=2e-6)


def test_a_pair_that_is_in_france_only_the_other_way_round_is_put_right_and_marked() -> None:
    points = points_of(np.array([48.86, 2.33]), np.array([2.33, 48.86]), System.DEGREES)

    assert points.swapped.tolist() == [True, False]
    assert points.longitudes.tolist() == [2.33, 2.33]


@pytest.mark.parametrize(("x", "y"), [(0, 0), (-30, 40), (2.3, 60), (1e9, 1e9), (13.4, 52.5)])
def test_the_sea_and_abroad_are_no_place(x: float, y: float) -> None:
    points = points_of(*pair(x, y), System.DEGREES)

    assert points.elsewhere.tolist() == [True]
    assert np.isnan(points.longitudes[0])


@pytest.mark.parametrize(
    ("x", "y"),
    [(55.45, -20.89), (-61.53, 16.24), (-52.33, 4.92), (45.23, -12.78), (-149.57, -17.54), (9.45, 42.7)],
)
def test_overseas_and_corsica_are_in_france(x: float, y: float) -> None:
    assert not points_of(*pair(x, y), System.DEGREES).elsewhere.any()


def test_numbers_have_a_point_or_a_comma_and_what_is_none_is_missing() -> None:
    found = parse_numbers(["2.33", "2,33", " 2,33 ", "6\u202f862\u00a0571,27", "", "inconnu"])

    assert found[:4].tolist() == [2.33, 2.33, 2.33, 6862571.27]
    assert np.isnan(found[4:]).all()
    points = points_of(found[4:], found[:2], System.DEGREES)
    assert points.missing.tolist() == [True, True]
