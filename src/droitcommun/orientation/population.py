"""Many situations at once: the same diagrams, looked up in a table for each scheme. The core needs none of it.

Each fact of each row becomes a small code: the cells that it may be in. A scheme tells few codes apart; all that it
may be asked with fits a table, filled once by going through its diagram; then a row is one look-up. The answers are
those of `judging`, unknown and between bounds included.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from droitcommun.orientation.diagrams import ENDS, Forest
from droitcommun.orientation.facts import Fact, FactKind
from droitcommun.orientation.judging import ANSWERS, Answer, Compiled, Guide
from droitcommun.orientation.situations import Situation

Codes = NDArray[np.uint16]
Ends = NDArray[np.uint8]

# Rows at a time: few enough to stay near the processor.
CHUNK = 1 << 15

# Entries of the table of one scheme: beyond, its rows go through the diagram themselves.
LARGEST_TABLE = 1 << 20

_ANSWER_OF_ENDS = tuple(ANSWERS.get(ends, Answer.TO_COMPLETE) for ends in range(1 << ENDS))


class PopulationError(ValueError):
    """A table of situations that cannot be taken: `column` and what is expected there (French), never a value."""

    def __init__(self, column: str, expected: str) -> None:
        super().__init__(expected)
        self.column = column
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Column:
    """A fact of every row: `codes[row]` is a rank in `cells`, the sets of cells that occur."""

    codes: Codes
    cells: tuple[int, ...]


def columns_of(forest: Forest, frame: pl.DataFrame) -> dict[int, Column]:
    """Read the columns of a table that bear the name of a fact, or `NAME_from` and `NAME_to` for bounds.

    An empty cell is not known. Raises PopulationError: a column that is none of ours, or a value that its fact has not.
    """
    known = {fact.id for fact in forest.facts}
    bounds = {f"{fact.id}{end}" for fact in forest.facts for end in ("_from", "_to")}
    for name in frame.columns:
        if name not in known | bounds:
            raise PopulationError(name, "le nom d’un fait ; « droitcommun schemes --facts » les liste")
    found: dict[int, Column] = {}
    for rank, fact in enumerate(forest.facts):
        if fact.id in frame.columns:
            values = _values(fact, frame[fact.id])
            found[rank] = _column(forest, rank, values, values)
        elif {f"{fact.id}_from", f"{fact.id}_to"} & set(frame.columns):
            found[rank] = _between(forest, rank, fact, frame)
    return found


def answers(
    guide: Guide, columns: Mapping[int, Column], size: int, *, threads: int = 2
) -> dict[str, NDArray[np.uint8]]:
    """Return, of each scheme, what each row may end in (bits); `answer_of` names them; `shares` knows the day."""
    tables = [_Table(guide.forest, one, columns) for one in guide.compiled]
    found = {one.scheme.id: np.empty(size, dtype=np.uint8) for one in guide.compiled}

    def fill(start: int) -> None:
        rows = slice(start, min(start + CHUNK, size))
        codes = {rank: column.codes[rows].astype(np.intp) for rank, column in columns.items()}
        for one, table in zip(guide.compiled, tables, strict=True):
            table.fill(found[one.scheme.id][rows], codes)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fill, range(0, size, CHUNK)))
    return found


def answer_of(ends: int) -> Answer:
    """Name what a row may end in."""
    return _ANSWER_OF_ENDS[ends]


def shares(
    guide: Guide, found: Mapping[str, Ends], situation: Situation
) -> Iterator[tuple[str, dict[Answer, int]]]:
    """Count, of each scheme, the rows by answer."""
    for one in guide.compiled:
        counts = dict.fromkeys(Answer, 0)
        if not one.scheme.validity.holds(situation.on):
            counts[Answer.NOT_IN_FORCE] = len(found[one.scheme.id])
        else:
            for ends, count in enumerate(np.bincount(found[one.scheme.id], minlength=1 << ENDS)):
                if count:
                    counts[answer_of(ends)] += int(count)
        yield one.scheme.id, counts


class _Table:
    """The diagram of one scheme as a table over what it tells apart."""

    def __init__(self, forest: Forest, one: Compiled, columns: Mapping[int, Column]) -> None:
        self._forest = forest
        self._one = one
        told = {rank: self._told_apart(rank, columns.get(rank)) for rank in one.classes}
        self._sets = {rank: sets for rank, (sets, _) in told.items()}
        shape = [len(sets) for sets in self._sets.values()]
        self._entries = prod(shape)
        # Of each fact that is told, where a code leads in the table; of one that is not, there is one place.
        self._steps: dict[int, NDArray[np.intp]] = {}
        stride = self._entries
        for (rank, (_, places)), count in zip(told.items(), shape, strict=True):
            stride //= count
            if rank in columns:
                self._steps[rank] = places * stride
        if self._entries <= LARGEST_TABLE:
            axes = {
                rank: sets.reshape([-1 if at == axis else 1 for at in range(len(shape))])
                for axis, (rank, sets) in enumerate(self._sets.items())
            }
            self._table = np.ascontiguousarray(np.broadcast_to(self._walk(axes), shape)).ravel()
        else:
            self._places = {rank: places for rank, (_, places) in told.items()}

    def fill(self, ends: Ends, codes: Mapping[int, NDArray[np.intp]]) -> None:
        """Write what each row may end in."""
        if self._entries > LARGEST_TABLE:
            rows = {
                rank: sets[self._places[rank].take(codes[rank])] if rank in codes else sets
                for rank, sets in self._sets.items()
            }
            ends[:] = self._walk(rows)
            return
        at: NDArray[np.intp] | None = None
        for rank, steps in self._steps.items():
            placed = steps.take(codes[rank], mode="clip")
            at = placed if at is None else np.add(at, placed, out=at)
        if at is None:
            ends[:] = self._table[0]
        else:
            self._table.take(at, out=ends, mode="clip")

    def _told_apart(self, rank: int, column: Column | None) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
        """Return the sets of classes that the rows have, and of each code which; the whole when nothing is told.

        A class holds the cells that every node of the scheme sends the same way.
        """
        classes = self._one.classes[rank]
        if column is None:
            return np.array([(1 << len(classes)) - 1], dtype=np.uint64), np.zeros(1, dtype=np.intp)
        sets = [sum(1 << at for at, cells in enumerate(classes) if cells & one) for one in column.cells]
        kept = sorted(set(sets))
        return np.array(kept, dtype=np.uint64), np.array([kept.index(one) for one in sets], dtype=np.intp)

    def _walk(self, sets: Mapping[int, NDArray[np.uint64]]) -> Ends:
        """Go through the diagram from its ends, for every entry at once."""
        found: dict[int, Any] = {end: np.uint8(1 << end) for end in range(ENDS)}
        for node in self._one.below:
            rank = self._forest.fact(node)
            ends: Any = np.uint8(0)
            for cells, child in self._forest.edges(node):
                bits = np.uint64(
                    sum(1 << at for at, one in enumerate(self._one.classes[rank]) if one & cells)
                )
                ends = ends | np.where((sets[rank] & bits) != 0, found[child], np.uint8(0))
            found[node] = ends
        return np.asarray(found[self._one.root], dtype=np.uint8)


def _values(fact: Fact, series: pl.Series) -> NDArray[np.int64]:
    """Return the value of each row, -1 where it is not known."""
    try:
        match fact.kind:
            case FactKind.YES_NO:
                ranks = series.cast(pl.Boolean).cast(pl.Int64)
            case FactKind.CHOICE:
                names = {one.id: rank for rank, one in enumerate(fact.choices)}
                ranks = series.cast(pl.String).replace_strict(names, return_dtype=pl.Int64)
            case FactKind.NUMBER:
                ranks = series.cast(pl.Int64)
    except pl.exceptions.PolarsError:
        raise PopulationError(series.name, _expected(fact)) from None
    low, high = fact.domain
    if not ranks.drop_nulls().is_between(low, high).all():
        raise PopulationError(series.name, _expected(fact))
    return ranks.fill_null(low - 1).to_numpy()


def _between(forest: Forest, rank: int, fact: Fact, frame: pl.DataFrame) -> Column:
    low, high = fact.domain
    if fact.kind is not FactKind.NUMBER:
        raise PopulationError(f"{fact.id}_from", "aucune borne : ce fait n’est pas un nombre")
    least, most = (
        _values(fact, frame[name]) if name in frame.columns else np.full(frame.height, low - 1)
        for name in (f"{fact.id}_from", f"{fact.id}_to")
    )
    least, most = np.where(least < low, low, least), np.where(most < low, high, most)
    if (least > most).any():
        raise PopulationError(f"{fact.id}_to", f"une valeur au moins égale à {fact.id}_from")
    return _column(forest, rank, least, most)


def _column(forest: Forest, rank: int, least: NDArray[Any], most: NDArray[Any]) -> Column:
    """Code the cells between two values; below the domain is not known."""
    cuts = np.array(forest.cuts[rank])
    size = len(cuts)
    first = np.searchsorted(cuts, least, side="right") - 1
    last = np.searchsorted(cuts, most, side="right") - 1
    pairs = np.where(first < 0, size * size, first * size + last)
    kept = np.flatnonzero(np.bincount(pairs, minlength=size * size + 1))
    codes = np.searchsorted(kept, pairs)
    cells = tuple(
        forest.whole[rank] if pair == size * size else (1 << pair % size + 1) - (1 << pair // size)
        for pair in map(int, kept)
    )
    return Column(codes.astype(np.uint16), cells)


def _expected(fact: Fact) -> str:
    match fact.kind:
        case FactKind.YES_NO:
            return "true, false ou rien"
        case FactKind.CHOICE:
            return "l’un de : " + ", ".join(one.id for one in fact.choices) + ", ou rien"
        case FactKind.NUMBER:
            return f"un nombre entier de {fact.domain.low} à {fact.domain.high}, ou rien"
