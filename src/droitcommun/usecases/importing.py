"""Read documents into a contract: first what they would change, then, when a person says so, the change."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.preview import Asked, Item, Verdict, preview


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """What documents would change: every sheet and figure that was read, judged, and the questions left."""

    sheets: int
    items: tuple[Item, ...]
    questions: tuple[Asked, ...]


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
