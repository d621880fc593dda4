"""Versions of the tables: older ones go forward with equal hashes, newer ones are refused, each says what to do."""

from pathlib import Path

import pytest
from django.apps.registry import Apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from droitcommun.core.codec import to_plain
from droitcommun.core.fingerprint import fingerprint
from droitcommun.web.config import versions
from droitcommun.web.config.versions import Version, VersionError
from droitcommun.web.contracts import backups, queries
from tests.builders import AT, Row, dossier
from tests.database.test_actions import FULL
from tests.databases import Made, connected, seed
from tests.unit.test_cli import run

FIRST = ("contracts", "0001_tables")


def rows_of_the_first_version(apps: Apps) -> None:
    """The contract FULL as the first version wrote it, row by row."""

    def add(name: str, **columns: object) -> int:
        return int(apps.get_model("contracts", name).objects.create(**columns).pk)

    contract = add(
        "ContractRow",
        key="fiction",
        revision=1,
        sha256=fingerprint(FULL.parts),
        value=to_plain(FULL.contract),
    )
    common = {"contract_id": contract}
    sheets: dict[str, int] = {}
    measures: dict[str, int] = {}
    for place, promise in enumerate(FULL.commitments):
        add("CommitmentRow", **common, key=promise.id, position=place, value=to_plain(promise))
    for place, sheet in enumerate(FULL.sheets):
        value = to_plain(sheet)
        (measure,) = value.pop("measures")
        sheets[sheet.id] = add("SheetRow", **common, key=sheet.id, position=place, value=value)
        measures[measure["id"]] = add(
            "MeasureRow",
            **common,
            key=measure["id"],
            position=place,
            value=measure,
            sheet_id=sheets[sheet.id],
        )
    for place, seen in enumerate(FULL.observations):
        add(
            "ObservationRow",
            **common,
            key=seen.id,
            position=place,
            value=to_plain(seen),
            sheet_id=sheets[seen.sheet],
            measure_id=measures[seen.measure] if seen.measure else None,
            role=seen.role.value,
            recorded_on=seen.recorded_on,
        )
    protocol, decision, waiver = FULL.protocols[0], FULL.decisions[0], FULL.waivers[0]
    judged = {"measure_id": measures["a-mesure"]}
    add("ProtocolRow", **common, **judged, key="p", position=0, value=to_plain(protocol))
    add("DecisionRow", **common, **judged, key="d", position=0, value=to_plain(decision))
    add("WaiverRow", **common, key="w", position=0, value=to_plain(waiver))
    add(
        "Event",
        **common,
        revision=1,
        kind="contract-loaded",
        by="essai",
        at=AT,
        before="",
        after=fingerprint(FULL.parts),
        detail={},
    )


@pytest.fixture
def old(database: Made) -> Made:
    """A database of the first version, with rows; Django speaks to another one."""
    made = database.empty()
    with connected(made):
        executor = MigrationExecutor(connection)
        executor.migrate([FIRST])
        rows_of_the_first_version(executor.loader.project_state([FIRST]).apps)
    return made


def test_a_database_of_the_first_version_goes_forward_with_equal_hashes(old: Made) -> None:
    with connected(old):
        assert versions.version() is Version.OLDER
        told: list[str] = []

        versions.migrate(told.append)

        assert told == [
            "contracts.0002_append_only",
            "contracts.0003_counted",
            "contracts.0004_given_texts",
            "contracts.0005_names",
            "contracts.0006_manifests",
        ]
        assert versions.version() is Version.OURS
        now = queries.dossier("fiction")
        assert now.origin.sha256 == fingerprint(now.parts) == fingerprint(FULL.parts)
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM contracts_event")


def test_a_backup_made_by_the_first_version_is_restored_in_this_one(
    old: Made, database: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(old), monkeypatch.context() as patched:
        versions.migrate()  # to be read; what it holds, and its bytes, are those of the first version
        patched.setattr(backups, "last_migration", lambda: FIRST[1])
        backups.write(tmp_path / "ancienne.zip")

    with connected(database):
        archive = backups.read(tmp_path / "ancienne.zip")
        found = backups.restore(archive=archive, replace=False, by="essai", at=AT)

        assert found == (("fiction", fingerprint(FULL.parts)),)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("sheets", "db:fiction"), 21),
        (("serve",), 21),
        (("load", "catalogue:exemple-2024-2030", "--apply"), 21),
        (("backup", "-o", "copie.zip"), 21),
    ],
)
def test_a_command_explains_what_to_do_with_an_older_database(
    old: Made, tmp_path: Path, command: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*command, DROITCOMMUN_DATABASE=old.url, DROITCOMMUN_DATA=str(tmp_path))

    assert (done.returncode, done.stdout) == (code, "")
    assert "lancez droitcommun migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_newer_database_is_refused_by_every_command(database: Made, tmp_path: Path) -> None:
    seed(FULL)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('contracts', '9999_later', %s)", [AT]
        )

    assert versions.version() is Version.NEWER
    with pytest.raises(VersionError, match="plus récente"):
        versions.migrate()
    done = run("migrate", DROITCOMMUN_DATABASE=database.url, DROITCOMMUN_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (21, "")
    assert "plus récente" in done.stderr


def test_no_change_of_the_models_was_left_without_its_migration() -> None:
    from django.apps import apps

    loader = MigrationLoader(None)

    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))

    assert detector.changes(graph=loader.graph) == {}


def test_migrating_twice_changes_nothing(database: Made) -> None:
    made = database.empty()
    with connected(made):
        assert versions.version() is Version.EMPTY
        versions.migrate()
        told: list[str] = []
        versions.migrate(told.append)

        assert told == []
        seed(dossier(Row()))
