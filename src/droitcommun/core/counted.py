"""What is counted: whether a figure speaks of persons, of jobs, of money… and of which of them.

Two texts that promise « 50 % » may not promise the same: half of the credits is not half of the jobs. What is
counted is stated where the text names it, with its lines; where it does not, nothing is known and nothing fires.
"""

from dataclasses import dataclass
from enum import StrEnum

from droitcommun.core.passages import Passage


class Thing(StrEnum):
    """The unit of account. Two of them are never one: a job is not a credit, nor a family an appointment."""

    PERSONS = "persons"  # inhabitants, signatories, beneficiaries, pupils
    FAMILIES = "families"
    JOBS = "jobs"
    POSTS = "posts"  # of an administration
    MONEY = "money"
    STRUCTURES = "structures"  # associations, centres, points of contact
    ACTIONS = "actions"  # projects, sessions, meetings, walks
    APPOINTMENTS = "appointments"
    SUPPORTS = "supports"  # persons or families accompanied, counted by course
    FILES = "files"  # applications, cases
    CONTRACTS = "contracts"  # and conventions
    PLACES = "places"  # beds, places in a nursery
    AREAS = "areas"  # neighbourhoods covered
    LETTERS = "letters"


# In French, after « on compte ».
THINGS = {
    Thing.PERSONS: "des personnes",
    Thing.FAMILIES: "des familles",
    Thing.JOBS: "des emplois",
    Thing.POSTS: "des postes",
    Thing.MONEY: "des crédits",
    Thing.STRUCTURES: "des structures",
    Thing.ACTIONS: "des actions",
    Thing.APPOINTMENTS: "des rendez-vous",
    Thing.SUPPORTS: "des accompagnements",
    Thing.FILES: "des dossiers",
    Thing.CONTRACTS: "des contrats ou des conventions",
    Thing.PLACES: "des places",
    Thing.AREAS: "des quartiers",
    Thing.LETTERS: "des courriers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted, and where the text names it.

    `population` names those among whom one counts (of a share, its whole), by the same words wherever it is the
    same one. `only` is what narrows it, in the words of the text: « accompagnement renforcé ». Both may be empty:
    without a population nothing tells a narrower one, and without `only` all of it is counted.
    """

    thing: Thing
    passage: Passage
    population: str = ""
    only: str = ""

    def __post_init__(self) -> None:
        if self.only and not self.population:
            raise ValueError("« only » restreint une population : la nommer (population)")

    def agrees(self, other: "Counted") -> bool:
        """Say whether another counts the same as far as both tell: one thing, and of one population as many of them."""
        if self.thing is not other.thing:
            return False
        one = self.population.casefold() == other.population.casefold()
        return not self.population or not one or self.only.casefold() == other.only.casefold()
