"""Each oddity is found where it is, and nothing is found in rules that are sound."""

from dataclasses import replace
from datetime import date

import pytest

from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.orientation.catalogues import About, SchemeCatalogue
from droitcommun.orientation.lint import oddities
from droitcommun.orientation.rule_text import read_scheme
from droitcommun.orientation.schemes import (
    Asker,
    Assessment,
    Criterion,
    ReadScheme,
    Role,
    Scheme,
    SchemeKind,
    Validity,
)
from tests.orientation.small import FACTS, ON

ABOUT = About(
    id="c",
    name="C",
    on=ON,
    archive=True,
    document="d",
    owner="o",
    verified_on=ON,
    review_by=date(2016, 1, 1),
)


def ruled(*rules: str, assessments: tuple[str, ...] = ()) -> ReadScheme:
    criteria = tuple(
        Criterion(f"c{rank}", Role.REQUIRED, f"Condition {rank}", (), rule) for rank, rule in enumerate(rules)
    )
    named = tuple(Assessment(name, "Une situation", "Un service") for name in assessments)
    made = Scheme("s", "S", SchemeKind.SERVICE, (Asker.PERSON,), "", (), criteria=criteria, assessments=named)
    return read_scheme(made, {fact.id: fact for fact in FACTS})


def found(one: ReadScheme, on: date = ON) -> list[tuple[str, str]]:
    catalogue = SchemeCatalogue(
        about=ABOUT, facts=FACTS, impossible=(), schemes=(one,), contacts=(), cases={}
    )
    return [(each.code, each.criterion) for each in oddities(catalogue, on) if each.code != "fact-unused"]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (("age in 1..3",), []),
        (("age >= 3 and age <= 2",), [("never", "c0")]),
        (("age >= 3", "age <= 2"), [("contradiction", "")]),
        (("age >= 3 or age <= 2",), [("always", "c0")]),
        (("disabled or disabled and age >= 3",), [("useless", "c0")]),
        (("age >= 3 and age >= 2",), [("useless", "c0")]),
        (("not (age >= 3 or age >= 4)",), [("useless", "c0")]),
        (("age in 1..3 or disabled and age in 4..5",), []),
    ],
)
def test_an_odd_rule_is_found(rules: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert found(ruled(*rules)) == expected


def test_an_assessment_is_asked_once() -> None:
    assert found(ruled("assessed(it)", assessments=("it",))) == []
    assert found(ruled("disabled", assessments=("it",))) == [("assessment", "")]
    assert ("assessment", "") in found(ruled("assessed(it)", "assessed(it) or disabled", assessments=("it",)))


def test_what_has_ended_has_a_successor_and_what_is_old_is_reviewed() -> None:
    ended = ruled("disabled")
    ended = ReadScheme(replace(ended.scheme, validity=Validity(until=date(2015, 1, 1))), ended.conditions)

    assert found(ended) == [("past-without-successor", "")]
    assert found(ruled("disabled"), date(2017, 1, 1)) == [("review-overdue", "")]


def test_a_fact_that_nothing_asks_is_told() -> None:
    catalogue = SchemeCatalogue(
        about=ABOUT, facts=FACTS, impossible=(), schemes=(ruled("disabled"),), contacts=(), cases={}
    )

    told = [each.sentence for each in oddities(catalogue, ON) if each.code == "fact-unused"]

    assert len(told) == 3  # all but « disabled »


def test_the_catalogue_of_2015_has_nothing_odd() -> None:
    catalogue = load_schemes()

    assert list(oddities(catalogue, catalogue.about.on)) == []
