"""Beside each fault: the same contract with its remedy applied, and one that comes near to it and is right.

The faults are those of `faulty_contracts.py`. A remedy changes what the finding asks to change, and nothing else.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from droitcommun.core.claims import Among, Difference, ShareOf, Total
from droitcommun.core.contract import Document, Force, Level, ReportingUnit, StartingPoint
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Unit
from droitcommun.core.governance import Protocol
from droitcommun.core.methods import Method
from droitcommun.core.observations import Count, Figure, Part, Role, Scale, State
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Alert, DateText, Layout
from droitcommun.core.targets import AtLeastShare, Maintain, ReachCount, Schedule
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
from tests.unit.faulty_contracts import (
    ANOTHER,
    CLEAN,
    COUNTED,
    EFFORT,
    FAULTS,
    SHARE,
    WHOLE_FAULTS,
    claiming,
    term,
    with_,
)

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


def _replaced(whole: Dossier, name: str, **changes: Any) -> Dossier:
    """One observation changed."""
    assert name in {seen.id for seen in whole.observations}
    return replace(
        whole,
        observations=tuple(
            replace(seen, **changes) if seen.id == name else seen for seen in whole.observations
        ),
    )


def _without(whole: Dossier, name: str) -> Dossier:
    assert name in {seen.id for seen in whole.observations}
    return replace(whole, observations=tuple(seen for seen in whole.observations if seen.id != name))


def _document(whole: Dossier, dated: date) -> Dossier:
    one = Document(
        id="texte", title="Texte", file="texte.txt", sha256="0" * 64, dated=dated, dated_at=passage()
    )
    return replace(whole, contract=replace(whole.contract, documents=(one,)))


def _fact(whole: Dossier, percent: str, **changes: Any) -> Dossier:
    """The first promise says that something was observed in 2015."""
    fact = StartingPoint(
        text=f"{percent} % en 2015", figure=share(percent), passage=passage(), period=Period.parse("2015")
    )
    promise = replace(whole.commitments[0], baseline=replace(fact, **changes))
    return replace(whole, commitments=(promise, *whole.commitments[1:]))


def _followed_too(whole: Dossier) -> Dossier:
    """The first sheet follows the lonely promise as well."""
    sheet = whole.sheets[0]
    measure = replace(sheet.measures[0], commitments=(*sheet.measures[0].commitments, "seul"))
    return replace(whole, sheets=(replace(sheet, measures=(measure,)), *whole.sheets[1:]))


def _alone(level: Level) -> Dossier:
    whole = dossier(*CLEAN)
    alone = replace(whole.commitments[0], id="seul", level=level)
    return replace(whole, commitments=(*whole.commitments, alone))


def _second(result: Figure, **changes: Any) -> Dossier:
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


def _visits(*counts: int) -> Dossier:
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


def _began(period: str) -> Dossier:
    """A layout whose first column is 2014, over a figure of some period."""
    whole = dossier(*CLEAN)
    sheets = tuple(replace(sheet, layout=Layout.RESULT_2014) for sheet in whole.sheets)
    return _replaced(replace(whole, sheets=sheets), "emploi-depart", period=Period.parse(period))


def _protocol(measure: str, method: Method) -> Protocol:
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


def _served_by_a_unit() -> Dossier:
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
        _fact(dossier(*CLEAN), "25.0"),
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
        _without(fault("full-rate-with-a-failing-part"), "emploi-taux"),
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
    "copied-figure": (fault("copied-figure"), _visits(8000, 8200)),
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
        dossier(*MIXED, protocols=(_protocol("autre-mesure", Method.PROGRESS),)),
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
        _replaced(fault("older-baseline"), "emploi-depart", period=Period.parse("2014")),
    ),
    "dates-contradict": (
        fault("dates-contradict"),
        mended(
            first("dates-contradict"),
            "emploi",
            sheet={"updated_on": DateText(text="juin 2016", from_=RECORDED, to=RECORDED)},
        ),
    ),
    "document-date-contradicts": (
        fault("document-date-contradicts"),
        _document(dossier(*CLEAN), date(2016, 6, 22)),
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
        _followed_too(fault("commitment-without-sheet")),
    ),
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
}

# Rules whose remedy is not a change of the figures, and why.
NOT_IN_A_DOSSIER = {
    "series-break": "a break stays a break: what is asked is not to compare across it",
    "target-ambiguous": "the readings stay; the protocol that chooses one makes a rate official",
    "method-inferred": "the formula is written on the sheet, which has no place for it but a protocol",
}

# For each rule, what comes near to what it looks for and is right: it must not fire.
NEAR_MISSES: dict[str, Dossier] = {
    # The same result and rate, and the same goal.
    "copied-cells": dossier(*CLEAN, ANOTHER),
    # 25 may be 25.4, and 127 may be 126.9: (25.4 ÷ 20 = 127).
    "declared-rate-differs": dossier(*with_(SHARE, results=(("2015", "25"),), declared="127")),
    "declared-rate-against-promise": dossier(*with_(COUNTED, target=without_figure())),
    # 30.0 and 20.1 may be 29.98 and 20.06, which 50.0 may be too.
    "total-differs": dossier(
        *with_(
            SHARE,
            sheet=claiming(
                Total(total=term(share("50.0")), parts=(term(share("30.0")), term(share("20.1"))))
            ),
        )
    ),
    "part-exceeds-whole": dossier(
        *with_(
            SHARE,
            sheet=claiming(Among(whole=term(Count(8000)), parts=(term(Count(6000)), term(Count(2000))))),
        )
    ),
    # 194 ÷ 783 = 24.776
    "share-differs": dossier(
        *with_(
            SHARE,
            sheet=claiming(
                ShareOf(share=term(share("24.8")), part=(term(Count(194)),), whole=(term(Count(783)),))
            ),
        )
    ),
    "difference-differs": dossier(
        *with_(
            SHARE,
            sheet=claiming(
                Difference(more=term(share("71.7")), less=term(share("60.2")), difference=term(gap("11.6")))
            ),
        )
    ),
    "commitment-target-differs": dossier(*with_(SHARE, promised="20.0")),
    "commitment-figure-missing": dossier(
        *with_(EFFORT, promised=aim(ReachCount, count=Count(250)), commitment={"level": Level.NATIONAL})
    ),
    "commitment-baseline-differs": dossier(*with_(SHARE, promised_baseline="18")),
    "commitment-scope-differs": dossier(
        *with_(SHARE, commitment={"perimeter": "zus"}, measure={"commitments": ("emploi", "effort")})
    ),
    "commitment-fact-differs": _fact(dossier(*CLEAN), "30.0", period=Period.parse("2013")),
    # What was observed is not what is aimed at.
    "fact-as-target": dossier(*with_(SHARE, promised="19", commitment={"force": Force.FACT})),
    "share-inverted": dossier(*with_(SHARE, commitment={"part": "signataires", "whole": "jeunes"})),
    "unit-against-indicator": dossier(*with_(SHARE, measure={"unit": None})),
    "counts-something-else": dossier(*with_(COUNTED, baseline=None, result={"label": "rendez-vous honorés"})),
    # Nothing was given: that is another rule's.
    "result-does-not-answer": dossier(*with_(SHARE, declared=None, results=(("2015", None),))),
    "baseline-not-comparable": dossier(*with_(SHARE, baseline=None, result={"label": "hors emploi"})),
    "perimeter-wider": dossier(
        *with_(SHARE, baseline=None, measure={"perimeter": "ville"}, result={"perimeter": "ville"})
    ),
    "perimeter-changed": dossier(*with_(SHARE, baseline=None, result={"perimeter": "zus"})),
    "perimeter-named-otherwise": dossier(*with_(SHARE, sheet={"objective_perimeter": "qpv"})),
    "full-rate-with-a-failing-part": _second(share("20.1")),
    # 18.4 may be 18.35, and 18 may be 18.4.
    "regression-hidden": dossier(*with_(SHARE, baseline="18.4", results=(("2015", "18"),), declared="90")),
    # 165 ÷ 34 = 4.9
    "order-of-magnitude": dossier(*with_(COUNTED, baseline=Count(34))),
    "goal-below-start": dossier(*with_(COUNTED, baseline=Count(149))),
    "baseline-equals-result": dossier(*with_(COUNTED, baseline=Count(164))),
    "copied-figure": _visits(99, 99),
    "copied-words": dossier(
        *CLEAN, replace(EFFORT, id="suite", results=(("2015", State(Scale.STARTED, "une convention")),))
    ),
    "target-ambiguous": dossier(
        *with_(SHARE, also_read_as=(aim(AtLeastShare, text="au moins 20 %", share=share("20")),))
    ),
    # The promise has a figure to which the rate can be put.
    "rate-without-figure": dossier(
        *with_(
            EFFORT,
            promised=aim(ReachCount, count=Count(3)),
            results=(("2015", Count(3)),),
            declared="100",
        )
    ),
    "methods-mixed": dossier(*CLEAN, replace(MIXED[-1], sheet={"institutions": ("autre",)})),
    "indicator-missing": _second(share("30.0"), indicator=""),
    # A figure of the year before stands.
    "result-missing": dossier(*with_(SHARE, results=(("2014", "25.0"), ("2015", None)))),
    "service-missing": _served_by_a_unit(),
    # A floor is printed: nothing has to be known of the start.
    "baseline-missing": dossier(
        *with_(SHARE, target=aim(Maintain, share=share("15")), promised="15", baseline=None, declared="167")
    ),
    "older-baseline": _began("2013-09-01/2014-08-31"),
    # The last day of 2015.
    "dates-contradict": dossier(
        *with_(
            SHARE,
            sheet={
                "updated_on": DateText(
                    text="31 décembre 2015", from_=date(2015, 12, 31), to=date(2015, 12, 31)
                )
            },
        )
    ),
    "document-date-contradicts": _document(dossier(*CLEAN), RECORDED),
    "title-drifts": dossier(*with_(SHARE, sheet={"title": "Les employés"})),
    "title-twice": dossier(*with_(COUNTED, sheet={"title": "Objectif emplois"})),
    # Two years that nothing forbids to compare.
    "series-break": dossier(*with_(SHARE, results=(("2014", "24.0"), ("2015", "25.0")))),
    "provisional-result": dossier(*with_(SHARE, declared=None, result={"provisional": True})),
    "small-numbers": dossier(*with_(SHARE, baseline=None, results=(("2015", share("25.0", 5, 20)),))),
    "commitment-without-sheet": _alone(Level.NATIONAL),
    "sheet-without-commitment": dossier(*with_(EFFORT, promised=None, measure={"commitments": ("emploi",)})),
    # 20.0 may be 19.96: nobody can say that it is met.
    "rate-missing": dossier(replace(SHARE, results=(("2015", "20.0"),), declared=None)),
    # The promise says when, the sheet does not.
    "deadline-missing": dossier(replace(SHARE, promised=TERM)),
    # 25.0 ÷ 20 and (25.0 − 0.0) ÷ (20 − 0.0): two ways.
    "method-inferred": dossier(replace(SHARE, baseline="0.0")),
}
