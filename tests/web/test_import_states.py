"""Each state of the import page in a real browser: accessibility rules, small screens, a strict policy, no script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from droitcommun.catalogue.loader import load_source
from tests.web.import_states import STATES, Files, made
from tests.web.running import free_port, start_demo


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return made(load_source("catalogue:paris-2015-2020"), tmp_path_factory.mktemp("envois"))


@pytest.fixture
def own_site() -> Iterator[str]:
    """A demonstration of the test's own: it writes."""
    demo = start_demo(free_port())
    assert demo.stdout is not None
    yield demo.stdout.readline().removeprefix("Prêt : ").strip()
    demo.terminate()
    assert demo.communicate(timeout=20)[1] == ""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_breaks_an_accessibility_rule_or_scrolls_sideways(
    browser: Browser, own_site: str, files: Files, width: int
) -> None:
    # The tests' own script may run beside a policy that forbids every script of the page.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for name, reach in STATES.items():
        reach(page, own_site, files)

        found = Axe().run(page)

        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


def test_every_state_is_reached_without_a_script_and_the_policy_refuses_nothing(
    browser: Browser, own_site: str, files: Files
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    said: list[str] = []
    policies: set[str | None] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on(
        "response",
        lambda answer: (
            policies.add(answer.headers.get("content-security-policy"))
            if answer.request.resource_type == "document"
            else None
        ),
    )

    for reach in STATES.values():
        reach(page, own_site, files)

    # A status that is no success is told on the console by the browser, and by nothing else.
    assert [one for one in said if "Failed to load resource" not in one] == []
    (policy,) = policies
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_copy_to_correct_is_a_file_to_keep(
    browser: Browser, own_site: str, files: Files, tmp_path: Path
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    STATES["a-corriger"](page, own_site, files)

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger la copie à corriger").click()

    assert waiting.value.suggested_filename == "fautif-a-corriger.xlsx"
    waiting.value.save_as(tmp_path / "copie.xlsx")
    assert (tmp_path / "copie.xlsx").read_bytes()[:2] == b"PK"
