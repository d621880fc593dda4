"""What a document says of its own figures, in prose: identities that the audit can check.

A claim is recorded with its terms as printed, each where it stands. Rules look at claims, never at text.
"""

from dataclasses import dataclass
from typing import Literal

from droitcommun.core.observations import Number
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One printed figure of a claim. `text`: the figure with a few words around it."""

    text: str
    figure: Number
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A list with its total: « 2 836 courriers (10ème 232, 11ème 232, …) »."""

    total: Term
    parts: tuple[Term, ...]
    kind: Literal["total"] = "total"

    def __post_init__(self) -> None:
        if len(self.parts) < 2:  # noqa: PLR2004 - a sum has two terms
            raise ValueError("un total a au moins deux parties")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOf:
    """« 194 des 783 jeunes, soit 24,7 % »: a part (the sum of `part`), a whole (the sum of `whole`), their share."""

    share: Term
    part: tuple[Term, ...]
    whole: tuple[Term, ...]
    kind: Literal["share_of"] = "share_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """« 71,7 − 60,2, écart 11,5 »."""

    more: Term
    less: Term
    difference: Term
    kind: Literal["difference"] = "difference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """« 8 000 rendez-vous, dont 6 000 … et 2 000 … »: parts that fit together in their whole."""

    whole: Term
    parts: tuple[Term, ...]
    kind: Literal["among"] = "among"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """« De 200 visites en 2014 à 260 en 2015, soit une hausse de 30 % »: from, to, and the change that is stated.

    `since` and `until` are the days of both when they are printed. `subject`: the words that say what changed.
    `stated` is positive; `rises` says which way it goes, None when the words do not say.
    """

    before: Term
    after: Term
    subject: str
    since: Period | None = None
    until: Period | None = None
    stated: Term | None = None
    rises: bool | None = None
    kind: Literal["change"] = "change"


Claim = Total | ShareOf | Difference | Among | Change


def terms(claim: Claim) -> tuple[Term, ...]:
    """List the printed figures of a claim."""
    match claim:
        case Total(total=total, parts=parts):
            return (total, *parts)
        case ShareOf(share=share, part=part, whole=whole):
            return (share, *part, *whole)
        case Difference(more=more, less=less, difference=difference):
            return (more, less, difference)
        case Among(whole=one, parts=parts):
            return (one, *parts)
        case Change(before=before, after=after, stated=stated):
            return (before, after) if stated is None else (before, after, stated)
