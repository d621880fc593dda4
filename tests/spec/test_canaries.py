"""No address leaves `locate`: canaries through every path, then looked for wherever something could have been left."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.spec.desk import Desk
from tests.spec.test_locate_formats import xlsx
from tests.territory.located import INSIDE, OUTSIDE, addresses, written

# Words that no file of ours, of Python or of the system holds.
CANARIES = ("ZYGOCANARI", "Zygocanari", "zygocanari")
CANARY = ("4711 rue Zygocanari", "75016", "Paris")

# Loaded by each Python process of the run: tells what is opened for writing and what is connected to, and
# breaks what the test names, with the row in its words as a careless error has.
SITE = """
import os, sys

def _tell(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            told = f"open {path if isinstance(path, int) else os.fsdecode(path)}"
        else:
            return
    elif event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.sendmsg"):
        told = event
    else:
        return
    os.write(_log, (told + "\\n").encode("utf-8", "replace"))

_log = os.open(os.environ["CANARY_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(_tell)

def _broken(*arguments):
    raise ValueError(repr(arguments[-3:]) + repr([getattr(one, "rows", one) for one in arguments]))

if os.environ.get("CANARY_BREAKS") == "writer":
    import droitcommun.territory.row_output as here
    here.RowWriter.write = _broken
elif os.environ.get("CANARY_BREAKS") == "kernel":
    import droitcommun.territory.engines.columnar as here
    here.Kernel._other = _broken
"""


@dataclass
class Watched:
    """A run that is watched: its home, its temporary folder and its log are its own."""

    folder: Path

    def __post_init__(self) -> None:
        for name in ("home", "tmp", "site", "out"):
            (self.folder / name).mkdir()
        (self.folder / "site" / "sitecustomize.py").write_text(SITE)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HOME": str(self.folder / "home"),
            "XDG_CONFIG_HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": str(self.folder / "site"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "CANARY_LOG": str(self.folder / "log"),
            "DROITCOMMUN_SECRET": str(self.folder / "home" / "secret"),
        }

    def command(self, desk: Desk, file: Path, *options: str) -> list[str]:
        where = ["--index", str(desk.index), "--perimeters", str(desk.perimeters), "--vintage", "2014"]
        return [str(Path(sys.executable).with_name("droitcommun")), "locate", str(file), *where, *options]

    def run(self, desk: Desk, file: Path, *options: str, **more: str) -> "subprocess.CompletedProcess[bytes]":
        return self.run_command(self.command(desk, file, *options), **more)

    def run_command(self, command: list[str], **more: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            cwd=self.folder / "out",
            env=self.environment | more,
            timeout=120,
        )

    @property
    def told(self) -> list[str]:
        """What was opened for writing, and what was connected to."""
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []

    def left(self) -> list[Path]:
        """Files that hold a canary, wherever the run could write."""
        return [path for name in ("home", "tmp", "out", "log") for path in _holding(self.folder / name)]


def _holding(place: Path) -> Iterable[Path]:
    for path in [place, *place.rglob("*")] if place.is_dir() else [place]:
        if path.is_file() and has_canary(path.read_bytes()):
            yield path


def has_canary(content: bytes) -> bool:
    return any(
        word.encode(name) in content for word in CANARIES for name in ("utf-8", "utf-16-le", "utf-16-be")
    )


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def in_every_way(folder: Path) -> Path:
    """Canaries in rows that are right, too short, too long, never closed, of another encoding, endless."""
    rows = addresses([(INSIDE, 20), (OUTSIDE, 20), (CANARY, 11)])
    path = written(folder / "a.csv", rows)
    with path.open("ab") as file:
        for line in (
            "4711 rue Zygocanari",
            "x;4711 rue Zygocanari;75016;Paris;4711 rue Zygocanari;x",
            'x;"4711 rue Zygocanari;75016;Paris',
            "x;Rue Zygocanari;Zygocanari;Zygocanari",
            "x;12 rue Zygocanari 99999 Zygocanari;;",
            "x;" + "4711 rue Zygocanari " * 9000 + ";;",
        ):
            file.write(line.encode() + b"\n")
        file.write("x;4711 rue Zygocanari Été;75016;Paris\n".encode("cp1252"))
        file.write("x;4711 rue Zygocanari;75016;Paris\n".encode("utf-16-le"))
    return path


def as_codes(folder: Path) -> Path:
    return written(
        folder / "a.csv", [("code_qpv", "x"), *[("QP075901", "")] * 20, *[("4711 rue Zygocanari", "")] * 5]
    )


def as_extract(folder: Path) -> Path:
    rows = [
        ("quartier", "nombre"),
        ("QP075901", "12"),
        ("hors QPV", "40"),
        ("4711 rue Zygocanari", "3"),
        ("non identifié", "Zygocanari"),
    ]
    return written(folder / "a.csv", rows)


def as_points(folder: Path) -> Path:
    return written(
        folder / "a.csv", [("lon", "lat"), *[("2,2705", "48,86")] * 20, ("4711 rue Zygocanari", "Zygocanari")]
    )


def as_header(folder: Path) -> Path:
    return written(folder / "a.csv", [("4711 rue Zygocanari", "75016"), ("2 rue Zygocanari", "75016")])


def in_a_workbook(folder: Path) -> Path:
    return xlsx(folder, [(CANARY, 20), (INSIDE, 12)])


FILES = (in_every_way, as_codes, as_extract, as_points, as_header, in_a_workbook)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_canary_is_said_or_left_and_nothing_is_connected_to(
    desk: Desk, watched: Watched, tmp_path: Path, file: object, form: str
) -> None:
    done = watched.run(
        desk,
        file(tmp_path),  # type: ignore[operator]
        *("--format", form, "--manifest", str(tmp_path / "out" / "m.json")),
        PYTHONDEVMODE="1",
        PYTHONFAULTHANDLER="1",
    )

    assert done.returncode in {0, 11}, done.stderr
    assert not has_canary(done.stdout)
    assert not has_canary(done.stderr)
    assert watched.left() == []
    assert not [one for one in watched.told if one.startswith("socket")]


def test_the_search_finds_a_canary_that_is_planted(watched: Watched) -> None:
    for place, name in (("tmp", "utf-8"), ("home", "utf-16-le"), ("out", "utf-16-be")):
        (watched.folder / place / "planté").write_bytes("12 rue ZYGOCANARI".encode(name))

    assert len(watched.left()) == 3


def test_the_log_tells_what_a_run_writes_and_connects_to(watched: Watched) -> None:
    code = "import socket; open('x', 'w').close(); s = socket.socket(); s.connect_ex(('127.0.0.1', 9))"

    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=watched.folder / "out", env=watched.environment
    )

    assert any(one == "open x" for one in watched.told)
    assert "socket.connect" in watched.told


def test_only_what_was_asked_for_is_written(desk: Desk, watched: Watched, tmp_path: Path) -> None:
    file = in_every_way(tmp_path)

    watched.run(desk, file, "--internal")
    nothing = watched.told
    watched.run(desk, file, "--manifest", "m.json")
    asked = [one for one in watched.told[len(nothing) :] if "/dev/null" not in one]

    assert [one for one in nothing if "/dev/null" not in one] == []
    # The secret and the ledger of the service, then the manifest beside its place; nothing else.
    places = [Path(one.removeprefix("open ")) for one in asked]
    kept = sorted(path.name for path in (tmp_path / "home").iterdir())
    assert kept == ["secret", "secret.lock", "secret.publications", "secret.publications.lock"]
    # A number is a file that is open already; the folder is named as a file without a name is made in it.
    strange = [
        str(place)
        for place in places
        if place.parent != tmp_path / "home"
        and not place.name.startswith(".droitcommun-")
        and str(place) not in {".", str(tmp_path / "out")}
        and not str(place).isdigit()
    ]
    assert strange == []
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["m.json"]


@pytest.mark.parametrize(("breaks", "rows"), [("writer", 20), ("kernel", 20), ("kernel", 45_000)])
def test_a_failure_of_ours_is_told_by_its_place_and_not_by_its_words(
    desk: Desk, watched: Watched, tmp_path: Path, breaks: str, rows: int
) -> None:
    file = written(tmp_path / "a.csv", addresses([(CANARY, rows)]))

    done = watched.run(desk, file, "-o", "lignes.csv", "--processes", "2", CANARY_BREAKS=breaks)

    assert done.returncode == 1
    assert b"Erreur du programme (ValueError)" in done.stderr.replace("\u00a0".encode(), b" ")
    assert not has_canary(done.stdout + done.stderr)
    assert watched.left() == []
    assert list((tmp_path / "out").iterdir()) == []


def test_a_run_that_is_killed_leaves_nothing(desk: Desk, watched: Watched, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", addresses([(CANARY, 200_000)]))
    options = ("-o", "lignes.csv", "--manifest", "m.json", "--processes", "2")
    started = subprocess.Popen(
        watched.command(desk, file, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path / "out",
        env=watched.environment,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not any("lignes" in one or str(tmp_path / "out") in one or one == "open ." for one in watched.told):
        assert time.monotonic() < deadline
        time.sleep(0.05)

    os.killpg(started.pid, signal.SIGKILL)
    said = b"".join(started.communicate())

    assert started.returncode == -signal.SIGKILL
    assert not has_canary(said)
    assert watched.left() == []


def test_it_runs_where_there_is_no_network_at_all(desk: Desk, watched: Watched, tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if (
        unshare is None
        or subprocess.run([unshare, "-n", "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("no network namespace can be made here: the audit hook of the other tests says it")
    file = written(tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 45_000)]))
    command = watched.command(desk, file, "--format", "json", "--processes", "2")

    alone = subprocess.run(
        [unshare, "-n", *command],
        check=True,
        capture_output=True,
        env=watched.environment,
        cwd=tmp_path / "out",
    )

    assert json.loads(alone.stdout)["inside"] == 20
