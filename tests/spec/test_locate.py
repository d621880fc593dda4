"""`locate`: from the file of a service to a share with bounds, as a person runs it."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from droitcommun.cli.locating import BASES, POPULATIONS
from droitcommun.cli.placing_options import KINDS, RULES
from droitcommun.territory.bases import PlaceBasis, Population
from droitcommun.territory.perimeters import Kind
from droitcommun.territory.secrecy_rules import RuleName
from tests.spec.desk import Desk
from tests.territory.located import AT_THE_BORDER, INSIDE, INVENTED, OUTSIDE, addresses, written
from tests.unit.test_cli import run

pytestmark = pytest.mark.usefixtures("own_hook")


def extract(folder: Path) -> Path:
    lines = [
        ("quartier", "nombre"),
        ("QP075901", "341"),
        ("hors QPV", "2 021"),
        ("non identifié", "105"),
        ("Total", "2467"),
    ]
    return written(folder / "extrait.csv", lines)


def codes(folder: Path) -> Path:
    held = [("QP075901", 341), ("HORS QPV", 2021), ("non géocodé", 105)]
    lines = [("id", "code_qpv"), *((str(n), code) for code, count in held for n in range(count))]
    return written(folder / "codes.csv", lines, delimiter=",")


def of_addresses(folder: Path) -> Path:
    return written(folder / "adresses.csv", addresses(), encoding="cp1252")


def coordinates(folder: Path) -> Path:
    held = [(("2.2705", "48.8600"), 341), (("2.3000", "48.9000"), 2021), (("0", "0"), 105)]
    return written(
        folder / "points.csv", [("lon", "lat"), *(point for point, count in held for _ in range(count))]
    )


@pytest.mark.parametrize("file", [extract, codes, of_addresses, coordinates])
def test_341_inside_2021_outside_105_unknown_leave_13_82_to_18_08_and_miss_25_whatever_the_input(
    desk: Desk, tmp_path: Path, file: Any
) -> None:
    found = desk.json(file(tmp_path), "--target", "25")

    # 341 ÷ 2 467, 341 ÷ 2 362, 446 ÷ 2 467; the low bound is rounded down, the high one up.
    assert found["share"] == {"low": "13.82", "point": "14.44", "high": "18.08"}
    assert (found["rows"], found["inside"], found["outside"], found["uncertain"]) == (2467, 341, 2021, 0)
    assert found["unplaced"]["total"] == 105
    assert found["verdict"]["answer"] == "missed"
    assert found["areas"] == [{"code": "QP075901", "name": "Les Tamaris", "count": 341, "suppressed": False}]


def test_the_tokens_of_options_are_those_of_the_program() -> None:
    assert tuple(PlaceBasis) == BASES
    assert tuple(Population) == POPULATIONS
    assert tuple(Kind) == KINDS
    assert tuple(RuleName) == RULES


@pytest.mark.parametrize(("target", "answer"), [("13", "kept"), ("14", "undecided"), ("18,08", "missed")])
def test_a_target_inside_the_bounds_is_undecided(
    desk: Desk, tmp_path: Path, target: str, answer: str
) -> None:
    assert desk.json(extract(tmp_path), "--target", target)["verdict"]["answer"] == answer


def test_the_other_denominator_supposes_that_the_others_live_outside(desk: Desk, tmp_path: Path) -> None:
    share = desk.json(extract(tmp_path), "--denominator", "rows")["share"]

    assert share == {"low": "13.82", "point": "13.82", "high": "18.08"}


def test_the_text_says_the_bounds_first_and_the_verdict_in_french(desk: Desk, tmp_path: Path) -> None:
    done = desk.run(of_addresses(tmp_path), "--target", "25", "--unit", "persons", "--basis", "home")

    said = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    assert said.startswith(
        "Part en quartier prioritaire : entre 13,82 % et 18,08 %\n"
        "Estimation : 14,44 % des lignes placées\n"
        "L’objectif de 25 % est manqué, où que soient les lignes non placées.\n"
    )
    assert "105  voie inconnue du registre" in said
    assert "On compte : des personnes, au lieu : le domicile" in said


def test_four_placements_sum_to_the_rows_and_each_reason_is_counted(desk: Desk, tmp_path: Path) -> None:
    empty, elsewhere, nowhere = (
        ("", "75016", "Paris"),
        ("3 rue Basse", "13001", "Marseille"),
        ("2 rue Basse", "", ""),
    )
    counts = [
        (INSIDE, 11),
        (OUTSIDE, 12),
        (AT_THE_BORDER, 13),
        (INVENTED, 14),
        (empty, 15),
        (elsewhere, 16),
        (nowhere, 17),
    ]

    found = desk.json(written(tmp_path / "a.csv", addresses(counts)))

    assert (found["rows"], found["inside"], found["outside"], found["uncertain"]) == (98, 11, 12, 13)
    reasons = {why: count for why, count in found["unplaced"]["reasons"].items() if count}
    assert reasons == {"unknown_street": 14, "empty": 15, "outside_index": 16, "no_locality": 17}
    assert found["unplaced"]["total"] == 62


def test_counts_from_1_to_10_are_hidden_and_all_else_follows_from_what_is_shown(
    desk: Desk, tmp_path: Path
) -> None:
    found = desk.json(written(tmp_path / "a.csv", addresses([(INSIDE, 3), (OUTSIDE, 50), (INVENTED, 10)])))

    assert found["areas"] == [{"code": "QP075901", "name": "Les Tamaris", "count": None, "suppressed": True}]
    assert (found["inside"], found["unplaced"]["total"], found["rows"]) == (None, None, None)
    assert found["unplaced"]["reasons"]["unknown_street"] is None
    # 1 ÷ 61 to 20 ÷ 70: what 1 to 10 inside and 1 to 10 unplaced leave open.
    assert found["share"] == {"low": "1.63", "point": None, "high": "28.58"}
    assert found["open"]["rows"] == {"low": 52, "high": 70}


def test_whoever_holds_the_file_may_see_its_exact_counts_but_no_manifest_of_them(
    desk: Desk, tmp_path: Path
) -> None:
    file = written(tmp_path / "a.csv", addresses([(INSIDE, 3), (OUTSIDE, 50)]))

    found = desk.json(file, "--internal")
    refused = desk.run(file, "--internal", "--manifest", str(tmp_path / "m.json"))

    assert (found["rows"], found["inside"], found["journal"]["secrecy"]) == (53, 3, None)
    assert refused.returncode == 2
    assert not (tmp_path / "m.json").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--hide", "0"), "chaque petit effectif se lit tel quel"),
        (("--hide", "4"), "n’a que 4 valeurs possibles, de 1 à 4"),
        (("--hide", "4", "--round", "5"), "Demandez : masquer de 1 à 7, puis arrondir à 5."),
        (("--round", "0"), "Un pas d’arrondi est un entier"),
    ],
)
def test_a_rule_under_which_somebody_would_be_found_is_refused_with_what_it_would_tell(
    desk: Desk, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    file = written(tmp_path / "a.csv", addresses([(INSIDE, 5), (OUTSIDE, 50)]))

    done = desk.run(file, *options)

    assert (done.returncode, done.stdout) == (16, "")
    assert words in done.stderr.replace("\u00a0", " ")


@pytest.mark.parametrize(("rule", "threshold", "step"), [("general", 10, 1), ("caf", 7, 5), ("firms", 5, 1)])
def test_the_rule_of_a_source_is_named(
    desk: Desk, tmp_path: Path, rule: str, threshold: int, step: int
) -> None:
    file = written(tmp_path / "a.csv", addresses([(INSIDE, 5), (OUTSIDE, 50)]))

    found = desk.json(file, "--secrecy", rule)

    assert found["journal"]["secrecy"] == {"threshold": threshold, "step": step}
    assert found["inside"] is None


def test_domiciled_persons_are_not_placed_where_their_mail_goes(desk: Desk, tmp_path: Path) -> None:
    rows = [("adresse", "cp", "ville", "domicilié"), *[(*INSIDE, "non")] * 20, *[(*INSIDE, "OUI")] * 30]

    found = desk.json(written(tmp_path / "a.csv", rows))

    assert found["inside"] == 20
    assert found["unplaced"]["reasons"]["domiciled"] == 30
    assert found["journal"]["domiciled"] is True


@pytest.mark.parametrize("name", ["locate", "manifest"])
def test_an_output_obeys_its_schema(desk: Desk, tmp_path: Path, name: str) -> None:
    file = tmp_path / "m.json"
    found = desk.json(extract(tmp_path), "--manifest", str(file), "--target", "25")
    schema = json.loads(run("schema", name).stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    checked = json.loads(file.read_text()) if name == "manifest" else found
    jsonschema.Draft202012Validator(schema).validate(checked)


def test_rows_are_written_only_when_asked_for_and_only_their_owner_reads_them(
    desk: Desk, tmp_path: Path
) -> None:
    file = of_addresses(tmp_path)
    asked = tmp_path / "lignes.csv"

    desk.json(file)
    left = [path.name for path in tmp_path.iterdir() if "secret" not in path.name]
    desk.json(file, "-o", str(asked))

    assert left == ["adresses.csv"]
    assert stat.S_IMODE(asked.stat().st_mode) == 0o600
    with asked.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert len(rows) == 2467
    assert rows[0] == {
        "dossier": "D0",
        "adresse": "2 avenue du Général Tamaris",
        "code postal": "75016",
        "ville": "Paris",
        "dc_longitude": "2.2701400",
        "dc_latitude": "48.8600000",
        "dc_level": "house",
        "dc_score": "0.96",
        "dc_address_id": "75116_0010_00002",
        "dc_area": "QP075901",
        "dc_placement": "inside",
    }
    assert {row["dc_placement"] for row in rows[2362:]} == {"unplaced"}


def test_columns_are_shown_and_can_be_named(desk: Desk, tmp_path: Path) -> None:
    rows = [("a", "b", "c", "adresse"), *[(*INSIDE, "2 rue Basse 75016 Paris")] * 20]
    file = written(tmp_path / "a.csv", rows)

    guessed = desk.run(file, "--internal")
    named = desk.json(file, "--columns", "adresse=a,code_postal=b,city=c")

    assert "adresse « adresse »" in guessed.stderr.replace("\u00a0", " ")
    assert named["inside"] == 20
    assert named["journal"]["columns"] == [
        {"says": "address", "name": "a"},
        {"says": "postcode", "name": "b"},
        {"says": "city", "name": "c"},
    ]
