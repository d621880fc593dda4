"""Five answers, each with its exact reasons and the facts that could still change it.

Unknown never becomes no: an answer is « no » or « yes » only when every completion of what is known gives it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from droitcommun.orientation.diagrams import (
    ENDS,
    MAY_BE_ASSESSED,
    MAY_BE_NO,
    MAY_BE_YES,
    Forest,
)
from droitcommun.orientation.facts import Fact, Range
from droitcommun.orientation.rules import Has
from droitcommun.orientation.schemes import Asker, Condition, Criterion, ReadScheme, Role, Scheme
from droitcommun.orientation.situations import Situation

# The fact that comes before all others: who asks. Its choices are those of `Asker`.
ASKER = "asker"


class Answer(StrEnum):
    """What a person is told of a scheme."""

    FITS = "fits"
    TO_BE_ASSESSED = "to_be_assessed"
    TO_COMPLETE = "to_complete"
    DOES_NOT_FIT = "does_not_fit"
    NOT_IN_FORCE = "not_in_force"


class Met(StrEnum):
    """What is known of one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    TO_BE_ASSESSED = "to_be_assessed"


ANSWERS = {
    MAY_BE_NO: Answer.DOES_NOT_FIT,
    MAY_BE_YES: Answer.FITS,
    MAY_BE_ASSESSED: Answer.TO_BE_ASSESSED,
}
_MET = {MAY_BE_NO: Met.NOT_MET, MAY_BE_YES: Met.MET, MAY_BE_ASSESSED: Met.TO_BE_ASSESSED}


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion of the scheme, and what is known of it."""

    criterion: Criterion
    met: Met


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer for one scheme.

    `reasons` of a « no » are a smallest set of criteria that nothing can meet together; else all the criteria.
    `missing` are the facts that could still change the answer, each of them and no other; `declined` those among
    them that the person prefers not to tell.
    """

    scheme: Scheme
    answer: Answer
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A scheme with the roots of its criteria, and of all of them together."""

    scheme: Scheme
    criteria: tuple[tuple[Criterion, int], ...]
    root: int


class Guide:
    """A catalogue of schemes, compiled once; asked many times."""

    def __init__(self, facts: Sequence[Fact], schemes: Iterable[ReadScheme]) -> None:
        asker = next((one for one in facts if one.id == ASKER), None)
        listed = [(one.scheme, _conditions(one, asker)) for one in schemes if one.scheme.proposable]
        self.forest = Forest(facts, [condition.rule for _, conditions in listed for condition in conditions])
        self.compiled = tuple(self._compiled(scheme, conditions) for scheme, conditions in listed)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts, in the order in which they are asked when nothing else tells."""
        return self.forest.facts

    def known(self, situation: Situation) -> list[int]:
        """Return, of each fact, the cells that it may be in."""
        forest = self.forest
        given = situation.known.keys() | situation.since.keys()
        return [
            forest.cells(rank, situation.ranges(fact)) if fact.id in given else forest.whole[rank]
            for rank, fact in enumerate(forest.facts)
        ]

    def judge(self, situation: Situation) -> tuple[Answered, ...]:
        """Answer for each scheme, in the order of the catalogue."""
        known = self.known(situation)
        may_be = self.forest.ends(known)
        support = self.support(known, may_be)
        return tuple(self._answered(one, situation, known, may_be, support) for one in self.compiled)

    def answer(self, one: Compiled, situation: Situation) -> Answer:
        """Answer for one scheme, without reasons."""
        if not one.scheme.validity.holds(situation.on):
            return Answer.NOT_IN_FORCE
        ends = self.forest.ends_together((one.root,), self.known(situation))
        return ANSWERS.get(ends, Answer.TO_COMPLETE)

    def support(self, known: Sequence[int], may_be: Sequence[int]) -> "Support":
        """Return which facts can still change what, of what is known."""
        return Support(self.forest, known, may_be)

    def _compiled(self, scheme: Scheme, conditions: Iterable[Condition]) -> Compiled:
        roots = tuple((one.criterion, self.forest.root(one.rule)) for one in conditions)
        return Compiled(scheme, roots, self.forest.every(root for _, root in roots))

    def _answered(
        self,
        one: Compiled,
        situation: Situation,
        known: Sequence[int],
        may_be: Sequence[int],
        support: "Support",
    ) -> Answered:
        answer = ANSWERS.get(may_be[one.root], Answer.TO_COMPLETE)
        reasons = tuple(
            Reason(criterion, _MET.get(may_be[root], Met.UNKNOWN)) for criterion, root in one.criteria
        )
        if not one.scheme.validity.holds(situation.on):
            return Answered(one.scheme, Answer.NOT_IN_FORCE, reasons)
        if answer is Answer.DOES_NOT_FIT:
            against = tuple(reason for reason in reasons if reason.met is Met.NOT_MET)
            return Answered(one.scheme, answer, against or self._together(one, reasons, known))
        if answer is not Answer.TO_COMPLETE:
            return Answered(one.scheme, answer, reasons)
        missing = support.facts(one.root)
        declined = tuple(fact for fact in missing if fact in situation.declined)
        return Answered(one.scheme, answer, reasons, missing, declined)

    def _together(self, one: Compiled, reasons: Sequence[Reason], known: Sequence[int]) -> tuple[Reason, ...]:
        """Return a smallest set of criteria, each possible, that are not possible together."""
        kept = list(range(len(one.criteria)))
        for out in range(len(one.criteria)):
            left = [rank for rank in kept if rank != out]
            roots = (one.criteria[rank][1] for rank in left)
            if self.forest.ends_together(roots, known) == MAY_BE_NO:
                kept = left
        return tuple(reasons[rank] for rank in kept)


