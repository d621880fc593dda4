"""A backup: one zip archive of Dossiers and journal, with their hashes, that any database of ours reads back.

It holds values, not tables: it goes from SQLite to PostgreSQL and back, and into the tables of a later version.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import error as DeflateError  # noqa: N812 - named like the other errors

from django.db import connection, transaction

from droitcommun.core.codec import PlainError, from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.problems import FileRefusedError, Place, Problem, UserError
from droitcommun.reports import output
from droitcommun.web.config.versions import last_migration
from droitcommun.web.contracts import append_only, mapping
from droitcommun.web.contracts.models import (
    CommitmentRow,
    ContractRow,
    DecisionRow,
    Event,
    ManifestRow,
    MeasureRow,
    ObservationRow,
    ProtocolRow,
    SetAsideRow,
    SheetRow,
    TextRow,
    WaiverRow,
)

FORMAT = "droitcommun-backup"
VERSION = 1
MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"

# What an archive may weigh once it is opened, in bytes: some thousands of contracts.
MAXIMUM = 1_000_000_000

# Nothing in an archive depends on when it was made.
_STAMP = (1980, 1, 1, 0, 0, 0)

# From what refers to what is referred to.
_TABLES = (
    Event,
    ProtocolRow,
    DecisionRow,
    WaiverRow,
    SetAsideRow,
    TextRow,
    ManifestRow,
    ObservationRow,
    MeasureRow,
    SheetRow,
    CommitmentRow,
    ContractRow,
)

_EVENT = {"contract", "revision", "kind", "by", "at", "before", "after", "detail"}

Fingerprints = tuple[tuple[str, str], ...]


class NotEmptyError(UserError):
    """A restoration would replace what the database holds."""

    exit_code = 24


@dataclass(frozen=True, slots=True)
class Archive:
    """What a backup holds: each contract with its revision, and the events in their order."""

    contracts: tuple[tuple[Dossier, int], ...]
    events: tuple[dict[str, Any], ...]


def write(file: Path) -> Fingerprints:
    """Write everything, as it stands at one moment, beside the file and then in its place; mode 0600.

    A database that is being written to is read as it was before, or after, each of its transactions. Raises
    as `output.write` does.
    """
    with mapping.snapshot():
        rows = list(ContractRow.objects.order_by("id"))
        contracts = tuple((mapping.read(row), row.revision) for row in rows)
        events = tuple(map(_event, Event.objects.select_related("contract")))
    content = _archive(Archive(contracts, events))
    output.write(file, content, private=True)
    return tuple((dossier.contract.id, dossier.origin.sha256) for dossier, _ in contracts)


def read(file: Path) -> Archive:
    """Read an archive and check all of it; raises FileRefusedError when it is not whole, not ours, or newer."""
    try:
        content = file.read_bytes() if file.is_file() else None  # a pipe, or /dev/zero, may have no end
    except OSError:
        content = None
    if content is None:
        raise _refused(file, "file-missing", "un fichier lisible de ce nom")
    try:
        return _read(file, content)
    except (zipfile.BadZipFile, DeflateError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _refused(file, "archive", "une archive de droitcommun backup, entière") from None
    except (ValueError, KeyError, TypeError, PlainError):
        raise _refused(file, "altered", "une archive telle que droitcommun backup l’a écrite") from None


def restore(*, archive: Archive, replace: bool, by: str, at: datetime) -> Fingerprints:
    """Put an archive into the database in one transaction, and read it back; raises NotEmptyError.

    `replace` lets it take the place of what is there. Each contract gains one event, which says the restoration.
    """
    with transaction.atomic():
        if ContractRow.objects.exists():
            if not replace:
                raise NotEmptyError(
                    "La base contient déjà des contrats : rien n’est restauré. Choisir une base vide, ou remplacer "
                    "tout ce qu’elle contient avec --replace, après une sauvegarde."
                )
            _empty()
        rows: dict[str, ContractRow] = {}
        for dossier, revision in archive.contracts:
            row = ContractRow(
                key=dossier.contract.id,
                revision=revision + 1,
                sha256=dossier.origin.sha256,
                value=to_plain(dossier.contract),
            )
            row.save(force_insert=True)
            mapping.write(row, dossier)
            rows[row.key] = row
        for event in archive.events:
            Event(**{**event, "contract": rows[event["contract"]]}).save()
        for row in rows.values():
            detail = {"revision": row.revision - 1}
            Event(
                contract=row,
                revision=row.revision,
                kind="restored",
                by=by,
                at=at,
                before=row.sha256,
                after=row.sha256,
                detail=detail,
            ).save()
        return tuple((key, mapping.read(row).origin.sha256) for key, row in rows.items())


def _empty() -> None:
    """Delete everything: the triggers are off for as long as this transaction only."""
    append_only.remove(connection)
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"DELETE FROM {table._meta.db_table}")  # noqa: S608, SLF001 - our own names
        if connection.vendor == "postgresql":  # references are checked before the triggers come back
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    append_only.install(connection)


def _event(event: Event) -> dict[str, Any]:
    return {
        "contract": event.contract.key,
        "revision": event.revision,
        "kind": event.kind,
        "by": event.by,
        "at": event.at.isoformat(),
        "before": event.before,
        "after": event.after,
        "detail": event.detail,
    }


def _archive(archive: Archive) -> bytes:
    members = {JOURNAL: "".join(f"{_json(event)}\n" for event in archive.events).encode()}
    listed = []
    for dossier, revision in archive.contracts:
        name = f"contracts/{dossier.contract.id}.json"
        members[name] = f"{json.dumps(to_plain(dossier), ensure_ascii=False, indent=1)}\n".encode()
        listed.append({"file": name, "revision": revision, "sha256": dossier.origin.sha256})
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "tables": last_migration(),
        "contracts": listed,
        "files": {name: sha256(content).hexdigest() for name, content in members.items()},
    }
    first = f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n".encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.comment = sha256(first).hexdigest().encode()
        for name, content in {MANIFEST: first, **members}.items():
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            opened.writestr(member, content)
    return out.getvalue()


def _read(file: Path, content: bytes) -> Archive:
    with zipfile.ZipFile(BytesIO(content)) as opened:
        infos = opened.infolist()
        if sum(info.file_size for info in infos) > MAXIMUM:
            raise _refused(
                file, "too-large", f"une archive d’au plus {MAXIMUM // 1_000_000} Mo une fois ouverte"
            )
        members = {info.filename: opened.read(info) for info in infos}
        told = opened.comment.decode("ascii", "replace")
    if MANIFEST not in members:
        raise _refused(file, "archive", "une archive de droitcommun backup, pas un autre zip")
    first = members.pop(MANIFEST)
    manifest = json.loads(first)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _refused(file, "archive", "une archive de droitcommun backup, pas un autre zip")
    if manifest["version"] > VERSION or manifest["tables"] > last_migration():
        raise _refused(
            file, "newer", "une archive de cette version de droitcommun ou d’une version antérieure"
        )
    hashes = {name: sha256(content).hexdigest() for name, content in members.items()}
    if sha256(first).hexdigest() != told or hashes != manifest["files"] or len(infos) != len(members) + 1:
        raise ValueError("hashes")
    contracts = tuple(_contracts(manifest, members))
    events = tuple(map(_event_of, members[JOURNAL].decode().splitlines()))
    return Archive(contracts, events)


def _contracts(manifest: dict[str, Any], members: dict[str, bytes]) -> Iterator[tuple[Dossier, int]]:
    for entry in manifest["contracts"]:
        dossier = from_plain(Dossier, json.loads(members[entry["file"]]))
        if not fingerprint(dossier.parts) == dossier.origin.sha256 == entry["sha256"]:
            raise ValueError("fingerprint")
        yield dossier, int(entry["revision"])


def _event_of(line: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(line)
    if event.keys() != _EVENT:
        raise ValueError("event")
    return {**event, "at": datetime.fromisoformat(event["at"])}


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _refused(file: Path, code: str, expected: str) -> FileRefusedError:
    return FileRefusedError([Problem(Place(file.name), code, expected)])
