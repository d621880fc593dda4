"""Pages: ask one query, choose one template. Reading only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from droitcommun.web.contracts import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every promise: where it stands, what is declared, whether that holds."""
    return render(request, "contracts/home.html", {"shown": queries.current()})


@require_safe
def promises(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The list of promises is on the home page, as long as it is short."""
    return redirect("home")


@require_safe
def promise(request: HttpRequest, name: str) -> HttpResponse:
    """One promise: what was promised and where, what was measured, what is declared."""
    found = queries.one_promise(name)
    if found is None:
        raise Http404
    return render(request, "contracts/promise.html", {"promise": found})


@require_safe
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """One sheet: who reports, what it declares, and where that figure comes from."""
    found = queries.one_sheet(name)
    if found is None:
        raise Http404
    context = {"one": found, "sheet": found.sheet, "promises": queries.promises_of(found)}
    return render(request, "contracts/sheet.html", context)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Everything that does not hold, with its figures, its lines and what to do."""
    context = {"findings": queries.current().findings, "rules": queries.rules()}
    return render(request, "contracts/audit.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say in French that there is no such page, and where to go."""
    return render(request, "404.html", status=404)
