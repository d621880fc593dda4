"""What the audit of the real document alone finds is true, and what it does not find is explained."""

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.audit import audit
from droitcommun.core.dossier import Dossier
from droitcommun.usecases.sources import load_path
from tests.documents.findings import Compared, Place, compared, differences, explained
from tests.places import DOCUMENT


@pytest.fixture(scope="module")
def read(document: list[str]) -> Dossier:
    assert document
    return load_path(DOCUMENT, proposals=True)


@pytest.fixture(scope="module")
def found(read: Dossier) -> Compared:
    typed = load_source("catalogue:paris-2015-2020")
    return compared(read, typed, typed.latest_recorded_day())


def test_every_finding_of_one_side_is_explained_and_every_explanation_is_needed(found: Compared) -> None:
    assert differences(found) == set(explained())


def test_an_explanation_is_a_sentence() -> None:
    assert all(reason.endswith(".") and len(reason) > 40 for reason in explained().values())


def test_what_the_document_alone_finds_is_called_true() -> None:
    reasons = [reason for (side, _, _), reason in explained().items() if side == "document"]

    assert all(reason.startswith("Vrai : ") for reason in reasons)


# Read in the booklet and in the sheets by hand: the rule, the first line of the sheet, the line of the promise.
BOOKLET_AGAINST_SHEETS = [
    ("commitment-target-differs", 2499, 147),  # 15 % promised, 13 % on the sheet
    ("commitment-baseline-differs", 3374, 619),  # 52 % in 2014, 70 % on the sheet
    ("commitment-baseline-differs", 3445, 626),  # 42 % in 2014, 80 % on the sheet
    ("commitment-scope-differs", 3882, 931),  # QPV and ZSP, quartiers vécus on the sheet
    ("commitment-figure-missing", 4249, 1226),  # 60 % of the money
    ("commitment-figure-missing", 5867, 2171),  # 5 LAEP
    ("commitment-figure-missing", 5985, 2358),  # 250 beds
    ("commitment-figure-missing", 6095, 2345),  # 100 % of the schools
    ("commitment-figure-missing", 6395, 2254),  # 5 projects
    ("commitment-figure-missing", 6775, 2130),  # 10 % more children
    ("commitment-figure-missing", 6775, 2138),  # 10 % more families
]


@pytest.mark.parametrize(("code", "sheet", "promise"), BOOKLET_AGAINST_SHEETS)
def test_the_booklet_is_set_against_the_sheets(read: Dossier, code: str, sheet: int, promise: int) -> None:
    first = {one.id: one.passage.lines[0].first for one in read.sheets}

    places = {
        (finding.code, first[finding.what.sheets[0]], name)
        for finding in audit(read, read.latest_recorded_day())
        for name in finding.what.commitments
    }

    assert (code, sheet, f"brouillon-{promise}") in places


def test_a_finding_that_is_not_there_would_be_seen(found: Compared) -> None:
    one = Place("result-missing", (2439,))
    finding = next(iter(found.document.values()))

    wrong = found._replace(document={**found.document, one: finding})

    assert differences(wrong) - set(explained()) == {("document", "result-missing", "2439")}
