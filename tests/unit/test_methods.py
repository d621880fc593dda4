"""The formulas: figures worked by hand from the document, edges, and what is true for every figure."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from droitcommun.core import methods
from droitcommun.core.figures import Interval, Unit, rounded
from droitcommun.core.goals import Goal, resolve
from droitcommun.core.methods import ADMITTED, Method, NoValue, Value
from droitcommun.core.observations import (
    Count,
    Euros,
    Figure,
    Number,
    Pace,
    Part,
    Places,
    Share,
    Steps,
    Times,
)
from droitcommun.core.periods import Period
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostGap,
    AtMostShare,
    Cadence,
    Comparator,
    Cover,
    DivideGap,
    Maintain,
    Milestone,
    Milestones,
    Multiply,
    PlusPercent,
    PlusPoints,
    ReachAmount,
    ReachCount,
    Schedule,
    Target,
)
from tests.builders import aim, gap, share

START, NOW = Period.parse("2014"), Period.parse("2015")


def goal_of(target: Target, baseline: Figure | None = None) -> Goal:
    found = resolve(target, baseline, START, NOW)
    assert isinstance(found, Goal), found
    return found


def one_decimal(found: Value | NoValue) -> tuple[str, str]:
    assert isinstance(found, Value), found
    return str(rounded(found.exact, 1)), found.unit.value


def yearly(kind: type, **fields: Decimal) -> Target:
    every: dict[str, Any] = {"schedule": Schedule.EACH_YEAR, "per_year": True, **fields}
    target: Target = aim(kind, **every)
    return target


# Each line: where, the target, baseline, result, method, what is worked out by hand.
BY_HAND = [
    # l. 2461: 20.3 / 18
    ("2461", aim(AtLeastShare, share=share("18")), None, share("20.3"), "attainment", "112.8 percent"),
    ("2461", aim(AtLeastShare, share=share("18")), None, share("20.3"), "margin", "2.3 points"),
    # l. 3545–3549: half of 11.3 is 5.65; (9.9 - 11.3) / (5.65 - 11.3) = 1.4 / 5.65
    ("3545", aim(DivideGap, divisor=2), gap("11.3"), gap("9.9"), "progress", "24.8 percent"),
    # with the printed 5.7: 1.4 / 5.6 = 25.0
    (
        "3546",
        aim(AtMostGap, gap=gap("5.7"), strict=True),
        gap("11.3"),
        gap("9.9"),
        "progress",
        "25.0 percent",
    ),
    # l. 3624–3632: half of 11.5 is 5.75: 2.1 / 5.75; printed 5.7: 2.1 / 5.8; a fall of 5.7: 2.1 / 5.7
    ("3624", aim(DivideGap, divisor=2), gap("11.5"), gap("9.4"), "progress", "36.5 percent"),
    (
        "3627",
        aim(AtMostGap, gap=gap("5.7"), strict=True),
        gap("11.5"),
        gap("9.4"),
        "progress",
        "36.2 percent",
    ),
    ("3635", aim(PlusPoints, points=Decimal("-5.7")), gap("11.5"), gap("9.4"), "progress", "36.8 percent"),
    # l. 3768: 21 → 42, now 21
    ("3768", aim(Multiply, factor=2), share("21"), share("21"), "progress", "0.0 percent"),
    # l. 3700: 6.6 − 0.25 after one year is 6.35; (6.6 - 6.6) / (6.35 - 6.6) = 0
    (
        "3700",
        yearly(PlusPoints, points=Decimal("-0.25")),
        share("6.6"),
        share("6.6"),
        "progress",
        "0.0 percent",
    ),
    # l. 3901: 76.2 − 75
    ("3901", aim(AtLeastShare, share=share("75")), None, share("76.2"), "margin", "1.2 points"),
    # l. 3960–3963: 24.7 − 21.5; towards 1.2 × 21.5 = 25.8: 3.2 / 4.3; by the counts 24.776: 3.276 / 4.3
    ("3963", aim(PlusPercent, percent=Decimal(20)), share("21.5"), share("24.7"), "change", "3.2 points"),
    ("3963", aim(PlusPercent, percent=Decimal(20)), share("21.5"), share("24.7"), "progress", "74.4 percent"),
    (
        "3966",
        aim(PlusPercent, percent=Decimal(20)),
        share("21.5"),
        Part(194, 783),
        "progress",
        "76.2 percent",
    ),
    # l. 4664–4677: 30 + 5 points after a year is 35, 37 / 35; 30 × 1.05 = 31.5, 37 / 31.5
    ("4664", yearly(PlusPoints, points=Decimal(5)), share("30"), share("37"), "attainment", "105.7 percent"),
    (
        "4664",
        yearly(PlusPercent, percent=Decimal(5)),
        share("30"),
        share("37"),
        "attainment",
        "117.5 percent",
    ),
    # l. 7000–7009: 874 / 1000
    ("7000", aim(ReachCount, count=Count(1000)), None, Count(874), "attainment", "87.4 percent"),
    ("7000", aim(ReachCount, count=Count(1000)), None, Count(874), "margin", "-126.0 count"),
    # l. 3464–3471: (68 - 80) / (100 - 80)
    ("3464", aim(AtLeastShare, share=share("100")), share("80"), share("68"), "progress", "-60.0 percent"),
    (
        "made up",
        aim(ReachAmount, amount=Euros(Decimal(200))),
        None,
        Euros(Decimal(50)),
        "margin",
        "-150.0 euros",
    ),
    ("made up", aim(AtMostShare, share=share("10")), share("30"), share("12"), "margin", "-2.0 points"),
    ("made up", aim(Maintain), share("30"), share("27"), "attainment", "90.0 percent"),
    ("made up", aim(Maintain), share("30"), share("27"), "change", "-3.0 points"),
]


@pytest.mark.parametrize(("line", "target", "baseline", "result", "method", "expected"), BY_HAND)
def test_by_hand(
    line: str, target: Target, baseline: Figure | None, result: Number, method: str, expected: str
) -> None:
    goal = goal_of(target, baseline)
    assert Method(method) in methods.admitted(target, goal), line

    found = {
        Method.ATTAINMENT: lambda: methods.attainment(result, goal),
        Method.PROGRESS: lambda: methods.progress(result, goal),
        Method.MARGIN: lambda: methods.margin(result, goal),
        Method.CHANGE: lambda: methods.change(result, goal.baseline),
    }[Method(method)]()

    assert " ".join(one_decimal(found)) == expected, line


def test_bounds_come_from_the_printed_digits_of_both_figures() -> None:
    # 11.3 is 11.25 to 11.35 and 9.9 is 9.85 to 9.95: progress is 2 (1 - r / b), from 2 (1 - 9.95/11.25)
    found = methods.progress(gap("9.9"), goal_of(aim(DivideGap, divisor=2), gap("11.3")))

    assert isinstance(found, Value)
    assert found.bounds == Interval(2 * (1 - Fraction(995, 1125)) * 100, 2 * (1 - Fraction(985, 1135)) * 100)


def test_coverage_cadence_and_milestones_by_hand() -> None:
    everywhere = aim(Cover, areas="quartiers", of=8)
    steps = aim(Milestones, steps=tuple(Milestone(id=name, text=name) for name in "abcde"))

    assert one_decimal(methods.coverage(Places(tuple("abcdef")), everywhere)) == ("75.0", "percent")
    assert one_decimal(methods.coverage(share("75"), everywhere)) == ("75.0", "percent")
    assert one_decimal(
        methods.coverage(Places(("a", "b", "c")), aim(Cover, areas="q", of=8, at_least=4))
    ) == (
        "75.0",
        "percent",
    )
    assert one_decimal(methods.cadence(Times(1), aim(Cadence, months=6), NOW)) == ("50.0", "percent")
    assert one_decimal(methods.cadence(Pace(3), aim(Cadence, months=2), None)) == ("66.7", "percent")
    assert one_decimal(methods.milestones(Steps(("a", "c")), steps)) == ("40.0", "percent")


# What each edge says, whole: a reason is all that a reader gets instead of a number.
OTHER_THING = "le résultat et l’objectif ne comptent pas la même chose"
OTHER_START = "le résultat et la situation de départ ne comptent pas la même chose"
NO_START = "aucune situation de départ chiffrée"
BY_ZERO = "l’objectif est 0, ou peut l’être : un résultat ne se divise pas par 0"
NO_WAY = "la situation de départ est déjà l’objectif, ou ne s’en distingue pas : il n’y a pas de chemin"
PASSED = "l’objectif était déjà dépassé au départ : il n’y a pas de chemin à faire"
IN_MONTHS = "la période ne couvre pas une fois la cadence promise, en mois entiers"
TWENTY = aim(AtLeastShare, share=share("20"))


@pytest.mark.parametrize(
    ("compute", "reason"),
    [
        (lambda: methods.attainment(share("0"), goal_of(aim(AtLeastShare, share=share("0")))), BY_ZERO),
        (lambda: methods.attainment(share("2"), goal_of(aim(Multiply, factor=2), share("0"))), BY_ZERO),
        (lambda: methods.progress(share("10"), goal_of(TWENTY)), NO_START),
        (lambda: methods.progress(share("20"), goal_of(TWENTY, share("20"))), NO_WAY),
        (lambda: methods.progress(share("20"), goal_of(TWENTY, share("30"))), PASSED),
        (lambda: methods.progress(share("5"), goal_of(aim(Multiply, factor=2), share("0"))), NO_WAY),
        (lambda: methods.margin(Count(3), goal_of(TWENTY)), OTHER_THING),
        (lambda: methods.attainment(Count(3), goal_of(TWENTY)), OTHER_THING),
        (lambda: methods.progress(Count(3), goal_of(TWENTY, share("1"))), OTHER_THING),
        (lambda: methods.progress(share("3"), goal_of(TWENTY, Count(1))), OTHER_START),
        (lambda: methods.change(Count(3), None), NO_START),
        (lambda: methods.change(Count(3), share("1")), OTHER_START),
        (
            lambda: methods.coverage(Places(("a",)), aim(Cover, areas="q")),
            "on ne sait pas combien il y a de zones à couvrir",
        ),
        (
            lambda: methods.coverage(share("3"), aim(Cover, areas="q", of=8, at_least=2)),
            "le résultat est une part des zones, l’objectif un nombre",
        ),
        (
            lambda: methods.coverage(Count(3), aim(Cover, areas="q", of=8)),
            "le résultat ne dit pas quelles zones sont couvertes",
        ),
        (
            lambda: methods.cadence(Count(3), aim(Cadence, months=2), NOW),
            "une cadence se suit par un nombre de fois, ou par une cadence",
        ),
        (
            lambda: methods.cadence(Times(3), aim(Cadence, months=2), None),
            "un nombre de fois demande la période pendant laquelle on a compté",
        ),
        (lambda: methods.cadence(Times(3), aim(Cadence, months=6), Period.parse("2015-04")), IN_MONTHS),
        (lambda: methods.cadence(Times(3), aim(Cadence, months=1), Period.parse("2015-04-02")), IN_MONTHS),
        (
            lambda: methods.milestones(Steps(("z",)), aim(Milestones, steps=(Milestone(id="a", text="a"),))),
            "une étape atteinte n’est pas de celles qui sont promises",
        ),
    ],
)
def test_at_the_edges_there_is_a_reason_and_never_a_number(
    compute: Callable[[], Value | NoValue], reason: str
) -> None:
    assert compute() == NoValue(reason)


def test_areas_times_and_steps_are_exact_whatever_they_are_counted_from() -> None:
    """6 of 8 areas; 3 of 4; one of two half-years; as many areas as were due when only a number is promised."""
    eight = aim(Cover, areas="q", of=8)

    assert methods.coverage(Places(tuple("abcdef")), eight) == exactly("75")
    assert methods.coverage(Part(3, 4), eight) == exactly("75")
    assert methods.coverage(Places(("a",)), aim(Cover, areas="q", at_least=2)) == exactly("50")
    assert methods.coverage(share("75"), eight) == Value(
        Fraction(75), Interval(Fraction("74.5"), Fraction("75.5")), Unit.PERCENT
    )
    assert methods.cadence(Times(1), aim(Cadence, months=6), Period.parse("2015")) == exactly("50")
    assert methods.cadence(Times(3), aim(Cadence, months=1), Period.parse("2015-04")) == exactly("300")
    assert methods.cadence(Pace(4), aim(Cadence, months=2), None) == exactly("50")
    steps = aim(Milestones, steps=tuple(Milestone(id=name, text=name) for name in "abcd"))
    assert methods.milestones(Steps(("a", "a")), steps) == exactly("25")


def exactly(percent: str) -> Value:
    return Value(Fraction(percent), Interval(Fraction(percent), Fraction(percent)), Unit.PERCENT)


def test_regression_and_overshoot_are_neither_cut_nor_hidden() -> None:
    goal = goal_of(aim(AtLeastShare, share=share("20")), share("10"))

    assert one_decimal(methods.progress(share("5"), goal)) == ("-50.0", "percent")
    assert one_decimal(methods.progress(share("40"), goal)) == ("300.0", "percent")
    assert one_decimal(methods.attainment(share("40"), goal)) == ("200.0", "percent")


def test_a_change_that_goes_down_is_not_measured_by_result_over_goal() -> None:
    falling = aim(PlusPoints, points=Decimal(-5))

    assert Method.ATTAINMENT not in methods.admitted(falling, goal_of(falling, share("30")))
    assert Method.ATTAINMENT in methods.admitted(aim(PlusPoints, points=Decimal(5)), None)


def test_every_kind_of_target_says_which_methods_it_admits() -> None:
    kinds = {get_args(kind.__dataclass_fields__["kind"].type)[0] for kind in get_args(Target)}

    assert kinds == ADMITTED.keys()
    assert set(methods.VERSIONS) == set(Method)


figures = st.decimals(min_value=0, max_value=100, places=1)
targets = st.one_of(
    st.builds(lambda p: aim(AtLeastShare, share=Share(p)), figures),
    st.builds(lambda p: aim(AtMostShare, share=Share(p)), figures),
    st.builds(lambda n: aim(Multiply, factor=n), st.integers(2, 5)),
    st.builds(lambda n: aim(DivideGap, divisor=n), st.integers(2, 5)),
    st.builds(lambda p: aim(PlusPercent, percent=p), figures.filter(bool)),
    st.builds(lambda p: aim(PlusPoints, points=-p), figures.filter(bool)),
    st.just(aim(Maintain)),
)


def all_methods(result: Number, goal: Goal) -> list[Value | NoValue]:
    return [
        methods.attainment(result, goal),
        methods.progress(result, goal),
        methods.margin(result, goal),
        methods.change(result, goal.baseline),
    ]


@given(targets, figures, figures)
def test_a_method_gives_a_value_inside_its_bounds_or_a_reason(
    target: Target, baseline: Decimal, result: Decimal
) -> None:
    goal = goal_of(target, Share(baseline))
    for found in all_methods(Share(result), goal):
        match found:
            case Value(exact=exact, bounds=bounds):
                assert bounds.low <= exact <= bounds.high
            case NoValue(reason=reason):
                assert reason


@given(targets, figures, figures)
def test_the_formulas_are_those_of_fractions(target: Target, baseline: Decimal, result: Decimal) -> None:
    start, seen = Share(baseline), Share(result)
    goal = goal_of(target, start)
    side = 1 if goal.comparator is Comparator.AT_LEAST else -1
    formulas: list[tuple[Value | NoValue, Callable[[Fraction, Fraction], Fraction]]] = [
        (methods.attainment(seen, goal), lambda r, b: r / goal.at(b) * 100),
        (methods.progress(seen, goal), lambda r, b: (r - b) / (goal.at(b) - b) * 100),
        (methods.margin(seen, goal), lambda r, b: side * (r - goal.at(b))),
        (methods.change(seen, start), lambda r, b: r - b),
    ]

    for value, formula in formulas:
        if isinstance(value, NoValue):
            continue
        ends = [
            formula(r, b)
            for r in (seen.interval.low, seen.interval.high)
            for b in (start.interval.low, start.interval.high)
        ]
        assert value.exact == formula(seen.exact, start.exact)
        assert value.bounds == Interval(min(ends), max(ends))


@given(targets, figures, figures, figures, figures)
def test_bounds_hold_for_all_values_that_print_alike(
    target: Target, baseline: Decimal, result: Decimal, within: Decimal, beside: Decimal
) -> None:
    """Take any true values behind the printed digits: the formula on them stays inside the bounds."""
    goal = goal_of(target, Share(baseline))
    start, seen = Share(baseline).interval, Share(result).interval
    b = start.low + (start.high - start.low) * Fraction(within) / 100
    r = seen.low + (seen.high - seen.low) * Fraction(beside) / 100
    formulas: tuple[Callable[[], Fraction], ...] = (
        lambda: r / goal.at(b) * 100,
        lambda: (r - b) / (goal.at(b) - b) * 100,
        lambda: (r - goal.at(b)) * (1 if goal.comparator is Comparator.AT_LEAST else -1),
        lambda: r - b,
    )
    for found, formula in zip(all_methods(Share(result), goal), formulas, strict=True):
        if isinstance(found, Value):
            assert found.bounds.low <= formula() <= found.bounds.high


@given(targets, figures, figures, figures)
def test_a_better_result_never_has_a_lower_rate(
    target: Target, baseline: Decimal, one: Decimal, other: Decimal
) -> None:
    """By every method that the target admits; a change is compared the way that is better."""
    goal = goal_of(target, Share(baseline))
    upwards = goal.comparator is Comparator.AT_LEAST
    worse, better = sorted((one, other), reverse=not upwards)
    by_method = dict(
        zip((Method.ATTAINMENT, Method.PROGRESS, Method.MARGIN, Method.CHANGE), range(4), strict=True)
    )
    for method in methods.admitted(target, goal):
        less, more = (all_methods(Share(result), goal)[by_method[method]] for result in (worse, better))
        assert isinstance(less, Value) == isinstance(more, Value), method
        if isinstance(less, Value) and isinstance(more, Value):
            way = 1 if upwards or method is not Method.CHANGE else -1
            assert less.exact * way <= more.exact * way, method
            if worse != better:
                assert less.exact != more.exact, method


@given(figures, figures, figures)
def test_up_and_down_are_the_same_way_mirrored(baseline: Decimal, aimed: Decimal, result: Decimal) -> None:
    """A share to reach, seen from the complement, is a share not to exceed: same progress, same margin.

    A change is the same with the other sign, its bounds too.
    """
    up = goal_of(aim(AtLeastShare, share=Share(aimed)), Share(baseline))
    down = goal_of(aim(AtMostShare, share=Share(100 - aimed)), Share(100 - baseline))

    assert methods.progress(Share(result), up) == methods.progress(Share(100 - result), down)
    assert methods.margin(Share(result), up) == methods.margin(Share(100 - result), down)
    rise = methods.change(Share(result), up.baseline)
    fall = methods.change(Share(100 - result), down.baseline)
    assert isinstance(rise, Value)
    assert isinstance(fall, Value)
    assert (rise.exact, rise.bounds.low, rise.bounds.high) == (
        -fall.exact,
        -fall.bounds.high,
        -fall.bounds.low,
    )


@given(figures, figures.filter(bool))
def test_methods_agree_on_whether_the_goal_is_reached(result: Decimal, aimed: Decimal) -> None:
    goal = goal_of(aim(AtLeastShare, share=Share(aimed)))
    assume(goal.bounds.low > 0)
    reached, ahead = methods.attainment(Share(result), goal), methods.margin(Share(result), goal)

    assert isinstance(reached, Value)
    assert isinstance(ahead, Value)
    assert (reached.exact >= 100) == (ahead.exact >= 0)
    assert reached.exact * goal.value == Fraction(result) * 100


@given(targets, st.integers(0, 1000))
def test_units_never_mix(target: Target, count: int) -> None:
    goal = goal_of(target, share("40"))
    for found in (methods.attainment(Count(count), goal), methods.margin(Count(count), goal)):
        assert isinstance(found, NoValue)
