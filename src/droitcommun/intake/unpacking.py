"""The files of a producer's archive that are wanted, and no others: bounded, checked, under names of ours."""

import gzip
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from droitcommun.core.problems import FileRefusedError, Place, Problem

# A producer's archive of perimeters has some dozens of members and a few hundred megabytes; beyond, it is a trap.
_MOST_MEMBERS = 5_000
_MOST_BYTES = 1 << 30
_CHUNK = 1 << 20

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def is_archive(path: Path) -> bool:
    """Whether a file begins as a zip does."""
    return _head(path) == _ZIP


def check_compressed(path: Path, *, file: str) -> None:
    """Read a compressed file to its end; raises FileRefusedError when it is none, or is damaged."""
    if _head(path)[:2] != _GZIP:
        raise _refused(
            file, "download-foreign", "un fichier compressé (.gz) attendu ; autre chose est arrivé"
        )
    try:
        with gzip.open(path) as unpacked:
            while unpacked.read(_CHUNK):
                pass
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise _refused(file, "download-damaged", "le fichier arrivé est abîmé ; relancer") from None


def unpack(path: Path, wanted: re.Pattern[str], main: Path, *, file: str) -> list[Path]:
    """Unpack the wanted members beside `main`, under its name with their own suffixes; return them, `main` last.

    FileRefusedError: no zip, damaged, encrypted, too large; or the wanted file is not there just once.
    """
    made: dict[Path, str] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > _MOST_BYTES:
                raise _refused(file, "download-too-large", "une archive plus petite attendue")
            for member in members:
                name = PurePosixPath(member.filename).name
                if "__MACOSX" in member.filename or not wanted.fullmatch(name):
                    continue
                target = main.with_suffix(PurePosixPath(name).suffix.lower())
                if target in made:
                    expected = f"un seul fichier {target.suffix} attendu ; l’archive en a plusieurs"
                    raise _refused(file, "download-ambiguous", expected)
                made[target] = member.filename
                _unpack_one(archive, member, target, file)
    except _DAMAGED:
        raise _refused(
            file, "download-damaged", "l’archive arrivée est abîmée ou chiffrée ; relancer"
        ) from None
    if main not in made:
        expected = f"un fichier {main.suffix} attendu dans l’archive ; le producteur a pu la changer"
        raise _refused(file, "download-foreign", expected)
    return [*sorted(one for one in made if one != main), main]


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, file: str) -> None:
    left = _MOST_BYTES
    with archive.open(member) as packed, target.open("wb") as unpacked:
        while piece := packed.read(_CHUNK):
            left -= len(piece)
            if left < 0:  # what it declares of its size is not believed
                raise _refused(file, "download-too-large", "une archive plus petite attendue")
            unpacked.write(piece)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_ZIP))


def _refused(file: str, code: str, expected: str) -> FileRefusedError:
    return FileRefusedError([Problem(Place(file), code, expected)])
