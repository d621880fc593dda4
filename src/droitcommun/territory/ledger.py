"""What a service has already published of its files, so that a second table of the same rows is never subtracted.

A file beside the service's secret. It holds what is public already (cells as published, names of source and period) and
what tells nothing without the secret (a keyed digest of the rows, a masked sample of them): no address, no row, no
count that was not published. It is only ever added to, and sealed with the secret: one that was cut, altered or kept
under another secret is refused. What cannot be seen is an older copy put back whole, or ledger and secret both gone.
"""

import hashlib
import hmac
import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from droitcommun.core.french import day, listed
from droitcommun.core.problems import UserError
from droitcommun.territory.linked import Axis, check_axes
from droitcommun.territory.locks import locked
from droitcommun.territory.row_identity import (
    SHORTEST_SECRET,
    RowIdentity,
    Sample,
    masked,
    unmasked,
    versions_of_one_file,
)
from droitcommun.territory.secrecy import PublishedTable, Secrecy
from droitcommun.territory.secrecy_rules import SecrecyRefusedError, in_words
from droitcommun.territory.words import folded

# Of the lines below; a ledger of a later version is refused, not guessed.
VERSION = 1


class LedgerError(UserError):
    """The ledger cannot be trusted, so nothing is published."""

    exit_code = 19


@dataclass(frozen=True, slots=True)
class Subject:
    """What a publication is about, as the service names it; case, accents and spaces do not tell two apart."""

    service: str
    source: str
    period: str
    unit: str

    @property
    def key(self) -> tuple[str, ...]:
        """What two names of one subject share."""
        return tuple(
            " ".join(folded(name).split()) for name in (self.service, self.source, self.period, self.unit)
        )

    def __str__(self) -> str:
        return f"{self.source}, {self.period} ({self.unit}, {self.service})"


@dataclass(frozen=True, slots=True)
class Release:
    """One publication: `table.axes` are the names of `axes`, in order."""

    subject: Subject
    rows: RowIdentity
    axes: tuple[Axis, ...]
    secrecy: Secrecy
    table: PublishedTable
    on: date

    def __post_init__(self) -> None:
        if self.table.axes != tuple(axis.name for axis in self.axes):
            raise ValueError("the table has other axes")
        images = {self.secrecy.image(cell.shown) for cell in self.table.cells.values()}
        if not images.issuperset(self.table.cells.values()):
            raise ValueError("a cell is not protected by this secrecy")


def begin(path: Path, secret: bytes) -> None:
    """Create the ledger of a service that has published nothing yet. For whoever creates the secret, and only then.

    LedgerError: there is one.
    """
    with _alone(path):
        if path.exists():
            raise LedgerError(f"{path} existe déjà : un registre de publications ne se recommence pas.")
        _write(path, secret, [])


def released(path: Path, secret: bytes) -> tuple[Release, ...]:
    """Return all that was published, in order.

    LedgerError: it is missing, cut, altered, or kept under another secret.
    """
    return tuple(_release(line, secret, number) for number, line in enumerate(_lines(path, secret)))


def publish(path: Path, secret: bytes, asked: Release) -> PublishedTable:
    """Return what may be shown of what is asked, after writing it down: nothing may be shown before this returns.

    What the same rows have published already is answered by the same cells, whatever was computed this time. Two runs
    at once wait for each other.

    SecrecyRefusedError: it would cross what is public, or name people. LedgerError: as `released`.
    """
    check_axes(asked.axes, asked.table.cells)
    with _alone(path):
        lines = _lines(path, secret)
        earlier = [_release(line, secret, number) for number, line in enumerate(lines)]
        for release in earlier:
            if release.rows.digest == asked.rows.digest:
                return _answered_again(release, asked)
        for release in earlier:
            _check_apart(release, asked)
        _write(path, secret, [*lines, _line(asked, secret, len(lines))])
        return asked.table


def _answered_again(earlier: Release, asked: Release) -> PublishedTable:
    """Return the cells that these rows have published, added up along the axes that are asked."""
    if earlier.subject.key != asked.subject.key:
        raise SecrecyRefusedError(
            f"{_public(earlier)} Ce fichier a exactement les mêmes lignes, sous un autre nom : {asked.subject}. "
            "Vérifiez le fichier, ou redemandez la publication sous son premier nom."
        )
    names = {axis.identity: axis.name for axis in earlier.axes}
    missing = [axis.name for axis in asked.axes if axis.identity not in names]
    if missing:
        had = f"par {listed(axis.name for axis in earlier.axes)}" if earlier.axes else "par son seul total"
        raise SecrecyRefusedError(
            f"{_public(earlier)} C’était {had} ; ajouter {listed(missing)} permettrait de retrouver par soustraction "
            f"des effectifs masqués. Redemandez {_among(earlier.axes)} (les mêmes chiffres seront donnés) ; à la "
            "période suivante, demandez tout en une fois."
        )
    if earlier.secrecy != asked.secrecy:
        raise SecrecyRefusedError(
            f"{_public(earlier)} C’était avec la règle « {in_words(earlier.secrecy)} » ; avec une autre, les deux se "
            "recouperaient. Redemandez-la avec cette règle."
        )
    table = earlier.table.onto(tuple(names[axis.identity] for axis in asked.axes))
    return PublishedTable(tuple(axis.name for axis in asked.axes), table.cells)


