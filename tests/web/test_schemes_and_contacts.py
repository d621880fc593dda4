"""The pages of the catalogue: schemes found by words, filtered, shown with their lines; contact points."""

import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from droitcommun.web.contracts import queries
from droitcommun.web.guidance.desks import opened
from tests.web.orientation_forms import FORM, HOST, listed, sent
from tests.web.test_pages import Page, read


def search(client: Client, text: str, query: str = "") -> list[str]:
    """The schemes that a search lists, in order."""
    answer = client.post(f"/dispositifs/{query}", urlencode({"q": text}), FORM, headers=HOST)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    links = Page(answer.content.decode()).links
    return [link.split("/")[2] for link in links if link.startswith("/dispositifs/") and link.count("/") == 3]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Bafa", "bafa"),
        ("ecole de la deuxieme chance", "e2c"),
        ("ÉCOLE DEUXIÈME CHANCE", "e2c"),
        ("ecole de la deuxeime chnace", "e2c"),
        ("E2C", "e2c"),
        ("mediaton familliale", "caf-mediation-familiale"),
        ("logement insalubre", "habitat-indigne"),
        ("subvention pour mon club de sport", "cnds"),
        ("servise civique", "service-civique"),
        ("aide au depart en vacances des familles", "caf-aide-vacances-familles"),
    ],
)
def test_a_scheme_is_found_whatever_the_accents_and_the_slips(client: Client, words: str, first: str) -> None:
    assert search(client, words)[0] == first


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("boulot", {"mission-locale", "emploi-d-avenir"}),
        ("drogue", {"csapa", "caarud"}),
        ("frappée", {"cidff", "tgd"}),
        ("je veux arrêter l’alcool", {"csapa"}),
        ("crèche", {"eaje"}),
        ("divorce", {"caf-mediation-familiale"}),
    ],
)
def test_words_that_mean_the_same_find_the_same(client: Client, words: str, among: set[str]) -> None:
    assert among <= set(search(client, words))


@pytest.mark.parametrize("words", ["zzzzzz", "de la pour", "%00", "' OR 1=1 --", "<script>alert(1)</script>"])
def test_words_that_find_nothing_say_so(client: Client, words: str) -> None:
    answer = client.post("/dispositifs/", urlencode({"q": words}), FORM, headers=HOST)

    html = answer.content.decode()
    assert "Aucun dispositif ne répond" in html
    assert "<script>" not in html


def test_a_search_for_danger_opens_on_emergency_numbers(client: Client) -> None:
    def page(words: str) -> str:
        return client.post("/dispositifs/", urlencode({"q": words}), FORM, headers=HOST).content.decode()

    for words in ("mon mari me frappe, coups", "violences", "drogue", "alcool"):
        html = page(words)
        assert -1 < html.find("Quitter vite") < html.find("En danger") < html.find("<h1>"), words
    assert "En danger" not in page("vacances")


def test_a_search_says_what_was_searched_and_stays_within_its_filters(client: Client) -> None:
    everywhere = search(client, "santé")
    within = search(client, "santé", "?pour=health_professional")

    assert set(within) < set(everywhere)
    assert "ptmg" in within
    answer = client.post("/dispositifs/?pour=person", urlencode({"q": "santé"}), FORM, headers=HOST)
    html = answer.content.decode()
    assert 'value="santé"' in html
    assert 'action="/dispositifs/?pour=person"' in html


def test_filters_keep_what_they_say(client: Client) -> None:
    schemes = opened().schemes.values()
    for query, count in (
        ("", len(schemes)),
        ("?theme=Emploi", sum(one.theme == "Emploi" for one in schemes)),
        ("?pour=association", sum("association" in one.askers for one in schemes)),
        ("?nature=institutional_measure", sum(not one.proposable for one in schemes)),
    ):
        assert f"{count} dispositifs sur 77" in read(client, f"/dispositifs/{query}").text, query
    assert client.get("/dispositifs/?theme=Cuisine", headers=HOST).status_code == 400
    assert client.get("/dispositifs/?q=emploi", headers=HOST).status_code == 400
    assert client.get("/contacts/?arrondissement=21", headers=HOST).status_code == 400
    assert client.get("/dispositifs/lyon/", headers=HOST).status_code == 404


