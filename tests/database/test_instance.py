"""An instance as a person runs it: migrate, load, serve, backup, restore; what is wrong is said in French."""

import json
import os
import pty
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from jsonschema import validate

from droitcommun.catalogue.loader import load_folder
from droitcommun.core.known import known_on
from droitcommun.core.texts import TextField
from droitcommun.intake.workbook.forms import Drafts, form
from droitcommun.intake.workbook.ods import write_ods
from droitcommun.intake.workbook.reporters import EVERYONE, reporter
from droitcommun.usecases.schemas import schema
from droitcommun.web.config.databases import IN_MEMORY, DatabaseRefusedError, data_folder, database
from tests.databases import Made
from tests.places import ROOT
from tests.unit.test_cli import COMMAND, run
from tests.web.running import free_port

THREE = ROOT / "tests/catalogue/trois-fiches"
BY_HAND = "file:trois"

# What does not depend on the kind of database is tried on one.
EMBEDDED = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def instance(database: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of an instance whose database is migrated and empty, beside a contract in a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trois").mkdir()
    for file in THREE.iterdir():
        (tmp_path / "trois" / file.name).write_bytes(file.read_bytes())
    return {"DROITCOMMUN_DATABASE": database.url, "DROITCOMMUN_DATA": str(tmp_path / "instance")}


def edited(before: str, after: str) -> None:
    path = Path("trois/observations.csv")
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_loading_prints_the_difference_and_writes_only_when_told(instance: dict[str, str]) -> None:
    looked = run("load", BY_HAND, **instance)
    assert looked.returncode == 0
    assert "1 contrat nouveau : " in looked.stdout.replace("\u00a0", " ")
    assert "3 fiches nouvelles" in looked.stdout
    assert "Rien n’est enregistré ; ajoutez --apply." in looked.stderr.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    name = looked.stdout.splitlines()[0].rpartition("\u00a0: ")[2]
    assert run("sheets", f"db:{name}", **instance).returncode == 12

    told = run("load", BY_HAND, "--apply", **instance)
    assert (told.returncode, told.stdout) == (0, looked.stdout)
    assert run("sheets", f"db:{name}", **instance).stdout == run("sheets", BY_HAND).stdout

    again = run("load", BY_HAND, "--apply", **instance)
    assert (again.returncode, again.stdout, again.stderr) == (0, "Rien n’a changé.\n", "")


@EMBEDDED
def test_a_figure_that_changed_in_the_source_is_added_beside_the_old_one(instance: dict[str, str]) -> None:
    run("load", BY_HAND, "--apply", **instance)
    edited("20.3", "21.3")

    told = run("load", BY_HAND, "--apply", **instance)

    assert told.returncode == 0, told.stderr
    assert "1 chiffre modifié, ajouté à côté de l’ancien : " in told.stdout.replace("\u00a0", " ")
    assert run("load", BY_HAND, **instance).stdout == "Rien n’a changé.\n"


@EMBEDDED
@pytest.mark.parametrize(("answer", "written"), [("o", True), ("OUI", True), ("", False), ("yes", False)])
def test_at_a_terminal_it_asks_and_only_yes_writes(
    instance: dict[str, str], answer: str, written: bool
) -> None:
    ours, theirs = pty.openpty()
    asking = subprocess.Popen(
        [COMMAND, "load", BY_HAND],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **instance},
    )
    os.write(ours, f"{answer}\n".encode())

    _, said = asking.communicate(timeout=30)

    os.close(ours)
    os.close(theirs)
    assert asking.returncode == 0
    assert "Appliquer ? [o/N]" in said.replace("\u00a0", " ").replace("\u202f", " ")
    assert ("Rien n’est enregistré" not in said) is written
    assert (run("load", BY_HAND, **instance).stdout == "Rien n’a changé.\n") is written


