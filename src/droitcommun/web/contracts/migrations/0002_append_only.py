"""Figures and events are only appended: the database itself refuses anything else."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droitcommun.web.contracts.append_only import FIRST_TABLES, install, remove


def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on."""
    install(editor.connection, FIRST_TABLES)


def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off."""
    remove(editor.connection, FIRST_TABLES)


class Migration(migrations.Migration):
    """Triggers on figures and events."""

    dependencies = (("contracts", "0001_tables"),)
    operations = (migrations.RunPython(forwards, backwards),)
