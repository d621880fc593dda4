"""A scheme: whom it is for, what it gives, and each condition of its text as a rule with its words and its lines."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from droitcommun.core.passages import Lines
from droitcommun.orientation.rules import Rule


class SchemeKind(StrEnum):
    """What a scheme is. An institutional measure is a promise on how the State works: proposed to nobody."""

    RIGHT = "right"
    CONTRACT = "contract"
    SERVICE = "service"
    CALL_FOR_PROJECTS = "call_for_projects"
    COLLECTIVE_ACTION = "collective_action"
    INSTITUTIONAL_MEASURE = "institutional_measure"


class Asker(StrEnum):
    """Who asks; the values of the fact of that name, which comes before all others."""

    PERSON = "person"
    ASSOCIATION = "association"
    COMPANY = "company"
    HEALTH_PROFESSIONAL = "health_professional"
    PUBLIC_BODY = "public_body"


class Role(StrEnum):
    """What a sentence on the public does. Only what is required decides; the rest is shown."""

    REQUIRED = "required"
    PRIORITY = "priority"
    COUNTERPART = "counterpart"
    EXAMPLE = "example"
    SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition, or a sentence that is read like one. `sentence` is ours, in French, as a person is told it.

    `rule` is the text of `rule_text`, empty when nothing decides on it: a priority, an example, a counterpart.
    `reading` says how an ambiguous wording was read, and why.
    """

    id: str
    role: Role
    sentence: str
    lines: tuple[Lines, ...]
    rule: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What no fact decides: `what` is assessed, `by` whom."""

    id: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a scheme gives: an amount, a rate, a duration, in our words with the printed figures and their lines."""

    words: str
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a scheme can be asked for; None: no day is known. `source` says where that is written."""

    from_: date | None = None
    until: date | None = None
    source: str = ""

    def holds(self, on: date) -> bool:
        """Say whether the scheme is in force that day; a day that is not known excludes nobody."""
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of a catalogue. Texts are French and ours; names and figures are official, with their lines."""

    id: str
    name: str
    kind: SchemeKind
    askers: tuple[Asker, ...]
    purpose: str
    lines: tuple[Lines, ...]
    theme: str = ""
    acronym: str = ""
    benefits: tuple[Benefit, ...] = ()
    how_to_ask: str = ""
    validity: Validity = Validity()
    successor: str = ""
    criteria: tuple[Criterion, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    contacts: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    emergency: bool = False  # violence, danger, addiction: emergency numbers come first
    ambiguities: tuple[str, ...] = ()  # what the text leaves open, in words

    @property
    def proposable(self) -> bool:
        """Say whether anybody can ask for it."""
        return self.kind is not SchemeKind.INSTITUTIONAL_MEASURE


@dataclass(frozen=True, slots=True)
class Condition:
    """A criterion that decides, with its rule as a value."""

    criterion: Criterion
    rule: Rule


@dataclass(frozen=True, slots=True)
class ReadScheme:
    """A scheme whose rules were read."""

    scheme: Scheme
    conditions: tuple[Condition, ...]
