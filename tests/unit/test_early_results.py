"""A result older than the year that a goal is for: it neither keeps it nor fails it."""

from datetime import date

import pytest

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.observations import Count, Figure
from droitcommun.core.status import Standing, standing
from droitcommun.core.targets import AtLeastShare, Schedule
from droitcommun.core.verdicts import because
from tests.builders import RECORDED, Row, aim, dossier, share

YEAR = "2015"


def stands(found: Dossier, as_of: date = RECORDED) -> Standing:
    (_, measure), *_ = found.measures()
    return standing(known_on(found, as_of), measure)


@pytest.mark.parametrize("schedule", [Schedule.SINGLE_YEAR, Schedule.FROM_YEAR])
@pytest.mark.parametrize("result", ["49", "50", "51", share("50", 50, 100), share("50", 49, 100)], ids=str)
def test_a_result_older_than_the_year_of_its_goal_decides_nothing_whatever_its_digits(
    schedule: Schedule, result: Figure | str
) -> None:
    # 50 printed is from 49.5 to 50.5: whether it reaches 50 does not matter before 2018
    later_on = aim(AtLeastShare, share=share("50"), schedule=schedule, year=2018)
    whole = dossier(Row(target=later_on, results=((YEAR, result),)))

    before, after = stands(whole), stands(whole, date(2019, 6, 1))

    assert (before.status, before.public_status) == ("not_due", "not_yet_met")
    assert (after.status, after.public_status) == ("no_data", "unknown")


def test_an_early_result_is_not_said_to_fall_short_of_a_level_that_it_reaches() -> None:
    in_2018 = aim(AtLeastShare, share=share("50"), schedule=Schedule.SINGLE_YEAR, year=2018)

    told = because(stands(dossier(Row(target=in_2018, results=((YEAR, "60"),)))))

    assert told.replace("\u00a0", " ").replace("\u202f", " ") == (
        "Dernier résultat chiffré : 60 % (2015) ; l’objectif « au moins 50 % » (fiche) vaut pour 2018 "
        "et n’est pas échu, ce résultat n’en décide pas."
    )


def test_a_result_that_does_not_answer_a_goal_for_later_does_not_answer_it() -> None:
    in_2018 = aim(AtLeastShare, share=share("50"), schedule=Schedule.SINGLE_YEAR, year=2018)

    assert stands(dossier(Row(target=in_2018, results=((YEAR, Count(60)),)))).status == "not_measurable"


def test_a_goal_that_holds_from_a_year_on_says_so_before() -> None:
    from_2018 = aim(AtLeastShare, share=share("50"), schedule=Schedule.FROM_YEAR, year=2018)

    assert "vaut à partir de 2018 et n’est pas échu" in because(
        stands(dossier(Row(target=from_2018, results=((YEAR, "60"),))))
    )
