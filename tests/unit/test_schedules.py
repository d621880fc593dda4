"""When a goal is due, and which results speak for it: worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.methods import Method, Value
from droitcommun.core.observations import Count, Euros, Figure, Observation
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.periods import Period
from droitcommun.core.rates import known_rates
from droitcommun.core.schedules import cumulated, due_on
from droitcommun.core.sheets import Flow
from droitcommun.core.status import Standing, standing
from droitcommun.core.targets import AtLeastShare, NoFigure, ReachCount, Schedule, Target
from droitcommun.core.verdicts import because
from tests.builders import RECORDED, Row, aim, dossier, passage, share

LATER = date(2031, 1, 1)  # the contract ends with 2020


def stands(whole: Dossier, as_of: date = RECORDED) -> Standing:
    return standing(known_on(whole, as_of), whole.sheets[0].measures[0])


def thirty(schedule: Schedule, year: int | None = None) -> Target:
    target: Target = aim(AtLeastShare, share=share("30"), schedule=schedule, year=year)
    return target


SINGLE, FROM, TERM, EACH = Schedule.SINGLE_YEAR, Schedule.FROM_YEAR, Schedule.AT_TERM, Schedule.EACH_YEAR


@pytest.mark.parametrize(
    ("target", "results", "as_of", "status"),
    [
        # The year that was promised counts, whatever comes later.
        (thirty(SINGLE, 2015), (("2015", "31"), ("2016", "25")), LATER, "met"),
        (thirty(SINGLE, 2015), (("2014", "31"), ("2015", "25")), LATER, "missed"),
        # From a year on: the latest counts.
        (thirty(FROM, 2015), (("2015", "31"), ("2016", "25")), LATER, "missed"),
        (thirty(FROM, 2015), (("2015", "25"), ("2016", "31")), LATER, "met"),
        # Reached before the year that it is promised for: nothing is kept yet.
        (thirty(SINGLE, 2016), (("2015", "31"),), RECORDED, "not_due"),
        (thirty(FROM, 2016), (("2015", "31"),), RECORDED, "not_due"),
        # The day has passed, and no result goes that far: nobody can tell.
        (thirty(SINGLE, 2016), (("2015", "25"),), LATER, "no_data"),
        (thirty(SINGLE, 2016), (("2015", "31"),), LATER, "no_data"),
        (thirty(TERM), (("2015", "25"),), LATER, "no_data"),
        (thirty(EACH), (("2016-04", "25"),), LATER, "no_data"),
        (thirty(TERM), (("2015", "25"), ("2020", "29")), LATER, "missed"),
        (thirty(TERM), (("2015", "25"),), RECORDED, "not_due"),
    ],
)
def test_which_result_speaks_for_a_year(
    target: Target, results: tuple[tuple[str, str], ...], as_of: date, status: str
) -> None:
    assert stands(dossier(Row(target=target, results=results)), as_of).status == status


def test_a_deadline_that_passes_without_a_result_is_said() -> None:
    found = stands(dossier(Row(target=thirty(TERM), results=(("2015", "25"),))), LATER)

    assert found.public_status == "unknown"
    assert "l’échéance est passée et aucun résultat ne va jusque-là" in because(found)


A_HUNDRED = aim(ReachCount, count=Count(100), schedule=Schedule.CUMULATED)


@pytest.mark.parametrize(
    ("flow", "results", "status"),
    [
        (Flow.FLOW, (("2015", Count(60)), ("2016", Count(70))), "met"),  # 60 + 70 = 130
        (Flow.FLOW, (("2015", Count(20)), ("2016", Count(70))), "not_due"),  # 90, and the term is 2020
        # A running total is one already, and what is there on a day does not add up.
        (Flow.CUMULATIVE, (("2015", Count(60)), ("2016", Count(70))), "not_due"),
        (Flow.STOCK, (("2015", Count(60)), ("2016", Count(70))), "not_due"),
        # Nobody says what these are: no sum is made of them.
        (Flow.UNKNOWN, (("2015", Count(60)), ("2016", Count(70))), "not_due"),
        # 2015 and spring 2015 overlap.
        (Flow.FLOW, (("2015-04", Count(60)), ("2015", Count(70))), "not_due"),
    ],
)
def test_a_cumulated_goal_is_judged_by_what_adds_up(
    flow: Flow, results: tuple[tuple[str, Figure], ...], status: str
) -> None:
    whole = dossier(Row(target=A_HUNDRED, results=results, measure={"flow": flow}))

    assert stands(whole).status == status


def test_the_rate_of_a_cumulated_goal_is_that_of_the_sum() -> None:
    results = (("2015", Count(60)), ("2016", Count(70)))
    whole = dossier(Row(target=A_HUNDRED, results=results, measure={"flow": Flow.FLOW}))

    found = [
        rate.outcome.exact
        for rate in known_rates(known_on(whole, RECORDED))
        if rate.method is Method.ATTAINMENT and isinstance(rate.outcome, Value)
    ]

    assert found == [60, 130]
    assert "130 (du 1er janvier 2015 au 31 décembre 2016)" in because(stands(whole)).replace("\u00a0", " ")


def test_a_deadline_that_the_promise_gives_holds_for_the_same_goal_of_the_sheet() -> None:
    """l. 1574-1576, 4821: 25 % « pour l’année 2015 » in the booklet, 25 % in the sheet, 14 % in 2015."""
    promised = aim(AtLeastShare, share=share("25"), schedule=SINGLE, year=2015)
    whole = dossier(Row(target="25", promised=promised, results=(("2015", "14"),)))

    found = stands(whole)

    assert (found.status, found.public_status) == ("missed", "missed")
    assert len(found.judged) == 1


def test_one_goal_due_at_two_times_is_two_readings() -> None:
    promised = aim(AtLeastShare, share=share("30"), schedule=SINGLE, year=2015)
    whole = dossier(Row(target=thirty(TERM), promised=promised, results=(("2015", "25"),)))

    assert {one.status for one in stands(whole).judged} == {"missed", "not_due"}
    assert stands(whole).public_status == "unknown"


def test_a_promise_without_a_figure_is_not_judged_by_the_goal_of_its_sheet() -> None:
    whole = dossier(Row(target="20", promised=aim(NoFigure), results=(("2015", "25"),)))
    known = known_on(whole, RECORDED)
    measure = whole.sheets[0].measures[0]

    assert standing(known, measure).public_status == "met"
    assert standing(known, measure, whole.commitments[0]).public_status == "no_figure"


def test_things_counted_over_two_lengths_of_time_do_not_show_a_trend() -> None:
    """l. 4486: two walks in 2013 and 2014 together, then five in 2015."""
    row = Row(target=aim(ReachCount, count=Count(9)), baseline=Count(2), results=(("2015", Count(5)),))
    whole = dossier(row)
    two_years = Period.parse("2013-01-01/2014-12-31")
    over_two = replace(
        whole, observations=(*whole.observations[:-1], replace(whole.observations[-1], period=two_years))
    )

    assert stands(whole).trend == "progressing"
    assert stands(over_two).trend is None


def flows(*figures: tuple[str, Figure], **changes: Any) -> Dossier:
    """Results that add up, one a period; `changes` alter the first."""
    whole = dossier(Row(target=A_HUNDRED, results=figures, measure={"flow": Flow.FLOW}))
    first, *others = whole.observations
    return replace(whole, observations=(replace(first, passage=passage(2), **changes), *others))


def last(whole: Dossier) -> Observation:
    """The latest result, with what earlier periods brought."""
    told = whole.observations
    return cumulated(told[-1], told, Flow.FLOW)


def test_a_sum_says_its_whole_period_and_cites_all_its_lines() -> None:
    found = last(flows(("2015", Count(60)), ("2016", Count(70)), ("2017", Count(5, approximate=True))))

    assert found.figure == Count(135, approximate=True)
    assert found.period == Period.parse("2015-01-01/2017-12-31")
    assert found.passage == Passage("texte", (Lines(1, 1), Lines(2, 2)))
    assert found.text == ""


def test_amounts_keep_their_digits_when_they_add_up() -> None:
    found = last(flows(("2015", Euros(Decimal("60.50"))), ("2016", Euros(Decimal("70.25")))))

    assert found.figure == Euros(Decimal("130.75"))


def test_lines_of_another_document_are_not_mixed_in() -> None:
    elsewhere = replace(
        flows(("2015", Count(60)), ("2016", Count(70))).observations[0],
        passage=Passage("autre", (Lines(9, 9),)),
    )
    told = (elsewhere, flows(("2015", Count(60)), ("2016", Count(70))).observations[1])

    assert cumulated(told[1], told, Flow.FLOW).passage == told[1].passage


@pytest.mark.parametrize(
    "changes", [{"label": "autre chose"}, {"perimeter": "ville"}, {"figure": Euros(Decimal(60))}]
)
def test_what_counts_something_else_or_elsewhere_does_not_add_up(changes: dict[str, Any]) -> None:
    whole = flows(("2015", Count(60)), ("2016", Count(70)), **changes)

    assert last(whole) == whole.observations[-1]


def test_a_share_does_not_add_up_and_one_result_is_itself() -> None:
    shares = flows(("2015", share("60")), ("2016", share("70")))
    alone = flows(("2016", Count(70)))

    assert last(shares) == shares.observations[-1]
    assert last(alone) == alone.observations[-1]


@pytest.mark.parametrize(
    ("schedule", "year", "due"),
    [
        (Schedule.UNSETTLED, None, None),
        (Schedule.EACH_YEAR, None, date(2016, 12, 31)),
        (Schedule.CADENCE, None, date(2016, 12, 31)),
        (Schedule.SINGLE_YEAR, 2018, date(2018, 12, 31)),
        (Schedule.FROM_YEAR, 2015, date(2016, 12, 31)),
        (Schedule.FROM_YEAR, 2018, date(2018, 12, 31)),
        (Schedule.CUMULATED, None, date(2020, 12, 31)),
        (Schedule.AT_TERM, None, date(2020, 12, 31)),
    ],
)
def test_the_day_by_which_a_goal_is_due(schedule: Schedule, year: int | None, due: date | None) -> None:
    assert due_on(schedule, year, date(2016, 4, 30), date(2020, 12, 31)) == due
