"""A workbook that came back, imported: what it adds, once; with a fault, nothing, and a copy that says where."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from droitcommun.cli.differences import import_text
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation, Share
from droitcommun.core.periods import Period
from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.grids import read_grids
from droitcommun.intake.preview import Verdict
from droitcommun.intake.workbook.forms import Drafts
from droitcommun.usecases.importing import import_files
from droitcommun.usecases.workbook import annotated
from tests.documents.test_workbook_files import drafts_of, written
from tests.documents.workbooks import fiction

ON = date(2017, 2, 1)


def filled(source: Dossier, path: Path, share: Share) -> Path:
    """The workbook of every service for 2016, with one share typed in."""
    return written(source, path, drafts_of(draft(source, share)))


def draft(source: Dossier, share: Share) -> Observation:
    first = next(seen for seen in source.observations if isinstance(seen.figure, Share))
    return replace(first, figure=share, period=Period.parse("2016"))


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_figure_that_was_typed_in_is_appended_with_its_cell_and_only_once(
    tmp_path: Path, suffix: str
) -> None:
    held = fiction()
    path = filled(held, tmp_path / f"retour{suffix}", Share(Decimal("27.5")))

    found = import_files(held, [path], {}, ON)

    (seen,) = found.additions
    assert (seen.figure, seen.recorded_on) == (Share(Decimal("27.5")), ON)
    assert seen.passage.cell
    assert seen.passage.document in {one.id for one in found.after.contract.documents}
    assert [item.verdict for item in found.record.items] == [Verdict.NEW]
    assert found.after.observations == (*held.observations, seen)
    again = import_files(found.after, [path], {}, ON)
    assert (again.additions, again.after) == ((), found.after)
    assert (found.record.brings_nothing, again.record.brings_nothing) == (False, True)
    assert ("Rien de nouveau" in import_text(found.record)) is False
    assert "Rien de nouveau" in import_text(again.record)


def test_with_a_fault_nothing_is_taken_and_a_copy_says_where(tmp_path: Path) -> None:
    held = fiction()
    path = filled(held, tmp_path / "retour.xlsx", Share(Decimal("27.5"), 1, 10))  # 1 of 10 is 10 %

    with pytest.raises(FileRefusedError) as refused:
        import_files(held, [path], {}, ON)

    (problem,) = refused.value.problems
    assert problem.place.file == "retour.xlsx"
    assert problem.place.cell
    copy = tmp_path / "copie.xlsx"
    copy.write_bytes(annotated(path, (problem,)))
    cells = [cell.value for grid in read_grids(copy) for row in grid.rows for cell in row]
    assert any(isinstance(value, str) and problem.expected in value for value in cells)


def test_every_file_that_is_refused_is_told_at_once_and_nothing_of_the_others_is_taken(
    tmp_path: Path,
) -> None:
    held = fiction()
    good = filled(held, tmp_path / "bon.xlsx", Share(Decimal("27.5")))
    wrong = filled(held, tmp_path / "faux.ods", Share(Decimal("27.5"), 1, 10))
    (tmp_path / "vide.pdf").write_bytes(b"")
    (tmp_path / "lettre.txt").write_text("Une lettre.", encoding="utf-8")

    with pytest.raises(FileRefusedError) as refused:
        import_files(held, [wrong, tmp_path / "vide.pdf", good, tmp_path / "lettre.txt"], {}, ON)

    assert [one.place.file for one in refused.value.problems] == ["faux.ods", "lettre.txt", "vide.pdf"]


def test_two_files_of_one_name_are_not_read_together(tmp_path: Path) -> None:
    held = fiction()
    (tmp_path / "autre").mkdir()
    files = [
        filled(held, folder / "retour.xlsx", Share(Decimal("27.5"), 1, 10))
        for folder in (tmp_path, tmp_path / "autre")
    ]

    with pytest.raises(FileRefusedError, match="des fichiers de noms différents") as refused:
        import_files(held, files, {}, ON)

    assert [str(one.place) for one in refused.value.problems] == ["retour.xlsx"]


def test_an_empty_workbook_erases_nothing(tmp_path: Path) -> None:
    held = fiction()

    found = import_files(held, [written(held, tmp_path / "vide.ods", Drafts())], {}, ON)

    assert (found.additions, found.after) == ((), held)


def test_a_spreadsheet_of_somebody_else_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "autre.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Feuille").write(0, 0, "18 %")

    with pytest.raises(FileRefusedError, match="le classeur envoyé par le pilote"):
        import_files(fiction(), [path], {}, ON)
