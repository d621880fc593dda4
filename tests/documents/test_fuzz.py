"""Whatever arrives, a document is read or refused in French: never another error."""

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.text import parse_text
from tests.documents.invented import document

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
