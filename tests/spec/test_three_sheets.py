"""The three sheets that declare 113 %: every expected value is worked out by hand from the cited line.

l. 2461  18,1 %  18 %  20,3 % (avril 2016)  113 %     booklet, l. 352: 18 %
l. 2522  18 %    13 %  20,3 % (avril 2016)  113 %     booklet, l. 151: 15 %
l. 2586  18 %    15 %  20,3 % (avril 2016)  113 %     booklet, l. 107: 15 %
"""

from datetime import date
from decimal import Decimal

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.known import known_on
from droitcommun.core.observations import Absent, Role
from droitcommun.core.status import PublicStatus, Status
from droitcommun.usecases.audit import audit
from droitcommun.usecases.explanation import explanation
from droitcommun.usecases.rates import rates
from droitcommun.usecases.records import ExplainedRateRecord
from droitcommun.usecases.sheets import sheets
from droitcommun.usecases.sources import View, view

# sheet, period, reading, attainment in percent, margin in points, lines of the goal
RATES_BY_HAND = """
emplois-avenir  2015     sheet               100.6   0.1   352+2461
emplois-avenir  2016-04  sheet               112.8   2.3   352+2461
cui-cie         2015     sheet               138.5   5.0   2522
cui-cie         2015     commitment-cui-cie  120.0   3.0   151
cui-cie         2016-04  sheet               156.2   7.3   2522
cui-cie         2016-04  commitment-cui-cie  135.3   5.3   151
cui-cae         2015     sheet               120.0   3.0   107+2586
cui-cae         2016-04  sheet               135.3   5.3   107+2586
"""


@pytest.fixture(scope="module")
def paris() -> View:
    return view(load_source, "catalogue:paris-2015-2020", None)


def test_the_default_day_is_the_latest_recorded(paris: View) -> None:
    assert paris.as_of == date(2016, 5, 23)  # l. 2452
    assert paris.by_default


def test_every_rate_is_the_one_worked_out_by_hand(paris: View) -> None:
    found = {
        (
            rate.sheet,
            str(rate.result_period and rate.result_period.code),
            rate.reading,
            str(rate.method),
        ): rate
        for rate in rates(paris)
    }

    by_hand = [line.split() for line in RATES_BY_HAND.split("\n") if line]
    assert len(found) == 2 * len(by_hand)
    for sheet, period, reading, attainment, margin, lines in by_hand:
        percent = found[sheet, period, reading, "attainment"]
        points = found[sheet, period, reading, "margin"]
        assert (str(percent.value), percent.unit) == (attainment, "percent")
        assert (str(points.value), points.unit) == (margin, "points")
        assert _goal_lines(percent) == [int(line) for line in lines.split("+")]


def _goal_lines(rate: ExplainedRateRecord) -> list[int]:
    assert rate.derivation is not None
    return [line.first for line in rate.derivation.args[1].lines]


def test_a_rate_keeps_its_exact_value_and_its_bounds(paris: View) -> None:
    held = next(rate for rate in rates(paris, "emplois-avenir") if rate.value == Decimal("112.8"))

    # 20.3 / 18 = 203/180, in percent 1015/9; 20.25 / 18 = 112.5; 20.35 / 18 = 113.05…, a high bound goes up
    assert held.exact == "1015/9"
    assert (str(held.low), str(held.high)) == ("112.5", "113.1")
    assert held.official is False


def test_the_first_column_is_a_result_and_never_a_baseline(paris: View) -> None:
    for sheet, measure in paris.dossier.measures():
        results = paris.known.observed(measure, Role.RESULT)
        (baseline,) = paris.known.observed(measure, Role.BASELINE)

        assert [str(seen.period and seen.period.code) for seen in results] == ["2015", "2016-04"], sheet.id
        assert isinstance(baseline.figure, Absent)


@pytest.mark.parametrize(
    ("sheet", "holds"), [("emplois-avenir", True), ("cui-cie", False), ("cui-cae", False)]
)
def test_one_113_holds_and_two_do_not(paris: View, sheet: str, holds: bool) -> None:
    found = explanation(paris, next(one for one in paris.dossier.sheets if one.id == sheet))

    assert found is not None
    assert found.holds is holds


def test_the_audit_says_which_rates_nothing_gives_and_that_cells_were_copied(paris: View) -> None:
    copied, cie, cae = audit(paris)

    assert (copied.code, copied.sheets) == ("copied-cells", ("emplois-avenir", "cui-cie", "cui-cae"))
    assert [line.first for line in copied.lines] == [2461, 2522, 2586]
    assert (cie.code, cie.sheets) == ("declared-rate-differs", ("cui-cie",))
    assert (str(cie.expected.value), str(cie.found.value)) == ("156.2", "113")
    assert [tuple(lines) for lines in cie.lines] == [(151, 152), (2522, 2522)]
    assert (cae.code, cae.sheets) == ("declared-rate-differs", ("cui-cae",))
    assert (str(cae.expected.value), str(cae.found.value)) == ("135.3", "113")
    assert copied.linked == (
        "declared-rate-differs:cui-cie-part-qpv",
        "declared-rate-differs:cui-cae-part-qpv",
    )
    root = "copied-cells:emplois-avenir-part-qpv+cui-cie-part-qpv+cui-cae-part-qpv"
    assert cie.linked == cae.linked == (root,)


def test_the_three_targets_are_met_whichever_way_they_are_read(paris: View) -> None:
    for sheet in sheets(paris):
        (measure,) = sheet.measures
        assert (measure.status, measure.public_status) == (Status.MET, PublicStatus.MET)


def test_before_anything_was_recorded_nobody_knows(paris: View) -> None:
    before = View(known_on(paris.dossier, date(2016, 5, 22)), by_default=False)

    assert audit(before) == ()
    for sheet in sheets(before):
        assert sheet.declared_rate is None
        assert sheet.measures[0].public_status is PublicStatus.UNKNOWN
    assert all(rate.value is None and rate.reason for rate in rates(before))
