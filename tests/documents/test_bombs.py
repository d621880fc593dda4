"""Sixty files made to exhaust a reader: each is answered in French, and nothing is written.

How long and how much memory each takes is printed by bench/bombs.py; that neither is exceeded is not a matter of
luck: the child process is held to its limits by the system.
"""

from pathlib import Path

import pytest

from droitcommun.core.problems import Place, Problem
from droitcommun.intake.containers import read_blocks
from droitcommun.intake.grids import read_grids
from droitcommun.intake.limits import Limits
from droitcommun.intake.workbook.annotation import annotate
from tests.documents.bombs import BOMBS, Bomb
from tests.documents.reading import refusal_of

# Five seconds, where the default is eight, only so that the tests end sooner.
LIMITS = Limits(seconds=5)


def test_there_are_sixty_of_them_in_all_formats() -> None:
    assert len({bomb.name for bomb in BOMBS}) == len(BOMBS) >= 60
    assert {bomb.name.split(":")[0] for bomb in BOMBS} == {"docx", "odt", "xlsx", "ods", "pdf", "txt"}


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb_is_answered(bomb: Bomb, tmp_path: Path) -> None:
    path = tmp_path / "envoi"
    path.write_bytes(bomb.make())

    read = read_grids if bomb.is_workbook else read_blocks
    refused = refusal_of(lambda: read(path, LIMITS))

    if refused is not None:
        assert refused.exit_code >= 10
        assert str(refused).startswith("1 problème, rien n’a été chargé.\nenvoi\u00a0: ")
    assert (refused and refused.problems[0].code) in (
        *bomb.codes,
        "too-slow",
    )  # a busy machine, before it has counted
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("bomb", [bomb for bomb in BOMBS if bomb.is_workbook], ids=lambda bomb: bomb.name)
def test_a_bomb_is_answered_too_when_a_copy_of_it_is_asked_for(bomb: Bomb, tmp_path: Path) -> None:
    path = tmp_path / "envoi"
    path.write_bytes(bomb.make())
    problem = Problem(Place("envoi", tab="T", cell="D9"), "number", "un nombre")

    refused = refusal_of(lambda: annotate(path, [problem], LIMITS))

    if refused is not None:  # some are only too large to be read: a copy counts no cells
        assert refused.exit_code >= 10
        assert str(refused).startswith("1 problème, rien n’a été chargé.\nenvoi\u00a0: ")
    assert list(tmp_path.iterdir()) == [path]
