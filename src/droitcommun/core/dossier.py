"""The one frozen value that everything sees: docs/adr/0001-the-dossier.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from droitcommun.core.contract import Commitment, Contract
from droitcommun.core.observations import Observation, Role
from droitcommun.core.references import faults
from droitcommun.core.sheets import Measure, Sheet


class OriginKind(StrEnum):
    """Where a Dossier came from."""

    CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a Dossier came from, and the hash of what was read there."""

    kind: OriginKind
    id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A contract, its commitments, sheets (in document order) and observations.

    Raises ValueError when an id stands twice or a reference leads nowhere.
    """

    contract: Contract
    commitments: tuple[Commitment, ...]
    sheets: tuple[Sheet, ...]
    observations: tuple[Observation, ...]
    origin: Origin

    def __post_init__(self) -> None:
        found = list(faults(self.contract, self.commitments, self.sheets, self.observations))
        if found:
            raise ValueError("; ".join(" ".join(fault) for fault in found))

    def measures(self) -> Iterator[tuple[Sheet, Measure]]:
        """Every measure with its sheet, in document order."""
        for sheet in self.sheets:
            for measure in sheet.measures:
                yield sheet, measure

    def commitments_of(self, measure: Measure) -> tuple[Commitment, ...]:
        """List the commitments that a measure follows, in the order in which it names them."""
        by_id = {commitment.id: commitment for commitment in self.commitments}
        return tuple(by_id[name] for name in measure.commitments)

    def measures_of(self, commitment: Commitment) -> tuple[tuple[Sheet, Measure], ...]:
        """List the measures that follow a commitment, each with its sheet, in document order."""
        return tuple(pair for pair in self.measures() if commitment.id in pair[1].commitments)

    def observed(self, measure: Measure, role: Role, as_of: date) -> tuple[Observation, ...]:
        """List the figures of one role known on that day, not superseded by then, oldest period first."""
        found = [seen for seen in self._known(as_of) if seen.measure == measure.id and seen.role is role]
        return tuple(sorted(found, key=lambda seen: (seen.period is not None, seen.period)))

    def declared_rate(self, sheet: Sheet, as_of: date) -> Observation | None:
        """Return the rate that the sheet declares, the last one recorded by that day; None before any."""
        found = [
            seen for seen in self._known(as_of) if seen.sheet == sheet.id and seen.role is Role.DECLARED_RATE
        ]
        return max(found, key=lambda seen: seen.recorded_on, default=None)

    def latest_recorded_day(self) -> date:
        """Return the latest day on which this Dossier recorded anything: the default `as_of`."""
        days = [seen.recorded_on for seen in self.observations]
        days += [sheet.updated_on.to for sheet in self.sheets]
        return max(days, default=self.contract.signed_on)

    def _known(self, as_of: date) -> list[Observation]:
        known = [seen for seen in self.observations if seen.recorded_on <= as_of]
        superseded = {seen.supersedes for seen in known}
        return [seen for seen in known if seen.id not in superseded]
