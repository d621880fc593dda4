"""Explain the declared rate of a sheet: every admissible computation, and whether one gives it."""

from collections.abc import Collection
from dataclasses import dataclass

from droitcommun.core.audit.declared_rate import Attempt, compare, sentence
from droitcommun.core.rates import derivation
from droitcommun.core.sheets import Sheet
from droitcommun.usecases.rates import derivation_record, rate_record
from droitcommun.usecases.records import DerivationRecord, ObservationRecord, RateRecord
from droitcommun.usecases.sheets import observation_record
from droitcommun.usecases.sources import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """One admissible computation: its arithmetic, its tree, and whether it gives the declared rate."""

    arithmetic: str
    result: ObservationRecord
    reading: str
    rate: RateRecord
    derivation: DerivationRecord | None
    reproduces: bool
    by_cap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is declared, as an interval of its printed digits, and what was tried; the best attempt first."""

    declared: ObservationRecord
    attempts: tuple[AttemptRecord, ...]

    @property
    def latest(self) -> tuple[AttemptRecord, ...]:
        """The attempts with the result of the best one: one a reading of the target."""
        return tuple(attempt for attempt in self.attempts if attempt.result == self.attempts[0].result)

    @property
    def holds(self) -> bool:
        """Say whether one attempt at least gives the declared rate."""
        return any(attempt.reproduces for attempt in self.attempts)


def explanation(seen: View, sheet: Sheet) -> Explanation | None:
    """Explain the declared rate of a sheet; None when there is none, or nothing to compute it from."""
    comparison = compare(seen.known, sheet)
    if comparison is None:
        return None
    attempts = sorted(comparison.attempts, key=lambda attempt: not attempt.reproduces)
    return Explanation(
        declared=observation_record(comparison.declared),
        attempts=tuple(_attempt(seen, attempt) for attempt in attempts),
    )


def explanations(seen: View, sheets: Collection[str]) -> dict[str, Explanation | None]:
    """Explain the declared rates of some sheets, in document order."""
    return {sheet.id: explanation(seen, sheet) for sheet in seen.dossier.sheets if sheet.id in sheets}


def _attempt(seen: View, attempt: Attempt) -> AttemptRecord:
    tree = derivation(attempt.rate)
    return AttemptRecord(
        arithmetic=sentence(attempt),
        result=observation_record(attempt.result),
        reading=attempt.rate.reading.sentence,
        rate=rate_record(attempt.rate, seen.as_of),
        derivation=derivation_record(tree) if tree else None,
        reproduces=attempt.reproduces,
        by_cap=attempt.by_cap,
    )
