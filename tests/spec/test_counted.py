"""What the catalogue says that promises and indicators count is named on the lines that it cites."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.audit import audit
from droitcommun.core.audit.findings import Finding
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
        if sheet.title_counted is not None:
            yield sheet.id, sheet.title_counted


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


# What the rules on what is counted find in the document, read by hand: each with the lines that contradict each other.
FOUND = {
    ("commitment-counts-otherwise", "mission-locale-part-qpv", 601, 2758),
    ("commitment-counts-otherwise", "moins-de-3-ans-part-qpv", 619, 3379),
    ("commitment-counts-otherwise", "dcpop-delegues", 854, 3821),
    ("commitment-counts-otherwise", "formation-policiers-part", 740, 4094),
    ("commitment-counts-otherwise", "prevention-sante-part", 1221, 4256),
    ("commitment-counts-otherwise", "prevention-sante-part", 1229, 4256),
    ("commitment-counts-otherwise", "offre-sante-implantations", 1160, 4352),
    ("commitment-counts-otherwise", "cnds-emplois-part", 290, 4728),
    ("commitment-counts-otherwise", "coparentalite-mediation", 2178, 5768),
    ("commitment-counts-otherwise", "centres-sociaux-projets", 2258, 6408),
    ("commitment-counts-otherwise", "acces-aux-droits-rdv", 2069, 6612),
    ("commitment-counts-otherwise", "acces-aux-droits-bailleurs", 2073, 6613),
    ("commitment-counts-otherwise", "familles-monoparentales-parcours", 2295, 6983),
    ("commitment-counts-otherwise", "reussite-educative-rdv", 2193, 7075),
    ("commitment-counts-otherwise", "evenements-fragilisants-rdv", 2183, 7187),
    ("start-inverted", "vvv-police", 800, 811),
    ("objective-counts-otherwise", "spe-contacts", 3179, 3182),
    ("objective-counts-otherwise", "decrochage", 3676, 3687),
    ("objective-counts-otherwise", "apprentis-professeurs", 3743, 3754),
    ("objective-counts-otherwise", "justice-proximite", 5156, 5180),
    ("title-counts-otherwise", "apprentis-professeurs", 3754, 3802),
    ("commitment-fact-differs", "cidff-permanences", 1485, 4514),
    ("commitment-fact-differs", "defenseur-des-droits-permanences", 1932, 5250),
    ("commitment-fact-differs", "education-artistique-part", 1637, 4965),
    ("result-before-contract", "conventions-tig-signature", 1, 5357),
    ("full-rate-on-one-figure", "cnds-emplois-part", 4755, 4746),
    ("result-repeats-target", "spe-politique-ville-reunions", 3267, 3264),
    ("objectives-without-sheet", "paris-2015-2020", 25, 25),
}


def test_what_is_counted_otherwise_in_the_document_and_nothing_more(paris: Dossier) -> None:
    codes = {code for code, *_ in FOUND}

    found = [finding for finding in audit(paris, date(2016, 7, 1)) if finding.code in codes]

    assert {placed(finding) for finding in found} == {
        (code, name, *sorted({one, other})) for code, name, one, other in FOUND
    }
    assert len(found) == len(FOUND)


def placed(finding: Finding) -> tuple[str | int, ...]:
    """The code of a finding, what it speaks of, and where its first and last passages begin."""
    what = finding.what
    name, *_ = (*what.measures, *what.sheets, *what.commitments, what.about)
    begin = {what.passages[0].lines[0].first, what.passages[-1].lines[0].first}
    return finding.code, name, *sorted(begin)
