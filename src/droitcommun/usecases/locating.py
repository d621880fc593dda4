"""From the file of a service to a share with bounds: read, place, count, protect. Of a row only counts survive."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from droitcommun.core.french import plural
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.spreadsheets import read_spreadsheet
from droitcommun.territory.columns import Chosen, Column, Input, chosen_columns
from droitcommun.territory.delimited import read_delimited
from droitcommun.territory.geocoder import Query, Reply
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.linked import Axis
from droitcommun.territory.located_rows import (
    counted_extract,
    rarely_collected,
)
from droitcommun.territory.parquet_tables import read_parquet
from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.placements import Placement
from droitcommun.territory.row_identity import RowIdentity
from droitcommun.territory.row_output import RowWriter, private_file
from droitcommun.territory.secrecy import PublishedTable
from droitcommun.territory.shown_tables import count_in_words
from droitcommun.territory.tables import Row, Source, Table
from droitcommun.territory.tallies import AXES, Tally, Why, labelled
from droitcommun.usecases.cluster import Cluster, check_for_cluster, count_on
from droitcommun.usecases.counting import Count, Given, beside_of, perimeters_of, sha256_of
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.locate_results import JournalFacts, record_of
from droitcommun.usecases.locate_settings import Settings, towards
from droitcommun.usecases.publications import Register, axes_of, published_by
from droitcommun.usecases.sending import Leaving, asked_elsewhere
from droitcommun.usecases.telling_apart import RowsRead

# Said of a run whose counts are not those of the program as it is.
_EARLIER = "lignes déjà publiées : les chiffres d’alors, d’une version antérieure du programme, sont redonnés"


@dataclass(frozen=True, slots=True)
class Located:
    """The result, and what only the service is told: how the file was read."""

    record: LocateRecord
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """Who hears what: notes on the columns before the work, then rows done and the part of the file that they are.

    `leaving` hears what is about to leave the machine, `answered` how many addresses a geocoder answered, and which
    part of them that is.
    """

    columns: Callable[[Table, Chosen], None] = lambda _table, _chosen: None
    progress: Callable[[int, float], None] = lambda _rows, _part: None
    leaving: Callable[[Leaving], None] = lambda _leaving: None
    answered: Callable[[int, float], None] = lambda _addresses, _part: None

    def of(self, count: Count) -> Callable[[list[Row]], None]:
        """Hear of the rows of a count as they are counted; they are known by what they say from then on."""

        def told(rows: list[Row]) -> None:
            count.rows.read(rows)
            self.progress(count.rows.done, count.table.told.done)

        return told


def open_table(path: Source) -> Table:
    """Open a file of rows by what its name says it is; raises FileRefusedError."""
    match path.suffix.lower():
        case ".xlsx" | ".ods" | ".xlsm" | ".xls":
            return read_spreadsheet(path)
        case ".parquet":
            return read_parquet(path)
        case _:
            return read_delimited(path)


# What becomes of protected counts before anybody sees them, where a secret keys their rows.
_Release = Callable[[RowIdentity, tuple[Axis, ...], PublishedTable], PublishedTable]


def locate_file(
    path: Source,
    settings: Settings,
    *,
    register: Register | None = None,
    rows_to: Path | None = None,
    processes: int = 1,
    cluster: Cluster | None = None,
    telling: Telling = Telling(),
) -> Located:
    """Count where the rows of a file lie, and publish it: what is returned is what the ledger of the service allows.

    Without a register nothing is published: only for exact counts, which the service keeps (`settings.secrecy` None).
    On a `cluster` the file is Parquet, and its rows do not come here.

    FileRefusedError, UnknownNameError, UserError: what a person can correct, with the place. ClusterError,
    WorkFailedError: see `count_on`. UnconfirmedError, UnreachableError: see `asked_elsewhere`; nothing is published, no
    rows are written. SecrecyRefusedError, LedgerError: see `publish`; no rows are written then.
    """
    if register is None and settings.secrecy is not None:
        raise ValueError("what is protected is published, and goes through the ledger")

    def release(rows: RowIdentity, axes: tuple[Axis, ...], table: PublishedTable) -> PublishedTable:
        if register is None or settings.secrecy is None:
            return table
        return published_by(register, path, settings, rows, axes, table)

    return _located(
        path,
        settings,
        secret=register.secret if register is not None else None,
        release=release,
        rows_to=rows_to,
        processes=processes,
        cluster=cluster,
        telling=telling,
    )


def locate_again(
    path: Source, settings: Settings, *, secret: bytes, processes: int = 1, telling: Telling = Telling()
) -> Located:
    """Count where the rows of a file lie, to compare it with what was published; not to be shown.

    Raises as `locate_file`.
    """
    return _located(
        path,
        settings,
        secret=secret,
        release=lambda _rows, _axes, table: table,
        rows_to=None,
        processes=processes,
        telling=telling,
    )


def _located(
    path: Source,
    settings: Settings,
    *,
    secret: bytes | None,
    release: _Release,
    rows_to: Path | None,
    processes: int,
    telling: Telling,
    cluster: Cluster | None = None,
) -> Located:
    perimeters = perimeters_of(settings)
    perimeters_sha256 = sha256_of(settings.perimeters)
    if cluster is not None:
        path = check_for_cluster(path, settings, rows_to)
    table = open_table(path)
    chosen = chosen_columns(table, settings.columns)
    telling.columns(table, chosen)
    beside = beside_of(settings)
    rows_read = RowsRead(table, chosen, settings, secret)  # refused before anything is asked elsewhere
    index, replies = _register_of(path, chosen, settings, telling)
    given = Given(perimeters, perimeters_sha256, beside, index, replies)
    count = Count(table, chosen, settings, rows_read, given=given)
    if cluster is not None and chosen.input is not Input.AGGREGATED and isinstance(path, Path):
        count_on(cluster, path, count, secret)
        telling.progress(count.rows.done, 1.0)
        _refuse_pointless(count.tally, table, chosen, index, perimeters)
        counts = _released(count, settings, release)
    elif chosen.input is Input.AGGREGATED:
        _no_rows_to(rows_to, path)
        counted_extract(table, chosen, perimeters, count.tally, told=telling.of(count))
        counts = _released(count, settings, release)
    else:
        with ExitStack() as stack:
            stack.enter_context(rarely_collected())
            writer = None
            if rows_to is not None:
                file = stack.enter_context(private_file(rows_to))
                writer = RowWriter(file, table.columns, table.delimiter, perimeters, index)
            told = telling.of(count)
            for block in count.blocks(processes=processes):
                if writer is not None:
                    writer.write(block)
                told(block.rows)
            _refuse_pointless(count.tally, table, chosen, index, perimeters)
            counts = _released(count, settings, release)
    facts = JournalFacts(
        version=version("droitcommun"),
        rows_hash=None if count.rows.identity is None else count.rows.identity.digest,
        index=index,
        geocoder=settings.geocoder.address if settings.geocoder and chosen.input is Input.ADDRESSES else None,
        perimeters_sha256=perimeters_sha256,
        notes=tuple(note for note in count.notes if "Lambert" in note or note == _EARLIER),
        groupings=count.rows.groupings,
        beside=beside,
    )
    record = record_of(counts, table, chosen, settings, perimeters, facts)
    exact = settings.secrecy is None
    return Located(record, (*table.told.notes, *_malformed(table, counts, exact=exact), *count.notes))


def _released(count: Count, settings: Settings, release: _Release) -> PublishedTable:
    """What may be shown of a count: what the ledger returns, where a secret keys its rows."""
    kept = count.tally if settings.by_area else count.tally.without_areas()
    counts = kept.published(settings.secrecy)
    identity = count.rows.identity
    if identity is None:
        return counts
    read_as, beside, index = count.chosen.input, count.given.beside, count.given.index
    axes = axes_of(settings, read_as, count.given.sha256, index)
    if beside is not None and settings.beside is not None:
        axes += axes_of(towards(settings, settings.beside), read_as, beside.sha256, index)
    shown = release(identity, (*axes, *count.rows.axes()), counts)
    if shown.cells != counts.cells:
        count.notes.append(_EARLIER)
    return PublishedTable(counts.axes, shown.cells)


def _register_of(
    path: Source, chosen: Chosen, settings: Settings, telling: Telling
) -> tuple[AddressIndex | None, Mapping[Query, Reply | None] | None]:
    """In what addresses are looked for: an index, or what a geocoder answers for them; neither for other rows."""
    if chosen.input is not Input.ADDRESSES:
        return None, None
    if settings.geocoder is None:
        return AddressIndex(_index_of(settings, path)), None
    return None, asked_elsewhere(
        open_table(path),
        chosen,
        settings.geocoder,
        confirmed=settings.send_addresses,
        leaving=telling.leaving,
        answered=telling.answered,
    )


def _index_of(settings: Settings, path: Source) -> Path:
    if settings.index is None:
        expected = "un index d’adresses attendu : --index F, construit par « droitcommun index »"
        raise FileRefusedError([Problem(Place(path.name), "index-missing", expected)])
    if not settings.index.is_file():
        expected = "un index construit par « droitcommun index » est attendu"
        raise FileRefusedError([Problem(Place(settings.index.name), "index-foreign", expected)])
    return settings.index


def _no_rows_to(rows_to: Path | None, path: Source) -> None:
    if rows_to is not None:
        expected = "un fichier de lignes attendu avec -o : un extrait agrégé n’a pas de lignes à placer"
        raise FileRefusedError([Problem(Place(path.name), "rows-of-extract", expected)])


def _refuse_pointless(
    tally: Tally, table: Table, chosen: Chosen, index: AddressIndex | None, perimeters: Perimeters
) -> None:
    """Refuse a run in which nothing was placed because something that was given is not what is needed."""
    counts = tally.total
    if not counts.rows:
        raise FileRefusedError(
            [Problem(Place(table.file), "no-rows", "au moins une ligne sous l’en-tête attendue")]
        )
    if counts.unplaced < counts.rows:
        return
    place = Place(
        table.file, column=table.columns[chosen.places[Column.AREA]] if chosen.input is Input.CODES else ""
    )
    if index is not None and tally.why(Why.OUTSIDE_INDEX) * 2 > counts.rows:
        held = ", ".join(index.departments())
        expected = f"des adresses d’un département de l’index attendues ({held}) : aucune ne l’est"
        raise FileRefusedError([Problem(place, "index-elsewhere", expected)])
    if tally.why(Why.OTHER_VINTAGE) * 2 > counts.rows:
        expected = (
            f"des codes du millésime {perimeters.vintage.name} attendus : ceux du fichier sont d’un autre"
        )
        raise FileRefusedError([Problem(place, "codes-vintage", expected)])
    if tally.why(Why.NOT_IN_FRANCE) * 2 > counts.rows:
        expected = "des coordonnées en France attendues, en degrés ou en Lambert 93"
        raise FileRefusedError([Problem(place, "coordinates-elsewhere", expected)])
    if tally.why(Why.MALFORMED) == counts.rows:
        raise FileRefusedError(
            [Problem(place, "no-table", "des lignes qui ont les colonnes de l’en-tête attendues")]
        )


def _malformed(table: Table, counts: PublishedTable, *, exact: bool) -> tuple[str, ...]:
    """How many rows are malformed, as it may be shown; which they are, only to whom exact counts are shown.

    The number of a line tells how many there are before it.
    """
    told = table.told
    if not told.malformed_rows:
        return ()
    said = labelled(counts.onto(AXES), Placement.UNPLACED).get(Why.MALFORMED.value)
    if exact:
        some = ", ".join(map(str, told.malformed)) + "…" * (told.malformed_rows > len(told.malformed))
        where = f"ligne{plural(told.malformed_rows)} {some}"
    else:
        where = "--internal dit lesquelles"
    many = "" if said is None else f", {count_in_words(said)}"
    return (f"des lignes n’ont pas les colonnes de l’en-tête, comptées non placées{many} : {where}",)
