"""The child process that reads: what it may use, and what becomes of it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.containers import blocks_of, read_blocks
from droitcommun.intake.documents import read_document, read_prose
from droitcommun.intake.limits import BadSettingError, Limits, limits_from
from tests.documents.bombs import BOMBS
from tests.documents.containers import simple
from tests.documents.producers import write_docx
from tests.documents.reading import refusal_of
from tests.documents.sheets import written_sheets


def test_limits_are_settings_with_defaults() -> None:
    assert limits_from({}) == Limits()
    assert limits_from({"DROITCOMMUN_READER_MEMORY_MB": "300", "DROITCOMMUN_READER_SECONDS": ""}) == Limits(
        memory_mb=300
    )


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "beaucoup", "²", "9" * 40, " 5"])
def test_a_setting_that_is_no_number_is_told(text: str) -> None:
    with pytest.raises(BadSettingError, match="DROITCOMMUN_READER_CELLS attend un nombre entier, 1 ou plus"):
        limits_from({"DROITCOMMUN_READER_CELLS": text})


TIGHT = [
    (Limits(cells=100), "too-many-cells"),
    (Limits(answer_mb=1, cells=10**6), None),
    (Limits(elements=1000), "bomb"),
]


@pytest.mark.parametrize(("limits", "code"), TIGHT)
def test_each_limit_is_held_to(limits: Limits, code: str | None, tmp_path: Path) -> None:
    path = write_docx(written_sheets(40), tmp_path / "a.docx")

    refused = refusal_of(lambda: read_blocks(path, limits))

    assert (refused and refused.problems[0].code) == code


def test_one_that_takes_too_much_memory_is_ended_and_that_is_said() -> None:
    content = simple("docx", "mot" * 3_000_000)

    assert refusal_of(lambda: blocks_of(content, "envoi", Limits(answer_mb=100))) is None
    with pytest.raises(FileRefusedError, match="plus de 60 Mo de mémoire") as refused:
        blocks_of(content, "envoi", Limits(answer_mb=100, memory_mb=60))

    assert refused.value.problems[0].code == "too-heavy"


def test_an_answer_that_is_too_large_is_not_taken() -> None:
    content = simple("docx", "mot" * 500_000)

    with pytest.raises(FileRefusedError) as refused:
        blocks_of(content, "envoi", Limits(answer_mb=1))

    assert refused.value.problems[0].code == "too-heavy"


def test_one_that_takes_too_long_is_ended_and_that_is_said() -> None:
    content = next(bomb for bomb in BOMBS if "formes en cascade" in bomb.name).make()

    with pytest.raises(FileRefusedError, match="plus de 1 secondes") as refused:
        blocks_of(content, "envoi", Limits(seconds=1))

    assert refused.value.problems[0].code == "too-slow"


BOUND = """
import os, sys
from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.child import bind
print(bind(Limits(memory_mb=300)))
for attempt in (lambda: bytearray(400 << 20), lambda: os.write(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), b"x"),
                lambda: [os.open("/", os.O_RDONLY) for _ in range(100)]):
    try:
        attempt()
        print("done")
    except (MemoryError, OSError) as error:
        print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bound less")
def test_a_child_can_neither_take_memory_nor_write_nor_open_many_files(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOUND, str(tmp_path / "écrit")],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert done.stdout.split() == ["True", "MemoryError", "OSError", "OSError"]
    assert (tmp_path / "écrit").read_bytes() == b""


def test_a_child_knows_nothing_of_the_environment_and_says_nothing_on_the_error_stream(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONVERBOSE", "1")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")

    blocks_of(simple("docx"), "envoi")
    refusal_of(lambda: blocks_of(b"%PDF-1.7 tronqu", "envoi"))

    assert capfd.readouterr() == ("", "")


def test_a_failure_that_no_reader_foresaw_says_where_and_never_what(monkeypatch: pytest.MonkeyPatch) -> None:
    main = (
        "import sys; sys.path[:] = sys.argv[1:]; from droitcommun.intake.readers import child; "
        "child.chosen = lambda _: (lambda *_: {}['Camille Exemple']); child.main()"
    )
    monkeypatch.setattr("droitcommun.intake.sandbox._CHILD", main)

    with pytest.raises(FileRefusedError, match="KeyError") as refused:
        blocks_of(b"a", "envoi")

    assert "Camille" not in str(refused.value)


def test_one_that_crashes_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("droitcommun.intake.sandbox._CHILD", "import os; os.abort()")

    with pytest.raises(FileRefusedError) as refused:
        blocks_of(b"a", "envoi")

    assert refused.value.problems[0].code == "damaged"


# Texts made to keep who reads their words for minutes, in one line, one cell, or many headings.
HEADER = (
    "Résultat 2014 Objectif à atteindre, fixé dans le contrat de ville Résultat 2015 Taux de réalisation\n"
)
SLOW = {
    "des marques de liste": f"Axe du contrat de ville\nUn\n{HEADER}{'1. ' * 40_000}\n",
    "une adresse sans fin": f"{'a.' * 200_000}@\n{HEADER}",
    "des phrases": f"{'L’État s’engage à la part de 15 %, d’une part. ' * 4_000}\n{HEADER}",
    "des titres": "Contrat unique (CUI)\n\n Page\n\n" * 20_000 + HEADER,
    "des nombres": f"{HEADER}{'1 2 ' * 40_000}\n",
    "des lettres espacées": f"{HEADER}{'R é s u l t a t ' * 20_000}\n",
}


@pytest.mark.parametrize("command", ["sheets", "drafts"])
@pytest.mark.parametrize("name", SLOW)
def test_words_made_to_be_slow_are_read_or_refused_within_the_limits(
    tmp_path: Path, command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DROITCOMMUN_READER_SECONDS", "3")
    path = tmp_path / "envoi.txt"
    path.write_text(SLOW[name], encoding="utf-8")
    read: dict[str, Callable[[Path], object]] = {"sheets": read_document, "drafts": read_prose}

    refused = refusal_of(lambda: read[command](path))

    codes = set() if refused is None else {one.code for one in refused.problems}
    assert codes <= {"too-slow", "too-heavy", "no-sheet", "header"}


def test_what_is_wrong_in_a_text_comes_back_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "moitié.txt"
    path.write_text(
        f"Axe du contrat de ville\nUn\n{HEADER}1\n" + "\n" * 200 + "Axe du contrat de ville\n",
        encoding="utf-8",
    )

    refused = refusal_of(lambda: read_document(path))

    assert refused is not None
    assert [(one.code, one.place.file, one.place.line) for one in refused.problems] == [
        ("header", "moitié.txt", 205)
    ]
