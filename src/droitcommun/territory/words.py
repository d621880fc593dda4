"""Text without accents, and the name of a street as words: however it is written, one key."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from droitcommun.territory.vocabulary import (
    FIGURES,
    LINKS,
    MONTHS,
    MONTHS_CUT_SHORT,
    NUMBERED_ROADS,
    TITLES,
    WAYS,
    WORDS,
)

# They part what a cell says; everything else that is neither a letter nor a digit is a space.
SEPARATORS = ",;/-\n()&+|"

_ALIKE = {
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "\r": "\n",
    "\v": "\n",
    "\f": "\n",
    "\x85": "\n",
    "_": " ",
}
_ALIKE |= {
    "\u2028": "\n",
    "\u2029": "\n",
    "Œ": "OE",
    "œ": "OE",
    "Æ": "AE",
    "æ": "AE",
    "ß": "SS",
    "ø": "O",
    "Ø": "O",
}
_ALIKE |= {"ł": "L", "Ł": "L", "đ": "D", "Đ": "D", "\u00ad": "", "\u200b": "", "\ufeff": ""}

_SPACES = re.compile(" {2,}")


def one_of(words: Iterable[str]) -> str:
    """A pattern of words, the longest that fits; letters that several begin with are compared once."""
    following: dict[str, list[str]] = {}
    for word in words:
        following.setdefault(word[:1], []).append(word[1:])
    ended = following.pop("", None) is not None
    branches = "|".join(letter + one_of(rest) for letter, rest in following.items())
    if not branches:
        return ""
    return f"(?:{branches}|)" if ended else f"(?:{branches})" if len(following) > 1 else branches


def _letter(character: str) -> str:
    """What one character is read as: capitals, digits, separators, spaces of ASCII."""
    if character in _ALIKE:
        return _ALIKE[character]
    plain = unicodedata.normalize("NFKD", character).upper()
    kept = [part for part in plain if not unicodedata.combining(part)]
    return "".join(
        part if part in SEPARATORS or (part.isascii() and part.isalnum()) else " " for part in kept
    )


class _Folding(dict[int, str]):
    """What each character is read as, worked out the first time that it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = _letter(chr(code))
        return self[code]


_FOLDING = _Folding()
_ASCII_FOLDING = bytes(ord(_letter(chr(code))) if code < 128 else 0 for code in range(256))  # noqa: PLR2004