class Support:
    """Which facts can still change what a node ends in: the diagram cut to what is known, made small again.

    In an ordered diagram without repetition, a fact is asked exactly when two completions that differ by it alone
    end differently.
    """

    def __init__(self, forest: Forest, known: Sequence[int], may_be: Sequence[int]) -> None:
        self._forest = forest
        self._known = known
        self._may_be = may_be
        self._same: dict[int, int] = {}  # node → the first node that says the same of what is known
        self._first: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}
        self._facts: dict[int, int] = dict.fromkeys(range(ENDS), 0)  # node → set of ranks, as bits

    def facts(self, root: int) -> tuple[str, ...]:
        """Name the facts that could change what a root ends in, in their order."""
        bits = self.bits(root)
        return tuple(fact.id for rank, fact in enumerate(self._forest.facts) if bits >> rank & 1)

    def bits(self, root: int) -> int:
        """Return the same as a set of ranks."""
        return self._facts[self._reduced(root)]

    def _reduced(self, node: int) -> int:
        if node < ENDS:
            return node
        if (single := _SINGLE.get(self._may_be[node])) is not None:
            return single
        if (found := self._same.get(node)) is not None:
            return found
        fact, cells_of = self._forest.fact(node), dict[int, int]()
        here = self._known[fact]
        for cells, child in self._forest.edges(node):
            if both := cells & here:
                reduced = self._reduced(child)
                cells_of[reduced] = cells_of.get(reduced, 0) | both
        if len(cells_of) == 1:
            same = next(iter(cells_of))
        else:
            same = self._first.setdefault((fact, tuple(sorted(cells_of.items()))), node)
            if same == node:
                bits = 1 << fact
                for child in cells_of:
                    bits |= self._facts[child]
                self._facts[node] = bits
        self._same[node] = same
        return same


_SINGLE: Mapping[int, int] = {1 << end: end for end in range(ENDS)}


def _conditions(one: ReadScheme, asker: Fact | None) -> tuple[Condition, ...]:
    """List what decides on a scheme: first who may ask."""
    if asker is None:
        return one.conditions
    askers = one.scheme.askers
    ranks = sorted(rank for who in askers if (rank := asker.rank(who)) is not None)
    gate = Criterion(ASKER, Role.REQUIRED, _for_whom(askers), one.scheme.lines)
    return (Condition(gate, Has(ASKER, tuple(Range(rank, rank) for rank in ranks))), *one.conditions)


_WHO = {
    Asker.PERSON: "aux personnes",
    Asker.ASSOCIATION: "aux associations",
    Asker.COMPANY: "aux entreprises et autres structures",
    Asker.HEALTH_PROFESSIONAL: "aux professionnels de santé",
    Asker.PUBLIC_BODY: "aux établissements et services publics",
}


def _for_whom(askers: Iterable[Asker]) -> str:
    named = [_WHO[one] for one in askers]
    return "S’adresse " + (" et ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0])
