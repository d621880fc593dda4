"""What a rule says when something does not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from droitcommun.core.contract import Commitment, Force, Level
from droitcommun.core.figures import Unit
from droitcommun.core.known import Known
from droitcommun.core.observations import Observation
from droitcommun.core.passages import Passage
from droitcommun.core.sheets import Measure
from droitcommun.core.verdicts import figure_in_words


class Severity(StrEnum):
    """How sure and how serious."""

    ERROR = "error"  # the figures contradict each other
    WARNING = "warning"  # something is missing, or probably wrong
    AMBIGUITY = "ambiguity"  # several readings, and nothing says which one
    INFORMATION = "information"  # to be known before the figure is quoted


class Family(StrEnum):
    """What kind of contradiction a rule looks for."""

    DECLARED_AGAINST_COMPUTED = "declared_against_computed"
    RATE_WITHOUT_FIGURE = "rate_without_figure"
    COPIED_CELLS = "copied_cells"
    SHEET_AGAINST_COMMITMENT = "sheet_against_commitment"
    BASELINE_EQUALS_RESULT = "baseline_equals_result"
    PARTS_AND_TOTAL = "parts_and_total"
    PROSE_AGAINST_CELL = "prose_against_cell"
    UNIT_AGAINST_INDICATOR = "unit_against_indicator"
    INVERTED_SHARE = "inverted_share"
    RESULT_DOES_NOT_ANSWER = "result_does_not_answer"
    FULL_RATE_WITH_A_FAILING_PART = "full_rate_with_a_failing_part"
    HIDDEN_REGRESSION = "hidden_regression"
    ORDER_OF_MAGNITUDE = "order_of_magnitude"
    PERIMETER = "perimeter"
    SERIES_BREAK = "series_break"
    MISSING = "missing"
    DATES = "dates"
    TITLE = "title"
    NAMES = "names"
    DUPLICATES = "duplicates"
    COVERAGE = "coverage"
    METHODS = "methods"
    SMALL_NUMBERS = "small_numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in a finding: its number and unit, when it is one, and the words that go with it."""

    value: Decimal | None
    unit: Unit | None
    text: str


def said(text: str) -> Amount:
    """Make an amount that has words only."""
    return Amount(value=None, unit=None, text=text)


def quoted(seen: Observation) -> str:
    """What a cell says, between guillemets when they are its own words; as we tell it when they are not."""
    return f"« {seen.text} »" if seen.text else figure_in_words(seen.figure)


def of_body(known: Known, name: str) -> str:
    """Write « (CAF) » after what is said of an institution; nothing when none is named."""
    bodies = {body.id: body.acronym or body.name for body in known.dossier.contract.institutions}
    return f" ({bodies[name]})" if name else ""


def held(known: Known, measure: Measure) -> Iterator[Commitment]:
    """The promises that a measure follows and that are held here: no national one, no fact."""
    for promise in known.commitments_of(measure):
        if promise.level is Level.LOCAL and promise.force is not Force.FACT:
            yield promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found: one contradiction, with its figures, where they stand, and what to do.

    `about` names what it speaks of; by default its measures, else its sheets, else its commitments.
    """

    message: str
    expected: Amount
    found: Amount
    passages: tuple[Passage, ...]
    remedy: str
    sheets: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the audit looks for.

    The docstring of `check` is in French: it is what the site prints. `explains`: codes of findings, on its
    sheets, that have the same cause. `on` says whether it runs unless asked for.
    """

    code: str
    family: Family
    severity: Severity
    check: Callable[[Known], Iterator[Found]]
    explains: frozenset[str] = frozenset()
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A body lets a finding pass; `stale` when the figure is no longer the one that it was given for."""

    by: str
    reason: str
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found, under its code.

    `linked` names, by their `key`, the findings that this one may explain, or that may explain this one.
    """

    rule: Rule
    what: Found
    linked: tuple[str, ...] = ()
    waived: Waived | None = None

    @property
    def code(self) -> str:
        """The stable code of the rule."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """How serious it is."""
        return self.rule.severity

    @property
    def stands(self) -> bool:
        """Say whether nobody lets it pass."""
        return self.waived is None or self.waived.stale

    @property
    def key(self) -> str:
        """A name, unique in an audit: « declared-rate-differs:cui-cie-part-qpv »."""
        what = self.what
        return f"{self.code}:{what.about or '+'.join(what.measures or what.sheets or what.commitments)}"