def folded(text: str) -> str:
    """The text in capitals of ASCII, no accents, apostrophes or points, spaces once; folding again changes nothing."""
    # In ASCII each character is read as one: bytes take a third of the time.
    flat = text.encode().translate(_ASCII_FOLDING).decode() if text.isascii() else text.translate(_FOLDING)
    return (_SPACES.sub(" ", flat) if "  " in flat else flat).strip(" ")


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street as words: the kind of way ("" when none is written) and the words of its name, in short forms.

    `bare` are the words without titles, unless nothing else is left; `figures` those that hold a digit, sorted.
    """

    way: str
    words: tuple[str, ...]
    bare: tuple[str, ...]
    figures: tuple[str, ...] = ()

    @property
    def full_key(self) -> str:
        """Same way, same words."""
        return f"{self.way} {' '.join(self.words)}"

    @property
    def bare_key(self) -> str:
        """Same way, same words but for titles."""
        return f"{self.way} {' '.join(self.bare)}"

    @property
    def wayless_key(self) -> str:
        """Same words but for titles, whatever the way."""
        return " ".join(self.bare)

    @property
    def spaceless_key(self) -> str:
        """Same letters, whatever the spaces."""
        return f"={''.join(self.bare)}"

    def ending_key(self, word: str) -> str:
        """As many words, that one the last of them."""
        return f"{len(self.bare)}>{word}"


def _spelt(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {spelling: short for short, others in table.items() for spelling in (short, *others)}


_WAYS = _spelt(WAYS)
_WORDS = _spelt(TITLES) | _spelt(WORDS) | _spelt(FIGURES)
# Several words that stand for one, the longest first, by the first of them: looked for before each is shortened alone.
_PHRASES: dict[str, list[tuple[list[str], str]]] = {}
for _spelling, _short in sorted((_WAYS | _WORDS).items(), key=lambda item: (-item[0].count(" "), item[0])):
    if " " in _spelling:
        _PHRASES.setdefault(_spelling.split(" ")[0], []).append((_spelling.split(" "), _short))
WAY_WORDS = tuple(sorted(_WAYS, key=lambda word: (-len(word), word)))
_TITLES = frozenset(TITLES)
# Words of names that have a short form.
SPELT = frozenset(_WORDS)
_CENTURY = 100
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile("[A-Z0-9]+")
_ORDINAL = re.compile(r"(\d{1,2})(?:ER|ERE|RE|E|EME|IEME|ND|NDE)")
_NUMBER_SIGN = frozenset(["N", "NO", "NUMERO"])
_ROADS = [
    (short, re.compile(rf"(?:{pattern})(?: N| NO| NUMERO)? ?(?=\d{{1,4}}[A-Z]?\b)"))
    for short, pattern in NUMBERED_ROADS.items()
]
_ROAD = re.compile(r"(?:[RCVDN]|NAT|DEP|CHE).*\d")


@lru_cache(maxsize=1 << 16)
def street_name(text: str) -> StreetName:
    """Read the name of a street, already folded or not: « AV DU GAL LECLERC » is `AV`, (`GAL`, `LECLERC`)."""
    flat = folded(text)
    way = ""
    tokens = _TOKEN.findall(flat)
    if _ROAD.match(flat) and (road := _numbered_road(" ".join(tokens))):
        way, tokens = road
    tokens = _joined(tokens)
    if not way and len(tokens) > 1 and tokens[0] in _WAYS:
        way = _WAYS[tokens[0]]
        tokens = tokens[1:]
        # The tax office writes « VC HAM », a private way that is called a hamlet: the second word tells.
        if way == "VC" and len(tokens) > 1 and tokens[0] in _WAYS:
            way = _WAYS[tokens[0]]
            tokens = tokens[1:]
    words = _short_words(tokens) or tokens
    bare = tuple(word for word in words if word not in _TITLES)
    if all(len(word) == 1 or word.isdigit() for word in bare):
        bare = tuple(words)  # « TROIS FRERES » is no « TROIS »
    return StreetName(way, tuple(words), bare, tuple(sorted(word for word in bare if _DIGIT.search(word))))


def _short_words(tokens: list[str]) -> list[str]:
    """The words of a name in short forms, without those that link others."""
    words: list[str] = []
    for place, token in enumerate(tokens):
        numbered = bool(tokens[place + 1 : place + 2]) and tokens[place + 1].isdigit()
        if token in _NUMBER_SIGN and numbered:
            continue  # « ALLEE N 3 »
        if token in LINKS and not (len(token) == 1 and numbered):
            continue  # but « VOIE D/12 » is named D/12
        short = _WORDS.get(token, token)
        if short[0].isdigit() and (ordinal := _ORDINAL.fullmatch(short)):
            short = ordinal[1]
        if words and words[-1].isdigit():
            short = MONTHS_CUT_SHORT.get(short, short)
        if words and words[-1] in MONTHS and short.isdigit() and int(short) < _CENTURY:
            short = f"19{int(short):02d}"
        words.append(short.lstrip("0") or "0" if short.isdigit() else short)
    return words


def without_year(name: str) -> str | None:
    """« RUE DU 8 MAI » of « Rue du 8 Mai 1945 »; None when no date ends the name."""
    flat = folded(name)
    found = _DATED.fullmatch(flat) if flat[-1:].isdigit() else None
    return found[1] if found else None


_DATED = re.compile(rf"(.+ (?:{'|'.join(sorted(MONTHS))})) \d{{2,4}}")


def _numbered_road(flat: str) -> tuple[str, list[str]] | None:
    """« RN 7 », « ROUTE NATIONALE N 7 », « N7 »: one road, whatever it is called."""
    for short, pattern in _ROADS:
        if found := pattern.match(flat):
            return short, flat[found.end() :].split(" ")
    return None


def _joined(tokens: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(tokens):
        for phrase, short in _PHRASES.get(tokens[place], ()):
            if tokens[place : place + len(phrase)] == phrase:
                kept.append(short)
                place += len(phrase)
                break
        else:
            kept.append(tokens[place])
            place += 1
    return kept
