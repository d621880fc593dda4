"""What prose affirms of its own figures, and what it merely prints."""

import pytest

from droitcommun.core.claims import Among, Difference, ShareOf, Total, terms
from droitcommun.core.passages import Lines
from droitcommun.intake.blocks import Line
from droitcommun.intake.claims import read_claims

SAID = [
    ("640 lettres envoyées (10ème 200, 11ème 300, 12ème 120)", Total, ["640", "200", "300", "120"]),
    ("25,2% (sur les 640 jeunes venus, 161 étaient du port)", ShareOf, ["126/5", "161", "640"]),
    ("161 des 640 jeunes venus, soit 25,2%", ShareOf, ["126/5", "161", "640"]),
    ("61,2% (réf. ac. 70,7%) Ecart = 9,5%", Difference, ["707/10", "306/5", "19/2"]),
    ("Près de 900 visites dont 500 de groupes et 300 de familles", Among, ["900", "500", "300"]),
]


@pytest.mark.parametrize(("text", "kind", "figures"), SAID)
def test_a_sentence_that_names_both_sides_is_a_claim(
    text: str, kind: type[object], figures: list[str]
) -> None:
    (claim,) = read_claims((Line(7, text),), "bilan")

    assert isinstance(claim, kind)
    assert [str(term.figure.exact) for term in terms(claim)] == figures


@pytest.mark.parametrize(
    "text",
    [
        "12 visites en 2015 et 14 guides",
        "25,2% des jeunes, 161 venus du port",
        "900 visites. Les guides, dont 5 nouveaux",
        "de 2014 à 2015 (10ème, 11ème)",
        "",
    ],
)
def test_a_sentence_that_prints_figures_affirms_nothing(text: str) -> None:
    assert read_claims((Line(7, text),), "bilan") == ()


def test_each_figure_keeps_its_own_line() -> None:
    lines = (Line(7, "640 lettres envoyées (10ème 200,"), Line(9, "11ème 300, 12ème 120)"))

    (claim,) = read_claims(lines, "bilan")

    where = [term.passage.lines for term in terms(claim)]
    assert where == [(Lines(7, 7),), (Lines(7, 7),), (Lines(9, 9),), (Lines(9, 9),)]


def test_parts_that_are_summed_are_the_part_of_a_share() -> None:
    text = "60 postes créés dont 20 mousses en QPV et 13 guides Soit 55 % des postes"

    among, share = read_claims((Line(7, text),), "bilan")

    assert isinstance(among, Among)
    assert isinstance(share, ShareOf)
    assert [term.figure.exact for term in share.part] == [20, 13]
    assert [term.figure.exact for term in (*share.whole, share.share)] == [60, 55]
