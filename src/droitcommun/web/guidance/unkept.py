"""Pages that are asked by a form and keep nothing: no token, no copy anywhere, no word of the form in an error."""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from droitcommun.web.contracts import imports, views

# Bytes: all the facts of a catalogue, told, weigh a tenth of it. A body so small stays in memory.
LARGEST = 50_000

_FORM = "application/x-www-form-urlencoded"

View = Callable[[HttpRequest], HttpResponse]


class BrokenPageError(RuntimeError):
    """Our bug, with its place and its kind, without the words of what broke: they may hold what somebody told."""


def unkept(answer: View) -> View:
    """Answer a form without keeping anything of it: docs/adr/0020-orientation-on-the-site.md.

    Nothing is written, so that a form from elsewhere could do nothing: it needs no token, hence no cookie. It is
    refused all the same, as is one that is too heavy to be a situation, or that has files.
    """

    @csrf_exempt
    @wraps(answer)
    def answered(request: HttpRequest) -> HttpResponse:
        response = _refused(request)
        if response is None:
            try:
                response = answer(request)
            except (Http404, SuspiciousOperation):
                raise
            except Exception as broken:
                _raise_without_words(broken)
        if request.method == "POST":
            add_never_cache_headers(response)
        return response

    return answered


def _raise_without_words(broken: Exception) -> NoReturn:
    raise BrokenPageError(type(broken).__name__).with_traceback(broken.__traceback__) from None


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST":
        return None
    if _from_elsewhere(request):
        return imports.forbidden(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return imports.too_heavy(request)
    if request.content_type != _FORM:
        return views.malformed(request, ValueError())
    return None


def _from_elsewhere(request: HttpRequest) -> bool:
    """Say whether a browser tells that the form stands on another site; one that tells nothing is believed."""
    origin = request.META.get("HTTP_ORIGIN")
    return origin is not None and urlsplit(origin).netloc != request.get_host()
