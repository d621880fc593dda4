"""Write the files of a new contract into a folder: a start that loads, with a comment on each part."""

from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from droitcommun.core.problems import NO_ROOM, UserError


class FolderTakenError(UserError):
    """The folder holds something already, or cannot be written: nothing was touched."""

    exit_code = 15


def scaffold(folder: Path) -> tuple[str, ...]:
    """Write the files, all or none, and return their names.

    Raises FolderTakenError, or OSError when there is no room.
    """
    try:
        if not str(folder).strip(" ."):
            raise FolderTakenError("Il faut le nom d’un dossier à créer : rien n’a été écrit.")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderTakenError(f"{folder} existe et n’est pas un dossier vide : rien n’a été écrit.")
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        return _written(folder, made=made)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        raise FolderTakenError(
            f"{folder} ne peut pas être écrit : vérifier le chemin et ses droits."
        ) from None


def _written(folder: Path, *, made: bool) -> tuple[str, ...]:
    """Write each model; when one cannot be, take back those before it, so that the same command can run again."""
    models = files("droitcommun.catalogue") / "scaffold"
    names = tuple(sorted(model.name for model in models.iterdir()))
    try:
        for name in names:
            (folder / name).write_bytes((models / name).read_bytes())
    except OSError:
        for name in names:
            (folder / name).unlink(missing_ok=True)
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise
    return names
