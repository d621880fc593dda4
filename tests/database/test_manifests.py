"""Manifests in an instance: looked at, attached, kept byte for byte, carried by backups and exports."""

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from droitcommun.catalogue.export import load_export
from droitcommun.core.dossier import Dossier
from droitcommun.core.fingerprint import fingerprint
from droitcommun.usecases.attaching import Attachment, attach
from droitcommun.usecases.reloading import reload
from droitcommun.web.config import versions
from droitcommun.web.contracts import actions, backups, queries
from droitcommun.web.contracts.models import AppendedOnlyError, Event, ManifestRow
from tests.builders import AT, Row, dossier
from tests.databases import KINDS, Made, connected, seed
from tests.spec.manifests import OF_THE_SHEET, manifest, result
from tests.unit.test_cli import run

CONTRACT = dossier(Row(id="a", target="25", results=(("2015", "14"),)))
CONTENT = manifest(OF_THE_SHEET)


def looked(held: Dossier, content: bytes = CONTENT) -> Attachment:
    return attach(held, content, "a-mesure", file="part.json", on=AT.date())


def apply(held: Dossier, content: bytes = CONTENT) -> Attachment:
    found = looked(held, content)
    actions.attach_manifest(before=held.origin.sha256, found=found, by="service", at=AT)
    return found


@pytest.fixture
def attached(database: Made) -> Attachment:  # noqa: ARG001 - Django speaks to it
    seed(CONTRACT)
    return apply(queries.dossier("fiction"))


def test_it_is_read_back_as_it_was_written_and_the_journal_says_who(attached: Attachment) -> None:
    held = queries.dossier("fiction")

    assert held.manifests[0].content.encode() == CONTENT
    assert fingerprint(held.parts) == fingerprint(attached.after.parts)
    event = Event.objects.last()
    assert event is not None
    assert (event.kind, event.by, event.revision) == ("manifest-attached", "service", 2)
    assert event.detail == {
        "manifest": attached.record.manifest,
        "measure": "a-mesure",
        "observation": attached.record.observation,
    }


def test_the_figure_that_was_there_stays(attached: Attachment) -> None:
    first, second = queries.dossier("fiction").observations

    assert first == CONTRACT.observations[0]
    assert second.supersedes is None
    assert second.id == attached.record.observation


def test_attached_again_there_is_nothing_to_write(attached: Attachment) -> None:
    assert attached.writes
    assert not looked(queries.dossier("fiction")).writes


def test_two_who_looked_at_the_same_time_do_not_both_write(database: Made) -> None:  # noqa: ARG001
    seed(CONTRACT)
    held = queries.dossier("fiction")
    apply(held)

    with pytest.raises(actions.ChangedMeanwhileError):
        apply(held, manifest(result(1, 1)))


