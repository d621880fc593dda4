"""What ODT and ODS share: the archive, its manifest, its metadata, and text as their XML holds it."""

from datetime import date
from xml.sax.saxutils import escape, quoteattr

from droitcommun.reports.zips import archive

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
        ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
        ("svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
        ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
        ("number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
        ("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    )
)
TEXT = "application/vnd.oasis.opendocument.text"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def package(
    kind: str,
    *,
    content: str,
    styles: str,
    title: str,
    author: str,
    as_of: date,
    settings: str = "",
    pictures: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    """Make the archive of a document from the insides of its parts."""
    day = f"{as_of.isoformat()}T00:00:00"
    meta = (
        "<office:meta><meta:generator>Droit commun</meta:generator>"
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<meta:initial-creator>{escape(author)}</meta:initial-creator><dc:language>fr-FR</dc:language>"
        f"<meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date></office:meta>"
    )
    parts = [
        ("content.xml", _document("content", content)),
        ("styles.xml", _document("styles", styles)),
        ("meta.xml", _document("meta", meta)),
        ("settings.xml", _document("settings", settings)),
    ]
    entries = [("/", kind), *((name, "text/xml") for name, _ in parts)]
    entries += [(name, "image/png") for name, _ in pictures]
    listed = "".join(
        f'<manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type="{media}"/>'
        for name, media in entries
    )
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        f' manifest:version="1.3">{listed}</manifest:manifest>'
    )
    return archive(
        [
            ("mimetype", kind.encode()),
            *((name, text.encode()) for name, text in parts),
            *pictures,
            ("META-INF/manifest.xml", manifest.encode()),
        ],
        stored=frozenset({"mimetype"}),
    )


def _document(name: str, inside: str) -> str:
    return (
        f'{_HEAD}<office:document-{name} {NAMESPACES} office:version="1.3">{inside}</office:document-{name}>'
    )


def written(text: str) -> str:
    """Text as it stands: line breaks, tabs and runs of spaces are elements there."""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append("<text:line-break/>")
        pieces.append(_spaced(line))
    return "".join(pieces)


def _spaced(line: str) -> str:
    made: list[str] = []
    run = 0
    for character in line:
        if character == " " and (run or not made):
            run += 1
            made.append("<text:s/>")
            continue
        run = 1 if character == " " else 0
        made.append("<text:tab/>" if character == "\t" else escape(character))
    if made and made[-1] == " ":
        made[-1] = "<text:s/>"
    return "".join(made)
