"""A real server keeps nothing of a situation: a number that exists nowhere else, sent every way, then looked for."""

import http.client
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import Made, file_of
from tests.unit.test_cli import COMMAND
from tests.web.orientation_forms import FORM
from tests.web.running import free_port

# An amount of a loan and a word that no file of ours, of Python or of the system holds.
NUMBER, WORD = "7319351", "Zygocanari"

# Loaded by the server: a canary breaks what answers, with the form in its words, as a careless error has.
BREAKS = """
import droitcommun.usecases.guidance as here

_orient = here.orient

def _broken(desk, situation, **more):
    if dict(situation.known).get("loan_amount") and (33, 33) in situation.known.get("age", ()):
        raise ValueError(repr(dict(situation.known)))
    return _orient(desk, situation, **more)

here.orient = _broken
"""

# What is sent: the status, the method, the address, the body, more headers.
WAYS: tuple[tuple[int, str, str, str, dict[str, str]], ...] = (
    (200, "POST", "/orientation/", f"fait-asker=person&fait-loan_amount={NUMBER}&go=every", {}),
    (200, "POST", "/orientation/", f"fait-asker=person&fait-loan_amount={NUMBER}&go=print", {}),
    (200, "POST", "/orientation/", f"fait-asker=person&fait-loan_amount={NUMBER}&go=next&at=asker", {}),
    (422, "POST", "/orientation/", f"fait-age={NUMBER}&at=age&go=next", {}),
    (422, "POST", "/orientation/", f"fait-age=9&fait-employment=employed&fait-loan_amount={NUMBER}", {}),
    (400, "POST", "/orientation/", f"fait-asker={WORD}&fait-{WORD}={NUMBER}", {}),
    (400, "POST", "/orientation/", f"{NUMBER}\x00{WORD}=%FF%00&&;=", {}),
    (400, "POST", "/orientation/", f'{{"loan_amount": {NUMBER}}}', {"Content-Type": "application/json"}),
    (413, "POST", "/orientation/", f"fait-asker={WORD}{NUMBER}" + "1" * 60_000, {}),
    (403, "POST", "/orientation/", f"fait-loan_amount={NUMBER}", {"Origin": f"https://{WORD.lower()}.fr"}),
    (405, "PUT", "/orientation/", f"fait-loan_amount={NUMBER}", {}),
    (400, "GET", f"/orientation/?fait-loan_amount={NUMBER}&{WORD}=1", "", {}),
    (500, "POST", "/orientation/", f"fait-age=33&fait-loan_amount={NUMBER}", {}),
    (200, "POST", "/dispositifs/", f"q={WORD}+{NUMBER}", {}),
    (400, "GET", f"/dispositifs/?q={WORD}{NUMBER}", "", {}),
    (400, "POST", f"/orientation/?{WORD}={NUMBER}", f"fait-loan_amount={NUMBER}", {}),
)

# Answers that hold what a person has just told: shown to her, or to travel on in the form.
SHOWN = (0, 1, 2, 3, 4, 13)


@dataclass
class Served:
    """A real server with its own database, home and temporary folder; `said` once it has ended."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes]"

    def ask(self, method: str, address: str, body: str, headers: dict[str, str]) -> tuple[int, bytes, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as where:
            where.request(method, address, body.encode("latin-1"), {"Content-Type": FORM, **headers})
            answer = where.getresponse()
            return answer.status, repr(answer.getheaders()).encode(), answer.read()

    def held(self) -> bytes:
        """The arguments and the environment of the process, as any other may read them."""
        place = Path(f"/proc/{self.process.pid}")
        return b"".join((place / name).read_bytes() for name in ("cmdline", "environ") if place.exists())

    def end(self) -> bytes:
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=20)
        return out + err

    def left(self) -> list[Path]:
        """The files that hold a canary."""
        return [path for path in self.folder.rglob("*") if path.is_file() and has_canary(path.read_bytes())]


def has_canary(content: bytes) -> bool:
    words: Iterable[str] = (NUMBER, WORD, WORD.lower())
    return any(word.encode(name) in content for word in words for name in ("utf-8", "utf-16-le"))


@pytest.fixture
def served(paris: Made, tmp_path: Path) -> Iterator[Served]:
    for name in ("home", "tmp", "site", "out"):
        (tmp_path / name).mkdir()
    database = tmp_path / "home" / "base.sqlite3"
    shutil.copy(file_of(paris.url), database)
    (tmp_path / "site" / "sitecustomize.py").write_text(BREAKS)
    port = free_port()
    process = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port)],
        cwd=tmp_path / "out",
        env={
            **os.environ,
            "HOME": str(tmp_path / "home"),
            "TMPDIR": str(tmp_path / "tmp"),
            "PYTHONPATH": str(tmp_path / "site"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DROITCOMMUN_DATA": str(tmp_path / "home"),
            "DROITCOMMUN_DATABASE": f"sqlite:///{database}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Prêt".encode())
    made = Served(tmp_path, port, process)
    yield made
    if process.poll() is None:
        made.end()


def test_a_real_server_leaves_nothing_of_a_situation_and_the_search_finds_what_is_planted(
    served: Served,
) -> None:
    database = (served.folder / "home" / "base.sqlite3").read_bytes()

    for rank, (status, method, address, body, headers) in enumerate(WAYS):
        found, sent_back, page = served.ask(method, address, body, headers)

        assert (rank, found) == (rank, status)
        assert not has_canary(sent_back), rank
        assert has_canary(page) == (rank in SHOWN), rank
    assert not has_canary(served.held())
    said = served.end()

    assert b"BrokenPageError: ValueError" in said  # it did break, and was told
    assert not has_canary(said)
    assert served.left() == []
    assert (served.folder / "home" / "base.sqlite3").read_bytes() == database

    for name in ("home", "tmp", "out"):
        (served.folder / name / "plante").write_text(f"x{NUMBER}", encoding="utf-16-le")
    assert len(served.left()) == 3
