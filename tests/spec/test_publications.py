"""What `locate` publishes over several runs: the same again, or refused; and people who put two runs together."""

import csv
import io
import re
from collections.abc import Mapping
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from droitcommun.territory.placements import Placement
from droitcommun.territory.secrecy import PublishedTable, Secrecy
from droitcommun.territory.secrecy_rules import RULES, SourceRule
from droitcommun.territory.tallies import Tally
from droitcommun.usecases.publications import register_of
from tests.spec.desk import Desk
from tests.territory.located import (
    AREAS,
    AT_THE_BORDER,
    INSIDE,
    INVENTED,
    OUTSIDE,
    addresses,
    perimeters,
    written,
)

pytestmark = pytest.mark.usefixtures("own_hook")

FORMS = ("text", "json", "csv")
COUNTS = ((INSIDE, 23), (OUTSIDE, 60), (AT_THE_BORDER, 4), (INVENTED, 7))


def numbered(counts: Mapping[tuple[str, str, str], int], *, first: int = 1) -> list[tuple[str, ...]]:
    """So many rows of each kind, each of another staircase: another text, the same place."""
    lines: list[tuple[str, ...]] = [("adresse", "code postal", "ville")]
    for (street, postcode, city), count in counts.items():
        lines += [(f"{street}, escalier {number}", postcode, city) for number in range(first, first + count)]
    return lines


def ran(desk: Desk, file: Path, *options: str, vintage: str = "2014") -> tuple[int, str, str]:
    code, *texts = desk.here(file, *options, vintage=vintage)
    said, told = (text.replace("\u00a0", " ").replace("\u202f", " ") for text in texts)
    return code, said, told


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "a.csv", addresses(COUNTS))


def test_the_same_file_gives_the_same_again_in_another_order_and_under_another_name(
    desk: Desk, file: Path, tmp_path: Path
) -> None:
    header, *rows = addresses(COUNTS)
    other = written(tmp_path / "copie.csv", [header, *reversed(rows)])

    first = desk.json(file)

    assert desk.json(file, "--target", "25") == {
        **first,
        "verdict": desk.json(file, "--target", "25")["verdict"],
    }
    assert desk.json(other) == first
    assert (first["rows"], first["inside"], first["uncertain"]) == (None, 23, None)


