"""How an index writes what is looked for: the key of a house, the key of a street in its scope, coordinates."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from droitcommun.territory.vocabulary import REPEATED

# Coordinates are whole numbers of this part of a degree, about a centimetre.
DEGREE = 10_000_000

# A key of a house is the street (28 bits), the number (20) and its letter (16), so that houses are in that order.
_STREET_SHIFT = 36
_NUMBER_SHIFT = 16
LARGEST_NUMBER = (1 << 20) - 1
LARGEST_LETTER = (1 << 16) - 1

# Overseas, a département is three characters of the code of a commune.
_OVERSEAS = ("97", "98")


def department_of(commune: str) -> str:
    """The département of a code of commune, or of a postcode: 2 or 3 characters."""
    return commune[:3] if commune.startswith(_OVERSEAS) else commune[:2]


def scoped_key(scope: str, key: str) -> int:
    """Where a street of that key is looked for in a commune or a département: 64 bits, checked again by name."""
    return int.from_bytes(hashlib.blake2b(f"{scope}\0{key}".encode(), digest_size=8).digest(), "little")


def house_key(
    street: NDArray[np.uint64], number: NDArray[np.uint64], repeat: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """The keys of houses; they sort by street, number, letter."""
    return (street << np.uint64(_STREET_SHIFT)) | (number << np.uint64(_NUMBER_SHIFT)) | repeat


def number_of_key(key: int) -> int:
    """The number of a house, of its key."""
    return (key >> _NUMBER_SHIFT) & LARGEST_NUMBER


def one_house_key(street: int, number: int, repeat: int) -> int:
    """The key of one house."""
    return (street << _STREET_SHIFT) | (number << _NUMBER_SHIFT) | repeat


def canonical_repeat(repeat: str) -> str:
    """The letter of a house in one spelling: the register writes « bis » here and « b » there."""
    upper = repeat.upper().replace(" ", "")
    return REPEATED.get(upper, upper.lower())
