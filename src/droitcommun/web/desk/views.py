"""The pages of the desk: a file, its columns, the count under way, the result. They hold nothing themselves."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from droitcommun.core import french
from droitcommun.core.problems import UserError
from droitcommun.territory.bases import PlaceBasis, Population
from droitcommun.territory.breakdowns import Breakdown, parse_breakdown
from droitcommun.territory.columns import Column, chosen_columns
from droitcommun.territory.outlines import drawing
from droitcommun.territory.tables import Content
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.locate_words import BASIS, COLUMN, INPUT, POPULATION
from droitcommun.usecases.locating import open_table
from droitcommun.usecases.manifest_words import told_of
from droitcommun.web.desk.work import Desk, State, Work, held, settings_of

_LONGEST_NAME = 120
_LONGEST_WORD = 200
# A map of more areas than this says nothing.
_MOST_AREAS = 200
_PAGES = {
    State.READ: "columns",
    State.COUNTING: "counting",
    State.DONE: "result",
    State.REFUSED: "columns",
    State.STOPPED: "columns",
}

View = Callable[[HttpRequest], HttpResponseBase]
WithWork = Callable[[HttpRequest, Desk, Work], HttpResponseBase]


class UnfitError(UserError):
    """What a person typed is not what a field takes."""


def _with_work(*states: State) -> Callable[[WithWork], View]:
    """The page of a file in one of these states; where it is, when it is in another."""

    def of(answer: WithWork) -> View:
        @wraps(answer)
        def answered(request: HttpRequest) -> HttpResponseBase:
            desk = held()
            work = desk.work
            if work is None:
                return redirect("home")
            return answer(request, desk, work) if work.state in states else redirect(_PAGES[work.state])

        return answered

    return of


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Ask for a file; go where it is when there is one."""
    work = held().work
    return _asked(request) if work is None else redirect(_PAGES[work.state])


def _asked(request: HttpRequest, error: UserError | None = None) -> HttpResponse:
    desk = held()
    perimeters = desk.perimeters
    context = {
        "problems": _lines(error),
        "largest": desk.largest // 1_000_000,
        "minutes": max(1, round(desk.idle / 60)),
        "areas": len(perimeters.areas),
        "vintage": perimeters.vintage.name,
        "text": french.typeset(perimeters.vintage.text),
        "with_index": desk.base.index is not None,
    }
    return render(request, "desk/home.html", context, status=200 if error is None else 422)


@require_POST
def file(request: HttpRequest) -> HttpResponseBase:
    """Take a file in, and look at its columns; the one before it is forgotten."""
    desk = held()
    if desk.counting:
        return redirect("counting")
    desk.forget()
    try:
        sent = request.FILES.getlist("file")
        if len(sent) != 1:
            raise UnfitError("Choisissez un fichier, un seul.")
        content = _content(sent[0])
        table = open_table(content)
        chosen = chosen_columns(table, {})
    except UserError as error:
        return _asked(request, error)
    with desk.lock:
        desk.work = Work(content, table.columns, chosen, desk.base)
    return redirect("columns")


def _content(sent: "UploadedFile[bytes]") -> Content:
    name = "".join(letter for letter in PurePosixPath(sent.name or "").name if letter.isprintable())
    return Content(name[-_LONGEST_NAME:] or "fichier", sent.read())


@require_safe
@_with_work(State.READ, State.REFUSED, State.STOPPED)
def columns(request: HttpRequest, _desk: Desk, work: Work) -> HttpResponseBase:
    """Show what each column was taken for, to be changed, and what else is to be said."""
    return _columns(request, work, work.refusal.split("\n") if work.refusal else [])


def _columns(request: HttpRequest, work: Work, problems: list[str]) -> HttpResponse:
    settings, chosen = work.settings, work.chosen
    context = {
        "file": work.file.name,
        "read_as": INPUT[chosen.input],
        "problems": problems,
        "stopped": work.state is State.STOPPED,
        "roles": [
            (role.value, COLUMN[role], work.columns[chosen.places[role]] if role in chosen.places else "")
            for role in Column
        ],
        "columns": work.columns,
        "bases": [(one.value, BASIS[one], one is settings.basis) for one in PlaceBasis],
        "units": [(one.value, POPULATION[one], one is settings.population) for one in Population],
        "target": "" if settings.target is None else french.number(settings.target),
        "by": ", ".join(settings.by[0].values) if settings.by else "",
        "by_column": settings.by[0].column if settings.by else "",
        "named": {name: getattr(settings, name) or "" for name in ("service", "source", "period")},
    }
    return render(request, "desk/columns.html", context, status=422 if problems else 200)


