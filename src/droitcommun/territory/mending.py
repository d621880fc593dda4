"""Words that have a short form, whatever slip they are written with: « BOULEAVRD », « DOCTNUR »."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from droitcommun.territory.words import SPELT, WAY_WORDS, StreetName, street_name

_SHORTEST_MENDED = 5

_TWO_SLIPS = 9

_LONG_WORDS = tuple(sorted(word for word in SPELT if len(word) > _SHORTEST_MENDED and word.isalpha()))

_LONG_WAYS = tuple(word for word in WAY_WORDS if len(word) >= _SHORTEST_MENDED and " " not in word)


def with_way_mended(text: str) -> tuple[StreetName, ...]:
    """The street when its first word is a kind of way but for a slip: « BOULEAVRD MORTIER »."""
    first, _, rest = text.partition(" ")
    if not rest or len(first) < _SHORTEST_MENDED or first in WAY_WORDS:
        return ()
    slips = 2 if len(first) >= _TWO_SLIPS else 1
    off = {way: OSA.distance(first, way, score_cutoff=slips) for way in _LONG_WAYS}
    way = min(off, key=lambda one: (off[one], one))
    return (street_name(f"{way} {rest}"),) if off[way] <= slips else ()


@lru_cache(maxsize=1 << 16)
def mended_word(word: str) -> str:
    """A long word that has a short form, whatever slip it is written with: « DOCTNUR »; other words as they are."""
    if len(word) < _SHORTEST_MENDED + 1 or word in SPELT or not word.isalpha():
        return word
    near = {one for shortened in _shortened(word) for one in _MENDED.get(shortened, ())}
    meant = [one for one in near if word != f"{one}S" and OSA.distance(word, one, score_cutoff=1) <= 1]
    return meant[0] if len(meant) == 1 else word


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters: two words a slip apart have one of these in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


_MENDED: dict[str, list[str]] = {}
for _word in _LONG_WORDS:
    for _short in sorted(_shortened(_word)):
        _MENDED.setdefault(_short, []).append(_word)
