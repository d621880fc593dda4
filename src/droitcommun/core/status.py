"""Where a promise stands, inside and in public.

No official rate is needed: when every reading of the target gives the same public status, it is that one.
When readings disagree, or the digits of the result leave both sides open, the answer is « on ne sait pas »,
with why.
"""

from dataclasses import dataclass
from enum import StrEnum

from droitcommun.core import french
from droitcommun.core.figures import Share, finite_decimal
from droitcommun.core.known import Known
from droitcommun.core.observations import Observation, Role
from droitcommun.core.readings import Reading, readings
from droitcommun.core.sheets import Measure


class Status(StrEnum):
    """For those who run the contract."""

    MET = "met"
    UNSETTLED = "unsettled"  # below the goal, and no day by which it is due
    UNDECIDED = "undecided"  # the bounds of the result straddle the goal, or readings disagree
    NO_DATA = "no_data"


class PublicStatus(StrEnum):
    """For everybody."""

    MET = "met"
    NOT_YET_MET = "not_yet_met"
    UNKNOWN = "unknown"


PUBLIC = {
    Status.MET: PublicStatus.MET,
    Status.UNSETTLED: PublicStatus.NOT_YET_MET,
    Status.UNDECIDED: PublicStatus.UNKNOWN,
    Status.NO_DATA: PublicStatus.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A status, and a French sentence that says why. `result` is the figure it rests on, if there is one."""

    status: Status
    because: str
    result: Observation | None

    @property
    def public_status(self) -> PublicStatus:
        """What is told to everybody."""
        return PUBLIC[self.status]


def standing(known: Known, measure: Measure) -> Standing:
    """Say where a measure stands with the latest figure known that day."""
    results = known.observed(measure, Role.RESULT)
    with_a_figure = [seen for seen in results if isinstance(seen.figure, Share)]
    if not with_a_figure:
        because = "Aucun résultat chiffré n’est connu à cette date."
        return Standing(status=Status.NO_DATA, because=because, result=None)
    latest = with_a_figure[-1]
    return _set_against(latest, readings(known, measure))


def _set_against(result: Observation, ways: tuple[Reading, ...]) -> Standing:
    judged = [_judged(result, reading) for reading in ways]
    because = f"{_named(result)}, {french.listed(sentence for _, sentence in judged)}."
    found = {status for status, _ in judged}
    if len(found) == 1:
        return Standing(status=found.pop(), because=because, result=result)
    because += " Les lectures de l’objectif ne s’accordent pas."
    return Standing(status=Status.UNDECIDED, because=because, result=result)


def _judged(result: Observation, reading: Reading) -> tuple[Status, str]:
    aim = f"l’objectif d’{reading.sentence}"
    interval = _share(result).interval
    if reading.goal.holds_for_all(interval):
        return Status.MET, f"{aim} est atteint"
    if not reading.goal.holds_for_some(interval):
        return Status.UNSETTLED, f"{aim} n’est pas encore atteint"
    low, high = (french.percent(finite_decimal(bound)) for bound in (interval.low, interval.high))
    return Status.UNDECIDED, f"arrondi, il va de {low} à {high}, de part et d’autre de {aim}"


def _named(result: Observation) -> str:
    value = french.percent(_share(result).percent)
    when = f" ({french.period(result.period)})" if result.period else ""
    return french.typeset(f"Dernier résultat : {value}{when}")


def _share(result: Observation) -> Share:
    if not isinstance(result.figure, Share):
        raise TypeError("a result with a figure is a share")
    return result.figure
