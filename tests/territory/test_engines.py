"""Where an address is, worked out by hand in an invented register; and one answer whatever engine is asked, and how."""

import csv
import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.engines import reference
from droitcommun.territory.engines.columnar import Kernel, Rows, blocks_of, locate
from droitcommun.territory.engines.reference import Row
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.matching import Answer, Placed, Reason
from droitcommun.territory.scores import score
from tests.places import SHARED
from tests.territory.register import truths
from tests.territory.spellings import spellings
from tests.territory.test_addresses import ADDRESSES_LIKE


def columns(rows: list[Row]) -> Rows:
    return Rows(*([row[part] for row in rows] for part in range(3)))


def fast(rows: list[Row], index: AddressIndex) -> list[Answer]:
    return Kernel(index).locate(columns(rows)).answers()


def shown(answer: Answer, index: AddressIndex) -> str:
    """Level, how the street and the number were found, and the identifiers without their commune and street's zeros."""
    if isinstance(answer, Reason):
        return answer.value
    houses = " ".join(index.identifier(row) for row in answer.rows)
    return f"{answer.level.name} {answer.street.name} {answer.number.name} {houses}".lower()


CASES = """
12 avenue du Général Tamaris | 75016 | Paris                  | house exact exact 75116_0010_00012
12 bis av gal tamaris        | 75016 | Paris                  | house exact exact 75116_0010_00012_b
12b AV TAMARIS               | 75016 | Paris                  | house close exact 75116_0010_00012_b
12 ter avenue du Gal Tamaris | 75016 | Paris                  | house exact letter 75116_0010_00012
12 TAMARIS                   | 75016 | Paris                  | house close exact 75116_0010_00012
12 avenue du Gal Tamarris    | 75016 | Paris                  | house close exact 75116_0010_00012
12 av du G Tamaris           | 75016 | Paris                  | house close exact 75116_0010_00012
12 rue du Général Tamaris    | 75016 | Paris                  | house typo exact 75116_0010_00012
8 avenue du Général Tamaris  | 75016 | Paris                  | near exact between 75116_0010_00006 75116_0010_00010
5 avenue du Général Tamaris  | 75016 | Paris                  | near exact beyond 75116_0010_00003
99 avenue du Général Tamaris | 75016 | Paris                  | street exact none 75116_0010_00004
avenue du Général Tamaris    | 75016 | Paris                  | street exact none 75116_0010_00004
face au 3 av du Gal Tamaris  | 75016 | Paris                  | near exact facing 75116_0010_00003
3 F av du Gal Tamaris        | 75016 | Paris                  | near exact facing 75116_0010_00003
1, 3 av du Général Tamaris   | 75016 | Paris                  | house exact exact 75116_0010_00001 75116_0010_00003
7 rue de l’Etang Clair       | 75116 | Paris                  | house exact exact 75116_0020_00007
7 rue de l’Etang Clair       | 75016 | PARIS                  | house exact exact 75116_0020_00007
7 rue de l’Etang Clair       |       | Paris XVI              | house exact exact 75116_0020_00007
7 rue de l’Etang Clair       | 75017 | Paris                  | house elsewhere exact 75116_0020_00007
101 R ETANG CLAIR            | 75016 | Paris                  | house elsewhere exact 75117_0040_00101
97 rue de l’Etang Clair      |       | Paris                  | house exact exact 75116_0020_00097
11 bd St Hilarion            | 75850 | Paris cedex 17         | house exact exact 75117_0050_00011
48-50 bd St Hilarion         | 75017 | Paris                  | house exact exact 75117_0050_00048 75117_0050_00050
23 rue V. Aubepine           | 75017 | Paris                  | house close exact 75117_0060_00023
23 rue Aubépine              | 75017 | Paris                  | house close exact 75117_0060_00023
angle rue Victor Aubépine et bd Saint Hilarion | 75017 | Paris | near exact corner 75117_0060_00020 75117_0050_00052
1 grande rue                 | 99100 | Valmont sur Ourse      | house exact exact 99001_a1b2_00001
1 GDE RUE                    |       | VALMONT S/ OURSE       | house exact exact 99001_a1b2_00001
2 sq. des erables            | 99100 |                        | house exact exact 99001_a1b4_00002
99100 Valmont-sur-Ourse      |       |                        | municipality none none 99001_a1b3_00004
12 rue des Licornes Bleues   | 75016 | Paris                  | unknown_street
12 rue Tamarin               | 75016 | Paris                  | unknown_street
9 rue du Moulin Neuf         | 99100 | Valmont-sur-Ourse      | unknown_street
12 avenue du Gal Tamaris     | 13001 | Marseille              | outside_index
12 avenue du Gal Tamaris     |       |                        | no_locality
                             | 75016 | Paris                  | empty
8 U/16                       | 75016 | Paris                  | unreadable
"""


@pytest.mark.parametrize(
    ("text", "postcode", "city", "place"),
    [[part.strip() for part in line.split(" | ")] for line in CASES.strip("\n").splitlines()],
)
def test_an_address_is_placed_as_far_as_the_register_bears_it_out(
    text: str, postcode: str, city: str, place: str, index: AddressIndex
) -> None:
    (obvious,) = reference.locate([(text, postcode, city)], index)
    (quick,) = fast([(text, postcode, city)], index)

    assert shown(obvious, index) == place
    assert quick == obvious


def generated(size: int, seed: int) -> list[Row]:
    return [(one.text, one.postcode, one.city) for one in islice(spellings(truths(), seed), size)]


@pytest.mark.parametrize("seed", range(3))
def test_engines_agree_on_addresses_written_in_many_ways(seed: int, index: AddressIndex) -> None:
    rows = generated(1500, seed)

    assert fast(rows, index) == reference.locate(rows, index)


