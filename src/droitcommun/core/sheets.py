"""Monitoring sheets (fiches de suivi) and their measures."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from droitcommun.core.claims import Claim
from droitcommun.core.codec import ADDED
from droitcommun.core.counted import Counted
from droitcommun.core.figures import Unit
from droitcommun.core.observations import Share
from droitcommun.core.passages import Passage, Quoted
from droitcommun.core.periods import Period
from droitcommun.core.targets import Target


class Layout(StrEnum):
    """The header variants of the official sheet; the first has no column for a baseline."""

    RESULT_2015_DATED = "result_2015_dated"
    RESULT_2014 = "result_2014"
    SITUATION_2014 = "situation_2014"


class Flow(StrEnum):
    """Whether a figure counts what happened, what is there on a day, or what has added up."""

    FLOW = "flow"
    STOCK = "stock"
    CUMULATIVE = "cumulative"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name as the sheet prints it, and what it stands for."""

    raw: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateText:
    """A date as it is printed, and the days it covers."""

    text: str
    from_: date
    to: date

    def __post_init__(self) -> None:
        if self.to < self.from_:
            raise ValueError("une date couvre des jours du premier au dernier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What part of the eligible public lives in priority neighbourhoods: a share is read beside it."""

    share: Share
    period: Period
    source: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One indicator of a sheet, with its target. Figures are observations, kept apart.

    `indicator` is the printed one, empty when the sheet has none; `label` tells apart several measures of one
    indicator (« bons vacances »). `unit`: what the indicator counts, by its own
    words (« nombre de … » is a count), None when they do not say. `part`, `whole`, `counted` and `called` as in a
    commitment. A target without a figure and without words: the sheet prints no aim for this indicator.
    `also_read_as`: other ways to read the printed wording of the target. `commitments` are the promises that
    this measure follows; it may follow none, or several. `reference` None means that it is unknown.
    """

    id: str
    indicator: str
    perimeter: str
    target: Target
    passage: Passage
    label: str = ""
    commitments: tuple[str, ...] = ()
    also_read_as: tuple[Target, ...] = ()
    unit: Unit | None = None
    part: str = ""
    whole: str = ""
    flow: Flow = Flow.UNKNOWN
    producer: str | None = None
    reference: Reference | None = None
    counted: Counted | None = field(default=None, metadata=ADDED)
    called: Quoted | None = field(default=None, metadata=ADDED)

    @property
    def name(self) -> str:
        """The indicator, and which of its measures this is."""
        return ", ".join(part for part in (self.indicator, self.label) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A point to watch (point d’alerte): what, who owns it, until when."""

    text: str
    passage: Passage
    owner: str | None = None
    due: date | None = None
    ended_on: date | None = None


class AdjustmentState(StrEnum):
    """An adjustment is a proposal until somebody accepts or refuses it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A change proposed to the objective or the method (ajustement); the old target stays."""

    text: str
    passage: Passage
    state: AdjustmentState = AdjustmentState.PROPOSED
    effective: int | None = None
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBreak:
    """From a year on, figures are not comparable with those before, and why."""

    year: int
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A cell of a document that can be read in several ways: a person chooses, the program never does.

    `field` names the cell, with its measure where there are several (« results », « measures/2/target »);
    `evidence` says in French why the text does not decide.
    """

    field: str
    alternatives: tuple[str, ...]
    evidence: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One monitoring sheet. `passage` is one run of lines, from the « Axe » label to the title at its foot.

    `method_note` and `analysis` are in our own words; None means that the sheet says nothing. `units` are the
    services that report; none means that the sheet names none. `objective_perimeter`: the zoning that the words
    of the objective name, when it is not that of the indicator. `objective_unit` and `objective_counted`: what
    its words aim at (« diminuer le nombre d’élèves »), where they say so; `title_counted` as much of its title.
    `service`: who reports, in the words of the sheet, when they have to be cited.
    """

    id: str
    title: str
    layout: Layout
    institutions: tuple[str, ...]
    units: tuple[str, ...]
    objective: str
    updated_on: DateText
    measures: tuple[Measure, ...]
    passage: Passage
    axis: Named | None = None
    theme: Named | None = None
    method_note: str | None = None
    analysis: str | None = None
    alerts: tuple[Alert, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    claims: tuple[Claim, ...] = ()
    questions: tuple[Question, ...] = ()
    objective_perimeter: str | None = None
    objective_unit: Unit | None = field(default=None, metadata=ADDED)
    objective_counted: Counted | None = field(default=None, metadata=ADDED)
    title_counted: Counted | None = field(default=None, metadata=ADDED)
    service: Quoted | None = field(default=None, metadata=ADDED)

    def __post_init__(self) -> None:
        if len(self.passage.lines) != 1:
            raise ValueError("une fiche occupe une seule suite de lignes")
        if not self.measures:
            raise ValueError("une fiche a au moins une mesure")

    @property
    def commitments(self) -> tuple[str, ...]:
        """The commitments that its measures follow, each once."""
        return tuple(dict.fromkeys(name for measure in self.measures for name in measure.commitments))
