"""The import page of the pilot: a file, what it would change, its questions, and only then the write."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import UserError
from droitcommun.intake.preview import Verdict
from droitcommun.usecases.importing import Import, import_sheets
from droitcommun.usecases.sources import Sent
from droitcommun.web.config.databases import told
from droitcommun.web.contracts import actions, queries, uploads

_ANSWER = "answer/"

_TOLD = {
    Verdict.NEW: "nouveaux",
    Verdict.CHANGED: "modifiés",
    Verdict.UNCHANGED: "inchangés",
    Verdict.CONTRADICTS: "contredits",
    Verdict.QUESTION: "en question",
}

View = Callable[[HttpRequest], HttpResponse]


def _where_open(answer: View) -> View:
    """Nobody logs in yet: the page is only there where the setting says that whoever reaches it may write."""

    @wraps(answer)
    def checked(request: HttpRequest) -> HttpResponse:
        if not settings.DROITCOMMUN_IMPORTS:
            raise Http404
        return answer(request)

    return checked


@_where_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a file; show what it would change, or apply it."""
    if request.method != "POST":
        return render(request, "contracts/import.html", {"largest": uploads.LARGEST // 1_000_000})
    try:
        read = _read(request)
        held = queries.dossier(queries.current().view.dossier.contract.id)
        answers = {
            name.removeprefix(_ANSWER): str(value)
            for name, value in request.POST.items()
            if name.startswith(_ANSWER)
        }
        found = import_sheets(held, [read], answers, timezone.localdate())
        if "apply" in request.POST:
            return _applied(request, found)
    except UserError as error:
        return _refused(request, str(error))
    except DatabaseError as error:
        refused = told(error)
        if refused is None:
            raise
        return _refused(request, str(refused))
    return _preview(request, read, held, found, answers)


@_where_open
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Say that the figures are written, and where to see them."""
    return render(request, "contracts/import_done.html")


def _read(request: HttpRequest) -> Sent:
    if "read" in request.POST:
        return uploads.unsealed(str(request.POST["read"]))
    upload = request.FILES.get("file")
    if upload is None:
        raise uploads.LostError("Choisissez d’abord un fichier.")
    return uploads.read(upload)


def _applied(request: HttpRequest, found: Import) -> HttpResponse:
    by = str(request.POST.get("by", "")).strip()
    if not by:
        raise uploads.LostError("Dites au nom de quel service ces chiffres sont enregistrés.")
    if found.additions:
        before = str(request.POST.get("before", ""))
        actions.apply_import(before=before, found=found, by=by[:200], at=timezone.now())
    return redirect("import-done")


def _preview(
    request: HttpRequest, read: Sent, held: Dossier, found: Import, answers: dict[str, str]
) -> HttpResponse:
    titles = {sheet.id: sheet.title for one in (*found.read, held) for sheet in one.sheets}
    shown = [
        (titles[item.held or item.sheet], item)
        for item in found.record.items
        if item.verdict in {Verdict.NEW, Verdict.CHANGED}
    ]
    context = {
        "record": found.record,
        "counts": [(_TOLD[verdict], found.detail[verdict]) for verdict in Verdict if verdict in found.detail],
        "items": shown,
        "questions": [
            {
                "sentence": one.sentence,
                "evidence": one.evidence,
                "choices": one.choices,
                "name": f"{_ANSWER}{one.id}",
                "place": f"question-{number}",
            }
            for number, one in enumerate(found.record.questions)
        ],
        "additions": len(found.additions),
        "read": uploads.sealed(read),
        "before": held.origin.sha256,
        "answered": [(f"{_ANSWER}{name}", value) for name, value in answers.items()],
    }
    return render(request, "contracts/import_preview.html", context)


def _refused(request: HttpRequest, message: str) -> HttpResponse:
    context = {"largest": uploads.LARGEST // 1_000_000, "problems": message.split("\n")}
    return render(request, "contracts/import.html", context, status=400)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say in French that a form did not come from this site, or is too old."""
    return render(request, "403.html", status=403)
