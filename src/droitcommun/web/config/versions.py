"""Which version of our tables a database has, and how it gets to ours."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from droitcommun.core.problems import UserError
from droitcommun.web.config.databases import DatabaseRefusedError, file_of


class VersionError(UserError):
    """The tables of the database are not those of this program."""

    exit_code = 21


class Version(Enum):
    """How the tables of the database stand to those of this program."""

    EMPTY = auto()
    OLDER = auto()
    OURS = auto()
    NEWER = auto()


def version() -> Version:
    """Look at the database, without making one; raises DatabaseRefusedError when it does not answer."""
    file = _file()
    if file is not None and not file.exists():
        return Version.EMPTY
    executor = _executor()
    applied = {node for node in executor.loader.applied_migrations if node[0] == "contracts"}
    known = {node for node in executor.loader.disk_migrations if node[0] == "contracts"}
    if applied - known:
        return Version.NEWER
    if not applied:
        return Version.EMPTY
    return Version.OLDER if known - applied else Version.OURS


def check_version() -> None:
    """Raise VersionError, which says what to do, unless the tables are those of this program."""
    match version():
        case Version.OURS:
            return
        case Version.NEWER:
            raise VersionError(
                "Cette base est d’une version plus récente de droitcommun : installer cette version, "
                "ou restaurer une sauvegarde dans une autre base."
            )
        case Version.OLDER:
            raise VersionError(
                "Cette base est d’une version antérieure : lancez droitcommun migrate, après une sauvegarde."
            )
        case Version.EMPTY:
            raise VersionError("Cette base est vide : lancez droitcommun migrate.")


def migrate(told: Callable[[str], None] = lambda _: None) -> None:
    """Bring the tables forward to those of this program, and tell the name of each step; raises VersionError."""
    if version() is Version.NEWER:
        check_version()
    file = _file()
    if file is not None:
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise DatabaseRefusedError(f"Ce dossier ne peut pas être créé : {file.parent}") from None
    executor = _executor()

    def step(action: str, migration: Any | None = None, _fake: bool | None = None, /) -> None:
        if action == "apply_success":
            told(str(migration))

    executor.progress_callback = step
    executor.migrate(executor.loader.graph.leaf_nodes("contracts"))


def last_migration() -> str:
    """Name the last step that this program knows."""
    loader = MigrationLoader(None)  # what stands in our files, whatever the database
    return str(max(name for app, name in loader.disk_migrations if app == "contracts"))


def _executor() -> MigrationExecutor:
    try:
        connection.ensure_connection()
        return MigrationExecutor(connection)
    except DatabaseError as error:
        raise _refused(error) from None


def _file() -> Path | None:
    return file_of(connection.settings_dict)


def _refused(error: DatabaseError) -> DatabaseRefusedError:
    """Say in our own words why a database does not answer: those of the driver may name the user."""
    if connection.vendor == "postgresql":
        where = (
            f"{connection.settings_dict['HOST'] or 'cette machine'}, base {connection.settings_dict['NAME']}"
        )
        return DatabaseRefusedError(
            f"PostgreSQL ne répond pas, ou refuse l’accès ({where}) : vérifier l’adresse, le nom de la base, "
            "l’utilisateur et le mot de passe dans DROITCOMMUN_DATABASE."
        )
    file = connection.settings_dict["NAME"]
    if getattr(error.__cause__, "sqlite_errorname", "") == "SQLITE_NOTADB":
        return DatabaseRefusedError(f"Ce fichier n’est pas une base SQLite : {file}")
    return DatabaseRefusedError(f"Ce fichier ne s’ouvre pas, ou ne se laisse pas écrire : {file}")
