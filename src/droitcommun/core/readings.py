"""The ways in which the target of a measure can be read, side by side: a person chooses, never the program.

The sheet states a target, whose wording may be read in several ways; the commitments that it follows stated
one before; and several baselines may stand. When they all come to one goal there is one reading; when they
differ, all stand, and a figure or a status is sure only if every reading gives it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from droitcommun.core.contract import Commitment, Force, Level
from droitcommun.core.french import listed, quantity, shown
from droitcommun.core.goals import Goal, Unresolved, depends_on_period, resolve
from droitcommun.core.known import Baseline, Known
from droitcommun.core.observations import Number
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Measure
from droitcommun.core.targets import Cadence, Milestones, NoFigure, Schedule, Target
from droitcommun.core.wording import in_words

# The id of the reading that the sheet itself states; the others name a commitment.
SHEET_READING = "sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One goal, in words, who states it, and where. `id` is unique within the measure.

    `first_baseline`: the same target from another baseline is another reading; this says whether it is the
    first, so that what does not depend on the baseline is computed once. `settled_by`: who says when it is due, empty
    when nobody does. `promised`: a commitment states it, alone or with the sheet.
    """

    id: str
    target: Target
    goal: Goal | Unresolved
    stated_by: str
    baseline: Baseline | None
    first_baseline: bool
    passages: tuple[Passage, ...]
    schedule: Schedule
    year: int | None
    settled_by: str
    perimeter: str | None
    promised: bool = False

    @property
    def words(self) -> str:
        """Write « au moins 18 % »."""
        return in_words(self.target, self.goal)

    @property
    def sentence(self) -> str:
        """Write « au moins 18 % (fiche et engagement) »."""
        return f"{self.words} ({self.stated_by})"

    @property
    def is_drawn(self) -> bool:
        """Say whether its goal is drawn from the baseline."""
        return isinstance(self.goal, Goal) and self.goal.scale != 0

    @property
    def is_measurable(self) -> bool:
        """Say whether a result can be set against it: it has a goal, or a method of its own."""
        return isinstance(self.goal, Goal) or isinstance(self.target, Cadence | Milestones)


class _Stated(NamedTuple):
    id: str
    by: str
    target: Target
    perimeter: str | None  # that of the measure; None when a promise does not say
    promised: bool = False


def readings(
    known: Known, measure: Measure, on: Period | None, promise: Commitment | None = None
) -> tuple[Reading, ...]:
    """List the readings for a result of that period: the sheet's own first, then those that say otherwise.

    With `promise`, only the sheet and that commitment speak. Those that set no goal are left out when others do,
    except a figure of that commitment that nothing can be set against: another goal does not keep it.
    """
    name = promise.id if promise else None
    # Once whatever the period, where none of the targets runs by the year: nearly everywhere.
    runs = known.once(("runs", measure.id, name), lambda: _depend_on_period(known, measure, promise))
    period = on if runs else None
    key = ("readings", measure.id, period, name)
    return known.once(key, lambda: _readings(known, measure, period, promise))


def _depend_on_period(known: Known, measure: Measure, promise: Commitment | None) -> bool:
    return any(depends_on_period(stated.target) for stated in _stated(known, measure, promise))


def _readings(
    known: Known, measure: Measure, on: Period | None, promise: Commitment | None
) -> tuple[Reading, ...]:
    found: dict[tuple[object, ...], list[Reading]] = {}
    baselines: tuple[Baseline | None, ...] = known.baselines(measure) or (None,)
    for stated in _stated(known, measure, promise):
        for baseline in baselines:
            reading = _reading(stated, baseline, on, first=baseline is baselines[0])
            same = (reading.goal, baseline) if isinstance(reading.goal, Goal) else (reading.words, baseline)
            found.setdefault(same, []).append(reading)
    merged = [_merged(alike) for same in found.values() for alike in _due_alike(same)]
    kept = tuple(reading for reading in merged if reading.is_measurable)
    if kept and promise and not isinstance(promise.target, NoFigure):
        targets = {reading.target for reading in kept}
        kept += tuple(one for one in merged if one.target == promise.target and one.target not in targets)
    return kept or tuple(merged[:1])


def _reading(stated: _Stated, baseline: Baseline | None, on: Period | None, *, first: bool) -> Reading:
    goal = resolve(
        stated.target, baseline.figure if baseline else None, baseline.period if baseline else None, on
    )
    drawn = isinstance(goal, Goal) and goal.scale != 0 and baseline is not None
    return Reading(
        id=stated.id if first or baseline is None else f"{stated.id}-from-{baseline.source}",
        target=stated.target,
        goal=goal,
        stated_by=stated.by if first or baseline is None else f"{stated.by}, départ {_start(baseline)}",
        baseline=baseline,
        first_baseline=first,
        passages=(stated.target.passage, baseline.passage)
        if drawn and baseline
        else (stated.target.passage,),
        schedule=stated.target.schedule,
        year=stated.target.year,
        settled_by="" if stated.target.schedule is Schedule.UNSETTLED else stated.by,
        perimeter=stated.perimeter,
        promised=stated.promised,
    )


def _start(baseline: Baseline) -> str:
    figure = baseline.figure
    return quantity(shown(figure.exact), figure.unit) if isinstance(figure, Number) else "sans chiffre"


def _due_alike(same: list[Reading]) -> list[list[Reading]]:
    """Tell apart readings of one goal that are due otherwise; one that does not say when goes with the first."""
    groups: dict[tuple[Schedule, int | None], list[Reading]] = {}
    for reading in same:
        if reading.schedule is not Schedule.UNSETTLED:
            groups.setdefault((reading.schedule, reading.year), []).append(reading)
    silent = [reading for reading in same if reading.schedule is Schedule.UNSETTLED]
    first, *others = groups.values() or [[]]
    return [sorted([*silent, *first], key=same.index), *others]


def _merged(alike: list[Reading]) -> Reading:
    """Make one reading of those that come to the same goal, due when one of them says."""
    first = alike[0]
    settled = next((one for one in alike if one.schedule is not Schedule.UNSETTLED), first)
    return replace(
        first,
        stated_by=listed(dict.fromkeys(reading.stated_by for reading in alike)),
        passages=tuple(dict.fromkeys(passage for reading in alike for passage in reading.passages)),
        schedule=settled.schedule,
        year=settled.year,
        settled_by=listed(dict.fromkeys(one.settled_by for one in alike if one.settled_by) or [""]),
        promised=any(reading.promised for reading in alike),
    )


def _stated(known: Known, measure: Measure, promise: Commitment | None) -> Iterator[_Stated]:
    """A national promise is not held here, and a fact that was observed is no promise."""
    yield _Stated(SHEET_READING, "fiche", measure.target, measure.perimeter)
    for number, target in enumerate(measure.also_read_as, start=2):
        yield _Stated(f"{SHEET_READING}-{number}", f"fiche, {number}e lecture", target, measure.perimeter)
    for commitment in known.commitments_of(measure) if promise is None else (promise,):
        if commitment.level is Level.LOCAL and commitment.force is not Force.FACT:
            yield _Stated(
                f"commitment-{commitment.id}",
                "engagement",
                commitment.target,
                commitment.perimeter,
                promised=True,
            )
