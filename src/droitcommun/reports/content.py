"""What a report says, whatever the support: one frozen value, built from a Dossier, that the writers print."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from droitcommun.core.french import lines as cited
from droitcommun.core.passages import Lines
from droitcommun.core.sheets import Layout
from droitcommun.reports.blocks import Block, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as it was given, or why there is none. `text` is the cell, `words` what the figure says."""

    id: str
    text: str
    words: str
    quantity: Quantity | None
    numerator: int | None
    denominator: int | None
    period: str  # as in SDMX, empty when not said
    when: str
    label: str
    perimeter: str
    provisional: bool
    absent: bool
    lines: tuple[Lines, ...]

    @property
    def sentence(self) -> str:
        """The figure with its period and what it counts."""
        if self.absent:
            return self.words
        when = f" ({self.when})" if self.when else ""
        label = f", {self.label}" if self.label else ""
        return f"{self.words}{when}{label}{', provisoire' if self.provisional else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A step of the way from a rate back to its figures."""

    words: str
    quantity: Quantity
    lines: tuple[Lines, ...]
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A computed rate: its value and bounds, or the reason why it has none; `arithmetic` is its line of sums."""

    sheet: str
    measure: str
    reading: str
    aim: str
    method: str
    method_name: str
    version: str
    basis: str
    basis_name: str
    period: str
    when: str
    value: Quantity | None
    low: Quantity | None
    high: Quantity | None
    exact: str
    reason: str
    official: bool
    arithmetic: str
    derivation: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The figures of a measure over time, and the values aimed at: what its chart draws."""

    points: tuple[tuple[str, Quantity], ...]
    goals: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An indicator of a sheet: what is aimed at, what was measured, how it stands.

    Here and below, `public_status`, `trend`, `method`, `basis` are the tokens of the outputs; what is printed is
    their French word, `status`, `trend_name`, `method_name`, `basis_name`.
    """

    id: str
    name: str
    target: str
    schedule: str
    readings: tuple[str, ...]
    baseline: Figure | None
    results: tuple[Figure, ...]
    rates: tuple[Rate, ...]
    public_status: str
    status: str
    trend: str
    trend_name: str
    because: str
    reference: str
    protocol: str  # empty: none was adopted
    course: Course | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The rate that a sheet declares, and whether its own figures give it."""

    quantity: Quantity | None
    text: str
    lines: tuple[Lines, ...]
    holds: bool | None  # None: there is nothing to compute it from
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold, and what to do."""

    key: str
    code: str
    severity: str
    severity_name: str
    family: str
    family_name: str
    message: str
    expected: str
    found: str
    remedy: str
    sheets: tuple[str, ...]
    measures: tuple[str, ...]
    commitments: tuple[str, ...]
    lines: tuple[Lines, ...]
    waived: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A monitoring sheet, with the fields of the official one in their order; `number` counts from 1."""

    number: int
    id: str
    title: str
    layout: Layout
    axis: str
    theme: str
    objective: str
    indicators: tuple[str, ...]
    updated_on: str
    services: tuple[str, ...]
    institutions: tuple[str, ...]
    measures: tuple[Measure, ...]
    declared: Declared | None
    method: str
    analysis: str
    alerts: tuple[str, ...]
    adjustments: tuple[str, ...]
    context: tuple[Figure, ...]
    questions: tuple[str, ...]
    public_status: str
    status: str
    findings: tuple[Finding, ...]
    lines: tuple[Lines, ...]

    @property
    def anchor(self) -> str:
        """Its name for links."""
        return f"fiche-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment: who promised what to whom, where that stands, and the sheets that follow it."""

    id: str
    statement: str
    level: str
    force: str
    committed: tuple[str, ...]
    scope: str
    target: str
    schedule: str
    public_status: str
    status: str
    sheets: tuple[str, ...]
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodShown:
    """A method of computing a rate: its formula and version."""

    id: str
    name: str
    version: str
    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report that is words and tables."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a report prints. `fingerprint` is the hash of the Dossier; `as_of`, the day it is looked at."""

    title: str
    subtitle: str
    contract: str
    year: int
    as_of: date
    origin: str
    fingerprint: str
    documents: tuple[str, ...]
    example: bool
    review: str  # the day of the review of the contract, empty when none is fixed
    summary: tuple[Section, ...]
    coverage: Section
    promises: tuple[Promise, ...]
    sheets: tuple[Sheet, ...]
    overview: tuple[Block, ...]  # of the sheets, before the first one
    findings: tuple[Finding, ...]
    methods: tuple[MethodShown, ...]
    method_notes: tuple[str, ...]
    index: tuple[Section, ...]


def place(lines: tuple[Lines, ...]) -> str:
    """Where in the source: « l. 2461 »; nothing for a figure that comes from a cell."""
    return cited(lines) if lines else ""


def flat(value: tuple[Any, ...]) -> str:
    """Names in one cell of a table."""
    return ", ".join(map(str, value))
