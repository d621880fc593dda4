"""The schemes of the booklet: their cases, their lines, and answers that no completion contradicts."""

import re
from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np
import polars as pl
import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.core.passages import Lines
from droitcommun.orientation.catalogues import Case, SchemeCatalogue
from droitcommun.orientation.facts import Fact, FactKind, Range
from droitcommun.orientation.given import DECLINED
from droitcommun.orientation.judging import ASKER, Answer, Guide
from droitcommun.orientation.population import answer_of, answers, columns_of
from droitcommun.orientation.rules import Every
from droitcommun.orientation.schemes import ReadScheme, SchemeKind
from droitcommun.orientation.situations import Situation
from droitcommun.usecases.guidance import Desk
from tests.orientation.small import outcome

CATALOGUE = load_schemes()
DESK = Desk(CATALOGUE)
BOOKLET = range(1, 2412)
SITUATIONS = 100_000
SEED = 20150622

CASES = [
    pytest.param(one, case, id=f"{one.scheme.id}: {case.name}")
    for one in CATALOGUE.schemes
    for case in CATALOGUE.cases[one.scheme.id]
]


@pytest.mark.parametrize(("one", "case"), CASES)
def test_an_example_of_the_text_is_answered_as_the_text_does(one: ReadScheme, case: Case) -> None:
    situation = DESK.situation(dict(case.situation), None)

    (answered,) = [found for found in DESK.guide.judge(situation) if found.scheme.id == one.scheme.id]

    assert answered.answer is case.answer
    assert case.missing is None or sorted(answered.missing) == sorted(case.missing)


def test_every_scheme_that_can_be_asked_for_has_an_example_and_no_measure_is_proposed() -> None:
    proposed = {one.scheme.id for one in DESK.guide.compiled}

    for one in CATALOGUE.schemes:
        measure = one.scheme.kind is SchemeKind.INSTITUTIONAL_MEASURE
        assert measure != (one.scheme.id in proposed)
        assert measure or CATALOGUE.cases[one.scheme.id]
    assert sum(one.scheme.kind is SchemeKind.INSTITUTIONAL_MEASURE for one in CATALOGUE.schemes) >= 10


def test_living_in_a_priority_neighbourhood_is_never_required_but_where_the_text_makes_it_so() -> None:
    asking = {
        one.scheme.id
        for one in CATALOGUE.schemes
        for condition in one.conditions
        if any(name in condition.criterion.rule for name in ("qpv", "in_qpv"))
    }

    # L. 1615 « exclusivement », l. 2208-2210 who these councils are made of, l. 332-343 an exception that opens.
    assert asking == {"culture-et-lien-social", "conseils-citoyens", "emploi-d-avenir"}


def test_the_commitments_of_a_scheme_are_those_of_the_contract() -> None:
    known = {one.id for one in load_source("catalogue:paris-2015-2020").commitments}

    named = {name for one in CATALOGUE.schemes for name in one.scheme.commitments}

    assert named <= known


def cited(catalogue: SchemeCatalogue) -> Iterator[tuple[str, tuple[Lines, ...]]]:
    """Every sentence that prints a figure, with the lines where it should stand."""
    for one in catalogue.schemes:
        for benefit in one.scheme.benefits:
            yield benefit.words, benefit.lines
        for criterion in one.scheme.criteria:
            yield criterion.sentence, criterion.lines
    for contact in catalogue.contacts:
        yield " ; ".join((*contact.phones, contact.address)), contact.lines


def test_every_passage_is_in_the_booklet() -> None:
    for one in CATALOGUE.schemes:
        for first, last in (
            *one.scheme.lines,
            *(span for each in one.scheme.criteria for span in each.lines),
        ):
            assert first in BOOKLET
            assert last in BOOKLET
            assert first <= last


def test_every_numeral_of_a_sentence_stands_on_its_lines(document: list[str]) -> None:
    missing = [
        (words, numeral)
        for words, spans in cited(CATALOGUE)
        for numeral in re.findall(r"\d+(?:,\d+)?", re.sub(r"(?<=\d)[ \u202f](?=\d{3}\b)", "", words))
        if numeral not in _joined(document, spans)
    ]

    assert missing == []


def _joined(document: list[str], spans: tuple[Lines, ...]) -> str:
    text = "".join("".join(document[first - 1 : last]) for first, last in spans)
    return re.sub(r"\s", "", text)


def told(facts: tuple[Fact, ...], random: Random) -> dict[str, int]:
    """Some of the facts, each with a value."""
    share = random.random()
    return {fact.id: _value(fact, random) for fact in facts if random.random() < share}


