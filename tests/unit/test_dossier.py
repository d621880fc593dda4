"""A Dossier holds together or is not made."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from droitcommun.core.figures import Ratio, Share
from droitcommun.core.known import known_on
from droitcommun.core.observations import Role
from droitcommun.core.passages import Lines, Passage, merged
from tests.builders import RECORDED, Row, dossier, later, passage

WHOLE = dossier(Row(id="a", promised="20", declared="50"), Row(id="b", promised="20"))


def test_an_id_stands_once() -> None:
    with pytest.raises(ValueError, match="une seule fois, pas 2"):
        replace(WHOLE, sheets=(*WHOLE.sheets, WHOLE.sheets[0]))


@pytest.mark.parametrize(
    ("part", "change", "named"),
    [
        ("commitments", {"passage": Passage("ailleurs", (Lines(1, 1),))}, "un document du contrat"),
        ("commitments", {"committed": ("personne",)}, "une institution du contrat"),
        ("sheets", {"institutions": ("personne",)}, "une institution du contrat"),
        ("sheets", {"passage": Passage("ailleurs", (Lines(1, 1),))}, "un document du contrat"),
        ("observations", {"sheet": "z"}, "une fiche du contrat"),
        ("observations", {"measure": "z"}, "une mesure du contrat"),
        ("observations", {"measure": "b-mesure"}, "une mesure de la fiche"),
        ("observations", {"supersedes": "z"}, "une observation du contrat"),
        ("observations", {"supersedes": "a-2015"}, "qu'elle-même"),
    ],
)
def test_a_reference_leads_somewhere(part: str, change: dict[str, Any], named: str) -> None:
    entries = getattr(WHOLE, part)
    broken: dict[str, Any] = {part: (replace(entries[0], **change), *entries[1:])}

    with pytest.raises(ValueError, match=named):
        replace(WHOLE, **broken)


def test_a_measure_follows_commitments_that_exist() -> None:
    sheet = WHOLE.sheets[0]
    lost = replace(sheet, measures=(replace(sheet.measures[0], commitments=("z",)),))

    with pytest.raises(ValueError, match="un engagement du contrat"):
        replace(WHOLE, sheets=(lost, WHOLE.sheets[1]))


def test_a_declared_rate_is_of_the_sheet_and_a_result_of_a_measure() -> None:
    result, rate = WHOLE.observations[0], WHOLE.observations[1]

    with pytest.raises(ValueError, match="porte sur la fiche"):
        replace(rate, measure="a-mesure")
    with pytest.raises(ValueError, match="porte sur la fiche"):
        replace(result, measure=None)
    with pytest.raises(ValueError, match="pas une part"):
        replace(rate, figure=Share(Decimal(50)))
    with pytest.raises(ValueError, match="pas un taux"):
        replace(result, figure=Ratio(Decimal(50)))


def test_a_declared_rate_that_is_corrected_later_stays_for_the_days_before() -> None:
    rate = WHOLE.observations[1]
    corrected = later(rate, id="corrigé", figure=Ratio(Decimal(60)), recorded_on=date(2016, 6, 1))
    found = replace(WHOLE, observations=(*WHOLE.observations, corrected))

    assert known_on(found, RECORDED).declared_rate(found.sheets[0]) == rate
    assert known_on(found, date(2016, 6, 1)).declared_rate(found.sheets[0]) == corrected
    assert known_on(found, RECORDED).declared_rate(found.sheets[1]) is None
    assert found.latest_recorded_day() == date(2016, 6, 1)


def test_results_come_oldest_period_first_whatever_their_order() -> None:
    found = dossier(Row(results=(("2016-04", "3"), ("2015", "1"), ("2015-12", "2"))))
    (_, measure), *_ = found.measures()

    periods = [
        seen.period and seen.period.code for seen in known_on(found, RECORDED).observed(measure, Role.RESULT)
    ]
    assert periods == ["2015", "2015-12", "2016-04"]


def test_lines_of_several_passages_are_listed_once_in_reading_order() -> None:
    assert merged(passage(9), passage(3), passage(9)) == (Lines(3, 3), Lines(9, 9))
    for wrong in ((), (Lines(0, 1),), (Lines(5, 4),)):
        with pytest.raises(ValueError, match="ligne"):
            Passage("texte", wrong)
