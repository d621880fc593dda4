"""Official open data that `locate` rests on: where its producers publish it, under which licence."""

import re
from dataclasses import dataclass

from droitcommun.core.problems import UnknownNameError

# Départements and territories as the register of addresses names its files.
DEPARTMENTS = (
    *(f"{number:02d}" for number in range(1, 20)),
    "2A",
    "2B",
    *(f"{number:02d}" for number in range(21, 96)),
    *(str(number) for number in range(971, 979)),
    *("984", "986", "987", "988", "989"),
)
_ADDRESSES = "ban"
_ANCT = "ANCT, Agence nationale de la cohésion des territoires"


@dataclass(frozen=True, slots=True)
class OpenData:
    """A file of a producer. `file` is what it is called here, the main one when an archive holds several.

    `members` says which files of an archive are kept, each under the name of `file` with its own suffix; None for what
    is kept as it comes.
    """

    name: str
    title: str
    address: str
    file: str
    producer: str
    licence: str
    members: re.Pattern[str] | None = None


# Addresses of data.gouv.fr for a resource (/r/…) lead to its latest version.
PERIMETERS = (
    OpenData(
        "qpv-2014",
        "périmètres des quartiers prioritaires, millésime 2014 (Shapefile)",
        "https://static.data.gouv.fr/resources/quartiers-prioritaires-de-la-politique-de-la-ville-qpv"
        "/20180110-144945/qp-politiquedelaville-shp.zip",
        "qpv-2014.shp",
        _ANCT,
        "Licence Ouverte",
        re.compile(r"QP_METROPOLEOUTREMER_WGS84_EPSG4326\.(?:shp|shx|dbf|prj|cpg)", re.IGNORECASE),
    ),
    OpenData(
        "qpv-2024",
        "périmètres des quartiers prioritaires, millésime 2024 (GeoJSON)",
        "https://www.data.gouv.fr/fr/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119",
        "qpv-2024.geojson",
        _ANCT,
        "Licence Ouverte",
        re.compile(r"[^/]*WGS84[^/]*\.geojson", re.IGNORECASE),
    ),
)


def open_data_named(name: str) -> OpenData:
    """Return the file that a person names; raises UnknownNameError, which says where the names are listed."""
    kind, _, department = name.partition("-")
    if kind.lower() == _ADDRESSES and (code := department.upper()) in DEPARTMENTS:
        return OpenData(
            f"ban-{code}",
            f"adresses du département {code} (Base Adresse Nationale)",
            f"https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/adresses-{code}.csv.gz",
            f"adresses-{code}.csv.gz",
            "Base Adresse Nationale",
            "Licence Ouverte 2.0",
        )
    for one in PERIMETERS:
        if one.name == name.lower():
            return one
    raise UnknownNameError(
        "Nom inconnu : ban-75 (ou un autre département), qpv-2014, qpv-2024 ; voir fetch --list"
    )


def listed_open_data() -> tuple[tuple[str, str], ...]:
    """Names and what they are, for a person; one line for all départements."""
    addresses = "adresses d’un département (Base Adresse Nationale) : DD de 01 à 95, 2A, 2B, 971 à 978, 984, 986 à 989"
    return (("ban-DD", addresses), *((one.name, one.title) for one in PERIMETERS))
