"""Monitoring sheets (fiches de suivi) and their measures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from droitcommun.core.passages import Passage
from droitcommun.core.targets import Target


class Layout(StrEnum):
    """The header variants of the official sheet; the first has no column for a baseline."""

    RESULT_2015_DATED = "result_2015_dated"
    RESULT_2014 = "result_2014"
    SITUATION_2014 = "situation_2014"


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
class Measure:
    """One indicator of a sheet, with its target. Figures are observations, kept apart.

    `commitments` are the promises that this measure follows; it may follow none.
    """

    id: str
    indicator: str
    perimeter: str
    target: Target
    commitments: tuple[str, ...]
    passage: Passage

    def __post_init__(self) -> None:
        if len(self.commitments) > 1:  # each promise would have to be judged by its own goal
            raise ValueError("une mesure suit au plus un engagement, pour l’instant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One monitoring sheet. `passage` is one run of lines, from the « Axe » label to the title at its foot.

    `method_note` and `analysis` are in our own words; None means that the sheet says nothing.
    """

    id: str
    title: str
    layout: Layout
    axis: Named
    theme: Named
    institutions: tuple[str, ...]
    units: tuple[str, ...]
    objective: str
    updated_on: DateText
    measures: tuple[Measure, ...]
    method_note: str | None = None
    analysis: str | None = None
    passage: Passage

    def __post_init__(self) -> None:
        if len(self.passage.lines) != 1:
            raise ValueError("une fiche occupe une seule suite de lignes")
        if len(self.measures) != 1:  # a rate declared over several measures is not compared yet
            raise ValueError("une fiche a une mesure et une seule, pour l’instant")

    @property
    def commitments(self) -> tuple[str, ...]:
        """The commitments that its measures follow, each once."""
        return tuple(dict.fromkeys(name for measure in self.measures for name in measure.commitments))
