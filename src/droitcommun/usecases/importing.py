"""Read documents into a contract: first what they would change, then, when a person says so, the change."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256 as hash_of
from pathlib import Path
from typing import Any

from droitcommun.core.contract import Document
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.core.texts import GivenText, TextField
from droitcommun.intake.asking import Answers, Settled, problems_of
from droitcommun.intake.preview import Asked, Item, Verdict, preview, what
from droitcommun.usecases.sources import Sent, open_path, read_with

# How the files end that a service fills in: what is none of ours is refused as such, not read as a document.
WORKBOOKS = (".xlsx", ".ods")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that came back, read and not yet understood. `tabs` are its cells, as plain JSON."""

    file: str
    sha256: str
    tabs: Any


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
    """What documents would change: every sheet and figure that was read, judged, and the questions left.

    `settled` are the questions that answers settled, each with the words of the choice.
    """

    sheets: int
    items: tuple[Item, ...]
    questions: tuple[Asked, ...]
    texts: tuple[TextRecord, ...] = ()
    settled: tuple[Settled, ...] = ()

    @property
    def brings_nothing(self) -> bool:
        """Say whether the contract has all that was read already, without a question or what an answer left out."""
        judged = [*(one.verdict for one in self.items), *(one.verdict for one in self.texts)]
        return not (self.questions or self.settled) and all(
            verdict is Verdict.UNCHANGED for verdict in judged
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The same with the contract as it would be; `additions` and `texts` are what would be appended.

    `read` are the documents as the answers make them.
    """

    record: ImportRecord
    additions: tuple[Observation, ...]
    after: Dossier
    texts: tuple[GivenText, ...] = ()
    read: tuple[Dossier, ...] = ()

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


def import_sheets(
    held: Dossier, sent: Iterable[Sent], answers: Mapping[str, str], on: date, named: str = "réponses"
) -> Import:
    """Judge documents one after the other, each against the contract as those before it would leave it.

    Raises FileRefusedError when an answer names no question of theirs, or none of its choices; `named` says where
    the answers come from.
    """
    found, met = _nothing(held), list[Answers]()
    for document in sent:
        one, more = _document(found.after, document, answers, on)
        found = _after(found, one)
        met += more
    _checked(answers, met, named)
    return found


def import_files(
    held: Dossier, paths: Iterable[Path], answers: Mapping[str, str], on: date, named: str = "réponses"
) -> Import:
    """Judge files one after the other: a workbook of ours by its identifiers, any other as a document.

    Raises FileRefusedError as `import_sheets` does, or with the problems of every file that is refused.
    """
    paths = list(paths)
    found, met, problems = _nothing(held), list[Answers](), _of_one_name(paths)
    for path in [] if problems else paths:
        try:
            came = opened(path)
            one, more = (
                _workbook(found.after, came, answers, on)
                if isinstance(came, Workbook)
                else _document(found.after, came, answers, on)
            )
        except FileRefusedError as refused:
            problems += refused.problems
            continue
        found = _after(found, one)
        met += more
    if problems:
        raise FileRefusedError(problems)
    _checked(answers, met, named)
    return found


def _of_one_name(paths: list[Path]) -> list[Problem]:
    """Files of one name: a problem, a question or a copy would not say of which of them it is."""
    expected = "des fichiers de noms différents ; le renommer, ou les lire l’un après l’autre"
    counts = Counter(path.name for path in paths)
    return [Problem(Place(name), "same-name", expected) for name, count in counts.items() if count > 1]


def import_sent(
    held: Dossier, sent: Sent | Workbook, answers: Mapping[str, str], on: date, named: str = "réponses"
) -> Import:
    """Judge what was opened of one file; raises FileRefusedError as `import_sheets` does.

    A workbook that has problems is refused with all of them, each at its cell.
    """
    match sent:
        case Workbook():
            found, met = _workbook(held, sent, answers, on)
        case _:
            found, met = _document(held, sent, answers, on)
    _checked(answers, met, named)
    return found


def opened(path: Path) -> Sent | Workbook:
    """Open a file, a contract's folder or an archive of ours; raises UnknownNameError or FileRefusedError.

    What it is, is told by what it holds; but who calls a file a workbook is told when it is none.
    """
    from droitcommun.intake.archives import read_archive
    from droitcommun.intake.containers import content_of, kind_of_file
    from droitcommun.intake.grids import cells_of
    from droitcommun.intake.kinds import Kind
    from droitcommun.intake.limits import limits_from
    from droitcommun.intake.refusals import refusal

    if not path.is_file():
        return open_path(path)
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
            return open_path(path)


def _nothing(held: Dossier) -> Import:
    return Import(record=ImportRecord(sheets=0, items=(), questions=()), additions=(), after=held)


def _document(
    held: Dossier, sent: Sent, answers: Mapping[str, str], on: date
) -> tuple[Import, list[Answers]]:
    given = Answers(answers)
    read = read_with(sent, given)
    seen = preview(held, read, answers, on)
    record = ImportRecord(
        sheets=len(read.sheets),
        items=seen.items,
        questions=seen.questions,
        settled=(*given.settled, *seen.answers.settled),
    )
    found = Import(record=record, additions=seen.additions, after=seen.after, read=(read,))
    return found, [given, seen.answers]


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
        texts=found.texts + one.texts,
        read=(*found.read, *one.read),
    )


def _checked(answers: Mapping[str, str], met: Iterable[Answers], named: str) -> None:
    problems = problems_of(answers, met, named)
    if problems:
        raise FileRefusedError(problems)


def _workbook(
    held: Dossier, came: Workbook, answers: Mapping[str, str], on: date
) -> tuple[Import, list[Answers]]:
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
    head, given = submission.head, Answers(answers)
    texts = judge_texts(held, head, reporter(held, head.unit).name, submission.texts, receipt, given)
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
        settled=tuple(given.settled),
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
    found = Import(record=record, additions=submission.observations, after=after, texts=texts.additions)
    return found, [given]


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
