"""An index as large as the country: how long it takes to build, how large it is, what it costs to open and to share.

The register of Paris (`DROITCOMMUN_SHARED`) stands under other communes, a département for each copy: streets and
numbers are those of Paris, so names come back everywhere, as they do. `python bench/national.py [COPIES [ROWS]]`: 16
copies, 2.5 million addresses, by default; 165 make the 26 million of the country and take some 4.5 gigabytes of a
temporary folder. Then ROWS addresses (one million by default) are asked of it in one process, and ten times as many.
"""

import multiprocessing
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from droitcommun.territory.engines.columnar import BLOCK, Kernel, Rows, locate  # noqa: E402 - as in locating.py
from droitcommun.territory.index.build import build_index  # noqa: E402
from droitcommun.territory.index.opened import AddressIndex  # noqa: E402
from droitcommun.territory.localities import city_name  # noqa: E402
from tests.places import SHARED  # noqa: E402
from tests.territory.spellings import Truth, spellings  # noqa: E402

REGISTER = SHARED / "data" / "ban" / "adresses-75.csv.gz"
DEPARTMENTS = 95
DISTRICTS = 20
SEED = 20251126
PROCESSES = 2


def copies(folder: Path, count: int) -> list[Path]:
    """The register under other communes, a file each."""
    register = pl.read_csv(REGISTER, separator=";", infer_schema=False)
    files = []
    for copy in range(count):
        department, round_ = copy % DEPARTMENTS + 1, copy // DEPARTMENTS
        district = pl.col("code_insee").str.slice(3).cast(pl.Int64)
        code = pl.lit(f"{department:02d}") + (district + round_ * DISTRICTS).cast(pl.String).str.zfill(3)
        path = folder / f"adresses-{department:02d}-{round_}.csv"
        register.with_columns(
            code.alias("code_insee"),
            (code + pl.col("id").str.slice(5)).alias("id"),
            (
                pl.lit(f"{department:02d}") + (district + round_ * DISTRICTS).cast(pl.String).str.zfill(3)
            ).alias("code_postal"),
            (pl.lit(f"Ville {_letters(copy)} ") + pl.col("code_insee").str.slice(3)).alias("nom_commune"),
            pl.lit("").alias("libelle_acheminement"),
            (pl.col("lat").cast(pl.Float64) - 0.02 * copy).alias("lat"),
        ).write_csv(path, separator=";")
        files.append(path)
    return files


def _letters(number: int) -> str:
    return chr(ord("A") + number // 26) + chr(ord("a") + number % 26)


def asked(count: int, files: int) -> Iterator[Rows]:
    """Blocks of addresses of all départements, written in many ways; made as they are asked for."""
    register = pl.read_csv(REGISTER, separator=";", infer_schema=False)
    houses = [
        Truth(identifier, int(number), repeat or "", street, postcode, "Ville", city_name(city)[1])
        for identifier, number, repeat, street, postcode, city in register.select(
            "id", "numero", "rep", "nom_voie", "code_postal", "nom_commune"
        ).iter_rows()
    ]
    written = spellings(houses, SEED)
    while count > 0:
        block = list(islice(written, min(BLOCK, count)))
        count -= len(block)
        texts = [re.sub(r"[ ,\n-]*\d{5} V.*|[ ,]*V(?:ille|ILLE) .*", "", one.text) for one in block]
        codes = []
        for place, one in enumerate(block):
            copy = (place * 7919) % files
            district = int(houses[one.house].postcode[-2:]) + copy // DEPARTMENTS * DISTRICTS
            codes.append(f"{copy % DEPARTMENTS + 1:02d}{district:03d}")
        yield Rows(texts, codes, [""] * len(block))


def memory() -> tuple[float, float, float]:
    """Megabytes of this process: its own, that no file holds; resident now; the most ever resident."""
    told = {
        name: int(value.split()[0]) / 1024
        for file in ("smaps_rollup", "status")
        for line in Path(f"/proc/self/{file}").read_text().splitlines()
        if (value := line.partition(":")[2]).endswith(" kB") and (name := line.partition(":")[0])
    }
    return told["Anonymous"], told["VmRSS"], told["VmHWM"]


def one_process(path: Path, count: int, files: int) -> tuple[float, float, float, int]:
    """Own and resident megabytes once so many rows are placed, the most that was resident, and rows placed."""
    kernel = Kernel(AddressIndex(path))
    placed = 0
    for rows in asked(count, files):
        placed += int((kernel.locate(rows).levels > 0).sum())
    return *memory(), placed


def in_a_child(path: Path, count: int, files: int) -> tuple[float, float, float, int]:
    """The same, in a process that did nothing before."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(one_process, (path, count, files))


def opened_twice(path: Path) -> None:
    """What a second process adds to the memory of the first, when both have touched all of the index."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as one, context.Pool(1) as other:
        first = one.apply(touched, (path,))
        second = other.apply(touched, (path,))
    size = path.stat().st_size / 2**20
    print(
        f"opened by two processes: index of {size:.0f} MB; the first holds {first[0]:.0f} MB, the second adds "
        f"{second[1]:.1f} MB of its own ({100 * second[1] / size:.1f} % of the index)"
    )


def touched(path: Path) -> tuple[float, float]:
    """Resident megabytes with every house of the index read, and how many of its own the index added."""
    before, *_ = memory()
    index = AddressIndex(path)
    int(index.house_keys.sum(dtype="uint64") + index.longitudes.sum(dtype="int64"))
    int(index.latitudes.sum(dtype="int64"))
    own, resident, _ = memory()
    return resident, own - before


def main() -> None:
    """Print the figures."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    if not REGISTER.exists():
        print(f"no register at {REGISTER}: nothing is measured; set DROITCOMMUN_SHARED")
        return
    told = dict(enumerate(sys.argv))
    count, rows = int(told.get(1, "16")), int(told.get(2, "1000000"))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = copies(folder, count)
        path = folder / "national.idx"
        start = time.perf_counter()
        counts = build_index(files, path)
        built = time.perf_counter() - start
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        length = sum(file.stat().st_size for file in files)
        start = time.perf_counter()
        AddressIndex(path).communes()
        opened = time.perf_counter() - start
        print(
            f"index: {counts['addresses']} addresses, {counts['communes']} communes built in {built:.0f} s with "
            f"{most:.1f} GB at most; {path.stat().st_size / 2**20:.0f} MB, {path.stat().st_size / length:.3f} of the "
            f"CSV; opened, its communes read, in {opened:.2f} s"
        )
        opened_twice(path)
        own, resident, peak, placed = in_a_child(path, rows, count)
        print(
            f"{rows} rows in one process: {100 * placed / rows:.1f} % placed; {resident:.0f} MB resident, "
            f"{own:.0f} of its own; {peak:.0f} at most"
        )
        *_, more, _ = in_a_child(path, 10 * rows, count)
        print(f"{10 * rows} rows: {more:.0f} MB at most, {more / peak:.2f} times that")
        start = time.perf_counter()
        sizes = [len(found.levels) for found in locate(asked(rows, count), path, processes=PROCESSES)]
        print(
            f"{PROCESSES} processes: {sum(sizes) / (time.perf_counter() - start):,.0f} rows/s, made on the way"
        )


if __name__ == "__main__":
    main()
