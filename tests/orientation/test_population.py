"""Many situations at once answer as each of them alone."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droitcommun.orientation import population
from droitcommun.orientation.facts import Fact, FactKind, Range
from droitcommun.orientation.judging import Answer, Guide
from droitcommun.orientation.population import PopulationError, answer_of, answers, columns_of, shares
from droitcommun.orientation.rules import Has, Rule
from droitcommun.orientation.situations import Situation
from tests.orientation.small import AGE, FACTS, ON, RULES, scheme

VALUES = {
    FactKind.YES_NO: st.booleans(),
    FactKind.CHOICE: st.sampled_from(["jobseeker", "student", "other"]),
    FactKind.NUMBER: st.integers(0, 6),
}
ROWS = st.lists(
    st.fixed_dictionaries({fact.id: st.none() | VALUES[fact.kind] for fact in FACTS}), min_size=1, max_size=8
)
TYPES = {"age": pl.Int64, "status": pl.String, "disabled": pl.Boolean, "lives": pl.Boolean}


def alone(row: dict[str, str | int | None]) -> Situation:
    known = {}
    for fact in FACTS:
        value = row[fact.id]
        if value is not None:
            names = [one.id for one in fact.choices]
            rank = names.index(value) if isinstance(value, str) else int(value)
            known[fact.id] = (Range(rank, rank),)
    return Situation(ON, known)


@given(st.lists(RULES, min_size=1, max_size=3), ROWS, st.sampled_from([1, 1 << 20]))
@settings(deadline=None)
def test_a_table_of_situations_answers_as_each_alone(
    rules: list[Rule], rows: list[dict[str, str | int | None]], largest: int
) -> None:
    guide = Guide(FACTS, [scheme(rule, id=str(rank)) for rank, rule in enumerate(rules)])
    frame = pl.DataFrame(rows, schema=TYPES)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(population, "LARGEST_TABLE", largest)  # through the diagram, and through a table
        found = answers(guide, columns_of(guide.forest, frame), len(rows))

    for at, row in enumerate(rows):
        expected = [one.answer for one in guide.judge(alone(row))]
        assert [answer_of(int(found[str(rank)][at])) for rank in range(len(rules))] == expected


@given(
    RULES,
    st.lists(st.tuples(st.none() | st.integers(0, 6), st.none() | st.integers(0, 6)), min_size=1, max_size=6),
)
def test_bounds_answer_as_a_situation_between_them(
    rule: Rule, bounds: list[tuple[int | None, int | None]]
) -> None:
    bounds = [(a, b) if a is None or b is None or a <= b else (b, a) for a, b in bounds]
    guide = Guide(FACTS, [scheme(rule)])
    frame = pl.DataFrame(bounds, schema={"age_from": pl.Int64, "age_to": pl.Int64}, orient="row")

    found = answers(guide, columns_of(guide.forest, frame), len(bounds))["scheme"]

    for (low, high), ends in zip(bounds, found, strict=True):
        between = (Range(low or 0, 6 if high is None else high),)
        (one,) = guide.judge(Situation(ON, {"age": between}))
        assert answer_of(int(ends)) is one.answer


def test_answers_are_counted() -> None:
    from droitcommun.orientation.rule_text import parse_rule

    rule = parse_rule("age >= 3", {AGE.id: AGE}, frozenset())
    guide = Guide(FACTS, [scheme(rule)])
    frame = pl.DataFrame({"age": [1, 3, 6, None]})

    found = answers(guide, columns_of(guide.forest, frame), 4)

    ((name, counts),) = shares(guide, found, Situation(ON))
    assert (name, counts[Answer.FITS], counts[Answer.DOES_NOT_FIT], counts[Answer.TO_COMPLETE]) == (
        "scheme",
        2,
        1,
        1,
    )
    assert sum(counts.values()) == 4


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ({"âge": [1]}, "âge", "le nom d’un fait"),
        ({"age": [7]}, "age", "de 0 à 6"),
        ({"age": ["dix"]}, "age", "de 0 à 6"),
        ({"status": ["retired"]}, "status", "jobseeker, student, other"),
        ({"age_from": [4], "age_to": [2]}, "age_to", "au moins égale"),
        ({"disabled_from": [True]}, "disabled_from", "n’est pas un nombre"),
    ],
)
def test_what_cannot_be_taken_is_told_by_column_and_never_repeated(
    table: dict[str, list[object]], column: str, words: str
) -> None:
    guide = Guide(FACTS, [scheme()])

    with pytest.raises(PopulationError) as refused:
        columns_of(guide.forest, pl.DataFrame(table))

    assert refused.value.column == column
    assert words in refused.value.expected
    assert "dix" not in refused.value.expected
    assert "retired" not in refused.value.expected


def test_a_fact_may_be_cut_into_more_cells_than_a_machine_word_has_bits() -> None:
    wide = Fact("age", FactKind.NUMBER, "?", "âge", low=0, high=120)
    rules = [scheme(Has("age", (Range(low, 120),)), id=str(low)) for low in range(1, 121)]
    guide = Guide([wide], rules)

    found = answers(guide, columns_of(guide.forest, pl.DataFrame({"age": np.arange(121)})), 121)

    fits = {name: sum(answer_of(int(one)) is Answer.FITS for one in ends) for name, ends in found.items()}
    assert fits == {str(low): 121 - low for low in range(1, 121)}
