"""Where a promise stands, inside and in public.

No official rate is needed: when every reading of the target gives the same public status, it is that one. A protocol
may choose among the readings of a sheet's wording; what a commitment states counts whatever it chooses. When readings
disagree, or the digits of the figures leave both sides open, the answer is « on ne sait pas », with why. A result that
covers more than what is promised does not decide either.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from droitcommun.core.contract import Commitment
from droitcommun.core.figures import Unit
from droitcommun.core.goals import Goal
from droitcommun.core.known import Known
from droitcommun.core.methods import ADMITTED, Value
from droitcommun.core.observations import Absent, Count, Euros, Number, Observation, Role, Scale, Share, State
from droitcommun.core.periods import Period
from droitcommun.core.rates import Basis, form, outcome
from droitcommun.core.readings import Reading, readings
from droitcommun.core.schedules import due_on, is_early, speaking
from droitcommun.core.sheets import Flow, Measure
from droitcommun.core.targets import Comparator, Cover, Direction, NoFigure, Schedule


class Status(StrEnum):
    """For those who run the contract."""

    MET = "met"
    ON_TRACK = "on_track"  # on the straight way to a level that is due at the end
    BEHIND = "behind"
    MOVING_AWAY = "moving_away"  # further from the goal than at the start
    MISSED = "missed"  # a settled deadline has passed
    UNDECIDED = "undecided"  # the bounds straddle the goal, or figures of one period disagree
    NO_DATA = "no_data"
    NOT_MEASURABLE = "not_measurable"  # the result does not answer what is promised
    NOT_DUE = "not_due"
    UNSETTLED = "unsettled"  # below the goal, and no day by which it is due
    NO_FIGURE = "no_figure"  # no figure is promised: a scale, never a percent


class PublicStatus(StrEnum):
    """For everybody."""

    MET = "met"
    NOT_YET_MET = "not_yet_met"
    MISSED = "missed"
    UNKNOWN = "unknown"
    NO_FIGURE = "no_figure"


class Trend(StrEnum):
    """Towards the goal, from the baseline to the latest result."""

    PROGRESSING = "progressing"
    STALLED = "stalled"
    REGRESSING = "regressing"


PUBLIC = {
    Status.MET: PublicStatus.MET,
    Status.ON_TRACK: PublicStatus.NOT_YET_MET,
    Status.BEHIND: PublicStatus.NOT_YET_MET,
    Status.MOVING_AWAY: PublicStatus.NOT_YET_MET,
    Status.UNSETTLED: PublicStatus.NOT_YET_MET,
    Status.NOT_DUE: PublicStatus.NOT_YET_MET,
    Status.MISSED: PublicStatus.MISSED,
    Status.UNDECIDED: PublicStatus.UNKNOWN,
    Status.NO_DATA: PublicStatus.UNKNOWN,
    Status.NOT_MEASURABLE: PublicStatus.UNKNOWN,
    Status.NO_FIGURE: PublicStatus.NO_FIGURE,
}


# Of several inside statuses that are one in public, the first of these is kept: the one that claims least.
_CAUTIOUS = (
    Status.NOT_MEASURABLE,
    Status.UNDECIDED,
    Status.NO_DATA,
    Status.MOVING_AWAY,
    Status.UNSETTLED,
    Status.NOT_DUE,
    Status.BEHIND,
    Status.ON_TRACK,
    Status.MISSED,
    Status.MET,
    Status.NO_FIGURE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One figure of the latest period against one reading.

    `elsewhere`: it covers places that are not promised. `early`: it is older than the year that the goal is for.
    """

    result: Observation
    reading: Reading
    status: Status
    elsewhere: bool = False
    early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A status and what it was drawn from; `verdicts.py` tells it in French.

    `latest` are the results of the latest period that says something, `later_absence` a later one that does not
    come. `scale` says how far a promise without a figure is.
    """

    status: Status
    judged: tuple[Judged, ...]
    latest: tuple[Observation, ...]
    trend: Trend | None = None
    scale: Scale | None = None
    later_absence: Observation | None = None

    @property
    def public_status(self) -> PublicStatus:
        """What is told to everybody."""
        return PUBLIC[self.status]

    @property
    def figures_differ(self) -> bool:
        """Say whether two figures of the period, under one reading, do not say the same."""
        return self._varies(lambda one: one.reading.id)

    @property
    def readings_disagree(self) -> bool:
        """Say whether two readings, of one figure, do not say the same."""
        return self._varies(lambda one: one.result.id)

    def _varies(self, held: Callable[[Judged], str]) -> bool:
        publics: dict[str, set[PublicStatus]] = {}
        for one in self.judged:
            publics.setdefault(held(one), set()).add(PUBLIC[one.status])
        for found in publics.values():
            found.discard(PublicStatus.UNKNOWN)  # what cannot be told contradicts nothing
        return any(len(found) > 1 for found in publics.values())


def standing(known: Known, measure: Measure, promise: Commitment | None = None) -> Standing:
    """Say where a measure stands with the figures of the latest period known that day.

    With `promise`, as that commitment sees it: its own goal and the sheet's. Two figures of one period that
    nobody corrected both stand: the status is theirs only if they agree.
    """
    key = ("standing", measure.id, promise.id if promise else None)
    return known.once(key, lambda: _standing(known, measure, promise))


def _standing(known: Known, measure: Measure, promise: Commitment | None) -> Standing:
    results = known.observed(measure, Role.RESULT)
    told = [seen for seen in results if not isinstance(seen.figure, Absent)]
    told_ids = [seen.id for seen in told]
    period = told[-1].period if told else None
    latest = tuple(seen for seen in told if seen.period == period)
    ways = _adopted(known, measure, readings(known, measure, period, promise))
    last = results[-1] if results else None
    absent = last if last and isinstance(last.figure, Absent) and last.period != period else None
    trend = _trend(measure, latest, ways)
    scale = next((seen.figure.state for seen in reversed(latest) if isinstance(seen.figure, State)), None)
    judged: tuple[Judged, ...] = ()
    without_figure = promise is not None and isinstance(promise.target, NoFigure)
    if without_figure or not any(reading.is_measurable for reading in ways):
        status = Status.NO_FIGURE
    elif all(isinstance(seen.figure, State) for seen in latest):
        status = Status.NO_DATA
    else:
        judged = tuple(
            _judged(known, _asked(measure, promise, reading), seen, reading)
            for reading in ways
            if reading.first_baseline or reading.is_drawn
            for seen in speaking(tuple(told), reading.schedule, reading.year, measure.flow)
            if not isinstance(seen.figure, State)
        )
        judged = tuple(sorted(judged, key=lambda one: told_ids.index(one.result.id)))
        latest = tuple(dict.fromkeys(one.result for one in judged)) or latest
        status = _agreed({one.status for one in judged}) if judged else Status.NO_DATA
    return Standing(
        status=status, judged=judged, latest=latest, trend=trend, scale=scale, later_absence=absent
    )


def _adopted(known: Known, measure: Measure, ways: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Leave out the readings of a sheet's wording that an adopted protocol did not choose.

    A goal that a commitment states is never left out: a protocol says how a promise is measured, not what it is.
    """
    protocol = known.protocol_of(measure)
    if protocol is None or protocol.reading not in {reading.id for reading in ways}:
        return ways
    return tuple(reading for reading in ways if reading.promised or reading.id == protocol.reading)


