"""A catalogue of schemes: the facts that it asks, the schemes, where to go, and examples that it must answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from droitcommun.core.passages import Lines
from droitcommun.orientation.contacts import ContactPoint
from droitcommun.orientation.facts import Fact
from droitcommun.orientation.judging import Answer
from droitcommun.orientation.schemes import ReadScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a catalogue is. An archive answers for its own day `on`; a living one for the day of the question.

    `owner` keeps it; `verified_on` and `review_by` hold for what says nothing of its own.
    """

    id: str
    name: str
    on: date
    archive: bool
    document: str
    owner: str
    verified_on: date
    review_by: date
    banner: str = ""


@dataclass(frozen=True, slots=True)
class Impossible:
    """What cannot be together: `rule` over the facts, `sentence` what a person is told."""

    id: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Case:
    """An example with its answer, read off the text: `situation` as a person would give it."""

    name: str
    answer: Answer
    lines: tuple[Lines, ...]
    situation: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NotACondition:
    """A sentence on the public of a scheme that restricts nobody, and why."""

    lines: Lines
    because: str


@dataclass(frozen=True, slots=True)
class SchemeCatalogue:
    """A catalogue, whole. `cases` are those of each scheme, by its id."""

    about: About
    facts: tuple[Fact, ...]
    impossible: tuple[Impossible, ...]
    schemes: tuple[ReadScheme, ...]
    contacts: tuple[ContactPoint, ...]
    cases: Mapping[str, tuple[Case, ...]]
    set_aside: tuple[NotACondition, ...] = ()
