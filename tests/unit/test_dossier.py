"""A Dossier holds together or is not made."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from droitcommun.core.contract import Announced
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.observations import Observation, Ratio, Role, Share, Steps
from droitcommun.core.passages import Lines, Passage, all_lines
from droitcommun.core.sheets import DateText, Named
from droitcommun.core.targets import Milestone, Milestones
from tests.builders import CONTRACT, RECORDED, Row, aim, at_least, dossier, later, passage
from tests.unit.test_protocols import ADOPTED

ELSEWHERE = Passage("ailleurs", (Lines(1, 1),))
WHOLE = dossier(Row(id="a", promised="20", declared="50"), Row(id="b", promised="20"))

MEASURE = WHOLE.sheets[0].measures[0]


def test_what_the_contract_says_of_itself_is_cited_from_its_documents() -> None:
    announced = Announced(objectives=76, with_a_figure=63, passage=ELSEWHERE)

    for change in ({"passage": ELSEWHERE}, {"announced": announced}):
        with pytest.raises(ValueError, match="un document du contrat"):
            replace(WHOLE, contract=replace(WHOLE.contract, **change))
    with pytest.raises(ValueError, match="en minuscules"):
        replace(WHOLE, contract=replace(WHOLE.contract, id="../Mme Untel"))


def test_a_sheet_and_its_parts_refuse_what_has_no_meaning() -> None:
    sheet = WHOLE.sheets[0]

    with pytest.raises(ValueError, match="au moins une mesure"):
        replace(sheet, measures=())
    with pytest.raises(ValueError, match="une seule suite de lignes"):
        replace(sheet, passage=Passage("texte", (Lines(1, 2), Lines(5, 6))))
    with pytest.raises(ValueError, match="du premier au dernier"):
        DateText(text="mai", from_=date(2016, 5, 2), to=date(2016, 5, 1))
    with pytest.raises(ValueError, match="a une période"):
        replace(WHOLE.observations[0], period=None)


def test_the_latest_day_is_that_of_a_figure_or_of_a_sheet_or_of_the_signature() -> None:
    sheet = WHOLE.sheets[0]
    dated = DateText(text="juillet 2016", from_=date(2016, 7, 1), to=date(2016, 7, 31))

    assert WHOLE.latest_recorded_day() == RECORDED
    assert replace(
        WHOLE, sheets=(replace(sheet, updated_on=dated), WHOLE.sheets[1])
    ).latest_recorded_day() == date(2016, 7, 31)
    assert dossier().latest_recorded_day() == dossier().contract.signed_on


def test_nothing_is_known_before_the_first_figure_of_any_kind() -> None:
    result, rate, _ = WHOLE.observations

    assert known_on(WHOLE, date(2016, 5, 22)).is_empty
    for alone in (result, rate):
        assert not known_on(replace(WHOLE, observations=(alone,)), RECORDED).is_empty


def test_a_correction_of_the_same_day_is_a_correction() -> None:
    same_day = later(WHOLE.observations[0], id="c", figure=Share(Decimal(30)), recorded_on=RECORDED)
    corrected = replace(WHOLE, observations=(*WHOLE.observations, same_day))

    assert known_on(corrected, RECORDED).observed(MEASURE, Role.RESULT) == (same_day,)


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
        ("observations", {"measure": "b-mesure"}, "une mesure de cette fiche"),
        ("observations", {"supersedes": "z"}, "une observation du contrat"),
        ("observations", {"id": "Mme Untel"}, "en minuscules"),
        ("observations", {"perimeter": "z"}, "un périmètre du contrat"),
        ("observations", {"passage": ELSEWHERE}, "un document du contrat"),
        ("commitments", {"target": replace(at_least("20"), passage=ELSEWHERE)}, "un document du contrat"),
        ("sheets", {"axis": Named(raw="X", id="x")}, "un axe du contrat"),
        ("sheets", {"theme": Named(raw="X", id="x")}, "un thème du contrat"),
        ("sheets", {"measures": (replace(MEASURE, passage=ELSEWHERE),)}, "un document du contrat"),
        (
            "sheets",
            {"measures": (replace(MEASURE, target=replace(at_least("20"), passage=ELSEWHERE)),)},
            "un document du contrat",
        ),
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
    with pytest.raises(ValueError, match="porte sur une mesure"):
        replace(result, measure=None)
    with pytest.raises(ValueError, match="un taux ou un écart"):
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
    found = dossier(Row(results=(("2016-04", "4"), ("2015-12", "3"), ("2015", "2"), ("2015-06", "1"))))
    (_, measure), *_ = found.measures()

    periods = [
        seen.period and seen.period.code for seen in known_on(found, RECORDED).observed(measure, Role.RESULT)
    ]
    assert periods == ["2015-06", "2015", "2015-12", "2016-04"]  # by the last day they speak of


def test_lines_of_several_passages_are_listed_once_in_reading_order() -> None:
    assert all_lines([passage(9), passage(3), passage(9)]) == (Lines(3, 3), Lines(9, 9))
    for wrong in ((), (Lines(0, 1),), (Lines(5, 4),)):
        with pytest.raises(ValueError, match="ligne"):
            Passage("texte", wrong)


def stepped(*reached: str) -> Dossier:
    steps = (Milestone(id="terrain", text="terrain"), Milestone(id="permis", text="permis"))
    return dossier(Row(target=aim(Milestones, steps=steps), results=(("2015", Steps(reached)),)))


def test_a_step_that_was_not_promised_or_stands_twice_is_refused() -> None:
    assert stepped("permis").observations[0].figure == Steps(("permis",))
    with pytest.raises(ValueError, match="des étapes de l’objectif"):
        stepped("permis", "toit")
    with pytest.raises(ValueError, match="une seule fois"):
        stepped("permis", "permis")


def test_a_review_takes_place_during_the_contract() -> None:
    for on in (CONTRACT.period.start, CONTRACT.period.end):
        assert replace(WHOLE, contract=replace(CONTRACT, review_on=on)).contract.review_on == on
    for on in (CONTRACT.period.start - timedelta(1), CONTRACT.period.end + timedelta(1)):
        with pytest.raises(ValueError, match="un jour de la durée du contrat"):
            replace(WHOLE, contract=replace(CONTRACT, review_on=on))


@pytest.mark.parametrize("other", [{"service": "service"}, {"service": "autre", "autre": "service"}])
def test_a_body_is_not_part_of_itself(other: dict[str, str]) -> None:
    bodies = tuple(replace(body, part_of=other.get(body.id)) for body in CONTRACT.institutions)

    with pytest.raises(ValueError, match="une institution qui ne dépend pas d’elle-même"):
        replace(WHOLE, contract=replace(CONTRACT, institutions=bodies))


def test_a_body_may_be_part_of_another() -> None:
    bodies = tuple(
        replace(body, part_of="autre" if body.id == "service" else None) for body in CONTRACT.institutions
    )

    assert replace(WHOLE, contract=replace(CONTRACT, institutions=bodies)).contract.institutions == bodies


AMBIGUOUS = dossier(Row(target="20", also_read_as=(at_least("15"),), promised="20"))


@pytest.mark.parametrize(
    "reading", ["sheet", "sheet-2", "commitment-a", "sheet-from-a", "sheet-2-from-depart"]
)
def test_a_protocol_adopts_a_reading_of_its_measure(reading: str) -> None:
    adopted = replace(ADOPTED, reading=reading)

    assert replace(AMBIGUOUS, protocols=(adopted,)).protocols == (adopted,)


@pytest.mark.parametrize(
    "reading", ["", "sheet-1", "sheet-3", "commitment-b", "commitment-", "fiche", "sheet-from"]
)
def test_a_reading_that_its_measure_does_not_have_is_refused(reading: str) -> None:
    with pytest.raises(
        ValueError, match="une lecture de l’objectif de cette mesure : sheet, sheet-2, commitment-a"
    ):
        replace(AMBIGUOUS, protocols=(replace(ADOPTED, reading=reading),))


def test_a_protocol_publishes_from_one_case_on() -> None:
    assert replace(ADOPTED, minimum=1).minimum == 1
    for minimum in (0, -20):
        with pytest.raises(ValueError, match="de 1 au moins"):
            replace(ADOPTED, minimum=minimum)
