"""On which side of a border does a point lie, when it may be some metres away from where it is said to be.

Distances are metres on a plane that touches the globe at the middle of each area: over the two kilometres that an area
measures the plane and the globe differ by millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from droitcommun.territory.raster import Floats, Numbers, Raster

# Metres in a degree: of a meridian at the latitude of France, and of the equator (WGS 84).
_NORTH = 111_180.0
_EAST = 111_320.0

# The farthest that a point may be from where it is said to be, in metres; what is less certain says nothing of a side.
FARTHEST = 150.0


class Side(IntEnum):
    """Where a point lies, towards all areas together. The numbers are those of the arrays."""

    OUTSIDE = 0
    INSIDE = 1
    EITHER = 2


UNKNOWN_AREA = -1


@dataclass(frozen=True, slots=True)
class Sides:
    """For each point its side, and the area in which it lies whatever its true place, or -1.

    A point near a border that two areas share is inside, in an area that nobody knows.
    """

    side: NDArray[np.int8]
    area: Numbers


@dataclass(frozen=True, slots=True)
class _Plane:
    """Metres around the middle of an area."""

    longitude: float
    latitude: float
    east: float

    @classmethod
    def of(cls, shape: shapely.Geometry) -> "_Plane":
        west, south, east, north = shape.bounds
        latitude = (south + north) / 2
        return cls((west + east) / 2, latitude, _EAST * float(np.cos(np.radians(latitude))))

    def metres(self, degrees: Floats) -> Floats:
        return (degrees - (self.longitude, self.latitude)) * (self.east, _NORTH)

    def degrees(self, metres: Floats) -> Floats:
        return metres / (self.east, _NORTH) + (self.longitude, self.latitude)


class Borders:
    """The borders of areas in longitude and latitude; read by several threads at once."""

    def __init__(self, shapes: Sequence[shapely.Geometry]) -> None:
        self._raster = Raster(shapes)
        self._planes = [_Plane.of(shape) for shape in shapes]
        edges = [shapely.boundary(shape) for shape in shapes]
        self._edges = self._in_metres(edges)
        self._near = Raster(
            [
                shapely.transform(shapely.buffer(edge, FARTHEST * 1.01), plane.degrees)
                for edge, plane in zip(self._edges, self._planes, strict=True)
            ]
        )
        # Where two areas touch, the border between them is none between inside and outside.
        parts = shapely.get_parts(shapely.union_all(list(shapes)))
        tree = shapely.STRtree(parts)
        outer: list[shapely.Geometry] = []
        for shape in shapes:
            touched = tree.query(shape, predicate="intersects")
            outer.append(shapely.union_all(shapely.boundary(parts[touched])))
        self._outer = self._in_metres(outer)

    def _in_metres(self, edges: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
        turned = [
            shapely.transform(edge, plane.metres) for edge, plane in zip(edges, self._planes, strict=True)
        ]
        for edge in turned:
            shapely.prepare(edge)
        return turned

    def sides(self, longitudes: Floats, latitudes: Floats, radii: Floats) -> Sides:
        """Return the side of each point that may be `radii` metres away from where it is said to be.

        ValueError: a radius above FARTHEST.
        """
        if radii.size and not radii.max() <= FARTHEST:
            raise ValueError("a radius beyond the farthest says nothing of a side")
        inside = self._raster.areas_of(longitudes, latitudes)
        area = inside.first.copy()
        side = (area >= 0).astype(np.int8)
        near = self._near.areas_of(longitudes, latitudes)
        first = np.flatnonzero(near.first >= 0)
        points = np.concatenate([first, near.more_points])
        areas = np.concatenate([near.first[first], near.more_areas])
        order = np.argsort(areas, kind="stable")
        points, areas = points[order], areas[order]
        cuts = np.flatnonzero(np.diff(areas)) + 1
        for same in np.split(np.arange(len(points)), cuts) if len(points) else ():
            number, asked = int(areas[same[0]]), points[same]
            degrees = np.column_stack([longitudes[asked], latitudes[asked]])
            places = shapely.points(self._planes[number].metres(degrees))
            # On the border itself the radius does not matter: nobody says on which side of a line a house stands.
            within = shapely.dwithin(self._edges[number], places, radii[asked])
            undecided, places = asked[within], places[within]
            area[undecided] = UNKNOWN_AREA
            open_ = shapely.dwithin(self._outer[number], places, radii[undecided])
            side[undecided[open_]] = Side.EITHER
        return Sides(side, area)
