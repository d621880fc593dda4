"""The conditions of a scheme, as a value: which values of which facts, and what somebody has to assess."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from droitcommun.orientation.facts import Ranges


@dataclass(frozen=True, slots=True)
class Has:
    """The fact has one of these values."""

    fact: str
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Assessed:
    """Somebody decides: `what` names an entry of the scheme that says what is assessed and by whom."""

    what: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold; of none, it does."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these holds at least; of none, it does not."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """It does not hold."""

    rule: "Rule"


Rule = Has | Assessed | Every | Some | Otherwise


def atoms(rule: Rule) -> Iterator[Has | Assessed]:
    """Go through what a rule asks, in the order in which it is written, as often as it is."""
    match rule:
        case Has() | Assessed():
            yield rule
        case Every(rules=parts) | Some(rules=parts):
            for part in parts:
                yield from atoms(part)
        case Otherwise(rule=inner):
            yield from atoms(inner)
        case _:
            assert_never(rule)


def facts_of(rule: Rule) -> tuple[str, ...]:
    """Name the facts that a rule asks, each once, in the order in which it is written."""
    return tuple(dict.fromkeys(atom.fact for atom in atoms(rule) if isinstance(atom, Has)))
