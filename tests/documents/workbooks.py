"""Returned workbooks for tests: what our writer would give, as grids, with what a person did to them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Unit
from droitcommun.core.known import known_on
from droitcommun.core.observations import Count, Scale, State
from droitcommun.core.targets import ReachCount
from droitcommun.intake.grids import Grid, GridCell
from droitcommun.intake.workbook.book import Book, Style
from droitcommun.intake.workbook.forms import form
from droitcommun.intake.workbook.reading import Receipt, Submission, read_workbook
from droitcommun.intake.workbook.reporters import reporter
from droitcommun.intake.workbook.vocabulary import PREFIX, Column
from tests.builders import Row, aim, dossier, without_figure

FILE = "retour.xlsx"
RECEIVED = date(2017, 3, 1)
KEY, LABEL, BEFORE, FILL, HELP, CHECK = range(6)

# Rows and cells of one tab; what a person does changes them in place.
Cells = list[list[GridCell]]
Deed = Callable[[dict[str, Cells]], None]


def fiction() -> Dossier:
    """Three sheets of one institution: a share, a count, a promise without a figure."""
    return dossier(
        Row(id="part", results=(("2015", "10"),)),
        Row(
            id="nombre",
            target=aim(ReachCount, count=Count(100)),
            results=(("2015", Count(80)),),
            measure={"unit": Unit.COUNT},
        ),
        Row(id="etat", target=without_figure(), results=(("2015", State(Scale.STARTED, "lancé")),)),
    )


def book(source: Dossier, unit: str = "service", year: int = 2016) -> Book:
    return form(known_on(source, source.latest_recorded_day()), reporter(source, unit), year)


def cells_of(one: Book) -> dict[str, Cells]:
    """The cells of each tab, as a reader of files gives them."""
    found: dict[str, Cells] = {}
    for tab in one.tabs:
        heads = [str(tab.head), *(f"{PREFIX}{column.value}" for column in list(Column)[1:])]
        rows = [[GridCell(text) for text in heads]]
        for row in tab.rows:
            fill, help_ = (None, "") if row.style is Style.INFORMATION else (row.fill, row.help)
            values: list[Any] = [row.key, row.label or None, row.before, fill, help_ or None]
            rows.append([GridCell(value) for value in values])
        found[tab.name] = rows
    return found


def grids_of(tabs: dict[str, Cells]) -> tuple[Grid, ...]:
    return tuple(Grid(name, tuple(map(tuple, rows))) for name, rows in tabs.items())


def returned(*deeds: Deed, source: Dossier | None = None, **receipt: Any) -> Submission:
    """Read the workbook of the fiction after what a person did to it."""
    source = source or fiction()
    tabs = cells_of(book(source))
    for deed in deeds:
        deed(tabs)
    received = Receipt(file=FILE, document="retour", received_on=RECEIVED, **receipt)
    return read_workbook(grids_of(tabs), source, received)


def typed(path: str, value: object, *, formula: bool = False, percent: bool = False) -> Deed:
    """Type something in the cell of a row, found by the beginning of its key."""

    def deed(tabs: dict[str, Cells]) -> None:
        row = found(tabs, path)
        row[FILL] = GridCell(value, formula, percent)  # type: ignore[arg-type]

    return deed


def found(tabs: dict[str, Cells], path: str) -> list[GridCell]:
    (row,) = [row for rows in tabs.values() for row in rows if str(row[KEY].value).startswith(f"{path}#")]
    return row


def number(text: str) -> Decimal:
    return Decimal(text)


SHARE = "part-mesure/result/-"
COUNT = "nombre-mesure/result/-"
STATE = "etat-mesure/result/-"