def test_most_addresses_written_in_many_ways_are_found(index: AddressIndex) -> None:
    written = list(islice(spellings(truths(), 7), 2000))

    answers = fast([(one.text, one.postcode, one.city) for one in written], index)

    meant = [truths()[one.house].identifier for one in written]
    right = sum(
        isinstance(answer, Placed) and identifier in [index.identifier(row) for row in answer.rows]
        for answer, identifier in zip(answers, meant, strict=True)
    )
    assert right > 0.95 * len(written)


@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.text(), ADDRESSES_LIKE),
            st.sampled_from(["", "75016", "75017", "99100"]),
            st.sampled_from(["", "Paris", "PARIS 17", "Valmont-sur-Ourse"]),
        ),
        max_size=5,
    )
)
def test_engines_agree_on_any_text(rows: list[Row], index: AddressIndex) -> None:
    assert fast(rows, index) == reference.locate(rows, index)


SPOILED = (
    lambda text, at, _: text[:at] + text[at + 1 :],
    lambda text, at, _: text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    lambda text, at, _: text[:at] + text[at : at + 1] + text[at:],
    lambda text, at, word: f"{text[:at]}{word}{text[at:]}",
    lambda text, _, word: f"{text} {word}",
    lambda text, _, word: f"{word} {text}",
    lambda text, _, word: f"{text}, {word}",
    lambda text, *_: text.upper(),
    lambda text, *_: text.replace(" ", ""),
    lambda text, *_: text.replace(" ", "-"),
    lambda text, *_: " ".join(reversed(text.split())),
    lambda text, at, _: " ".join(word for place, word in enumerate(text.split()) if place != at % 7),
)
NOISE = [
    "12",
    "bis",
    "F",
    "face",
    "angle",
    "rue",
    "av",
    "place",
    "bât B",
    "esc 2",
    "3e étage",
    "75017",
    "75017 Paris",
    "Paris 16e",
    "(",
    ")",
    "/",
    "-",
    "é",
    "RN 7",
    "BP 12",
    "CEDEX 17",
    "porte",
    "n°",
    "chez",
    "X",
    "et",
    "ou",
]


@given(data=st.data())
def test_engines_agree_on_addresses_spoiled_in_any_way_cut_and_ordered_anyhow(
    data: st.DataObject, index: AddressIndex
) -> None:
    houses = data.draw(st.lists(st.sampled_from(truths()), min_size=1, max_size=6))
    rows: list[Row] = []
    for house in houses:
        text = f"{house.number}{house.repeat} {house.street}"
        for spoil in data.draw(st.lists(st.sampled_from(SPOILED), max_size=3)):
            at = data.draw(st.integers(0, len(text)))
            text = spoil(text, at, data.draw(st.sampled_from(NOISE)))
        postcode = data.draw(st.sampled_from([house.postcode, "", "75116", "75016", "99100", "75000"]))
        rows.append((text, postcode, data.draw(st.sampled_from([house.city, "", "Paris 17e"]))))
    order = data.draw(st.permutations(range(len(rows))))
    size = data.draw(st.integers(1, len(rows)))

    obvious = reference.locate(rows, index)
    kernel = Kernel(index)
    quick = [
        answer
        for block in blocks_of(columns([rows[place] for place in order]), size)
        for answer in kernel.locate(block).answers()
    ]

    assert quick == [obvious[place] for place in order]
    for answer in obvious:
        assert isinstance(answer, Reason) or 0 < score(answer) <= 1


def test_an_answer_depends_on_its_row_alone(index: AddressIndex, index_file: Path) -> None:
    rows = generated(400, 11)
    shuffled = random.Random(1).sample(range(len(rows)), len(rows))  # noqa: S311 - any order will do

    whole = fast(rows, index)
    mixed = fast([rows[place] for place in shuffled], index)
    small = [
        answer for block in locate(blocks_of(columns(rows), 7), index_file) for answer in block.answers()
    ]
    shared = [
        answer
        for block in locate(blocks_of(columns(rows), 50), index_file, processes=2)
        for answer in block.answers()
    ]

    assert [mixed[shuffled.index(place)] for place in range(len(rows))] == whole
    assert small == whole
    assert shared == whole


def test_a_cell_may_hold_what_parts_cells_on_their_way_to_another_process(
    index: AddressIndex, index_file: Path
) -> None:
    rows = [
        ("12 bis\x1fav gal tamaris", "75016", "Paris"),
        ("3 av gal tamaris", "75\x1f016", ""),
        ("", "", ""),
    ]

    shared = [
        answer
        for block in locate(blocks_of(columns(rows), 2), index_file, processes=2)
        for answer in block.answers()
    ]

    assert shared == reference.locate(rows, index)


def test_every_answer_has_a_score_and_a_better_kind_is_not_worth_less(index: AddressIndex) -> None:
    rows = generated(500, 3)

    scores = [score(answer) for answer in fast(rows, index) if isinstance(answer, Placed)]

    assert scores
    assert all(0 < one <= 1 for one in scores)


@pytest.mark.parametrize("name", ["dvf_paris_2025h1.csv", "fontaines_paris.csv"])
def test_engines_agree_on_real_lists(name: str, paris: AddressIndex) -> None:
    with (SHARED / "data" / "addresses" / name).open(encoding="utf-8", newline="") as lines:
        rows = [(row["address"], row["postcode"], row["city"]) for row in csv.DictReader(lines)]
    step = max(1, len(rows) // 150)

    assert fast(rows[::step], paris) == reference.locate(rows[::step], paris)
