"""The SARIF of the audit has what SARIF 2.1.0 requires, and nothing that it does not know.

The schema below is ours, drawn from the standard (§3.13–3.59): the members that we write, which of them are
required, and what each may be. A member that the standard does not have would be refused by its own schema.
"""

import json
from copy import deepcopy
from typing import Any

import jsonschema
import pytest

from droitcommun.cli.formats import as_json
from droitcommun.cli.sarif import sarif
from droitcommun.core.audit import RULES
from droitcommun.core.audit.findings import Rule
from droitcommun.core.governance import Waiver
from droitcommun.usecases.audit import audit
from tests.builders import RECORDED, seen
from tests.unit.clean_contract import SHARE, with_
from tests.unit.test_cli import run

Schema = dict[str, Any]


def members(required: str, **known: Schema) -> Schema:
    return {
        "type": "object",
        "required": required.split(),
        "properties": known,
        "additionalProperties": False,
    }


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Schema = {"type": "string", "minLength": 1}
BAG: Schema = {"type": "object"}
LEVEL: Schema = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = members("text", text=TEXT)
LOCATION = members(
    "",
    physicalLocation=members(
        "artifactLocation",
        # RFC 3986: neither a space nor an accent
        artifactLocation=members("uri", uri={"type": "string", "pattern": r"^[\w.~:/?#@!$&'()*+,;=%-]+$"}),
        region=members(
            "startLine",
            startLine={"type": "integer", "minimum": 1},
            endLine={"type": "integer", "minimum": 1},
        ),
    ),
    logicalLocations=listed(members("", name=TEXT, kind=TEXT)),
)
RESULT = members(
    "message",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions=listed(members("kind", kind={"enum": ["inSource", "external"]}, justification=TEXT)),
    properties=BAG,
)
RULE = members(
    "id",
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    defaultConfiguration=members("", level=LEVEL, enabled={"type": "boolean"}),
    properties=BAG,
)
DRIVER = members(
    "name",
    name=TEXT,
    version=TEXT,
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    rules={**listed(RULE), "uniqueItems": True},
)
LOG = members(
    "version runs",
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs=listed(members("tool", tool=members("driver", driver=DRIVER), results=listed(RESULT))),
)
VALIDATOR = jsonschema.Draft7Validator(LOG)


def written(*rows: Any, file: str = "texte.txt", rules: tuple[Rule, ...] = RULES, **parts: Any) -> Any:
    """The SARIF of a fictional contract, as it is written and read again."""
    records = audit(seen(*rows, **parts), everything=True)
    return json.loads(as_json(sarif(records, rules, file)))


@pytest.fixture(scope="module")
def paris() -> Any:
    return json.loads(run("audit", "--all", "--format", "sarif").stdout)


def test_what_is_written_of_paris_has_what_is_required_and_nothing_unknown(paris: Any) -> None:
    VALIDATOR.validate(paris)

    (ran,) = paris["runs"]
    assert len(ran["results"]) > 50


def test_each_result_points_to_its_rule_and_to_lines_in_order(paris: Any) -> None:
    (ran,) = paris["runs"]
    rules = ran["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    for result in ran["results"]:
        rule = rules[result["ruleIndex"]]
        assert (rule["id"], rule["defaultConfiguration"]["level"]) == (result["ruleId"], result["level"])
        assert result["locations"], result
        for location in result["locations"]:
            region = location["physicalLocation"]["region"]
            assert region["startLine"] <= region["endLine"]
    keys = [result["partialFingerprints"]["key/v1"] for result in ran["results"]]
    assert len(keys) == len(set(keys))


def test_only_the_rules_that_ran_are_described() -> None:
    found = json.loads(run("audit", "--select", "copied-cells", "--format", "sarif").stdout)

    (ran,) = found["runs"]
    assert [rule["id"] for rule in ran["tool"]["driver"]["rules"]] == ["copied-cells"]
    assert {result["ruleIndex"] for result in ran["results"]} == {0}


def test_a_finding_that_is_let_pass_is_suppressed_until_its_figure_changes() -> None:
    waiver = Waiver(
        id="w",
        finding="declared-rate-differs:emploi-mesure",
        found="130 %",
        by="service",
        on=RECORDED,
        reason="le service recompte",
    )

    def suppressions(declared: str) -> Any:
        log = written(*with_(SHARE, declared=declared), waivers=(waiver,))
        VALIDATOR.validate(log)
        (found,) = [one for one in log["runs"][0]["results"] if one["ruleId"] == "declared-rate-differs"]
        return found.get("suppressions")

    assert suppressions("130") == [{"kind": "external", "justification": "le service recompte"}]
    assert suppressions("140") is None


def test_the_name_of_a_file_is_written_as_an_address() -> None:
    log = written(*with_(SHARE, declared="130"), file="bilan 2015 – accès.txt")

    VALIDATOR.validate(log)
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for location in result["locations"]
    }
    assert uris == {"bilan%202015%20%E2%80%93%20acc%C3%A8s.txt"}


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), "runs"),
        ((), "version"),
        (("runs", 0), "tool"),
        (("runs", 0, "tool", "driver"), "name"),
        (("runs", 0, "tool", "driver", "rules", 0), "id"),
        (("runs", 0, "results", 0), "message"),
    ],
)
def test_the_check_itself_refuses_what_lacks_a_member_or_has_one_too_many(
    paris: Any, path: tuple[Any, ...], key: str
) -> None:
    lacking, extended = deepcopy(paris), deepcopy(paris)

    del _at(lacking, path)[key]
    _at(extended, path)["surprise"] = 1

    assert not VALIDATOR.is_valid(lacking)
    assert not VALIDATOR.is_valid(extended)


def _at(whole: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        whole = whole[step]
    return whole
