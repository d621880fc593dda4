"""`contacts --near`: from the nearest to the farthest of an address, which nobody keeps or says."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.territory.engines.columnar import Kernel, Rows
from droitcommun.territory.index.build import build_index
from droitcommun.territory.index.layout import DEGREE
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.matching import Level, NumberMatch, Placed, StreetMatch
from tests.places import ROOT, SHARED
from tests.spec.test_canaries import Watched, has_canary
from tests.territory.register import rows as register_rows
from tests.territory.register import write as write_register

COMMAND = str(Path(sys.executable).with_name("droitcommun"))
CONTACTS = ROOT / "src/droitcommun/catalogue/schemes/paris-2015/contacts.csv"
REGISTER = SHARED / "data" / "ban" / "adresses-75.csv.gz"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("near")
    path = folder / "adresses.idx"
    build_index([write_register(folder / "ban.csv", register_rows())], path)
    return path


def run(address: str | bytes, *options: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    held = address if isinstance(address, bytes) else address.encode()
    return subprocess.run(
        [COMMAND, "contacts", "--near", *options],
        input=held,
        check=False,
        capture_output=True,
        env=environment or None,
        timeout=120,
    )


def test_the_nearest_come_first_and_what_has_no_place_last(index: Path) -> None:
    # The invented register has this house at 2.2700 east, 48.8600 north: the west of Paris.
    done = run("2 avenue du Général Tamaris, 75016 Paris", "--index", str(index), "--format", "json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    metres = [one["metres"] for one in told]
    known = [one for one in metres if one is not None]
    assert len(told) == len(load_schemes("catalogue:paris-2015").contacts)
    assert known == sorted(known)
    assert metres[len(known) :] == [None] * (len(told) - len(known))
    # To 19 rue Béranger, 2.363412 east and 48.866402 north: 0.0934° × 73.1 km and 0.0064° × 111.2 km, by hand.
    (addel,) = (one for one in told if one["id"] == "addel")
    assert 6_700 < addel["metres"] < 7_000


def test_the_terminal_says_how_far(index: Path) -> None:
    done = run("2 avenue du Général Tamaris, 75016 Paris", "--index", str(index))

    said = done.stdout.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert "ADDEL), à 6,8 km" in said


@pytest.mark.parametrize(
    ("address", "options", "code", "words"),
    [
        ("4711 rue Zygocanari, 75016 Paris", (), 27, "Adresse introuvable"),
        ("", (), 27, "Adresse introuvable"),
        ("Zygocanari " * 200, (), 11, "une ligne"),
        (b"\xff\xfe\x00", (), 11, "UTF-8"),
    ],
)
def test_what_cannot_be_found_is_told_without_it(
    index: Path, address: str | bytes, options: tuple[str, ...], code: int, words: str
) -> None:
    done = run(address, "--index", str(index), *options)

    assert (done.returncode, done.stdout) == (code, b"")
    assert words in done.stderr.decode()
    assert not has_canary(done.stderr)


def test_an_address_goes_with_an_index(index: Path, tmp_path: Path) -> None:
    assert run("x").returncode == 10
    assert (
        subprocess.run(
            [COMMAND, "contacts", "--index", str(index)], check=False, capture_output=True
        ).returncode
        == 10
    )
    missing = run("x", "--index", str(tmp_path / "rien.idx"))
    assert missing.returncode == 11
    assert b"un index construit par" in missing.stderr


def test_no_address_is_left_anywhere(index: Path, tmp_path: Path) -> None:
    watched = Watched(tmp_path)

    for address in ("2 avenue du Général Tamaris Zygocanari, 75016 Paris", "ZYGOCANARI"):
        done = run(address, "--index", str(index), **watched.environment)
        assert not has_canary(done.stdout + done.stderr)

    assert watched.left() == []
    assert [one for one in watched.told if "/dev/null" not in one] == []


def test_each_position_is_that_of_its_house_in_the_register(tmp_path: Path) -> None:
    if not REGISTER.exists():
        if os.environ.get("DROITCOMMUN_REQUIRE_SHARED") == "1":
            pytest.fail(f"no register at {REGISTER}")
        pytest.skip(f"no register at {REGISTER}: set DROITCOMMUN_SHARED")
    path = tmp_path / "paris.idx"
    build_index([REGISTER], path)
    index = AddressIndex(path)
    with CONTACTS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["address"]]

    answers = (
        Kernel(index)
        .locate(Rows(*([row[name] for row in rows] for name in ("address", "postcode", "city"))))
        .answers()
    )

    for row, answer in zip(rows, answers, strict=True):
        sure = isinstance(answer, Placed) and (answer.level, answer.number, answer.street) == (
            Level.HOUSE,
            NumberMatch.EXACT,
            StreetMatch.EXACT,
        )
        assert bool(row["address_id"]) is sure, row["id"]
        if isinstance(answer, Placed) and sure:
            house = int(answer.rows[0])
            assert row["address_id"] == index.identifier(house)
            assert float(row["longitude"]) == pytest.approx(index.longitudes[house] / DEGREE, abs=1e-6)
            assert float(row["latitude"]) == pytest.approx(index.latitudes[house] / DEGREE, abs=1e-6)
    assert sum(bool(row["address_id"]) for row in rows) == 53
