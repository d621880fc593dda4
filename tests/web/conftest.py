"""A real server and a real browser for the pages."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import Made, connected
from tests.web.running import BROWSERS, free_port, start_demo


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless; skipped aloud when there is none, never in continuous integration."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        message = "no Chromium: apt-get install chromium"
        if os.environ.get("DROITCOMMUN_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    # Playwright keeps an event loop in this thread until the session ends, where Django would refuse to ask a
    # database anything; no test here is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if os.getuid() == 0 else []
        )
        yield chromium
        chromium.close()
