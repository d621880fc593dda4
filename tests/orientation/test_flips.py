"""What would change a « no »: applied, it does; less of it does not. And when time alone does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from droitcommun.orientation.facts import Changes, Fact, FactKind, Range, Ranges, TimeUnit, merged, values
from droitcommun.orientation.flips import MOST_CHANGES, flips, next_change
from droitcommun.orientation.judging import Answer, Guide
from droitcommun.orientation.rules import Every, Has, Otherwise, Rule
from droitcommun.orientation.schemes import ReadScheme, Validity
from droitcommun.orientation.situations import Situation, completed, reached
from tests.orientation.small import FACTS, ON, RULES, SITUATIONS, outcomes, scheme


def movable(fact: Fact, situation: Situation) -> list[int]:
    """The values that a fact could move to."""
    here = values(situation.ranges(fact))
    others = [value for value in values((fact.domain,)) if value not in here]
    if fact.changes is Changes.NEVER:
        return []
    return [value for value in others if fact.changes is Changes.FREELY or value > max(here)]


def moved(situation: Situation, changes: Mapping[str, Ranges]) -> Situation:
    return Situation(ON, {**situation.known, **changes})


@given(st.lists(RULES, min_size=1, max_size=3).map(tuple), SITUATIONS)
def test_the_flips_are_the_smallest_changes_and_all_of_them(
    rules: tuple[Rule, ...], situation: Situation
) -> None:
    guide = Guide(FACTS, [scheme(*rules)])
    (one,) = guide.compiled
    if guide.answer(one, situation) is not Answer.DOES_NOT_FIT:
        return

    found = flips(guide, one, guide.known(situation))

    by_hand: dict[tuple[str, ...], set[tuple[int, ...]]] = {}
    for size in range(1, MOST_CHANGES + 1):
        for facts in combinations(FACTS, size):
            for chosen in product(*(movable(fact, situation) for fact in facts)):
                to = {fact.id: (Range(value, value),) for fact, value in zip(facts, chosen, strict=True)}
                if outcomes(rules, moved(situation, to)) != {0}:
                    by_hand.setdefault(tuple(fact.id for fact in facts), set()).add(chosen)
        if by_hand:
            break
    assert {tuple(change.fact.id for change in flip.changes) for flip in found} == by_hand.keys()
    for flip in found:
        names = tuple(change.fact.id for change in flip.changes)
        told = set(product(*(values(change.ranges) for change in flip.changes)))
        assert told == by_hand[names] if len(names) == 1 else told <= by_hand[names]


BORN = Fact(
    "age",
    FactKind.NUMBER,
    "Âge ?",
    "âge",
    low=0,
    high=120,
    time_unit=TimeUnit.YEARS,
    changes=Changes.WITH_TIME,
)


@given(st.dates(date(1950, 1, 1), date(2014, 12, 31)), st.integers(1, 60))
def test_the_day_before_says_no_and_the_day_itself_yes(born: date, youngest: int) -> None:
    guide = Guide([BORN], [scheme(Has("age", (Range(youngest, 120),)))])
    (one,) = guide.compiled
    situation = Situation(ON, since={"age": born})

    change = next_change(guide, one, situation)

    if guide.answer(one, situation) is Answer.FITS:
        assert change is None
    else:
        assert change is not None
        assert change.answer is Answer.FITS
        before, day = (
            Situation(on, since={"age": born}) for on in (change.on - timedelta(days=1), change.on)
        )
        assert guide.answer(one, before) is Answer.DOES_NOT_FIT
        assert guide.answer(one, day) is Answer.FITS


def test_a_birthday_is_told() -> None:
    """Born on 3 July 1997, 17 on 22 June 2015: 18 on 3 July."""
    guide = Guide([BORN], [scheme(Has("age", (Range(18, 25),)))])
    situation = Situation(ON, since={"age": date(1997, 7, 3)})

    change = next_change(guide, guide.compiled[0], situation)

    assert change is not None
    assert (change.on, change.answer) == (date(2015, 7, 3), Answer.FITS)


def test_a_scheme_that_ends_is_told_the_day_after() -> None:
    ended = replace(scheme().scheme, validity=Validity(until=date(2015, 12, 31)))
    guide = Guide([BORN], [ReadScheme(ended, ())])

    change = next_change(guide, guide.compiled[0], Situation(ON))

    assert change is not None
    assert (change.on, change.answer) == (date(2016, 1, 1), Answer.NOT_IN_FORCE)


@given(st.sampled_from(TimeUnit), st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 1400))
def test_a_count_is_reached_on_the_first_day_that_completes_it(
    unit: TimeUnit, since: date, count: int
) -> None:
    day = reached(unit, since, count)

    assert day is not None
    assert completed(unit, since, day) == count
    assert count == 0 or completed(unit, since, day - timedelta(days=1)) == count - 1


def test_what_never_changes_and_what_lies_behind_is_no_advice() -> None:
    never, behind = Has("lives", (Range(1, 1),)), Has("age", (Range(0, 2),))
    known = {"lives": (Range(0, 0),), "age": (Range(5, 5),)}

    for rule in (never, behind, Every((never, behind)), Otherwise(Has("lives", (Range(0, 0),)))):
        guide = Guide(FACTS, [scheme(rule)])
        assert flips(guide, guide.compiled[0], guide.known(Situation(ON, known))) == ()


def test_ranges_are_merged() -> None:
    assert merged([Range(3, 4), Range(1, 2), Range(6, 5)]) == (Range(1, 4),)
