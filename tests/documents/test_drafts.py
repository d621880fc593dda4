"""What a document proposes beside its sheets: named, tied to them by words alone, and never taken over."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from droitcommun.core.audit import audit
from droitcommun.core.contract import Perimeter, PerimeterKind
from droitcommun.core.dossier import Dossier
from droitcommun.intake.documents import read_document
from droitcommun.intake.preview import preview
from droitcommun.usecases.sources import load_path
from tests.builders import CONTRACT, RECORDED, Row, dossier, share
from tests.documents.invented import DATED, GAP, Invented, document
from tests.unit.test_cli import run

BOOKLET = """ L’apprentissage naval

L’Etat s’engage à ce que 18% des apprentis du chantier naval soient issus des
quartiers prioritaires.

 Le brevet

L’académie vise à faire passer :
• de 30 % en 2014 à 60 % en 2020, la part des reçus au brevet de voile,
• de 10 % en 2014 à 20 % en 2020, la part des reçus au brevet de rame.

La CAF souhaite ouvrir 5 crèches.

Capitainerie du port
3, rue du Phare
75099 Paris
Tél. : 01 99 00 12 34
contact@port.example
Responsable : Zoé Vigie, 01 99 00 56 78
zoe.vigie@port.example

"""


def written(tmp_path: Path, text: str, name: str = "bilan.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path: Path, *sheets: Invented, before: str = BOOKLET) -> Dossier:
    return load_path(written(tmp_path, document(*sheets, before=before)), proposals=True)


def test_a_promise_is_followed_by_the_sheet_whose_words_it_has(tmp_path: Path) -> None:
    found = read(tmp_path, DATED, GAP)

    (sheet, measure), *others = found.measures_of(found.commitments[0])
    assert (sheet.title, measure.commitments, others) == (DATED.title, (found.commitments[0].id,), [])


def test_the_audit_sets_the_sheet_against_the_promise_that_the_reader_proposes(tmp_path: Path) -> None:
    found = read(tmp_path, DATED, GAP)

    (finding,) = (
        one for one in audit(found, found.latest_recorded_day()) if one.code == "commitment-target-differs"
    )
    assert "au moins 16\u00a0%" in finding.what.message
    assert "au moins 18\u00a0%" in finding.what.message
    assert finding.what.remedy.startswith("L’engagement est proposé par le lecteur")


def test_what_no_word_ties_is_neither_followed_nor_accused(tmp_path: Path) -> None:
    found = read(
        tmp_path, replace(DATED, title="Phare", objective="Veiller", indicator="Nombre de feux"), GAP
    )

    codes = {one.code for one in audit(found, found.latest_recorded_day())}
    assert found.measures_of(found.commitments[0]) == ()
    assert not codes & {"commitment-without-sheet", "sheet-without-commitment", "commitment-target-differs"}


def test_two_sheets_with_the_same_words_are_for_a_person_to_choose(tmp_path: Path) -> None:
    found = read(tmp_path, DATED, replace(DATED, title="Chantier naval, suite"))

    assert found.measures_of(found.commitments[0]) == ()


def test_a_list_opened_by_a_verb_is_one_promise_an_item_with_where_it_starts(tmp_path: Path) -> None:
    found = read(tmp_path, DATED)

    starts = {
        one.baseline.text: (one.target.text, [tuple(lines) for lines in one.passage.lines])
        for one in found.commitments
        if one.baseline is not None
    }
    assert starts == {
        "30 % en 2014": ("30 % en 2014 à 60 % en 2020", [(8, 8), (9, 9)]),
        "10 % en 2014": ("10 % en 2014 à 20 % en 2020", [(8, 8), (10, 10)]),
    }


def test_what_is_proposed_is_named_so_and_only_the_audit_looks_at_it(tmp_path: Path) -> None:
    path = written(tmp_path, document(DATED, before=BOOKLET))

    with_drafts, without = load_path(path, proposals=True), read_document(path)

    assert with_drafts.proposed == tuple(one.id for one in with_drafts.commitments)
    assert all(name.startswith("brouillon-") for name in with_drafts.proposed)
    assert (without.commitments, without.proposed) == ((), ())


def test_no_contract_takes_a_proposal_over(tmp_path: Path) -> None:
    held = dossier(Row(id="emploi", target="20", promised="20"))

    seen = preview(held, read(tmp_path, DATED), {}, date(2016, 7, 1))

    assert seen.after.commitments == held.commitments
    assert all(not name.startswith("brouillon") for sheet in seen.after.sheets for name in sheet.commitments)


def test_the_command_prints_drafts_with_their_lines_and_no_person(tmp_path: Path) -> None:
    path = written(tmp_path, document(DATED, before=BOOKLET))

    outputs = [run("drafts", f"file:{path}", "--format", form) for form in ("text", "json", "csv")]

    for done in outputs:
        assert done.returncode == 0
        assert "vigie" not in (done.stdout + done.stderr).lower()
        assert "01 99 00 56 78" not in done.stdout
        assert "contact@port.example" in done.stdout
    text, as_json, as_csv = (done.stdout for done in outputs)
    assert "brouillon-3  [l. 3 à 4]" in text.replace("\u00a0", " ")
    assert "qui nomment peut-être une personne" in text.replace("\u00a0", " ")
    record = json.loads(as_json)
    jsonschema.Draft202012Validator(json.loads(run("schema", "drafts").stdout)).validate(record)
    assert record["flagged"] == [[19, 19], [20, 20]]
    kinds = [row["what"] for row in csv.DictReader(io.StringIO(as_csv))]
    assert (kinds.count("commitment"), kinds.count("contact")) == (4, 1)


PERSONS = [
    "Responsable : Zoé Vigie, 01 99 00 12 34",
    "Référente : Zoé Vigie 01 99 00 12 34",
    "VIGIE Zoé 01 99 00 12 34",
    "M. Vigie 01 99 00 12 34",
    "pierre.vigie@port.example",
    "zoe.vigie75@port.example",
    "vigie.mission@port.example",
]


@pytest.mark.parametrize("line", PERSONS)
def test_the_line_of_a_person_is_flagged_and_the_service_is_kept(line: str, tmp_path: Path) -> None:
    text = f"\nCapitainerie du port\nTél. : 01 99 00 99 99\n{line}\n"

    record = json.loads(run("drafts", f"file:{written(tmp_path, text)}", "--format", "json").stdout)

    assert "vigie" not in json.dumps(record).lower()
    assert record["flagged"] == [[4, 4]]
    assert [(one["service"], one["phones"]) for one in record["contacts"]] == [
        ("Capitainerie du port", ["01 99 00 99 99"])
    ]


def test_a_document_without_sheets_proposes_its_prose_and_has_no_audit(tmp_path: Path) -> None:
    path = written(tmp_path, BOOKLET, "livret.txt")

    drafts, audited = run("drafts", f"file:{path}"), run("audit", f"file:{path}")

    assert (drafts.returncode, drafts.stderr) == (0, "")
    assert "4 ENGAGEMENTS PROPOSÉS" in drafts.stdout.replace("\u00a0", " ")
    assert audited.returncode == 11
    assert "au moins une fiche de suivi" in audited.stderr


def test_a_document_without_a_booklet_proposes_nothing_and_is_audited(tmp_path: Path) -> None:
    path = written(tmp_path, document(DATED, before=""))

    drafts, audited = run("drafts", f"file:{path}"), run("audit", f"file:{path}", "--exit-zero")

    assert (drafts.returncode, drafts.stdout) == (0, "")
    assert "ne propose rien" in drafts.stderr
    assert audited.returncode == 0
    assert "à confirmer" not in audited.stderr
    assert "sheet-without-commitment" not in audited.stdout


BAD = [
    ("vide.txt", "", 11, "le fichier est vide"),
    ("titre.txt", "Le livret du port\n", 0, "ne propose rien"),
    (
        "coupé.txt",
        document(DATED, GAP, before=BOOKLET).replace("Taux de réalisation", "Taux", 1),
        11,
        "l’en-tête",
    ),
]


@pytest.mark.parametrize(("name", "text", "code", "words"), BAD, ids=[name for name, *_ in BAD])
def test_a_document_that_says_nothing_or_is_cut_is_told_in_french(
    name: str, text: str, code: int, words: str, tmp_path: Path
) -> None:
    done = run("drafts", f"file:{written(tmp_path, text, name)}")

    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "vigie" not in done.stderr.lower()


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("catalogue:paris-2015-2020", 2, "SOURCE attend un document : file:DOCUMENT"),
        ("file:", 2, "SOURCE attend un document : file:DOCUMENT"),
        ("file:absent.txt", 11, "absent.txt"),
        ("file:.", 11, "1 problème"),
    ],
)
def test_a_source_that_is_no_document_is_told(source: str, code: int, words: str) -> None:
    done = run("drafts", source)

    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_promise_of_a_document_is_shown_and_not_judged(tmp_path: Path) -> None:
    path = written(tmp_path, document(DATED, before=BOOKLET))

    done = run("commitments", f"file:{path}", "--format", "json")

    records = json.loads(done.stdout)
    assert {record["proposed"] for record in records} == {True}
    assert {record["public_status"] for record in records} == {None}
    assert "4 engagements à confirmer" in done.stderr.replace("\u00a0", " ")


def test_a_perimeter_that_is_not_said_differs_from_no_other() -> None:
    unsaid = Perimeter(id="tu", name="Non précisé", kind=PerimeterKind.UNSAID)
    contract = replace(CONTRACT, perimeters=(*CONTRACT.perimeters, unsaid))
    row = Row(id="emploi", target="20", promised="20", baseline="18.0", results=(("2015", share("25.0")),))

    def codes(perimeter: str) -> set[str]:
        whole = dossier(replace(row, measure={"perimeter": perimeter}), contract=contract)
        return {one.code for one in audit(whole, RECORDED)}

    assert "commitment-scope-differs" in codes("zus")
    assert not {"commitment-scope-differs", "perimeter-changed"} & codes("tu")
