"""Words compared without their accents and capitals, and names made into ids."""

import re
import unicodedata

# Ids stand in addresses: long enough to be told apart, short enough to be read.
_LONGEST_ID = 60


def folded(text: str) -> str:
    """The text in lower case without accents, character for character."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    if letter.isascii():
        return " " if letter.isspace() else letter.lower()
    if letter in "’‘":
        return "'"
    return unicodedata.normalize("NFD", letter)[0].lower()[0]


def joined(texts: "list[str] | tuple[str, ...]") -> str:
    """Lines as one sentence: a word cut after its hyphen is joined again, spaces stand once."""
    text = ""
    for part in (" ".join(one.split()) for one in texts):
        if not part:
            continue
        cut = text.endswith(("-", "–")) and len(text) > 1 and text[-2].isalpha() and part[0].isalpha()
        text = f"{text}{part}" if cut or not text else f"{text} {part}"
    return text


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
