"""What a finding says: the sentence, its two figures, its key, written by hand in `audit_findings.txt`.

The figures come from the fault that was injected (`faulty_contracts.py`), the words from the rule.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from droitcommun.core.audit import RULES, findings
from droitcommun.core.audit.findings import Finding
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from tests.builders import RECORDED, dossier
from tests.unit.clean_contract import CLEAN
from tests.unit.faulty_contracts import FAULTS, WHOLE_FAULTS

TOLD = [
    line
    for line in Path(__file__).with_name("audit_findings.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]

# Rules that several faults fire: each its own sentence.
TOLD_IN_TURN = {
    "commitment-counts-otherwise": (
        "L’engagement compte des crédits, la fiche des emplois.",
        "Parmi les jeunes suivis, l’engagement compte l’ensemble, la fiche seulement : suivi renforcé.",
    ),
    "objective-counts-otherwise": (
        "L’objectif de la fiche (« Objectif emploi ») parle d’un nombre, son indicateur est une part.",
        "L’objectif de la fiche compte des structures, sa mesure des postes.",
    ),
    "counts-something-else": (
        "L’indicateur est « Part de rendez-vous », le résultat « 165 » compte autre chose : courriers d’invitation.",
        "L’indicateur est « Part de rendez-vous », le résultat « 165 » compte autre chose : Rendez-vous pris.",
    ),
    "commitment-fact-differs": (
        "La fiche donne « 25.0 % », l’engagement « 30.0 % en 2015 » pour la même période.",
        (
            "La fiche donne « 10ème et 18ème », l’engagement « MJD 10, PAD 17 » pour la même période "
            "(17e dans l’engagement seulement, 18ème dans la fiche seulement)."
        ),
        "La fiche donne « 3 », l’engagement « 8 permanences » pour la même période.",
    ),
    "result-missing": (
        "Objectif « 20 % », et pas de résultat : en attente",
        "Objectif « développer », et pas de résultat : en attente",
    ),
    "regression-hidden": (
        "Taux déclaré 1.2, mais le résultat a reculé, de « 89 % » à « 76.2 % » (−12,8 points).",
        "Le résultat a reculé, de « 180 » à « 165 » (−15), et ni taux ni point d’alerte ne le dit.",
        "Taux déclaré 56 %, mais le résultat a reculé, de « 15 % » à « 14 % » (−1 point).",
        "Taux déclaré 68 %, mais le résultat a reculé, de « 80.0 % » à « 68.0 % » (−12 points).",
    ),
    "baseline-not-comparable": (
        "Départ « 528 », résultat « 25.0 % » : deux unités différentes.",
        "Départ « 18.0 % », résultat « 25.0 % » : ils ne comptent pas la même chose.",
    ),
    "order-of-magnitude": (
        "Résultat « 165 » : 5 fois le départ (« 33 »).",
        "Résultat « 25.0 % » : 2,5 fois l’objectif (« 10 % »).",
        "Élèves du premier degré : de « 528 » à « 5254 », multiplié par 10.",
        "Élèves du premier degré : de « 500 » à « 100 », divisé par 5.",
        "Élèves du premier degré : de « 100 » à « 500 », multiplié par 5.",
    ),
    "change-differs": (
        "Variation annoncée : hausse de 25 % ; de 200 à 260, elle est de +30 %.",
        "Variation annoncée : baisse de 30 % ; de 200 à 260, elle est de +30 %.",
        "Variation annoncée : variation de 4,0 points ; de 12,0 % à 15,0 %, elle est de +3 points.",
        "Variation annoncée : variation de 20,0 % ; de 12,0 % à 15,0 %, elle est de +3 points et +25 %.",
    ),
    "baseline-equals-result": (
        "Le résultat (« 165 ») est exactement la situation de départ.",
        "La fiche donne pour résultat : « rien » ; l’engagement le dit déjà fait : « rien ».",
    ),
    "result-does-not-answer": (
        "L’objectif est « 20 % », le résultat « 276 » n’y répond pas.",
        "L’objectif est « 20 % », le résultat « rien » n’y répond pas.",
    ),
    "axis-named-otherwise": (
        "Une fiche nomme autrement l’axe « Axe » : « L’axe du milieu ».",
        "1 fiche sous un axe qui n’est pas du contrat : « Culture ».",
    ),
    "target-ambiguous": (
        (
            "« objectif » se lit de plusieurs façons : « +20 % de la valeur de départ, soit au moins 21,6 % » "
            "et « +20 points, soit au moins 38 % »."
        ),
        "« 20 % » se lit de plusieurs façons : « au moins 20 % » et « au moins 15 % ».",
    ),
}


def faulty(code: str) -> list[Dossier]:
    """The contracts with that fault, in their order."""
    whole = [fault(dossier(*CLEAN)) for name, fault in WHOLE_FAULTS if name == code]
    return [dossier(*rows) for name, rows in FAULTS if name == code] + whole


def told(code: str) -> list[Finding]:
    """The finding of that code in each contract that has the fault."""
    found = [findings(known_on(one, RECORDED), RULES) for one in faulty(code)]
    return [next(finding for finding in some if finding.code == code) for some in found]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("line", TOLD, ids=lambda line: line.split(" | ")[0])
def test_a_finding_is_told_whole(line: str) -> None:
    code, key, message, expected, found = line.split(" | ")

    first = told(code)[0]

    assert first.key == f"{code}:{key}"
    assert plain(first.what.message) == message
    assert (plain(first.what.expected.text), plain(first.what.found.text)) == (expected, found)


@pytest.mark.parametrize("code", TOLD_IN_TURN)
def test_each_fault_of_a_rule_has_its_own_sentence(code: str) -> None:
    assert [plain(one.what.message) for one in told(code)] == list(TOLD_IN_TURN[code])


def is_a_sentence(text: str) -> bool:
    """One capital letter, small letters, a full stop."""
    return text[0].isupper() and not text[1].isupper() and any(map(str.islower, text)) and text.endswith(".")


def every_finding() -> list[tuple[Dossier, Finding]]:
    whole: list[Dossier] = [dossier(*rows) for _, rows in FAULTS]
    faults: list[Callable[[Dossier], Dossier]] = [fault for _, fault in WHOLE_FAULTS]
    whole += [fault(dossier(*CLEAN)) for fault in faults]
    return [(one, finding) for one in whole for finding in findings(known_on(one, RECORDED), RULES)]


def test_a_finding_names_what_is_there_and_cites_its_lines() -> None:
    """Sheets, measures and promises are those of the contract; a measure comes with its sheet; lines are cited once."""
    for whole, finding in every_finding():
        what = finding.what
        measures = {measure.id: sheet.id for sheet, measure in whole.measures()}
        assert set(what.sheets) <= {sheet.id for sheet in whole.sheets}, finding.key
        assert {measures[name] for name in what.measures} <= set(what.sheets), finding.key
        assert set(what.commitments) <= {promise.id for promise in whole.commitments}, finding.key
        assert what.sheets or what.commitments or what.about, finding.key
        assert what.passages, finding.key
        for text in (what.message, what.expected.text, what.found.text, what.remedy):
            assert text[-1:].strip(), finding.key
            assert "None" not in text, finding.key
        assert is_a_sentence(what.remedy), finding.key
