"""Read documents into a contract: first what they would change, then, when a person says so, the change."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256 as hash_of
from pathlib import Path
from typing import Any, assert_never

from droitcommun.core.contract import Document
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.core.texts import GivenText, TextField
from droitcommun.intake.preview import Asked, Item, Verdict, preview, what
from droitcommun.usecases.sources import load_path

# How the files end that a service fills in: what is none of ours is refused as such, not read as a document.
WORKBOOKS = (".xlsx", ".ods")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that came back, read and not yet understood. `tabs` are its cells, as plain JSON."""

    file: str
    sha256: str
    tabs: Any


# What a file is read into, before it is compared with anything: it can be kept until a person says so.
Read = Dossier | Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord:
    """A text that a service proposes for its sheet and a year, and what the sheet says there now."""

    sheet: str
    field: TextField
    year: int
    before: str
    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """What documents would change: every sheet and figure that was read, judged, and the questions left."""

    sheets: int
    items: tuple[Item, ...]
    questions: tuple[Asked, ...]
    texts: tuple[TextRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The same with the contract as it would be; `additions` and `texts` are what would be appended."""

    record: ImportRecord
    additions: tuple[Observation, ...]
    after: Dossier
    texts: tuple[GivenText, ...] = ()

    @property
    def detail(self) -> dict[str, int]:
        """How many of each verdict, and how many texts: what the journal keeps."""
        found = Counter(item.verdict for item in self.record.items)
        counts = {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}
        return counts | ({"texts": len(self.texts)} if self.texts else {})

    @property
    def writes(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self.additions or self.texts)


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
        one = import_read(found.after, opened(path), answers, on)
        record = ImportRecord(
            sheets=found.record.sheets + one.record.sheets,
            items=found.record.items + one.record.items,
            questions=found.record.questions + one.record.questions,
            texts=found.record.texts + one.record.texts,
        )
        found = Import(
            record=record,
            additions=found.additions + one.additions,
            after=one.after,
            texts=found.texts + one.texts,
        )
    return found


def opened(path: Path) -> Read:
    """Read a file, a contract's folder or an archive of ours; raises UnknownNameError or FileRefusedError.

    What it is, is told by what it holds; but who calls a file a workbook is told when it is none.
    """
    from droitcommun.intake.archives import read_archive
    from droitcommun.intake.containers import content_of, kind_of_file
    from droitcommun.intake.grids import cells_of
    from droitcommun.intake.kinds import Kind
    from droitcommun.intake.limits import limits_from
    from droitcommun.intake.refusals import refusal

    if not path.is_file():
        return load_path(path)
    match kind_of_file(path):
        case Kind.XLSX | Kind.ODS:
            limits = limits_from()
            content = content_of(path, limits)
            return Workbook(path.name, hash_of(content).hexdigest(), cells_of(content, path.name, limits))
        case Kind.OPEN_DATA | Kind.CONTRACT:
            return read_archive(path)
        case _ if path.suffix.lower() in WORKBOOKS:
            raise refusal(path.name, "document")
        case _:
            return load_path(path)


def import_read(held: Dossier, read: Read, answers: Mapping[str, str], on: date) -> Import:
    """Judge what was read from one file; raises FileRefusedError with the problems of a workbook."""
    match read:
        case Dossier():
            return import_sheets(held, [read], answers, on)
        case Workbook():
            return import_workbook(held, read, answers, on)
        case _:
            assert_never(read)


def import_workbook(held: Dossier, came: Workbook, answers: Mapping[str, str], on: date) -> Import:
    """Judge a workbook that came back: what is new in it, against the contract that it was sent for.

    Raises FileRefusedError with every problem and its cell: nothing is taken until there is none.
    """
    from droitcommun.intake.grids import grids_from
    from droitcommun.intake.limits import limits_from
    from droitcommun.intake.workbook.reading import Receipt
    from droitcommun.intake.workbook.reporters import reporter
    from droitcommun.intake.workbook.texts import judge_texts
    from droitcommun.usecases.workbook import read

    document = Document(
        id=f"classeur-{came.sha256[:12]}",
        title="Classeur rempli par un service",
        file=came.file,
        sha256=came.sha256,
    )
    receipt = Receipt(file=came.file, document=document.id, received_on=on)
    submission = read(grids_from(came.tabs, came.file, limits_from()), held, receipt)
    if submission.problems or submission.head is None:
        raise FileRefusedError(list(submission.problems))
    head = submission.head
    texts = judge_texts(held, head, reporter(held, head.unit).name, submission.texts, receipt, answers)
    known = {seen.id: seen for seen in held.observations}
    items = tuple(_received(seen, known) for seen in submission.observations)
    record = ImportRecord(
        sheets=len({*(one.sheet for one in items), *(one.sheet for one in submission.texts)}),
        items=items,
        questions=texts.questions,
        texts=tuple(
            TextRecord(
                sheet=one.proposal.sheet,
                field=one.proposal.field,
                year=one.year,
                before=one.before,
                text=one.proposal.text,
                verdict=one.verdict,
            )
            for one in texts.judged
        ),
    )
    after = held
    if submission.observations or texts.additions:
        documents = held.contract.documents
        if document.id not in {one.id for one in documents}:  # the same file again, with another answer
            documents = (*documents, document)
        after = replace(
            held,
            contract=replace(held.contract, documents=documents),
            observations=(*held.observations, *submission.observations),
            texts=(*held.texts, *texts.additions),
        )
    return Import(record=record, additions=submission.observations, after=after, texts=texts.additions)


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
