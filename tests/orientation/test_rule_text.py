"""Rules as a person writes them: what they mean, and what is said of a slip."""

import pytest
from hypothesis import assume, given

from droitcommun.orientation.facts import Fact, Range, values
from droitcommun.orientation.judging import Guide
from droitcommun.orientation.rule_text import DEEPEST, RuleTextError, parse_rule
from droitcommun.orientation.rules import Assessed, Every, Has, Otherwise, Rule, Some
from tests.orientation.small import FACTS, RULES, scheme

NAMED = {fact.id: fact for fact in FACTS}
HARDSHIP = frozenset({"hardship"})


def read(text: str) -> Rule:
    return parse_rule(text, NAMED, HARDSHIP)


def has(fact: str, *ranges: tuple[int, int]) -> Has:
    return Has(fact, tuple(Range(*one) for one in ranges))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("disabled", has("disabled", (1, 1))),
        ("not disabled", Otherwise(has("disabled", (1, 1)))),
        ("age in 1..3", has("age", (1, 3))),
        ("age in {1, 2, 5}", has("age", (1, 2), (5, 5))),
        ("age >= 4", has("age", (4, 6))),
        ("age > 4", has("age", (5, 6))),
        ("age < 1", has("age", (0, 0))),
        ("age <= 0", has("age", (0, 0))),
        ("age != 3", has("age", (0, 2), (4, 6))),
        ("status = student", has("status", (1, 1))),
        ("status != student", has("status", (0, 0), (2, 2))),
        ("status in {jobseeker, other}", has("status", (0, 0), (2, 2))),
        ("assessed(hardship)", Assessed("hardship")),
        (
            "age in 1..3 or disabled and age in 4..5",
            Some((has("age", (1, 3)), Every((has("disabled", (1, 1)), has("age", (4, 5)))))),
        ),
        (
            "(age in 1..3 or disabled) and not\n lives",
            Every((Some((has("age", (1, 3)), has("disabled", (1, 1)))), Otherwise(has("lives", (1, 1))))),
        ),
    ],
)
def test_a_rule_means(text: str, rule: Rule) -> None:
    assert read(text) == rule


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("", 1, "un fait"),
        ("ages >= 3", 1, "fait inconnu « ages »"),
        ("age", 4, "« in », « = » ou une comparaison attendu après « age »"),
        ("age >= 7", 8, "de 0 à 6"),
        ("age in 5..2", 11, "la seconde borne"),
        ("age < 0", 1, "jamais remplie"),
        ("status = retired", 10, "jobseeker, student, other"),
        ("status >= student", 11, "« status » est un choix"),
        ("disabled = 1", 1, "s’écrit seul"),
        ("disabled and", 13, "un fait"),
        ("disabled lives", 10, "« and », « or » ou la fin"),
        ("(disabled", 10, "« ) »"),
        ("assessed(merit)", 10, "appréciation"),
        ("age >= dix", 8, "un nombre entier"),
        ("disabled & lives", 10, "l’un des signes"),
        ("(" * 21 + "disabled" + ")" * 21, 22, "au plus 20"),
        ("not " * 21 + "disabled", 81, "au plus 20"),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, at: int, words: str) -> None:
    with pytest.raises(RuleTextError) as refused:
        read(text)

    assert refused.value.at == at
    assert words in refused.value.expected


def written(rule: Rule) -> str:
    """A rule as text, each part between parentheses."""
    match rule:
        case Has(fact=name, ranges=ranges):
            return _on(NAMED[name], values(ranges))
        case Assessed(what=what):
            return f"assessed({what})"
        case Every(rules=parts):
            return " and ".join(f"({written(one)})" for one in parts) or "age <= 6"
        case Some(rules=parts):
            return " or ".join(f"({written(one)})" for one in parts) or "not age <= 6"
        case Otherwise(rule=inner):
            return f"not ({written(inner)})"


def _on(fact: Fact, chosen: object) -> str:
    ranks = list(chosen)  # type: ignore[call-overload]
    if fact.choices:
        return f"{fact.id} in {{{', '.join(fact.choices[rank].id for rank in ranks)}}}"
    if fact.id == "age":
        return f"age in {{{', '.join(map(str, ranks))}}}"
    return {(0,): f"not {fact.id}", (1,): fact.id}.get(tuple(ranks), f"({fact.id} or not {fact.id})")


@given(RULES)
def test_a_rule_that_is_written_is_read_as_the_same(rule: Rule) -> None:
    text = written(rule)
    assume(text.count("(") < DEEPEST)  # no deeper than a person may write

    one, other = Guide(FACTS, [scheme(rule, id="one"), scheme(read(text), id="other")]).compiled

    assert one.root == other.root
