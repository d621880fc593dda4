"""What was measured or declared: appended, never overwritten.

Source of the codes of absence: SDMX code list OBS_STATUS, version 2.2.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from droitcommun.core.figures import Ratio, Share
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period


class Role(StrEnum):
    """What a figure stands for in its sheet."""

    BASELINE = "baseline"
    RESULT = "result"
    DECLARED_RATE = "declared_rate"


class Absence(StrEnum):
    """Why there is no figure, by SDMX OBS_STATUS."""

    MISSING = "O"  # no figure, for whatever reason the words give
    NOT_COLLECTED = "L"  # it exists, nobody collected it
    CANNOT_EXIST = "M"  # it has no meaning here


@dataclass(frozen=True, slots=True)
class Absent:
    """No figure was given. `words` say why, in French; they may be empty. Never read as 0."""

    code: Absence
    words: str = ""
    kind: Literal["absent"] = "absent"


Figure = Share | Ratio | Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One figure, or its absence, said once by one source.

    `measure` is None for a rate declared on the whole sheet. `text` is the figure with a few words around
    it. `period` may be None but for a result. `recorded_on` is the day from which it is known.
    """

    id: str
    sheet: str
    measure: str | None
    role: Role
    text: str
    figure: Figure
    period: Period | None
    perimeter: str
    provisional: bool
    passage: Passage
    recorded_on: date
    supersedes: str | None = None

    def __post_init__(self) -> None:
        if (self.role is Role.DECLARED_RATE) != (self.measure is None):
            raise ValueError("un taux déclaré porte sur la fiche, un autre chiffre sur une mesure")
        if isinstance(self.figure, Share) and self.role is Role.DECLARED_RATE:
            raise ValueError("un taux déclaré est un taux, pas une part")
        if isinstance(self.figure, Ratio) and self.role is not Role.DECLARED_RATE:
            raise ValueError("un résultat est une part, pas un taux")
        if self.role is Role.RESULT and self.period is None:
            raise ValueError("un résultat a une période")
