"""Which figures a workbook asks for: one a measure, or one a label, and the baseline that nobody gave."""

from dataclasses import dataclass
from typing import assert_never

from droitcommun.core.figures import Unit
from droitcommun.core.known import Known
from droitcommun.core.observations import (
    Absent,
    Bounded,
    Count,
    Euros,
    Figure,
    Gap,
    Observation,
    Pace,
    Part,
    Places,
    Ratio,
    Role,
    Share,
    State,
    Steps,
    Times,
)
from droitcommun.core.sheets import Measure
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostGap,
    AtMostShare,
    Cadence,
    Cover,
    Milestones,
    NestedShare,
    NoFigure,
    ReachAmount,
    ReachCount,
    Target,
)
from droitcommun.intake.workbook.vocabulary import Kind, Slot

_OF_UNIT = {
    Unit.PERCENT: Kind.SHARE,
    Unit.POINTS: Kind.GAP,
    Unit.COUNT: Kind.COUNT,
    Unit.EUROS: Kind.EUROS,
}
# A baseline is asked for when it is a number: what cannot be compared needs none.
_NUMBERS = {Kind.SHARE, Kind.GAP, Kind.COUNT, Kind.EUROS}


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure to give, and its kind."""

    slot: Slot
    kind: Kind


def asked_of(known: Known, measure: Measure) -> tuple[Asked, ...]:
    """List the figures asked of a measure, results first."""
    results = known.observed(measure, Role.RESULT)
    labels = dict.fromkeys(seen.label for seen in results) or {"": None}
    slots = [Slot(measure.id, Role.RESULT, label) for label in labels]
    found = [Asked(slot, _kind(known, measure, slot)) for slot in slots]
    if known_baseline(known, measure) is None and found[0].kind in _NUMBERS:
        found.append(Asked(Slot(measure.id, Role.BASELINE), found[0].kind))
    return tuple(found)


def latest(known: Known, measure: Measure, slot: Slot) -> Observation | None:
    """Return the last figure known of a slot, or its absence."""
    found = [seen for seen in known.observed(measure, slot.role) if seen.label == slot.label]
    return found[-1] if found else None


def known_baseline(known: Known, measure: Measure) -> Observation | None:
    """Return the situation of departure that the sheet gives; None when it gives none."""
    found = [seen for seen in known.observed(measure, Role.BASELINE) if not isinstance(seen.figure, Absent)]
    return found[-1] if found else None


def _kind(known: Known, measure: Measure, slot: Slot) -> Kind:
    """The kind of the last figure given; else what the indicator counts; else what the target aims at."""
    seen = [one.figure for one in known.observed(measure, slot.role) if one.label == slot.label]
    given = [kind for figure in seen if (kind := _kind_of(figure)) is not None]
    if given:
        return given[-1]
    return _OF_UNIT[measure.unit] if measure.unit else _aimed_at(measure.target)


def _kind_of(figure: Figure) -> Kind | None:  # noqa: C901, PLR0911 - one line a kind
    match figure:
        case Share() | Part() | Ratio() | Bounded():
            return Kind.SHARE
        case Gap():
            return Kind.GAP
        case Count():
            return Kind.COUNT
        case Euros():
            return Kind.EUROS
        case Places():
            return Kind.PLACES
        case Pace():
            return Kind.PACE
        case Times():
            return Kind.TIMES
        case Steps():
            return Kind.STEPS
        case State():
            return Kind.STATE
        case Absent():
            return None
        case _:
            assert_never(figure)


def _aimed_at(target: Target) -> Kind:  # noqa: PLR0911 - one line a kind
    match target:
        case AtLeastShare() | AtMostShare() | NestedShare():
            return Kind.SHARE
        case AtMostGap():
            return Kind.GAP
        case ReachAmount():
            return Kind.EUROS
        case Cover():
            return Kind.PLACES
        case Cadence():
            return Kind.PACE
        case Milestones():
            return Kind.STEPS
        case NoFigure():
            return Kind.STATE
        case ReachCount():
            return Kind.COUNT
        case _:
            return Kind.COUNT  # a change over a baseline: of what, only the indicator would say
