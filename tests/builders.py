"""Small Dossiers for tests: one sheet a row of figures, in a fictional contract."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from droitcommun.core.contract import (
    Axis,
    Commitment,
    Contract,
    Document,
    Force,
    Institution,
    Level,
    Perimeter,
    PerimeterKind,
    StartingPoint,
    Theme,
)
from droitcommun.core.dossier import Dossier, Origin, OriginKind
from droitcommun.core.known import Known, known_on
from droitcommun.core.observations import (
    Absence,
    Absent,
    Count,
    Euros,
    Figure,
    Gap,
    Number,
    Observation,
    Part,
    Ratio,
    Role,
    Share,
    printed,
)
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText, Layout, Measure, Named, Sheet
from droitcommun.core.targets import AtLeastShare, NoFigure, Target
from droitcommun.usecases.sources import View

RECORDED = date(2016, 5, 23)
AT = datetime(2016, 7, 2, 9, 30, tzinfo=UTC)


def passage(line: int = 1) -> Passage:
    return Passage("texte", (Lines(line, line),))


def at_least(percent: str, line: int = 1) -> AtLeastShare:
    return AtLeastShare(text=f"{percent} %", share=Share(Decimal(percent)), passage=passage(line))


def aim(kind: type[Any], text: str = "objectif", **fields: Any) -> Any:
    """A target of some kind, with a wording and a line."""
    return kind(text=text, passage=passage(), **fields)


def share(percent: str, numerator: int | None = None, denominator: int | None = None) -> Share:
    return Share(Decimal(percent), numerator, denominator)


def gap(points: str) -> Gap:
    return Gap(Decimal(points))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One sheet: its target, what was promised, its results by period (None: absent), the declared rate.

    A text is a share; `promised_baseline` is the situation that the promise gives itself.
    """

    id: str = "a"
    target: str | Target = "20"
    also_read_as: tuple[Target, ...] = ()
    promised: str | Target | None = None
    promised_baseline: str | Figure | None = None
    results: tuple[tuple[str, str | Figure | None], ...] = (("2015", "10"),)
    declared: str | Figure | None = None
    baseline: str | Figure | None = None
    measure: dict[str, Any] = field(default_factory=dict)
    sheet: dict[str, Any] = field(default_factory=dict)
    commitment: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)


def row_of(case: str) -> tuple[Row, list[str]]:
    """Read a line of a table of cases: target, promised, result (2015), « - » for none; then the rest."""
    target, promised, result, *rest = case.split(maxsplit=5)
    row = Row(
        target=target,
        promised=None if promised == "-" else promised,
        results=(("2015", None if result == "-" else result),),
    )
    return row, rest


def dossier(*rows: Row, **parts: Any) -> Dossier:
    """A fictional contract with one sheet and one commitment a row."""
    return Dossier(
        contract=parts.pop("contract", CONTRACT),
        commitments=tuple(_commitment(row) for row in rows if row.promised),
        sheets=tuple(_sheet(row, number) for number, row in enumerate(rows)),
        observations=tuple(seen for number, row in enumerate(rows) for seen in _observations(row, number)),
        origin=Origin(kind=OriginKind.CATALOGUE, id="fiction", sha256="0" * 64),
        **parts,
    )


def known(*rows: Row, **parts: Any) -> Known:
    return known_on(dossier(*rows, **parts), RECORDED)


def seen(*rows: Row, **parts: Any) -> View:
    return View(known(*rows, **parts), by_default=True)


CONTRACT = Contract(
    id="fiction",
    name="Contrat de ville de Fictionville",
    period=Period.parse("2015-01-01/2020-12-31"),
    signed_on=date(2015, 1, 1),
    passage=passage(),
    documents=(Document(id="texte", title="Texte", file="texte.txt", sha256="0" * 64),),
    axes=(Axis(id="axe", name="Axe"),),
    themes=(Theme(id="emploi", name="Emploi"),),
    institutions=(Institution(id="service", name="Service"), Institution(id="autre", name="Autre")),
    perimeters=(
        Perimeter(id="qpv", name="Quartiers prioritaires", kind=PerimeterKind.PRIORITY, within=("ville",)),
        Perimeter(id="zus", name="Zones urbaines sensibles", kind=PerimeterKind.OTHER, within=("ville",)),
        Perimeter(id="ville", name="Toute la ville", kind=PerimeterKind.TERRITORY),
    ),
)


