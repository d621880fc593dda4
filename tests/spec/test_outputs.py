"""The stable interface: keys, tokens and number forms of what the commands print."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from tests.unit.test_cli import run

OUTPUTS = ("sheets", "rates", "audit")

SHEET_KEYS = (
    "id title layout axis theme institutions units objective updated_on measures declared_rate method_note "
    "analysis alerts adjustments commitments source questions origin"
)
MEASURE_KEYS = "id indicator baseline target results rates status public_status because"
OBSERVATION_KEYS = "text value low high unit numerator denominator period scope provisional absent lines"
RATE_KEYS = (
    "measure sheet as_of reading method version result_period value exact unit low high reason official"
)
FINDING_KEYS = "code family severity sheets measures message expected found lines remedy linked origin"


def output(name: str) -> Any:
    return json.loads(run(name, "--format", "json").stdout)


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_obeys_its_schema(name: str) -> None:
    schema = json.loads(run("schema", name).stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(output(name))


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_schema_refuses_a_float_a_missing_key_and_an_unknown_one(name: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(run("schema", name).stdout))
    records = output(name)

    first_key = next(iter(records[0]))
    assert validator.is_valid(records[:1])
    assert not validator.is_valid([{**records[0], "surprise": 1}])
    assert not validator.is_valid([{**records[0], first_key: 12.5}])
    assert not validator.is_valid([{key: records[0][key] for key in records[0] if key != first_key}])


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
        "value": "20.3",
        "low": "20.25",
        "high": "20.35",
        "unit": "percent",
        "numerator": None,
        "denominator": None,
        "period": "2016-04",
        "scope": "QPV",
        "provisional": False,
        "absent": None,
        "lines": [[2461, 2461]],
    }
    assert first["measures"][0]["baseline"]["value"] is None
    assert first["measures"][0]["baseline"]["absent"]["code"] == "O"


def test_the_text_of_a_figure_is_short() -> None:
    for sheet in output("sheets"):
        for measure in sheet["measures"]:
            for observation in [measure["baseline"], *measure["results"]]:
                assert len(observation["text"].split()) <= 13  # the figure and a dozen words


def test_csv_has_one_line_a_record_and_the_same_figures() -> None:
    for name in ("rates", "audit"):
        lines = run(name, "--format", "csv").stdout.splitlines()
        assert len(lines) == 1 + len(output(name))
    rates = run("rates", "--format", "csv").stdout.splitlines()
    assert (
        "cui-cie,cui-cie-part-qpv,2016-05-23,sheet,attainment,1,2016-04,156.2,2030/13,percent,155.7,156.6,,false"
        in rates
    )
