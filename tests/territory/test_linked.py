"""Tables of one file are one table; its rows are counted by all that any of them tells apart."""

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.linked import (
    ABSENT,
    MOST_LABELS,
    Axis,
    area_label,
    areas_of,
    check_known_total,
    counted_block,
    counted_cells,
    linked_files,
    placement_of,
)
from droitcommun.territory.placements import Placement
from droitcommun.territory.secrecy import Secrecy, protected
from droitcommun.territory.secrecy_rules import SecrecyRefusedError
from droitcommun.territory.shown_tables import placements_in_words, shown_placements, shown_table
from tests.territory.attackers import OUTSIDE, QPV_2015, QPV_2024, SEX, UNPLACED, Key, left_by_running_again


@pytest.mark.parametrize(
    ("placement", "areas", "reason", "label"),
    [
        (Placement.INSIDE, ["QP075001"], "", "QP075001"),
        (Placement.INSIDE, ["QP075002", "QP075001", "QP075002"], "", "QP075001+QP075002"),
        (Placement.OUTSIDE, [], "", "outside"),
        (Placement.UNCERTAIN, [], "", "uncertain"),
        (Placement.UNPLACED, [], "no_street", "unplaced:no_street"),
    ],
)
def test_a_label_says_where_a_row_is_and_why_it_is_nowhere(
    placement: Placement, areas: list[str], reason: str, label: str
) -> None:
    assert area_label(placement, areas, reason) == label
    assert placement_of(label) is placement
    assert areas_of(label) == tuple(sorted(set(areas)))


@pytest.mark.parametrize(("placement", "areas"), [(Placement.INSIDE, []), (Placement.OUTSIDE, ["QP075001"])])
def test_inside_means_inside_an_area(placement: Placement, areas: list[str]) -> None:
    with pytest.raises(ValueError, match="inside"):
        area_label(placement, areas)


def test_rows_are_counted_by_their_labels_in_an_order_that_is_not_theirs() -> None:
    rows = [("QP2", "f"), ("QP1", "h"), ("QP2", "f")]

    assert list(counted_cells((QPV_2015, SEX), rows).items()) == [(("QP1", "h"), 1), (("QP2", "f"), 2)]


def test_a_column_that_could_name_people_breaks_nothing_down() -> None:
    column = Axis("nom", "column:nom")
    rows = [(f"valeur {number}",) for number in range(MOST_LABELS + 1)]

    with pytest.raises(SecrecyRefusedError, match="nom") as refused:
        counted_cells((column,), rows)

    assert "valeur 1" not in str(refused.value)
    assert len(counted_cells((column,), rows[1:])) == MOST_LABELS


def test_perimeters_may_be_many() -> None:
    rows = [(f"QP{number:06}",) for number in range(200)]

    assert len(counted_cells((QPV_2015,), rows)) == 200


def test_a_row_with_a_label_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="each axis"):
        counted_cells((QPV_2015,), [("QP1", "f")])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=30), st.integers(0, 30))
def test_columns_in_blocks_are_counted_as_rows_one_by_one(rows: list[tuple[int, int]], cut: int) -> None:
    labels = (["QP1", "QP2", OUTSIDE], ["femmes", "hommes"])
    counts: Counter[Key] = Counter()

    for block in (rows[:cut], rows[cut:]):
        columns = np.array(block, dtype=np.int32).reshape(-1, 2).T
        counts.update(counted_block(labels, list(columns)))

    one_by_one = counted_cells((QPV_2015, SEX), [(labels[0][area], labels[1][sex]) for area, sex in rows])
    assert counts == one_by_one


def test_a_place_beyond_the_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid"):
        counted_block([["QP1"]], [np.array([1])])


def test_a_file_and_its_revision_are_counted_by_what_stays_and_what_moves() -> None:
    before = [(b"1", "QP1"), (b"2", OUTSIDE), (b"3", OUTSIDE)]
    after = [(b"3", OUTSIDE), (b"1", "QP2"), (b"4", "QP1")]

    assert linked_files([before, after]) == {
        ("QP1", "QP2"): 1,
        (OUTSIDE, ABSENT): 1,
        (OUTSIDE, OUTSIDE): 1,
        (ABSENT, "QP1"): 1,
    }


ROWS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["QP1", "QP2", OUTSIDE])), max_size=12)


@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_linked_files_keep_the_count_of_each_whatever_the_order_of_rows(
    before: list[tuple[int, str]], after: list[tuple[int, str]], chance: Random
) -> None:
    linked = linked_files([before, after])

    for position, file in enumerate((before, after)):
        counts: Counter[str] = Counter()
        for key, count in linked.items():
            counts[key[position]] += count
        counts.pop(ABSENT, None)
        assert counts == Counter(label for _, label in file)
    shuffled = [chance.sample(file, len(file)) for file in (before, after)]
    assert list(linked_files(shuffled).items()) == list(linked.items())


