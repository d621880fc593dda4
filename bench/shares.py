"""Certain and wrong: rows that `locate` says to be inside or outside and that are not.

Lists of `DROITCOMMUN_SHARED` with surveyed points (sales of 2025, drinking fountains), towards the priority
neighbourhoods of 2014, and of 2024 as they were simplified. `python bench/shares.py`. The first two lines are the
source of `territory/misplacement.py`.
"""

import csv
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from droitcommun.territory.borders import Borders, Side  # noqa: E402 - the tests are no package installed beside
from droitcommun.territory.engines.columnar import Kernel, Rows  # noqa: E402
from droitcommun.territory.flags import ORDER  # noqa: E402
from droitcommun.territory.index.build import build_index  # noqa: E402
from droitcommun.territory.index.opened import AddressIndex  # noqa: E402
from droitcommun.territory.perimeter_files import read_perimeters  # noqa: E402
from droitcommun.territory.perimeters import Kind  # noqa: E402
from droitcommun.territory.placements import BoundedShare, Counts, Denominator, Placement, bounded_share  # noqa: E402
from droitcommun.territory.placing import Placer  # noqa: E402
from droitcommun.territory.vintages import vintage_named  # noqa: E402
from tests.places import SHARED  # noqa: E402

DATA = SHARED / "data"
DRAWINGS = (("qpv2014_paris.geojson", "2014", 5.0), ("qpv2024_paris.geojson", "2024", 20.0))
LISTS = ("dvf_paris_2025h1.csv", "fontaines_paris.csv")


def main() -> None:
    """Print, for each list and drawing, the counts, the rate, and whether the bounds hold the true share."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paris.idx"
        build_index([DATA / "ban" / "adresses-75.csv.gz"], path)
        index = AddressIndex(path)
        kernel = Kernel(index)
        for drawing, vintage, precision in DRAWINGS:
            perimeters = read_perimeters(
                DATA / "perimeters" / drawing,
                kind=Kind.QPV,
                vintage=vintage_named(Kind.QPV, vintage, precision),
            )
            borders = Borders(perimeters.shapes)
            placer = Placer(index, borders, precision)
            for name in LISTS:
                measure(name, vintage, kernel, placer, borders)


def measure(name: str, vintage: str, kernel: Kernel, placer: Placer, borders: Borders) -> None:
    """One list towards one drawing."""
    with (DATA / "addresses" / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = ([row[column] for row in rows] for column in ("address", "postcode", "city"))
    flags = placer.flags(kernel.locate(Rows(*columns)))
    x, y = (np.array([float(row[axis]) for row in rows]) for axis in ("truth_lon", "truth_lat"))
    truth = borders.sides(x, y, np.zeros(len(rows))).side == Side.INSIDE
    here = {placement: flags.placements == place for place, placement in enumerate(ORDER)}
    counts = Counts(*(int(here[placement].sum()) for placement in Placement))
    wrong = int((here[Placement.INSIDE] & ~truth).sum() + (here[Placement.OUTSIDE] & truth).sum())
    share = bounded_share(counts, Denominator.PLACED)
    assert isinstance(share, BoundedShare)  # noqa: S101 - no list is empty
    true = 100 * truth.mean()
    print(
        f"{name}, {vintage}: {counts.inside} inside, {counts.outside} outside, {counts.uncertain} uncertain, "
        f"{counts.unplaced} unplaced; certain and wrong {wrong} of {counts.inside + counts.outside} "
        f"({100 * wrong / (counts.inside + counts.outside):.3f} %); bounds {float(share.low):.2f} to "
        f"{float(share.high):.2f}, truth {true:.2f}"
    )


if __name__ == "__main__":
    main()
