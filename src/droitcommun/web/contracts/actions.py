"""Writes to a contract: each is one transaction, checks the core's rules, and records one event."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from droitcommun.core.codec import to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.observations import Observation
from droitcommun.core.problems import UserError
from droitcommun.usecases.attaching import Attachment
from droitcommun.usecases.importing import Import
from droitcommun.usecases.reloading import PARTS
from droitcommun.web.contracts import mapping
from droitcommun.web.contracts.models import ContractRow, Event


class ChangedMeanwhileError(UserError):
    """Somebody wrote to the contract between the look and the write."""

    exit_code = 22


class NotAppendedError(ValueError):
    """A program of ours would change a figure, or drop a part: a bug."""


def create(*, dossier: Dossier, kind: str, by: str, at: datetime, detail: dict[str, Any]) -> ContractRow:
    """Write a contract that the database does not hold; raises ChangedMeanwhileError when it does by now."""
    with transaction.atomic():
        row, is_new = ContractRow.objects.get_or_create(
            key=dossier.contract.id,
            defaults={
                "revision": 1,
                "sha256": fingerprint(dossier.parts),
                "value": to_plain(dossier.contract),
            },
        )
        if not is_new:
            raise _changed_meanwhile(row.key)
        mapping.write(row, dossier)
        _record(row, before="", kind=kind, by=by, at=at, detail=detail)
        return row


def update(
    *, before: str, after: Dossier, kind: str, by: str, at: datetime, detail: dict[str, Any]
) -> ContractRow:
    """Write what a contract has become; raises ChangedMeanwhileError when it is no longer what it was.

    `before` is the fingerprint of what the caller looked at. Figures are only appended, and no part is dropped.
    """
    with transaction.atomic():
        row = ContractRow.objects.filter(key=after.contract.id, sha256=before).first()
        if row is None:
            raise _changed_meanwhile(after.contract.id)
        held = row.revision
        sha256 = fingerprint(after.parts)
        # The first write: where two looked at the same time, the second finds another revision here.
        changed = ContractRow.objects.filter(pk=row.pk, revision=held).update(
            revision=held + 1, sha256=sha256, value=to_plain(after.contract)
        )
        if not changed:
            raise _changed_meanwhile(row.key)
        _check_appended(mapping.read(row), after)
        row.refresh_from_db()
        mapping.write(row, after)
        _record(row, before=before, kind=kind, by=by, at=at, detail=detail)
        return row


def apply_import(*, before: str, found: Import, by: str, at: datetime) -> ContractRow:
    """Append what an import reads, against the contract that it was compared with."""
    return update(
        before=before, after=found.after, kind="sheets-imported", by=by, at=at, detail={**found.detail}
    )


def attach_manifest(*, before: str, found: Attachment, by: str, at: datetime) -> ContractRow:
    """Append a manifest and the figure that it gives, against the contract that it was compared with."""
    return update(
        before=before, after=found.after, kind="manifest-attached", by=by, at=at, detail={**found.detail}
    )


def append_observations(
    *, before: str, held: Dossier, additions: tuple[Observation, ...], by: str, at: datetime
) -> ContractRow:
    """Append figures to a contract; raises ValueError when the core refuses them."""
    after = replace(held, observations=(*held.observations, *additions))
    detail = {"observations": [one.id for one in additions]}
    return update(before=before, after=after, kind="figures-appended", by=by, at=at, detail=detail)


def _check_appended(held: Dossier, after: Dossier) -> None:
    kept = after.observations[: len(held.observations)]
    if to_plain(kept) != to_plain(held.observations):  # as written: 10 is not 10.0
        raise NotAppendedError("figures that are held would change")
    if after.texts[: len(held.texts)] != held.texts:
        raise NotAppendedError("texts that are held would change")
    if after.manifests[: len(held.manifests)] != held.manifests:
        raise NotAppendedError("manifests that are held would change")
    for part in PARTS:
        dropped = {one.id for one in getattr(held, part)} - {one.id for one in getattr(after, part)}
        if dropped:
            raise NotAppendedError(f"{part} would be dropped")
    measures = {one.id for _, one in held.measures()} - {one.id for _, one in after.measures()}
    if measures or len(after.set_aside) < len(held.set_aside):
        raise NotAppendedError("parts would be dropped")


def _record(
    row: ContractRow, *, before: str, kind: str, by: str, at: datetime, detail: dict[str, Any]
) -> None:
    event = Event(
        contract=row,
        revision=row.revision,
        kind=kind,
        by=by,
        at=at,
        before=before,
        after=row.sha256,
        detail=detail,
    )
    event.save()


def _changed_meanwhile(key: str) -> ChangedMeanwhileError:
    return ChangedMeanwhileError(
        f"Le contrat {key} a changé entre-temps : rien n’est enregistré. Regarder de nouveau la différence, "
        "puis appliquer."
    )
