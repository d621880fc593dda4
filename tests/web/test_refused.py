"""What a page does not answer to: filters that it has not, values that are none or several, methods."""

import re
from typing import Any

import pytest
from django.test import Client

from droitcommun.web.contracts import queries
from tests.web.running import FILTERED, PAGES
from tests.web.test_pages import Page, read


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.parametrize("lists", ["promesses", "fiches"])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("statut=parfait", "Valeur inconnue pour le filtre « Statut »"),
        ("couleur=vert", "Filtre inconnu ; filtres : statut, axe, institution"),
        ("axe=%00", "Valeur inconnue"),
        ("axe=%FF", "Valeur inconnue"),
        ("statut=met&statut=parfait", "Valeur inconnue"),
        (
            "statut=met&statut=missed",
            "Le filtre « Statut » est donné plusieurs fois dans l’adresse ; n’en garder",
        ),
        ("statut=met&axe=&statut=met", "Ce filtre est donné plusieurs fois"),
        ("statut=&statut=", "Ce filtre est donné plusieurs fois"),
    ],
)
def test_a_filter_that_is_not_there_is_said_in_french(
    client: Client, lists: str, query: str, words: str
) -> None:
    answer = client.get(f"/{lists}/?{query}", headers={"host": "localhost"})

    assert answer.status_code == 400
    assert words in re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


@pytest.mark.parametrize("page", sorted({page.partition("?")[0] for page in PAGES} - FILTERED))
def test_a_page_without_filters_refuses_every_one_and_leads_to_itself(client: Client, page: str) -> None:
    answer = client.get(f"{page}?axe=parcours", headers={"host": "localhost"})

    assert answer.status_code == 400
    said = Page(answer.content.decode())
    assert "Cette page n’a pas de filtre." in said.text
    assert page in said.links


@pytest.mark.parametrize("lists", ["promesses", "fiches"])
def test_a_filter_given_twice_offers_the_values_that_were_given(client: Client, lists: str) -> None:
    address = f"/{lists}/?institution=caf&axe=parcours&axe=dynamiser&axe="

    said = Page(client.get(address, headers={"host": "localhost"}).content.decode())

    offered = {link for link in said.links if link.startswith(f"/{lists}/?")}
    assert offered == {f"/{lists}/?axe=parcours", f"/{lists}/?axe=dynamiser"}
    assert f"/{lists}/" in said.links


def test_each_refusal_of_a_filter_has_its_title(client: Client) -> None:
    titles = {
        "couleur=vert": "Ce filtre n’existe pas",
        "statut=parfait": "Cette valeur n’existe pas",
        "statut=met&statut=met": "Ce filtre est donné plusieurs fois",
    }

    for query, title in titles.items():
        html = client.get(f"/promesses/?{query}", headers={"host": "localhost"}).content.decode()
        assert f"<h1>{title}</h1>" in html
        assert f"<title>{title}" in html


def test_the_values_that_a_filter_has_are_listed_and_lead_to_their_list(client: Client) -> None:
    answer = client.get("/fiches/?axe=nimporte", headers={"host": "localhost"})

    said = Page(answer.content.decode())
    offered = [link for link in said.links if link.startswith("/fiches/?axe=")]
    assert len(offered) == len(queries.current().view.dossier.contract.axes)
    assert "Accompagner les parcours et prévenir les ruptures" in said.text
    assert "nimporte" not in answer.content.decode()
    for link in offered:
        assert read(client, link).text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NIMPORTE"])
@pytest.mark.parametrize(
    ("address", "allowed"),
    [("/promesses/", "GET, HEAD"), ("/fiches/cui-cie/", "GET, HEAD"), ("/import/fait/", "GET, HEAD")],
)
def test_a_page_that_is_only_read_says_so_and_asks_for_no_token(
    settings: Any, address: str, allowed: str, method: str
) -> None:
    settings.DROITCOMMUN_IMPORTS = True

    answer = Client(enforce_csrf_checks=True).generic(method, address, headers={"host": "localhost"})

    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert "Cette page ne répond pas à cette demande" in answer.content.decode()
    assert "formulaire" not in answer.content.decode()
