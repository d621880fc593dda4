"""From a CSV file to a share: rows a second of the whole run, as a service runs it on two processors.

Spellings of addresses of the register of Paris (`DROITCOMMUN_SHARED`), seeded: every row a distinct string; then as many
rows of which each comes back a hundred times. `python bench/headline.py [ROWS [PROCESSES]]`, one million and two by
default. Wall time is worth what the machine had to do beside; processor seconds are those of all processes, user and
system.
"""

import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from locating import REGISTER, SEED, generated

from droitcommun.territory.index.build import build_index
from droitcommun.usecases.locate_settings import Settings
from droitcommun.usecases.locating import locate_again

PERIMETERS = REGISTER.parents[1] / "perimeters" / "qpv2014_paris.geojson"
TIMES = 100  # that a row comes back, when rows do
SECRET = b"of the bench, no service's"


def write(path: Path, rows: list[tuple[str, str, str]]) -> None:
    """A file as an office exports it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("adresse", "code postal", "ville"))
        writer.writerows(rows)


def measured(name: str, path: Path, settings: Settings, rows: int, processes: int) -> None:
    """Locate a file; say how fast, and what was published."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    start = time.perf_counter()
    record = locate_again(path, settings, secret=SECRET, processes=processes).record
    seconds = time.perf_counter() - start
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, children = (
        later.ru_utime + later.ru_stime - sooner.ru_utime - sooner.ru_stime
        for sooner, later in zip(before, after, strict=True)
    )
    print(
        f"{name}: {rows} rows, {processes} processes: {seconds:.1f} s, {rows / seconds:,.0f} rows/s; processor "
        f"{own + children:.1f} s ({own:.1f} reading and counting, {children:.1f} placing), "
        f"{1e6 * (own + children) / rows:.1f} µs a row; share {record.share}"
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
        settings = Settings(perimeters=PERIMETERS, vintage="2014", index=index)
        asked, _ = generated(pl.read_csv(REGISTER, separator=";", infer_schema=False), size)
        rows = list(zip(asked.rows.texts, asked.rows.postcodes, asked.rows.cities, strict=True))
        del asked
        write(path, rows)
        repeated = rows[: max(1, size // TIMES)] * TIMES
        del rows
        measured("each row a distinct string", path, settings, size, processes)
        random.Random(SEED).shuffle(repeated)  # noqa: S311 - it is meant to be foreseen
        write(path, repeated)
        measured(f"each string {TIMES} times", path, settings, len(repeated), processes)


if __name__ == "__main__":
    main()
