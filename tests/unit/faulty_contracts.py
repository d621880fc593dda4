"""Contracts with one fault injected: what the tests of the audit try."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from droitcommun.core.claims import Among, Difference, ShareOf, Total
from droitcommun.core.contract import Announced, Document, Force, StartingPoint
from droitcommun.core.counted import Thing
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Unit
from droitcommun.core.observations import (
    Absence,
    Absent,
    Count,
    Figure,
    Part,
    Places,
    Role,
    Scale,
    State,
)
from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText, Layout, SeriesBreak
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
    ("change-differs", with_(SHARE, sheet=claiming(went(share("12.0"), share("15.0"), share("20.0"))))),
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
    # l. 290, 4728: half of the credits, and half of the jobs
    (
        "commitment-counts-otherwise",
        with_(
            SHARE,
            commitment={"counted": counted(Thing.MONEY)},
            measure={**SHARE.measure, "counted": counted(Thing.JOBS)},
        ),
    ),
    # l. 601, 2758: all those who are accompanied, and those only who are accompanied more closely
    (
        "commitment-counts-otherwise",
        with_(
            SHARE,
            commitment={"counted": counted(Thing.PERSONS, "jeunes suivis")},
            measure={**SHARE.measure, "counted": counted(Thing.PERSONS, "Jeunes suivis", "suivi renforcé")},
        ),
    ),
    # l. 800–814: what part of the young had benefited, and what part of the beneficiaries are young
    (
        "start-inverted",
        with_(SHARE, commitment={**SHARE.commitment, "baseline": crossed("Signataires", "habitants")}),
    ),
    # l. 3685–3687: fewer pupils who drop out, measured by a rate
    ("objective-counts-otherwise", with_(SHARE, sheet={"objective_unit": Unit.COUNT})),
    # l. 5156, 5180: new structures, followed by posts
    (
        "objective-counts-otherwise",
        with_(
            EFFORT,
            sheet={"objective_counted": counted(Thing.STRUCTURES)},
            measure={"counted": counted(Thing.POSTS)},
        ),
    ),
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
    # l. 4094, 4118: the part that was trained, and the number of those who came
    (
        "counts-something-else",
        with_(
            COUNTED,
            baseline=None,
            measure={**COUNTED.measure, "whole": "rendez-vous pris"},
            result={"label": "Rendez-vous pris"},
        ),
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
    # l. 3264–3268: « Réunion tous les 2 mois », aimed at and reported
    (
        "result-repeats-target",
        with_(
            EFFORT,
            target=without_figure("réunir les services tous les deux mois"),
            result={"text": "Réunir les services  tous les deux mois"},
        ),
    ),
    ("copied-words", (*CLEAN, replace(EFFORT, id="suite"))),
    ("baseline-not-comparable", with_(SHARE, result={"label": "hors emploi"})),
    ("indicator-missing", with_(SHARE, measure={"indicator": ""})),
    ("result-missing", with_(SHARE, declared=None, results=(("2015", None),))),
    # l. 4190: a promise without a figure, and an empty cell
    ("result-missing", with_(EFFORT, results=(("2015", None),))),
    # l. 1, 5357: signed before the contract was
    (
        "result-before-contract",
        with_(EFFORT, results=(("2014-12-31", State(Scale.DONE, "une convention signée à l’hiver")),)),
    ),
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
    *naming_contracts.FAULTS,
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


def _other_places(whole: Dossier) -> Dossier:
    """l. 1485–1512, 4514: the 17th in the booklet, the 18th in the sheet."""
    seen = tuple(
        replace(one, figure=Places(("10ème", "18ème")), text="10ème et 18ème")
        if one.id == "effort-2015"
        else one
        for one in whole.observations
    )
    fact = StartingPoint(
        text="MJD 10, PAD 17", figure=Places(("10e", "17e")), passage=passage(), period=Period.parse("2015")
    )
    promises = tuple(replace(one, baseline=fact) if one.id == "effort" else one for one in whole.commitments)
    return replace(whole, observations=seen, commitments=promises)


def _another_number_beside(whole: Dossier) -> Dossier:
    """l. 1932, 5250: eight places in the booklet, and « 3 permanences » beside the results of the sheet."""
    seen = replace(
        observation("effort", 0, id="effort-permanences", figure=Count(3), period="2015"),
        role=Role.CONTEXT,
        label="Permanences",
    )
    fact = StartingPoint(
        text="8 permanences", figure=Count(8), passage=passage(), period=Period.parse("2015")
    )
    named = counted(Thing.STRUCTURES, "permanences")
    promises = tuple(
        replace(one, baseline=fact, counted=named) if one.id == "effort" else one for one in whole.commitments
    )
    return replace(whole, observations=(*whole.observations, seen), commitments=promises)


def _announced(whole: Dossier) -> Dossier:
    """l. 25: more objectives than sheets."""
    announced = Announced(objectives=4, with_a_figure=2, passage=passage())
    return replace(whole, contract=replace(whole.contract, announced=announced))


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


def _another_figure_short(whole: Dossier) -> Dossier:
    """l. 4743–4755: 54 % with the jobs of another programme, 22 of 67 without, and 100 % declared."""
    seen = observation("emploi", 0, id="emploi-sans", figure=share("10.0"), period="2015")
    return replace(whole, observations=(*whole.observations, replace(seen, label="hors autre programme")))


def _a_leap(whole: Dossier, first: int = 528, last: int = 5254) -> Dossier:
    """l. 4031, 4039: 528 pupils, then 5254."""
    seen = [
        replace(
            observation("emploi", 0, id=f"eleves-{year}", figure=Count(count), period=year),
            role=Role.CONTEXT,
            label="élèves du premier degré",
        )
        for year, count in (("2014", first), ("2015", last))
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
    ("commitment-fact-differs", _other_places),
    ("commitment-fact-differs", _another_number_beside),
    ("objectives-without-sheet", _announced),
    ("full-rate-with-a-failing-part", _failing_part),
    ("full-rate-on-one-figure", _another_figure_short),
    ("copied-figure", _same_figure),
    ("order-of-magnitude", _a_leap),
    ("order-of-magnitude", lambda whole: _a_leap(whole, 500, 100)),
    ("order-of-magnitude", lambda whole: _a_leap(whole, 100, 500)),
    ("older-baseline", _older),
    *naming_contracts.WHOLE_FAULTS,
]
