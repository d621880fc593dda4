"""From a Dossier to the workbook of one service: instructions, then a tab a sheet, a block a measure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from droitcommun.core import french
from droitcommun.core.known import Known
from droitcommun.core.observations import (
    Absent,
    Bounded,
    Count,
    Euros,
    Figure,
    Gap,
    Observation,
    Pace,
    Part,
    Places,
    Ratio,
    Role,
    Share,
    State,
    Steps,
    Times,
)
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.texts import TextField
from droitcommun.core.verdicts import SCALES, figure_in_words
from droitcommun.intake.workbook.asked import Asked, asked_of, known_baseline, latest
from droitcommun.intake.workbook.book import Book, Check, Limit, Row, Style, Tab, Typed, typed
from droitcommun.intake.workbook.dates import school_year
from droitcommun.intake.workbook.instructions import instruction_rows
from droitcommun.intake.workbook.labels import check_of, heading, help_of, label_of, unit_of
from droitcommun.intake.workbook.reporters import Reporter
from droitcommun.intake.workbook.vocabulary import (
    OTHER,
    REASONS,
    SOON,
    UNTOLD,
    YES,
    Field,
    Head,
    Slot,
    fields_of,
)

INSTRUCTIONS = "Instructions"
_LONGEST_TEXT = 5000
_TEXTS = {
    TextField.METHOD: ("Méthode", "D’où vient le chiffre, sur quel territoire, ce qui a changé depuis."),
    TextField.ANALYSIS: ("Analyse", "Ce qui explique le résultat, en quelques phrases."),
    TextField.ALERT: ("Point d’alerte", "Ce qui menace l’objectif, qui s’en charge, pour quand."),
    TextField.ADJUSTMENT: ("Ajustement proposé", "L’objectif ou la méthode à changer, et pourquoi."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What is already written in the cells to fill in: nothing, unless a draft is sent again."""

    figures: Mapping[Slot, Observation] = field(default_factory=dict)
    texts: Mapping[tuple[str, TextField], str] = field(default_factory=dict)


def default_year(known: Known) -> int:
    """The year after the last whole civil year that has a result, else after the latest result, else the first one."""
    found = [seen.period for seen in known.dossier.observations if seen.role is Role.RESULT and seen.period]
    years = [period.start.year for period in found if period.code == f"{period.start.year:04}"]
    years = years or [period.end.year for period in found]
    return max(years) + 1 if years else known.dossier.contract.period.start.year


def form(known: Known, reporter: Reporter, year: int, drafts: Drafts | None = None) -> Book:
    """Make the workbook of a service for a year: the instructions, then its sheets in document order."""
    drafts = drafts or Drafts()
    names = {sheet.id: f"Fiche {number}" for number, sheet in enumerate(reporter.sheets, 1)}
    contract = known.dossier.contract
    title = f"{contract.name} : chiffres de {year}"

    def head(sheet: str) -> Head:
        return Head(contract.id, reporter.id, year, known.as_of, sheet)

    first = Tab(
        name=INSTRUCTIONS, head=head(""), rows=tuple(instruction_rows(known, reporter, year, names, title))
    )
    rest = (
        Tab(name=names[sheet.id], head=head(sheet.id), rows=tuple(_sheet_rows(known, sheet, year, drafts)))
        for sheet in reporter.sheets
    )
    return Book(title=title, tabs=(first, *rest))


def _sheet_rows(known: Known, sheet: Sheet, year: int, drafts: Drafts) -> Iterator[Row]:
    yield Row(path=f"{sheet.id}/title", style=Style.TITLE, label=sheet.title)
    if sheet.axis or sheet.theme:
        under = " / ".join(named.raw for named in (sheet.axis, sheet.theme) if named)
        yield Row(path=f"{sheet.id}/axis", style=Style.INFORMATION, label="Axe, thématique", before=under)
    yield Row(path=f"{sheet.id}/objective", style=Style.INFORMATION, label="Objectif", before=sheet.objective)
    for number, measure in enumerate(sheet.measures, 1):
        yield from _measure_rows(known, measure, number, year, drafts)
    path = f"{sheet.id}/texts"
    yield Row(path=path, style=Style.SECTION, label="Les textes de la fiche")
    yield heading(path, "Texte déjà connu", f"Texte de {year}, à remplir")
    for text, (label, help_) in _TEXTS.items():
        yield Row(
            path=text_path(sheet, text),
            style=Style.PROSE,
            label=label,
            before=known_text(known, sheet, text),
            fill=drafts.texts.get((sheet.id, text)),
            help=help_,
            check=Check(
                limit=Limit.TEXT, expected=f"Au plus {_LONGEST_TEXT} caractères.", high=_LONGEST_TEXT
            ),
        )


def _measure_rows(known: Known, measure: Measure, number: int, year: int, drafts: Drafts) -> Iterator[Row]:
    name = measure.name or "indicateur non précisé"
    yield Row(path=f"{measure.id}/head", style=Style.SECTION, label=f"Mesure {number} : {name}")
    aim = measure.target.text or "sans objectif chiffré"
    yield Row(path=f"{measure.id}/target", style=Style.INFORMATION, label="Objectif à atteindre", before=aim)
    start = known_baseline(known, measure)
    if start is not None:
        yield _told(f"{measure.id}/start", "Situation de départ", (start,))
    yield heading(measure.id, "Dernier chiffre connu", f"Chiffre de {year}, à remplir")
    for asked in asked_of(known, measure):
        yield from _figure_rows(known, measure, asked, year, drafts)


