"""Files that a service may have, and perimeters around streets of the invented register; all invented."""

import json
from collections.abc import Iterable
from pathlib import Path

# Code, name, west, south, east, north. All houses of the Avenue du Général Tamaris are well inside the first; the
# second ends four metres north of the Boulevard Saint-Hilarion.
AREAS = (
    ("QP075901", "Les Tamaris", 2.2690, 48.8590, 2.2720, 48.8610),
    ("QP075902", "Saint-Hilarion", 2.2910, 48.8815, 2.2940, 48.88204),
)

INSIDE = ("2 avenue du Général Tamaris", "75016", "Paris")
OUTSIDE = ("101 rue de l'Étang Clair", "75017", "Paris")
AT_THE_BORDER = ("48 boulevard Saint-Hilarion", "75017", "Paris")
INVENTED = ("12 rue des Chimères", "75016", "Paris")

# l. 4840 to 4842 of the source: addresses identified, outside, not identified.
OF_THE_SHEET = ((INSIDE, 341), (OUTSIDE, 2021), (INVENTED, 105))

Cells = Iterable[str]


def perimeters(folder: Path, areas: Iterable[tuple[str, str, float, float, float, float]] = AREAS) -> Path:
    """A GeoJSON of rectangles."""
    features = [
        {
            "type": "Feature",
            "properties": {"code_qp": code, "lib_qp": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
            },
        }
        for code, name, west, south, east, north in areas
    ]
    path = folder / "perimetres.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def written(path: Path, rows: Iterable[Cells], *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """A CSV file of rows, the first of which is the header."""
    text = "".join(delimiter.join(cells) + "\n" for cells in rows)
    path.write_bytes(text.encode(encoding))
    return path


def addresses(counts: Iterable[tuple[tuple[str, str, str], int]] = OF_THE_SHEET) -> list[tuple[str, ...]]:
    """A header, then so many rows of each address, each with a number of its own."""
    rows = [address for address, count in counts for _ in range(count)]
    return [("dossier", "adresse", "code postal", "ville"), *((f"D{n}", *row) for n, row in enumerate(rows))]
