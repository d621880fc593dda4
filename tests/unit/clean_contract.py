"""A clean fictional contract: one row a sheet, which faults change, and the small values that they are made of."""

from dataclasses import replace
from typing import Any

from droitcommun.core.claims import Change, Term
from droitcommun.core.contract import StartingPoint
from droitcommun.core.counted import Counted, Thing
from droitcommun.core.figures import Unit
from droitcommun.core.observations import (
    Count,
    Number,
    Scale,
    State,
)
from droitcommun.core.passages import Quoted
from droitcommun.core.periods import Period
from droitcommun.core.targets import ReachCount
from tests.builders import (
    Row,
    aim,
    passage,
    share,
    without_figure,
)

SHARE = Row(
    id="emploi",
    target="20",
    promised="20",
    baseline="18.0",
    results=(("2015", share("25.0", 50, 200)),),
    declared="125",
    measure={"unit": Unit.PERCENT, "part": "habitants", "whole": "signataires"},
    commitment={"part": "habitants", "whole": "signataires"},
)
COUNTED = Row(
    id="rendez-vous",
    target=aim(ReachCount, count=Count(150)),
    promised=aim(ReachCount, count=Count(150)),
    baseline=Count(120),
    results=(("2015", Count(165)),),
    declared="110",
    measure={"unit": Unit.COUNT},
)
EFFORT = Row(
    id="effort",
    target=without_figure(),
    promised=without_figure(),
    results=(("2015", State(Scale.STARTED, "une convention signée au printemps")),),
)
CLEAN = (SHARE, COUNTED, EFFORT)


def with_(row: Row, **changes: Any) -> tuple[Row, ...]:
    """The clean contract with one row changed."""
    return tuple(replace(one, **changes) if one.id == row.id else one for one in CLEAN)


def term(figure: Number) -> Term:
    return Term(text=str(figure), figure=figure, passage=passage())


def counted(thing: Thing, population: str = "", only: str = "") -> Counted:
    return Counted(thing=thing, population=population, only=only, passage=passage())


def crossed(part: str, whole: str) -> StartingPoint:
    """« 18,0 % » as a part of something, in 2014."""
    return StartingPoint(
        text="18,0 % en 2014",
        figure=share("18.0"),
        passage=passage(),
        period=Period.parse("2014"),
        part=part,
        whole=whole,
    )


def claiming(*claims: object) -> dict[str, Any]:
    return {"claims": claims}


def went(before: Number, after: Number, stated: Number | None = None, **said: Any) -> Change:
    """A change that prose tells, in the words of the indicator of one row."""
    return Change(
        before=term(before),
        after=term(after),
        stated=None if stated is None else term(stated),
        **{"subject": "Le nombre de rendez-vous est passé", **said},
    )


ANOTHER = replace(SHARE, id="autre", measure={}, commitment={})


def cited(text: str) -> Quoted:
    """A name, and where it is printed."""
    return Quoted(text=text, passage=passage())
