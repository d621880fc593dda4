"""JSON Schema (2020-12) of whatever the codec writes, from the same annotations."""

from datetime import date
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from droitcommun.core.codec import DECIMAL, has_members, members
from droitcommun.core.periods import Period

_DAY = r"\d{4}-\d{2}-\d{2}"

_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    NoneType: {"type": "null"},
    Decimal: {"type": "string", "pattern": f"^{DECIMAL}$"},
    date: {"type": "string", "format": "date"},
    Period: {"type": "string", "pattern": rf"^(\d{{4}}|\d{{4}}-\d{{2}}|{_DAY}(/{_DAY})?)$"},
}


def json_schema(expected: Any, title: str) -> dict[str, Any]:
    """Describe the plain form of a type; each dataclass and enumeration is a definition."""
    definitions: dict[str, Any] = {}
    body = _describe(expected, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _describe(expected: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(expected), get_args(expected)
    if expected in _SCALARS:
        return _SCALARS[expected]
    if origin is Literal:
        return {"const": arguments[0]}
    if origin in (Union, UnionType):
        return {"anyOf": [_describe(option, definitions) for option in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _describe(arguments[0], definitions)}
    if expected.__name__ not in definitions:
        definitions[expected.__name__] = {}  # a type may contain itself
        definitions[expected.__name__] = _define(expected, definitions)
    return {"$ref": f"#/$defs/{expected.__name__}"}


def _define(cls: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if has_members(cls):
        return {
            "type": "object",
            "description": _summary(cls),
            "properties": {member.key: _describe(member.type, definitions) for member in members(cls)},
            "required": [member.key for member in members(cls) if not member.added],
            "additionalProperties": False,
        }
    if issubclass(cls, Enum):
        return {"description": _summary(cls), "enum": [item.value for item in cls]}
    items = [_describe(kind, definitions) for kind in get_type_hints(cls).values()]
    return {
        "type": "array",
        "description": _summary(cls),
        "prefixItems": items,
        "minItems": len(items),
        "maxItems": len(items),
    }


def _summary(cls: Any) -> str:
    return (cls.__doc__ or "").partition("\n")[0]
