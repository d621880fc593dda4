"""The official sheets that we print, read by our own reader: the same typed values, or a question, in each format."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from droitcommun.core.observations import Count, Role
from droitcommun.core.targets import AtLeastShare
from droitcommun.intake.containers import blocks_of
from droitcommun.intake.dossier import parse_dossier
from droitcommun.reports.fiche import as_it_stands
from droitcommun.usecases.report import sheet_to_print
from droitcommun.usecases.report_files import TEXTS, printed
from tests.builders import Row, seen
from tests.documents import round_trip
from tests.documents.round_trip import TEXT, lost, paris, read_back

FORMATS = (TEXT, *TEXTS)


def explained() -> dict[tuple[int, str], str]:
    """What does not come back, and why: looked at by a person."""
    with Path(__file__).with_name("round_trip.csv").open(encoding="utf-8", newline="") as lines:
        return {(int(row["line"]), row["field"]): row["reason"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_61_sheets_come_back_the_same_or_are_asked_about(suffix: str) -> None:
    assert len(read_back(suffix).sheets) == len(paris().dossier.sheets) == 61

    found = {(one.line, one.field) for one in lost(suffix)}

    assert found <= explained().keys()


def test_every_explanation_is_needed_and_is_a_sentence() -> None:
    found = {(one.line, one.field) for suffix in FORMATS for one in lost(suffix)}

    assert found == explained().keys()
    assert all(reason.endswith(".") and len(reason) > 40 for reason in explained().values())


@pytest.mark.parametrize("suffix", TEXTS)
def test_where_cells_are_apart_hardly_anything_is_asked(suffix: str) -> None:
    questions = [question for sheet in read_back(suffix).sheets for question in sheet.questions]

    assert len(questions) <= 25


def test_the_three_formats_that_keep_cells_are_read_alike() -> None:
    asked, figures = [], []
    for suffix in TEXTS:
        dossier = read_back(suffix)
        asked.append([(sheet.title, one.field) for sheet in dossier.sheets for one in sheet.questions])
        figures.append([(one.id, one.figure, one.period) for one in dossier.observations])

    assert asked[0] == asked[1] == asked[2]
    assert figures[0] == figures[1] == figures[2]


def test_a_wrong_figure_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_back(".odt")
    wrong = tuple(
        replace(one, figure=Count(7)) if one.role is Role.RESULT else one for one in read.observations
    )
    monkeypatch.setattr(round_trip, "read_back", lambda _: replace(read, observations=wrong))

    assert {(one.line, one.field) for one in lost(".odt")} - explained().keys()


@pytest.mark.parametrize("suffix", TEXTS)
def test_an_invented_sheet_comes_back_with_its_title_its_target_and_its_minus_sign(suffix: str) -> None:
    row = Row(
        sheet={"title": "Ouvrir l’antenne du port aux sans-abri, quartier par quartier, avant 2015-2016"},
        results=(("2015", "10"),),
        declared="50",
    )
    view = seen(row)
    content = printed(suffix, as_it_stands(sheet_to_print(view, "a"), "Contrat"), "t", "pied", view)

    (sheet,) = parse_dossier(blocks_of(content, f"fiche{suffix}")).sheets

    assert sheet.title == "Ouvrir l’antenne du port aux sans-abri, quartier par quartier, avant 2015-2016"
    assert isinstance(sheet.measures[0].target, AtLeastShare)
