"""Rows ↔ Dossier, by hand and in order; the codec writes and reads each value."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, transaction

from droitcommun.core.codec import from_plain, to_plain
from droitcommun.core.contract import Commitment, Contract, SetAside
from droitcommun.core.dossier import Dossier, Origin, OriginKind
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.governance import Decision, Protocol, Waiver
from droitcommun.core.manifests import Manifest
from droitcommun.core.observations import Observation
from droitcommun.core.problems import UserError
from droitcommun.core.sheets import Sheet
from droitcommun.core.texts import GivenText
from droitcommun.web.contracts.models import (
    CommitmentRow,
    ContractRow,
    DecisionRow,
    ManifestRow,
    MeasureRow,
    ObservationRow,
    Part,
    ProtocolRow,
    SetAsideRow,
    SheetRow,
    TextRow,
    WaiverRow,
)

T = TypeVar("T")
Row = TypeVar("Row", bound=Part)


class AlteredError(UserError):
    """What the database holds is not what was last written there."""

    exit_code = 21


@contextmanager
def snapshot() -> Iterator[None]:
    """Read several tables as they stood at one moment, and make no writer wait."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:  # `atomic` would take the lock of a writer at once
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
        try:
            yield
        finally:
            connection.connection.rollback()


def read(row: ContractRow) -> Dossier:
    """Read the Dossier of a contract, whole; raises AlteredError when it is not the one that was written."""
    found = _read(row)
    if fingerprint(found.parts) != row.sha256:
        raise AlteredError(
            f"Le contrat {row.key} a été modifié dans la base par un autre programme : l’empreinte ne correspond plus. "
            "Restaurer une sauvegarde avec droitcommun restore."
        )
    return found


def _read(row: ContractRow) -> Dossier:
    measures: dict[int, list[Any]] = {}
    for measure in MeasureRow.objects.filter(contract=row):
        measures.setdefault(measure.sheet_id, []).append(measure.value)
    return Dossier(
        contract=from_plain(Contract, row.value),
        commitments=_values(CommitmentRow, Commitment, row),
        sheets=tuple(
            from_plain(Sheet, {**sheet.value, "measures": measures.get(sheet.pk, [])})
            for sheet in SheetRow.objects.filter(contract=row)
        ),
        observations=_values(ObservationRow, Observation, row),
        protocols=_values(ProtocolRow, Protocol, row),
        decisions=_values(DecisionRow, Decision, row),
        waivers=_values(WaiverRow, Waiver, row),
        set_aside=_values(SetAsideRow, SetAside, row),
        texts=_values(TextRow, GivenText, row),
        manifests=_values(ManifestRow, Manifest, row),
        origin=Origin(kind=OriginKind.DATABASE, id=row.key, sha256=row.sha256),
    )


def _values(table: type[Part], kind: type[T], row: ContractRow) -> tuple[T, ...]:
    return tuple(from_plain(kind, one.value) for one in table.objects.filter(contract=row))


def write(row: ContractRow, dossier: Dossier) -> None:
    """Make the rows of a contract say what a Dossier says: add what is new, replace what is not as it stood.

    Figures, given texts and manifests are only added: those that are there must stand at the head of
    `dossier.observations`, `dossier.texts` and `dossier.manifests`. Nothing is deleted. The caller holds
    the transaction, and has checked all three.
    """
    _put(CommitmentRow, row, ((one.id, {"value": to_plain(one)}) for one in dossier.commitments))
    sheets = _put(SheetRow, row, ((one.id, {"value": _without_measures(one)}) for one in dossier.sheets))
    measures = _put(
        MeasureRow,
        row,
        (
            (measure.id, {"value": to_plain(measure), "sheet_id": sheets[sheet.id]})
            for sheet, measure in dossier.measures()
        ),
    )
    _append(row, dossier.observations, sheets, measures)
    _append_texts(row, dossier.texts, sheets)
    _append_manifests(row, dossier.manifests)
    for table, entries in ((ProtocolRow, dossier.protocols), (DecisionRow, dossier.decisions)):
        _put(
            table,
            row,
            ((one.id, {"value": to_plain(one), "measure_id": measures[one.measure]}) for one in entries),
        )
    _put(WaiverRow, row, ((one.id, {"value": to_plain(one)}) for one in dossier.waivers))
    _put(
        SetAsideRow,
        row,
        ((str(place), {"value": to_plain(one)}) for place, one in enumerate(dossier.set_aside)),
    )


def _without_measures(sheet: Sheet) -> dict[str, Any]:
    return {key: value for key, value in to_plain(sheet).items() if key != "measures"}


def _put(
    table: type[Row], contract: ContractRow, entries: Iterable[tuple[str, dict[str, Any]]]
) -> dict[str, int]:
    """Add or replace the rows of one table; return the primary key of each id."""
    there = {one.key: one for one in table.objects.filter(contract=contract)}
    new: list[Row] = []
    changed: list[Row] = []
    fields = ["position"]
    for position, (key, given) in enumerate(entries):
        columns = {"position": position, **given}
        fields = list(columns)
        if key not in there:
            new.append(table(contract=contract, key=key, **columns))
        elif any(getattr(there[key], name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(there[key], name, value)
            changed.append(there[key])
    table.objects.bulk_update(changed, fields, batch_size=50)
    table.objects.bulk_create(new, batch_size=50)
    return {one.key: one.pk for one in (*there.values(), *new)}


def _append(
    contract: ContractRow,
    observations: tuple[Observation, ...],
    sheets: dict[str, int],
    measures: dict[str, int],
) -> None:
    keys = dict(ObservationRow.objects.filter(contract=contract).values_list("key", "id"))
    for position, seen in enumerate(observations[len(keys) :], start=len(keys)):
        row = ObservationRow(
            contract=contract,
            key=seen.id,
            position=position,
            value=to_plain(seen),
            sheet_id=sheets[seen.sheet],
            measure_id=None if seen.measure is None else measures[seen.measure],
            role=seen.role,
            recorded_on=seen.recorded_on,
            supersedes_id=None if seen.supersedes is None else keys[seen.supersedes],
        )
        row.save()
        keys[seen.id] = row.pk


def _append_texts(contract: ContractRow, texts: tuple[GivenText, ...], sheets: dict[str, int]) -> None:
    keys = dict(TextRow.objects.filter(contract=contract).values_list("key", "id"))
    for position, given in enumerate(texts[len(keys) :], start=len(keys)):
        row = TextRow(
            contract=contract,
            key=given.id,
            position=position,
            value=to_plain(given),
            sheet_id=sheets[given.sheet],
            field=given.field,
            year=given.year,
            recorded_on=given.recorded_on,
            supersedes_id=None if given.supersedes is None else keys[given.supersedes],
        )
        row.save()
        keys[given.id] = row.pk


def _append_manifests(contract: ContractRow, manifests: tuple[Manifest, ...]) -> None:
    there = ManifestRow.objects.filter(contract=contract).count()
    for position, one in enumerate(manifests[there:], start=there):
        ManifestRow(
            contract=contract,
            key=one.id,
            position=position,
            value=to_plain(one),
            recorded_on=one.recorded_on,
        ).save()
