"""From the file of a service to a share with bounds: read, place, count, protect. Of a row only counts survive."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from droitcommun.core.french import plural
from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.spreadsheets import read_spreadsheet
from droitcommun.territory.borders import FARTHEST, Borders
from droitcommun.territory.columns import Chosen, Column, Input, chosen_columns
from droitcommun.territory.delimited import read_delimited
from droitcommun.territory.geocoded import by_geocoder
from droitcommun.territory.geocoder import Query, Reply
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.linked import Axis
from droitcommun.territory.located_rows import (
    Block,
    by_address,
    by_code,
    by_point,
    counted_extract,
    rarely_collected,
)
from droitcommun.territory.parquet_tables import read_parquet
from droitcommun.territory.perimeter_files import read_perimeters
from droitcommun.territory.perimeters import Kind, Perimeters
from droitcommun.territory.placements import Placement
from droitcommun.territory.placing import Placer
from droitcommun.territory.row_identity import RowIdentity
from droitcommun.territory.row_output import RowWriter, private_file
from droitcommun.territory.secrecy import PublishedTable
from droitcommun.territory.shown_tables import count_in_words
from droitcommun.territory.tables import Row, Table
from droitcommun.territory.tallies import AXES, Tally, Why, labelled, told_of
from droitcommun.territory.vintages import list_of_code, vintage_named
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.locate_results import JournalFacts, OtherPerimeters, record_of
from droitcommun.usecases.locate_settings import Settings, towards
from droitcommun.usecases.publications import Register, axes_of, published_by
from droitcommun.usecases.sending import Leaving, asked_elsewhere
from droitcommun.usecases.telling_apart import BesidePlacer, RowsRead, tally_of

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


def open_table(path: Path) -> Table:
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
    path: Path,
    settings: Settings,
    *,
    register: Register | None = None,
    rows_to: Path | None = None,
    processes: int = 1,
    telling: Telling = Telling(),
) -> Located:
    """Count where the rows of a file lie, and publish it: what is returned is what the ledger of the service allows.

    Without a register nothing is published: only for exact counts, which the service keeps (`settings.secrecy` None).

    FileRefusedError, UnknownNameError, UserError: what a person can correct, with the place. UnconfirmedError,
    UnreachableError: see `asked_elsewhere`; nothing is published, no rows are written. SecrecyRefusedError,
    LedgerError: see `publish`; no rows are written then.
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
        telling=telling,
    )


def locate_again(
    path: Path, settings: Settings, *, secret: bytes, processes: int = 1, telling: Telling = Telling()
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
    path: Path,
    settings: Settings,
    *,
    secret: bytes | None,
    release: _Release,
    rows_to: Path | None,
    processes: int,
    telling: Telling,
) -> Located:
    perimeters = perimeters_of(settings)
    perimeters_sha256 = sha256_of(settings.perimeters)
    table = open_table(path)
    chosen = chosen_columns(table, settings.columns)
    telling.columns(table, chosen)
    rows_read = RowsRead(table, chosen, settings, secret)
    beside = _beside_of(settings)
    tally = tally_of(perimeters, beside.perimeters if beside is not None else None, len(settings.by))
    notes: list[str] = []
    index: AddressIndex | None = None

    def seen(rows: list[Row]) -> None:
        rows_read.read(rows)
        telling.progress(rows_read.done, table.told.done)

    def released() -> PublishedTable:
        kept = tally if settings.by_area else tally.without_areas()
        counts = kept.published(settings.secrecy)
        identity = rows_read.identity
        if identity is None:
            return counts
        axes = axes_of(settings, chosen.input, perimeters_sha256, index)
        if beside is not None and settings.beside is not None:
            axes += axes_of(towards(settings, settings.beside), chosen.input, beside.sha256, index)
        shown = release(identity, (*axes, *rows_read.axes()), counts)
        if shown.cells != counts.cells:
            notes.append(_EARLIER)
        return PublishedTable(counts.axes, shown.cells)

    if chosen.input is Input.AGGREGATED:
        _no_rows_to(rows_to, path)
        counted_extract(table, chosen, perimeters, tally, told=seen)
        counts = released()
    else:
        index, replies = _register_of(path, chosen, settings, telling)
        with ExitStack() as stack:
            stack.enter_context(rarely_collected())
            writer = None
            if rows_to is not None:
                file = stack.enter_context(private_file(rows_to))
                writer = RowWriter(file, table.columns, table.delimiter, perimeters, index)
            others = [] if beside is None else [BesidePlacer(beside.perimeters, chosen, settings, index)]
            for block in _blocks(
                table, chosen, settings, perimeters, index, replies, notes=notes, processes=processes
            ):
                here = told_of(tally.codes, block.placements, block.areas, block.reasons)
                tally.add_block(here, *(one.told(block) for one in others), *rows_read.told(block.rows))
                if writer is not None:
                    writer.write(block)
                seen(block.rows)
            _refuse_pointless(tally, table, chosen, index, perimeters)
            counts = released()
    facts = JournalFacts(
        version=version("droitcommun"),
        rows_hash=None if rows_read.identity is None else rows_read.identity.digest,
        index=index,
        geocoder=settings.geocoder.address if settings.geocoder and chosen.input is Input.ADDRESSES else None,
        perimeters_sha256=perimeters_sha256,
        notes=tuple(note for note in notes if "Lambert" in note or note == _EARLIER),
        groupings=rows_read.groupings,
        beside=beside,
    )
    record = record_of(counts, table, chosen, settings, perimeters, facts)
    exact = settings.secrecy is None
    return Located(record, (*table.told.notes, *_malformed(table, counts, exact=exact), *notes))


