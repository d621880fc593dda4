"""A situation as somebody gives it, a table of facts, and what is wrong in it: never repeated, only placed.

age = 22 · {"from": 18, "to": 28} · {"since": "1993-05-02"} · [18, 19]
status = "student" · ["student", "jobseeker"]
disabled_worker = true · null (I do not know) · "prefer_not_to_say"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from droitcommun.core.periods import parse_day
from droitcommun.orientation.facts import Fact, FactKind, Range, Ranges, merged
from droitcommun.orientation.situations import Situation, completed

DECLINED: Final = "prefer_not_to_say"
UNKNOWN: Final = "unknown"

# A list of possible values longer than this is no list that a person gives.
MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class Misgiven:
    """A fact that cannot be taken as it was given, and what is expected there (French)."""

    fact: str
    expected: str


class SituationRefusedError(ValueError):
    """A situation that cannot be taken: all that is wrong in it."""

    def __init__(self, faults: list[Misgiven]) -> None:
        super().__init__(f"{len(faults)} faits à corriger")
        self.faults = faults


def situation_given(plain: object, facts: Mapping[str, Fact], on: date) -> Situation:
    """Read a situation; raises SituationRefusedError with all that is wrong."""
    if not isinstance(plain, dict):
        raise SituationRefusedError([Misgiven("", 'un objet JSON : {"age": 22, …}')])
    faults: list[Misgiven] = []
    known: dict[str, Ranges] = {}
    since: dict[str, date] = {}
    declined: set[str] = set()
    for name, value in plain.items():
        fact = facts.get(name)
        if fact is None:
            # Its name may be what it says: the caller shows it only if it looks like one.
            faults.append(
                Misgiven(name, "fait inconnu ; « droitcommun schemes --facts » liste ceux qui existent")
            )
        elif value is None or value == UNKNOWN:
            continue
        elif value == DECLINED:
            declined.add(name)
        elif isinstance(value, dict) and value.keys() == {"since"} and fact.time_unit is not None:
            _take_since(fact, value["since"], on, since, faults)
        else:
            try:
                known[name] = _ranges(fact, value)
            except ValueError as wrong:
                faults.append(Misgiven(name, str(wrong)))
    if faults:
        raise SituationRefusedError(faults)
    return Situation(on, known, since, frozenset(declined))


def _take_since(fact: Fact, value: object, on: date, since: dict[str, date], faults: list[Misgiven]) -> None:
    try:
        day = parse_day(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or fact.time_unit is None:
        faults.append(Misgiven(fact.id, "une date comme 1993-05-02"))
    elif day > on:
        faults.append(Misgiven(fact.id, "une date passée, au jour pour lequel on demande"))
    elif completed(fact.time_unit, day, on) > fact.domain.high:
        faults.append(Misgiven(fact.id, f"une date qui donne au plus {fact.domain.high}"))
    else:
        since[fact.id] = day


def _ranges(fact: Fact, value: object) -> Ranges:
    """Read the values that a fact may have; raises ValueError with what is expected."""
    if isinstance(value, list):
        if not 0 < len(value) <= MOST_VALUES:
            raise ValueError(f"une liste de 1 à {MOST_VALUES} valeurs")
        return merged(Range(one, one) for one in (_single(fact, item) for item in value))
    if isinstance(value, dict):
        return (_between(fact, value),)
    single = _single(fact, value)
    return (Range(single, single),)


def _between(fact: Fact, value: Mapping[str, Any]) -> Range:
    if fact.kind is not FactKind.NUMBER or not value or not value.keys() <= {"from", "to"}:
        raise ValueError(_expected(fact))
    low = _single(fact, value["from"]) if "from" in value else fact.domain.low
    high = _single(fact, value["to"]) if "to" in value else fact.domain.high
    if low > high:
        raise ValueError("« from » au plus égal à « to »")
    return Range(low, high)


def _single(fact: Fact, value: object) -> int:
    match fact.kind:
        case FactKind.YES_NO:
            if isinstance(value, bool):
                return int(value)
        case FactKind.CHOICE:
            if isinstance(value, str) and (rank := fact.rank(value)) is not None:
                return rank
        case FactKind.NUMBER:
            if isinstance(value, int) and not isinstance(value, bool) and _within(fact, value):
                return value
    raise ValueError(_expected(fact))


def _within(fact: Fact, value: int) -> bool:
    return fact.domain.low <= value <= fact.domain.high


def _expected(fact: Fact) -> str:
    match fact.kind:
        case FactKind.YES_NO:
            return 'true, false, null ou "prefer_not_to_say"'
        case FactKind.CHOICE:
            return "l’un de : " + ", ".join(one.id for one in fact.choices)
        case FactKind.NUMBER:
            dated = ', ou {"since": "AAAA-MM-JJ"}' if fact.time_unit else ""
            return f"un nombre entier de {fact.domain.low} à {fact.domain.high}{dated}"
