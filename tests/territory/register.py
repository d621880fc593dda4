"""A register of some thirty addresses that we invented, in the producer's columns; and what tests do with it."""

from dataclasses import dataclass
from pathlib import Path

from droitcommun.territory.localities import city_name
from tests.territory.spellings import Truth

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;"
    "x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;"
    "certification_commune;cad_parcelles"
)

# commune, its name, postcode, street, name of the street, first longitude, latitude, numbers
STREETS = """
75116 | Paris 16e Arrondissement | 75016 | 0010 | Avenue du Général Tamaris    | 2.2700 | 48.8600 | 1 2 3 4 6 10 12 12_b
75116 | Paris 16e Arrondissement | 75116 | 0020 | Rue de l'Étang Clair         | 2.2720 | 48.8640 | 5 7 7_b 7_t 97
75116 | Paris 16e Arrondissement | 75016 | 0030 | Place du Vingt-Deux Mai 1871 | 2.2750 | 48.8660 | 1 3
75117 | Paris 17e Arrondissement | 75017 | 0040 | Rue de l'Étang Clair         | 2.2900 | 48.8800 | 101 103
75117 | Paris 17e Arrondissement | 75017 | 0050 | Boulevard Saint-Hilarion     | 2.2920 | 48.8820 | 11 11_b 48 50 52
75117 | Paris 17e Arrondissement | 75017 | 0060 | Rue Victor Aubépine          | 2.29256| 48.8821 | 20 23 24
99001 | Valmont-sur-Ourse        | 99100 | a1b2 | Grande Rue                   | 3.1000 | 47.1000 | 1 2 3
99001 | Valmont-sur-Ourse        | 99100 | a1b3 | Rue du Moulin                | 3.1020 | 47.1010 | 4
99001 | Valmont-sur-Ourse        | 99100 | a1b4 | Square des Érables           | 3.1040 | 47.1020 | 2 8
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One address of the register: the columns that matter."""

    identifier: str
    number: str
    repeat: str
    street: str
    postcode: str
    commune: str
    city: str
    longitude: float
    latitude: float
    position: str = "entrée"
    former: str = ""

    def line(self) -> str:
        """As the producer writes it."""
        named = [
            self.identifier,
            "",
            self.number,
            self.repeat,
            self.street,
            self.postcode,
            self.commune,
            self.city,
        ]
        placed = ["", self.former, "0", "0", f"{self.longitude:.6f}", f"{self.latitude:.6f}", self.position]
        return ";".join([*named, *placed, "", "", self.city.split(" ")[0].upper(), "", "x", "x", "1", ""])


def rows() -> list[Row]:
    """The addresses, in the order of the table; each house is some ten metres east of the one before."""
    found = []
    for line in STREETS.strip().splitlines():
        commune, city, postcode, street, name, longitude, latitude, numbers = (
            part.strip() for part in line.split("|")
        )
        for place, house in enumerate(numbers.split()):
            number, _, repeat = house.partition("_")
            identifier = f"{commune}_{street}_{int(number):05d}" + (f"_{repeat}" if repeat else "")
            east = float(longitude) + place * 0.00014
            found.append(
                Row(identifier, number, repeat, name, postcode, commune, city, east, float(latitude))
            )
    return found


def write(path: Path, written: list[Row]) -> Path:
    """A file of the register."""
    path.write_text("\n".join([HEADER, *(row.line() for row in written)]) + "\n", encoding="utf-8")
    return path


def truths() -> list[Truth]:
    """The same addresses, to be written in many ways."""
    return [
        Truth(
            row.identifier,
            int(row.number),
            row.repeat,
            row.street,
            row.postcode,
            row.city.split(" ")[0],
            city_name(row.city)[1],
        )
        for row in rows()
    ]
