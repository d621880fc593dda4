"""Whatever arrives, a document is read or refused in French: never another error."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.text import parse_text
from droitcommun.intake.workbook.book import seal
from tests.documents.invented import document
from tests.documents.workbooks import COUNT, returned, typed

CELLS = st.text(alphabet="0123456789,.%+-–() \n•aàeénNCsoit dont%parQPV€/<", max_size=120)
DATES = st.sampled_from(["31/02/2016", "99 mai 2016", "2016", "", "0 0", "2016-99"])


def survives(raw: bytes) -> None:
    with suppress(FileRefusedError):
        parse_dossier(parse_text(raw, file="bilan.txt"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
def test_bytes(raw: bytes) -> None:
    survives(raw)


@settings(max_examples=150, deadline=None)
@given(CELLS, DATES)
def test_any_cells_under_a_header(cells: str, updated: str) -> None:
    text = document().replace("17,2% 16% 19,4%(mars 2016) 121% ", cells).replace("12 mai 2016", updated)

    survives(text.encode())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_lines_lost_doubled_or_moved(data: st.DataObject) -> None:
    lines = document().split("\n")
    order = data.draw(st.lists(st.integers(0, len(lines) - 1), min_size=20, max_size=len(lines)))

    survives("\n".join(lines[index] for index in order).encode())
    cut = data.draw(st.integers(0, len(lines)))
    survives("\n".join(lines[cut:] + lines[:cut]).encode())


# What `fuzzing.py` found, each with the words that it was mended by.


@pytest.mark.parametrize("number", ["1E+19", "1E+30", "-4E+300", "12345678901234567890123456789"])
def test_a_number_larger_than_any_in_a_cell_is_a_problem_of_its_cell(number: str) -> None:
    read = returned(typed(f"{COUNT}/value", Decimal(number)))

    assert [problem.place.column for problem in read.problems] != []
    assert read.observations == ()


def test_the_seal_of_a_large_number_is_its_own() -> None:
    assert seal(Decimal("1E+30")) != seal(Decimal("1E+31"))
    assert seal(Decimal("1E+2")) == seal(Decimal("100.0000000001"))
