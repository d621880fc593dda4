"""A target in plain French: « au moins 18 % », « réduire l’écart de moitié, soit 5,65 points au plus »."""

from typing import assert_never

from droitcommun.core.figures import Unit
from droitcommun.core.french import NBSP, difference, number, percent, quantity, shown
from droitcommun.core.goals import Goal, Unresolved
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
    Milestones,
    Multiply,
    NestedShare,
    NoFigure,
    PlusPercent,
    PlusPoints,
    ReachAmount,
    ReachCount,
    Target,
)

_DIVIDED = {2: "de moitié", 3: "des deux tiers", 4: "des trois quarts"}
_MULTIPLIED = {2: "doubler", 3: "tripler"}


def in_words(target: Target, goal: Goal | Unresolved) -> str:
    """Say a target, and the value that it comes to when that is drawn from a baseline."""
    drawn = isinstance(goal, Goal) and goal.scale != 0
    return f"{_aim(target)}, soit {bound(goal)}" if isinstance(goal, Goal) and drawn else _aim(target)


def bound(goal: Goal) -> str:
    """Say the value of a goal and its side: « au moins 35 % », « moins de 5,7 points »."""
    value = quantity(shown(goal.value), goal.unit)
    if goal.comparator is Comparator.AT_LEAST:
        return f"plus de {value}" if goal.strict else f"au moins {value}"
    return f"moins de {value}" if goal.strict else f"au plus {value}"


def _aim(target: Target) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    match target:
        case AtLeastShare(share=share):
            return f"au moins {percent(share.percent)}"
        case AtMostShare(share=share, strict=strict):
            return f"{'moins de' if strict else 'au plus'} {percent(share.percent)}"
        case AtMostGap(gap=gap, strict=strict):
            return f"{'moins de' if strict else 'au plus'} {quantity(gap.points, Unit.POINTS)}"
        case ReachCount(count=count):
            return f"au moins {number(shown(count.exact))}"
        case ReachAmount(amount=amount):
            return f"au moins {quantity(amount.euros, Unit.EUROS)}"
        case Maintain(share=share):
            return (
                f"maintenir au moins {percent(share.percent)}" if share else "maintenir le niveau de départ"
            )
        case PlusPercent(percent=part, per_year=per_year):
            return f"{'+' if part > 0 else ''}{percent(part)} de la valeur de départ{_yearly(per_year)}"
        case PlusPoints(points=points, per_year=per_year):
            return f"{difference(points, Unit.POINTS)}{_yearly(per_year)}"
        case DivideGap(divisor=divisor):
            return f"réduire l’écart {_DIVIDED.get(divisor, f'à un {divisor}e')}"
        case Multiply(factor=factor):
            return _MULTIPLIED.get(factor, f"multiplier par {factor}")
        case Cover(areas=areas, of=of, at_least=None):
            return f"couvrir tous les {areas}{f' ({of})' if of else ''}"
        case Cover(areas=areas, of=of, at_least=some):
            return f"couvrir {some} {areas}{f' sur {of}' if of else ''}"
        case Cadence(months=months):
            return "tous les mois" if months == 1 else f"tous les {months}{NBSP}mois"
        case Milestones(steps=steps):
            return f"franchir {len(steps)}{NBSP}étapes"
        case NestedShare(share=share, of=of):
            return f"au moins {percent(share.percent)} {of}"
        case Composite(parts=parts):
            return " ; ".join(parts)
        case NoFigure():
            return "sans chiffre"
        case _:
            assert_never(target)


def _yearly(per_year: bool) -> str:
    return " par an" if per_year else ""
