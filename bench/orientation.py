"""Orientation: one person, the next question, a population, and how many questions settle a catalogue.

`python bench/orientation.py`; the real catalogue of 2015 and an invented one of 500 schemes. Times are those
of the machine as it is, the 95th percentile of a thousand persons of whom a part is told.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1]))

from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.orientation.facts import Fact, FactKind, Range
from droitcommun.orientation.judging import Guide
from droitcommun.orientation.population import answers, columns_of
from droitcommun.orientation.questions import next_question
from droitcommun.orientation.rules import Every, Has, Otherwise, Rule, Some
from droitcommun.orientation.schemes import ReadScheme
from droitcommun.orientation.situations import Situation
from droitcommun.usecases.booklet import SUFFIXES, booklet_file
from tests.orientation import invented

PERSONS = 1_000
ASKED = 2_000  # persons asked until everything is settled
ROWS = 1_000_000
SEED = 20150622
PARTS = (0.0, 0.3, 0.6, 1.0)  # of the facts, how many are told


def p95(call: Callable[[Situation], object], people: Sequence[Situation]) -> float:
    """Return the 95th percentile in milliseconds."""
    times = []
    for person in people:
        start = time.perf_counter()
        call(person)
        times.append(time.perf_counter() - start)
    return sorted(times)[int(len(times) * 0.95)] * 1000


def persons(facts: Sequence[Fact], guide: Guide, random: Random, count: int, told: float) -> list[Situation]:
    """Persons of whom that part of the facts is told, near the thresholds of the rules."""
    made, guide_day = [], date(2015, 6, 22)
    for _ in range(count):
        known = {fact.id: one(fact, guide, random) for fact in facts if random.random() < told}
        made.append(Situation(guide_day, {name: (Range(value, value),) for name, value in known.items()}))
    return made


def one(fact: Fact, guide: Guide, random: Random) -> int:
    """A value of a fact."""
    low, high = fact.domain
    if fact.kind is not FactKind.NUMBER:
        return random.randint(low, high)
    cut = random.choice((*guide.forest.cuts[guide.forest.rank[fact.id]], high))
    return min(max(cut + random.randint(-1, 1), low), high)


def scalar(name: str, facts: Sequence[Fact], guide: Guide) -> None:
    """One person against a catalogue."""
    random = Random(SEED)  # noqa: S311 - no secret
    for told in PARTS:
        people = persons(facts, guide, random, PERSONS, told)
        judged = p95(guide.judge, people)
        asked = p95(lambda person: next_question(guide, person), people)
        print(f"{name}, {told:.0%} told: judge p95 {judged:.2f} ms, next question p95 {asked:.2f} ms")


def questions(facts: Sequence[Fact], guide: Guide) -> None:
    """How many questions settle the catalogue, beside the fixed order that skips nothing."""
    random = Random(SEED)  # noqa: S311 - no secret
    asked = fixed = 0
    for person in persons(facts, guide, random, ASKED, 1.0):
        known: dict[str, tuple[Range, ...]] = {}
        while (question := next_question(guide, Situation(person.on, known))) is not None:
            known[question.id] = person.known[question.id]
            asked += 1
        known = {}
        for fact in facts:
            if next_question(guide, Situation(person.on, known)) is None:
                break
            known[fact.id] = person.known[fact.id]
            fixed += 1
    ratio = asked / fixed
    print(
        f"questions to settle, {ASKED} persons: {asked / ASKED:.1f}, fixed order {fixed / ASKED:.1f}: {ratio:.0%}"
    )


def two_valued(rule: Rule, facts: dict[str, Fact]) -> pl.Expr:
    """The same rule as a Polars expression that knows yes and no alone; what is assessed is taken for yes."""
    match rule:
        case Has(fact=name, ranges=ranges):
            found = [
                pl.col(name).is_between(low, high) if low < high else pl.col(name) == low
                for low, high in ranges
            ]
            return pl.any_horizontal(found) if len(found) > 1 else found[0]
        case Every(rules=parts):
            return (
                pl.all_horizontal([two_valued(part, facts) for part in parts])
                if parts
                else pl.lit(value=True)
            )
        case Some(rules=parts):
            return pl.any_horizontal([two_valued(part, facts) for part in parts])
        case Otherwise(rule=inner):
            return ~two_valued(inner, facts)
        case _:
            return pl.lit(value=True)


def vectorised(facts: Sequence[Fact], guide: Guide, rules: dict[str, Rule]) -> None:
    """A population, beside the two-valued expression on the same columns."""
    random = np.random.default_rng(SEED)
    ranks = {
        fact.id: random.integers(fact.domain.low, min(fact.domain.high, 120) + 1, ROWS).astype(np.int32)
        for fact in facts
    }
    frame = pl.DataFrame({name: pl.Series(values) for name, values in ranks.items()})
    told = pl.DataFrame(
        {
            fact.id: pl.Series([choice.id for choice in fact.choices])[ranks[fact.id]]
            if fact.kind is FactKind.CHOICE
            else pl.Series(ranks[fact.id].astype(bool) if fact.kind is FactKind.YES_NO else ranks[fact.id])
            for fact in facts
        }
    )
    start = time.perf_counter()
    columns = columns_of(guide.forest, told)
    coded = time.perf_counter()
    answers(guide, columns, ROWS)
    ours = time.perf_counter() - coded
    named = {fact.id: fact for fact in facts}
    expressions = [two_valued(rule, named).alias(name) for name, rule in rules.items()]
    start_peer = time.perf_counter()
    frame.select(expressions)
    peer = time.perf_counter() - start_peer
    rate = ROWS * len(guide.compiled) / ours / 1e6
    print(
        f"{ROWS:,} rows x {len(guide.compiled)} schemes: {ours:.2f} s, {rate:.0f} M scheme-evaluations/s "
        f"(facts coded before in {coded - start:.2f} s); two-valued Polars {peer:.2f} s: {ours / peer:.2f} x"
    )


def gate(asker: Fact, read: ReadScheme) -> Rule:
    """Who may ask, as the engine asks it first."""
    ranks = sorted(rank for who in read.scheme.askers if (rank := asker.rank(who)) is not None)
    return Has(asker.id, tuple(Range(rank, rank) for rank in ranks))


def main() -> None:
    """Print every figure."""
    catalogue = load_schemes()
    guide = Guide(catalogue.facts, catalogue.schemes)
    scalar(f"{len(guide.compiled)} schemes of 2015", catalogue.facts, guide)
    facts = invented.facts()
    scalar("500 invented schemes", facts, Guide(facts, invented.schemes(facts, 500)))
    questions(catalogue.facts, guide)
    rules: dict[str, Rule] = {
        read.scheme.id: Every(
            (gate(catalogue.facts[0], read), *(condition.rule for condition in read.conditions))
        )
        for read in catalogue.schemes
        if read.scheme.proposable
    }
    vectorised(catalogue.facts, guide, rules)
    for suffix in SUFFIXES:
        start = time.perf_counter()
        held = booklet_file(catalogue, suffix)
        print(f"booklet{suffix}: {time.perf_counter() - start:.1f} s, {len(held) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
