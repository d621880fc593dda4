"""The other things that a finding proposes to do, each applied: a remedy that says « ou » has several.

Those that `neighbouring_contracts.py` tries first are not repeated here. What is said in a waiver is tried on every
fault, in `test_audit_neighbours.py`.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from droitcommun.core.claims import Among, Difference, ShareOf, Total
from droitcommun.core.contract import Force
from droitcommun.core.dossier import Dossier
from droitcommun.core.governance import Decision, Protocol
from droitcommun.core.methods import Method
from droitcommun.core.observations import Absence, Absent, Count, Places, Ratio, Scale, Share, State
from droitcommun.core.sheets import Alert
from droitcommun.core.targets import Maintain, ReachCount, Schedule
from tests.builders import RECORDED, Row, aim, dossier, later, passage, share
from tests.unit import naming_contracts
from tests.unit.clean_contract import CLEAN, COUNTED, EFFORT, SHARE, claiming, term, with_
from tests.unit.faulty_contracts import FAULTS, WHOLE_FAULTS
from tests.unit.neighbouring_contracts import (
    MIXED,
    fact,
    fault,
    first,
    mended,
    protocol,
    replaced,
)


def second(code: str) -> tuple[Row, ...]:
    """The rows of the second injected fault of a rule."""
    return [rows for name, rows in FAULTS if name == code][1]


def under(whole: Dossier, *protocols: Protocol) -> Dossier:
    """The same contract, with protocols that the service adopted."""
    return replace(whole, protocols=protocols)


def deciding(whole: Dossier, retains: str, measure: str = "emploi-mesure") -> Dossier:
    """The same contract, with a figure retained."""
    decision = Decision(
        id="choix", measure=measure, retains=retains, by="service", on=RECORDED, reason="recompté"
    )
    return replace(whole, decisions=(decision,))


def awaiting(whole: Dossier) -> Dossier:
    """The first sheet says who has to give its result, and by which day."""
    point = Alert(text="résultat à fournir", passage=passage(), owner="service", due=date(2016, 12, 31))
    return replace(whole, sheets=(replace(whole.sheets[0], alerts=(point,)), *whole.sheets[1:]))


def two_results(declared: str) -> Dossier:
    whole = dossier(*with_(SHARE, results=(("2015", "25.0"),), declared=declared))
    rival = replace(whole.observations[0], id="rival", figure=Share(Decimal(30)))
    return replace(whole, observations=(*whole.observations, rival))


def promised_as_well(whole: Dossier) -> Dossier:
    """The first sheet follows another promise as well, which promises what was a fact."""
    promise = replace(whole.commitments[0], id="promis", force=Force.FIRM)
    sheet = whole.sheets[0]
    measure = replace(sheet.measures[0], commitments=("emploi", "promis"))
    return replace(
        whole,
        commitments=(*whole.commitments, promise),
        sheets=(replace(sheet, measures=(measure,)), *whole.sheets[1:]),
    )


def corrected(whole: Dossier, percent: str) -> Dossier:
    """The result of the first sheet, corrected that day."""
    (wrong,) = (seen for seen in whole.observations if seen.id == "emploi-2015")
    right = later(wrong, id="correction", figure=share(percent), recorded_on=RECORDED)
    rate = replaced(whole, "emploi-taux", figure=Ratio(Decimal(percent) / 20 * 100))
    return replace(rate, observations=(*rate.observations, right))


HELD = protocol("emploi-mesure", Method.ATTAINMENT)
BY_PROGRESS = protocol("emploi-mesure", Method.PROGRESS)
# Without its counts, a share gives one rate by one formula.
PRINTED = replace(SHARE, results=(("2015", share("25.0")),))
(OTHER_PLACES,) = (
    whole
    for whole in (
        change(dossier(*CLEAN)) for name, change in WHOLE_FAULTS if name == "commitment-fact-differs"
    )
    if any(isinstance(seen.figure, Places) for seen in whole.observations)
)
FAILING = fault("full-rate-with-a-failing-part")
ABSENT = Absent(Absence.NOT_COLLECTED, "non disponible à cette échelle")

# The rule, what is done, what was wrong, and the same once that is done.
OTHER_REMEDIES: tuple[tuple[str, str, Dossier, Dossier], ...] = (
    (
        "copied-cells",
        "the same result is confirmed, and each rate computed again",
        fault("copied-cells"),
        mended(first("copied-cells"), "autre", declared="50"),
    ),
    (
        "declared-rate-differs",
        "one of two results is retained, and the rate computed again",
        two_results("90"),
        deciding(two_results("150"), "rival"),
    ),
    (
        "declared-rate-differs",
        "the goal of the promise is chosen",
        dossier(*with_(SHARE, promised="15", declared="90")),
        dossier(*with_(SHARE, promised="15", declared="167")),
    ),
    (
        "total-differs",
        "the total is corrected",
        fault("total-differs"),
        mended(
            first("total-differs"),
            "emploi",
            sheet=claiming(Total(total=term(Count(2812)), parts=(term(Count(2000)), term(Count(812))))),
        ),
    ),
    (
        "part-exceeds-whole",
        "a part is corrected",
        fault("part-exceeds-whole"),
        mended(
            first("part-exceeds-whole"),
            "emploi",
            sheet=claiming(Among(whole=term(Count(8000)), parts=(term(Count(6000)), term(Count(2000))))),
        ),
    ),
    (
        "share-differs",
        "the share is computed again",
        dossier(*second("share-differs")),
        mended(
            second("share-differs"),
            "emploi",
            sheet=claiming(
                ShareOf(share=term(share("24.8")), part=(term(Count(194)),), whole=(term(Count(783)),))
            ),
        ),
    ),
    (
        "commitment-target-differs",
        "a protocol says that the goal of the sheet counts",
        fault("commitment-target-differs"),
        under(fault("commitment-target-differs"), HELD),
    ),
    (
        "commitment-target-differs",
        "a protocol says that the goal of the promise counts",
        fault("commitment-target-differs"),
        under(fault("commitment-target-differs"), replace(HELD, reading="commitment-emploi")),
    ),
    (
        "commitment-baseline-differs",
        "the baseline of the sheet is retained",
        fault("commitment-baseline-differs"),
        deciding(fault("commitment-baseline-differs"), "emploi-depart"),
    ),
    (
        "commitment-baseline-differs",
        "the baseline of the promise is retained",
        fault("commitment-baseline-differs"),
        deciding(fault("commitment-baseline-differs"), "emploi"),
    ),
    (
        "commitment-fact-differs",
        "the result of the sheet is retained",
        fact(dossier(*CLEAN), "30.0"),
        deciding(fact(dossier(*CLEAN), "30.0"), "emploi-2015"),
    ),
    (
        "commitment-fact-differs",
        "the list of the sheet is retained",
        OTHER_PLACES,
        deciding(OTHER_PLACES, "effort-2015", "effort-mesure"),
    ),
    (
        "full-rate-on-one-figure",
        "the figure that keeps the goal is retained",
        fault("full-rate-on-one-figure"),
        deciding(fault("full-rate-on-one-figure"), "emploi-2015"),
    ),
    (
        "commitment-fact-differs",
        "the result is corrected",
        fact(dossier(*with_(SHARE, results=(("2015", "25.0"),))), "30.0"),
        corrected(fact(dossier(*with_(SHARE, results=(("2015", "25.0"),))), "30.0"), "30.0"),
    ),
    (
        "fact-as-target",
        "another promise has this figure",
        fault("fact-as-target"),
        promised_as_well(fault("fact-as-target")),
    ),
    (
        "fact-as-target",
        "the target and its rate are withdrawn",
        fault("fact-as-target"),
        mended(
            first("fact-as-target"),
            "emploi",
            target=EFFORT.target,
            results=(("2015", State(Scale.STARTED, "en cours")),),
            baseline=None,
            declared=None,
        ),
    ),
    (
        "share-inverted",
        "a protocol says of which population the share is measured",
        fault("share-inverted"),
        under(fault("share-inverted"), HELD),
    ),
    (
        "unit-against-indicator",
        "the result is given in the unit of the indicator",
        dossier(*with_(COUNTED, baseline=None, results=(("2015", share("55.0")),), declared=None)),
        dossier(*with_(COUNTED, baseline=None)),
    ),
    (
        "counts-something-else",
        "what the indicator counts is given",
        fault("counts-something-else"),
        mended(
            first("counts-something-else"),
            "rendez-vous",
            results=(("2015", Count(162)),),
            result={},
            declared="108",
        ),
    ),
    (
        "result-does-not-answer",
        "it is said to be absent, and who has to give it by when",
        fault("result-does-not-answer"),
        awaiting(mended(first("result-does-not-answer"), "emploi", results=(("2015", ABSENT),))),
    ),
    (
        "result-missing",
        "an alert says who has to give it by when",
        fault("result-missing"),
        awaiting(fault("result-missing")),
    ),
    (
        "perimeter-wider",
        "it is said not to be there at this scale, and who has to give it by when",
        fault("perimeter-wider"),
        awaiting(mended(first("perimeter-wider"), "emploi", results=(("2015", ABSENT),), result={})),
    ),
    (
        "perimeter-named-otherwise",
        "a protocol says which zoning is followed",
        fault("perimeter-named-otherwise"),
        under(fault("perimeter-named-otherwise"), HELD),
    ),
    (
        "full-rate-with-a-failing-part",
        "the rate is that of all: (25 ÷ 20 + 3 ÷ 20) ÷ 2 = 70 %",
        FAILING,
        replaced(FAILING, "emploi-taux", figure=Ratio(Decimal(70)), text="70 %"),
    ),
    (
        "full-rate-with-a-failing-part",
        "how far the action is stands instead of a rate",
        dossier(*with_(EFFORT, declared="100")),
        dossier(*with_(EFFORT, declared=None)),
    ),
    (
        "regression-hidden",
        "the text of the sheet gives the difference",
        fault("regression-hidden"),
        mended(
            first("regression-hidden"),
            "emploi",
            sheet={
                "institutions": ("autre",),
                **claiming(
                    Difference(
                        more=term(share("89")), less=term(share("76.2")), difference=term(share("12.8"))
                    )
                ),
            },
        ),
    ),
    (
        "order-of-magnitude",
        "the goal is raised",
        dossier(*second("order-of-magnitude")),
        mended(second("order-of-magnitude"), "emploi", target="20", promised="20", declared="125"),
    ),
    (
        "goal-below-start",
        "the promise is not to fall back",
        fault("goal-below-start"),
        mended(
            first("goal-below-start"),
            "rendez-vous",
            target=aim(Maintain),
            promised=aim(Maintain),
            declared=None,
        ),
    ),
    (
        "baseline-equals-result",
        "the action goes on",
        dossier(*second("baseline-equals-result")),
        mended(
            second("baseline-equals-result"),
            "effort",
            results=(("2015", State(Scale.PERMANENT, "adresse ouverte")),),
        ),
    ),
    (
        "target-ambiguous",
        "a protocol chooses the first reading",
        fault("target-ambiguous"),
        under(fault("target-ambiguous"), BY_PROGRESS),
    ),
    (
        "target-ambiguous",
        "a protocol chooses the second reading",
        dossier(*second("target-ambiguous")),
        under(dossier(*second("target-ambiguous")), replace(HELD, reading="sheet-2")),
    ),
    (
        "rate-without-figure",
        "the objective has a figure and a deadline",
        fault("rate-without-figure"),
        mended(
            first("rate-without-figure"),
            "effort",
            target=aim(ReachCount, count=Count(3), schedule=Schedule.EACH_YEAR),
            promised=aim(ReachCount, count=Count(3), schedule=Schedule.EACH_YEAR),
            results=(("2015", Count(3)),),
        ),
    ),
    (
        "methods-mixed",
        "each indicator has a protocol",
        dossier(*MIXED),
        under(
            dossier(*MIXED),
            protocol("autre-mesure", Method.PROGRESS),
            HELD,
            protocol("rendez-vous-mesure", Method.ATTAINMENT),
        ),
    ),
    (
        "dates-contradict",
        "the period of the result is corrected",
        fault("dates-contradict"),
        mended(first("dates-contradict"), "emploi", results=(("2015-04", share("25.0", 50, 200)),)),
    ),
    (
        "title-drifts",
        "the cells had slipped",
        fault("title-drifts"),
        mended(
            first("title-drifts"),
            "emploi",
            sheet={"title": "Le téléphone grand danger", "objective": "Prêter un téléphone d’alerte"},
        ),
    ),
    (
        "provisional-result",
        "the rate is said to be provisional too",
        fault("provisional-result"),
        replaced(fault("provisional-result"), "emploi-taux", provisional=True),
    ),
    (
        "small-numbers",
        "a protocol says under how many cases nothing is published",
        fault("small-numbers"),
        under(fault("small-numbers"), replace(HELD, minimum=5)),
    ),
    (
        "rate-missing",
        "a protocol says how it is computed",
        fault("rate-missing"),
        under(fault("rate-missing"), HELD),
    ),
    (
        "method-inferred",
        "a protocol names the formula",
        dossier(PRINTED),
        under(dossier(PRINTED), HELD),
    ),
    (
        "method-inferred",
        "the rate is that of the protocol: (25.0 − 18.0) ÷ (20 − 18.0) = 350 %",
        under(dossier(PRINTED), BY_PROGRESS),
        under(dossier(replace(PRINTED, declared="350")), BY_PROGRESS),
    ),
    *naming_contracts.OTHER_REMEDIES,
)
