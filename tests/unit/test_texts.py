"""Texts given for sheets: what is known on a day, what the core refuses, what a workbook's text does beside others."""

from dataclasses import replace
from datetime import date

import pytest

from droitcommun.core.codec import from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.known import known_on
from droitcommun.core.passages import Passage
from droitcommun.core.texts import GivenText, TextField
from droitcommun.intake.asking import Answers
from droitcommun.intake.preview import Verdict
from droitcommun.intake.workbook.reading import Receipt, TextProposal
from droitcommun.intake.workbook.texts import JudgedTexts, judge_texts
from droitcommun.intake.workbook.vocabulary import Head
from droitcommun.usecases.sheets import sheets
from droitcommun.usecases.sources import view
from tests.builders import Row, dossier, share

FIRST, SECOND = date(2017, 3, 1), date(2017, 4, 1)
CELL = "Fiche 1, D22"


def held(**sheet: str) -> Dossier:
    """One sheet with a result of 2015, written in 2016."""
    made = dossier(Row(id="a", results=(("2015", share("10")),)))
    return replace(made, sheets=(replace(made.sheets[0], **sheet),))  # type: ignore[arg-type]


def text(source: Dossier, **changes: object) -> GivenText:
    given = GivenText(
        id="a-analysis-2016",
        sheet="a",
        field=TextField.ANALYSIS,
        year=2016,
        text="Deux forums de plus.",
        by="CAF",
        passage=Passage(source.contract.documents[0].id, (), CELL),
        recorded_on=FIRST,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def test_a_text_is_known_from_its_day_on_until_another_corrects_it() -> None:
    source = held(analysis="Ce que la fiche disait.")
    first = text(source)
    second = text(source, id="b", text="Un seul forum.", recorded_on=SECOND, supersedes=first.id)
    source = replace(source, texts=(first, second))
    sheet = source.sheets[0]

    seen = [
        known_on(source, day).text_of(sheet, TextField.ANALYSIS) for day in (date(2016, 7, 1), FIRST, SECOND)
    ]

    assert seen == [None, first, second]
    record = sheets(view(lambda _: source, "", SECOND))[0]
    assert record.analysis == "Ce que la fiche disait."
    assert [(one.text, one.current, one.cell) for one in record.texts] == [
        ("Deux forums de plus.", False, CELL),
        ("Un seul forum.", True, CELL),
    ]


def test_what_was_fingerprinted_before_there_were_texts_keeps_its_fingerprint() -> None:
    source = held()

    assert fingerprint(source.parts) != fingerprint(replace(source, texts=(text(source),)).parts)
    assert "texts" not in to_plain(source)  # as it was written then
    assert from_plain(Dossier, to_plain(source)) == source


REFUSED: list[tuple[list[dict[str, object]], str]] = [
    ([{"sheet": "inconnue"}], "une fiche du contrat"),
    ([{"supersedes": "inconnu"}], "un texte donné"),
    ([{}, {"id": "b"}], "le dernier texte de cette fiche"),
    ([{}, {"id": "b", "year": 2017, "supersedes": "a-analysis-2016"}], "le dernier texte de cette fiche"),
    (
        [{}, {"id": "b", "recorded_on": date(2017, 1, 1), "supersedes": "a-analysis-2016"}],
        "ne vient pas avant",
    ),
]


@pytest.mark.parametrize(("texts", "said"), REFUSED)
def test_a_sheet_has_one_text_a_year_and_what_comes_after_corrects_the_last(
    texts: list[dict[str, object]], said: str
) -> None:
    source = held()

    with pytest.raises(ValueError, match=said):
        replace(source, texts=tuple(text(source, **changes) for changes in texts))


def test_an_empty_text_is_none() -> None:
    with pytest.raises(ValueError, match="n’efface rien"):
        text(held(), text=" \n")


def judged(source: Dossier, said: str, year: int = 2016, **answers: str) -> JudgedTexts:
    proposal = TextProposal(
        sheet="a",
        field=TextField.ANALYSIS,
        text=said,
        passage=Passage(source.contract.documents[0].id, (), CELL),
    )
    head = Head(source.contract.id, "service", year, date(2016, 5, 23), "")
    receipt = Receipt(file="retour.xlsx", document="retour", received_on=SECOND)
    given = Answers({f"text/a/analysis/{year}": choice for choice in answers.values()})
    return judge_texts(source, head, "CAF", (proposal,), receipt, given)


CASES: list[tuple[str | None, str | None, int, Verdict]] = [
    # printed, given for 2016, year of the workbook, verdict
    (None, None, 2016, Verdict.NEW),
    ("Imprimé.", None, 2016, Verdict.CHANGED),  # a later year stands beside what was printed
    ("Imprimé.", None, 2015, Verdict.CONTRADICTS),  # the year that the sheet printed
    ("Deux  forums.", None, 2015, Verdict.UNCHANGED),
    (None, "Deux forums.", 2016, Verdict.UNCHANGED),
    (None, "Un forum.", 2016, Verdict.CONTRADICTS),
    (None, "Un forum.", 2017, Verdict.NEW),
]


@pytest.mark.parametrize(("printed", "given", "year", "verdict"), CASES)
def test_a_text_of_a_later_year_is_added_and_another_for_the_same_year_is_asked_about(
    printed: str | None, given: str | None, year: int, verdict: Verdict
) -> None:
    source = held(**({"analysis": printed} if printed else {}))
    if given:
        source = replace(source, texts=(text(source, text=given),))

    found = judged(source, "Deux forums.", year)

    assert [one.verdict for one in found.judged] == [verdict]
    assert len(found.questions) == (verdict is Verdict.CONTRADICTS)
    assert len(found.additions) == (verdict in {Verdict.NEW, Verdict.CHANGED})


def test_an_answer_keeps_the_text_or_corrects_it_and_the_first_one_stays() -> None:
    source = held()
    first = text(source, text="Un forum.")
    source = replace(source, texts=(first,))

    kept, corrected = (
        judged(source, "Deux forums.", choice="keep"),
        judged(source, "Deux forums.", choice="correct"),
    )

    assert (kept.additions, kept.questions) == ((), ())
    (addition,) = corrected.additions
    assert (addition.supersedes, addition.by, addition.recorded_on) == (first.id, "CAF", SECOND)
    assert replace(source, texts=(first, addition)).texts[0] == first
