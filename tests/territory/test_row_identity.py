"""What a file is known by: the same rows in any order, and nothing that somebody without the secret can read."""

import hashlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.row_identity import (
    BOXES,
    RowIdentity,
    RowReader,
    Sample,
    masked,
    unmasked,
    versions_of_one_file,
)

SECRET = b"a secret of the service, 32 long"


def known(rows: list[bytes], secret: bytes = SECRET) -> RowIdentity:
    reader = RowReader(secret)
    for row in rows:
        reader.read(row)
    return reader.identity()


@cache
def sample(numbers: range) -> Sample:
    reader = RowReader(SECRET)
    reader.read_all(f"{number} RUE INVENTEE".encode() for number in numbers)
    found = reader.identity().sample
    assert found is not None
    return found


@given(st.lists(st.binary(max_size=8), max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[bytes], chance: object) -> None:
    shuffled = sorted(rows, key=lambda _: chance.random())  # type: ignore[attr-defined]

    assert known(shuffled) == known(rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [([b"A"], [b"B"]), ([b"A"], [b"A", b"A"]), ([], [b"A"]), ([b"A", b"B"], [b"A", b"C"])],
)
def test_other_rows_or_more_of_one_are_another_file(one: list[bytes], other: list[bytes]) -> None:
    assert known(one).digest != known(other).digest


def test_another_secret_knows_a_file_otherwise() -> None:
    assert known([b"A"]).digest != known([b"A"], b"another secret of 32 bytes here.").digest


def test_a_row_read_several_times_at_once_is_a_row_read_several_times() -> None:
    reader = RowReader(SECRET)
    reader.read(b"A", 3)

    assert reader.identity() == known([b"A", b"A", b"A"])


def test_blocks_read_apart_make_the_whole() -> None:
    first, second = RowReader(SECRET), RowReader(SECRET)
    first.read(b"A")
    second.read(b"B")
    second.read(b"A")

    first.take_in(*second.state)

    assert first.identity() == known([b"A", b"A", b"B"])


def test_each_box_of_a_sample_holds_the_smallest_keyed_hash_that_falls_into_it() -> None:
    rows = [f"{number} rue des Tamaris".encode() for number in range(5000)]
    key = hashlib.blake2b(SECRET, person=b"dc-rows").digest()
    expected = [(1 << 64) - 1] * BOXES
    for row in rows:
        digest = hashlib.blake2b(row, key=key, digest_size=32).digest()
        box = int.from_bytes(digest[8:10]) % BOXES
        expected[box] = min(expected[box], int.from_bytes(digest[:8]))
    reader = RowReader(SECRET)

    reader.read_all(rows[:3000])
    reader.read_all([])
    reader.read_all(rows[3000:])

    assert reader.smallest == expected
    assert reader.rows == len(rows)


def test_rows_without_an_address_have_no_sample() -> None:
    reader = RowReader(SECRET, sampled=False)
    reader.read(b"QP075001;341")

    assert reader.identity().sample is None


def test_a_secret_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        RowReader(b"short")


@pytest.mark.parametrize(
    ("one", "other", "versions"),
    [
        (range(20_000), range(20_000), True),  # the same
        (range(20_000), range(1, 20_001), True),  # one row changed
        (range(20_000), range(20_100), True),  # a few added: cumulative
        (range(20_000), range(5_000, 7_000), True),  # an extract
        (range(20_000), range(100, 20_100), True),  # one row in two hundred comes, one goes: corrected
        (range(100), range(4, 104), True),
        (range(5), range(6), True),
        (range(500), range(10, 510), False),  # firms: ten come, ten go
        (range(200), range(100, 20_000), False),
        (range(20_000), range(2_000, 22_000), False),  # a tenth comes, a tenth goes: another year
        (range(20_000), range(20_000, 40_000), False),
        (range(100), range(80, 180), False),
        (range(0), range(100), False),
        (range(0), range(0), False),
    ],
)
def test_two_files_of_which_one_holds_the_other_are_versions_of_one(
    one: range, other: range, *, versions: bool
) -> None:
    assert versions_of_one_file(sample(one), sample(other)) is versions
    assert versions_of_one_file(sample(other), sample(one)) is versions


def test_a_sample_is_kept_masked_and_found_again() -> None:
    original = sample(range(1000))

    kept = masked(original, SECRET, b"0")

    assert unmasked(kept, SECRET, b"0") == original


def test_what_is_kept_has_one_size_and_never_looks_the_same_twice() -> None:
    few, many = sample(range(3)), sample(range(3000))

    kept = {masked(few, SECRET, b"0"), masked(few, SECRET, b"1"), masked(many, SECRET, b"2")}

    # An empty box is eight bytes of ones: shown as such, the boxes of a file of three rows would give its size away.
    assert {len(content) for content in kept} == {8 * BOXES}
    assert (
        len({content[start : start + 8] for content in kept for start in range(0, 8 * BOXES, 8)}) == 3 * BOXES
    )


def test_what_has_not_the_size_of_a_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="sample"):
        unmasked(b"too little", SECRET, b"0")
