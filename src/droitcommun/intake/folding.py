"""Words compared without their accents and capitals, and names made into ids."""

import re
import unicodedata
from collections.abc import Iterable

# Where a producer of pages cuts a word at the end of a line, and no letter of the word.
SOFT_HYPHEN = "\u00ad"

# Ids stand in addresses: long enough to be told apart, short enough to be read.
_LONGEST_ID = 60


class _Folding(dict[int, str]):
    """What each character is compared as, worked out the first time that it is met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in "’‘":
            self[code] = "'"
        elif letter.isspace():
            self[code] = letter if letter == "\n" else " "
        else:
            self[code] = unicodedata.normalize("NFD", letter)[0].lower()[0]
        return self[code]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text in lower case without accents, character for character."""
    return text.translate(_FOLDING)


def joined(texts: Iterable[str]) -> str:
    """Lines as one sentence: a word cut after its hyphen, soft or not, is joined again, spaces stand once."""
    pieces: list[str] = []
    tail = ""  # the last two characters so far: the sentence itself is put together once
    for part in (" ".join(one.split()) for one in texts):
        if not part:
            continue
        glue = " " if tail else ""
        if tail.endswith(SOFT_HYPHEN):
            pieces[-1], tail, glue = pieces[-1][:-1], tail[:-1], ""
        elif tail.endswith(("-", "–")) and tail[:-1].isalpha() and part[0].isalpha():
            glue = ""
        pieces += [glue, part]
        tail = f"{tail}{glue}{part}"[-2:]
    return "".join(pieces).removesuffix(SOFT_HYPHEN)


def slug(name: str) -> str:
    """An id made of a name: lower case, digits and hyphens, cut at a word; « sans-nom » when nothing is left."""
    words = re.findall(r"[a-z0-9]+", folded(name.replace("œ", "oe").replace("æ", "ae")))
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:_LONGEST_ID]
        if len(longer) > _LONGEST_ID:
            break
        found = longer
    return found or "sans-nom"
