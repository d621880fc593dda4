"""Figures and events are only appended: the database itself refuses anything else."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droitcommun.web.contracts.append_only import install, remove


def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on."""
    install(editor.connection)


def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off."""
    remove(editor.connection)


class Migration(migrations.Migration):
    """Triggers on figures and events."""

    dependencies = (("contracts", "0001_tables"),)
    operations = (migrations.RunPython(forwards, backwards),)
