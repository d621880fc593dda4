"""What a wording may promise, the goal that it sets, and why it sets none."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from droitcommun.core.figures import Interval, Unit
from droitcommun.core.goals import Goal, Unresolved, resolve
from droitcommun.core.observations import Count, Euros, Figure, Places
from droitcommun.core.periods import Period
from droitcommun.core.targets import (
    AtLeastShare,
    AtMostGap,
    AtMostShare,
    Cadence,
    Comparator,
    Composite,
    Cover,
    DivideGap,
    Maintain,
    Milestone,
    Milestones,
    Multiply,
    NestedShare,
    NoFigure,
    PlusPercent,
    PlusPoints,
    ReachAmount,
    ReachCount,
    Schedule,
    Target,
    comparator,
)
from tests.builders import aim, gap, share

START, NOW = Period.parse("2014"), Period.parse("2015")
YEARLY: dict[str, Any] = {"schedule": Schedule.EACH_YEAR, "per_year": True}
STEP = Milestone(id="a", text="a")

ONE_AREA = "il y a au moins une zone à couvrir"
NOT_MORE = "on couvre au moins une zone, et pas plus qu’il n’y en a"
STEPS = "des étapes, chacune avec son identifiant"
NOTHING = "une variation de 0 ne promet rien : « maintain » le dit"
EACH_YEAR = "« per_year » va avec le calendrier « each_year »"
YEAR = "une année va avec « single_year » ou « from_year », et seulement avec eux"


@pytest.mark.parametrize(
    ("kind", "fields", "refused"),
    [
        (Cover, {"areas": "q", "of": 0}, ONE_AREA),
        (Cover, {"areas": "q", "of": 3, "at_least": 4}, NOT_MORE),
        (Cover, {"areas": "q", "of": 3, "at_least": 0}, NOT_MORE),
        (Cover, {"areas": "q", "at_least": 0}, NOT_MORE),
        (Cadence, {"months": 0}, "une cadence compte au moins un mois"),
        (Milestones, {"steps": ()}, STEPS),
        (Milestones, {"steps": (STEP, STEP)}, STEPS),
        (DivideGap, {"divisor": 1}, "un écart se divise par 2 ou plus"),
        (Multiply, {"factor": 1}, "une valeur se multiplie par 2 ou plus"),
        (PlusPercent, {"percent": Decimal(0)}, NOTHING),
        (PlusPoints, {"points": Decimal(0)}, NOTHING),
        (PlusPercent, {"percent": Decimal(5), "per_year": True}, EACH_YEAR),
        (PlusPoints, {"points": Decimal(5), "schedule": Schedule.EACH_YEAR}, EACH_YEAR),
        (NoFigure, {"year": 2015}, YEAR),
        *(
            (kind, {**fields, "schedule": Schedule.SINGLE_YEAR}, YEAR)
            for kind, fields in (
                (NoFigure, {}),
                (Cover, {"areas": "q"}),
                (Cadence, {"months": 1}),
                (Milestones, {"steps": (STEP,)}),
                (DivideGap, {"divisor": 2}),
                (Multiply, {"factor": 2}),
                (PlusPercent, {"percent": Decimal(5)}),
                (PlusPoints, {"points": Decimal(5)}),
            )
        ),
    ],
)
def test_what_promises_nothing_or_contradicts_itself_is_refused(
    kind: type, fields: dict[str, Any], refused: str
) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole sentence is compared
        aim(kind, **fields)

    assert str(error.value) == refused


def test_the_least_that_can_be_promised_is_accepted() -> None:
    least = [
        aim(Cover, areas="q", of=1, at_least=1),
        aim(Cover, areas="q", at_least=1),
        aim(Cadence, months=1),
        aim(Milestones, steps=(STEP,)),
        aim(DivideGap, divisor=2),
        aim(Multiply, factor=2),
        aim(NoFigure, schedule=Schedule.SINGLE_YEAR, year=2015),
        aim(NoFigure, schedule=Schedule.FROM_YEAR, year=2015),
    ]

    assert [target.kind for target in least] == [
        "cover", "cover", "cadence", "milestones", "divide_gap", "multiply", "no_figure", "no_figure",
    ]  # fmt: skip


UP, DOWN = Comparator.AT_LEAST, Comparator.AT_MOST


@pytest.mark.parametrize(
    ("target", "baseline", "side", "unit", "value", "strict"),
    [
        (aim(AtLeastShare, share=share("18")), None, UP, Unit.PERCENT, "18", False),
        (aim(NestedShare, share=share("50"), of="crédits"), None, UP, Unit.PERCENT, "50", False),
        (aim(AtMostShare, share=share("10")), None, DOWN, Unit.PERCENT, "10", False),
        (aim(AtMostShare, share=share("10"), strict=True), None, DOWN, Unit.PERCENT, "10", True),
        (aim(AtMostGap, gap=gap("5.7"), strict=True), None, DOWN, Unit.POINTS, "5.7", True),
        (aim(AtMostGap, gap=gap("5.7")), None, DOWN, Unit.POINTS, "5.7", False),
        (aim(ReachCount, count=Count(1000)), None, UP, Unit.COUNT, "1000", False),
        (aim(ReachAmount, amount=Euros(Decimal(200))), None, UP, Unit.EUROS, "200", False),
        (aim(Maintain, share=share("30")), None, UP, Unit.PERCENT, "30", False),
        (aim(Maintain), share("27"), UP, Unit.PERCENT, "27", False),
        (aim(Cover, areas="q"), None, UP, Unit.PERCENT, "100", False),
        (aim(Cover, areas="q", of=8), None, UP, Unit.PERCENT, "100", False),
        (aim(Cover, areas="q", of=8, at_least=2), None, UP, Unit.PERCENT, "25", False),
        (aim(PlusPercent, percent=Decimal(20)), share("21.5"), UP, Unit.PERCENT, "25.8", False),
        (aim(PlusPercent, percent=Decimal(-20)), share("20"), DOWN, Unit.PERCENT, "16", False),
        (aim(PlusPoints, points=Decimal(5)), share("30"), UP, Unit.PERCENT, "35", False),
        (aim(PlusPoints, points=Decimal("-0.25")), share("6.6"), DOWN, Unit.PERCENT, "6.35", False),
        (aim(DivideGap, divisor=2), gap("11.3"), DOWN, Unit.POINTS, "5.65", False),
        (aim(Multiply, factor=2), share("21"), UP, Unit.PERCENT, "42", False),
    ],
)
def test_the_goal_of_each_wording_by_hand(
    target: Target, baseline: Figure | None, side: Comparator, unit: Unit, value: str, strict: bool
) -> None:
    goal = resolve(target, baseline, START, NOW)

    assert isinstance(goal, Goal)
    assert comparator(target) is side
    assert (goal.comparator, goal.unit, goal.value, goal.strict) == (side, unit, Fraction(value), strict)
    assert goal.baseline == baseline
    assert goal.years is None


UNDATED = "une variation par an demande les dates du départ et du résultat"
NOT_LATER = "le résultat n’est pas postérieur à la situation de départ"
WITHOUT_START = "la valeur visée part d’une situation de départ, qui n’est pas chiffrée"


@pytest.mark.parametrize(
    ("target", "baseline", "start", "on", "reason"),
    [
        (aim(Maintain), None, START, NOW, WITHOUT_START),
        (aim(Multiply, factor=2), Places(("a",)), START, NOW, WITHOUT_START),
        (aim(DivideGap, divisor=2), None, START, NOW, WITHOUT_START),
        (aim(PlusPoints, points=Decimal(5), **YEARLY), share("30"), None, NOW, UNDATED),
        (aim(PlusPoints, points=Decimal(5), **YEARLY), share("30"), START, None, UNDATED),
        (aim(PlusPercent, percent=Decimal(5), **YEARLY), share("30"), NOW, NOW, NOT_LATER),
        (aim(PlusPercent, percent=Decimal(5), **YEARLY), share("30"), NOW, START, NOT_LATER),
        (aim(Cover, areas="q", at_least=2), None, None, NOW, "on ne sait pas combien il y a de zones"),
        (
            aim(Cadence, months=1),
            None,
            None,
            NOW,
            "une cadence n’est pas un niveau : elle a sa propre méthode",
        ),
        (
            aim(Milestones, steps=(STEP,)),
            None,
            None,
            NOW,
            "des étapes ne sont pas un niveau : elles ont leur propre méthode",
        ),
        (
            aim(Composite, parts=("a", "b")),
            None,
            None,
            NOW,
            "plusieurs buts en un : chacun se mesure à part",
        ),
        (aim(NoFigure), None, None, NOW, "aucun chiffre n’est promis"),
    ],
)
def test_a_wording_that_sets_no_value_says_why(
    target: Target, baseline: Figure | None, start: Period | None, on: Period | None, reason: str
) -> None:
    assert resolve(target, baseline, start, on) == Unresolved(reason)


@pytest.mark.parametrize(
    ("target", "value"),
    [
        (aim(PlusPoints, points=Decimal(5), **YEARLY), "45"),  # 30 + 3 × 5
        (aim(PlusPercent, percent=Decimal(10), **YEARLY), "39"),  # 30 × (1 + 3 × 10 %)
    ],
)
def test_a_yearly_change_runs_over_the_years_between_baseline_and_result(target: Target, value: str) -> None:
    goal = resolve(target, share("30"), START, Period.parse("2017"))

    assert isinstance(goal, Goal)
    assert (goal.value, goal.years, goal.unit) == (Fraction(value), 3, Unit.PERCENT)


def test_only_a_goal_drawn_from_a_printed_baseline_has_bounds() -> None:
    drawn = resolve(aim(DivideGap, divisor=2), gap("11.3"), START, NOW)
    stipulated = resolve(aim(AtLeastShare, share=share("18")), share("2"), START, NOW)

    assert isinstance(drawn, Goal)
    assert isinstance(stipulated, Goal)
    assert drawn.bounds == Interval(Fraction("5.625"), Fraction("5.675"))
    assert stipulated.bounds == Interval(Fraction(18), Fraction(18))
