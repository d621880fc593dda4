"""A goal that is due at the end: each result before is set against the straight line that leads to it."""

from decimal import Decimal
from typing import Any

import pytest

from droitcommun.core.known import known_on
from droitcommun.core.observations import Share
from droitcommun.core.status import Status, standing
from droitcommun.core.targets import AtLeastShare, AtMostShare, Schedule
from tests.builders import RECORDED, Row, aim, dossier

# From the end of 2014 to the end of 2020 there are 2,192 days, 365 of them in 2015: of 21.92 points, 3.65 are due.
ON_THE_WAY = [
    (AtLeastShare, "31.92", "10.00", "13.65", Status.ON_TRACK),
    (AtLeastShare, "31.92", "10.00", "13.64", Status.BEHIND),
    (AtLeastShare, "31.92", "10.00", "10.00", Status.BEHIND),
    (AtLeastShare, "31.92", "10.00", "9.99", Status.MOVING_AWAY),
    (AtMostShare, "28.08", "50.00", "46.35", Status.ON_TRACK),
    (AtMostShare, "28.08", "50.00", "46.36", Status.BEHIND),
    (AtMostShare, "28.08", "50.00", "50.00", Status.BEHIND),
    (AtMostShare, "28.08", "50.00", "50.01", Status.MOVING_AWAY),
]


@pytest.mark.parametrize(("kind", "aimed", "baseline", "result", "status"), ON_THE_WAY)
def test_what_is_due_at_the_end_is_set_against_the_straight_line(
    kind: type[Any], aimed: str, baseline: str, result: str, status: Status
) -> None:
    target = aim(kind, share=Share(Decimal(aimed)), schedule=Schedule.AT_TERM, year=None)

    whole = dossier(Row(target=target, baseline=baseline, results=(("2015", result),)))
    (_, measure), *_ = whole.measures()

    assert standing(known_on(whole, RECORDED), measure).status is status
