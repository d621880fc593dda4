"""Sheets that we invent, read: what each cell says, what is asked, and what is refused."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from droitcommun.cli.main import droitcommun
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Unit
from droitcommun.core.observations import Absence, Absent, Count, Gap, Pace, Part, Places, Ratio, Role, Share
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.problems import FileRefusedError
from droitcommun.core.sheets import Layout
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostGap,
    AtMostShare,
    Cadence,
    Composite,
    Cover,
    DivideGap,
    Maintain,
    Multiply,
    NoFigure,
    PlusPercent,
    PlusPoints,
    ReachCount,
    Schedule,
)
from droitcommun.intake.blocks import Blocks, Cell, Line, Table
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.figures import Doubt, read_figure
from droitcommun.intake.folding import joined
from droitcommun.intake.text import parse_text
from droitcommun.intake.wordings import read_target
from tests.documents.invented import ALL, COUNTS, DATED, EMPTY, GAP, WORDS, Invented, document

HERE = Passage("texte", (Lines(1, 1),))


def read(*sheets: Invented) -> Dossier:
    return parse_dossier(parse_text(document(*sheets).encode(), file="bilan.txt"))


def figures(dossier: Dossier, role: Role) -> list[tuple[object, str | None]]:
    seen = [one for one in dossier.observations if one.role is role]
    return [(one.figure, one.period.code if one.period else None) for one in seen]


def share(percent: str) -> Share:
    return Share(Decimal(percent))


def test_a_dated_sheet_has_two_results_and_no_baseline() -> None:
    dossier = read(DATED)

    assert dossier.sheets[0].layout is Layout.RESULT_2015_DATED
    assert figures(dossier, Role.RESULT) == [(share("17.2"), "2015"), (share("19.4"), "2016-03")]
    assert figures(dossier, Role.DECLARED_RATE) == [(Ratio(Decimal(121)), None)]
    assert [type(one.figure) for one in dossier.observations if one.role is Role.BASELINE] == [Absent]
    assert dossier.sheets[0].questions == ()


def test_a_dated_sheet_without_a_figure_has_an_absent_result_of_that_date() -> None:
    dossier = read(EMPTY)

    assert figures(dossier, Role.RESULT) == [(Absent(Absence.MISSING), "2015-12")]
    assert figures(dossier, Role.DECLARED_RATE) == []


def test_a_gap_is_in_points_and_its_ceiling_is_another_reading() -> None:
    dossier = read(GAP)
    measure = dossier.sheets[0].measures[0]

    assert figures(dossier, Role.BASELINE) == [(Gap(Decimal("12.4")), "2014")]
    assert isinstance(measure.target, DivideGap)
    assert [type(one) for one in measure.also_read_as] == [AtMostGap]


def test_the_declared_rate_decides_where_a_cell_is_empty() -> None:
    dossier = read(COUNTS)

    assert figures(dossier, Role.BASELINE) == [(Absent(Absence.MISSING), "2014")]
    assert figures(dossier, Role.RESULT) == [(share("32"), "2015")]
    assert dossier.sheets[0].questions == ()


def test_words_around_a_count_say_the_target_and_the_date() -> None:
    dossier = read(WORDS)
    measure = dossier.sheets[0].measures[0]

    assert measure.target == ReachCount(
        text="Atteindre les 120 visites des écoles des QPV, prévues avec la commune",
        passage=measure.target.passage,
        count=Count(120),
    )
    assert figures(dossier, Role.RESULT) == [(Count(97), "2015-12-31")]
    assert measure.unit is Unit.COUNT


@pytest.mark.parametrize("first", ["salariés", "Situations"])
def test_a_label_in_the_singular_takes_no_letter_of_the_cell_below(first: str) -> None:
    below = Invented(title="Dockers", indicator=f"\n{first} des QPV parmi les dockers", cells=DATED.cells)
    beside = replace(DATED, services=f"\n{first} du port")

    (sheet,), (other,) = read(replace(below, layout=DATED.layout)).sheets, read(beside).sheets

    assert sheet.measures[0].name == f"{first} des QPV parmi les dockers"
    assert other.title == DATED.title


def test_cells_that_nothing_separates_are_asked_for_and_give_no_figure() -> None:
    cells = "Visite du quai tous les 3 mois \n\nVisite du quai tous les \n3 mois et 8 escales \npar an \n50% "
    dossier = read(Invented(title="Visites", cells=cells))

    asked = {question.field for question in dossier.sheets[0].questions}
    assert "target" in asked
    assert all(question.passage.lines for question in dossier.sheets[0].questions)
    assert isinstance(dossier.sheets[0].measures[0].target, Composite)


def several(indicator: str, cells: str) -> Dossier:
    return read(Invented(title="Plusieurs", indicator=indicator, cells=cells))


def by_indicator(dossier: Dossier, role: Role) -> list[tuple[str, object]]:
    names = {measure.id: measure.indicator for measure in dossier.sheets[0].measures}
    seen = [one for one in dossier.observations if one.role is role and one.measure]
    return [(names[one.measure or ""], one.figure) for one in seen]


def test_several_indicators_leave_their_figures_to_a_person() -> None:
    dossier = several("Nombre de visites \nNombre de guides", "12% 10% 14% 140% ")

    asked = {question.field for question in dossier.sheets[0].questions}
    assert {f"measures/{number}/results" for number in (1, 2)} <= asked
    assert figures(dossier, Role.RESULT) == []


def test_as_many_paragraphs_as_indicators_go_in_order() -> None:
    cells = (
        "• 30 quais refaits \n\n• 12 guides formés \n\n• Refaire les quais \n\n• Former les guides \n\n"
        "• 34 quais refaits \n\n• 15 guides formés \n\n100% "
    )
    dossier = several("Nombre de quais \nNombre de guides", cells)

    assert [one.target.text for one in dossier.sheets[0].measures] == [
        "Refaire les quais",
        "Former les guides",
    ]
    assert by_indicator(dossier, Role.BASELINE) == [
        ("Nombre de quais", Count(30)),
        ("Nombre de guides", Count(12)),
    ]
    assert by_indicator(dossier, Role.RESULT) == [
        ("Nombre de quais", Count(34)),
        ("Nombre de guides", Count(15)),
    ]


def test_a_number_before_a_paragraph_says_its_indicator() -> None:
    cells = "2. 12 guides \n\n1. Refaire les quais \n\n2. Former les guides \n\n1. 34 quais \n\n2. 15 guides \n\n100% "
    dossier = several("Nombre de quais \nNombre de guides", cells)

    assert by_indicator(dossier, Role.BASELINE) == [
        ("Nombre de quais", Absent(Absence.MISSING)),
        ("Nombre de guides", Count(12)),
    ]


def test_a_paragraph_in_question_may_be_another_indicators() -> None:
    cells = (
        "Refaire les quais \n\nMontrer les cales \n\n300 courriers et 40 affiches autour des quais \n\n100% "
    )
    dossier = several("Nombre de quais \nNature des cales", cells)

    asked = {question.field for question in dossier.sheets[0].questions}
    assert "measures/1/results" in asked
    assert (
        by_indicator(dossier, Role.RESULT) == []
    )  # neither a figure of the first, nor nothing of the second


def test_one_paragraph_goes_with_the_indicator_that_it_counts() -> None:
    cells = "Refaire les quais \n\nFormer les guides \n\n15 guides formés dans 3 bassins \n\n100% "
    dossier = several("Nombre de quais \nNombre de guides", cells)

    assert by_indicator(dossier, Role.RESULT) == [
        ("Nombre de quais", Absent(Absence.MISSING)),
        ("Nombre de guides", Count(15)),
    ]


def test_what_no_word_attaches_is_asked_for_and_kept_as_context() -> None:
    cells = "Refaire les quais \n\nFormer les guides \n\n7 fêtes du port \n\n100% "
    dossier = several("Nombre de quais \nNombre de guides", cells)

    context = [one for one in dossier.observations if one.role is Role.CONTEXT]
    assert [(one.figure, one.label) for one in context] == [(Count(7), "fêtes du port")]
    assert by_indicator(dossier, Role.RESULT) == []


def test_two_aims_in_one_sentence_are_those_of_two_indicators() -> None:
    aim = "Réunion tous les 2 mois et 8 escales par an"
    cells = f"Réunion tous les 2 mois \n\n{aim} \n\nRéunion tous les 3 mois \n\n50% "
    dossier = several("Nombre de réunions, nombre d’escales", cells)

    first, second = dossier.sheets[0].measures
    assert isinstance(first.target, Cadence)
    assert second.target == ReachCount(
        text="8 escales par an", passage=second.target.passage, count=Count(8), schedule=Schedule.EACH_YEAR
    )


def test_every_observation_stands_on_the_lines_of_its_cell() -> None:
    text = document(DATED).split("\n")
    line = next(number for number, one in enumerate(text, start=1) if one.startswith("17,2%"))

    dossier = read(DATED)

    cited = {one.passage.lines for one in dossier.observations if one.role is not Role.BASELINE}
    assert cited == {(Lines(line, line),)}


def test_a_contract_is_named_by_the_foot_of_its_sheets() -> None:
    contract = read().contract

    assert contract.name == "Contrat de ville de Port-Clos 2015-2020"
    assert contract.period.code == "2015-01-01/2020-12-31"
    assert [one.id for one in contract.institutions] == ["capitainerie"]
    assert [one.name for one in contract.units] == ["Capitainerie / Mission apprentis"]


def test_names_with_a_slip_are_one_name() -> None:
    one = Invented(title="Un", cells="1% 2% 3% 150% ", axis="Vivre sur le port et son quartier")
    other = Invented(title="Deux", cells="1% 2% 3% 150% ", axis="Vivre sur le port et ton quartier")

    dossier = read(one, one, other)

    assert len(dossier.contract.axes) == 1
    assert [sheet.id for sheet in dossier.sheets][2] == "deux"


def test_sheets_of_one_title_are_told_apart_by_their_indicator() -> None:
    one = Invented(title="Port", indicator="Part des quais", cells="1% 2% 3% 150% ")
    other = Invented(title="Port", indicator="Part des cales", cells="1% 2% 3% 150% ")

    ids = [sheet.id for sheet in read(one, other).sheets]

    assert ids == ["port-part-des-quais", "port-part-des-cales"]


def test_a_missing_label_leaves_the_others() -> None:
    text = document(DATED).replace("Thématique Emploi", "")

    dossier = parse_dossier(parse_text(text.encode(), file="bilan.txt"))

    assert dossier.sheets[0].theme is None
    assert dossier.sheets[0].axis is not None


def test_labels_stand_in_any_order() -> None:
    text = document(DATED)
    indicator = f"Indicateur  {DATED.indicator} \n"
    moved = text.replace(indicator, "").replace(
        "Description de l'objectif", f"{indicator}\nDescription de l'objectif"
    )

    dossier = parse_dossier(parse_text(moved.encode(), file="bilan.txt"))

    assert dossier.sheets[0].measures[0].indicator == DATED.indicator
    assert dossier.sheets[0].objective == DATED.objective


def test_an_unreadable_date_of_update_is_asked_for() -> None:
    dossier = read(Invented(title="Un", cells="1% 2% 3% 150% ", updated_on="bientôt"))

    assert [question.field for question in dossier.sheets[0].questions] == ["updated_on"]


def test_in_a_table_geometry_decides() -> None:
    def cell(number: int, text: str) -> Cell:
        return Cell((Line(number, text),))

    rows = (
        (cell(1, "Axe du contrat de ville"), cell(2, "Habiter")),
        (cell(3, "Description de l'objectif"), cell(4, "Ouvrir le chantier")),
        (cell(5, "Date de mise à jour"), cell(6, "juin 2016")),
        (
            cell(7, "Situation 2014"),
            cell(8, "Objectif à atteindre, fixé par le contrat de ville"),
            cell(9, "Résultat 2015"),
            cell(10, "Taux de réalisation"),
        ),
        (
            cell(11, "Visite tous les 2 mois"),
            cell(12, "Visite tous les 2 mois"),
            cell(13, "NC"),
            cell(14, ""),
        ),
        (cell(15, "Points d'alerte"), cell(16, "Peu de guides")),
    )

    dossier = parse_dossier(
        Blocks("f.pdf", "pdf", "0" * 64, (Table(rows), Line(17, "Fiche de suivi : Visites")))
    )

    sheet = dossier.sheets[0]
    assert (sheet.title, sheet.objective, sheet.alerts[0].text) == (
        "Visites",
        "Ouvrir le chantier",
        "Peu de guides",
    )
    assert isinstance(sheet.measures[0].target, Cadence)
    assert figures(dossier, Role.RESULT) == [(Absent(Absence.MISSING, "NC"), "2015")]


CELLS = [
    ("18,1 %", share("18.1")),
    ("30,30%", share("30.30")),
    ("76, 2%", share("76.2")),
    ("2 154 bénéficiaires", Count(2154)),
    ("Près de 8000 rendez-vous en 2015", Count(8000, approximate=True)),
    ("3 dossiers sur 10 acceptés", Part(3, 10)),
    ("25,2% (sur les 640 jeunes venus en 2015, 161 étaient du port)", Share(Decimal("25.2"), 161, 640)),
    ("les 13ème et 18ème", Places(("13e", "18e"))),
    ("60,2% (réf. 71,7%) écart = 11,5%", Gap(Decimal("11.5"))),
    ("2031 élèves, soit 23,9 % des élèves", share("23.9")),
    ("-", Absent(Absence.MISSING)),
    ("NC", Absent(Absence.MISSING, "NC")),
    ("s.o.", Absent(Absence.CANNOT_EXIST, "s.o.")),
    ("", Absent(Absence.MISSING)),
    ("Réunion tous les 2 mois", Pace(2)),
    ("Escale en bassin 4", Count(4)),
    ("Accueil des 3-6 ans : 25 places", Count(25)),
]


@pytest.mark.parametrize(("text", "expected"), CELLS)
def test_a_cell_says_its_figure(text: str, expected: object) -> None:
    assert read_figure(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "9 séances, pour 37 participants",
        "Accompagnement de13 accueils",
        "- 50% des emplois",
        "140 %",
        "-12",
        "+5 %",
        "moins de 5 %",
        "plus de 500 personnes",
        "environ 30 %",
        "Poursuite effective",
        "113 projets dont 4 nouveaux",
    ],
)
def test_a_cell_that_does_not_decide_is_a_doubt(text: str) -> None:
    assert isinstance(read_figure(text), Doubt)


TARGETS = [
    ("18%", AtLeastShare, Schedule.UNSETTLED),
    ("10 % d’élèves par an", AtLeastShare, Schedule.EACH_YEAR),
    ("90% en 2015", AtLeastShare, Schedule.SINGLE_YEAR),
    ("moins de 12 %", AtMostShare, Schedule.UNSETTLED),
    ("Doubler la part des apprentis", Multiply, Schedule.UNSETTLED),
    ("Couvrir l’ensemble des QPV par un point d’accueil", Cover, Schedule.UNSETTLED),
    ("Organiser tous les six mois une visite", Cadence, Schedule.CADENCE),
    ("20% de plus à l’issue du contrat", PlusPercent, Schedule.AT_TERM),
    ("+ 2 points par an", PlusPoints, Schedule.EACH_YEAR),
    ("objectif local 4 pour 2015", ReachCount, Schedule.SINGLE_YEAR),
    ("Proposer une visite à chaque équipage", AtLeastShare, Schedule.UNSETTLED),
    ("Envoyer une lettre à chaque trimestre", NoFigure, Schedule.UNSETTLED),
    ("Maintenir l’effort", Maintain, Schedule.UNSETTLED),
    ("Développer de nouvelles antennes", NoFigure, Schedule.UNSETTLED),
    ("10% bénéficiaires 20 conventions", Composite, Schedule.UNSETTLED),
    ("Valoriser l’implantation des 7 ateliers", NoFigure, Schedule.UNSETTLED),
    ("Améliorer l’offre en secteur 1", NoFigure, Schedule.UNSETTLED),
    ("- 50% des emplois", Composite, Schedule.UNSETTLED),
]


@pytest.mark.parametrize(("text", "kind", "schedule"), TARGETS)
def test_a_wording_is_a_kind_of_target_and_a_schedule(
    text: str, kind: type[object], schedule: Schedule
) -> None:
    aim = read_target(text, HERE)

    assert (type(aim.target), aim.target.schedule) == (kind, schedule)
    assert (aim.doubt is not None) == (kind is Composite)


def test_a_change_in_percent_may_be_points() -> None:
    aim = read_target("Augmentation de 5% par an", HERE)

    assert [type(one) for one in (aim.target, *aim.also)] == [PlusPercent, PlusPoints]


REFUSED = [
    (b"", "empty"),
    (b"  \n \n", "empty"),
    (b"%PDF-1.7 ...", "format"),
    (b"PK\x03\x04....", "format"),
    (b"Axe du contrat\x00de ville", "encoding"),
    (b"Une recette de cuisine.\n", "no-sheet"),
]


@pytest.mark.parametrize(("raw", "code"), REFUSED)
def test_another_kind_of_file_is_refused_in_french(raw: bytes, code: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        parse_dossier(parse_text(raw, file="bilan.txt"))

    assert [problem.code for problem in refused.value.problems] == [code]
    assert "bilan.txt" in str(refused.value)


def test_more_sheets_than_any_report_has_are_refused_at_once() -> None:
    header = (
        "Résultat 2014 Objectif à atteindre, fixé par le contrat de ville Résultat 2015 Taux de réalisation\n"
    )

    with pytest.raises(FileRefusedError, match="au plus 1\u202f000 fiches de suivi") as refused:
        parse_dossier(parse_text((header * 10_000).encode(), file="bilan.txt"))

    assert [problem.code for problem in refused.value.problems] == ["too-many-sheets"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], ""),
        (["  une   part ", "", " des  emplois"], "une part des emplois"),
        (["Seine-Saint-", "Denis"], "Seine-Saint-Denis"),
        (["de 2015 -", "2020"], "de 2015 - 2020"),
        (["2015-", "2020"], "2015- 2020"),
        (["- un", "- deux"], "- un - deux"),
        (["accompagne\u00ad", "ment"], "accompagnement"),
        (["la fin\u00ad"], "la fin"),
        (["a", "-", "b"], "a - b"),
    ],
)
def test_lines_are_one_sentence_whose_cut_words_are_whole(lines: list[str], sentence: str) -> None:
    assert joined(lines) == sentence


def test_a_sheet_without_its_table_header_is_refused_with_its_line() -> None:
    text = document(DATED) + document(GAP, before="").replace("Objectif à atteindre", "Cible")

    with pytest.raises(FileRefusedError) as refused:
        parse_dossier(parse_text(text.encode(), file="bilan.txt"))

    assert {problem.code for problem in refused.value.problems} == {"header"}
    assert all(problem.place.line for problem in refused.value.problems)


@pytest.mark.parametrize("command", ["sheets", "rates", "audit"])
def test_commands_read_a_document(tmp_path: Path, command: str) -> None:
    path = tmp_path / "bilan.txt"
    path.write_text(document(), encoding="utf-8")

    done = CliRunner().invoke(
        droitcommun, [command, f"file:{path}", "--format", "json"], catch_exceptions=False
    )

    assert done.exit_code in {0, 1}
    assert "apprentis-du-chantier-naval" in done.output


def test_all_invented_sheets_are_found() -> None:
    assert [sheet.title for sheet in read().sheets] == [one.title for one in ALL]
