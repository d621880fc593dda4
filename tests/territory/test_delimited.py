"""CSV as offices produce it: each file says the same three rows, or says which line does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.problems import FileRefusedError
from droitcommun.territory.delimited import read_delimited

HEADER = ["nom", "adresse", "ville"]
ROWS = [
    ["Zoé", "2 allée d’Été", "Mâcon"],
    ["Noël", "3 côte de l’Œil", "Évry"],
    ["Gaëlle", "4 rue Ça", "Alès"],
]


def read(path: Path) -> tuple[list[str], list[list[str]], list[int]]:
    """The columns, the cells of all rows, and the lines of those that are malformed."""
    table = read_delimited(path)
    rows = list(table.rows)
    return list(table.columns), [row.cells for row in rows], [row.line for row in rows if row.malformed]


def text(delimiter: str = ";", end: str = "\n") -> str:
    return "".join(delimiter.join(row) + end for row in [HEADER, *ROWS])


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimiters_line_ends_and_encodings(tmp_path: Path, delimiter: str, end: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text(delimiter, end).encode(encoding))

    assert read(path) == (HEADER, ROWS, [])


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_encodings_of_before_windows_are_told_by_the_letters_that_they_make(
    tmp_path: Path, encoding: str
) -> None:
    rows = [
        ["Zoé", "2 allée d'Été", "Mâcon"],
        ["Noël", "3 rue de la Forêt", "Evry"],
        ["Gaëlle", "4 rue Ça", "Alès"],
    ]
    path = tmp_path / "a.csv"
    path.write_bytes("".join(";".join(row) + "\n" for row in [HEADER, *rows]).encode(encoding))

    assert read(path)[1] == rows


def test_a_file_that_two_programs_wrote_is_read_right_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = text().splitlines(keepends=True)
    path.write_bytes(b"".join(line.encode("cp1252" if n == 2 else "utf-8") for n, line in enumerate(lines)))

    table = read_delimited(path)

    assert [row.cells for row in table.rows] == ROWS
    assert "des lignes en Windows-1252, les autres en UTF-8" in table.told.notes


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("cp1252", "Windows-1252"), ("cp850", "CP850 (DOS)"), ("mac_roman", "Mac Roman")],
)
@pytest.mark.parametrize(
    "lines", [3, 3000]
)  # 3,000 lines of both fill the head, which has then no other encoding
def test_an_encoding_that_is_met_late_is_told_by_its_own_lines(
    tmp_path: Path, encoding: str, shown: str, lines: int
) -> None:
    first, last = ["Zoé", "à l’été, 12 allée", "Mâcon"], ["Noël", "3 rue de la Forêt", "Alès"]
    path = tmp_path / "a.csv"
    head = "".join(";".join(row) + "\n" for row in [HEADER, *[first] * lines])
    path.write_bytes(head.encode() + (";".join(last) + "\n").encode(encoding))

    table = read_delimited(path)

    assert [row.cells for row in table.rows] == [*[first] * lines, last]
    assert f"des lignes en {shown}, les autres en UTF-8" in table.told.notes


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_the_same_whatever_is_read_at_once(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.csv"
    lines = [HEADER, *ROWS * 3000]
    written = [";".join(line).encode("cp1252" if n in {1, 7000} else "utf-8") for n, line in enumerate(lines)]
    path.write_bytes(end.encode().join(written))

    table = read_delimited(path)
    rows = list(table.rows)

    assert [row.cells for row in rows] == ROWS * 3000
    assert [row.line for row in rows] == list(range(2, len(lines) + 1))
    assert table.told.other_encoding == 2
    assert table.told.done == 1.0


@pytest.mark.parametrize(
    ("above", "line"), [("", 2), ("Extraction du service\n", 3), ("Service;;\n;;\n", 4), ("Titre\n\n", 4)]
)
def test_titles_above_the_header_are_passed_over_and_lines_keep_their_number(
    tmp_path: Path, above: str, line: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(above + text() + "trop;de;cellules;ici\n", encoding="utf-8")

    assert read(path) == (HEADER, [*ROWS, ["trop", "de", "cellules"]], [line + 3])


@pytest.mark.parametrize(
    "first", ["2 rue du Puits;75016;Paris", "QP075001;3;4", "2,35;48,86;x", "rue du Puits;75016;x"]
)
def test_a_first_row_that_holds_data_is_no_header(tmp_path: Path, first: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{first}\n{first}\n", encoding="utf-8")

    columns, rows, _ = read(path)

    assert columns == ["colonne 1", "colonne 2", "colonne 3"]
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("written", "cells"),
    [
        ('a;"2 rue du Puits; bâtiment B";c', ["a", "2 rue du Puits; bâtiment B", "c"]),
        ('a;"2 rue du Puits\nbâtiment B";c', ["a", "2 rue du Puits\nbâtiment B", "c"]),
        ('a;"rue ""du"" Puits";c', ["a", 'rue "du" Puits', "c"]),
        ('a;12" rue du Puits;c', ["a", '12" rue du Puits', "c"]),
        ('a;"rue du Puits;c', ["a", '"rue du Puits', "c"]),
        ("a;b\0b;c", ["a", "b b", "c"]),
        ("a;b;c;;", ["a", "b", "c"]),
    ],
)
def test_quotes_that_nobody_closed_swallow_no_other_row(
    tmp_path: Path, written: str, cells: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text() + f"{written}\n" + text().partition("\n")[2], encoding="utf-8")

    columns, rows, malformed = read(path)

    assert (columns, malformed) == (HEADER, [])
    assert rows == [*ROWS, cells, *ROWS]


@pytest.mark.parametrize("garbage", ["\x01\x02\x03", "###", "a;b", "a;b;c;d;e", '"', "x" * 200_000])
def test_garbage_is_counted_and_its_line_is_told(tmp_path: Path, garbage: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text() + garbage + "\n" + text().partition("\n")[2], encoding="utf-8")

    table = read_delimited(path)
    rows = list(table.rows)

    assert [row.cells for row in rows if not row.malformed] == ROWS + ROWS
    assert (table.told.malformed_rows, table.told.malformed) == (1, [5])


def test_empty_lines_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text().replace("\n", "\n\n;;\n"), encoding="utf-8")

    assert read(path)[1] == ROWS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04zip", "not-a-text"),
        (b"%PDF-1.7", "not-a-text"),
        (b"\0\0\0\1" * 9, "not-a-text"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(FileRefusedError) as refused:
        read_delimited(path)

    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nulle-part.csv"):
        with pytest.raises(FileRefusedError):
            read_delimited(path)


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=';"\ufeff'),
    max_size=8,
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=30), st.data())
def test_no_row_is_lost_or_made_up(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    garbage = data.draw(st.lists(st.sampled_from(["x;y", "x;y;z;t", "x"]), max_size=len(rows) // 4))
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    lines = [f"{n};{';'.join(row)}" for n, row in enumerate(rows)] + garbage
    path.write_text("".join(f"{line}\n" for line in ["n;alpha;beta;gamma", *lines]), encoding="utf-8")

    read_back = list(read_delimited(path).rows)

    assert len(read_back) == len(lines)
    assert sum(row.malformed for row in read_back) == len([one for one in garbage if one.count(";") != 3])


def test_a_file_whose_reading_fails_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(
        "/proc/self/mem"
    )  # it opens, and its reading fails; absent where there is none

    with pytest.raises(FileRefusedError, match="un fichier lisible attendu"):
        read_delimited(tmp_path / "a.csv")
