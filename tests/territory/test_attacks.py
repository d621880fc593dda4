"""People who know the program find nobody in all that it prints, and do in what others print."""

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import pytest

from droitcommun.core.figures import rounded
from droitcommun.territory.linked import Axis
from droitcommun.territory.secrecy import FEWEST_CANDIDATES, PublishedTable, Secrecy, protected
from droitcommun.territory.secrecy_rules import RULES
from droitcommun.territory.shown_tables import placements_in_words, shown_placements
from tests.territory.attackers import (
    OUTSIDE,
    QPV_2015,
    QPV_2024,
    SEX,
    UNCERTAIN,
    UNPLACED,
    Counts,
    Fact,
    Key,
    by_sex,
    facts_in_prose,
    left_by_exhaustion,
    left_by_running_again,
    narrowed,
    of_two_vintages,
    paris_like,
    published,
)

# The full numbers, 10,000 tables and 500 linked pairs, are in bench/secrecy.py: the same functions, more of them.
TABLES = 1000
LINKED = 60

SECRECIES = (Secrecy(5), Secrecy(12, 5), Secrecy(14, 10), *(rule.secrecy for rule in RULES))


def assert_nobody_is_found(counts: Counts, secrecy: Secrecy, left: Mapping[Key, set[int]]) -> None:
    for key, count in counts.items():
        if 1 <= count <= secrecy.threshold or (count and secrecy.step > 1):
            assert len(left[key]) >= FEWEST_CANDIDATES


@pytest.mark.parametrize(
    ("axes", "keys", "secrecy", "most"),
    [
        # A class of the rounding is whole up to 12.
        ((QPV_2015,), [("QP075001",), (OUTSIDE,), (UNPLACED,)], Secrecy(7, 5), 12),
        ((QPV_2015,), [("QP075001",), ("QP075002",), (OUTSIDE,), (UNCERTAIN,)], Secrecy(5), 7),
        (
            (QPV_2015, QPV_2024),
            [("QP075001", "QP075001"), ("QP075001", OUTSIDE), (OUTSIDE, "QP075001"), (OUTSIDE, OUTSIDE)],
            Secrecy(5),
            6,
        ),
        (
            (QPV_2015, SEX),
            [("QP075001", "femmes"), ("QP075001", "hommes"), (OUTSIDE, "femmes"), (OUTSIDE, "hommes")],
            Secrecy(5),
            6,
        ),
    ],
)
def test_whoever_publishes_every_small_table_is_left_with_five_counts_for_each_hidden_one(
    axes: tuple[Axis, ...], keys: list[Key], secrecy: Secrecy, most: int
) -> None:
    for counts, left in left_by_exhaustion(keys, axes, secrecy, most):
        assert_nobody_is_found(counts, secrecy, left)


