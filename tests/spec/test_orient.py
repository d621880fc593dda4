"""`orient`, `schemes`, `contacts` as a person runs them: stable keys, plain refusals, nothing of a situation kept."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.places import ROOT
from tests.unit.test_cli import run

YOUNG = {"asker": "person", "age": 20, "diploma": "none", "left_school": True, "employment": "none"}
CANARY = "Zygocanari"

ORIENT_KEYS = "on catalogue banner schemes next_question contacts"
ANSWERED_KEYS = (
    "id name kind answer reasons missing declined assessed_by flips changes_on emergency contacts commitments"
)


def asked(folder: Path, situation: Any, *options: str) -> "subprocess.CompletedProcess[str]":
    file = folder / "situation.json"
    file.write_text(situation if isinstance(situation, str) else json.dumps(situation), encoding="utf-8")
    return run("orient", str(file), *options)


def answers(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return {one["id"]: one for one in json.loads(done.stdout)["schemes"]}


def test_the_output_has_the_keys_of_the_stable_interface(tmp_path: Path) -> None:
    record = json.loads(asked(tmp_path, YOUNG, "--format", "json").stdout)

    assert list(record) == ORIENT_KEYS.split()
    assert all(list(one) == ANSWERED_KEYS.split() for one in record["schemes"])
    assert record["on"] == "2015-06-22"


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        ("schemes", ("schemes",)),
        ("facts", ("schemes", "--facts")),
        ("contacts", ("contacts",)),
    ],
)
def test_a_list_obeys_its_schema(schema: str, arguments: tuple[str, ...]) -> None:
    made = json.loads(run("schema", schema).stdout)

    jsonschema.Draft202012Validator(made).validate(json.loads(run(*arguments, "--format", "json").stdout))


def test_the_answers_obey_their_schema(tmp_path: Path) -> None:
    made = json.loads(run("schema", "orient").stdout)

    jsonschema.Draft202012Validator(made).validate(
        json.loads(asked(tmp_path, YOUNG, "--format", "json").stdout)
    )


def test_a_young_person_without_a_diploma_is_told_of_the_second_chance_school(tmp_path: Path) -> None:
    found = answers(asked(tmp_path, YOUNG, "--format", "json"))

    assert found["e2c"]["answer"] == "fits"  # l. 227-233
    assert found["mission-locale"]["answer"] == "fits"  # l. 589-593
    assert found["emploi-d-avenir"]["answer"] == "to_be_assessed"  # l. 320-331
    assert found["dla"]["answer"] == "does_not_fit"
    assert [one["criterion"] for one in found["dla"]["reasons"]] == ["asker"]


def test_the_day_before_says_no_and_the_day_itself_yes(tmp_path: Path) -> None:
    """Born on 3 July 1997: 18 on 3 July 2015, the youngest age of the second chance school (l. 227-230)."""
    born = {**YOUNG, "age": {"since": "1997-07-03"}}

    before = answers(asked(tmp_path, born, "--format", "json", "--on", "2015-07-02"))["e2c"]
    day = answers(asked(tmp_path, born, "--format", "json", "--on", "2015-07-03"))["e2c"]

    assert (before["answer"], before["changes_on"]) == (
        "does_not_fit",
        {"on": "2015-07-03", "answer": "fits"},
    )
    assert day["answer"] == "fits"


def test_a_flip_says_what_would_change_the_answer(tmp_path: Path) -> None:
    found = answers(asked(tmp_path, {**YOUNG, "diploma": "bac"}, "--format", "json"))["e2c"]

    assert found["flips"] == [[{"fact": "diploma", "values": "« Aucun diplôme »"}]]


def test_standard_input_is_read_and_text_is_for_people(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("droitcommun")), "orient", "-"],
        check=False,
        capture_output=True,
        input=json.dumps(YOUNG),
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
    )

    assert done.returncode == 0
    assert "Convient" in done.stdout
    assert "École de la deuxième chance" in done.stdout
    assert "Archive de juin 2015" in done.stdout


@pytest.mark.parametrize(
    ("situation", "code", "words"),
    [
        ("{", 11, "ligne 1, colonne 2"),
        ("[1]", 27, "un objet JSON"),
        ('{"age": 20, "age": 30}', 11, "deux fois"),
        ('{"age": NaN}', 27, "fait « age » : un nombre entier de 0 à 120"),
        ('{"age": 20.5}', 27, "un nombre entier"),
        ('{"age": true}', 27, "un nombre entier"),
        ('{"age": 121}', 27, "de 0 à 120"),
        ('{"age": {"from": 30, "to": 20}}', 27, "« from » au plus égal à « to »"),
        ('{"age": {"since": "2016-01-01"}}', 27, "une date passée"),
        ('{"age": {"since": "1850-01-01"}}', 27, "au plus 120"),
        ('{"age": {"since": "hier"}}', 27, "une date comme 1993-05-02"),
        ('{"age": []}', 27, "une liste de 1 à 200"),
        ('{"diploma": "licence"}', 27, "none, cap_bep, bac, bac_1_to_3, above_bac_3"),
        ('{"disabled_worker": "oui"}', 27, "true, false, null"),
        ('{"child_2_years": true, "child_under_3": false}', 27, "un enfant de 2 ans a moins de 3 ans"),
        ('{"age": 10, "employment": "employed"}', 27, "avant 14 ans"),
        ("[" * 100_000, 11, "sans listes emboîtées"),
        ('{"a": "' + "x" * 1_000_001 + '"}', 11, "1 Mo"),
    ],
)
def test_a_situation_that_cannot_be_taken_is_told_with_its_place(
    tmp_path: Path, situation: str, code: int, words: str
) -> None:
    done = asked(tmp_path, situation)

    told = done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert (done.returncode, done.stdout) == (code, "")
    assert words in told
    assert "Traceback" not in told


def test_a_gigabyte_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "grande.json"
    with file.open("wb") as opened:
        opened.truncate(1_000_000_000)

    done = run("orient", str(file))

    assert (done.returncode, "1 Mo" in done.stderr.replace("\u00a0", " ")) == (11, True)


def test_nothing_of_a_situation_is_said_or_written(tmp_path: Path) -> None:
    for situation in (
        {"diploma": CANARY},
        {CANARY: 1},
        {"age": {"since": CANARY}},
        {"employment": [CANARY]},
        f'{{"age": "{CANARY}',
    ):
        done = asked(tmp_path, situation)

        assert done.returncode != 0
        assert CANARY not in done.stdout + done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["situation.json"]


def test_a_population_is_counted_by_scheme_and_no_row_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "population.csv"
    file.write_text("asker,age\nperson,20\nperson,40\nperson,\n", encoding="utf-8")

    record = json.loads(run("orient", str(file), "--format", "json").stdout)

    mission = next(one for one in record["schemes"] if one["id"] == "mission-locale")
    assert record["rows"] == 3
    assert (mission["fits"], mission["does_not_fit"], mission["to_complete"]) == (1, 1, 1)
    made = json.loads(run("schema", "orient-population").stdout)
    jsonschema.Draft202012Validator(made).validate(record)


def test_a_population_that_cannot_be_taken_is_told_by_column(tmp_path: Path) -> None:
    file = tmp_path / "population.csv"
    file.write_text(f"age,diploma\n20,{CANARY}\n", encoding="utf-8")

    done = run("orient", str(file))

    told = done.stderr.replace("\u00a0", " ")
    assert done.returncode == 11
    assert "colonne « diploma »" in told
    assert CANARY not in told


def test_contacts_are_those_of_a_scheme_or_of_a_district() -> None:
    of_scheme = json.loads(run("contacts", "--scheme", "e2c", "--format", "json").stdout)
    of_district = json.loads(run("contacts", "--district", "3", "--format", "json").stdout)
    unknown = run("contacts", "--scheme", "rien")

    assert [one["district"] for one in of_scheme] == [18, 20]
    assert [one["id"] for one in of_district] == ["addel"]  # l. 207-208
    assert unknown.returncode == 12


OURS = ROOT / "src/droitcommun/catalogue/schemes/paris-2015"


def edited(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of our catalogue with one passage edited."""
    copy = folder / "catalogue"
    shutil.copytree(OURS, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def test_check_finds_our_catalogue_sound() -> None:
    done = run("check", str(OURS))

    assert (done.returncode, "Rien à signaler." in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "words"),
    [
        ("schemes/e2c.toml", "age in 18..25", "ages in 18..25", "e2c.toml, ligne", "fait inconnu « ages »"),
        ("schemes/e2c.toml", "age in 18..25", "age in 25..18", "e2c.toml, ligne", "la seconde borne"),
        ("schemes/e2c.toml", '"required"', '"needed"', "e2c.toml, ligne", "l’un de : required"),
        ("schemes/e2c.toml", "purpose = ", "purpos = ", "e2c.toml", "un champ connu"),
        ("schemes/e2c.toml", '"e2c-paris-20"', '"e2c-paris-21"', "e2c.toml, ligne", "contacts.csv"),
        ("schemes/e2c.toml", "lines = [[226, 275]]", "lines = [226]", "e2c.toml, ligne", "2 valeurs"),
        ("schemes/e2c.toml", "[[criteria]]", "[[criteria", "e2c.toml, ligne", "du TOML bien formé"),
        ("catalogue.toml", 'kind = "number"', 'kind = "nombre"', "catalogue.toml, ligne", "l’un de : yes_no"),
        ("contacts.csv", "id,name", "id,nom", "contacts.csv, ligne 1", "les colonnes"),
        ("contacts.csv", ",75003,", ",75003,x,", "contacts.csv, ligne", "cellules"),
    ],
)
def test_a_catalogue_edited_into_nonsense_is_refused_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, where: str, words: str
) -> None:
    done = run("check", str(edited(tmp_path, file, old, new)))

    told = done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert (done.returncode, done.stdout) == (11, "")
    assert where in told
    assert words in told


def test_check_tells_an_example_that_a_changed_rule_no_longer_answers(tmp_path: Path) -> None:
    done = run("check", str(edited(tmp_path, "schemes/e2c.toml", "age in 18..25", "age in 16..25")))

    assert done.returncode == 0
    assert "17 ans" in done.stdout.replace("\u00a0", " ")


def test_a_new_scheme_is_one_file_and_appears_everywhere(tmp_path: Path) -> None:
    copy = edited(tmp_path, "schemes/e2c.toml", "age in 18..25", "age in 18..25")
    text = (copy / "schemes/e2c.toml").read_text(encoding="utf-8")
    (copy / "schemes/nouveau.toml").write_text(
        text.replace('id = "e2c"', 'id = "nouveau"', 1), encoding="utf-8"
    )
    source = ("--catalogue", f"file:{copy}", "--format", "json")

    assert answers(asked(tmp_path, YOUNG, *source))["nouveau"]["answer"] == "fits"
    assert "nouveau" in {one["id"] for one in json.loads(run("schemes", *source).stdout)}
