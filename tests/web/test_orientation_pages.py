"""Orientation through Django's own client: what it answers, keeps, refuses; the pages of schemes and contact points."""

import gzip
import re
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles.finders import find
from django.http import QueryDict
from django.test import Client

from droitcommun.orientation.judging import Answer
from droitcommun.orientation.rules import facts_of
from droitcommun.usecases.guidance import orient
from droitcommun.web.guidance.answering import answered
from droitcommun.web.guidance.desks import opened
from droitcommun.web.guidance.told import NO, YES, told
from tests.web.orientation_forms import HOST, Walk, listed, sent

YOUNG = {"asker": "person", "age": "20", "diploma": "none", "left_school": YES, "employment": "none"}

# Questions beyond which one is asked again and again.
MOST = 80


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


def test_the_page_answers_what_the_examples_of_the_text_say() -> None:
    """The answer of each case is read off the document, beside its rule; the page must list the scheme under it."""
    here = opened()
    wrong = []
    for scheme, name, answer, situation in CASES:
        form = QueryDict(urlencode({f"fait-{fact}": value for fact, value in as_form(situation).items()}))
        page = answered(told(form, here.desk.facts, here.districts), date(2016, 7, 1))
        given = [words for words, _, cards in page.sections if scheme in {one.scheme.id for one in cards}]
        if given != [answer]:
            wrong.append((scheme, name, answer, given))

    assert len(CASES) > 100
    assert wrong == []


@pytest.mark.parametrize("given", [YOUNG, {"asker": "association"}, {"asker": "person", "violence": YES}])
def test_the_page_lists_each_scheme_once_under_the_answer_of_orient(
    client: Client, given: dict[str, str]
) -> None:
    desk = opened().desk
    plain = {name: {YES: True, "20": 20}.get(value, value) for name, value in given.items()}
    record = orient(desk, desk.situation(plain, None))

    _, html = sent(client, given)

    found = listed(html)
    for answer in Answer:
        expected = {one.id for one in record.schemes if one.answer is answer}
        assert found.get(answer, set()) == expected, answer


def test_one_question_at_a_time_ends_and_asks_nothing_twice(client: Client) -> None:
    walk, asked = Walk(client), list[str]()
    while walk.question and len(asked) < MOST:
        asked.append(walk.question)
        answers = walk.form.offered.get(f"fait-{walk.question}")
        walk.press("next", **{walk.question: answers[0] if answers else "20"})
        assert walk.status == 200, walk.question

    assert len(asked) == len(set(asked)) > 5
    assert "Toutes les questions utiles sont posées" in walk.html
    assert [name for name, _ in walk.form.facts] == asked
    assert "to_complete" not in listed(walk.html)


def test_a_person_who_tells_nothing_is_asked_each_thing_once_and_refused_nothing(client: Client) -> None:
    asked: list[tuple[str, str]] = []
    walk, words = Walk(client), cycle(["unknown", "prefer_not_to_say"])
    while walk.question and len(asked) < MOST:
        asked.append((walk.question, next(words)))
        walk.press("next", **dict(asked[-1:]))

    facts = {name for one in opened().desk.catalogue.schemes for name in _asked_by(one)}
    assert len(asked) == len(dict(asked))
    assert dict(asked).keys() == facts | {"asker"}
    assert walk.form.facts == asked
    assert "does_not_fit" not in listed(walk.html)


def _asked_by(one: Any) -> set[str]:
    return {name for condition in one.conditions for name in facts_of(condition.rule)}


def test_going_back_loses_nothing(client: Client) -> None:
    walk = Walk(client)
    walk.press("next", asker="person", district="18")
    walk.press("next", **{walk.question: "none"})
    walk.press("next", **{walk.question: "20"})
    before, ahead = walk.form.facts, walk.question

    walk.press("back")
    assert walk.question == "age"
    assert ("fait-age", "20") in walk.form.fields
    walk.press("back")
    assert (walk.question, dict(walk.form.fields)["fait-employment"]) == ("employment", "none")
    walk.press("back")
    assert (walk.question, dict(walk.form.fields)["fait-asker"]) == ("asker", "person")
    assert dict(walk.form.fields)["district"] == "18"
    assert walk.form.facts == before

    walk.press("next")
    walk.press("next", employment="training")
    walk.press("next")

    assert (walk.question, walk.form.facts) == (ahead, [before[0], ("employment", "training"), before[2]])


def test_all_on_one_page_and_one_at_a_time_are_the_same_answers(client: Client) -> None:
    walk = Walk(client)
    walk.press("next", asker="person")
    walk.press("next", **{walk.question: "none"})

    walk.press("every", age="20")
    assert walk.form.facts == [("asker", "person"), ("age", "20"), ("employment", "none")]
    walk.press("see", disabled_worker="unknown", addiction="prefer_not_to_say", months_seeking_work="unknown")
    assert {"diploma", "lives_in_paris"} <= {name.partition("-")[2] for name, _ in walk.form.fields}
    before = listed(walk.html)
    walk.press("one")

    assert walk.question not in {"", "disabled_worker", "addiction", "months_seeking_work"}
    assert listed(walk.html) == before
    assert len(walk.form.facts) == 6


def test_a_question_always_offers_not_to_know_and_not_to_tell(client: Client) -> None:
    walk = Walk(client)
    walk.press("next", asker="person")
    walk.press("every")
    facts = {name.partition("-")[2] for name in walk.form.offered if name.startswith("fait-")}
    numbers = {name.partition("-")[2] for name in walk.form.offered if name.startswith("sans-")}

    assert len(facts) > 20
    assert numbers == {"age", "months_seeking_work", "months_in_business", "loan_amount", "loan_months"}
    for name in facts | numbers:
        offered = walk.form.offered[f"fait-{name}" if name in facts else f"sans-{name}"]
        assert offered[-2:] == ["unknown", "prefer_not_to_say"], name


