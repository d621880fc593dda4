"""Areas of one kind and one vintage, in longitude and latitude, as their producer drew them.

A perimeter is an argument, never a default: the same address is inside one vintage and outside the next. What was done
to a file before it could be used (repaired, reprojected) is a note, shown with every figure that rests on it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from droitcommun.core.problems import FileRefusedError, Place, Problem

WGS84 = "OGC:CRS84"

# The old French geodetic system: its grids are known to some metres only, and its meridian is that of Paris.
_OLD_SYSTEM = "Nouvelle Triangulation Francaise"


class Kind(StrEnum):
    """What an area is in law, or in use."""

    QPV = "qpv"
    WATCHED = "veille-active"
    NEARBY = "proximite-immediate"
    DISTRICT = "arrondissement"
    REP = "rep"
    ZUS = "zus"
    ZSP = "zsp"
    LIVED = "quartier-vecu"
    OTHER = "autre"


@dataclass(frozen=True, slots=True)
class Vintage:
    """Which drawing: its name, the text it comes from, and how far its border may be from the legal one, in metres."""

    name: str
    text: str
    precision: float

    def __post_init__(self) -> None:
        if not self.name or not 0 <= self.precision <= 1000:  # noqa: PLR2004 - a kilometre is no border any more
            raise ValueError("a vintage has a name, and a precision in metres")


@dataclass(frozen=True, slots=True)
class Area:
    """One area. `shape` is a valid polygon, or several, in degrees."""

    code: str
    name: str
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Perimeters:
    """Areas in order of code, and what was done to the file they come from."""

    kind: Kind
    vintage: Vintage
    areas: tuple[Area, ...]
    notes: tuple[str, ...]

    @property
    def shapes(self) -> list[shapely.Geometry]:
        """The shapes, in the order of the areas."""
        return [area.shape for area in self.areas]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A feature as a file gives it. `line` numbers it from 1; `shape` is None when it has none."""

    line: int
    code: str
    name: str
    shape: shapely.Geometry | None


def parse_perimeters(
    drawn: Iterable[Drawn], *, file: str, crs: str, kind: Kind, vintage: Vintage
) -> Perimeters:
    """Return the areas of a file whose coordinates are in `crs`.

    An invalid polygon is repaired with a note; features of one code are one area; an area without a surface, as
    simplification leaves some, is left out with a note, since nobody can be found in it.

    FileRefusedError: unknown system of coordinates; coordinates that are not of it; a feature without code; no area.
    All problems at once.
    """
    to_degrees, notes = _reprojection(crs, file)
    problems: list[Problem] = []
    found: dict[str, list[Drawn]] = {}
    repaired: list[str] = []
    flat: list[str] = []
    for feature in drawn:
        place = Place(file, feature.line)
        if not feature.code:
            problems.append(Problem(place, "area-without-code", "un code de quartier attendu"))
        elif feature.shape is None or feature.shape.is_empty:
            flat.append(feature.code)
        elif (shape := _in_degrees(feature.shape, to_degrees)) is None:
            expected = "des coordonnées en degrés attendues ; sinon, nommer leur système"
            problems.append(Problem(place, "coordinates-out-of-range", expected))
        elif (surface := _surface(shape)).is_empty:
            flat.append(feature.code)
        else:
            if not shape.is_valid:
                repaired.append(feature.code)
            found.setdefault(feature.code, []).append(
                Drawn(feature.line, feature.code, feature.name, surface)
            )
    if not found and not problems:
        problems.append(Problem(Place(file), "no-area", "au moins un périmètre attendu"))
    if problems:
        raise FileRefusedError(problems)
    areas = tuple(
        Area(code, parts[0].name, shapely.union_all([part.shape for part in parts]))
        for code, parts in sorted(found.items())
    )
    notes = (*notes, *_said(repaired, "se recoupait et a été réparé", "se recoupaient et ont été réparés"))
    notes = (*notes, *_said(flat, "sans surface a été écarté", "sans surface ont été écartés"))
    return Perimeters(kind, vintage, areas, notes)


Reprojection = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _reprojection(crs: str, file: str) -> tuple[Reprojection | None, tuple[str, ...]]:
    try:
        source = pyproj.CRS.from_user_input(crs)
    except CRSError as error:
        raise FileRefusedError(
            [Problem(Place(file), "unknown-crs", "un système de coordonnées attendu, par exemple EPSG:2154")]
        ) from error
    if (
        source.is_geographic
        and source.datum is not None
        and "World Geodetic System 1984" in source.datum.name
    ):
        return None, ()
    # Always longitude first, whatever the order of the axes in the register of systems.
    transformer = pyproj.Transformer.from_crs(source, WGS84, always_xy=True)
    notes = [f"coordonnées converties de {source.name} en longitude et latitude"]
    if _OLD_SYSTEM in source.name or (source.datum is not None and _OLD_SYSTEM in source.datum.name):
        notes.append("ancien système NTF : à quelques mètres près")

    def to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        longitudes, latitudes = transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack([longitudes, latitudes])

    return to_degrees, tuple(notes)


def _in_degrees(shape: shapely.Geometry, to_degrees: Reprojection | None) -> shapely.Geometry | None:
    """Return the shape in longitude and latitude, or None when it is not on the globe."""
    flat = shapely.force_2d(shape)
    turned = flat if to_degrees is None else shapely.transform(flat, to_degrees)
    west, south, east, north = turned.bounds
    # NaN and infinity fail these comparisons too.
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):  # noqa: PLR2004 - the globe
        return None
    return turned


def _surface(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a valid polygon or several: what a repair leaves of lines and points goes."""
    valid = shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(valid) if part.geom_type == "Polygon"]
    return shapely.union_all(parts)


_NAMED = 5


def _said(codes: list[str], of_one: str, of_several: str) -> tuple[str, ...]:
    if not codes:
        return ()
    some = ", ".join(sorted(codes)[:_NAMED]) + ("…" if len(codes) > _NAMED else "")
    count = "1 contour" if len(codes) == 1 else f"{len(codes)} contours"
    return (f"{count} {of_one if len(codes) == 1 else of_several} : {some}",)
