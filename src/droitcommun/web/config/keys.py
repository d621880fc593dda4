"""The key that signs what the site hands out and takes back."""

import os
import secrets
from pathlib import Path

from droitcommun.core.problems import NO_ROOM, UserError

_FILE = "secret-key"


class KeyRefusedError(UserError):
    """The key of this instance cannot be kept where it should be."""


def secret_key(folder: Path) -> str:
    """The key of this instance: DROITCOMMUN_SECRET_KEY, else the one kept in the data folder, else a fleeting one.

    A fleeting key is enough for whatever signs nothing that must outlive the process.
    """
    given = os.environ.get("DROITCOMMUN_SECRET_KEY")
    if given:
        return given
    try:
        return (folder / _FILE).read_text(encoding="ascii").strip() or secrets.token_urlsafe(50)
    except (OSError, UnicodeDecodeError):
        return secrets.token_urlsafe(50)


def keep_secret_key(folder: Path) -> None:
    """Make the key of this instance once, readable by its owner alone, unless the environment gives one.

    Raises KeyRefusedError when it cannot be kept; OSError when there is no room left.
    """
    if os.environ.get("DROITCOMMUN_SECRET_KEY"):
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(folder / _FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        if folder.is_dir():  # the key is there
            return
        raise _refused(folder) from None
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        raise _refused(folder) from None
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))


def _refused(folder: Path) -> KeyRefusedError:
    return KeyRefusedError(
        f"La clé du site ne peut pas être gardée dans {folder} : vérifier ce dossier et ses droits, ou la donner avec "
        "DROITCOMMUN_SECRET_KEY."
    )
