"""A desk that runs, and who talks to it without a browser."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.spec.desk import Desk
from tests.spec.test_canaries import Watched

COMMAND = str(Path(sys.executable).with_name("droitcommun"))
BOUNDARY = "frontiere"


@dataclass
class Answer:
    """What the desk said."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Visitor:
    """Somebody who knows the port, with or without the cookie."""

    port: int
    cookie: str = ""

    def ask(
        self,
        path: str,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
        method: str = "",
        **headers: str | None,
    ) -> Answer:
        """One request; a header given as None is left out."""
        sent = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie}
        if body is not None:
            sent |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": kind}
        told = sent | {name.replace("_", "-"): value or "" for name, value in headers.items()}
        for name, value in headers.items():
            if value is None:
                told.pop(name.replace("_", "-"))
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(
            method or ("GET" if body is None else "POST"), path, skip_host=True, skip_accept_encoding=True
        )
        for name, value in told.items():
            connection.putheader(name, value)
        if body is not None and "Content-Length" not in told:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        with closing(connection):
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace"))

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self.ask(
            path, urlencode({name.replace("_", "-"): value for name, value in fields.items()}).encode()
        )

    def send(self, *files: Path, name: str = "") -> Answer:
        """Send files as the form of the first page does."""
        parts = [
            f"--{BOUNDARY}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{name or file.name}"\r\n\r\n'.encode()
            + file.read_bytes()
            + b"\r\n"
            for file in files
        ]
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        return self.ask("/fichier/", body, f"multipart/form-data; boundary={BOUNDARY}")

    def finished(self) -> Answer:
        """Wait until the count is over, and see where that leads."""
        deadline = time.monotonic() + 60
        while True:
            answer = self.ask("/travail/")
            if answer.status == 302:
                return self.ask(answer.headers["Location"])
            assert time.monotonic() < deadline
            time.sleep(0.1)


@dataclass
class Running:
    """A desk that runs: its port, the token of its address, what it said at its start."""

    process: "subprocess.Popen[bytes]"
    port: int
    token: str
    said: bytes

    @classmethod
    def started(
        cls, desk: Desk, port: int, watched: Watched | None = None, *options: str, secret: Path
    ) -> "Running":
        """Start it and wait for its address."""
        environment = dict(os.environ) if watched is None else watched.environment
        command = [
            *(
                COMMAND,
                "desk",
                "--index",
                str(desk.index),
                "--perimeters",
                str(desk.perimeters),
                "--vintage",
                "2014",
            ),
            *("--port", str(port), "--no-browser", "--secret", str(secret), *options),
        ]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=None if watched is None else watched.folder / "out",
            start_new_session=True,
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        address = line.decode().split()[-1]
        assert address.startswith("http://127.0.0.1:"), line
        return cls(process, port, urlsplit(address).query.removeprefix("jeton="), line)

    def visitor(self) -> Visitor:
        """Who opened the page with the token."""
        answer = Visitor(self.port).ask(f"/ouvrir/?jeton={self.token}")
        assert answer.status == 302, answer
        return Visitor(self.port, answer.headers["Set-Cookie"].split(";")[0])

    def ended(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, bytes]:
        """End it; its exit code and all that it said."""
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, self.said + said
