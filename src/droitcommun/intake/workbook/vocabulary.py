"""What the two directions share: the kinds of figure asked for, their cells, the keys that tell cells apart."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from droitcommun.core.observations import Absence, Role
from droitcommun.core.periods import parse_day
from droitcommun.core.verdicts import SCALES

# The version of the form: a workbook of another one is not read. Raise it when a key changes its meaning.
VERSION = "1"
PREFIX = "droitcommun:"
# How a problem written beside a cell begins: it is ours, and is no note.
TO_CORRECT = "À corriger, "

# Why there is no figure, as the list of the cell says it; the last two of code O need no words, or some.
SOON = "pas encore disponible"
NOT_COLLECTED = "non collecté"
NO_MEANING = "sans objet"
OTHER = "autre raison (à préciser)"
UNTOLD = "raison inconnue"
REASONS = {
    SOON: Absence.MISSING,
    NOT_COLLECTED: Absence.NOT_COLLECTED,
    NO_MEANING: Absence.CANNOT_EXIST,
    OTHER: Absence.MISSING,
    UNTOLD: Absence.MISSING,
}
YES, NO = "oui", "non"
SCALE_WORDS = {words: scale for scale, words in SCALES.items()}


_HEAD = re.compile(
    r"droitcommun:key\|(?P<version>\d+)\|(?P<contract>[^|]+)\|(?P<unit>[^|]+)\|(?P<year>\d{4})"
    r"\|(?P<as_of>[\d-]{10})\|(?P<sheet>[^|]*)",
    re.ASCII,
)


class Kind(StrEnum):
    """What kind of figure a block asks for."""

    SHARE = "share"
    GAP = "gap"
    COUNT = "count"
    EUROS = "euros"
    PLACES = "places"
    PACE = "pace"
    TIMES = "times"
    STEPS = "steps"
    STATE = "state"


class Field(StrEnum):
    """One cell of a figure."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    WORDS = "words"
    PERIOD = "period"
    PROVISIONAL = "provisional"
    REASON = "reason"
    BECAUSE = "because"


class Column(StrEnum):
    """What a column holds; its name stands hidden at its head, so that a column can move."""

    KEY = "key"
    LABEL = "label"
    BEFORE = "before"
    FILL = "fill"
    HELP = "help"
    CHECK = "check"  # where the problems of a returned workbook are written


@dataclass(frozen=True, slots=True)
class Slot:
    """One figure asked for: a measure, a role, and the label that tells several results apart."""

    measure: str
    role: Role
    label: str = ""

    @property
    def key(self) -> str:
        """What its rows begin with."""
        return f"{self.measure}/{self.role.value}/{digest(self.label, 8) if self.label else '-'}"


@dataclass(frozen=True, slots=True)
class Head:
    """Of which contract, unit, year and day a tab is; `sheet` is empty on the instructions."""

    contract: str
    unit: str
    year: int
    as_of: date
    sheet: str
    version: str = VERSION

    @classmethod
    def parse(cls, text: str) -> "Head | None":
        """Read what `str` wrote; None when it is something else."""
        found = _HEAD.fullmatch(text)
        if found is None:
            return None
        try:
            day = parse_day(found["as_of"])
        except ValueError:
            return None
        return cls(
            found["contract"], found["unit"], int(found["year"]), day, found["sheet"], found["version"]
        )

    def __str__(self) -> str:
        parts = (self.version, self.contract, self.unit, str(self.year), self.as_of.isoformat(), self.sheet)
        return f"{PREFIX}{Column.KEY.value}|" + "|".join(parts)


def digest(text: str, length: int) -> str:
    """Shorten a text to something that changes with it."""
    return sha256(text.encode()).hexdigest()[:length]


def fields_of(kind: Kind, role: Role) -> tuple[Field, ...]:
    """List the cells of a figure, in the order of the block."""
    counts = (Field.NUMERATOR, Field.DENOMINATOR) if kind is Kind.SHARE else ()
    words = (Field.WORDS,) if kind is Kind.STATE else ()
    if role is Role.BASELINE:
        return (Field.VALUE, *counts, Field.PERIOD)
    absence = (Field.REASON, Field.BECAUSE)
    return (Field.VALUE, *counts, *words, Field.PERIOD, Field.PROVISIONAL, *absence)
