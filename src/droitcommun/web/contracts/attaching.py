"""The import page when what comes is a manifest: which measure, what it would record, and only then the write."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from droitcommun.core.contract import PerimeterKind
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Bounded
from droitcommun.core.periods import Period
from droitcommun.core.problems import UserError
from droitcommun.territory.perimeters import Kind
from droitcommun.usecases.attaching import Attachment, attach
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.manifests import parse_manifest
from droitcommun.web.contracts import actions, queries, uploads
from droitcommun.web.contracts.refusals import UnsignedError, signed, status_of


class PeriodError(UserError):
    """What was typed is no period."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person fills in: the manifest says the rest."""

    measure: str
    period: str
    perimeter: str


def looked(request: HttpRequest, handed: uploads.Handed) -> HttpResponseBase:
    """Ask which measure a manifest is about; then show what it would record, or record it."""
    result = parse_manifest(handed.content, file=handed.file).result
    held = queries.dossier(queries.current().view.dossier.contract.id)
    given = {name: str(request.POST.get(name, "")).strip() for name in ("measure", "period", "perimeter")}
    asked = _Asked(**given)
    if not asked.measure:
        return _choice(request, handed, held, result, asked)
    try:
        found = _found(held, handed, asked)
    except UserError as error:
        return _choice(request, handed, held, result, asked, error)
    if "apply" not in request.POST:
        return _preview(request, handed, held, found, asked)
    try:
        by = signed(request.POST.get("by", ""))
        if found.writes:
            before = str(request.POST.get("before", ""))
            actions.attach_manifest(before=before, found=found, by=by, at=timezone.now())
    except (UnsignedError, actions.ChangedMeanwhileError) as error:
        held = queries.dossier(held.contract.id)
        return _preview(request, handed, held, _found(held, handed, asked), asked, error)
    return redirect("import-done")


def _found(held: Dossier, handed: uploads.Handed, asked: _Asked) -> Attachment:
    period = None
    if asked.period:
        try:
            period = Period.parse(asked.period)
        except ValueError as error:
            raise PeriodError(f"Attendu : {error}") from None
    return attach(
        held,
        handed.content,
        asked.measure,
        file=handed.file,
        on=timezone.localdate(),
        period=period,
        perimeter=asked.perimeter or None,
    )


def _choice(
    request: HttpRequest,
    handed: uploads.Handed,
    held: Dossier,
    result: LocateRecord,
    asked: _Asked,
    error: UserError | None = None,
) -> HttpResponseBase:
    shares = [
        (sheet, [one for one in sheet.measures if one.unit in {None, Bounded.unit}]) for sheet in held.sheets
    ]
    context = {
        "result": result,
        "shares": [(sheet, measures) for sheet, measures in shares if measures],
        "says_period": _says_period(result),
        "perimeters": []
        if result.journal.perimeters.kind is Kind.QPV
        else [one for one in held.contract.perimeters if one.kind is not PerimeterKind.PRIORITY],
        "read": uploads.sealed(handed),
        "asked": asked,
        "error": error,
    }
    return render(request, "contracts/manifest_choice.html", context, status=status_of(error))


def _preview(
    request: HttpRequest,
    handed: uploads.Handed,
    held: Dossier,
    found: Attachment,
    asked: _Asked,
    error: UserError | None = None,
) -> HttpResponseBase:
    names = {one.id: one.name for one in held.contract.perimeters}
    context = {
        "record": found.record,
        "title": next(sheet.title for sheet in held.sheets if sheet.id == found.record.sheet),
        "perimeter": names[found.record.perimeter],
        "read": uploads.sealed(handed),
        "before": held.origin.sha256,
        "asked": asked,
        "error": error,
        "by": str(request.POST.get("by", "")),
    }
    return render(request, "contracts/manifest_preview.html", context, status=status_of(error))


def _says_period(result: LocateRecord) -> bool:
    try:
        Period.parse(result.journal.period or "")
    except ValueError:
        return False
    return True
