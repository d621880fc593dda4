"""Spark on two processors beside the columnar engine: the whole command on the same Parquet file, in one run.

Spellings of addresses of the register of Paris (`DROITCOMMUN_SHARED`), seeded, every row a distinct string.
`python bench/spark.py [ROWS]`, one million by default. The start of Java and of the workers counts; a cluster is for
files that one machine does not hold, not for speed on one. Wall time is worth what the machine had to do beside.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from locating import REGISTER, generated

from droitcommun.territory.index.build import build_index

PERIMETERS = REGISTER.parents[1] / "perimeters" / "qpv2014_paris.geojson"
ENGINES = {
    "columnar, 2 processes": ("--processes", "2"),
    "spark, local[2]": ("--engine", "spark", "--master", "local[2]"),
}


def main() -> None:
    """Print seconds and rows a second of each engine, and whether they say the same."""
    if not REGISTER.exists():
        print(f"no register at {REGISTER}: nothing is measured; set DROITCOMMUN_SHARED")
        return
    size = int(dict(enumerate(sys.argv)).get(1, "1000000"))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        index, file = folder / "paris.idx", folder / "rows.parquet"
        build_index([REGISTER], index)
        asked, _ = generated(pl.read_csv(REGISTER, separator=";", infer_schema=False), size)
        pl.DataFrame(
            {"adresse": asked.rows.texts, "code postal": asked.rows.postcodes, "ville": asked.rows.cities}
        ).write_parquet(file, row_group_size=50_000)
        said = {}
        for name, options in ENGINES.items():
            began = time.perf_counter()
            done = subprocess.run(
                [
                    str(Path(sys.executable).with_name("droitcommun")),
                    *("locate", str(file), "--index", str(index), "--perimeters", str(PERIMETERS)),
                    *("--vintage", "2014", "--internal", "--format", "json", *options),
                ],
                check=True,
                capture_output=True,
                text=True,
            )
            seconds = time.perf_counter() - began
            said[name] = json.loads(done.stdout)
            print(f"{name}: {size} rows in {seconds:.1f} s, {size / seconds:,.0f} rows/s")
        first, second = said.values()
        print(f"the same result: {first == second}; share {first['share']}")


if __name__ == "__main__":
    main()
