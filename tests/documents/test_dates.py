"""Days on which a sheet says that it was brought up to date."""

import pytest

from droitcommun.intake.dates import date_text

DAYS = [
    ("23 mai 2016", "2016-05-23", "2016-05-23"),
    ("08 juin 2016", "2016-06-08", "2016-06-08"),
    ("1er juillet  2016", "2016-07-01", "2016-07-01"),
    ("02-06-2016", "2016-06-02", "2016-06-02"),
    ("Juin 2015", "2015-06-01", "2015-06-30"),
    ("Année 2015", "2015-01-01", "2015-12-31"),
    ("2014-Janvier 2015", "2014-01-01", "2015-01-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), DAYS)
def test_a_date_of_update_covers_days(text: str, first: str, last: str) -> None:
    read_day = date_text(text)

    assert read_day is not None
    assert (read_day.from_.isoformat(), read_day.to.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "bientôt", "31/02/2016", "2016, ou 2017", "janvier 2016 à mars 2015"])
def test_what_is_no_date_of_update_is_none(text: str) -> None:
    assert date_text(text) is None
