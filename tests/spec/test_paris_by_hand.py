"""The Paris contract by hand: every expected value is worked out from the cited line of the document.

Three sheets declare 113 %, on figures that are the same in two of them:

l. 2461  18,1 %  18 %  20,3 % (avril 2016)  113 %     booklet, l. 352: 18 %
l. 2522  18 %    13 %  20,3 % (avril 2016)  113 %     booklet, l. 151: 15 %
l. 2586  18 %    15 %  20,3 % (avril 2016)  113 %     booklet, l. 107: 15 %
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.known import known_on
from droitcommun.core.observations import Absent, Gap, Ratio, Role
from droitcommun.core.sheets import Layout
from droitcommun.core.status import PublicStatus, Trend
from droitcommun.usecases.audit import audit
from droitcommun.usecases.explanation import explanation
from droitcommun.usecases.rates import rates
from droitcommun.usecases.records import ExplainedRateRecord
from droitcommun.usecases.sheets import sheets
from droitcommun.usecases.sources import View, view

# sheet, period, reading, attainment in percent, margin in points, lines of the goal
RATES_BY_HAND = """
emplois-avenir  2015     sheet               100.6   0.1   352+2461
emplois-avenir  2016-04  sheet               112.8   2.3   352+2461
cui-cie         2015     sheet               138.5   5.0   2522
cui-cie         2015     commitment-cui-cie  120.0   3.0   151
cui-cie         2016-04  sheet               156.2   7.3   2522
cui-cie         2016-04  commitment-cui-cie  135.3   5.3   151
cui-cae         2015     sheet               120.0   3.0   107+2586
cui-cae         2016-04  sheet               135.3   5.3   107+2586
"""


@pytest.fixture(scope="module")
def paris() -> View:
    return view(load_source, "catalogue:paris-2015-2020", None)


def test_the_default_day_is_the_latest_recorded(paris: View) -> None:
    assert paris.as_of == date(2016, 7, 1)  # l. 2422, « Juillet 2016 »
    assert paris.by_default


def test_every_rate_of_three_sheets_is_the_one_worked_out_by_hand(paris: View) -> None:
    found = {
        (
            rate.sheet,
            str(rate.result_period and rate.result_period.code),
            rate.reading,
            str(rate.method),
        ): rate
        for sheet in ("emplois-avenir", "cui-cie", "cui-cae")
        for rate in rates(paris, sheet)
        if rate.value is not None
    }

    by_hand = [line.split() for line in RATES_BY_HAND.split("\n") if line]
    assert len(found) == 2 * len(by_hand)
    for sheet, period, reading, attainment, margin, lines in by_hand:
        percent = found[sheet, period, reading, "attainment"]
        points = found[sheet, period, reading, "margin"]
        assert (str(percent.value), percent.unit) == (attainment, "percent")
        assert (str(points.value), points.unit) == (margin, "points")
        assert _goal_lines(percent) == [int(line) for line in lines.split("+")]


def _goal_lines(rate: ExplainedRateRecord) -> list[int]:
    assert rate.derivation is not None
    return [line.first for line in rate.derivation.args[1].lines]


def test_a_rate_keeps_its_exact_value_and_its_bounds(paris: View) -> None:
    held = next(rate for rate in rates(paris, "emplois-avenir") if rate.value == Decimal("112.8"))

    # 20.3 / 18 = 203/180, in percent 1015/9; 20.25 / 18 = 112.5; 20.35 / 18 = 113.05…, a high bound goes up
    assert held.exact == "1015/9"
    assert (str(held.low), str(held.high)) == ("112.5", "113.1")
    assert held.official is False


# Every declared rate of the document: sheet, what it declares, whether its own figures give it, how, line.
DECLARED_BY_HAND = """
emplois-avenir           113    yes  20.3 ÷ 18 = 112.8                                            2461
cui-cie                  113    no   20.3 ÷ 13 = 156.2; ÷ 15 = 135.3; 18 ÷ 13 = 138.5             2522
cui-cae                  113    no   20.3 ÷ 15 = 135.3; 18 ÷ 15 = 120                             2586
plie                     110    yes  33 ÷ 30                                                      2712
mission-locale           118    yes  14.15 ÷ 12 = 117.9                                           2772
e2c                      112.4  yes  28.1 ÷ 25                                                    2831
dla                      80     yes  24 ÷ 30                                                      2952
cpe                      268    yes  67 ÷ 25                                                      3011
revitalisation           100    yes  10 ÷ 10                                                      3070
fdi                      87     yes  30.30 ÷ 35 = 86.6                                            3136
spe-contacts             75     yes  75 ÷ 100                                                     3195
spe-politique-ville      100    yes  every 2 months, as promised                                  3264
moins-de-3-ans           70     yes  70 ÷ 100                                                     3398
plus-de-maitres          68     yes  68 ÷ 100                                                     3471
brevet                   25     yes  (9.9 − 11.3) ÷ (5.7 − 11.3) = 25.0                           3549
passage-seconde          37     yes  (9.4 − 11.5) ÷ (5.8 − 11.5) = 36.8                           3630
decrochage               0      yes  6.6 − 6.6 = 0                                                3700
apprentis-professeurs    0      yes  21 − 21 = 0                                                  3769
fipd                     1.2    yes  76.2 − 75                                                    3901
vvv-police               3.2    yes  24.7 − 21.5                                                  3963
prevention-scolaire      239    yes  23.9 ÷ 10                                                    4043
cnds-credits             106    yes  37 ÷ (30 + 5) = 105.7                                        4677
cnds-emplois             100    yes  54 ÷ 50 = 108, only once capped at 100                       4752
service-civique          56     yes  14 ÷ 25                                                      4821
credits-jeunesse         54     yes  54 ÷ 100                                                     4891
education-artistique     97     yes  67 ÷ 69 = 97.1                                               4965
insertion-jeunes         100    -    a working group: no figure is promised                       5040
justice-proximite        100    -    an effort goes on: no figure is promised                     5185
defenseur-des-droits     100    -    sessions go on: no figure is promised                        5274
interdictions-de-sejour  100    -    a mailbox: no figure is promised                             5435
discriminations          100    -    sessions, a referent: no figure is promised                  5532
conseils-citoyens        100    -    2836 letters: no figure is promised                          5704
soutien-parentalite      100    no   4 of 5 LAEP = 80 (booklet, l. 2172)                          5928
autonomie-jeunes         90     -    191 after 202, and no goal: an earlier result is no divisor    6037
periscolaire             100    yes  all the schools of the QPV (l. 6138) ÷ 100, and theirs alone     6150
ram                      100    -    12: no figure is promised                                    6228
centres-sociaux          100    no   3 + 1 of 5 new projects = 80 (booklet, l. 2258)                  6468
logement-qpv             100    -    no figure is promised                                        6552
vvv-caf                  100    -    25 actions: no figure is promised                            6928
familles-monoparentales  90     no   874 ÷ 1000 = 87.4                                            7009
"""

_HOLDS = {"yes": True, "no": False, "-": None}


def test_every_declared_rate_is_judged_as_by_hand(paris: View) -> None:
    by_hand = [line.split(maxsplit=3) for line in DECLARED_BY_HAND.split("\n") if line]
    declared = {
        sheet.id: seen.figure.exact
        for sheet in paris.dossier.sheets
        if (seen := paris.known.declared_rate(sheet)) is not None and isinstance(seen.figure, Ratio | Gap)
    }

    assert declared == {sheet: Fraction(value) for sheet, value, _, _ in by_hand}
    for sheet, _, holds, how in by_hand:
        found = explanation(paris, next(one for one in paris.dossier.sheets if one.id == sheet))
        assert (found.holds if found else None) is _HOLDS[holds], f"{sheet}: {how}"


# What everybody is told of each of the 61 sheets, and from which figures.
STATUSES_BY_HAND = """
emplois-avenir           met          20.3 ≥ 18
cui-cie                  met          20.3 ≥ 13 and ≥ 15
cui-cae                  met          20.3 ≥ 15
iae                      unknown      l. 2651, a date and no figure
plie                     met          33 ≥ 30
mission-locale           met          14.15 ≥ 12
e2c                      met          28.1 ≥ 25
nacre                    unknown      l. 2890, a date and no figure
dla                      not_yet_met  24 < 30, l. 2952
cpe                      met          67 ≥ 25
revitalisation           unknown      « 10 % » against 10 %: from 9.5 to 10.5
fdi                      not_yet_met  30.30 < 35
spe-contacts             not_yet_met  75 < 100
spe-politique-ville      unknown      the pace is kept, the ten initiatives are not counted
clauses-sociales         unknown      l. 3333, a date and no figure
moins-de-3-ans           not_yet_met  70 < 100
plus-de-maitres          not_yet_met  68 < 100
brevet                   not_yet_met  9.9 > 5.65
passage-seconde          not_yet_met  9.4 > 5.8
decrochage               unknown      6.6 > 6.35 with 0.25 point a year; with 0.25 %, 6.58 is also printed 6.6
apprentis-professeurs    not_yet_met  21 < 42
dcpop                    unknown      3 delegates do not say which areas they cover
fipd                     met          76.2 ≥ 75
vvv-police               not_yet_met  24.7 < 25.8, at term
prevention-scolaire      met          23.9 ≥ 10
formation-policiers      unknown      276 people are not « twice a year »
asv                      no_figure    l. 4190
prevention-sante         unknown      75 over QPV and near, promised over QPV and veille active (l. 1229)
offre-sante              unknown      11 of 17 in place are not the new ones; 5 contracts, of how many?
marches-exploratoires    met          5 ≥ 4
cidff                    unknown      arrondissements named, not neighbourhoods; training has no figure
fgif                     not_yet_met  3 of 10 < 50 %; promotion has no figure
cnds-credits             met          37 ≥ 35
cnds-emplois             unknown      54 % ≥ 50, 22 of 67 < 50: l. 4746 and 4752
service-civique          missed       14 < 25, promised for 2015 (booklet, l. 1575)
credits-jeunesse         missed       54 < 100, due in 2015
education-artistique     not_yet_met  67 < 69
insertion-jeunes         no_figure    l. 5028
action-penale            no_figure    l. 5102
justice-proximite        no_figure    l. 5174
defenseur-des-droits     no_figure    l. 5250
conventions-tig          no_figure    l. 5346
interdictions-de-sejour  no_figure    l. 5418
discriminations          no_figure    l. 5505
habitat-indigne          no_figure    l. 5607
conseils-citoyens        no_figure    l. 5688
coparentalite            no_figure    l. 5779
soutien-parentalite      not_yet_met  4 < 5 LAEP
autonomie-jeunes         unknown      two hostels opened, and the promise counts beds
periscolaire             unknown      755 are not a share of the schools; all those of the QPV are not all of Paris
ram                      no_figure    l. 6219
eaje                     unknown      26 ≥ 10, but places are told where nurseries are promised, 86 + 10 %
centres-sociaux          not_yet_met  3 + 1 < 5, l. 6452-6456
logement-qpv             no_figure    l. 6538
acces-aux-droits         unknown      8000 in all Paris, l. 6639
logement-decent          unknown      8000 or 2000 against 3000
vacances                 unknown      3057 and 2199 in all Paris, l. 6858
vvv-caf                  no_figure    l. 6922
familles-monoparentales  not_yet_met  874 < 1000
reussite-educative       unknown      247 appointments are not « each family », l. 7112
evenements-fragilisants  unknown      2000 appointments are not « each family », l. 7205
"""


def test_every_sheet_has_the_public_status_found_by_hand(paris: View) -> None:
    by_hand = {
        sheet: status
        for sheet, status, _ in (line.split(maxsplit=2) for line in STATUSES_BY_HAND.split("\n") if line)
    }

    assert {sheet.id: sheet.public_status for sheet in sheets(paris)} == by_hand


@pytest.mark.parametrize(
    ("measure", "trend"),
    [
        ("plus-de-maitres-part-qpv", Trend.REGRESSING),  # 80, then 68: l. 3464, 3471
        ("fipd-part", None),  # 89 in the QPV alone (l. 928-931), then 76.2 with the quartiers vécus: l. 3901
        ("brevet-ecart", Trend.PROGRESSING),  # a gap of 11.3, then 9.9: l. 3545, 3549
        ("apprentis-professeurs-part", Trend.STALLED),  # 21, then 21: l. 3768, 3769
        ("credits-jeunesse-part", Trend.STALLED),  # 54, then 54: l. 4891
        ("coparentalite-mediation", Trend.REGRESSING),  # 6.5 in 2013, then 5.3: l. 5786, 5812
        ("emplois-avenir-part-qpv", None),  # « Résultat 2015 » is a result: nothing to start from
    ],
)
def test_a_trend_is_the_way_from_the_first_figure(paris: View, measure: str, trend: Trend | None) -> None:
    found = {one.id: one.trend for sheet in sheets(paris) for one in sheet.measures}

    assert found[measure] is trend


def test_the_first_column_of_the_first_layout_is_a_result_and_never_a_baseline(paris: View) -> None:
    for sheet in paris.dossier.sheets:
        if sheet.layout is Layout.RESULT_2015_DATED:
            for measure in sheet.measures:
                for baseline in paris.known.observed(measure, Role.BASELINE):
                    assert isinstance(baseline.figure, Absent), sheet.id


def test_the_audit_says_which_rates_nothing_gives_and_that_cells_were_copied(paris: View) -> None:
    found = audit(paris)
    copied = next(one for one in found if one.code == "copied-cells" and "cui-cie" in one.sheets)
    differing = {one.sheets: one for one in found if one.code == "declared-rate-differs"}
    cie, cae = differing["cui-cie",], differing["cui-cae",]

    assert {sheets for (sheets,) in differing} == {
        "cui-cie",
        "cui-cae",
        "familles-monoparentales",
    }
    assert copied.sheets == ("emplois-avenir", "cui-cie", "cui-cae")
    assert [line.first for line in copied.lines] == [2461, 2522, 2586]
    assert (str(cie.expected.value), str(cie.found.value)) == ("156.2", "113")
    assert [tuple(lines) for lines in cie.lines] == [(151, 152), (2522, 2522)]
    assert (str(cae.expected.value), str(cae.found.value)) == ("135.3", "113")
    root = "copied-cells:emplois-avenir-part-qpv+cui-cie-part-qpv+cui-cae-part-qpv"
    assert cie.linked == cae.linked == (root,)


def test_four_of_five_promised_are_not_the_whole_on_either_sheet(paris: View) -> None:
    """l. 5928 and l. 2172: 4 of 5 LAEP; l. 6452-6456 and l. 2258: 3 + 1 of 5 new projects. Both declare 100 %."""
    found = [one for one in audit(paris) if one.code == "declared-rate-against-promise"]

    assert [one.sheets for one in found] == [("soutien-parentalite",), ("centres-sociaux",)]
    assert [(str(one.expected.value), str(one.found.value)) for one in found] == [("80.0", "100")] * 2


def test_letters_by_arrondissement_do_not_make_their_total(paris: View) -> None:
    """l. 5704-5710: 2836 letters; 232 × 4 + 340 + 540 + 448 + 556 make 2812."""
    (total,) = (
        one for one in audit(paris) if one.code == "total-differs" and one.sheets == ("conseils-citoyens",)
    )

    assert (str(total.expected.value), str(total.found.value)) == ("2812", "2836")


def test_before_anything_was_recorded_nobody_knows(paris: View) -> None:
    before = View(known_on(paris.dossier, date(2015, 1, 1)), by_default=False)

    for sheet in sheets(before):
        assert sheet.declared_rate is None
        assert sheet.public_status in {PublicStatus.UNKNOWN, PublicStatus.NO_FIGURE}
    assert all(rate.value is None and rate.reason for rate in rates(before))
