"""A clean fictional contract, and contracts with one fault injected: what the tests of the audit try."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from droitcommun.core.claims import Among, Change, Difference, ShareOf, Term, Total
from droitcommun.core.contract import Document, Force, Level, StartingPoint
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Unit
from droitcommun.core.observations import (
    Absence,
    Absent,
    Count,
    Figure,
    Number,
    Part,
    Role,
    Scale,
    State,
)
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Alert, DateText, Layout, SeriesBreak
from droitcommun.core.targets import AtLeastShare, Maintain, PlusPercent, PlusPoints, ReachCount
from tests.builders import (
    Row,
    aim,
    gap,
    observation,
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

FAULTS: list[tuple[str, tuple[Row, ...]]] = [
    ("copied-cells", (*CLEAN, replace(ANOTHER, target="50", promised="50"))),
    ("declared-rate-differs", with_(SHARE, declared="130")),
    ("declared-rate-differs", with_(COUNTED, declared="90")),
    (
        "total-differs",
        with_(
            SHARE, sheet=claiming(Total(total=term(Count(2836)), parts=(term(Count(2000)), term(Count(812)))))
        ),
    ),
    (
        "part-exceeds-whole",
        with_(
            SHARE,
            sheet=claiming(Among(whole=term(Count(8000)), parts=(term(Count(6000)), term(Count(2001))))),
        ),
    ),
    ("share-differs", with_(SHARE, results=(("2015", share("25.0", 50, 190)),))),
    (
        "share-differs",
        with_(
            SHARE,
            sheet=claiming(
                ShareOf(share=term(share("24.7")), part=(term(Count(194)),), whole=(term(Count(783)),))
            ),
        ),
    ),
    (
        "difference-differs",
        with_(
            SHARE,
            sheet=claiming(
                Difference(more=term(share("71.7")), less=term(share("60.2")), difference=term(gap("11.7")))
            ),
        ),
    ),
    (
        "change-differs",
        with_(SHARE, sheet=claiming(went(Count(200), Count(260), share("25"), rises=True))),
    ),
    (
        "change-differs",
        with_(SHARE, sheet=claiming(went(Count(200), Count(260), share("30"), rises=False))),
    ),
    ("change-differs", with_(SHARE, sheet=claiming(went(share("12.0"), share("15.0"), gap("4.0"))))),
    ("change-against-cells", with_(COUNTED, sheet=claiming(went(Count(130), Count(165))))),
    (
        "change-against-cells",
        with_(COUNTED, sheet=claiming(went(Count(120), Count(156), until=Period.parse("2015")))),
    ),
    ("commitment-target-differs", with_(SHARE, promised="15")),
    ("commitment-figure-missing", with_(EFFORT, promised=aim(ReachCount, count=Count(250)))),
    ("commitment-baseline-differs", with_(SHARE, promised_baseline="12.0")),
    ("commitment-scope-differs", with_(SHARE, commitment={"perimeter": "zus"})),
    ("share-inverted", with_(SHARE, commitment={"part": "Signataires", "whole": "habitants"})),
    ("unit-against-indicator", with_(SHARE, measure={"unit": Unit.COUNT})),
    (
        "result-does-not-answer",
        with_(SHARE, baseline=None, declared=None, measure={}, results=(("2015", Count(276)),)),
    ),
    (
        "result-does-not-answer",
        with_(SHARE, declared=None, results=(("2015", State(Scale.STARTED, "en cours")),)),
    ),
    ("baseline-not-comparable", with_(SHARE, baseline=Count(528))),
    # l. 5677, 5704: inhabitants who take part, and letters that were sent
    (
        "counts-something-else",
        with_(COUNTED, baseline=None, result={"label": "courriers d’invitation"}),
    ),
    ("provisional-result", with_(SHARE, result={"provisional": True})),
    # l. 3901: from 89 % down to 76.2 %, told as 1.2 points above the floor
    (
        "regression-hidden",
        with_(
            SHARE,
            target="75",
            promised="75",
            baseline="89",
            results=(("2015", "76.2"),),
            declared=gap("1.2"),
            sheet={"institutions": ("autre",)},
        ),
    ),
    # l. 5786, 5812: from 6.5 % down to 5.3 %, with neither a rate nor an alert
    ("regression-hidden", with_(COUNTED, baseline=Count(180), declared=None)),
    # l. 1576, 4821: « plus de 15 % en 2013 » in the promise, 14 % now; the sheet has no baseline
    (
        "regression-hidden",
        with_(
            SHARE,
            target="25",
            promised="25",
            promised_baseline="15",
            baseline=None,
            results=(("2015", "14"),),
            declared="56",
        ),
    ),
    ("perimeter-wider", with_(SHARE, baseline=None, result={"perimeter": "ville"})),
    ("perimeter-changed", with_(SHARE, result={"perimeter": "zus"})),
    ("perimeter-named-otherwise", with_(SHARE, sheet={"objective_perimeter": "zus"})),
    (
        "regression-hidden",
        with_(
            SHARE, target="100", promised="100", baseline="80.0", results=(("2015", "68.0"),), declared="68"
        ),
    ),
    ("order-of-magnitude", with_(COUNTED, baseline=Count(33))),
    # l. 928–936: 89 % in 2014, and at least 75 % promised for 2015
    (
        "goal-below-start",
        with_(
            COUNTED,
            target=aim(ReachCount, count=Count(100)),
            promised=aim(ReachCount, count=Count(100)),
            declared="165",
        ),
    ),
    # l. 6543, 6552: 100 % declared on an action that has begun
    (
        "rate-without-figure",
        with_(EFFORT, declared="100"),
    ),
    ("order-of-magnitude", with_(SHARE, target="10", promised="10", declared="250")),
    ("baseline-equals-result", with_(COUNTED, baseline=Count(165))),
    (
        "baseline-equals-result",
        with_(
            EFFORT,
            promised_baseline=State(Scale.DONE, "adresse ouverte"),
            results=(("2015", State(Scale.DONE, "adresse ouverte")),),
        ),
    ),
    ("fact-as-target", with_(SHARE, commitment={"force": Force.FACT}, promised_baseline=None)),
    (
        "target-ambiguous",
        with_(
            SHARE,
            target=aim(PlusPercent, percent=Decimal(20)),
            also_read_as=(aim(PlusPoints, points=Decimal(20)),),
            promised=aim(PlusPercent, percent=Decimal(20)),
            results=(("2015", "40.0"),),
            declared=None,
        ),
    ),
    # The promise is one of the two readings: it does not differ from the sheet.
    (
        "target-ambiguous",
        with_(SHARE, also_read_as=(aim(AtLeastShare, share=share("15")),), promised="15"),
    ),
    ("copied-words", (*CLEAN, replace(EFFORT, id="suite"))),
    ("baseline-not-comparable", with_(SHARE, result={"label": "hors emploi"})),
    ("indicator-missing", with_(SHARE, measure={"indicator": ""})),
    ("result-missing", with_(SHARE, declared=None, results=(("2015", None),))),
    ("service-missing", with_(SHARE, sheet={"institutions": ()})),
    (
        "baseline-missing",
        with_(SHARE, target=aim(Maintain), promised=aim(Maintain), baseline=None, declared=None),
    ),
    (
        "dates-contradict",
        with_(
            SHARE,
            sheet={"updated_on": DateText(text="juin 2015", from_=date(2015, 6, 1), to=date(2015, 6, 30))},
        ),
    ),
    ("title-drifts", with_(SHARE, sheet={"title": "Le téléphone grand danger"})),
    ("title-twice", with_(COUNTED, sheet={"title": "Objectif  EMPLOI"})),
    (
        "series-break",
        with_(SHARE, sheet={"breaks": (SeriesBreak(year=2016, text="réforme", passage=passage()),)}),
    ),
    (
        "small-numbers",
        with_(
            SHARE, target="40", promised="40", baseline=None, declared=None, results=(("2015", Part(3, 10)),)
        ),
    ),
    ("sheet-without-commitment", with_(EFFORT, promised=None)),
    ("rate-missing", with_(SHARE, declared=None)),
]


# Faults that a row does not carry: what is changed in the whole contract.
def _two_documents(whole: Dossier) -> Dossier:
    late = Document(
        id="texte",
        title="Texte",
        file="texte.txt",
        sha256="0" * 64,
        dated=date(2015, 6, 22),
        dated_at=passage(),
    )
    return replace(whole, contract=replace(whole.contract, documents=(late,)))


def _lonely(whole: Dossier) -> Dossier:
    alone = replace(whole.commitments[0], id="seul")
    return replace(whole, commitments=(*whole.commitments, alone))


def _another_figure_of_the_year(whole: Dossier) -> Dossier:
    """l. 1640, 4965: the booklet observes 69 % where the sheet reports 67 %."""
    fact = StartingPoint(
        text="30.0 % en 2015", figure=share("30.0"), passage=passage(), period=Period.parse("2015")
    )
    promise = replace(whole.commitments[0], baseline=fact)
    return replace(whole, commitments=(promise, *whole.commitments[1:]))


def _second_measure(whole: Dossier, result: Figure) -> Dossier:
    sheet = whole.sheets[0]
    second = replace(sheet.measures[0], id="second", unit=None, commitments=())
    both = replace(sheet, measures=(*sheet.measures, second))
    seen = observation("emploi", 0, id="second-2015", figure=result, period="2015", measure="second")
    return replace(whole, sheets=(both, *whole.sheets[1:]), observations=(*whole.observations, seen))


def _failing_part(whole: Dossier) -> Dossier:
    return _second_measure(whole, share("3.0"))


def unmeasured_part(whole: Dossier) -> Dossier:
    return _second_measure(whole, Absent(Absence.MISSING))


def _a_leap(whole: Dossier) -> Dossier:
    """l. 4031, 4039: 528 pupils, then 5254."""
    seen = [
        replace(
            observation("emploi", 0, id=f"eleves-{year}", figure=Count(count), period=year),
            role=Role.CONTEXT,
            label="élèves du premier degré",
        )
        for year, count in (("2014", 528), ("2015", 5254))
    ]
    return replace(whole, observations=(*whole.observations, *seen))


def _older(whole: Dossier) -> Dossier:
    """l. 5786: the 2014 column prints a figure of 2013."""
    old = Period.parse("2013")
    return replace(
        whole,
        sheets=tuple(replace(sheet, layout=Layout.RESULT_2014) for sheet in whole.sheets),
        observations=tuple(
            replace(seen, period=old) if seen.id == "emploi-depart" else seen for seen in whole.observations
        ),
    )


def _same_figure(whole: Dossier) -> Dossier:
    counts = [
        replace(
            observation(sheet, 0, id=f"{sheet}-visites", figure=Count(8000), period="2015"),
            role=Role.CONTEXT,
            label="visites",
        )
        for sheet in ("emploi", "effort")
    ]
    return replace(whole, observations=(*whole.observations, *counts))


WHOLE_FAULTS: list[tuple[str, Callable[[Dossier], Dossier]]] = [
    ("document-date-contradicts", _two_documents),
    ("commitment-without-sheet", _lonely),
    ("commitment-fact-differs", _another_figure_of_the_year),
    ("full-rate-with-a-failing-part", _failing_part),
    ("copied-figure", _same_figure),
    ("order-of-magnitude", _a_leap),
    ("older-baseline", _older),
]


THREE_WORDS = (("2015", State(Scale.STARTED, "une convention signée")),)

# What must not fire: each line says why.
SILENT: list[tuple[str, tuple[Row, ...]]] = [
    ("rounding of the counts", with_(SHARE, results=(("2015", share("25", 50, 199)),))),
    (
        "rounding of a difference",
        with_(
            SHARE,
            sheet=claiming(
                Difference(more=term(share("71.7")), less=term(share("60.2")), difference=term(gap("11.6")))
            ),
        ),
    ),
    (
        "a total that fits",
        with_(
            SHARE, sheet=claiming(Total(total=term(Count(2812)), parts=(term(Count(2000)), term(Count(812)))))
        ),
    ),
    (
        "« près de » is widened",
        with_(
            SHARE,
            sheet=claiming(
                Among(whole=term(Count(8000, approximate=True)), parts=(term(Count(6000)), term(Count(2300))))
            ),
        ),
    ),
    (
        "another unit is no difference of target",
        with_(EFFORT, target=aim(ReachCount, count=Count(3)), promised="20", results=(("2015", Count(4)),)),
    ),
    (
        "the same direction is not inverted",
        with_(SHARE, commitment={"part": "habitants", "whole": "stagiaires"}),
    ),
    (
        "a national promise is no measure of a sheet",
        with_(SHARE, promised="15", commitment={"level": Level.NATIONAL}),
    ),
    ("a fall of four fifths is not yet five times", with_(COUNTED, baseline=Count(34))),
    ("twenty cases are enough", with_(SHARE, baseline=None, results=(("2015", share("25.0", 5, 20)),))),
    ("three words may be said twice", (*CLEAN, replace(EFFORT, id="suite", results=THREE_WORDS))),
    (
        "what an alert tells is not hidden",
        with_(
            COUNTED,
            target=aim(ReachCount, count=Count(200)),
            promised=aim(ReachCount, count=Count(200)),
            baseline=Count(180),
            declared=None,
            sheet={"alerts": (Alert(text="moins de monde", passage=passage()),)},
        ),
    ),
    # 18.5 may be 19 rounded down: from « 18.0 » to « 18 », nobody fell for sure
    (
        "a fall within the rounding",
        with_(SHARE, baseline="18.4", results=(("2015", "18"),), declared="90"),
    ),
    (
        "two readings of one goal are one",
        with_(SHARE, also_read_as=(aim(AtLeastShare, text="au moins 20 %", share=share("20")),)),
    ),
    (
        "to hold what is there already is to maintain",
        with_(SHARE, target=aim(Maintain, share=share("15")), promised="15", declared="167"),
    ),
    (
        "a followed promise that has the perimeter of the sheet is enough",
        with_(SHARE, measure={"commitments": ("emploi", "effort")}),
    ),
    ("a part of what the indicator counts", with_(SHARE, baseline=None, result={"label": "hors emploi"})),
    ("an ended effort without a rate", with_(EFFORT, results=(("2015", State(Scale.DONE, "fait")),))),
]
