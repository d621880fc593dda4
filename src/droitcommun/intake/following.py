"""Which sheet follows a promise of the prose: the words that few sheets have say it, or nobody does.

A word that one sheet alone has counts for one, a word that two sheets have for a half, and so on; two words that
follow each other count as one more. A sheet is named when its words come to two, and to one more than those of any
other; between several sheets a person chooses.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from droitcommun.core.contract import Level
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Unit
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostGap,
    AtMostShare,
    Cadence,
    DivideGap,
    Maintain,
    ReachCount,
    Target,
)
from droitcommun.intake.booklet import BODIES, STATE, CommitmentDraft
from droitcommun.intake.folding import folded

# A single word may be chance. A convention of ours, tried on the Bilan of 2015.
ENOUGH = 2
# So many words more than any other sheet.
CLEARLY = 1
# A word that more promises than this have says nothing of any.
_MOST_PROMISES = 5
# Sheets shown to a person who chooses.
_MOST_CANDIDATES = 3

_SHORTEST_WORD, _STEM = 4, 7
_ACRONYM = re.compile(r"\b[A-ZÉ][A-ZÉ0-9]{2,}\b")
# Words that name a territory, a body or any figure, and no subject.
_EVERYWHERE = {
    "qpv",
    "qva",
    "zus",
    "zsp",
    "caf",
    "etat",
    "ars",
    "tgi",
    "ddcs",
    "veille",
    "active",
    "immedia",
    "proximi",
    "nombre",
    "part",
    "taux",
    "benefic",
    "disposi",
}
# What such a sentence promises stands in those that follow it.
_OPENS = re.compile(r"\bpar plusieurs actions\b|\bplusieurs points\b|:\s*$")
# What follows says where, and not what.
_WHERE = re.compile(r"\b(?:dans|au sein d|aupres d)\b[^,;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Followed:
    """The sheets whose words a promise has, the likeliest first, and the one measure that its words name, if any."""

    candidates: tuple[str, ...]
    measure: str | None


class Following:
    """The words of the sheets and promises of a document, looked up for each promise."""

    def __init__(self, dossier: Dossier, drafts: tuple[CommitmentDraft, ...]) -> None:
        self._sheets = {sheet.id: sheet for sheet in dossier.sheets}
        self._named = {sheet.id: set(_bodies(dossier, sheet)) for sheet in dossier.sheets}
        texts = {draft.text for draft in drafts}
        self._acronyms = {
            folded(found)
            for text in (*texts, *(draft.scheme for draft in drafts))
            for found in _ACRONYM.findall(text)
        }
        counts = Counter(word for text in texts for word in self._words(text))
        common = {word for word, count in counts.items() if count > _MOST_PROMISES}
        words = {sheet.id: self._words(_subject(sheet)) - common for sheet in dossier.sheets}
        self._holders: defaultdict[str, list[str]] = defaultdict(list)
        for name, own in words.items():
            for word in own:
                self._holders[word].append(name)

    def of(self, draft: CommitmentDraft) -> Followed:
        """What follows a promise: by its own words, else by those of the heading that stands over it too."""
        if draft.level is Level.NATIONAL or _OPENS.search(folded(draft.text)):
            return Followed((), None)
        promised = _WHERE.sub("", draft.promised)
        weights = self._weights(self._words(promised), draft)
        if not any(weight >= ENOUGH for weight in weights.values()):
            weights = self._weights(self._words(f"{promised} {draft.scheme}"), draft)
        ranked = sorted(weights, key=lambda name: -weights[name])
        if not ranked or weights[ranked[0]] < ENOUGH:
            return Followed((), None)
        candidates = tuple(name for name in ranked if weights[name] > weights[ranked[0]] - CLEARLY)
        if len(candidates) > 1:
            return Followed(candidates[:_MOST_CANDIDATES], None)
        measure = self._measure(self._sheets[ranked[0]], promised)
        if measure is None or _of_another_kind(draft.target, measure):
            return Followed(candidates, None)
        return Followed(candidates, measure.id)

    def _weights(self, words: set[str], draft: CommitmentDraft) -> dict[str, Fraction]:
        """How much each sheet has of some words; beside an acronym of its own, the same goal is one word more."""
        weights: defaultdict[str, Fraction] = defaultdict(Fraction)
        for word in words:
            for name in self._holders.get(word, ()):
                if self._may_report(name, draft.body):
                    weights[name] += Fraction(1, len(self._holders[word]))
        names = {
            self._holders[word][0] for word in words & self._acronyms if len(self._holders.get(word, ())) == 1
        }
        for name in weights.keys() & names:
            if any(_same_goal(draft.target, measure.target) for measure in self._sheets[name].measures):
                weights[name] += 1
        return dict(weights)

    def _measure(self, sheet: Sheet, promised: str) -> Measure | None:
        """The measure of a sheet that the words of a promise name; its only one; none when they do not decide."""
        if len(sheet.measures) == 1:
            return sheet.measures[0]
        words = [self._words(f"{measure.indicator} {measure.target.text}") for measure in sheet.measures]
        counts = Counter(word for own in words for word in own)
        asked = self._words(promised)
        named = [sum(counts[word] == 1 for word in own & asked) for own in words]
        best = max(named)
        rivals = sum(one > best - CLEARLY or 2 * one >= best for one in named)
        return sheet.measures[named.index(best)] if best and rivals == 1 else None

    def _words(self, text: str) -> set[str]:
        """The words that say something, by their beginnings, two that follow each other, and acronyms."""
        found = re.findall(r"[a-z0-9]+", folded(text))
        words = [word[:_STEM] for word in found if len(word) >= _SHORTEST_WORD and word.isalpha()]
        words = [word for word in words if word not in _EVERYWHERE]
        pairs = {" ".join(pair) for pair in pairwise(words)}
        return {*words, *pairs, *((set(found) & self._acronyms) - _EVERYWHERE)}

    def _may_report(self, sheet: str, body: str) -> bool:
        """Say whether the services of a sheet are those of a body, or of none that has a name of its own."""
        named = self._named[sheet]
        if not body or not named or body in named:
            return True
        return body == STATE and "CAF" not in named


def _of_another_kind(promised: Target, measure: Measure) -> bool:
    """Say whether a promise sets a share and a measure a gap between shares: neither is the other's goal."""
    gap = measure.unit is Unit.POINTS or isinstance(measure.target, DivideGap | AtMostGap)
    return gap and isinstance(promised, AtLeastShare | AtMostShare)


