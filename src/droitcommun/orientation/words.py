"""Facts and their values in a French sentence."""

from collections.abc import Iterable

from droitcommun.orientation.facts import Fact, FactKind, Range, Ranges
from droitcommun.orientation.flips import Flip


def values_told(fact: Fact, ranges: Ranges) -> str:
    """Say which values: « de 16 à 25 ans », « oui », « Salariée ou agent public »."""
    match fact.kind:
        case FactKind.YES_NO:
            return " ou ".join(word for value, word in ((1, "oui"), (0, "non")) if _holds(ranges, value))
        case FactKind.CHOICE:
            words = [one.words for rank, one in enumerate(fact.choices) if _holds(ranges, rank)]
            return _either(f"« {word} »" for word in words)
        case FactKind.NUMBER:
            unit = f" {fact.unit}" if fact.unit else ""
            return _either(_range_told(fact, one) for one in ranges) + unit


def flip_told(flip: Flip) -> str:
    """Say what would have to be otherwise: « âge : de 16 à 25 ans, et RQTH : oui »."""
    return ", et ".join(f"{one.fact.label} : {values_told(one.fact, one.ranges)}" for one in flip.changes)


def _holds(ranges: Ranges, value: int) -> bool:
    return any(low <= value <= high for low, high in ranges)


def _range_told(fact: Fact, one: Range) -> str:
    if one.low == one.high:
        return str(one.low)
    if one.high == fact.domain.high:
        return f"{one.low} ou plus"
    if one.low == fact.domain.low:
        return f"{one.high} ou moins"
    return f"de {one.low} à {one.high}"


def _either(words: Iterable[str]) -> str:
    listed = list(words)
    return " ou ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)
