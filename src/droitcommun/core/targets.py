"""What is aimed at, and the ways in which its wording can be read.

A target says how the source words the aim; a goal is the value that one reading of it sets.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from droitcommun.core.figures import Interval, Share, Unit
from droitcommun.core.passages import Passage


class Comparator(StrEnum):
    """On which side of the goal the promise is kept."""

    AT_LEAST = "at_least"


class Schedule(StrEnum):
    """When the goal is due. « Sur la période 2015-2020 » never says it: then nobody is late."""

    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeastShare:
    """« à ce que 18 % des signataires soient issus … »: a share to reach or exceed."""

    text: str
    share: Share
    passage: Passage
    schedule: Schedule = Schedule.UNSETTLED
    kind: Literal["at_least_share"] = "at_least_share"

    @property
    def comparator(self) -> Comparator:
        """A share at least reached."""
        return Comparator.AT_LEAST


# A union that grows by a kind a wording; see docs/adr/0003-observations-and-readings.md.
Target = AtLeastShare


@dataclass(frozen=True, slots=True)
class Goal:
    """The values that keep the promise: from `low` to `high`, None where there is no bound.

    A goal is stipulated, not measured: 18 % is exactly 18, whatever its printed digits.
    `strict` excludes the bound itself.
    """

    low: Decimal | None
    high: Decimal | None
    unit: Unit
    strict: bool

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a goal has a bound")
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.strict and self.low == self.high):
            raise ValueError("a goal that no value reaches")

    def holds_for_all(self, interval: Interval) -> bool:
        """Every value of the interval keeps the promise."""
        return self._above_low(interval.low) and self._below_high(interval.high)

    def holds_for_some(self, interval: Interval) -> bool:
        """At least one value of the interval keeps the promise."""
        return self._above_low(interval.high) and self._below_high(interval.low)

    def _above_low(self, value: Fraction) -> bool:
        if self.low is None:
            return True
        return value > Fraction(self.low) or (value == Fraction(self.low) and not self.strict)

    def _below_high(self, value: Fraction) -> bool:
        if self.high is None:
            return True
        return value < Fraction(self.high) or (value == Fraction(self.high) and not self.strict)


def goal(target: Target) -> Goal:
    """Resolve a target to the values that keep its promise."""
    return Goal(low=target.share.percent, high=None, unit=Unit.PERCENT, strict=False)
