"""Whether anybody is found: 10,000 made-up files and 500 linked pairs, attacked by who knows the program.

For each hidden or rounded cell, how many counts are left once the publication was run again on other tables and
compared to the letter (JSON, CSV, French), and whether reading the sentences together narrows any. Beside it, the same
attackers on tables that hide below 5, and what a row costs the ledger.
"""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from droitcommun.territory.row_identity import RowReader
from droitcommun.territory.secrecy import Secrecy
from tests.territory.attackers import (
    QPV_2015,
    QPV_2024,
    SEX,
    by_sex,
    left_by_running_again,
    of_two_vintages,
    paris_like,
)
from tests.territory.test_attacks import SECRECIES, found_by_subtraction, read_and_narrowed

TABLES = int(os.environ.get("BENCH_TABLES", "10000"))
PAIRS = int(os.environ.get("BENCH_PAIRS", "500"))
ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))


def fewest_of_table(seed: int) -> list[int]:
    """For each protected cell of one made-up file, how many counts are left."""
    chance = Random(seed)  # noqa: S311 - to be repeated
    counts = paris_like(chance, areas=chance.randint(1, 20), rows=chance.choice((60, 400, 2467, 20000)))
    secrecy = chance.choice(SECRECIES)
    left = left_by_running_again(counts, (QPV_2015,), secrecy, chance)
    return [len(left[key]) for key, count in counts.items() if _protected(count, secrecy)]


def fewest_of_pair(seed: int) -> tuple[list[int], int, bool]:
    """The same of two vintages and a breakdown; cells that sentences narrow; whether subtraction breaks hiding < 5."""
    chance = Random(seed)  # noqa: S311 - to be repeated
    file = paris_like(chance)
    secrecy = chance.choice(SECRECIES)
    vintages = of_two_vintages(chance, file)
    found: list[int] = []
    narrowed_cells = 0
    for axes, counts in (((QPV_2015, QPV_2024), vintages), ((QPV_2015, SEX), by_sex(chance, file))):
        left = left_by_running_again(counts, axes, secrecy, chance)
        found += [len(left[key]) for key, count in counts.items() if _protected(count, secrecy)]
    for key, (low, high) in read_and_narrowed(vintages, (QPV_2015, QPV_2024), secrecy).items():
        image = secrecy.published(vintages[key])
        narrowed_cells += (low, high) != (image.low, image.high)
    return found, narrowed_cells, bool(found_by_subtraction(vintages))


def _protected(count: int, secrecy: Secrecy) -> bool:
    return 1 <= count <= secrecy.threshold or (count > 0 and secrecy.step > 1)


def _rows() -> Iterator[bytes]:
    return (b"%d RUE INVENTEE 75018 PARIS" % number for number in range(ROWS))


def main() -> None:
    """Print what was left to the attackers."""
    with ProcessPoolExecutor(2) as processes:
        left = [
            count
            for counts in processes.map(fewest_of_table, range(TABLES), chunksize=100)
            for count in counts
        ]
        pairs = list(processes.map(fewest_of_pair, range(PAIRS), chunksize=10))
    print(
        f"{TABLES} files: {len(left)} cells hidden or rounded, fewest counts left {min(left)}, pinned {left.count(1)}"
    )
    linked = [count for counts, _, _ in pairs for count in counts]
    print(
        f"{PAIRS} linked pairs: {len(linked)} cells, fewest counts left {min(linked)}, pinned {linked.count(1)}"
    )
    print(f"cells that the sentences narrow: {sum(narrowed_cells for _, narrowed_cells, _ in pairs)}")
    broken = sum(subtracted for _, _, subtracted in pairs)
    print(
        f"hidden below 5 and subtracted: somebody is found in {broken} of {PAIRS} pairs ({100 * broken / PAIRS:.0f} %)"
    )
    reader = RowReader(bytes(32))
    start = time.perf_counter()
    for row in _rows():
        reader.read(row)
    reading = time.perf_counter() - start
    start = time.perf_counter()
    for _ in _rows():
        pass
    reading -= time.perf_counter() - start
    print(f"rows known to the ledger: {ROWS / reading:,.0f} rows/s")


if __name__ == "__main__":
    main()
