"""Pages read the database: one revision a request, computed once, and nothing is written."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from droitcommun.core.dossier import Dossier
from droitcommun.web.contracts import actions, queries
from droitcommun.web.contracts.middleware import WritesError, reading_writes_nothing
from droitcommun.web.contracts.models import ContractRow
from tests.builders import AT, Row, dossier, later, share
from tests.databases import Made, seed
from tests.web.running import PAGES
from tests.web.test_pages import read

SMALL = dossier(Row(promised="20", results=(("2015", "10.0"),)))


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What is said to the database, as it is said."""
    said: list[str] = []

    def listen(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        yield said


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_one_question_and_writes_nothing(
    client: Client, statements: list[str], address: str
) -> None:
    read(client, address)
    statements.clear()

    read(client, address)

    (asked,) = statements
    assert asked.startswith("SELECT")
    assert "value" not in asked


def test_what_the_pages_show_is_computed_once_a_revision() -> None:
    assert queries.current() is queries.current()


def test_a_write_is_shown_by_the_next_request(database: Made, client: Client) -> None:  # noqa: ARG001
    seed(SMALL)
    assert "10,0 %" in read(client, "/promesses/a/").text
    held: Dossier = queries.dossier("fiction")
    correction = later(held.observations[0], id="a-bis", figure=share("25.0"), recorded_on=date(2016, 7, 2))

    actions.append_observations(
        before=held.origin.sha256, held=held, additions=(correction,), by="service", at=AT
    )

    assert "25,0 %" in read(client, "/promesses/a/").text


def test_a_request_speaks_of_one_revision_from_its_beginning_to_its_end(database: Made) -> None:  # noqa: ARG001
    seed(SMALL)
    with queries.one_revision():
        before = queries.current()
        held = queries.dossier("fiction")
        after = replace(held, observations=(*held.observations, replace(held.observations[0], id="autre")))
        actions.update(before=held.origin.sha256, after=after, kind="essai", by="service", at=AT, detail={})

        assert queries.current() is before
    assert queries.current() is not before


def test_the_setting_chooses_among_contracts(database: Made, settings: Any) -> None:  # noqa: ARG001
    other = replace(SMALL, contract=replace(SMALL.contract, id="autre", name="Un autre contrat"))
    seed(SMALL)
    seed(other)

    assert queries.current().view.dossier.contract.id == "fiction"
    settings.DROITCOMMUN_CONTRACT = "autre"
    assert queries.current().view.dossier.contract.id == "autre"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_that_is_read_and_writes_is_our_bug(database: Made, method: str) -> None:  # noqa: ARG001
    seed(SMALL)

    def writes(_: HttpRequest) -> HttpResponse:
        ContractRow.objects.update(revision=9)
        return HttpResponse()

    request = getattr(RequestFactory(), method)("/")

    with pytest.raises(WritesError):
        reading_writes_nothing(writes)(request)

    assert ContractRow.objects.get().revision == 1
    reading_writes_nothing(writes)(RequestFactory().post("/"))
    assert ContractRow.objects.get().revision == 9
