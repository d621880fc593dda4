"""Every figure of the catalogue stands on the lines that it cites; official names stand in theirs.

The same check runs on a small invented document, so that it is tried everywhere; and with one digit altered,
so that it is known to refuse.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core import french
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Absent
from droitcommun.core.passages import Passage
from tests.builders import Row, dossier
from tests.conftest import DOCUMENT

_NUMERAL = re.compile(r"\d+(?:,\d+)?")

# A figure cut over lines, or spelled with spaces, is looked for in at most this many joined lines.
_MOST_LINES = 12


def cited_figures(paris: Dossier) -> Iterator[tuple[str, Passage]]:
    """Every text of the catalogue that prints figures, with the lines where they should stand."""
    yield f"{paris.contract.signed_on.day} {paris.contract.signed_on.year}", paris.contract.passage
    if paris.contract.announced:
        announced = paris.contract.announced
        yield f"{announced.objectives} {announced.with_a_figure}", announced.passage
    for commitment in paris.commitments:
        yield commitment.statement, commitment.passage
        yield f"{commitment.period.start.year} {commitment.period.end.year}", commitment.passage
        yield commitment.target.text, commitment.target.passage
        yield _in_french(commitment.target.share.percent), commitment.target.passage
    for sheet in paris.sheets:
        for measure in sheet.measures:
            yield measure.target.text, measure.target.passage
            yield _in_french(measure.target.share.percent), measure.target.passage
    for seen in paris.observations:
        yield seen.text, seen.passage
        if not isinstance(seen.figure, Absent):
            yield _in_french(seen.figure.percent), seen.passage


def missing(paris: Dossier, lines: list[str]) -> list[str]:
    """List the figures that their cited lines do not carry."""
    return [
        f"{numeral} ({text}), {passage.lines}"
        for text, passage in cited_figures(paris)
        for numeral in _NUMERAL.findall(text)
        if not re.search(rf"(?<![\d,]){numeral}(?![\d])", _joined(lines, passage))
    ]


def _in_french(percent: object) -> str:
    return str(percent).replace(".", ",")


def _joined(lines: list[str], passage: Passage) -> str:
    """The cited lines without the spaces inside numbers."""
    text = " ".join(" ".join(lines[first - 1 : last]) for first, last in passage.lines)
    return re.sub(r"(?<=\d)\s+(?=[\d,])", "", text)


def _folded(text: str) -> str:
    """A name without what a page changes: spaces, quotes, apostrophes, hyphens at the end of a line."""
    return re.sub(r"[\s«»\"'’]", "", text)


def test_every_numeral_of_the_catalogue_is_on_its_cited_lines(document: list[str]) -> None:
    paris = load_source("catalogue:paris-2015-2020")

    assert len(list(cited_figures(paris))) > 20
    assert missing(paris, document) == []


def test_the_day_of_signature_is_the_one_that_its_line_gives(document: list[str]) -> None:
    paris = load_source("catalogue:paris-2015-2020")

    written = french.day(paris.contract.signed_on).replace("\u00a0", " ")
    assert f"signé le {written}" in document[paris.contract.passage.lines[0].first - 1]


def test_citations_are_short(document: list[str]) -> None:
    for _, passage in cited_figures(load_source("catalogue:paris-2015-2020")):
        assert sum(last - first + 1 for first, last in passage.lines) <= _MOST_LINES
        assert all(last <= len(document) for _, last in passage.lines)


def test_line_numbers_belong_to_this_very_text(document: list[str]) -> None:
    assert document
    (known,) = load_source("catalogue:paris-2015-2020").contract.documents

    assert sha256(DOCUMENT.read_bytes()).hexdigest() == known.sha256


def test_official_names_are_those_of_the_document(document: list[str]) -> None:
    paris = load_source("catalogue:paris-2015-2020")
    for sheet in paris.sheets:
        (place,) = sheet.passage.lines
        whole = _folded(" ".join(document[place.first - 1 : place.last]))

        assert document[place.first - 1].startswith("Axe du contrat de ville")
        assert _folded(sheet.title).endswith(_folded(document[place.last - 1]))
        for name in (sheet.title, sheet.objective, sheet.axis.raw, sheet.theme.raw, sheet.updated_on.text):
            assert _folded(name) in whole
        for institution in paris.contract.institutions:
            if institution.id in sheet.institutions:
                assert _folded(institution.acronym or institution.name) in whole
        for measure in sheet.measures:
            first, last = measure.passage.lines[0]
            assert _folded(measure.indicator) in _folded(" ".join(document[first - 1 : last]))


@pytest.mark.parametrize("altered", ["113", "20,3", "18,1", "15", "2016"])
def test_one_altered_digit_is_refused(document: list[str], altered: str) -> None:
    other = altered[:-1] + str((int(altered[-1]) + 1) % 10)
    falsified = [line.replace(altered, other) for line in document]

    assert missing(load_source("catalogue:paris-2015-2020"), falsified)


def test_the_check_itself_on_an_invented_document() -> None:
    fiction = dossier(Row(id="a", target="18", results=(("2015", "20.3"),), declared="113"))
    fiction = replace(
        fiction,
        contract=replace(fiction.contract, passage=Passage("texte", fiction.sheets[0].passage.lines)),
        observations=tuple(replace(seen, text=seen.text.replace(".", ",")) for seen in fiction.observations),
    )
    lines = ["18 % 2 0,3 % 113 %, signé le 1er mai 2015"]

    assert missing(fiction, lines) == []
    assert missing(fiction, [lines[0].replace("113", "114")])
    assert missing(fiction, [lines[0].replace("0,3", "0,31")])
    assert missing(fiction, [lines[0].replace("18", "118")])
