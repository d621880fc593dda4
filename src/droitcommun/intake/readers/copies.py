"""A workbook with problems written into it, byte for byte the same elsewhere: in the child, since it opens the file."""

import base64
import zipfile
from collections.abc import Callable
from io import BytesIO

from defusedxml import DefusedXmlException

from droitcommun.intake.kinds import Kind, kind_of
from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.refusals import RefusedError
from droitcommun.intake.workbook.annotation_ods import annotated_parts as ods_parts
from droitcommun.intake.workbook.annotation_xlsx import annotated_parts as xlsx_parts

_MEGABYTE = 1 << 20

Parts = dict[str, bytes]
Write = Callable[[Parts, dict[str, dict[int, str]], list[list[str]]], Parts]


def copy_of(
    content: bytes, limits: Limits, beside: dict[str, dict[str, str]], listed: list[list[str]]
) -> str:
    """Write sentences by tab and by row from 0 into a copy, and a tab that lists them; raises RefusedError."""
    write: Write
    match kind_of(content, limits):
        case Kind.XLSX:
            write = xlsx_parts
        case Kind.ODS:
            write = ods_parts
        case _:
            raise RefusedError("document")
    archive = Archive(content, limits)
    parts = _unpacked(archive, limits)
    rows = {tab: {int(row): said for row, said in found.items()} for tab, found in beside.items()}
    try:
        changed = write(parts, rows, listed)
    except DefusedXmlException:
        raise RefusedError("unsafe-xml") from None
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, packing in archive.packings:
            copy.writestr(_entry(name), changed.pop(name), compress_type=packing)
        for name, part in changed.items():
            copy.writestr(_entry(name), part, compress_type=zipfile.ZIP_DEFLATED)
    return base64.b64encode(target.getvalue()).decode()


def _unpacked(archive: Archive, limits: Limits) -> Parts:
    """Unpack every member; all together they weigh no more than one may."""
    parts: Parts = {}
    size = 0
    for name, _ in archive.packings:
        pieces = []
        for chunk in archive.chunks(name):
            size += len(chunk)
            if size > limits.unpacked_mb * _MEGABYTE:
                raise RefusedError("bomb")
            pieces.append(chunk)
        if name in parts:
            raise RefusedError("damaged")  # two members of one name: which one a program opens, nobody knows
        parts[name] = b"".join(pieces)
    return parts


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
