"""From an answer to a flag: the fast way agrees with the obvious one on every answer of the invented register."""

import itertools
from collections.abc import Iterable

import numpy as np
import pytest
import shapely

from droitcommun.territory.borders import Borders, Side
from droitcommun.territory.engines.columnar import Kernel, Located, Rows
from droitcommun.territory.flags import FARTHEST_DOOR, ORDER, placement, radius
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.matching import Level, NumberMatch, Placed
from droitcommun.territory.placements import Placement
from droitcommun.territory.placing import Placer, point_flags
from tests.territory.located import AREAS
from tests.territory.register import truths
from tests.territory.spellings import Written, spellings

PRECISION = 5.0
SHAPES = [shapely.box(west, south, east, north) for _, _, west, south, east, north in AREAS]


def obvious(answer: Placed, index: AddressIndex, borders: Borders) -> Placement:
    """The flag of an answer, house by house."""
    return placement(
        itertools.chain.from_iterable(_sides(answer, row, index, borders) for row in answer.rows)
    )


def _sides(answer: Placed, row: int, index: AddressIndex, borders: Borders) -> Iterable[Side]:
    street = index.street_at(row)
    match answer.level:
        case Level.HOUSE | Level.NEAR:
            rows: Iterable[int] = [row]
        case Level.STREET:
            rows = index.houses_of(street)
        case _:
            rows = [
                house for one in index.streets_of(index.commune_of(street)) for house in index.houses_of(one)
            ]
    sure = answer.level is not Level.NEAR and answer.number in {NumberMatch.EXACT, NumberMatch.NONE}
    for house in map(index.house, rows):
        metres = radius(house.position, PRECISION) if sure else FARTHEST_DOOR + PRECISION
        found = borders.sides(np.array([house.longitude]), np.array([house.latitude]), np.array([metres]))
        yield Side(int(found.side[0]))


@pytest.fixture(scope="module")
def located(index: AddressIndex) -> Located:
    written = list(itertools.islice(spellings(truths(), 7), 600))
    more = [
        "avenue du général tamaris",
        "boulevard saint hilarion",
        "",
        "13 boulevard saint hilarion",
        "75017 paris",
        "75016 paris",
    ]
    return Kernel(index).locate(
        Rows(
            [*(one.text for one in written), *more],
            [*(one.postcode for one in written), *["75017" if "hilarion" in one else "" for one in more]],
            [*(one.city for one in written), *["Paris"] * len(more)],
        )
    )


def test_the_fast_way_agrees_with_the_obvious_one(located: Located, index: AddressIndex) -> None:
    borders = Borders(SHAPES)

    flags = Placer(index, borders, PRECISION).flags(located)

    expected = [
        obvious(answer, index, borders) if isinstance(answer, Placed) else Placement.UNPLACED
        for answer in located.answers()
    ]
    assert [ORDER[place] for place in flags.placements] == expected
    assert set(expected) == set(Placement)


def test_an_area_is_named_only_for_what_is_inside_it_whichever_house_it_is(
    located: Located, index: AddressIndex
) -> None:
    flags = Placer(index, Borders(SHAPES), PRECISION).flags(located)

    for answer, place, area in zip(located.answers(), flags.placements, flags.areas, strict=True):
        if area >= 0:
            assert ORDER[place] is Placement.INSIDE
            assert isinstance(answer, Placed)
            points = [index.house(row) for row in answer.rows]
            assert all(shapely.contains_xy(SHAPES[area], house.longitude, house.latitude) for house in points)
        else:
            assert ORDER[place] is not Placement.INSIDE


def test_the_order_of_blocks_changes_nothing(index: AddressIndex) -> None:
    rows = list(itertools.islice(spellings(truths(), 3), 200))
    borders, kernel = Borders(SHAPES), Kernel(index)
    placer = Placer(index, borders, PRECISION)

    def flagged(some: list[Written]) -> list[tuple[int, int]]:
        block = kernel.locate(
            Rows([r.text for r in some], [r.postcode for r in some], [r.city for r in some])
        )
        flags = placer.flags(block)
        return list(zip(flags.placements.tolist(), flags.areas.tolist(), strict=True))

    assert flagged(rows) == flagged(rows[::-1])[::-1] == [one for row in rows for one in flagged([row])]


@pytest.mark.parametrize(
    ("longitude", "latitude", "expected"),
    [
        (2.2705, 48.8600, Placement.INSIDE),
        (2.3000, 48.9000, Placement.OUTSIDE),
        # 0.0002 degrees of latitude are 22 metres.
        (2.2705, 48.8608, Placement.UNCERTAIN),
        (2.2705, 48.8612, Placement.UNCERTAIN),
        (2.2705, 48.8614, Placement.OUTSIDE),
    ],
)
def test_a_point_is_certain_when_the_border_is_farther_than_the_tolerance(
    longitude: float, latitude: float, expected: Placement
) -> None:
    flags = point_flags(Borders(SHAPES), np.array([longitude]), np.array([latitude]), 35.0)

    assert ORDER[flags.placements[0]] is expected
