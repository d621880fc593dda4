"""The pages of the neighbourhoods: what concerns one, what nobody knows there, a map where perimeters are installed."""

import gzip
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, expect

from droitcommun.core.contract import Neighbourhood
from droitcommun.usecases.attaching import attach
from tests.builders import AT, Row, dossier
from tests.databases import Made, connected, seed
from tests.places import SHARED
from tests.spec.manifests import OF_THE_SHEET, hiding, manifest, result
from tests.territory.located import AREAS, perimeters
from tests.web.test_import import HOST
from tests.web.test_pages import Page

OFFICIAL = SHARED / "data/perimeters/qpv2014_paris.geojson"

TAMARIS = Neighbourhood(id="qp075901", name="Les Tamaris", districts=("16e",), vintage="2014")
HILARION = Neighbourhood(id="qp075902", name="Saint-Hilarion", districts=("17e",), vintage="2014")

PROMISED: dict[str, dict[str, Any]] = {
    "tous": {"scope": "quartiers prioritaires", "perimeter": "qpv"},
    "nomme": {"scope": "quartier prioritaire des Tamaris", "perimeter": "qpv"},
    "ailleurs": {"scope": "quartier de Saint Hilarion", "perimeter": "qpv"},
    "ville": {"scope": "toute la ville", "perimeter": "ville"},
    "zus": {"scope": "zones urbaines sensibles", "perimeter": "zus"},
    "muet": {"scope": "non précisé", "perimeter": None},
}


def contract() -> Any:
    """Six promises, each of another place; the sheets follow all of them over the priority neighbourhoods."""
    rows = [
        Row(id=name, target="25", promised="25", commitment={**said, "statement": f"Promesse {name}"})
        for name, said in PROMISED.items()
    ]
    made = dossier(*rows)
    here = replace(TAMARIS, name="Tamaris")
    return replace(made, contract=replace(made.contract, neighbourhoods=(here, HILARION)))


@pytest.fixture
def held(templates: dict[str, Made], settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A contract of two invented neighbourhoods, and the folder for their perimeters."""
    settings.DROITCOMMUN_PERIMETERS = str(tmp_path)
    with connected(templates["sqlite"].copy()):
        made = contract()
        for told in (OF_THE_SHEET, hiding(), result(0, 90)):
            made = attach(made, manifest(told), "tous-mesure", file="m", on=AT.date()).after
        seed(made)
        yield tmp_path


def page(client: Client, address: str) -> Page:
    answer = client.get(address, headers=HOST)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) < 50_000
    return Page(answer.content.decode())


def installed(folder: Path) -> None:
    perimeters(folder, AREAS).rename(folder / "qpv-2014.geojson")


@pytest.mark.usefixtures("held")
def test_it_says_which_promises_concern_it_by_name_as_one_of_all_or_as_a_part(client: Client) -> None:
    text = page(client, "/quartiers/qp075901/").text

    by_name, _, rest = text.partition("qui valent pour tous")
    of_all, _, rest = rest.partition("territoire plus large, dont")
    wider, _, rest = rest.partition("ne dit pas pour quels quartiers")
    unsaid, _, _ = rest.partition("fiches de suivi")
    assert "Promesse nomme" in by_name
    assert "Promesse tous" in of_all
    assert "Promesse ville" in wider
    assert "Promesse muet" in unsaid
    assert "Promesse ailleurs" not in text
    assert "Promesse zus" not in text
    assert "Promesse ailleurs" in page(client, "/quartiers/qp075902/").text


@pytest.mark.usefixtures("held")
def test_what_manifests_count_there_is_shown_and_what_is_hidden_is_said_to_be(client: Client) -> None:
    here = page(client, "/quartiers/qp075901/").text.replace("\u00a0", " ").replace("\u202f", " ")
    there = page(client, "/quartiers/qp075902/").text.replace("\u00a0", " ")

    assert "341" in here
    assert "13,82 %" in here  # 341 of 2,467
    assert "masqué" in here
    assert "aucune ligne publiée" in here
    assert "Code QP075901" in here
    assert "Millésime 2014" in here
    assert "341" not in there


def test_without_any_count_it_says_that_nothing_is_known_at_this_scale(client: Client) -> None:
    text = page(client, "/quartiers/qp075018/").text

    assert "Non disponible à cette échelle." in text
    assert "19e, 20e" in text


def test_without_perimeters_it_says_in_one_line_how_to_install_them(client: Client, held: Path) -> None:
    assert list(held.iterdir()) == []

    for address in ("/quartiers/", "/quartiers/qp075901/"):
        answer = client.get(address, headers=HOST).content.decode()
        assert "perimetres/qpv-2014.geojson" in answer
        assert "<svg viewBox" not in answer


def test_perimeters_that_are_installed_are_drawn_with_a_table_beside(client: Client, held: Path) -> None:
    installed(held)

    every = client.get("/quartiers/", headers=HOST).content.decode()
    one = client.get("/quartiers/qp075901/", headers=HOST).content.decode()

    assert every.count("<path ") == one.count("<path ") == 2
    assert (every.count("area--here"), one.count("area--here")) == (0, 1)
    assert "/quartiers/qp075901/" in Page(every).links


def test_perimeters_that_cannot_be_read_are_said_to_be_so(client: Client, held: Path) -> None:
    (held / "qpv-2014.geojson").write_text("rien", encoding="utf-8")

    text = page(client, "/quartiers/").text

    assert "Les périmètres installés ne se lisent pas" in text


def test_a_neighbourhood_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/quartiers/qp999999/", headers=HOST).status_code == 404


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"official perimeters not found at {OFFICIAL}")
def test_the_twenty_of_paris_are_drawn_from_the_official_file(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    shutil.copy(OFFICIAL, tmp_path / "qpv-2014.geojson")
    settings.DROITCOMMUN_PERIMETERS = str(tmp_path)

    answer = client.get("/quartiers/qp075018/", headers=HOST)

    html = answer.content.decode()
    assert html.count("<path ") == 20
    assert html.count("area--here") == 1
    assert len(gzip.compress(answer.content)) < 50_000


@pytest.mark.parametrize("width", [320, 1280])
def test_a_map_is_accessible(client: Client, held: Path, browser: Browser, width: int) -> None:
    installed(held)
    for address in ("/quartiers/", "/quartiers/qp075901/"):
        html = client.get(address, headers=HOST).content.decode()
        seen = browser.new_page(viewport={"width": width, "height": 900})
        seen.set_content(html)
        expect(seen.locator("h1")).to_be_visible()
        found = Axe().run(seen)
        assert found.violations_count == 0, found.generate_report()
        seen.close()
