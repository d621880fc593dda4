"""What a rule says when something does not hold."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from droitcommun.core.figures import Unit
from droitcommun.core.passages import Passage


class Severity(StrEnum):
    """How sure and how serious."""

    ERROR = "error"  # the figures contradict each other


class Family(StrEnum):
    """What kind of contradiction a rule looks for."""

    DECLARED_AGAINST_COMPUTED = "declared_against_computed"
    COPIED_CELLS = "copied_cells"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in a finding: its number, and the words that go with it."""

    value: Decimal | None
    unit: Unit
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contradiction, with its figures, where they stand, and what to do.

    `linked` names, by their `key`, the findings that this one may explain, or that may explain this one.
    """

    code: str
    family: Family
    severity: Severity
    sheets: tuple[str, ...]
    measures: tuple[str, ...]
    message: str
    expected: Amount
    found: Amount
    passages: tuple[Passage, ...]
    remedy: str
    linked: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name, unique in an audit: « declared-rate-differs:cui-cie-part-qpv »."""
        return f"{self.code}:{'+'.join(self.measures or self.sheets)}"
