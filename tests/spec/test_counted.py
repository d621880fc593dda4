"""What the catalogue says that promises and indicators count is named on the lines that it cites."""

import re
from collections.abc import Iterator

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.counted import Counted, Thing
from droitcommun.core.dossier import Dossier
from droitcommun.core.passages import Lines, Passage
from tests.builders import Row, dossier

# What is counted is named in one sentence, cut over a narrow column.
_MOST_LINES = 12

# Shorter words are articles and prepositions.
_ARTICLE = 3

# How the document names what it counts, in words without spaces, accents kept.
_NAMED = {
    Thing.PERSONS: (
        *(
            "personne",
            "jeune",
            "habitant",
            "bénéficiaire",
            "signataire",
            "résident",
            "salarié",
            "élève",
            "enfant",
        ),
        *("policier", "parent", "délégué", "dcpop", "intervenant"),
    ),
    Thing.FAMILIES: ("famille",),
    Thing.JOBS: ("emplois",),
    Thing.POSTS: ("poste", "moyenshumains"),
    Thing.MONEY: ("crédit", "montant", "budget", "enveloppe"),
    Thing.STRUCTURES: (
        *(
            "structure",
            "bénéficiairesdudis",
            "carrud",
            "csapa",
            "bav",
            "bureaux",
            "pad",
            "mjd",
            "laep",
            "alsh",
            "ram",
        ),
        *("établissement", "accueils", "centressociaux", "implantations", "eaje", "antennes", "15cs", "msp"),
    ),
    Thing.ACTIONS: ("projet", "formation", "marche", "réunion", "initiative", "action"),
    Thing.APPOINTMENTS: ("rendez", "rdv"),
    Thing.SUPPORTS: ("parcoursaccompagnés", "accompagnements"),
    Thing.FILES: ("dossier", "signalement", "procédure"),
    Thing.CONTRACTS: ("contrat", "convention"),
    Thing.PLACES: ("lits", "places"),
    Thing.AREAS: ("quartier", "qpv"),
    Thing.LETTERS: ("courrier",),
}


def counted_of(paris: Dossier) -> Iterator[tuple[str, Counted]]:
    """What each promise, measure and objective says that it counts."""
    for promise in paris.commitments:
        if promise.counted is not None:
            yield promise.id, promise.counted
    for sheet, measure in paris.measures():
        if measure.counted is not None:
            yield measure.id, measure.counted
        if sheet.objective_counted is not None:
            yield sheet.id, sheet.objective_counted


def unnamed(paris: Dossier, lines: list[str]) -> list[str]:
    """List what counts something that its cited lines do not name, or narrows it by words that are not theirs."""
    found = []
    for name, one in counted_of(paris):
        cited = _folded(" ".join(" ".join(lines[first - 1 : last]) for first, last in one.passage.lines))
        words = [_folded(word) for word in one.only.split() if len(word) > _ARTICLE]
        if not any(word in cited for word in _NAMED[one.thing]) or any(word not in cited for word in words):
            found.append(name)
    return found


def _folded(text: str) -> str:
    """Words without what a page changes: spaces, bullets, hyphens at the end of a line."""
    return re.sub(r"[\s«»\"'’\uf0b7•–-]", "", text).casefold()


@pytest.fixture(scope="module")
def paris() -> Dossier:
    return load_source("catalogue:paris-2015-2020")


def test_what_is_counted_is_named_on_its_cited_lines(document: list[str], paris: Dossier) -> None:
    assert len(dict(counted_of(paris))) > 100
    assert unnamed(paris, document) == []
    assert all(
        sum(last - first + 1 for first, last in one.passage.lines) <= _MOST_LINES
        for _, one in counted_of(paris)
    )


def test_what_is_counted_is_looked_for_on_an_invented_line() -> None:
    half = Counted(
        thing=Thing.PERSONS,
        population="jeunes",
        only="suivi renforcé",
        passage=Passage("texte", (Lines(1, 1),)),
    )
    fiction = dossier(Row(id="a", promised="18", commitment={"counted": half}))

    assert unnamed(fiction, ["18 % des jeunes qui ont un suivi renforcé"]) == []
    assert unnamed(fiction, ["18 % des jeunes qui ont un suivi"]) == ["a"]
    assert unnamed(fiction, ["18 % des crédits d’un suivi renforcé"]) == ["a"]
