"""From a CSV file to a share: rows a second of the whole run, as a service runs it on two processors.

Spellings of addresses of the register of Paris (`DROITCOMMUN_SHARED`), seeded: every row a distinct string; then as
many rows, each string a hundred times. `python bench/headline.py [ROWS [PROCESSES]]`, one million and two by default.
The command is run from its start to its answer. Wall time is worth what the machine had to do beside; processor seconds
are those of all processes, user and system.
"""

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from locating import REGISTER, SEED, generated

from droitcommun.territory.index.build import build_index

PERIMETERS = REGISTER.parents[1] / "perimeters" / "qpv2014_paris.geojson"
TIMES = 100  # that a row comes back, when rows do


def write(path: Path, rows: list[tuple[str, str, str]]) -> None:
    """A file as an office exports it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("adresse", "code postal", "ville"))
        writer.writerows(rows)


def measured(name: str, path: Path, index: Path, rows: int, processes: int) -> None:
    """Run the command on a file; say how fast, and what it published."""
    command = [
        *(sys.executable, "-c", "from droitcommun.cli.main import main; main()", "locate", str(path)),
        *("--perimeters", str(PERIMETERS), "--vintage", "2014", "--index", str(index), "--format", "json"),
        *("--secret", str(path.with_suffix(".secret")), "--processes", str(processes)),
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    shown = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    share = json.loads(shown)["share"]
    print(
        f"{name}: {rows} rows, {processes} processes: {seconds:.1f} s, {rows / seconds:,.0f} rows/s; "
        f"processor {spent:.1f} s, {1e6 * spent / rows:.1f} µs a row; share {share}",
        flush=True,
    )


def main() -> None:
    """Print the figures."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    if not REGISTER.exists():
        print(f"no register at {REGISTER}: nothing is measured; set DROITCOMMUN_SHARED")
        return
    told = dict(enumerate(sys.argv))
    size, processes = int(told.get(1, "1000000")), int(told.get(2, "2"))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        index, path = folder / "paris.idx", folder / "rows.csv"
        build_index([REGISTER], index)
        asked, _ = generated(pl.read_csv(REGISTER, separator=";", infer_schema=False), size)
        rows = list(zip(asked.rows.texts, asked.rows.postcodes, asked.rows.cities, strict=True))
        del asked
        write(path, rows)
        repeated = rows[: max(1, size // TIMES)] * TIMES
        del rows
        measured("each row a distinct string", path, index, size, processes)
        random.Random(SEED).shuffle(repeated)  # noqa: S311 - it is meant to be foreseen
        path = folder / "repeated.csv"
        write(path, repeated)
        measured(f"each string {TIMES} times", path, index, len(repeated), processes)


if __name__ == "__main__":
    main()
