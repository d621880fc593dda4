"""Where an instance keeps what it knows: a data folder, and the database that a URL names."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from droitcommun.core.problems import UserError

# How long a write waits for another to end, in seconds, before it says that the database is busy.
BUSY_SECONDS = 20
# How long a server of databases may take to answer the first time.
CONNECT_SECONDS = 10

_SCHEMES = ("sqlite", "postgres", "postgresql")

# In place of a URL: a database in the memory of one process, which ends with it.
IN_MEMORY = "memory:"
# Its name for SQLite: the threads share it, with the locks of a file (those of `cache=shared` fail at once).
_MEMORY = "file:/droitcommun?vfs=memdb"


class DatabaseRefusedError(UserError):
    """The database is not one that we can use, or does not answer."""

    exit_code = 20


class BusyError(UserError):
    """Another write lasts too long."""

    exit_code = 22


class FullError(UserError):
    """There is no room left to write."""

    exit_code = 14


def told(error: Exception) -> UserError | None:
    """Say in French why the database did not do what it was told, when a person can do something about it.

    `error` is Django's, whose cause is the driver's: SQLite gives a name, PostgreSQL a code of five letters.
    """
    code = (
        getattr(error.__cause__, "sqlite_errorname", None) or getattr(error.__cause__, "sqlstate", None) or ""
    )
    if code in {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_SNAPSHOT", "40001", "40P01", "55P03"}:
        return BusyError("Une autre écriture est en cours : rien n’est enregistré. Recommencer.")
    if code in {"SQLITE_FULL", "53100"}:
        return FullError("Il n’y a plus de place pour la base : rien n’est enregistré.")
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM", "42501", "25006")):
        return DatabaseRefusedError("La base ne se laisse pas écrire : rien n’est enregistré.")
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")):
        return DatabaseRefusedError("La base est abîmée : restaurer une sauvegarde dans une autre.")
    if code.startswith(("08", "57P")):
        return DatabaseRefusedError("PostgreSQL ne répond plus : rien n’est enregistré.")
    return None


def data_folder() -> Path:
    """The folder of this instance: DROITCOMMUN_DATA, else `droitcommun` where this user's programs keep data.

    Raises DatabaseRefusedError when nothing says where that is.
    """
    given = os.environ.get("DROITCOMMUN_DATA")
    if given:
        return Path(given)
    try:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    except RuntimeError:  # neither HOME nor an account with a folder
        raise DatabaseRefusedError(
            "Ce compte n’a pas de dossier personnel : donner celui de l’instance avec DROITCOMMUN_DATA."
        ) from None
    return Path(base) / "droitcommun"


def database(url: str | None, folder: Path) -> dict[str, Any]:
    """Read the URL of a database; without one, a SQLite file in the data folder. Raises DatabaseRefusedError.

    The message never repeats the URL: it may hold a password.
    """
    if not url:
        return sqlite(str(folder / "droitcommun.sqlite3"))
    if url == IN_MEMORY:
        return sqlite(_MEMORY)
    expected = "attendu : sqlite:////chemin/fichier ou postgresql://utilisateur@serveur/base"
    if url.partition("://")[0] not in _SCHEMES:
        raise DatabaseRefusedError(f"DROITCOMMUN_DATABASE ne dit pas une base connue ; {expected}.")
    try:
        found: dict[str, Any] = {**dj_database_url.parse(url)}
    except ValueError:
        raise DatabaseRefusedError(f"DROITCOMMUN_DATABASE est mal écrite ; {expected}.") from None
    if not found["NAME"]:
        raise DatabaseRefusedError(f"DROITCOMMUN_DATABASE ne nomme pas de base ; {expected}.")
    if found["ENGINE"].endswith("sqlite3"):
        if found["NAME"] == ":memory:":
            raise DatabaseRefusedError(f"Une base en mémoire ne garde rien ; {expected}.")
        return sqlite(found["NAME"])
    _check_driver()
    found["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, **found.get("OPTIONS", {})}
    # Kept between requests, and looked at before it is used again: a server may have been restarted.
    return {**found, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def _check_driver() -> None:
    try:
        import psycopg  # noqa: F401 - it may be there and lack the library that it calls
    except ImportError:
        raise DatabaseRefusedError(
            'Il manque le pilote de PostgreSQL : pip install "droitcommun[postgresql]".'
        ) from None


def sqlite(name: str) -> dict[str, Any]:
    """An embedded database: readers never wait for a writer, and writers wait for one another from their start."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            # Django turns foreign keys on; FULL, because a figure that was told written must survive a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def file_of(settings: dict[str, Any]) -> Path | None:
    """The file of an embedded database; None for one in memory or on a server."""
    name = str(settings["NAME"])
    return None if "sqlite" not in settings["ENGINE"] or name.startswith("file:") else Path(name)
