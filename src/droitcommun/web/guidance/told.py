"""What a form of orientation tells: read, checked, and given back in the next form. Nowhere else.

A fact is a field « fait-age »; of a number, « sans-age » says why there is none. The order of the fields is the
order in which they were asked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.http import QueryDict

from droitcommun.orientation.facts import Fact, FactKind
from droitcommun.orientation.given import DECLINED, UNKNOWN

FACT: Final = "fait-"
WITHOUT: Final = "sans-"

YES, NO = "oui", "non"
_BOOLEANS = {YES: True, NO: False}
_NO_ANSWER = frozenset({UNKNOWN, DECLINED})
_HAS_NUMBER = "nombre"

# Letters of a field: a number that is mistyped is shown again, not a book.
_MOST_LETTERS = 40


class Go(StrEnum):
    """What a button asks for."""

    NEXT = "next"
    BACK = "back"
    SEE = "see"
    EVERY = "every"
    ONE = "one"
    PRINT = "print"


class MalformedError(ValueError):
    """A form that is none of ours: a field that is unknown, given twice, or has a value that it does not offer."""


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What was told, without a text of its own so that it cannot be logged by mistake.

    `given` are the answers by fact, in the order in which they were asked, as the form says them; `order` also has
    the facts that were asked and not answered. `wrong` are the numbers that cannot be taken, with what is expected.
    """

    given: Mapping[str, str]
    order: tuple[str, ...]
    wrong: Mapping[str, str]
    typed: Mapping[str, str]
    at: str
    go: Go
    district: int | None

    def __repr__(self) -> str:
        return "Told(…)"

    def plain(self, facts: Mapping[str, Fact]) -> dict[str, Any]:
        """Return the situation as `situation_given` reads it."""
        return {name: _plain(facts[name], value) for name, value in self.given.items()}

    @property
    def unknown(self) -> frozenset[str]:
        """The facts that were asked and that the person does not know."""
        return frozenset(name for name, value in self.given.items() if value == UNKNOWN)

    def after(self, name: str) -> str | None:
        """Return the fact that was asked after this one; None: it was the last."""
        rank = self.order.index(name) + 1 if name in self.order else len(self.order)
        return self.order[rank] if rank < len(self.order) else None

    def before(self, name: str) -> str | None:
        """Return the fact that was asked before this one; None: it was the first."""
        rank = self.order.index(name) if name in self.order else len(self.order)
        return self.order[rank - 1] if rank else None


NOTHING = Told({}, (), {}, {}, "", Go.NEXT, None)


def told(form: QueryDict, facts: Mapping[str, Fact], districts: Iterable[int]) -> Told:
    """Read a form; raises MalformedError, which repeats nothing of it."""
    fields = dict(form.lists())
    if any(len(values) != 1 for values in fields.values()):
        raise MalformedError
    single = {name: str(values[0]).strip()[:_MOST_LETTERS] for name, values in fields.items()}
    names = {name: asked for name in single if (asked := _fact_of(name)) is not None}
    if not set(names.values()) <= facts.keys() or single.keys() - names.keys() - {"at", "go", "district"}:
        raise MalformedError
    given: dict[str, str] = {}
    wrong: dict[str, str] = {}
    typed: dict[str, str] = {}
    order = tuple(dict.fromkeys(names.values()))
    for name in order:
        fact, value, without = facts[name], single.get(FACT + name, ""), single.get(WITHOUT + name, "")
        if fact.kind is FactKind.NUMBER:
            _take_number(fact, value, without, given, wrong, typed)
        elif WITHOUT + name in single or value not in {"", *_NO_ANSWER, *(one for one, _ in answers(fact))}:
            raise MalformedError
        elif value:
            given[name] = value
    at, go, district = single.get("at", ""), single.get("go", ""), single.get("district", "")
    if at not in {"", *facts} or go not in {"", *Go} or district not in {"", *map(str, districts)}:
        raise MalformedError
    return Told(given, order, wrong, typed, at, Go(go or Go.NEXT), int(district) if district else None)


def answers(fact: Fact) -> tuple[tuple[str, str], ...]:
    """List the answers that a question offers, beside « I do not know »: none for a number, which is typed."""
    match fact.kind:
        case FactKind.YES_NO:
            return ((YES, "Oui"), (NO, "Non"))
        case FactKind.CHOICE:
            return tuple((one.id, one.words) for one in fact.choices)
        case FactKind.NUMBER:
            return ()


def _fact_of(field: str) -> str | None:
    return next((field[len(kind) :] for kind in (FACT, WITHOUT) if field.startswith(kind)), None)


def _take_number(
    fact: Fact, value: str, without: str, given: dict[str, str], wrong: dict[str, str], typed: dict[str, str]
) -> None:
    """Take a number, or why there is none. What is typed and cannot be taken is shown again, with what is expected."""
    if without not in {"", _HAS_NUMBER, *_NO_ANSWER}:
        raise MalformedError
    digits = re.sub(r"[\s\u00a0\u202f]|€|ans|mois", "", value)
    if value in _NO_ANSWER or (not value and without in _NO_ANSWER):
        given[fact.id] = value or without
    elif value and without in _NO_ANSWER:
        typed[fact.id], wrong[fact.id] = value, "gardez le nombre, ou la case cochée : pas les deux"
    elif value and not (digits.isascii() and digits.isdecimal() and fact.low <= int(digits) <= fact.high):
        typed[fact.id], wrong[fact.id] = value, f"écrivez un nombre entier de {fact.low} à {fact.high}"
    elif value:
        given[fact.id] = str(int(digits))
    elif without == _HAS_NUMBER:
        wrong[fact.id] = "écrivez le nombre"


def _plain(fact: Fact, value: str) -> Any:
    if value in _NO_ANSWER or fact.kind is FactKind.CHOICE:
        return value
    return _BOOLEANS[value] if fact.kind is FactKind.YES_NO else int(value)
