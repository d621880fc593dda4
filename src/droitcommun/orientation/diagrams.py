"""Rules compiled to decision diagrams that share their nodes: one pass answers for a whole catalogue.

Each fact's domain is cut where some rule changes its mind; between two cuts all values are alike. A node asks one
fact and sends each set of cells to a node that was made before it. Facts are asked in one order, and two nodes that
say the same are one node: two rules agree everywhere exactly when they have the same root.

What is known of a fact is a set of cells (bits of an integer). A node may still end in several answers: they are bits
too. Nothing is approximated, as any mix of values of different facts is possible.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import assert_never

from droitcommun.orientation.facts import Fact, Ranges
from droitcommun.orientation.rules import Assessed, Every, Has, Otherwise, Rule, Some, atoms

# The ends, in Kleene's order: « all of » is the least of them, « one of » the greatest.
NO, ASSESSED, YES = 0, 1, 2
ENDS = 3

# What a node may still end in.
MAY_BE_NO, MAY_BE_ASSESSED, MAY_BE_YES = 1 << NO, 1 << ASSESSED, 1 << YES

Edges = tuple[tuple[int, int], ...]  # (set of cells, node), the sets disjoint, together all the cells
Known = Sequence[int]  # of each fact, the set of cells that it may be in


class Forest:
    """Diagrams of many rules over the same facts. `cuts[i]` are the first values of the cells of fact i."""

    def __init__(self, facts: Sequence[Fact], rules: Iterable[Rule]) -> None:
        self.facts = tuple(facts)
        self.rank: Mapping[str, int] = {fact.id: rank for rank, fact in enumerate(self.facts)}
        self.cuts = _cuts(self.facts, self.rank, rules)
        self.whole = tuple((1 << len(cuts)) - 1 for cuts in self.cuts)
        # Of each node: the rank of the fact that it asks (after all facts: an end), where it leads, and the facts
        # that it or a node below asks, as bits.
        self._fact_of = [len(self.facts)] * ENDS
        self._edges_of: list[Edges] = [()] * ENDS
        self._asked = [0] * ENDS
        self._widths: dict[tuple[int, int], int] = {}
        self._known_nodes: dict[tuple[int, Edges], int] = {}
        self._known_pairs: dict[tuple[str, int, int], int] = {}

    def root(self, rule: Rule) -> int:
        """Return the root of a rule, whose facts and values must be among those of the rules it was made with."""
        match rule:
            case Has(fact=fact, ranges=ranges):
                rank = self.rank[fact]
                return self._node(rank, self.cells(rank, ranges))
            case Assessed():
                return ASSESSED
            case Every(rules=parts):
                return self._folded("least", YES, parts)
            case Some(rules=parts):
                return self._folded("greatest", NO, parts)
            case Otherwise(rule=inner):
                return self._turned(self.root(inner))
            case _:
                assert_never(rule)

    def every(self, roots: Iterable[int]) -> int:
        """Return the root of « all of these »."""
        found = YES
        for root in roots:
            found = self._joined("least", found, root)
        return found

    def cells(self, rank: int, ranges: Ranges) -> int:
        """Return the cells that hold one of these values at least."""
        cuts, found = self.cuts[rank], 0
        for low, high in ranges:
            first, last = bisect_right(cuts, low) - 1, bisect_right(cuts, high)
            found |= (1 << last) - (1 << max(first, 0))
        return found & self.whole[rank]

    def __len__(self) -> int:
        """Count the nodes, ends included."""
        return len(self._fact_of)

    def told(self, known: Known) -> int:
        """Return the facts of which something is known, as bits."""
        pairs = zip(known, self.whole, strict=True)
        return sum(1 << rank for rank, (cells, whole) in enumerate(pairs) if cells != whole)

    def ends(self, known: Known) -> list[int]:
        """Return what each node may still end in."""
        told = self.told(known)
        may_be = self._open_ends.copy()
        for node in range(ENDS, len(may_be)):
            if self._asked[node] & told:
                here, found = known[self._fact_of[node]], 0
                for cells, child in self._edges_of[node]:
                    if cells & here:
                        found |= may_be[child]
                may_be[node] = found
        return may_be

    @cached_property
    def _open_ends(self) -> list[int]:
        """What each node may end in when nothing is known: of a forest that is complete."""
        may_be = [MAY_BE_NO, MAY_BE_ASSESSED, MAY_BE_YES]
        for edges in self._edges_of[ENDS:]:
            found = 0
            for _, child in edges:
                found |= may_be[child]
            may_be.append(found)
        return may_be

    def ends_with(
        self, below: Sequence[int], may_be: Sequence[int], known: Known, rank: int, cells: int
    ) -> int:
        """Return what the last of these nodes may end in if that fact were in those cells; `may_be` as it is known."""
        bit, changed = 1 << rank, dict[int, int]()
        for node in below:
            if self._asked[node] & bit:
                fact, found = self._fact_of[node], 0
                here = cells if fact == rank else known[fact]
                for others, child in self._edges_of[node]:
                    if others & here:
                        found |= changed.get(child, may_be[child])
                changed[node] = found
        return changed.get(below[-1], may_be[below[-1]])

    def ends_together(self, roots: Iterable[int], known: Known) -> int:
        """Return what « all of these » may still end in, without a diagram of its own: nothing is made."""
        return self._ends_together(frozenset(roots), known, {})

    def _ends_together(self, roots: frozenset[int], known: Known, found: dict[frozenset[int], int]) -> int:
        left = roots - {YES}
        if NO in left:
            return MAY_BE_NO
        if not left - {ASSESSED}:
            return MAY_BE_ASSESSED if left else MAY_BE_YES
        if left not in found:
            fact = min(self.fact(node) for node in left)
            ends, here = 0, known[fact]
            while here:
                cell = here & -here
                here ^= cell
                next_ = frozenset(self._next(node, fact, cell) for node in left)
                ends |= self._ends_together(next_, known, found)
            found[left] = ends
        return found[left]

    def _next(self, node: int, fact: int, cell: int) -> int:
        if self.fact(node) != fact:
            return node
        return next(child for cells, child in self.edges(node) if cells & cell)

    def below(self, root: int) -> tuple[int, ...]:
        """List the nodes that a root leads to, itself included, children first; the ends apart."""
        seen: set[int] = set()
        left = [root]
        while left:
            if (here := left.pop()) >= ENDS and here not in seen:
                seen.add(here)
                left += [child for _, child in self.edges(here)]
        return tuple(sorted(seen))

    def classes(self, below: Iterable[int], rank: int) -> tuple[int, ...]:
        """Part the cells of a fact into those that every one of these nodes sends the same way."""
        found = [self.whole[rank]]
        for node in below:
            if self._fact_of[node] == rank:
                found = [both for one in found for cells, _ in self._edges_of[node] if (both := one & cells)]
        return tuple(sorted(found))

    def width(self, rank: int, cells: int) -> int:
        """Count the values that these cells hold."""
        key = (rank, cells)
        if key not in self._widths:
            cuts = (*self.cuts[rank], self.facts[rank].domain.high + 1)
            self._widths[key] = sum(cuts[at + 1] - cuts[at] for at in range(len(cuts) - 1) if cells >> at & 1)
        return self._widths[key]

    def edges(self, node: int) -> Edges:
        """Return where a node leads; an end, nowhere."""
        return self._edges_of[node]

    def fact(self, node: int) -> int:
        """Return the rank of the fact that a node asks; after all facts for an end."""
        return self._fact_of[node]

    def node_with(self, fact: int, edges: Edges) -> int | None:
        """Return the node that asks that fact and leads there, if there is one."""
        return self._known_nodes.get((fact, edges))

    def asked(self, node: int) -> int:
        """Return the facts that a node or one below it asks, as bits."""
        return self._asked[node]

    def _node(self, fact: int, yes: int) -> int:
        return self._made(fact, {YES: yes, NO: self.whole[fact] & ~yes})

    def _made(self, fact: int, cells_of: Mapping[int, int]) -> int:
        kept = {child: cells for child, cells in cells_of.items() if cells}
        if len(kept) == 1:
            return next(iter(kept))
        edges = tuple(sorted((cells, child) for child, cells in kept.items()))
        key = (fact, edges)
        if key not in self._known_nodes:
            self._known_nodes[key] = len(self)
            self._fact_of.append(fact)
            self._edges_of.append(edges)
            asked = 1 << fact
            for _, child in edges:
                asked |= self._asked[child]
            self._asked.append(asked)
        return self._known_nodes[key]

    def _folded(self, how: str, start: int, parts: Iterable[Rule]) -> int:
        found = start
        for part in parts:
            found = self._joined(how, found, self.root(part))
        return found

    def _joined(self, how: str, one: int, other: int) -> int:
        """Return the least, or the greatest, of two diagrams: at each cell, of what they lead to."""
        if one == other:
            return one
        if one < ENDS and other < ENDS:
            return min(one, other) if how == "least" else max(one, other)
        neutral, absorbing = (YES, NO) if how == "least" else (NO, YES)
        if absorbing in (one, other):
            return absorbing
        if neutral in (one, other):
            return other if one == neutral else one
        key = (how, min(one, other), max(one, other))
        if key not in self._known_pairs:
            first = min(self.fact(one), self.fact(other))
            cells_of: dict[int, int] = {}
            for cells, child in self._split(first, one):
                for others, other_child in self._split(first, other):
                    if both := cells & others:
                        joined = self._joined(how, child, other_child)
                        cells_of[joined] = cells_of.get(joined, 0) | both
            self._known_pairs[key] = self._made(first, cells_of)
        return self._known_pairs[key]

    def _split(self, fact: int, node: int) -> Edges:
        return self.edges(node) if self.fact(node) == fact else ((self.whole[fact], node),)

    def _turned(self, node: int) -> int:
        if node < ENDS:
            return YES - node
        key = ("not", node, node)
        if key not in self._known_pairs:
            self._known_pairs[key] = self._turned_node(node)
        return self._known_pairs[key]

    def _turned_node(self, node: int) -> int:
        cells_of: dict[int, int] = {}
        for cells, child in self.edges(node):
            turned = self._turned(child)
            cells_of[turned] = cells_of.get(turned, 0) | cells
        return self._made(self.fact(node), cells_of)


def _cuts(
    facts: Sequence[Fact], rank: Mapping[str, int], rules: Iterable[Rule]
) -> tuple[tuple[int, ...], ...]:
    """Cut the domain of each fact at the values where a rule changes its mind."""
    found: list[set[int]] = [{fact.domain.low} for fact in facts]
    for rule in rules:
        for atom in atoms(rule):
            if isinstance(atom, Has):
                for low, high in atom.ranges:
                    found[rank[atom.fact]] |= {low, high + 1}
    return tuple(
        tuple(sorted(cut for cut in cuts if fact.domain.low <= cut <= fact.domain.high))
        for fact, cuts in zip(facts, found, strict=True)
    )


def ranks_of(bits: int) -> Iterator[int]:
    """Go through the ranks of a set of bits, in order."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1
