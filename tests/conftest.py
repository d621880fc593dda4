"""What tests share: the source document, databases, a browser, and whether they may be missing."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from droitcommun.catalogue.loader import load_source
from droitcommun.usecases.sources import DEFAULT_SOURCE
from tests.databases import KINDS, POSTGRESQL, Made, connected, migrated, seed, server
from tests.places import DOCUMENT
from tests.web.running import BROWSERS

# How long an example takes depends on the machine, and is never what a test is about.
settings.register_profile("droitcommun", deadline=None)
settings.load_profile("droitcommun")


@pytest.fixture(scope="session")
def document() -> list[str]:
    """The lines of the source document, line 1 at index 0; skipped aloud when it is not at hand."""
    if not DOCUMENT.exists():
        message = f"source document not found at {DOCUMENT}: set DROITCOMMUN_SHARED"
        if os.environ.get("DROITCOMMUN_REQUIRE_SHARED") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return DOCUMENT.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="session")
def templates(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> dict[str, Made]:
    """A migrated database of each kind, made when it is first asked for: never written to, only copied."""
    folder = tmp_path_factory.mktemp("databases")

    class Templates(dict[str, Made]):
        def __missing__(self, kind: str) -> Made:
            if kind == POSTGRESQL:
                server()
            with django_db_blocker.unblock():
                made = migrated(Made(kind, "", folder).empty())
            return self.setdefault(kind, made)

    return Templates()


@pytest.fixture(params=KINDS)
def database(
    request: pytest.FixtureRequest, templates: dict[str, Made], django_db_blocker: DjangoDbBlocker
) -> Iterator[Made]:
    """A database of the test's own, of each kind in turn, migrated and empty; Django speaks to it."""
    made = templates[request.param].copy()
    with django_db_blocker.unblock(), connected(made):
        yield made


@pytest.fixture(scope="session")
def paris(templates: dict[str, Made], django_db_blocker: DjangoDbBlocker) -> Made:
    """An embedded database that holds the contract of Paris, only read."""
    made = templates["sqlite"].copy()
    with django_db_blocker.unblock(), connected(made):
        seed(load_source(DEFAULT_SOURCE))
    return made


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
