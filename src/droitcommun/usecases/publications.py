"""What a service publishes of a file goes through its ledger first, and what is shown is what the ledger returns."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from droitcommun.core.problems import UserError
from droitcommun.territory.columns import Input
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.ledger import Release, Subject, begin, publish, released
from droitcommun.territory.linked import Axis
from droitcommun.territory.locks import locked
from droitcommun.territory.row_identity import RowIdentity
from droitcommun.territory.secrecy import PublishedTable
from droitcommun.territory.service_secret import make_secret, read_secret
from droitcommun.territory.tables import Content, Source
from droitcommun.usecases.locate_settings import Settings

# Shown when a person named neither service, source nor period.
_SERVICE = "ce service"
_PERIOD = "période non dite"

# Hexadecimal digits that tell two folders, or two sets of settings, apart in a sentence.
_TELLING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The secret of a service and, beside it, the ledger of what it published; `on` is the day of this publication."""

    secret: bytes
    ledger: Path
    on: date


def ledger_beside(place: Path) -> Path:
    """Where the ledger of a service is, by where its secret is."""
    return place.with_name(f"{place.name}.publications")


def register_of(place: Path, on: date) -> tuple[Register, bool]:
    """Return the register of the service whose secret is kept there, and whether it was begun just now.

    FileRefusedError: the secret is malformed. LedgerError: there is a ledger but no secret. UserError: neither can be
    written.
    """
    ledger = ledger_beside(place)
    secret = read_secret(place)
    if secret is not None:
        return Register(secret=secret, ledger=ledger, on=on), False
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(place.with_name(f"{place.name}.lock")):  # of two first runs at once, one begins
            secret = read_secret(place)
            if secret is not None:
                return Register(secret=secret, ledger=ledger, on=on), False
            return Register(secret=_begun(place, ledger), ledger=ledger, on=on), True
    except OSError:
        raise UserError(
            "Le secret du service ne peut pas être écrit ; désigner sa place : --secret FICHIER."
        ) from None


def _begun(place: Path, ledger: Path) -> bytes:
    secret = make_secret(place)
    try:
        begin(ledger, secret)
    except (UserError, OSError):
        place.unlink()  # a secret without its ledger could publish nothing
        raise
    return secret


def axes_of(
    settings: Settings, read_as: Input, perimeters_sha256: str, index: AddressIndex | None
) -> tuple[Axis, ...]:
    """Return by what places tell rows apart: their placement, then their neighbourhood or why they have none.

    The identity of an axis holds all that decides in which cell a row falls. Without areas the second is another one:
    beside the first, the total inside would give hidden areas back.
    """
    decides: list[object] = [perimeters_sha256, settings.kind, settings.vintage, settings.crs]
    match read_as:
        case Input.ADDRESSES:
            register = settings.geocoder.address if settings.geocoder else None
            decides += [settings.precision, register if index is None else index.header.body]
        case Input.COORDINATES:
            decides += [settings.precision, settings.tolerance]
        case Input.CODES:
            decides += [settings.blank]
        case Input.AGGREGATED:
            pass
    digest = hashlib.sha256("|".join(map(str, decides)).encode()).hexdigest()
    where = f"{settings.kind} {settings.vintage}, réglages {digest[:_TELLING]}"
    label = "quartier" if settings.by_area else "motif"
    return (
        Axis(f"placement ({where})", f"{digest}:placement", perimeters=True),
        Axis(f"{label} ({where})", f"{digest}:{label}", perimeters=True),
    )


def column_axis(column: str, labels: Sequence[str], rows: RowIdentity) -> Axis:
    """Return the axis of a column of the file; `rows` are those of the file with this column.

    Were only its name looked at, a column that was corrected would be answered by what it was.
    """
    said = "|".join([rows.digest, *labels])
    return Axis(f"colonne « {column} »", f"{hashlib.sha256(said.encode()).hexdigest()}:column")


def published_by(
    register: Register,
    path: Source,
    settings: Settings,
    rows: RowIdentity,
    axes: Sequence[Axis],
    table: PublishedTable,
) -> PublishedTable:
    """Return what may be shown of a table, after writing it down; ValueError: counts that are not protected.

    Who names nothing is answered under the name that the same rows had before.

    SecrecyRefusedError, LedgerError: see `publish`.
    """
    if settings.secrecy is None:
        raise ValueError("exact counts are not published")
    subject = _subject(register, path, settings)
    if not settings.named:
        known = (
            one.subject
            for one in released(register.ledger, register.secret)
            if one.rows.digest == rows.digest
        )
        subject = next(known, subject)
    named = PublishedTable(tuple(axis.name for axis in axes), table.cells)
    return publish(
        register.ledger,
        register.secret,
        Release(subject, rows, tuple(axes), settings.secrecy, named, register.on),
    )


def _subject(register: Register, path: Source, settings: Settings) -> Subject:
    """What is published, as a person names it; else by the file and, unreadably, the folder that it lies in.

    So a file that took the place of another is known for its revision, and files that merely bear one name are not.
    """
    if isinstance(path, Content):
        file = f"fichier « {path.name} »"  # dropped on a page: nobody says from where
    else:
        folder = hashlib.blake2b(os.fsencode(path.resolve().parent), key=register.secret).hexdigest()
        file = f"fichier « {path.name} » du dossier {folder[:_TELLING]}"
    return Subject(
        settings.service or _SERVICE,
        settings.source or file,
        settings.period or _PERIOD,
        settings.population.value,
    )
