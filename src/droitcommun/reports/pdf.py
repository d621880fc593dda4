"""The report as a PDF that anybody can read and an archive can keep: PDF/UA-1 and PDF/A-2a, made by Typst.

What is said goes in as JSON, never as markup. Only the fonts that Typst carries are used, so that two machines give
the same bytes; a character that none of them holds is printed by its code: ‹U+1F600›.
"""

import json
import re
from datetime import UTC, date, datetime, time
from importlib.resources import files
from unicodedata import normalize

from droitcommun.reports.blocks import Block, Bullets, Contents, Grid, Heading, Paragraph, Picture, words
from droitcommun.reports.row_headers import with_row_headers

# Letters, punctuation and signs that the fonts of Typst hold; a test prints each of them.
_HELD = re.compile(
    "[^\n\t\x20-\x7e\xa0-\u017f\u0218-\u021b\u0300-\u0304\u0308\u030a\u0327\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u1e00-\u1eff\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a"
    "\u20ac\u2122\u2190-\u2193\u2212\u2260\u2264\u2265\u2009\u200a\ufffd]"
)

# Colours dark enough for white text.
STATUS_COLOURS = {
    "Atteint": "#1d6b3c",
    "Pas encore atteint": "#8a4b08",
    "Manqué": "#a4161a",
    "On ne sait pas": "#51565c",
    "Sans objectif chiffré": "#3f4f8c",
}


def held(text: str) -> str:
    """The same text, where a character that no font of the page holds is told by its code."""
    return _HELD.sub(lambda found: f"‹U+{ord(found[0]):04X}›", normalize("NFC", text))


def pdf(blocks: tuple[Block, ...], *, title: str, author: str, footer: str, as_of: date) -> bytes:
    """Print blocks; `as_of` is the date of the document, whatever the clock says."""
    import typst

    told = {
        "title": held(title),
        "author": held(author),
        "footer": held(footer),
        "date": {"year": as_of.year, "month": as_of.month, "day": as_of.day},
        "statuses": STATUS_COLOURS,
        "blocks": [_plain(block) for block in blocks],
    }
    printed = typst.compile(
        (files("droitcommun.reports") / "report.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        sys_inputs={"report": json.dumps(told, ensure_ascii=False)},
        timestamp=datetime.combine(as_of, time(), UTC),
    )
    if not isinstance(printed, bytes):
        raise TypeError("typst gives one file")
    tables = [block for block in blocks if isinstance(block, Grid)]
    return with_row_headers(printed, tuple(table.named and bool(table.rows) for table in tables))


def _plain(block: Block) -> dict[str, object]:
    match block:
        case Heading(level=level, text=text, anchor=anchor, fresh=fresh):
            return {"kind": "heading", "level": level, "text": held(text), "anchor": anchor, "fresh": fresh}
        case Paragraph(text=text, tone=tone):
            return {"kind": "paragraph", "text": held(text), "tone": tone.value}
        case Bullets(items=items):
            return {"kind": "bullets", "items": [held(item) for item in items]}
        case Grid():
            return {
                "kind": "grid",
                "caption": held(block.caption),
                "head": [held(name) for name in block.head],
                "rows": [[held(words(cell)) for cell in row] for row in block.rows],
                "widths": list(block.widths),
                "numeric": list(block.numeric),
                "named": block.named,
            }
        case Picture(svg=svg, alternative=alternative, width=width):
            return {"kind": "picture", "svg": held(svg), "alternative": held(alternative), "width": width}
        case Contents(title=title):
            return {"kind": "contents", "title": title}
