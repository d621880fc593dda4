"""What a returned workbook says: right, or a problem at its cell; never a guess, never the content of a cell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from droitcommun.core.observations import (
    Absence,
    Absent,
    Count,
    Figure,
    Part,
    Role,
    Scale,
    Share,
    State,
)
from droitcommun.core.periods import Period
from droitcommun.core.texts import TextField
from droitcommun.intake.grids import GridCell
from tests.documents.workbooks import (
    BEFORE,
    CHECK,
    COUNT,
    FILL,
    HELP,
    KEY,
    LABEL,
    RECEIVED,
    SHARE,
    STATE,
    Cells,
    Deed,
    fiction,
    found,
    returned,
    typed,
)

D = Decimal


def test_an_unchanged_workbook_says_nothing() -> None:
    read = returned()

    assert (read.observations, read.texts, read.problems) == ((), (), ())


def test_a_figure_is_an_observation_of_its_measure_at_its_cell() -> None:
    read = returned(
        typed(f"{SHARE}/value", D("18.1")),
        typed(f"{SHARE}/provisional", "oui"),
        typed(f"{SHARE}/period", "avril 2016"),
    )

    (seen,) = read.observations
    assert read.problems == ()
    assert (seen.sheet, seen.measure, seen.role) == ("part", "part-mesure", Role.RESULT)
    assert (seen.figure, seen.period, seen.provisional) == (Share(D("18.1")), Period.parse("2016-04"), True)
    assert (seen.passage.document, seen.passage.cell) == ("retour", "Fiche 1, D8")
    assert (seen.recorded_on, seen.supersedes, seen.text) == (RECEIVED, None, "18,1\u00a0%")


def test_a_figure_of_a_known_period_corrects_the_one_that_is_there() -> None:
    read = returned(typed(f"{SHARE}/value", D("12")), typed(f"{SHARE}/period", "2015"))

    (seen,) = read.observations
    assert (seen.supersedes, seen.period) == ("part-2015", Period.parse("2015"))


def test_a_figure_that_repeats_what_is_known_is_nothing_new() -> None:
    read = returned(typed(f"{SHARE}/value", D("10")), typed(f"{SHARE}/period", "2015"))

    assert (read.observations, read.unchanged, read.problems) == ((), 1, ())


VALUES: list[tuple[str, object, Figure]] = [
    (f"{SHARE}/value", "18,1 %", Share(D("18.1"))),
    (f"{SHARE}/value", "18.1", Share(D("18.1"))),
    (f"{SHARE}/value", "18,10", Share(D("18.10"))),
    (f"{SHARE}/value", "0,181 %", Share(D("0.181"))),
    (f"{SHARE}/value", D(0), Share(D(0))),
    (f"{SHARE}/value", D(100), Share(D(100))),
    (f"{SHARE}/value", "s.o.", Absent(Absence.CANNOT_EXIST, "")),
    (f"{SHARE}/value", "sans objet", Absent(Absence.CANNOT_EXIST, "")),
    (f"{SHARE}/value", "Non collecté", Absent(Absence.NOT_COLLECTED, "")),
    (f"{COUNT}/value", "1 234", Count(1234)),
    (f"{COUNT}/value", "1\u202f234", Count(1234)),
    (f"{COUNT}/value", "env. 300", Count(300, approximate=True)),
    (f"{COUNT}/value", "environ 1 300", Count(1300, approximate=True)),
    (f"{COUNT}/value", D("12.0"), Count(12)),
    (f"{COUNT}/reason", "pas encore disponible", Absent(Absence.MISSING, "pas encore disponible")),
    (f"{COUNT}/reason", "non collecté", Absent(Absence.NOT_COLLECTED, "")),
    (f"{STATE}/value", "Fait", State(Scale.DONE, "")),
]


@pytest.mark.parametrize(("path", "value", "figure"), VALUES)
def test_what_is_clear_is_read(path: str, value: object, figure: Figure) -> None:
    read = returned(typed(path, value))

    assert read.problems == ()
    assert [seen.figure for seen in read.observations] == [figure]


def test_a_cell_shown_as_a_percentage_says_what_it_shows() -> None:
    read = returned(typed(f"{SHARE}/value", D("0.181"), percent=True))

    assert [seen.figure for seen in read.observations] == [Share(D("18.1"))]


def test_counts_decide_what_a_number_below_one_means() -> None:
    read = returned(
        typed(f"{SHARE}/value", D("0.5")),
        typed(f"{SHARE}/numerator", D(2)),
        typed(f"{SHARE}/denominator", D(400)),
    )

    assert [seen.figure for seen in read.observations] == [Share(D("0.5"), 2, 400)]


def test_counts_alone_are_a_part() -> None:
    read = returned(typed(f"{SHARE}/numerator", D(3)), typed(f"{SHARE}/denominator", "1 000"))

    assert [seen.figure for seen in read.observations] == [Part(3, 1000)]


REFUSED: list[tuple[str, object, str]] = [
    (f"{SHARE}/value", D("0.181"), "percent-ambiguous"),
    (f"{SHARE}/value", "0,181", "percent-ambiguous"),
    (f"{SHARE}/value", D(1), "percent-ambiguous"),
    (f"{SHARE}/value", D("100.1"), "percent-range"),
    (f"{SHARE}/value", D(-3), "percent-range"),
    (f"{SHARE}/value", "NC", "number"),
    (f"{SHARE}/value", "n.c.", "number"),
    (f"{SHARE}/value", "-", "number"),
    (f"{SHARE}/value", "?", "number"),
    (f"{SHARE}/value", "env. 30", "number"),
    (f"{SHARE}/value", "1.234", "number"),
    (f"{SHARE}/value", date(2016, 5, 1), "number"),
    (f"{SHARE}/value", True, "number"),
    (f"{SHARE}/value", "#DIV/0!", "number"),
    (f"{SHARE}/value", D("18.12345678901"), "number"),
    (f"{SHARE}/numerator", D(3), "count-alone"),
    (f"{SHARE}/numerator", D("3.5"), "count"),
    (f"{SHARE}/denominator", D(0), "count"),
    (f"{COUNT}/value", D(-1), "count-negative"),
    (f"{COUNT}/value", D("3.5"), "number"),
    (f"{COUNT}/value", "12 34", "number"),
    (f"{COUNT}/value", "30 %", "number"),
    (f"{COUNT}/reason", "flemme", "choice"),
    (f"{COUNT}/reason", "autre raison (à préciser)", "reason-words"),
    (f"{COUNT}/because", "en attente", "reason-missing"),
    (f"{COUNT}/provisional", "oui", "value-missing"),
    (f"{STATE}/value", "presque", "choice"),
    (f"{STATE}/words", "signé", "value-missing"),
    ("part/text/analysis", D(12), "text"),
    ("part/text/analysis", "a" * 5001, "text-too-long"),
]


@pytest.mark.parametrize(("path", "value", "code"), REFUSED)
def test_what_is_not_clear_is_one_problem_and_no_figure(path: str, value: object, code: str) -> None:
    read = returned(typed(path, value))

    assert (read.observations, read.texts) == ((), ())
    assert [problem.code for problem in read.problems] == [code]
    assert read.problems[0].place.tab.startswith("Fiche")
    assert read.problems[0].place.cell


def test_a_number_below_one_is_asked_about_in_both_readings() -> None:
    (problem,) = returned(typed(f"{SHARE}/value", D("0.181"))).problems

    assert "0,181\u00a0% ou 18,1\u00a0%" in problem.expected


def test_a_formula_is_refused_even_when_its_value_would_do() -> None:
    for path in (
        f"{SHARE}/value",
        f"{SHARE}/numerator",
        f"{SHARE}/period",
        f"{COUNT}/reason",
        "part/text/method",
    ):
        extra = typed(f"{SHARE}/value", D(12)) if path.endswith("period") else lambda _: None

        read = returned(typed(path, D(12), formula=True), extra)

        assert (read.observations, [problem.code for problem in read.problems]) == ((), ["formula"])


CONTRADICTIONS: list[tuple[dict[str, object], str, str]] = [
    ({"numerator": D(11), "denominator": D(10)}, "numerator-exceeds", "D9"),
    ({"value": D("18.1"), "numerator": D(19), "denominator": D(100)}, "share-and-counts", "D8"),
    ({"value": D("18.1"), "reason": "non collecté"}, "value-and-reason", "D13"),
    ({"value": "s.o.", "reason": "non collecté"}, "value-and-reason", "D13"),
    ({"numerator": D(1), "denominator": D(10), "reason": "sans objet"}, "value-and-reason", "D13"),
]


@pytest.mark.parametrize(("cells", "code", "cell"), CONTRADICTIONS)
def test_cells_that_contradict_each_other_are_one_problem(
    cells: dict[str, object], code: str, cell: str
) -> None:
    read = returned(*(typed(f"{SHARE}/{name}", value) for name, value in cells.items()))

    assert read.observations == ()
    assert [(problem.code, problem.place.cell) for problem in read.problems] == [(code, cell)]


def test_a_share_that_its_counts_print_is_kept_with_them() -> None:
    read = returned(
        typed(f"{SHARE}/value", D("24.7")),
        typed(f"{SHARE}/numerator", D(194)),
        typed(f"{SHARE}/denominator", D(783)),
    )

    assert [problem.code for problem in read.problems] == ["share-and-counts"]  # 194 of 783 print as 24,8 %


PERIODS: list[tuple[object, str | None]] = [
    (D(2016), "2016"),
    ("1er juillet 2016", "2016-07-01"),
    ("01/07/2016", "2016-07-01"),
    ("juillet 2016", "2016-07"),
    ("année scolaire 2015-2016", "2015-09-01/2016-08-31"),
    ("au 31 décembre 2016", "2016-12-31"),
    (date(2016, 7, 14), "2016-07-14"),
    (None, "2016"),
    ("2015/2016", None),
    ("2015-2016", None),
    (date(2016, 7, 1), None),  # the day, or a month that the program made a day
    (D(42552), None),
    ("31/02/2016", None),
    ("1/7/16", None),
    ("bientôt", None),
    ("2106", None),
]


@pytest.mark.parametrize(("value", "code"), PERIODS)
def test_any_french_date_is_a_period_or_a_problem(value: object, code: str | None) -> None:
    read = returned(typed(f"{SHARE}/value", D(12)), typed(f"{SHARE}/period", value))

    assert [seen.period.code for seen in read.observations if seen.period] == ([code] if code else [])
    assert len(read.problems) == (0 if code else 1)


def test_two_years_are_a_school_year_where_the_last_figure_spoke_of_one() -> None:
    source = fiction()
    first, *others = source.observations
    school = replace(first, period=Period.parse("2014-09-01/2015-08-31"))
    source = replace(source, observations=(school, *others))

    read = returned(typed(f"{SHARE}/value", D(12)), typed(f"{SHARE}/period", "2015/2016"), source=source)

    assert [seen.period for seen in read.observations] == [Period.parse("2015-09-01/2016-08-31")]


def test_texts_are_proposals() -> None:
    read = returned(typed("part/text/alert", "Des places manquent."), typed("part/text/method", "  "))

    assert [(text.sheet, text.field, text.text, text.passage.cell) for text in read.texts] == [
        ("part", TextField.ALERT, "Des places manquent.", "Fiche 1, D23")
    ]


def _sorted(tabs: dict[str, Cells]) -> None:
    tabs["Fiche 1"].sort(key=lambda row: str(row[LABEL].value))


def _inserted(tabs: dict[str, Cells]) -> None:
    tabs["Fiche 1"][6:6] = [[], [GridCell(None)] * 6]


def _renamed(tabs: dict[str, Cells]) -> None:
    tabs["Emploi, vu le 3"] = tabs.pop("Fiche 1")


def _reordered(tabs: dict[str, Cells]) -> None:
    tabs |= {name: tabs.pop(name) for name in reversed(list(tabs))}


def _moved(tabs: dict[str, Cells]) -> None:
    for row in tabs["Fiche 1"]:
        row.extend([GridCell(None)] * (6 - len(row)))
        row[:] = [row[HELP], row[FILL], row[KEY], row[BEFORE], row[LABEL], row[CHECK]]


def _without_help(tabs: dict[str, Cells]) -> None:
    for row in tabs["Fiche 1"]:
        del row[HELP]


@pytest.mark.parametrize("deed", [_sorted, _inserted, _renamed, _reordered, _moved, _without_help])
def test_what_moves_is_found_by_its_identifier(deed: Deed) -> None:
    read = returned(typed(f"{SHARE}/value", D(12)), deed)

    assert read.problems == ()
    assert [(seen.measure, seen.figure) for seen in read.observations] == [("part-mesure", Share(D(12)))]


def _delete(column: int) -> Deed:
    def deed(tabs: dict[str, Cells]) -> None:
        for row in tabs["Fiche 1"]:
            del row[column]

    return deed


def _drop_rows(prefix: str) -> Deed:
    def deed(tabs: dict[str, Cells]) -> None:
        for rows in tabs.values():
            rows[:] = [row for row in rows if not str(row[KEY].value).startswith(prefix)]

    return deed


def _copied(tabs: dict[str, Cells]) -> None:
    copy = [list(row) for row in tabs["Fiche 1"]]
    tabs["Fiche 1"][7][FILL], copy[7][FILL] = GridCell(D(12)), GridCell(D(13))
    tabs["Fiche 1 (2)"] = copy


def _elsewhere(**changes: object) -> Deed:
    """A tab that comes from another workbook."""

    def deed(tabs: dict[str, Cells]) -> None:
        head = str(tabs["Fiche 1"][0][KEY].value)
        for old, new in changes.items():
            head = head.replace(f"|{old.replace('_', '-')}|", f"|{new}|").replace(
                f"|{old.lstrip('y')}|", f"|{new}|"
            )
        tabs["Fiche 1"][0][KEY] = GridCell(head)

    return deed


def _cell(path: str, column: int, value: object) -> Deed:
    def deed(tabs: dict[str, Cells]) -> None:
        row = found(tabs, path)
        row += [GridCell(None)] * (column + 1 - len(row))
        row[column] = GridCell(value)  # type: ignore[arg-type]

    return deed


STRUCTURE: list[tuple[Deed, str, str, str]] = [
    (_delete(FILL), "column-missing", "Fiche 1", ""),
    (_delete(KEY), "ids-lost", "Fiche 1", ""),
    (lambda tabs: tabs["Fiche 1"].__delitem__(0), "ids-lost", "Fiche 1", ""),
    (lambda tabs: tabs.__delitem__("Fiche 1"), "tab-missing", "Fiche 1", ""),
    (_drop_rows("part-mesure/"), "block-missing", "Fiche 1", ""),
    (_drop_rows(f"{SHARE}/numerator"), "row-missing", "Fiche 1", ""),
    (_copied, "twice", "Fiche 1 (2)", "D8"),
    (_elsewhere(service="autre"), "other-tab", "Fiche 1", ""),
    (_elsewhere(y2016="2015"), "other-tab", "Fiche 1", ""),
    (_cell(f"{SHARE}/value", KEY, "inconnue/result/-/value#000000000000"), "id-unknown", "Fiche 1", "D8"),
    (_cell(f"{SHARE}/value", KEY, "effacé"), "id-unknown", "Fiche 1", "A8"),
    (_cell(f"{SHARE}/value", BEFORE, D(11)), "protected-cell", "Fiche 1", "C8"),
    (_cell(f"{SHARE}/value", HELP, "vu avec Mme X"), "protected-cell", "Fiche 1", "E8"),
    (_cell(f"{SHARE}/value", 7, "vu avec Mme X"), "note", "Fiche 1", "H8"),
    (_cell("part/objective", FILL, "vu avec Mme X"), "note", "Fiche 1", "D4"),
    (lambda tabs: tabs["Fiche 1"].append([GridCell(None), GridCell("note")]), "note", "Fiche 1", "B25"),
    (lambda tabs: tabs.update({"Brouillon": [[GridCell("note")]]}), "unknown-tab", "Brouillon", ""),
]


@pytest.mark.parametrize(("deed", "code", "tab", "cell"), STRUCTURE)
def test_what_breaks_the_form_is_one_problem_with_its_place(
    deed: Deed, code: str, tab: str, cell: str
) -> None:
    read = returned(typed(f"{COUNT}/value", D(90)), deed)

    assert [(one.code, one.place.tab, one.place.cell) for one in read.problems] == [(code, tab, cell)]
    assert [seen.figure for seen in read.observations if seen.sheet == "nombre"] == [Count(90)]


def test_a_copied_row_that_says_the_same_is_read_once() -> None:
    def doubled(tabs: dict[str, Cells]) -> None:
        tabs["Fiche 1"].append(list(found(tabs, f"{SHARE}/value")))

    read = returned(typed(f"{SHARE}/value", D(12)), doubled)

    assert ([seen.figure for seen in read.observations], read.problems) == ([Share(D(12))], ())


def _head(old: str, new: str) -> Deed:
    def deed(tabs: dict[str, Cells]) -> None:
        for rows in tabs.values():
            rows[0][KEY] = GridCell(str(rows[0][KEY].value).replace(old, new))

    return deed


FOREIGN: list[tuple[Deed, str]] = [
    (_head("|fiction|", "|paris|"), "other-contract"),
    (_head("|service|", "|personne|"), "other-unit"),
    (_head("key|1|", "key|2|"), "version"),
    (_head("|2016|", "|1999|"), "other-year"),
    (lambda tabs: tabs.clear(), "not-a-workbook"),
]


@pytest.mark.parametrize(("deed", "code"), FOREIGN)
def test_a_workbook_of_something_else_is_one_problem(deed: Deed, code: str) -> None:
    read = returned(typed(f"{SHARE}/value", D(12)), deed)

    assert (read.observations, [problem.code for problem in read.problems]) == ((), [code])


def test_the_workbook_of_another_service_than_expected_is_refused() -> None:
    read = returned(typed(f"{SHARE}/value", D(12)), unit="autre")

    assert [problem.code for problem in read.problems] == ["other-unit"]


def test_twelve_faults_are_twelve_problems_in_the_order_of_the_workbook() -> None:
    read = returned(
        typed(f"{SHARE}/value", D("0.181")),
        typed(f"{SHARE}/numerator", "douze"),
        typed(f"{SHARE}/period", "bientôt"),
        typed(f"{SHARE}/provisional", "peut-être"),
        typed("part-mesure/baseline/-/value", "NC"),
        typed("part/text/analysis", D(3)),
        _cell("part/text/alert", BEFORE, "Mme X"),
        typed(f"{COUNT}/value", D(-2)),
        typed(f"{COUNT}/reason", "flemme"),
        _cell(f"{COUNT}/value", 8, "Mme X"),
        typed(f"{STATE}/value", D(3), formula=True),
        lambda tabs: tabs.update({"Brouillon": [[GridCell("Mme X")]]}),
    )

    assert [(one.place.tab, one.place.cell, one.code) for one in read.problems] == [
        ("Fiche 1", "D8", "percent-ambiguous"),
        ("Fiche 1", "D9", "count"),
        ("Fiche 1", "D11", "period"),
        ("Fiche 1", "D12", "yes-no"),
        ("Fiche 1", "D15", "number"),
        ("Fiche 1", "D22", "text"),
        ("Fiche 1", "C23", "protected-cell"),
        ("Fiche 2", "D8", "count-negative"),
        ("Fiche 2", "I8", "note"),
        ("Fiche 2", "D11", "choice"),
        ("Fiche 3", "D8", "formula"),
        ("Brouillon", "", "unknown-tab"),
    ]
    assert read.observations == ()
    assert not any(
        secret in str(one) for one in read.problems for secret in ("Mme X", "flemme", "douze", "bientôt")
    )
