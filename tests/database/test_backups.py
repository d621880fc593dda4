"""Backups: portable, whole, checked; what is truncated, foreign, altered or newer is refused aloud."""

import json
import os
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from droitcommun.catalogue.loader import load_source
from droitcommun.core.problems import FileRefusedError, UserError
from droitcommun.usecases.sources import DEFAULT_SOURCE
from droitcommun.web.contracts import actions, backups, mapping, queries
from droitcommun.web.contracts.models import Event
from tests.builders import AT, Row, dossier, later, share
from tests.database.test_actions import FULL, corrected, write
from tests.databases import KINDS, Made, connected, file_of, seed

OTHER = dossier(Row(id="z"))


def restored(file: Path, *, replace: bool = False) -> backups.Fingerprints:
    return backups.restore(archive=backups.read(file), replace=replace, by="essai", at=AT)


@pytest.fixture
def saved(database: Made, tmp_path: Path) -> Path:  # noqa: ARG001 - Django speaks to it
    """A backup of a contract that was written twice."""
    seed(FULL)
    held = queries.dossier("fiction")
    write(held, corrected(held))
    backups.write(tmp_path / "copie.zip")
    return tmp_path / "copie.zip"


@pytest.mark.parametrize("there", KINDS)
def test_it_restores_on_the_same_database_and_on_the_other_with_equal_hashes(
    saved: Path, templates: dict[str, Made], there: str
) -> None:
    before = queries.dossier("fiction")
    events = list(Event.objects.values("revision", "kind", "by", "at", "before", "after", "detail"))

    with connected(templates[there].copy()):
        found = restored(saved)

        assert found == (("fiction", before.origin.sha256),)
        assert queries.dossier("fiction") == before
        now = list(Event.objects.values("revision", "kind", "by", "at", "before", "after", "detail"))
        assert now[:-1] == events
        assert (now[-1]["kind"], now[-1]["revision"]) == ("restored", 3)
        assert now[-1]["before"] == now[-1]["after"] == before.origin.sha256


def test_paris_comes_back_equal(database: Made, tmp_path: Path) -> None:
    seed(load_source(DEFAULT_SOURCE))
    seed(load_source("catalogue:exemple-2024-2030"))
    before = queries.dossier("paris-2015-2020")
    told = backups.write(tmp_path / "copie.zip")

    with connected(database.empty()):
        from droitcommun.web.config import versions

        versions.migrate()
        assert restored(tmp_path / "copie.zip") == told
        assert queries.dossier("paris-2015-2020") == before


def test_what_is_restored_goes_on_being_written_to(saved: Path, templates: dict[str, Made]) -> None:
    with connected(templates["sqlite"].copy()):
        restored(saved)
        held = queries.dossier("fiction")
        again = later(
            held.observations[-2], id="a-2015-ter", figure=share("14"), recorded_on=date(2016, 7, 3)
        )

        actions.append_observations(
            before=held.origin.sha256, held=held, additions=(again,), by="service", at=AT
        )

        assert queries.dossier("fiction").observations[-1] == again


def test_a_database_that_holds_something_is_left_alone_unless_told(saved: Path) -> None:
    seed(replace(OTHER, contract=replace(OTHER.contract, id="autre")))

    with pytest.raises(backups.NotEmptyError, match="rien n’est restauré"):
        restored(saved)
    assert queries.dossier("autre").contract.id == "autre"

    restored(saved, replace=True)
    with pytest.raises(queries.NoContractError):
        queries.dossier("autre")
    assert queries.dossier("fiction").observations == corrected(FULL).observations


def test_after_it_replaced_everything_figures_are_append_only_again(saved: Path) -> None:
    restored(saved, replace=True)

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM contracts_observationrow")


def test_a_restoration_that_fails_leaves_what_was_there(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = queries.dossier("fiction")

    def fails(**_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(mapping, "write", lambda *_: fails())
        with pytest.raises(RuntimeError):
            restored(saved, replace=True)

    assert queries.dossier("fiction") == before
    test_after_it_replaced_everything_figures_are_append_only_again(saved)


def test_the_same_content_gives_the_same_bytes_readable_by_its_owner_alone(
    saved: Path, tmp_path: Path
) -> None:
    backups.write(tmp_path / "encore.zip")

    assert (tmp_path / "encore.zip").read_bytes() == saved.read_bytes()
    assert saved.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".zip") == [
        "copie.zip",
        "encore.zip",
    ]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("absent/copie.zip", "le dossier où l’écrire n’existe pas"),
        ("copie.zip/autre.zip", "le dossier où l’écrire n’existe pas"),
        ("dossier.zip", "un dossier porte ce nom"),
        (".", "un dossier porte ce nom"),
        ("tuyau", "ce qui porte ce nom n’est pas un fichier ordinaire"),
        ("rond/copie.zip", "les liens de ce chemin tournent en rond"),
        ("n" * 300, "ce nom de fichier est trop long"),
    ],
)
def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing(
    saved: Path, tmp_path: Path, place: str, reason: str
) -> None:
    (tmp_path / "dossier.zip").mkdir()
    (tmp_path / "rond").symlink_to("rond")
    os.mkfifo(tmp_path / "tuyau")
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(UserError) as refused:
        backups.write(tmp_path / place)

    said = str(refused.value).replace("\u00a0", " ")
    assert said.startswith(f"Écriture impossible : {reason}. {tmp_path / place} n’est pas écrit : choisir")
    assert "chargé" not in said
    assert refused.value.exit_code == 10
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "tuyau").is_fifo()
    assert len(backups.read(saved).contracts) == 1


