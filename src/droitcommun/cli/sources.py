"""Where a SOURCE is loaded from: the port that the use cases are given."""

from pathlib import Path

from droitcommun.core.dossier import Dossier

_DATABASE = "db:"
_FILE = "file:"


def load(source: str, *, proposals: bool = False) -> Dossier:
    """Load what a SOURCE names; raises UnknownNameError, FileRefusedError, or what is wrong with the database.

    `proposals`: a document comes with the promises that its prose proposes.
    """
    if source.startswith(_DATABASE):
        from droitcommun.cli.site import instance

        return instance.load(source.removeprefix(_DATABASE))
    path = path_of(source)
    if path is not None:
        from droitcommun.usecases.sources import load_path

        return load_path(path, proposals=proposals)
    from droitcommun.catalogue.loader import load_source

    return load_source(source)


def path_of(source: str) -> Path | None:
    """The path that a SOURCE names; None when it names no file."""
    if source.startswith(_FILE) and source.removeprefix(_FILE).strip():
        return Path(source.removeprefix(_FILE))
    return None
