"""The command line: streams, exit codes, and what it says when something is wrong."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

EXAMPLE = ROOT / "src/droitcommun/catalogue/contracts/exemple-2024-2030"
COMMAND = str(Path(sys.executable).with_name("droitcommun"))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does; the exit code is looked at by the caller."""
    return subprocess.run(
        [COMMAND, *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=60,
    )


def test_results_go_to_stdout_and_the_day_to_stderr() -> None:
    done = run("rates")

    assert done.returncode == 0
    assert "112,8\u00a0%" in done.stdout
    assert done.stderr.replace("\u00a0", " ") == (
        "État au 1er juillet 2016, dernier jour enregistré (--as-of pour un autre).\n"
    )


def test_a_day_that_is_given_is_not_announced() -> None:
    assert run("rates", "--as-of", "2016-06-01").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "Utilisation"),
        (("schem",), 2, "Commande inconnue : schem"),
        (("rates", "--foo"), 2, "Option inconnue : --foo"),
        (("rates", "--as-of", "hier"), 2, "--as-of attend une date comme 2016-05-23"),
        (("rates", "--as-of"), 2, "--as-of attend une valeur. Voir droitcommun rates --help."),
        (("report",), 2, "Il manque -o FICHIER"),
        (("workbook", "-o", "a.xlsx"), 2, "Il manque --unit SERVICE"),
        (("report", "--as-is", "-o", "a.xlsx"), 2, "--as-is attend --kind fiche et --sheet ID"),
        (("rates", "--format", "xml"), 2, "--format attend l’un de text, json, csv"),
        (("schema",), 2, "Il manque NOM"),
        (("sheets", "catalogue:paris-2015-2020", "b"), 2, "Argument en trop"),
        (("demo", "--port", "0"), 2, "--port attend un nombre entier de 1 à 65535"),
        (("load", "--by", " "), 2, "--by attend un service ou une fonction, de 1 à 200 caractères"),
        (("load", "--by", "x" * 201), 2, "--by attend un service ou une fonction"),
        (("load", "--by", "a\nb"), 2, "--by attend un service ou une fonction"),
        (("new", "x" * 300), 15, "ne peut pas être écrit"),
        (("report", "-o", "x" * 300 + ".pdf"), 10, "Écriture impossible : ce nom de fichier est trop long."),
        (
            ("workbook", "--unit", "all", "-o", str(ROOT / "LICENSE")),
            10,
            "Écriture impossible : un fichier porte le nom de ce dossier.",
        ),
        (
            ("sheets", "catalogue:lyon"),
            12,
            "Source inconnue ; sources : catalogue:exemple-2024-2030, catalogue:paris-2015-2020",
        ),
        (("sheets", "n’importe quoi"), 12, "Source inconnue"),
        (("sheets", "file:/nulle/part"), 12, "aucun dossier ni document ne porte ce nom"),
        (("sheets", "file:"), 12, "aucun dossier ni document ne porte ce nom"),
        (("sheets", "file:" + "n" * 300), 12, "Source i"),
        (("new", ""), 15, "Il faut le nom d’un dossier à créer"),
        (("audit", "--select", ","), 12, "Code de règle inconnu ; codes"),
        (("audit", "--select", "copied-cells,nimporte"), 12, "Code de règle inconnu (nimporte) ; codes"),
        (("sheets", "catalogue:../../core"), 12, "Source inconnue"),
        (("rates", "--explain", "cui"), 12, "Aucune mesure ni fiche ne porte cet identifiant"),
        (
            ("audit", "--select", "copied-cells,X1"),
            12,
            "; codes : copied-cells",
        ),
        (("audit", "--select", ""), 12, "Code de règle inconnu ; codes"),
        (("audit", "--select", "\udcff\x1b[31m"), 12, "Code de règle inconnu ; codes"),
        (("audit", "--exit-zero=1"), 2, "--exit-zero n’attend pas de valeur"),
        (("rates", "--as-of", "20160523"), 2, "--as-of attend une date comme 2016-05-23"),
        (("rates", "--as-of", ""), 2, "--as-of attend une date comme 2016-05-23"),
        (("rates", "--as-of", "2016-02-30"), 2, "--as-of attend une date comme 2016-05-23"),
        (("rates", "--as-of", "٢٠١٦-٠٥-٢٣"), 2, "--as-of attend une date comme 2016-05-23"),
        (("rates", "--as-of", "2016-W21-1"), 2, "--as-of attend une date comme 2016-05-23"),
        (("rates", "--as-of", "23/05/2016"), 2, "--as-of attend une date comme 2016-05-23"),
        (
            ("rates", "--as-of", "2016-05-23", "--as-of", "2016-05-22"),
            2,
            "--as-of est donnée plusieurs fois ; n’en garder qu’une",
        ),
        (("audit", "--select", "copied-cells", "--select", "x"), 2, "--select est donnée plusieurs fois"),
        (("report", "-o", "a.pdf", "--output", "b.pdf"), 2, "-o est donnée plusieurs fois"),
        (("backup", "-o", "a.zip", "-o", "a.zip"), 2, "-o est donnée plusieurs fois"),
        (("backup", "-o", ""), 2, "-o attend le nom d’un fichier ou d’un dossier"),
        (("report", "-o", " "), 2, "-o attend le nom d’un fichier ou d’un dossier"),
        (("workbook", "--unit", "all", "-o", ""), 2, "-o attend le nom d’un fichier ou d’un dossier"),
        (
            ("import-sheets", "a.pdf", "--answers", ""),
            2,
            "--answers attend le nom d’un fichier ou d’un dossier",
        ),
        (("import-sheets", ""), 2, "FICHIER… attend le nom d’un fichier ou d’un dossier"),
        (("restore", ""), 2, "FICHIER attend le nom d’un fichier ou d’un dossier"),
        (("serve", "--host", ""), 2, "--host attend une adresse de cette machine"),
        (
            ("import-sheets", "a.pdf", "--copies", ""),
            2,
            "--copies attend le nom d’un fichier ou d’un dossier",
        ),
        (("schema", "rate"), 12, "Schéma inconnu"),
    ],
)
def test_what_is_wrong_is_said_in_french_with_an_exit_code(
    arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run(*arguments)

    said = done.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert (done.returncode, done.stdout) == (code, "")
    assert words in said
    assert "Traceback" not in said
    assert "Error" not in said


def test_a_day_before_anything_was_known_is_said() -> None:
    done = run("audit", "--as-of", "2015-01-01")

    assert done.returncode == 0
    assert done.stderr.replace("\u00a0", " ") == "Aucun chiffre n’était connu au 1er janvier 2015.\n"


def test_a_selected_finding_is_linked_only_to_findings_that_are_shown() -> None:
    found = json.loads(run("audit", "--select", "copied-cells", "--format", "json").stdout)

    assert [finding["linked"] for finding in found] == [[]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("sheets",),
        ("rates",),
        ("rates", "--explain", "cui-cie"),
        ("audit", "--all"),
        ("commitments",),
        ("coverage",),
        ("check", str(EXAMPLE)),
    ],
    ids=" ".join,
)
def test_no_line_is_cut_before_a_sign_nor_after_a_guillemet(arguments: tuple[str, ...]) -> None:
    shown = run(*arguments).stdout

    assert re.findall(r"[^\n]*(?:(?<=\S)[ \n]\s*[:;!?%»]|«[ \n])[^\n]*", shown) == []


