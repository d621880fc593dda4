"""Orientation through Django's own client: what it answers, keeps, refuses; the pages of schemes and contact points."""

import re
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.test import Client

from droitcommun.orientation.judging import Answer
from droitcommun.usecases.guidance import orient
from droitcommun.web.guidance.desks import opened
from droitcommun.web.guidance.told import NO, YES

HOST = {"host": "localhost"}
_FORM: Final = "application/x-www-form-urlencoded"
YOUNG = {"asker": "person", "age": "20", "diploma": "none", "left_school": YES, "employment": "none"}


def sent(client: Client, told: dict[str, str], go: str = "every", **more: str) -> tuple[int, str]:
    """Send a situation as the form does; the status and the page."""
    fields = {f"fait-{name}": value for name, value in told.items()}
    answer = client.post("/orientation/", urlencode({**fields, "go": go, **more}), _FORM, headers=HOST)
    return answer.status_code, answer.content.decode()


def listed(html: str) -> dict[str, set[str]]:
    """The schemes that a page lists, by answer."""
    found: dict[str, set[str]] = {}
    parts = re.split(r'id="(fits|to_be_assessed|to_complete|does_not_fit|not_in_force)"', html)
    for answer, part in zip(parts[1::2], parts[2::2], strict=True):
        found[answer] = set(re.findall(r'href="/dispositifs/([\w-]+)/"', part))
    return found


def hidden(html: str) -> list[tuple[str, str]]:
    return re.findall(r'type="hidden" name="(fait-[\w]+)" value="([^"]*)"', html)


def as_form(situation: dict[str, Any]) -> dict[str, str]:
    """A situation as a case gives it, as the form sends it; ranges and dates are not asked on the site."""
    words = {True: YES, False: NO, None: "unknown"}
    return {
        name: str(value) if isinstance(value, str) or type(value) is int else words[value]
        for name, value in situation.items()
    }


# Every example that stands beside a rule, as its file gives it.
CASES = [
    (one.scheme.id, case.name, case.answer, dict(case.situation))
    for one in opened().desk.catalogue.schemes
    for case in opened().desk.catalogue.cases[one.scheme.id]
    if all(isinstance(value, str | int | None) for value in case.situation.values())
]


def test_the_page_answers_what_the_examples_of_the_text_say(client: Client) -> None:
    """The answer of each case is read off the document, beside its rule; the page must list the scheme under it."""
    wrong = []
    for scheme, name, answer, situation in CASES:
        status, html = sent(client, as_form(situation))
        if status != 200 or scheme not in listed(html).get(answer, set()):
            wrong.append((scheme, name, answer, status))

    assert len(CASES) > 100
    assert wrong == []


@pytest.mark.parametrize("told", [YOUNG, {"asker": "association"}, {"asker": "person", "violence": YES}])
def test_the_page_lists_each_scheme_once_under_the_answer_of_orient(
    client: Client, told: dict[str, str]
) -> None:
    desk = opened().desk
    plain = {name: {YES: True, "20": 20}.get(value, value) for name, value in told.items()}
    record = orient(desk, desk.situation(plain, None))

    _, html = sent(client, told)

    found = listed(html)
    for answer in Answer:
        expected = {one.id for one in record.schemes if one.answer is answer}
        assert found.get(answer, set()) == expected, answer
