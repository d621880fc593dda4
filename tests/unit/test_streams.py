"""Standard streams that are closed, full, or read by nobody: a sentence in French, a code, never a traceback."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.test_cli import COMMAND, FULL

THREE = ROOT / "tests/catalogue/trois-fiches"
CLOSED = "Écriture impossible : la sortie standard est fermée, ou ne se laisse pas écrire ; la diriger vers"
NO_ROOM = "Écriture impossible : il n’y a plus de place."

COMMANDS = (
    "rates",
    "rates --format json",
    "sheets --format csv",
    "coverage --format json",
    "audit --format sarif",
    "schema dossier",
    f"check {THREE} --format json",
    f"rates file:{THREE}",
    "--help",
    "rates --help",
    "--version",
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams as a shell of POSIX closes them")


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell; what it says has plain spaces."""
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=60,
    )
    done.stderr = done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    return done


@pytest.mark.parametrize("closing", [">&-", "1</dev/null", ">&- <&-"])
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_result_that_goes_nowhere_is_said(arguments: str, closing: str) -> None:
    done = shell(f"{COMMAND} {arguments} {closing}")

    assert done.returncode == 10
    assert done.stderr.splitlines()[-1].startswith(CLOSED)
    assert len(done.stderr.splitlines()) <= 2  # the day, and this
    assert "Traceback" not in done.stderr


@FULL
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_result_that_there_is_no_room_for_is_said(arguments: str) -> None:
    done = shell(f"{COMMAND} {arguments} > /dev/full")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (14, NO_ROOM)
    assert len(done.stderr.splitlines()) <= 2


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_result_that_nobody_reads_is_silent_and_has_the_code_of_sigpipe(
    arguments: str, unbuffered: str
) -> None:
    """1 would say that the audit found errors."""
    done = shell(
        f"{{ sleep 0.2; {COMMAND} {arguments} 2>&1 >&3 | grep -v ^État >&2; }} 3>&1 | true",
        PYTHONUNBUFFERED=unbuffered,
    )
    code = shell(f"{{ sleep 0.2; {COMMAND} {arguments} 2>&-; echo $? >&2; }} | true")

    assert (done.stderr, code.stderr) == ("", "141\n")


@pytest.mark.parametrize("closing", [">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "code"), [("rates", 10), ("rates --foo", 2), ("sheets catalogue:x", 12)]
)
def test_a_code_is_kept_when_every_stream_is_closed(arguments: str, code: int, closing: str) -> None:
    assert shell(f"{COMMAND} {arguments} {closing}").returncode == code


@pytest.mark.parametrize("closing", ["2>&-", "<&- 2>&-"])
def test_a_result_is_whole_where_only_messages_go_nowhere(closing: str) -> None:
    assert shell(f"{COMMAND} rates {closing}").stdout == shell(f"{COMMAND} rates").stdout != ""


@pytest.mark.parametrize("closing", ["", ">&-", "<&- >&- 2>&-"])
def test_a_file_that_is_asked_for_is_written_whatever_the_streams(tmp_path: Path, closing: str) -> None:
    """What is closed gives its number to the next file that is opened: what is printed would land in it."""
    whole = tmp_path / "entier.zip"
    assert shell(f"{COMMAND} report file:{THREE} -o {whole}").returncode == 0

    done = shell(f"{COMMAND} report file:{THREE} -o {tmp_path / 'autre.zip'} {closing}")

    assert done.returncode == 0
    assert (tmp_path / "autre.zip").read_bytes() == whole.read_bytes()


def test_a_contract_that_is_written_and_listed_nowhere_is_said_to_be_written(tmp_path: Path) -> None:
    done = shell(f"{COMMAND} new {tmp_path / 'contrat'} >&-")

    first, second = done.stderr.splitlines()
    assert done.returncode == 10
    assert first == f"Les fichiers sont écrits dans {tmp_path / 'contrat'} ; leur liste n’a pas pu l’être."
    assert second.startswith(CLOSED)
    assert len(list((tmp_path / "contrat").iterdir())) == 4


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}]
)
def test_what_is_written_is_utf_8_whatever_the_machine(locale: dict[str, str]) -> None:
    done = shell(f"{COMMAND} rates", **locale)

    assert "112,8\u00a0%" in done.stdout
    assert done.stderr.startswith("État au 1er juillet 2016")
