"""Addresses to places: how near the truth, how fast, and what an answer of each kind is worth.

Lists: sales of 2025 (DVF) and drinking fountains of Paris, with surveyed points; and spellings of addresses of the
register, generated from a seed, whose house is known. `python bench/locating.py [ROWS]`, one million by default; the
register and the lists are those of `DROITCOMMUN_SHARED`. Times are those of the machine as it is: processor seconds
stand beside.
"""

import csv
import gzip
import hashlib
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import cos, hypot, radians
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from droitcommun.territory.engines import reference  # noqa: E402 - the tests are no package installed beside
from droitcommun.territory.engines.columnar import Rows, blocks_of, locate  # noqa: E402
from droitcommun.territory.index.build import build_index  # noqa: E402
from droitcommun.territory.index.opened import AddressIndex  # noqa: E402
from droitcommun.territory.localities import city_name  # noqa: E402
from droitcommun.territory.matching import Answer, Placed  # noqa: E402
from droitcommun.territory.scores import score  # noqa: E402
from tests.places import SHARED  # noqa: E402
from tests.territory.spellings import Truth, spellings  # noqa: E402

REGISTER = SHARED / "data" / "ban" / "adresses-75.csv.gz"
LISTS = SHARED / "data" / "addresses"
NEAR_ENOUGH = 50.0  # metres
SEED = 20251125
PROCESSES = 2
ONE_IN_TWENTY = 13  # of 256 values of a byte
MISSING_ASKED = 300_000  # rows that are looked through for streets taken out


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows with their truth."""

    name: str
    rows: Rows
    longitudes: list[float]
    latitudes: list[float]


def of_file(name: str) -> Asked:
    """A list of the shared folder."""
    with (LISTS / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = [[row[column] for row in rows] for column in ("address", "postcode", "city")]
    return Asked(
        name,
        Rows(*columns),
        [float(row["truth_lon"]) for row in rows],
        [float(row["truth_lat"]) for row in rows],
    )


def generated(register: pl.DataFrame, size: int) -> tuple[Asked, list[str]]:
    """Spellings of addresses of the register, each row a distinct string; and the identifier of each house."""
    houses = [
        Truth(identifier, int(number), repeat or "", street, postcode, city.split(" ")[0], city_name(city)[1])
        for identifier, number, repeat, street, postcode, city in register.select(
            "id", "numero", "rep", "nom_voie", "code_postal", "nom_commune"
        ).iter_rows()
    ]
    points = register.select(pl.col("lon", "lat").cast(pl.Float64)).rows()

    def distinct() -> Iterator[tuple[str, str, str, int]]:
        seen: set[tuple[str, str, str]] = set()
        for one in spellings(houses, SEED):
            row = (one.text, one.postcode, one.city)
            if row not in seen:
                seen.add(row)
                yield (*row, one.house)

    written = list(islice(distinct(), size))
    columns = ([one[part] for one in written] for part in range(3))
    asked = Asked(
        "generated",
        Rows(*columns),  # type: ignore[arg-type]  # three columns of text
        [points[one[3]][0] for one in written],
        [points[one[3]][1] for one in written],
    )
    return asked, [houses[one[3]].identifier for one in written]


def metres(index: AddressIndex, answer: Placed, longitude: float, latitude: float) -> float:
    """How far the answer is from the truth."""
    house = index.house(answer.rows[0])
    across = (house.longitude - longitude) * cos(radians(latitude))
    return 111_195 * hypot(across, house.latitude - latitude)


def near(index: AddressIndex, asked: Asked, answers: Iterable[Answer]) -> list[bool]:
    """Which answers are near enough."""
    return [
        isinstance(answer, Placed) and metres(index, answer, longitude, latitude) <= NEAR_ENOUGH
        for answer, longitude, latitude in zip(answers, asked.longitudes, asked.latitudes, strict=True)
    ]


def timed(asked: Asked, path: Path, processes: int) -> list[Answer]:
    """Locate all rows; say how fast."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    start = time.perf_counter()
    found = list(locate(blocks_of(asked.rows), path, processes=processes))
    seconds = time.perf_counter() - start
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    spent = sum(
        later.ru_utime + later.ru_stime - sooner.ru_utime - sooner.ru_stime
        for sooner, later in zip(before, after, strict=True)
    )
    count = len(asked.rows.texts)
    print(
        f"{asked.name}: {count} rows, {processes} processes: {seconds:.1f} s, {count / seconds:,.0f} rows/s; "
        f"processor {spent:.1f} s, {count / spent:,.0f} rows a processor second"
    )
    return [answer for block in found for answer in block.answers()]


def numbers_kept(asked: Asked, index: AddressIndex, register: pl.DataFrame, answers: list[Answer]) -> None:
    """Of the rows of DVF whose house number is in the register within 50 m of the truth, how many get that number."""
    held: dict[int, list[tuple[float, float]]] = {}
    for number, longitude, latitude in register.select(
        pl.col("numero").cast(pl.Int64), pl.col("lon", "lat").cast(pl.Float64)
    ).iter_rows():
        held.setdefault(number, []).append((longitude, latitude))
    there = kept = 0
    for text, longitude, latitude, answer in zip(
        asked.rows.texts, asked.longitudes, asked.latitudes, answers, strict=True
    ):
        written = re.match(r"\d+", text)
        if not written:
            continue
        number = int(written[0])
        narrow = cos(radians(latitude))
        if any(
            111_195 * hypot((x - longitude) * narrow, y - latitude) <= NEAR_ENOUGH
            for x, y in held.get(number, ())
        ):
            there += 1
            kept += isinstance(answer, Placed) and index.house(answer.rows[0]).number == number
    print(
        f"  house number in the register near the truth: {there}; found with that number: {100 * kept / there:.2f} %"
    )


