"""Addresses of other départements, in a register that we invented: hamlets, numbered roads, zones, merged communes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from droitcommun.territory.engines import reference
from droitcommun.territory.engines.columnar import Kernel, Rows
from droitcommun.territory.index.build import build_index
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.matching import Level, Placed
from tests.territory.register import Row, write

# commune, its name, postcode, street, name of the street, numbers, the commune before the merger
STREETS = """
99053 | Bourg-aux-Ormes        | 99000 | a1 | Rue de la Deuxième Division Blindée   | 5 7
99053 | Bourg-aux-Ormes        | 99000 | a2 | Avenue de la 1re Armée Française      | 2 4
99053 | Bourg-aux-Ormes        | 99000 | a3 | Boulevard du 11 Novembre 1918         | 2 10
99053 | Bourg-aux-Ormes        | 99000 | a4 | Place de l'Hôtel de Ville             | 4
69383 | Lyon 3e Arrondissement | 69003 | b1 | Rue Paul Bert                         | 1 12
13201 | Marseille 1er Arrondissement | 13001 | c1 | La Canebière                    | 1 12
99101 | Les Sources en Plaine  | 99490 | d1 | Route Nationale 75                    | 100 120 1250
99101 | Les Sources en Plaine  | 99490 | d2 | Chemin Rural n°12                     | 3 5
99101 | Les Sources en Plaine  | 99490 | d3 | Zone Artisanale les Prés Longs        | 1 2
99101 | Les Sources en Plaine  | 99490 | d4 | Hameau de la Combe                    | 1 7         | Valsec
99101 | Les Sources en Plaine  | 99490 | d5 | Le Bourg                              | 1 12        | Valsec
99101 | Les Sources en Plaine  | 99490 | d6 | Lieu-Dit Les Quatre Vents             | 1 7
99101 | Les Sources en Plaine  | 99490 | d7 | Lotissement Les Pins                  | 1 12
99101 | Les Sources en Plaine  | 99490 | d8 | Route Départementale 1075             | 10
99101 | Les Sources en Plaine  | 99490 | d9 | Zone Industrielle Nord                | 4
99101 | Les Sources en Plaine  | 99490 | e1 | Montée du Château                     | 8
99101 | Les Sources en Plaine  | 99490 | e2 | Résidence Bel Air                     | 8
99101 | Les Sources en Plaine  | 99490 | e3 | Rue du Maréchal de Lattre de Tassigny | 8
99101 | Les Sources en Plaine  | 99490 | e4 | Rue Jean-Jacques Corbin               | 8
99101 | Les Sources en Plaine  | 99490 | e5 | Parc d'Activités de la Plaine         | 4
99101 | Les Sources en Plaine  | 99490 | e6 | Centre Commercial Grand Large         | 4
99101 | Les Sources en Plaine  | 99490 | e7 | Grand'Rue                             | 4
99101 | Les Sources en Plaine  | 99490 | e8 | Allée 3                               | 4
99101 | Les Sources en Plaine  | 99490 | e9 | La Ville aux Bois                     | 4
99101 | Les Sources en Plaine  | 99490 | f1 | Rue de la Fontaine                    | 4 8
99101 | Les Sources en Plaine  | 99490 | f2 | Rue Charles Aubépine                  | 4
2A004 | Port-Clair             | 20000 | g1 | Cours Napoléon                        | 4
97411 | Saint-Hilaire          | 97400 | h1 | Rue de Paris                          | 4 8
"""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> AddressIndex:
    """An index of these addresses."""
    folder = tmp_path_factory.mktemp("country")
    write(folder / "adresses.csv", list(written()))
    build_index([folder / "adresses.csv"], folder / "country.idx")
    return AddressIndex(folder / "country.idx")


def written() -> Iterator[Row]:
    for line, text in enumerate(STREETS.strip().splitlines()):
        commune, city, postcode, street, name, numbers, *former = (part.strip() for part in text.split("|"))
        for place, number in enumerate(numbers.split()):
            identifier = f"{commune}_{street}_{int(number):05d}"
            row = Row(
                identifier, number, "", name, postcode, commune, city, 3 + place / 5000, 45 + line / 100
            )
            yield replace(row, former=former[0]) if former else row


CASES = """
5 rue de la 2e DB                          | 99000 | Bourg aux Ormes       | house a1_5
5 RUE DE LA 2EME DIV BLINDEE               | 99000 | BOURG AUX ORMES       | house a1_5
2 AV DE LA PREMIERE ARMEE FRANCAISE        | 99000 | Bourg-aux-Ormes       | house a2_2
10 bd du 11 novembre                       | 99000 | Bourg-aux-Ormes       | house a3_10
10 bd 11 nov 1918                          | 99000 | Bourg-aux-Ormes       | house a3_10
10, boulevard du XI novembre 18            | 99000 | Bourg-aux-Ormes       | house a3_10
4 pl hôtel-de-ville                        | 99000 | Bourg-aux-Ormes       | house a4_4
12 rue Paul Bert                           |       | Lyon 3ème             | house b1_12
12 rue Paul Bert                           | 69383 | LYON CEDEX 03         | house b1_12
12 RUE PAUL BERT LYON III                  |       |                       | house b1_12
12 Canebiere                               | 13001 | Marseille             | house c1_12
12 LA CANEBIERE 13001 MARSEILLE 01         |       |                       | house c1_12
120 RN 75                                  | 99490 | Les Sources           | house d1_120
120 ROUTE NATIONALE N°75                   | 99490 | Les Sources en Plaine | house d1_120
1250 N75                                   | 99490 |                       | house d1_1250
3 CR 12                                    | 99490 |                       | house d2_3
3 CHE RURAL NO 12                          | 99490 |                       | house d2_3
2 Z.A. des Prés Longs                      | 99490 |                       | house d3_2
ZA LES PRES LONGS 2                        | 99490 |                       | house d3_2
2 zone d'activités les prés longs          | 99490 |                       | house d3_2
7 La Combe                                 |       | VALSEC                | house d4_7
7 hameau La Combe 99490 Valsec             |       |                       | house d4_7
12 au bourg                                | 99490 | Valsec                | house d5_12
Le Bourg                                   | 99490 | Valsec                | street d5
7 lieudit les 4 vents                      | 99490 |                       | house d6_7
Les Quatre Vents                           | 99490 |                       | street d6
Lotissement Les Pins n° 12                 | 99490 |                       | house d7_12
Lot. Les Pins, 12                          | 99490 |                       | house d7_12
10 D1075                                   | 99490 |                       | house d8_10
10 route départementale 1075               | 99490 |                       | house d8_10
10 RN 1075                                 | 99490 |                       | house d8_10
4 Z.I. NORD                                | 99490 |                       | house d9_4
8 mtee du chateau                          | 99490 |                       | house e1_8
8 résidence Bel Air                        | 99490 |                       | house e2_8
8 R DU MAL DELATTRE                        | 99490 |                       | house e3_8
8 rue J.J. Corbin                          | 99490 |                       | house e4_8
8 rue JJ Corbin                            | 99490 |                       | house e4_8
4 P.A. de la Plaine                        | 99490 |                       | house e5_4
4 centre cial grand large                  | 99490 |                       | house e6_4
4 GDE RUE                                  | 99490 |                       | house e7_4
4 allée n° 3                               | 99490 |                       | house e8_4
4 la ville aux bois                        | 99490 |                       | house e9_4
4 rue Ch. Aubépine                         | 99490 |                       | house f2_4
4 rue Ch. Aubepinne                        | 99490 |                       | house f2_4
4 crs Napoleon                             | 20179 | PORT CLAIR CEDEX 1    | house g1_4
8 rue de Paris 97400 SAINT-HILAIRE         |       |                       | house h1_8
8 place de la Fontaine                     | 99490 |                       | unknown_street
8 jardin de la Fontaine                    | 99490 |                       | unknown_street
8 rue de la Fontaine aux Fées              | 99490 |                       | unknown_street
4 rue Aubepime                             | 99490 |                       | unknown_street
4 rue Charles Auber                        | 99490 |                       | unknown_street
120 RN 76                                  | 99490 |                       | unknown_street
5 rue de la 3e DB                          | 99000 | Bourg-aux-Ormes       | unknown_street
10 bd du 12 novembre                       | 99000 | Bourg-aux-Ormes       | unknown_street
SDF                                        | 99000 | Bourg-aux-Ormes       | unknown_street
8 rue de Paris                             | 75011 | Paris                 | outside_index
"""


@pytest.mark.parametrize(
    ("text", "postcode", "city", "place"),
    [[part.strip() for part in line.split(" | ")] for line in CASES.strip("\n").splitlines()],
)
def test_what_the_countryside_writes_is_placed_or_told_apart(
    text: str, postcode: str, city: str, place: str, country: AddressIndex
) -> None:
    (obvious,) = reference.locate([(text, postcode, city)], country)
    (quick,) = Kernel(country).locate(Rows([text], [postcode], [city])).answers()

    if isinstance(obvious, Placed):
        street = country.street_identifier(country.street_at(obvious.rows[0])).split("_")[1]
        number = f"_{country.number_at(obvious.rows[0])}" if obvious.level is Level.HOUSE else ""
        assert f"{obvious.level.name.lower()} {street}{number}" == place
    else:
        assert obvious.value == place
    assert quick == obvious
