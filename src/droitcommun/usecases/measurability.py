"""Say of each commitment what it would take to measure it: what is there, and what is not."""

from dataclasses import dataclass

from droitcommun.core.contract import Commitment
from droitcommun.core.french import day, typeset
from droitcommun.core.observations import Number
from droitcommun.core.targets import Cadence, Composite, Cover, Milestones, NoFigure, Schedule
from droitcommun.usecases.promises import is_judged
from droitcommun.usecases.protocols import protocol_record
from droitcommun.usecases.sources import View


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurabilityRecord:
    """What a commitment has of what makes it measurable. `missing` says in French what it lacks."""

    id: str
    committed: bool
    figure: bool
    indicator: bool
    baseline: bool
    schedule: bool
    producer: bool
    perimeter: bool
    missing: tuple[str, ...]


def measurability(seen: View) -> tuple[MeasurabilityRecord, ...]:
    """Look at every local promise, in the order of the contract."""
    return tuple(_record(seen, one) for one in seen.dossier.commitments if is_judged(one))


def decided(seen: View) -> tuple[str, ...]:
    """Say what the contract fixes beside its promises: the day of its review, how its official rates are computed."""
    review = seen.dossier.contract.review_on
    told = [f"Revue du contrat : {day(review)}."] if review else []
    for _, measure in seen.dossier.measures():
        protocol = protocol_record(seen, measure)
        if protocol is not None:
            told.append(f"Taux officiel de {measure.id} : {protocol.words}.")
    return tuple(map(typeset, told))


_WORDS = {
    "committed": "qui s’engage",
    "figure": "un chiffre visé",
    "indicator": "un indicateur",
    "baseline": "une situation de départ",
    "schedule": "une échéance",
    "producer": "un producteur de données",
    "perimeter": "un périmètre",
}


def _record(seen: View, promise: Commitment) -> MeasurabilityRecord:
    measures = [measure for _, measure in seen.dossier.measures_of(promise)]
    there = {
        "committed": bool(promise.committed),  # a document may not say who: nothing is refused
        "figure": not isinstance(promise.target, NoFigure | Composite),
        "indicator": any(measure.indicator for measure in measures),
        "baseline": isinstance(promise.target, Cover | Cadence | Milestones)
        or (promise.baseline is not None and isinstance(promise.baseline.figure, Number))
        or any(isinstance(start.figure, Number) for one in measures for start in seen.known.baselines(one)),
        "schedule": promise.target.schedule is not Schedule.UNSETTLED,
        "producer": any(measure.producer for measure in measures),
        "perimeter": promise.perimeter is not None,
    }
    missing = tuple(_WORDS[name] for name, found in there.items() if not found)
    return MeasurabilityRecord(id=promise.id, missing=missing, **there)
