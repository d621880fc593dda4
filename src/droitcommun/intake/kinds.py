"""What a file is, by what it holds: its name and its extension are not believed."""

import re
from enum import StrEnum
from pathlib import PurePosixPath

from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.refusals import RefusedError


class Kind(StrEnum):
    """The files that we read."""

    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    ODS = "ods"
    OPEN_DATA = "open-data"  # the zip that `report` writes, with its datapackage.json
    CONTRACT = "contract"  # the folder of a contract, as a zip


_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
    b"\x00\x00\x00\x0cjP",
)
_PDF_REACH = 1024  # readers look for %PDF- that far
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HEAD = 4096

_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.text-template": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    b"application/vnd.oasis.opendocument.spreadsheet-template": Kind.ODS,
}
# What an OLE2 container holds, by the names of its streams.
_OLE2_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "old-word"),
    ("Workbook", "old-excel"),
    ("Book", "old-excel"),
)


def kind_of(content: bytes, limits: Limits) -> Kind:
    """Say what these bytes are; raises RefusedError, which says what to do with what we do not read."""
    if not content:
        raise RefusedError("empty")
    head = content[:_HEAD]
    if b"%PDF-" in head[:_PDF_REACH]:
        return Kind.PDF
    if head.startswith(_ZIP):
        return _zipped(Archive(content, limits))
    if head.startswith(_OLE2):
        raise RefusedError(_old(content))
    if head.startswith(b"{\\rtf"):
        raise RefusedError("rtf")
    if head.startswith(_IMAGES) or head[4:12] in (b"ftypheic", b"ftypavif") or head[8:12] == b"WEBP":
        raise RefusedError("image")
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        raise RefusedError("html")
    if text.lstrip().startswith(b"<?xml"):
        raise RefusedError("flat-xml")
    if not head.startswith(_WIDE_BOMS) and b"\0" in content:
        raise RefusedError("unknown-kind")
    return Kind.TEXT


def _old(content: bytes) -> str:
    for stream, code in _OLE2_STREAMS:
        if stream.encode("utf-16-le") in content:
            return code
    return "old-office"


def _zipped(archive: Archive) -> Kind:
    names = archive.names
    if any(name.endswith("vbaProject.bin") for name in names):
        raise RefusedError("macros")
    mime = archive.head("mimetype", 100).strip()
    if mime in _OPEN_DOCUMENTS:
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise RefusedError("macros")
        if b"encryption-data" in archive.head("META-INF/manifest.xml", 1 << 20):
            raise RefusedError("encrypted")
        return _OPEN_DOCUMENTS[mime]
    if b"presentation" in mime:
        raise RefusedError("slides")
    if "[Content_Types].xml" in names:
        return _open_xml(archive.head("[Content_Types].xml", 1 << 20), names)
    if "datapackage.json" in names:
        return Kind.OPEN_DATA
    if any(PurePosixPath(name).name == "contract.toml" for name in names):
        return Kind.CONTRACT
    raise RefusedError("archive")


def _open_xml(types: bytes, names: frozenset[str]) -> Kind:
    if b"macroEnabled" in types:
        raise RefusedError("macros")
    if b"wordprocessingml" in types or "word/document.xml" in names:
        return Kind.DOCX
    if b"sheet.binary" in types:
        raise RefusedError("binary-workbook")
    if b"spreadsheetml" in types or "xl/workbook.xml" in names:
        return Kind.XLSX
    raise RefusedError("slides" if b"presentationml" in types else "damaged")
