"""A file that somebody sent → a Dossier: what it is, is told by what it holds."""

from pathlib import Path

from droitcommun.core.dossier import Dossier
from droitcommun.intake.booklet import read_drafts
from droitcommun.intake.containers import read_blocks
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.proposals import with_proposals


def read_document(path: Path) -> Dossier:
    """Read the monitoring sheets of a document; raises FileRefusedError when it is not one that we read."""
    return parse_dossier(read_blocks(path))


def read_with_proposals(path: Path) -> Dossier:
    """The same, with what its prose proposes as promises: what the audit of a document looks at."""
    document = read_blocks(path)
    return with_proposals(parse_dossier(document), read_drafts(document))
