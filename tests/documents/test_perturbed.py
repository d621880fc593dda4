"""However a text is altered on its way, a value that is read is the same, or is asked: never another one."""

from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Count, Role
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.text import parse_text
from tests.documents import invented
from tests.documents.perturbed import ALTERATIONS, others


@lru_cache(maxsize=4)
def reference(text: str) -> Dossier:
    return read(text.encode())


def read(raw: bytes) -> Dossier:
    return parse_dossier(parse_text(raw, file="bilan.txt"))


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_invented_text_says_the_same_or_is_asked_about(name: str) -> None:
    text = invented.document()

    altered = read(ALTERATIONS[name](text))

    assert list(others(reference(text), altered)) == []


@pytest.mark.parametrize("name", ALTERATIONS)
def test_the_real_text_says_the_same_or_is_asked_about(name: str, document: list[str]) -> None:
    text = "\n".join(document)

    altered = read(ALTERATIONS[name](text))

    assert list(others(reference(text), altered)) == []


def test_another_value_would_be_seen() -> None:
    first = read(invented.document().encode())
    wrong = tuple(
        replace(one, figure=Count(12)) if one.role is Role.RESULT else one for one in first.observations
    )

    assert list(others(first, replace(first, observations=wrong)))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_blank_lines_added_or_dropped_anywhere_change_no_value(data: st.DataObject) -> None:
    lines = invented.document(*invented.ALL[:3]).split("\n")
    start = next(index for index, line in enumerate(lines) if "Taux de" in line)
    changed = []
    for index, line in enumerate(lines):
        if line or not data.draw(st.booleans()):
            changed.append(line)
        if index > start and line and data.draw(st.integers(0, 9)) == 0:
            changed.append("")

    altered = read("\n".join(changed).encode())

    found = [one for one in others(read("\n".join(lines).encode()), altered) if "fiche" not in one]
    assert found == []
