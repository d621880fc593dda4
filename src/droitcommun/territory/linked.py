"""Tables that one file gives are one table: its rows are counted by everything that any of them tells apart.

Two vintages, years, breakdowns or revisions asked together become the axes of one table. Its cells (inside this
neighbourhood of 2015 and outside those of 2024, woman, in the first file and not in the second) are disjoint, each is
protected alone (secrecy.py), and every table shown is a sum of them. So two tables subtracted give a difference of
sums of protected cells, and nothing that the protected cells did not tell.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from droitcommun.territory.placements import Placement
from droitcommun.territory.secrecy import FEWEST_CANDIDATES, PublishedTable
from droitcommun.territory.secrecy_rules import SecrecyRefusedError

# A column with more values than this names people, streets or days: it breaks nothing down.
MOST_LABELS = 40

# Between the areas that a row lies in at once, in a label: « QP075001+QP075002 ».
_AND = "+"

# Between unplaced and its reason.
_BECAUSE = ":"

# The label of a row that one of two linked files does not have.
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Axis:
    """What rows are told apart by. `name` is French and shown: « QPV 2024 », « sexe ».

    `identity` says what is behind the name, for the ledger: the hash and settings of perimeters, the column and how its
    values are grouped. `perimeters`: its labels are those of `area_label`; else they are the values of a column.
    """

    name: str
    identity: str
    perimeters: bool = False


def area_label(placement: Placement, areas: Iterable[str] = (), reason: str = "") -> str:
    """Return the label of a row on an axis of perimeters: the codes of its areas, or why it has none.

    ValueError: inside of no area, or in an area without being inside.
    """
    codes = sorted(set(areas))
    if (placement is Placement.INSIDE) != bool(codes):
        raise ValueError("inside means inside an area")
    if placement is Placement.INSIDE:
        return _AND.join(codes)
    return f"{placement}{_BECAUSE}{reason}" if reason else str(placement)


def placement_of(label: str) -> Placement:
    """Return what `area_label` was given."""
    kind = label.split(_BECAUSE, maxsplit=1)[0]
    return (
        Placement(kind)
        if kind in {Placement.OUTSIDE, Placement.UNCERTAIN, Placement.UNPLACED}
        else Placement.INSIDE
    )


def areas_of(label: str) -> tuple[str, ...]:
    """Return the codes of the areas that a row with this label lies in."""
    return tuple(label.split(_AND)) if placement_of(label) is Placement.INSIDE else ()


def check_axes(axes: Sequence[Axis], cells: Iterable[tuple[str, ...]]) -> None:
    """Refuse a column whose values could name people.

    SecrecyRefusedError: it has too many of them. ValueError: a cell without a label for each axis.
    """
    values: tuple[set[str], ...] = tuple(set() for _ in axes)
    for key in cells:
        if len(key) != len(axes):
            raise ValueError("a label for each axis")
        for found, label in zip(values, key, strict=True):
            found.add(label)
    for axis, found in zip(axes, values, strict=True):
        if not axis.perimeters and len(found) > MOST_LABELS:
            raise SecrecyRefusedError(
                f"La colonne « {axis.name} » a plus de {MOST_LABELS} valeurs : publier ses valeurs pourrait nommer "
                "quelqu’un. Choisissez une colonne qui range les lignes en quelques catégories."
            )


def counted_cells(axes: Sequence[Axis], rows: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Count rows by their labels, one for each axis; raises as `check_axes`."""
    cells = Counter(rows)
    check_axes(axes, cells)
    return dict(sorted(cells.items()))


def counted_block(
    labels: Sequence[Sequence[str]], places: Sequence[NDArray[np.integer]]
) -> Counter[tuple[str, ...]]:
    """Count a block of rows given as columns: for each axis its labels, and for each row the place of its own there.

    Blocks are added up with `update`. ValueError: a place beyond the labels.
    """
    shape = tuple(map(len, labels))
    numbers, counts = np.unique(np.ravel_multi_index(tuple(places), shape), return_counts=True)
    found = zip(*np.unravel_index(numbers, shape), strict=True)
    keys = (tuple(axis[place] for axis, place in zip(labels, key, strict=True)) for key in found)
    return Counter(dict(zip(keys, counts.tolist(), strict=True)))


def linked_files(files: Sequence[Iterable[tuple[Hashable, str]]]) -> dict[tuple[str, ...], int]:
    """Count the rows of several files (revisions, years) by their label in each, or ABSENT.

    A file gives, for each row, what identifies it (a keyed hash of the row) and its label. Rows that a file has several
    times are matched in the order of their labels, so that the order of the rows never matters.
    """
    labels: dict[Hashable, tuple[list[str], ...]] = {}
    for number, file in enumerate(files):
        for row, label in file:
            labels.setdefault(row, tuple([] for _ in files))[number].append(label)
    cells: Counter[tuple[str, ...]] = Counter()
    for lists in labels.values():
        cells.update(zip_longest(*map(sorted, lists), fillvalue=ABSENT))
    return dict(sorted(cells.items()))


def check_known_total(table: PublishedTable, rows: int) -> None:
    """Refuse to publish a table beside a number of rows that is public already, when a cell would be found from it.

    The decision is made from what is published and from that number, which a reader knows both: it tells nothing more.

    SecrecyRefusedError: fewer than five counts would be left to a hidden or rounded cell.
    """
    whole = table.total()
    for cell in table.cells.values():
        least = max(cell.low, rows - (whole.high - cell.high))
        most = min(cell.high, rows - (whole.low - cell.low))
        if cell.low < cell.high and most - least + 1 < FEWEST_CANDIDATES:
            raise SecrecyRefusedError(
                "Le nombre de lignes de ce fichier est déjà public : en soustraire les effectifs montrés retrouverait "
                "un effectif masqué. Demandez un arrondi plus large (à 10 par exemple), ou une ventilation de moins."
            )
