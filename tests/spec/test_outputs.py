"""The stable interface: keys, tokens and number forms of what the commands print."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest

from tests.places import ROOT
from tests.unit.test_cli import run

OUTPUTS = ("sheets", "commitments", "rates", "audit", "coverage", "check")

EXAMPLE = ROOT / "src/droitcommun/catalogue/contracts/exemple-2024-2030"

SHEET_KEYS = (
    "id title layout axis theme institutions units objective updated_on measures declared_rate method_note "
    "analysis alerts adjustments texts context public_status commitments source questions origin"
)
MEASURE_KEYS = (
    "id indicator label baseline target results rates status public_status trend scale because reference "
    "protocol"
)
OBSERVATION_KEYS = (
    "text words label state value low high unit numerator denominator period scope provisional absent lines "
    "cell counts"
)
RATE_KEYS = (
    "measure sheet as_of reading method version basis result_period value exact unit low high reason official"
)
FINDING_KEYS = (
    "code family severity sheets measures commitments message expected found lines remedy linked key waived "
    "origin"
)
COMMITMENT_KEYS = (
    "id statement level force committed scope perimeter scheme reference period target baseline means sheets "
    "public_status because proposed lines origin"
)


@cache
def output(name: str) -> Any:
    arguments = (name, str(EXAMPLE)) if name == "check" else (name,)
    return json.loads(run(*arguments, "--format", "json").stdout)


def records(name: str) -> list[Any]:
    """The records of an output; coverage is one record, not a list."""
    found = output(name)
    return found if isinstance(found, list) else [found]


def validator(name: str) -> Callable[[Any], bool]:
    """Build the check of one record, whether the output is a list or not."""
    check = jsonschema.Draft202012Validator(json.loads(run("schema", name).stdout))
    return lambda record: check.is_valid([record] if isinstance(output(name), list) else record)


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_obeys_its_schema(name: str) -> None:
    schema = json.loads(run("schema", name).stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(output(name))


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_schema_refuses_a_float_a_missing_key_and_an_unknown_one(name: str) -> None:
    valid = validator(name)
    record = records(name)[0]

    first_key = next(iter(record))
    assert valid(record)
    assert not valid({**record, "surprise": 1})
    assert not valid({**record, first_key: 12.5})
    assert not valid({key: record[key] for key in record if key != first_key})


def test_keys_are_those_of_the_stable_interface() -> None:
    sheet, rate, finding = output("sheets")[0], output("rates")[0], output("audit")[0]
    measure = sheet["measures"][0]

    assert list(sheet) == SHEET_KEYS.split()
    assert list(measure) == MEASURE_KEYS.split()
    assert list(measure["baseline"]) == list(measure["results"][0]) == OBSERVATION_KEYS.split()
    assert list(measure["rates"][0]) == RATE_KEYS.split()
    assert list(rate) == [*RATE_KEYS.split(), "derivation"]
    assert list(rate["derivation"]) == ["op", "value", "unit", "lines", "args"]
    assert list(finding) == FINDING_KEYS.split()
    assert list(finding["expected"]) == list(finding["found"]) == ["value", "unit", "text"]
    assert list(sheet["source"]) == ["file", "first_line", "last_line"]
    assert list(sheet["updated_on"]) == ["text", "from", "to"]
    assert list(sheet["origin"]) == ["kind", "id", "sha256"]
    assert list(measure["target"]["readings"][0]["goal"]) == ["low", "high", "unit", "strict"]
    assert list(output("commitments")[0]) == COMMITMENT_KEYS.split()


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_number_with_decimals_leaves_as_a_float(name: str) -> None:
    assert not [value for value in _leaves(output(name)) if isinstance(value, float)]


def _leaves(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            for item in value.values():
                yield from _leaves(item)
        case list():
            for item in value:
                yield from _leaves(item)
        case _:
            yield value


def test_a_figure_carries_what_the_interface_promises() -> None:
    first = output("sheets")[0]

    assert first["source"] == {
        "file": "contrat-de-ville-paris-2015.txt",
        "first_line": 2439,
        "last_line": 2489,
    }
    assert first["layout"] == "result_2015_dated"
    assert first["declared_rate"] == {
        "text": "113 %",
        "value": "113",
        "unit": "percent",
        "lines": [[2461, 2461]],
    }
    assert first["measures"][0]["results"][1] == {
        "text": "20,3 % (avril 2016)",
        "words": "20,3\u00a0%",
        "label": "",
        "state": None,
        "value": "20.3",
        "low": "20.25",
        "high": "20.35",
        "unit": "percent",
        "numerator": None,
        "denominator": None,
        "period": "2016-04",
        "scope": "qpv",
        "provisional": False,
        "absent": None,
        "lines": [[2461, 2461]],
        "cell": "",
        "counts": None,
    }
    assert first["measures"][0]["baseline"]["value"] is None
    assert first["measures"][0]["baseline"]["absent"]["code"] == "O"


def test_the_text_of_a_figure_is_short() -> None:
    for sheet in output("sheets"):
        for measure in sheet["measures"]:
            for observation in [measure["baseline"], *measure["results"]]:
                assert len(observation["text"].split()) <= 13  # the figure and a dozen words


@pytest.mark.parametrize("name", ["sheets", "commitments", "rates", "audit"])
def test_csv_has_one_line_a_record(name: str) -> None:
    rows = list(csv.reader(io.StringIO(run(name, "--format", "csv").stdout)))

    made = output(name)
    expected = sum(max(1, len(sheet["measures"])) for sheet in made) if name == "sheets" else len(made)
    assert len(rows) == 1 + expected
    assert {len(row) for row in rows} == {len(rows[0])}


def test_csv_has_the_same_figures() -> None:
    rates = run("rates", "--format", "csv").stdout.splitlines()

    assert (
        "cui-cie,cui-cie-part-qpv,2016-07-01,sheet,attainment,1,printed,2016-04,156.2,2030/13,percent,155.7,156.6,,false"
        in rates
    )
