"""Achievement rates: computed, never typed in.

Every result is set against every reading of the target by every method that the kind of target admits
(`methods.py`). A rate is signed and uncapped. Which one is official is a protocol's choice; without a protocol
all are shown and none is official.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from droitcommun.core import methods
from droitcommun.core.dossier import Dossier
from droitcommun.core.goals import Goal, Unresolved
from droitcommun.core.governance import Protocol
from droitcommun.core.known import Known, known_on
from droitcommun.core.methods import VERSIONS, Method, NoValue, Value, admitted
from droitcommun.core.observations import (
    Absent,
    Bounded,
    Figure,
    Number,
    Observation,
    Pace,
    Places,
    Role,
    Share,
    State,
    Steps,
    Times,
)
from droitcommun.core.readings import Reading, readings
from droitcommun.core.schedules import cumulated
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.targets import Cadence, Cover, Milestones, Schedule


class Basis(StrEnum):
    """Which form of a result is used: a share printed with its counts has two."""

    PRINTED = "printed"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One result set against one reading of the target by one method; `result` is None when none is known.

    `protocol` is the adopted one that makes this rate the official rate of its measure.
    """

    sheet: Sheet
    measure: Measure
    reading: Reading
    result: Observation | None
    method: Method
    basis: Basis
    outcome: Value | NoValue
    protocol: Protocol | None

    @property
    def version(self) -> str:
        """Which version of the method was applied."""
        return VERSIONS[self.method]

    @property
    def figure(self) -> Figure | None:
        """The result in the form that is used."""
        return None if self.result is None else form(self.result.figure, self.basis)


def rates(dossier: Dossier, as_of: date) -> tuple[Rate, ...]:
    """Compute every rate that can be computed on what was known that day, in document order.

    For each measure: each result, oldest first; for each, each reading; for each, each method.
    """
    return known_rates(known_on(dossier, as_of))


def known_rates(known: Known) -> tuple[Rate, ...]:
    """Compute every rate on what is known already."""
    return tuple(
        rate for sheet, measure in known.dossier.measures() for rate in measure_rates(known, sheet, measure)
    )


def measure_rates(known: Known, sheet: Sheet, measure: Measure) -> tuple[Rate, ...]:
    """Compute the rates of one measure; a promise without a figure has none."""
    return known.once(("rates", measure.id), lambda: tuple(_rates(known, sheet, measure)))


def _rates(known: Known, sheet: Sheet, measure: Measure) -> Iterator[Rate]:
    protocol = known.protocol_of(measure)
    results = known.observed(measure, Role.RESULT)
    for result in results or (None,):
        elsewhere = result is not None and known.goes_beyond(result.perimeter, measure.perimeter)
        for reading in readings(known, measure, result.period if result else None):
            goal = reading.goal if isinstance(reading.goal, Goal) else None
            for method in admitted(reading.target, goal):
                if not reading.first_baseline and not _depends_on_baseline(method, reading):
                    continue
                rated = result
                if result is not None and reading.schedule is Schedule.CUMULATED:
                    rated = cumulated(result, results, measure.flow)
                for basis in _bases(rated):
                    yield Rate(
                        sheet=sheet,
                        measure=measure,
                        reading=reading,
                        result=rated,
                        method=method,
                        basis=basis,
                        outcome=_ELSEWHERE if elsewhere else outcome(rated, reading, method, basis),
                        protocol=protocol if _adopts(protocol, reading, method, basis, rated) else None,
                    )


# Set against a promise that is about less, such a result would give a rate that says nothing of it.
_ELSEWHERE = NoValue("le résultat porte sur d’autres lieux que la promesse")


def outcome(result: Observation | None, reading: Reading, method: Method, basis: Basis) -> Value | NoValue:
    """Apply a method, or say why it gives nothing."""
    if result is None:
        return NoValue("aucun résultat connu à cette date")
    figure = form(result.figure, basis)
    match figure:
        case Absent(words=words):
            return NoValue(words or "aucun résultat, sans motif donné")
        case State():
            return NoValue("le résultat dit où en est l’action, sans chiffre")
        case None:
            return NoValue("les nombres dont cette part est tirée ne sont pas donnés")
        case _:
            return _applied(figure, reading, method, result)


def _applied(figure: Figure, reading: Reading, method: Method, result: Observation) -> Value | NoValue:
    match reading.target:
        case Cover() as target if isinstance(figure, Number | Places):
            return methods.coverage(figure, target)
        case Cadence() as target if isinstance(figure, Number | Pace | Times):
            return methods.cadence(figure, target, result.period)
        case Milestones() as target if isinstance(figure, Steps):
            return methods.milestones(figure, target)
        case _:
            return _levelled(figure, reading.goal, method)


def _levelled(figure: Figure, goal: Goal | Unresolved, method: Method) -> Value | NoValue:
    """Apply a method to a result and a level."""
    if isinstance(goal, Unresolved):
        return NoValue(goal.reason)
    if not isinstance(figure, Number):
        return NoValue("le résultat n’est pas un chiffre que cet objectif puisse comparer")
    if isinstance(figure, Bounded) and figure.point is None:
        return NoValue("le résultat n’a que des bornes, trop éloignées pour une estimation")
    match method:
        case Method.ATTAINMENT:
            return methods.attainment(figure, goal)
        case Method.PROGRESS:
            return methods.progress(figure, goal)
        case Method.MARGIN:
            return methods.margin(figure, goal)
        case Method.CHANGE:
            return methods.change(figure, goal.baseline)
        case Method.COVERAGE | Method.CADENCE | Method.MILESTONES:
            return NoValue("ce genre d’objectif se suit par des lieux, des fois ou des étapes")
        case _:
            assert_never(method)


def form(figure: Figure, basis: Basis) -> Figure | None:
    """Return a figure as printed, or the share that its counts give."""
    if basis is Basis.PRINTED:
        return figure
    return figure.counted if isinstance(figure, Share) else None


def _bases(result: Observation | None) -> tuple[Basis, ...]:
    if result is not None and isinstance(result.figure, Share) and result.figure.counted is not None:
        return (Basis.PRINTED, Basis.COUNTS)
    return (Basis.PRINTED,)


def _depends_on_baseline(method: Method, reading: Reading) -> bool:
    drawn = isinstance(reading.goal, Goal) and reading.goal.scale != 0
    return drawn or method in {Method.PROGRESS, Method.CHANGE}


def _adopts(
    protocol: Protocol | None, reading: Reading, method: Method, basis: Basis, result: Observation | None
) -> bool:
    """A protocol adopts one reading and one method; of a share with its counts, the counts, which are exact."""
    return (
        protocol is not None
        and (protocol.reading, protocol.method) == (reading.id, method)
        and basis is _bases(result)[-1]
        and (result is None or result.perimeter == protocol.perimeter)
        and not _too_few(protocol, result)
    )


def _too_few(protocol: Protocol, result: Observation | None) -> bool:
    """Below the smallest denominator that the protocol publishes, no rate is official."""
    if protocol.minimum is None or result is None:
        return False
    denominator = getattr(result.figure, "denominator", None)
    return denominator is not None and denominator < protocol.minimum