@pytest.mark.parametrize("secrecy", sorted(set(SECRECIES), key=repr), ids=repr)
def test_whoever_runs_it_again_on_files_like_those_of_paris_is_left_with_five_counts(
    secrecy: Secrecy,
) -> None:
    for seed in range(TABLES // len(set(SECRECIES))):
        chance = Random(seed)  # noqa: S311 - to be repeated
        counts = paris_like(chance, areas=chance.randint(1, 20), rows=chance.choice((60, 400, 2467)))

        left = left_by_running_again(counts, (QPV_2015,), secrecy, chance)

        assert_nobody_is_found(counts, secrecy, left)


@pytest.mark.parametrize("seed", range(LINKED))
def test_whoever_has_two_linked_tables_is_left_with_five_counts_for_each_cell_between_them(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - to be repeated
    file = paris_like(chance, areas=chance.randint(2, 20))
    secrecy = chance.choice(SECRECIES)
    for axes, counts in (
        ((QPV_2015, QPV_2024), of_two_vintages(chance, file)),
        ((QPV_2015, SEX), by_sex(chance, file)),
    ):
        left = left_by_running_again(counts, axes, secrecy, chance)

        assert_nobody_is_found(counts, secrecy, left)


def read_and_narrowed(counts: Counts, axes: tuple[Axis, ...], secrecy: Secrecy) -> dict[Key, tuple[int, int]]:
    """What somebody knows of each cell who has the rule, the printed cells and every French sentence."""
    table = protected(tuple(axis.name for axis in axes), counts, secrecy)
    facts = [
        fact
        for position, axis in enumerate(axes)
        for fact in facts_in_prose(
            placements_in_words(shown_placements(table, axis.name)), position, list(table.cells)
        )
    ]
    return narrowed({key: (cell.low, cell.high) for key, cell in table.cells.items()}, facts)


@pytest.mark.parametrize("seed", range(LINKED))
def test_whoever_puts_all_the_sentences_together_learns_nothing_that_the_cells_do_not_tell(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - to be repeated
    counts = of_two_vintages(chance, paris_like(chance))
    secrecy = chance.choice(SECRECIES)

    known = read_and_narrowed(counts, (QPV_2015, QPV_2024), secrecy)

    for key, (low, high) in known.items():
        image = secrecy.published(counts[key])
        assert (low, high) == (image.low, image.high)


def test_the_reader_of_sentences_reads() -> None:
    # 9 outside and 20 in all are printed; the two others were said to be hidden.
    counts: Counts = {("QP075001",): 11, (OUTSIDE,): 9}
    table = protected((QPV_2015.name,), counts, Secrecy(5))
    sentences = placements_in_words(shown_placements(table, QPV_2015.name))

    known = narrowed(dict.fromkeys(counts, (0, 10_000)), facts_in_prose(sentences, 0, list(counts)))

    assert known == {("QP075001",): (11, 11), (OUTSIDE,): (9, 9)}


# What others do, and the same attackers.


def hidden_below_5(counts: Counts, axis: int) -> list[Fact]:
    """A table as many are published: each total of this axis as it is, or « moins de 5 »."""
    facts = []
    for label in {key[axis] for key in counts}:
        keys = [key for key in counts if key[axis] == label]
        total = sum(counts[key] for key in keys)
        facts.append(Fact(dict.fromkeys(keys, 1), *((total, total) if total >= 5 else (0, 4))))
    return facts


def found_by_subtraction(counts: Counts) -> set[Key]:
    """The cells of one to four rows that somebody finds who has both tables and nothing else."""
    facts = [*hidden_below_5(counts, 0), *hidden_below_5(counts, 1)]
    known = narrowed(dict.fromkeys(counts, (0, sum(counts.values()))), facts)
    return {key for key, (low, high) in known.items() if low == high and 1 <= counts[key] <= 4}


def test_subtracting_two_vintages_that_each_hide_below_5_finds_somebody_in_most_files() -> None:
    broken = 0
    for seed in range(200):
        chance = Random(seed)  # noqa: S311 - to be repeated
        counts = of_two_vintages(chance, paris_like(chance))

        found = found_by_subtraction(counts)

        broken += bool(found)
    assert broken > 100


def test_one_decimal_of_a_true_share_gives_most_hidden_counts_back() -> None:
    hidden = pinned = 0
    for seed in range(200):
        chance = Random(seed)  # noqa: S311 - to be repeated
        counts = paris_like(chance, rows=chance.randint(200, 2500))
        rows = sum(counts.values())
        for count in counts.values():
            if 1 <= count <= 4:
                said = rounded(Fraction(100 * count, rows), 1)
                alike = [other for other in range(5) if rounded(Fraction(100 * other, rows), 1) == said]
                hidden += 1
                pinned += alike == [count]
    assert hidden > 100
    assert 2 * pinned > hidden


def test_a_true_total_finds_the_one_hidden_cell_and_ours_does_not() -> None:
    counts: Counts = {("QP075001",): 3, ("QP075002",): 40, (OUTSIDE,): 300}
    facts = [*hidden_below_5(counts, 0), Fact(dict.fromkeys(counts, 1), 343, 343)]

    naive = narrowed(dict.fromkeys(counts, (0, 343)), facts)
    ours = read_and_narrowed(counts, (QPV_2015,), Secrecy(10))

    assert naive["QP075001",] == (3, 3)
    assert ours["QP075001",] == (1, 10)


def test_the_attacker_who_runs_it_again_wins_where_something_true_is_printed() -> None:
    counts: Counts = {("QP075001",): 3, (OUTSIDE,): 300}

    def leaking(guess: Counts) -> str:
        return f"{published(guess, (QPV_2015,), Secrecy(5))} {rounded(Fraction(100 * guess['QP075001',], 303), 1)}"

    left = {guess for guess in range(1, 6) if leaking({**counts, ("QP075001",): guess}) == leaking(counts)}

    assert left == {3}


def test_the_order_of_the_rows_is_not_printed() -> None:
    counts: Counts = {("QP075001",): 3, ("QP075002",): 4, (OUTSIDE,): 300}
    backwards = dict(reversed(list(counts.items())))

    assert published(backwards, (QPV_2015,), Secrecy(5)) == published(counts, (QPV_2015,), Secrecy(5))


def test_a_share_without_a_shown_count_has_no_point() -> None:
    table = PublishedTable(
        ("QPV 2015",), {("QP075001",): Secrecy(10).published(3), (OUTSIDE,): Secrecy(10).published(97)}
    )

    share = shown_placements(table, "QPV 2015").share

    # From 1 of 98 to 10 of 107.
    assert share is not None
    assert (share.low, share.point, share.high) == (Fraction(100, 98), None, Fraction(1000, 107))
