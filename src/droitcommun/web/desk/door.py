"""Who may come in: this machine under its own names, one person who has the token, forms of this page alone."""

import secrets
from collections.abc import Callable
from time import monotonic

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from droitcommun.web.desk.work import Desk, held

Answer = Callable[[HttpRequest], HttpResponse]

OPENING = "/ouvrir/"
_STATIC = "/static/"

# A form of the page around its file: names of columns, choices.
AROUND = 1_000_000

_CLOSED = (
    "Ouvrez l’adresse que la commande « droitcommun desk » a affichée. Elle ne sert qu’une fois : si elle a déjà "
    "servi, arrêtez la commande et relancez-la."
)


def guarded(following: Answer) -> Answer:
    """Look at the name, the token and the origin of a request before it is read; let nobody keep its answer."""

    def answered(request: HttpRequest) -> HttpResponse:
        desk = held()
        answer = _refused(request, desk) or _opened(request, desk)
        if answer is None:
            desk.seen = monotonic()
            answer = following(request)
        answer["Cache-Control"] = "no-store"
        answer["Cross-Origin-Opener-Policy"] = "same-origin"
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "none"
        return answer

    return answered


def _hosts(desk: Desk) -> tuple[str, ...]:
    return tuple(f"{name}:{desk.port}" for name in ("127.0.0.1", "localhost", "[::1]"))


def _refused(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    host = request.META.get("HTTP_HOST", "")
    if host not in _hosts(desk):  # another name that leads here: a page elsewhere may have made it
        return _said(request, 421, "Cette page ne répond qu’à l’adresse que la commande a affichée.")
    if request.method not in {"GET", "HEAD", "POST"}:
        return _said(request, 405, "Cette page ne comprend que des liens et des formulaires.")
    if request.method == "POST" and request.META.get("HTTP_ORIGIN") != f"http://{host}":
        return _said(request, 403, "Ce formulaire ne vient pas de cette page : rien n’a été lu.")
    weight = request.META.get("CONTENT_LENGTH") or "0"
    if not weight.isdigit() or int(weight) > desk.largest + AROUND:
        largest = f"{desk.largest // 1_000_000} Mo"
        return _said(
            request, 413, f"Ce fichier pèse plus de {largest} : comptez-le avec « droitcommun locate »."
        )
    return None


def _opened(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    if request.path.startswith(_STATIC):
        return None
    name = f"bureau-{desk.port}"  # cookies do not tell ports apart
    if request.path == OPENING:
        given = request.GET.get("jeton", "")
        with desk.lock:
            token = desk.token
            if token is None or not secrets.compare_digest(given.encode(), token.encode()):
                return _said(request, 403, _CLOSED)
            desk.token = None
        answer = redirect("/")
        answer.set_cookie(name, desk.key, httponly=True, samesite="Strict", path="/")
        return answer
    if not secrets.compare_digest(request.COOKIES.get(name, "").encode(), desk.key.encode()):
        return _said(request, 403, _CLOSED)
    return None


def _said(request: HttpRequest, status: int, words: str) -> HttpResponse:
    return render(request, "desk/said.html", {"words": words}, status=status)
