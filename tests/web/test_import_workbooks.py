"""Returned workbooks on the import page: figures, texts, problems at their cells, the copy to correct."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.observations import Observation, Share
from droitcommun.core.periods import Period
from droitcommun.core.texts import TextField
from droitcommun.intake.grids import grids_of
from droitcommun.intake.workbook.forms import Drafts, form
from droitcommun.intake.workbook.ods import write_ods
from droitcommun.intake.workbook.reporters import EVERYONE, reporter
from droitcommun.intake.workbook.vocabulary import Slot
from droitcommun.intake.workbook.xlsx import write_xlsx
from droitcommun.web.contracts import queries
from droitcommun.web.contracts.models import Event, TextRow
from tests.databases import Made, connected, seed
from tests.documents.workbooks import fiction
from tests.web.test_import import HOST, hidden, sent
from tests.web.test_pages import Page

WRITERS = {".xlsx": write_xlsx, ".ods": write_ods}
ANALYSIS = ("part", TextField.ANALYSIS)


@pytest.fixture(autouse=True)
def _open(settings: Any) -> None:
    settings.DROITCOMMUN_IMPORTS = True


@pytest.fixture
def held(templates: dict[str, Made]) -> Iterator[Dossier]:
    """A contract of three sheets in a database of its own."""
    with connected(templates["sqlite"].copy()):
        seed(fiction())
        yield queries.dossier("fiction")


def workbook(
    source: Dossier,
    *figures: Observation,
    texts: dict[tuple[str, TextField], str] | None = None,
    year: int = 2016,
    name: str = "retour.xlsx",
) -> SimpleUploadedFile:
    """A workbook of all the sheets, as it comes back with figures and texts typed in."""
    drafts = Drafts(figures={_slot(one): one for one in figures}, texts=texts or {})
    known = known_on(source, source.latest_recorded_day())
    book = form(known, reporter(source, EVERYONE), year, drafts)
    return SimpleUploadedFile(name, WRITERS[Path(name).suffix](book))


def _slot(seen: Observation) -> Slot:
    assert seen.measure is not None
    return Slot(seen.measure, seen.role, seen.label)


def share(
    source: Dossier, value: str, numerator: int | None = None, denominator: int | None = None
) -> Observation:
    figure = Share(Decimal(value), numerator, denominator)
    return replace(source.observations[0], figure=figure, period=Period.parse("2016"))


def applied(client: Client, looked: str, **more: str) -> int:
    fields = hidden(looked, apply="1", by="Préfecture, mission ville", **more)
    return client.post("/import/", fields, headers=HOST).status_code


@pytest.mark.parametrize("name", ["retour.xlsx", "retour.ods", "RETOUR", "retour.pdf"])
def test_a_workbook_is_shown_then_recorded_whole_whatever_its_name(
    client: Client, held: Dossier, name: str
) -> None:
    made = "retour.ods" if name.endswith("ods") else "retour.xlsx"
    file = workbook(held, share(held, "27.5"), texts={ANALYSIS: "Deux forums de plus."}, name=made)
    file.name = name

    status, looked = sent(client, file=file)

    text = Page(looked).text
    assert status == 200
    assert "1 fiche lue. Rien n’est enregistré." in text
    assert "27,5" in text
    assert "Deux forums de plus." in text
    assert "Enregistrer 1 chiffre et 1 texte" in text
    assert "n’apporte rien" not in text
    assert queries.dossier("fiction") == held

    assert applied(client, looked) == 302
    after = queries.dossier("fiction")
    seen, given = after.observations[-1], after.texts[-1]
    assert seen.figure == Share(Decimal("27.5"))
    assert (given.sheet, given.field, given.year, given.text) == (*ANALYSIS, 2016, "Deux forums de plus.")
    assert given.by == "Tous les services"
    (document,) = (one for one in after.contract.documents if one.id == given.passage.document)
    assert (document.file, given.passage.cell) == (name, "Fiche 1, D22")
    event = Event.objects.last()
    assert event is not None
    assert (event.by, event.detail) == ("Préfecture, mission ville", {"new": 1, "texts": 1})


def test_the_same_workbook_sent_again_changes_nothing(client: Client, held: Dossier) -> None:
    file = workbook(held, share(held, "27.5"), texts={ANALYSIS: "Deux forums de plus."})
    content = file.read()
    applied(client, sent(client, file=SimpleUploadedFile("retour.xlsx", content))[1])

    _, again = sent(client, file=SimpleUploadedFile("retour.xlsx", content))

    assert "Ce fichier n’apporte rien de nouveau" in Page(again).text
    assert "Le contrat contient déjà tout ce que dit ce fichier." in Page(again).text
    assert (Event.objects.count(), TextRow.objects.count()) == (2, 1)


def test_an_empty_workbook_erases_nothing(client: Client, held: Dossier) -> None:
    _, looked = sent(client, file=workbook(held))

    assert "Le contrat contient déjà tout ce que dit ce fichier." in Page(looked).text
    assert queries.dossier("fiction") == held


def test_another_text_for_the_same_year_is_a_question_and_the_first_one_stays(
    client: Client, held: Dossier
) -> None:
    applied(client, sent(client, file=workbook(held, texts={ANALYSIS: "Deux forums de plus."}))[1])

    _, looked = sent(client, file=workbook(held, texts={ANALYSIS: "Un seul forum."}))

    text = Page(looked).text
    assert "lequel des deux textes retenir" in text
    assert "Deux forums de plus." in text
    assert "Enregistrer" not in text
    name = "answer/text/part/analysis/2016"
    _, kept = sent(client, **hidden(looked), **{name: "keep", "look": "1"})
    assert "Enregistrer" not in Page(kept).text
    _, corrected = sent(client, **hidden(looked), **{name: "correct", "look": "1"})
    assert applied(client, corrected) == 302
    first, second = queries.dossier("fiction").texts
    assert (first.text, second.text, second.supersedes) == (
        "Deux forums de plus.",
        "Un seul forum.",
        first.id,
    )


def test_an_answer_can_be_taken_back(client: Client, held: Dossier) -> None:
    applied(client, sent(client, file=workbook(held, texts={ANALYSIS: "Deux forums de plus."}))[1])
    _, looked = sent(client, file=workbook(held, texts={ANALYSIS: "Un seul forum."}))
    name = "answer/text/part/analysis/2016"
    _, answered = sent(client, **hidden(looked), **{name: "correct", "look": "1"})
    assert "Enregistrer 1 texte" in Page(answered).text

    _, undone = sent(client, **hidden(answered), undo=name, look="1")

    assert "Enregistrer" not in Page(undone).text
    assert "lequel des deux textes retenir" in Page(undone).text


@pytest.mark.parametrize("name", ["retour.xlsx", "retour.ods"])
def test_the_problems_of_a_workbook_are_shown_at_their_cells_and_written_in_a_copy(
    client: Client, held: Dossier, name: str
) -> None:
    wrong = share(held, "27.5", 1, 10)  # 1 of 10 is 10 %

    status, html = sent(client, file=workbook(held, wrong, texts={ANALYSIS: "a" * 5001}, name=name))

    text = Page(html).text
    assert status == 422
    assert "2 problèmes : rien n’a été repris." in text
    assert "Fiche 1 D8 la part que donnent le numérateur et le dénominateur, 10,0 % environ" in text
    assert "Fiche 1 D22 un texte d’au plus 5000 caractères" in text
    assert queries.dossier("fiction") == held
    answer = client.post("/import/copie/", hidden(html), headers=HOST)
    assert answer.status_code == 200
    assert f'filename="retour-a-corriger{Path(name).suffix}"' in answer.headers["Content-Disposition"]
    copy = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    grids = grids_of(copy, "copie")
    beside = [str(row[5].value) for row in grids[1].rows if len(row) > 5]
    assert [one[:15] for one in beside if one.startswith("À corriger")] == [
        "À corriger, D8\u00a0",
        "À corriger, D22",
    ]
    assert grids[-1].tab == "Problèmes"
    again, _ = sent(client, file=SimpleUploadedFile(name, copy))
    assert again == 422  # what was typed is still there, and nothing more is wrong
    assert Event.objects.count() == 1


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("given", [{}, {"copy": "faux"}])
def test_a_copy_that_this_site_did_not_make_is_not_given(client: Client, given: dict[str, str]) -> None:
    answer = client.post("/import/copie/", given, headers=HOST)

    assert answer.status_code == 400
    assert "envoyez de nouveau le classeur" in answer.content.decode()


def test_a_workbook_of_somebody_else_is_told(client: Client, held: Dossier) -> None:
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Feuille").write(0, 0, "18 %")

    status, html = sent(client, file=SimpleUploadedFile("autre.xlsx", out.getvalue()))

    assert status == 422
    assert "le classeur envoyé par le pilote" in Page(html).text
    assert queries.dossier("fiction") == held


def test_a_sheet_shows_the_text_that_was_given_with_its_file_beside_what_it_printed(
    client: Client, held: Dossier
) -> None:
    applied(client, sent(client, file=workbook(held, texts={ANALYSIS: "Deux forums de plus."}))[1])

    text = Page(client.get("/fiches/part/", headers=HOST).content.decode()).text

    assert "Analyse, 2016 Deux forums de plus. Tous les services," in text
    assert "(retour.xlsx, Fiche 1, D22)" in text
