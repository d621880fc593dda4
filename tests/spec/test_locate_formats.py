"""The same rows from each kind of file, and what is wrong with a file, told in French with the place."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import polars as pl
import pytest
import xlsxwriter

from tests.documents.containers import ods_members, zipped
from tests.spec.desk import Desk
from tests.territory.located import AREAS, INSIDE, INVENTED, OUTSIDE, addresses, perimeters, written
from tests.unit.test_cli import run

pytestmark = pytest.mark.usefixtures("own_hook")

ROWS = addresses([(INSIDE, 20), (OUTSIDE, 30), (INVENTED, 11)])


def xlsx(folder: Path, counts: Iterable[tuple[tuple[str, str, str], int]] | None = None) -> Path:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Extraction")
        for line, cells in enumerate(
            [("Extraction du service",), (), *(addresses(counts) if counts else ROWS)]
        ):
            for column, cell in enumerate(cells):
                # A postcode is a number there, as often.
                sheet.write(line, column, int(cell) if cell.isdigit() else cell)
    return path


def ods(folder: Path) -> Path:
    cells = [
        [
            f"<table:table-cell office:value-type='string'><text:p>{escape(cell)}</text:p></table:table-cell>"
            for cell in row
        ]
        for row in ROWS
    ]
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    path = folder / "a.ods"
    path.write_bytes(zipped(ods_members(f'<table:table table:name="A">{rows}</table:table>')))
    return path


def parquet(folder: Path) -> Path:
    header, *rows = ROWS
    pl.DataFrame(rows, schema=list(header), orient="row").write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def csv(folder: Path) -> Path:
    return written(folder / "a.csv", ROWS, encoding="utf-16", delimiter="\t")


@pytest.mark.parametrize("file", [xlsx, ods, parquet, csv])
def test_each_kind_of_file_gives_the_same_counts(desk: Desk, tmp_path: Path, file: Any) -> None:
    found = desk.json(file(tmp_path))

    assert (found["rows"], found["inside"], found["outside"]) == (61, 20, 30)
    assert found["unplaced"]["reasons"]["unknown_street"] == 11


REFUSED: dict[str, tuple[list[tuple[str, ...]], str]] = {
    "no column says where": (
        [("nom", "age"), ("X", "41")],
        "colonne de codes de quartier",
    ),
    "a header alone": ([("adresse", "cp")], "au moins une ligne sous l’en-tête"),
    "an index of another département": (
        [("adresse", "cp", "ville"), *[("3 rue Basse", "13001", "Marseille")] * 3],
        "un département de l’index attendues (75, 99)",
    ),
    "codes of another list": ([("code_qpv",), *[("QN07501M",)] * 3], "colonne « code_qpv »"),
    "points at sea": (
        [("lon", "lat"), *[("0.0", "0.0")] * 3],
        "en France attendues",
    ),
    "an extract with a word": (
        [
            ("quartier", "nombre"),
            ("QP075901", "12"),
            ("QP075999", "9"),
            ("hors QPV", "30"),
            ("Belleville", "4"),
        ],
        "ligne 3, colonne « quartier » : un code du millésime 2014, « hors QPV » ou « non identifié » attendu",
    ),
    "an extract with a count that is hidden": (
        [("quartier", "nombre"), ("QP075901", "< 5"), ("hors QPV", "30"), ("non identifié", "7")],
        "ligne 2, colonne « nombre » : un nombre entier, 0 ou plus, attendu",
    ),
    "a total that is not the sum": (
        [("quartier", "nombre"), ("QP075901", "12"), ("hors QPV", "30"), ("Total", "43")],
        "ligne 4, colonne « nombre » : un total égal à la somme",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_person_can_correct_is_told_with_its_place(desk: Desk, tmp_path: Path, case: str) -> None:
    rows, words = REFUSED[case]

    done = desk.run(written(tmp_path / "a.csv", rows))

    said = done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert (done.returncode, done.stdout) == (11, "")
    assert words in said
    assert "a.csv" in said
    assert "Traceback" not in said


def test_an_empty_file_a_missing_one_and_an_unknown_vintage(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "vide.csv").write_bytes(b"")
    file = written(tmp_path / "a.csv", ROWS)

    assert desk.run(tmp_path / "vide.csv").returncode == 11
    assert desk.run(tmp_path / "nulle-part.csv").returncode == 11
    unknown = desk.run(file, vintage="2019")
    assert unknown.returncode == 12
    assert "2014, 2024" in unknown.stderr
    other = desk.run(file, vintage="2024")
    assert other.returncode == 11
    assert "perimetres.geojson" in other.stderr


def test_addresses_without_an_index_and_a_file_that_is_no_index(desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", ROWS)
    where = ("--perimeters", str(desk.perimeters), "--vintage", "2014")

    without = run("locate", str(file), *where)
    foreign = run("locate", str(file), *where, "--index", str(file))
    missing = run("locate", str(file), *where, "--index", str(tmp_path / "x.idx"))

    assert [done.returncode for done in (without, foreign, missing)] == [11, 11, 11]
    assert "droitcommun index" in without.stderr


def test_one_percent_of_garbage_and_two_encodings_are_counted_and_told(desk: Desk, tmp_path: Path) -> None:
    rows = addresses([(INSIDE, 600), (OUTSIDE, 600)])
    lines = [";".join(row).encode("cp1252" if n % 3 else "utf-8") for n, row in enumerate(rows)]
    for place in range(12):
        lines.insert(100 * place + 50, b"\x00\x9d###;;" + bytes([200 + place]) * 40 + b";;;;x")
    path = tmp_path / "a.csv"
    path.write_bytes(b"\n".join(lines))

    done = desk.run(path, "--format", "json")
    found = desk.json(path)

    assert (found["rows"], found["inside"], found["outside"]) == (1212, 600, 600)
    assert found["unplaced"]["reasons"]["malformed"] == 12
    said, seen = (run.stderr.replace("\u00a0", " ") for run in (done, desk.run(path, "--internal")))
    malformed = "des lignes n’ont pas les colonnes de l’en-tête, comptées non placées, 12"
    assert f"{malformed} : --internal dit lesquelles" in said
    assert f"{malformed} : lignes 51, 151, 251, 351, 451…" in seen
    assert "lignes en Windows-1252, les autres en UTF-8" in said


def test_swapped_coordinates_and_metres_of_lambert_are_told(desk: Desk, tmp_path: Path) -> None:
    mixed = [("x", "y"), *[("2,2705", "48,86")] * 20, *[("48,86", "2,2705")] * 11, *[("0", "0")] * 12]
    metres = [("X", "Y"), *[("646478.0", "6862456.0")] * 20]

    swapped = desk.run(written(tmp_path / "a.csv", mixed), "--format", "json")
    found = desk.json(written(tmp_path / "a.csv", mixed))
    lambert = desk.json(written(tmp_path / "b.csv", metres))

    assert (found["inside"], found["unplaced"]["reasons"]["not_in_france"]) == (31, 12)
    assert "longitude et latitude échangées dans des lignes, remises en place" in swapped.stderr.replace(
        "\u00a0", " "
    )
    assert lambert["rows"] == 20
    assert lambert["journal"]["notes"] == ["coordonnées en Lambert 93, converties en longitude et latitude"]


def test_a_blank_code_is_unplaced_unless_the_service_says_that_it_means_outside(
    desk: Desk, tmp_path: Path
) -> None:
    rows = [("n", "code_qpv"), *[("1", "QP075901")] * 20, *[("2", "")] * 30, *[("3", "QP099999")] * 11]
    file = written(tmp_path / "a.csv", rows)

    strict = desk.json(file)
    told = desk.json(file, "--blank", "outside", "--secret", str(tmp_path / "un autre service"))

    assert (strict["outside"], strict["unplaced"]["reasons"]["no_code"]) == (0, 30)
    assert (told["outside"], told["unplaced"]["reasons"]["no_code"]) == (30, 0)
    assert told["unplaced"]["reasons"]["unknown_code"] == 11


def test_perimeters_of_another_kind_have_any_vintage(desk: Desk, tmp_path: Path) -> None:
    districts = [("75116", "16e", *AREAS[0][2:])]
    file = written(tmp_path / "a.csv", ROWS)

    done = run(
        "locate",
        str(file),
        *("--index", str(desk.index), "--perimeters", str(perimeters(tmp_path, districts))),
        *("--vintage", "2022", "--kind", "arrondissement"),
    )

    assert done.returncode == 0
    assert done.stdout.startswith("Part dans les périmètres")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--target", "101"), "--target attend un pourcentage de 0 à 100"),
        (("--target", "vingt"), "--target attend un pourcentage de 0 à 100"),
        (("--tolerance", "1e9"), "--tolerance attend un nombre de mètres de 0 à 140"),
        (("--basis", "maison"), "--basis attend l’un de home, establishment"),
        (("--unit", "gens"), "--unit attend l’un de persons"),
        (("--columns", "rue"), "--columns attend des colonnes comme address=ADRESSE"),
        (("--format", "sarif"), "--format attend l’un de text, json, csv"),
        (("--secrecy", "aucune"), "--secrecy attend l’un de general, caf, firms"),
        (("--processes", "0"), "--processes attend un nombre entier de 1 à 64"),
    ],
)
def test_a_wrong_option_is_told_in_french(
    desk: Desk, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    done = desk.run(written(tmp_path / "a.csv", ROWS), *options)

    assert done.returncode == 2
    assert words in done.stderr.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("names", "output", "code", "words"),
    [
        (("nulle-part.csv",), "a.idx", 11, "nulle-part.csv"),
        (("a.csv",), "a.idx", 11, "séparateur « ; »"),
        (("ban.csv",), "nulle/part.idx", 10, "Écriture impossible"),
        (("ban.csv",), ".", 10, "Écriture impossible"),
        (("ban.csv",), "ban.csv", 10, "ne remplace pas"),
    ],
)
def test_what_is_wrong_with_a_register_is_told(
    desk: Desk, tmp_path: Path, names: tuple[str, ...], output: str, code: int, words: str
) -> None:
    written(tmp_path / "a.csv", ROWS)
    (tmp_path / "ban.csv").write_bytes((desk.folder / "ban.csv").read_bytes())

    done = run("index", *(str(tmp_path / name) for name in names), "-o", str(tmp_path / output))

    assert done.returncode == code
    assert words in done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.part"))


def test_an_index_is_the_same_bytes_whatever_the_order_of_the_files_and_their_packing(
    desk: Desk, tmp_path: Path
) -> None:
    import gzip

    header, *lines = (desk.folder / "ban.csv").read_text(encoding="utf-8").splitlines()
    one, other = tmp_path / "1.csv", tmp_path / "2.csv.gz"
    one.write_text("\n".join([header, *lines[:9]]) + "\n", encoding="utf-8")
    other.write_bytes(gzip.compress(("\n".join([header, *lines[9:]]) + "\n").encode()))

    first = run("index", str(one), str(other), "-o", str(tmp_path / "1.idx"))
    second = run("index", str(other), str(one), "-o", str(tmp_path / "2.idx"))

    assert (first.returncode, second.returncode) == (0, 0)
    assert (tmp_path / "1.idx").read_bytes() == (tmp_path / "2.idx").read_bytes()
    assert "adresses" in first.stdout
