"""Write a file whole or not at all."""

import os
from errno import EACCES, EFBIG, EINVAL, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM, EROFS
from pathlib import Path
from tempfile import NamedTemporaryFile

from droitcommun.core.problems import UserError

_REFUSED = {
    EACCES: "il n’est pas permis d’écrire là",
    EPERM: "il n’est pas permis d’écrire là",
    EROFS: "ce disque est en lecture seule",
    ENOENT: "le dossier où l’écrire n’existe pas",
    ENOTDIR: "le dossier où l’écrire n’existe pas",
    EISDIR: "c’est un dossier",
    EFBIG: "le fichier dépasse la taille permise",
    ENAMETOOLONG: "ce nom de fichier est trop long",
    ELOOP: "les liens de ce chemin tournent en rond",
    EINVAL: "ce disque n’admet pas ce nom",
}


def write(path: Path, held: bytes, *, private: bool = False) -> None:
    """Write bytes beside the file, then put them in its place: whoever reads it sees the old or the new.

    `private`: nobody but its owner may read it. A link goes on leading to the file. Raises UserError when the place
    is no file or may not be written; OSError, which names the file, when there is no room left.
    """
    made: Path | None = None
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise _impossible(path, "un dossier porte ce nom")
        if target.exists() and not target.is_file():  # a pipe, a terminal, /dev/null: a file would replace it
            raise _impossible(path, "ce qui porte ce nom n’est pas un fichier ordinaire")
        with NamedTemporaryFile(dir=target.parent, prefix=".droitcommun-", delete=False) as beside:
            made = Path(beside.name)
            beside.write(held)
            beside.flush()
            os.fsync(beside.fileno())
        made.chmod(0o600 if private else 0o666 & ~_mask())
        made.replace(target)
        made = None
    except OSError as error:
        if error.errno not in _REFUSED:
            error.filename = str(path)
            raise
        raise _impossible(path, _REFUSED[error.errno]) from None
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder, and those that lead to it, unless it is there; raises as `write` does."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise _impossible(path, "un fichier porte le nom de ce dossier") from None
    except OSError as error:
        if error.errno not in _REFUSED:
            error.filename = str(path)
            raise
        raise _impossible(path, _REFUSED[error.errno]) from None


def _impossible(path: Path, reason: str) -> UserError:
    return UserError(
        f"Écriture impossible : {reason}. {path} n’est pas écrit : choisir un autre nom ou un autre dossier."
    )


def _mask() -> int:
    """Return the permissions that this process takes from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
