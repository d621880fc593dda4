"""What prose proposes: promises with their force, schemes, and services to call; never a person."""

from decimal import Decimal

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.contract import Force, Level
from droitcommun.core.passages import Lines
from droitcommun.core.targets import AtLeastShare
from droitcommun.intake.booklet import CommitmentDraft, Drafts, read_drafts
from droitcommun.intake.containers import read_blocks
from droitcommun.intake.text import parse_text
from tests.documents.drafts import compared, explained
from tests.documents.invented import document as with_sheets
from tests.places import DOCUMENT

PAGE = """ Le contrat de mousse
(CMS)

Le contrat de mousse dure six mois.

Public cible
• Les jeunes du port

Engagements
de l’Etat
• S u r   l a
période 2015-
2020, l’Etat

s’engage à ce que 15%
des mousses soient is-
sus des quartiers prioritaires.
"""


def drafts(text: str) -> Drafts:
    return read_drafts(parse_text(text.encode(), file="livret.txt"))


def promise(text: str) -> CommitmentDraft:
    (found,) = drafts(text).commitments
    return found


def test_a_promise_over_broken_and_spaced_lines_is_one_draft() -> None:
    found = promise(PAGE)

    assert (found.force, found.level, found.body, found.scheme) == (
        Force.FIRM,
        Level.LOCAL,
        "État",
        "Le contrat de mousse (CMS)",
    )
    assert isinstance(found.target, AtLeastShare)
    assert (found.target.share.percent, found.target.text) == (Decimal(15), "15% des mousses")
    assert found.passage.lines == (Lines(11, 17),)
    assert found.text.endswith("s’engage à ce que 15% des mousses soient issus des quartiers prioritaires.")


FORCES = [
    ("L’Etat s’engage à refaire les quais de Paris.", Force.FIRM),
    ("La convention sera signée à Paris par le parquet.", Force.FIRM),
    ("La CAF souhaite ouvrir une crèche.", Force.WISH),
    ("Le ministère prévoit deux navires.", Force.WISH),
    ("L’académie vise à former tous les mousses.", Force.AIM),
    ("Au cas par cas, l’Etat s’engage à Paris à prêter un navire.", Force.CONDITIONAL),
]


@pytest.mark.parametrize(("text", "force"), FORCES)
def test_the_verb_says_the_force(text: str, force: Force) -> None:
    assert promise(text).force is force


@pytest.mark.parametrize(
    "text",
    [
        "Le port a pour objectif de plaire.",
        "Les mousses visent le large.",
        "L’Etat a une flotte.",
        "Bonjour.",
    ],
)
def test_a_description_is_no_promise(text: str) -> None:
    assert drafts(text).commitments == ()


def test_a_promise_of_a_ministry_is_national_unless_it_names_the_place() -> None:
    nation = promise("Le ministère de la Mer souhaite doubler les navires sur le territoire national.")
    town = promise("Le ministère de la Mer souhaite doubler les navires à Paris.")

    assert (nation.level, town.level) == (Level.NATIONAL, Level.LOCAL)


def test_a_heading_names_a_scheme() -> None:
    assert [(one.name, one.passage.lines) for one in drafts(PAGE).schemes] == [
        ("Le contrat de mousse (CMS)", (Lines(1, 2),))
    ]


def test_a_service_is_a_contact_with_its_phone_and_its_address() -> None:
    text = (
        "\nCapitainerie du port\n3, rue du Phare\n75099 Paris\nTél. : 01 99 00 12 34\ncontact@port.example\n"
    )

    (found,) = drafts(text).contacts

    assert (found.service, found.address) == ("Capitainerie du port", "3, rue du Phare 75099 Paris")
    assert (found.phones, found.mailboxes) == (("01 99 00 12 34",), ("contact@port.example",))


PERSONS = [
    "M. Anatole Vigie : 01 99 00 12 34",
    "Mme Vigie, tél. 01 99 00 12 34",
    "Zoé VIGIE 01 99 00 12 34",
    "Le capitaine : anatole.vigie@port.example",
]


@pytest.mark.parametrize("line", PERSONS)
def test_a_line_that_names_a_person_is_dropped_and_flagged(line: str) -> None:
    found = drafts(f"Capitainerie\nTél. 01 99 00 56 78\n{line}\n")

    assert [passage.lines for passage in found.flagged] == [(Lines(3, 3),)]
    assert "vigie" not in repr(found).lower()
    assert [one.phones for one in found.contacts] == [("01 99 00 56 78",)]


def test_sheets_are_no_prose() -> None:
    assert drafts(with_sheets(before=f"{PAGE}\n")).commitments == drafts(PAGE).commitments


def test_the_real_prose_proposes_nothing_that_the_catalogue_does_not_know(document: list[str]) -> None:
    assert document
    result = compared(read_drafts(read_blocks(DOCUMENT)), load_source("catalogue:paris-2015-2020"))

    assert result.unknown == ()
    assert {one.id for one in result.missed} == set(explained())


def test_no_person_of_the_real_prose_is_in_a_draft(document: list[str]) -> None:
    assert document
    found = read_drafts(read_blocks(DOCUMENT))

    flagged = {lines.first for passage in found.flagged for lines in passage.lines}
    assert flagged == {867, 868, 869, 1423}
    assert all(
        flagged.isdisjoint(range(lines.first, lines.last + 1))
        for one in found.contacts
        for lines in one.passage.lines
    )
