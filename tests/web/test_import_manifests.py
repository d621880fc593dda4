"""The import page when what comes is a manifest; and a file of addresses, which is neither kept nor told."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, expect

from droitcommun.usecases.locate_records import BreakdownRecord, GroupRecord, LocateRecord, PlacedRecord
from droitcommun.web.contracts import queries
from droitcommun.web.contracts.models import Event
from tests.builders import Row, dossier
from tests.databases import Made, connected, seed
from tests.spec.manifests import OF_THE_SHEET, hiding, manifest, result
from tests.territory.located import addresses
from tests.web.test_import import HOST, hidden, sent
from tests.web.test_pages import Page

CONTENT = manifest(OF_THE_SHEET)
CANARY = "17 impasse du Canari Zinzolin"


@pytest.fixture(autouse=True)
def _open(settings: Any) -> None:
    settings.DROITCOMMUN_IMPORTS = True


@pytest.fixture
def held(templates: dict[str, Made]) -> Iterator[None]:
    """A contract with one sheet, whose share the sheet prints."""
    with connected(templates["sqlite"].copy()):
        seed(dossier(Row(id="a", target="25", results=(("2015", "14"),), measure={"indicator": "Part"})))
        yield


def file(content: bytes = CONTENT, name: str = "part.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def read(html: str, **more: str) -> dict[str, str]:
    """What the page hands back, and what a person fills in."""
    return {**hidden(html), **more}


@pytest.mark.usefixtures("held")
def test_a_manifest_is_shown_then_what_it_would_record_and_only_then_written(client: Client) -> None:
    status, asked = sent(client, file=file())
    assert status == 200
    assert "Le sceau est intact" in asked
    assert "2 467" in asked.replace("\u202f", " ")

    status, shown = sent(client, **read(asked, measure="a-mesure"))
    text = Page(shown).text.replace("\u00a0", " ")
    assert status == 200
    assert "entre 13,82 % et 18,08 %, estimation 14,44 %" in text
    assert "Déjà là pour cette période" in text
    assert len(queries.dossier("fiction").observations) == 1

    status, _ = sent(client, **read(shown, apply="1", by="Service jeunesse"))
    assert status == 302
    after = queries.dossier("fiction")
    assert [seen.text for seen in after.observations] == ["14 %", after.observations[-1].text]
    assert after.manifests[0].content.encode() == CONTENT
    event = Event.objects.last()
    assert event is not None
    assert (event.kind, event.by) == ("manifest-attached", "Service jeunesse")

    status, again = sent(client, **read(sent(client, file=file())[1], measure="a-mesure"))
    assert status == 200
    assert "déjà rattaché" in again
    assert 'name="apply"' not in again


@pytest.mark.usefixtures("held")
def test_the_sheet_tells_the_counts_the_perimeters_and_the_journal(client: Client) -> None:
    for told in (OF_THE_SHEET, hiding()):
        shown = sent(client, **read(sent(client, file=file(manifest(told)))[1], measure="a-mesure"))[1]
        sent(client, **read(shown, apply="1", by="Service"))

    answer = client.get("/fiches/a/", headers=HOST)
    text = Page(answer.content.decode()).text.replace("\u00a0", " ").replace("\u202f", " ")

    assert answer.status_code == 200
    assert "Dans le périmètre 341" in text
    assert "Hors du périmètre 2 021" in text
    assert "Non placées 105" in text
    assert "Dans le périmètre masqué, de 1 à 10" in text
    assert "décret n° 2014-1750" in text
    assert "fichier des volontaires" in text
    assert re.search(r"manifeste-[0-9a-f]{16}", text)


@pytest.mark.usefixtures("held")
def test_what_a_service_told_apart_stands_beside(client: Client) -> None:
    told = replace(
        OF_THE_SHEET,
        by=(
            BreakdownRecord(
                column="Sexe",
                named=True,
                groups=(
                    GroupRecord(value="F", placed=placed(result(200, 1000))),
                    GroupRecord(value="autres", placed=placed(hiding())),
                ),
            ),
        ),
    )

    asked = sent(client, file=file(manifest(told)))[1]

    text = Page(asked).text.replace("\u00a0", " ").replace("\u202f", " ")
    # 200 ÷ 1 200 = 16.666…
    assert "Sexe : F entre 16,66 % et 16,67 % 200 1 200" in text
    assert "Sexe : autres entre 1,16 % et 10,53 % masqué, de 1 à 10 masqué, de 86 à 95" in text


def placed(told: LocateRecord) -> PlacedRecord:
    return PlacedRecord(
        rows=told.rows,
        inside=told.inside,
        outside=told.outside,
        uncertain=told.uncertain,
        unplaced=told.unplaced.total,
        share=told.share,
        open=told.open,
    )


@pytest.mark.usefixtures("held")
def test_nobody_says_who_writes_and_what_was_chosen_is_not_lost(client: Client) -> None:
    shown = sent(client, **read(sent(client, file=file())[1], measure="a-mesure"))[1]

    status, again = sent(client, **read(shown, apply="1", by=" "))

    assert status == 400
    assert "au nom de quel service" in again
    assert hidden(again)["measure"] == "a-mesure"
    assert len(queries.dossier("fiction").observations) == 1


@pytest.mark.usefixtures("held")
def test_a_contract_that_changed_meanwhile_is_looked_at_again(client: Client) -> None:
    shown = sent(client, **read(sent(client, file=file())[1], measure="a-mesure"))[1]
    other = sent(client, **read(sent(client, file=file(manifest(result(3, 4))))[1], measure="a-mesure"))[1]
    assert sent(client, **read(other, apply="1", by="Service"))[0] == 302

    status, again = sent(client, **read(shown, apply="1", by="Service"))
    assert status == 409
    assert "a changé entre-temps" in again

    assert sent(client, **read(again, apply="1", by="Service"))[0] == 302
    assert len(queries.dossier("fiction").observations) == 3


@pytest.mark.usefixtures("held")
def test_a_period_that_the_manifest_does_not_say_is_asked_for(client: Client) -> None:
    asked = sent(client, file=file(manifest(result(341, 2021, period="rentrée"))))[1]
    assert 'name="period"' in asked

    refused = sent(client, **read(asked, measure="a-mesure", period="hier"))
    found = sent(client, **read(asked, measure="a-mesure", period="2015"))

    assert refused[0] == 422
    assert "une période" in refused[1]
    assert found[0] == 200


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("place", [0, 20, 300, len(CONTENT) // 2, len(CONTENT) - 3])
def test_one_byte_altered_is_refused(client: Client, place: int) -> None:
    content = bytearray(CONTENT)
    content[place] ^= 1

    status, page = sent(client, file=file(bytes(content)))

    assert status == 422
    assert "Rien n’a été repris" in page
    assert len(queries.dossier("fiction").observations) == 1


def csv() -> bytes:
    rows = addresses([((CANARY, "75016", "Paris"), 40)])
    return "".join(";".join(row) + "\n" for row in rows).encode()


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("name", ["extraction.csv", "extraction.txt", "extraction.json"])
def test_a_file_of_addresses_is_refused_without_being_kept_shown_or_logged(
    client: Client, name: str, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)

    status, page = sent(client, file=file(csv(), name))

    assert status == 422
    assert "il ne doit pas quitter le service" in page
    assert "Canari" not in page
    assert "Canari" not in caplog.text
    assert list(tmp_path.rglob("*")) == []
    assert Event.objects.count() == 1


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("width", [320, 1280])
def test_its_pages_are_accessible_and_nothing_passes_the_edge(
    client: Client, browser: Browser, width: int
) -> None:
    asked = sent(client, file=file())[1]
    shown = sent(client, **read(asked, measure="a-mesure"))[1]
    sent(client, **read(shown, apply="1", by="Service"))
    sheet = client.get("/fiches/a/", headers=HOST).content.decode()

    for html in (asked, shown, sheet):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.set_content(html)
        expect(page.locator("h1")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.close()


@pytest.mark.usefixtures("held")
def test_a_spreadsheet_of_addresses_is_refused_without_being_shown_or_kept(
    client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "extraction.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        tab = book.add_worksheet()
        for line, row in enumerate(addresses([((CANARY, "75016", "Paris"), 40)])):
            tab.write_row(line, 0, row)
    caplog.set_level(logging.DEBUG)

    status, page = sent(client, file=file(path.read_bytes(), path.name))

    assert status == 422
    assert "Canari" not in page
    assert "Canari" not in caplog.text
    assert Event.objects.count() == 1
