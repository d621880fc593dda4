"""Files of perimeters, as their producers publish them: GeoJSON, Parquet, GeoPackage, Shapefile."""

import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.perimeters import WGS84, Drawn, Kind, Perimeters, Vintage, parse_perimeters

# What producers call the code and the name of an area, the most precise first.
CODES = ("code_qp", "code_qpv", "codeqp", "c_arinsee", "code_iris", "code_insee", "insee_com", "code", "id")
NAMES = ("lib_qp", "nom_qp", "l_aroff", "nom_iris", "nom", "libelle", "name", "label")


def read_perimeters(path: Path, *, kind: Kind, vintage: Vintage, crs: str | None = None) -> Perimeters:
    """Read the areas of a file; `crs` is for a file that does not name its system of coordinates.

    FileRefusedError: not one of the four formats, unreadable, without a system of coordinates, or as
    `parse_perimeters` says.
    """
    match path.suffix.lower():
        case ".geojson" | ".json":
            read: tuple[list[Drawn], str | None] = _geojson(path)
        case ".parquet" | ".geoparquet":
            read = _parquet(path)
        case ".gpkg" | ".shp":
            read = _by_gdal(path)
        case _:
            raise _refused(path, "perimeter-format", "un fichier .geojson, .parquet, .gpkg ou .shp attendu")
    features, named = read
    used = named or crs
    if used is None:
        raise _refused(path, "crs-missing", "un système de coordonnées attendu : le fichier n’en nomme aucun")
    return parse_perimeters(features, file=path.name, crs=used, kind=kind, vintage=vintage)


def _refused(path: Path, code: str, expected: str, line: int | None = None) -> FileRefusedError:
    return FileRefusedError([Problem(Place(path.name, line), code, expected)])


def _geojson(path: Path) -> tuple[list[Drawn], str]:
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(path, "perimeter-unreadable", "un fichier GeoJSON en UTF-8 attendu") from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list):
        raise _refused(path, "perimeter-unreadable", "un objet « FeatureCollection » attendu")
    return list(_of_features(path, features)), _crs_of(read)


def _of_features(path: Path, features: list[Any]) -> Iterator[Drawn]:
    for line, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise _refused(
                path, "perimeter-unreadable", "un objet « Feature » avec ses propriétés attendu", line
            )
        try:
            shape = (
                shapely.from_geojson(json.dumps(feature.get("geometry"))) if feature.get("geometry") else None
            )
        except ShapelyError as error:
            raise _refused(path, "area-without-shape", "une géométrie GeoJSON attendue", line) from error
        code, name = _named(list(properties), list(properties.values()))
        yield Drawn(line, code, name, shape)


def _crs_of(read: dict[str, Any]) -> str:
    """GeoJSON is in WGS 84 (RFC 7946); files from before may name another system."""
    crs = read.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    return named if isinstance(named, str) else WGS84


def _named(columns: Sequence[str], values: Sequence[object]) -> tuple[str, str]:
    by_name = {column.lower(): value for column, value in zip(columns, values, strict=True)}

    def first(wanted: tuple[str, ...]) -> str:
        return next((str(by_name[one]) for one in wanted if by_name.get(one) not in {None, ""}), "")

    code = first(CODES)
    return code, first(NAMES) or code


def _parquet(path: Path) -> tuple[list[Drawn], str | None]:
    import polars as pl

    try:
        metadata = json.loads(pl.read_parquet_metadata(path).get("geo", "{}"))
        column = metadata.get("primary_column", "geometry")
        with warnings.catch_warnings():
            # Its type of extension is not one that polars knows; the bytes are what is wanted.
            warnings.filterwarnings("ignore", message="Extension type", category=UserWarning)
            frame = pl.read_parquet(path)
        shapes = shapely.from_wkb(frame[column].to_numpy())
    except (OSError, ValueError, ShapelyError, pl.exceptions.PolarsError) as error:
        raise _refused(
            path, "perimeter-unreadable", "un fichier Parquet avec une géométrie WKB attendu"
        ) from error
    described = metadata.get("columns", {}).get(column, {})
    # Without a word a GeoParquet file is in longitude and latitude: so says its standard.
    crs = described.get("crs", WGS84) if described else None
    rest = frame.drop(column)
    features = [
        Drawn(line, *_named(rest.columns, row), shape)
        for line, (row, shape) in enumerate(zip(rest.iter_rows(), shapes, strict=True), 1)
    ]
    return features, json.dumps(crs) if isinstance(crs, dict) else crs


def _by_gdal(path: Path) -> tuple[list[Drawn], str | None]:
    try:
        import pyogrio
    except ImportError as error:
        raise _refused(
            path, "perimeter-format", "un fichier .geojson ou .parquet attendu, ou bien : pip install pyogrio"
        ) from error
    try:
        described, _, geometries, values = pyogrio.raw.read(path)
        shapes = shapely.from_wkb(geometries)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ShapelyError) as error:
        raise _refused(
            path, "perimeter-unreadable", "un fichier GeoPackage ou Shapefile entier attendu"
        ) from error
    columns = list(described["fields"])
    features = [
        Drawn(line, *_named(columns, [value[line - 1] for value in values]), shape)
        for line, shape in enumerate(shapes, 1)
    ]
    return features, described["crs"]
