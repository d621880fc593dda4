"""Points in polygons: how fast, whether shapely agrees, and what stays open near a border.

Points from arrays of longitudes and latitudes, in the 1,296 priority neighbourhoods of mainland France (2014):
addresses of Paris moved by some metres, and places anywhere. `python bench/polygons.py [POINTS [PYTHON]]`, five
millions by default; PYTHON is an interpreter that has geopandas, which the project does not use. One process; each
engine is asked in the same run, its own preparation apart. Then coordinates of addresses near a border are drawn anew
within their radius.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from droitcommun.territory.borders import Borders, Side  # noqa: E402 - as in locating.py
from droitcommun.territory.flags import radius  # noqa: E402
from droitcommun.territory.perimeter_files import read_perimeters  # noqa: E402
from droitcommun.territory.perimeters import Kind, Perimeters, Vintage  # noqa: E402
from droitcommun.territory.raster import Floats, Raster  # noqa: E402
from tests.places import SHARED  # noqa: E402

DATA = SHARED / "data"
DRAWINGS = (("qpv2014_paris.geojson", "2014", 5.0), ("qpv2024_paris.geojson", "2024", 20.0))
SEED = 20251127
MAINLAND = (-4.8, 42.3, 8.2, 51.1)  # degrees
MOVED = 0.0003  # degrees: some thirty metres
NEAR = 25.0  # metres from a border
DRAWN = 20
METRES = 111_180.0

GEOPANDAS = """
import sys, time, numpy, shapely, geopandas
points = numpy.load(sys.argv[1])
areas = geopandas.GeoDataFrame(geometry=shapely.from_wkb(numpy.load(sys.argv[2], allow_pickle=True)), crs=4326)
start = time.perf_counter()
asked = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(*points.T), crs=4326)
joined = geopandas.sjoin(asked, areas, predicate="intersects")
print(time.perf_counter() - start, len(joined))
"""


def perimeters_of(name: str, vintage: str, precision: float) -> Perimeters:
    """The areas of a file of the shared folder."""
    return read_perimeters(
        DATA / "perimeters" / name, kind=Kind.QPV, vintage=Vintage(vintage, vintage, precision)
    )


def addresses() -> NDArray[np.float64]:
    """Longitudes and latitudes of the register of Paris."""
    rows = pl.read_csv(DATA / "ban" / "adresses-75.csv.gz", separator=";", columns=["lon", "lat"])
    return rows.to_numpy()


def by_tree(
    shapes: list[shapely.Geometry], points: NDArray[np.float64]
) -> tuple[float, set[tuple[int, int]]]:
    """Seconds and pairs of point and area of shapely's tree, its points made on the way."""
    tree = shapely.STRtree(shapes)
    start = time.perf_counter()
    found = tree.query(shapely.points(points), predicate="intersects")
    return time.perf_counter() - start, set(zip(*found.tolist(), strict=True))


def by_raster(raster: Raster, x: Floats, y: Floats) -> tuple[float, set[tuple[int, int]]]:
    """Seconds and pairs of the raster."""
    start = time.perf_counter()
    found = raster.areas_of(x, y)
    seconds = time.perf_counter() - start
    inside = np.flatnonzero(found.first >= 0)
    pairs = set(zip(inside.tolist(), found.first[inside].tolist(), strict=True))
    return seconds, pairs | set(zip(found.more_points.tolist(), found.more_areas.tolist(), strict=True))


def by_geopandas(
    python: str, shapes: list[shapely.Geometry], points: NDArray[np.float64]
) -> tuple[float, int]:
    """Seconds and number of pairs of geopandas, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/points.npy", points)
        np.save(f"{folder}/areas.npy", np.array(shapely.to_wkb(shapes), dtype=object))
        asked = [python, "-c", GEOPANDAS, f"{folder}/points.npy", f"{folder}/areas.npy"]
        told = subprocess.run(asked, check=True, capture_output=True, text=True)
    seconds, pairs = told.stdout.split()
    return float(seconds), int(pairs)


def speed(count: int, python: str | None) -> None:
    """Each engine on the same points."""
    areas = perimeters_of("qpv2014_metropole.parquet", "2014", 5.0)
    start = time.perf_counter()
    raster = Raster(areas.shapes)
    print(f"raster of {len(areas.shapes)} polygons: {time.perf_counter() - start:.1f} s to prepare")
    chance = np.random.default_rng(SEED)
    near = addresses()[chance.integers(0, len(addresses()), count)]
    west, south, east, north = MAINLAND
    sets = {
        "addresses of Paris": near + chance.normal(0, MOVED, near.shape),
        "anywhere": np.column_stack([chance.uniform(west, east, count), chance.uniform(south, north, count)]),
    }
    for name, points in sets.items():
        x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
        seconds, pairs = by_raster(raster, x, y)
        slow, others = by_tree(list(areas.shapes), points)
        told = (
            f"{name}: {count} points, {count / seconds:,.0f} a second; tree {count / slow:,.0f}, "
            f"{slow / seconds:.1f} × as long; {len(pairs)} inside, {len(pairs ^ others)} disagreements"
        )
        if python:
            slower, joined = by_geopandas(python, list(areas.shapes), points)
            told += f"; geopandas {count / slower:,.0f}, {slower / seconds:.1f} × as long, {joined} inside"
        print(told)


def coverage() -> None:
    """Addresses near a border, drawn anew within their radius: how many rows are certain, and wrong."""
    chance = np.random.default_rng(SEED)
    points = addresses()
    for name, vintage, precision in DRAWINGS:
        borders = Borders(perimeters_of(name, vintage, precision).shapes)
        x, y = points[:, 0], points[:, 1]
        zero = np.zeros(len(x))
        close = borders.sides(x, y, zero + NEAR).side == Side.EITHER
        x, y = np.repeat(x[close], DRAWN), np.repeat(y[close], DRAWN)
        truth = borders.sides(x, y, np.zeros(len(x))).side
        allowed = radius("parcelle", precision)
        # A door is as far as its type of position allows: anywhere in the disc.
        far = (allowed - precision) * np.sqrt(chance.uniform(0, 1, len(x)))
        turn = chance.uniform(0, 2 * np.pi, len(x))
        moved_x = x + far * np.cos(turn) / (METRES * np.cos(np.radians(y)))
        said = borders.sides(moved_x, y + far * np.sin(turn) / METRES, np.full(len(x), allowed)).side
        certain = said != Side.EITHER
        wrong = int((certain & (said != truth)).sum())
        inside, low, high = (
            (truth == Side.INSIDE).mean(),
            (said == Side.INSIDE).mean(),
            (said != Side.OUTSIDE).mean(),
        )
        print(
            f"{vintage}: {int(close.sum())} addresses within {NEAR:.0f} m of a border, {DRAWN} draws each; certain "
            f"{100 * certain.mean():.1f} %, certain and wrong {wrong}; inside {100 * inside:.2f} %, bounds "
            f"{100 * low:.2f} to {100 * high:.2f}"
        )


def main() -> None:
    """Print the figures."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    if not DATA.exists():
        print(f"nothing at {DATA}: nothing is measured; set DROITCOMMUN_SHARED")
        return
    asked = dict(enumerate(sys.argv))
    speed(int(asked.get(1, "5000000")), asked.get(2))
    coverage()


if __name__ == "__main__":
    main()
