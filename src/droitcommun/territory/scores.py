"""What an answer is worth: of the answers with a score, about that share lies within 50 m of the truth.

Measured on three lists whose truth is known, not chosen: docs/explanation/ce-que-vaut-un-score.md says how, and where
few answers of a kind were met. A score sorts answers by what they are worth; it is no precision of a point.
"""

from droitcommun.territory.matching import Level, NumberMatch, Placed, StreetMatch

# By how the street was found, then by how the number was.
_BY_KIND: dict[StreetMatch, dict[NumberMatch, float]] = {
    StreetMatch.EXACT: {
        NumberMatch.EXACT: 0.96,
        NumberMatch.FACING: 0.80,
        NumberMatch.BETWEEN: 0.75,
        NumberMatch.LETTER: 0.65,
        NumberMatch.BEYOND: 0.55,
        NumberMatch.CORNER: 0.50,
        NumberMatch.NONE: 0.20,
    },
    StreetMatch.CLOSE: {
        NumberMatch.EXACT: 0.96,
        NumberMatch.FACING: 0.80,
        NumberMatch.BETWEEN: 0.50,
        NumberMatch.LETTER: 0.65,
        NumberMatch.CORNER: 0.50,
        NumberMatch.NONE: 0.20,
    },
    StreetMatch.TYPO: {
        NumberMatch.EXACT: 0.95,
        NumberMatch.FACING: 0.75,
        NumberMatch.BETWEEN: 0.50,
        NumberMatch.LETTER: 0.50,
        NumberMatch.CORNER: 0.50,
        NumberMatch.NONE: 0.10,
    },
    StreetMatch.LOOSE: {
        NumberMatch.EXACT: 0.85,
        NumberMatch.FACING: 0.50,
        NumberMatch.BETWEEN: 0.50,
        NumberMatch.LETTER: 0.50,
        NumberMatch.CORNER: 0.50,
        NumberMatch.NONE: 0.10,
    },
    StreetMatch.ELSEWHERE: {
        NumberMatch.EXACT: 0.95,
        NumberMatch.FACING: 0.45,
        NumberMatch.BETWEEN: 0.45,
        NumberMatch.LETTER: 0.65,
        NumberMatch.CORNER: 0.50,
        NumberMatch.NONE: 0.10,
    },
}

# Several places far from each other are as good: the first of them is right about every second time, unless the same
# street holds them all, as the two ends of « 48-50 ».
_SPREAD = 0.47

# A commune, not a place in it.
_MUNICIPALITY = 0.01


def score(placed: Placed) -> float:
    """The score of an answer, above 0 and at most 1."""
    if placed.level is Level.MUNICIPALITY:
        return _MUNICIPALITY
    found = _BY_KIND[placed.street][placed.number]
    if placed.spread and placed.street is not StreetMatch.EXACT:
        return min(found, _SPREAD)
    return found
