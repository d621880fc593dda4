"""A new contract: what `new` writes loads as it is; what is there is never touched."""

import re
from pathlib import Path

import pytest

from droitcommun.catalogue.loader import load_folder, load_source
from droitcommun.catalogue.scaffold import FolderTakenError, scaffold
from droitcommun.core.known import known_on
from droitcommun.core.problems import UnknownNameError
from droitcommun.usecases.measurability import measurability
from droitcommun.usecases.sources import View


def view(folder: Path) -> View:
    whole = load_folder(folder)
    return View(known_on(whole, whole.latest_recorded_day()), by_default=True)


def test_what_is_written_loads_and_says_what_it_lacks(tmp_path: Path) -> None:
    names = scaffold(tmp_path / "nouveau" / "contrat")

    assert names == ("commitments.toml", "contract.toml", "observations.csv", "sheets.toml")
    (record,) = measurability(view(tmp_path / "nouveau" / "contrat"))
    assert record.figure
    assert record.indicator
    assert record.missing == ("une situation de départ", "une échéance", "un producteur de données")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à moi", encoding="utf-8")

    for taken in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(FolderTakenError, match="rien n’a été écrit"):
            scaffold(taken)
    with pytest.raises(FolderTakenError, match="vérifier le chemin"):
        scaffold(tmp_path / "notes.txt" / "dedans")
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_is_a_source(tmp_path: Path) -> None:
    scaffold(tmp_path / "contrat")

    assert load_source(f"file:{tmp_path / 'contrat'}").contract.id == "mon-contrat"
    with pytest.raises(UnknownNameError, match="aucun dossier ni document"):
        load_source(f"file:{tmp_path / 'ailleurs'}")


def test_a_part_is_a_file_or_a_folder_of_files_and_not_both(tmp_path: Path) -> None:
    from droitcommun.core.problems import FileRefusedError

    folder = tmp_path / "contrat"
    scaffold(folder)
    (folder / "sheets").mkdir()
    (folder / "sheets.toml").rename(folder / "sheets" / "01.toml")
    assert len(load_folder(folder).sheets) == 1

    (folder / "sheets.toml").write_text("# encore\n", encoding="utf-8")
    with pytest.raises(FileRefusedError, match="pas les deux"):
        load_folder(folder)
    (folder / "sheets.toml").unlink()
    (folder / "sheets" / "01.toml").unlink()
    with pytest.raises(FileRefusedError, match="au moins un fichier"):
        load_folder(folder)


def test_a_fault_in_a_folder_of_files_names_the_file(tmp_path: Path) -> None:
    from droitcommun.core.problems import FileRefusedError

    folder = tmp_path / "contrat"
    scaffold(folder)
    (folder / "observations").mkdir()
    rows = (folder / "observations.csv").read_text(encoding="utf-8")
    (folder / "observations.csv").unlink()
    (folder / "observations" / "2024.csv").write_text(rows.replace("18.2", "beaucoup"), encoding="utf-8")

    with pytest.raises(FileRefusedError) as refused:
        load_folder(folder)
    assert str(refused.value.problems[0].place).replace("\u00a0", " ") == (
        "observations/2024.csv, ligne 2, colonne « value »"
    )


def test_a_promise_that_nobody_makes_is_measured_and_said(tmp_path: Path) -> None:
    """A document may not say who promises (l. 1467–1471): nothing is refused, and `check` says it."""
    folder = tmp_path / "contrat"
    scaffold(folder)
    path = folder / "commitments.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^committed = .*$", "committed = []", text, flags=re.MULTILINE), encoding="utf-8")

    (record,) = measurability(view(folder))

    assert not record.committed
    assert record.missing[0] == "qui s’engage"
