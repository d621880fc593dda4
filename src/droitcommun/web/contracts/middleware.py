"""What holds of every request: one revision of the contract, nothing unknown asked, and reading writes nothing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from droitcommun.web.contracts import filters, imports, queries, views

Answer = Callable[[HttpRequest], HttpResponse]

_READS = ("SELECT", "BEGIN", "ROLLBACK", "SET TRANSACTION", "SAVEPOINT", "RELEASE")

# What each page of the import answers to, where it is open, and those that are asked by a form and store nothing; all
# other pages are read.
_READ = "GET, HEAD"
_IMPORT = {"import": f"{_READ}, POST", "import-copy": "POST", "import-done": _READ}
_ASKED = {"orientation": f"{_READ}, POST", "schemes": f"{_READ}, POST"}

# The pages that read filters of their address, and refuse those that they do not have themselves.
_FILTERED = {"promises", "sheets", "schemes", "contacts"}


class WritesError(RuntimeError):
    """A page that is only read tried to write: our bug."""


def weighed(get_response: Answer) -> Answer:
    """Refuse what is too heavy before anything of it is looked at; the server has let it come, to be able to say so."""

    def answer(request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return imports.too_heavy(request)
        return get_response(request)

    return answer


def head_alone(get_response: Answer) -> Answer:
    """Answer HEAD without the page: what follows on the connection would be taken for the next answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # its length stays that of the page
        return response

    return answer


class KnownMethods:
    """Refuse what a page is not asked, before a token is looked for: it would be told to be missing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer in place of the page that was found, when it does not answer to this method."""
        page = request.resolver_match.url_name if request.resolver_match else None
        if page in _IMPORT and not settings.DROITCOMMUN_IMPORTS:
            return None  # it says itself that it is not there
        allowed = {**_IMPORT, **_ASKED}.get(page or "", _READ)
        return None if request.method in allowed.split(", ") else views.not_allowed(request, allowed)


def one_revision(get_response: Answer) -> Answer:
    """Let all that a request asks speak of the same revision, looked up once."""

    def answer(request: HttpRequest) -> HttpResponse:
        with queries.one_revision():
            return get_response(request)

    return answer


class KnownFilters:
    """Refuse what an address asks of a page that has no filter: the whole page would be taken for an answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer in place of the page that was found, when it has no filter."""
        page = request.resolver_match.url_name if request.resolver_match else None
        if not request.GET or page in _FILTERED:
            return None
        refused = filters.RefusedFilterError(filters.NO_SUCH_FILTER, "Cette page n’a pas de filtre")
        return views.refused_filter(request, refused)


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
