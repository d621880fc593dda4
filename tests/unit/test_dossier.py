"""A Dossier holds together or is not made."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from droitcommun.core.figures import Ratio, Share
from droitcommun.core.known import known_on
from droitcommun.core.observations import Observation, Role
from droitcommun.core.passages import Lines, Passage, all_lines
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
        ("observations", {"id": "Mme Untel"}, "en minuscules"),
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
    corrected = later(rate, id="a-taux-corrige", figure=Ratio(Decimal(60)), recorded_on=date(2016, 6, 1))
    found = replace(WHOLE, observations=(*WHOLE.observations, corrected))

    assert known_on(found, RECORDED).declared_rate(found.sheets[0]) == rate
    assert known_on(found, date(2016, 6, 1)).declared_rate(found.sheets[0]) == corrected
    assert known_on(found, RECORDED).declared_rate(found.sheets[1]) is None
    assert found.latest_recorded_day() == date(2016, 6, 1)


def _corrections() -> dict[str, Observation]:
    """Corrections of the first result that are none."""
    result, rate, other = WHOLE.observations
    corrected = later(result, id="c", figure=Share(Decimal(30)), recorded_on=date(2016, 6, 1))
    return {
        "of another measure": replace(corrected, supersedes=other.id),
        "of another role": replace(corrected, supersedes=rate.id),
        "recorded before": replace(corrected, recorded_on=date(2010, 1, 1)),
        "of itself": replace(corrected, supersedes="c"),
    }


@pytest.mark.parametrize("why", sorted(_corrections()))
def test_a_figure_is_not_hidden_by_what_does_not_correct_it(why: str) -> None:
    with pytest.raises(ValueError, match="même fiche, mesure et rôle"):
        replace(WHOLE, observations=(*WHOLE.observations, _corrections()[why]))


def test_two_figures_cannot_hide_each_other() -> None:
    first = WHOLE.observations[0]
    second = later(first, id="c", figure=Share(Decimal(30)), recorded_on=RECORDED)
    circle = (replace(first, supersedes="c"), second, *WHOLE.observations[1:])

    with pytest.raises(ValueError, match="inscrit plus haut"):
        replace(WHOLE, observations=circle)


def test_a_sheet_declares_one_rate_unless_it_corrects_it() -> None:
    second = replace(WHOLE.observations[1], id="c", figure=Ratio(Decimal(60)))

    with pytest.raises(ValueError, match="une fiche n’en déclare qu’un"):
        replace(WHOLE, observations=(*WHOLE.observations, second))


def test_results_come_oldest_period_first_whatever_their_order() -> None:
    found = dossier(Row(results=(("2016-04", "3"), ("2015", "2"), ("2015-06", "1"))))
    (_, measure), *_ = found.measures()

    periods = [
        seen.period and seen.period.code for seen in known_on(found, RECORDED).observed(measure, Role.RESULT)
    ]
    assert periods == ["2015-06", "2015", "2016-04"]  # by the last day they speak of


def test_lines_of_several_passages_are_listed_once_in_reading_order() -> None:
    assert all_lines([passage(9), passage(3), passage(9)]) == (Lines(3, 3), Lines(9, 9))
    for wrong in ((), (Lines(0, 1),), (Lines(5, 4),)):
        with pytest.raises(ValueError, match="ligne"):
            Passage("texte", wrong)
