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
from droitcommun.core.observations import Absent, Observation, Role
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
    latest = {share: seen for seen, share in figures if seen.period == period}
    judged = {share: _judged(share, readings(known, measure)) for share in latest}
    sentences = [_told(share, seen, judged[share]) for share, seen in latest.items()]
    if len(latest) > 1:
        sentences.append("Ces chiffres de la même période diffèrent ; aucun n’a été retenu.")
    last = results[-1]
    if isinstance(last.figure, Absent) and last.period and last.period != period:
        why = f" : {last.figure.words.rstrip('.')}" if last.figure.words else ""
        sentences.append(f"Pour {french.period(last.period)}, pas de chiffre{why}.")
    found = {status for by_reading in judged.values() for status in by_reading.values()}
    return Standing(
        status=found.pop() if len(found) == 1 else Status.UNDECIDED,
        because=french.typeset(" ".join(sentences)),
    )


def public_status_of(measures: Iterable[PublicStatus]) -> PublicStatus:
    """Return the status that all measures of a promise share; otherwise, or without one, nobody can tell."""
    found = set(measures)
    return found.pop() if len(found) == 1 else PublicStatus.UNKNOWN


def _judged(share: Share, ways: tuple[Reading, ...]) -> dict[Reading, Status]:
    return {reading: _status(share, reading) for reading in ways}


def _status(share: Share, reading: Reading) -> Status:
    if reading.goal.holds_for_all(share.interval):
        return Status.MET
    return Status.UNDECIDED if reading.goal.holds_for_some(share.interval) else Status.UNSETTLED


_VERDICTS = {
    Status.MET: "est atteint",
    Status.UNSETTLED: "n’est pas encore atteint",
    Status.UNDECIDED: "ne peut pas être tranché",
}


def _told(share: Share, seen: Observation, judged: dict[Reading, Status]) -> str:
    """Tell a figure, what it says of each goal, and how far its digits or the readings leave that open."""
    when = f" ({french.period(seen.period)})" if seen.period else ""
    provisional = ", provisoire" if seen.provisional else ""
    verdicts = [
        f"l’objectif « {reading.words} » ({reading.stated_by}) {_VERDICTS[status]}"
        for reading, status in judged.items()
    ]
    figure = f"{french.percent(share.percent)}{when}{provisional}"
    told = f"Dernier résultat chiffré : {figure} ; {french.listed(verdicts)}."
    if Status.UNDECIDED in judged.values():
        low, high = finite_decimal(share.interval.low), finite_decimal(share.interval.high)
        told += f" Imprimé ainsi, ce résultat peut aller de {french.percent(low)} à {french.percent(high)}."
    if {Status.MET, Status.UNSETTLED} <= set(judged.values()):
        told += " Les lectures de l’objectif ne s’accordent pas."
    return told
