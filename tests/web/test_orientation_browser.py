"""Orientation in a real browser: walks without a script, accessibility, one sheet of paper, nothing left behind."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.web.orientation_forms import listed


def go(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_breaks_an_accessibility_rule_or_scrolls_sideways(
    browser: Browser, site: str, width: int
) -> None:
    # The tests' own script may run beside a policy that forbids every script of the page.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()

    def holds(state: str) -> None:
        if width == 320:  # the rules that look at the width are tried on PAGES
            found = Axe().run(page)
            assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    page.goto(f"{site}orientation/")
    page.get_by_label("Une personne, une famille").check()
    go(page, "Continuer")
    page.get_by_label("Sans emploi ni formation").check()
    go(page, "Continuer")
    page.get_by_label("Quel âge a la personne").fill("vingt")
    go(page, "Continuer")
    assert page.get_by_role("alert").is_visible()
    holds("a number that cannot be taken, with answers")
    go(page, "Tout sur une page")
    assert page.get_by_role("heading", name="En danger").is_visible()
    page.locator(".answers summary").first.click()
    holds("every question, with answers")
    go(page, "Une page à imprimer")
    holds("the page to print")
    context.close()


def test_without_a_script_a_person_goes_there_and_back_and_leaves_nothing(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.on("console", lambda message: said.append(message.text))
    page.goto(site)
    page.get_by_role("link", name="Répondez à quelques questions").click()
    page.get_by_label("Une personne, une famille").check()
    page.get_by_label("Arrondissement").select_option("18")
    go(page, "Continuer")
    page.get_by_label("Je préfère ne pas dire").check()
    go(page, "Continuer")
    page.get_by_label("Quel âge a la personne").fill("20")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # as the first button
    following = page.locator("h1").inner_text()
    go(page, "Revenir")
    assert page.get_by_label("Quel âge a la personne").input_value() == "20"
    go(page, "Revenir")
    assert page.get_by_label("Je préfère ne pas dire").is_checked()
    go(page, "Continuer")
    go(page, "Continuer")
    assert page.locator("h1").inner_text() == following
    go(page, "Tout sur une page")
    page.get_by_label("Quel est son plus haut diplôme").select_option("none")
    page.get_by_label("A-t-elle quitté l’école").select_option("oui")
    go(page, "Voir les réponses")

    found = listed(page.content())
    assert "e2c" in found["fits"]  # 18 to 25, left school, no diploma: l. 227 à 233
    assert "cui-cae" not in found.get("does_not_fit", set())  # employment was not told
    assert page.url == f"{site}orientation/"
    assert context.cookies() == []
    assert said == []
    assert not [line for line in asked if "?" in line or not line.startswith(site)]
    context.close()


# Two of the longest pages among those of 1,500 situations drawn at random, then short ones.
FULLEST = (
    {
        "asker": "person",
        "employment": "training",
        "lives_in_paris": "oui",
        "diploma": "bac_1_to_3",
        "business": "existing",
        "woman": "non",
        "disabled_worker": "oui",
        "single_parent": "oui",
        "leaves_on_holiday": "non",
        "never_left_on_holiday": "oui",
        "separated_from_author": "oui",
    },
    {"asker": "person", "employment": "training", "home_zone": "qpv", "business": "existing"},
    {"asker": "association"},
    {"asker": "unknown"},
)


def test_the_page_to_print_is_one_sheet(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}orientation/")
    for told in FULLEST:
        body = urlencode({**{f"fait-{name}": value for name, value in told.items()}, "go": "print"})
        page.evaluate(
            """body => {
                const form = document.createElement('form');
                form.method = 'post';
                form.action = '/orientation/';
                for (const [name, value] of new URLSearchParams(body)) {
                    const field = document.createElement('input');
                    field.name = name;
                    field.value = value;
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }""",
            body,
        )
        page.get_by_role("heading", name="À qui demander").wait_for()

        sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages

        assert len(sheets) == 1, told
        box = sheets[0].mediabox
        assert (round(box.width), round(box.height)) == (595, 842)  # A4, in points
        text = sheets[0].extract_text()
        assert "À qui demander" in text
        for word in ("Quitter", "Imprimez", "Promesses", "prioritaire"):
            assert word not in text
        page.goto(f"{site}orientation/")
    page.close()
