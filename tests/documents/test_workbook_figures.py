"""What French writing says reads back to the same value; anything else is no value."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core import french
from droitcommun.core.figures import Unit
from droitcommun.core.periods import Period
from droitcommun.intake.workbook.dates import parse_period, school_year
from droitcommun.intake.workbook.forms import period_in_words
from droitcommun.intake.workbook.numbers import parse_count, parse_number

_DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
_SPACES = st.sampled_from([" ", "\u00a0", "\u202f"])


@st.composite
def numbers(draw: st.DrawFn) -> Decimal:
    digits = draw(st.integers(-(10**9), 10**9))
    return Decimal(digits).scaleb(-draw(st.integers(0, 4)))


@given(numbers(), st.sampled_from([Unit.PERCENT, Unit.POINTS, Unit.EUROS]), _SPACES)
def test_a_number_written_in_french_reads_back_to_its_digits(value: Decimal, unit: Unit, space: str) -> None:
    for written in (french.number(value), french.quantity(value, unit)):
        read = parse_number(re.sub("[\u00a0\u202f ]", space, written), unit)

        assert read is not None
        assert (read, read.as_tuple().exponent) == (value, value.as_tuple().exponent)


@given(st.integers(0, 10**9), st.sampled_from(["", "environ ", "env. ", "près de ", "~"]))
def test_a_count_reads_back_with_what_is_said_of_it(count: int, about: str) -> None:
    assert parse_count(f"{about}{french.number_of(count)}") == (count, bool(about))


@given(st.text(max_size=12))
def test_a_text_without_digits_is_never_a_number(text: str) -> None:
    bare = "".join(sign for sign in text if not sign.isdecimal())

    assert all(parse_number(bare, unit) is None for unit in Unit)
    assert parse_count(bare) is None


@given(st.text(alphabet="0123456789.,- %\u202f", max_size=10))
def test_what_reads_as_a_number_has_these_very_digits(text: str) -> None:
    read = parse_number(text, Unit.PERCENT)

    if read is not None:
        assert re.sub(r"\D", "", text) == re.sub(r"\D", "", format(read, "f"))


@pytest.mark.parametrize(
    "text", ["1.234", "12 34", "1 2345", "018", "1,2,3", "1 234 5", "--3", "3-", "1e3", "٣", "", "½"]
)
def test_what_may_be_two_numbers_is_none(text: str) -> None:
    assert parse_number(text, Unit.PERCENT) is None


@given(_DAYS)
def test_a_day_reads_back_however_it_is_written(value: date) -> None:
    expected = Period(value, value)

    for written in (
        french.day(value),
        f"{value:%d/%m/%Y}",
        f"{value.day}/{value.month}/{value.year}",
        f"{value:%d.%m.%Y}",
    ):
        assert parse_period(written) == expected
        assert parse_period(written.upper()) == expected
    assert parse_period(value.isoformat()) == expected


@given(_DAYS, _DAYS)
def test_a_period_in_words_reads_back(one: date, other: date) -> None:
    for period in (
        Period(min(one, other), max(one, other)),
        Period.parse(f"{one:%Y-%m}"),
        Period.parse(f"{one:%Y}"),
        school_year(one.year),
    ):
        assert parse_period(period_in_words(period)) == period
        assert parse_period(french.period(period)) == period


@given(st.text(max_size=20))
def test_a_text_without_a_year_is_never_a_period(text: str) -> None:
    if not re.search(r"\d{4}", text):
        found = parse_period(text)

        assert found is None


PERIODS = """
fin décembre 2016                     | 2016-12
Août 2016                             | 2016-08
de janvier à juin 2016                | 2016-01-01/2016-06-30
du 1er au 30 avril 2016               | 2016-04
du 1er sept. 2015 au 31 août 2016     | 2015-09-01/2016-08-31
1er semestre 2016                     | 2016-01-01/2016-06-30
2e semestre 2016                      | 2016-07-01/2016-12-31
3e trimestre 2016                     | 2016-07-01/2016-09-30
T4 2016                               | 2016-10-01/2016-12-31
année universitaire 2015/2016         | 2015-09-01/2016-08-31
04/2016                               | 2016-04
29 février 2016                       | 2016-02-29
29 février 2015                       |
année scolaire 2015-2017              |
2015-2016                             |
13/13/2016                            |
juin                                  |
du 3 mai 2016 au 2 mai 2016           |
printemps 2016                        |
"""


@pytest.mark.parametrize("case", PERIODS.strip().splitlines())
def test_the_ways_in_which_services_write_a_period(case: str) -> None:
    text, code = (part.strip() for part in case.split("|"))

    found = parse_period(text)

    assert (found.code if found else "") == code
