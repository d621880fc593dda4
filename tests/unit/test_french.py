"""French typography: the spaces that must not break, commas, signs, plurals."""

from datetime import date
from decimal import Decimal

import pytest

from droitcommun.core import french
from droitcommun.core.passages import Lines


def test_numbers() -> None:
    assert french.number(Decimal("20.30")) == "20,30"
    assert french.percent(Decimal("20.3")) == "20,3\u00a0%"
    assert french.percent(Decimal("-1.2")) == "\u22121,2\u00a0%"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2.3", "+2,3\u00a0points"),
        ("1.9", "+1,9\u00a0point"),
        ("-2.0", "\u22122,0\u00a0points"),
        ("0.0", "0,0\u00a0point"),
    ],
)
def test_points_have_a_sign_and_the_french_plural(value: str, written: str) -> None:
    assert french.points(Decimal(value)) == written


def test_days() -> None:
    assert french.day(date(2016, 7, 1)) == "1er\u00a0juillet\u00a02016"
    assert french.day(date(2015, 5, 7)) == "7\u00a0mai\u00a02015"


def test_lines() -> None:
    assert french.lines([Lines(151, 151)]) == "l.\u00a0151"
    assert french.lines([Lines(103, 110), Lines(2586, 2586)]) == "l.\u00a0103\u00a0à\u00a0110 et 2586"


def test_lists() -> None:
    assert french.listed(["a"]) == "a"
    assert french.listed(["a", "b"]) == "a et b"
    assert french.listed(["a", "b", "c"]) == "a, b et c"


def test_spaces_that_must_not_break() -> None:
    assert french.typeset("« a » : 3 % ; b ? c ! 1 ÷ 2 = 3") == (
        "«\u00a0a\u00a0»\u00a0: 3\u00a0%\u202f; b\u202f? c\u202f! 1\u00a0÷\u00a02\u00a0=\u00a03"
    )
    assert french.typeset("http://a:b a:b") == "http://a:b a:b"
