"""The manifests that services hand over of their counts: appended, as figures are."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droitcommun.web.contracts.append_only import install, remove

TABLES = ("contracts_manifestrow",)


def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on."""
    install(editor.connection, TABLES)


def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off."""
    remove(editor.connection, TABLES)


class Migration(migrations.Migration):
    """A table more, and its triggers."""

    dependencies = (("contracts", "0005_names"),)
    operations = (
        migrations.CreateModel(
            name="ManifestRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField()),
                ("value", models.JSONField()),
                ("recorded_on", models.DateField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="contracts.contractrow"
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "key"), name="an_id_stands_once_among_manifestrows"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="a_manifestrow_has_an_id"
                    ),
                    models.UniqueConstraint(
                        fields=("contract", "position"), name="two_manifests_never_stand_at_one_place"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    )
