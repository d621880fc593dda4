"""What must not fire: contracts that come near to a fault and are right, each with why."""

from dataclasses import replace

from droitcommun.core.claims import Among, Difference, Total
from droitcommun.core.contract import Level
from droitcommun.core.counted import Thing
from droitcommun.core.figures import Unit
from droitcommun.core.observations import Count, Scale, State
from droitcommun.core.sheets import Alert
from droitcommun.core.targets import AtLeastShare, Maintain, ReachCount
from tests.builders import Row, aim, gap, passage, share
from tests.unit import naming_contracts
from tests.unit.clean_contract import CLEAN, COUNTED, EFFORT, SHARE, claiming, counted, crossed, term, with_

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
        "what one of two texts does not name is not known to differ",
        with_(SHARE, commitment={**SHARE.commitment, "counted": counted(Thing.MONEY)}),
    ),
    (
        "a population that has another name may be the same",
        with_(
            SHARE,
            commitment={**SHARE.commitment, "counted": counted(Thing.PERSONS, "jeunes suivis")},
            measure={**SHARE.measure, "counted": counted(Thing.PERSONS, "jeunes reçus", "suivi renforcé")},
        ),
    ),
    (
        "a start that is a part of something else again",
        with_(SHARE, commitment={**SHARE.commitment, "baseline": crossed("signataires", "jeunes")}),
    ),
    (
        "an objective in the unit of its indicator",
        with_(
            SHARE,
            sheet={"objective_unit": Unit.PERCENT, "objective_counted": counted(Thing.PERSONS)},
        ),
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
    *naming_contracts.SILENT,
]
