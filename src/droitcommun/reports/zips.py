"""Zip archives that are the same bytes whenever and wherever they are made."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# The first day that a zip archive can tell.
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def archive(members: Iterable[tuple[str, bytes]], *, stored: frozenset[str] = frozenset()) -> bytes:
    """Make an archive of named members in this order; those in `stored` are not compressed."""
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for name, held in members:
            info = ZipInfo(name, date_time=_FIRST_DAY)
            info.external_attr = _READABLE
            info.create_system = 3
            info.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            target.writestr(info, held, compresslevel=6)
    return made.getvalue()


def dated_alike(made: bytes, *, stored: frozenset[str] = frozenset()) -> bytes:
    """The same archive, in which no member tells when it was written."""
    with ZipFile(BytesIO(made)) as source:
        return archive(((name, source.read(name)) for name in source.namelist()), stored=stored)
