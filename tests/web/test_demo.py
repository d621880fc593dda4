"""The demonstration as a program: it says when it is ready, ends when told, and refuses a taken port."""

import signal
import urllib.request

from tests.unit.test_cli import run
from tests.web.conftest import free_port, start_demo


def test_it_says_ready_last_answers_and_ends_cleanly_on_sigterm() -> None:
    port = free_port()
    demo = start_demo(port)
    assert demo.stdout is not None

    assert demo.stdout.readline() == f"Prêt : http://127.0.0.1:{port}/\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.status == 200

    demo.send_signal(signal.SIGTERM)
    rest, errors = demo.communicate(timeout=20)
    assert (demo.returncode, rest, errors) == (0, "", "")


def test_two_on_one_port_is_said_in_french(site: str) -> None:
    port = site.rstrip("/").rsplit(":", 1)[1]

    done = run("demo", "--port", port)

    assert done.returncode == 13
    assert f"Le port {port} est déjà pris" in done.stderr
    assert done.stdout == ""