@pytest.mark.usefixtures("attached")
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM contracts_manifestrow", "UPDATE contracts_manifestrow SET value = '{}'"],
)
def test_the_database_refuses_to_change_a_manifest(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.usefixtures("attached")
def test_our_own_programs_never_try_to() -> None:
    row = ManifestRow.objects.get()

    with pytest.raises(AppendedOnlyError):
        row.save()
    with pytest.raises(AppendedOnlyError):
        ManifestRow.objects.all().delete()


@pytest.mark.usefixtures("attached")
@pytest.mark.parametrize("there", KINDS)
def test_a_backup_carries_it_from_one_database_to_another(
    templates: dict[str, Made], tmp_path: Path, there: str
) -> None:
    before = queries.dossier("fiction")
    backups.write(tmp_path / "copie.zip")

    with connected(templates[there].copy()):
        archive = backups.read(tmp_path / "copie.zip")
        backups.restore(archive=archive, replace=False, by="essai", at=AT)
        backups.restore(archive=archive, replace=True, by="essai", at=AT)

        assert queries.dossier("fiction") == before


def test_the_table_comes_on_a_database_that_has_rows_and_goes_back_without_them(database: Made) -> None:
    made = database.empty()
    with connected(made):
        versions.migrate()
        seed(CONTRACT)
        MigrationExecutor(connection).migrate([("contracts", "0005_names")])
        assert versions.version() is versions.Version.OLDER

        versions.migrate()

        held = queries.dossier("fiction")
        assert held.origin.sha256 == fingerprint(CONTRACT.parts)
        assert apply(held).after.manifests == queries.dossier("fiction").manifests


def test_the_source_reloaded_keeps_the_manifest_and_the_document_that_it_cites(attached: Attachment) -> None:
    held = queries.dossier("fiction")

    found = reload(held, CONTRACT, AT.date())

    assert not found.writes
    assert found.after is not None
    assert found.after.parts == attached.after.parts


def test_a_contract_that_is_loaded_from_an_export_brings_its_manifests(attached: Attachment) -> None:
    found = reload(CONTRACT, attached.after, AT.date())

    assert found.after is not None
    assert found.after.manifests == attached.after.manifests
    assert ("manifests", "new") in {(one.part, one.change.value) for one in found.changes}


@pytest.fixture
def instance(database: Made, tmp_path: Path) -> dict[str, str]:
    seed(CONTRACT)
    (tmp_path / "part.json").write_bytes(CONTENT)
    return {
        "DROITCOMMUN_DATABASE": database.url,
        "DROITCOMMUN_DATA": str(tmp_path),
        "DROITCOMMUN_SECRET": str(tmp_path / "secret"),
    }


def test_the_command_shows_first_writes_when_told_and_then_finds_nothing_new(
    instance: dict[str, str], tmp_path: Path
) -> None:
    command = ("manifest", str(tmp_path / "part.json"), "--attach", "a", "--contract", "db:fiction")

    looked = run(*command, **instance)
    assert looked.returncode == 0, looked.stderr
    assert "entre 13,82 % et 18,08 %, estimation 14,44 %" in looked.stdout.replace("\u00a0", " ").replace(
        "\n", " "
    )
    assert "ajoutez --apply" in looked.stderr
    assert len(queries.dossier("fiction").observations) == 1

    told = run(*command, "--apply", "--by", "Service jeunesse", **instance)
    assert (told.returncode, told.stdout) == (0, looked.stdout)
    assert "Enregistré." in told.stderr
    assert len(queries.dossier("fiction").observations) == 2

    again = run(*command, "--apply", **instance)
    assert again.returncode == 0
    assert "rien n’a changé" in again.stdout.replace("\n", " ")
    assert Event.objects.count() == 2


def test_every_output_carries_the_figure_with_its_source(instance: dict[str, str], tmp_path: Path) -> None:
    found = apply(queries.dossier("fiction"))
    name = found.after.manifests[0].id

    sheets = json.loads(run("sheets", "db:fiction", "--format", "json", **instance).stdout)
    text = run("sheets", "db:fiction", **instance).stdout
    run("report", "db:fiction", "-o", str(tmp_path / "r.zip"), **instance)
    run("report", "db:fiction", "-o", str(tmp_path / "r.odt"), **instance)

    seen = sheets[0]["measures"][0]["results"][-1]
    assert (seen["cell"], seen["low"], seen["value"], seen["high"]) == (name, "13.82", "14.44", "18.08")
    assert seen["counts"] == {
        "inside": 341,
        "outside": 2021,
        "uncertain": 0,
        "unplaced": 105,
        "rows": 2467,
    }
    assert f"[{name}]" in text
    assert load_export(tmp_path / "r.zip").parts == queries.dossier("fiction").parts
    assert (tmp_path / "r.odt").stat().st_size


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--attach", "a"), 2),
        (("--contract", "db:fiction"), 2),
        (("--attach", "a", "--contract", "file:ailleurs"), 2),
        (("--apply",), 2),
        (("--period", "2015"), 2),
        (("--attach", "a", "--contract", "db:fiction", "--period", "hier"), 2),
        (("--attach", "z", "--contract", "db:fiction"), 12),
        (("--attach", "a", "--contract", "db:ailleurs"), 12),
        (("--attach", "a", "--contract", "db:fiction", "--period", "2014"), 11),
    ],
)
def test_a_command_that_does_not_hold_together_says_what_is_expected(
    instance: dict[str, str], tmp_path: Path, options: tuple[str, ...], code: int
) -> None:
    done = run("manifest", str(tmp_path / "part.json"), *options, **instance)

    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert len(queries.dossier("fiction").observations) == 1
