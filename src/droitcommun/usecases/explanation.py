"""Explain the declared rate of a sheet: every admissible computation, and whether one gives it."""

from collections.abc import Collection
from dataclasses import dataclass

from droitcommun.core.comparison import Attempt, compare
from droitcommun.core.derivations import derivation
from droitcommun.core.sheets import Sheet
from droitcommun.usecases.rates import derivation_record, rate_record
from droitcommun.usecases.records import DerivationRecord, ObservationRecord, RateRecord
from droitcommun.usecases.sheets import observation_record
from droitcommun.usecases.sources import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """One admissible computation: its arithmetic, its tree, and whether it gives the declared rate.

    Of a mean, `rate` and `derivation` are those of its first measure, and `is_mean` says so.
    """

    arithmetic: str
    result: ObservationRecord
    reading: str
    rate: RateRecord
    derivation: DerivationRecord | None
    reproduces: bool
    is_mean: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is declared, and what was tried.

    `retained` are the attempts that give the declared rate; without one, those with the latest result.
    """

    declared: ObservationRecord
    attempts: tuple[AttemptRecord, ...]
    retained: tuple[AttemptRecord, ...]
    holds: bool


def explanation(seen: View, sheet: Sheet) -> Explanation | None:
    """Explain the declared rate of a sheet; None when there is none, or nothing to compute it from."""
    comparison = compare(seen.known, sheet)
    if comparison is None:
        return None
    retained = comparison.reproduced or comparison.latest
    others = [attempt for attempt in comparison.attempts if attempt not in retained]
    return Explanation(
        declared=observation_record(comparison.declared),
        attempts=tuple(_attempt(seen, attempt) for attempt in (*retained, *others)),
        retained=tuple(_attempt(seen, attempt) for attempt in retained),
        holds=bool(comparison.reproduced),
    )


def explanations(seen: View, sheets: Collection[str]) -> dict[str, Explanation | None]:
    """Explain the declared rates of some sheets, in document order."""
    return {sheet.id: explanation(seen, sheet) for sheet in seen.dossier.sheets if sheet.id in sheets}


def _attempt(seen: View, attempt: Attempt) -> AttemptRecord:
    tree = derivation(attempt.rate)
    return AttemptRecord(
        arithmetic=attempt.arithmetic,
        result=observation_record(attempt.result),
        reading=attempt.rate.reading.sentence,
        rate=rate_record(attempt.rate, seen.as_of),
        derivation=derivation_record(tree) if tree else None,
        reproduces=attempt.reproduces,
        is_mean=attempt.is_mean,
    )
