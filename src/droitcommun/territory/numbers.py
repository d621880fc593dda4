"""House numbers as they are written: letters, ranges, several at once; and the words around them that parse a line."""

import re
from dataclasses import dataclass
from functools import lru_cache

from droitcommun.territory.vocabulary import REPEATED, WEAK_WAYS
from droitcommun.territory.words import WAY_WORDS, one_of

# A range « 48-54 » stands for the houses of that side of the street; wider, for its two ends.
WIDEST_RANGE = 40


@dataclass(frozen=True, slots=True, order=True)
class HouseNumber:
    """A number and the letter behind it, as the register writes it: 11 bis is 11, "b"; no letter is ""."""

    number: int
    repeat: str = ""


STRONG_WAY = one_of(word for word in WAY_WORDS if word not in WEAK_WAYS)

ANY_WAY = one_of(WAY_WORDS)

# Some cities put two letters, or a letter and a figure, behind a number: glued to it, or in front of the kind of way.
_TWO = (
    rf"[A-Z][A-Z0-9]\b| (?!(?:LA|LE|AU|DE|DU|ST|ET|EN|NO|{ANY_WAY})\b)"
    rf"[A-Z][A-Z0-9](?=[ ,]+(?:{ANY_WAY}) )"
)

_NUMBER = (
    r"\d{1,5}(?: ?(?:(?:BIS|TER|QUATER|QUAT|QUA|QUINQUIES)(?: [A-CE-KM-Z]\b(?! ?\d))?|[A-Z](?! ?\d))\b|"
    rf"{_TWO})?(?![A-Z0-9])"
)

BETWEEN = r"(?: ?(?:[,/&+-]|\bET\b|\bA\b|\bAU\b) ?| )(?:N |NO )?"

NUMBERS = rf"{_NUMBER}(?:{BETWEEN}{_NUMBER})*"

# Before or behind a number: near the house, on the public way.
FACE = (
    r"(?:EN FACE|FACE|VIS[ -]A[ -]VIS|DEVANT|AU DROIT|A COTE|A (?:LA )?HAUTEUR|(?:A )?PROXIMITE|PRES|AU NIVEAU)"
    r"(?: (?:DU|AU|A|LE|DE))?"
)

_EACH = re.compile(
    r"(\d{1,5})(?:(?: ?(BIS|TER|QUATER|QUAT|QUA|QUINQUIES|[A-Z](?! ?\d))|([A-Z][A-Z0-9])"
    r"| (?!ET\b|AU\b|NO\b)([A-Z][A-Z0-9]))(?![A-Z0-9]))?"
)

_RANGE = re.compile(r" ?(?:-|/|\bA\b|\bAU\b) ?")


@lru_cache(maxsize=1 << 16)
def house_numbers(text: str) -> tuple[HouseNumber, ...]:
    """Read « 11 B », « 48-50 », « 1, 3 ET 5 »: each number once, those of a range between its ends included."""
    numbers: list[HouseNumber] = []
    end = 0
    for found in _EACH.finditer(text):
        number = int(found[1])
        letters = found[2] or found[3] or found[4] or ""
        repeat = REPEATED.get(letters, letters.lower())
        before = numbers[-1] if numbers else None
        if before and _RANGE.fullmatch(text, end, found.start()):
            step = 2 if (number - before.number) % 2 == 0 else number - before.number
            if 0 < number - before.number <= WIDEST_RANGE:
                numbers.extend(HouseNumber(one) for one in range(before.number + step, number, step))
        numbers.append(HouseNumber(number, repeat))
        end = found.end()
    return tuple(dict.fromkeys(numbers))