def test_audit_returns_1_when_it_finds_errors_and_0_when_told() -> None:
    assert run("audit").returncode == 1
    assert run("audit", "--exit-zero").returncode == 0
    assert run("audit", "--as-of", "2016-05-22").returncode == 0


def test_audit_keeps_the_rules_that_are_selected() -> None:
    done = run("audit", "--select", "copied-cells", "--format", "csv")

    assert [line.split(",")[0] for line in done.stdout.splitlines()] == ["code", "copied-cells"]


def test_explain_says_whether_the_declared_rate_holds_and_shows_the_tree() -> None:
    held = run("rates", "--explain", "emplois-avenir").stdout.replace("\u00a0", " ")
    lost = run("rates", "--explain", "cui-cie-part-qpv").stdout.replace("\u00a0", " ")

    assert "emplois-avenir : le taux déclaré de 113 % se retrouve  [l. 2461]" in held
    assert "oui  20,3 ÷ 18 = 112,8 %" in held
    assert "└─ 18 %          objectif  [l. 352 et 2461]" in held
    assert "cui-cie : le taux déclaré de 113 % ne se retrouve par aucun calcul admis" in lost
    for attempt in ("20,3 ÷ 13 = 156,2 %", "18 ÷ 13 = 138,5 %", "20,3 ÷ 15 = 135,3 %", "18 ÷ 15 = 120,0 %"):
        assert f"non  {attempt}" in lost


