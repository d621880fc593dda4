"""How far a street as it is written is from a street of the register; what is too far is another street.

Distances are counted in steps: half a letter. They order candidates and sort answers into kinds; they are no
probability: what an answer of each kind is worth was measured, see `scores`.
"""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from droitcommun.territory.given_names import GIVEN_NAMES
from droitcommun.territory.words import StreetName

# The kind of way is missing on one side; it differs.
WAY_MISSING = 1
WAY_DIFFERS = 3
# A title is left out, added, or another: « RUE BLANCHE », « RUE DU DOCTEUR BLANCHE ».
TITLE_DIFFERS = 1
# Spaces differ, nothing else: « BELLE VILLE ».
_SPACES = 1
LETTER = 2  # one letter added, dropped, changed, or two that changed places
_INITIAL = 1
_CUT_SHORT = 2
_NAME_LEFT_OUT = 2  # a given name that only one side writes
_WORD_LEFT_OUT = 3

# Beyond, two names are two streets. Inside a commune there are few streets to take for one another; in a
# département there are thousands, so no slip is forgiven there: a missing title or kind of way, an initial, spaces.
FARTHEST = 6
# One slip, and what is as good: most names that are written otherwise are no further.
NEAR = 3
FARTHEST_ELSEWHERE = 1

# Ways that are taken for one another. A place, a garden or a port that bears the name of a street is somewhere else,
# and a register that has one may lack the other.
_TAKEN_FOR = (
    frozenset(["RUE", "AV", "BD"]),
    frozenset(["RTE", "CHE", "CHS", "RD", "RN", "CR", "VC", "VTE"]),
    frozenset(["SEN", "SENT", "CHE"]),
    frozenset(["COUR", "CRS"]),
    frozenset(["HAM", "LD", "QRT", "VGE"]),
    frozenset(["ZA", "ZI", "ZAC", "PA"]),
)

# How many slips are forgiven in a name of so many letters: (from this length, slips). Two short words are too near.
_SLIPS = ((13, 3), (8, 2), (4, 1))
_WORD_SLIPS = ((9, 2), (5, 1))
_SHORTEST_CUT = 3
_SHORTEST_TELLING = 4
_TWO_INITIALS = 2


def slips_allowed(length: int) -> int:
    """How many letters may differ between two whole names, of the shorter of their lengths without spaces."""
    return next((slips for least, slips in _SLIPS if length >= least), 0)


def joined_words(name: StreetName) -> str:
    """The words of a name in one, to compare letters whatever the spaces."""
    return "".join(name.bare)


def distance(asked: StreetName, held: StreetName) -> int | None:
    """Steps between two streets, 0 for the same way and words; None when they are two streets."""
    if asked.words == held.words:
        words: int | None = 0
    else:
        words = TITLE_DIFFERS if asked.bare == held.bare else words_distance(asked, held)
    if words is None:
        return None
    if asked.way == held.way:
        return words
    if not asked.way or not held.way:
        return words + WAY_MISSING
    # Another way and another name are another street.
    if words > TITLE_DIFFERS or not any(asked.way in ways and held.way in ways for ways in _TAKEN_FOR):
        return None
    return words + WAY_DIFFERS


def words_distance(asked: StreetName, held: StreetName) -> int | None:
    """Steps between the words of two streets, their ways left aside."""
    if asked.figures != held.figures:
        return None  # « 8 MAI » and « 9 MAI » are one letter and two streets apart
    letters = _by_letters(asked, held)
    if letters is not None and letters <= LETTER:
        return letters
    words = _by_words(asked.bare, held.bare)
    if letters is None or words is None:
        return words if letters is None else letters
    return min(letters, words)


def _by_letters(asked: StreetName, held: StreetName) -> int | None:
    one, other = joined_words(asked), joined_words(held)
    # Figures are the same in both: only the letters tell, and « VOIE AZ/18 » has two of them.
    slips = slips_allowed(min(len(one), len(other)) - sum(map(len, held.figures)))
    found = int(OSA.distance(one, other, score_cutoff=slips))
    if found > slips:
        return None
    return LETTER * found if found else _SPACES


def _by_words(asked: Sequence[str], held: Sequence[str]) -> int | None:
    """Word by word, in any order; the last word of the register's name must be there: it is the one that tells.

    Doubts do not add up: where a given name is left out or added, the word that tells is written as it is; and a word
    more that is no given name makes another street (« la Fontaine aux Fées »).
    """
    left = _initials_apart(asked, held)
    missing: list[str] = []
    steps = 0
    told = 0
    slipped = False
    for word in reversed(held):
        found = _nearest(word, left)
        if found is None:
            if word == held[-1]:
                return None
            missing.append(word)
            continue
        match, cost, letters = found
        if word == held[-1]:
            if not letters:
                return None
            slipped = bool(cost)
        left.remove(match)
        steps += cost
        told += letters
    lost = sum(len(word) for word in missing if word not in GIVEN_NAMES)
    if told < _SHORTEST_TELLING or lost > told or ((missing or left) and slipped):
        return None
    if any(word not in GIVEN_NAMES and len(word) > 1 for word in left):
        return None
    for word in missing:
        steps += _NAME_LEFT_OUT if word in GIVEN_NAMES else _WORD_LEFT_OUT
    steps += _NAME_LEFT_OUT * len(left)
    return steps or _SPACES  # the same words in another order


def _initials_apart(asked: Sequence[str], held: Sequence[str]) -> list[str]:
    """The words that are asked, « JP » as « J », « P » when the register holds two words that begin so."""
    apart: list[str] = []
    initials = "".join(word[0] for word in held)
    for word in asked:
        if len(word) == _TWO_INITIALS and word.isalpha() and word not in held and word in initials:
            apart.extend(word)
        else:
            apart.append(word)
    return apart


def _nearest(word: str, among: Sequence[str]) -> tuple[str, int, int] | None:
    """The word meant among those that are left: itself, with its steps and the letters that tell."""
    if word in among:
        return word, 0, len(word)
    best: tuple[int, int, str, int] | None = None
    for place, other in enumerate(among):
        short, long = sorted((word, other), key=len)
        slips = word_slips(len(short))
        off = int(OSA.distance(word, other, score_cutoff=slips))
        if off and off <= slips:
            found = (LETTER * off, place, other, len(other))
        elif len(short) == 1 and long.startswith(short) and not short.isdigit():
            found = (_INITIAL, place, other, 0)
        elif long.startswith(short) and len(short) >= (2 if long in GIVEN_NAMES else _SHORTEST_CUT):
            found = (_CUT_SHORT, place, other, 0)
        else:
            continue
        best = min(best, found) if best else found
    return (best[2], best[0], best[3]) if best else None


def word_slips(length: int) -> int:
    """How many letters may differ between two words, of the shorter of their lengths."""
    return next((slips for least, slips in _WORD_SLIPS if length >= least), 0)
