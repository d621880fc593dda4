"""The codec: a value written and read back is the same value; what is wrong is listed, all of it."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.codec import PlainError, from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation
from droitcommun.core.passages import Lines
from droitcommun.core.schema import json_schema
from tests.builders import Row, dossier

slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
shares = st.decimals(min_value=0, max_value=100, places=2).map(str) | st.integers(0, 100).map(str)
rows = st.builds(
    Row,
    id=slugs,
    target=shares,
    promised=st.none() | shares,
    results=st.lists(
        st.tuples(st.sampled_from(("2015", "2016-04", "2016-05-23")), st.none() | shares), max_size=3
    ).map(lambda found: tuple(dict(found).items())),
    declared=st.none() | shares,
)
dossiers = st.lists(rows, max_size=4, unique_by=lambda row: row.id).map(lambda found: dossier(*found))


@given(dossiers)
def test_a_dossier_written_and_read_back_is_the_same(before: Dossier) -> None:
    text = json.dumps(to_plain(before), ensure_ascii=False)

    after = from_plain(Dossier, json.loads(text))

    assert after == before
    assert json.dumps(to_plain(after), ensure_ascii=False) == text


@given(dossiers)
def test_what_is_written_obeys_its_schema(found: Dossier) -> None:
    jsonschema.Draft202012Validator(json_schema(Dossier, "dossier")).validate(to_plain(found))


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3))
def test_a_printed_figure_keeps_its_digits(value: Decimal) -> None:
    plain = to_plain(value)

    assert from_plain(Decimal, plain).as_tuple() == value.as_tuple() or value.is_zero()
    assert "E" not in plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Square:
    side: Decimal
    kind: Literal["square"] = "square"


@dataclass(frozen=True)
class Disc:
    radius: int
    kind: Literal["disc"] = "disc"


@dataclass(frozen=True)
class Drawing:
    name: str
    from_: date
    shapes: tuple[Square | Disc, ...]
    colour: Colour = Colour.RED
    framed: bool | None = None


GOOD: dict[str, Any] = {
    "name": "a",
    "from": "2016-05-23",
    "shapes": [{"kind": "square", "side": "1.50"}, {"kind": "disc", "radius": 2}],
}


def test_keys_kinds_and_defaults() -> None:
    drawing = from_plain(Drawing, GOOD)

    assert drawing == Drawing("a", date(2016, 5, 23), (Square(Decimal("1.50")), Disc(2)))
    assert to_plain(drawing) == {**GOOD, "colour": "red", "framed": None}


@pytest.mark.parametrize(
    ("change", "path", "expected"),
    [
        ({"name": 3}, ("name",), "texte"),
        ({"name": None}, ("name",), "texte"),
        ({"from": "23/05/2016"}, ("from",), "date"),
        ({"shapes": "x"}, ("shapes",), "liste"),
        ({"shapes": [{"kind": "cone"}]}, ("shapes", 0, "kind"), "square, disc"),
        ({"shapes": [3]}, ("shapes", 0, "kind"), "square, disc"),
        ({"shapes": [{"kind": "square", "side": 1.5}]}, ("shapes", 0, "side"), "entre guillemets"),
        ({"shapes": [{"kind": "square", "side": "1,5"}]}, ("shapes", 0, "side"), "avec un point"),
        ({"shapes": [{"kind": "square", "side": "1e3"}]}, ("shapes", 0, "side"), "avec un point"),
        ({"shapes": [{"kind": "square", "side": "NaN"}]}, ("shapes", 0, "side"), "avec un point"),
        ({"shapes": [{"kind": "disc", "radius": True}]}, ("shapes", 0, "radius"), "entier"),
        ({"shapes": [{"kind": "disc"}]}, ("shapes", 0, "radius"), "obligatoire"),
        ({"shapes": [{"kind": ["disc"], "radius": 1}]}, ("shapes", 0, "kind"), "disc"),
        ({"colour": "blue"}, ("colour",), "red"),
        ({"framed": "oui"}, ("framed",), "true ou false"),
        ({"size": 1}, ("size",), "champ connu"),
    ],
)
def test_what_is_wrong_is_placed(change: dict[str, Any], path: tuple[str | int, ...], expected: str) -> None:
    with pytest.raises(PlainError) as refused:
        from_plain(Drawing, {**GOOD, **change})

    (mismatch,) = refused.value.mismatches
    assert mismatch.path == path
    assert expected in mismatch.expected


def test_all_that_is_wrong_is_listed_and_the_values_are_not_repeated() -> None:
    with pytest.raises(PlainError) as refused:
        from_plain(
            Drawing, {"name": 3, "from": "secret", "shapes": [{"kind": "disc", "radius": "secret"}], "x": 1}
        )

    assert [mismatch.path for mismatch in refused.value.mismatches] == [
        ("x",),
        ("name",),
        ("from",),
        ("shapes", 0, "radius"),
    ]
    assert "secret" not in str(refused.value)


def test_what_the_type_itself_refuses_is_placed_too() -> None:
    plain = to_plain(dossier(Row(declared="113")).observations[0])

    with pytest.raises(PlainError) as refused:
        from_plain(Observation, {**plain, "figure": {"kind": "share", "percent": "113"}})

    (mismatch,) = refused.value.mismatches
    assert mismatch.path == ("figure",)
    assert "0 à 100" in mismatch.expected


def test_a_value_without_a_plain_form_is_our_bug() -> None:
    with pytest.raises(TypeError):
        to_plain(1.5)


def test_a_schema_has_the_tokens_of_its_enumeration_and_no_other_and_pairs_of_lines() -> None:
    colours = json_schema(Colour, "colour")["$defs"]["Colour"]
    lines = jsonschema.Draft202012Validator(json_schema(tuple[Lines, ...], "lines"))

    assert colours["enum"] == ["red"]
    assert lines.is_valid([[1, 2]])
    wrongs: list[list[list[Any]]] = [[[1]], [[1, 2, 3]], [[]], [["1", 2]]]
    for wrong in wrongs:
        assert not lines.is_valid(wrong)
