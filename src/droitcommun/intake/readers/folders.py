"""Archives of ours: the folder of a contract, or an export of open data, unpacked piece by piece, then loaded."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from droitcommun.core.codec import to_plain
from droitcommun.intake.kinds import Kind
from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.refusals import RefusedError

_MEGABYTE = 1 << 20
_CONTRACT = "contract.toml"
_OF_A_CONTRACT = (".toml", ".csv")
_OF_AN_EXPORT = ("datapackage.json", "dossier.json")


def files_of(content: bytes, kind: Kind, limits: Limits) -> dict[str, bytes]:
    """Unpack the files that a Dossier is made of, by their names inside the folder, and no other.

    A name that would lead out of the folder is left out. Raises RefusedError.
    """
    archive = Archive(content, limits)
    match kind:
        case Kind.CONTRACT:
            names = dict(_inside(sorted(archive.names)))
        case Kind.OPEN_DATA:
            names = {name: name for name in _OF_AN_EXPORT if name in archive.names}
        case _:
            raise RefusedError("archive")
    files = {}
    left = limits.answer_mb * _MEGABYTE * 3 // 4  # base 64 writes three bytes as four
    for name, inside in names.items():
        pieces = []
        for chunk in archive.chunks(name):
            left -= len(chunk)
            if left < 0:
                raise RefusedError("bomb")
            pieces.append(chunk)
        files[inside] = b"".join(pieces)
    return files


def load_files(files: Mapping[str, bytes], file: str) -> Any:
    """Load an export of open data from its files; raises FileRefusedError with all that is wrong in it."""
    from droitcommun.catalogue.export import parse_export

    return {"dossier": to_plain(parse_export(files, file))}


def load(path: str) -> Any:
    """Load the folder of a contract; raises FileRefusedError with all that is wrong in it."""
    from droitcommun.catalogue.loader import load_folder

    return {"dossier": to_plain(load_folder(Path(path)))}


def _inside(names: list[str]) -> Iterator[tuple[str, str]]:
    """Of each file of the contract, its name in the archive and in the folder that holds the nearest contract.toml."""
    found = [PurePosixPath(name) for name in names]
    root = min((one.parent for one in found if one.name == _CONTRACT), key=lambda folder: len(folder.parts))
    for name, path in zip(names, found, strict=True):
        if path.suffix in _OF_A_CONTRACT and root in path.parents and ".." not in path.parts:
            yield name, str(path.relative_to(root))