def _same_goal(one: Target, other: Target) -> bool:
    """Say whether two targets set the same figure in the same way."""
    match one, other:
        case AtLeastShare(share=mine), AtLeastShare(share=theirs) | Maintain(share=theirs):
            return theirs is not None and mine.exact == theirs.exact
        case ReachCount(count=mine), ReachCount(count=theirs):
            return mine.exact == theirs.exact
        case Cadence(months=mine), Cadence(months=theirs):
            return mine == theirs
        case _:
            return False


def _subject(sheet: Sheet) -> str:
    """What a sheet is about; a target that the text leaves in doubt, by what it may say."""
    told = (part for measure in sheet.measures for part in (measure.indicator, measure.target.text))
    doubted = (words for asked in sheet.questions if "target" in asked.field for words in asked.alternatives)
    return "\n".join((sheet.title, sheet.objective, *told, *doubted))


def _bodies(dossier: Dossier, sheet: Sheet) -> Iterator[str]:
    """The bodies that the services of a sheet name."""
    names: Iterable[str] = (
        *(one.name for one in dossier.contract.institutions if one.id in sheet.institutions),
        *(one.name for one in dossier.contract.units if one.id in sheet.units),
    )
    plain = folded(" ".join(names))
    for body, words in BODIES.items():
        if words.search(plain) or (body == "ARS" and "ars" in plain):
            yield body
