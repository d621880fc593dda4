"""What a cell says, worked out by hand for each form of writing; and nothing that it does not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.addresses import (
    Address,
    is_one_name,
    plain_names,
    read_address,
)
from droitcommun.territory.localities import city_name, locality_of
from droitcommun.territory.numbers import HouseNumber, house_numbers
from droitcommun.territory.vocabulary import BESIDE_THE_STREET, REPEATED


def shown(address: Address) -> str:
    """Streets apart by « + », readings by « | », each as « way words: numbers », « ~ » for facing."""
    return " + ".join(
        " | ".join(
            f"{line.street.full_key.strip()}:"
            + ("~" if line.facing else "")
            + ",".join(f"{one.number}{one.repeat}" for one in line.numbers)
            for line in lines
        )
        for lines in address.streets
    )


CASES = """
11 rue de Rivoli                                             | RUE RIVOLI:11
11, rue de Rivoli                                            | RUE RIVOLI:11
n° 11 rue de Rivoli                                          | RUE RIVOLI:11
11 B RUE DE RIVOLI                                           | RUE RIVOLI:11b
11B rue de Rivoli                                            | RUE RIVOLI:11b
11 bis, rue de Rivoli                                        | RUE RIVOLI:11b
11 TER R DE RIVOLI                                           | RUE RIVOLI:11t
11quater rue de Rivoli                                       | RUE RIVOLI:11q
11 C CITE DES LILAS                                          | CITE LILAS:11c
5 R MONGE                                                    | RUE MONGE:5
5 BIS R MONGE                                                | RUE MONGE:5b
48-50 av. du Gal Leclerc                                     | AV GAL LECLERC:48,50
48/50 AV GAL LECLERC                                         | AV GAL LECLERC:48,50
48 à 54 bd Murat                                             | BD MURAT:48,50,52,54
1, 3 et 5 rue de l’Église                                    | RUE EGLISE:1,3,5
7bis-9 rue Monge                                             | RUE MONGE:7b,9
Face au 97 rue de Meaux                                      | RUE MEAUX:~97
en face du 97, rue de Meaux                                  | RUE MEAUX:~97
FACE 65 QUAI D ORSAY                                         | QUAI ORSAY:~65
74 Face RUE D ASSAS                                          | RUE ASSAS:~74
F54 RUE CHARLES MOUREU                                       | RUE CHARLES MOUREU:~54
23 F BD DE CHARONNE                                          | BD CHARONNE:23f / BD CHARONNE:~23
Rue de Rivoli, 12                                            | RUE RIVOLI 12: / RUE RIVOLI:12
PLACE DU 18 JUIN 1940                                        | PL 18 JUIN 1940: / PL 18 JUIN:
4 ALL DES 4 CHEMINS                                          | ALL 4 CHEMINS:4
12 rue X / 3 rue Zed                                         | RUE X:12 + RUE ZED:3
12 rue de la Paix et 3 rue Daunou                            | RUE PAIX:12 + RUE DAUNOU:3
12 RIVOLI                                                    | RIVOLI:12
5 D ALLERAY                                                  | ALLERAY:5
SQ DU TEMPLE                                                 | SQ TEMPLE:
Résidence Les Lilas, Bât B, Esc 3, 12 rue Monge              | RUE MONGE:12
RES LES LILAS BAT B 12 RUE MONGE                             | RUE MONGE:12
Résidence du Parc 12, rue Monge                              | RUE MONGE:12
3ème étage porte 12, 5 rue Monge                             | RUE MONGE:5
5 RUE MONGE APPT 12 3EME ETAGE GAUCHE                        | RUE MONGE:5
5 rue Monge RDC droite                                       | RUE MONGE:5
5 RUE MONGE BAT D ESC 4                                      | RUE MONGE:5
15 AV PORTE D ASNIERES                                       | AV PORTE ASNIERES:15
Chez Mme Untel, 12 rue de la Tour                            | RUE TOUR:12
CHEZ M UNTEL 12 RUE DE LA TOUR                               | RUE TOUR:12
12 rue Monge BP 123                                          | RUE MONGE:12
CS 12345, 12 rue Monge                                       | RUE MONGE:12
TSA 12345 / 12 rue Monge                                     | RUE MONGE:12
TOUR EVE 1 PL DU SUD                                         | PL SUD:1
6 PLACE C.PECQUEUR                                           | PL C PECQUEUR:6
31 BOULEAVRD DE MAGENTA                                      | BOULEAVRD MAGENTA:31 / BD MAGENTA:31
Résidence Les Lilas                                          | RES LILAS:
8rue de la Tour                                              | RUE TOUR:8
12AV DE LA TOUR                                              | AV TOUR:12
3 / 5 rue Monge                                              | RUE MONGE:3,5
3-9 rue Monge                                                | RUE MONGE:3,5,7,9
du 3 au 7 rue Monge                                          | RUE MONGE:3,5,7
3 rue Monge ou 12 rue de la Tour                             | RUE MONGE:3 + RUE TOUR:12
97 (face) rue Monge                                          | RUE MONGE:~97
vis-à-vis du 97 rue Monge                                    | RUE MONGE:~97
devant le 97 rue Monge                                       | RUE MONGE:~97
au droit du 97 rue Monge                                     | RUE MONGE:~97
près du 97 rue Monge                                         | RUE MONGE:~97
2 passage des Deux Portes appt 85                            | PAS 2 PORTES:2
12 rue de Langle de Cary                                     | RUE LANGLE CARY:12
97 rue Monge Et. 4 Pte D                                     | RUE MONGE:97
97 R MONGE BATB ESC2 APT34                                   | RUE MONGE:97
97 rue Monge code 12A34                                      | RUE MONGE:97
97 R MONGE CHEZ MME UNTEL                                    | RUE MONGE:97
Boîte postale 12, 97 rue Monge                               | RUE MONGE:97
MONGE (rue) 97                                               | RUE MONGE 97: / RUE MONGE:97
97 TOUR (RUE DE LA)                                          | RUE TOUR:97
97 reu Monge                                                 | RUE MONGE:97
8 RUE DU DOCTNUR CORBIN                                      | RUE DOCTNUR CORBIN:8 / RUE DR CORBIN:8
19 CHAUSSSEE DE LA TOUR                                      | CHAUSSSEE TOUR:19 / CHS TOUR:19
4 GAL VIVIENNE                                               | GAL VIVIENNE:4 / GALERIE VIVIENNE:4
97 rue Monge 3e                                              | RUE MONGE 3:97 / RUE MONGE:97
120 RN 75                                                    | RN 75:120
120 R.N. 75                                                  | RN 75:120
10 bd du 11 novembre 1918                                    | BD 11 NOVEMBRE 1918:10 / BD 11 NOVEMBRE:10
"""


@pytest.mark.parametrize(
    ("written", "read"),
    [[part.strip() for part in line.split(" | ")] for line in CASES.strip().splitlines()],
)
def test_a_street_and_its_numbers_are_read(written: str, read: str) -> None:
    assert shown(read_address(written)) == read.replace(" / ", " | ")


@pytest.mark.parametrize(
    ("written", "street", "postcodes", "cities", "districts"),
    [
        ("12 rue Monge 75005 Paris", "RUE MONGE:12", ("75005",), ("PARIS",), ()),
        ("12 rue Monge, F-75005 PARIS", "RUE MONGE:12", ("75005",), ("PARIS",), ()),
        ("12 rue Monge\n75 005 Paris", "RUE MONGE:12", ("75005",), ("PARIS",), ()),
        ("12 rue de la Tour 75116 PARIS", "RUE TOUR:12", ("75116",), ("PARIS",), ()),
        ("12 rue de la Tour Paris 16e", "RUE TOUR:12", (), ("PARIS",), (16,)),
        ("12 rue de la Tour, PARIS XVI", "RUE TOUR:12", (), ("PARIS",), (16,)),
        ("12 rue de la Tour Paris XVIe arrondissement", "RUE TOUR:12", (), ("PARIS",), (16,)),
        ("12 rue Monge BP 123 75742 PARIS CEDEX 15", "RUE MONGE:12", ("75742",), ("PARIS",), (15,)),
        ("1 place du Sud 92800 PUTEAUX", "PL SUD:1", ("92800",), ("PUTEAUX",), ()),
        ("75016 PARIS", "", ("75016",), ("PARIS",), ()),
        ("12 rue de Paris", "RUE PARIS:12", (), (), ()),
        ("12 115 rue Monge", "RUE MONGE:12,115", (), (), ()),
        ("12 rue Monge75005 paris", "RUE MONGE:12", ("75005",), ("PARIS",), ()),
        ("12 rue Monge 75005PARIS", "RUE MONGE:12", ("75005",), ("PARIS",), ()),
        ("12 rue Monge Paris 5 ème", "RUE MONGE:12", (), ("PARIS",), (5,)),
        ("12 rue Monge, 5ème arr., Paris", "RUE MONGE:12", (), ("PARIS",), (5,)),
    ],
)
def test_a_postcode_and_a_city_in_the_cell_are_taken_out_of_it(
    written: str, street: str, postcodes: tuple[str, ...], cities: tuple[str, ...], districts: tuple[int, ...]
) -> None:
    address = read_address(written)

    assert shown(address) == street
    assert address.locality.postcodes == postcodes
    assert address.locality.cities == cities
    assert address.locality.districts == districts


@pytest.mark.parametrize(
    ("postcode", "city", "postcodes", "cities", "districts"),
    [
        ("75016", "Paris", ("75016",), ("PARIS",), ()),
        ("1000", "Bourg-en-Bresse", ("01000",), ("BOURG BRESSE",), ()),  # a spreadsheet dropped the zero
        ("75016.0", "", ("75016",), (), ()),
        ("", "75016 Paris", ("75016",), ("PARIS",), ()),
        ("75016 PARIS", "", ("75016",), ("PARIS",), ()),
        ("", "Paris 1er", (), ("PARIS",), (1,)),
        ("75016", "Paris 17e", ("75016",), ("PARIS",), (17,)),  # they contradict each other: both are kept
        ("", "St-Denis", (), ("ST DENIS",), ()),
        ("", "", (), (), ()),
        ("?", "?", (), (), ()),
    ],
)
def test_columns_of_the_locality_are_read(
    postcode: str, city: str, postcodes: tuple[str, ...], cities: tuple[str, ...], districts: tuple[int, ...]
) -> None:
    locality = locality_of(postcode, city)

    assert (locality.postcodes, locality.cities, locality.districts) == (postcodes, cities, districts)


def test_the_city_of_another_column_may_end_the_line() -> None:
    address = read_address("3 rue des Lilas SARCELLES", "95200", "Sarcelles")

    assert shown(address) == "RUE LILAS SARCELLES:3 | RUE LILAS:3"


@pytest.mark.parametrize(
    "written",
    [
        "angle rue des Lilas et rue Monge",
        "A l'angle de la rue des Lilas et de la rue Monge",
        "à l’angle des rues des Lilas et Monge",
        "rue des Lilas x rue Monge",
    ],
)
def test_a_corner_is_where_two_streets_meet(written: str) -> None:
    address = read_address(written)

    assert address.corner
    assert shown(address) == "RUE LILAS: + RUE MONGE:"


@pytest.mark.parametrize(
    ("written", "unread"),
    [("", False), ("75016 Paris", False), ("8 U/16, 75016 Paris", True), ("Chez Mme Untel", True)],
)
def test_what_could_not_be_read_is_said(written: str, unread: bool) -> None:
    address = read_address(written)

    assert not address.streets
    assert address.unread is unread


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("11", [(11, "")]),
        ("11BIS", [(11, "b")]),
        ("3 5 7", [(3, ""), (5, ""), (7, "")]),
        ("4-5", [(4, ""), (5, "")]),
        ("2-90", [(2, ""), (90, "")]),  # too wide to be one building: its two ends
        ("8-2", [(8, ""), (2, "")]),
        ("12 ET 12", [(12, "")]),
    ],
)
def test_numbers_are_kept_each_once_in_order(written: str, read: list[tuple[int, str]]) -> None:
    assert house_numbers(written) == tuple(HouseNumber(*one) for one in read)


def test_a_city_and_its_district_are_told_apart() -> None:
    assert city_name("Paris 16e Arrondissement") == ("PARIS", 16)
    assert city_name("PARIS CEDEX 08") == ("PARIS", 8)
    assert city_name("Saint-Denis") == ("ST DENIS", 0)


ADDRESSES_LIKE = st.lists(
    st.sampled_from(
        [
            "12",
            "bis",
            "RUE",
            "rue",
            "R",
            "AV",
            "DE",
            "L",
            "'",
            "’",
            "LILAS",
            "MONGE",
            "FACE",
            "ET",
            "ANGLE",
            ",",
            "/",
            "-",
            "\n",
            "75016",
            "PARIS",
            "XVI",
            "16e",
            "CEDEX",
            "08",
            "BAT",
            "B",
            "ESC",
            "3",
            "RES",
            "F",
            "48-50",
            "BP",
            "CS",
            "123",
            "CHEZ",
            "PORTE",
            "D",
            "1ER",
            "MAI",
            "1945",
            "é",
            "(",
            ")",
            "N°",
            "à",
            "X",
            "OU",
            "DEVANT",
            "LE",
            "RN",
            "ZA",
            "7",
            "PORTES",
            "GAL",
            "DB",
            "C/O",
            "8RUE",
            "75016PARIS",
            "12A34",
            "ANGLE",
            "RUES",
            "ARR",
            "5EME",
            "(RUE",
            "DE)",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(st.one_of(st.text(), ADDRESSES_LIKE), st.text(max_size=12), st.text(max_size=20))
def test_any_text_is_read_without_failing(text: str, postcode: str, city: str) -> None:
    first = read_address(text, postcode, city)

    assert read_address(text, postcode, city) == first


@given(
    st.lists(
        st.one_of(
            st.text("ABDEILNOPRSTX", min_size=1, max_size=5),
            st.sampled_from(
                [*BESIDE_THE_STREET, *REPEATED, "ANGLE", "PARIS", "CEDEX", "RUE", "PORTES", "FACE"]
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_street_without_a_word_that_could_be_more_is_one_name(words: list[str]) -> None:
    street = " ".join(["RUE", *words])
    names = plain_names(street, ())

    assert not names or is_one_name(street)


def test_a_long_cell_is_read_by_its_beginning() -> None:
    assert shown(read_address("12 rue Monge, " + "x, " * 100_000)) == "RUE MONGE:12"
