"""The rules as Publicodes, read by an evaluator of three lines: they answer as the engine does, once all is known."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.orientation.facts import Fact, FactKind, Range
from droitcommun.orientation.judging import Answer, Guide
from droitcommun.orientation.situations import Situation
from droitcommun.usecases.publicodes import name_of, publicodes
from tests.unit.test_cli import run

CATALOGUE = load_schemes("catalogue:paris-2015")
GUIDE = Guide(CATALOGUE.facts, CATALOGUE.schemes)
RULES = publicodes(CATALOGUE)
DAY = date(2015, 6, 22)

_COMPARED = re.compile(r"(?P<name>[^<>=]+?) (?P<sign>>=|<=|=) (?P<value>'[^']*'|oui|non|-?\d+)(?: \D+)?")


def holds(condition: Any, known: Mapping[str, object]) -> bool:
    """« toutes ces conditions », « une de ces conditions », a comparison."""
    if isinstance(condition, dict):
        ((kind, parts),) = condition.items()
        return {"toutes ces conditions": all, "une de ces conditions": any}[kind](
            holds(one, known) for one in parts
        )
    found = _COMPARED.fullmatch(condition)
    assert found is not None, condition
    held, value = known[found["name"]], found["value"]
    match found["sign"]:
        case ">=":
            return int(str(held)) >= int(value)
        case "<=":
            return int(str(held)) <= int(value)
        case _:
            return held == value.strip("'")


def told(fact: Fact, value: int) -> object:
    match fact.kind:
        case FactKind.NUMBER:
            return value
        case FactKind.CHOICE:
            return fact.choices[value].id
        case FactKind.YES_NO:
            return "oui" if value else "non"


@given(st.fixed_dictionaries({fact.id: st.integers(*fact.domain) for fact in CATALOGUE.facts}))
def test_a_situation_that_is_known_is_answered_alike(values: dict[str, int]) -> None:
    situation = Situation(DAY, {name: (Range(value, value),) for name, value in values.items()})
    known = {name_of(fact.id): told(fact, values[fact.id]) for fact in CATALOGUE.facts}
    known |= {name: "oui" for name in RULES if name.count(" . ") == 2}

    for answered in GUIDE.judge(situation):
        rule = RULES[f"dispositifs . {name_of(answered.scheme.id)}"]
        if answered.answer is not Answer.NOT_IN_FORCE:
            expected = answered.answer in {Answer.FITS, Answer.TO_BE_ASSESSED}
            conditions = {"toutes ces conditions": rule["toutes ces conditions"]}
            assert holds(conditions, known) is expected, answered.scheme.id


def test_an_age_and_its_extension_by_hand() -> None:
    # L. 227 to 233: from 18 to 25, out of school, without diploma.
    rule = {"toutes ces conditions": RULES["dispositifs . e2c"]["toutes ces conditions"]}
    known: dict[str, object] = {name_of(fact.id): told(fact, fact.domain.low) for fact in CATALOGUE.facts}
    asked = {name for name in known if name in json.dumps(rule)}
    assert {"age", "asker"} <= asked
    young = {**known, "asker": "person", "age": 17}

    assert holds(rule, young) is False
    assert "age >= 18 ans" in json.dumps(rule, ensure_ascii=False)
    assert "age <= 25 ans" in json.dumps(rule, ensure_ascii=False)


def test_every_rule_has_a_name_of_its_own_and_names_only_rules() -> None:
    names = [name_of(fact.id) for fact in CATALOGUE.facts]
    assert len(set(names)) == len(names)
    asked = set(re.findall(r'"([^"<>=]+?) (?:>=|<=|=) ', json.dumps(RULES, ensure_ascii=False)))

    assert asked <= set(RULES)
    assert len([name for name in RULES if name.count(" . ") == 1]) == sum(
        read.scheme.proposable for read in CATALOGUE.schemes
    )


def test_the_command_writes_it_and_tells_what_is_lost() -> None:
    done = run("schemes", "--format", "publicodes")

    assert (done.returncode, json.loads(done.stdout)) == (0, RULES)
    assert "une réponse qui manque doit être demandée, jamais supposée" in done.stderr.replace("\u00a0", " ")
    with pytest.raises(KeyError):
        RULES["dispositifs . education prioritaire"]  # a measure: nobody asks for it
