"""What holds of every request: it sees one revision of the contract, and a page that is read writes nothing."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from droitcommun.web.contracts import queries

Answer = Callable[[HttpRequest], HttpResponse]

_READS = ("SELECT", "BEGIN", "ROLLBACK", "SET TRANSACTION", "SAVEPOINT", "RELEASE")


class WritesError(RuntimeError):
    """A page that is only read tried to write: our bug."""


def one_revision(get_response: Answer) -> Answer:
    """Let all that a request asks speak of the same revision, looked up once."""

    def answer(request: HttpRequest) -> HttpResponse:
        with queries.one_revision():
            return get_response(request)

    return answer


def reading_writes_nothing(get_response: Answer) -> Answer:
    """Refuse every write to the database while GET, HEAD or OPTIONS is answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        with connection.execute_wrapper(_refuse_writes):
            return get_response(request)

    return answer


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if many or not sql.lstrip().upper().startswith(_READS):
        raise WritesError(sql.split(maxsplit=1)[0])
    return execute(sql, params, many, context)
