"""Which zoning the words of a sheet name. A sheet that names none says so: its perimeter is not assumed."""

import re
from collections.abc import Iterable
from dataclasses import replace

from droitcommun.core.contract import Perimeter, PerimeterKind
from droitcommun.intake.folding import folded

UNSAID = "non-precise"

# In the order in which they are looked for: the wider words hold the narrower ones.
_ZONINGS = (
    (
        Perimeter(
            id="qpv-et-abords",
            name="Quartiers prioritaires, quartiers vécus ou à proximité",
            kind=PerimeterKind.AROUND,
        ),
        r"a proximite|quartiers? vecus?|veille active",
    ),
    (
        Perimeter(
            id="arrondissements",
            name="Arrondissements qui comptent un quartier prioritaire",
            kind=PerimeterKind.DISTRICTS,
        ),
        r"arrondissements?",
    ),
    (
        Perimeter(
            id="qpv", name="Quartiers prioritaires de la politique de la ville", kind=PerimeterKind.PRIORITY
        ),
        r"\bqpv\b|quartiers? prioritaires?|quartiers? (?:de la )?politiques? de la ville",
    ),
    (Perimeter(id="zus", name="Zones urbaines sensibles", kind=PerimeterKind.OTHER), r"\bzus\b"),
    (Perimeter(id="zsp", name="Zones de sécurité prioritaires", kind=PerimeterKind.OTHER), r"\bzsp\b"),
    (
        Perimeter(id="education-prioritaire", name="Éducation prioritaire", kind=PerimeterKind.OTHER),
        r"education prioritaire|\brep\b",
    ),
    (
        Perimeter(id="territoire", name="Tout le territoire du contrat", kind=PerimeterKind.TERRITORY),
        r"\b(?:sur|dans|sur tout|tout) paris\b|\bterritoire parisien\b|\ba paris\b|\ba l'echelle departementale\b",
    ),
)

_UNSAID = Perimeter(id=UNSAID, name="Périmètre que la fiche ne dit pas", kind=PerimeterKind.UNSAID)

PERIMETERS = {one.id: one for one, _ in _ZONINGS} | {UNSAID: _UNSAID}


_CONTAINED = {
    "qpv": ("qpv-et-abords", "arrondissements", "territoire"),
    "qpv-et-abords": ("territoire",),
    "arrondissements": ("territoire",),
}


def within_each_other(ids: Iterable[str]) -> tuple[Perimeter, ...]:
    """Some perimeters by their ids, each within those of the others that contain it."""
    kept = sorted(set(ids))
    return tuple(
        replace(PERIMETERS[one], within=tuple(wider for wider in _CONTAINED.get(one, ()) if wider in kept))
        for one in kept
    )


def named(text: str) -> str | None:
    """Return the id of the perimeter that a text names; None when it names none."""
    plain = " ".join(folded(text).split())
    return next((one.id for one, words in _ZONINGS if re.search(words, plain)), None)
