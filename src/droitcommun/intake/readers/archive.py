"""A zip container, looked at before it is unpacked: sizes, ratios, members, each bounded as it streams."""

import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO

from droitcommun.intake.limits import Limits
from droitcommun.intake.refusals import RefusedError

_MEGABYTE = 1 << 20
_CHUNK = 1 << 16

# A document of ours has about thirty members, and its directory some kilobytes.
_MOST_MEMBERS = 2_000
_MOST_DIRECTORY = 1 << 20

# XML shrinks about twentyfold; 200 is beyond any text that somebody wrote, once there is enough of it.
_MOST_RATIO = 200
_RATIO_FROM = 10 * _MEGABYTE

_END = b"PK\x05\x06"
_END_SIZE = 22
_END_REACH = _END_SIZE + 0xFFFF


class Archive:
    """The members of a container; raises RefusedError when it is no whole zip, encrypted, or a bomb."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._most = limits.unpacked_mb * _MEGABYTE
        _check_directory(content)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except zipfile.BadZipFile:
            raise RefusedError("damaged") from None
        for member in self._zip.infolist():
            if member.flag_bits & 1:
                raise RefusedError("encrypted")
            if member.file_size > max(_RATIO_FROM, _MOST_RATIO * member.compress_size):
                raise RefusedError("bomb")

    @property
    def names(self) -> frozenset[str]:
        """The names of the members."""
        return frozenset(self._zip.namelist())

    @property
    def packings(self) -> tuple[tuple[str, int], ...]:
        """The members in their order, each with how it is packed: stored as it is, or deflated."""
        return tuple((member.filename, member.compress_type) for member in self._zip.infolist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a member piece by piece; what it declares of its size is not believed."""
        try:
            packed = self._zip.getinfo(name).compress_size
        except KeyError:
            raise RefusedError("damaged") from None
        size = 0
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > self._most or size > max(_RATIO_FROM, _MOST_RATIO * packed):
                        raise RefusedError("bomb")
                    yield chunk
        except (zipfile.BadZipFile, EOFError, NotImplementedError):
            raise RefusedError("damaged") from None

    def head(self, name: str, most: int) -> bytes:
        """Return the first bytes of a member, `most` at most; none when there is no such member."""
        if name not in self.names:
            return b""
        found = b""
        for chunk in self.chunks(name):
            found += chunk
            if len(found) >= most:
                break
        return found[:most]


def _check_directory(content: bytes) -> None:
    """Refuse a directory that would fill the memory before a single member is looked at."""
    end = content.rfind(_END, max(0, len(content) - _END_REACH))
    if end < 0 or len(content) - end < _END_SIZE:
        raise RefusedError("damaged")
    members, size = struct.unpack("<HI", content[end + 10 : end + 16])
    if members > _MOST_MEMBERS or size > _MOST_DIRECTORY:
        raise RefusedError("bomb")
