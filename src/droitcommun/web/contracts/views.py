"""Pages: ask one query, choose one template. Reading only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from droitcommun.core.problems import UnknownNameError
from droitcommun.core.status import PublicStatus
from droitcommun.usecases.promises import Promise
from droitcommun.web.contracts import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every promise: where it stands, what is declared, whether that holds."""
    promises = queries.all_promises()
    explained = [one.explanation for promise in promises for one in promise.followed if one.explanation]
    return render(
        request,
        "contracts/home.html",
        {
            "promises": promises,
            "doubted": sum(promise.doubted for promise in promises),
            "met": sum(promise.public_status is PublicStatus.MET for promise in promises),
            "declared": len(explained),
            "holding": sum(explanation.holds for explanation in explained),
        },
    )


@require_safe
def promise(request: HttpRequest, name: str) -> HttpResponse:
    """One promise: what was promised and where, what was measured, what is declared."""
    return render(request, "contracts/promise.html", {"promise": _found(name)})


@require_safe
def explain(request: HttpRequest, name: str) -> HttpResponse:
    """From the declared rate back to the figures and their lines."""
    return render(request, "contracts/explain.html", {"promise": _found(name)})


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Everything that does not hold, with its figures, its lines and what to do."""
    return render(
        request, "contracts/audit.html", {"findings": queries.all_findings(), "rules": queries.rules()}
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say in French that there is no such page, and where to go."""
    return render(request, "404.html", status=404)


def _found(name: str) -> Promise:
    try:
        return queries.one_promise(name)
    except UnknownNameError as error:
        raise Http404 from error
