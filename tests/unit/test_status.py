"""Where a promise stands: worked by hand, then what is true for every figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.contract import Force, Level
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Interval, Unit, printed_interval
from droitcommun.core.goals import Goal
from droitcommun.core.governance import Decision
from droitcommun.core.known import known_on
from droitcommun.core.observations import (
    Absence,
    Absent,
    Count,
    Figure,
    Pace,
    Part,
    Places,
    Scale,
    Share,
    State,
    Times,
)
from droitcommun.core.status import PublicStatus, Standing, Status, public_status_of, standing
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostShare,
    Cadence,
    Comparator,
    Cover,
    Direction,
    DivideGap,
    Maintain,
    NoFigure,
    PlusPercent,
    PlusPoints,
    ReachCount,
    Schedule,
    Target,
)
from droitcommun.core.verdicts import because
from tests.builders import (
    RECORDED,
    Row,
    aim,
    at_least,
    dossier,
    gap,
    later,
    row_of,
    share,
    without_figure,
)

CASES = """
target  promised  result  status     public       why
18      -         20.3    met        met          au-dessus
30      -         24      unsettled  not_yet_met  en dessous, sans échéance (l. 2952: 24 contre 30)
10      -         10      undecided  unknown      10 imprimé va de 9,5 à 10,5
10      -         10.5    met        met          10,45 à 10,55
100     -         100     undecided  unknown      100 imprimé commence à 99,5
18      18        20.3    met        met          deux fois le même objectif
13      15        20.3    met        met          toutes lectures
13      15        14      undecided  unknown      les lectures ne s’accordent pas
13      15        12      unsettled  not_yet_met  toutes lectures
18      -         -       no_data    unknown      l. 2651: pas de résultat
0       -         0       met        met          une part n’est jamais négative
"""


def _standing(found: Dossier, as_of: date = RECORDED) -> Standing:
    (_, measure), *_ = found.measures()
    return standing(known_on(found, as_of), measure)


@pytest.mark.parametrize("case", CASES.strip().splitlines()[1:])
def test_status_by_hand(case: str) -> None:
    row, (status, public, _) = row_of(case)

    found = _standing(dossier(row))

    assert (found.status.value, found.public_status.value) == (status, public)
    assert because(found).endswith(".")


def test_the_latest_figure_counts_and_an_absent_one_does_not_hide_it() -> None:
    found = _standing(dossier(Row(target="20", results=(("2016-04", "30"), ("2015", "10")))))
    hidden = _standing(dossier(Row(target="20", results=(("2015", "30"), ("2016-04", None)))))

    assert found.status == "met"
    assert "pas de chiffre" not in because(found)
    assert hidden.status == "met"
    assert "30\u00a0% (2015)" in because(hidden)
    assert because(hidden).endswith("Pour avril\u00a02016, pas de chiffre\u00a0: en attente.")


def test_a_figure_and_an_absence_of_one_period_is_a_figure() -> None:
    whole = dossier(Row(target="20", results=(("2015", "30"),)))
    absent = replace(whole.observations[0], id="absent", figure=Absent(Absence.NOT_COLLECTED, "perdu"))

    for observations in ((whole.observations[0], absent), (absent, whole.observations[0])):
        found = _standing(replace(whole, observations=observations))
        assert (found.status, "pas de chiffre" in because(found)) == ("met", False)


def test_a_provisional_figure_is_said_to_be() -> None:
    whole = dossier(Row(target="20", results=(("2015", "30"),)))
    (seen,) = whole.observations

    assert "provisoire" not in because(_standing(whole))
    assert "30\u00a0% (2015), provisoire" in because(
        _standing(replace(whole, observations=(replace(seen, provisional=True),)))
    )


def test_what_the_digits_leave_open_is_told_once() -> None:
    told = because(_standing(dossier(Row(target="13", promised="15", results=(("2015", "13"),)))))

    assert told.replace("\u00a0", " ").replace("\u202f", " ") == (
        "Dernier résultat chiffré : 13 % (2015) ; "
        "l’objectif « au moins 13 % » (fiche) ne peut pas être tranché "
        "et l’objectif « au moins 15 % » (engagement) n’est pas encore atteint. "
        "Imprimé ainsi, ce résultat peut aller de 12,5 % à 13,5 %."
    )


def test_two_figures_of_one_period_both_stand_whatever_their_order() -> None:
    row = Row(target="20", results=(("2015", "30"),))
    whole = dossier(row)
    (first,) = whole.observations
    second = replace(first, id="autre", figure=Share(Decimal(10)))

    for observations in ((first, second), (second, first)):
        found = _standing(replace(whole, observations=observations))
        assert found.status == "undecided"
        assert "Ces chiffres de la même période diffèrent" in because(found)
    same = _standing(replace(whole, observations=(first, replace(second, figure=first.figure))))
    assert (same.status, because(same).count("Dernier"), "diffèrent" in because(same)) == ("met", 2, False)
    agreeing = replace(second, figure=Share(Decimal(40)))
    assert _standing(replace(whole, observations=(first, agreeing))).status == "met"


@pytest.mark.parametrize(
    ("statuses", "together"),
    [(["met"], "met"), (["met", "met"], "met"), (["met", "not_yet_met"], "unknown"), ([], "unknown")],
)
def test_a_promise_has_the_status_that_its_measures_share(statuses: list[str], together: str) -> None:
    assert public_status_of(map(PublicStatus, statuses)) == together


def test_a_correction_is_appended_and_counts_from_its_day() -> None:
    before = dossier(Row(target="20", results=(("2015", "10"),)))
    correction = later(
        before.observations[0], id="correction", figure=Share(Decimal(30)), recorded_on=date(2016, 6, 1)
    )
    after = replace(before, observations=(*before.observations, correction))

    assert _standing(after, RECORDED).status == "unsettled"
    assert _standing(after, date(2016, 6, 1)).status == "met"
    assert before.observations[0] in after.observations


def test_disagreement_is_said_with_both_readings() -> None:
    told = because(_standing(dossier(Row(target="13", promised="15", results=(("2015", "14.0"),)))))

    assert "13\u00a0%\u00a0» (fiche) est atteint" in told
    assert "15\u00a0%\u00a0» (engagement) n’est pas encore atteint" in told
    assert "ne s’accordent pas" in told


shares = st.decimals(min_value=0, max_value=100, places=1) | st.integers(0, 100).map(Decimal)


@given(shares, shares, st.none() | shares)
def test_a_status_is_sure_only_when_no_digit_and_no_reading_can_change_it(
    result: Decimal, target: Decimal, promised: Decimal | None
) -> None:
    goals = [target] if promised is None else [target, promised]
    interval = Share(result).interval
    row = Row(
        target=str(target),
        promised=None if promised is None else str(promised),
        results=(("2015", str(result)),),
    )

    status = _standing(dossier(row)).status

    assert (status == "met") == all(interval.low >= goal for goal in goals)
    assert (status == "unsettled") == all(interval.high < goal for goal in goals)


# From the worst to the best; those of one line are not compared with each other.
_RANKS = {
    Status.MISSED: 0,
    Status.MOVING_AWAY: 0,
    Status.BEHIND: 1,
    Status.UNSETTLED: 2,
    Status.NOT_DUE: 2,
    Status.ON_TRACK: 2,
    Status.UNDECIDED: 3,
    Status.MET: 4,
}
_PUBLIC_RANKS = {
    PublicStatus.MISSED: 0,
    PublicStatus.NOT_YET_MET: 0,
    PublicStatus.UNKNOWN: 1,
    PublicStatus.MET: 2,
}


@given(
    st.sampled_from([AtLeastShare, AtMostShare]),
    shares,
    st.sampled_from(
        [
            (Schedule.UNSETTLED, None),
            (Schedule.EACH_YEAR, None),
            (Schedule.SINGLE_YEAR, 2015),
            (Schedule.FROM_YEAR, 2015),
            (Schedule.SINGLE_YEAR, 2018),
            (Schedule.FROM_YEAR, 2018),
            (Schedule.AT_TERM, None),
            (Schedule.CUMULATED, None),
        ]
    ),
    st.none() | shares,
    shares,
    shares,
)
def test_a_better_result_never_has_a_worse_status(
    kind: type[Any],
    aimed: Decimal,
    due: tuple[Schedule, int | None],
    baseline: Decimal | None,
    one: Decimal,
    other: Decimal,
) -> None:
    schedule, year = due
    target = aim(kind, share=Share(aimed), schedule=schedule, year=year)
    start = None if baseline is None else Share(baseline)

    worse, better = (
        _standing(dossier(Row(target=target, baseline=start, results=(("2015", Share(result)),))))
        for result in sorted((one, other), reverse=kind is AtMostShare)
    )

    assert _RANKS[worse.status] <= _RANKS[better.status]
    assert _PUBLIC_RANKS[worse.public_status] <= _PUBLIC_RANKS[better.public_status]


@given(
    st.sampled_from([Comparator.AT_LEAST, Comparator.AT_MOST]),
    shares,
    st.booleans(),
    shares,
    st.fractions(0, 1),
)
def test_a_goal_judges_an_interval_as_it_judges_the_values_in_it(
    side: Comparator, aimed: Decimal, strict: bool, value: Decimal, where: Fraction
) -> None:
    goal = Goal(side, Unit.PERCENT, Fraction(0), Fraction(aimed), strict=strict)
    interval = printed_interval(value)
    inside = interval.low + where * (interval.high - interval.low)

    reached = goal.holds_for_all(Interval(inside, inside))

    assert goal.holds_for_some(Interval(inside, inside)) is reached
    if goal.holds_for_all(interval):
        assert reached
    if reached:
        assert goal.holds_for_some(interval)


def test_a_goal_that_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one side"):
        Goal(Comparator.NONE, Unit.PERCENT, Fraction(0), Fraction(1))
    with pytest.raises(ValueError, match="baseline"):
        Goal(Comparator.AT_LEAST, Unit.PERCENT, Fraction(2), Fraction(0))


@pytest.mark.parametrize(
    ("side", "strict", "value", "reached"),
    [
        ("at_least", False, 18, True),
        ("at_least", True, 18, False),
        ("at_most", False, 18, True),
        ("at_most", True, 18, False),
        ("at_least", False, 17, False),
        ("at_most", False, 19, False),
    ],
)
def test_a_bound_belongs_to_its_goal_unless_it_is_strict(
    side: str, strict: bool, value: int, reached: bool
) -> None:
    goal = Goal(Comparator(side), Unit.PERCENT, Fraction(0), Fraction(18), strict=strict)
    point = Interval(Fraction(value), Fraction(value))

    assert goal.holds_for_all(point) is goal.holds_for_some(point) is reached


YEAR, NEXT = "2015", "2016"

# What is promised, from what, what came, and where that stands on 23 May 2016 (contract 2015-2020).
SCHEDULED = [
    # each year: 30 + 5 is 35 for 2015, which is over
    (
        aim(PlusPoints, points=Decimal(5), per_year=True, schedule=Schedule.EACH_YEAR),
        "30",
        "33",
        "missed",
        None,
    ),
    (aim(PlusPoints, points=Decimal(5), per_year=True, schedule=Schedule.EACH_YEAR), "30", "37", "met", None),
    # l. 3700: 6.6 falling by 0.25 a year, still 6.6
    (
        aim(PlusPoints, points=Decimal("-0.25"), per_year=True, schedule=Schedule.EACH_YEAR),
        "6.6",
        "6.6",
        "missed",
        "stalled",
    ),
    (
        aim(AtLeastShare, share=share("100"), schedule=Schedule.SINGLE_YEAR, year=2015),
        None,
        "54",
        "missed",
        None,
    ),
    (
        aim(AtLeastShare, share=share("100"), schedule=Schedule.SINGLE_YEAR, year=2017),
        None,
        "54",
        "not_due",
        None,
    ),
    (
        aim(AtLeastShare, share=share("100"), schedule=Schedule.FROM_YEAR, year=2015),
        None,
        "54",
        "missed",
        None,
    ),
    (
        aim(AtLeastShare, share=share("100"), schedule=Schedule.FROM_YEAR, year=2018),
        None,
        "54",
        "not_due",
        None,
    ),
    (aim(ReachCount, count=Count(100), schedule=Schedule.CUMULATED), None, Count(20), "not_due", None),
    # by the end of 2020 from the end of 2014: one year of six is 4.3 / 6 = 0.72 points, 22.2
    (
        aim(PlusPercent, percent=Decimal(20), schedule=Schedule.AT_TERM),
        "21.5",
        "24.7",
        "on_track",
        "progressing",
    ),
    (aim(PlusPoints, points=Decimal(20), schedule=Schedule.AT_TERM), "21.5", "24.7", "behind", "progressing"),
    (
        aim(PlusPoints, points=Decimal(20), schedule=Schedule.AT_TERM),
        "21.5",
        "21.4",
        "moving_away",
        "regressing",
    ),
    (aim(AtLeastShare, share=share("100"), schedule=Schedule.AT_TERM), None, "54", "not_due", None),
    # l. 3464: 80 → 68 towards 100, no deadline
    (aim(AtLeastShare, share=share("100")), "80", "68", "unsettled", "regressing"),
    (aim(DivideGap, divisor=2), gap("11.3"), gap("9.9"), "unsettled", "progressing"),
    (aim(Maintain), "30", "31", "met", "progressing"),
    (aim(Maintain), "30", "28", "unsettled", "regressing"),
    # 30 to maintain, 30 printed: both may be 29.6 or 30.4
    (aim(Maintain), "30", "30", "undecided", "stalled"),
    (aim(Maintain), None, "30", "no_figure", None),
    (aim(Cover, areas="quartiers", of=8), None, Places(("10e", "13e")), "unsettled", None),
    (aim(Cover, areas="quartiers", of=2), None, Places(("10e", "13e")), "met", None),
    (aim(Cover, areas="quartiers"), None, Places(("10e",)), "not_measurable", None),
    (aim(Cadence, months=6, schedule=Schedule.CADENCE), None, Times(2), "met", None),
    (aim(Cadence, months=6, schedule=Schedule.CADENCE), None, Times(1), "missed", None),
    (aim(Cadence, months=2, schedule=Schedule.CADENCE), None, Pace(2), "met", None),
    # l. 4108: a training every six months, a number of policemen
    (aim(ReachCount, count=Count(2)), None, "12", "not_measurable", None),
    # l. 5100: a continued effort
    (without_figure("poursuite de l’effort"), None, State(Scale.PERMANENT, "signé"), "no_figure", None),
    (without_figure(), Count(10), Count(12), "no_figure", None),
    (aim(NoFigure, better=Direction.MORE), Count(10), Count(8), "no_figure", "regressing"),
    (aim(NoFigure, better=Direction.LESS), Count(10), Count(8), "no_figure", "progressing"),
    (aim(AtLeastShare, share=share("20")), None, State(Scale.STARTED, "en cours"), "no_data", None),
]


@pytest.mark.parametrize(("target", "baseline", "result", "status", "trend"), SCHEDULED)
def test_status_by_schedule(
    target: Target, baseline: Figure | str | None, result: Figure | str, status: str, trend: str | None
) -> None:
    found = _standing(dossier(Row(target=target, baseline=baseline, results=((YEAR, result),))))

    assert (found.status, found.trend) == (status, trend if trend or baseline is None else found.trend)
    assert because(found)


def test_a_year_that_is_not_over_is_not_missed() -> None:
    each_year = aim(AtLeastShare, share=share("10"), schedule=Schedule.EACH_YEAR)

    assert _standing(dossier(Row(target=each_year, results=(("2016-04", "4"),)))).status == "not_due"
    assert _standing(dossier(Row(target=each_year, results=((NEXT, "4"),)))).status == "not_due"
    assert _standing(dossier(Row(target=each_year, results=((YEAR, "4"),)))).status == "missed"


def test_readings_that_are_several_inside_and_one_in_public_decide() -> None:
    relative = aim(PlusPercent, percent=Decimal(20), schedule=Schedule.AT_TERM)
    points = aim(PlusPoints, points=Decimal(20), schedule=Schedule.AT_TERM)
    row = Row(target=relative, also_read_as=(points,), baseline="21.5", results=((YEAR, "24.7"),))

    found = _standing(dossier(row))

    assert {one.status for one in found.judged} == {"on_track", "behind"}
    assert (found.status, found.public_status) == ("behind", "not_yet_met")


def test_two_results_that_say_otherwise_leave_it_open() -> None:
    # l. 4743–4752: 54 % of the jobs, or 22 of 67 without those of another programme, towards 50 %
    whole = dossier(Row(target="50", results=((YEAR, "54"),)))
    other = replace(whole.observations[0], id="autre", figure=Part(22, 67), label="sans les emplois CIEC")

    found = _standing(replace(whole, observations=(*whole.observations, other)))

    assert found.public_status == "unknown"
    assert "22 sur 67, soit 32,84\u00a0%" in because(found)
    assert found.figures_differ
    assert not found.readings_disagree


def test_counts_that_contradict_the_printed_share_leave_it_open() -> None:
    assert _standing(dossier(Row(target="50", results=((YEAR, share("54", 40, 100)),)))).status == "undecided"
    assert _standing(dossier(Row(target="50", results=((YEAR, share("54", 54, 100)),)))).status == "met"
    # printed 50 may be 49.6; 50 of 100 is 50
    assert _standing(dossier(Row(target="50", results=((YEAR, share("50", 50, 100)),)))).status == "undecided"


def test_two_baselines_are_two_readings_until_a_body_retains_one() -> None:
    row = Row(
        target=aim(Maintain), baseline="70", promised="20", promised_baseline="52", results=((YEAR, "60"),)
    )
    row = replace(row, promised=aim(Maintain))
    decision = Decision(
        id="d", measure="a-mesure", retains="a", by="service", on=RECORDED, reason="compté de nouveau"
    )

    assert _standing(dossier(row)).status == "undecided"
    assert _standing(dossier(row, decisions=(decision,))).status == "met"
    kept = replace(decision, retains="a-depart")
    assert _standing(dossier(row, decisions=(kept,))).status == "unsettled"
    assert _standing(dossier(row, decisions=(replace(kept, on=date(2017, 1, 1)),))).status == "undecided"


def test_a_result_is_retained_by_a_decision_and_the_other_stands_in_the_dossier() -> None:
    whole = dossier(Row(target="50", results=((YEAR, "54"),)))
    other = replace(whole.observations[0], id="autre", figure=Part(22, 67))
    decision = Decision(id="d", measure="a-mesure", retains="a-2015", by="service", on=RECORDED, reason="x")

    found = replace(whole, observations=(*whole.observations, other), decisions=(decision,))

    assert _standing(found).status == "met"
    assert other in found.observations


def test_a_promise_is_judged_by_its_own_goal_among_several() -> None:
    whole = dossier(Row(id="a", target=without_figure(), promised="15", results=((YEAR, "14"),)))
    second = replace(whole.commitments[0], id="b", target=at_least("10"))
    (sheet,) = whole.sheets
    both = replace(sheet, measures=(replace(sheet.measures[0], commitments=("a", "b")),))
    found = replace(whole, commitments=(*whole.commitments, second), sheets=(both,))
    seen = known_on(found, RECORDED)
    (measure,) = both.measures

    assert [standing(seen, measure, promise).status for promise in found.commitments] == ["unsettled", "met"]
    assert standing(seen, measure).status == "undecided"


@pytest.mark.parametrize("change", [{"level": Level.NATIONAL}, {"force": Force.FACT}])
def test_a_national_promise_and_a_fact_are_no_reading(change: dict[str, Any]) -> None:
    row = Row(target="10", promised="15", results=((YEAR, "14"),), commitment=change)

    assert _standing(dossier(row)).status == "met"
