"""What is asked next: only what can change an answer, nothing twice, and nothing once all is settled."""

from hypothesis import given
from hypothesis import strategies as st

from droitcommun.orientation.facts import Choice, Fact, FactKind, Range
from droitcommun.orientation.judging import Answer, Guide
from droitcommun.orientation.questions import next_question
from droitcommun.orientation.rules import Every, Has, Rule
from droitcommun.orientation.situations import Situation
from tests.orientation.small import FACTS, ON, RULES, SITUATIONS, scheme

CATALOGUES = st.lists(RULES, min_size=1, max_size=4)


def guide_of(rules: list[Rule]) -> Guide:
    return Guide(FACTS, [scheme(rule, id=str(rank)) for rank, rule in enumerate(rules)])


@given(CATALOGUES, SITUATIONS, st.sets(st.sampled_from([fact.id for fact in FACTS])))
def test_a_question_is_one_that_can_change_an_answer_and_there_is_none_exactly_when_no_fact_can(
    rules: list[Rule], situation: Situation, declined: set[str]
) -> None:
    guide = guide_of(rules)
    asked = Situation(ON, situation.known, declined=frozenset(declined))

    question = next_question(guide, asked)

    missing = {fact for answered in guide.judge(asked) for fact in answered.missing} - declined
    assert (question is None) == (not missing)
    assert question is None or question.id in missing


@given(CATALOGUES, st.data())
def test_answers_settle_the_catalogue(rules: list[Rule], data: st.DataObject) -> None:
    guide = guide_of(rules)
    known: dict[str, tuple[Range, ...]] = {}

    while (question := next_question(guide, Situation(ON, known))) is not None:
        assert question.id not in known
        value = data.draw(st.integers(*question.domain))
        known[question.id] = (Range(value, value),)

    assert all(one.answer is not Answer.TO_COMPLETE for one in guide.judge(Situation(ON, known)))


def test_what_is_private_is_asked_after_what_is_not() -> None:
    plain = Fact("plain", FactKind.YES_NO, "?", "simple")
    private = Fact("private", FactKind.YES_NO, "?", "sensible", cost=3)
    rule = Every((Has("private", (Range(1, 1),)), Has("plain", (Range(1, 1),))))

    question = next_question(Guide([private, plain], [scheme(rule)]), Situation(ON))

    assert question == plain


def test_of_equals_the_first_of_the_catalogue_is_asked() -> None:
    facts = [Fact(name, FactKind.YES_NO, "?", name) for name in ("b", "a")]
    rule = Every(tuple(Has(fact.id, (Range(1, 1),)) for fact in facts))

    question = next_question(Guide(facts, [scheme(rule)]), Situation(ON))

    assert question == facts[0]


def test_who_asks_comes_with_the_schemes_for_others() -> None:
    asker = Fact(
        "asker",
        FactKind.CHOICE,
        "Qui êtes-vous ?",
        "qui demande",
        choices=(Choice("person", "Une personne"), Choice("association", "Une association")),
    )
    guide = Guide([asker, *FACTS], [scheme(Has("disabled", (Range(1, 1),)))])

    (unknown,) = guide.judge(Situation(ON))
    (other,) = guide.judge(Situation(ON, {"asker": (Range(1, 1),)}))

    assert (unknown.answer, unknown.missing) == (Answer.TO_COMPLETE, ("asker", "disabled"))
    assert other.answer is Answer.DOES_NOT_FIT
    assert [one.criterion.sentence for one in other.reasons] == ["S’adresse aux personnes"]