def public_status_of(measures: Iterable[PublicStatus]) -> PublicStatus:
    """Return the status that all measures of a promise share; otherwise, or without one, nobody can tell.

    Measures without a figure do not speak when others have one.
    """
    found = set(measures)
    if len(found) > 1:
        found.discard(PublicStatus.NO_FIGURE)
    return found.pop() if len(found) == 1 else PublicStatus.UNKNOWN


def _agreed(statuses: set[Status]) -> Status:
    """Return the status that all share, or the most cautious one when all are the same in public."""
    if len({PUBLIC[status] for status in statuses}) > 1:
        return Status.UNDECIDED
    return next(status for status in _CAUTIOUS if status in statuses)


def _asked(measure: Measure, promise: Commitment | None, reading: Reading) -> set[str]:
    """The places that a result has to stay within: those of the sheet, of the promise, and of whoever set the goal."""
    names = (measure.perimeter, promise.perimeter if promise else None, reading.perimeter)
    return {name for name in names if name}


def _judged(known: Known, asked: Iterable[str], seen: Observation, reading: Reading) -> Judged:
    """Judge a result that has to stay within every perimeter asked for: the sheet's, and the promise's."""
    beyond = [perimeter for perimeter in asked if known.goes_beyond(seen.perimeter, perimeter)]
    if beyond and not _short_even_there(known, beyond, seen, reading):
        return Judged(result=seen, reading=reading, status=Status.NOT_MEASURABLE, elsewhere=True)
    bases = [Basis.PRINTED]
    if isinstance(seen.figure, Share) and seen.figure.counted is not None:
        bases.append(Basis.COUNTS)
    found = {_reached(seen, reading, basis) for basis in bases}
    last = seen.period.end if seen.period else known.as_of
    # Before the year of the goal, a result neither keeps it nor fails it: what its digits leave open does not matter.
    if None not in found and is_early(reading.schedule, reading.year, last):
        status = _not_met(known, seen, reading, last)
        return Judged(result=seen, reading=reading, status=status, early=True)
    if len(found) > 1 or None in found or found == {_Reached.PERHAPS}:
        nothing = Status.NOT_MEASURABLE if found == {None} else Status.UNDECIDED
        return Judged(result=seen, reading=reading, status=nothing)
    status = Status.MET if found == {_Reached.YES} else _not_met(known, seen, reading, last)
    return Judged(result=seen, reading=reading, status=status)


def _short_even_there(known: Known, asked: Iterable[str], seen: Observation, reading: Reading) -> bool:
    """Say whether fewer things than promised were counted over more places: there cannot be enough in fewer."""
    goal, figure = reading.goal, seen.figure
    return (
        isinstance(goal, Goal)
        and goal.scale == 0  # one drawn from a baseline is about the places of that baseline
        and goal.comparator is Comparator.AT_LEAST
        and isinstance(figure, Count | Euros)
        and figure.unit is goal.unit
        and not goal.holds_for_some(figure.interval)
        and all(known.is_wider(seen.perimeter, than=perimeter) for perimeter in asked)
    )


