"""`report` on the command line: what it writes, what it refuses, and that it writes all or nothing."""

import os
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path

import pytest

from droitcommun.cli.streams import no_room
from droitcommun.reports.output import write
from droitcommun.usecases.report_files import SUFFIXES

COMMAND = str(Path(sys.executable).with_name("droitcommun"))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=120,
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_runs_on_two_machines_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    source = "catalogue:exemple-2024-2030"
    here, there = tmp_path / f"here{suffix}", tmp_path / f"there{suffix}"

    one = run("report", "--kind", "bilan", source, "-o", str(here), PYTHONHASHSEED="1", TZ="UTC", LANG="C")
    two = run(
        "report",
        "--kind",
        "bilan",
        source,
        "-o",
        str(there),
        PYTHONHASHSEED="2",
        TZ="Pacific/Auckland",
        LANG="fr_FR.UTF-8",
        SOURCE_DATE_EPOCH="1",
    )

    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    assert here.read_bytes() == there.read_bytes()


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt"])
def test_our_own_report_is_known_for_what_it_is_and_only_it(tmp_path: Path, suffix: str) -> None:
    source, sheet = "catalogue:exemple-2024-2030", "alternance"
    report, form = tmp_path / f"bilan{suffix}", tmp_path / f"fiche{suffix}"
    run("report", "--kind", "bilan", source, "-o", str(report))
    run("report", "--kind", "fiche", "--sheet", sheet, "--as-is", source, "-o", str(form))

    for command in ("sheets", "audit"):
        done = run(command, f"file:{report}")

        assert (done.returncode, done.stdout) == (11, "")
        assert done.stderr.count("\n") == 2  # how many problems, and the one
        assert "un bilan que nous avons édité" in done.stderr
    assert run("sheets", f"file:{form}").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (
            ("--kind", "bilan", "-o", "bilan.txt"),
            2,
            "-o attend un fichier en .pdf, .docx, .odt, .xlsx, .ods, .zip",
        ),
        (
            ("--kind", "fiche", "--sheet", "cui-cie", "-o", "f.xlsx"),
            2,
            "-o attend un fichier en .pdf, .docx, .odt",
        ),
        (("--kind", "fiche", "-o", "f.pdf"), 2, "--sheet attend l’identifiant d’une fiche"),
        (
            ("--kind", "bilan", "--sheet", "cui-cie", "-o", "f.pdf"),
            2,
            "--sheet attend l’identifiant d’une fiche",
        ),
        (("--kind", "decret", "-o", "f.pdf"), 2, "--kind attend l’un de bilan, fiche"),
        (("--kind", "bilan"), 2, "Il manque -o FICHIER"),
        (("--kind", "bilan", "--year", "quinze", "-o", "f.pdf"), 2, "--year attend un nombre entier"),
        (("--kind", "fiche", "--sheet", "cui", "-o", "f.pdf"), 12, "Aucune fiche ne porte cet identifiant"),
        (("--kind", "bilan", "--year", "1999", "-o", "f.zip"), 10, "Aucun résultat de 1999"),
        (("--kind", "bilan", "-o", "nowhere/f.zip"), 10, "le dossier où l’écrire n’existe pas"),
        (("--kind", "bilan", "-o", "folder.zip"), 10, "un dossier porte ce nom"),
    ],
)
def test_what_is_wrong_is_said_in_french_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "folder.zip").mkdir()
    done = subprocess.run(
        [COMMAND, "report", *arguments], check=False, capture_output=True, encoding="utf-8", cwd=tmp_path
    )

    said = done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert (done.returncode, done.stdout) == (code, "")
    assert words in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["folder.zip"]


def test_a_file_over_the_size_allowed_is_said_and_leaves_the_former_report(tmp_path: Path) -> None:
    target = tmp_path / "bilan.zip"
    target.write_bytes(b"former")
    limited = (
        f"ulimit -f 8; trap '' XFSZ; {COMMAND} report --kind bilan catalogue:exemple-2024-2030 -o {target}"
    )

    done = subprocess.run(["/bin/sh", "-c", limited], check=False, capture_output=True, encoding="utf-8")

    assert done.returncode == 10
    assert "le fichier dépasse la taille permise" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["bilan.zip"]


def test_a_full_disk_is_told_as_such_and_leaves_the_former_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bilan.zip"
    target.write_bytes(b"former")

    def full(_: int) -> None:
        raise OSError(ENOSPC, "no space")

    monkeypatch.setattr("droitcommun.reports.output.os.fsync", full)

    with pytest.raises(OSError, match="no space") as told:
        write(target, b"new")

    # Which main() tells in French, with exit code 14, and the file.
    assert (told.value.errno, told.value.filename) == (ENOSPC, str(target))
    assert no_room(told.value.filename).replace("\u00a0", " ") == (
        f"Écriture impossible : il n’y a plus de place. {target} n’est pas écrit : en libérer, ou choisir un autre "
        "disque."
    )
    assert target.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["bilan.zip"]


def test_a_report_may_be_read_by_whom_the_folder_lets(tmp_path: Path) -> None:
    target = tmp_path / "bilan.zip"

    write(target, b"first")
    write(target, b"second")

    assert target.read_bytes() == b"second"
    assert target.stat().st_mode & 0o777 == 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
