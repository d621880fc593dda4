"""Addresses that are sent to a geocoder go there and nowhere else: not to a log, a message, a file, another machine."""

from pathlib import Path
from typing import Any

import pytest

from tests.fetch.addok import PATH, Addok
from tests.servers import Asked, Handler, Loopback
from tests.spec.desk import Desk
from tests.spec.test_canaries import CANARY, Watched, has_canary
from tests.territory.located import INSIDE, OUTSIDE, addresses, written


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def repeats(handler: Handler, asked: Asked) -> None:
    handler.give(500, asked.body, Content_Type="text/csv")


def repeats_as_an_answer(handler: Handler, asked: Asked) -> None:
    handler.give(200, asked.body, Content_Type="text/csv")


def cuts(handler: Handler, asked: Asked) -> None:
    handler.start(200, 100_000)
    handler.wfile.write(asked.body)


def redirects(handler: Handler, _asked: Asked) -> None:
    handler.give(302, b"", Location="http://127.0.0.2:9/?q=Zygocanari")


@pytest.mark.parametrize(
    ("answer", "code"), [(Addok(), 0), (repeats, 25), (repeats_as_an_answer, 25), (cuts, 25), (redirects, 25)]
)
def test_an_address_goes_to_the_geocoder_and_nowhere_else(
    desk: Desk, watched: Watched, server: Loopback, tmp_path: Path, answer: Any, code: int
) -> None:
    server.answers[PATH] = answer
    file = written(tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 20), (CANARY, 11)]))
    command = watched.command(desk, file, "--geocoder", server.url, "--send-addresses")
    place = command.index("--index")

    done = watched.run_command([*command[:place], *command[place + 2 :]], PYTHONDEVMODE="1")

    assert done.returncode == code, done.stderr
    assert has_canary(server.asked[0].body)
    assert not has_canary(done.stdout + done.stderr)
    assert watched.left() == []
    assert {asked.path for asked in server.asked} == {PATH}
    assert b"Traceback" not in done.stderr


def test_no_socket_is_opened_before_somebody_says_yes(
    desk: Desk, watched: Watched, server: Loopback, tmp_path: Path
) -> None:
    file = written(tmp_path / "a.csv", addresses([(CANARY, 11)]))
    command = watched.command(desk, file, "--geocoder", server.url)
    place = command.index("--index")

    done = watched.run_command([*command[:place], *command[place + 2 :]])

    assert done.returncode == 26
    assert not [one for one in watched.told if one.startswith("socket")]
    assert not has_canary(done.stdout + done.stderr)
    assert server.asked == []
