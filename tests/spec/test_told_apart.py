"""`locate --by`, `locate --beside`: one table of a file, by columns and towards two lists of perimeters."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from droitcommun.territory.breakdowns import OTHERS, Breakdown, parse_breakdown
from droitcommun.territory.words import folded
from tests.spec.desk import Desk
from tests.territory.located import INSIDE, INVENTED, OUTSIDE, perimeters, written

pytestmark = pytest.mark.usefixtures("own_hook")

# Around the street that is outside the first list.
LATER = (("QN07501M", "L’Étang", 2.2880, 48.8790, 2.2930, 48.8813),)

Row = tuple[tuple[str, str, str], str]
HEADER = ("adresse", "code postal", "ville", "Sexe", "nom")


def table(path: Path, rows: Sequence[Row]) -> Path:
    return written(path, [HEADER, *((*place, sex, f"Personne{n}") for n, (place, sex) in enumerate(rows))])


def counted(*groups: tuple[tuple[str, str, str], str, int]) -> list[Row]:
    return [(place, sex) for place, sex, count in groups for _ in range(count)]


ROWS = counted(
    (INSIDE, "F", 30),
    (INSIDE, "h", 20),
    (OUTSIDE, "F", 50),
    (OUTSIDE, "H", 40),
    (INVENTED, "f ", 12),
    (OUTSIDE, "", 15),
)


def later(folder: Path) -> Path:
    (folder / "autres").mkdir(exist_ok=True)
    return perimeters(folder / "autres", LATER)


def beside(folder: Path) -> tuple[str, ...]:
    return ("--beside", str(later(folder)), "--beside-vintage", "2024")


def group(found: Any, value: str, column: int = 0) -> Any:
    (one,) = (one for one in found["by"][column]["groups"] if one["value"] == value)
    return one["placed"]


def test_each_value_has_its_counts_and_its_share_and_they_add_up(desk: Desk, tmp_path: Path) -> None:
    found = desk.json(table(tmp_path / "a.csv", ROWS), "--by", "sexe=F,H")

    assert (found["rows"], found["inside"], found["outside"]) == (167, 50, 105)
    women, men, others = (group(found, value) for value in ("F", "H", OTHERS))
    assert (women["rows"], women["inside"], women["outside"], women["unplaced"]) == (92, 30, 50, 12)
    # 30 ÷ 92 = 32.608…, 30 ÷ 80 = 37.5, 42 ÷ 92 = 45.652…
    assert women["share"] == {"low": "32.60", "point": "37.50", "high": "45.66"}
    assert (men["rows"], men["inside"], men["outside"]) == (60, 20, 40)
    # 20 ÷ 60 = 33.333…
    assert men["share"] == {"low": "33.33", "point": "33.33", "high": "33.34"}
    assert (others["rows"], others["inside"], others["outside"]) == (15, 0, 15)
    assert found["by"][0]["column"] == "Sexe"


def test_two_lists_stand_side_by_side_and_cross(desk: Desk, tmp_path: Path) -> None:
    found = desk.json(table(tmp_path / "a.csv", ROWS), *beside(tmp_path))

    other = found["beside"]
    assert (other["perimeters"]["vintage"], other["perimeters"]["areas"]) == ("2024", 1)
    assert (other["placed"]["inside"], other["placed"]["outside"], other["placed"]["unplaced"]) == (
        105,
        50,
        12,
    )
    # 105 ÷ 167 = 62.874…, 105 ÷ 155 = 67.741…, 117 ÷ 167 = 70.059…
    assert other["placed"]["share"] == {"low": "62.87", "point": "67.74", "high": "70.06"}
    assert [(area["code"], area["count"]) for area in other["areas"]] == [("QN07501M", 105)]
    assert {side: bounds["low"] for side, bounds in other["both"].items()} == {
        "inside_both": 0,
        "inside_here_only": 50,
        "inside_other_only": 105,
        "outside_both": 0,
    }
    assert (found["inside"], found["outside"]) == (50, 105)


def test_a_sum_of_cells_of_which_one_is_hidden_has_bounds_in_every_form(desk: Desk, tmp_path: Path) -> None:
    rows = counted((INSIDE, "F", 30), (INSIDE, "H", 4), (OUTSIDE, "F", 50), (OUTSIDE, "H", 40))
    file = table(tmp_path / "a.csv", rows)

    found = desk.json(file, "--by", "Sexe=F,H")

    assert (found["inside"], found["open"]["inside"]) == (None, {"low": 31, "high": 40})
    assert found["areas"] == [
        {
            "code": "QP075901",
            "name": "Les Tamaris",
            "count": None,
            "suppressed": True,
            "open": {"low": 31, "high": 40},
        }
    ]
    assert group(found, "H")["inside"] is None
    assert group(found, "H")["open"]["inside"] == {"low": 1, "high": 10}
    text = desk.here(file, "--by", "Sexe=F,H")[1].replace("\u00a0", " ")
    assert "  31 à 40  QP075901  Les Tamaris" in text
    assert "Par « Sexe »" in text
    lines = list(csv.DictReader(io.StringIO(desk.here(file, "--by", "Sexe=F,H", "--format", "csv")[1])))
    held = {(line["placement"], line["label"]): (line["value"], line["low"], line["high"]) for line in lines}
    assert held["inside", "QP075901"] == ("", "31", "40")
    assert held["inside", "Sexe : H"] == ("", "1", "10")
    assert held["inside", "Sexe : F"] == ("30", "30", "30")


def test_what_is_published_names_no_value_that_nobody_named(desk: Desk, tmp_path: Path) -> None:
    file, made = table(tmp_path / "a.csv", ROWS), tmp_path / "manifeste.json"

    refused = desk.here(file, "--by", "nom")
    done = [
        desk.here(file, "--by", "nom=Personne1,Personne2", "--manifest", str(made), "--format", form)
        for form in ("text", "json", "csv")
    ]

    assert (refused[0], refused[1]) == (2, "")
    assert "ce qui est publié ne nomme que celles-là" in refused[2]
    told = "".join("".join(map(str, one)) for one in done) + made.read_text(encoding="utf-8")
    told += "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("secret.publications"))
    assert "Personne1" in told  # the search finds what was named
    assert not [n for n in range(3, len(ROWS)) if f"Personne{n}" in told]


def test_whoever_only_looks_is_shown_the_values_of_the_file(desk: Desk, tmp_path: Path) -> None:
    found = desk.json(table(tmp_path / "a.csv", ROWS), "--internal", "--by", "sexe")

    groups = {one["value"]: one["placed"]["rows"] for one in found["by"][0]["groups"]}
    assert groups == {"F": 92, "h": 60, OTHERS: 15}


def test_a_column_of_names_is_refused_even_to_look_at(desk: Desk, tmp_path: Path) -> None:
    code, said, told = desk.here(table(tmp_path / "a.csv", ROWS), "--internal", "--by", "nom")

    assert (code, said) == (11, "")
    assert "40 valeurs au plus" in told
    assert "Personne" not in told


def test_a_breakdown_is_the_same_table_again_and_no_other_one_beside_it(desk: Desk, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", ROWS)
    by = ("--by", "sexe=F,H")
    first = desk.json(file, *by, *beside(tmp_path))

    assert desk.json(file, *by, *beside(tmp_path)) == first
    assert desk.json(file, *by)["by"] == first["by"]
    plain = desk.json(file)
    assert (plain["inside"], plain["share"]) == (first["inside"], first["share"])
    assert "by" not in plain
    for options in (("--by", "sexe=F"), (*by, "--by", "nom=Personne1"), ("--by", "nom=Personne1,Personne2")):
        code, said, told = desk.here(file, *options)
        assert (code, said) == (16, "")
        assert "ajouter colonne" in told


def test_a_breakdown_after_the_whole_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", ROWS)
    desk.json(file)

    for options in (("--by", "sexe=F,H"), beside(tmp_path)):
        assert desk.here(file, *options)[0] == 16


def test_a_column_that_was_corrected_is_another_one(desk: Desk, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", ROWS)
    desk.json(file, "--by", "sexe=F,H")
    table(file, [(ROWS[0][0], "H"), *ROWS[1:]])

    code, _, told = desk.here(file, "--by", "sexe=F,H")

    assert code == 16
    assert "ajouter colonne « Sexe »" in told.replace("\u00a0", " ")


def test_a_run_that_told_apart_is_made_again(desk: Desk, tmp_path: Path) -> None:
    file, made = table(tmp_path / "a.csv", ROWS), tmp_path / "manifeste.json"
    desk.json(file, "--by", "sexe=F,H", *beside(tmp_path), "--manifest", str(made))

    assert desk.replayed(made, file, "--beside", str(later(tmp_path)))[0] == 0
    code, _, told = desk.replayed(made, file)

    assert code == 18
    assert "les périmètres d’à côté" in told
    assert set(json.loads(made.read_text(encoding="utf-8"))["result"]) >= {"by", "beside"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--by", "sexe=F,F"), "chacune une fois"),
        (("--by", "sexe=F,"), "chacune une fois"),
        (("--by", "=F"), "chacune une fois"),
        (("--by", f"sexe={','.join(map(str, range(41)))}"), "40 au plus"),
        (("--by", "sexe=F,Autres"), "d’autres valeurs que « autres »"),
        (("--by", "sexe=F", "--by", "Sexe=H"), "des colonnes différentes"),
        (
            ("--by", "couleur=F"),
            "une colonne parmi « adresse », « code postal », « ville », « Sexe », « nom »",
        ),
        (("--beside-vintage", "2024"), "un fichier de périmètres"),
    ],
)
def test_what_cannot_be_told_apart_is_said_in_french(
    desk: Desk, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    code, said, told = desk.here(table(tmp_path / "a.csv", ROWS), *options)

    assert (code in {2, 11}, said) == (True, "")
    assert words in told.replace("\u00a0", " ")


def test_an_extract_and_codes_of_one_list_have_nothing_to_tell_apart(desk: Desk, tmp_path: Path) -> None:
    extract = written(tmp_path / "e.csv", [("quartier", "nombre"), ("QP075901", "30"), ("hors QPV", "70")])
    codes = written(
        tmp_path / "c.csv",
        [("id", "code_qpv", "sexe"), *((str(n), "QP075901", "FH"[n % 2]) for n in range(40))],
    )

    assert "un extrait agrégé n’en a pas" in desk.here(extract, "--by", "nombre=30")[2]
    assert "un code n’est que d’une liste" in desk.here(codes, *beside(tmp_path))[2]
    found = desk.json(codes, "--by", "sexe=F,H")
    assert [one["placed"]["inside"] for one in found["by"][0]["groups"]] == [20, 20, 0]


PLACES = {"2.2705;48.8600": "inside", "2.2900;48.8800": "outside", "0;0": "unplaced"}


@given(
    st.lists(st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from("FHx")), min_size=1, max_size=90),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_the_truth_of_every_group_lies_between_its_bounds(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], internal: bool
) -> None:
    folder = tmp_path_factory.mktemp("r")
    file = written(folder / "p.csv", [("lon", "lat", "sexe"), *((*at.split(";"), sex) for at, sex in rows)])
    how = ("--internal",) if internal else ("--secret", str(folder / "s"))
    code, said, told = desk.here(file, "--by", "sexe=F,H", *beside(folder), *how, "--format", "json")
    if all(PLACES[at] == "unplaced" for at, _ in rows):
        assert code == 11, told
        return
    assert code == 0, told
    found = json.loads(said)
    for value in ("F", "H", OTHERS):
        own = [PLACES[at] for at, sex in rows if sex == value or (value == OTHERS and sex == "x")]
        opened = group(found, value)["open"]
        for placement in ("inside", "outside", "unplaced"):
            count = own.count(placement)
            assert opened[placement]["low"] <= count <= opened[placement]["high"]
            assert not internal or opened[placement]["low"] == opened[placement]["high"]
    # The second list holds exactly those that are outside the first.
    both = found["beside"]["both"]
    for side, placement in (("inside_here_only", "inside"), ("inside_other_only", "outside")):
        count = sum(PLACES[at] == placement for at, _ in rows)
        assert both[side]["low"] <= count <= both[side]["high"]


@given(st.text(max_size=30))
def test_a_breakdown_has_a_column_and_values_that_are_told_apart_or_is_refused(text: str) -> None:
    found = read(text)

    assert found is None or (found.column and len(set(map(folded, found.values))) == len(found.values))


def read(text: str) -> Breakdown | None:
    try:
        return parse_breakdown(text)
    except ValueError:
        return None