def test_a_link_goes_on_leading_to_the_backup(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "derniere.zip").symlink_to("dernier-vrai.zip")

    backups.write(tmp_path / "derniere.zip")

    assert (tmp_path / "derniere.zip").is_symlink()
    assert (tmp_path / "dernier-vrai.zip").read_bytes() == saved.read_bytes()


def code_of(file: Path) -> str:
    with pytest.raises(FileRefusedError) as refused:
        backups.read(file)
    (problem,) = refused.value.problems
    return problem.code


def test_what_has_no_end_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tuyau")

    assert code_of(tmp_path / "tuyau") == code_of(tmp_path / "absent") == code_of(tmp_path) == "file-missing"


def remade(
    saved: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None], *, sealed: bool = True
) -> Path:
    """The archive with something changed in its manifest or members, and sealed again."""
    with zipfile.ZipFile(saved) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(members[backups.MANIFEST])
    change(manifest, members)
    members[backups.MANIFEST] = json.dumps(manifest).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        opened.comment = sha256(members[backups.MANIFEST]).hexdigest().encode() if sealed else b"0" * 64
        for name, content in members.items():
            opened.writestr(name, content)
    made = saved.with_name("change.zip")
    made.write_bytes(out.getvalue())
    return made


def test_a_truncated_archive_is_refused_wherever_it_was_cut(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    cut = tmp_path / "coupe.zip"
    for length in (0, 1, 30, len(whole) // 2, len(whole) - 65, len(whole) - 1):
        cut.write_bytes(whole[:length])

        assert code_of(cut) in {"archive", "altered"}, length


def test_a_byte_that_changed_is_refused_or_changes_nothing(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    good = backups.read(saved)
    altered = tmp_path / "altere.zip"
    refused = 0
    for place in range(0, len(whole), 7):
        altered.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert backups.read(altered) == good, place
        except FileRefusedError:
            refused += 1

    assert refused > len(whole) // 7 * 0.8


def lies_about_a_value(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    """A promise is changed, and the hashes of files with it: the fingerprint tells."""
    name = manifest["contracts"][0]["file"]
    members[name] = members[name].replace(b"Promesse a", b"Promesse x")
    manifest["files"][name] = sha256(members[name]).hexdigest()


def adds_a_file(_: dict[str, Any], members: dict[str, bytes]) -> None:
    members["de-plus.txt"] = b"x"


def is_newer(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
    manifest["version"] = backups.VERSION + 1


def is_of_newer_tables(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
    manifest["tables"] = "9999_later"


def is_another_kind(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
    manifest["format"] = "autre"


def names_a_file_that_is_not_there(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
    manifest["contracts"][0]["file"] = "../../etc/passwd"


def has_no_journal(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    del members[backups.JOURNAL]
    del manifest["files"][backups.JOURNAL]


def has_a_list_for_manifest(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
    manifest["contracts"] = 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lies_about_a_value, "altered"),
        (adds_a_file, "altered"),
        (names_a_file_that_is_not_there, "altered"),
        (has_no_journal, "altered"),
        (has_a_list_for_manifest, "altered"),
        (is_newer, "newer"),
        (is_of_newer_tables, "newer"),
        (is_another_kind, "archive"),
    ],
)
def test_an_archive_that_is_not_as_it_was_written_is_refused(
    saved: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None], code: str
) -> None:
    assert code_of(remade(saved, change)) == code


def test_a_manifest_whose_seal_is_broken_is_refused(saved: Path) -> None:
    assert code_of(remade(saved, lambda *_: None, sealed=False)) == "altered"
    assert backups.read(remade(saved, lambda *_: None)) == backups.read(saved)


@pytest.mark.parametrize("content", [b"", b"PK", b"SQLite format 3\x00", b"un texte", b"\x00" * 5000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "autre.zip").write_bytes(content)

    assert code_of(tmp_path / "autre.zip") == "archive"


def test_another_zip_is_refused_and_a_bomb_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "autre.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("x", b"0" * 1_000_000)

    assert code_of(file) == "archive"
    monkeypatch.setattr(backups, "MAXIMUM", 999_999)
    assert code_of(file) == "too-large"
    assert code_of(tmp_path / "absent.zip") == "file-missing"


def test_a_backup_while_others_write_is_one_state_of_the_contract(database: Made, tmp_path: Path) -> None:
    """A writer adds figures without pause; every backup reads back, and is one of the states written."""
    seed(FULL)
    states = [queries.dossier("fiction").origin.sha256]
    stop = threading.Event()

    def write_on() -> None:
        held = queries.dossier("fiction")
        number = 0
        while not stop.is_set():
            number += 1
            one = replace(held.observations[0], id=f"a-{number}", label=f"mesure {number}")
            actions.append_observations(
                before=held.origin.sha256, held=held, additions=(one,), by="service", at=AT
            )
            held = queries.dossier("fiction")
            states.append(held.origin.sha256)
        connection.close()

    writer = threading.Thread(target=write_on)
    writer.start()
    copies: list[Path] = []
    while len(copies) < 10 or (
        len(states) <= 3 and len(copies) < 500
    ):  # a busy machine may keep the writer waiting
        copies.append(tmp_path / f"{len(copies)}.zip")
        backups.write(copies[-1])
    stop.set()
    writer.join()

    for file in copies:
        ((found, _),) = backups.read(file).contracts
        assert found.origin.sha256 in states
    assert len(states) > 3
    if database.kind == "sqlite":
        assert file_of(database.url).with_name(file_of(database.url).name + "-wal").exists()
