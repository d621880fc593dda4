"""Official open data on this machine: a file, and beside it where it comes from, of when, and its hash."""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from droitcommun.catalogue.open_data import OpenData, open_data_named
from droitcommun.core.codec import PlainError, from_plain, to_plain
from droitcommun.core.problems import NO_ROOM, FileRefusedError, Place, Problem, UserError
from droitcommun.intake.downloads import Downloaded, Told, Unchanged, Version, download, forget
from droitcommun.intake.unpacking import check_compressed, is_archive, unpack
from droitcommun.reports.output import make_folder, write
from droitcommun.territory.locks import locked

# What a record may measure: it holds a dozen lines.
_LARGEST_RECORD = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFileRecord:
    """A file that was kept: its name in the folder, its size in bytes, its SHA-256."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """Where a file comes from. `size` and `sha256` are those of what was downloaded; `files` what is kept of it.

    `address` is where it was asked for, `answered` where it was in the end. `modified` and `fetched` are moments of the
    server's clock, ISO 8601, null when it said none; `etag` is its name of the version.
    """

    name: str
    title: str
    producer: str
    licence: str
    address: str
    answered: str
    modified: str | None
    fetched: str | None
    etag: str | None
    size: int
    sha256: str
    files: tuple[KeptFileRecord, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is there, at which path, and whether it was there already."""

    record: FetchRecord
    path: Path
    unchanged: bool


def fetch(
    name: str, folder: Path, *, base: str | None = None, told: Told = lambda _there, _whole: None
) -> Fetched:
    """Bring a file of official open data into a folder, unless what is there is what its producer still gives.

    `base` is a mirror, which has the paths of the producers. UnknownNameError, UnreachableError, FileRefusedError (what
    came is damaged or something else), UserError: nothing is half there, and what was there stays.
    """
    data = open_data_named(name)
    address = _at(data.address, base)
    make_folder(folder)
    target = folder / data.file
    try:
        with locked(folder / f".{data.file}.lock"):
            return _fetched(data, address, target, told)
    except PermissionError:
        raise UserError(
            f"Écriture impossible : il n’est pas permis d’écrire dans {folder}. Choisir un autre dossier : -o."
        ) from None
    except OSError as error:
        if error.errno in NO_ROOM:
            error.filename = str(target)
        raise


def record_beside(path: Path) -> Path:
    """Where the record of a file is."""
    return path.with_name(f"{path.name}.source.json")


def _fetched(data: OpenData, address: str, target: Path, told: Told) -> Fetched:
    known = _known(target, address)
    held = None if known is None else Version(known.etag or "", _header(known.modified))
    waiting = target.with_name(f".{target.name}.part")
    found = download(address, waiting, held=held, told=told)
    match found:
        case Unchanged() if known is not None:
            return Fetched(known, target, unchanged=True)
        case Downloaded():
            return _kept(data, address, target, waiting, found)
        case _:
            raise AssertionError("nothing is unchanged that was not there")


def _kept(data: OpenData, address: str, target: Path, waiting: Path, found: Downloaded) -> Fetched:
    try:
        size, sha256 = _size_and_hash(waiting)
        with TemporaryDirectory(dir=target.parent, prefix=".droitcommun-") as beside:
            files = _unpacked(data, waiting, Path(beside) / target.name)
            kept = [
                KeptFileRecord(file=one.name, size=one.stat().st_size, sha256=_size_and_hash(one)[1])
                for one in files
            ]
            record = FetchRecord(
                name=data.name,
                title=data.title,
                producer=data.producer,
                licence=data.licence,
                address=address,
                answered=found.address,
                modified=_moment(found.version.modified),
                fetched=_moment(found.day),
                etag=found.version.etag or None,
                size=size,
                sha256=sha256,
                files=tuple(kept),
            )
            # Without its record a file is fetched again: nobody takes new bytes for old ones in between.
            record_beside(target).unlink(missing_ok=True)
            for one in files:
                with one.open("rb+") as file:
                    os.fsync(file.fileno())
                one.replace(target.with_name(one.name))
            write(
                record_beside(target),
                (json.dumps(to_plain(record), ensure_ascii=False, indent=2) + "\n").encode(),
            )
    except FileRefusedError:
        forget(waiting)  # gone on with, it would stay what it is
        raise
    forget(waiting)
    return Fetched(record, target, unchanged=False)


def _unpacked(data: OpenData, waiting: Path, main: Path) -> list[Path]:
    """The files that a download gives, in a folder of their own, the main one last."""
    if data.members is None:
        check_compressed(waiting, file=data.file)
    elif is_archive(waiting):
        return unpack(waiting, data.members, main, file=data.name)
    elif not (main.suffix == ".geojson" and _is_object(waiting)):
        raise FileRefusedError(
            [
                Problem(
                    Place(data.name), "download-foreign", "une archive zip attendue ; autre chose est arrivé"
                )
            ]
        )
    waiting.replace(main)
    return [main]


def _is_object(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4).lstrip(b"\xef\xbb\xbf \n").startswith(b"{")


def _at(address: str, base: str | None) -> str:
    return address if base is None else base + urlsplit(address).path


def _known(target: Path, address: str) -> FetchRecord | None:
    """The record of what is there, when all of it is there as it was put."""
    try:
        with record_beside(target).open("rb") as file:
            record = from_plain(FetchRecord, json.loads(file.read(_LARGEST_RECORD)))
        whole = all(
            _size_and_hash(target.with_name(one.file)) == (one.size, one.sha256) for one in record.files
        )
    except (OSError, ValueError, PlainError):
        return None
    return record if whole and record.address == address else None


def _size_and_hash(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def _moment(header: str) -> str | None:
    try:
        found = parsedate_to_datetime(header)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _header(moment: str | None) -> str:
    return "" if moment is None else format_datetime(datetime.fromisoformat(moment), usegmt=True)
