"""On which side of a border a point lies, when it may be some metres away."""

from math import cos, radians

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from droitcommun.territory.borders import FARTHEST, UNKNOWN_AREA, Borders, Side

# A degree of longitude on the equator and of latitude in France, in metres, from the ellipsoid WGS 84.
EAST, NORTH = 111_320 * cos(radians(48.85)), 111_180


def square(west: float, south: float, side: float = 400) -> shapely.Geometry:
    """A square whose corner and side are metres, east and north of 2.35° E, 48.85° N."""
    return shapely.box(*placed(west, south), *placed(west + side, south + side))


def placed(east: float, north: float) -> tuple[float, float]:
    return 2.35 + east / EAST, 48.85 + north / NORTH


# Two neighbourhoods that share a border, and one apart.
AREAS = [square(0, 0), square(400, 0), square(2000, 0)]
BORDERS = Borders(AREAS)


def side_of(east: float, north: float, radius: float) -> tuple[Side, int]:
    longitude, latitude = placed(east, north)
    sides = BORDERS.sides(np.array([longitude]), np.array([latitude]), np.array([radius]))
    return Side(sides.side[0]), int(sides.area[0])


@pytest.mark.parametrize(
    ("east", "north", "radius", "expected"),
    [
        (200, 200, 15, (Side.INSIDE, 0)),
        (600, 200, 15, (Side.INSIDE, 1)),
        (200, -200, 15, (Side.OUTSIDE, UNKNOWN_AREA)),
        (200, 10, 15, (Side.EITHER, UNKNOWN_AREA)),  # ten metres inside
        (200, -10, 15, (Side.EITHER, UNKNOWN_AREA)),  # ten metres outside
        (200, 10, 9, (Side.INSIDE, 0)),
        (200, -10, 9, (Side.OUTSIDE, UNKNOWN_AREA)),
        (395, 200, 15, (Side.INSIDE, UNKNOWN_AREA)),  # between two neighbourhoods: inside, whichever
        (402, 3, 15, (Side.EITHER, UNKNOWN_AREA)),  # near the corner where both end
        (100_000, 0, 15, (Side.OUTSIDE, UNKNOWN_AREA)),
    ],
)
def test_a_point_is_certain_only_when_its_whole_circle_is_on_one_side(
    east: float, north: float, radius: float, expected: tuple[Side, int]
) -> None:
    assert side_of(east, north, radius) == expected


def test_a_radius_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="radius"):
        side_of(0, 0, FARTHEST + 1)


METRES = st.floats(-300, 2700, allow_nan=False)


@settings(max_examples=200)
@given(METRES, METRES, st.floats(0, FARTHEST), st.floats(0, 1), st.floats(0, 6.3))
def test_wherever_it_truly_is_within_its_radius_a_certain_point_is_on_the_side_that_was_said(
    east: float, north: float, radius: float, part: float, angle: float
) -> None:
    side, area = side_of(east, north, radius)
    # A hair less than the radius: the plane of the test is not quite the plane of each area.
    away = radius * part * 0.999
    truly = shapely.Point(*placed(east + away * np.cos(angle), north + away * np.sin(angle)))

    inside = [number for number, shape in enumerate(AREAS) if shape.intersects(truly)]

    assert side is not Side.INSIDE or inside
    assert side is not Side.OUTSIDE or not inside
    assert area == UNKNOWN_AREA or area in inside


@given(st.lists(st.tuples(METRES, METRES, st.floats(0, FARTHEST)), min_size=1, max_size=20))
def test_points_are_answered_together_as_they_are_alone(points: list[tuple[float, float, float]]) -> None:
    places = np.array([placed(east, north) for east, north, _ in points])

    sides = BORDERS.sides(
        np.ascontiguousarray(places[:, 0]),
        np.ascontiguousarray(places[:, 1]),
        np.array([r for *_, r in points]),
    )

    together = [(Side(side), int(area)) for side, area in zip(sides.side, sides.area, strict=True)]
    assert together == [side_of(*point) for point in points]
