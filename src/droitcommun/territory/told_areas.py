"""A cell that says where somebody lives: a code of the perimeters, their name, or words such as « hors QPV »."""

import re
from dataclasses import dataclass

from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.placements import Placement
from droitcommun.territory.vintages import list_of_code
from droitcommun.territory.words import folded

_ZONES = r"(?:QPV|QP|ZUS|CUCS|QUARTIERS? PRIORITAIRES?|POLITIQUE DE LA VILLE|GEOGRAPHIE PRIORITAIRE)"
_OUTSIDE = re.compile(
    rf"HORS.*|NON (?:QPV|QP|ZUS|PRIORITAIRES?)|CSZ|HZ|.*\bHORS (?:LA |LES )?{_ZONES}"
    r"|AUTRES? (?:QUARTIERS?|ADRESSES?|COMMUNES?)"
)
_INSIDE = re.compile(rf"(?:EN |DANS (?:UN |LES |LA )?)?{_ZONES}|.*\bIDENTIFIEE?S? {_ZONES}")
_UNKNOWN = re.compile(
    r"(?:.*\b)?NON (?:IDENTIFIE|LOCALISE|GEOCODE|PLACE|RENSEIGNE|DETERMINE|SITUE|AFFECTE)\w*"
    r"|INCONNUE?S?|INDETERMINEE?S?|N ?R|N ?C|SANS ADRESSE|NSP"
)
_TOTAL = re.compile(r"TOTAL.*|ENSEMBLE.*|SOMME")


@dataclass(frozen=True, slots=True)
class ToldArea:
    """What a cell says. `area` is a place in the perimeters, -1 when it does not say which, or none."""

    placement: Placement
    area: int = -1


class ToldAreas:
    """Reads cells towards one set of areas; each distinct one is understood once."""

    def __init__(self, perimeters: Perimeters) -> None:
        self._vintage = perimeters.vintage.name
        self._codes = {area.code.upper(): place for place, area in enumerate(perimeters.areas)}
        names: dict[str, list[int]] = {}
        for place, area in enumerate(perimeters.areas):
            names.setdefault(_name(area.name), []).append(place)
        self._names = {name: places[0] for name, places in names.items() if len(places) == 1}

    def read(self, cell: str) -> ToldArea | None:
        """Return what a cell says; None when it says nothing that is known in this vintage."""
        word = cell.strip()
        code = self._codes.get(word.upper().replace(" ", ""))
        if code is not None:
            return ToldArea(Placement.INSIDE, code)
        flat = folded(word)
        if (place := self._names.get(_name(word))) is not None:
            return ToldArea(Placement.INSIDE, place)
        if _UNKNOWN.fullmatch(flat):
            return ToldArea(Placement.UNPLACED)
        if _OUTSIDE.fullmatch(flat):
            return ToldArea(Placement.OUTSIDE)
        if _INSIDE.fullmatch(flat):
            return ToldArea(Placement.INSIDE)
        return None

    def other_list(self, cell: str) -> str | None:
        """The legal list that a code is of, when it is another one than that of the perimeters."""
        name = list_of_code(cell.strip().upper().replace(" ", ""))
        return name if name != self._vintage else None


def _name(text: str) -> str:
    return " ".join(folded(text).replace("-", " ").split())


def is_total(cell: str) -> bool:
    """Whether a cell names the sum of the others."""
    return bool(_TOTAL.fullmatch(folded(cell)))
