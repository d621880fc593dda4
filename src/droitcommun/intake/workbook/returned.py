"""What came back, before it means anything: tabs found by their heads, rows by their keys, columns by their names.

Nothing is trusted for where it stands: a tab may be renamed, rows sorted, columns moved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from droitcommun.core.problems import Place, Problem
from droitcommun.intake.grids import Grid, GridCell
from droitcommun.intake.workbook.book import seal
from droitcommun.intake.workbook.vocabulary import PREFIX, TO_CORRECT, Column, Head

_KEY = re.compile(
    r"(?P<path>[^#\s]+)#(?P<label>[0-9a-f]{4})(?P<before>[0-9a-f]{4})(?P<help>[0-9a-f]{4})", re.ASCII
)
# The head of the tab that lists the problems of an earlier return: nobody fills it in.
PROBLEMS_HEAD = f"{PREFIX}problems"
_KEY_HEAD = f"{PREFIX}{Column.KEY.value}|"
_SEALED = {Column.LABEL: "label", Column.BEFORE: "before", Column.HELP: "help"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell that holds something, and where."""

    cell: GridCell
    place: Place


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row with a key: its path, and the cell of the column to fill in, None when it is empty.

    `changed`: those of its cells that nobody fills in, and somebody did.
    """

    path: str
    place: Place
    fill: Placed | None
    changed: tuple[Place, ...] = ()


@dataclass(slots=True)
class ReturnedTab:
    """A tab of ours. `has_fill`: the column to fill in is still there."""

    name: str
    head: Head
    has_fill: bool
    rows: list[ReturnedRow] = field(default_factory=list)


@dataclass(slots=True)
class Returned:
    """All tabs of ours; `lost` are the names of those whose hidden identifiers are gone."""

    tabs: list[ReturnedTab] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)


def find_tabs(grids: tuple[Grid, ...], file: str, problems: list[Problem]) -> Returned:
    """Find our tabs, and say what is in the workbook that is not to be filled in."""
    found = Returned()
    for grid in grids:
        markers = [(number, dict(_markers(row))) for number, row in enumerate(grid.rows)]
        heads = [(number, columns) for number, columns in markers if Column.KEY in columns]
        text = next((cell.value for row in grid.rows[:1] for cell in row[:1]), None)
        if text == PROBLEMS_HEAD:
            continue
        if heads:
            number, columns = heads[0]
            key_text = str(grid.rows[number][columns[Column.KEY]].value)
            head = Head.parse(key_text)
            if head is not None:
                found.tabs.append(_tab(grid, number, head, columns, file, problems))
                continue
        if any(_is_ours(cell) for row in grid.rows for cell in row):
            found.lost.add(grid.tab)
            expected = "les identifiants cachés (colonne A, ligne 1), supprimés : repartir du classeur envoyé"
            problems.append(Problem(Place(file, tab=grid.tab), "ids-lost", expected))
        elif any(_holds(cell) for row in grid.rows for cell in row):
            expected = (
                "un onglet du classeur envoyé : celui-ci n’est pas lu, ses remarques vont dans « Analyse »"
            )
            problems.append(Problem(Place(file, tab=grid.tab), "unknown-tab", expected))
    return found


def _tab(
    grid: Grid, heading: int, head: Head, columns: dict[Column, int], file: str, problems: list[Problem]
) -> ReturnedTab:
    tab = ReturnedTab(grid.tab, head, Column.FILL in columns)
    if not tab.has_fill:
        expected = "la colonne à remplir : elle a été supprimée, repartir du classeur envoyé"
        problems.append(Problem(Place(file, tab=grid.tab), "column-missing", expected))
    doubled = [
        name for name, count in _counts(grid.rows[heading]).items() if count > 1 and name is not Column.CHECK
    ]
    if doubled:
        expected = "chaque colonne une seule fois : une colonne a été recopiée"
        problems.append(Problem(Place(file, tab=grid.tab), "column-twice", expected))
        tab.has_fill = False
    for number, row in enumerate(grid.rows):
        if number != heading and any(map(_holds, row)):
            _read_row(tab, row, number, columns, file, problems)
    return tab


def _read_row(
    tab: ReturnedTab,
    row: tuple[GridCell, ...],
    number: int,
    columns: dict[Column, int],
    file: str,
    problems: list[Problem],
) -> None:
    def place(column: int) -> Place:
        return Place(file, tab=tab.name, cell=a1(number, column))

    held = {
        column: cell for column, cell in enumerate(row) if _holds(cell) and not is_ours_to_correct(cell.value)
    }
    key_column = columns[Column.KEY]
    key = held.pop(key_column, None)
    found = _KEY.fullmatch(str(key.value)) if key else None
    if key and not found:
        expected = "l’identifiant caché de la ligne : il a été changé, repartir du classeur envoyé"
        problems.append(Problem(place(key_column), "id-unknown", expected))
        return
    held.pop(columns.get(Column.CHECK, -1), None)
    fill_column = columns.get(Column.FILL, -1)
    if found is not None:
        fill = held.pop(fill_column, None)
        placed = Placed(fill, place(fill_column)) if fill else None
        sealed = [(columns[column], name) for column, name in _SEALED.items() if column in columns]
        cells = [(column, held.pop(column, None), found[name]) for column, name in sealed]
        changed = tuple(place(column) for column, cell, sent in cells if cell and seal(cell.value) != sent)
        tab.rows.append(ReturnedRow(found["path"], place(max(fill_column, 0)), placed, changed))
    for column in held:
        expected = (
            "rien : cette cellule n’est pas à remplir, et n’est pas lue ; une remarque va dans « Analyse »"
        )
        problems.append(Problem(place(column), "note", expected))


def is_ours_to_correct(value: object) -> bool:
    """Say whether a text is a problem that we wrote beside a cell of an earlier copy."""
    return isinstance(value, str) and value.startswith(TO_CORRECT)


def a1(row: int, column: int) -> str:
    """Name a cell as spreadsheets do; both count from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _markers(row: tuple[GridCell, ...]) -> Iterator[tuple[Column, int]]:
    """The names of columns that stand in a row; the first of each counts."""
    seen: set[Column] = set()
    for index, name in enumerate(map(_marker, row)):
        if name is not None and name not in seen:
            seen.add(name)
            yield name, index


def _counts(row: tuple[GridCell, ...]) -> dict[Column, int]:
    names = [name for name in map(_marker, row) if name is not None]
    return {name: names.count(name) for name in names}


def _marker(cell: GridCell) -> Column | None:
    text = cell.value if isinstance(cell.value, str) else ""
    if text.startswith(_KEY_HEAD):
        return Column.KEY
    names = {f"{PREFIX}{column.value}": column for column in Column if column is not Column.KEY}
    return names.get(text)


def _is_ours(cell: GridCell) -> bool:
    return isinstance(cell.value, str) and (cell.value.startswith(PREFIX) or bool(_KEY.fullmatch(cell.value)))


def _holds(cell: GridCell) -> bool:
    return cell.formula or (
        bool(cell.value.strip()) if isinstance(cell.value, str) else cell.value is not None
    )