@require_POST
@_with_work(State.READ, State.DONE, State.REFUSED, State.STOPPED)
def count(request: HttpRequest, desk: Desk, work: Work) -> HttpResponseBase:
    """Count: to look, or to publish; from the page of the columns, or from a result that was looked at."""
    publish = "publish" in request.POST
    try:
        if "again" in request.POST:
            settings = settings_of(desk.base, work.settings.columns, publish=publish, **_said(work))
        else:
            chosen = {role: value for role in Column if (value := _word(request, f"column-{role.value}"))}
            work.chosen = chosen_columns(open_table(work.file), chosen)
            settings = settings_of(
                desk.base,
                chosen,
                publish=publish,
                basis=PlaceBasis(_word(request, "basis") or PlaceBasis.HOME),
                population=Population(_word(request, "unit") or Population.ROWS),
                target=_target(_word(request, "target")),
                by=_by(_word(request, "by-column"), _word(request, "by"), publish=publish),
                **{name: _word(request, name) or None for name in ("service", "source", "period")},
            )
    except UserError as error:
        return _columns(request, work, _lines(error))
    except ValueError:  # a choice that the page does not offer
        return _columns(request, work, ["Un choix que cette page ne propose pas."])
    desk.start(work, settings)
    return redirect("counting")


def _said(work: Work) -> dict[str, Any]:
    names = ("basis", "population", "target", "by", "service", "source", "period")
    return {name: getattr(work.settings, name) for name in names}


def _word(request: HttpRequest, name: str) -> str:
    values = request.POST.getlist(name)
    word = values[0].strip() if values else ""
    if len(values) > 1 or len(word) > _LONGEST_WORD or not word.isprintable():
        raise UnfitError(f"Une seule réponse de {_LONGEST_WORD} caractères au plus par question.")
    return word


def _target(word: str) -> Decimal | None:
    if not word:
        return None
    try:
        number = Decimal(word.replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and 0 <= number <= 100):  # noqa: PLR2004 - a percentage
        raise UnfitError("L’objectif est un pourcentage de 0 à 100.")
    return number


def _by(column: str, values: str, *, publish: bool) -> tuple[Breakdown, ...]:
    if not column:
        return ()
    if publish and not values:
        raise UnfitError(
            "Pour publier, dites les valeurs à distinguer : prises dans le fichier, elles pourraient être des noms."
        )
    try:
        return (parse_breakdown(f"{column}={values}" if values else column),)
    except ValueError as error:
        raise UnfitError(f"Valeurs à distinguer : {error}.") from None


@require_safe
@_with_work(State.COUNTING)
def counting(request: HttpRequest, _desk: Desk, work: Work) -> HttpResponseBase:
    """Say how far the count is; the page comes again by itself."""
    context = {
        "file": work.file.name,
        "rows": french.number_of(work.rows // 1000 * 1000),
        "percent": round(100 * work.part),
        "stopping": work.stopping,
    }
    return render(request, "desk/counting.html", context)


@require_POST
@_with_work(State.COUNTING)
def stop(_request: HttpRequest, _desk: Desk, work: Work) -> HttpResponseBase:
    """Stop the count; the file stays."""
    work.stopping = True
    return redirect("counting")


@require_safe
@_with_work(State.DONE)
def result(request: HttpRequest, desk: Desk, work: Work) -> HttpResponseBase:
    """The share with its bounds, in words, then tables and a map."""
    record = work.result
    if record is None:  # begun again meanwhile
        return redirect("home")
    context = {
        "file": work.file.name,
        "told": told_of(record),
        "verdict": None if record.verdict is None else french.typeset(record.verdict.sentence),
        "notes": [french.typeset(note) for note in work.notes],
        "published": work.manifest is not None,
        "ledger": desk.base.secrecy is not None and work.manifest is not None,
        "map": _map(desk, record),
    }
    return render(request, "desk/result.html", context)


def _map(desk: Desk, record: LocateRecord) -> dict[str, Any] | None:
    """The areas that have rows, the fuller the darker; a hidden count is drawn without a shade."""
    counts = {area.code: area.count for area in record.areas if area.code}
    if not 0 < len(counts) <= _MOST_AREAS:
        return None
    drawn = drawing(
        desk.perimeters, frozenset(area.code for area in desk.perimeters.areas if _near(area.code, counts))
    )
    if drawn is None:
        return None
    most = max((number or 0 for number in counts.values()), default=0) or 1
    shades = [
        (area.path, "" if (number := counts.get(area.code)) is None else f"{0.15 + 0.85 * number / most:.2f}")
        for area in drawn.outlines
    ]
    return {"width": drawn.width, "height": drawn.height, "areas": shades}


def _near(code: str, counts: dict[str, int | None]) -> bool:
    """Whether an area is of the départements that have rows: a list of the country is not drawn for one town."""
    return any(code[:4] == other[:4] for other in counts)


@require_safe
@_with_work(State.DONE)
def manifest(_request: HttpRequest, _desk: Desk, work: Work) -> HttpResponseBase:
    """What the service hands over."""
    if work.manifest is None:
        return redirect("result")
    answer = HttpResponse(work.manifest, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="manifeste.json"'
    return answer


@require_POST
def forget(_request: HttpRequest) -> HttpResponseBase:
    """Let go of everything."""
    held().forget()
    return redirect("home")


def unknown(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """No such page."""
    return render(request, "desk/said.html", {"words": "Cette page n’existe pas."}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours; what it says may repeat a row, so nothing of it is said."""
    words = "Le programme a échoué. Rien n’a été gardé ; relancez la commande."
    return render(request, "desk/said.html", {"words": words}, status=500)


def _lines(error: UserError | None) -> list[str]:
    return [] if error is None else str(error).split("\n")
