"""Answers to the questions of a document: it is read again with them, and what they settle lands in the contract."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from droitcommun.catalogue.loader import load_folder, load_source
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Absent, Count, Figure, Observation, Ratio, Role, Scale, Share, State
from droitcommun.core.problems import FileRefusedError
from droitcommun.core.sheets import Layout
from droitcommun.core.targets import AtLeastShare, Cover, NoFigure, ReachCount
from droitcommun.intake.asking import Answers
from droitcommun.intake.blocks import Blocks
from droitcommun.intake.containers import from_plain, numbered, read_blocks, to_plain
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.preview import Asked, Choice
from droitcommun.intake.text import parse_text
from droitcommun.usecases.importing import Import, import_files, import_sheets
from droitcommun.web.contracts import actions, queries
from tests.builders import AT
from tests.databases import seed
from tests.documents.invented import COUNTS, DATED, Invented, document
from tests.places import DOCUMENT, ROOT

ON = date(2016, 8, 1)
HELD = load_folder(ROOT / "tests/catalogue/trois-fiches")

AIM = "Objectif à atteindre, fixé par le contrat de ville"

Choose = Callable[[Asked], Choice]

# One sheet a kind of question.
FIGURES = Invented(title="Escales", cells="12 escales et 30 guides \n\n18% \n\n20% \n\n111% ")
SENTENCE = Invented(title="Vigie", cells="Vigie ouverte au port \n\nMaintenir la vigie \n\nVigie tenue \n\n ")
TOGETHER = Invented(
    title="Clauses du port",
    layout=Layout.RESULT_2015_DATED,
    cells=" 10% bénéficiaires QPV \n20 conventions Décembre 2015  \n",
)
EVERYWHERE = Invented(
    title="Permanences",
    indicator="Permanences dans les QPV",
    cells="2 \n\nobjectif local de 100% \nen QPV \n\n3 \n\n ",
)
PAIRED = Invented(
    title="Fêtes",
    indicator="Nombre de quais \nNombre de guides",
    cells=" \n\nRefaire les quais \n\nFormer les guides \n\n7 fêtes du port \n\n100% ",
)
# Lines that were made again: the second indicator begins in the middle of one.
RUN_ON = Invented(
    title="Quais",
    indicator="Nombre de quais refaits Convention de partenariat",
    cells="Refaire les quais \n\nSigner une convention \n\n7 quais refaits \n\n1 convention signée \n\n100% ",
)
UNDATED = replace(COUNTS, title="Mouillages", updated_on="bientôt")


def blocks(*sheets: Invented) -> Blocks:
    return parse_text(document(*sheets).encode(), file="bilan.txt")


def read(given: Mapping[str, str], *sheets: Invented) -> tuple[Dossier, Answers]:
    answers = Answers(given)
    return parse_dossier(blocks(*sheets), answers), answers


def said(dossier: Dossier, role: Role) -> list[Figure]:
    return [one.figure for one in dossier.observations if one.role is role]


@pytest.mark.parametrize(
    ("given", "indicators"),
    [
        ({}, ["Nombre de quais refaits Convention de partenariat"]),
        ({"cell/quais/indicator": "1"}, ["Nombre de quais refaits Convention de partenariat"]),
        ({"cell/quais/indicator": "2"}, ["Nombre de quais refaits", "Convention de partenariat"]),
    ],
)
def test_a_capital_inside_an_indicator_may_begin_another(
    given: dict[str, str], indicators: list[str]
) -> None:
    dossier, _ = read(given, RUN_ON)

    (sheet,) = dossier.sheets
    assert [one.indicator for one in sheet.measures] == indicators
    asked = [one for one in sheet.questions if one.field == "indicator"]
    assert [one.alternatives for one in asked] == (
        []
        if given
        else [
            (
                "Nombre de quais refaits Convention de partenariat",
                "Nombre de quais refaits ; Convention de partenariat",
            )
        ]
    )


@pytest.mark.parametrize(
    "indicator",
    [
        "Nombre de réunions communes État / Ville",
        "Part des habitants des Conseils Citoyens",
        "Nombre de jeunes suivis par la Vigie",
        "Nombre de quais VVV Port",
    ],
)
def test_a_name_begins_no_indicator(indicator: str) -> None:
    dossier, _ = read({}, replace(RUN_ON, indicator=indicator))

    (sheet,) = dossier.sheets
    assert [one.indicator for one in sheet.measures] == [indicator]
    assert "indicator" not in {one.field for one in sheet.questions}


CASES: list[tuple[Invented, dict[str, str], Role, list[Figure]]] = [
    (FIGURES, {"cell/escales/baseline": "2"}, Role.BASELINE, [Count(30)]),
    (SENTENCE, {"cell/vigie/results": "5"}, Role.RESULT, [State(Scale.PERMANENT, "")]),
]


@pytest.mark.parametrize(("sheet", "given", "role", "figures"), CASES)
def test_a_choice_gives_the_cell_its_figure(
    sheet: Invented, given: dict[str, str], role: Role, figures: list[Figure]
) -> None:
    (name,) = given
    field = name.rsplit("/", 1)[1]
    asked, _ = read({}, sheet)

    dossier, answers = read(given, sheet)

    assert field in {one.field for one in asked.sheets[0].questions}
    assert said(asked, role) == []
    assert said(dossier, role) == figures
    assert field not in {one.field for one in dossier.sheets[0].questions}
    assert [one.id for one in answers.settled] == [name]
    assert answers.refused == {}


@pytest.mark.parametrize(("choice", "rates"), [("1", [Ratio(Decimal(125))]), ("2", [])])
def test_a_rate_without_its_sign_is_a_rate_or_none_as_somebody_says(choice: str, rates: list[Figure]) -> None:
    headings = [(text,) for text in ("Résultat 2014", AIM, "Résultat 2015", "Taux de réalisation")]
    cells = [("17%",), ("16%",), ("20%",), ("125",)]
    rows = [[("Description de l'objectif",), ("Ouvrir le quai",)], headings, cells]
    plain = [[[[*lines], 1, 1] for lines in row] for row in rows]
    sent = Blocks("f.pdf", "pdf", "0" * 64, numbered([plain, "Fiche de suivi : Taxe"]))

    asked = parse_dossier(sent)
    dossier = parse_dossier(sent, Answers({"cell/taxe/declared_rate": choice}))

    assert {one.field for one in asked.sheets[0].questions} == {"declared_rate", "updated_on"}
    assert said(dossier, Role.DECLARED_RATE) == rates
    assert [one.field for one in dossier.sheets[0].questions] == ["updated_on"]


def test_no_figure_is_an_answer_and_is_written_with_its_reason() -> None:
    dossier, _ = read({"cell/escales/baseline": "3"}, FIGURES)

    (absent,) = said(dossier, Role.BASELINE)
    assert isinstance(absent, Absent)
    assert "réponse donnée" in absent.words


@pytest.mark.parametrize(
    ("choice", "kind"), [("1", AtLeastShare), ("2", Cover), ("3", NoFigure)], ids=["part", "lieux", "sans"]
)
def test_a_target_that_can_be_read_in_several_ways_is_the_one_chosen(choice: str, kind: type[object]) -> None:
    dossier, _ = read({"cell/permanences/target": choice}, EVERYWHERE)

    assert type(dossier.sheets[0].measures[0].target) is kind
    assert dossier.sheets[0].questions == ()


def test_one_cell_chosen_among_those_that_run_together_decides_its_neighbours() -> None:
    asked, _ = read({}, TOGETHER)
    before = {one.field: one.alternatives for one in asked.sheets[0].questions}
    wanted = str(1 + before["target"].index("20 conventions"))

    dossier, _ = read({"cell/clauses-du-port/target": wanted}, TOGETHER)

    sheet = dossier.sheets[0]
    assert {"target", "results/2015"} <= before.keys()
    assert sheet.measures[0].target == ReachCount(
        text="20 conventions", passage=sheet.measures[0].target.passage, count=Count(20)
    )
    assert said(dossier, Role.RESULT) == [Share(Decimal(10))]
    assert sheet.questions == ()


def test_the_alternatives_of_a_cell_keep_their_numbers_when_its_neighbour_is_answered() -> None:
    asked, _ = read({}, TOGETHER)
    first = {one.field: one.alternatives for one in asked.sheets[0].questions}

    dossier, _ = read({"cell/clauses-du-port/results/2015": "1"}, TOGETHER)

    left = {one.field: one.alternatives for one in dossier.sheets[0].questions}
    assert left
    assert all(first[name] == alternatives for name, alternatives in left.items() if name in first)


def test_a_cell_that_was_chosen_and_does_not_decide_is_asked_about_under_another_name() -> None:
    asked, _ = read({}, TOGETHER)
    whole = str(1 + asked.sheets[0].questions[0].alternatives.index("10% bénéficiaires QPV 20 conventions"))

    dossier, answers = read({"cell/clauses-du-port/target": whole}, TOGETHER)
    told, _ = read({**answers.given, "cell/clauses-du-port/target/figure": "1"}, TOGETHER)

    assert [one.field for one in dossier.sheets[0].questions] == ["target/figure"]
    assert isinstance(told.sheets[0].measures[0].target, AtLeastShare)


def test_a_paragraph_goes_to_the_indicator_that_somebody_says_and_is_no_more_beside() -> None:
    asked, _ = read({}, PAIRED)

    dossier, _ = read({"cell/fetes/measures/2/results": "1", "cell/fetes/measures/1/results": "2"}, PAIRED)
    told, _ = read(
        {
            "cell/fetes/measures/2/results": "1",
            "cell/fetes/measures/1/results": "2",
            "cell/fetes/measures/2/results/figure": "1",
        },
        PAIRED,
    )

    assert [type(one) for one in said(asked, Role.CONTEXT)] == [Count]
    assert said(dossier, Role.CONTEXT) == []
    assert said(told, Role.RESULT) == [Absent(said(told, Role.BASELINE)[0].code), Count(7)]  # type: ignore[union-attr]
    assert told.sheets[0].questions == ()


def test_a_date_of_update_that_cannot_be_read_is_that_of_the_other_sheets_when_somebody_says_so() -> None:
    asked, _ = read({}, UNDATED, DATED)

    dossier, _ = read({"cell/mouillages/updated_on": "1"}, UNDATED, DATED)

    assert [one.field for one in asked.sheets[0].questions] == ["updated_on"]
    assert dossier.sheets[0].questions == ()
    assert dossier.sheets[0].updated_on.to == dossier.sheets[1].updated_on.to


@pytest.mark.parametrize(("choice", "theme"), [("1", None), ("2", "Emploi")])
def test_a_word_in_the_middle_of_a_line_is_a_label_when_somebody_says_so(
    choice: str, theme: str | None
) -> None:
    text = document(DATED).replace("\n\nThématique Emploi", " Thématique Emploi")
    document_read = parse_text(text.encode(), file="bilan.txt")

    asked = parse_dossier(document_read)
    dossier = parse_dossier(document_read, Answers({"cell/apprentis-du-chantier-naval/theme": choice}))

    assert [one.field for one in asked.sheets[0].questions] == ["theme"]
    assert dossier.sheets[0].questions == ()
    assert (dossier.sheets[0].theme.raw if dossier.sheets[0].theme else None) == theme


WRONG = [
    ({"cell/escales/baseline": "9"}, "cell/escales/baseline", "une réponse parmi celles de la question"),
    ({"cell/escales/bazeline": "1"}, "cell/escales/bazeline", "l’identifiant d’une question"),
    ({"sheet/nulle-part": "new"}, "sheet/nulle-part", "l’identifiant d’une question"),
    ({"sheet/escales": "nulle-part"}, "sheet/escales", "une réponse parmi celles de la question"),
    (
        {"cell/clauses-du-port/target": "1", "cell/clauses-du-port/results": "2"},
        "cell/clauses-du-port/results",
        "une réponse qui aille avec celles des autres cellules",
    ),
]


@pytest.mark.parametrize(("given", "field", "words"), WRONG)
def test_an_answer_that_answers_nothing_is_a_placed_problem(
    given: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        import_sheets(HELD, [blocks(FIGURES, TOGETHER)], given, ON, named="reponses.json")

    (problem,) = refused.value.problems
    assert (problem.place.file, problem.place.field, problem.code) == ("reponses.json", field, "answer")
    assert words in problem.expected


def test_one_answer_is_not_given_to_the_questions_of_two_documents() -> None:
    other = replace(FIGURES, cells=FIGURES.cells.replace("12", "14"))

    with pytest.raises(FileRefusedError, match="l’un après l’autre"):
        import_sheets(HELD, [blocks(FIGURES), blocks(other)], {"cell/escales/baseline": "1"}, ON)


def first_choice(asked: Asked) -> Choice:
    return asked.choices[0]


def last_choice(asked: Asked) -> Choice:
    return asked.choices[-1]


def by_chance(seed: int) -> Choose:
    return lambda asked: Random(f"{seed} {asked.id}").choice(asked.choices)  # noqa: S311 - a test, to be repeated


def answered(held: Dossier, sent: Blocks, choose: Choose) -> tuple[dict[str, str], Import]:
    """Answer every question, those that answers raise too; of answers that do not go together, one is taken back."""
    given: dict[str, str] = {}
    while True:
        try:
            found = import_sheets(held, [sent], given, ON)
        except FileRefusedError as refused:
            for problem in refused.problems:
                del given[problem.place.field]
                choose = first_choice
            continue
        if not found.record.questions:
            return given, found
        given |= {one.id: choose(one).id for one in found.record.questions}


ALL = (FIGURES, SENTENCE, TOGETHER, EVERYWHERE, PAIRED, UNDATED, DATED)
CHOOSE = pytest.mark.parametrize("choose", [first_choice, last_choice, by_chance(1)])


def check_settled(held: Dossier, sent: Blocks, choose: Choose) -> None:
    asked = import_sheets(held, [sent], {}, ON)

    given, found = answered(held, sent, choose)

    assert len(asked.record.questions) > len(ALL) // 2
    assert {one.id for one in found.record.settled} == given.keys()
    assert [one.questions for one in found.read[0].sheets if one.questions] == []
    assert not {one for one in found.after.sheets if one.questions}
    added: tuple[Observation, ...] = found.after.observations[len(held.observations) :]
    assert added == found.additions != ()
    again = import_sheets(found.after, [sent], given, ON)
    assert (again.additions, again.record.questions, again.after) == ((), (), found.after)


@CHOOSE
def test_once_all_is_answered_no_question_is_left_and_twice_changes_nothing(choose: Choose) -> None:
    check_settled(HELD, blocks(*ALL), choose)


@pytest.mark.parametrize("choose", [first_choice, by_chance(1)])
def test_the_58_questions_of_the_real_text_are_settled_by_choices(
    choose: Choose, document: list[str]
) -> None:
    assert document

    check_settled(load_source("catalogue:paris-2015-2020"), read_blocks(DOCUMENT), choose)


@pytest.mark.usefixtures("database")
def test_what_was_answered_is_in_the_database(tmp_path: Path) -> None:
    path = tmp_path / "bilan.txt"
    path.write_text(document(*ALL), encoding="utf-8")
    given, _ = answered(HELD, read_blocks(path), first_choice)
    seed(HELD)
    held = queries.dossier(HELD.contract.id)
    found = import_files(held, [path], given, ON)

    actions.apply_import(before=held.origin.sha256, found=found, by="Préfecture", at=AT)

    after = queries.dossier(HELD.contract.id)
    again = import_files(after, [path], given, ON)
    assert after.sheets == found.after.sheets
    assert after.observations == found.after.observations
    assert (again.additions, again.record.questions) == ((), ())
    vigie = next(one for one in after.observations if one.sheet == "vigie" and one.role is Role.RESULT)
    assert vigie.figure == State(Scale.NOT_STARTED, "")


def test_a_document_that_a_page_hands_back_is_the_same() -> None:
    sent = blocks(*ALL)

    assert from_plain(json.loads(json.dumps(to_plain(sent)))) == sent
