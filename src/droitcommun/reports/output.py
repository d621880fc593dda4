"""Write a file whole or not at all."""

import os
from errno import EACCES, EFBIG, EISDIR, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM, EROFS
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
}


def write(path: Path, held: bytes) -> None:
    """Write bytes beside the file, then put them in its place: whoever reads it sees the old or the new.

    Raises UserError when the place is a folder or may not be written; OSError when there is no room left.
    """
    made: Path | None = None
    try:
        if path.is_dir():
            raise UserError("Écriture impossible : un dossier porte ce nom.")
        with NamedTemporaryFile(dir=path.parent, prefix=".droitcommun-", delete=False) as target:
            made = Path(target.name)
            target.write(held)
            target.flush()
            os.fsync(target.fileno())
        made.chmod(0o666 & ~_mask())
        made.replace(path)
        made = None
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
        raise UserError(f"Écriture impossible : {_REFUSED[error.errno]}.") from None
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder, and those that lead to it, unless it is there; raises as `write` does."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UserError("Écriture impossible : un fichier porte le nom de ce dossier.") from None
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
        raise UserError(f"Écriture impossible : {_REFUSED[error.errno]}.") from None


def _mask() -> int:
    """Return the permissions that this process takes from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
