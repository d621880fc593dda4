"""The pages in a real browser: accessibility rules, small screens, no script, keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from droitcommun.web.contracts import queries
from tests.web.running import PAGES

WIDTHS = (320, 1280)


def opened(browser: Browser, address: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address)
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", [*PAGES, "/nulle-part/"])
def test_a_page_breaks_no_accessibility_rule_and_never_scrolls_sideways(
    browser: Browser, site: str, address: str, width: int
) -> None:
    # The tests' own script may run beside a policy that forbids every script of the page.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(site.rstrip("/") + address)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert found.response["passes"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_no_sheet_and_no_promise_scrolls_sideways_on_a_phone(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    paris = queries.current()
    addresses = [f"fiches/{one.sheet.id}/" for one in paris.sheets]
    addresses += [f"promesses/{one.commitment.id}/" for one in paris.promises]

    too_wide = []
    for address in addresses:
        page.goto(site + address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(address)

    assert len(addresses) == 61 + 104
    assert too_wide == []


def test_the_rules_do_find_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html><body><img src='a.png'><p style='color:#eee'>pâle</p></body></html>")

    assert Axe().run(page).violations_count >= 3


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_for_nothing_outside_and_nothing_is_refused(
    browser: Browser, site: str, address: str
) -> None:
    page = browser.new_page()
    asked: list[tuple[str, int]] = []
    said: list[str] = []
    page.on("response", lambda response: asked.append((response.url, response.status)))
    page.on("console", lambda message: said.append(message.text))

    page.goto(site.rstrip("/") + address)

    assert len(asked) >= 7  # the page and its stylesheets
    assert all(url.startswith(site) and status == 200 for url, status in asked), asked
    assert said == []


def test_without_script_the_reader_goes_from_home_to_the_line_in_two_clicks(
    browser: Browser, site: str
) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(site)

    page.get_by_role("link", name="Pourquoi ce 113").first.click()
    headings = [text.replace("\u00a0", " ") for text in page.locator("h2").all_inner_texts()]
    assert "Pourquoi ce 113 % ne tient pas" in headings
    assert page.get_by_text("l.\u00a02522").first.is_visible()

    page.locator("a[href='/audit/#declared-rate-differs:cui-cie-part-qpv']").click()
    assert page.url.endswith("/audit/#declared-rate-differs:cui-cie-part-qpv")
    opened_finding = page.locator("[id='declared-rate-differs:cui-cie-part-qpv']")
    opened_finding.wait_for(state="visible")  # a folded finding opens when a link leads to it
    assert "l. 151 à 152 et 2522" in opened_finding.inner_text().replace("\u00a0", " ")


def test_the_keyboard_reaches_the_content_first(browser: Browser, site: str) -> None:
    page = opened(browser, site, 1280)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    page.wait_for_url("**#contenu")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_status_is_told_by_words_too(browser: Browser, site: str, width: int) -> None:
    page = opened(browser, site, width)

    statuses = [text.strip() for text in page.locator(".statuses .status").all_inner_texts()]
    assert statuses == ["atteint", "pas encore atteint", "manqué", "on ne sait pas", "sans objectif chiffré"]

    page.goto(f"{site}fiches/")
    verdicts = [text.strip() for text in page.locator(".verdict").all_inner_texts()]
    assert verdicts[:3] == [
        "le calcul le retrouve",
        "le calcul ne le retrouve pas",
        "le calcul ne le retrouve pas",
    ]  # l. 2461, 2522, 2586
    assert len(verdicts) == 30  # the declared rates that some figures can be set against


def test_the_first_page_with_its_styles_is_light(browser: Browser, site: str) -> None:
    page = browser.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))

    page.goto(site, wait_until="networkidle")

    assert 0 < sum(sizes) < 50_000


def test_the_menu_is_not_printed_and_the_figures_are(browser: Browser, site: str) -> None:
    page = opened(browser, f"{site}audit/", 800)
    figures = page.get_by_text("20,3\u00a0÷\u00a013\u00a0=\u00a0156,2\u00a0% ou").first
    assert page.locator(".nav").is_visible()
    assert not figures.is_visible()

    page.emulate_media(media="print")

    assert page.locator(".nav").is_hidden()
    assert figures.is_visible()  # what is folded on the screen is printed