def _check_apart(earlier: Release, asked: Release) -> None:
    """Refuse other rows that are a version of those of an earlier release."""
    if earlier.subject.key == asked.subject.key:
        raise SecrecyRefusedError(
            f"{_public(earlier)} Ce fichier-ci en est une révision : la différence des deux compterait les quelques "
            "lignes qui changent. Reprenez la première publication ; la correction entrera dans la période suivante."
        )
    first, second = earlier.rows.sample, asked.rows.sample
    if first is not None and second is not None and versions_of_one_file(first, second):
        raise SecrecyRefusedError(
            f"{_public(earlier)} Presque toutes les lignes de l’un des deux fichiers sont dans l’autre (fichier "
            "cumulé, extrait, révision sous un autre nom) : la différence compterait celles qui restent. Une autre "
            "fois, donnez un seul fichier avec une colonne (période, catégorie) qui dise ce qui les distingue."
        )


def _public(earlier: Release) -> str:
    return f"Déjà publié le {day(earlier.on)} : {earlier.subject}."


def _among(axes: Sequence[Axis]) -> str:
    names = [axis.name for axis in axes]
    if not names:
        return "le total"
    return names[0] if len(names) == 1 else f"tout ou partie de {listed(names)}"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other runs from the ledger."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(path.with_name(f"{path.name}.lock")))
        except FileNotFoundError:
            raise _missing(path) from None
        except PermissionError:
            raise LedgerError(
                f"Le dossier du registre des publications ne peut pas être écrit : {path.parent}. Rien n’est publié."
            ) from None
        yield


def _sealing_key(secret: bytes) -> bytes:
    if len(secret) < SHORTEST_SECRET:
        raise ValueError("the secret is too short")
    return hashlib.blake2b(secret, person=b"dc-seal").digest()


def _head(secret: bytes) -> str:
    owner = hmac.digest(_sealing_key(secret), b"owner", "sha256").hex()
    return json.dumps({"ledger": VERSION, "owner": owner})


def _seal(secret: bytes, lines: Sequence[str]) -> str:
    content = "".join(f"{line}\n" for line in lines).encode()
    return json.dumps(
        {"releases": len(lines) - 1, "seal": hmac.digest(_sealing_key(secret), content, "sha256").hex()}
    )


def _lines(path: Path, secret: bytes) -> list[str]:
    """Return the lines of the releases of a ledger that can be trusted."""
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        raise _missing(path) from None
    except UnicodeDecodeError:
        raise _damaged(path) from None
    lines = text.split("\n")
    if len(lines) < 3 or lines.pop() or not lines[0].startswith('{"ledger"'):  # noqa: PLR2004 - head, seal, end
        raise _damaged(path)
    *content, seal = lines
    if content[0] != _head(secret):
        raise LedgerError(
            f"Le registre des publications {path} a été tenu avec un autre secret, ou par une autre version : ce n’est "
            "pas celui de ce service. Rien n’est publié."
        )
    if not hmac.compare_digest(seal.encode(), _seal(secret, content).encode()):
        raise _damaged(path)
    return content[1:]


def _missing(path: Path) -> LedgerError:
    return LedgerError(
        f"Le registre des publications manque : {path}. Sans lui, rien ne dit ce qui est déjà public ; restaurez-le "
        "d’une sauvegarde. Rien n’est publié."
    )


def _damaged(path: Path) -> LedgerError:
    return LedgerError(
        f"Le registre des publications {path} est tronqué ou modifié : il ne porte plus son sceau. Restaurez-le d’une "
        "sauvegarde. Rien n’est publié."
    )


def _write(path: Path, secret: bytes, lines: Sequence[str]) -> None:
    """Put a whole new ledger in the place of the old one: a reader, or a power cut, finds one or the other."""
    content = [_head(secret), *lines]
    text = "".join(f"{line}\n" for line in (*content, _seal(secret, content)))
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)  # of a run that was cut
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    if sys.platform != "win32":  # there, a folder is not opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name too outlives a power cut
        finally:
            os.close(folder)


def _place(number: int, digest: str) -> bytes:
    return f"{number} {digest}".encode()


def _line(release: Release, secret: bytes, number: int) -> str:
    sample = release.rows.sample
    kept = None if sample is None else masked(sample, secret, _place(number, release.rows.digest))
    subject = release.subject
    return json.dumps(
        {
            "subject": [subject.service, subject.source, subject.period, subject.unit],
            "on": release.on.isoformat(),
            "rows": release.rows.digest,
            "sample": None if kept is None else b64encode(kept).decode(),
            "axes": [[axis.name, axis.identity, axis.perimeters] for axis in release.axes],
            "secrecy": [release.secrecy.threshold, release.secrecy.step],
            "cells": [[list(key), cell.shown] for key, cell in release.table.cells.items()],
        },
        ensure_ascii=False,
    )


def _release(line: str, secret: bytes, number: int) -> Release:
    """Read a line that carries the seal."""
    fields: dict[str, Any] = json.loads(line)
    secrecy = Secrecy(*fields["secrecy"])
    axes = tuple(Axis(name, identity, perimeters) for name, identity, perimeters in fields["axes"])
    cells = {tuple(key): secrecy.image(shown) for key, shown in fields["cells"]}
    table = PublishedTable(tuple(axis.name for axis in axes), cells)
    return Release(
        Subject(*fields["subject"]),
        RowIdentity(fields["rows"], _sample(fields["sample"], secret, _place(number, fields["rows"]))),
        axes,
        secrecy,
        table,
        date.fromisoformat(fields["on"]),
    )


def _sample(kept: str | None, secret: bytes, place: bytes) -> Sample | None:
    return None if kept is None else unmasked(b64decode(kept), secret, place)
