"""A zip of open data, read back: the Dossier that it holds, whole. `reports/opendata.py` writes it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from droitcommun.core.codec import PlainError, from_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import FileRefusedError, Place, Problem

# What the archive calls its parts.
PACKAGE = "datapackage.json"
DOSSIER = "dossier.json"

_FILES = f"une archive qui contient {PACKAGE} et {DOSSIER}"

# Beyond, what unzips to that much is no export of ours: the Paris contract has 0.6 MB.
_MOST_BYTES = 200_000_000


def load_export(path: Path) -> Dossier:
    """Load the Dossier of a zip of open data, equal to the one that was exported.

    Raises FileRefusedError when it is no such zip, when its Dossier is not the one that it says by its hash, or
    with all that is wrong in it.
    """
    return parse_export(_held(path), path.name)


def parse_export(held: Mapping[str, bytes], file: str) -> Dossier:
    """Read the Dossier of an export from its files, those of the archive called `file`; raises FileRefusedError."""
    if not held.keys() >= {PACKAGE, DOSSIER}:
        raise _refused(file, "", "file-missing", _FILES)
    plain = _json(file, DOSSIER, held[DOSSIER])
    told = _json(file, PACKAGE, held[PACKAGE])
    resources = told.get("resources") if isinstance(told, dict) else None
    hashes = [
        one.get("hash")
        for one in (resources if isinstance(resources, list) else [])
        if isinstance(one, dict) and one.get("path") == DOSSIER
    ]
    if hashes != [f"sha256:{sha256(held[DOSSIER]).hexdigest()}"]:
        raise _refused(file, DOSSIER, "hash", "un fichier que rien n’a changé depuis l’export (empreinte)")
    try:
        return from_plain(Dossier, plain)
    except PlainError as error:
        place = f"{file}/{DOSSIER}"
        raise FileRefusedError(
            [
                Problem(Place(place, field=".".join(map(str, wrong.path))), "value", wrong.expected)
                for wrong in error.mismatches
            ]
        ) from None


def _held(path: Path) -> dict[str, bytes]:
    try:
        with ZipFile(path) as archive:
            found = {}
            for name in (PACKAGE, DOSSIER):
                with archive.open(name) as member:
                    found[name] = member.read(_MOST_BYTES + 1)
                if len(found[name]) > _MOST_BYTES:
                    raise _refused(
                        path.name, name, "size", f"au plus {_MOST_BYTES // 1_000_000} Mo une fois décompressé"
                    )
            return found
    except KeyError:
        raise _refused(path.name, "", "file-missing", _FILES) from None
    except FileNotFoundError:
        raise _refused(path.name, "", "file-missing", "un fichier qui existe") from None
    except (BadZipFile, IsADirectoryError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _refused(path.name, "", "zip", "une archive zip lisible, sans mot de passe") from None


def _json(file: str, name: str, held: bytes) -> Any:
    try:
        return json.loads(held)
    except (ValueError, RecursionError):
        raise _refused(file, name, "json", "du JSON en UTF-8") from None


def _refused(file: str, name: str, code: str, expected: str) -> FileRefusedError:
    place = f"{file}/{name}" if name else file
    return FileRefusedError([Problem(Place(place), code, expected)])
