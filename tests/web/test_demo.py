"""The demonstration as a program: ready when it says so, ended when told, refusing what it cannot serve."""

import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.places import ROOT
from tests.unit.test_cli import run
from tests.web.running import free_port, start_demo


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_says_ready_last_answers_and_ends_cleanly(told: signal.Signals) -> None:
    port = free_port()
    demo = start_demo(port)
    assert demo.stdout is not None

    assert demo.stdout.readline() == f"Prêt : http://127.0.0.1:{port}/\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.status == 200
        assert answer.headers["Server"] is None

    demo.send_signal(told)
    rest, errors = demo.communicate(timeout=20)
    assert (rest, errors) == ("", "")
    assert demo.returncode == 0


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("after", [0.15, 0.2, 0.25, 0.3, 0.4, 0.5])
def test_told_to_end_while_it_starts_it_ends(told: signal.Signals, after: float) -> None:
    demo = start_demo(free_port())
    time.sleep(after)

    demo.send_signal(told)

    demo.communicate(timeout=20)
    assert demo.returncode in {0, 130, -told}


def test_killed_it_leaves_nothing_behind() -> None:
    port = free_port()
    first = start_demo(port)
    assert first.stdout is not None
    assert first.stdout.readline().startswith("Prêt")
    first.kill()
    first.communicate(timeout=20)

    again = start_demo(port)
    assert again.stdout is not None
    assert again.stdout.readline().startswith("Prêt")
    again.terminate()
    again.communicate(timeout=20)


def test_of_several_started_at_once_on_one_port_one_serves() -> None:
    port = free_port()
    started = [start_demo(port) for _ in range(3)]

    said = [demo.stdout.readline() for demo in started if demo.stdout]  # a line, or the end of a refused one
    assert sorted(said) == ["", "", f"Prêt : http://127.0.0.1:{port}/\n"]
    for demo in started:
        demo.terminate()
        demo.communicate(timeout=20)
    assert sorted(demo.returncode for demo in started) == [0, 13, 13]


def test_a_port_that_is_taken_is_said_in_french(site: str) -> None:
    port = site.rstrip("/").rsplit(":", 1)[1]

    done = run("demo", "--port", port)

    assert done.returncode == 13
    assert f"Le port {port} est déjà pris" in done.stderr
    assert done.stdout == ""


def test_a_broken_catalogue_never_serves(tmp_path: Path) -> None:
    package = Path(shutil.copytree(ROOT / "src", tmp_path / "src"))
    broken = package / "droitcommun/catalogue/contracts/paris-2015-2020/sheets/01-emploi.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace('"13"', "13"), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", "from droitcommun.cli.main import main; main()", "demo"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(package)},
        timeout=30,
    )

    assert (done.returncode, done.stdout) == (11, "")
    assert done.stderr.startswith("1 problème, rien n’a été chargé.\nsheets/01-emploi.toml, ligne")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "path", ["/", "/promesses/?statut=met&statut=met", "/nulle-part/", "/static/nulle-part"]
)
def test_a_page_asked_by_head_has_its_headers_and_no_body(site: str, path: str) -> None:
    """On a connection that goes on, a body would be taken for the answer to the next question."""
    with closing(HTTPConnection(urlsplit(site).netloc, timeout=20)) as where:
        where.request("GET", path)
        whole = where.getresponse()
        length = len(whole.read())

        where.request("HEAD", path)
        alone = where.getresponse()
        alone.read()
        assert (alone.status, alone.getheader("Content-Length")) == (whole.status, str(length))

        where.request("GET", path)
        again = where.getresponse()
        assert (again.status, len(again.read())) == (whole.status, length)
