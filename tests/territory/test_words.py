"""One spelling for each word of a street, whoever writes it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.words import folded, one_of, street_name, without_year


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Rue de l’Église", "RUE DE L EGLISE"),
        ("rue de l'église", "RUE DE L EGLISE"),
        ("RUE DE L`EGLISE", "RUE DE L EGLISE"),
        ("Rue\u00a0de   l´E\u0301glise ", "RUE DE L EGLISE"),
        ("Bœuf", "BOEUF"),
        ("12–14", "12-14"),
        ("n° 3", "N 3"),
        ("Bât. C,\r\nrue X", "BAT C,\n\nRUE X"),
        ("\ufeffAV. GÉN.", "AV GEN"),
    ],
)
def test_a_cell_is_folded_to_plain_capitals(written: str, read: str) -> None:
    assert folded(written) == read


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    once = folded(text)

    assert folded(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Avenue du Général Tamaris", "AV GAL TAMARIS"),
        ("Avenue du Général Tamaris", "av. du gén. tamaris"),
        ("Boulevard Saint-Hilarion", "BLD ST HILARION"),
        ("Rue Notre-Dame des Dunes", "R ND DUNES"),
        ("Rue du 8 Mai 1945", "RUE DU HUIT MAI 45"),
        ("Place du Dix-Huit Juin 1940", "PL 18 JUIN 1940"),
        ("Rond-point du Bleuet", "RPT DU BLEUET"),
        ("Rue du Faubourg Saint-Prix", "RUE DU FG ST PRIX"),
        ("Cours Albert Ier", "CRS ALBERT 1ER"),
        ("Avenue Henri IV", "AVE HENRI 4"),
        ("Hameau des Ormes", "VC HAM DES ORMES"),
        ("Grande Rue", "GDE RUE"),
        ("Rue du Square Corbin", "R DU SQ CORBIN"),
        ("Rue de la Croix du Sud", "RUE DE LA CRX DU SUD"),
        ("Route Nationale 7", "RN 7"),
        ("Route Nationale 7", "RTE NATIONALE N° 7"),
        ("Route Nationale 7", "N7"),
        ("Route Départementale 1075", "RD 1075"),
        ("Route Départementale 1075", "D1075"),
        ("Chemin Rural n°12", "CR 12"),
        ("Zone Artisanale les Prés", "Z.A. DES PRES"),
        ("Zone Artisanale les Prés", "zone d’activités des prés"),
        ("Zone Industrielle Nord", "ZI NORD"),
        ("Parc d’Activités de la Plaine", "PA DE LA PLAINE"),
        ("Centre Commercial Grand Large", "CCIAL GRAND LARGE"),
        ("Avenue de la 1re Armée", "AV DE LA PREMIERE ARMEE"),
        ("Rue de la 2e Division Blindée", "R DE LA IIE DB"),
        ("Rue du Vingt-Neuf Juillet", "RUE DU 29 JUILLET"),
        ("Place du 8 Novembre 1942", "PL DU 8 NOV 42"),
        ("Allée 3", "ALL N° 3"),
        ("Rue du Maréchal de Lattre de Tassigny", "R MAL DELATTRE"),
    ],
)
def test_two_spellings_of_one_street_have_one_key(one: str, other: str) -> None:
    assert street_name(one).full_key == street_name(other).full_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue Denis", "Rue Saint-Denis"),
        ("Rue des Lilas", "Place des Lilas"),
        ("Rue du 8 Mai 1945", "Rue du 9 Mai 1945"),
        ("Voie A/12", "Voie D/12"),
        ("Rue du Petit Pont", "Rue du Pont"),
        ("Route Nationale 7", "Route Départementale 7"),
        ("Route Nationale", "RN 7"),
        ("Rue des Trois Frères", "Rue des Trois"),
    ],
)
def test_two_streets_have_two_keys(one: str, other: str) -> None:
    assert street_name(one).full_key != street_name(other).full_key


def test_a_title_is_left_aside_but_never_alone() -> None:
    assert street_name("Rue du Docteur Corbin").bare == ("CORBIN",)
    assert street_name("Rue du Docteur").bare == ("DR",)
    assert street_name("Rue des Trois Frères").bare == ("3", "FRES")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Rue du 8 Mai 1945", "RUE DU 8 MAI"),
        ("Boulevard du 11 Novembre 18", "BOULEVARD DU 11 NOVEMBRE"),
        ("Rue du 8 Mai", None),
        ("Rue de Mai", None),
        ("Route 1945", None),
    ],
)
def test_a_date_may_be_written_without_its_year(written: str, left: str | None) -> None:
    assert without_year(written) == left


@given(words=st.sets(st.text("AB ", min_size=1, max_size=4), min_size=1), text=st.text("AB ", max_size=8))
def test_a_pattern_of_words_finds_the_longest_that_fits(words: set[str], text: str) -> None:
    fitting = [word for word in words if text.startswith(word)]

    found = re.match(one_of(words), text)

    assert (found[0] if found else None) == max(fitting, key=len, default=None)


@given(text=st.text())
def test_ascii_is_folded_as_everything_else_is(text: str) -> None:
    ascii_only = text.encode("ascii", "ignore").decode()

    # A letter that is not ASCII sends the text the other way.
    assert folded(f"É {ascii_only}") == folded(f"E {ascii_only}")
