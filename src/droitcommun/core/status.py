"""Where a promise stands, inside and in public.

No official rate is needed: when every reading of the target gives the same public status, it is that one.
When readings disagree, or the digits of the result leave both sides open, the answer is « on ne sait pas »,
with why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from droitcommun.core import french
from droitcommun.core.figures import Share, finite_decimal
from droitcommun.core.known import Known
from droitcommun.core.observations import Role
from droitcommun.core.periods import Period
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
    """A status, and a French sentence that says why."""

    status: Status
    because: str

    @property
    def public_status(self) -> PublicStatus:
        """What is told to everybody."""
        return PUBLIC[self.status]


def standing(known: Known, measure: Measure) -> Standing:
    """Say where a measure stands with the figures of the latest period known that day.

    Two figures of one period that nobody corrected both stand: the status is theirs only if they agree.
    """
    results = known.observed(measure, Role.RESULT)
    figures = [(seen, seen.figure) for seen in results if isinstance(seen.figure, Share)]
    if not figures:
        return Standing(status=Status.NO_DATA, because="Aucun résultat chiffré n’est connu à cette date.")
    period = figures[-1][0].period
    latest = [share for seen, share in figures if seen.period == period]
    judged = [[_judged(share, reading) for reading in readings(known, measure)] for share in latest]
    found = {status for by_reading in judged for status, _ in by_reading}
    because = _because(period, latest, judged)
    if results[-1].period != period:
        because += " Un résultat plus récent est attendu."
    return Standing(status=found.pop() if len(found) == 1 else Status.UNDECIDED, because=because)


def public_status_of(measures: Iterable[PublicStatus]) -> PublicStatus:
    """Return the status that all measures of a promise share; otherwise, or without one, nobody can tell."""
    found = set(measures)
    return found.pop() if len(found) == 1 else PublicStatus.UNKNOWN


_Judged = tuple[Status, str]


def _judged(share: Share, reading: Reading) -> _Judged:
    aim = f"l’objectif « {reading.words} » ({reading.stated_by})"
    if reading.goal.holds_for_all(share.interval):
        return Status.MET, f"{aim} est atteint"
    if not reading.goal.holds_for_some(share.interval):
        return Status.UNSETTLED, f"{aim} n’est pas encore atteint"
    bounds = (share.interval.low, share.interval.high)
    low, high = (french.percent(finite_decimal(bound)) for bound in bounds)
    return Status.UNDECIDED, f"arrondi, il va de {low} à {high}, de part et d’autre de {aim}"


def _because(period: Period | None, latest: list[Share], judged: list[list[_Judged]]) -> str:
    when = f" ({french.period(period)})" if period else ""
    sentences = [
        f"Dernier résultat chiffré : {french.percent(share.percent)}{when}, "
        f"{french.listed(sentence for _, sentence in by_reading)}."
        for share, by_reading in zip(latest, judged, strict=True)
    ]
    if len({share.percent for share in latest}) > 1:
        sentences.append("Ces chiffres de la même période diffèrent ; aucun n’a été retenu.")
    if any(len({status for status, _ in by_reading}) > 1 for by_reading in judged):
        sentences.append("Les lectures de l’objectif ne s’accordent pas.")
    return french.typeset(" ".join(sentences))