def by_kind(measured: dict[str, tuple[list[Answer], list[bool]]]) -> None:
    """What an answer of each kind is worth, list by list: the table of the documentation."""
    kinds: dict[tuple[str, str, str], dict[str, list[bool]]] = {}
    for name, (answers, right) in measured.items():
        for answer, good in zip(answers, right, strict=True):
            if isinstance(answer, Placed):
                kind = (answer.street.name, answer.number.name, "spread" if answer.spread else "")
                kinds.setdefault(kind, {}).setdefault(name, []).append(good)
    for kind, lists in sorted(kinds.items(), key=lambda item: -sum(map(len, item[1].values()))):
        shares = "  ".join(
            f"{name} {100 * sum(good) / len(good):.1f} % of {len(good)}" for name, good in lists.items()
        )
        print(f"  {' '.join(kind):<28} {shares}")


def by_score(measured: dict[str, tuple[list[Answer], list[bool]]]) -> None:
    """Of the answers with a score, the share that is near enough: what the score promises."""
    for name, (answers, right) in measured.items():
        scores: dict[float, list[bool]] = {}
        for answer, good in zip(answers, right, strict=True):
            if isinstance(answer, Placed):
                scores.setdefault(score(answer), []).append(good)
        shares = "  ".join(
            f"{worth:.2f}: {sum(good) / len(good):.3f} of {len(good)}"
            for worth, good in sorted(scores.items(), reverse=True)
        )
        print(f"  score, {name}: {shares}")


def without_streets(register: pl.DataFrame, asked: Asked, houses: list[str], folder: Path) -> None:
    """Streets that the register does not have: one name in twenty is taken out of it, and its addresses are asked."""
    gone = {
        name
        for name in register["nom_voie"].unique().to_list()
        if hashlib.sha256(name.encode()).digest()[0] < ONE_IN_TWENTY
    }
    rest = register.filter(~pl.col("nom_voie").is_in(sorted(gone)))
    rest.write_csv(folder / "rest.csv", separator=";")
    build_index([folder / "rest.csv"], folder / "rest.idx")
    streets = dict(zip(register["id"], register["nom_voie"], strict=True))
    # Names such as « 4P1 Cité Delaunay » are the city's own for parts of another street, which stays.
    rows = [
        row
        for row, house in enumerate(houses)
        if streets[house] in gone and not streets[house][0].isdigit() and row < MISSING_ASKED
    ]
    columns = (
        [part[row] for row in rows] for part in (asked.rows.texts, asked.rows.postcodes, asked.rows.cities)
    )
    blocks = locate(blocks_of(Rows(*columns)), folder / "rest.idx")
    answers = [answer for block in blocks for answer in block.answers()]
    unplaced = sum(not isinstance(answer, Placed) for answer in answers)
    print(
        f"streets that are not in the register: {len(answers)} rows, {100 * unplaced / len(answers):.1f} % unplaced"
    )


def main() -> None:
    """Print the figures."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    if not REGISTER.exists():
        print(f"no register at {REGISTER}: nothing is measured; set DROITCOMMUN_SHARED")
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "paris.idx"
        start = time.perf_counter()
        counts = build_index([REGISTER], path)
        built = time.perf_counter() - start
        with gzip.open(REGISTER) as raw:
            length = len(raw.read())
        start = time.perf_counter()
        index = AddressIndex(path)
        opened = time.perf_counter() - start
        print(
            f"index: {counts['addresses']} addresses built in {built:.1f} s, "
            f"{path.stat().st_size / length:.3f} of the CSV, opened in {1000 * opened:.1f} ms"
        )
        register = pl.read_csv(REGISTER, separator=";", infer_schema=False)
        measured = {}
        for name in ("dvf_paris_2025h1.csv", "fontaines_paris.csv"):
            asked = of_file(name)
            answers = timed(asked, path, 1)
            right = near(index, asked, answers)
            measured[name.split("_")[0]] = (answers, right)
            print(f"  within {NEAR_ENOUGH:.0f} m, of all rows: {100 * sum(right) / len(right):.2f} %")
            if name.startswith("dvf"):
                numbers_kept(asked, index, register, answers)
        asked, houses = generated(register, size)
        answers = timed(asked, path, PROCESSES)
        right = near(index, asked, answers)
        measured["generated"] = (answers, right)
        print(f"  within {NEAR_ENOUGH:.0f} m, of all rows: {100 * sum(right) / len(right):.2f} %")
        few = list(
            zip(asked.rows.texts[:200], asked.rows.postcodes[:200], asked.rows.cities[:200], strict=True)
        )
        start = time.perf_counter()
        obvious = reference.locate(few, index)
        print(
            f"obvious engine: {len(few) / (time.perf_counter() - start):.0f} rows/s; agrees: {obvious == answers[:200]}"
        )
        by_kind(measured)
        by_score(measured)
        without_streets(register, asked, houses, Path(place))


if __name__ == "__main__":
    main()
