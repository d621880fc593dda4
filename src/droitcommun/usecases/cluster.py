"""A count shared out on a cluster: workers count parts as one machine counts the whole, and only counts come back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from droitcommun.core.problems import UserError
from droitcommun.territory.columns import Chosen, Column, Input
from droitcommun.territory.coordinates import System
from droitcommun.territory.engines.spark import ClusterError, over_parts
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.tables import Row, Source, Table, Told
from droitcommun.usecases.counting import Count, Given, beside_of, perimeters_of, sha256_of, system_of_table
from droitcommun.usecases.locate_settings import Settings
from droitcommun.usecases.telling_apart import RowsRead

_OTHER_FILES = (
    "Les nœuds n’ont pas tous le même fichier de périmètres ou d’index : les copier au même endroit sur chacun. "
    "Rien n’est publié."
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster by its Spark URL: « local[2] », « spark://… », « yarn »."""

    master: str


@dataclass(frozen=True, slots=True)
class _CountPart:
    """What a worker does: the files are opened there, and must be those of the one who asks (`identity`).

    `secret` goes with it, for rows are known by it; it is written nowhere.
    """

    file: str
    columns: tuple[str, ...]
    chosen: Chosen
    settings: Settings
    system: System | None
    secret: bytes | None
    identity: tuple[str, ...]

    def __call__(self, parts: Iterator[list[list[str]]]) -> bytes:
        given = _opened(self.settings)
        if _identity(given) != self.identity:
            return json.dumps({"other": True}).encode()
        rows = (Row(0, cells) for part in parts for cells in part)
        table = Table(self.file, self.columns, (), rows, Told())
        read = RowsRead(table, self.chosen, self.settings, self.secret)
        count = Count(table, self.chosen, self.settings, read, given=given, system=self.system)
        for block in count.blocks():
            read.read(block.rows)
        counts = [[*key, number] for key, number in count.tally.counts.items()]
        return json.dumps({"counts": counts, "read": read.state(), "notes": count.notes}).encode()


# What this process has opened: a worker counts several parts.
_held: dict[str, Given] = {}


def _opened(settings: Settings) -> Given:
    key = repr((settings.perimeters, settings.index, settings.vintage, settings.precision, settings.beside))
    if key not in _held:
        index = AddressIndex(settings.index) if settings.index is not None else None
        perimeters = perimeters_of(settings)
        _held[key] = Given(perimeters, sha256_of(settings.perimeters), beside_of(settings), index)
    return _held[key]


def _identity(given: Given) -> tuple[str, ...]:
    beside = "" if given.beside is None else given.beside.sha256
    return given.sha256, beside, "" if given.index is None else given.index.header.body


def check_for_cluster(path: Source, settings: Settings, rows_to: Path | None) -> Path:
    """Return the file; UserError: what a cluster cannot do, for rows would have to come here."""
    if not isinstance(path, Path) or path.suffix.lower() != ".parquet":
        raise UserError(
            "--engine spark lit du Parquet : un fichier .parquet, ou un dossier de parties de ce nom."
        )
    if rows_to is not None:
        raise UserError("--engine spark n’écrit pas les lignes (-o) : elles ne reviennent pas des nœuds.")
    if settings.geocoder is not None:
        raise UserError("--engine spark attend un index (--index) : il n’interroge pas de géocodeur.")
    return path


def count_on(cluster: Cluster, path: Path, count: Count, secret: bytes | None) -> None:
    """Count the rows of a Parquet file on a cluster: `count` becomes what it would be had they passed through it here.

    UserError: what asks for rows here. ClusterError, WorkFailedError: see `over_parts`; files that differ.
    """
    settings = _resolved(count.settings)
    if any(not one.values for one in settings.by):
        raise UserError("--engine spark attend les valeurs de --by : --by sexe=F,H.")
    chosen = count.chosen
    names = list(
        dict.fromkeys(
            [
                *(count.table.columns[place] for place in chosen.places.values()),
                *(one.column for one in count.rows.groupings),
            ]
        )
    )
    places = {column: names.index(count.table.columns[place]) for column, place in chosen.places.items()}
    part = _CountPart(
        file=count.table.file,
        columns=tuple(names),
        chosen=replace(chosen, places={column: places[column] for column in Column if column in places}),
        settings=settings,
        system=system_of_table(count.table, chosen) if chosen.input is Input.COORDINATES else None,
        secret=secret,
        identity=_identity(count.given),
    )
    for answer in over_parts(path, names, part, master=cluster.master):
        told: dict[str, Any] = json.loads(answer)
        if told.get("other"):
            raise ClusterError(_OTHER_FILES)
        for *key, number in told["counts"]:
            count.tally.counts[tuple(key)] = count.tally.counts.get(tuple(key), 0) + number
        count.rows.take_in(told["read"])
        count.notes += [note for note in told["notes"] if note not in count.notes]


def _resolved(settings: Settings) -> Settings:
    """The same with whole paths: a worker starts elsewhere."""
    beside = settings.beside
    return replace(
        settings,
        perimeters=settings.perimeters.resolve(),
        index=None if settings.index is None else settings.index.resolve(),
        beside=None if beside is None else replace(beside, perimeters=beside.perimeters.resolve()),
    )
