"""What would change a « no »: the smallest sets of facts, and the day when time alone does it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from droitcommun.orientation.diagrams import ENDS, MAY_BE_NO, NO, Forest
from droitcommun.orientation.facts import Changes, Fact, Range, Ranges, merged
from droitcommun.orientation.judging import Answer, Compiled, Guide
from droitcommun.orientation.situations import Situation, reached

# A set of more changes than this is another life, not an advice.
MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that would have one of these values instead."""

    fact: Fact
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes that together make the scheme possible; fewer of them do not."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """The first day on which the answer becomes another, all else being equal."""

    on: date
    answer: Answer


def flips(guide: Guide, one: Compiled, known: Sequence[int]) -> tuple[Flip, ...]:
    """Return the smallest sets of changes after which the scheme is no longer excluded; none: no such set is small.

    A fact that never changes is left; one that grows with time grows only. For one change, all the values that do
    are given; for several, the values nearest to the present ones.
    """
    forest = guide.forest
    may_become = [
        _may_become(fact, known[rank], forest.whole[rank]) for rank, fact in enumerate(forest.facts)
    ]
    return tuple(
        Flip(tuple(Change(forest.facts[rank], _values(forest, rank, cells)) for rank, cells in changes))
        for changes in _smallest(forest, one.root, known, may_become)
    )


def _may_become(fact: Fact, cells: int, whole: int) -> int:
    """Return the cells that a fact may move to, those that it may be in apart."""
    match fact.changes:
        case Changes.FREELY:
            return whole & ~cells
        case Changes.NEVER:
            return 0
        case Changes.WITH_TIME:
            return whole & ~((1 << cells.bit_length()) - 1)  # above the highest that it may be in


def _smallest(
    forest: Forest, root: int, known: Sequence[int], may_become: Sequence[int]
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Go through the sets of changed facts of the least size, in order, each with the cells that do."""
    sets = _changed_sets(forest, root, known, may_become)
    size = min((changed.bit_count() for changed in sets), default=MOST_CHANGES + 1)
    if not 0 < size <= MOST_CHANGES:
        return
    for changed in sorted(one for one in sets if one.bit_count() == size):
        ranks = [rank for rank in range(len(forest.facts)) if changed >> rank & 1]
        if size == 1:
            cells = sum(
                cell for cell in _each(may_become[ranks[0]]) if _opens(forest, root, known, ranks, (cell,))
            )
            yield ((ranks[0], cells),)
            continue
        choices = [_nearest_first(known[rank], may_become[rank]) for rank in ranks]
        yield next(
            tuple(zip(ranks, cells, strict=True))
            for cells in product(*choices)
            if _opens(forest, root, known, ranks, cells)
        )


def _changed_sets(
    forest: Forest, root: int, known: Sequence[int], may_become: Sequence[int]
) -> frozenset[int]:
    """Return, as sets of ranks, the smallest changes that lead from a root to an end that is not « no »."""
    found: dict[int, frozenset[int]] = {
        end: frozenset() if end == NO else frozenset({0}) for end in range(ENDS)
    }
    for node in forest.below(root):
        rank = forest.fact(node)
        sets: set[int] = set()
        for cells, child in forest.edges(node):
            if cells & known[rank]:
                sets |= found[child]
            elif cells & may_become[rank]:
                sets |= {changed | 1 << rank for changed in found[child]}
        least = min((one.bit_count() for one in sets), default=0)
        found[node] = frozenset(one for one in sets if one.bit_count() == least and least <= MOST_CHANGES)
    return found[root]


def _opens(
    forest: Forest, root: int, known: Sequence[int], ranks: Sequence[int], cells: Sequence[int]
) -> bool:
    changed = list(known)
    for rank, cell in zip(ranks, cells, strict=True):
        changed[rank] = cell
    return forest.ends_together((root,), changed) != MAY_BE_NO


def _each(cells: int) -> Iterator[int]:
    while cells:
        cell = cells & -cells
        cells ^= cell
        yield cell


def _nearest_first(cells: int, others: int) -> list[int]:
    """Order cells by how far they are from those that a fact may be in, the lower first."""
    low, high = (cells & -cells).bit_length(), cells.bit_length()

    def distance(cell: int) -> tuple[int, int]:
        at = cell.bit_length()
        return (max(low - at, at - high, 0), at)

    return sorted(_each(others), key=distance)


def _values(forest: Forest, rank: int, cells: int) -> Ranges:
    cuts = (*forest.cuts[rank], forest.facts[rank].domain.high + 1)
    return merged(Range(cuts[at], cuts[at + 1] - 1) for at in range(len(cuts) - 1) if cells >> at & 1)


def next_change(guide: Guide, one: Compiled, situation: Situation) -> Dated | None:
    """Return the first later day on which time alone changes the answer; None: none that can be told.

    Only facts given as the day that they count from move, and the days on which the scheme is in force.
    """
    now = _answer_on(guide, one, situation, situation.on)
    for day in sorted(set(_days(guide, one, situation))):
        answer = _answer_on(guide, one, situation, day)
        if answer is not now:
            return Dated(day, answer)
    return None


def _days(guide: Guide, one: Compiled, situation: Situation) -> Iterator[date]:
    """Go through the later days on which something that the scheme looks at moves."""
    forest = guide.forest
    asked = {forest.fact(node) for node in forest.below(one.root)}
    for rank in asked:
        fact = forest.facts[rank]
        since = situation.since.get(fact.id)
        if since is None or fact.time_unit is None:
            continue
        for cut in forest.cuts[rank]:
            day = reached(fact.time_unit, since, cut)
            if day is not None and day > situation.on:
                yield day
    validity = one.scheme.validity
    if validity.from_ is not None and validity.from_ > situation.on:
        yield validity.from_
    if validity.until is not None and situation.on <= validity.until < date.max:
        yield validity.until + timedelta(days=1)


def _answer_on(guide: Guide, one: Compiled, situation: Situation, day: date) -> Answer:
    moved = Situation(day, situation.known, situation.since, situation.declined)
    return guide.answer(one, moved)
