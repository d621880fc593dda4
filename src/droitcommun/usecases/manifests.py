"""A run of `locate` that a service hands over: sealed, so that nothing of it changes unseen."""

import hashlib
import json
from pathlib import Path

from droitcommun.core.codec import PlainError, from_plain, to_plain
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.service_secret import is_mac, mac
from droitcommun.usecases.locate_records import LocateRecord, ManifestRecord, SealRecord

FORMAT = "droitcommun-manifest-1"
_LARGEST = 10_000_000  # bytes: a national run has 1,600 areas


def sealed(result: LocateRecord, secret: bytes) -> bytes:
    """The bytes of a manifest."""
    body = _canonical(result)
    mark = mac(secret, body)
    seal = SealRecord(sha256=_hash(body, mark), mac=mark)
    return _written(ManifestRecord(format=FORMAT, result=result, seal=seal))


def is_manifest(content: bytes) -> bool:
    """Say whether bytes are to be read as a manifest, and refused as one: JSON, which nothing else that we read is."""
    return content.startswith(b"{") and not content.startswith(b"{\\rtf")


def parse_manifest(content: bytes, *, file: str) -> ManifestRecord:
    """Read a manifest and compare it with its seal.

    FileRefusedError: no manifest, of another version, or a byte of it was altered.
    """
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        raise _refused(
            file, "manifest-foreign", "un manifeste écrit par « droitcommun locate --manifest » attendu"
        ) from None
    if not isinstance(plain, dict) or not str(plain.get("format", "")).startswith("droitcommun-manifest-"):
        raise _refused(
            file, "manifest-foreign", "un manifeste écrit par « droitcommun locate --manifest » attendu"
        )
    if plain["format"] != FORMAT:
        raise _refused(file, "manifest-version", "un manifeste de cette version du programme attendu")
    try:
        found = from_plain(ManifestRecord, plain)
    except PlainError:
        raise _refused(
            file, "manifest-altered", "le manifeste a été modifié : le demander de nouveau au service"
        ) from None
    # Byte for byte: what a reader would pass over, a space or a key twice, is no manifest of ours either.
    if _hash(_canonical(found.result), found.seal.mac) != found.seal.sha256 or _written(found) != content:
        raise _refused(
            file, "manifest-altered", "le manifeste a été modifié : le demander de nouveau au service"
        )
    return found


def read_manifest(path: Path) -> ManifestRecord:
    """Read a file; see `parse_manifest`."""
    return parse_manifest(content_of(path), file=path.name)


def content_of(path: Path) -> bytes:
    """The bytes of a file, as many as a manifest may have; raises FileRefusedError."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError:
        raise _refused(path.name, "not-a-file", "un fichier lisible attendu") from None


def is_own(manifest: ManifestRecord, secret: bytes) -> bool:
    """Whether a manifest was made with this secret."""
    return is_mac(secret, _canonical(manifest.result), manifest.seal.mac)


def _canonical(result: LocateRecord) -> bytes:
    return json.dumps(to_plain(result), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _hash(body: bytes, mark: str) -> str:
    return hashlib.sha256(body + mark.encode()).hexdigest()


def _written(manifest: ManifestRecord) -> bytes:
    return (json.dumps(to_plain(manifest), ensure_ascii=False, indent=2) + "\n").encode()


def _refused(file: str, code: str, expected: str) -> FileRefusedError:
    return FileRefusedError([Problem(Place(file), code, expected)])
