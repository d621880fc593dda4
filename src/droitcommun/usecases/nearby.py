"""Contact points by how far they are from an address, which is found in the index and forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, radians
from pathlib import Path

from droitcommun.core.problems import FileRefusedError, Place, Problem, UserError
from droitcommun.orientation.catalogues import SchemeCatalogue
from droitcommun.territory.engines.columnar import Kernel, Rows
from droitcommun.territory.index.layout import DEGREE
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.matching import Level, Placed
from droitcommun.usecases.guidance_records import ContactRecord

# Metres of a degree of latitude.
_METRES = 111_195


class NotFoundError(UserError):
    """An address that the index does not have; it is not repeated."""

    exit_code = 27


def nearest(
    catalogue: SchemeCatalogue, records: Sequence[ContactRecord], address: str, index: Path
) -> tuple[ContactRecord, ...]:
    """Return contact points from the nearest to the farthest, each with its metres; then those of no known place.

    `address` is one line, with its postcode or its city. A street without its number is taken by its middle house.

    NotFoundError: it cannot be found. FileRefusedError: no index is there, or what is there is none.
    """
    if not index.is_file():
        expected = "un index construit par « droitcommun index » est attendu"
        raise FileRefusedError([Problem(Place(index.name), "index-foreign", expected)])
    longitude, latitude = _found(address, AddressIndex(index))
    places = {
        one.id: (float(one.longitude), float(one.latitude))
        for one in catalogue.contacts
        if one.longitude and one.latitude
    }
    narrow = cos(radians(latitude))
    measured = [
        replace(
            one,
            metres=round(
                hypot((places[one.id][0] - longitude) * narrow, places[one.id][1] - latitude) * _METRES
            ),
        )
        if one.id in places
        else one
        for one in records
    ]
    return tuple(sorted(measured, key=lambda one: (one.metres is None, one.metres or 0)))


def _found(address: str, index: AddressIndex) -> tuple[float, float]:
    """The longitude and the latitude of an address."""
    (answer,) = Kernel(index).locate(Rows([address], [""], [""])).answers()
    if not isinstance(answer, Placed) or answer.level < Level.STREET:
        raise NotFoundError(
            "Adresse introuvable dans cet index : donnez le numéro, la voie, le code postal et la commune. "
            "--district liste les lieux d’un arrondissement sans adresse."
        )
    house = int(answer.rows[len(answer.rows) // 2])
    if answer.level == Level.STREET:
        houses = index.houses_of(index.street_at(house))
        house = (houses.start + houses.stop) // 2
    return float(index.longitudes[house]) / DEGREE, float(index.latitudes[house]) / DEGREE
