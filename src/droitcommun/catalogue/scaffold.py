"""Write the files of a new contract into a folder: a start that loads, with a comment on each part."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from droitcommun.core.problems import UserError


class FolderTakenError(UserError):
    """The folder holds something already, or cannot be written: nothing was touched."""

    exit_code = 15


def scaffold(folder: Path) -> tuple[str, ...]:
    """Write the files and return their names; raises FolderTakenError."""
    try:
        if not str(folder).strip(" ."):
            raise FolderTakenError("Il faut le nom d’un dossier à créer : rien n’a été écrit.")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderTakenError(f"{folder} existe et n’est pas un dossier vide : rien n’a été écrit.")
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_written(folder))
    except OSError:
        raise FolderTakenError(
            f"{folder} ne peut pas être écrit : vérifier le chemin et ses droits."
        ) from None


def _written(folder: Path) -> Iterator[str]:
    models = files("droitcommun.catalogue") / "scaffold"
    for model in sorted(models.iterdir(), key=lambda file: file.name):
        (folder / model.name).write_bytes(model.read_bytes())
        yield model.name
