"""Each state of the import page, and how a person gets there in the demonstration of Paris."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.observations import Observation, Share
from droitcommun.core.periods import Period
from droitcommun.core.texts import TextField
from droitcommun.intake.workbook.forms import Drafts, form
from droitcommun.intake.workbook.reporters import EVERYONE, reporter
from droitcommun.intake.workbook.vocabulary import Slot
from droitcommun.intake.workbook.xlsx import write_xlsx

Files = dict[str, Path]


def made(paris: Dossier, folder: Path) -> Files:
    """The files of a day: a good workbook, one with another text for the same year, a faulty one, no workbook."""
    first = next(seen for seen in paris.observations if isinstance(seen.figure, Share) and seen.measure)
    good = replace(first, figure=Share(Decimal("27.5")), period=Period.parse("2016"))
    wrong = replace(first, figure=Share(Decimal("27.5"), 1, 10), period=Period.parse("2016"))
    texts = [{(sheet.id, TextField.ANALYSIS): words for sheet in paris.sheets[:2]} for words in _WORDS]
    written = {
        "rempli.xlsx": _workbook(paris, (good,), texts[0]),
        "autre-texte.xlsx": _workbook(paris, (), texts[1]),
        "fautif.xlsx": _workbook(
            paris, (wrong,), {**texts[1], (paris.sheets[2].id, TextField.METHOD): "a" * 5001}
        ),
        "photo.png": b"\x89PNG\r\n\x1a\n",
        "lourd.pdf": b"%PDF-" + b" " * 12_000_000,
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in written}


_WORDS = (
    "Deux forums de plus ont été tenus au printemps dans les quartiers prioritaires, avec les missions locales.",
    "Un seul forum a pu être tenu.",
)


def _workbook(
    paris: Dossier, figures: tuple[Observation, ...], texts: dict[tuple[str, TextField], str]
) -> bytes:
    slots = {Slot(one.measure or "", one.role, one.label): one for one in figures}
    known = known_on(paris, paris.latest_recorded_day())
    return write_xlsx(form(known, reporter(paris, EVERYONE), 2016, Drafts(figures=slots, texts=texts)))


def asked(page: Page, site: str, _files: Files) -> None:
    page.goto(f"{site}import/")


def send(page: Page, site: str, file: Path, heading: str) -> None:
    asked(page, site, {})
    page.get_by_label("Le fichier à lire").set_input_files(file)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def refused(page: Page, site: str, files: Files) -> None:
    send(page, site, files["photo.png"], "Importer des fiches")
    expect(page.get_by_role("alert")).to_contain_text("une image")


def too_heavy(page: Page, site: str, files: Files) -> None:
    send(page, site, files["lourd.pdf"], "Importer des fiches")
    expect(page.get_by_role("alert")).to_contain_text("trop lourd")


def to_correct(page: Page, site: str, files: Files) -> None:
    send(page, site, files["fautif.xlsx"], "Un classeur à corriger")


def shown(page: Page, site: str, files: Files) -> None:
    send(page, site, files["rempli.xlsx"], "Ce qui changerait")


def unsigned(page: Page, site: str, files: Files) -> None:
    shown(page, site, files)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("au nom de quel service")


def done(page: Page, site: str, files: Files) -> None:
    shown(page, site, files)
    page.get_by_label("Au nom de quel service").fill("Préfecture, mission ville")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est enregistré")


def unchanged(page: Page, site: str, files: Files) -> None:
    send(page, site, files["rempli.xlsx"], "Ce fichier n’apporte rien de nouveau")
    expect(page.get_by_text("Le contrat contient déjà tout")).to_be_visible()


def questioned(page: Page, site: str, files: Files) -> None:
    send(page, site, files["autre-texte.xlsx"], "Ce qui changerait")


def answered(page: Page, site: str, files: Files) -> None:
    questioned(page, site, files)
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Voir avec ces réponses").click()
    expect(page.get_by_role("heading", name="Réponses données")).to_be_visible()


# In the order in which a day goes: what is recorded on the way is there for those that come after.
STATES: dict[str, Callable[[Page, str, Files], None]] = {
    "demande": asked,
    "refus": refused,
    "trop-lourd": too_heavy,
    "a-corriger": to_correct,
    "apercu": shown,
    "sans-nom": unsigned,
    "enregistre": done,
    "inchange": unchanged,
    "questions": questioned,
    "reponses": answered,
}
