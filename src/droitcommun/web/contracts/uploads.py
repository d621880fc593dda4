"""A file that the pilot sends: opened, and handed back by the page, signed, until its questions are answered.

Nothing is kept here between two requests: what was read travels in the form, and nobody can alter it.
"""

import base64
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from droitcommun.core.codec import PlainError, from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import FileRefusedError, UserError
from droitcommun.intake import containers
from droitcommun.intake.blocks import Blocks
from droitcommun.usecases.importing import WORKBOOKS, Workbook
from droitcommun.usecases.sources import Sent
from droitcommun.usecases.workbook import annotated

# What a file may weigh, in bytes.
LARGEST = 10_000_000
# What a copy to correct may weigh, to travel in a page: a workbook of all the sheets has 0.3 MB.
LARGEST_COPY = 5_000_000

# Files that are read at the same time: the site has four threads, and goes on answering.
_AT_ONCE = 2
_readings = BoundedSemaphore(_AT_ONCE)

# What is looked at to tell a table: whole lines at the beginning.
_HEAD = 4096
_FIRST_LINES = 6

_SALT = "droitcommun.import"
_COPY_SALT = "droitcommun.import.copy"
_HOURS = 24

# What no name of a file may hold on one of the systems that people have.
_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_LONGEST_NAME = 60


class LostError(UserError):
    """What the form hands back is not what this site gave out."""


class TooLargeError(UserError):
    """A file that is larger than those that are read."""


class TooManyError(UserError):
    """Others are reading files: one more would keep the site from answering."""


class TableError(UserError):
    """A table of text: no document of ours, and perhaps a list of addresses, which has no business here."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a workbook with its problems, to send back: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Handed:
    """A manifest as it came, and the name that it came with."""

    file: str
    content: bytes


@contextmanager
def received(upload: "UploadedFile[bytes]") -> Iterator[Path]:
    """Lay a file down, under the name that it came with; it is gone afterwards.

    Raises TooLargeError, or TooManyError when others are being read.
    """
    if upload.size is None or upload.size > LARGEST:
        raise TooLargeError(f"Ce fichier est trop lourd : {LARGEST // 1_000_000} Mo au plus.")
    if not _readings.acquire(blocking=False):
        raise TooManyError("D’autres fichiers sont en train d’être lus : réessayez dans une minute.")
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name_of(str(upload.name))
            with path.open("wb") as file:
                for chunk in upload.chunks():
                    file.write(chunk)
            yield path
    finally:
        _readings.release()


def refuse_table(content: bytes) -> None:
    """Raise TableError for delimited text: lines that all have the same number of the same separator."""
    lines = [line for line in content[:_HEAD].splitlines()[:_FIRST_LINES] if line.strip()]
    for separator in (b";", b"\t", b",", b"|"):
        found = {line.count(separator) for line in lines}
        if len(lines) > 1 and len(found) == 1 and found.pop() > 1:
            raise TableError(
                "Ce fichier est un tableau, pas un document. S’il porte des adresses, il ne doit pas quitter le "
                "service : comptez-le sur place avec droitcommun locate --manifest, et envoyez ici le manifeste. "
                "Rien de ce fichier n’est gardé."
            )


def name_of(given: str) -> str:
    """The name of a file as any system holds it and any page shows it: its end, which says what it is, is kept."""
    letters = unicodedata.normalize("NFC", PurePosixPath(given.replace("\\", "/")).name)
    kept = "".join(one if one.isprintable() and one not in _NOT_IN_NAMES else "_" for one in letters)
    return kept[-_LONGEST_NAME:].strip(" .") or "envoi"


def sealed(sent: Sent | Workbook | Handed) -> str:
    """What was sent, as text that the page hands back."""
    plain: dict[str, Any]
    match sent:
        case Handed():
            plain = {"manifest": [sent.file, sent.content.decode("utf-8", "surrogateescape")]}
        case Workbook():
            plain = {"workbook": [sent.file, sent.sha256, sent.tabs]}
        case Blocks():
            plain = {"document": containers.to_plain(sent)}
        case _:
            plain = {"dossier": to_plain(sent)}
    return signing.dumps(plain, salt=_SALT, compress=True)


def unsealed(text: str) -> Sent | Workbook | Handed:
    """What was sent, from what a page handed back; raises LostError."""
    try:
        plain = signing.loads(text, salt=_SALT, max_age=_HOURS * 3600)
        if "manifest" in plain:
            file, content = plain["manifest"]
            return Handed(file, content.encode("utf-8", "surrogateescape"))
        if "workbook" in plain:
            return Workbook(*plain["workbook"])
        if "document" in plain:
            return containers.from_plain(plain["document"])
        return from_plain(Dossier, plain["dossier"])
    except (signing.BadSignature, PlainError, KeyError):
        raise LostError("Ce qui a été lu n’est plus disponible : envoyez de nouveau le fichier.") from None


def copy_to_correct(path: Path, refused: FileRefusedError) -> Copy | None:
    """Write the problems of a workbook into a copy of it; None when it has none at a place, or is too heavy."""
    problems = tuple(problem for problem in refused.problems if problem.place.tab)
    if not problems or path.suffix.lower() not in WORKBOOKS:
        return None
    content = annotated(path, problems)
    if len(content) > LARGEST_COPY:
        return None
    return Copy(f"{path.stem}-a-corriger{path.suffix}", content)


def sealed_copy(copy: Copy) -> str:
    """A copy as text that the page hands back when it is asked for."""
    return signing.dumps([copy.name, base64.b64encode(copy.content).decode()], salt=_COPY_SALT)


def unsealed_copy(text: str) -> Copy:
    """A copy, from what a page handed back; raises LostError."""
    try:
        name, content = signing.loads(text, salt=_COPY_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        raise LostError("Cette copie n’est plus disponible : envoyez de nouveau le classeur.") from None
    return Copy(name, base64.b64decode(content))
