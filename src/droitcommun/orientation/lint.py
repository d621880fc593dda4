"""What is odd in the rules of a catalogue: what can never be, what says nothing, what nobody asked again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from droitcommun.orientation.catalogues import SchemeCatalogue
from droitcommun.orientation.diagrams import NO, YES, Forest
from droitcommun.orientation.facts import Fact
from droitcommun.orientation.rules import Assessed, Every, Otherwise, Rule, Some, atoms, facts_of
from droitcommun.orientation.schemes import ReadScheme


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something to look at in a scheme, or in the catalogue when `scheme` is empty. `sentence` is French."""

    code: str
    scheme: str
    criterion: str
    sentence: str


def oddities(catalogue: SchemeCatalogue, on: date) -> Iterator[Oddity]:
    """Go through what is odd on a day, in the order of the catalogue."""
    rules = [condition.rule for one in catalogue.schemes for condition in one.conditions]
    forest = Forest(catalogue.facts, rules)
    for one in catalogue.schemes:
        yield from _of_rules(one, forest)
        yield from _of_assessments(one)
        yield from _of_dates(one, on)
    if catalogue.about.review_by < on:
        yield Oddity(
            "review-overdue", "", "", f"Le catalogue était à revoir avant le {catalogue.about.review_by}"
        )
    asked = {name for rule in rules for name in facts_of(rule)}
    yield from (_unused(fact) for fact in catalogue.facts if fact.id not in asked and fact.id != "asker")


def _unused(fact: Fact) -> Oddity:
    return Oddity("fact-unused", "", "", f"Le fait « {fact.id} » n’est demandé par aucun dispositif")


def _of_rules(one: ReadScheme, forest: Forest) -> Iterator[Oddity]:
    roots = []
    for condition in one.conditions:
        name, root = condition.criterion.id, forest.root(condition.rule)
        roots.append(root)
        if root == NO:
            yield Oddity("never", one.scheme.id, name, "Cette condition n’est jamais remplie")
        elif root == YES:
            yield Oddity(
                "always", one.scheme.id, name, "Cette condition est toujours remplie : elle ne dit rien"
            )
        else:
            for part in _useless(condition.rule, forest):
                asked = ", ".join(facts_of(part)) or "une appréciation"
                yield Oddity(
                    "useless", one.scheme.id, name, f"Une partie de la règle ne change rien ({asked})"
                )
    if NO not in roots and forest.every(roots) == NO:
        yield Oddity(
            "contradiction", one.scheme.id, "", "Les conditions ne peuvent pas être remplies ensemble"
        )


def _useless(rule: Rule, forest: Forest) -> Iterator[Rule]:
    """Go through the parts without which the rule says the same."""
    match rule:
        case Every(rules=parts) | Some(rules=parts):
            whole = forest.root(rule)
            for out, part in enumerate(parts):
                left = parts[:out] + parts[out + 1 :]
                if forest.root(type(rule)(left)) == whole:
                    yield part
                else:
                    yield from _useless(part, forest)
        case Otherwise(rule=inner):
            yield from _useless(inner, forest)
        case _:
            return


def _of_assessments(one: ReadScheme) -> Iterator[Oddity]:
    """An assessment that is named twice would be two unknowns: it may be asked once in a scheme."""
    used = Counter(
        atom.what
        for condition in one.conditions
        for atom in atoms(condition.rule)
        if isinstance(atom, Assessed)
    )
    for entry in one.scheme.assessments:
        if used[entry.id] != 1:
            times = "plusieurs fois" if used[entry.id] else "jamais"
            yield Oddity(
                "assessment",
                one.scheme.id,
                "",
                f"L’appréciation « {entry.id} » est employée {times}, pas une",
            )


def _of_dates(one: ReadScheme, on: date) -> Iterator[Oddity]:
    until = one.scheme.validity.until
    if until is not None and until < on and not one.scheme.successor:
        yield Oddity(
            "past-without-successor", one.scheme.id, "", "Le dispositif a pris fin et rien ne le remplace"
        )
