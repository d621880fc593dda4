"""Areas as paths of a drawing: a local plane, whole decimals, north at the top."""

from dataclasses import dataclass
from math import cos, radians

import shapely

from droitcommun.territory.perimeters import Area, Perimeters

# Units of the drawing: what is smaller is not seen.
_SMALLEST = 0.4
_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Outline:
    """One area: its code, its name, the data of an SVG path with the even-odd rule."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Areas on one sheet, `width` by `height`."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


def drawing(perimeters: Perimeters, codes: frozenset[str], width: int = 640) -> Drawing | None:
    """Draw the areas of these codes; None when the file has none of them."""
    areas = [area for area in perimeters.areas if area.code in codes]
    if not areas:
        return None
    west, south, east, north = shapely.total_bounds([area.shape for area in areas])
    narrow = cos(radians((south + north) / 2))
    scale = (width - 2 * _MARGIN) / max((east - west) * narrow, (north - south) / 2, 1e-9)

    def path(area: Area) -> str:
        placed = shapely.transform(
            area.shape,
            lambda points: (points - (west, north)) * (narrow * scale, -scale) + _MARGIN,
        )
        parts = shapely.get_parts(shapely.simplify(placed, _SMALLEST))
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        return "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings
        )

    height = round((north - south) * scale + 2 * _MARGIN)
    return Drawing(width, height, tuple(Outline(area.code, area.name, path(area)) for area in areas))
