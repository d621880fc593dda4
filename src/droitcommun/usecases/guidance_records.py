"""What `orient`, `schemes` and `contacts` print: the stable interface."""

from dataclasses import dataclass
from datetime import date

from droitcommun.core.passages import Lines
from droitcommun.orientation.facts import Changes, FactKind
from droitcommun.orientation.judging import Answer, Met
from droitcommun.orientation.schemes import Asker, Role, SchemeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRecord:
    """A criterion, and what is known of it."""

    criterion: str
    answer: Met
    sentence: str
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """A fact that would have another value; `values` in words."""

    fact: str
    values: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRecord:
    """The first later day on which time alone makes the answer another."""

    on: date
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredRecord:
    """The answer for one scheme. `flips`: each a smallest set of changes after which it is no longer excluded."""

    id: str
    name: str
    kind: SchemeKind
    answer: Answer
    reasons: tuple[ReasonRecord, ...]
    missing: tuple[str, ...]
    declined: tuple[str, ...]
    assessed_by: tuple[str, ...]
    flips: tuple[tuple[ChangeRecord, ...], ...]
    changes_on: DatedRecord | None
    emergency: bool
    contacts: tuple[str, ...]
    commitments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRecord:
    """One answer that a question takes."""

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """What to ask next. `choices` is empty for a number, which runs from `low` to `high`."""

    fact: str
    sentence: str
    kind: FactKind
    choices: tuple[ChoiceRecord, ...]
    low: int | None
    high: int | None
    unit: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord:
    """A contact point. `metres` from the address that was given, null without one."""

    id: str
    name: str
    address: str
    postcode: str
    city: str
    district: int | None
    phones: tuple[str, ...]
    email: str
    website: str
    hours: str
    serves: str
    metres: int | None
    faults: str
    verified_on: date
    review_by: date
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientRecord:
    """What fits a situation on a day; schemes in the order of the catalogue."""

    on: date
    catalogue: str
    banner: str
    schemes: tuple[AnsweredRecord, ...]
    next_question: QuestionRecord | None
    contacts: tuple[ContactRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRecord:
    """A sentence on the public of a scheme."""

    id: str
    role: Role
    sentence: str
    rule: str
    reading: str
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRecord:
    """A scheme of the catalogue."""

    id: str
    name: str
    acronym: str
    kind: SchemeKind
    theme: str
    askers: tuple[Asker, ...]
    purpose: str
    benefits: tuple[str, ...]
    how_to_ask: str
    criteria: tuple[CriterionRecord, ...]
    in_force: tuple[date | None, ...]
    successor: str
    contacts: tuple[str, ...]
    commitments: tuple[str, ...]
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecord:
    """A fact that schemes ask; `used_by` are those that do."""

    id: str
    kind: FactKind
    question: str
    label: str
    choices: tuple[ChoiceRecord, ...]
    low: int | None
    high: int | None
    unit: str
    changes: Changes
    cost: int
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRecord:
    """Of one scheme, the rows of a population by answer; they add up to its rows."""

    id: str
    name: str
    fits: int
    to_be_assessed: int
    to_complete: int
    does_not_fit: int
    not_in_force: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRecord:
    """A population on a day: counts by scheme and answer, nothing of a row."""

    on: date
    catalogue: str
    rows: int
    schemes: tuple[CountedRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OddityRecord:
    """Something to look at in a catalogue; `scheme` and `criterion` are empty when it is about the whole."""

    code: str
    scheme: str
    criterion: str
    sentence: str
