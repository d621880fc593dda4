"""Every rule: in a clean fictional contract one injected fault gives one root finding; its remedy removes it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from droitcommun.core.audit import RULES, findings
from droitcommun.core.audit.findings import Finding, Severity
from droitcommun.core.contract import Force
from droitcommun.core.counted import Thing
from droitcommun.core.dossier import Dossier
from droitcommun.core.governance import Waiver
from droitcommun.core.known import known_on
from droitcommun.core.observations import Absence, Absent, Ratio
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Sheet
from droitcommun.core.targets import AtLeastShare, Schedule
from droitcommun.usecases.audit import explained
from tests.builders import (
    CONTRACT,
    RECORDED,
    Row,
    aim,
    dossier,
    share,
    without_figure,
)
from tests.unit.clean_contract import ANOTHER, CLEAN, COUNTED, SHARE, counted, with_
from tests.unit.faulty_contracts import FAULTS, WHOLE_FAULTS, unmeasured_part
from tests.unit.silent_contracts import SILENT


def audited(whole: Dossier, everything: bool = False) -> tuple[Finding, ...]:
    return findings(known_on(whole, RECORDED), RULES if everything else None)


def roots(found: tuple[Finding, ...]) -> list[str]:
    """The codes of the findings that no other explains."""
    explained = {
        key for finding in found for key in finding.linked if key.partition(":")[0] in finding.rule.explains
    }
    return [finding.code for finding in found if finding.key not in explained]


def test_the_clean_contract_has_nothing_to_say() -> None:
    assert audited(dossier(*CLEAN)) == ()


@pytest.mark.parametrize(("code", "rows"), FAULTS, ids=[code for code, _ in FAULTS])
def test_one_injected_fault_gives_one_root_finding(code: str, rows: tuple[Row, ...]) -> None:
    everything = code == "rate-missing"
    found = [one for one in audited(dossier(*rows), everything) if one.rule.on or one.code == code]

    assert roots(tuple(found)) == [code]


@pytest.mark.parametrize(("code", "fault"), WHOLE_FAULTS, ids=[code for code, _ in WHOLE_FAULTS])
def test_one_fault_in_the_whole_contract_gives_one_root_finding(
    code: str, fault: Callable[[Dossier], Dossier]
) -> None:
    assert roots(audited(fault(dossier(*CLEAN)))) == [code]


def test_a_full_rate_over_a_part_that_nobody_measured_is_found_too() -> None:
    codes = roots(audited(unmeasured_part(dossier(*CLEAN))))

    assert codes == ["full-rate-with-a-failing-part", "result-missing"]


@pytest.mark.parametrize(("named", "linked"), [("emploi-mesure", True), ("second", False)])
def test_a_finding_explains_another_of_its_own_measure_only(named: str, linked: bool) -> None:
    """A sheet of two measures: one counts jobs for money; the result of the other, or of the same, is of letters."""
    rows = with_(
        SHARE,
        declared=None,
        baseline=None,
        commitment={"counted": counted(Thing.MONEY)},
        measure={"counted": counted(Thing.JOBS)},
    )
    whole = dossier(*rows)
    sheet = whole.sheets[0]
    second = replace(sheet.measures[0], id="second", commitments=(), counted=None)
    seen = replace(whole.observations[0], id="second-2015", measure="second")
    both = replace(
        whole,
        sheets=(replace(sheet, measures=(*sheet.measures, second)), *whole.sheets[1:]),
        observations=tuple(
            replace(one, label="courriers") if one.measure == named else one
            for one in (*whole.observations, seen)
        ),
    )

    found = {finding.code: finding for finding in audited(both)}

    assert found.keys() == {"commitment-counts-otherwise", "counts-something-else"}
    assert bool(found["counts-something-else"].linked) is linked


def test_methods_mixed_in_a_service_are_told_once_and_other_services_do_not_count() -> None:
    progress = replace(
        ANOTHER, target="40", promised="40", baseline="20.0", results=(("2015", "30.0"),), declared="50"
    )

    (finding,) = audited(dossier(*CLEAN, progress))

    assert (finding.code, finding.what.about) == ("methods-mixed", "service")
    elsewhere = replace(progress, sheet={"institutions": ("autre",)})
    assert audited(dossier(*CLEAN, elsewhere)) == ()


def test_a_service_that_cuts_one_rate_at_100_and_not_another_mixes_its_methods() -> None:
    """l. 4684, 4755: 37 ÷ 35 is told as 106 %, 54 ÷ 50 as 100 %; a rate below 100 says nothing of it."""
    cut = replace(ANOTHER, baseline=None, results=(("2015", "24.0"),), declared="100")  # 24 ÷ 20 = 120
    below = replace(ANOTHER, results=(("2015", "10.0"),), declared="50")

    (finding,) = audited(dossier(*CLEAN, cut))

    assert finding.code == "methods-mixed"
    told = finding.what.found.text.replace("\u00a0", " ")
    assert (
        told
        == "résultat ÷ objectif, non plafonné (2 fiches) et résultat ÷ objectif, plafonné à 100 % (1 fiche)"
    )
    assert audited(dossier(*CLEAN, replace(below, baseline=None))) == ()


def test_a_rate_that_only_the_promise_could_give_is_a_doubt_and_not_an_error() -> None:
    """l. 2172, 5928–5938: 4 opened where the promise says 5, and a sheet that has no figure of its own."""
    rows = with_(COUNTED, target=without_figure(), declared="90")

    found = {finding.code: finding for finding in audited(dossier(*rows))}

    assert found.keys() == {"commitment-figure-missing", "declared-rate-against-promise"}
    assert found["declared-rate-against-promise"].severity is Severity.WARNING
    message = found["declared-rate-against-promise"].what.message.replace("\u00a0", " ")
    assert "(165 ÷ 150 = 110,0 % et (165 − 120) ÷ (150 − 120) = 150,0 %)" in message


def test_a_fact_of_the_year_that_is_not_the_result_is_told() -> None:
    """l. 1637-1648, 4965: « 69 % » observed in 2015 in the booklet, 67 % in the sheet."""
    fact = {"force": Force.FACT, "period": Period.parse("2015")}
    rows = with_(SHARE, promised="27", commitment=fact, declared=None, target="20")

    found = [one for one in audited(dossier(*rows)) if one.code == "commitment-fact-differs"]

    assert [one.what.message.replace("\u00a0", " ") for one in found] == [
        "La fiche donne « 25.0 % », le document « 27 % » pour la même période."
    ]


def test_a_share_that_was_higher_in_fewer_places_was_already_past_its_goal() -> None:
    """l. 928-936: 89 % in priority neighbourhoods alone, at least 75 % promised there and around."""
    rows = with_(
        SHARE, target="15", promised="15", baseline="18.0", declared="167", measure={"perimeter": "ville"}
    )
    wide = dossier(*rows)
    seen = tuple(
        replace(one, perimeter="ville") if one.id == "emploi-2015" else one for one in wide.observations
    )

    codes = {one.code for one in audited(replace(wide, observations=seen))}

    assert "goal-below-start" in codes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Le chiffre viendra", "le chiffre viendra"),
        ("L’agence ne le donne pas", "l’agence ne le donne pas"),
        ("À venir", "à venir"),
        ("DDCS : sans réponse", "DDCS : sans réponse"),
        ("", "."),
    ],
)
def test_a_reason_goes_on_with_the_sentence_and_an_acronym_stays(words: str, told: str) -> None:
    absent = Absent(Absence.MISSING, words)
    rows = with_(SHARE, baseline=None, declared=None, results=(("2015", absent),))

    (found,) = (one for one in audited(dossier(*rows)) if one.code == "result-missing")

    end = told if not words else f" : {told}"
    assert found.what.message.replace("\u00a0", " ") == f"Objectif « 20 % », et pas de résultat{end}"


def test_what_is_not_reached_is_the_goal_of_the_promise_where_the_sheet_has_none() -> None:
    """l. 5938: 100 % declared; the sheet says « augmenter », the promise five places."""
    whole = unmeasured_part(dossier(*CLEAN))
    sheet = whole.sheets[0]
    first = replace(sheet.measures[0], target=without_figure("augmenter"))
    asked = replace(whole.commitments[0], target=aim(AtLeastShare, text="90 % promis", share=share("90")))
    mixed = replace(
        whole,
        sheets=(replace(sheet, measures=(first, sheet.measures[1])), *whole.sheets[1:]),
        commitments=(asked, *whole.commitments[1:]),
    )

    (found,) = (one for one in audited(mixed) if one.code == "full-rate-with-a-failing-part")

    assert "« 90 % promis »" in found.what.message.replace("\u00a0", " ")
    assert "augmenter" not in found.what.message


def test_every_rule_that_is_on_has_an_injected_fault() -> None:
    tried = {code for code, _ in FAULTS} | {code for code, _ in WHOLE_FAULTS}
    elsewhere = {"methods-mixed", "deadline-missing", "method-inferred", "declared-rate-against-promise"}

    assert tried | elsewhere == {rule.code for rule in RULES}


def test_rules_of_style_are_silent_until_asked_for() -> None:
    codes = [finding.code for finding in audited(dossier(*CLEAN), everything=True)]

    assert set(codes) == {"deadline-missing", "method-inferred"}
    assert not any(rule.severity is Severity.ERROR and not rule.on for rule in RULES)


def test_a_deadline_that_is_settled_is_not_missing() -> None:
    settled = aim(AtLeastShare, share=share("20"), schedule=Schedule.AT_TERM)
    rows = with_(SHARE, target=settled)
    found = [one for one in audited(dossier(*rows), everything=True) if one.code == "deadline-missing"]

    assert [finding.what.sheets for finding in found] == [("rendez-vous",)]


@pytest.mark.parametrize(("why", "rows"), SILENT, ids=[why for why, _ in SILENT])
def test_what_is_right_is_not_accused(why: str, rows: tuple[Row, ...]) -> None:
    assert roots(audited(dossier(*rows))) == [], why


def test_a_finding_says_what_where_and_what_to_do() -> None:
    wrong = [dossier(*rows) for _, rows in FAULTS]
    wrong += [fault(dossier(*CLEAN)) for _, fault in WHOLE_FAULTS]
    told = set()
    for whole in (*wrong, dossier(*with_(COUNTED, target=without_figure(), declared="90"))):
        for finding in audited(whole, everything=True):
            what = finding.what
            told.add(finding.code)
            assert re.match(r"[A-ZÀÉ«0-9].*[^ ]$", what.message), finding.code
            assert re.match(r"[A-ZÀÉ].*\.$", what.remedy), finding.code
            assert what.passages, finding.code
            assert what.expected.text.strip(), finding.code
            assert what.found.text.strip(), finding.code
    assert told == {rule.code for rule in RULES} - {"methods-mixed"}  # which has a test of its own


# How a French sentence of a rule begins, and words that no French sentence has.
_BEGINS = re.compile(r"(L’|(La|Le|Les|Un|Une|Des|Plusieurs) )(?=\S)")
_ENGLISH = re.compile(r"\b(the|of|and|is|are|with|was|were|when|which|that|this|its|what)\b", re.IGNORECASE)


def test_every_rule_tells_its_users_in_french_what_it_looks_for() -> None:
    for rule in RULES:
        first, *more = explained(rule)
        assert _BEGINS.match(first), rule.code
        for told in (first, *more):
            assert told.endswith((".", "?", ":")), rule.code
            assert not _ENGLISH.search(told), rule.code
            assert "'" not in told, rule.code  # a typewriter’s apostrophe
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.check.__doc__ for rule in RULES}) == len(RULES)


def test_a_rule_in_english_or_without_a_sentence_is_seen() -> None:
    assert not _BEGINS.match("Under the goal.")  # begins with « Un », and is no article
    assert not _BEGINS.match("")
    assert _ENGLISH.search("Le taux is wrong.")
    assert not _ENGLISH.search("Le résultat est hors de proportion avec le départ.")


def test_before_anything_was_recorded_there_is_nothing_to_find() -> None:
    for _, rows in FAULTS:
        before = known_on(dossier(*rows), date(2014, 1, 1))
        quiet = {
            "commitment-without-sheet",
            "sheet-without-commitment",
            "commitment-target-differs",
            "fact-as-target",
        }
        codes = {finding.code for finding in findings(before)} - quiet
        assert not codes - {
            "commitment-figure-missing",
            "commitment-scope-differs",
            "share-inverted",
            "commitment-counts-otherwise",
            "start-inverted",
            "title-twice",
            "target-ambiguous",
            "series-break",
        }


WAIVED = Waiver(
    id="w",
    finding="declared-rate-differs:emploi-mesure",
    found="130\u00a0%",
    by="service",
    on=RECORDED,
    reason="le service recompte",
)


def test_a_waiver_lets_a_finding_pass_until_its_figure_changes() -> None:
    wrong = with_(SHARE, declared="130")
    (waived,) = audited(dossier(*wrong, waivers=(WAIVED,)))
    assert waived.waived is not None
    assert (waived.stands, waived.waived.stale, waived.waived.reason) == (False, False, "le service recompte")

    (changed,) = audited(dossier(*with_(SHARE, declared="140"), waivers=(WAIVED,)))
    assert changed.waived is not None
    assert (changed.stands, changed.waived.stale) == (True, True)

    (before,) = audited(dossier(*wrong, waivers=(replace(WAIVED, on=date(2017, 1, 1)),)))
    assert before.waived is None
    (other,) = audited(dossier(*wrong, waivers=(replace(WAIVED, finding="declared-rate-differs:autre"),)))
    assert other.waived is None


def test_a_waiver_is_typed_with_the_spaces_of_a_keyboard() -> None:
    typed = replace(WAIVED, found="130 %")

    (waived,) = audited(dossier(*with_(SHARE, declared="130"), waivers=(typed,)))

    assert not waived.stands


def test_a_waiver_that_says_what_was_expected_is_stale_when_that_changes() -> None:
    """130 % was let pass against 25 ÷ 20; now the result is 22.0."""
    given = replace(WAIVED, expected="25,0 ÷ 20 = 125,0 % ou (25,0 − 18) ÷ (20 − 18) = 350,0 %")
    (before,) = audited(dossier(*with_(SHARE, declared="130"), waivers=(given,)))

    changed = with_(SHARE, declared="130", results=(("2015", "22.0"),))
    (after,) = audited(dossier(*changed, waivers=(given,)))

    assert (before.stands, after.stands) == (False, True)


def test_a_waiver_says_why() -> None:
    with pytest.raises(ValueError, match="dit pourquoi"):
        replace(WAIVED, reason=" ")


def test_a_finding_of_a_sheet_has_its_lines() -> None:
    whole = dossier(*with_(SHARE, declared="130"))
    (finding,) = audited(whole)

    sheet: Sheet = whole.sheets[0]
    place = sheet.passage.lines[0]
    assert all(
        place.first <= lines.first <= place.last for one in finding.what.passages for lines in one.lines
    )
    assert CONTRACT.documents[0].id == finding.what.passages[0].document
    assert Passage("texte", (Lines(1, 1),)) in finding.what.passages
    assert Ratio(Decimal(130)).exact == finding.what.found.value
