"""A file of a server, whole or not at all; what a cut left is gone on with, unless the file changed meanwhile.

Beside the bytes that wait lies what their server said of them: only bytes of one version are put together.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from droitcommun.core.french import weight
from droitcommun.territory.network import (
    OK,
    Answer,
    UnreachableError,
    ask,
    host_of,
    refusal,
    request_of,
    web_address,
)

# The longest silence of a server, in seconds; how many times a cut is gone on with before a person is asked to.
SILENCE = 30.0
_TRIES = 4

_PARTIAL = 206
_UNCHANGED = 304
_BEYOND_END = 416
_REDIRECTIONS = frozenset([301, 302, 303, 307, 308])
_MOST_REDIRECTIONS = 5


@dataclass(frozen=True, slots=True)
class Version:
    """What a server says of the version that it gives: an ETag, a Last-Modified; either may be ""."""

    etag: str = ""
    modified: str = ""

    @property
    def mark(self) -> str:
        """What tells this version from another byte for byte; "" when nothing does."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified

    def is_same(self, other: "Version") -> bool:
        """Whether two answers are surely of one version."""
        if self.etag and other.etag:
            return self.etag == other.etag
        return bool(self.modified) and self.modified == other.modified


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that is whole: where it came from in the end, its version, and what day the server said that it was."""

    address: str
    version: Version
    day: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server still gives what is there already."""


Told = Callable[[int, int | None], None]
"""Hears how many bytes are there, and of how many."""


class _CutError(Exception):
    """The answer ended before its length; what came of it may be gone on with."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def download(address: str, into: Path, *, held: Version | None, told: Told) -> Downloaded | Unchanged:
    """Fill `into` with the file of an address, going on with what an earlier run left there.

    `held`: the version that is there already elsewhere. UnreachableError: no server, no file, not whole, a page
    instead of a file; what came is left in `into` for another run.
    """
    last = ""
    for _ in range(_TRIES):
        before = _size(into)
        try:
            return _once(address, into, held, told)
        except _CutError as cut:
            last = cut.message
            if _size(into) <= before:
                break
    raise UnreachableError(last)


def forget(into: Path) -> None:
    """Remove what waits of a download."""
    into.unlink(missing_ok=True)
    _notes(into).unlink(missing_ok=True)


def _once(address: str, into: Path, held: Version | None, told: Told) -> Downloaded | Unchanged:
    waiting = _waiting(address, into)
    headers: dict[str, str] = {}
    if waiting is not None:
        headers = {"Range": f"bytes={_size(into)}-", "If-Range": waiting.mark}
    elif held is not None:
        headers = {
            name: value
            for name, value in (("If-None-Match", held.etag), ("If-Modified-Since", held.modified))
            if value
        }
    with _followed(address, headers) as answer:
        if answer.status == _UNCHANGED and waiting is None and held is not None:
            return Unchanged()
        version = Version(answer.header("ETag"), answer.header("Last-Modified"))
        if answer.status == OK and waiting is None and held is not None and held.is_same(version):
            return Unchanged()  # a server that knows no conditions
        if answer.status == _BEYOND_END or (
            answer.status == _PARTIAL and not _goes_on(answer, into, waiting)
        ):
            forget(into)  # it is no longer the file that it was
            return _once(address, into, held, told)
        if answer.status not in {OK, _PARTIAL}:
            raise refusal(answer.address, answer.status)
        _refuse_page(answer)
        if answer.status == OK:
            forget(into)
            if version.mark:
                _notes(into).write_text(json.dumps({"address": address, **asdict(version)}), encoding="utf-8")
        _receive(answer, into, resumable=bool(version.mark), told=told)
        if answer.status == _PARTIAL and waiting is not None:
            version = Version(version.etag or waiting.etag, version.modified or waiting.modified)
        return Downloaded(answer.address, version, answer.header("Date"))


def _receive(answer: Answer, into: Path, *, resumable: bool, told: Told) -> None:
    start = _size(into)
    whole = None if answer.length is None else start + answer.length
    size = start
    told(size, whole)
    cut = ""
    # Unbuffered: what has come is there, however this ends.
    with into.open("ab", buffering=0) as file:
        try:
            for piece in answer.pieces():
                _write(file, piece)
                size += len(piece)
                told(size, whole)
        except UnreachableError as error:
            cut = str(error)
    if not cut and (whole is None or size == whole):
        return
    came = f"{weight(size)} reçus" + (f" sur {weight(whole)}" if whole is not None else "")
    again = "relancer reprend là" if resumable else "relancer reprend du début"
    message = f"{host_of(answer.address)} : le fichier n’est pas arrivé entier, {came} ; {again}."
    if not resumable:
        forget(into)
    raise _CutError(message)


def _write(file: Any, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[file.write(view) :]


def _followed(address: str, headers: dict[str, str]) -> Answer:
    """Ask, and follow redirections; never from https to http."""
    for _ in range(_MOST_REDIRECTIONS + 1):
        answer = ask(request_of(address, headers=headers), seconds=SILENCE)
        if answer.status not in _REDIRECTIONS:
            return answer
        answer.__exit__()
        address = _next(address, answer.header("Location"))
    raise UnreachableError(f"{host_of(address)} : les redirections tournent en rond.")


def _next(address: str, location: str) -> str:
    target = urljoin(address, location)
    try:
        web_address(target.partition("?")[0])
    except ValueError:
        raise UnreachableError(
            f"{host_of(address)} : redirige vers une adresse qui n’en est pas une."
        ) from None
    if urlsplit(address).scheme == "https" and urlsplit(target).scheme != "https":
        raise UnreachableError(
            f"{host_of(address)} : redirige vers une adresse qui n’est pas protégée (http)."
        )
    return target


def _goes_on(answer: Answer, into: Path, waiting: Version | None) -> bool:
    """Whether a part of a file goes on just where what waits ends, and is of its version."""
    version = Version(answer.header("ETag"), answer.header("Last-Modified"))
    said = any((version.etag, version.modified))
    if waiting is None or (said and not waiting.is_same(version)):
        return False
    return answer.header("Content-Range").startswith(f"bytes {_size(into)}-")


def _refuse_page(answer: Answer) -> None:
    if answer.header("Content-Type").lower().startswith("text/html"):
        raise UnreachableError(
            f"{host_of(answer.address)} : une page est arrivée au lieu du fichier ; un portail du réseau demande "
            "peut-être de se connecter, ou l’adresse a changé."
        )


def _waiting(address: str, into: Path) -> Version | None:
    """The version of the bytes that wait; None, and nothing waits any more, when nobody knows."""
    if _size(into):
        with suppress(OSError, ValueError, TypeError, AttributeError):
            told = json.loads(_notes(into).read_text(encoding="utf-8"))
            version = Version(str(told["etag"]), str(told["modified"]))
            if told["address"] == address and version.mark:
                return version
    forget(into)
    return None


def _notes(into: Path) -> Path:
    return into.with_name(f"{into.name}.json")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