def _line(number: int) -> int:
    return 10 * number + 1


def _figure(value: str | Figure) -> Figure:
    return Share(Decimal(value)) if isinstance(value, str) else value


def _text(figure: Figure) -> str:
    match figure:
        case Share(percent=percent) | Ratio(percent=percent):
            return f"{percent} %"
        case Part(numerator=numerator, denominator=denominator):
            return f"{numerator} sur {denominator}"
        case Gap() | Count() | Euros():
            return str(printed(figure))
        case _:
            return "rien"


def _target(value: str | Target, line: int) -> Target:
    return at_least(value, line) if isinstance(value, str) else value


def _commitment(row: Row) -> Commitment:
    start = None if row.promised_baseline is None else _figure(row.promised_baseline)
    promise = Commitment(
        id=row.id,
        statement=f"Promesse {row.id}",
        level=Level.LOCAL,
        force=Force.FIRM,
        committed=("service",),
        scope="quartiers prioritaires",
        scheme=f"Dispositif {row.id}",
        period=CONTRACT.period,
        target=_target(row.promised or "0", 1),
        passage=passage(),
        perimeter="qpv",
        baseline=None
        if start is None
        else StartingPoint(text=_text(start), figure=start, passage=passage(), period=Period.parse("2014")),
    )
    return replace(promise, **row.commitment)


def _sheet(row: Row, number: int) -> Sheet:
    line = _line(number)
    measure = Measure(
        id=f"{row.id}-mesure",
        indicator=f"Part de {row.id}",
        perimeter="qpv",
        target=_target(row.target, line),
        also_read_as=row.also_read_as,
        commitments=(row.id,) if row.promised else (),
        passage=passage(line),
    )
    sheet = Sheet(
        id=row.id,
        title=f"Objectif {row.id}",
        layout=Layout.RESULT_2015_DATED,
        axis=Named(raw="AXE", id="axe"),
        theme=Named(raw="EMPLOI", id="emploi"),
        institutions=("service",),
        units=(),
        objective=f"Objectif {row.id}",
        updated_on=DateText(text="23 mai 2016", from_=RECORDED, to=RECORDED),
        measures=(replace(measure, **row.measure),),
        passage=Passage("texte", (Lines(line, line + 9),)),
    )
    return replace(sheet, **row.sheet)


def _observations(row: Row, number: int) -> list[Observation]:
    found = []
    for period, value in row.results:
        figure = Absent(Absence.MISSING, "en attente") if value is None else _figure(value)
        one = observation(
            row.id, number, id=f"{row.id}-{period.replace('/', '-')}", figure=figure, period=period
        )
        found.append(replace(one, **row.result))
    if row.baseline is not None:
        start = observation(
            row.id, number, id=f"{row.id}-depart", figure=_figure(row.baseline), period="2014"
        )
        found.append(replace(start, role=Role.BASELINE))
    if row.declared is not None:
        figure = Ratio(Decimal(row.declared)) if isinstance(row.declared, str) else row.declared
        rate = observation(row.id, number, id=f"{row.id}-taux", figure=figure, period=None, declared=True)
        found.append(rate)
    return found


def observation(
    sheet: str,
    number: int,
    *,
    id: str,
    figure: Figure,
    period: str | None,
    declared: bool = False,
    measure: str | None = None,
) -> Observation:
    return Observation(
        id=id,
        sheet=sheet,
        measure=None if declared else measure or f"{sheet}-mesure",
        role=Role.DECLARED_RATE if declared else Role.RESULT,
        text=_text(figure),
        figure=figure,
        period=Period.parse(period) if period else None,
        perimeter="qpv",
        provisional=False,
        passage=passage(_line(number)),
        recorded_on=RECORDED,
    )


def later(seen: Observation, *, id: str, figure: Figure, recorded_on: date) -> Observation:
    """The same figure, corrected later: appended, and naming what it supersedes."""
    return replace(seen, id=id, figure=figure, recorded_on=recorded_on, supersedes=seen.id)


def without_figure(text: str = "développer") -> NoFigure:
    return NoFigure(text=text, passage=passage())


def number_of(figure: Figure) -> Number:
    assert isinstance(figure, Number)
    return figure
