"""The rules of a catalogue as Publicodes: a question a fact, a rule a scheme; and what Publicodes does not say.

Written as JSON, which YAML reads as it is. Negations are carried down to the facts, so that only « toutes ces
conditions », « une de ces conditions » and comparisons are left.
"""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from droitcommun.core import french
from droitcommun.core.french import typeset
from droitcommun.orientation.catalogues import SchemeCatalogue
from droitcommun.orientation.facts import Fact, FactKind, Range, Ranges, complement
from droitcommun.orientation.rules import Assessed, Every, Has, Otherwise, Rule, Some
from droitcommun.orientation.schemes import ReadScheme, Role

_ALL, _ONE = "toutes ces conditions", "une de ces conditions"
_SCHEMES = "dispositifs"
_ASKER = "asker"


def publicodes(catalogue: SchemeCatalogue) -> dict[str, Any]:
    """The rules by name; schemes that nobody can ask for have none."""
    facts = {fact.id: fact for fact in catalogue.facts}
    rules: dict[str, Any] = {name_of(fact.id): _question(fact) for fact in catalogue.facts}
    rules[_SCHEMES] = None
    for read in catalogue.schemes:
        if read.scheme.proposable:
            rules |= _rules(read, facts)
    return rules


def lost(catalogue: SchemeCatalogue) -> Iterator[str]:
    """What these rules do not say, a French sentence each."""
    roles = [one.role for read in catalogue.schemes for one in read.scheme.criteria]
    assessed = sum(len(read.scheme.assessments) for read in catalogue.schemes)
    yield typeset(
        "L’inconnu : Publicodes n’a que oui, non et « non applicable » ; une réponse qui manque doit être demandée, "
        "jamais supposée."
    )
    yield typeset("Les tranches : « entre 18 et 28 ans » est ici un âge, ou une question sans réponse.")
    if assessed:
        yield typeset(
            f"{french.counted(assessed, 'appréciation')} : qui apprécie n’est plus dit, la réponse est une question."
        )
    others = sum(role is not Role.REQUIRED for role in roles)
    if others:
        yield typeset(
            f"{french.counted(others, 'phrase')} qui n’excluent personne : priorités, contreparties, exemples, cadre."
        )
    yield typeset(
        "Les périodes de validité, les lieux, les lignes du document, les changements possibles, la question suivante."
    )


def name_of(identifier: str) -> str:
    """The name of a rule: words with spaces, for a hyphen could be a minus."""
    return identifier.replace("_", " ").replace("-", " ")


def _question(fact: Fact) -> dict[str, Any]:
    told: dict[str, Any] = {"question": fact.question, "titre": fact.label}
    match fact.kind:
        case FactKind.NUMBER:
            return told | ({"unité": fact.unit} if fact.unit else {})
        case FactKind.CHOICE:
            return told | {"une possibilité": [_text(one.id) for one in fact.choices]}
        case FactKind.YES_NO:
            return told


def _rules(read: ReadScheme, facts: Mapping[str, Fact]) -> dict[str, Any]:
    scheme = read.scheme
    name = f"{_SCHEMES} . {name_of(scheme.id)}"
    asker = facts[_ASKER]
    ranks = tuple(Range(rank, rank) for who in scheme.askers if (rank := asker.rank(who)) is not None)
    gate = [_written(Has(_ASKER, ranks), facts, name, wanted=True)] if ranks else []
    conditions = [_written(one.rule, facts, name, wanted=True) for one in read.conditions]
    found: dict[str, Any] = {
        name: {"titre": scheme.name, "description": scheme.purpose, _ALL: [*gate, *conditions]}
    }
    for one in scheme.assessments:
        question = f"{one.what} ({one.by}) : est-ce reconnu ?"
        found[f"{name} . {name_of(one.id)}"] = {"question": typeset(question)}
    return found


def _written(rule: Rule, facts: Mapping[str, Fact], scheme: str, *, wanted: bool) -> Any:
    """A condition that holds when the rule does, or when it does not."""
    match rule:
        case Has(fact=name, ranges=ranges):
            fact = facts[name]
            return _has(fact, ranges if wanted else complement(ranges, fact.domain))
        case Assessed(what=what):
            return f"{scheme} . {name_of(what)} = {_yes(wanted)}"
        case Every(rules=parts):
            return {_ALL if wanted else _ONE: [_written(one, facts, scheme, wanted=wanted) for one in parts]}
        case Some(rules=parts):
            return {_ONE if wanted else _ALL: [_written(one, facts, scheme, wanted=wanted) for one in parts]}
        case Otherwise(rule=inner):
            return _written(inner, facts, scheme, wanted=not wanted)
        case _:
            assert_never(rule)


def _has(fact: Fact, ranges: Ranges) -> Any:
    name = name_of(fact.id)
    match fact.kind:
        case FactKind.NUMBER:
            return _one_of([_between(name, fact, one) for one in ranges])
        case FactKind.CHOICE:
            ids = [fact.choices[rank].id for low, high in ranges for rank in range(low, high + 1)]
            return _one_of([f"{name} = {_text(one)}" for one in ids])
        case FactKind.YES_NO:
            values = [value for low, high in ranges for value in range(low, high + 1)]
            return _one_of([f"{name} = {_yes(value == 1)}" for value in values])


def _between(name: str, fact: Fact, one: Range) -> Any:
    unit = f" {fact.unit}" if fact.unit else ""
    bounds = [
        *([f"{name} >= {one.low}{unit}"] if one.low > fact.low else []),
        *([f"{name} <= {one.high}{unit}"] if one.high < fact.high else []),
    ]
    return bounds[0] if len(bounds) == 1 else {_ALL: bounds}


def _one_of(conditions: list[Any]) -> Any:
    return conditions[0] if len(conditions) == 1 else {_ONE: conditions}


def _text(word: str) -> str:
    return f"'{word}'"


def _yes(held: bool) -> str:
    return "oui" if held else "non"
