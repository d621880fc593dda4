"""The one codec: dataclasses ↔ plain values (dict, list, str, bool, int, None), read from their annotations.

It serves the catalogue's files, the outputs and their schemas: there is no second set of models. Numbers
with decimals are strings in plain digits, so that no reader turns them into floats. Reading lists every
problem with its path instead of stopping at the first.

    tuple → list · NamedTuple → list · Decimal, Fraction, date, Period → str · enum → its value
    a union of dataclasses is told apart by its `kind`; a trailing underscore (`from_`) is dropped
    a field that was ADDED is written only when it says something
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from droitcommun.core.figures import plain
from droitcommun.core.periods import Period, parse_day

T = TypeVar("T")

# A number with decimals, in plain digits.
DECIMAL = r"-?\d{1,15}(\.\d{1,10})?"
_DECIMAL = re.compile(DECIMAL, re.ASCII)

# What no file of ours holds and no page should print: NUL, escape sequences…
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Path = tuple[str | int, ...]

# The metadata of a field that was added once values were kept: written when it says something, left out when it
# does not, so that what was kept before keeps its bytes and its fingerprint, in a database as in a backup.
ADDED: Mapping[str, bool] = {"added": True}


class Mismatch(NamedTuple):
    """Where in the plain value something is wrong, and what is expected there. Never the value itself."""

    path: Path
    expected: str


class PlainError(ValueError):
    """A plain value that does not say what it should: all problems at once."""

    def __init__(self, mismatches: list[Mismatch]) -> None:
        super().__init__(
            "; ".join(f"{'.'.join(map(str, path))}: {expected}" for path, expected in mismatches)
        )
        self.mismatches = mismatches


def to_plain(value: object) -> Any:
    """Turn a value into plain ones; the same value always gives the same result."""
    kind: Any = value.__class__
    return _writer(kind)(value)


@cache
def _writer(cls: Any) -> Callable[[Any], Any]:
    """How a type is written: found once a type, then applied to many values."""
    for kind, write in _WRITERS:
        if issubclass(cls, kind):
            return write
    if issubclass(cls, tuple):
        return _list_writer(get_type_hints(cls).values())
    if has_members(cls):
        kept = [_field(member) for member in members(cls) if not member.added]
        added = [_field(member) for member in members(cls) if member.added]
        return partial(_dataclass_to_plain, kept, added) if added else partial(_kept_to_plain, kept)
    raise TypeError(f"no plain form for {cls.__name__}")


def _field(member: "Member") -> tuple[str, str, Callable[[Any], Any]]:
    """The key and the name of a field, and how it is written: what is plain by its type is not looked at."""
    if get_origin(member.type) is tuple:
        return member.key, member.name, _list_writer(get_args(member.type)[:1])
    return member.key, member.name, _same if _is_plain(member.type) else to_plain


def _list_writer(items: Iterable[Any]) -> Callable[[Any], Any]:
    """How a tuple of items of these types is written; of those that it does not say, each is looked at."""
    types = list(items)
    return list if types and all(map(_is_plain, types)) else lambda value: list(map(to_plain, value))


def _is_plain(declared: Any) -> bool:
    if get_origin(declared) in (Union, UnionType):
        return all(map(_is_plain, get_args(declared)))
    return get_origin(declared) is Literal or declared in {str, int, bool, NoneType}


_Written = list[tuple[str, str, Callable[[Any], Any]]]


def _kept_to_plain(kept: _Written, value: Any) -> dict[str, Any]:
    return {key: write(getattr(value, name)) for key, name, write in kept}


def _dataclass_to_plain(kept: _Written, added: _Written, value: Any) -> dict[str, Any]:
    told = {key: write(getattr(value, name)) for key, name, write in added if getattr(value, name)}
    return {**_kept_to_plain(kept, value), **told}


def _same(value: Any) -> Any:
    return value


# The first that fits: an enumeration of words is also a word.
_WRITERS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Enum, lambda value: value.value),
    (NoneType | bool | int | str, _same),
    (Decimal, plain),
    (Fraction, str),
    (Period, lambda value: value.code),
    (date, date.isoformat),
)


def from_plain(expected: type[T], plain_value: object) -> T:
    """Build a value of the expected type; raises PlainError with every problem found."""
    kind: Any = expected
    try:
        return cast("T", _reader(kind)(plain_value))
    except ValueError as error:
        raise PlainError(_mismatches(error)) from None


class Member(NamedTuple):
    """A field of a dataclass: its key in the plain value, its name, its type, whether it may be left out.

    `added`: it is left out when it says nothing.
    """

    key: str
    name: str
    type: Any
    optional: bool
    added: bool


def has_members(value_or_type: Any) -> bool:
    """Say whether this is a dataclass or one of its values."""
    return is_dataclass(value_or_type)


@cache
def members(cls: Any) -> tuple[Member, ...]:
    """List the fields of a dataclass, in order."""
    hints = get_type_hints(cls)
    return tuple(
        Member(
            key=field.name.rstrip("_"),
            name=field.name,
            type=hints[field.name],
            optional=field.default is not MISSING or field.default_factory is not MISSING,
            added="added" in field.metadata,
        )
        for field in fields(cls)
    )


def _kind_of(cls: Any) -> str:
    """Return the word that tells a dataclass apart from the others of its union."""
    return next(str(get_args(member.type)[0]) for member in members(cls) if member.key == "kind")


# How a type is read: made once a type, then applied to many values. It raises ValueError, which says what is
# expected, or PlainError when that is inside: values are mostly right, and a path is only made for what is wrong.
Reader = Callable[[Any], Any]


def _mismatches(error: ValueError, *path: str | int) -> list[Mismatch]:
    """List what a reader found wrong, from where that value stands."""
    if isinstance(error, PlainError):
        return [Mismatch((*path, *inside), expected) for inside, expected in error.mismatches]
    return [Mismatch(path, str(error))]


@cache
def _reader(expected: Any) -> Reader:
    origin, arguments = get_origin(expected), get_args(expected)
    if origin in (Union, UnionType):
        return _union_reader(arguments)
    if origin is tuple:
        return partial(_read_list, _reader(arguments[0]))
    if expected in _SCALARS:
        return _SCALARS[expected]
    if has_members(expected):
        return _dataclass_reader(expected)
    if origin is Literal or issubclass(expected, Enum):
        return _choice_reader(expected)
    return partial(_read_named_tuple, expected, [_reader(kind) for kind in get_type_hints(expected).values()])


def _read_list(read: Reader, value: object) -> Any:
    if not isinstance(value, list):
        raise ValueError("une liste")
    return tuple(_read_items([read] * len(value), value))


def _read_named_tuple(cls: Any, readers: list[Reader], value: object) -> Any:
    if not isinstance(value, list) or len(value) != len(readers):
        raise ValueError(f"{len(readers)} valeurs")
    return cls(*_read_items(readers, value))


def _read_items(readers: list[Reader], items: list[Any]) -> list[Any]:
    """Read each item of a list by its own reader."""
    read, wrong = [], list[Mismatch]()
    for index, item in enumerate(items):
        try:
            read.append(readers[index](item))
        except ValueError as error:
            wrong += _mismatches(error, index)
    if wrong:
        raise PlainError(wrong)
    return read


def _union_reader(options: tuple[Any, ...]) -> Reader:
    some = [option for option in options if option is not NoneType]
    may_be_none = len(some) < len(options)
    if len(some) == 1:
        return partial(_read_optional, _reader(some[0]))
    by_kind = {_kind_of(option): _reader(option) for option in some}

    def read(value: object) -> Any:
        if value is None and may_be_none:
            return None
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in by_kind:
            raise PlainError([Mismatch(("kind",), _one_of(by_kind))])
        return by_kind[kind](value)

    return read


def _read_optional(read: Reader, value: object) -> Any:
    return None if value is None else read(value)


def _dataclass_reader(cls: Any) -> Reader:
    known = {member.key for member in members(cls)}
    required = {member.key for member in members(cls) if not member.optional}
    readers: list[tuple[str, str, Reader]] = []

    def read(value: object) -> Any:
        if not isinstance(value, dict):
            raise ValueError("une table de champs")
        if not readers:  # at its first use only, as a type may hold itself
            readers.extend((member.key, member.name, _reader(member.type)) for member in members(cls))
        wrong = [] if required <= value.keys() <= known else list(_misnamed(cls, value))
        given = {}
        for key, name, reader in readers:
            if key in value:
                try:
                    given[name] = reader(value[key])
                except ValueError as error:
                    wrong += _mismatches(error, key)
        if wrong:
            raise PlainError(wrong)
        return cls(**given)

    return read


def _misnamed(cls: Any, value: dict[Any, Any]) -> Iterator[Mismatch]:
    """Name the fields that a dataclass does not have, then those that it has to have."""
    known = sorted(member.key for member in members(cls))
    for key in value:
        if key not in known:
            yield Mismatch((str(key),), f"un champ connu ({', '.join(known)})")
    for member in members(cls):
        if not member.optional and member.key not in value:
            yield Mismatch((member.key,), "un champ obligatoire")


def _choice_reader(expected: Any) -> Reader:
    choices: dict[Any, Any] = (
        {word: word for word in get_args(expected)}
        if get_origin(expected) is Literal
        else {item.value: item for item in expected}
    )

    def read(value: object) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(_one_of(choices))
        return choices[value]

    return read


def _one_of(words: Iterable[str]) -> str:
    """Say which words are expected."""
    return f"l’un de : {', '.join(words)}"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("un texte entre guillemets")
    if _CONTROL.search(value):
        raise ValueError("un texte sans caractère de commande")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true ou false")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("un nombre entier")
    return value


def _decimal(value: object) -> Decimal:
    expected = 'un nombre entre guillemets, avec un point : "20.3"'
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise ValueError(expected)
    return Decimal(value)


def _date(value: object) -> date:
    if type(value) is date:  # TOML has dates of its own; a datetime is not a day
        return value
    return parse_day(value if isinstance(value, str) else "")


def _period(value: object) -> Period:
    return Period.parse(_text(value))


_SCALARS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    bool: _truth,
    int: _whole,
    Decimal: _decimal,
    date: _date,
    Period: _period,
}
