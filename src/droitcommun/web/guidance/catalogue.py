"""The pages of the catalogue: its schemes, one scheme, the contact points. What is searched for travels by POST."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from droitcommun.orientation.schemes import Scheme
from droitcommun.usecases.guidance_words import ASKER, KIND
from droitcommun.web.contracts import views
from droitcommun.web.contracts.filters import RefusedFilterError, read_filters
from droitcommun.web.guidance.desks import QUICK_EXIT, opened, shown
from droitcommun.web.guidance.tags import ordinal
from droitcommun.web.guidance.unkept import unkept

# Letters: a search longer than this is something else.
MOST_LETTERS = 200

# Results of a search that tell what it is about.
FIRST = 5


@unkept
def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme, in the order of the document, filtered by the address and searched by the form."""
    here = opened()
    listed: Iterable[Scheme] = here.schemes.values()
    try:
        filters = read_filters(_filters(listed), dict(request.GET.lists()))
    except RefusedFilterError as error:
        return views.refused_filter(request, error)
    text = str(request.POST.get("q", ""))[:MOST_LETTERS].strip()
    found = here.search(text) if text else tuple(listed)
    # Somebody who searches for danger, violence or addiction: what she needs first is none of the catalogue.
    alarming = bool(text) and any(one.emergency for one in found[:FIRST])
    wanted = {one.name: one.chosen for one in filters if one.chosen}
    context = {
        "about": here.desk.catalogue.about,
        "filters": filters,
        "all": len(here.schemes),
        "schemes": [one for one in found if _keeps(one, wanted)],
        "text": text,
        "alarming": alarming,
        "exit": QUICK_EXIT,
        "query": request.GET.urlencode(),
    }
    return render(request, "guidance/schemes.html", context)


@require_safe
def scheme(request: HttpRequest, name: str) -> HttpResponse:
    """One scheme: for whom, what it gives, how to ask, whom to call, what was promised about it."""
    here = opened()
    found = here.schemes.get(name)
    if found is None:
        raise Http404
    (one,) = shown([found])
    return render(
        request, "guidance/scheme.html", {"about": here.desk.catalogue.about, "one": one, "exit": QUICK_EXIT}
    )


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Every contact point by arrondissement, or those of one, and those that have no address of their own."""
    here = opened()
    points = here.contacts.values()
    choices = {
        "arrondissement": ("Arrondissement", tuple((str(one), ordinal(one)) for one in here.districts))
    }
    try:
        filters = read_filters(choices, dict(request.GET.lists()))
    except RefusedFilterError as error:
        return views.refused_filter(request, error)
    (chosen,) = filters
    asked_of = _schemes_by_contact(here.schemes.values())
    groups = [
        (words, [(one, asked_of.get(one.id, [])) for one in points if one.district == district])
        for district, words in [
            *((one, f"{ordinal(one)} arrondissement") for one in here.districts),
            (None, ""),
        ]
        if district is None or chosen.chosen in {"", str(district)}
    ]
    context = {
        "about": here.desk.catalogue.about,
        "filters": filters,
        "groups": groups,
        "all": len(points),
    }
    return render(request, "guidance/contacts.html", context)


def _schemes_by_contact(listed: Iterable[Scheme]) -> dict[str, list[Scheme]]:
    by_contact: dict[str, list[Scheme]] = {}
    for one in listed:
        for name in one.contacts:
            by_contact.setdefault(name, []).append(one)
    return by_contact


def _filters(listed: Iterable[Scheme]) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    themes = sorted({one.theme for one in listed if one.theme})
    return {
        "theme": ("Thème", tuple((one, one) for one in themes)),
        "pour": ("Pour qui", tuple((str(one), words) for one, words in ASKER.items())),
        "nature": ("Nature", tuple((str(one), words) for one, words in KIND.items())),
    }


def _keeps(one: Scheme, wanted: dict[str, str]) -> bool:
    return (
        wanted.get("theme", one.theme) == one.theme
        and ("pour" not in wanted or wanted["pour"] in one.askers)
        and wanted.get("nature", one.kind) == one.kind
    )
