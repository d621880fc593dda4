"""Pages: ask one query, choose one template. Reading only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from droitcommun.web.contracts import filters, queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the promises stand, by axis and institution, what moved, what is missing."""
    return render(request, "contracts/home.html", {"shown": queries.current()})


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Every promise, filtered by what the address asks for."""
    shown = queries.current()
    try:
        chosen = filters.of_promises(shown, dict(request.GET.lists()))
    except filters.RefusedFilterError as error:
        return refused_filter(request, error)
    context = {"shown": shown, "filters": chosen, "promises": filters.promises_kept(shown, chosen)}
    return render(request, "contracts/promises.html", context)


@require_safe
def promise(request: HttpRequest, name: str) -> HttpResponse:
    """One promise: what was promised and where, what was measured, what is declared."""
    found = queries.one_promise(name)
    if found is None:
        raise Http404
    return render(request, "contracts/promise.html", {"promise": found})


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Every sheet in document order, filtered by what the address asks for."""
    shown = queries.current()
    try:
        chosen = filters.of_sheets(shown, dict(request.GET.lists()))
    except filters.RefusedFilterError as error:
        return refused_filter(request, error)
    context = {"shown": shown, "filters": chosen, "sheets": filters.sheets_kept(shown, chosen)}
    return render(request, "contracts/sheets.html", context)


@require_safe
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """One sheet in the official order, and where its declared rate comes from."""
    found = queries.one_sheet(name)
    if found is None:
        raise Http404
    context = {"one": found, "sheet": found.sheet, "promises": queries.promises_of(found)}
    return render(request, "contracts/sheet.html", context)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Everything that does not hold, with its figures, its lines and what to do."""
    shown = queries.current()
    if "audit" not in shown.written:  # the longest page: written once a revision
        shown.written["audit"] = render_to_string("contracts/audit.html", {"shown": shown}, request)
    return HttpResponse(shown.written["audit"])


@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """What a rule of the audit looks for, and what it found."""
    found = next((one for one in queries.current().rules if one.rule.code == code), None)
    if found is None:
        raise Http404
    made = [one for one in queries.current().findings if one.finding.code == code]
    return render(request, "contracts/rule.html", {"one": found, "findings": made})


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What is announced, promised, followed and measured, and where."""
    return render(request, "contracts/coverage.html", {"shown": queries.current(), "tiles": queries.tiles()})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How statuses and rates are made, in plain French."""
    return render(request, "contracts/method.html", {"shown": queries.current()})


@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """Who promises, who signs, who reports."""
    return render(request, "contracts/institutions.html", {"shown": queries.current()})


@require_safe
def institution(request: HttpRequest, name: str) -> HttpResponse:
    """What one institution promised, and the sheets that it reports in."""
    found = queries.one_institution(name)
    if found is None:
        raise Http404
    shown = queries.current()
    context = {
        "body": found,
        "promises": [one for one in shown.promises if name in one.commitment.committed],
        "sheets": [one for one in shown.sheets if name in one.sheet.institutions],
    }
    return render(request, "contracts/institution.html", context)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say in French that a request is not well formed; the form that it sends is not looked at again.

    Django's own answer looks for its token, and what refused the form then refuses the answer: a traceback for each.
    """
    return HttpResponse(render_to_string("400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say in French that there is no such page, and where to go."""
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Say in French that a page is not asked that way. `allowed`: the methods that it answers to."""
    answer = render(request, "405.html", status=405)
    answer["Allow"] = allowed
    return answer


def refused_filter(request: HttpRequest, error: filters.RefusedFilterError) -> HttpResponse:
    """Say in French which filters or values there are, and lead to the page without any."""
    context = {"title": error.title, "message": str(error), "choices": error.choices, "page": request.path}
    return render(request, "contracts/refused_filter.html", context, status=400)
