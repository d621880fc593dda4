"""A table keyed by an enumeration names every member: none is forgotten when one is added."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest

from droitcommun.core.derivations import _OPERATIONS
from droitcommun.core.methods import VERSIONS, Method
from droitcommun.core.status import PUBLIC, Status
from droitcommun.usecases.schemas import SCHEMAS
from droitcommun.usecases.words import WORDS

TABLES: list[tuple[type[Enum], Mapping[Any, Any]]] = [
    (Method, VERSIONS),
    (Method, _OPERATIONS),
    (Status, PUBLIC),
    *((kind, words) for kind, words in WORDS.items() if issubclass(kind, Enum)),
]


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=lambda value: getattr(value, "__name__", "table"))
def test_a_table_names_every_member(kind: type[Enum], table: Mapping[Any, Any]) -> None:
    assert set(table) == set(kind)


def test_every_enumeration_of_the_outputs_has_a_schema_of_its_own() -> None:
    from droitcommun.usecases.schemas import schema

    used = {
        name
        for output in ("sheets", "commitments", "coverage", "rates", "audit", "dossier")
        for name, body in schema(output)["$defs"].items()
        if "enum" in body
    }
    alone = {kind.__name__ for kind in SCHEMAS.values() if isinstance(kind, type) and issubclass(kind, Enum)}

    assert used - alone == set()