@pytest.mark.parametrize("name", ["asv", "asv-diagnostics"])
def test_a_sheet_without_a_rate_is_not_taken_for_an_unknown_one(name: str) -> None:
    done = run("rates", "--explain", name, "--as-of", "2016-07-01")

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.replace("\u00a0", " ") == "Aucun taux à calculer : l’objectif n’a pas de chiffre.\n"


def test_help_is_in_french_and_lists_the_commands() -> None:
    said = run("--help").stdout.replace("\u00a0", " ")

    assert said.startswith("Utilisation : droitcommun [OPTIONS] COMMANDE")
    assert "Commandes :" in said
    assert "Options :" in said
    for name in ("sheets", "rates", "audit", "schema", "demo"):
        assert f"\n  {name} " in said
        help_text = run(name, "--help").stdout
        assert "Affiche cette aide." in help_text
        assert "<=" not in help_text
        assert not [line for line in help_text.splitlines() if line.strip() in {"[SOURCE]", "NOM"}]


def test_help_loads_neither_django_nor_the_server() -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", COMMAND, "--help"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stderr

    assert "click" in loaded
    assert "django" not in loaded
    assert "waitress" not in loaded


FORMATS = ("text", "json", "csv")
READINGS = [
    *((name, form) for name in ("sheets", "commitments", "coverage", "rates", "audit") for form in FORMATS),
    ("audit --all", "sarif"),
    *((f"check {EXAMPLE}", form) for form in FORMATS),
]
SCHEMAS = ("dossier", "sheets", "commitments", "coverage", "rates", "audit", "check")


@pytest.mark.parametrize(
    "arguments",
    [
        *((*command.split(), "--format", form) for command, form in READINGS),
        *(("schema", name) for name in SCHEMAS),
        ("rates", "--explain", "cui-cie"),
    ],
    ids=" ".join,
)
def test_two_runs_give_the_same_bytes_on_two_machines(arguments: tuple[str, ...]) -> None:
    here = run(*arguments, PYTHONHASHSEED="1", TZ="UTC", LANG="C", COLUMNS="40")
    there = run(*arguments, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LANG="fr_FR.UTF-8")

    assert here.stdout == there.stdout != ""
    assert here.stderr == there.stderr


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@FULL
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nope",), 2),
        (("sheets", "--format", "xml"), 2),
        (("sheets", "catalogue:lyon"), 12),
        (("new", "."), 15),
        # What they have to say is written to stderr before the result.
        (("sheets",), 14),
        (("audit",), 14),
        (("coverage",), 14),
        (("check", str(ROOT / "tests/catalogue/trois-fiches")), 14),
    ],
)
def test_a_code_is_kept_when_nobody_can_be_told(arguments: tuple[str, ...], code: int) -> None:
    with Path("/dev/full").open("w") as full:
        both = subprocess.run([COMMAND, *arguments], check=False, stdout=full, stderr=full, timeout=60)
        errors = subprocess.run(
            [COMMAND, *arguments], check=False, stdout=subprocess.PIPE, stderr=full, timeout=60
        )

    assert (both.returncode, errors.returncode, errors.stdout) == (code, code, b"")


