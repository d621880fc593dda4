"""`fetch` as a person runs it: what is said, what is printed, exit codes."""

import hashlib
import json
import os
import resource
import stat
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.fetch.mirrors import BAN, FILE, QPV_2024, compressed, fetched, left, noise, plain, refused
from tests.fetch.test_archives import GEOJSON, WANTED, archive
from tests.servers import Loopback, Published
from tests.territory.register import rows, write
from tests.unit.test_cli import COMMAND, run


def command(server: Loopback, folder: Path, *names: str) -> "subprocess.CompletedProcess[str]":
    return run("fetch", *names, "-o", str(folder), "--base", server.url)


def test_the_command_says_what_it_did_in_french_and_prints_where_it_is(
    server: Loopback, tmp_path: Path
) -> None:
    content = noise()
    server.answers[BAN] = Published(content)

    first, second = command(server, tmp_path, "BAN-75"), command(server, tmp_path, "ban-75")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == second.stdout == f"{tmp_path / FILE}\n"
    assert plain(first.stderr) == (
        "ban-75 : 300 ko du 14 juin 2024, Base Adresse Nationale, Licence Ouverte 2.0. "
        f"SHA-256 {hashlib.sha256(content).hexdigest()}\n"
    )
    assert plain(second.stderr) == "ban-75 : déjà là, inchangé du 14 juin 2024.\n"


def test_the_command_says_that_it_goes_on(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), cuts=[100_000, 0])
    assert command(server, tmp_path, "ban-75").returncode == 25

    done = command(server, tmp_path, "ban-75")

    assert "ban-75 : 100 ko déjà reçus, la suite est demandée." in plain(done.stderr)


def test_the_records_are_printed_as_their_schema_says(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), etag="", modified="")
    server.answers[QPV_2024] = Published(archive({WANTED: GEOJSON}))
    schema = json.loads(run("schema", "fetch").stdout)

    done = run(
        "fetch", "ban-75", "qpv-2024", "--format", "json", "-o", str(tmp_path), DROITCOMMUN_MIRROR=server.url
    )

    found = json.loads(done.stdout)
    jsonschema.Draft202012Validator(schema).validate(found)
    assert [(one["name"], one["etag"]) for one in found] == [("ban-75", None), ("qpv-2024", '"v1"')]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "Il manque NOM"),
        (("ban-96",), 12, "voir fetch --list"),
        (("ban-75", "autre"), 12, "Nom inconnu"),
        (("ban-75", "--base", "ftp://x"), 2, "--base attend une adresse qui commence par https://"),
        (("ban-75", "--base", "https://moi:secret@x"), 2, "--base attend une adresse sans mot de passe"),
        (("ban-75", "--base", "http://127.0.0.1:1", "-o", "/dev/null/x"), 10, "Écriture impossible"),
        (("ban-75", "--base", "http://127.0.0.1:1"), 25, "127.0.0.1:1 : aucun serveur"),
        (("ban-75", "--base", "http://nulle-part.invalid"), 25, "nulle-part.invalid : ce nom de machine"),
    ],
)
def test_what_is_wrong_with_a_command_line_is_said(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    where = () if "-o" in arguments or not arguments else ("-o", str(tmp_path))

    done = run("fetch", *arguments, *where)

    assert (done.returncode, done.stdout) == (code, "")
    assert words in plain(done.stderr)
    assert "Traceback" not in done.stderr
    assert left(tmp_path) == []


def test_the_names_are_listed_without_asking_anybody() -> None:
    done = run("fetch", "--list", DROITCOMMUN_MIRROR="http://127.0.0.1:1")

    lines = plain(done.stdout).splitlines()
    assert [line.split()[0] for line in lines] == ["ban-DD", "qpv-2014", "qpv-2024"]
    assert all(f" {code}" in lines[0] for code in ("01", "2A", "95", "971"))


def test_a_disk_that_is_full_is_told_and_what_was_there_stays(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(compressed(b"old"), etag='"old"')
    fetched(server, tmp_path)
    server.answers[BAN] = Published(noise())

    done = subprocess.run(
        [COMMAND, "fetch", "ban-75", "-o", str(tmp_path), "--base", server.url],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=os.environ,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )

    assert done.returncode == 14
    assert "il n’y a plus de place" in done.stderr
    assert (tmp_path / FILE).read_bytes() == compressed(b"old")
    assert fetched(server, tmp_path).path.read_bytes() == noise()


def test_a_folder_that_may_not_be_written_is_told(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise())
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    folder = Path("/sys/kernel") if os.geteuid() == 0 else tmp_path  # root writes anywhere but there

    assert "il n’est pas permis d’écrire" in refused(server, folder)


def test_the_index_is_built_of_what_was_fetched(server: Loopback, tmp_path: Path) -> None:
    register = write(tmp_path / "ban.csv", rows()).read_bytes()
    server.answers[BAN] = Published(compressed(register))
    fetched(server, tmp_path)

    done = run("index", str(tmp_path / FILE), "-o", str(tmp_path / "adresses.idx"))

    assert done.returncode == 0, done.stderr
    assert f"{len(rows())}  adresses" in done.stdout
