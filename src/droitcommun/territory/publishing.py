"""A share with its bounds and a verdict, from published counts alone."""

from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from droitcommun.territory.placements import BoundedShare, Denominator, Placement
from droitcommun.territory.secrecy import PublishedTable, share_of
from droitcommun.territory.tallies import placed_in


class Answer(StrEnum):
    """A share against a target that it should reach."""

    KEPT = "kept"  # whatever is open
    MISSED = "missed"  # whatever is open
    UNDECIDED = "undecided"  # the bounds straddle the target


def published_share(table: PublishedTable, denominator: Denominator) -> BoundedShare | None:
    """Return the share of those inside; None when there is nobody.

    There is no point when secrecy leaves what it would be computed from too wide, see `PublishedCount.middle`.
    """
    inside = placed_in(table, Placement.INSIDE)
    outside = placed_in(table, Placement.OUTSIDE)
    others = placed_in(table, Placement.UNCERTAIN) + placed_in(table, Placement.UNPLACED)
    share = share_of(inside, outside, others)
    if share is None:
        return None
    match denominator:
        case Denominator.PLACED:
            return share
        case Denominator.ROWS:
            within, without, open_ = inside.middle, outside.middle, others.middle
            if within is None or without is None or open_ is None:
                return BoundedShare(share.low, None, share.high)
            return BoundedShare(share.low, 100 * within / (within + without + open_), share.high)
        case _:
            assert_never(denominator)


def verdict(share: BoundedShare, target: Fraction) -> Answer:
    """Say whether a share reaches a target in percent, wherever those live whom nobody could place."""
    if share.low >= target:
        return Answer.KEPT
    return Answer.MISSED if share.high < target else Answer.UNDECIDED
