"""Build the index of addresses that `locate` opens."""

from collections.abc import Callable, Sequence
from pathlib import Path

from droitcommun.core.problems import FileRefusedError, Place, Problem, UserError
from droitcommun.territory.index.build import build_index


def index_files(
    sources: Sequence[Path], output: Path, *, told: Callable[[int], None] | None = None
) -> dict[str, int]:
    """Build one index of files of the Base Adresse Nationale; return its counts. `told` hears the rows read so far.

    FileRefusedError: a file is missing, or none of the register. UserError: the output cannot be written.
    """
    missing = [
        Problem(
            Place(path.name), "not-a-file", "un fichier CSV ou CSV.gz de la Base Adresse Nationale attendu"
        )
        for path in sources
        if not path.is_file()
    ]
    if missing:
        raise FileRefusedError(missing)
    if output.is_dir() or not output.parent.is_dir():
        raise UserError(
            "Écriture impossible : un nom de fichier dans un dossier qui existe est attendu avec -o."
        )
    if any(path.resolve() == output.resolve() for path in sources):
        raise UserError("Écriture impossible : l’index ne remplace pas le fichier dont il est fait.")
    try:
        return build_index(sources, output, told=told)
    except PermissionError:
        raise UserError("Écriture impossible : il n’est pas permis d’écrire là.") from None
    finally:
        output.with_name(f"{output.name}.part").unlink(missing_ok=True)
