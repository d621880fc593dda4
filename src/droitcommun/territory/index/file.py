"""The file of an index: a header that says what it holds, then arrays one behind the other, mapped and never copied.

    magic (16 bytes) · version (uint32) · length of the header (uint64) · SHA-256 of the header (32 bytes)
    header (JSON) · arrays, each at a multiple of 64 bytes, little-endian

Nothing in it depends on the day, the machine, or the order in which sources were named: same input, same bytes.
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droitcommun.core.problems import FileRefusedError, Place, Problem

MAGIC = b"droitcommun BAN\n"
# Raised when arrays change, and when words do: the keys of streets are made of words.
VERSION = 2

Array = NDArray[Any]

_FIXED = struct.Struct("<16sIQ32s")
_ALIGNED = 64
# A header lists some twenty arrays and a hash for each source: a longer one is not ours.
_LONGEST_HEADER = 1 << 24


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the index was built from, by its bytes; `rows` without its header."""

    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Header:
    """What an index says of itself. `body` is the SHA-256 of its arrays: its identity."""

    sources: tuple[Source, ...]
    counts: dict[str, int]
    body: str


def write_index(
    path: Path, arrays: Mapping[str, Array], *, sources: tuple[Source, ...], counts: Mapping[str, int]
) -> None:
    """Write an index beside its place, then move it there: nobody ever opens half of one."""
    offset = 0
    listed = []
    body = hashlib.sha256()
    for name, array in arrays.items():
        listed.append([name, array.dtype.str.replace("=", "<"), len(array), offset])
        body.update(array.tobytes())
        body.update(bytes(_padding(array.nbytes)))
        offset += array.nbytes + _padding(array.nbytes)
    header = json.dumps(
        {
            "sources": [[one.sha256, one.rows] for one in sources],
            "counts": dict(counts),
            "arrays": listed,
            "size": offset,
            "body": body.hexdigest(),
        },
        separators=(",", ":"),
    ).encode()
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(_FIXED.pack(MAGIC, VERSION, len(header), hashlib.sha256(header).digest()))
        file.write(header)
        file.write(bytes(_padding(_FIXED.size + len(header))))
        for array in arrays.values():
            file.write(array.tobytes())
            file.write(bytes(_padding(array.nbytes)))
    part.replace(path)


def map_index(path: Path) -> tuple[Header, dict[str, Array]]:
    """Open an index without reading its arrays; they are read-only.

    FileRefusedError: no index, a truncated one, or one of a newer version.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        try:
            fixed = file.read(_FIXED.size)
        except OSError:  # a disk or a server that fails, a file that only looks like one
            fixed = b""
        if len(fixed) < _FIXED.size or not fixed.startswith(MAGIC):
            raise _refused(path, "index-foreign", "un index construit par « droitcommun index » est attendu")
        _, version, length, digest = _FIXED.unpack(fixed)
        if version > VERSION:
            raise _refused(
                path, "index-newer", "index d’une version plus récente du programme ; mettez-le à jour"
            )
        if version < VERSION:
            raise _refused(
                path, "index-older", "index d’une version plus ancienne ; construisez-le de nouveau"
            )
        text = file.read(length) if length <= _LONGEST_HEADER else b""
    if len(text) < length or hashlib.sha256(text).digest() != digest:
        raise _refused(path, "index-damaged", "index tronqué ou abîmé ; construisez-le de nouveau")
    said = json.loads(text)
    start = _FIXED.size + length + _padding(_FIXED.size + length)
    if size != start + said["size"]:
        raise _refused(path, "index-damaged", "index tronqué ou abîmé ; construisez-le de nouveau")
    body = np.memmap(path, dtype=np.uint8, mode="r", offset=0)
    arrays: dict[str, Array] = {}
    for name, dtype, count, offset in said["arrays"]:
        kind = np.dtype(dtype)
        begin = start + offset
        arrays[name] = body[begin : begin + count * kind.itemsize].view(np.ndarray).view(kind)
    sources = tuple(Source(sha256, rows) for sha256, rows in said["sources"])
    return Header(sources, said["counts"], said["body"]), arrays


def verify(path: Path) -> None:
    """Read all of an index again and compare it with its identity: seconds, where opening takes none.

    FileRefusedError: a byte differs.
    """
    header, _ = map_index(path)
    found = hashlib.sha256()
    with path.open("rb") as file:
        _, _, length, _ = _FIXED.unpack(file.read(_FIXED.size))
        file.seek(_FIXED.size + length + _padding(_FIXED.size + length))
        while block := file.read(1 << 22):
            found.update(block)
    if found.hexdigest() != header.body:
        raise _refused(
            path, "index-damaged", "index abîmé : son contenu a changé ; construisez-le de nouveau"
        )


def _padding(length: int) -> int:
    return -length % _ALIGNED


def _refused(path: Path, code: str, expected: str) -> FileRefusedError:
    return FileRefusedError([Problem(Place(path.name), code, expected)])
