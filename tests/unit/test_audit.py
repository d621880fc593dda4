"""Each rule: that it fires, that it does not, and what is true of it for every figure."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.audit import RULES, audit, findings
from droitcommun.core.audit.findings import Finding
from droitcommun.core.comparison import Comparison, compare
from droitcommun.core.known import known_on
from droitcommun.core.observations import Share
from droitcommun.core.periods import Period
from droitcommun.core.rates import rates
from droitcommun.core.status import standing
from tests.builders import RECORDED, Row, dossier, known, row_of

HERE = tuple(rule for rule in RULES if rule.code in {"copied-cells", "declared-rate-differs"})


def found(*rows: Row) -> Sequence[Finding]:
    return findings(known(*rows), HERE)


def codes(*rows: Row) -> list[str]:
    return [finding.key for finding in found(*rows)]


# target  promised  results      declared  reproduced?  by hand
DECLARED = """
18     -   20.3        113    yes   20,25÷18 = 112,5 touche 113 (112,5 à 113,5)
18     -   20.3        112.8  yes   1015/9 = 112,77…
18     -   20.3        112.7  yes   l’arrondi de 20,3 va de 112,5 à 113,06
18     -   20.3        112.4  no    112,35 à 112,45 est sous 112,5
13     -   20.3        113    no    156,2
13     18  20.3        113    yes   l’objectif de la promesse le donne
30     -   24          80     yes   l. 2952
25     -   28.1        112.4  yes   l. 2831
12     -   14.15       118    yes   l. 2772: 117,9
35     -   30.30       87     yes   l. 3136: 86,57
25     -   14          56     yes   l. 4821
25     -   67          268    yes   l. 3011
69     -   67          97     yes   l. 4965: 97,1
30     -   33          110    yes   l. 2712
18     -   20.3        100    yes   plafonné à 100
30     -   24          100    no    un plafond ne relève rien
0      -   20          100    silent  rien ne se divise par 0
20     -   -           50     silent  rien à comparer
"""


@pytest.mark.parametrize("case", DECLARED.strip().splitlines())
def test_a_declared_rate_against_the_ones_that_can_be_computed(case: str) -> None:
    undeclared, (declared, answer, _) = row_of(case)
    row = replace(undeclared, declared=declared)

    comparison = compare(known_on(dossier(row), RECORDED), dossier(row).sheets[0])

    assert (comparison is None) == (answer == "silent")
    if comparison is not None:
        assert bool(comparison.reproduced) == (answer == "yes")
    assert bool(found(row)) == (answer == "no")


def compared(row: Row) -> Comparison:
    whole = dossier(row)
    comparison = compare(known_on(whole, RECORDED), whole.sheets[0])
    assert comparison is not None
    return comparison


def test_a_cap_is_said_only_when_nothing_else_gives_the_rate() -> None:
    by_cap = compared(Row(target="18", results=(("2015", "20.3"),), declared="100"))
    plainly = compared(Row(target="18", results=(("2015", "18"),), declared="100"))

    assert [attempt.arithmetic.replace("\u00a0", " ") for attempt in by_cap.reproduced] == [
        "20,3 ÷ 18 = 112,8 %, plafonné à 100 %"
    ]
    assert [attempt.by_cap for attempt in plainly.reproduced] == [False]


def test_the_latest_attempts_are_those_of_the_latest_result_even_if_figures_are_alike() -> None:
    row = Row(target="18", promised="15", results=(("2015", "20"), ("2016-04", "20")), declared="9")
    periods = [attempt.result.period for attempt in compared(row).latest]

    assert periods == [Period.parse("2016-04")] * 2


def test_a_sheet_without_a_declared_rate_is_silent() -> None:
    assert codes(Row(declared=None)) == []


def test_a_finding_gives_figures_lines_and_a_remedy() -> None:
    (finding,) = found(
        Row(target="13", promised="15", results=(("2015", "18"), ("2016-04", "20.3")), declared="113")
    )

    assert finding.code == "declared-rate-differs"
    assert (finding.what.expected.value, finding.what.found.value) == (Decimal("156.2"), Decimal(113))
    for arithmetic in ("20,3÷13=156,2%", "20,3÷15=135,3%", "18÷13=138,5%", "18÷15=120,0%"):
        assert arithmetic in finding.what.message.replace("\u00a0", "")
    assert "156,2" in finding.what.remedy
    assert "135,3" in finding.what.remedy
    assert finding.what.passages


SAME = Row(id="a", target="18", results=(("2016-04", "20.3"),), declared="113")


def test_the_same_result_and_rate_under_different_targets_is_one_root_finding() -> None:
    copied, lost = found(SAME, replace(SAME, id="b", target="13"))

    assert copied.what.message.replace("\u00a0", " ").replace("\u202f", " ") == (
        "2 fiches portent le même résultat (20,3 %, avril 2016) et le même taux déclaré (113 %) sous des "
        "objectifs différents (18 % et 13 %) ; le calcul ne le retrouve que sur 1 fiche "
        "(20,3 ÷ 18 = 112,8 %)."
    )
    assert copied.key == "copied-cells:a-mesure+b-mesure"
    assert lost.key == "declared-rate-differs:b-mesure"
    assert copied.linked == (lost.key,)
    assert lost.linked == (copied.key,)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(SAME, id="b"), "the same target: the rates may well be alike"),
        (replace(SAME, id="b", target="13", results=(("2015", "20.3"),)), "another period"),
        (replace(SAME, id="b", target="13", declared="156"), "a rate of its own, that holds"),
        (replace(SAME, id="b", promised="13"), "the same target, though another was promised"),
        (
            replace(SAME, id="b", target="13", results=(("2016-04", "14.7"),)),
            "a result of its own: 14,7÷13 = 113",
        ),
    ],
)
def test_cells_that_are_alike_for_a_reason_are_not_said_to_be_copied(other: Row, why: str) -> None:
    assert not [key for key in codes(SAME, other) if key.startswith("copied-cells")], why


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            (SAME, replace(SAME, id="b"), replace(SAME, id="c", target="13")),
            "3 fiches portent … (18 % et 13 %) ; le calcul ne le retrouve que sur 2 fiches",
        ),
        (
            (replace(SAME, target="15"), replace(SAME, id="b", target="13")),
            "2 fiches portent … (15 % et 13 %) ; le calcul ne le retrouve sur aucune",
        ),
        (
            (replace(SAME, target="15", promised="18"), replace(SAME, id="b", target="13")),
            "2 fiches portent … (15 % et 13 %) ; … que sur 1 fiche (20,3 ÷ 18 = 112,8 %)",
        ),
    ],
)
def test_what_is_said_of_copied_cells_is_counted_right(rows: tuple[Row, ...], told: str) -> None:
    copied = found(*rows)[0]
    message = copied.what.message.replace("\u00a0", " ").replace("\u202f", " ")

    assert copied.code == "copied-cells"
    assert all(part in message for part in told.split(" … "))


def test_keys_are_unique_and_links_lead_to_findings_that_bear_on_the_same_sheets() -> None:
    alone = Row(id="z", target="50", results=(("2015", "10"),), declared="90")
    everything = found(SAME, replace(SAME, id="b", target="13"), alone)
    by_key = {finding.key: finding for finding in everything}

    assert len(by_key) == len(everything) == 3
    assert by_key["declared-rate-differs:z-mesure"].linked == ()
    for finding in everything:
        for key in finding.linked:
            assert set(by_key[key].what.sheets) & set(finding.what.sheets)
            assert finding.key in by_key[key].linked


def test_zero_is_zero_under_every_target_and_a_cap_hides_the_difference() -> None:
    nothing = Row(id="a", target="20", results=(("2015", "0"),), declared="0")
    capped = Row(id="a", target="18", results=(("2015", "50"),), declared="100")

    assert codes(nothing, replace(nothing, id="b", target="30")) == []
    assert codes(capped, replace(capped, id="b", target="13")) == []


def test_sheets_that_share_two_results_are_one_finding_and_a_larger_group_covers_a_smaller() -> None:
    both = Row(id="b", target="13", results=(("2015", "18"), ("2016-04", "20.3")), declared="113")

    keys = codes(SAME, both, replace(both, id="c", target="15"))

    copied = [key for key in keys if key.startswith("copied-cells")]
    assert copied == ["copied-cells:a-mesure+b-mesure+c-mesure"]


shares = st.decimals(min_value=1, max_value=100, places=1)


@given(shares, shares)
def test_a_rate_that_is_computed_and_rounded_is_never_accused(result: Decimal, target: Decimal) -> None:
    declared = result / target * 100
    for places in ("1", "0.1", "0.01"):
        row = Row(
            target=str(target),
            results=(("2015", str(result)),),
            declared=str(declared.quantize(Decimal(places))),
        )
        assert codes(row) == []


@given(shares, shares, st.integers(2, 50))
def test_a_rate_off_by_more_than_every_rounding_is_always_found(
    result: Decimal, target: Decimal, points: int
) -> None:
    widest = (result + Decimal("0.05")) / target * 100
    declared = (widest + points).quantize(Decimal(1))

    row = Row(target=str(target), results=(("2015", str(result)),), declared=str(declared))
    assert codes(row) == ["declared-rate-differs:a-mesure"]


@given(shares, shares)
def test_applying_the_remedy_removes_the_finding_and_brings_no_other(
    result: Decimal, target: Decimal
) -> None:
    wrong = Row(target=str(target), results=(("2015", str(result)),), declared="100000")
    (finding,) = found(wrong)

    assert codes(replace(wrong, declared=str(finding.what.expected.value))) == []


@given(st.permutations(range(8)))
def test_the_order_of_the_rows_decides_nothing(order: list[int]) -> None:
    other = replace(SAME, id="b", target="13", promised="15", results=(("2016-04", "20.3"), ("2015", "18")))
    whole = dossier(SAME, other, Row(id="c", results=(("2015", None), ("2014", "9"))))
    (contradicted,) = [seen for seen in whole.observations if seen.id == "b-2016-04"]
    rival = replace(contradicted, id="rival", figure=Share(Decimal(14)))
    rows = (*whole.observations, rival)
    first, shuffled = (
        replace(whole, observations=observations)
        for observations in (rows, tuple(rows[place] for place in order))
    )

    assert len(rows) == len(order)
    assert audit(shuffled, RECORDED) == audit(first, RECORDED)
    assert rates(shuffled, RECORDED) == rates(first, RECORDED)
    for _, measure in first.measures():
        assert standing(known_on(shuffled, RECORDED), measure) == standing(known_on(first, RECORDED), measure)


def test_two_results_of_one_period_are_both_tried_and_neither_is_expected() -> None:
    whole = dossier(Row(target="20", results=(("2015", "10"),), declared="90"))
    rival = replace(whole.observations[0], id="rival", figure=Share(Decimal(30)))
    contradicted = replace(whole, observations=(*whole.observations, rival))
    (finding,) = findings(known_on(contradicted, RECORDED), HERE)

    assert finding.what.expected.value is None
    tried = set(finding.what.expected.text.replace("\u00a0", " ").split(" ou "))
    assert tried == {"10 ÷ 20 = 50,0 %", "30 ÷ 20 = 150,0 %"}
    assert "Retenir à la source l’un des résultats" in finding.what.remedy
