"""Every figure of the catalogue stands on the lines that it cites; official names stand in theirs.

The same check runs on a small invented document, so that it is tried everywhere; and with one digit altered,
so that it is known to refuse.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from math import prod

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core import french
from droitcommun.core.claims import terms
from droitcommun.core.contract import Commitment
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Count, Figure, Places
from droitcommun.core.passages import Passage
from droitcommun.core.targets import Target
from tests.builders import Row, dossier
from tests.places import DOCUMENT

_NUMERAL = re.compile(r"\d+(?:,\d+)?")

# A figure cut over lines, or spelled with spaces, is looked for in at most this many joined lines.
_MOST_LINES = 12

# Numbers that the document writes in letters, and the sheets where it does.
_IN_LETTERS = {
    "2": ("deux",),
    "3": ("trois",),
    "4": ("quatre", "quart"),
    "5": ("cinq",),
    "6": ("six",),
    "75": ("3/4",),
    "100": ("ensemble", "chaque"),
}


def cited_figures(paris: Dossier) -> Iterator[tuple[str, Passage]]:
    """Every text of the catalogue that prints figures, with the lines where they should stand."""
    yield f"{paris.contract.signed_on.day}; {paris.contract.signed_on.year}", paris.contract.passage
    if paris.contract.announced:
        announced = paris.contract.announced
        yield f"{announced.objectives}; {announced.with_a_figure}", announced.passage
    for commitment in paris.commitments:
        yield from _of_commitment(commitment)
    for sheet in paris.sheets:
        for measure in sheet.measures:
            for target in (measure.target, *measure.also_read_as):
                yield from _of_target(target)
        for claim in sheet.claims:
            for term in terms(claim):
                yield term.text, term.passage
                yield from _of_figure(term.figure, term.passage)
    for seen in paris.observations:
        yield seen.text, seen.passage
        yield from _of_figure(seen.figure, seen.passage, seen.text)


def _of_commitment(commitment: Commitment) -> Iterator[tuple[str, Passage]]:
    yield commitment.statement, commitment.passage
    yield from _of_target(commitment.target)
    if commitment.baseline is not None:
        yield commitment.baseline.text, commitment.baseline.passage
        yield from _of_figure(
            commitment.baseline.figure, commitment.baseline.passage, commitment.baseline.text
        )
    for mean in commitment.means:
        yield mean.text, mean.passage
        yield from _of_figure(mean.figure, mean.passage)


def missing(paris: Dossier, lines: list[str]) -> list[str]:
    """List the figures that their cited lines do not carry."""
    return [
        f"{numeral} ({text}), {passage.lines}"
        for text, passage in cited_figures(paris)
        for numeral in numerals(text)
        if not is_printed(numeral, _joined(lines, passage))
    ]


def numerals(text: str) -> list[str]:
    """The numbers of a text, without the spaces inside them."""
    return _NUMERAL.findall(re.sub(r"(?<=\d)[\s\u00a0\u202f]+(?=[\d,])", "", text))


def is_printed(numeral: str, lines: str) -> bool:
    """Whole, in digits or in letters: 20 is not printed where 20,3 is."""
    words = "|".join(_IN_LETTERS.get(numeral, ()))
    return bool(
        re.search(rf"(?<![\d,]){numeral}(?!\d|,\d)", lines)
        or (words and re.search(rf"\b({words})\b", lines, re.IGNORECASE))
    )


def _of_target(target: Target) -> Iterator[tuple[str, Passage]]:
    """The wording of a target and its figures; a divisor or a factor is a word, a horizon is not printed there."""
    yield target.text, target.passage
    for field in fields(target):
        value = getattr(target, field.name)
        if field.name in {"share", "gap", "count", "amount"} and value is not None:
            yield from _of_figure(value, target.passage, target.text)
        elif isinstance(value, Decimal):
            yield _in_french(abs(value)), target.passage
        elif field.name == "months" and isinstance(value, int):
            yield str(value), target.passage


def _of_figure(figure: Figure, passage: Passage, text: str = "") -> Iterator[tuple[str, Passage]]:
    """The printed numbers of a figure; an absence or a state has none.

    A count drawn from the printed terms of its text (« 2050 familles + 137 familles ») stands by them.
    """
    if isinstance(figure, Places):
        yield "; ".join(figure.places), passage
        return
    if isinstance(figure, Count) and drawn(text) == figure.count:
        return
    for name in ("percent", "points", "count", "euros", "numerator", "denominator"):
        value = getattr(figure, name, None)
        if value is not None:
            yield _in_french(value), passage


def drawn(text: str) -> int | None:
    """The sum, or the product, that a text writes out; None when it writes none."""
    for sign, together in (("+", sum), ("×", prod)):
        terms_of_it = [
            re.findall(r"\d+", re.sub(r"(?<=\d) (?=\d)", "", term)) for term in text.split(f" {sign} ")
        ]
        if len(terms_of_it) > 1 and all(len(found) == 1 for found in terms_of_it):
            return together(int(number) for (number,) in terms_of_it)
    return None


def _in_french(value: object) -> str:
    return str(value).replace(".", ",").lstrip("-")


def _joined(lines: list[str], passage: Passage) -> str:
    """The cited lines without the spaces inside numbers, and as they are: « Sur 5 ans, 3 … » has two numbers."""
    text = " ".join(" ".join(lines[first - 1 : last]) for first, last in passage.lines)
    together = re.sub(r"(?<=\d)\s+(?=[\d,])", "", text)
    return f"{together} | {text} | {re.sub(r'(?<=[0-9],) (?=[0-9])', '', text)}"


def _folded(text: str) -> str:
    """A name without what a page changes: spaces, quotes, apostrophes, bullets, hyphens at the end of a line."""
    return re.sub(r"[\s«»\"'’\uf0b7•–-]", "", text).casefold()


@pytest.fixture(scope="module")
def paris() -> Dossier:
    return load_source("catalogue:paris-2015-2020")


def test_every_numeral_of_the_catalogue_is_on_its_cited_lines(document: list[str], paris: Dossier) -> None:
    assert len(list(cited_figures(paris))) > 500
    assert missing(paris, document) == []


def test_the_day_of_signature_is_the_one_that_its_line_gives(document: list[str], paris: Dossier) -> None:
    written = french.day(paris.contract.signed_on).replace("\u00a0", " ")
    assert f"signé le {written}" in document[paris.contract.passage.lines[0].first - 1]


def test_citations_are_short(document: list[str], paris: Dossier) -> None:
    for text, passage in cited_figures(paris):
        assert sum(last - first + 1 for first, last in passage.lines) <= _MOST_LINES, text
        assert all(last <= len(document) for _, last in passage.lines)


def test_line_numbers_belong_to_this_very_text(document: list[str], paris: Dossier) -> None:
    assert document
    (known,) = paris.contract.documents

    assert sha256(DOCUMENT.read_bytes()).hexdigest() == known.sha256


def test_every_sheet_of_the_document_is_in_the_catalogue(document: list[str], paris: Dossier) -> None:
    """A sheet begins with « Axe du contrat de ville », after the booklet; none is forgotten, none made up."""
    begins = [
        number
        for number, line in enumerate(document, start=1)
        if number > 2412 and "Axe du contrat de ville" in line
    ]

    assert len(begins) == 61
    assert [sheet.passage.lines[0].first for sheet in paris.sheets] == begins


def test_the_three_layouts_are_those_of_the_document(document: list[str], paris: Dossier) -> None:
    headers = {
        "Résultat 2015": "result_2015_dated",
        "Résultat 2014": "result_2014",
        "Situation 2014": "situation_2014",
    }
    for sheet in paris.sheets:
        (place,) = sheet.passage.lines
        whole = document[place.first - 1 : place.last]
        header = next(line for line in whole if "Objectif à atteindre" in line)
        assert sheet.layout == next(
            token for words, token in headers.items() if header.strip().startswith(words)
        )
    found = [sheet.layout.value for sheet in paris.sheets]
    assert [found.count(token) for token in headers.values()] == [16, 33, 12]


def test_official_names_are_those_of_the_document(document: list[str], paris: Dossier) -> None:
    for sheet in paris.sheets:
        (place,) = sheet.passage.lines
        whole = _folded(" ".join(document[place.first - 1 : place.last]))

        assert sheet.axis is not None
        assert sheet.theme is not None
        assert _folded(sheet.title)[-20:] in whole
        for name in (sheet.title, sheet.objective, sheet.axis.raw, sheet.theme.raw, sheet.updated_on.text):
            assert _folded(name) in whole, sheet.id
        for measure in sheet.measures:
            assert _folded(measure.indicator) in whole, measure.id


def test_no_sentence_of_the_document_is_copied_into_our_own_words(
    document: list[str], paris: Dossier
) -> None:
    """Notes, analyses, alerts, statements are ours: no run of twelve words of theirs stands in the document."""
    whole = " ".join(_words(" ".join(document)))
    for text in _our_words(paris):
        words = _words(text)
        for start in range(len(words) - _COPIED + 1):
            assert " ".join(words[start : start + _COPIED]) not in whole, text


_COPIED = 12


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _our_words(paris: Dossier) -> Iterator[str]:
    for sheet in paris.sheets:
        yield sheet.method_note or ""
        yield sheet.analysis or ""
        yield from (alert.text for alert in sheet.alerts)
        yield from (change.text for change in sheet.adjustments)
        yield from (broken.text for broken in sheet.breaks)
    yield from (commitment.statement for commitment in paris.commitments)


_PROMISING = re.compile(
    r"s[’'] ?engag|\bengage|\bvise|\bsouhait|\bentend|\bprévoi|\bfixe|\bobjectif", re.IGNORECASE
)


def _promising(document: list[str]) -> list[int]:
    """The lines of the booklet with a verb or a noun of promise, cut by a hyphen or not."""
    found = []
    for number, line in enumerate(document[:2411], start=1):
        head, tail = line.rstrip(), document[number].lstrip()
        cut = head[:-1] + tail.split(" ")[0] if head.endswith("-") else ""
        if _PROMISING.search(line) or (_PROMISING.search(cut) and not _PROMISING.search(tail)):
            found.append(number)
    return found


def test_every_word_of_promise_is_a_commitment_or_is_set_aside_with_a_reason(
    document: list[str], paris: Dossier
) -> None:
    told: set[int] = set()
    for commitment in paris.commitments:
        passages = [
            commitment.passage,
            commitment.target.passage,
            *(mean.passage for mean in commitment.means),
        ]
        told.update(line for one in passages for first, last in one.lines for line in range(first, last + 1))
    for aside in paris.set_aside:
        assert aside.because.strip(), aside
        told.update(line for first, last in aside.passage.lines for line in range(first, last + 1))
    announced = paris.contract.announced
    assert announced is not None
    told.update(line for first, last in announced.passage.lines for line in range(first, last + 1))

    promising = _promising(document)

    assert len(promising) > 100
    assert [number for number in promising if number not in told] == []


@pytest.mark.parametrize("altered", ["113", "20,3", "2836", "9,9", "181 491", "874"])
def test_one_altered_digit_is_refused(document: list[str], paris: Dossier, altered: str) -> None:
    other = altered[:-1] + str((int(altered[-1]) + 1) % 10)
    falsified = [line.replace(altered, other) for line in document]

    assert missing(paris, falsified)


# What passes though it is no other number of the cited lines in digits: altered, first line, why.
_IN_LETTERS_THERE = {
    ("4", "3", 960): "« trois » stands on these lines, and « quatre » is what is cited",
}

# Figures that, less their decimals, are another number of the line: whole, line, what it is there.
_WHOLE_THERE = {
    ("0", 3700): "the rate of the sheet, 0 %",
    ("18", 2461): "the goal, 18 %",
    ("76", 3901): "the line cuts its own figure, « 76, 2% »",
}


def printed_alone(document: list[str], passage: Passage) -> set[str]:
    """Every number of the cited lines, read one character after the other: not by the search that is tried."""
    text = " ".join(" ".join(document[first - 1 : last]) for first, last in passage.lines)
    found = set[str]()
    for spaced in (False, True):  # « 181 491 » is two numbers, or one
        number = ""
        for here, ahead in pairwise(f"{text}  "):
            if here.isdigit() or (here == "," and number and ahead.isdigit()):
                number += here
            elif not (spaced and here == " " and number and (ahead.isdigit() or ahead == ",")):
                found.add(number)
                number = ""
    return found - {""}


def test_a_digit_altered_in_the_catalogue_is_refused(document: list[str], paris: Dossier) -> None:
    """Every digit of every figure, changed into every other one; what passes is another number of the same lines."""
    tried, passed, otherwise = 0, 0, set[tuple[str, str, int]]()
    for text, passage in cited_figures(paris):
        lines, there = _joined(document, passage), printed_alone(document, passage)
        for numeral in numerals(text):
            for place, digit in enumerate(numeral):
                for other in set("0123456789") - {digit} if digit.isdigit() else ():
                    tried += 1
                    altered = numeral[:place] + other + numeral[place + 1 :]
                    if is_printed(altered, lines):
                        passed += 1
                        if altered not in there:
                            otherwise.add((numeral, altered, passage.lines[0].first))

    assert tried > 15_000
    assert passed < tried / 70
    assert otherwise == _IN_LETTERS_THERE.keys()


def test_a_figure_without_its_decimals_is_refused(document: list[str], paris: Dossier) -> None:
    cut = {
        (numeral.partition(",")[0], passage)
        for text, passage in cited_figures(paris)
        for numeral in numerals(text)
        if "," in numeral
    }

    assert len(cut) > 30
    passed = {
        (whole, passage.lines[0].first)
        for whole, passage in cut
        if is_printed(whole, _joined(document, passage))
    }
    assert passed == _WHOLE_THERE.keys()


@pytest.mark.parametrize(
    ("numeral", "lines", "printed"),
    [
        ("20", "la part est de 20,3 %", False),  # decimals are not dropped
        ("20,3", "la part est de 20,3 %", True),
        ("20", "de 20 à 20,3 %", True),
        ("20", "de 20, puis 30", True),  # a comma of the sentence
        ("20", "en 2015", False),
        ("2", "deux antennes", True),
        ("2", "Deux antennes", True),
        ("6", "sixième", False),  # whole words
        ("4", "les quarts", False),
        ("5", "cinquante", False),
    ],
)
def test_a_number_is_printed_whole_in_digits_or_in_letters(numeral: str, lines: str, printed: bool) -> None:
    assert is_printed(numeral, lines) is printed


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2050 familles + 137 familles", 2187),
        ("2 154 enfants + 400 enfants + 496 enfants", 3050),
        ("3 DCPOP × 3 ZSP", 9),
        ("2050 familles", None),
        ("entre 10 et 30 familles + 137 familles", None),  # two numbers in a term: not a sum
    ],
)
def test_a_sum_is_known_by_its_printed_terms(text: str, count: int | None) -> None:
    assert drawn(text) == count


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
