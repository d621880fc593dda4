"""The texts that services give for their sheets: appended, as figures are."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droitcommun.web.contracts.append_only import install, remove

TABLES = ("contracts_textrow",)


def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on."""
    install(editor.connection, TABLES)


def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off."""
    remove(editor.connection, TABLES)


class Migration(migrations.Migration):
    """A table more, and its triggers."""

    dependencies = (("contracts", "0003_counted"),)
    operations = (
        migrations.CreateModel(
            name="TextRow",
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
                ("field", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("recorded_on", models.DateField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="contracts.contractrow"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="contracts.sheetrow"),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="contracts.textrow"
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "key"), name="an_id_stands_once_among_textrows"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="a_textrow_has_an_id"
                    ),
                    models.UniqueConstraint(
                        fields=("contract", "position"), name="two_texts_never_stand_at_one_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["method", "analysis", "alert", "adjustment"])),
                        name="a_text_stands_under_a_heading_of_the_sheet",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", models.F("id")), _negated=True),
                        name="a_text_never_corrects_itself",
                    ),
                    models.UniqueConstraint(fields=("supersedes",), name="a_text_is_corrected_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("sheet", "field", "year"),
                        name="a_sheet_has_one_text_a_heading_and_year_and_then_corrects_it",
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    )
