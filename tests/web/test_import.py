"""The import page: a file, a preview, questions as choices, and nothing written before somebody says so."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser

from droitcommun.catalogue.loader import load_folder
from droitcommun.web.contracts import queries
from droitcommun.web.contracts.models import Event
from tests.databases import Made, connected, seed
from tests.places import ROOT
from tests.web.test_pages import Page

THREE = ROOT / "tests/catalogue/trois-fiches"
HOST = {"host": "localhost"}


@pytest.fixture(autouse=True)
def _open(settings: Any) -> None:
    settings.DROITCOMMUN_IMPORTS = True


@pytest.fixture
def held(templates: dict[str, Made]) -> Iterator[str]:
    """A contract of three sheets in a database of its own; its id."""
    dossier = load_folder(THREE)
    with connected(templates["sqlite"].copy()):
        seed(dossier)
        yield dossier.contract.id


def zipped(**edits: str) -> SimpleUploadedFile:
    """The three sheets as a zip, with words replaced in their figures."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in sorted(THREE.iterdir()):
            text = file.read_text(encoding="utf-8")
            for before, after in edits.items() if file.name == "observations.csv" else ():
                text = text.replace(before.removeprefix("_").replace("_", "."), after, 1)
            archive.writestr(f"trois/{file.name}", text)
    return SimpleUploadedFile("trois.zip", out.getvalue())


def sent(client: Client, **fields: Any) -> tuple[int, str]:
    answer = client.post("/import/", fields, headers=HOST)
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code, answer.content.decode()


def hidden(html: str, **more: str) -> dict[str, str]:
    """What the form of a preview hands back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {**{unescape(name): unescape(value) for name, value in found}, **more}


def test_from_a_file_to_the_contract_with_one_question_answered(client: Client, held: str) -> None:
    before = queries.dossier(held)
    status, looked = sent(client, file=zipped(_20_3="21.3"))
    text = Page(looked).text

    assert status == 200
    assert "3 fiches lues. Rien n’est enregistré." in text
    assert "contredits 1" in text
    (name,) = set(re.findall(r'type="radio" id="[^"]+" name="([^"]+)"', looked))
    assert "Enregistrer" not in text
    assert queries.dossier(held) == before

    status, answered = sent(client, **hidden(looked), **{name: "correct", "look": "1"})
    assert "Enregistrer 1 chiffre" in Page(answered).text
    assert queries.dossier(held) == before

    answer = client.post(
        "/import/", hidden(answered, apply="1", by="Préfecture, mission ville"), headers=HOST
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/import/fait/")
    after = queries.dossier(held)
    assert after.observations[:-1] == before.observations
    assert after.observations[-1].supersedes is not None
    event = Event.objects.last()
    assert event is not None
    assert (event.kind, event.by, event.detail["changed"]) == (
        "sheets-imported",
        "Préfecture, mission ville",
        1,
    )
    assert "C’est enregistré" in client.get("/import/fait/", headers=HOST).content.decode()


@pytest.mark.usefixtures("held")
def test_what_is_held_already_is_said(client: Client) -> None:
    _, looked = sent(client, file=zipped())

    assert "Le contrat contient déjà tout ce que dit ce fichier." in Page(looked).text
    assert Event.objects.count() == 1


def applied(client: Client, **changed: str) -> tuple[int, str]:
    """Correct a figure and apply, with something changed in the form."""
    _, looked = sent(client, file=zipped(_20_3="21.3"))
    (name,) = set(re.findall(r'type="radio" id="[^"]+" name="([^"]+)"', looked))
    fields = hidden(looked, apply="1", by="Préfecture")
    return sent(client, **{**fields, name: "correct", **changed})


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("changed", "told", "words"),
    [
        ({"by": " "}, 400, "au nom de quel service"),
        ({"read": "faux"}, 400, "envoyez de nouveau le fichier"),
        ({"before": "0" * 64}, 409, "a changé entre-temps"),
    ],
)
def test_a_form_that_lacks_something_or_was_altered_writes_nothing(
    client: Client, changed: dict[str, str], told: int, words: str
) -> None:
    status, html = applied(client, **changed)

    assert status == told
    assert words in html
    assert Event.objects.count() == 1


@pytest.mark.usefixtures("held")
def test_without_the_token_of_the_form_nothing_is_done() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/import/", {"file": zipped()}, headers=HOST)

    assert answer.status_code == 403
    assert "rien n’a été enregistré" in answer.content.decode()
    page = strict.get("/import/", headers=HOST)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token is not None
    given = strict.post("/import/", {"file": zipped(), "csrfmiddlewaretoken": token[1]}, headers=HOST)
    assert given.status_code == 200
    cookie = strict.cookies["csrftoken"]
    assert (cookie["samesite"], cookie["httponly"]) == ("Strict", True)


@pytest.mark.parametrize("address", ["/import/", "/import/fait/"])
def test_where_anybody_may_come_there_is_no_such_page(client: Client, settings: Any, address: str) -> None:
    settings.DROITCOMMUN_IMPORTS = False

    assert client.get(address, headers=HOST).status_code == 404
    assert client.post(address, headers=HOST).status_code == 404


def test_the_pilot_imports_in_the_demonstration_without_a_script(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    (tmp_path / "trois.zip").write_bytes(zipped(_20_3="21.3").read())
    page = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800}).new_page()
    page.goto(site)

    page.get_by_role("link", name="Importer des fiches").click()
    page.get_by_label("Le fichier à lire").set_input_files(tmp_path / "trois.zip")
    page.get_by_role("button", name="Voir ce qui changerait").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Ce qui changerait"
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Voir avec ces réponses").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ce qui changerait"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_and_its_preview_break_no_accessibility_rule(
    browser: Browser, site: str, tmp_path: Path, width: int
) -> None:
    (tmp_path / "trois.zip").write_bytes(zipped(_20_3="21.3").read())
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()

    for step in ("asked", "shown"):
        if step == "asked":
            page.goto(f"{site}import/")
        else:
            page.get_by_label("Le fichier à lire").set_input_files(tmp_path / "trois.zip")
            page.get_by_role("button", name="Voir ce qui changerait").click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