def test_backup_and_restore_print_equal_hashes(instance: dict[str, str], database: Made) -> None:
    run("load", BY_HAND, "--apply", **instance)

    made = run("backup", "-o", "copie.zip", **instance)
    other = {**instance, "DROITCOMMUN_DATABASE": database.empty().url}
    back = run("restore", "copie.zip", **other)

    assert (made.returncode, back.returncode) == (0, 0), made.stderr + back.stderr
    assert back.stdout == made.stdout
    assert run("restore", "copie.zip", **other).returncode == 24
    assert run("restore", "copie.zip", "--replace", **other).stdout == made.stdout
    Path("copie.zip").write_bytes(Path("copie.zip").read_bytes()[:900])
    refused = run("restore", "copie.zip", "--replace", **other)
    assert (refused.returncode, refused.stdout) == (11, "")
    assert "copie.zip : une archive de droitcommun backup, entière" in refused.stderr.replace("\u00a0", " ")


def test_it_serves_what_it_holds_and_ends_cleanly(instance: dict[str, str]) -> None:
    run("load", BY_HAND, "--apply", **instance)
    port = free_port()
    serving = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **instance},
    )
    assert serving.stdout is not None
    assert serving.stdout.readline() == f"Prêt : http://127.0.0.1:{port}/\n"

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/fiches/") as answer:
        assert answer.status == 200
    key = Path(instance["DROITCOMMUN_DATA"]) / "secret-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) > 50
    backup = run("backup", "-o", "copie.zip", **instance)
    assert backup.returncode == 0

    serving.send_signal(signal.SIGTERM)
    assert serving.communicate(timeout=20) == ("", "")
    assert serving.returncode == 0


def test_it_does_not_serve_an_empty_or_a_missing_database(instance: dict[str, str], tmp_path: Path) -> None:
    empty = run("serve", "--port", str(free_port()), **instance)
    assert (empty.returncode, empty.stdout) == (12, "")
    assert "droitcommun load" in empty.stderr

    missing = run("serve", DROITCOMMUN_DATA=str(tmp_path / "rien"), DROITCOMMUN_DATABASE="")
    assert (missing.returncode, missing.stdout) == (21, "")
    assert "lancez droitcommun migrate" in missing.stderr