def test_the_figures_that_were_published_are_given_again_though_the_program_finds_others(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Tally.published

    def found_later(tally: Tally, secrecy: Secrecy | None) -> PublishedTable:
        tally.add(Placement.OUTSIDE, "", 7)
        return found(tally, secrecy)

    first = desk.json(file)
    monkeypatch.setattr(Tally, "published", found_later)

    again = desk.json(file)

    assert {**again, "journal": None} == {**first, "journal": None}
    assert "d’une version antérieure" in " ".join(again["journal"]["notes"])


def other_vintage(folder: Path) -> tuple[str, ...]:
    """Perimeters of 2024: those of 2014 under other codes."""
    made = folder / "2024"
    made.mkdir()
    areas = [(f"QN07590{letter}", *area[1:]) for letter, area in zip("MN", AREAS, strict=True)]
    return ("--perimeters", str(perimeters(made, areas)))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--no-areas",), "ajouter motif (qpv 2014, réglages"),
        (("--hide", "12"), "avec une autre, les deux se recouperaient"),
        (("--secrecy", "caf"), "C’était avec la règle « masquer de 1 à 10 »"),
        (("--kind", "zus"), "ajouter placement (zus 2014"),
        (("--precision", "25"), "permettrait de retrouver par soustraction"),
        (("--source", "Allocataires"), "exactement les mêmes lignes, sous un autre nom"),
        (("--columns", "adresse=adresse"), "en est une révision"),
    ],
)
def test_what_would_cross_what_is_public_is_refused_in_every_form_with_what_to_do(
    desk: Desk, file: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    desk.json(file)

    for form in FORMS:
        code, said, told = ran(
            desk,
            file,
            *options,
            "--format",
            form,
            "--manifest",
            str(tmp_path / "m"),
            "-o",
            str(tmp_path / "r"),
        )

        assert (code, said) == (16, "")
        assert "Déjà publié le" in told
        assert words in told
        assert "--internal" in told
        assert not (tmp_path / "m").exists()
        assert not (tmp_path / "r").exists()


def test_breaking_down_by_areas_after_the_total_is_refused_too(desk: Desk, file: Path) -> None:
    desk.json(file, "--no-areas")

    assert ran(desk, file)[0] == 16


def test_two_vintages_of_one_file_are_two_tables_of_it(desk: Desk, file: Path, tmp_path: Path) -> None:
    desk.json(file)

    code, said, told = ran(desk, file, *other_vintage(tmp_path), vintage="2024")

    assert (code, said) == (16, "")
    assert "ajouter placement (qpv 2024" in told
    assert "avec les mêmes colonnes, périmètres, index et réglages" in told


def test_a_revision_of_a_file_is_refused_where_it_took_its_place_and_where_it_looks_alike(
    desk: Desk, tmp_path: Path
) -> None:
    first = numbered({INSIDE: 40, OUTSIDE: 60})
    desk.json(written(tmp_path / "a.csv", first))
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()

    moved = ran(desk, written(elsewhere / "b.csv", first[:-2]))
    replaced = ran(desk, written(tmp_path / "a.csv", numbered({INSIDE: 50, OUTSIDE: 99}, first=500)))

    assert desk.run(tmp_path / "a.csv").returncode == 16
    assert (moved[0], "Presque toutes les lignes" in moved[2]) == (16, True)
    assert (replaced[0], "en est une révision" in replaced[2]) == (16, True)


def test_another_file_of_the_same_name_and_another_year_of_the_same_file_are_published(
    desk: Desk, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    desk.json(written(tmp_path / "a.csv", numbered({INSIDE: 40, OUTSIDE: 60})))

    other = written(elsewhere / "a.csv", numbered({INSIDE: 30, OUTSIDE: 70}, first=500))
    year = written(tmp_path / "a.csv", numbered({INSIDE: 50, OUTSIDE: 99}, first=900))

    assert desk.json(other)["inside"] == 30
    named = desk.json(year, "--source", "RSA", "--period", "2016", "--service", "CAF", "--unit", "persons")
    assert named["inside"] == 50
    journal = named["journal"]
    assert (journal["service"], journal["source"], journal["period"]) == ("CAF", "RSA", "2016")


def test_an_extract_corrected_under_its_declared_name_is_a_revision(desk: Desk, tmp_path: Path) -> None:
    def extract(name: str, inside: int) -> Path:
        rows = [("quartier", "nombre"), ("QP075901", str(inside)), ("hors QPV", "200")]
        return written(tmp_path / name, rows)

    named = ("--source", "RSA", "--period", "2015")
    desk.json(extract("a.csv", 40), *named)

    assert ran(desk, extract("b.csv", 42), *named)[0] == 16
    assert ran(desk, extract("b.csv", 42), "--source", "RSA", "--period", "2016")[0] == 0


def test_whoever_only_looks_publishes_nothing(desk: Desk, file: Path, tmp_path: Path) -> None:
    seen = desk.json(file, "--internal", "--no-areas")

    assert seen["rows"] == 94
    assert not (tmp_path / "secret").exists()
    assert desk.json(file)["inside"] == 23


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "manque"),
        (lambda path: path.write_text(path.read_text().replace("[10, 1]", "[11, 1]")), "modifié"),
        (lambda path: path.write_text("".join(path.read_text().splitlines(keepends=True)[:1])), "tronqué"),
        (lambda path: path.with_name("secret").unlink(), "existe déjà"),
    ],
)
def test_without_a_ledger_that_can_be_trusted_nothing_is_published(
    desk: Desk, file: Path, tmp_path: Path, spoil: object, words: str
) -> None:
    desk.json(file)
    spoil(tmp_path / "secret.publications")  # type: ignore[operator]

    code, said, told = ran(desk, file)

    assert (code, said) == (19, "")
    assert words in told


def test_a_secret_that_could_not_have_its_ledger_is_not_kept(desk: Desk, file: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.publications").mkdir()

    assert ran(desk, file)[0] in {10, 19}
    assert not (tmp_path / "secret").exists()


def test_two_first_runs_begin_one_register(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from datetime import date

    place = tmp_path / "nouveau" / "secret"

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: register_of(place, date(2016, 7, 1)), range(8)))

    assert len({register.secret for register, _ in found}) == 1
    assert sum(begun for _, begun in found) == 1


