"""Plain text → blocks: one line a line of the file, whatever its encoding and its line ends."""

import unicodedata
from hashlib import sha256

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.blocks import Blocks, Line
from droitcommun.intake.folding import SOFT_HYPHEN

FORMAT = "text"

# What a byte order mark says of the encoding; without one, UTF-8, else the encoding of Windows in French.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_FALLBACK = "cp1252"

# Bytes by which other kinds of document begin, and what to call them.
_FOREIGN = (
    (b"%PDF", "un PDF"),
    (b"PK\x03\x04", "un fichier de bureautique ou une archive"),
    (b"\xd0\xcf\x11\xe0", "un fichier Word ou Excel d’avant 2007"),
    (b"{\\rtf", "un fichier RTF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"\x1f\x8b", "une archive"),
)

# More than any report in plain text; a file beyond is something else. Bytes.
LARGEST = 50_000_000

# Symbol fonts put their bullets in the private area: F0B7 is the round one, F0D8 an arrow.
_BULLETS = dict.fromkeys(range(0xF000, 0xF100), "•")

# Spaces that only typography tells apart, and marks that have no width.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u2002\u2003\t\u2028\u2029\u0085"), " ")
_WIDTHLESS = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
)

# A page begins by a form feed; no other control character belongs to a text.
_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), 0x7F])


def parse_text(raw: bytes, *, file: str) -> Blocks:
    """Decode a text and cut it into lines, in composed characters and ordinary spaces.

    Lines count as an editor numbers them: a form feed begins no line. Raises FileRefusedError when the bytes
    are empty, of another kind of document, or not a text.
    """
    lines = enumerate(decoded_lines(raw, file=file), start=1)
    blocks = tuple(Line(number, plain(text)) for number, text in lines)
    return Blocks(file, FORMAT, sha256(raw).hexdigest(), blocks)


def decoded_lines(raw: bytes, *, file: str) -> list[str]:
    """The lines of a text as an editor numbers them, without their ends; raises as `decoded` does."""
    return decoded(raw, file=file).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def plain(text: str) -> str:
    """One line in composed characters (NFC), ordinary spaces and « • » for bullets, without control characters.

    The soft hyphen by which a word is cut at the end of a line stays: what follows completes the word.
    """
    cut = SOFT_HYPHEN if text.rstrip().endswith(SOFT_HYPHEN) else ""
    ordinary = text.translate(_SPACES).translate(_WIDTHLESS).translate(_BULLETS).translate(_CONTROLS)
    return unicodedata.normalize("NFC", f"{ordinary.rstrip()}{cut}" if cut else ordinary)


def decoded(raw: bytes, *, file: str) -> str:
    """Decode the bytes of a text; raises FileRefusedError, which says what they look like instead."""
    if len(raw) > LARGEST:
        raise _refused(file, "too-large", f"un texte d’au plus {LARGEST // 1_000_000} Mo")
    if not raw.strip():
        raise _refused(file, "empty", "un texte qui contient des fiches de suivi, pas un fichier vide")
    for start, kind in _FOREIGN:
        if raw.startswith(start):
            raise _refused(file, "format", f"un texte ; ce fichier est {kind}, son extension doit le dire")
    encodings = [encoding for mark, encoding in _MARKS if raw.startswith(mark)] or ["utf-8", _FALLBACK]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused(file, "encoding", "un texte en UTF-8, UTF-16 avec marque ou Windows-1252")


def _refused(file: str, code: str, expected: str) -> FileRefusedError:
    return FileRefusedError([Problem(Place(file), code, expected)])
