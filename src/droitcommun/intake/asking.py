"""Questions that a reading raises, and the answers that a person gave to them.

A reading is a function of what was sent and of the answers: an answer settles its question and the reading goes on
from there, which may raise another question, of another name. Nothing else is remembered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from droitcommun.core.french import NBSP, listed, typeset
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.problems import Place, Problem
from droitcommun.core.sheets import Question

T = TypeVar("T")

EMPTY = "(cellule vide)"

_CELLS = {
    "axis": "axe",
    "theme": "thématique",
    "objective": "description de l’objectif",
    "indicator": "indicateur",
    "updated_on": "date de mise à jour",
    "units": "services concernés",
    "baseline": "situation de départ",
    "target": "objectif à atteindre",
    "results": "résultat",
    "declared_rate": "taux de réalisation",
    "method_note": "méthodologie",
    "analysis": "analyse",
    "title": "titre",
}

# The question that follows, once a cell is chosen: which of its figures is the one.
_FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Settled:
    """A question that an answer settled: its id, its sentence, and the words of the choice."""

    id: str
    sentence: str
    words: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A question whose answer is none of its choices, and what was expected instead."""

    id: str
    expected: str


@dataclass(frozen=True, slots=True)
class Met:
    """What became of answers in a reading, as a process tells another."""

    known: tuple[str, ...]
    settled: tuple[Settled, ...]
    refused: tuple[Refused, ...]


@dataclass(slots=True)
class Answers:
    """Choices by question, and what became of each: `known` are the ids of the questions that exist."""

    given: Mapping[str, str]
    known: set[str] = field(default_factory=set)
    settled: list[Settled] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def to(self, asked: str, sentence: str, choices: Mapping[str, str]) -> str | None:
        """The choice that answers a question, of `choices` (words by id); None when none of them does."""
        self.known.add(asked)
        chosen = self.given.get(asked)
        if chosen is None:
            return None
        if chosen not in choices:
            self.refuse(asked, f"une réponse parmi celles de la question{NBSP}: {listed(choices)}")
            return None
        if all(one.id != asked for one in self.settled):
            self.settled.append(Settled(asked, sentence, choices[chosen]))
        return chosen

    def refuse(self, asked: str, expected: str) -> None:
        """Say what was expected instead of the answer to a question."""
        self.refused[asked] = expected
        self.settled = [one for one in self.settled if one.id != asked]

    def met(self) -> Met:
        """What became of them so far."""
        refused = tuple(Refused(*one) for one in self.refused.items())
        return Met(tuple(sorted(self.known)), tuple(self.settled), refused)

    def meet(self, met: Met) -> None:
        """Take over what became of them where the document was read."""
        self.known |= set(met.known)
        self.settled += met.settled
        self.refused |= {one.id: one.expected for one in met.refused}


@dataclass(slots=True)
class Asking:
    """The questions of one sheet: each is settled by its answer, or left with its alternatives."""

    document: str
    sheet: str
    title: str
    header: Lines
    answers: Answers
    left: list[Question] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def settle(
        self, name: str, choices: Mapping[str, T], evidence: str, where: tuple[Lines, ...]
    ) -> T | None:
        """What was chosen for a cell, of `choices` by their words; None, and a question left, without an answer.

        A cell that was chosen among several and does not decide either is asked about under a name of its own.
        """
        name = f"{name}/{_FIGURE}" if name in self.met else name
        chosen = self.answered(name, choices)
        if chosen is None:
            self.leave(name, choices, evidence, where)
        return chosen

    def answered(self, name: str, choices: Mapping[str, T]) -> T | None:
        """What was chosen for a cell; None without an answer. Nothing is left."""
        self.met.add(name)
        by_id = {str(number): words for number, words in enumerate(choices, start=1)}
        shown = {number: words or EMPTY for number, words in by_id.items()}
        chosen = self.answers.to(self.id_of(name), cell_sentence(self.title, name), shown)
        return None if chosen is None else choices[by_id[chosen]]

    def leave(self, name: str, choices: Iterable[str], evidence: str, where: tuple[Lines, ...]) -> None:
        """Leave a question for a person."""
        alternatives = tuple(words or EMPTY for words in choices)
        passage = Passage(self.document, where or (self.header,))
        self.left.append(
            Question(field=name, alternatives=alternatives, evidence=typeset(evidence), passage=passage)
        )

    def id_of(self, name: str) -> str:
        """The id of the question about a cell."""
        return cell_id(self.sheet, name)


def cell_id(sheet: str, name: str) -> str:
    """The id of the question about a cell of a sheet: the same whenever the same document is read."""
    return f"cell/{sheet}/{name}"


def cell_sentence(title: str, name: str) -> str:
    """The question about a cell, in French."""
    return typeset(f"{title}, {_cell(name)} : que faut-il lire ?")


def _cell(name: str) -> str:
    """The official name of a cell, and what tells it apart: « résultat 2015 », « résultat de l’indicateur 2 »."""
    parts = name.split("/")
    of = f" de l’indicateur {parts[1]}" if parts[0] == "measures" else ""
    cell, *rest = parts[2:] if of else parts
    which = ", le chiffre" if _FIGURE in rest else ""
    years = "".join(f" {one}" for one in rest if one != _FIGURE)
    return f"{_CELLS.get(cell, cell)}{years}{of}{which}"


def problems_of(given: Mapping[str, str], met: Iterable[Answers], file: str) -> list[Problem]:
    """What is wrong with answers, when those are all the readings that they were given to.

    `file` says in French where the answers come from. The answer itself is not repeated.
    """
    every = list(met)
    known = set().union(*(one.known for one in every))
    expected = {name: words for one in every for name, words in one.refused.items()}
    expected |= dict.fromkeys(
        given.keys() - known, "l’identifiant d’une question, comme import-sheets --format json les donne"
    )
    expected |= dict.fromkeys(
        _of_two(every), "une question d’un seul document ; lisez ceux-ci l’un après l’autre"
    )
    return [Problem(Place(file, field=name), "answer", words) for name, words in expected.items()]


def _of_two(every: Iterable[Answers]) -> set[str]:
    """The questions that two documents ask of different choices: one answer cannot be meant for both."""
    said: dict[str, set[str]] = {}
    for one in (settled for answers in every for settled in answers.settled):
        said.setdefault(one.id, set()).add(one.words)
    return {name for name, words in said.items() if len(words) > 1}
