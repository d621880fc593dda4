"""A server on loopback, with real sockets, that answers as a test tells it to: whole, cut, slow, wrong."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

DATE = "Thu, 26 Nov 2026 10:00:00 GMT"


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the answer of its path; nothing is logged."""

    server: "Loopback"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, body)
        self.server.asked.append(asked)
        answer = self.server.answers.get(urlsplit(self.path).path)
        if answer is None:
            self.give(404, b"nothing here")
        else:
            answer(self, asked)

    def give(self, status: int, body: bytes, *, length: int | None = None, **headers: str) -> None:
        """Answer; `length` is what the header says of it, when that is not the truth."""
        self.start(status, len(body) if length is None else length, **headers)
        self.wfile.write(body)

    def start(self, status: int, length: int | None, **headers: str) -> None:
        """Answer all but the body."""
        self.send_response_only(status)
        self.send_header("Date", DATE)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


Answering = Callable[[Handler, Asked], None]


class Loopback(ThreadingHTTPServer):
    """A server that is asked and told what to answer."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[Asked] = []
        self.answers: dict[str, Answering] = {}
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is what some tests are about."""


@contextmanager
def serving() -> Iterator[Loopback]:
    """A server for the time of a test."""
    server = Loopback()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Published:
    """A file as a producer serves it: with an ETag and a date, conditions and ranges; each can be left out.

    `cuts` holds after how many bytes the next answers break off, first one first.
    """

    content: bytes
    etag: str = '"v1"'
    modified: str = "Fri, 14 Jun 2024 08:00:00 GMT"
    kind: str = "application/octet-stream"
    ranges: bool = True
    conditions: bool = True
    length: bool = True
    cuts: list[int] = field(default_factory=list)

    def __call__(self, handler: Handler, asked: Asked) -> None:
        known = {"ETag": self.etag, "Last_Modified": self.modified, "Content_Type": self.kind}
        headers = {name: value for name, value in known.items() if value}
        if self.conditions and self._is_held(asked):
            handler.start(304, None, **headers)
            return
        start, status = 0, 200
        wanted = asked.headers.get("range")
        if wanted and self.ranges and asked.headers.get("if-range") in {self.etag, self.modified}:
            start, status = int(wanted.removeprefix("bytes=").removesuffix("-")), 206
            if start >= len(self.content):
                handler.give(416, b"")
                return
            headers["Content_Range"] = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        body = self.content[start:]
        handler.start(status, len(body) if self.length else None, **headers)
        handler.wfile.write(body[: self.cuts.pop(0)] if self.cuts else body)

    def _is_held(self, asked: Asked) -> bool:
        if "if-none-match" in asked.headers:
            return asked.headers["if-none-match"] == self.etag
        return bool(self.modified) and asked.headers.get("if-modified-since") == self.modified
