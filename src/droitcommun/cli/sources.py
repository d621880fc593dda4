"""Where a SOURCE is loaded from: the port that the use cases are given."""

from pathlib import Path

from droitcommun.core.dossier import Dossier

_DATABASE = "db:"
_FILE = "file:"


def load(source: str) -> Dossier:
    """Load what a SOURCE names; raises UnknownNameError, FileRefusedError, or what is wrong with the database.

    What a source is loaded by is imported when it is named: the others are of no use to it.
    """
    if source.startswith(_DATABASE):
        from droitcommun.cli.site import instance

        return instance.load(source.removeprefix(_DATABASE))
    if source.startswith(_FILE) and _is_file(path := Path(source.removeprefix(_FILE))):
        return _document(path)
    from droitcommun.catalogue.loader import load_source

    return load_source(source)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # too long a name, no right to look: the folder's loader says so
        return False


def _document(path: Path) -> Dossier:
    """Load an archive that we exported, or read a document that somebody sent."""
    if path.suffix == ".zip":
        from droitcommun.catalogue.export import load_export

        return load_export(path)
    from droitcommun.intake.documents import read_document

    return read_document(path)
