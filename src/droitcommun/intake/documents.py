"""A file that somebody sent → a Dossier: what it is, is told by what it holds."""

from pathlib import Path

from droitcommun.core.dossier import Dossier, Origin, OriginKind
from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.blocks import Blocks
from droitcommun.intake.booklet import Drafts, read_drafts
from droitcommun.intake.containers import read_blocks
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.proposals import Proposal, proposals, with_proposals
from droitcommun.intake.template import NO_SHEET


def read_document(path: Path) -> Dossier:
    """Read the monitoring sheets of a document; raises FileRefusedError when it is not one that we read."""
    return parse_dossier(read_blocks(path))


def with_prose(document: Blocks) -> Dossier:
    """Its sheets, with what its prose proposes as promises: what the audit of a document looks at."""
    return with_proposals(parse_dossier(document), read_drafts(document))


def read_prose(path: Path) -> tuple[Drafts, tuple[Proposal, ...], Origin]:
    """Read what the prose of a document proposes; it may hold no sheet. Raises FileRefusedError."""
    document = read_blocks(path)
    drafts = read_drafts(document)
    try:
        dossier = parse_dossier(document)
    except FileRefusedError as refused:
        if any(problem.code != NO_SHEET for problem in refused.problems):
            raise
        dossier = None
    origin = Origin(kind=OriginKind.DOCUMENT, id=document.file, sha256=document.sha256)
    return drafts, proposals(drafts, dossier), origin
