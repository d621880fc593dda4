"""Where a SOURCE is loaded from: the port that the use cases are given."""

from pathlib import Path

from droitcommun.core.dossier import Dossier

_FILE = "file:"


def load(source: str) -> Dossier:
    """Load what a SOURCE names; raises UnknownNameError, or FileRefusedError with all that is wrong in it.

    What a source is loaded by is imported when it is named: the others are of no use to it.
    """
    if source.startswith(_FILE) and Path(source.removeprefix(_FILE)).is_file():
        return _document(Path(source.removeprefix(_FILE)))
    from droitcommun.catalogue.loader import load_source

    return load_source(source)


def _document(path: Path) -> Dossier:
    """Load an archive that we exported, or read a document that somebody sent."""
    if path.suffix == ".zip":
        from droitcommun.catalogue.export import load_export

        return load_export(path)
    from droitcommun.intake.documents import read_document

    return read_document(path)