def test_a_scheme_says_for_whom_what_how_where_and_what_was_promised(client: Client) -> None:
    page = read(client, "/dispositifs/e2c/")

    for fact in (
        "École de la deuxième chance (E2C)",
        "Avoir de 18 à 25 ans l. 227 à 230",  # « âgés de 18 à 25 ans »
        "N’avoir ni diplôme ni qualification professionnelle l. 231 à 233",
        "habiter ailleurs n’écarte pas",
        "01 44 62 70 10",  # l. 250–253
        "Vérifié le 22 juin 2015",
        "le téléphone n’a que 8 chiffres dans la source",  # l. 249
        "Archive de juin 2015",
    ):
        assert fact in page.text, fact
    assert "/promesses/e2c/" in page.links
    assert "tel:0144627010" in page.links
    assert not [link for link in page.links if link.startswith("http")]
    assert "En danger ?" not in page.text


def test_a_scheme_for_danger_opens_on_emergency_numbers_and_a_way_out(client: Client) -> None:
    for name in ("tgd", "cidff", "csapa", "psychologues-en-commissariat"):
        text = read(client, f"/dispositifs/{name}/").text
        assert 0 < text.index("Quitter vite") < text.index("En danger") < text.index("Pour qui"), name


def test_a_measure_that_nobody_asks_for_says_so(client: Client) -> None:
    assert "personne n’en fait la demande" in read(client, "/dispositifs/action-penale/").text


def test_contact_points_stand_by_arrondissement(client: Client) -> None:
    page = read(client, "/contacts/?arrondissement=20")

    assert "École de la deuxième chance, Paris 20e" in page.text
    assert "École de la deuxième chance, Paris 18e" not in page.text
    assert "Pôle emploi Paris" in page.text  # no address: for everybody
    assert "Archive de juin 2015" in page.text
    every = read(client, "/contacts/")
    assert {one.id for one in opened().desk.catalogue.contacts} <= set(every.ids)


def test_a_contract_without_the_commitment_shows_no_promise(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = replace(queries.current(), promises=())
    monkeypatch.setattr(queries, "current", lambda: here)

    assert "ont promis" not in read(client, "/dispositifs/e2c/").text


NEW = """
id = "atelier-velo"
name = "Atelier vélo du quartier"
kind = "service"
theme = "Mobilité"
askers = ["person"]
purpose = "Un atelier où l’on apprend à réparer sa bicyclette."
how_to_ask = "Se présenter un mercredi."
lines = [[1, 2]]
contacts = ["pole-emploi-paris"]

[[criteria]]
id = "age"
role = "required"
sentence = "Avoir au moins 12 ans"
lines = [[1, 1]]
rule = "age >= 12"

[[case]]
name = "12 ans"
answer = "fits"
lines = [[1, 1]]
situation = { asker = "person", age = 12 }
"""


def test_one_file_more_is_a_scheme_everywhere_and_an_overdue_review_is_said(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(str(files("droitcommun.catalogue") / "schemes" / "paris-2015"), folder)
    (folder / "schemes" / "atelier-velo.toml").write_text(NEW, encoding="utf-8")
    head = (folder / "catalogue.toml").read_text(encoding="utf-8")
    living = head.replace("archive = true", "archive = false").replace("banner =", "# banner =")
    (folder / "catalogue.toml").write_text(living, encoding="utf-8")
    settings.DROITCOMMUN_SCHEMES = f"file:{folder}"

    assert "78 dispositifs sur 78" in read(client, "/dispositifs/").text
    assert "Avoir au moins 12 ans" in read(client, "/dispositifs/atelier-velo/").text
    assert "/dispositifs/atelier-velo/" in read(client, "/contacts/").links
    assert search(client, "réparer ma bicyclete") == ["atelier-velo"]
    for age, answer in (("11", "does_not_fit"), ("12", "fits")):
        assert "atelier-velo" in listed(sent(client, {"asker": "person", "age": age})[1])[answer]
    assert "Ce catalogue devait être revu avant le 22 juin 2016" in read(client, "/orientation/").text
    assert "Vérifié le 22 juin 2015, à revérifier" in read(client, "/contacts/").text