def _value(fact: Fact, random: Random) -> int:
    low, high = fact.domain
    cuts = DESK.guide.forest.cuts[DESK.guide.forest.rank[fact.id]]
    if fact.kind is FactKind.NUMBER:  # a change of mind is at a threshold, or just before
        return min(max(random.choice((*cuts, high)) + random.randint(-1, 1), low), high)
    return random.randint(low, high)


@pytest.fixture(scope="module")
def people() -> list[dict[str, int]]:
    random = Random(SEED)  # noqa: S311 - no secret
    return [told(CATALOGUE.facts, random) for _ in range(SITUATIONS)]


def test_no_answer_is_contradicted_by_a_completion(people: list[dict[str, int]]) -> None:
    """Of each scheme, every way in which its own facts could still be, read off the rule with no diagram."""
    guide = DESK.guide
    found = answers(guide, columns_of(guide.forest, frame(people)), len(people))

    for one, read in zip(guide.compiled, _proposable(), strict=True):
        rule = Every(tuple(condition.rule for condition in read.conditions))
        gate = [CATALOGUE.facts[0].rank(asker) for asker in read.scheme.askers]
        ranks = sorted(one.classes)
        seen: dict[tuple[int | None, ...], int] = {}
        for person, ends in zip(people, found[one.scheme.id], strict=True):
            seen.setdefault(tuple(person.get(guide.facts[rank].id) for rank in ranks), int(ends))
        for chosen, ends in seen.items():
            ways = product(
                *(
                    [value] if value is not None else _all(guide, rank)
                    for rank, value in zip(ranks, chosen, strict=True)
                )
            )
            possible = 0
            for way in ways:
                values_of = dict(zip((guide.facts[rank].id for rank in ranks), way, strict=True))
                asked = values_of.get(ASKER)
                no = asked is not None and asked not in gate
                possible |= 1 << (0 if no else outcome(rule, _whole(values_of)))
            assert possible == ends, (one.scheme.id, chosen)


def _whole(known: dict[str, int]) -> dict[str, int]:
    return {fact.id: fact.domain.low for fact in CATALOGUE.facts} | known


def _all(guide: Guide, rank: int) -> list[int]:
    """One value of each cell: between two cuts all are alike, which `small.py` proves on every value."""
    return list(guide.forest.cuts[rank])


def _proposable() -> list[ReadScheme]:
    return [one for one in CATALOGUE.schemes if one.scheme.proposable]


def frame(people: list[dict[str, int]]) -> pl.DataFrame:
    """The same as a table, with the words of the facts."""
    columns = {}
    for fact in CATALOGUE.facts:
        given = [person.get(fact.id) for person in people]
        match fact.kind:
            case FactKind.YES_NO:
                columns[fact.id] = pl.Series(
                    [None if one is None else bool(one) for one in given], dtype=pl.Boolean
                )
            case FactKind.CHOICE:
                names = [one.id for one in fact.choices]
                columns[fact.id] = pl.Series(
                    [None if one is None else names[one] for one in given], dtype=pl.String
                )
            case FactKind.NUMBER:
                columns[fact.id] = pl.Series(given, dtype=pl.Int64)
    return pl.DataFrame(columns)


def test_one_person_is_answered_as_the_population_is(people: list[dict[str, int]]) -> None:
    guide = DESK.guide
    found = answers(guide, columns_of(guide.forest, frame(people)), len(people))

    for at in np.linspace(0, len(people) - 1, 5_000).astype(int):
        known = {name: (Range(value, value),) for name, value in people[at].items()}
        alone = guide.judge(Situation(CATALOGUE.about.on, known))
        assert [one.answer for one in alone] == [answer_of(int(found[one.scheme.id][at])) for one in alone]


def test_to_prefer_not_to_say_is_never_a_no() -> None:
    sensitive = [fact for fact in CATALOGUE.facts if fact.cost > 1]
    person = DESK.situation({"asker": "person"} | {fact.id: DECLINED for fact in sensitive}, None)
    unknown = DESK.situation({"asker": "person"}, None)

    declined, silent = ([one.answer for one in DESK.guide.judge(each)] for each in (person, unknown))

    assert declined == silent


def test_there_is_something_for_everybody_who_asks() -> None:
    for asker in CATALOGUE.facts[0].choices:
        found = DESK.guide.judge(DESK.situation({"asker": asker.id}, None))
        assert any(one.answer is not Answer.DOES_NOT_FIT for one in found)
