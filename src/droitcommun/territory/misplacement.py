"""How often a row that is said to be certain is on the other side: measured on lists whose truth is known.

The lists are those of the house's tests, with surveyed points: 11,376 addresses of sales in Paris (DVF, first half of
2025) and 416 drinking fountains, towards the priority neighbourhoods of 2014, with the tolerances of `flags.RADII`.
A fountain stands on the pavement, some metres from the house that names it.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Misplacement:
    """Rows said to be inside or outside, and those of them that are not, on lists of a kind."""

    placed: int
    wrong: int
    measured_on: str

    @property
    def rate(self) -> Fraction:
        """In percent."""
        return Fraction(100 * self.wrong, self.placed)


# Measured by bench/shares.py, November 2025.
OF_ADDRESSES = Misplacement(
    placed=11_531,
    wrong=1,
    measured_on="11 792 adresses de Paris dont le point est connu (ventes de 2025, fontaines)",
)
