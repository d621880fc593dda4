"""What is counted: the same as far as both tell, no trace where nothing is told, placed when it is wrong."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from droitcommun.catalogue.loader import load_folder
from droitcommun.core.codec import PlainError, from_plain, to_plain
from droitcommun.core.contract import Commitment
from droitcommun.core.counted import Counted, Thing
from droitcommun.core.dossier import Dossier
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.observations import Places
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.problems import FileRefusedError
from droitcommun.core.schema import json_schema
from tests.builders import Row, dossier, passage
from tests.places import ROOT

ELSEWHERE = Passage("ailleurs", (Lines(1, 1),))

# The fingerprint of this contract before anything could be said of what is counted.
BEFORE = "bae1fea2167769bb9a41ad917d85381512011bbf79b5f5c7bb433a43d94ff5a9"


def contract(**changes: Any) -> Dossier:
    return dossier(Row(id="a", promised="20", promised_baseline="5", **changes))


def counted(thing: Thing, population: str = "", only: str = "", at: Passage | None = None) -> Counted:
    return Counted(thing=thing, population=population, only=only, passage=at or passage())


YOUNG = counted(Thing.PERSONS, "jeunes suivis")


@pytest.mark.parametrize(
    ("other", "agrees"),
    [
        (counted(Thing.PERSONS, "jeunes suivis"), True),
        (counted(Thing.PERSONS, "Jeunes suivis"), True),
        (counted(Thing.PERSONS), True),  # does not say of which persons
        (
            counted(Thing.PERSONS, "jeunes reçus", "suivi renforcé"),
            True,
        ),  # maybe the same, under another name
        (counted(Thing.PERSONS, "jeunes suivis", "suivi renforcé"), False),
        (counted(Thing.JOBS, "jeunes suivis"), False),
        (counted(Thing.JOBS), False),
    ],
)
def test_two_texts_count_the_same_unless_both_say_otherwise(other: Counted, agrees: bool) -> None:
    assert YOUNG.agrees(other) is agrees
    assert other.agrees(YOUNG) is agrees
    assert other.agrees(other)


def test_what_narrows_a_population_needs_one() -> None:
    with pytest.raises(ValueError, match="nommer"):
        counted(Thing.PERSONS, only="suivi renforcé")


def test_a_contract_that_says_nothing_of_it_has_the_fingerprint_that_it_had() -> None:
    whole = contract()

    assert fingerprint(whole.parts) == BEFORE
    assert fingerprint(contract(commitment={"counted": YOUNG}).parts) != BEFORE


def test_what_is_counted_is_written_when_it_is_told_and_read_back() -> None:
    silent = to_plain(contract().commitments[0])
    told = to_plain(contract(commitment={"counted": YOUNG}).commitments[0])

    assert "counted" not in silent
    assert told["counted"]["thing"] == "persons"
    assert from_plain(Commitment, silent).counted is None
    assert from_plain(Commitment, told).counted == YOUNG
    assert from_plain(Commitment, {**silent, "counted": None}).counted is None


def test_a_schema_does_not_ask_for_what_may_not_be_told() -> None:
    promise = json_schema(Dossier, "dossier")["$defs"]["Commitment"]

    assert "counted" in promise["properties"]
    assert "counted" not in promise["required"]
    assert "means" in promise["required"]


@pytest.mark.parametrize(
    ("wrong", "path", "expected"),
    [
        ({"thing": "gens"}, ("counted", "thing"), "l’un de : persons, families, jobs"),
        ({"only": "renforcé", "population": ""}, ("counted",), "la nommer"),
        ({"qui": "jeunes"}, ("counted", "qui"), "un champ connu (only, passage, population, thing)"),
    ],
)
def test_what_is_wrong_is_placed_and_says_what_is_expected(
    wrong: dict[str, str], path: tuple[str, ...], expected: str
) -> None:
    plain = to_plain(contract(commitment={"counted": YOUNG}).commitments[0])

    with pytest.raises(PlainError) as refused:
        from_plain(Commitment, {**plain, "counted": {**plain["counted"], **wrong}})

    assert [(one.path, expected in one.expected) for one in refused.value.mismatches] == [(path, True)]


def test_the_lines_of_what_is_counted_are_those_of_a_document_of_the_contract() -> None:
    lost = counted(Thing.JOBS, at=ELSEWHERE)

    for change in (
        {"commitment": {"counted": lost}},
        {"measure": {"counted": lost}},
        {"sheet": {"objective_counted": lost}},
    ):
        with pytest.raises(ValueError, match="counted un document du contrat"):
            contract(**change)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("10e", "11e"), ("11ème", "10ème"), True),
        (("1er",), ("1ER",), True),
        (("10è",), ("10 ème",), True),
        (("Paris 10e",), ("paris  10ème",), True),
        (("10e",), ("10e", "11e"), False),
        (("17e",), ("18e",), False),
        (("Belleville",), ("Bellevilles",), False),
        (("1",), ("11",), False),
    ],
)
def test_a_place_is_one_however_its_number_is_written(
    one: tuple[str, ...], other: tuple[str, ...], same: bool
) -> None:
    assert (Places(one).names == Places(other).names) is same


def test_a_start_says_what_it_is_a_part_of() -> None:
    promise = contract().commitments[0]
    assert promise.baseline is not None
    told = replace(promise, baseline=replace(promise.baseline, part="signataires", whole="habitants"))

    plain = to_plain(told)

    assert (plain["baseline"]["part"], plain["baseline"]["whole"]) == ("signataires", "habitants")
    assert from_plain(Commitment, plain) == told
    assert "part" not in to_plain(promise)["baseline"]


THREE = ROOT / "tests" / "catalogue" / "trois-fiches"


@pytest.mark.parametrize(
    ("told", "field", "expected"),
    [
        (
            ('thing = "contrats"', "livret-et-bilan-2015"),
            "thing",
            "l’un de : persons, families, jobs, posts, money, ",
        ),
        (('thing = "persons"', "ailleurs"), "counted", "un document du contrat"),
    ],
)
def test_the_loader_says_which_line_of_which_file_is_wrong(
    tmp_path: Path, told: tuple[str, str], field: str, expected: str
) -> None:
    thing, document = told
    folder = Path(shutil.copytree(THREE, tmp_path / "contrat"))
    scheme = 'scheme = "Emploi d’avenir"'
    text = (folder / "commitments.toml").read_text(encoding="utf-8")
    counted = f'counted = {{ {thing}, passage = {{ document = "{document}", lines = [[352, 352]] }} }}'
    (folder / "commitments.toml").write_text(text.replace(scheme, f"{scheme}\n{counted}"), encoding="utf-8")

    with pytest.raises(FileRefusedError) as refused:
        load_folder(folder)

    (problem,) = refused.value.problems
    line = text.splitlines().index(scheme) + 2
    assert (problem.place.file, problem.place.line, problem.place.field) == ("commitments.toml", line, field)
    assert problem.expected.startswith(expected)
