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
from droitcommun.intake.preview import Asked, Item, Verdict, preview, what
from droitcommun.usecases.sources import load_path

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
    """What documents would change: every sheet and figure that was read, judged, and the questions left."""

    sheets: int
    items: tuple[Item, ...]
    questions: tuple[Asked, ...]
    texts: tuple[TextRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The same with the contract as it would be; `additions` are the figures that would be appended."""

    record: ImportRecord
    additions: tuple[Observation, ...]
    after: Dossier

    @property
    def detail(self) -> dict[str, int]:
        """How many of each verdict: what the journal keeps."""
        found = Counter(item.verdict for item in self.record.items)
        return {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}


def import_sheets(held: Dossier, read: Iterable[Dossier], answers: Mapping[str, str], on: date) -> Import:
    """Judge documents one after the other, each against the contract as those before it would leave it."""
    items: list[Item] = []
    questions: list[Asked] = []
    additions: list[Observation] = []
    sheets = 0
    after = held
    for document in read:
        seen = preview(after, document, answers, on)
        items += seen.items
        questions += seen.questions
        additions += seen.additions
        sheets += len(document.sheets)
        after = seen.after
    record = ImportRecord(sheets=sheets, items=tuple(items), questions=tuple(questions))
    return Import(record=record, additions=tuple(additions), after=after)


def import_files(held: Dossier, paths: Iterable[Path], answers: Mapping[str, str], on: date) -> Import:
    """Judge files one after the other: a workbook of ours by its identifiers, any other as a document."""
    found = Import(record=ImportRecord(sheets=0, items=(), questions=()), additions=(), after=held)
    for path in paths:
        if path.suffix.lower() in WORKBOOKS:
            one = import_workbook(found.after, path, on)
        else:
            one = import_sheets(found.after, [load_path(path)], answers, on)
        record = ImportRecord(
            sheets=found.record.sheets + one.record.sheets,
            items=found.record.items + one.record.items,
            questions=found.record.questions + one.record.questions,
            texts=found.record.texts + one.record.texts,
        )
        found = Import(record=record, additions=found.additions + one.additions, after=one.after)
    return found


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
