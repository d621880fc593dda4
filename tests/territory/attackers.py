"""People who know the program and every parameter, and try to find a headcount in what it printed.

Two kinds. One runs the publication again on other tables and keeps those that print the same, to the letter, in every
format. The other has only the figures that it reads in the French sentences, and narrows the counts between them, as
long as something moves. `naive` has schemes that are in use and that they break: they are no straw men.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from random import Random

from droitcommun.territory.linked import Axis, placement_of
from droitcommun.territory.placements import Placement
from droitcommun.territory.secrecy import PublishedTable, Secrecy, protected
from droitcommun.territory.shown_tables import (
    count_in_words,
    lines_in_words,
    placements_in_words,
    shown_placements,
    shown_table,
)

Key = tuple[str, ...]
Counts = Mapping[Key, int]

OUTSIDE, UNCERTAIN, UNPLACED = map(str, (Placement.OUTSIDE, Placement.UNCERTAIN, Placement.UNPLACED))
QPV_2015 = Axis("QPV 2015", "qpv-2015", perimeters=True)
QPV_2024 = Axis("QPV 2024", "qpv-2024", perimeters=True)
SEX = Axis("sexe", "column:sexe")


def printed(table: PublishedTable, axes: Sequence[Axis]) -> str:
    """All that can be printed of a table: every cell and axis as JSON, as CSV and in French."""
    prose: list[str] = []
    values: list[object] = [{" × ".join(key): asdict(cell) for key, cell in table.cells.items()}]
    cells = io.StringIO()
    csv.writer(cells).writerows(
        [*key, cell.shown, cell.low, cell.high, count_in_words(cell)] for key, cell in table.cells.items()
    )
    for axis in axes:
        if axis.perimeters:
            placements = shown_placements(table, axis.name)
            prose += placements_in_words(placements)
            values.append([asdict(placements), asdict(placements.whole)])
        else:
            lines = shown_table(table, axis.name)
            prose += lines_in_words(lines)
            values.append(asdict(lines))
    return "\n".join([json.dumps(values, default=str), cells.getvalue(), *prose])


def published(counts: Counts, axes: Sequence[Axis], secrecy: Secrecy) -> str:
    """The whole program, from true counts to what is printed."""
    return printed(protected(tuple(axis.name for axis in axes), counts, secrecy), axes)


def left_by_exhaustion(
    keys: Sequence[Key], axes: Sequence[Axis], secrecy: Secrecy, most: int
) -> Iterator[tuple[Counts, dict[Key, set[int]]]]:
    """Publish every table of counts up to `most`; with each, the counts of each cell over those that print the same."""
    alike: dict[str, list[tuple[int, ...]]] = {}
    for counts in product(range(most + 1), repeat=len(keys)):
        text = published(dict(zip(keys, counts, strict=True)), axes, secrecy)
        alike.setdefault(text, []).append(counts)
    for tables in alike.values():
        columns = [set(column) for column in zip(*tables, strict=True)]
        yield dict(zip(keys, tables[0], strict=True)), dict(zip(keys, columns, strict=True))


def left_by_running_again(
    counts: Counts, axes: Sequence[Axis], secrecy: Secrecy, chance: Random, tries: int = 5
) -> dict[Key, set[int]]:
    """Publish other tables, and return for each cell the counts of those that print the same.

    Every cell moves at once: the tables are drawn from what the attacker knows to be behind each printed count.
    """
    wanted = published(counts, axes, secrecy)
    behind = {key: _behind(count, secrecy) for key, count in counts.items()}
    starts = {key: chance.randrange(len(candidates)) for key, candidates in behind.items()}
    left = {key: {count} for key, count in counts.items()}
    for step in range(tries):
        guess = {
            key: candidates[(starts[key] + step) % len(candidates)] for key, candidates in behind.items()
        }
        if published(guess, axes, secrecy) == wanted:
            for key, count in guess.items():
                left[key].add(count)
    return left


def _behind(count: int, secrecy: Secrecy) -> list[int]:
    """The counts that are printed like this one, found by running the rule on all of them."""
    image = secrecy.published(count)
    return [
        other
        for other in range(count + 2 * secrecy.threshold + secrecy.step)
        if secrecy.published(other) == image
    ]


@dataclass(frozen=True, slots=True)
class Fact:
    """What was read: the sum of some unknown counts, each times its factor, is between two numbers."""

    factors: Mapping[Key, int]
    low: int
    high: int


def narrowed(bounds: Mapping[Key, tuple[int, int]], facts: Iterable[Fact]) -> dict[Key, tuple[int, int]]:
    """Narrow unknown counts between what is known of them, until nothing moves any more."""
    known = dict(bounds)
    facts = list(facts)
    moving = True
    while moving:
        moving = False
        for fact in facts:
            reach = {key: _reach(factor, known[key]) for key, factor in fact.factors.items()}
            least, most = sum(low for low, _ in reach.values()), sum(high for _, high in reach.values())
            for key, factor in fact.factors.items():
                low, high = known[key]
                # What this count may be when all the others are as far as they can.
                from_low, from_high = fact.low - (most - reach[key][1]), fact.high - (least - reach[key][0])
                if factor < 0:
                    from_low, from_high = from_high, from_low
                tighter = max(low, -(-from_low // factor)), min(high, from_high // factor)
                if tighter != (low, high):
                    known[key], moving = tighter, True
    return known


def _reach(factor: int, bounds: tuple[int, int]) -> tuple[int, int]:
    low, high = (factor * bound for bound in bounds)
    return (low, high) if factor > 0 else (high, low)


_NUMBER = r"\d[\d\u202f]*"
_BETWEEN = re.compile(rf"de ({_NUMBER}) à ({_NUMBER})")
_PART = re.compile(r"entre (?P<low>[\d,]+) % et (?P<high>[\d,]+) %")


def _read_count(text: str) -> tuple[int, int]:
    found = _BETWEEN.search(text)
    low, high = found.groups() if found else (re.findall(_NUMBER, text)[0],) * 2
    return int(low.replace("\u202f", "")), int(high.replace("\u202f", ""))


def facts_in_prose(sentences: Iterable[str], axis: int, keys: Sequence[Key]) -> Iterator[Fact]:
    """Read the sentences on an axis of perimeters: totals, placements, areas and their shares in tenths of percents."""
    unknown = {key for key in keys if placement_of(key[axis]) in {Placement.UNCERTAIN, Placement.UNPLACED}}
    for sentence in sentences:
        text = sentence.replace("\u00a0", " ")
        subject, _, said = text.partition(" : ")
        if subject.endswith(", lignes"):
            whole, _, parts = said.partition("\u202f; ")
            yield Fact(dict.fromkeys(keys, 1), *_read_count(whole))
            for name, part in zip(
                ("inside", OUTSIDE, UNCERTAIN, UNPLACED), parts.split("\u202f; "), strict=True
            ):
                belongs = [key for key in keys if placement_of(key[axis]) == name]
                yield Fact(dict.fromkeys(belongs, 1), *_read_count(part))
        elif subject.startswith("QPV "):
            inside = {key for key in keys if placement_of(key[axis]) is Placement.INSIDE}
            yield from _facts_of_share(said, inside, unknown, keys)
        else:
            count, _, share = said.partition(", soit ")
            inside = {key for key in keys if key[axis] == subject}
            yield Fact(dict.fromkeys(inside, 1), *_read_count(count))
            yield from _facts_of_share(share, inside, unknown, keys)


def _facts_of_share(said: str, inside: set[Key], unknown: set[Key], keys: Sequence[Key]) -> Iterator[Fact]:
    """Inside ÷ all is at least the lower bound less what is unknown, and at most the upper one."""
    found = _PART.search(said)
    if found is None:
        return
    low, high = (round(float(found[name].replace(",", ".")) * 10) for name in ("low", "high"))
    far = 1000 * 10**6
    certain_or_unknown = {key: (1000 if key in inside | unknown else 0) - low for key in keys}
    certain = {key: (1000 if key in inside else 0) - high for key in keys}
    yield Fact({key: factor for key, factor in certain_or_unknown.items() if factor}, 0, far)
    yield Fact({key: factor for key, factor in certain.items() if factor}, -far, 0)


AREAS = tuple(f"QP0750{number:02}" for number in range(1, 21))


def paris_like(chance: Random, areas: int = 20, rows: int = 2467) -> dict[Key, int]:
    """A made-up file of Paris: about one row in seven inside, unevenly spread; few uncertain, some not placed."""
    weights = [chance.paretovariate(1.2) for _ in range(areas)]
    inside = chance.randint(rows // 10, rows // 5)
    codes = chance.choices(AREAS[:areas], weights, k=inside)
    open_rows = chance.randint(0, rows // 40), chance.randint(0, rows // 15)
    counts: dict[Key, int] = {(code,): codes.count(code) for code in AREAS[:areas]}
    return {
        **counts,
        (OUTSIDE,): rows - inside - sum(open_rows),
        (UNCERTAIN,): open_rows[0],
        (UNPLACED,): open_rows[1],
    }


def of_two_vintages(chance: Random, counts: Counts) -> dict[Key, int]:
    """The same file by two vintages: an area grew, shrank or stayed, by up to a tenth of its rows and a few.

    Only what the maps allow is a cell: everybody can see which areas grew.
    """
    cells: dict[Key, int] = {}
    outside = counts[OUTSIDE,]
    for (label,), count in counts.items():
        cells[label, label] = count
        if placement_of(label) is not Placement.INSIDE:
            continue
        moved = chance.randint(0, 2 + count // 10)
        match chance.choice(("grew", "shrank", "stayed")):
            case "grew":
                cells[OUTSIDE, label] = min(moved, outside)
                outside -= cells[OUTSIDE, label]
            case "shrank":
                cells[label, OUTSIDE] = min(moved, count)
                cells[label, label] -= cells[label, OUTSIDE]
            case _:
                pass
    cells[OUTSIDE, OUTSIDE] = outside
    return cells


def by_sex(chance: Random, counts: Counts) -> dict[Key, int]:
    """The same file broken down by a column of two values."""
    cells: dict[Key, int] = {}
    for key, count in counts.items():
        women = sum(chance.random() < 0.5 for _ in range(count))
        cells[*key, "femmes"], cells[*key, "hommes"] = women, count - women
    return cells
