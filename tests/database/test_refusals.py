"""What a database that cannot write says: in French, with an exit code, and nothing is half-written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection

from droitcommun.catalogue.loader import load_source
from droitcommun.core.problems import UserError
from droitcommun.usecases.sources import DEFAULT_SOURCE
from droitcommun.web.config import databases
from droitcommun.web.config.databases import told
from droitcommun.web.contracts.models import ContractRow
from tests.database.test_actions import FULL
from tests.database.test_instance import BY_HAND, EMBEDDED, instance
from tests.databases import Made, file_of, seed
from tests.unit.test_cli import run

__all__ = ["instance"]


def said(error: DatabaseError) -> UserError:
    found = told(error)
    assert found is not None
    return found


@EMBEDDED
def test_no_room_left_is_told_and_nothing_is_written(database: Made) -> None:  # noqa: ARG001
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 1}")

    with pytest.raises(OperationalError) as refused:
        seed(load_source(DEFAULT_SOURCE))

    assert (said(refused.value).exit_code, ContractRow.objects.count()) == (14, 0)


@EMBEDDED
def test_a_writer_that_waits_too_long_is_told(database: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    connection.close()
    with closing(sqlite3.connect(file_of(database.url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(OperationalError) as refused:
            seed(FULL)

        assert said(refused.value).exit_code == 22
        assert ContractRow.objects.count() == 0  # a reader never waits
    seed(FULL)


@EMBEDDED
def test_a_file_that_is_damaged_is_told(instance: dict[str, str], database: Made) -> None:
    run("load", BY_HAND, "--apply", **instance)
    connection.close()
    file = file_of(database.url)
    file.with_name(f"{file.name}-wal").unlink(missing_ok=True)
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))

    done = run("backup", "-o", "copie.zip", **instance)

    assert done.returncode == 20, done.stderr
    assert "Traceback" not in done.stderr
    assert not Path("copie.zip").exists()


def caused(code: str) -> DatabaseError:
    class DriverError(Exception):
        sqlstate = code

    error = DatabaseError()
    error.__cause__ = DriverError()
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("40P01", databases.BusyError),
        ("53100", databases.FullError),
        ("25006", databases.DatabaseRefusedError),
        ("57P01", databases.DatabaseRefusedError),
        ("08006", databases.DatabaseRefusedError),
    ],
)
def test_the_codes_of_postgresql_are_known(code: str, kind: type[UserError]) -> None:
    assert type(said(caused(code))) is kind


def test_what_is_our_own_bug_is_not_told_as_a_refusal() -> None:
    assert told(caused("42P01")) is None
    assert told(DatabaseError()) is None
