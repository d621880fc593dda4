"""Nobody is found in what is published, by somebody who knows how it was made."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.secrecy import (
    FEWEST_CANDIDATES,
    PublishedCount,
    PublishedTable,
    Secrecy,
    at_least,
    protected,
    share_of,
)

SAFE = [Secrecy(7, 5), Secrecy(10), Secrecy(5), Secrecy(14, 10), Secrecy(12, 5)]


@pytest.mark.parametrize(
    ("count", "published"),
    [
        (0, PublishedCount(0, 0, 0)),
        (1, PublishedCount(None, 1, 7)),
        (7, PublishedCount(None, 1, 7)),
        (8, PublishedCount(10, 8, 12)),
        (12, PublishedCount(10, 8, 12)),
        (13, PublishedCount(15, 13, 17)),
        (341, PublishedCount(340, 338, 342)),
    ],
)
def test_hidden_up_to_7_then_rounded_to_5(count: int, published: PublishedCount) -> None:
    assert Secrecy(7, 5).published(count) == published


@pytest.mark.parametrize(
    ("threshold", "step"),
    [(4, 5), (5, 5), (6, 5), (4, 1), (0, 1), (7, 2), (7, 3), (7, 0), (8, 5)],
)
def test_what_fewer_than_five_counts_would_share_is_refused(threshold: int, step: int) -> None:
    with pytest.raises(ValueError, match="fewer than five"):
        Secrecy(threshold, step)


@pytest.mark.parametrize(
    ("asked", "given_"),
    [((4, 5), Secrecy(7, 5)), ((10, 1), Secrecy(10, 1)), ((2, 1), Secrecy(5, 1)), ((0, 10), Secrecy(14, 10))],
)
def test_what_a_source_asks_for_is_made_stricter_until_it_is_safe(
    asked: tuple[int, int], given_: Secrecy
) -> None:
    assert at_least(*asked) == given_


@pytest.mark.parametrize("secrecy", SAFE)
def test_an_image_says_exactly_which_counts_have_it(secrecy: Secrecy) -> None:
    for count in range(200):
        image = secrecy.published(count)

        assert [other for other in range(250) if secrecy.published(other) == image] == list(
            range(image.low, image.high + 1)
        )
        if count and (image.shown is None or secrecy.step > 1):
            assert image.high - image.low + 1 >= FEWEST_CANDIDATES


def everything_said(table: PublishedTable) -> object:
    """All that a publication can say of a table: cells, totals along each axis, complements, shares, bounds."""
    whole = table.total()
    said: list[object] = [table.cells, whole]
    for axis in table.axes:
        margins = table.along(axis)
        said.append(margins)
        position = table.axes.index(axis)
        for label, count in margins.items():
            rest = table.total(lambda key, label=label, position=position: key[position] != label)  # type: ignore[misc]
            said.append((rest, share_of(count, rest, PublishedCount(0, 0, 0))))
    return said


def attacked(table: PublishedTable, secrecy: Secrecy) -> dict[tuple[str, ...], set[int]]:
    """Rerun the publication on every table of small counts; for each cell, the counts of those that say the same."""
    wanted = everything_said(table)
    found: dict[tuple[str, ...], set[int]] = {key: set() for key in table.cells}
    for counts in product(range(9), repeat=len(found)):
        guess = protected(table.axes, dict(zip(found, counts, strict=True)), secrecy)
        if guess.cells == table.cells and everything_said(guess) == wanted:
            for key, count in zip(found, counts, strict=True):
                found[key].add(count)
    return found


@pytest.mark.parametrize("secrecy", [Secrecy(5), Secrecy(7, 5)])
@pytest.mark.parametrize("counts", [(1, 1, 1, 1), (1, 8, 0, 3), (8, 8, 1, 8), (4, 5, 0, 7)])
def test_whoever_reruns_it_on_every_table_that_fits_is_left_with_five_counts_or_more(
    secrecy: Secrecy, counts: tuple[int, ...]
) -> None:
    keys = [("dedans", "dedans"), ("dedans", "dehors"), ("dehors", "dedans"), ("dehors", "dehors")]
    table = protected(("2014", "2024"), dict(zip(keys, counts, strict=True)), secrecy)

    left = attacked(table, secrecy)

    for key, count in table.cells.items():
        assert count.shown is not None or len(left[key]) >= FEWEST_CANDIDATES


AREAS = ("A", "B", "C", "dehors", "incertain", "non placé")
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)), st.integers(0, 60), min_size=1, max_size=20
)


@given(TABLES, st.sampled_from(SAFE), st.data())
def test_any_other_counts_behind_the_same_images_would_have_said_the_same_in_every_linked_table(
    counts: dict[tuple[str, ...], int], secrecy: Secrecy, data: st.DataObject
) -> None:
    table = protected(("2014", "2024"), counts, secrecy)
    others = {key: data.draw(st.integers(image.low, image.high)) for key, image in table.cells.items()}

    again = protected(("2014", "2024"), others, secrecy)

    assert everything_said(again) == everything_said(table)


@given(TABLES, st.sampled_from(SAFE))
def test_a_sum_of_published_counts_holds_the_true_sum(
    counts: dict[tuple[str, ...], int], secrecy: Secrecy
) -> None:
    table = protected(("2014", "2024"), counts, secrecy)

    for axis, position in (("2014", 0), ("2024", 1)):
        for label, published in table.along(axis).items():
            true = sum(count for key, count in counts.items() if key[position] == label)
            assert published.low <= true <= published.high


@given(*[st.integers(0, 400)] * 3, st.integers(0, 400), st.sampled_from(SAFE))
def test_the_published_bounds_hold_the_true_share(
    inside: int, outside: int, open_: int, found_inside: int, secrecy: Secrecy
) -> None:
    share = share_of(*(secrecy.published(count) for count in (inside, outside, open_)))

    truly = inside + min(open_, found_inside)
    rows = inside + outside + open_
    if share is None:
        assert rows == 0
    else:
        assert 0 <= share.low <= share.high <= 100
        assert share.point is None or share.low <= share.point <= share.high
        assert share.low <= Fraction(100 * truly, rows) <= share.high


def test_341_2021_and_105_shown_as_they_are_give_the_bounds_of_the_counts() -> None:
    share = share_of(*(Secrecy(10).published(count) for count in (341, 2021, 105)))

    assert share is not None
    assert (share.low, share.point, share.high) == (
        Fraction(34100, 2467),
        Fraction(34100, 2362),
        Fraction(44600, 2467),
    )


def test_a_cell_without_a_label_for_each_axis_is_refused() -> None:
    with pytest.raises(ValueError, match="each axis"):
        protected(("2014",), {("A", "B"): 3}, Secrecy(10))


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Secrecy(10).published(-1)
