"""The texts that a returned workbook proposes, against those that a contract has: appended, or asked about.

A text speaks of a year. One of a later year stands beside what was known; one of a year that has its text already
contradicts it, and a person says which holds. The other stays where it is, in any case.
"""

from dataclasses import dataclass
from itertools import count

from droitcommun.core.dossier import Dossier
from droitcommun.core.french import NBSP
from droitcommun.core.known import Known, known_on
from droitcommun.core.observations import Role
from droitcommun.core.sheets import Sheet
from droitcommun.core.texts import FIELDS, GivenText, TextField
from droitcommun.intake.asking import Answers
from droitcommun.intake.preview import Asked, Choice, Settle, Verdict
from droitcommun.intake.workbook.book import without_layout
from droitcommun.intake.workbook.forms import printed_text
from droitcommun.intake.workbook.reading import Receipt, TextProposal
from droitcommun.intake.workbook.vocabulary import Head


@dataclass(frozen=True, slots=True)
class Judged:
    """One text that was proposed: what there was before, and what it would do there."""

    proposal: TextProposal
    year: int
    before: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class JudgedTexts:
    """All of them, the questions left, and the texts that would be appended."""

    judged: tuple[Judged, ...]
    questions: tuple[Asked, ...]
    additions: tuple[GivenText, ...]


def judge_texts(
    held: Dossier,
    head: Head,
    by: str,
    proposals: tuple[TextProposal, ...],
    receipt: Receipt,
    answers: Answers,
) -> JudgedTexts:
    """Compare the texts of a workbook with those that are held; `by` is the service that filled it in."""
    now = known_on(held, receipt.received_on)
    sheets = {sheet.id: sheet for sheet in held.sheets}
    taken = {given.id for given in held.texts}
    judged: list[Judged] = []
    questions: list[Asked] = []
    additions: list[GivenText] = []
    for one in proposals:
        sheet = sheets[one.sheet]
        same_year = _of_year(now, sheet, one.field, head.year)
        before = same_year.text if same_year else printed_text(sheet, one.field) or ""
        is_settled = same_year is not None or (bool(before) and head.year <= printed_year(held, sheet))
        verdict = Verdict.CHANGED if before and not is_settled else Verdict.NEW
        if without_layout(one.text) == without_layout(before):
            verdict = Verdict.UNCHANGED
        elif is_settled:
            asked = _contradiction(sheet, one, head.year, before)
            chosen = answers.to(asked.id, asked.sentence, {one.id: one.words for one in asked.choices})
            if chosen is None:
                questions.append(asked)
                verdict = Verdict.CONTRADICTS
            else:
                verdict = Verdict.UNCHANGED if chosen == Settle.KEEP else Verdict.CHANGED
        judged.append(Judged(one, head.year, before, verdict))
        if verdict in {Verdict.NEW, Verdict.CHANGED}:
            stem = f"{one.sheet}-{one.field}-{head.year}-{receipt.received_on.isoformat()}"
            name = next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)
            taken.add(name)
            additions.append(
                GivenText(
                    id=name,
                    sheet=one.sheet,
                    field=one.field,
                    year=head.year,
                    text=one.text,
                    by=by,
                    passage=one.passage,
                    recorded_on=receipt.received_on,
                    supersedes=same_year.id if same_year else None,
                )
            )
    return JudgedTexts(tuple(judged), tuple(questions), tuple(additions))


def printed_year(held: Dossier, sheet: Sheet) -> int:
    """The year that the printed texts of a sheet speak of: that of its latest result when it was printed."""
    years = [
        seen.period.start.year
        for seen in held.observations
        if seen.sheet == sheet.id
        and seen.role is Role.RESULT
        and seen.period is not None
        and seen.recorded_on <= sheet.updated_on.to
    ]
    return max(years, default=sheet.updated_on.to.year - 1)


def _of_year(now: Known, sheet: Sheet, field: TextField, year: int) -> GivenText | None:
    return next((one for one in now.texts_of(sheet) if (one.field, one.year) == (field, year)), None)


def _contradiction(sheet: Sheet, one: TextProposal, year: int, before: str) -> Asked:
    return Asked(
        id=f"text/{sheet.id}/{one.field.value}/{year}",
        sentence=f"{sheet.title}, {FIELDS[one.field]} de {year}{NBSP}: lequel des deux textes retenir ?",
        evidence="la fiche a déjà un texte pour cette année ; l’autre reste dans l’historique",
        choices=(
            Choice(Settle.KEEP, f"celui de la fiche : « {before} »"),
            Choice(Settle.CORRECT, f"celui du classeur : « {one.text} »"),
        ),
    )