def test_the_rows_that_a_revision_adds_are_not_found_when_both_are_published_together() -> None:
    before = [(number, "QP075001" if number < 40 else OUTSIDE) for number in range(400)]
    after = [*before, *[(400 + number, "QP075001") for number in range(3)]]
    counts = linked_files([before, after])
    assert counts[ABSENT, "QP075001"] == 3

    left = left_by_running_again(counts, (QPV_2015, QPV_2024), Secrecy(10), Random(1))  # noqa: S311 - to be repeated

    assert len(left[ABSENT, "QP075001"]) >= 5


def test_a_row_in_two_areas_is_in_both_and_once_in_the_total() -> None:
    table = protected(
        ("QPV 2015",), {("A",): 20, ("A+B",): 30, ("B",): 0, (OUTSIDE,): 50, (UNPLACED,): 0}, Secrecy(10)
    )

    shown = shown_placements(table, "QPV 2015", ["A", "B", "C"])

    assert [(line.label, line.count.shown, line.complement.shown) for line in shown.areas] == [
        ("A", 50, 50),
        ("B", 30, 70),
        ("C", 0, 100),
    ]
    assert (shown.inside.shown, shown.outside.shown, shown.whole.shown) == (50, 50, 100)


def test_the_lines_of_a_column_add_up_to_the_total_and_each_has_its_complement() -> None:
    table = protected(("sexe",), {("femmes",): 60, ("hommes",): 40, ("non dit",): 3}, Secrecy(10))

    shown = shown_table(table, "sexe")

    assert [
        (line.label, line.count.shown, (line.complement.low, line.complement.high)) for line in shown.lines
    ] == [
        ("femmes", 60, (41, 50)),
        ("hommes", 40, (61, 70)),
        ("non dit", None, (100, 100)),
    ]
    assert (shown.whole.shown, shown.whole.low, shown.whole.high) == (None, 101, 110)


def test_a_total_that_is_public_already_would_find_the_one_hidden_cell() -> None:
    counts: dict[Key, int] = {("QP1",): 3, (OUTSIDE,): 97}

    with pytest.raises(SecrecyRefusedError, match="déjà public"):
        check_known_total(protected(("QPV 2015",), counts, Secrecy(10)), 100)


def test_a_public_total_finds_nothing_where_enough_cells_are_hidden_or_rounded() -> None:
    # 103 rows: two cells of 1 to 10 that add up to 8, so each from 1 to 7.
    counts: dict[Key, int] = {("QP1",): 3, ("QP2",): 5, (OUTSIDE,): 95}

    check_known_total(protected(("QPV 2015",), counts, Secrecy(10)), 103)


@given(
    st.dictionaries(st.tuples(st.sampled_from("ABCDEF")), st.integers(0, 30), min_size=1),
    st.sampled_from([Secrecy(5), Secrecy(10), Secrecy(7, 5)]),
)
def test_what_passes_beside_a_public_total_leaves_five_counts_that_sum_to_it(
    counts: dict[Key, int], secrecy: Secrecy
) -> None:
    table = protected(("axe",), counts, secrecy)
    rows = sum(counts.values())
    try:
        check_known_total(table, rows)
    except SecrecyRefusedError:
        return

    for key, cell in table.cells.items():
        if cell.low < cell.high:
            others = [other for name, other in table.cells.items() if name != key]
            sums = {0}
            for other in others:
                sums = {sum_ + count for sum_ in sums for count in range(other.low, other.high + 1)}
            assert sum(rows - count in sums for count in range(cell.low, cell.high + 1)) >= 5


def test_a_table_in_words() -> None:
    counts: dict[Key, int] = {("QP1",): 341, ("QP2",): 3, (OUTSIDE,): 2021, (UNPLACED,): 105}
    table = protected(("QPV 2015",), counts, Secrecy(7, 5))

    sentences = placements_in_words(shown_placements(table, "QPV 2015", ["QP3"]))

    # Inside from 338 + 1 to 342 + 7; 344 of 344 + 2020 in the middle; 339 of 339 + 2022 + 107 at least.
    assert [sentence.replace("\u00a0", " ").replace("\u202f", " ") for sentence in sentences] == [
        "QPV 2015 : 14,6 % (entre 13,7 % et 18,5 %) des lignes y sont.",
        (
            "QPV 2015, lignes : de 2 460 à 2 478 ; dedans : de 339 à 349 ; dehors : environ 2 020 (de 2 018 à 2 022) ; "
            "incertaines : 0 ; non placées : environ 105 (de 103 à 107)."
        ),
        "QP1 : environ 340 (de 338 à 342), soit 14,4 % (entre 13,6 % et 18,2 %).",
        "QP2 : masqué (de 1 à 7), soit entre 0 % et 4,7 %.",
        "QP3 : 0, soit 0,0 % (entre 0 % et 4,4 %).",
    ]
