"""The invented 2024–2030 contract: no axes, a promise by neighbourhood, protocols; figures worked by hand."""

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.codec import from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.usecases.audit import audit
from droitcommun.usecases.promises import commitments
from droitcommun.usecases.rates import rates
from droitcommun.usecases.sheets import sheets
from droitcommun.usecases.sources import View, view

# measure, period, method, basis, value by hand
#   58 / 230 = 25.217…; 25.2 / 30 = 84; 25.217 / 30 = 84.06; (28.3 - 22.5) / 7.5 = 77.3; 68 / 240 = 28.33
#   11 of 12 = 91.67; 2 of 4 = 50; (12.4 - 10.9) / 6.2 = 24.19, which the protocol rounds to 24
BY_HAND = """
alternance-part     2024  attainment  printed  84.0
alternance-part     2024  attainment  counts   84.1
alternance-part     2025  attainment  counts   94.4
alternance-part     2025  progress    printed  77.3
alternance-part     2025  margin      printed  -1.7
permanences-tenues  2025  cadence     printed  91.7
maison-etapes       2025  milestones  printed  50.0
lecture-ecart       2025  progress    printed  24
lecture-ecart       2025  change      printed  -1.5
"""


@pytest.fixture(scope="module")
def example() -> View:
    return view(load_source, "catalogue:exemple-2024-2030", None)


def test_rates_by_hand(example: View) -> None:
    found = {
        (
            rate.measure,
            str(rate.result_period and rate.result_period.code),
            str(rate.method),
            str(rate.basis),
        ): rate
        for rate in rates(example)
    }
    for line in BY_HAND.strip().splitlines():
        measure, period, method, basis, value = line.split()
        assert str(found[measure, period, method, basis].value) == value, line


def test_a_protocol_makes_one_rate_official(example: View) -> None:
    official = [rate for rate in rates(example) if rate.official]

    assert {(rate.measure, str(rate.method), str(rate.basis)) for rate in official} == {
        ("lecture-ecart", "progress", "printed"),
        ("alternance-part", "attainment", "counts"),  # of a share with its counts, the counts
    }


def test_statuses(example: View) -> None:
    found = {measure.id: measure for sheet in sheets(example) for measure in sheet.measures}

    assert {name: (one.status.value, one.trend and one.trend.value) for name, one in found.items()} == {
        "alternance-part": ("not_due", "progressing"),  # due from 2026 on
        "permanences-tenues": ("missed", None),  # 11 of 12, and 2025 is over
        "maison-etapes": ("not_due", None),  # due at the end of 2026
        # half of 12.4 by the end of 2030, seven years: after two, 12.4 - 6.2 × 731/2557 = 10.63; 10.9 is behind
        "lecture-ecart": ("behind", "progressing"),
    }
    promised = {one.id: one.public_status for one in commitments(example)}
    assert promised["participation"] == "no_figure"


def test_the_audit_finds_only_a_provisional_result_and_a_wish_that_is_not_followed(example: View) -> None:
    assert [finding.code for finding in audit(example)] == ["provisional-result", "commitment-without-sheet"]


def test_it_is_marked_as_made_up_and_survives_the_codec(example: View) -> None:
    assert example.dossier.contract.example
    assert from_plain(Dossier, to_plain(example.dossier)) == example.dossier
