"""The pages of the priority neighbourhoods: all of them, and one."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from droitcommun.core.contract import Contract
from droitcommun.core.problems import UserError
from droitcommun.territory.outlines import Drawing
from droitcommun.usecases.neighbourhoods import concerned, drawn, installed
from droitcommun.web.contracts import queries


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All priority neighbourhoods of the contract: a map where perimeters are installed, and a table."""
    contract = queries.current().view.dossier.contract
    return render(request, "contracts/neighbourhoods.html", _maps(contract, None))


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """What concerns one neighbourhood, and what is not known at its scale."""
    shown = queries.current()
    contract = shown.view.dossier.contract
    found = next((one for one in contract.neighbourhoods if one.id == code), None)
    if found is None:
        raise Http404
    context = {
        "one": concerned(shown.view.known, found, shown.manifests),
        **_maps(contract, found.vintage),
    }
    return render(request, "contracts/neighbourhood.html", context)


def _maps(contract: Contract, only: str | None) -> dict[str, Any]:
    """The drawing of each list of the contract that is installed; what cannot be read is said."""
    maps, problems = [], []
    folder = Path(settings.DROITCOMMUN_PERIMETERS)
    for vintage in sorted({one.vintage for one in contract.neighbourhoods if only in {None, one.vintage}}):
        codes = frozenset(one.id.upper() for one in contract.neighbourhoods if one.vintage == vintage)
        path = installed(folder, vintage)
        try:
            drawing = path and _drawn(folder, vintage, codes, path.stat().st_mtime_ns)
        except UserError as error:
            problems.append(str(error))
        else:
            if drawing:
                maps.append((vintage, drawing))
    return {"maps": maps, "map_problems": problems}


# A file is read once, and again when it changes.
@lru_cache(maxsize=4)
def _drawn(folder: Path, vintage: str, codes: frozenset[str], _changed: int) -> Drawing | None:
    return drawn(folder, vintage, codes)
