"""A manifest attached to a measure: what it records, where the measure then stands, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.contract import Neighbourhood
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import Interval, Unit
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.known import known_on
from droitcommun.core.methods import Method, Value
from droitcommun.core.observations import Bounded
from droitcommun.core.periods import Period
from droitcommun.core.problems import FileRefusedError, UnknownNameError
from droitcommun.core.rates import measure_rates
from droitcommun.core.status import PublicStatus, Status, Trend, standing
from droitcommun.core.targets import AtLeastShare, AtMostShare, Schedule
from droitcommun.territory.perimeters import Kind
from droitcommun.usecases.attaching import Attachment, attach, manifest_results
from droitcommun.usecases.sheets import sheets
from droitcommun.usecases.sources import View
from tests.builders import Row, aim, dossier, share
from tests.spec.manifests import JOURNAL, OF_THE_SHEET, hiding, manifest, result

ON = date(2016, 7, 2)


def held(target: Any, **row: Any) -> Dossier:
    """A contract that promises something for 2015, and has no result yet."""
    return dossier(Row(id="a", target=target, promised=None, results=(), **row))


def at_least(percent: str) -> Any:
    return aim(AtLeastShare, share=share(percent), schedule=Schedule.SINGLE_YEAR, year=2015)


def at_most(percent: str) -> Any:
    return aim(AtMostShare, share=share(percent), schedule=Schedule.SINGLE_YEAR, year=2015)


def attached(told: Any, contract: Dossier, measure: str = "a-mesure", **given: Any) -> Attachment:
    return attach(contract, manifest(told), measure, file="part.json", on=ON, **given)


# Worked by hand. 341 ÷ 2467 = 13.822… and 446 ÷ 2467 = 18.078…, published from 13.82 to 18.08.
BY_HAND = [
    # the 105 may live wherever they will: 25 is missed
    (at_least("25"), OF_THE_SHEET, Status.MISSED, PublicStatus.MISSED),
    # 15 is between the bounds
    (at_least("15"), OF_THE_SHEET, Status.UNDECIDED, PublicStatus.UNKNOWN),
    (at_least("13"), OF_THE_SHEET, Status.MET, PublicStatus.MET),
    # at the low bound itself; a hundredth above it
    (at_least("13.82"), OF_THE_SHEET, Status.MET, PublicStatus.MET),
    (at_least("13.83"), OF_THE_SHEET, Status.UNDECIDED, PublicStatus.UNKNOWN),
    (at_least("18.09"), OF_THE_SHEET, Status.MISSED, PublicStatus.MISSED),
    (at_most("20"), OF_THE_SHEET, Status.MET, PublicStatus.MET),
    (at_most("15"), OF_THE_SHEET, Status.UNDECIDED, PublicStatus.UNKNOWN),
    (at_most("13"), OF_THE_SHEET, Status.MISSED, PublicStatus.MISSED),
    # nothing is open: 50 of 200 is 25 exactly
    (at_least("25"), result(50, 150), Status.MET, PublicStatus.MET),
    # hidden: from 1.16 to 10.53, without an estimate
    (at_least("25"), hiding(), Status.MISSED, PublicStatus.MISSED),
    (at_least("5"), hiding(), Status.UNDECIDED, PublicStatus.UNKNOWN),
]


@pytest.mark.parametrize(("target", "told", "status", "public"), BY_HAND)
def test_the_interval_goes_into_the_status(
    target: Any, told: Any, status: Status, public: PublicStatus
) -> None:
    record = attached(told, held(target)).record

    assert (record.status_before, record.status, record.public_status) == (Status.NO_DATA, status, public)


@pytest.mark.parametrize(
    ("method", "exact", "low", "high"),
    [
        # 14.44 is 341 of the 2,362 that are placed, 14.4369…
        (Method.ATTAINMENT, "57.76", "55.28", "72.32"),  # 14.44 ÷ 25, 13.82 ÷ 25, 18.08 ÷ 25
        (Method.MARGIN, "-10.56", "-11.18", "-6.92"),  # 14.44 − 25, 13.82 − 25, 18.08 − 25
    ],
)
def test_the_interval_goes_into_the_rate(method: Method, exact: str, low: str, high: str) -> None:
    after = attached(OF_THE_SHEET, held(at_least("25"))).after
    sheet, measure = next(after.measures())

    rates = {rate.method: rate.outcome for rate in measure_rates(known_on(after, ON), sheet, measure)}

    found = rates[method]
    assert isinstance(found, Value)
    assert found.exact == Fraction(exact)
    assert found.bounds == Interval(Fraction(low), Fraction(high))


@given(
    inside=st.integers(0, 60),
    outside=st.integers(0, 60),
    uncertain=st.integers(0, 20),
    unplaced=st.integers(0, 20),
    hundredth=st.integers(0, 10_000),
)
def test_a_status_holds_wherever_the_open_rows_are(
    inside: int, outside: int, uncertain: int, unplaced: int, hundredth: int
) -> None:
    rows = inside + outside + uncertain + unplaced
    if not rows:
        return
    goal = Decimal(hundredth).scaleb(-2)
    told = result(inside, outside, uncertain, unplaced)

    status = attached(told, held(at_least(str(goal)))).record.status

    kept = {
        Fraction(100 * (inside + more), rows) >= Fraction(goal) for more in range(uncertain + unplaced + 1)
    }
    expected = {
        frozenset({True}): Status.MET,
        frozenset({False}): Status.MISSED,
        frozenset({True, False}): Status.UNDECIDED,
    }[frozenset(kept)]
    # A share cut outward to two decimals may leave open what its counts settle, never the reverse.
    assert status in {expected, Status.UNDECIDED}
    if expected is Status.MET:
        assert status is Status.MET


def test_it_appends_a_figure_that_says_its_counts_period_and_manifest() -> None:
    before = held(at_least("25"))

    found = attached(OF_THE_SHEET, before)

    (seen,) = found.after.observations
    assert seen.figure == Bounded(
        low=Decimal("13.82"),
        point=Decimal("14.44"),
        high=Decimal("18.08"),
        inside=341,
        outside=2021,
        uncertain=0,
        unplaced=105,
        rows=2467,
    )
    assert (seen.period, seen.perimeter, seen.recorded_on) == (Period.parse("2015"), "qpv", ON)
    document = found.after.contract.documents[-1]
    assert seen.passage.document == document.id == found.after.manifests[0].id
    assert found.after.manifests[0].content.encode() == manifest(OF_THE_SHEET)
    assert manifest_results(found.after) == {document.id: OF_THE_SHEET}
    assert "part.json" not in document.file


def test_the_reasons_say_that_it_holds_wherever_the_open_rows_are_or_that_nobody_knows() -> None:
    missed = attached(OF_THE_SHEET, held(at_least("25"))).record.because
    unknown = attached(OF_THE_SHEET, held(at_least("15"))).record.because

    assert "où que soient les lignes" in missed
    assert "On ne sait pas" in unknown
    assert "Imprimé ainsi" not in unknown


def test_attached_twice_it_is_unchanged() -> None:
    once = attached(OF_THE_SHEET, held(at_least("25")))

    twice = attached(OF_THE_SHEET, once.after)

    assert (twice.record.new, twice.writes) == (False, False)
    assert fingerprint(twice.after.parts) == fingerprint(once.after.parts)


def test_an_other_manifest_stands_beside_the_first_and_beside_the_sheet_s_own_figure() -> None:
    first = attached(OF_THE_SHEET, dossier(Row(id="a", target=at_least("25"), results=(("2015", "14"),))))

    second = attached(result(342, 2020, unplaced=105), first.after)

    assert first.record.beside == ("14\u00a0%",)
    assert len(second.after.observations) == 3
    assert second.after.observations[:2] == first.after.observations
    assert len(second.after.manifests) == 2


def test_one_manifest_may_give_the_share_of_two_measures_and_is_kept_once() -> None:
    contract = dossier(
        Row(id="a", target=at_least("25"), results=()), Row(id="b", target=at_least("10"), results=())
    )

    after = attached(OF_THE_SHEET, attached(OF_THE_SHEET, contract).after, "b-mesure").after

    assert len(after.observations) == 2
    assert len(after.manifests) == 1
    assert len(after.contract.documents) == len(contract.contract.documents) + 1


def test_what_is_hidden_stays_hidden_and_gives_no_rate() -> None:
    after = attached(hiding(), held(at_least("25"))).after
    sheet, measure = next(after.measures())

    rates = measure_rates(known_on(after, ON), sheet, measure)
    (record,) = sheets(View(known_on(after, ON), by_default=True))

    assert not any(isinstance(rate.outcome, Value) for rate in rates)
    (shown,) = record.measures[0].results
    assert (shown.value, shown.numerator, shown.denominator) == (None, None, None)
    assert (shown.low, shown.high, shown.unit) == (Decimal("1.16"), Decimal("10.53"), Unit.PERCENT)
    assert shown.counts is not None
    assert (shown.counts.inside, shown.counts.outside, shown.counts.rows) == (None, 85, None)


@pytest.mark.parametrize(
    ("start", "trend"),
    [("10", Trend.PROGRESSING), ("20", Trend.REGRESSING), ("15", None), ("13.82", None)],
)
def test_bounds_tell_a_trend_only_when_they_are_on_one_side_of_the_start(
    start: str, trend: Trend | None
) -> None:
    after = attached(OF_THE_SHEET, held(at_least("25"), baseline=start)).after
    _, measure = next(after.measures())

    assert standing(known_on(after, ON), measure).trend is trend


def test_a_declared_rate_is_not_reproduced_by_bounds() -> None:
    from droitcommun.core.comparison import compare

    # 15 ÷ 25 = 60: within the bounds of the manifest, and no figure of the sheet gives it.
    after = attached(OF_THE_SHEET, held(at_least("25"), declared="60")).after

    assert compare(known_on(after, ON), after.sheets[0]) is None


def test_a_name_of_a_sheet_with_one_measure_is_enough() -> None:
    assert attached(OF_THE_SHEET, held(at_least("25")), "a").record.measure == "a-mesure"


WITHOUT_PERIOD = result(341, 2021, unplaced=105, period="campagne de rentrée")


def test_the_period_is_given_when_the_manifest_does_not_say_it() -> None:
    found = attached(WITHOUT_PERIOD, held(at_least("25")), period=Period.parse("2015-09-01/2016-08-31"))

    assert found.record.period.code == "2015-09-01/2016-08-31"


def elsewhere() -> Any:
    other = replace(JOURNAL.perimeters, kind=Kind.ZUS, vintage="1996")
    return result(341, 2021, perimeters=other)


def test_perimeters_that_are_no_priority_neighbourhood_need_the_name_of_what_was_counted() -> None:
    told = elsewhere()

    found = attached(told, held(at_least("25")), perimeter="zus")

    assert found.record.perimeter == "zus"
    assert found.record.status is Status.NOT_MEASURABLE  # other places than those that are promised


def a_list(vintage: str) -> Dossier:
    contract = held(at_least("25"))
    one = Neighbourhood(id="qn1", name="Un", districts=("1er",), vintage=vintage)
    return replace(contract, contract=replace(contract.contract, neighbourhoods=(one,)))


REFUSED: dict[str, tuple[Any, Dossier, dict[str, Any]]] = {
    "manifest-exact": (result(341, 2021, secrecy=None), held(at_least("25")), {}),
    "manifest-vintage": (OF_THE_SHEET, a_list("2024"), {}),
    "manifest-unit": (OF_THE_SHEET, held(at_least("25"), measure={"unit": Unit.COUNT}), {}),
    "manifest-period": (WITHOUT_PERIOD, held(at_least("25")), {}),
    "manifest-period ": (OF_THE_SHEET, held(at_least("25")), {"period": Period.parse("2014")}),
    "manifest-perimeter": (elsewhere(), held(at_least("25")), {}),
    "manifest-perimeter ": (OF_THE_SHEET, held(at_least("25")), {"perimeter": "ville"}),
    "manifest-held": (
        WITHOUT_PERIOD,
        attached(WITHOUT_PERIOD, held(at_least("25")), period=Period.parse("2014")).after,
        {"period": Period.parse("2015")},
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_does_not_fit_is_refused_with_what_is_expected(code: str) -> None:
    told, contract, options = REFUSED[code]

    with pytest.raises(FileRefusedError) as refused:
        attached(told, contract, **options)

    assert [problem.code for problem in refused.value.problems] == [code.strip()]
    assert "part.json" in str(refused.value)


def test_a_measure_that_is_not_there_is_named_as_such() -> None:
    with pytest.raises(UnknownNameError, match="Mesure inconnue"):
        attached(OF_THE_SHEET, held(at_least("25")), "z")


@given(place=st.integers(0), byte=st.integers(0, 255))
def test_one_byte_altered_anywhere_is_refused(place: int, byte: int) -> None:
    content = bytearray(manifest(OF_THE_SHEET))
    place %= len(content)
    if content[place] == byte:
        return
    content[place] = byte

    with pytest.raises(FileRefusedError):
        attach(held(at_least("25")), bytes(content), "a-mesure", file="m", on=ON)


def test_an_impossible_share_is_no_figure() -> None:
    figure = attached(OF_THE_SHEET, held(at_least("25"))).after.observations[0].figure
    assert isinstance(figure, Bounded)

    for wrong in (
        {"low": Decimal(19)},
        {"high": Decimal(101)},
        {"point": Decimal(20)},
        {"inside": -1},
    ):
        with pytest.raises(ValueError, match=r"une part|un nombre"):
            replace(figure, **wrong)
