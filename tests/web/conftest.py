"""A real server and a real browser for the pages."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import Made, connected
from tests.web.running import free_port, start_demo


@pytest.fixture(scope="session", autouse=True)
def _shows_paris(paris: Made, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The pages show the contract of Paris, from a database that they only read."""
    with django_db_blocker.unblock(), connected(paris):
        yield


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The demonstration as a person starts it; its address."""
    demo = start_demo(free_port())
    assert demo.stdout is not None
    ready = demo.stdout.readline()
    assert ready.startswith("Prêt : "), ready
    yield ready.removeprefix("Prêt : ").strip()
    demo.terminate()
    demo.communicate(timeout=20)