class _Reached(StrEnum):
    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


def _reached(seen: Observation, reading: Reading, basis: Basis) -> "_Reached | None":
    """Say whether a result reaches a goal; None when it does not answer it."""
    if isinstance(reading.goal, Goal) and not isinstance(reading.target, Cover):
        figure = form(seen.figure, basis)
        if not isinstance(figure, Number) or figure.unit is not reading.goal.unit:
            return None
        if reading.goal.holds_for_all(figure.interval):
            return _Reached.YES
        return _Reached.PERHAPS if reading.goal.holds_for_some(figure.interval) else _Reached.NO
    if not reading.is_measurable:
        return None
    (method,) = ADMITTED[reading.target.kind]
    value = outcome(seen, reading, method, basis)
    if not isinstance(value, Value):
        return None
    if value.bounds.low >= _ALL:
        return _Reached.YES
    return _Reached.PERHAPS if value.bounds.high >= _ALL else _Reached.NO


# Areas, times and steps are all there at 100 %.
_ALL = Fraction(100)


def _not_met(known: Known, seen: Observation, reading: Reading, last: date) -> Status:
    """Say what it means that a result, which ends on `last`, does not reach the goal, by when that is due."""
    due = due_on(reading.schedule, reading.year, last, known.dossier.contract.period.end)
    if due is None:
        return Status.UNSETTLED
    if due <= last <= known.as_of:
        return Status.MISSED
    if due < known.as_of:
        return Status.NO_DATA  # the day has passed, and no result goes that far
    if reading.schedule is Schedule.AT_TERM:
        return _on_the_way(known, seen, reading)
    return Status.NOT_DUE


def _on_the_way(known: Known, seen: Observation, reading: Reading) -> Status:
    """Compare a result with the straight line from the baseline to the level that is due at the end."""
    start, goal = reading.baseline, reading.goal
    if not isinstance(goal, Goal) or goal.baseline is None or start is None or start.period is None:
        return Status.NOT_DUE
    if seen.period is None or not isinstance(seen.figure, Number):
        return Status.NOT_DUE
    whole = (known.dossier.contract.period.end - start.period.end).days
    done = (seen.period.end - start.period.end).days
    if not 0 < done <= whole:
        return Status.NOT_DUE
    sign = 1 if goal.comparator is Comparator.AT_LEAST else -1
    way = goal.value - goal.baseline.exact
    expected = goal.baseline.exact + way * Fraction(done, whole)
    if sign * (seen.figure.exact - goal.baseline.exact) < 0:
        return Status.MOVING_AWAY
    return Status.ON_TRACK if sign * (seen.figure.exact - expected) >= 0 else Status.BEHIND


def _trend(measure: Measure, latest: tuple[Observation, ...], ways: tuple[Reading, ...]) -> Trend | None:
    """Compare the latest results with the baseline; None unless all readings and results say the same.

    Of several baselines the sheet's own counts. A result that covers or counts something else is not compared.
    """
    found: set[Trend | None] = set()
    for reading in ways:
        if not reading.first_baseline:
            continue
        better = _better(reading)
        start = reading.baseline
        if better is None or start is None or not isinstance(start.figure, Number):
            return None
        for seen in latest:
            if not isinstance(seen.figure, Number) or seen.figure.unit is not start.figure.unit:
                return None
            if start.perimeter is not None and start.perimeter != seen.perimeter:
                return None
            if start.label != seen.label or last_otherwise(measure, start.figure, start.period, seen.period):
                return None
            moved = better * (seen.figure.exact - start.figure.exact)
            found.add(Trend.STALLED if moved == 0 else Trend.PROGRESSING if moved > 0 else Trend.REGRESSING)
    return found.pop() if len(found) == 1 else None


def last_otherwise(measure: Measure, figure: Number, one: Period | None, other: Period | None) -> bool:
    """Say whether things were counted over two lengths of time, so that the two numbers do not compare.

    Whole years or months only: a figure of one day is what is there that day.
    """
    if measure.flow in {Flow.STOCK, Flow.CUMULATIVE} or figure.unit not in {Unit.COUNT, Unit.EUROS}:
        return False
    months = (one.whole_months if one else None, other.whole_months if other else None)
    return None not in months and months[0] != months[1]


def direction(known: Known, measure: Measure) -> int | None:
    """Return 1 when more is better, -1 when less is, None when nobody says or readings disagree."""
    found = {_better(reading) for reading in readings(known, measure, None)}
    return found.pop() if len(found) == 1 else None


def _better(reading: Reading) -> int | None:
    """Return 1 when more is better, -1 when less is, None when nobody says."""
    if isinstance(reading.goal, Goal):
        return 1 if reading.goal.comparator is Comparator.AT_LEAST else -1
    if isinstance(reading.target, NoFigure) and reading.target.better is not None:
        return 1 if reading.target.better is Direction.MORE else -1
    return None
