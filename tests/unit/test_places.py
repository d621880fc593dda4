"""A result over other places than promised decides nothing, but for too few over more of them."""

from datetime import date

import pytest

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.observations import (
    Count,
)
from droitcommun.core.status import Standing, standing
from droitcommun.core.targets import (
    ReachCount,
)
from droitcommun.core.verdicts import because
from tests.builders import (
    RECORDED,
    Row,
    aim,
    dossier,
)

YEAR, NEXT = "2015", "2016"


def _standing(found: Dossier, as_of: date = RECORDED) -> Standing:
    (_, measure), *_ = found.measures()
    return standing(known_on(found, as_of), measure)


def test_a_result_over_a_wider_perimeter_does_not_decide() -> None:
    found = _standing(dossier(Row(target="10", results=((YEAR, "26"),), result={"perimeter": "ville"})))

    assert (found.status, found.public_status) == ("not_measurable", "unknown")
    assert "couvre d’autres lieux que ceux qui sont promis" in because(found)


@pytest.mark.parametrize(("result", "public"), [(Count(4), "not_yet_met"), (Count(5), "unknown")])
def test_too_few_over_all_the_city_is_too_few_in_a_part_of_it(result: Count, public: str) -> None:
    """l. 6452-6456: 3 + 1 new projects in all Paris, where 5 were promised."""
    row = Row(
        target=aim(ReachCount, count=Count(5)), results=((YEAR, result),), result={"perimeter": "ville"}
    )

    assert _standing(dossier(row)).public_status == public


def test_a_result_over_other_places_than_the_promise_does_not_decide_it() -> None:
    """The sheet measures all the city and keeps its own goal there; the promise is about priority neighbourhoods."""
    whole = dossier(
        Row(
            target="20",
            promised="20",
            results=((YEAR, "26"),),
            result={"perimeter": "zus"},
            measure={"perimeter": "zus"},
            commitment={"perimeter": "qpv"},
        )
    )
    known = known_on(whole, RECORDED)
    measure = whole.sheets[0].measures[0]

    assert standing(known, measure).public_status == "met"
    assert standing(known, measure, whole.commitments[0]).public_status == "unknown"
