"""What a body decides about figures: how one is computed, which one is retained, which finding is let pass.

Decisions are appended and dated. None of them changes a figure.
"""

from dataclasses import dataclass
from datetime import date

from droitcommun.core.methods import Method
from droitcommun.core.passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How the official rate of a measure is computed (protocole d’indicateur), adopted by a body on a day.

    `reading` is the id of a reading of its target; `decimals` round the rate once; `minimum` is the smallest
    denominator on which a share is published.
    """

    id: str
    measure: str
    method: Method
    reading: str
    population: str
    perimeter: str
    adopted_by: str
    adopted_on: date
    decimals: int = 1
    minimum: int | None = None
    passage: Passage | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= 4:  # noqa: PLR2004 - beyond, digits say nothing
            raise ValueError("un taux se publie avec 0 à 4 décimales")
        if self.minimum is not None and self.minimum < 1:
            raise ValueError("le plus petit nombre de cas d’une part est de 1 au moins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which of several figures of a measure is retained, by whom and why. The others stand.

    `retains` names an observation of the measure, or a commitment for the baseline that it gives.
    """

    id: str
    measure: str
    retains: str
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding that a body lets pass.

    `found` is the figure it was given for, and `expected`, when it is written, the one that was expected: when one
    of them changes, the waiver is stale.
    """

    id: str
    finding: str
    found: str
    by: str
    on: date
    reason: str
    expected: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("une dérogation dit pourquoi")
