"""What the pages of orientation refuse, and what they keep: nothing; hostile forms, addresses, origins, errors."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from droitcommun.core.problems import UserError
from droitcommun.usecases.guidance import orient
from droitcommun.web.guidance import orientation
from droitcommun.web.guidance.desks import opened
from droitcommun.web.guidance.told import answers
from droitcommun.web.guidance.unkept import LARGEST
from tests.web.orientation_forms import FORM, HOST, listed, sent

CANARY = "Zygocanari"


def posted(client: Client, body: str, kind: str = FORM, **headers: str) -> Any:
    return client.post("/orientation/", body, kind, headers={**HOST, **headers})


@pytest.mark.parametrize(
    "body",
    [
        f"fait-asker=person&fait-{CANARY}=oui",
        f"fait-asker={CANARY}",
        f"fait-asker=person&fait-violence={CANARY}",
        f"{CANARY}=1",
        f"fait-asker=person&go={CANARY}",
        f"fait-asker=person&at={CANARY}",
        f"fait-asker=person&district={CANARY}",
        "fait-asker=person&district=21",
        f"fait-age=20&sans-age={CANARY}",
        "fait-asker=person&sans-asker=unknown",
        "fait-asker=person&fait-asker=association",
        "fait-asker=person&fait-asker=person",
        "fait-age=20&fait-age=21",
        "fait-asker=person&go=next&go=print",
        "fait-=1",
        "fait-asker=person%00",
        "&".join(f"fait-x{number}=1" for number in range(2000)),
    ],
)
def test_a_form_that_is_none_of_ours_is_refused_and_not_repeated(client: Client, body: str) -> None:
    answer = posted(client, body)

    assert answer.status_code == 400
    html = answer.content.decode()
    assert "Cette demande ne peut pas être traitée" in html
    assert CANARY not in html
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_is_far_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = posted(client, "fait-asker=person&fait-age=" + "1" * LARGEST)

    assert answer.status_code == 413
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", '{"asker": "person"}'),
        ("text/plain", "fait-asker=person"),
        (
            "multipart/form-data; boundary=x",
            '--x\r\nContent-Disposition: form-data; name="fait-asker"\r\n\r\nperson\r\n--x--\r\n',
        ),
    ],
)
def test_only_a_form_is_read(client: Client, kind: str, body: str) -> None:
    answer = posted(client, body, kind)

    assert answer.status_code == 400
    assert listed(answer.content.decode()) == {}


@pytest.mark.parametrize(
    "origin", ["https://ailleurs.fr", "null", "http://localhost.ailleurs.fr", "localhost"]
)
@pytest.mark.parametrize("address", ["/orientation/", "/dispositifs/"])
def test_a_form_of_another_site_is_refused(client: Client, origin: str, address: str) -> None:
    answer = client.post(address, "q=emploi", FORM, headers={**HOST, "origin": origin})

    assert answer.status_code == 403
    assert "ne vient pas de ce site" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"origin": "http://localhost"}])
def test_our_own_form_needs_neither_token_nor_cookie(headers: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True)

    for address, body in (("/orientation/", "fait-asker=person"), ("/dispositifs/", "q=emploi")):
        answer = strict.post(address, body, FORM, headers={**HOST, **headers})
        assert answer.status_code == 200
        assert not answer.cookies
    assert not strict.cookies


@pytest.mark.parametrize(
    "address", ["/orientation/?fait-asker=person&fait-age=20", "/orientation/?age=73193"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_situation_in_an_address_is_never_read(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, method: str
) -> None:
    def read(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(orientation, "told", read)
    monkeypatch.setattr(orientation, "answered", read)

    answer = getattr(client, method)(address, headers=HOST)

    assert answer.status_code == 400
    assert "73193" not in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert getattr(client, method)("/orientation/", headers=HOST).status_code == 405


def test_every_answer_has_one_title_no_cookie_and_is_not_kept(client: Client) -> None:
    person = {"asker": "person", "violence": "oui", "age": "20"}
    answers = [client.get("/orientation/", headers=HOST)]
    for go in ("next", "back", "see", "every", "one", "print"):
        body = urlencode({**{f"fait-{name}": value for name, value in person.items()}, "go": go})
        answers.append(posted(client, body))
    answers.append(posted(client, "fait-age=vingt&at=age"))
    answers.append(posted(client, "fait-age=10&fait-employment=employed"))

    for answer in answers:
        assert answer.content.decode().count("<title>Trouver un dispositif – Droit commun</title>") == 1
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "ETag" not in answer.headers or answer.request["REQUEST_METHOD"] == "GET"
        assert not answer.cookies
        assert not hasattr(answer.wsgi_request, "session")
    assert [answer.status_code for answer in answers[-2:]] == [422, 422]


def test_what_breaks_is_told_without_the_words_of_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(said: Any, *_: Any) -> None:
        raise ValueError(dict(said.given))

    monkeypatch.setattr(orientation, "answered", broken)
    client.raise_request_exception = False

    answer = posted(client, "fait-asker=person&fait-loan_amount=7319351")

    said = caplog.text
    assert answer.status_code == 500
    assert "BrokenPageError: ValueError" in said
    assert "orientation.py" in said  # where: our bug can still be found
    assert "7319351" not in said + answer.content.decode()


DESK = opened().desk
SOMETHING = st.dictionaries(
    st.sampled_from([fact.id for fact in DESK.catalogue.facts]), st.integers(0, 10**6), max_size=12
)


@settings(max_examples=30)
@given(chosen=SOMETHING)
def test_whatever_is_answered_the_page_says_what_the_engine_says(chosen: dict[str, int]) -> None:
    told, plain = {}, {}
    for name, number in chosen.items():
        fact = DESK.facts[name]
        offered = [one for one, _ in answers(fact)] or [str(number % (fact.high + 1))]
        value = [*offered, "unknown", "prefer_not_to_say"][number % (len(offered) + 2)]
        told[name] = value
        plain[name] = int(value) if value.isdecimal() else {"oui": True, "non": False}.get(value, value)

    status, html = sent(Client(), told, "see")

    if status == 422:
        with pytest.raises(UserError, match="se contredisent"):
            DESK.situation(plain, None)
        return
    assert status == 200
    if told:
        record = orient(DESK, DESK.situation(plain, None))
        by_answer: dict[str, set[str]] = {}
        for one in record.schemes:
            by_answer.setdefault(one.answer, set()).add(one.id)
        assert listed(html) == by_answer
