"""Files of perimeters as producers publish them: what is taken, what is mended aloud, what is refused."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio
import pyproj
import pytest
import shapely

from droitcommun.core.problems import FileRefusedError
from droitcommun.territory.borders import Borders, Side
from droitcommun.territory.perimeter_files import read_perimeters
from droitcommun.territory.perimeters import Kind, Perimeters, Vintage
from tests.places import SHARED

VINTAGE = Vintage("2014", "décret no 2014-1750 du 30 décembre 2014", 5)
SQUARE = [[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.9], [2.3, 48.8]]
CROSSED = [[2.3, 48.8], [2.4, 48.9], [2.4, 48.8], [2.3, 48.9], [2.3, 48.8]]


def feature(ring: list[list[float]], **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def written(folder: Path, *features: dict[str, Any], **members: object) -> Path:
    path = folder / "quartiers.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8"
    )
    return path


def read(path: Path, crs: str | None = None) -> Perimeters:
    return read_perimeters(path, kind=Kind.QPV, vintage=VINTAGE, crs=crs)


def test_areas_come_in_order_of_code_with_their_names(tmp_path: Path) -> None:
    far = [[x + 1, y] for x, y in SQUARE]

    perimeters = read(
        written(
            tmp_path,
            feature(far, code_qp="QP2", lib_qp="Les Lilas"),
            feature(SQUARE, CODE_QP="QP1", LIB_QP="Le Bois"),
        )
    )

    assert [(area.code, area.name) for area in perimeters.areas] == [("QP1", "Le Bois"), ("QP2", "Les Lilas")]
    assert perimeters.areas[0].shape.equals(shapely.Polygon(SQUARE))
    assert perimeters.notes == ()


def test_a_polygon_that_crosses_itself_is_mended_aloud(tmp_path: Path) -> None:
    perimeters = read(written(tmp_path, feature(CROSSED, code="QP1")))

    assert perimeters.areas[0].shape.is_valid
    # Two triangles that meet: each a quarter of the square.
    assert perimeters.areas[0].shape.area == pytest.approx(0.005)
    assert perimeters.notes == ("1 contour se recoupait et a été réparé : QP1",)


def test_an_area_without_surface_is_left_out_aloud(tmp_path: Path) -> None:
    flat = feature([[2.3, 48.8], [2.4, 48.8], [2.3, 48.8], [2.3, 48.8]], code="QP2")

    perimeters = read(written(tmp_path, feature(SQUARE, code="QP1"), flat))

    assert [area.code for area in perimeters.areas] == ["QP1"]
    assert perimeters.notes == ("1 contour sans surface a été écarté : QP2",)


def test_parts_with_one_code_are_one_area(tmp_path: Path) -> None:
    far = [[x + 1, y] for x, y in SQUARE]

    (area,) = read(written(tmp_path, feature(SQUARE, code="QP1"), feature(far, code="QP1"))).areas

    assert len(shapely.get_parts(area.shape)) == 2


def in_system(code: int) -> list[list[float]]:
    turn = pyproj.Transformer.from_crs("OGC:CRS84", code, always_xy=True)
    return [list(turn.transform(x, y)) for x, y in SQUARE]


@pytest.mark.parametrize(
    ("code", "notes"),
    [
        (2154, ("coordonnées converties de RGF93 v1 / Lambert-93 en longitude et latitude",)),
        (
            27572,
            (
                "coordonnées converties de NTF (Paris) / Lambert zone II en longitude et latitude",
                "ancien système NTF : à quelques mètres près",
            ),
        ),
    ],
)
def test_lambert_is_reprojected_aloud_and_the_old_system_warned(
    tmp_path: Path, code: int, notes: tuple[str, ...]
) -> None:
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}

    perimeters = read(written(tmp_path, feature(in_system(code), code="QP1"), crs=named))

    assert perimeters.notes == notes
    corners = np.array(shapely.get_coordinates(perimeters.areas[0].shape))
    for corner in SQUARE:
        assert np.abs(corners - corner).max(axis=1).min() < 1e-4  # ten metres, as far as the old grid goes


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".parquet"])
def test_each_format_says_the_same(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"quartiers{suffix}"
    wkb = np.array([shapely.to_wkb(shapely.Polygon(SQUARE))], dtype=object)
    if suffix == ".parquet":
        geo = {"version": "1.1.0", "primary_column": "forme", "columns": {"forme": {"encoding": "WKB"}}}
        frame = pl.DataFrame({"code_qp": ["QP1"], "lib_qp": ["Le Bois"], "forme": [wkb[0]]})
        frame.write_parquet(path, metadata={"geo": json.dumps(geo)})
    else:
        pyogrio.raw.write(
            path,
            wkb,
            [np.array(["QP1"], dtype=object), np.array(["Le Bois"], dtype=object)],
            ["code_qp", "lib_qp"],
            geometry_type="Polygon",
            crs="EPSG:4326",
        )

    (area,) = read(path).areas

    assert (area.code, area.name) == ("QP1", "Le Bois")
    assert area.shape.equals(shapely.Polygon(SQUARE))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "un fichier GeoJSON en UTF-8 attendu"),
        ("[]", "un objet « FeatureCollection » attendu"),
        ('{"type":"FeatureCollection","features":[]}', "au moins un périmètre attendu"),
        ('{"type":"FeatureCollection","features":[3]}', "ligne 1 : un objet « Feature »"),
        (
            '{"features":[{"properties":{"code":"Q"},"geometry":{"type":"Polygon"}}]}',
            "ligne 1 : une géométrie GeoJSON",
        ),
        (json.dumps({"features": [feature(SQUARE)]}), "ligne 1 : un code de quartier attendu"),
        (
            json.dumps({"features": [feature(in_system(2154), code="Q")]}),
            "ligne 1 : des coordonnées en degrés attendues",
        ),
        (
            json.dumps({"features": [feature(SQUARE, code="Q")], "crs": {"properties": {"name": "Paris"}}}),
            "un système de coordonnées attendu",
        ),
    ],
)
def test_what_is_no_file_of_perimeters_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "quartiers.geojson"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FileRefusedError) as refused:
        read(path)

    assert said in str(refused.value).replace("\u00a0", " ")


@pytest.mark.parametrize("suffix", [".parquet", ".gpkg", ".shp", ".kml"])
def test_bytes_that_are_not_what_the_name_says_are_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"quartiers{suffix}"
    path.write_bytes(b"PAR1 et rien d'autre")

    with pytest.raises(FileRefusedError, match="attendu"):
        read(path)


def test_a_file_that_names_no_system_of_coordinates_must_be_told_one(tmp_path: Path) -> None:
    path = tmp_path / "quartiers.shp"
    wkb = np.array([shapely.to_wkb(shapely.Polygon(in_system(2154)))], dtype=object)
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.raw.write(path, wkb, [np.array(["QP1"], dtype=object)], ["code_qp"], geometry_type="Polygon")

    with pytest.raises(FileRefusedError, match="le fichier n’en nomme aucun"):
        read(path)
    assert read(path, "EPSG:2154").areas[0].code == "QP1"


# Counts of the points of the Base Adresse Nationale in Paris, by other means: see the provenance of the data.
COUNTED = [
    ("qpv2014_paris.geojson", 20, 7463),
    ("qpv2014_metropole.parquet", 1296, 7465),
    ("qpv2024_paris.geojson", 21, 6456),
    ("qpv2024_national_simplified.parquet", 1606, 6448),
]


@pytest.mark.parametrize(("file", "areas", "inside"), COUNTED)
def test_the_addresses_of_paris_are_counted_as_others_counted_them(
    file: str, areas: int, inside: int
) -> None:
    addresses = SHARED / "data/ban/adresses-75.csv.gz"
    if not addresses.exists():
        message = f"addresses not found at {addresses}: set DROITCOMMUN_SHARED"
        if os.environ.get("DROITCOMMUN_REQUIRE_SHARED") == "1":
            pytest.fail(message)
        pytest.skip(message)
    points = pl.read_csv(addresses, separator=";", columns=["lon", "lat"]).to_numpy().T.copy()
    perimeters = read(SHARED / "data/perimeters" / file)

    sides = Borders(perimeters.shapes).sides(points[0], points[1], np.zeros(points.shape[1]))

    assert len(perimeters.areas) == areas
    assert int((sides.side == Side.INSIDE).sum()) == inside
