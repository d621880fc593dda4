"""What to ask next, over the whole catalogue: the fact that settles the most for what it costs to be asked."""

from collections.abc import Sequence

from droitcommun.orientation.diagrams import ENDS, ranks_of
from droitcommun.orientation.facts import Fact
from droitcommun.orientation.judging import Answer, Compiled, Guide
from droitcommun.orientation.situations import Situation

_SETTLED = frozenset(1 << end for end in range(ENDS))


def next_question(guide: Guide, situation: Situation) -> Fact | None:
    """Return the fact to ask next; None exactly when no fact that may be asked could change any answer.

    Each scheme that is not settled gives each fact that could change it the part of its values that settle it, and as
    much again the fewer its missing facts are. The cost of a fact divides; of equals, the first in the catalogue.
    """
    known = guide.known(situation)
    may_be = guide.forest.ends(known)
    support = guide.support(known, may_be)
    scores: dict[int, float] = {}
    for one in guide.compiled:
        if may_be[one.root] in _SETTLED or not one.scheme.validity.holds(situation.on):
            continue
        ranks = list(ranks_of(support.bits(one.root)))
        for rank in ranks:
            if guide.facts[rank].id not in situation.declined:
                settles = _settling(guide, one, known, may_be, rank)
                scores[rank] = scores.get(rank, 0.0) + settles + 1 / len(ranks)
    if not scores:
        return None
    return guide.facts[max(scores, key=lambda rank: (scores[rank] / guide.facts[rank].cost, -rank))]


def _settling(guide: Guide, one: Compiled, known: Sequence[int], may_be: Sequence[int], rank: int) -> float:
    """Return the part of the values of a fact that settle a scheme, each value as likely."""
    settled = whole = 0
    for cells in one.classes[rank]:
        if here := cells & known[rank]:
            width = guide.forest.width(rank, here)
            whole += width
            if guide.forest.ends_with(one.below, may_be, known, rank, here) in _SETTLED:
                settled += width
    return settled / whole


def unsettled(guide: Guide, situation: Situation) -> int:
    """Count the schemes that a fact could still change, told or not."""
    return sum(one.answer is Answer.TO_COMPLETE for one in guide.judge(situation))
