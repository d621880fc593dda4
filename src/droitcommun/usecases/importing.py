"""Read documents into a contract: first what they would change, then, when a person says so, the change."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256 as hash_of
from pathlib import Path

from droitcommun.core.contract import Document
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.asking import Answers, Settled, problems_of
from droitcommun.intake.preview import Asked, Item, Verdict, preview, what
from droitcommun.usecases.sources import Sent, open_path, read_with

# What a service fills in: read as a workbook of ours.
WORKBOOKS = (".xlsx", ".ods")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord:
    """A text that a service proposes for its sheet: shown to a person, who takes it or not."""

    sheet: str
    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """What documents would change: every sheet and figure that was read, judged, and the questions left.

    `settled` are the questions that answers settled, each with the words of the choice.
    """

    sheets: int
    items: tuple[Item, ...]
    questions: tuple[Asked, ...]
    texts: tuple[TextRecord, ...] = ()
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The same with the contract as it would be; `additions` are the figures that would be appended.

    `read` are the documents as the answers make them.
    """

    record: ImportRecord
    additions: tuple[Observation, ...]
    after: Dossier
    read: tuple[Dossier, ...] = ()

    @property
    def detail(self) -> dict[str, int]:
        """How many of each verdict: what the journal keeps."""
        found = Counter(item.verdict for item in self.record.items)
        return {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}


def import_sheets(
    held: Dossier, sent: Iterable[Sent], answers: Mapping[str, str], on: date, named: str = "réponses"
) -> Import:
    """Judge documents one after the other, each against the contract as those before it would leave it.

    Raises FileRefusedError when an answer names no question of theirs, or none of its choices; `named` says where
    the answers come from.
    """
    found, met = _judged(_nothing(held), sent, answers, on)
    _checked(answers, met, named)
    return found


def import_files(
    held: Dossier, paths: Iterable[Path], answers: Mapping[str, str], on: date, named: str = "réponses"
) -> Import:
    """Judge files one after the other: a workbook of ours by its identifiers, any other as a document.

    Raises FileRefusedError as `import_sheets` does.
    """
    found, met = _nothing(held), list[Answers]()
    for path in paths:
        if path.suffix.lower() in WORKBOOKS:
            found = _after(found, import_workbook(found.after, path, on))
        else:
            found, more = _judged(found, [open_path(path)], answers, on)
            met += more
    _checked(answers, met, named)
    return found


def _nothing(held: Dossier) -> Import:
    return Import(record=ImportRecord(sheets=0, items=(), questions=()), additions=(), after=held)


def _judged(
    found: Import, sent: Iterable[Sent], answers: Mapping[str, str], on: date
) -> tuple[Import, list[Answers]]:
    met = []
    for document in sent:
        given = Answers(answers)
        read = read_with(document, given)
        seen = preview(found.after, read, answers, on)
        met += [given, seen.answers]
        record = ImportRecord(
            sheets=len(read.sheets),
            items=seen.items,
            questions=seen.questions,
            settled=(*given.settled, *seen.answers.settled),
        )
        one = Import(record=record, additions=seen.additions, after=seen.after, read=(read,))
        found = _after(found, one)
    return found, met


def _after(found: Import, one: Import) -> Import:
    """What was judged, and what was judged next."""
    record = ImportRecord(
        sheets=found.record.sheets + one.record.sheets,
        items=found.record.items + one.record.items,
        questions=found.record.questions + one.record.questions,
        texts=found.record.texts + one.record.texts,
        settled=found.record.settled + one.record.settled,
    )
    return Import(
        record=record,
        additions=found.additions + one.additions,
        after=one.after,
        read=(*found.read, *one.read),
    )


def _checked(answers: Mapping[str, str], met: Iterable[Answers], named: str) -> None:
    problems = problems_of(answers, met, named)
    if problems:
        raise FileRefusedError(problems)


def import_workbook(held: Dossier, path: Path, on: date) -> Import:
    """Judge a workbook that came back: what is new in it, against the contract that it was sent for.

    Raises FileRefusedError with every problem and its cell: nothing is taken until there is none.
    """
    from droitcommun.intake.containers import content_of
    from droitcommun.intake.grids import read_grids
    from droitcommun.intake.limits import limits_from
    from droitcommun.intake.workbook.reading import Receipt
    from droitcommun.usecases.workbook import read

    sha256 = hash_of(content_of(path, limits_from())).hexdigest()
    document = Document(
        id=f"classeur-{sha256[:12]}", title="Classeur rempli par un service", file=path.name, sha256=sha256
    )
    submission = read(read_grids(path), held, Receipt(file=path.name, document=document.id, received_on=on))
    if submission.problems:
        raise FileRefusedError(list(submission.problems))
    known = {seen.id: seen for seen in held.observations}
    items = tuple(_received(seen, known) for seen in submission.observations)
    record = ImportRecord(
        sheets=len({one.sheet for one in items}),
        items=items,
        questions=(),
        texts=tuple(
            TextRecord(sheet=one.sheet, field=one.field.value, text=one.text) for one in submission.texts
        ),
    )
    after = held
    if submission.observations:
        contract = replace(held.contract, documents=(*held.contract.documents, document))
        observations = (*held.observations, *submission.observations)
        after = replace(held, contract=contract, observations=observations)
    return Import(record=record, additions=submission.observations, after=after)


def _received(seen: Observation, known: Mapping[str, Observation]) -> Item:
    before = known.get(seen.supersedes or "")
    verdict = Verdict.NEW if before is None else Verdict.CHANGED
    return Item(seen.sheet, seen.sheet, what(seen), before.text if before else "", seen.text, verdict)


def read_answers(path: Path) -> dict[str, str]:
    """Read answers, a JSON object of choices by question; raises FileRefusedError."""
    expected = 'du JSON : {"question": "choix", …}, comme import-sheets --format json nomme les questions'
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        problem = Problem(Place(path.name), "file-missing", "un fichier lisible de ce nom")
        raise FileRefusedError([problem]) from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise FileRefusedError([Problem(Place(path.name), "answers", expected)])
    return found
