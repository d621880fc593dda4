"""Files that are not what they should be: a sentence in French that says what to do, never what they hold."""

import os
import random
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.blocks import Blocks
from droitcommun.intake.containers import blocks_of, kind_of_file, read_blocks
from droitcommun.intake.grids import Grid, grids_of, read_grids
from droitcommun.intake.kinds import Kind
from tests.documents.containers import FORMATS, docx_members, page_of, simple, stream, xlsx_members, zipped
from tests.documents.producers import compiled, write_docx
from tests.documents.reading import line_texts, refusal_of
from tests.documents.sheets import written_sheets

PERSON = "Camille Exemple"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def with_member(content: bytes, name: str, inside: bytes = b"x") -> bytes:
    target = BytesIO(content)
    with ZipFile(target, "a") as archive:
        archive.writestr(name, inside)
    return target.getvalue()


def encrypted_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(page_of(stream(b"q Q")))))
    writer.encrypt("secret", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def flagged_as_encrypted(content: bytes) -> bytes:
    changed = bytearray(content)
    at = changed.rfind(b"PK\x01\x02")
    changed[at + 8] |= 1
    return bytes(changed)


ODF_KEY = b'<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
SLIDES = {
    "[Content_Types].xml": "<Types>application/vnd…presentationml.presentation.main+xml</Types>",
    "ppt/a": "",
}
BINARY = {"[Content_Types].xml": "<Types>application/vnd.ms-excel.sheet.binary.macroEnabled.main</Types>"}

REFUSED = [
    ("vide.docx", b"", "empty"),
    ("ancien.doc", OLE2 + "WordDocument".encode("utf-16-le"), "old-word"),
    ("ancien.xls", OLE2 + "Workbook".encode("utf-16-le"), "old-excel"),
    ("ancien.ppt", OLE2, "old-office"),
    ("protégé.docx", OLE2 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("protégé.zip", flagged_as_encrypted(simple("docx")), "encrypted"),
    ("protégé.odt", with_member(simple("odt"), "META-INF/manifest.xml", ODF_KEY), "encrypted"),
    ("protégé.pdf", encrypted_pdf(), "encrypted"),
    ("macros.docm", with_member(simple("docx"), "word/vbaProject.bin"), "macros"),
    ("macros.xlsm", with_member(simple("xlsx"), "xl/vbaProject.bin"), "macros"),
    ("macros.odt", with_member(simple("odt"), "Basic/Standard/Module1.xml"), "macros"),
    ("texte.rtf", b"{\\rtf1 " + PERSON.encode() + b"}", "rtf"),
    ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
    ("photo.docx", b"\xff\xd8\xff\xe0" + bytes(50), "image"),
    ("page.html", b"<!DOCTYPE html><p>" + PERSON.encode(), "html"),
    ("page.xls", b"\xef\xbb\xbf<html><table>", "html"),
    ("plat.fodt", b"<?xml version='1.0'?><office:document/>", "flat-xml"),
    ("exposé.pptx", zipped(SLIDES), "slides"),  # type: ignore[arg-type]
    ("binaire.xlsb", zipped(BINARY), "macros"),  # type: ignore[arg-type]
    ("fiches.zip", zipped({"a.docx": simple("docx")}), "archive"),
    ("export.zip", zipped({"datapackage.json": "{}"}), "open-data"),
    ("programme.exe", b"MZ" + bytes(200), "unknown-kind"),
    ("tronqué.docx", simple("docx")[:-40], "damaged"),
    ("tronqué.pdf", page_of(stream(b"q Q"))[:-40], "damaged"),
    ("classeur.xlsx", simple("xlsx"), "workbook"),
    ("sans-texte.pdf", page_of(stream(b"q Q")), "no-text"),
    ("autre.docx", zipped({"[Content_Types].xml": "wordprocessingml"}), "damaged"),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_is_not_read_is_refused_with_what_to_do(
    name: str, content: bytes, code: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(FileRefusedError) as refused:
        read_blocks(tmp_path / name)

    (problem,) = refused.value.problems
    assert (problem.place.file, problem.code) == (name, code)
    assert refused.value.exit_code >= 10
    assert PERSON not in str(refused.value)


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_a_document_is_no_workbook(form: str, tmp_path: Path) -> None:
    path = tmp_path / "envoi"
    path.write_bytes(page_of(stream(b"q Q")) if form == "pdf" else simple(form))

    with pytest.raises(FileRefusedError) as refused:
        read_grids(path)

    assert refused.value.problems[0].code == "document"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_extension_is_not_believed(form: str, tmp_path: Path) -> None:
    path = tmp_path / "envoi.pdf"
    path.write_bytes(simple(form))

    assert kind_of_file(path) is Kind(form)


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lourd.pdf"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(FileRefusedError, match="50 Mo au plus"):
        read_blocks(path)


def unreadable(path: Path) -> None:
    """A file that opens and whose reading fails, as on a disk or a server that fails; absent where there is none."""
    path.symlink_to("/proc/self/mem")


@pytest.mark.parametrize(
    "make", [os.mkdir, os.mkfifo, lambda path: path.symlink_to(path), lambda _: None, unreadable]
)
def test_what_is_no_file_is_refused_at_once(make: object, tmp_path: Path) -> None:
    make(tmp_path / "envoi")  # type: ignore[operator]

    with pytest.raises(FileRefusedError, match="un fichier lisible attendu"):
        read_blocks(tmp_path / "envoi")


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY e SYSTEM "{uri}">', '<!ENTITY % p SYSTEM "{uri}"> %p;', '<!ENTITY e PUBLIC "x" "{uri}">'],
)
def test_an_external_entity_never_reads_a_file(form: str, entity: str, tmp_path: Path) -> None:
    canary = tmp_path / "canari.txt"
    canary.write_text("SERIN", encoding="utf-8")
    prologue = f"<!DOCTYPE a [{entity.format(uri=canary.as_uri())}]>"
    content = simple(form, "" if "%" in entity else "&e;", prologue)

    with pytest.raises(FileRefusedError) as refused:
        (grids_of if form in ("xlsx", "ods") else blocks_of)(content, "envoi")

    assert refused.value.problems[0].code == "unsafe-xml"
    assert "SERIN" not in str(refused.value)


def linked(canary: Path, body: str) -> bytes:
    """A document with a relation to a file outside of it."""
    canary.write_text("SERIN", encoding="utf-8")
    members = docx_members(body)
    members["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        f'Type="x/header" TargetMode="External" Target="{canary.as_uri()}"/></Relationships>'
    )
    return zipped(members)


R = 'r:id="r9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def test_a_link_to_elsewhere_is_its_text(tmp_path: Path) -> None:
    body = f"<w:p><w:hyperlink {R}><w:r><w:t>un lien</w:t></w:r></w:hyperlink></w:p>"

    blocks = blocks_of(linked(tmp_path / "canari", body), "envoi")

    assert line_texts(blocks) == ["un lien"]


def test_a_header_that_lies_elsewhere_is_never_read(tmp_path: Path) -> None:
    content = linked(tmp_path / "canari", f'<w:sectPr><w:headerReference w:type="default" {R}/></w:sectPr>')

    refused = refusal_of(lambda: blocks_of(content, "envoi"))

    assert refused is not None
    assert "SERIN" not in str(refused)


def test_a_formula_that_points_elsewhere_gives_its_kept_value() -> None:
    row = '<row r="1"><c r="A1"><f>[1]Autre!A1</f><v>12</v></c></row>'

    (grid,) = grids_of(zipped(xlsx_members(row)), "envoi")

    assert (str(grid.rows[0][0].value), grid.rows[0][0].formula) == ("12", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-15", "windows-1252"])
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_xml_in_another_encoding_reads_the_same(form: str, encoding: str) -> None:
    members, main, says = FORMATS[form]
    made = members(says.format("École, été"))
    text = str(made[main])

    declared = f'<?xml version="1.0" encoding="{encoding}"?>{text}'
    blocks = blocks_of(zipped({**made, main: declared.encode(encoding)}), "envoi")

    assert line_texts(blocks) == ["École, été"]


# --- Mutations -------------------------------------------------------------------------------------------------------

SHEETS = written_sheets(2)


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A whole file of each format."""
    folder = tmp_path_factory.mktemp("valid")
    write_docx(SHEETS, folder / "a.docx")
    compiled("#table(columns: 2, [Axe], [Un], [Analyse], [Deux])", folder / "a.pdf")
    office = {form: simple(form) for form in FORMATS}
    return office | {"docx": (folder / "a.docx").read_bytes(), "pdf": (folder / "a.pdf").read_bytes()}


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, int, int]:
    kind = draw(st.sampled_from(("flip", "cut", "splice", "drop", "swap")))
    return kind, draw(st.integers(0, 1 << 30)), draw(st.integers(1, 64))


def mutated(content: bytes, kind: str, seed: int, count: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - where to break a file
    changed = bytearray(content)
    match kind:
        case "flip":
            for _ in range(count):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        case "cut":
            del changed[chance.randrange(len(changed)) :]
        case "splice":
            at = chance.randrange(len(changed))
            changed[at:at] = changed[chance.randrange(len(changed)) :][: count * 16]
        case "drop":
            at = chance.randrange(len(changed))
            del changed[at : at + count * 16]
        case _:
            for _ in range(count):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("form", ["docx", "odt", "xlsx", "ods", "pdf"])
@settings(max_examples=int(os.environ.get("DROITCOMMUN_FUZZ", "25")), deadline=None)
@given(mutation=mutations())
def test_a_file_that_was_changed_on_its_way_is_read_or_refused(
    form: str, mutation: tuple[str, int, int], valid: dict[str, bytes]
) -> None:
    content = mutated(valid[form], *mutation)

    read = grids_of if form in ("xlsx", "ods") else blocks_of

    refused = refusal_of(lambda: read(content, "envoi"))

    # A zip says whether a member is whole; a PDF says nothing of the kind.
    if refused is None and form != "pdf":
        assert said(read(content, "envoi")) == said(read(valid[form], "envoi"))
    assert refused is None or refused.problems[0].place.file == "envoi"


def said(found: Blocks | tuple[Grid, ...]) -> object:
    return found.blocks if isinstance(found, Blocks) else found


@pytest.mark.parametrize("form", ["docx", "odt", "xlsx", "ods"])
@settings(max_examples=int(os.environ.get("DROITCOMMUN_FUZZ", "25")), deadline=None)
@given(mutation=mutations())
def test_xml_that_was_changed_inside_a_whole_zip_is_read_or_refused(
    form: str, mutation: tuple[str, int, int]
) -> None:
    members, main, says = FORMATS[form]
    made = members(says.format("mot") * 3)
    content = zipped({**made, main: mutated(str(made[main]).encode(), *mutation)})

    read = grids_of if form in ("xlsx", "ods") else blocks_of

    refused = refusal_of(lambda: read(content, "envoi"))

    assert refused is None or refused.problems[0].place.file == "envoi"
