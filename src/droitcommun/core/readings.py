"""The ways in which the target of a measure can be read, side by side: a person chooses, never the program.

The sheet states a target; the commitment that it follows stated one before. When they agree there is one
reading; when they differ, both stand, and a figure or a status is sure only if every reading gives it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from droitcommun.core.french import listed, percent
from droitcommun.core.known import Known
from droitcommun.core.passages import Passage
from droitcommun.core.sheets import Measure
from droitcommun.core.targets import Goal, Target, goal

# The id of the reading that the sheet itself states; the others name a commitment.
SHEET_READING = "sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One goal, in words, who states it, and where. `id` is unique within the measure."""

    id: str
    words: str
    stated_by: str
    goal: Goal
    passages: tuple[Passage, ...]

    @property
    def sentence(self) -> str:
        """Write « au moins 18 % (fiche et engagement) »."""
        return f"{self.words} ({self.stated_by})"


class _Stated(NamedTuple):
    id: str
    by: str
    target: Target


def readings(known: Known, measure: Measure) -> tuple[Reading, ...]:
    """List the readings of the target: the sheet's own first, then each commitment that says otherwise."""
    goals: dict[Goal, list[_Stated]] = {}
    for stated in _stated(known, measure):
        goals.setdefault(goal(stated.target), []).append(stated)
    return tuple(
        Reading(
            id=same[0].id,
            words=f"au moins {percent(same[0].target.share.percent)}",
            stated_by=listed(dict.fromkeys(one.by for one in same)),
            goal=aim,
            passages=tuple(one.target.passage for one in same),
        )
        for aim, same in goals.items()
    )


def _stated(known: Known, measure: Measure) -> Iterator[_Stated]:
    yield _Stated(SHEET_READING, "fiche", measure.target)
    for commitment in known.commitments_of(measure):
        yield _Stated(f"commitment-{commitment.id}", "engagement", commitment.target)