def test_by_default_it_keeps_an_embedded_database_in_its_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"

    read_before = run("sheets", "db:x", DROITCOMMUN_DATA=str(folder), DROITCOMMUN_DATABASE="")
    assert read_before.returncode == 21
    assert not folder.exists()
    done = run("migrate", DROITCOMMUN_DATA=str(folder), DROITCOMMUN_DATABASE="")

    assert (done.returncode, done.stderr) == (0, "La base est à jour.\n")
    assert done.stdout.startswith("contracts.0001_tables\n")
    assert (folder / "droitcommun.sqlite3").is_file()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_demonstration_leaves_nothing_in_the_data_folder(tmp_path: Path) -> None:
    demo = subprocess.Popen(
        [COMMAND, "demo", "--port", str(free_port())],
        stdout=subprocess.PIPE,
        env={**os.environ, "DROITCOMMUN_DATA": str(tmp_path / "rien"), "TMPDIR": str(tmp_path)},
        cwd=tmp_path,
    )
    assert demo.stdout is not None
    assert demo.stdout.readline().startswith("Prêt".encode())

    demo.kill()
    demo.communicate(timeout=20)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:motdepasse@h/b", "ne dit pas une base connue"),
        ("motdepasse", "ne dit pas une base connue"),
        ("postgresql://u:motdepasse@h:port/b", "est mal écrite"),
        ("postgresql://u:motdepasse@h", "ne nomme pas de base"),
        ("sqlite://:memory:", "ne garde rien"),
        (
            "postgresql://u:motdepasse@127.0.0.1:1/b",
            "PostgreSQL ne répond pas, ou refuse l’accès (127.0.0.1, base b)",
        ),
        ("sqlite:////dev/null/x/b.sqlite3", "ne peut pas être créé"),
        ("sqlite:////dev", "ne s’ouvre pas"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(
    url: str, words: str, tmp_path: Path
) -> None:
    done = run("migrate", DROITCOMMUN_DATABASE=url, DROITCOMMUN_DATA=str(tmp_path))

    assert (done.returncode, done.stdout) == (20, "")
    assert words in done.stderr.replace("\u00a0", " ")
    assert "motdepasse" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("des notes, pas une base\n" * 100)

    done = run("migrate", DROITCOMMUN_DATABASE=f"sqlite:///{tmp_path}/notes.txt")

    assert (done.returncode, done.stdout) == (20, "")
    assert "n’est pas une base SQLite" in done.stderr
    assert (tmp_path / "notes.txt").read_text().startswith("des notes")


def test_a_driver_that_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "psycopg.py").write_text("raise ImportError('absent')\n")
    (tmp_path / "psycopg2.py").write_text("raise ImportError('absent')\n")

    done = subprocess.run(
        [sys.executable, "-c", "from droitcommun.cli.main import main; main()", "migrate"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={
            "PYTHONPATH": str(tmp_path),
            "DROITCOMMUN_DATABASE": "postgresql://u:motdepasse@127.0.0.1/b",
            "DROITCOMMUN_DATA": str(tmp_path),
        },
    )

    assert (done.returncode, done.stdout) == (20, "")
    assert 'pip install "droitcommun[postgresql]"' in done.stderr  # a shell takes it as it is
    assert "Traceback" not in done.stderr


def test_an_embedded_database_lets_readers_go_on_and_makes_writers_wait(tmp_path: Path) -> None:
    options = database(None, tmp_path)["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert options["timeout"] == 20


def test_a_server_may_be_told_more_by_its_url(tmp_path: Path) -> None:
    found = database("postgresql://u:p%40@h:5433/b?sslmode=require", tmp_path)

    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == ("h", 5433, "b", "p@")
    assert found["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


def test_the_data_folder_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DROITCOMMUN_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/donnees")
    assert data_folder() == Path("/srv/donnees/droitcommun")
    monkeypatch.setenv("DROITCOMMUN_DATA", "/srv/dc")
    assert data_folder() == Path("/srv/dc")


def test_an_account_without_a_folder_is_told_how_to_give_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.delenv("DROITCOMMUN_DATA", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)

    with pytest.raises(DatabaseRefusedError, match="DROITCOMMUN_DATA"):
        data_folder()


@pytest.mark.parametrize("folder", ["fichier", "fichier/dessous", "rond/dessous", "n" * 300])
def test_a_key_that_cannot_be_kept_is_told_before_anything_is_served(tmp_path: Path, folder: str) -> None:
    (tmp_path / "fichier").touch()
    (tmp_path / "rond").symlink_to("rond")

    done = run("serve", "--port", str(free_port()), DROITCOMMUN_DATA=str(tmp_path / folder))

    assert (done.returncode, done.stdout) == (10, "")
    assert done.stderr.startswith(f"La clé du site ne peut pas être gardée dans {tmp_path / folder}\u00a0: ")
    assert "Traceback" not in done.stderr


@EMBEDDED
@pytest.mark.parametrize("host", ["pas un hôte", "300.1.1.1"])
def test_a_host_that_is_none_is_told(instance: dict[str, str], host: str) -> None:
    run("load", BY_HAND, "--apply", **instance)

    done = run("serve", "--host", host, "--port", str(free_port()), **instance)

    assert (done.returncode, done.stdout) == (12, "")
    assert done.stderr.startswith(f"--host {host} ne désigne pas une adresse de cette machine")


@EMBEDDED
def test_a_backup_that_may_not_grow_says_that_it_is_not_written(
    instance: dict[str, str], tmp_path: Path
) -> None:
    """The memory that SQLite shares, 32 KiB, is a file too: it has room for that, and not for the archive."""
    run("load", "--apply", **instance)
    Path("copie.zip").write_bytes(b"former")
    before = sorted(path.name for path in tmp_path.iterdir())

    done = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -f 80; {COMMAND} backup -o copie.zip"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **instance},
        timeout=60,
    )

    said = done.stderr.replace("\u00a0", " ")
    assert (done.returncode, done.stdout) == (10, "")
    assert said.startswith(
        "Écriture impossible : le fichier dépasse la taille permise. copie.zip n’est pas écrit"
    )
    assert Path("copie.zip").read_bytes() == b"former"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_database_in_memory_is_not_for_keeping(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefusedError):
        database("sqlite://", tmp_path)
    assert "memdb" in database(IN_MEMORY, tmp_path)["NAME"]


@EMBEDDED
def test_an_import_shows_its_questions_and_appends_when_told(instance: dict[str, str]) -> None:
    """The same folder, where a figure differs and the sheet is no newer: a contradiction, then its answer."""
    run("load", BY_HAND, "--apply", **instance)
    name = load_folder(Path("trois")).contract.id
    edited("20.3", "21.3")
    command = ("import-sheets", "trois", "--into", name)

    looked = run(*command, **instance)
    said = (looked.stdout + looked.stderr).replace("\u00a0", " ")
    assert "3 fiches lues, dont 0 nouvelle" in said
    assert "11 inchangés, 1 contredit" in said
    assert "1 question sans réponse" in said
    listed = json.loads(run(*command, "--format", "json", **instance).stdout)
    validate(listed, schema("import-sheets"))
    (question,) = listed["questions"]
    Path("reponses.json").write_text(json.dumps({question["id"]: "correct"}))

    told = run(*command, "--answers", "reponses.json", "--apply", **instance)
    assert told.stderr == "Enregistré.\n"
    assert "20.3" not in run("sheets", f"db:{name}", "--format", "csv", **instance).stdout
    again = run(*command, "--answers", "reponses.json", "--apply", **instance)
    assert (again.returncode, again.stderr) == (0, "")

    assert run(*command, "--answers", "absent.json", **instance).returncode == 11
    Path("reponses.json").write_text("[]")
    assert run(*command, "--answers", "reponses.json", **instance).returncode == 11
    assert run("import-sheets", "absent", "--into", name, **instance).returncode == 12
    assert run("import-sheets", "trois", "--into", "lyon", **instance).returncode == 12


@EMBEDDED
def test_the_texts_of_a_workbook_are_shown_asked_about_and_appended_when_told(
    instance: dict[str, str],
) -> None:
    run("load", BY_HAND, "--apply", **instance)
    contract = load_folder(Path("trois"))
    name, sheet = contract.contract.id, contract.sheets[0].id

    def came(words: str) -> tuple[str, ...]:
        known = known_on(contract, contract.latest_recorded_day())
        drafts = Drafts(texts={(sheet, TextField.ANALYSIS): words})
        Path("retour.ods").write_bytes(write_ods(form(known, reporter(contract, EVERYONE), 2016, drafts)))
        return ("import-sheets", "retour.ods", "--into", name)

    looked = run(*came("Deux forums."), **instance)
    assert f"texte nouveau : {sheet}, analyse de 2016" in looked.stdout.replace("\u00a0", " ")
    assert "Rien n’est enregistré" in looked.stderr
    assert run(*came("Deux forums."), "--apply", **instance).stderr == "Enregistré.\n"
    again = run(*came("Deux forums."), "--apply", **instance)
    assert (again.returncode, again.stderr) == (0, "")
    asked = run(*came("Un forum."), "--apply", **instance)
    assert "1 question sans réponse" in asked.stderr.replace("\u00a0", " ")
    listed = json.loads(run(*came("Un forum."), "--format", "json", **instance).stdout)
    validate(listed, schema("import-sheets"))
    Path("reponses.json").write_text(json.dumps({listed["questions"][0]["id"]: "correct"}))

    run(*came("Un forum."), "--answers", "reponses.json", "--apply", **instance)

    shown = json.loads(run("sheets", f"db:{name}", "--format", "json", **instance).stdout)[0]["texts"]
    assert [(one["text"], one["current"], one["file"]) for one in shown] == [
        ("Deux forums.", False, "retour.ods"),
        ("Un forum.", True, "retour.ods"),
    ]
