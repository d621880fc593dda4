"""A document that somebody sent → a Dossier, or what its prose proposes: understood by a child that has limits."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from droitcommun.core.codec import from_plain
from droitcommun.core.dossier import Dossier, Origin, OriginKind
from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.asking import Answers, Met
from droitcommun.intake.blocks import Blocks
from droitcommun.intake.booklet import Drafts, read_drafts
from droitcommun.intake.containers import read_blocks, to_plain
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.limits import limits_from
from droitcommun.intake.proposals import Proposal, proposals, with_proposals
from droitcommun.intake.sandbox import read_in_child
from droitcommun.intake.template import NO_SHEET


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What the prose of a document proposes: its drafts, its promises named, and the document itself."""

    drafts: Drafts
    proposals: tuple[Proposal, ...]
    origin: Origin


def read_document(path: Path) -> Dossier:
    """Read the monitoring sheets of a document; raises FileRefusedError when it is not one that we read."""
    return understood(read_blocks(path))


def understood(document: Blocks, answers: Answers | None = None) -> Dossier:
    """Its sheets, their questions settled by `answers`, which are told what became of them.

    Raises FileRefusedError when it holds no sheet, or half of one, or asks for more than a reader may use.
    """
    answers = answers or Answers({})
    told = _in_child("sheets", document, dict(answers.given))
    answers.meet(from_plain(Met, told["met"]))
    return from_plain(Dossier, told["dossier"])


def with_prose(document: Blocks) -> Dossier:
    """Its sheets, with what its prose proposes as promises; raises as `understood` does."""
    return from_plain(Dossier, _in_child("audited", document)["dossier"])


def read_prose(path: Path) -> Prose:
    """Read what the prose of a document proposes; it may hold no sheet. Raises FileRefusedError."""
    return from_plain(Prose, _in_child("prose", read_blocks(path))["prose"])


def _in_child(reader: str, document: Blocks, given: Any = None) -> Any:
    content = json.dumps(to_plain(document)).encode()
    return read_in_child(reader, content, limits_from(), file=document.file, given=given)


def parse_with_prose(document: Blocks) -> Dossier:
    """Its sheets, with what its prose proposes as promises: what the audit of a document looks at."""
    return with_proposals(parse_dossier(document), read_drafts(document))


def parse_prose(document: Blocks) -> Prose:
    """What its prose proposes; raises FileRefusedError when a sheet of it is cut."""
    drafts = read_drafts(document)
    try:
        dossier = parse_dossier(document)
    except FileRefusedError as refused:
        if any(problem.code != NO_SHEET for problem in refused.problems):
            raise
        dossier = None
    origin = Origin(kind=OriginKind.DOCUMENT, id=document.file, sha256=document.sha256)
    return Prose(drafts=drafts, proposals=proposals(drafts, dossier), origin=origin)
