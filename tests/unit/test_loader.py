"""The catalogue: what is wrong is told all at once, with its place; nothing half-loads."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from droitcommun.catalogue.folder import MOST_BYTES
from droitcommun.catalogue.loader import load_folder, load_source
from droitcommun.core.problems import FileRefusedError, Problem, UnknownNameError
from tests.places import ROOT

THREE = ROOT / "tests/catalogue/trois-fiches"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(THREE, tmp_path / "contrat"))


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """Replace a text in a file of the copy, everywhere it stands; it must stand there."""

    def replace_in(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace_in


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(FileRefusedError) as refused:
        load_folder(folder)
    return refused.value.problems


def line_with(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_the_copy_loads_as_the_original_and_comments_change_nothing(folder: Path) -> None:
    path = folder / "sheets.toml"
    path.write_text("# une remarque\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    assert load_folder(folder) == load_folder(THREE)


def test_a_figure_that_changes_changes_the_fingerprint(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("observations.csv", ",20.3,", ",20.4,")

    assert load_folder(folder).origin.sha256 != load_folder(THREE).origin.sha256


def test_sheets_come_in_document_order_whatever_their_order_in_the_file(folder: Path) -> None:
    path = folder / "sheets.toml"
    head, *tables = path.read_text(encoding="utf-8").split("[[sheet]]")
    path.write_text("[[sheet]]".join([head, *reversed(tables)]), encoding="utf-8")

    assert [sheet.id for sheet in load_folder(folder).sheets] == ["emplois-avenir", "cui-cie", "cui-cae"]


def test_a_comma_in_a_number_a_bom_and_windows_line_ends_are_read(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("observations.csv", ",20.3,", ',"20,3",')
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load_folder(folder) == load_folder(THREE)


def test_faults_in_four_files_are_all_told_at_once_with_their_places(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("contract.toml", "signed_on = 2015-05-07", 'signed_on = "7 mai 2015"')
    change("contract.toml", 'name = "Contrat de ville parisien 2015-2020"', 'nom = "Contrat"')
    change("commitments.toml", 'id = "cui-cie"', 'id = "cui-cie"\nlevl = "local"')
    change("commitments.toml", "lines = [[352, 352]]", "lines = [[352]]")
    change("sheets.toml", 'share = { percent = "13" }', 'share = { percent = "130" }')
    change("sheets.toml", 'commitments = ["cui-cae"]', 'commitments = ["cui-caf"]')
    change("observations.csv", "18.1,,,,,,2015,", "dix-huit,,,,,,l’an dernier,")
    change("observations.csv", "cui-cae-taux,cui-cae,,", "cui-cae-taux,cui-caf,,")
    change("observations.csv", "cui-cie-2015,", "cui-cie-2016-04,")

    found = {
        (problem.place.file, problem.place.line, problem.place.column or problem.place.field)
        for problem in problems(folder)
    }

    def at(file: str, text: str) -> int:
        return line_with(folder, file, text)

    assert found == {
        ("contract.toml", at("contract.toml", "7 mai 2015"), "signed_on"),
        ("contract.toml", at("contract.toml", "nom ="), "nom"),
        ("contract.toml", None, "name"),
        ("commitments.toml", at("commitments.toml", "levl"), "levl"),
        ("commitments.toml", at("commitments.toml", "[[352]]"), "lines"),
        ("sheets.toml", at("sheets.toml", '"130"'), "share"),
        ("sheets.toml", at("sheets.toml", "cui-caf"), "commitments"),
        ("observations.csv", at("observations.csv", "dix-huit"), "value"),
        ("observations.csv", at("observations.csv", "dix-huit"), "period"),
        ("observations.csv", at("observations.csv", "cui-cae-taux"), "sheet"),
        (
            "observations.csv",
            at("observations.csv", 'cui-cie-2016-04,cui-cie,cui-cie-part-qpv,result,,"20'),
            "id",
        ),
    }


def test_a_problem_says_where_and_what_is_expected_and_never_repeats_the_cell(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("observations.csv", "18.1,", "Mme Untel,")
    change("sheets.toml", 'layout = "result_2015_dated"', 'layout = "Mme Untel"')
    change("commitments.toml", 'committed = ["etat"]', 'committed = ["Mme Untel"]')
    change("observations.csv", "cui-cae-taux,cui-cae,,", "cui-cae-taux,Mme Untel,,")

    with pytest.raises(FileRefusedError) as refused:
        load_folder(folder)

    said = str(refused.value).replace("\u00a0", " ")
    assert said.startswith("8 problèmes, rien n’a été chargé.\n")
    assert "observations.csv, ligne 3, colonne « value » : un nombre : 20.3 ou 20,3" in said
    assert "champ « layout » : l’un de : result_2015_dated, result_2014, situation_2014" in said
    assert "Untel" not in said
    places = [(found.place.file, found.place.line or 0) for found in refused.value.problems]
    assert places == sorted(places)


FILES = ("contract.toml", "commitments.toml", "sheets.toml", "observations.csv")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("content", "code"), [(b"caf\xe9", "encoding"), (b"", "empty"), (b" \n", "empty"), (None, "file-missing")]
)
def test_a_file_that_is_missing_empty_or_not_text_is_the_one_problem(
    folder: Path, file: str, content: bytes | None, code: str
) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)

    (found,) = problems(folder)
    assert (found.place.file, found.code) == (file, code)


def test_a_folder_of_empty_files_is_four_problems(folder: Path) -> None:
    for file in FILES:
        (folder / file).write_text("", encoding="utf-8")

    assert [found.place.file for found in problems(folder)] == sorted(FILES)


def test_a_commitment_taken_away_is_missed_though_a_sheet_bears_its_id(folder: Path) -> None:
    path = folder / "commitments.toml"
    head, first, second, third = path.read_text(encoding="utf-8").split("[[commitment]]")
    assert 'id = "cui-cie"' in second
    path.write_text("[[commitment]]".join([head, first, third]), encoding="utf-8")

    (found,) = problems(folder)

    assert (found.place.file, found.code) == ("sheets.toml", "reference")
    assert found.place.line == line_with(folder, "sheets.toml", 'commitments = ["cui-cie"]')


def test_an_id_of_another_table_does_not_stand_in_for_one(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("sheets.toml", 'institutions = ["direccte"]', 'institutions = ["emploi"]')

    assert {found.expected for found in problems(folder)} == {"une institution du contrat"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sheets.toml", 'percent = "13"', "percent = " + "9" * 5000),
        ("sheets.toml", 'percent = "13"', f'percent = "1.{"9" * 5000}"'),
        ("sheets.toml", "units = []", f"units = {'[' * 5000}"),
        ("observations.csv", ",2461,", f",{'9' * 5000},"),
        ("observations.csv", "113 %", "x" * 200_000),
        ("observations.csv", "113 %", "\0"),
        ("observations.csv", "emplois-avenir-2015,", '"emplois-avenir-2015,'),
        ("contract.toml", "2015-05-07", "2015-05-07T12:00:00"),
        ("contract.toml", 'id = "emploi"', 'id = "Mme Untel"'),
    ],
)
def test_what_is_out_of_measure_is_a_problem_and_no_traceback(
    folder: Path, change: Callable[[str, str, str], None], file: str, old: str, new: str
) -> None:
    change(file, old, new)

    assert {found.place.file for found in problems(folder)} <= {file, "sheets.toml"}


def test_separators_that_only_look_like_line_ends_do_not_move_a_place(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("sheets.toml", "Les données viennent", "Les données\u2028\u0085viennent")
    change("observations.csv", "113 %", '"113\u2028%"')
    change("sheets.toml", 'share = { percent = "15" }', 'share = { percent = "150" }')

    (found,) = problems(folder)
    lines = (folder / "sheets.toml").read_text(encoding="utf-8").split("\n")
    assert found.place.line is not None
    assert '"150"' in lines[found.place.line - 1]


def test_a_table_of_another_name_is_one_problem_and_not_one_more_for_each_that_refers_to_it(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("commitments.toml", "[[commitment]]", "[[engagement]]")
    change("commitments.toml", "[commitment.target]", "[engagement.target]")

    (found,) = problems(folder)

    assert (found.code, found.place.file) == ("table", "commitments.toml")
    assert found.place.line == line_with(folder, "commitments.toml", "[[engagement]]")


def test_broken_toml_is_placed(folder: Path, change: Callable[[str, str, str], None]) -> None:
    change("sheets.toml", 'layout = "result_2015_dated"', "layout = result_2015_dated")

    (found,) = problems(folder)

    assert (found.code, found.place.file) == ("toml", "sheets.toml")
    assert found.place.line == line_with(folder, "sheets.toml", "layout =")


def test_a_single_bracket_where_a_list_is_expected_is_placed(folder: Path) -> None:
    (folder / "commitments.toml").write_text('[commitment]\nid = "a"\n', encoding="utf-8")

    (found,) = problems(folder)

    assert (found.code, found.place.line) == ("table", 1)


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("id,sheet,", "ident,sheet,", "columns", ""),
        ("2016-05-23,\n", "2016-05-23\n", "cells", ""),
        (",qpv,non,", ",qpv,peut-être,", "value", "provisional"),
        (",2461,", ",deux mille,", "value", "lines"),
        (",2461,", ",2461-12,", "value", "lines"),
        (",absent,,,,,O,", ",absent,,,,,Z,", "value", "absent_code"),
        (",absent,,,,,O,", ",absent,12,,,,O,", "value", "value"),
        (",share,18.1,,,,,", ",share,18.1,,,,O,", "value", "absent_code"),
        (",2015,qpv", ",2015-13,qpv", "value", "period"),
        (",2015,qpv", ",,qpv", "value", ""),
        ("2016-05-23,", "20160523,", "value", "recorded_on"),
        (",absent,", ",rien,", "value", "kind"),
        ("113 %,ratio,113", "113 %,share,113", "value", "value"),
        ("113 %,ratio,113", "113 %,share,99", "value", ""),
        ("2016-05-23", "23/05/2016", "value", "recorded_on"),
    ],
)
def test_a_faulty_cell_is_placed(
    folder: Path, change: Callable[[str, str, str], None], old: str, new: str, code: str, column: str
) -> None:
    change("observations.csv", old, new)

    first, *_ = problems(folder)
    assert (first.place.file, first.code, first.place.column) == ("observations.csv", code, column)


def test_a_contract_that_is_not_there() -> None:
    with pytest.raises(UnknownNameError, match="paris-2015-2020"):
        load_source("catalogue:lyon")


def told(folder: Path) -> list[tuple[str, str]]:
    return [(problem.place.file, problem.code) for problem in problems(folder)]


def test_a_misspelt_file_is_told_and_notes_may_stand_beside(folder: Path) -> None:
    (folder / "decision.toml").write_text("", encoding="utf-8")
    (folder / "A-LIRE.md").write_text("une note", encoding="utf-8")

    assert told(folder) == [("decision.toml", "file-unknown")]


def test_a_misspelt_file_in_the_folder_of_a_part_is_told(folder: Path) -> None:
    (folder / "sheets").mkdir()
    (folder / "sheets.toml").rename(folder / "sheets" / "01.toml")
    (folder / "sheets" / "A-LIRE.md").write_text("une note", encoding="utf-8")
    (folder / "sheets" / "02.tml").write_text("", encoding="utf-8")

    assert told(folder) == [("sheets/02.tml", "file-unknown")]


def test_the_contract_is_one_file_and_never_a_folder(folder: Path) -> None:
    (folder / "contract").mkdir()
    (folder / "contract" / "01.toml").write_text("", encoding="utf-8")
    assert told(folder) == [("contract", "file-unknown")]

    (folder / "contract.toml").unlink()
    assert told(folder) == [("contract.toml", "file-missing")]


@pytest.mark.parametrize("file", FILES)
def test_what_is_no_file_is_not_waited_for(folder: Path, file: str) -> None:
    (folder / file).unlink()
    os.mkfifo(folder / file)
    assert told(folder) == [(file, "file-missing")]

    (folder / file).unlink()
    (folder / file).symlink_to("/dev/zero")
    assert told(folder) == [(file, "file-missing")]

    (folder / file).unlink()
    (folder / file).symlink_to(file)  # a link to itself
    assert told(folder) == [(file, "file-missing")]


# Who has no right to anything that is not open to all; root reads everything, whatever the rights.
NOBODY = 65534


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize(
    ("closed", "mode", "code", "said"),
    [
        ("..", 0o000, 12, "droits insuffisants"),
        (".", 0o000, 12, "droits insuffisants"),
        (".", 0o444, 12, "droits insuffisants"),  # may be listed, not entered
        ("sheets", 0o000, 11, "sheets : un dossier que l’on ait le droit de lire"),
        ("contract.toml", 0o000, 11, "contract.toml : un fichier lisible de ce nom"),
    ],
)
def test_what_may_not_be_read_is_said_in_french(closed: str, mode: int, code: int, said: str) -> None:
    """Run as somebody who has no right to a folder: the loader in a child, which changes who it is."""
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        folder = Path(shutil.copytree(THREE, Path(top) / "au-dessus" / "contrat"))
        (folder / "sheets").mkdir()
        (folder / "sheets.toml").rename(folder / "sheets" / "01.toml")
        (folder / closed).chmod(mode)

        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(folder)],
            check=False,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    assert done.returncode == code, done.stderr
    assert said in done.stderr.replace("\u00a0", " ")
    assert "Traceback" not in done.stderr


# Everything is loaded once before the rights go: the program itself may stand where nobody else may read.
AS_NOBODY = f"""
import os, sys
import droitcommun.cli.sources, droitcommun.usecases.measurability
from droitcommun.catalogue.loader import load_source
from droitcommun.cli import formats, text
from droitcommun.cli.main import main
load_source("catalogue:exemple-2024-2030")
os.setgid({NOBODY}); os.setuid({NOBODY})
sys.argv = ["droitcommun", "check", sys.argv[1]]
main()
"""


def test_a_file_without_end_is_refused(folder: Path) -> None:
    path = folder / "set-aside.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    assert told(folder) == [("set-aside.csv", "size")]


def placed(folder: Path) -> list[tuple[str, int | None, str, str]]:
    return [
        (found.place.file, found.place.line, found.place.column or found.place.field, found.expected)
        for found in problems(folder)
    ]


def test_perimeters_that_lie_in_a_circle_are_refused(folder: Path) -> None:
    text = (folder / "contract.toml").read_text(encoding="utf-8")
    (folder / "contract.toml").write_text(
        text
        + '\n[[perimeters]]\nid = "un"\nname = "Un"\nkind = "other"\nwithin = ["deux"]\n'
        + '[[perimeters]]\nid = "deux"\nname = "Deux"\nkind = "other"\nwithin = ["un"]\n'
        + '[[perimeters]]\nid = "bout"\nname = "Bout"\nkind = "other"\nwithin = ["un"]\n',
        encoding="utf-8",
    )

    expected = "un périmètre qui ne se contient pas lui-même, de proche en proche"
    lines = [line_with(folder, "contract.toml", f'within = ["{wider}"]') for wider in ("deux", "un")]
    assert placed(folder) == [("contract.toml", line, "within", expected) for line in lines]


def test_a_perimeter_within_itself_is_refused(folder: Path) -> None:
    path = folder / "contract.toml"
    circle = '\n[[perimeters]]\nid = "un"\nname = "Un"\nkind = "other"\nwithin = ["un"]\n'
    path.write_text(path.read_text(encoding="utf-8") + circle, encoding="utf-8")

    assert [(file, line, field) for file, line, field, _ in placed(folder)] == [
        ("contract.toml", line_with(folder, "contract.toml", 'within = ["un"]'), "within")
    ]


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        ("terrain; toit", "des étapes de l’objectif, par leurs identifiants"),
        ("terrain; terrain", "chaque étape une seule fois"),
    ],
)
def test_a_step_never_promised_or_reached_twice_is_refused(
    folder: Path, change: Callable[[str, str, str], None], reached: str, expected: str
) -> None:
    steps = '[{ id = "terrain", text = "le terrain" }, { id = "permis", text = "le permis" }]'
    change("sheets.toml", 'share = { percent = "18" }', f"steps = {steps}")
    change("sheets.toml", 'kind = "at_least_share"\ntext = "18 %"', 'kind = "milestones"\ntext = "18 %"')
    change(
        "observations.csv",
        ",share,20.3,,,,,,2016-04,qpv,non,livret-et-bilan-2015,2461,",
        ",steps,,,,,,terrain,2016-04,qpv,non,livret-et-bilan-2015,2461,",
    )
    assert load_folder(folder).observations

    change("observations.csv", ",terrain,2016-04", f",{reached},2016-04")

    line = line_with(folder, "observations.csv", reached)
    assert placed(folder) == [("observations.csv", line, "words", expected)]


def test_a_review_outside_the_contract_is_refused(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("contract.toml", "signed_on = 2015-05-07", "signed_on = 2015-05-07\nreview_on = 2031-01-01")

    assert placed(folder) == [
        (
            "contract.toml",
            line_with(folder, "contract.toml", "review_on"),
            "review_on",
            "un jour de la durée du contrat",
        )
    ]


def test_a_year_with_a_digit_too_many_is_refused(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("sheets.toml", 'schedule = "unsettled"', 'schedule = "from_year"\nyear = 20155')

    assert "une année entre 1900 et 2199" in {problem.expected for problem in problems(folder)}


@pytest.mark.parametrize("path", ["n" * 300, "n" * 5000, "", " "])
def test_a_path_that_leads_nowhere_is_said_in_french(path: str) -> None:
    with pytest.raises(UnknownNameError, match="Source i"):
        load_source(f"file:{path}")
