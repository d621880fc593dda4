"""The import page of the pilot: a file, what it would change, its questions, and only then the write."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import FileRefusedError, UserError
from droitcommun.intake.preview import Verdict
from droitcommun.usecases.importing import Import, Workbook, import_sent, opened
from droitcommun.usecases.manifests import content_of, is_manifest
from droitcommun.usecases.sources import Sent
from droitcommun.web.config.databases import told
from droitcommun.web.contracts import actions, attaching, queries, uploads
from droitcommun.web.contracts.refusals import UnsignedError, signed, status_of
from droitcommun.web.contracts.uploads import Handed

_ANSWER = "answer/"

_TOLD = {
    Verdict.NEW: "nouveaux",
    Verdict.CHANGED: "modifiés",
    Verdict.UNCHANGED: "inchangés",
    Verdict.CONTRADICTS: "contredits",
    Verdict.QUESTION: "en question",
}


View = Callable[[HttpRequest], HttpResponseBase]


def _where_open(answer: View) -> View:
    """Nobody logs in yet: the page is only there where the setting says that whoever reaches it may write."""

    @wraps(answer)
    def checked(request: HttpRequest) -> HttpResponseBase:
        if not settings.DROITCOMMUN_IMPORTS:
            raise Http404
        return answer(request)

    return checked


@_where_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask for a file; show what it would change, or apply it."""
    if request.method != "POST":
        return _form(request)
    try:
        if "read" in request.POST:
            read = uploads.unsealed(str(request.POST["read"]))
            return attaching.looked(request, read) if isinstance(read, Handed) else _looked(request, read)
        upload = request.FILES.get("file")
        if upload is None:
            raise uploads.LostError("Choisissez d’abord un fichier.")
        with uploads.received(upload) as path:
            content = content_of(path)
            if is_manifest(content):
                return attaching.looked(request, Handed(path.name, content))
            uploads.refuse_table(content)
            return _looked(request, opened(path), path)
    except UserError as error:
        return _form(request, error)
    except DatabaseError as error:
        refused = told(error)
        if refused is None:
            raise
        return _form(request, refused)


@_where_open
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Say that the figures are written, and where to see them."""
    return render(request, "contracts/import_done.html")


@_where_open
@never_cache
@require_POST
def corrected(request: HttpRequest) -> HttpResponseBase:
    """Give the copy of a workbook with its problems, which the page held."""
    try:
        copy = uploads.unsealed_copy(str(request.POST.get("copy", "")))
    except uploads.LostError as error:
        return _form(request, error)
    return FileResponse(BytesIO(copy.content), as_attachment=True, filename=copy.name)


def _looked(request: HttpRequest, sent: Sent | Workbook, path: Path | None = None) -> HttpResponseBase:
    """Compare what was sent with the contract, and show it or write it. `path`: the file is still there."""
    held = queries.dossier(queries.current().view.dossier.contract.id)
    answers = {
        name.removeprefix(_ANSWER): str(value)
        for name, value in request.POST.items()
        if name.startswith(_ANSWER) and name not in request.POST.getlist("undo")
    }
    try:
        found = import_sent(held, sent, answers, timezone.localdate())
    except FileRefusedError as refused:
        if not isinstance(sent, Workbook):
            raise
        return _to_correct(request, refused, path)
    if "apply" not in request.POST:
        return _preview(request, sent, held, found, answers)
    try:
        return _applied(request, found)
    except (UnsignedError, actions.ChangedMeanwhileError) as error:
        # What was read and answered is not lost: it is shown again, against the contract as it is by now.
        held = queries.dossier(held.contract.id)
        found = import_sent(held, sent, answers, timezone.localdate())
        return _preview(request, sent, held, found, answers, error)


def _applied(request: HttpRequest, found: Import) -> HttpResponse:
    by = signed(request.POST.get("by", ""))
    if found.writes:
        before = str(request.POST.get("before", ""))
        actions.apply_import(before=before, found=found, by=by, at=timezone.now())
    return redirect("import-done")


def _preview(
    request: HttpRequest,
    sent: Sent | Workbook,
    held: Dossier,
    found: Import,
    answers: dict[str, str],
    error: UserError | None = None,
) -> HttpResponse:
    titles = {sheet.id: sheet.title for one in (*found.read, held) for sheet in one.sheets}
    changing = {Verdict.NEW, Verdict.CHANGED}
    context = {
        "record": found.record,
        "counts": [(_TOLD[verdict], found.detail[verdict]) for verdict in Verdict if verdict in found.detail],
        "items": [
            (titles[item.held or item.sheet], item)
            for item in found.record.items
            if item.verdict in changing and item.what != "fiche"
        ],
        "texts": [(titles[one.sheet], one) for one in found.record.texts if one.verdict in changing],
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
        "settled": [(f"{_ANSWER}{one.id}", one) for one in found.record.settled],
        "writes": found.writes,
        "additions": len(found.additions),
        "added_texts": len(found.texts),
        "read": uploads.sealed(sent),
        "before": held.origin.sha256,
        "answered": [(f"{_ANSWER}{name}", value) for name, value in answers.items()],
        "error": error,
        "by": str(request.POST.get("by", "")),
    }
    return render(request, "contracts/import_preview.html", context, status=status_of(error))


def _to_correct(request: HttpRequest, refused: FileRefusedError, path: Path | None) -> HttpResponse:
    """Show the problems of a workbook by tab and cell, and offer the copy that has them beside its cells."""
    copy = uploads.copy_to_correct(path, refused) if path is not None else None
    context = {"problems": refused.problems, "copy": uploads.sealed_copy(copy) if copy else ""}
    return render(request, "contracts/import_to_correct.html", context, status=status_of(refused))


def _form(request: HttpRequest, error: UserError | None = None) -> HttpResponse:
    context: dict[str, Any] = {"largest": uploads.LARGEST // 1_000_000}
    if error is not None:
        context["problems"] = str(error).split("\n")
    return render(request, "contracts/import.html", context, status=status_of(error))


def too_heavy(request: HttpRequest) -> HttpResponse:
    """Say in French that what was sent is too heavy: it was not looked at."""
    return render(request, "413.html", {"largest": uploads.LARGEST // 1_000_000}, status=413)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say in French that a form did not come from this site, or is too old."""
    return render(request, "403.html", status=403)
