"""Pairs of coordinates as files have them: degrees, swapped degrees, metres of Lambert 93; never guessed in silence."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyproj
from numpy.typing import NDArray

from droitcommun.territory.perimeters import WGS84

Floats = NDArray[np.float64]


class System(StrEnum):
    """What the numbers of a file are."""

    DEGREES = "degrees"
    LAMBERT_93 = "lambert_93"


# West, south, east, north of what France holds, in degrees: the mainland with Corsica, then overseas. A point
# elsewhere is in the sea or abroad: 0, 0 is how many programs write that they found nothing.
_FRANCE = (
    (-5.3, 41.3, 9.7, 51.2),
    (-61.9, 14.3, -60.7, 16.6),  # Guadeloupe, Martinique
    (-63.2, 17.8, -62.7, 18.2),  # Saint-Martin, Saint-Barthélemy
    (-54.7, 2.0, -51.5, 5.9),  # Guyane
    (55.1, -21.5, 55.9, -20.8),  # La Réunion
    (44.9, -13.1, 45.4, -12.5),  # Mayotte
    (-56.6, 46.6, -56.0, 47.2),  # Saint-Pierre-et-Miquelon
    (-155.0, -28.0, -134.0, -7.5),  # Polynésie française
)

# Metres, the same of Lambert 93.
_LAMBERT = (50_000.0, 6_000_000.0, 1_300_000.0, 7_200_000.0)

_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Points:
    """Longitudes and latitudes; NaN where a pair is missing, no number, or not in France. `swapped` were put right."""

    longitudes: Floats
    latitudes: Floats
    missing: NDArray[np.bool_]
    elsewhere: NDArray[np.bool_]
    swapped: NDArray[np.bool_]


def system_of(x: Floats, y: Floats) -> System:
    """Say what the first rows of a file are."""
    known = np.isfinite(x) & np.isfinite(y)
    metres = _within(x, y, _LAMBERT) | _within(y, x, _LAMBERT)
    return (
        System.LAMBERT_93 if known.any() and (metres & known).sum() > _MOST * known.sum() else System.DEGREES
    )


def parse_numbers(cells: list[str]) -> Floats:
    """Read numbers with a point or a comma; NaN for what is none."""
    return np.array([_number(cell) for cell in cells], dtype=np.float64)


def _number(cell: str) -> float:
    try:
        return float(cell.replace(",", ".").replace("\u00a0", "").replace("\u202f", "").replace(" ", ""))
    except ValueError:
        return float("nan")


def points_of(x: Floats, y: Floats, system: System) -> Points:
    """Turn pairs into longitudes and latitudes; a pair that is in France only the other way round is swapped."""
    missing = ~(np.isfinite(x) & np.isfinite(y))
    if system is System.LAMBERT_93:
        right, wrong = _within(x, y, _LAMBERT), _within(y, x, _LAMBERT)
    else:
        right, wrong = _in_france(x, y), _in_france(y, x)
    swapped = wrong & ~right
    x, y = np.where(swapped, y, x), np.where(swapped, x, y)
    elsewhere = ~missing & ~right & ~wrong
    off = missing | elsewhere
    if system is System.LAMBERT_93:
        transformer = pyproj.Transformer.from_crs("EPSG:2154", WGS84, always_xy=True)
        longitudes, latitudes = transformer.transform(
            np.where(off, 700_000.0, x), np.where(off, 6_600_000.0, y)
        )
    else:
        longitudes, latitudes = x, y
    blank = np.where(off, np.nan, 0.0)
    return Points(longitudes + blank, latitudes + blank, missing, elsewhere, swapped)


def _within(x: Floats, y: Floats, bounds: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _in_france(x: Floats, y: Floats) -> NDArray[np.bool_]:
    found = np.zeros(len(x), dtype=np.bool_)
    for bounds in _FRANCE:
        found |= _within(x, y, bounds)
    return found
