"""What a file is known by without keeping anything of it: a keyed digest of its rows, and a keyed sample of them.

The digest is that of the rows as a bag: their order does not matter. The sample has a fixed size whatever the file, and
is masked under the service's secret, so that a stored one tells neither a row nor how many there are. With the secret,
two samples estimate which part of one file is in the other (MinHash with one permutation): in each of its boxes the
smallest hash of both files together is that of a row drawn at random from them, and who has it is seen.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

# Boxes of a sample. One in a hundred rows is told from none (0.99 ** 2048 < 10 ** -8), and a part of a file is
# recognised from about one row in 700 on (three boxes expected).
BOXES = 2048

# Files of which one has at most this part of its rows outside the other are versions of one file; a year's comings and
# goings are more, even of firms.
MOST_OWN = Fraction(1, 100)

# And those of which one has fewer rows of its own, for a difference of counts would be a small headcount; unless less
# of it was seen than tells a small file from a little of a large one.
FEWEST_OWN = 5
LEAST_SEEN = 10

# Bytes; a shorter secret could be tried out against a register of addresses.
SHORTEST_SECRET = 16

_ROW_BYTES = 32
_VALUE_BYTES = 8
_EMPTY = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Sample:
    """The smallest hash in each box. Not to be kept as it is: see `masked`."""

    smallest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """The rows of one file, as the ledger knows them. No sample: rows that have no address of their own."""

    digest: str
    sample: Sample | None


class RowReader:
    """Reads rows one by one, in any order, and keeps a sum and a sample.

    ValueError: a secret that is too short.
    """

    def __init__(self, secret: bytes, *, sampled: bool = True) -> None:
        """`sampled` is False when rows do not identify themselves: counts by area, or a code alone."""
        if len(secret) < SHORTEST_SECRET:
            raise ValueError("the secret is too short")
        self._key = hashlib.blake2b(secret, person=b"dc-rows").digest()
        self._keyed = hashlib.blake2b(key=self._key, digest_size=_ROW_BYTES)
        self._sampled = sampled
        self.sum = 0
        self.rows = 0
        self.smallest = [_EMPTY] * BOXES

    def read(self, row: bytes, times: int = 1) -> None:
        """Take in a row: the bytes of all that tells it from others (its address; with it, what the file adds)."""
        if times:
            before = self.sum
            self.read_all([row])
            self.sum += (times - 1) * (self.sum - before)
            self.rows += times - 1

    def read_all(self, rows: Iterable[bytes]) -> None:
        """Take in rows, each once."""
        digests = []
        for row in rows:
            keyed = self._keyed.copy()  # half the time of giving the key for each row
            keyed.update(row)
            digests.append(keyed.digest())
        self.sum += sum(map(int.from_bytes, digests))
        self.rows += len(digests)
        if not self._sampled or not digests:
            return
        parts = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, _ROW_BYTES)
        values = parts[:, :_VALUE_BYTES].copy().view(">u8")[:, 0].astype(np.uint64)
        boxes = parts[:, _VALUE_BYTES : _VALUE_BYTES + 2].copy().view(">u2")[:, 0] % BOXES
        smallest = np.array(self.smallest, dtype=np.uint64)
        np.minimum.at(smallest, boxes, values)
        self.smallest = smallest.tolist()

    @property
    def state(self) -> tuple[int, int, list[int]]:
        """What was read so far, for another reader with the same secret to take in."""
        return self.sum, self.rows, self.smallest

    def take_in(self, total: int, rows: int, smallest: Sequence[int]) -> None:
        """Take in the state of another reader with the same secret (in another process, of another block)."""
        self.sum += total
        self.rows += rows
        self.smallest = [min(pair) for pair in zip(self.smallest, smallest, strict=True)]

    def identity(self) -> RowIdentity:
        """Return what the rows read so far are known by."""
        bag = (self.sum % (1 << 8 * _ROW_BYTES)).to_bytes(_ROW_BYTES) + self.rows.to_bytes(8)
        digest = hashlib.blake2b(bag, digest_size=_ROW_BYTES, key=self._key, person=b"dc-bag").hexdigest()
        return RowIdentity(digest, Sample(tuple(self.smallest)) if self._sampled else None)


def versions_of_one_file(one: Sample, other: Sample) -> bool:
    """Whether nearly all rows of one of two files are rows of the other.

    Then a difference of two of their counts is a count of the few rows between them.
    """
    shared = only_one = only_other = 0
    for mine, theirs in zip(one.smallest, other.smallest, strict=True):
        if mine == theirs:
            shared += mine != _EMPTY
        elif mine < theirs:
            only_one += 1
        else:
            only_other += 1
    own = min(only_one, only_other)
    seen = shared + own
    few = own < FEWEST_OWN and own < shared and seen >= LEAST_SEEN
    return shared > 0 and (few or own <= MOST_OWN * seen)


def masked(sample: Sample, secret: bytes, place: bytes) -> bytes:
    """Return a sample as it is kept: without the secret, noise. `place` is where, and never the same twice."""
    return _masked(_packed(sample), secret, place)


def unmasked(kept: bytes, secret: bytes, place: bytes) -> Sample:
    """Return the sample that `masked` was given.

    ValueError: it has not the size of one.
    """
    if len(kept) != BOXES * _VALUE_BYTES:
        raise ValueError("not a sample")
    packed = _masked(kept, secret, place)
    steps = range(0, len(packed), _VALUE_BYTES)
    return Sample(tuple(int.from_bytes(packed[start : start + _VALUE_BYTES]) for start in steps))


def _packed(sample: Sample) -> bytes:
    return b"".join(value.to_bytes(_VALUE_BYTES) for value in sample.smallest)


def _masked(content: bytes, secret: bytes, place: bytes) -> bytes:
    key = hashlib.blake2b(place, key=hashlib.blake2b(secret, person=b"dc-mask").digest()).digest()
    mask = hashlib.shake_256(key).digest(len(content))
    return (int.from_bytes(content) ^ int.from_bytes(mask)).to_bytes(len(content))
