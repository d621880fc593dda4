"""Triggers that refuse to change or delete what is only ever appended, on each database that we know."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = (
    "contracts_observationrow",
    "contracts_event",
    "contracts_textrow",
    "contracts_manifestrow",
)

# The tables that migration 0002 found, when it put their triggers on.
FIRST_TABLES = TABLES[:2]

# SQLite raises this text; PostgreSQL too. A person never sees it: our own programs never try.
_REFUSED = "appended once, never changed nor deleted"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION contracts_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'restrict_violation'; END $$
"""


def install(connection: BaseDatabaseWrapper, tables: Sequence[str] = TABLES) -> None:
    """Put the triggers on; a database that has none of ours is left as it is.

    SQLite drops a table's triggers whenever a migration makes the table again: such a migration ends with this.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in tables:
            for event in _events(connection):
                cursor.execute(_trigger(connection, table, event))


def remove(connection: BaseDatabaseWrapper, tables: Sequence[str] = TABLES) -> None:
    """Take the triggers off: only a restoration does, inside the transaction that puts them on again."""
    with connection.cursor() as cursor:
        for table in tables:
            for event in _events(connection):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{on}")


def _events(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    return ("UPDATE", "DELETE", "TRUNCATE") if connection.vendor == "postgresql" else ("UPDATE", "DELETE")


def _name(table: str, event: str) -> str:
    return f"{table}_refuses_{event.lower()}"


def _trigger(connection: BaseDatabaseWrapper, table: str, event: str) -> str:
    begin = f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table}"
    if connection.vendor == "sqlite":
        return f"{begin} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return f"{begin} FOR EACH {each} EXECUTE FUNCTION contracts_refuse()"
