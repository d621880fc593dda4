"""Small Dossiers for tests: one sheet a row of figures, in a fictional contract."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from droitcommun.core.contract import Axis, Commitment, Contract, Document, Force, Institution, Level, Theme
from droitcommun.core.dossier import Dossier, Origin, OriginKind
from droitcommun.core.figures import Ratio, Share
from droitcommun.core.known import known_on
from droitcommun.core.observations import Absence, Absent, Figure, Observation, Role
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText, Layout, Measure, Named, Sheet
from droitcommun.core.targets import AtLeastShare
from droitcommun.usecases.sources import View

RECORDED = date(2016, 5, 23)


def passage(line: int = 1) -> Passage:
    return Passage("texte", (Lines(line, line),))


def at_least(percent: str, line: int = 1) -> AtLeastShare:
    return AtLeastShare(text=f"{percent} %", share=Share(Decimal(percent)), passage=passage(line))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One sheet: its target, what was promised, its results by period (None: absent), the declared rate."""

    id: str = "a"
    target: str = "20"
    promised: str | None = None
    results: tuple[tuple[str, str | None], ...] = (("2015", "10"),)
    declared: str | None = None
    baseline: str | None = None


def row_of(case: str) -> tuple[Row, list[str]]:
    """Read a line of a table of cases: target, promised, result (2015), « - » for none; then the rest."""
    target, promised, result, *rest = case.split(maxsplit=5)
    row = Row(
        target=target,
        promised=None if promised == "-" else promised,
        results=(("2015", None if result == "-" else result),),
    )
    return row, rest


def dossier(*rows: Row) -> Dossier:
    """A fictional contract with one sheet and one commitment a row."""
    return Dossier(
        contract=CONTRACT,
        commitments=tuple(_commitment(row) for row in rows if row.promised),
        sheets=tuple(_sheet(row, number) for number, row in enumerate(rows)),
        observations=tuple(seen for number, row in enumerate(rows) for seen in _observations(row, number)),
        origin=Origin(kind=OriginKind.CATALOGUE, id="fiction", sha256="0" * 64),
    )


def seen(*rows: Row) -> View:
    return View(known_on(dossier(*rows), RECORDED), by_default=True)


CONTRACT = Contract(
    id="fiction",
    name="Contrat de ville de Fictionville",
    period=Period.parse("2015-01-01/2020-12-31"),
    signed_on=date(2015, 1, 1),
    passage=passage(),
    documents=(Document(id="texte", title="Texte", file="texte.txt", sha256="0" * 64),),
    axes=(Axis(id="axe", name="Axe"),),
    themes=(Theme(id="emploi", name="Emploi"),),
    institutions=(Institution(id="service", name="Service"),),
)


def _line(number: int) -> int:
    return 10 * number + 1


def _commitment(row: Row) -> Commitment:
    return Commitment(
        id=row.id,
        statement=f"Promesse {row.id}",
        level=Level.LOCAL,
        force=Force.FIRM,
        committed=("service",),
        scope="quartiers prioritaires",
        scheme=f"Dispositif {row.id}",
        period=CONTRACT.period,
        target=at_least(row.promised or "0"),
        passage=passage(),
    )


def _sheet(row: Row, number: int) -> Sheet:
    line = _line(number)
    return Sheet(
        id=row.id,
        title=f"Fiche {row.id}",
        layout=Layout.RESULT_2015_DATED,
        axis=Named(raw="AXE", id="axe"),
        theme=Named(raw="EMPLOI", id="emploi"),
        institutions=("service",),
        units=(),
        objective=f"Objectif {row.id}",
        updated_on=DateText(text="23 mai 2016", from_=RECORDED, to=RECORDED),
        measures=(
            Measure(
                id=f"{row.id}-mesure",
                indicator="Part",
                perimeter="QPV",
                target=at_least(row.target, line),
                commitments=(row.id,) if row.promised else (),
                passage=passage(line),
            ),
        ),
        passage=Passage("texte", (Lines(line, line + 9),)),
    )


def _observations(row: Row, number: int) -> list[Observation]:
    found = [
        _observation(
            row,
            number,
            id=f"{row.id}-{period}",
            figure=Absent(Absence.MISSING, "en attente") if value is None else Share(Decimal(value)),
            text=f"{value} %",
            period=Period.parse(period),
        )
        for period, value in row.results
    ]
    if row.baseline is not None:
        start = _observation(
            row,
            number,
            id=f"{row.id}-depart",
            figure=Share(Decimal(row.baseline)),
            text=f"{row.baseline} %",
            period=Period.parse("2014"),
        )
        found.append(replace(start, role=Role.BASELINE))
    if row.declared is not None:
        rate = _observation(
            row,
            number,
            id=f"{row.id}-taux",
            figure=Ratio(Decimal(row.declared)),
            text=f"{row.declared} %",
            period=None,
        )
        found.append(rate)
    return found


def _observation(
    row: Row, number: int, *, id: str, figure: Figure, text: str, period: Period | None
) -> Observation:
    declared = isinstance(figure, Ratio)
    return Observation(
        id=id,
        sheet=row.id,
        measure=None if declared else f"{row.id}-mesure",
        role=Role.DECLARED_RATE if declared else Role.RESULT,
        text=text,
        figure=figure,
        period=period,
        perimeter="QPV",
        provisional=False,
        passage=passage(_line(number)),
        recorded_on=RECORDED,
    )


def later(observation: Observation, *, id: str, figure: Figure, recorded_on: date) -> Observation:
    """The same figure, corrected later: appended, and naming what it supersedes."""
    return replace(observation, id=id, figure=figure, recorded_on=recorded_on, supersedes=observation.id)
