"""Beside each fault: the same contract with its remedy applied, and one that comes near to it and is right.

The faults are those of `faulty_contracts.py`. A remedy changes what the finding asks to change, and nothing else.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from droitcommun.core.claims import Among, Difference, Total
from droitcommun.core.contract import Announced, Document, Force, Level, ReportingUnit, StartingPoint
from droitcommun.core.counted import Thing
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Unit
from droitcommun.core.governance import Protocol
from droitcommun.core.methods import Method
from droitcommun.core.observations import Count, Figure, Part, Role, Scale, State
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Alert, DateText, Layout
from droitcommun.core.targets import AtLeastShare, ReachCount, Schedule
from tests.builders import (
    CONTRACT,
    RECORDED,
    Row,
    aim,
    dossier,
    gap,
    observation,
    passage,
    share,
    without_figure,
)
from tests.unit import naming_contracts
from tests.unit.clean_contract import (
    ANOTHER,
    CLEAN,
    COUNTED,
    EFFORT,
    SHARE,
    claiming,
    counted,
    crossed,
    term,
    went,
    with_,
)
from tests.unit.faulty_contracts import FAULTS, WHOLE_FAULTS

Change = Callable[[Dossier], Dossier]


def fault(code: str) -> Dossier:
    """The first injected fault of a rule."""
    for name, rows in FAULTS:
        if name == code:
            return dossier(*rows)
    return dict(WHOLE_FAULTS)[code](dossier(*CLEAN))


def mended(rows: tuple[Row, ...], row: str, **changes: Any) -> Dossier:
    """Rows with what a remedy asks for changed in one of them."""
    assert row in {one.id for one in rows}
    return dossier(*(replace(one, **changes) if one.id == row else one for one in rows))


def first(code: str) -> tuple[Row, ...]:
    """The rows of the first injected fault of a rule."""
    return next(rows for name, rows in FAULTS if name == code)


def replaced(whole: Dossier, name: str, **changes: Any) -> Dossier:
    """One observation changed."""
    assert name in {seen.id for seen in whole.observations}
    return replace(
        whole,
        observations=tuple(
            replace(seen, **changes) if seen.id == name else seen for seen in whole.observations
        ),
    )


def without(whole: Dossier, name: str) -> Dossier:
    assert name in {seen.id for seen in whole.observations}
    return replace(whole, observations=tuple(seen for seen in whole.observations if seen.id != name))


def document(whole: Dossier, dated: date) -> Dossier:
    one = Document(
        id="texte", title="Texte", file="texte.txt", sha256="0" * 64, dated=dated, dated_at=passage()
    )
    return replace(whole, contract=replace(whole.contract, documents=(one,)))


def fact(whole: Dossier, percent: str, **changes: Any) -> Dossier:
    """The first promise says that something was observed in 2015."""
    fact = StartingPoint(
        text=f"{percent} % en 2015", figure=share(percent), passage=passage(), period=Period.parse("2015")
    )
    promise = replace(whole.commitments[0], baseline=replace(fact, **changes))
    return replace(whole, commitments=(promise, *whole.commitments[1:]))


def followed_too(whole: Dossier) -> Dossier:
    """The first sheet follows the lonely promise as well."""
    sheet = whole.sheets[0]
    measure = replace(sheet.measures[0], commitments=(*sheet.measures[0].commitments, "seul"))
    return replace(whole, sheets=(replace(sheet, measures=(measure,)), *whole.sheets[1:]))


def alone(level: Level) -> Dossier:
    whole = dossier(*CLEAN)
    alone = replace(whole.commitments[0], id="seul", level=level)
    return replace(whole, commitments=(*whole.commitments, alone))


def second(result: Figure, **changes: Any) -> Dossier:
    """The first sheet has a second measure, with a result of its own."""
    whole = dossier(*CLEAN)
    sheet = whole.sheets[0]
    second = replace(sheet.measures[0], id="second", unit=None, commitments=(), **changes)
    seen = observation("emploi", 0, id="second-2015", figure=result, period="2015", measure="second")
    return replace(
        whole,
        sheets=(replace(sheet, measures=(*sheet.measures, second)), *whole.sheets[1:]),
        observations=(*whole.observations, seen),
    )


def counted_beside() -> Dossier:
    """The first promise counts money; one measure that follows it counts jobs, the next one money."""
    rows = with_(
        SHARE,
        commitment={**SHARE.commitment, "counted": counted(Thing.MONEY)},
        measure={**SHARE.measure, "counted": counted(Thing.JOBS)},
    )
    whole = dossier(*rows)
    sheet = whole.sheets[0]
    beside = replace(sheet.measures[0], id="second", counted=counted(Thing.MONEY))
    return replace(whole, sheets=(replace(sheet, measures=(*sheet.measures, beside)), *whole.sheets[1:]))


def announcing(objectives: int) -> Dossier:
    """The contract announces objectives; it has three sheets."""
    announced = Announced(objectives=objectives, with_a_figure=2, passage=passage())
    return dossier(*CLEAN, contract=replace(CONTRACT, announced=announced))


def two_figures(percent: str, **changes: Any) -> Dossier:
    """The first measure has a second figure of 2015, of something narrower."""
    whole = dossier(*with_(SHARE, **changes))
    seen = observation("emploi", 0, id="emploi-sans", figure=share(percent), period="2015")
    return replace(whole, observations=(*whole.observations, replace(seen, label="hors autre programme")))


def visits(*counts: int) -> Dossier:
    """Two sheets that tell of visits."""
    whole = dossier(*CLEAN)
    told = [
        replace(
            observation(sheet, 0, id=f"{sheet}-visites", figure=Count(count), period="2015"),
            role=Role.CONTEXT,
            label="visites",
        )
        for sheet, count in zip(("emploi", "effort"), counts, strict=True)
    ]
    return replace(whole, observations=(*whole.observations, *told))


def began(period: str) -> Dossier:
    """A layout whose first column is 2014, over a figure of some period."""
    whole = dossier(*CLEAN)
    sheets = tuple(replace(sheet, layout=Layout.RESULT_2014) for sheet in whole.sheets)
    return replaced(replace(whole, sheets=sheets), "emploi-depart", period=Period.parse(period))


def protocol(measure: str, method: Method) -> Protocol:
    return Protocol(
        id=f"protocole-{measure}",
        measure=measure,
        method=method,
        reading="sheet",
        population="habitants",
        perimeter="qpv",
        adopted_by="service",
        adopted_on=date(2016, 1, 1),
    )


def served_by_a_unit() -> Dossier:
    unit = ReportingUnit(id="bureau", name="Bureau", institution="service")
    rows = with_(EFFORT, sheet={"institutions": (), "units": ("bureau",)})
    return dossier(*rows, contract=replace(CONTRACT, units=(unit,)))


MIXED = (
    *CLEAN,
    replace(ANOTHER, target="40", promised="40", baseline="20.0", results=(("2015", "30.0"),), declared="50"),
)
TERM = aim(AtLeastShare, share=share("20"), schedule=Schedule.AT_TERM)

# For each rule: what is wrong, and the same once what the remedy asks for is done.
REMEDIES: dict[str, tuple[Dossier, Dossier]] = {
    "copied-cells": (
        fault("copied-cells"),
        mended(first("copied-cells"), "autre", results=(("2015", "40.0"),), declared="80"),
    ),
    "declared-rate-differs": (
        fault("declared-rate-differs"),
        mended(first("declared-rate-differs"), "emploi", declared="125"),
    ),
    "declared-rate-against-promise": (
        dossier(*with_(COUNTED, target=without_figure(), declared="90")),
        dossier(*with_(COUNTED, target=without_figure(), declared="110")),
    ),
    "total-differs": (
        fault("total-differs"),
        mended(
            first("total-differs"),
            "emploi",
            sheet=claiming(
                Total(total=term(Count(2836)), parts=tuple(map(term, (Count(2000), Count(812), Count(24)))))
            ),
        ),
    ),
    "part-exceeds-whole": (
        fault("part-exceeds-whole"),
        mended(
            first("part-exceeds-whole"),
            "emploi",
            sheet=claiming(Among(whole=term(Count(8001)), parts=(term(Count(6000)), term(Count(2001))))),
        ),
    ),
    "share-differs": (
        fault("share-differs"),
        mended(first("share-differs"), "emploi", results=(("2015", share("25.0", 50, 200)),)),
    ),
    "difference-differs": (
        fault("difference-differs"),
        mended(
            first("difference-differs"),
            "emploi",
            sheet=claiming(
                Difference(more=term(share("71.7")), less=term(share("60.2")), difference=term(gap("11.5")))
            ),
        ),
    ),
    "change-differs": (
        fault("change-differs"),
        mended(
            first("change-differs"),
            "emploi",
            sheet=claiming(went(Count(200), Count(260), share("30"), rises=True)),
        ),
    ),
    "change-against-cells": (
        fault("change-against-cells"),
        mended(first("change-against-cells"), "rendez-vous", sheet=claiming(went(Count(120), Count(165)))),
    ),
    "commitment-target-differs": (
        fault("commitment-target-differs"),
        mended(first("commitment-target-differs"), "emploi", promised="20"),
    ),
    "commitment-figure-missing": (
        fault("commitment-figure-missing"),
        mended(
            first("commitment-figure-missing"),
            "effort",
            target=aim(ReachCount, count=Count(250)),
            results=(("2015", Count(260)),),
        ),
    ),
    "commitment-baseline-differs": (
        fault("commitment-baseline-differs"),
        mended(first("commitment-baseline-differs"), "emploi", promised_baseline="18.0"),
    ),
    "commitment-scope-differs": (
        dossier(*with_(SHARE, baseline=None, commitment={"perimeter": "zus"})),
        dossier(
            *with_(
                SHARE,
                baseline=None,
                commitment={"perimeter": "zus"},
                measure={"perimeter": "zus"},
                result={"perimeter": "zus"},
            )
        ),
    ),
    "commitment-fact-differs": (
        fault("commitment-fact-differs"),
        fact(dossier(*CLEAN), "25.0"),
    ),
    "fact-as-target": (
        fault("fact-as-target"),
        mended(first("fact-as-target"), "emploi", commitment={"force": Force.AIM}),
    ),
    "share-inverted": (
        fault("share-inverted"),
        mended(
            first("share-inverted"),
            "emploi",
            measure={"unit": Unit.PERCENT, "part": "signataires", "whole": "habitants"},
        ),
    ),
    "commitment-counts-otherwise": (
        fault("commitment-counts-otherwise"),
        mended(
            first("commitment-counts-otherwise"),
            "emploi",
            measure={**SHARE.measure, "counted": counted(Thing.MONEY)},
        ),
    ),
    "start-inverted": (
        fault("start-inverted"),
        mended(
            first("start-inverted"),
            "emploi",
            commitment={**SHARE.commitment, "baseline": crossed("habitants", "signataires")},
        ),
    ),
    "objective-counts-otherwise": (
        fault("objective-counts-otherwise"),
        mended(first("objective-counts-otherwise"), "emploi", sheet={"objective_unit": Unit.PERCENT}),
    ),
    "unit-against-indicator": (
        fault("unit-against-indicator"),
        mended(first("unit-against-indicator"), "emploi", measure={"unit": Unit.PERCENT}),
    ),
    "counts-something-else": (
        fault("counts-something-else"),
        mended(
            first("counts-something-else"),
            "rendez-vous",
            measure={"unit": Unit.COUNT, "indicator": "Courriers d’invitation à un rendez-vous"},
        ),
    ),
    "result-does-not-answer": (
        fault("result-does-not-answer"),
        mended(first("result-does-not-answer"), "emploi", results=(("2015", share("25.0", 50, 200)),)),
    ),
    "baseline-not-comparable": (
        fault("baseline-not-comparable"),
        mended(first("baseline-not-comparable"), "emploi", baseline="18.0"),
    ),
    "perimeter-wider": (
        fault("perimeter-wider"),
        mended(first("perimeter-wider"), "emploi", result={"perimeter": "qpv"}),
    ),
    "perimeter-changed": (
        fault("perimeter-changed"),
        mended(first("perimeter-changed"), "emploi", result={"perimeter": "qpv"}),
    ),
    "perimeter-named-otherwise": (
        fault("perimeter-named-otherwise"),
        mended(first("perimeter-named-otherwise"), "emploi", sheet={"objective_perimeter": "qpv"}),
    ),
    # The rate of one objective is not declared on a sheet that has two.
    "full-rate-with-a-failing-part": (
        fault("full-rate-with-a-failing-part"),
        without(fault("full-rate-with-a-failing-part"), "emploi-taux"),
    ),
    "full-rate-on-one-figure": (fault("full-rate-on-one-figure"), two_figures("22.0")),
    "result-repeats-target": (
        fault("result-repeats-target"),
        mended(
            first("result-repeats-target"), "effort", result={"text": "six réunions, de janvier à novembre"}
        ),
    ),
    "regression-hidden": (
        dossier(*with_(COUNTED, baseline=Count(180), declared=None)),
        dossier(
            *with_(
                COUNTED,
                baseline=Count(180),
                declared=None,
                sheet={"alerts": (Alert(text="de 180 à 165", passage=passage()),)},
            )
        ),
    ),
    "order-of-magnitude": (
        fault("order-of-magnitude"),
        mended(first("order-of-magnitude"), "rendez-vous", baseline=Count(133)),
    ),
    "goal-below-start": (
        fault("goal-below-start"),
        mended(
            first("goal-below-start"),
            "rendez-vous",
            target=aim(ReachCount, count=Count(200)),
            promised=aim(ReachCount, count=Count(200)),
            declared="82.5",
        ),
    ),
    "baseline-equals-result": (
        fault("baseline-equals-result"),
        mended(
            first("baseline-equals-result"), "rendez-vous", results=(("2015", Count(170)),), declared="113"
        ),
    ),
    "copied-figure": (fault("copied-figure"), visits(8000, 8200)),
    "copied-words": (
        fault("copied-words"),
        mended(
            first("copied-words"),
            "suite",
            results=(("2015", State(Scale.STARTED, "deux conventions signées à la rentrée")),),
        ),
    ),
    "rate-without-figure": (
        fault("rate-without-figure"),
        mended(first("rate-without-figure"), "effort", declared=None),
    ),
    "methods-mixed": (
        dossier(*MIXED),
        dossier(*MIXED, protocols=(protocol("autre-mesure", Method.PROGRESS),)),
    ),
    "indicator-missing": (
        fault("indicator-missing"),
        mended(first("indicator-missing"), "emploi", measure={"indicator": "Part des signataires"}),
    ),
    "result-missing": (
        fault("result-missing"),
        mended(first("result-missing"), "emploi", results=(("2015", share("25.0", 50, 200)),)),
    ),
    "service-missing": (
        fault("service-missing"),
        mended(first("service-missing"), "emploi", sheet={"institutions": ("service",)}),
    ),
    "baseline-missing": (
        fault("baseline-missing"),
        mended(first("baseline-missing"), "emploi", baseline="18.0"),
    ),
    "older-baseline": (
        fault("older-baseline"),
        replaced(fault("older-baseline"), "emploi-depart", period=Period.parse("2014")),
    ),
    "dates-contradict": (
        fault("dates-contradict"),
        mended(
            first("dates-contradict"),
            "emploi",
            sheet={"updated_on": DateText(text="juin 2016", from_=RECORDED, to=RECORDED)},
        ),
    ),
    "result-before-contract": (
        fault("result-before-contract"),
        mended(
            first("result-before-contract"),
            "effort",
            results=(("2015", State(Scale.DONE, "une autre convention signée")),),
        ),
    ),
    "document-date-contradicts": (
        fault("document-date-contradicts"),
        document(dossier(*CLEAN), date(2016, 6, 22)),
    ),
    "title-drifts": (
        fault("title-drifts"),
        mended(first("title-drifts"), "emploi", sheet={"title": "L’emploi"}),
    ),
    "title-twice": (
        fault("title-twice"),
        mended(first("title-twice"), "rendez-vous", sheet={"title": "Objectif rendez-vous"}),
    ),
    "provisional-result": (
        fault("provisional-result"),
        mended(first("provisional-result"), "emploi", result={"provisional": False}),
    ),
    "small-numbers": (
        fault("small-numbers"),
        mended(first("small-numbers"), "emploi", results=(("2015", Part(12, 40)),)),
    ),
    "commitment-without-sheet": (
        fault("commitment-without-sheet"),
        followed_too(fault("commitment-without-sheet")),
    ),
    "objectives-without-sheet": (fault("objectives-without-sheet"), announcing(3)),
    "sheet-without-commitment": (
        fault("sheet-without-commitment"),
        mended(first("sheet-without-commitment"), "effort", promised=without_figure()),
    ),
    "rate-missing": (
        fault("rate-missing"),
        mended(first("rate-missing"), "emploi", declared="125"),
    ),
    "deadline-missing": (
        dossier(replace(SHARE, baseline=None)),
        dossier(replace(SHARE, baseline=None, target=TERM)),
    ),
    **naming_contracts.REMEDIES,
}

# The rule whose remedy is not a change of the figures, and why.
NOT_IN_A_DOSSIER = {
    "series-break": "a break stays a break: what is asked is not to compare across it",
}
