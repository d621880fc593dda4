"""Where a SOURCE is loaded from: the port that the use cases are given."""

from pathlib import Path

from droitcommun.core.dossier import Dossier

_DATABASE = "db:"
_FILE = "file:"


def load(source: str) -> Dossier:
    """Load what a SOURCE names; raises UnknownNameError, FileRefusedError, or what is wrong with the database."""
    if source.startswith(_DATABASE):
        from droitcommun.cli.site import instance

        return instance.load(source.removeprefix(_DATABASE))
    if source.removeprefix(_FILE).strip() and source.startswith(_FILE):
        from droitcommun.usecases.sources import load_path

        return load_path(Path(source.removeprefix(_FILE)))
    from droitcommun.catalogue.loader import load_source

    return load_source(source)
