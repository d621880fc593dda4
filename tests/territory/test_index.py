"""An index says what its register says, is the same bytes for the same input, and refuses what is no index."""

import gzip
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from droitcommun.core.problems import FileRefusedError
from droitcommun.territory.index.build import build_index
from droitcommun.territory.index.file import verify
from droitcommun.territory.index.opened import AddressIndex
from tests.territory.register import HEADER, Row, rows, write


def told(index: AddressIndex) -> dict[str, tuple[int, str, str, str, float, float, str]]:
    """All addresses of an index, by identifier."""
    found = {}
    for row in range(len(index.house_keys)):
        house, street = index.house(row), index.street_at(row)
        commune = index.communes()[index.commune_of(street)]
        found[index.identifier(row)] = (
            house.number,
            house.repeat,
            index.shown_name(street),
            f"{index.postcode(row)} {commune.shown}",
            house.longitude,
            house.latitude,
            house.position,
        )
    return found


def expected(written: list[Row]) -> dict[str, tuple[int, str, str, str, float, float, str]]:
    return {
        row.identifier: (
            int(row.number or 0),
            row.repeat,
            row.street,
            f"{row.postcode} {row.city}",
            round(row.longitude, 6),
            row.latitude,
            row.position,
        )
        for row in written
    }


def test_an_index_says_what_its_register_says(index: AddressIndex) -> None:
    assert told(index) == expected(rows())


def test_identifiers_that_are_not_made_as_usual_are_kept(tmp_path: Path) -> None:
    odd = [replace(row, identifier=f"{row.commune}_odd_{place}") for place, row in enumerate(rows()[:5])]
    written = [*odd, replace(rows()[10], repeat="bis", identifier="75116_0020_00007_bis")]

    build_index([write(tmp_path / "a.csv", written)], tmp_path / "a.idx")

    assert told(AddressIndex(tmp_path / "a.idx")) == expected(written)


def test_the_order_of_rows_and_files_changes_no_byte(tmp_path: Path) -> None:
    half = len(rows()) // 2
    one, other = write(tmp_path / "one.csv", rows()[:half]), write(tmp_path / "other.csv", rows()[half:])

    build_index([one, other], tmp_path / "a.idx")
    build_index([other, one], tmp_path / "b.idx")
    build_index([write(tmp_path / "all.csv", rows()[::-1])], tmp_path / "c.idx")
    build_index([write(tmp_path / "same.csv", rows()[::-1])], tmp_path / "d.idx")

    assert (tmp_path / "a.idx").read_bytes() == (tmp_path / "b.idx").read_bytes()
    assert (tmp_path / "c.idx").read_bytes() == (tmp_path / "d.idx").read_bytes()
    # Other files, same addresses: the header names other sources, the identity of the content is the same.
    assert AddressIndex(tmp_path / "a.idx").header.body == AddressIndex(tmp_path / "c.idx").header.body


def test_a_compressed_file_is_read_like_the_plain_one(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.csv", rows())
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))

    build_index([tmp_path / "a.csv.gz"], tmp_path / "a.idx")

    assert told(AddressIndex(tmp_path / "a.idx")) == expected(rows())


def test_a_download_that_was_cut_is_refused_and_no_index_is_written(tmp_path: Path) -> None:
    whole = gzip.compress(write(tmp_path / "a.csv", rows()).read_bytes())
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(FileRefusedError, match="un fichier entier") as refused:
        build_index([tmp_path / "cut.csv.gz"], tmp_path / "a.idx")

    assert refused.value.problems[0].place.file == "cut.csv.gz"
    assert not (tmp_path / "a.idx").exists()


def test_addresses_without_position_are_counted_and_left_out(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", rows())
    file.write_text(file.read_text(encoding="utf-8").replace("2.270000;48.860000", ";"), encoding="utf-8")

    counts = build_index([file], tmp_path / "a.idx")

    assert counts == {"addresses": len(rows()) - 1, "streets": 9, "communes": 3, "without_position": 1}


def test_a_street_leads_to_its_houses(index: AddressIndex) -> None:
    (street,) = index.streets_named("75117", "VICTOR AUBEPINE")

    assert [index.number_at(row) for row in index.houses_of(street)] == [20, 23, 24]
    assert list(index.rows_of(street, 21, "")) == []
    assert index.street_identifier(street) == "75117_0060"
    assert index.streets_named("75", "ETANG CLAIR") == [
        *index.streets_named("75116", "ETANG CLAIR"),
        *index.streets_named("75117", "ETANG CLAIR"),
    ]
    assert index.streets_named("99", "ETANG CLAIR") == []


@pytest.mark.parametrize(
    ("spoiled", "code"),
    [
        (lambda raw: raw[:0], "index-foreign"),
        (lambda raw: b"PK\x03\x04" + raw[4:], "index-foreign"),
        (lambda raw: raw[:40], "index-foreign"),
        (lambda raw: raw[:200], "index-damaged"),
        (lambda raw: raw[:-1], "index-damaged"),
        (lambda raw: raw + b"\0", "index-damaged"),
        (lambda raw: raw[:70] + bytes([raw[70] ^ 1]) + raw[71:], "index-damaged"),
        (lambda raw: raw[:16] + struct.pack("<I", 1 << 31) + raw[20:], "index-newer"),
        (lambda raw: raw[:16] + struct.pack("<I", 0) + raw[20:], "index-older"),
        (lambda raw: raw[:20] + struct.pack("<Q", 1 << 60) + raw[28:], "index-damaged"),
    ],
)
def test_what_is_no_whole_index_of_this_version_is_refused(
    spoiled: Callable[[bytes], bytes], code: str, index_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.idx").write_bytes(spoiled(index_file.read_bytes()))

    with pytest.raises(FileRefusedError) as refused:
        AddressIndex(tmp_path / "a.idx")

    assert [problem.code for problem in refused.value.problems] == [code]
    assert refused.value.exit_code == 11


def test_a_byte_that_changed_in_the_arrays_is_found_when_all_is_read(
    index_file: Path, tmp_path: Path
) -> None:
    raw = bytearray(index_file.read_bytes())
    verify(index_file)
    raw[-100] ^= 1
    (tmp_path / "a.idx").write_bytes(raw)

    with pytest.raises(FileRefusedError, match="abîmé"):
        verify(tmp_path / "a.idx")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"nom;prenom\nA;B\n", "ban-foreign"),
        (b"", "ban-foreign"),
        (b"\x00\xff\xfe\x00", "ban-foreign"),
        (HEADER.encode() + b"\n", "ban-empty"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_french(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)

    with pytest.raises(FileRefusedError) as refused:
        build_index([tmp_path / "a.csv"], tmp_path / "a.idx")

    assert [problem.code for problem in refused.value.problems] == [code]
    assert not (tmp_path / "a.idx").exists()


def test_an_index_cannot_be_written_to(index: AddressIndex) -> None:
    with pytest.raises(ValueError, match="read-only"):
        index.longitudes[0] = 0
