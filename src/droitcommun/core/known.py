"""What a Dossier knew on a day, indexed once: the engines ask it, and never look further."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from droitcommun.core.contract import Commitment
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation, Role
from droitcommun.core.sheets import Measure, Sheet


@dataclass(frozen=True, slots=True)
class Known:
    """The observations recorded by that day and not superseded by then. Made by `known_on`."""

    dossier: Dossier
    as_of: date
    _observed: Mapping[tuple[str, Role], tuple[Observation, ...]]
    _declared: Mapping[str, Observation]
    _commitments: Mapping[str, Commitment]

    @property
    def is_empty(self) -> bool:
        """Say whether no figure at all was known."""
        return not self._observed and not self._declared

    def observed(self, measure: Measure, role: Role) -> tuple[Observation, ...]:
        """List the figures of one role for a measure, oldest period first, those without a period before."""
        return self._observed.get((measure.id, role), ())

    def declared_rate(self, sheet: Sheet) -> Observation | None:
        """Return the rate that the sheet declares; None before any."""
        return self._declared.get(sheet.id)

    def commitments_of(self, measure: Measure) -> tuple[Commitment, ...]:
        """List the commitments that a measure follows, in the order in which it names them."""
        return tuple(self._commitments[name] for name in measure.commitments)


def known_on(dossier: Dossier, as_of: date) -> Known:
    """Look at a Dossier as it was on a day."""
    recorded = [seen for seen in dossier.observations if seen.recorded_on <= as_of]
    superseded = {seen.supersedes for seen in recorded}
    observed: defaultdict[tuple[str, Role], list[Observation]] = defaultdict(list)
    declared: dict[str, Observation] = {}
    for seen in sorted(recorded, key=_by_period):
        if seen.id in superseded:
            continue
        if seen.measure is None:
            declared[seen.sheet] = seen
        else:
            observed[seen.measure, seen.role].append(seen)
    return Known(
        dossier,
        as_of,
        {key: tuple(found) for key, found in observed.items()},
        declared,
        {commitment.id: commitment for commitment in dossier.commitments},
    )


def _by_period(seen: Observation) -> tuple[date, date, date, str]:
    """Order by the last day that a figure speaks of: 2015 comes after April 2015.

    Ties go by the day of recording, then by id, so that the order of the rows never decides.
    """
    end, start = (seen.period.end, seen.period.start) if seen.period else (date.min, date.min)
    return end, start, seen.recorded_on, seen.id
