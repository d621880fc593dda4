"""A file that somebody sent → a Dossier: what it is, is told by what it holds."""

from pathlib import Path

from droitcommun.core.dossier import Dossier
from droitcommun.intake.containers import read_blocks
from droitcommun.intake.dossier import parse_dossier


def read_document(path: Path) -> Dossier:
    """Read the monitoring sheets of a document; raises FileRefusedError when it is not one that we read."""
    return parse_dossier(read_blocks(path))
