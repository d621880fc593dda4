"""Which reader answers for a SOURCE: the catalogue, or a document that somebody sent."""

from pathlib import Path

from droitcommun.catalogue.loader import load_source
from droitcommun.core.dossier import Dossier


def load(source: str) -> Dossier:
    """Load a source: `file:` of a document is read, all else is the catalogue's.

    One place for what `file:` and other prefixes will name: a folder, a document, an exported archive, a database.
    """
    if source.startswith("file:"):
        path = Path(source.removeprefix("file:"))
        if path.is_file():
            # Late: the readers are of no use to the catalogue.
            from droitcommun.intake.documents import read_document

            return read_document(path)
    return load_source(source)
