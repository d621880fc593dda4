"""On the import page, the question of a cell is answered by a choice: the document is read again with it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from droitcommun.catalogue.loader import load_folder
from droitcommun.core.observations import Count, Role
from droitcommun.web.contracts import queries
from tests.databases import Made, connected, seed
from tests.documents.invented import Invented, document
from tests.places import ROOT
from tests.web.test_import import hidden, sent
from tests.web.test_pages import Page

SHEET = Invented(title="Escales", cells="12 escales et 30 guides \n\n18% \n\n20% \n\n111% ")


@pytest.fixture
def held(settings: Any, templates: dict[str, Made]) -> Iterator[str]:
    settings.DROITCOMMUN_IMPORTS = True
    dossier = load_folder(ROOT / "tests/catalogue/trois-fiches")
    with connected(templates["sqlite"].copy()):
        seed(dossier)
        yield dossier.contract.id


def test_a_choice_about_a_cell_is_read_and_recorded(client: Client, held: str) -> None:
    upload = SimpleUploadedFile("bilan.txt", document(SHEET).encode())
    _, looked = sent(client, file=upload)
    (name,) = {unescape(one) for one in re.findall(r'type="radio" id="[^"]+" name="([^"]+)"', looked)}

    _, answered = sent(client, **hidden(looked), **{name: "2", "look": "1"})
    answer = client.post(
        "/import/", hidden(answered, apply="1", by="Préfecture"), headers={"host": "localhost"}
    )

    assert name == "answer/cell/escales/baseline"
    assert 'type="radio"' not in answered  # it is asked no more, and shown with its answer
    assert "que faut-il lire ? 30" in Page(answered).text
    assert answer.status_code == 302
    baselines = [one.figure for one in queries.dossier(held).observations if one.role is Role.BASELINE]
    assert Count(30) in baselines


@pytest.mark.usefixtures("held")
def test_an_answer_that_is_no_choice_is_told_and_nothing_is_recorded(client: Client) -> None:
    _, looked = sent(client, file=SimpleUploadedFile("bilan.txt", document(SHEET).encode()))

    status, html = sent(client, **hidden(looked), **{"answer/cell/escales/baseline": "9", "look": "1"})

    assert status == 422
    assert "une réponse parmi celles de la question" in html