def test_continuing_without_an_answer_asks_again(client: Client) -> None:
    walk = Walk(client)
    walk.press("next")

    assert (walk.status, walk.question) == (422, "asker")
    assert "Choisissez une réponse" in walk.html


@pytest.mark.parametrize("typed", ["vingt", "-1", "121", "2.5", "20 30", "٢٠", "1" * 30])
def test_a_number_that_cannot_be_taken_is_told_beside_its_question(client: Client, typed: str) -> None:
    walk = Walk(client)
    walk.press("next", asker="person")
    walk.press("next", employment="none")
    assert walk.question == "age"

    walk.press("next", age=typed)

    assert (walk.status, walk.question) == (422, "age")
    assert "écrivez un nombre entier de 0 à 120" in walk.html
    assert ("fait-age", typed) in walk.form.fields
    walk.press("next", age="20")
    assert (walk.status, dict(walk.form.facts)["age"]) == (200, "20")


def test_a_number_and_its_absence_together_are_a_question_and_no_choice_is_made(client: Client) -> None:
    fields = [("fait-asker", "person"), ("fait-age", "20"), ("sans-age", "unknown"), ("at", "age")]
    walk = Walk(client)

    walk.post(fields)

    assert walk.status == 422
    assert "gardez le nombre, ou la case cochée" in walk.html
    assert ("fait-age", "20") in walk.form.fields


def test_facts_that_contradict_each_other_are_shown_with_what_was_answered(client: Client) -> None:
    status, html = sent(client, {"asker": "person", "age": "10", "employment": "employed"}, "next")

    assert status == 422
    assert "Âge et situation d’emploi\u00a0: avant 14 ans, on ne travaille pas" in html
    assert listed(html) == {}
    assert 'value="10"' in html
    assert '<option value="employed" selected>' in html


def test_emergency_numbers_come_first_when_danger_is_touched(client: Client) -> None:
    for private in ({"violence": YES}, {"drug_use": "prefer_not_to_say"}, {"distress": "unknown"}):
        _, html = sent(client, {"asker": "person", **private}, "one")
        numbers = html.index("En danger")
        assert html.index("Quitter vite cette page") < numbers < html.index("<h1>")
        for number in ("17", "15", "112", "3919", "119"):
            assert f'href="tel:{number}"' in html
    _, html = sent(client, {"asker": "person", "violence": NO}, "one")
    assert "En danger" not in html
    assert "Quitter vite cette page" in html
    _, html = sent(client, {"asker": "association"}, "every")
    assert "En danger" not in html


def test_the_link_out_needs_no_script_and_tells_nothing(client: Client) -> None:
    for html in (client.get("/orientation/", headers=HOST).content.decode(), sent(client, YOUNG, "print")[1]):
        assert '<a href="https://meteofrance.com/" rel="noreferrer" referrerpolicy="no-referrer">' in html


def test_the_printed_page_says_nothing_of_the_person(client: Client) -> None:
    young = {"asker": "person", "age": "23", "diploma": "none", "employment": "none", "left_school": YES}
    pages = [
        sent(client, {**young, "home_zone": zone, "lives_in_paris": YES}, "print")[1]
        for zone in ("qpv", "elsewhere", "prefer_not_to_say")
    ]

    for html in pages:
        sheet = html.partition('<div class="sheet">')[2].lower()
        assert "service civique" in sheet
        for word in ("prioritaire", "qpv", "politique de la ville", "zone", "habite", "23 ans", "rempli"):
            assert word not in sheet, word
    entries = [_entries(html) for html in pages]
    for name in set.intersection(*(set(one) for one in entries)):
        assert len({one[name] for one in entries}) == 1, name


def _entries(html: str) -> dict[str, str]:
    listed = html.partition('<ol class="sheet__list">')[2].partition("</ol>")[0]
    return {part.partition("</h2>")[0]: part.partition("</li>")[0] for part in listed.split("<h2>")[1:]}


def test_contact_points_of_the_arrondissement_come_first(client: Client) -> None:
    for district, first in (("20", "Paris 20e"), ("18", "Paris 18e")):
        _, html = sent(client, YOUNG, district=district)
        card = html.partition('href="/dispositifs/e2c/"')[2]
        assert card.index(f"École de la deuxième chance, {first}") < card.index("lieux d’accueil"), district
    # Without one, no school is put before the other; the service for the whole city is put before its counters.
    _, html = sent(client, YOUNG)
    card = html.partition('href="/dispositifs/e2c/"')[2]
    assert card.index("lieux d’accueil") < card.index("École de la deuxième chance, Paris 18e")
    card = html.partition('href="/dispositifs/cidff/"')[2]
    assert card.index("CIDFF de Paris") < card.index("7 lieux d’accueil")


def test_the_first_page_with_its_styles_is_light(client: Client) -> None:
    answer = client.get("/orientation/", headers={**HOST, "accept-encoding": "gzip"})
    html = client.get("/orientation/", headers=HOST).content.decode()
    styles = [
        gzip.compress(Path(str(find(link.removeprefix("/static/")))).read_bytes())
        for link in re.findall(r'href="(/static/[^"]+[.]css)"', html)
    ]

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(styles) == 8
    assert len(answer.content) + sum(map(len, styles)) < 50_000
