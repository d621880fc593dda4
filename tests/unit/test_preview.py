"""The preview of an import: what is new, changed, unchanged, contradicts or is asked; nothing is guessed."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.catalogue.loader import load_source
from droitcommun.core.contract import Document
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Absence, Absent
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.sheets import DateText, Measure, Question, Sheet
from droitcommun.intake.preview import NEW_SHEET, Verdict, preview
from tests.builders import Row, dossier, later, passage, share

ON = date(2016, 8, 1)
WORDS = ("emploi", "logement", "santé", "école", "justice", "culture")


def contract(*rows: Row) -> Dossier:
    """Sheets whose objective and indicator have words of their own."""
    made = dossier(*rows)
    sheets = tuple(
        replace(
            sheet,
            objective=f"Favoriser {word} prioritaires",
            measures=(replace(sheet.measures[0], indicator=f"Part {word} bénéficiaires"),),
        )
        for sheet, word in zip(made.sheets, WORDS, strict=False)
    )
    return replace(made, sheets=sheets)


HELD = contract(
    Row(id="a", baseline="5", declared="50"),
    Row(id="b", results=(("2014", None), ("2015", "30"))),
    Row(id="c"),
)


def read_as(source: Dossier) -> Dossier:
    """The same sheets as a document gives them: ids of its own, in its own order."""
    names = {one.id: f"doc-{one.id}" for one in source.sheets}
    sheets = tuple(
        replace(
            one,
            id=names[one.id],
            measures=tuple(replace(measure, id=f"doc-{measure.id}") for measure in one.measures),
        )
        for one in source.sheets[::-1]
    )
    observations = tuple(
        replace(
            seen,
            id=f"doc-{seen.id}",
            sheet=names[seen.sheet],
            measure=seen.measure and f"doc-{seen.measure}",
        )
        for seen in source.observations
    )
    return replace(source, sheets=sheets, observations=observations)


def with_figure(source: Dossier, name: str, value: str | None) -> Dossier:
    figure = share(value) if value else Absent(Absence.MISSING, "en attente")
    text = f"{value} %" if value else ""
    return replace(
        source,
        observations=tuple(
            replace(one, figure=figure, text=text) if one.id == name else one for one in source.observations
        ),
    )


def dated(source: Dossier, day: date) -> Dossier:
    text = DateText(text=str(day), from_=day, to=day)
    return replace(source, sheets=tuple(replace(one, updated_on=text) for one in source.sheets))


def counts(held: Dossier, read: Dossier, **answers: str) -> dict[str, int]:
    seen = preview(
        held, read, {key.replace("__", "/").replace("_", "-"): v for key, v in answers.items()}, ON
    )
    return {verdict.value: len(seen.of(verdict)) for verdict in Verdict if seen.of(verdict)}


def test_the_same_contract_read_again_changes_nothing_whatever_its_ids_and_order() -> None:
    for read in (HELD, read_as(HELD)):
        seen = preview(HELD, read, {}, ON)

        assert (seen.additions, seen.questions, seen.after) == ((), (), HELD)
        assert {item.verdict for item in seen.items} == {Verdict.UNCHANGED}


def test_an_empty_cell_never_erases() -> None:
    seen = preview(HELD, read_as(with_figure(HELD, "a-2015", None)), {}, ON)

    assert seen.after == HELD
    assert seen.additions == ()


def test_a_figure_where_there_was_none_corrects_the_absence() -> None:
    seen = preview(HELD, read_as(with_figure(HELD, "b-2014", "28")), {}, ON)

    (added,) = seen.additions
    assert (added.id, added.sheet, added.measure) == ("doc-b-2014", "b", "b-mesure")
    assert (added.supersedes, added.recorded_on) == ("b-2014", ON)
    assert [item.verdict for item in seen.items].count(Verdict.CHANGED) == 1


def test_a_newer_sheet_corrects_and_one_that_is_not_newer_contradicts() -> None:
    other = read_as(with_figure(HELD, "a-2015", "12"))

    asked = preview(HELD, other, {}, ON)
    newer = preview(HELD, dated(other, date(2016, 7, 1)), {}, ON)

    assert asked.additions == ()
    (question,) = asked.questions
    assert question.id == "figure/a/doc-a-2015"
    assert "10 % ou 12 %" in question.sentence.replace("\u00a0", " ")
    assert [choice.id for choice in question.choices] == ["keep", "correct", "both"]
    assert [one.supersedes for one in newer.additions] == ["a-2015"]


@pytest.mark.parametrize(
    ("answer", "supersedes"), [("keep", None), ("correct", ["a-2015"]), ("both", [None])]
)
def test_a_contradiction_is_settled_by_a_person(answer: str, supersedes: list[str | None] | None) -> None:
    other = read_as(with_figure(HELD, "a-2015", "12"))

    seen = preview(HELD, other, {"figure/a/doc-a-2015": answer}, ON)

    assert seen.questions == ()
    assert [one.supersedes for one in seen.additions] == (supersedes or [])


def test_an_answer_that_is_no_choice_settles_nothing() -> None:
    other = read_as(with_figure(HELD, "a-2015", "12"))

    assert len(preview(HELD, other, {"figure/a/doc-a-2015": "maybe"}, ON).questions) == 1


def test_a_figure_of_another_period_is_new() -> None:
    more = replace(HELD.observations[0], id="a-2016", period=HELD.contract.period)
    read = read_as(replace(HELD, observations=(*HELD.observations, more)))

    assert counts(HELD, read)["new"] == 1


def test_digits_tell_figures_apart_and_counts_that_are_not_printed_again_stay() -> None:
    counted = replace(
        HELD, observations=(replace(HELD.observations[0], figure=share("10", 1, 10)), *HELD.observations[1:])
    )

    assert "contradicts" in counts(HELD, read_as(with_figure(HELD, "a-2015", "10.0")))
    assert counts(counted, read_as(HELD)).keys() == {"unchanged"}


def test_two_sheets_that_could_be_the_one_are_asked_and_nothing_of_them_is_taken() -> None:
    twin = replace(HELD.sheets[1], id="jumelle", measures=(replace(HELD.sheets[1].measures[0], id="j-m"),))
    held = replace(HELD, sheets=(*HELD.sheets, twin))
    read = read_as(with_figure(HELD, "b-2015", "31"))

    asked = preview(held, read, {}, ON)
    told = preview(held, read, {"sheet/doc-b": "b", "figure/b/doc-b-2015": "correct"}, ON)

    (question,) = asked.questions
    assert [choice.id for choice in question.choices] == ["b", "jumelle", NEW_SHEET]
    assert asked.additions == ()
    assert [one.supersedes for one in told.additions] == ["b-2015"]


def test_two_sheets_read_for_one_that_is_held_are_both_asked() -> None:
    read = read_as(HELD)
    again = replace(read.sheets[0], id="encore", measures=(replace(read.sheets[0].measures[0], id="e-m"),))

    asked = preview(HELD, replace(read, sheets=(*read.sheets, again)), {}, ON)

    assert sorted(one.id for one in asked.questions) == ["sheet/doc-c", "sheet/encore"]


def test_a_sheet_like_none_is_new_with_its_figures_and_what_they_refer_to() -> None:
    read = contract(*(Row(id=name) for name in "abcd"))
    read = replace(read, sheets=read.sheets[3:], observations=read.observations[3:])
    read = replace(
        read,
        sheets=(replace(read.sheets[0], institutions=("autre",), objective="Rien de connu", title="Neuve"),),
    )

    seen = preview(HELD, read, {}, ON)

    assert [sheet.id for sheet in seen.after.sheets] == ["a", "b", "c", "d"]
    assert seen.after.observations[-1].id == "d-2015"
    assert preview(seen.after, read, {}, ON).additions == ()


def measure(name: str, label: str, sheet: Sheet) -> Measure:
    return replace(sheet.measures[0], id=name, label=label)


def test_measures_are_paired_by_their_words_and_a_tie_is_asked() -> None:
    sheet = HELD.sheets[0]
    held = replace(
        HELD,
        sheets=(
            replace(sheet, measures=(*sheet.measures, measure("a-deux", "femmes", sheet))),
            *HELD.sheets[1:],
        ),
    )
    tie = replace(
        held,
        sheets=(
            replace(
                held.sheets[0],
                measures=(measure("x", "hommes", sheet), measure("y", "femmes", sheet)),
            ),
            *held.sheets[1:],
        ),
        observations=(
            replace(held.observations[0], id="n1", measure="x"),
            replace(held.observations[0], id="n2", measure="y"),
        ),
    )

    asked = preview(held, tie, {}, ON)
    told = preview(held, tie, {"measure/a/x": "a-mesure"}, ON)

    assert [one.id for one in asked.questions] == ["measure/a/x"]
    assert [(one.id, one.measure) for one in asked.additions] == [("n2", "a-deux")]
    assert told.questions == ()


def test_a_cell_that_the_reader_could_not_separate_is_a_question_with_its_alternatives() -> None:
    doubt = Question(
        field="results", alternatives=("18 | 20", "1 | 820"), evidence="les deux se lisent", passage=passage()
    )
    read = read_as(HELD)
    read = replace(read, sheets=(replace(read.sheets[0], questions=(doubt,)), *read.sheets[1:]))

    (asked,) = preview(HELD, read, {}, ON).questions

    assert asked.id == "cell/doc-c/results"
    assert [(one.id, one.words) for one in asked.choices] == [("1", "18 | 20"), ("2", "1 | 820")]


def test_another_document_of_the_same_id_is_cited_apart() -> None:
    other = Document(id="texte", title="Autre", file="autre.txt", sha256="f" * 64)
    read = read_as(with_figure(HELD, "b-2014", "28"))
    read = replace(read, contract=replace(read.contract, documents=(other,)))

    seen = preview(HELD, read, {}, ON)

    assert seen.additions[0].passage == Passage("texte-ffffffff", (Lines(11, 11),))
    assert [one.id for one in seen.after.contract.documents] == ["texte", "texte-ffffffff"]


def test_paris_read_again_is_unchanged_and_its_twice_printed_titles_are_told_apart() -> None:
    paris = load_source("catalogue:paris-2015-2020")

    for read in (paris, read_as(paris)):
        seen = preview(paris, read, {}, ON)
        assert {item.verdict for item in seen.items if item.what == "fiche"} == {Verdict.UNCHANGED}
        assert {item.held for item in seen.items if item.what == "fiche"} == {one.id for one in paris.sheets}
        assert seen.additions == ()


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["a-2015", "a-depart", "b-2014", "b-2015", "c-2015"]),
        st.none() | st.integers(0, 100).map(str),
    ),
    max_size=5,
)


@given(EDITS, st.booleans(), st.sampled_from(["keep", "correct", "both"]), st.randoms())
def test_figures_are_only_appended_and_twice_is_unchanged(
    edits: list[tuple[str, str | None]], newer: bool, answer: str, random: Random
) -> None:
    read = HELD
    for name, value in edits:
        read = with_figure(read, name, value)
    read = dated(read_as(read), date(2016, 7, 1) if newer else date(2016, 5, 23))
    answers = {question.id: answer for question in preview(HELD, read, {}, ON).questions}

    seen = preview(HELD, read, answers, ON)

    assert seen.questions == ()
    assert seen.after.observations[: len(HELD.observations)] == HELD.observations
    assert seen.after.observations[len(HELD.observations) :] == seen.additions
    assert not [one for one in seen.additions if isinstance(one.figure, Absent)]
    assert preview(seen.after, read, answers, ON).additions == ()
    shuffled = list(read.sheets)
    random.shuffle(shuffled)
    again = preview(HELD, replace(read, sheets=tuple(shuffled)), answers, ON)
    assert sorted(map(str, again.items)) == sorted(map(str, seen.items))


def test_a_figure_corrected_since_is_compared_with_its_correction() -> None:
    mine = later(HELD.observations[0], id="a-relu", figure=share("12"), recorded_on=date(2016, 7, 1))
    held = replace(HELD, observations=(*HELD.observations, mine))

    assert counts(held, read_as(with_figure(HELD, "a-2015", "12"))).keys() == {"unchanged"}
    assert counts(held, read_as(HELD))["contradicts"] == 1
