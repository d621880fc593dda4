"""A file that somebody sent → a Dossier: its reader is chosen by its extension."""

from collections.abc import Callable
from pathlib import Path

from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.blocks import Blocks
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.text import read_text

# One reader a format; each gives blocks, and knows no sheet.
READERS: dict[str, Callable[[Path], Blocks]] = {
    ".txt": read_text,
    ".text": read_text,
}


def read_document(path: Path) -> Dossier:
    """Read the monitoring sheets of a document; raises FileRefusedError when it is not one that we read."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        expected = f"un document dont l’extension est {', '.join(READERS)}"
        raise FileRefusedError([Problem(Place(path.name), "format", expected)])
    return parse_dossier(reader(path))
