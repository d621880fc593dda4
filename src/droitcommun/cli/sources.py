"""Where a SOURCE is loaded from: the port that the use cases are given."""

from pathlib import Path

from droitcommun.core.dossier import Dossier

_FILE = "file:"


def load(source: str) -> Dossier:
    """Load what a SOURCE names; raises UnknownNameError, or FileRefusedError with all that is wrong in it.

    What a source is loaded by is imported when it is named: the others are of no use to it.
    """
    if source.startswith(_FILE) and source.endswith(".zip"):
        from droitcommun.catalogue.export import load_export

        return load_export(Path(source.removeprefix(_FILE)))
    from droitcommun.catalogue.loader import load_source

    return load_source(source)