def perimeters_of(settings: Settings) -> Perimeters:
    """Read the perimeters; their codes must be those of the vintage.

    UnknownNameError: no such vintage. FileRefusedError: see `read_perimeters`; codes of another legal list.
    """
    vintage = vintage_named(settings.kind, settings.vintage, float(settings.precision))
    perimeters = read_perimeters(settings.perimeters, kind=settings.kind, vintage=vintage, crs=settings.crs)
    if settings.kind is Kind.QPV:
        lists = {list_of_code(area.code) for area in perimeters.areas} - {None}
        if lists and vintage.name not in lists:
            expected = (
                f"les périmètres du millésime {vintage.name} attendus ; ceux-ci ont les codes de {min(lists)}"  # type: ignore[type-var]
            )
            raise FileRefusedError([Problem(Place(settings.perimeters.name), "perimeters-vintage", expected)])
    return perimeters


def _beside_of(settings: Settings) -> OtherPerimeters | None:
    """Read the other perimeters; raises as `perimeters_of`."""
    if settings.beside is None:
        return None
    other = perimeters_of(towards(settings, settings.beside))
    return OtherPerimeters(other, sha256_of(settings.beside.perimeters))


def _blocks(
    table: Table,
    chosen: Chosen,
    settings: Settings,
    perimeters: Perimeters,
    index: AddressIndex | None,
    replies: Mapping[Query, Reply | None] | None,
    *,
    notes: list[str],
    processes: int,
) -> Iterator[Block]:
    precision = perimeters.vintage.precision
    if index is not None:
        placer = Placer(index, Borders(perimeters.shapes), precision)
        return by_address(table, chosen, index.path, placer, processes=processes)
    if replies is not None:
        return by_geocoder(table, chosen, replies, Borders(perimeters.shapes), precision)
    if chosen.input is Input.COORDINATES:
        radius = min(float(settings.tolerance) + precision, FARTHEST)
        return by_point(table, chosen, Borders(perimeters.shapes), radius=radius, notes=notes)
    return by_code(table, chosen, perimeters, blank=settings.blank)


def _register_of(
    path: Path, chosen: Chosen, settings: Settings, telling: Telling
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


def _index_of(settings: Settings, path: Path) -> Path:
    if settings.index is None:
        expected = "un index d’adresses attendu : --index F, construit par « droitcommun index »"
        raise FileRefusedError([Problem(Place(path.name), "index-missing", expected)])
    if not settings.index.is_file():
        expected = "un index construit par « droitcommun index » est attendu"
        raise FileRefusedError([Problem(Place(settings.index.name), "index-foreign", expected)])
    return settings.index


def _no_rows_to(rows_to: Path | None, path: Path) -> None:
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


def sha256_of(path: Path) -> str:
    """The hash of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
