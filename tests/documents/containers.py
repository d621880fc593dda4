"""The smallest files of each format, made by hand so that anything can be put inside."""

import struct
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

Member = str | bytes | Iterable[bytes]

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table", "draw", "style")
)


def zipped(members: dict[str, Member]) -> bytes:
    """Zip members; one that is given in pieces is never whole in memory."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            if isinstance(content, str | bytes):
                archive.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
            else:
                with archive.open(name, "w", force_zip64=True) as stream:
                    for piece in content:
                        stream.write(piece)
    return target.getvalue()


def docx_members(body: str, prologue: str = "") -> dict[str, Member]:
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "word/document.xml": f'{prologue}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
    }


def odt_members(body: str, prologue: str = "", kind: str = "text") -> dict[str, Member]:
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"{prologue}<office:document-content {_SPACES}><office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document-content>",
    }


def ods_members(body: str, prologue: str = "") -> dict[str, Member]:
    return odt_members(body, prologue, "spreadsheet")


def xlsx_members(rows: str, prologue: str = "", sheets: int = 1, relations: str = "") -> dict[str, Member]:
    tabs = "".join(f'<sheet name="T{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, sheets + 1))
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{_X}" xmlns:r="{_R}"><sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_REL}"><Relationship Id="r1" Type="{_R}/worksheet" '
        f'Target="worksheets/sheet1.xml"/>{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": f'{prologue}<worksheet xmlns="{_X}"><sheetData>{rows}</sheetData></worksheet>',
    }


# To be given as `relations` with the texts of a workbook.
SHARED_STRINGS = f'<Relationship Id="r2" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/>'


def shared_strings(items: str) -> str:
    return f'<sst xmlns="{_X}">{items}</sst>'


_TAB = '<table:table table:name="T"><table:table-row>{}</table:table-row></table:table>'

# How each format names its main part, and how it says a word.
FORMATS: dict[str, tuple[Callable[..., dict[str, Member]], str, str]] = {
    "docx": (docx_members, "word/document.xml", "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"),
    "odt": (odt_members, "content.xml", "<text:p>{}</text:p>"),
    "xlsx": (
        xlsx_members,
        "xl/worksheets/sheet1.xml",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>',
    ),
    "ods": (
        ods_members,
        "content.xml",
        _TAB.format(
            f'<table:table-cell office:value-type="string">{"<text:p>{}</text:p>"}</table:table-cell>'
        ),
    ),
}


def simple(form: str, word: str = "mot", prologue: str = "") -> bytes:
    """A whole file of a format that says one word."""
    members, _, says = FORMATS[form]
    return zipped(members(says.format(word), prologue))


def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects; 1 is the catalogue."""
    found, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(found)
        found += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start, size = len(found), max(objects) + 1
    found += b"xref\n0 %d\n" % size
    for number in range(size):
        place = places.get(number)
        found += b"%010d 00000 n \n" % place if place is not None else b"0000000000 65535 f \n"
    found += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(found)


def stream(content: bytes, entries: bytes = b"", *, packings: int = 0) -> bytes:
    """A stream object, packed so many times."""
    for _ in range(packings):
        content = zlib.compress(content, 9)
    filters = b"/Filter [" + b"/FlateDecode " * packings + b"]" if packings else b""
    return b"<< %b %b /Length %d >>\nstream\n%b\nendstream" % (entries, filters, len(content), content)


def page_of(content: bytes, resources: bytes = b"", others: dict[int, bytes] | None = None) -> bytes:
    """A PDF of one page whose content stream object is given."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> >>"
            % resources,
            4: content,
            **(others or {}),
        }
    )


def lying(content: bytes, member: str) -> bytes:
    """The same zip, where the directory says that a member is a thousand bytes unpacked."""
    with ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo(member).file_size
    return content.replace(struct.pack("<I", size), struct.pack("<I", 1000))
