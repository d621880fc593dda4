"""Small facts, random rules over them and situations, and the oracle: every completion, one by one."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import assert_never

from hypothesis import strategies as st

from droitcommun.orientation.facts import Changes, Choice, Fact, FactKind, Range, Ranges, merged, values
from droitcommun.orientation.rules import Assessed, Every, Has, Otherwise, Rule, Some
from droitcommun.orientation.schemes import Asker, Condition, Criterion, ReadScheme, Role, Scheme, SchemeKind
from droitcommun.orientation.situations import Situation

ON = date(2015, 6, 22)

AGE = Fact("age", FactKind.NUMBER, "Quel âge ?", "âge", low=0, high=6, changes=Changes.WITH_TIME)
STATUS = Fact(
    "status",
    FactKind.CHOICE,
    "Quelle situation ?",
    "situation",
    choices=(
        Choice("jobseeker", "En recherche d’emploi"),
        Choice("student", "Étudiant"),
        Choice("other", "Autre"),
    ),
)
DISABLED = Fact("disabled", FactKind.YES_NO, "Une reconnaissance ?", "reconnaissance")
LIVES = Fact("lives", FactKind.YES_NO, "Ici ?", "habite ici", changes=Changes.NEVER)
FACTS = (AGE, STATUS, DISABLED, LIVES)


def _has(fact: Fact) -> st.SearchStrategy[Rule]:
    low, high = fact.domain
    some = st.sets(st.integers(low, high), min_size=1)
    return some.map(lambda chosen: Has(fact.id, merged(Range(one, one) for one in chosen)))


RULES: st.SearchStrategy[Rule] = st.recursive(
    st.one_of(*map(_has, FACTS)) | st.just(Assessed("hardship")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Some(tuple(parts))),
        inner.map(Otherwise),
    ),
    max_leaves=8,
)


def _known(fact: Fact) -> st.SearchStrategy[Ranges | None]:
    low, high = fact.domain
    some = st.sets(st.integers(low, high), min_size=1)
    return st.none() | some.map(lambda chosen: merged(Range(one, one) for one in chosen))


SITUATIONS: st.SearchStrategy[Situation] = st.tuples(*map(_known, FACTS)).map(
    lambda found: Situation(
        ON, {fact.id: ranges for fact, ranges in zip(FACTS, found, strict=True) if ranges is not None}
    )
)


def scheme(*rules: Rule, id: str = "scheme") -> ReadScheme:
    """A scheme that asks these, one criterion each."""
    conditions = tuple(
        Condition(Criterion(f"c{rank}", Role.REQUIRED, f"Condition {rank}", ()), rule)
        for rank, rule in enumerate(rules)
    )
    criteria = tuple(one.criterion for one in conditions)
    made = Scheme(id, id, SchemeKind.SERVICE, (Asker.PERSON,), "", (), criteria=criteria)
    return ReadScheme(made, conditions)


def outcome(rule: Rule, chosen: Mapping[str, int]) -> int:
    """0: no; 1: somebody assesses; 2: yes. Read off the rule, with no diagram."""
    match rule:
        case Has(fact=fact, ranges=ranges):
            return 2 * any(low <= chosen[fact] <= high for low, high in ranges)
        case Assessed():
            return 1
        case Every(rules=parts):
            return min((outcome(part, chosen) for part in parts), default=2)
        case Some(rules=parts):
            return max((outcome(part, chosen) for part in parts), default=0)
        case Otherwise(rule=inner):
            return 2 - outcome(inner, chosen)
        case _:
            assert_never(rule)


def completions(situation: Situation) -> Iterator[dict[str, int]]:
    """Every way in which what is unknown could be."""
    for chosen in product(*(values(situation.ranges(fact)) for fact in FACTS)):
        yield {fact.id: value for fact, value in zip(FACTS, chosen, strict=True)}


def outcomes(rules: tuple[Rule, ...], situation: Situation) -> set[int]:
    """What the rules together may end in."""
    return {outcome(Every(rules), chosen) for chosen in completions(situation)}
