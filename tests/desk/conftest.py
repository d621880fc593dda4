"""What tests of the desk share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desk.running import Running
from tests.spec.conftest import desk
from tests.spec.desk import Desk
from tests.spec.test_canaries import Watched
from tests.web.running import free_port

__all__ = ["desk", "started", "watched"]

Start = Callable[..., Running]


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """A home, a temporary folder and a log of its own."""
    (tmp_path / "watched").mkdir()
    return Watched(tmp_path / "watched")


@pytest.fixture
def started(desk: Desk, tmp_path: Path) -> Iterator[Start]:
    """Start desks; those that still run are ended."""
    running: list[Running] = []

    def start(watched: Watched | None = None, *options: str) -> Running:
        running.append(Running.started(desk, free_port(), watched, *options, secret=tmp_path / "secret"))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()
