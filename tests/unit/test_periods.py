from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.french import period as in_words
from droitcommun.core.periods import Period, parse_day

days = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))


@pytest.mark.parametrize(
    ("code", "start", "end", "words"),
    [
        ("2015", "2015-01-01", "2015-12-31", "2015"),
        ("2016-02", "2016-02-01", "2016-02-29", "février 2016"),
        ("2016-05-23", "2016-05-23", "2016-05-23", "23 mai 2016"),
        ("2015-09-01/2016-08-31", "2015-09-01", "2016-08-31", "du 1er septembre 2015 au 31 août 2016"),
    ],
)
def test_a_period_is_whole_days_with_the_shortest_code(code: str, start: str, end: str, words: str) -> None:
    period = Period.parse(code)

    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period.code == code
    assert in_words(period).replace("\u00a0", " ") == words


@given(days, days)
def test_a_code_is_read_back(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))

    assert Period.parse(period.code) == period


WRONG = ("", "15", "2016-13", "2016-02-30", "avril 2016", "2016-05-23/2016-05-01", "0000", "20160523")


@pytest.mark.parametrize("wrong", WRONG)
def test_anything_else_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="une période : 2015, 2016-04"):
        Period.parse(wrong)


@pytest.mark.parametrize("wrong", ["20160523", "2016-W21-1", "2016-02-30", "0000-01-01", "٢٠١٦-٠٥-٢٣", ""])
def test_a_day_is_written_one_way(wrong: str) -> None:
    with pytest.raises(ValueError, match="une date comme 2016-05-23"):
        parse_day(wrong)