def test_a_ledger_holds_no_folder_and_no_address(desk: Desk, file: Path, tmp_path: Path) -> None:
    desk.json(file)

    held = (tmp_path / "secret.publications").read_text(encoding="utf-8")

    assert "a.csv" in held
    assert str(tmp_path) not in held
    assert not re.search("tamaris|chimères|étang", held, re.IGNORECASE)


# People who know the program and read all that it prints.


def everything(
    desk: Desk, folder: Path, counts: Mapping[tuple[str, str, str], int], *rule: str, broken: int = 0
) -> str:
    """All that one service prints of a file: every form, the manifest, and what the terminal says."""
    folder.mkdir(parents=True)
    file = written(folder / "a.csv", numbered(counts))
    with file.open("a", encoding="utf-8") as more:
        more.write("seule\n" * broken)
    secret = folder / "secret"
    printed: list[str] = []
    for form in FORMS:
        manifest = folder / "m.json"
        options = (*rule, "--format", form, "--secret", str(secret))
        code, *texts = desk.here(file, *options, "--target", "25", "--manifest", str(manifest))
        refused, *others = desk.here(file, *options, "--no-areas")
        assert (code, refused) == (0, 16)
        printed += [*texts, manifest.read_text(encoding="utf-8"), *others]
    return _without_secrets("\n".join(printed), folder)


def _without_secrets(text: str, folder: Path) -> str:
    """Without what is the service's own: hashes under its secret, its folder."""
    text = text.replace(str(folder), "")
    text = re.sub(r'"(rows_hash|sha256|mac)": "[0-9a-f]{64}"', "", text)
    return re.sub(r"dossier [0-9a-f]{8}", "", text)


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
@pytest.mark.parametrize("seed", range(4))
def test_whoever_runs_it_again_on_other_files_is_left_with_five_counts_for_each_hidden_or_rounded_one(
    desk: Desk, tmp_path: Path, rule: SourceRule, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - to be repeated
    kinds = (INSIDE, OUTSIDE, AT_THE_BORDER, INVENTED)
    shown = chance.choice(kinds[:2])
    image = rule.secrecy.published(chance.randint(20, 40))
    starts: dict[object, int] = {
        kind: chance.randrange(rule.secrecy.threshold) for kind in (*kinds, "malformed")
    }

    def hidden(kind: object, step: int) -> int:
        return 1 + (starts[kind] + step) % rule.secrecy.threshold

    printed = {
        everything(
            desk,
            tmp_path / str(step),
            {
                kind: image.low + step % (image.high - image.low + 1) if kind == shown else hidden(kind, step)
                for kind in kinds
            },
            "--secrecy",
            rule.name.value,
            broken=hidden("malformed", step),
        )
        for step in range(5)
    }

    # Five files, of which each hidden or rounded count is another one: one text.
    first, *others = sorted(printed)
    assert [list(unified_diff(first.split("\n"), other.split("\n"), n=0)) for other in others] == []


def test_whoever_runs_it_again_sees_a_count_that_is_shown_move(desk: Desk, tmp_path: Path) -> None:
    printed = [
        everything(desk, tmp_path / str(count), {INSIDE: count, OUTSIDE: 30}) for count in (10, 11, 12)
    ]

    assert all(one != other for one, other in pairwise(printed))


def test_whoever_adds_up_two_years_learns_no_more_of_a_hidden_count_than_its_bounds(
    desk: Desk, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "2016"
    elsewhere.mkdir()
    one = written(tmp_path / "a.csv", numbered({INSIDE: 3, OUTSIDE: 60}))
    two = written(elsewhere / "a.csv", numbered({INSIDE: 23, OUTSIDE: 90}, first=40))

    found = [desk.json(one, "--period", "2015"), desk.json(two, "--period", "2016")]
    tables = [
        list(csv.DictReader(io.StringIO(ran(desk, path, "--period", year, "--format", "csv")[1])))
        for path, year in ((one, "2015"), (two, "2016"))
    ]

    assert [record["inside"] for record in found] == [None, 23]
    hidden = [row for row in tables[0] if (row["placement"], row["label"]) == ("inside", "QP075901")]
    assert [(row["value"], row["low"], row["high"]) for row in hidden] == [("", "1", "10")]
    assert found[0]["open"]["rows"] == {"low": 61, "high": 70}