@FULL
def test_a_contract_that_is_written_and_cannot_be_listed_is_said_to_be_written(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "new", str(tmp_path / "contrat")],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
        )

    assert done.returncode == 14
    first, second = done.stderr.replace("\u00a0", " ").splitlines()
    assert first == f"Les fichiers sont écrits dans {tmp_path / 'contrat'} ; leur liste n’a pas pu l’être."
    assert second == "Écriture impossible : il n’y a plus de place."
    assert len(list((tmp_path / "contrat").iterdir())) == 4


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", ["schema dossier", "sheets", "rates --format json", "audit --exit-zero --format csv"]
)
def test_a_file_that_may_not_grow_is_said_as_a_full_disk(
    tmp_path: Path, arguments: str, unbuffered: str
) -> None:
    """Some of it is written, the rest is not: nothing may pass for the whole."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -f 1; {COMMAND} {arguments} > {tmp_path / 'result'}"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        timeout=60,
    )

    assert 0 < (tmp_path / "result").stat().st_size <= 1024
    assert done.returncode == 14
    assert done.stderr.replace("\u00a0", " ").splitlines()[-1] == (
        "Écriture impossible : il n’y a plus de place."
    )


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX")
def test_a_contract_that_there_is_no_room_for_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -f 0; {COMMAND} new {tmp_path / 'contrat'}"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (14, "")
    assert done.stderr.replace("\u00a0", " ") == "Écriture impossible : il n’y a plus de place.\n"
    assert list(tmp_path.iterdir()) == []


@FULL
def test_a_backup_that_is_made_and_cannot_be_listed_is_said_to_be_made(tmp_path: Path) -> None:
    database = {"DROITCOMMUN_DATABASE": f"sqlite:///{tmp_path / 'base.sqlite3'}"}
    assert run("migrate", **database).returncode == 0
    assert run("load", f"file:{EXAMPLE}", "--apply", **database).returncode == 0

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "backup", "-o", str(tmp_path / "tout.zip")],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, **database},
            timeout=60,
        )

    assert done.returncode == 14
    assert done.stderr.replace("\u202f", " ").replace("\u00a0", " ").splitlines() == [
        "L’archive est écrite ; la liste des empreintes n’a pas pu être écrite.",
        "Écriture impossible : il n’y a plus de place.",
    ]
    assert (tmp_path / "tout.zip").stat().st_size > 0


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_enough_is_no_fault(unbuffered: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{COMMAND} sheets --as-of 2016-07-01 --format json | head -1"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        timeout=60,
    )

    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")


@pytest.mark.parametrize("command", [("audit", "file:{}", "--exit-zero"), ("check", "{}")])
def test_a_waiver_of_a_finding_that_cannot_exist_is_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = Path(shutil.copytree(ROOT / "tests/catalogue/trois-fiches", tmp_path / "contrat"))
    waiver = (
        '[[waiver]]\nid = "{}"\nfinding = "{}:cui-cae"\nfound = "113 %"\n'
        'by = "etat"\non = 2016-06-01\nreason = "revu"\n'
    )
    (folder / "decisions.toml").write_text(
        waiver.format("juste", "declared-rate-differs") + waiver.format("fausse", "declared-rates-differ"),
        encoding="utf-8",
    )

    done = run(*(part.format(folder) for part in command))

    assert done.returncode == 0
    told = [line for line in done.stderr.replace("\u00a0", " ").splitlines() if "Dérogation" in line]
    assert told == [
        "Dérogation fausse : aucune règle ne porte le nom que donne « finding », elle ne sert à rien."
    ]


def test_a_flag_given_twice_says_the_same() -> None:
    assert run("audit", "--all", "--all", "--exit-zero", "--exit-zero").returncode == 0


def test_a_rule_may_be_followed_by_a_comma() -> None:
    assert run("audit", "--select", "copied-cells,", "--exit-zero").returncode == 0


def test_every_command_is_listed_with_the_whole_of_its_sentence() -> None:
    listed = run("--help").stdout

    assert "..." not in listed.partition("Commandes")[2]
    assert "promesses oubliées." in listed


@pytest.mark.parametrize("command", ["", "report", "audit", "locate", "load"])
def test_no_line_of_a_help_begins_by_the_sign_that_ends_a_word(command: str) -> None:
    lines = run(*command.split(), "--help", COLUMNS="80").stdout.splitlines()

    assert [line for line in lines if line.lstrip()[:1] in {";", ":", "!", "?", "»"}] == []
    assert max(map(len, lines)) <= 80


def test_a_page_is_never_wider_than_100_columns_and_its_rates_stand_under_their_objective() -> None:
    lines = run("rates").stdout.splitlines()

    assert max(map(len, lines)) <= 100
    start = lines.index("dla-projets-qpv")
    assert [line.replace("\u00a0", " ") for line in lines[start + 1 : start + 3]] == [
        "  2015, objectif : au moins 30 % (fiche et engagement)",
        "    résultat ÷ objectif         80,0 %",  # l. 2952: 24 ÷ 30
    ]


@pytest.mark.parametrize(("columns", "widest"), [(80, 80), (200, 100), (20, 60)])
def test_in_a_window_lines_are_as_wide_as_it_from_60_to_100_columns(columns: int, widest: int) -> None:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    with subprocess.Popen(
        [COMMAND, "audit", "--select", "copied-cells"],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=environment,
    ):
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # the other end is closed: all is read
            while piece := os.read(ours, 65536):
                told += piece
    os.close(ours)

    widths = [len(line) for line in told.decode("utf-8").splitlines()]
    assert widest - 20 < max(widths) <= widest
