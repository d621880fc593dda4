"""What the command line asks of an instance: its database, its site. The one module of web that it opens."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import django

from droitcommun.core.dossier import Dossier
from droitcommun.territory.perimeters import Perimeters
from droitcommun.usecases.attaching import Attachment
from droitcommun.usecases.importing import Import
from droitcommun.usecases.locate_settings import Settings
from droitcommun.usecases.publications import Register
from droitcommun.usecases.reloading import Reload, counted, reload
from droitcommun.web.config.databases import IN_MEMORY, data_folder
from droitcommun.web.config.databases import told as told_of
from droitcommun.web.config.keys import keep_secret_key

ADDRESS = "127.0.0.1"  # this machine alone


def demo(source: Callable[[], Dossier], port: int, at: datetime, ready: Callable[[str], None]) -> None:
    """Serve a contract from a database in memory, which ends with the process, until told to stop."""
    from droitcommun.web.server import ending_at_once, serve

    ending_at_once()
    os.environ["DROITCOMMUN_DATABASE"] = IN_MEMORY
    with _opened(migrated=False):
        from droitcommun.web.config import versions
        from droitcommun.web.contracts import actions

        versions.migrate()
        actions.create(dossier=source(), kind="contract-loaded", by="démonstration", at=at, detail={})
        serve(ADDRESS, port, ready)


def desk(
    *,
    port: int,
    base: Settings,
    perimeters: Perimeters,
    register: Callable[[], Register],
    processes: int,
    largest: int,
    idle: float,
    ready: Callable[[str], None],
    ended: Callable[[], None],
) -> None:
    """Serve the desk, which has no database, until told to stop or left alone for `idle` seconds; see `desk.run`."""
    from droitcommun.web.desk.run import run
    from droitcommun.web.desk.work import Desk

    held = Desk(
        port=port,
        base=base,
        perimeters=perimeters,
        register=register,
        processes=processes,
        largest=largest,
        idle=idle,
    )
    run(held, ready, ended)


def serve(host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the instance until told to stop; raises VersionError, NoContractError, or as `server.serve` does."""
    from droitcommun.web import server

    server.ending_at_once()
    keep_secret_key(data_folder())
    with _opened():
        server.serve(host, port, ready)


def migrate(told: Callable[[str], None]) -> None:
    """Bring the database forward; tells each step. Raises VersionError when it is newer than this program."""
    with _opened(migrated=False):
        from droitcommun.web.config import versions

        versions.migrate(told)


def load(key: str) -> Dossier:
    """Read the Dossier of a contract; raises NoContractError."""
    with _opened():
        from droitcommun.web.contracts import queries

        return queries.dossier(key)


def held(key: str) -> Dossier | None:
    """Read the Dossier of a contract; None when the database does not have it."""
    with _opened():
        from droitcommun.web.contracts import queries

        try:
            return queries.dossier(key)
        except queries.NoContractError:
            return None


def difference(source: Dossier, at: datetime) -> tuple[Dossier | None, Reload]:
    """Compare a source with what the database holds of it: what is held, and what would change."""
    found = held(source.contract.id)
    return found, reload(found, source, at.date())


def apply(*, before: Dossier | None, after: Reload, kind: str, by: str, at: datetime) -> None:
    """Write what `difference` told; raises ChangedMeanwhileError when the database is no longer as it was then."""
    with _opened():
        from droitcommun.web.contracts import actions

        if after.after is None:
            raise ValueError("a difference with contradictions is not written")
        detail = counted(after.changes)
        if before is None:
            actions.create(dossier=after.after, kind=kind, by=by, at=at, detail=detail)
        else:
            actions.update(
                before=before.origin.sha256, after=after.after, kind=kind, by=by, at=at, detail=detail
            )


def apply_import(*, held: Dossier, found: Import, by: str, at: datetime) -> None:
    """Write what an import would change; raises ChangedMeanwhileError when the contract is no longer as it was then."""
    with _opened():
        from droitcommun.web.contracts import actions

        actions.apply_import(before=held.origin.sha256, found=found, by=by, at=at)


def attach(*, held: Dossier, found: Attachment, by: str, at: datetime) -> None:
    """Write what a manifest would record; raises ChangedMeanwhileError when the contract changed since."""
    with _opened():
        from droitcommun.web.contracts import actions

        actions.attach_manifest(before=held.origin.sha256, found=found, by=by, at=at)


def backup(file: Path) -> tuple[tuple[str, str], ...]:
    """Write all that the database holds into an archive; return each contract with its fingerprint."""
    with _opened():
        from droitcommun.web.contracts import backups

        return backups.write(file)


def restore(file: Path, *, replace: bool, by: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Fill the database from an archive; return each contract with its fingerprint, read back and compared."""
    with _opened(migrated=False):
        from droitcommun.web.config import versions
        from droitcommun.web.contracts import backups

        archive = backups.read(file)
        versions.migrate()
        return backups.restore(archive=archive, replace=replace, by=by, at=at)


@contextmanager
def _opened(*, migrated: bool = True) -> Iterator[None]:
    """Set Django up, once; unless told otherwise the tables must be those of this program."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droitcommun.web.config.settings")
    django.setup()
    from django.db import DatabaseError

    from droitcommun.web.config import versions

    try:
        if migrated:
            versions.check_version()
        yield
    except DatabaseError as error:
        refused = told_of(error)
        if refused is None:
            raise
        raise refused from None
