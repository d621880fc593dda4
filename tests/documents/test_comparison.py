"""What the reader makes of the real document agrees with what was typed by hand, but for an explained list."""

from dataclasses import replace

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Count, Role
from droitcommun.intake.documents import read_document
from tests.documents.comparison import differences, explained
from tests.places import DOCUMENT


@pytest.fixture(scope="module")
def read(document: list[str]) -> Dossier:
    assert document
    return read_document(DOCUMENT)


@pytest.fixture(scope="module")
def typed() -> Dossier:
    return load_source("catalogue:paris-2015-2020")


def test_every_disagreement_is_explained_and_every_explanation_is_needed(
    read: Dossier, typed: Dossier
) -> None:
    found = {(one.line, one.field) for one in differences(read, typed)}

    assert found == set(explained())


def test_an_explanation_is_a_sentence() -> None:
    assert all(reason.endswith(".") and len(reason) > 40 for reason in explained().values())


def test_the_61_sheets_are_found_in_their_three_layouts(read: Dossier) -> None:
    layouts = [sheet.layout.value for sheet in read.sheets]

    counted = {name: layouts.count(name) for name in set(layouts)}
    assert counted == {"result_2015_dated": 16, "result_2014": 33, "situation_2014": 12}


def test_a_wrong_figure_would_be_seen(read: Dossier, typed: Dossier) -> None:
    first = next(one for one in read.observations if one.role is Role.RESULT)
    altered = tuple(replace(one, figure=Count(7)) if one is first else one for one in read.observations)

    found = {(one.line, one.field) for one in differences(replace(read, observations=altered), typed)}

    assert found - set(explained()) == {(2439, "results")}
