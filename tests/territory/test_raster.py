"""The raster answers as the polygons do, everywhere: holes, overlaps, borders, corners, far away, nowhere."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from droitcommun.territory.raster import Membership, Raster

SQUARE = shapely.box(2.0, 48.0, 2.4, 48.4)
OVERLAPPING = shapely.box(2.3, 48.3, 2.7, 48.7)
BESIDE = shapely.box(2.4, 48.0, 2.8, 48.3)
WITH_A_HOLE = shapely.Polygon(
    [(3, 48), (4, 48), (4, 49), (3, 49)], [[(3.3, 48.3), (3.6, 48.3), (3.6, 48.6), (3.3, 48.6)]]
)
IN_TWO_PARTS = shapely.MultiPolygon([shapely.box(1.0, 47.0, 1.1, 47.1), shapely.box(1.5, 47.5, 1.6, 47.6)])
AREAS = [SQUARE, OVERLAPPING, BESIDE, WITH_A_HOLE, IN_TWO_PARTS]
RASTER = Raster(AREAS)


def pairs(found: Membership) -> set[tuple[int, int]]:
    first = {(point, int(area)) for point, area in enumerate(found.first) if area >= 0}
    return first | set(zip(found.more_points.tolist(), found.more_areas.tolist(), strict=True))


def by_polygons(areas: list[shapely.Geometry], points: list[tuple[float, float]]) -> set[tuple[int, int]]:
    return {
        (number, area)
        for number, point in enumerate(points)
        for area, shape in enumerate(areas)
        if shape.intersects(shapely.Point(point))
    }


def asked(areas: list[shapely.Geometry], points: list[tuple[float, float]], **sizes: int) -> Membership:
    array = np.array(points, dtype=np.float64).reshape(-1, 2)
    return Raster(areas, **sizes).areas_of(
        np.ascontiguousarray(array[:, 0]), np.ascontiguousarray(array[:, 1])
    )


@pytest.mark.parametrize(
    ("point", "areas"),
    [
        ((2.2, 48.2), {0}),
        ((2.35, 48.35), {0, 1}),  # where two overlap
        ((2.4, 48.1), {0, 2}),  # on a border that two share
        ((2.4, 48.3), {0, 1, 2}),  # a corner of one, the border of another, inside a third
        ((3.45, 48.45), set()),  # in the hole
        ((3.3, 48.45), {3}),  # on the edge of the hole
        ((1.05, 47.05), {4}),
        ((1.55, 47.55), {4}),
        ((1.3, 47.3), set()),  # between the two parts
        ((2.0, 48.0), {0}),
        ((-60.0, 14.0), set()),
        ((float("nan"), 48.2), set()),
        ((2.2, float("inf")), set()),
    ],
)
def test_a_point_lies_in_all_the_areas_that_cover_it(point: tuple[float, float], areas: set[int]) -> None:
    found = RASTER.areas_of(np.array([point[0]]), np.array([point[1]]))

    assert {area for _, area in pairs(found)} == areas
    assert found.first[0] == min(areas, default=-1)


def test_nothing_lies_in_no_area_at_all() -> None:
    assert pairs(asked([], [(2.2, 48.2), (0.0, 0.0)])) == set()


COORDINATE = st.integers(0, 40).map(lambda tenth: tenth / 40)
POINT = st.tuples(COORDINATE, COORDINATE)


@st.composite
def shapes(draw: st.DrawFn) -> shapely.Geometry:
    """Triangles and boxes whose corners fall on the lattice of the points: borders are met, not only approached."""
    corners = draw(st.lists(POINT, min_size=3, max_size=6, unique=True))
    return shapely.convex_hull(shapely.MultiPoint(corners))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(shapes(), max_size=5),
    st.lists(POINT, max_size=40),
    st.sampled_from([(1, 1), (2, 3), (7, 4), (16, 4)]),
)
def test_however_finely_it_is_cut_the_raster_says_what_the_polygons_say(
    areas: list[shapely.Geometry], points: list[tuple[float, float]], cut: tuple[int, int]
) -> None:
    found = asked(areas, points, coarse=cut[0], fine=cut[1])

    assert pairs(found) == by_polygons(areas, points)


def test_many_points_are_answered_as_they_are_one_at_a_time() -> None:
    lattice = [
        (2 + x / 500, 48 + y / 500) for x in range(400) for y in range(400)
    ]  # 160,000, more than two blocks

    whole = asked(AREAS, lattice)

    tree = shapely.STRtree(AREAS)
    expected = tree.query(shapely.points(lattice), predicate="intersects")
    assert pairs(whole) == set(zip(*expected.tolist(), strict=True))