def _figure_rows(known: Known, measure: Measure, asked: Asked, year: int, drafts: Drafts) -> Iterator[Row]:
    slot = asked.slot
    last = latest(known, measure, slot)
    before = cells_of(last) if last else {}
    draft = drafts.figures.get(slot)
    fills = cells_of(draft) if draft else {Field.PERIOD: _default_period(last, slot, year)}
    others = [
        seen for seen in known.observed(measure, slot.role) if seen.label == slot.label and seen != last
    ]
    if others:
        yield _told(f"{slot.key}/others", "Chiffres plus anciens", tuple(others))
    for each in fields_of(asked.kind, slot.role):
        yield Row(
            path=field_path(slot, each),
            style=Style.FIELD,
            label=label_of(asked, each, measure),
            before=before.get(each),
            fill=fills.get(each),
            help=help_of(asked, each, year),
            unit=unit_of(asked, each),
            check=check_of(asked, each),
        )


def _told(path: str, label: str, figures: tuple[Observation, ...]) -> Row:
    said = [
        f"{figure_in_words(seen.figure)} ({period_in_words(seen.period)})"
        if seen.period
        else figure_in_words(seen.figure)
        for seen in figures
    ]
    return Row(path=path, style=Style.INFORMATION, label=label, before=" ; ".join(said))


def field_path(slot: Slot, each: Field) -> str:
    """Name the row of one cell of a figure."""
    return f"{slot.key}/{each.value}"


def text_path(sheet: Sheet, text: TextField) -> str:
    """Name the row of one text of a sheet."""
    return f"{sheet.id}/text/{text.value}"


def known_text(known: Known, sheet: Sheet, text: TextField) -> str | None:
    """Return the last text given under that heading, else what the sheet printed; None when there is none."""
    given = known.text_of(sheet, text)
    return given.text if given else printed_text(sheet, text)


def printed_text(sheet: Sheet, text: TextField) -> str | None:
    """Return what the sheet printed under that heading, a line a remark; None when it says nothing."""
    match text:
        case TextField.METHOD:
            return sheet.method_note
        case TextField.ANALYSIS:
            return sheet.analysis
        case TextField.ALERT:
            return "\n".join(alert.text for alert in sheet.alerts) or None
        case TextField.ADJUSTMENT:
            return "\n".join(change.text for change in sheet.adjustments) or None
        case _:
            assert_never(text)


def cells_of(seen: Observation) -> dict[Field, Typed]:
    """Spread an observation over the cells of its block; `reading` makes the same figure of them."""
    cells = _figure_cells(seen.figure)
    if seen.period is not None:
        cells[Field.PERIOD] = period_in_words(seen.period)
    if seen.provisional:
        cells[Field.PROVISIONAL] = YES
    return cells


def period_in_words(period: Period) -> str:
    """Write a period as one types it: « 2016 », « avril 2016 », « année scolaire 2015-2016 »."""
    first = period.start.year
    if period == school_year(first):
        return f"année scolaire {first}-{first + 1}"
    return french.period(period).replace(french.NBSP, " ")


def _figure_cells(figure: Figure) -> dict[Field, Typed]:  # noqa: C901, PLR0911 - one line a kind
    match figure:
        case Share(percent=percent, numerator=int(numerator), denominator=int(denominator)):
            counts = {Field.NUMERATOR: typed(numerator), Field.DENOMINATOR: typed(denominator)}
            return {Field.VALUE: typed(percent), **counts}
        case Share(percent=value) | Ratio(percent=value) | Gap(points=value) | Euros(euros=value):
            return {Field.VALUE: typed(value)}
        case Bounded(point=Decimal() as value):
            return {Field.VALUE: typed(value)}
        case Bounded():
            return {}
        case Part(numerator=numerator, denominator=denominator):
            return {Field.NUMERATOR: typed(numerator), Field.DENOMINATOR: typed(denominator)}
        case Count(count=count, approximate=True):
            return {Field.VALUE: f"environ {french.number_of(count)}"}
        case Count(count=count):
            return {Field.VALUE: typed(count)}
        case Places(places=names) | Steps(reached=names):
            return {Field.VALUE: " ; ".join(names) or "aucun"}
        case Pace(months=times) | Times(times=times):
            return {Field.VALUE: typed(times)}
        case State(state=state, words=words):
            return {Field.VALUE: SCALES[state], Field.WORDS: words or None}
        case Absent():
            return _absence_cells(figure)
        case _:
            assert_never(figure)


def _absence_cells(absent: Absent) -> dict[Field, Typed]:
    if absent.words == SOON:
        return {Field.REASON: SOON}
    coded = next(reason for reason, code in REASONS.items() if code is absent.code)
    if coded == SOON:  # no figure, for whatever reason the words give
        coded = OTHER if absent.words else UNTOLD
    return {Field.REASON: coded, Field.BECAUSE: absent.words or None}


def _default_period(last: Observation | None, slot: Slot, year: int) -> str | None:
    """The period that is written beforehand: the year, or the same moment of it as last time."""
    if slot.role is Role.BASELINE:
        return None
    seen = last.period if last else None
    if seen is not None and seen == school_year(seen.start.year):
        return period_in_words(school_year(year - 1))
    if seen is not None and (seen.end.month, seen.end.day) == (12, 31) and seen.start.month == seen.end.month:
        return period_in_words(Period(seen.start.replace(year=year), seen.end.replace(year=year)))
    return str(year)
