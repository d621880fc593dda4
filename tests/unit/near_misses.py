"""What comes near to a fault, and is none: one contract a rule."""

from dataclasses import replace
from datetime import date

from droitcommun.core.claims import Among, Difference, ShareOf, Total
from droitcommun.core.contract import Force, Level
from droitcommun.core.counted import Thing
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Count, Scale, State
from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText
from droitcommun.core.targets import AtLeastShare, Maintain, ReachCount
from tests.builders import (
    RECORDED,
    aim,
    dossier,
    gap,
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
from tests.unit.neighbouring_contracts import (
    MIXED,
    TERM,
    alone,
    announcing,
    began,
    counted_beside,
    document,
    fact,
    second,
    served_by_a_unit,
    two_figures,
    visits,
)

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
    # 15.0 ÷ 12.0 is 25 % more, and 3 points more: both are « une hausse de » so much.
    "change-differs": dossier(
        *with_(
            SHARE,
            sheet=claiming(
                went(share("12.0"), share("15.0"), share("25"), rises=True),
                went(share("12.0"), share("15.0"), share("3"), rises=True),
            ),
        )
    ),
    # Other years, other words, neither figure of the sheet.
    "change-against-cells": dossier(
        *with_(
            COUNTED,
            sheet=claiming(
                went(Count(130), Count(165), since=Period.parse("2010")),
                went(Count(130), Count(165), subject="Les ateliers sont passés"),
                went(Count(130), Count(170)),
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
    "commitment-fact-differs": fact(dossier(*CLEAN), "30.0", period=Period.parse("2013")),
    # What was observed is not what is aimed at.
    "fact-as-target": dossier(*with_(SHARE, promised="19", commitment={"force": Force.FACT})),
    # Another measure that follows the promise counts what is promised.
    "commitment-counts-otherwise": counted_beside(),
    # A part of a part: neither is the whole of the other.
    "start-inverted": dossier(
        *with_(SHARE, commitment={**SHARE.commitment, "baseline": crossed("signataires", "jeunes")})
    ),
    # Nobody says what the indicator counts.
    "objective-counts-otherwise": dossier(
        *with_(EFFORT, sheet={"objective_counted": counted(Thing.STRUCTURES)})
    ),
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
    "full-rate-with-a-failing-part": second(share("20.1")),
    # 20.0 may be 20.04: nobody can say that it falls short.
    "full-rate-on-one-figure": two_figures("20.0"),
    # Three words may be said of both.
    "result-repeats-target": dossier(
        *with_(EFFORT, target=without_figure("réunir les services"), result={"text": "réunir les services"})
    ),
    # 18.4 may be 18.35, and 18 may be 18.4.
    "regression-hidden": dossier(*with_(SHARE, baseline="18.4", results=(("2015", "18"),), declared="90")),
    # 165 ÷ 34 = 4.9
    "order-of-magnitude": dossier(*with_(COUNTED, baseline=Count(34))),
    "goal-below-start": dossier(*with_(COUNTED, baseline=Count(149))),
    "baseline-equals-result": dossier(*with_(COUNTED, baseline=Count(164))),
    "copied-figure": visits(99, 99),
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
    "indicator-missing": second(share("30.0"), indicator=""),
    # A figure of the year before stands.
    "result-missing": dossier(*with_(SHARE, results=(("2014", "25.0"), ("2015", None)))),
    "service-missing": served_by_a_unit(),
    # A floor is printed: nothing has to be known of the start.
    "baseline-missing": dossier(
        *with_(SHARE, target=aim(Maintain, share=share("15")), promised="15", baseline=None, declared="167")
    ),
    "older-baseline": began("2013-09-01/2014-08-31"),
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
    "document-date-contradicts": document(dossier(*CLEAN), RECORDED),
    # The contract was signed on the 1st of January.
    "result-before-contract": dossier(
        *with_(EFFORT, results=(("2015-01-01", State(Scale.DONE, "une convention signée ce jour")),))
    ),
    "title-drifts": dossier(*with_(SHARE, sheet={"title": "Les employés"})),
    "title-twice": dossier(*with_(COUNTED, sheet={"title": "Objectif emplois"})),
    # Two years that nothing forbids to compare.
    "series-break": dossier(*with_(SHARE, results=(("2014", "24.0"), ("2015", "25.0")))),
    "provisional-result": dossier(*with_(SHARE, declared=None, result={"provisional": True})),
    "small-numbers": dossier(*with_(SHARE, baseline=None, results=(("2015", share("25.0", 5, 20)),))),
    "commitment-without-sheet": alone(Level.NATIONAL),
    "objectives-without-sheet": announcing(3),
    "sheet-without-commitment": dossier(*with_(EFFORT, promised=None, measure={"commitments": ("emploi",)})),
    # 20.0 may be 19.96: nobody can say that it is met.
    "rate-missing": dossier(replace(SHARE, results=(("2015", "20.0"),), declared=None)),
    # The promise says when, the sheet does not.
    "deadline-missing": dossier(replace(SHARE, promised=TERM)),
    # 25.0 ÷ 20 and (25.0 − 0.0) ÷ (20 − 0.0): two ways.
    "method-inferred": dossier(replace(SHARE, baseline="0.0")),
    **naming_contracts.NEAR_MISSES,
}
