"""Tallies, what is published of them, and the share that follows from what is published alone."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.flags import ORDER
from droitcommun.territory.perimeters import WGS84, Drawn, Kind, Perimeters, Vintage, parse_perimeters
from droitcommun.territory.placements import BoundedShare, Counts, Denominator, Placement
from droitcommun.territory.publishing import Answer, published_share, verdict
from droitcommun.territory.secrecy import Secrecy
from droitcommun.territory.tallies import WHYS, Tally, Why, placed_in, told_of
from droitcommun.territory.told_areas import ToldArea, ToldAreas, is_total
from tests.territory.located import AREAS

CODES = ("A", "B", "C")
SECRECIES = [Secrecy(10), Secrecy(7, 5), Secrecy(14, 10)]
KEYS = st.sampled_from(
    [
        *(("inside", code) for code in ("", *CODES)),
        ("outside", ""),
        ("uncertain", ""),
        *(("unplaced", why.value) for why in Why),
    ]
)


def tally(counts: Mapping[tuple[str, str], int]) -> Tally:
    found = Tally(CODES)
    for (placement, label), rows in counts.items():
        found.add(Placement(placement), label, rows)
    return found


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 2), st.integers(0, len(WHYS) - 1)), max_size=60))
def test_a_block_counts_each_row_once(rows: list[tuple[int, int, int]]) -> None:
    placements, areas, reasons = (np.array([row[part] for row in rows], dtype=np.int32) for part in range(3))
    found = Tally(CODES)

    found.add_block(told_of(CODES, placements.astype(np.int8), areas, reasons.astype(np.int8)))

    assert found.total.rows == len(rows)
    for place, placement in enumerate(ORDER):
        assert found.of(placement) == sum(row[0] == place for row in rows)
    for code in CODES:
        inside = sum(ORDER[row[0]] is Placement.INSIDE and row[1] == CODES.index(code) for row in rows)
        assert found.counts.get(("inside", code), 0) == inside


@given(
    st.dictionaries(KEYS, st.integers(1, 60), min_size=1),
    st.sampled_from(SECRECIES),
    st.sampled_from(Denominator),
)
def test_the_bounds_hold_the_truth_and_the_point_lies_between_them(
    counts: dict[tuple[str, str], int], secrecy: Secrecy, denominator: Denominator
) -> None:
    found = tally(counts)

    share = published_share(found.published(secrecy), denominator)

    assert share is not None
    total = found.total
    assert share.low <= Fraction(100 * total.inside, total.rows)
    assert share.high >= Fraction(100 * (total.rows - total.outside), total.rows)
    assert share.point is None or share.low <= share.point <= share.high


@given(st.dictionaries(KEYS, st.integers(1, 60), min_size=1), st.sampled_from(SECRECIES), st.data())
def test_counts_with_the_same_images_publish_the_same_share(
    counts: dict[tuple[str, str], int], secrecy: Secrecy, data: st.DataObject
) -> None:
    table = tally(counts).published(secrecy)
    others = {key: data.draw(st.integers(image.low, image.high)) for key, image in table.cells.items()}

    again = tally(others).published(secrecy)  # type: ignore[arg-type]  # keys of two parts

    assert again.cells == table.cells
    for denominator in Denominator:
        assert published_share(again, denominator) == published_share(table, denominator)


def test_without_areas_the_bounds_of_a_scattered_file_are_narrower() -> None:
    found = tally({("inside", "A"): 6, ("inside", "B"): 7, ("inside", "C"): 8, ("outside", ""): 79})

    apart = published_share(found.published(Secrecy(10)), Denominator.PLACED)
    together = published_share(found.without_areas().published(Secrecy(10)), Denominator.PLACED)

    assert together == BoundedShare(Fraction(21), Fraction(21), Fraction(21))
    # Three hidden counts of 1 to 10: 3 ÷ 82 to 30 ÷ 109.
    assert apart is not None
    assert (apart.low, apart.point, apart.high) == (Fraction(300, 82), None, Fraction(3000, 109))


def test_counts_that_stay_with_the_service_are_exact() -> None:
    found = tally({("inside", "A"): 3, ("outside", ""): 4})

    table = found.published(None)

    assert [placed_in(table, placement).shown for placement in (Placement.INSIDE, Placement.OUTSIDE)] == [
        3,
        4,
    ]
    assert found.total == Counts(3, 4, 0, 0)


@pytest.mark.parametrize(
    ("target", "answer"), [("13.8", Answer.KEPT), ("15", Answer.UNDECIDED), ("18.1", Answer.MISSED)]
)
def test_a_target_is_decided_by_both_bounds(target: str, answer: Answer) -> None:
    share = BoundedShare(Fraction("13.8"), Fraction("14.4"), Fraction("18.08"))

    assert verdict(share, Fraction(target)) is answer


@pytest.fixture(scope="module")
def areas() -> Perimeters:
    drawn = [Drawn(n, code, name, shapely.box(*bounds)) for n, (code, name, *bounds) in enumerate(AREAS)]
    return parse_perimeters(drawn, file="a", crs=WGS84, kind=Kind.QPV, vintage=Vintage("2014", "x", 5.0))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("QP075901", ToldArea(Placement.INSIDE, 0)),
        (" qp075902 ", ToldArea(Placement.INSIDE, 1)),
        ("Saint Hilarion", ToldArea(Placement.INSIDE, 1)),
        ("QPV", ToldArea(Placement.INSIDE)),
        ("adresses identifiées politique de la ville", ToldArea(Placement.INSIDE)),
        ("Hors QPV", ToldArea(Placement.OUTSIDE)),
        ("adresses identifiées hors QPV", ToldArea(Placement.OUTSIDE)),
        ("CSZ", ToldArea(Placement.OUTSIDE)),
        ("Non identifié", ToldArea(Placement.UNPLACED)),
        ("adresses non identifiées", ToldArea(Placement.UNPLACED)),
        ("indéterminé", ToldArea(Placement.UNPLACED)),
        ("QP075999", None),
        ("QN07501M", None),
        ("Belleville", None),
        ("", None),
    ],
)
def test_a_cell_says_where_somebody_lives(areas: Perimeters, cell: str, said: ToldArea | None) -> None:
    assert ToldAreas(areas).read(cell) == said


def test_a_code_of_another_list_and_a_total_are_recognised(areas: Perimeters) -> None:
    told = ToldAreas(areas)

    assert [told.other_list(cell) for cell in ("QN07501M", "QP075999", "x")] == ["2024", None, None]
    assert [is_total(cell) for cell in ("Total général", "Ensemble", "QP075901")] == [True, True, False]
