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
    Edges,
    Forest,
    ranks_of,
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
    """A scheme with the roots of its criteria, and of all of them together.

    `below` are the nodes of that root, children first; `classes` of each fact that they ask, the sets of cells that
    they tell apart; `reasons` of each criterion, by what it may end in.
    """

    scheme: Scheme
    roots: tuple[int, ...]
    root: int
    below: tuple[int, ...]
    classes: Mapping[int, tuple[int, ...]]
    reasons: tuple[tuple[Reason, ...], ...]


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
        conditions = tuple(conditions)
        roots = tuple(self.forest.root(one.rule) for one in conditions)
        root = self.forest.every(roots)
        reasons = tuple(
            tuple(Reason(one.criterion, _MET.get(ends, Met.UNKNOWN)) for ends in range(1 << ENDS))
            for one in conditions
        )
        below = self.forest.below(root)
        ranks = sorted({self.forest.fact(node) for node in below})
        classes = {rank: self.forest.classes(below, rank) for rank in ranks}
        return Compiled(scheme, roots, root, below, classes, reasons)

    def _answered(
        self,
        one: Compiled,
        situation: Situation,
        known: Sequence[int],
        may_be: Sequence[int],
        support: "Support",
    ) -> Answered:
        answer = ANSWERS.get(may_be[one.root], Answer.TO_COMPLETE)
        reasons = tuple([by_ends[may_be[root]] for root, by_ends in zip(one.roots, one.reasons, strict=True)])
        if not one.scheme.validity.holds(situation.on):
            return Answered(one.scheme, Answer.NOT_IN_FORCE, reasons)
        if answer is Answer.DOES_NOT_FIT:
            against = tuple(reason for reason in reasons if reason.met is Met.NOT_MET)
            return Answered(one.scheme, answer, against or self._together(one, reasons, known))
        if answer is not Answer.TO_COMPLETE:
            return Answered(one.scheme, answer, reasons)
        missing = support.facts(one.root)
        declined = tuple(fact for fact in missing if fact in situation.declined) if situation.declined else ()
        return Answered(one.scheme, answer, reasons, missing, declined)

    def _together(self, one: Compiled, reasons: Sequence[Reason], known: Sequence[int]) -> tuple[Reason, ...]:
        """Return a smallest set of criteria, each possible, that are not possible together."""
        kept = list(range(len(one.roots)))
        for out in range(len(one.roots)):
            left = [rank for rank in kept if rank != out]
            roots = (one.roots[rank] for rank in left)
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
        self._first: dict[tuple[int, Edges], int] = {}
        self._facts: dict[int, int] = dict.fromkeys(range(ENDS), 0)  # node → set of ranks, as bits
        self._told = forest.told(known)
        self._names: dict[int, tuple[str, ...]] = {}

    def facts(self, root: int) -> tuple[str, ...]:
        """Name the facts that could change what a root ends in, in their order."""
        bits = self.bits(root)
        if bits not in self._names:
            self._names[bits] = tuple(self._forest.facts[rank].id for rank in ranks_of(bits))
        return self._names[bits]

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
        if not (asked := self._forest.asked(node)) & self._told:  # nothing is known of what it asks
            self._same[node], self._facts[node] = node, asked
            return node
        fact, cells_of = self._forest.fact(node), dict[int, int]()
        here = self._known[fact]
        for cells, child in self._forest.edges(node):
            if both := cells & here:
                reduced = self._reduced(child)
                cells_of[reduced] = cells_of.get(reduced, 0) | both
        same = next(iter(cells_of)) if len(cells_of) == 1 else self._first_of(node, fact, cells_of)
        self._same[node] = same
        return same

    def _first_of(self, node: int, fact: int, cells_of: Mapping[int, int]) -> int:
        """Return the first node that goes on like this, or this one."""
        edges = tuple(sorted((cells, child) for child, cells in cells_of.items()))
        same = self._forest.node_with(fact, edges) or self._first.setdefault((fact, edges), node)
        if same not in self._facts:
            bits = 1 << fact
            for child in cells_of:
                bits |= self._facts[child]
            self._facts[same] = bits
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
