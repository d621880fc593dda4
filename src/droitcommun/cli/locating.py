"""The commands that turn the file of a service into a share: index, locate. They run where the file is."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from droitcommun.cli.french import Command
from droitcommun.cli.placing_options import FILE, KINDS, RULES, Figure, place_options
from droitcommun.cli.running import tell
from droitcommun.cli.sending import geocoder_options, tell_leaving
from droitcommun.cli.telling_apart import beside_of, check_by, telling_apart_options
from droitcommun.core.french import NBSP, number_of, typeset
from droitcommun.core.problems import UserError, places_of

if TYPE_CHECKING:
    from droitcommun.usecases.locate_records import LocateRecord
    from droitcommun.usecases.locate_settings import Settings
    from droitcommun.usecases.locating import Located
    from droitcommun.usecases.publications import Register

# Tokens of the stable interface; a test compares them with the enumerations, which are not loaded for --help.
BASES = (
    "home",
    "establishment",
    "place_of_action",
    "grantee_seat",
    "school_intake",
    "area_coverage",
    "declared",
    "district_proxy",
)
POPULATIONS = ("persons", "households", "contracts", "entries", "organisations", "rows")


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="BAN…", type=FILE)
@click.option("-o", "--output", required=True, metavar="FICHIER", type=FILE, help="L’index à écrire.")
def index(files: tuple[Path, ...], output: Path) -> None:
    """Fait des fichiers de la Base Adresse Nationale (CSV, CSV.gz) l’index que locate emploie."""
    from droitcommun.usecases.indexing import index_files

    def told(rows: int) -> None:
        click.echo(f"{number_of(rows)} adresses lues…", err=True)

    counts = index_files(files, output, told=told)
    words = {
        "addresses": "adresses",
        "streets": "voies",
        "communes": "communes ou arrondissements",
        "without_position": "adresses sans position, écartées",
    }
    shown = "".join(f"{number_of(count):>12}  {words[key]}\n" for key, count in counts.items() if count)
    tell(shown, f"L’index est écrit{NBSP}; ses comptes n’ont pas pu l’être.")


@click.command(cls=Command)
@click.argument("file", metavar="FICHIER", type=FILE)
@place_options
@click.option(
    "--engine",
    type=click.Choice(("columnar", "spark")),
    default="columnar",
    help="Qui compte : cette machine, ou une grappe Spark, pour du Parquet.",
)
@click.option(
    "--master", metavar="ADRESSE", help="La grappe, avec --engine spark ; par défaut, cette machine."
)
@geocoder_options
@telling_apart_options(KINDS)
@click.option(
    "--columns",
    metavar="COLONNES",
    help="Les colonnes, au lieu de les reconnaître : address=ADRESSE,postcode=CP,city=VILLE ; "
    "ou longitude, latitude, area, count, domiciled.",
)
@click.option(
    "--basis",
    type=click.Choice(BASES),
    metavar="LIEU",
    help=f"De qui ou de quoi est le lieu ; home par défaut. L’un de : {', '.join(BASES)}.",
)
@click.option(
    "--unit",
    "population",
    type=click.Choice(POPULATIONS),
    metavar="UNITÉ",
    help=f"Ce qu’est une ligne ; rows si rien ne le dit. L’un de : {', '.join(POPULATIONS)}.",
)
@click.option(
    "--denominator",
    type=click.Choice(("placed", "rows")),
    default="placed",
    help="Ce par quoi l’estimation divise : les lignes placées, ou toutes.",
)
@click.option(
    "--target",
    type=Figure(100, "un pourcentage de 0 à 100"),
    metavar="POURCENT",
    help="L’objectif à comparer aux bornes.",
)
@click.option(
    "--tolerance",
    type=Figure(140, "un nombre de mètres de 0 à 140"),
    default="30",
    metavar="MÈTRES",
    help="À combien près des coordonnées sont justes ; 30 par défaut.",
)
@click.option(
    "--blank",
    type=click.Choice(("unplaced", "outside")),
    default="unplaced",
    help="Ce que veut dire un code de quartier vide.",
)
@click.option(
    "--no-areas",
    is_flag=True,
    help="Ne compte pas par quartier : les bornes d’un petit fichier en sont plus étroites.",
)
@click.option(
    "--secrecy",
    type=click.Choice(RULES),
    help="La règle de secret de la source ; general par défaut : rien en dessous de 11.",
)
@click.option(
    "--hide",
    type=click.IntRange(0, 10_000),
    metavar="NOMBRE",
    help="Masque les comptes de 1 à ce nombre ; 10 par défaut, jamais moins de 5.",
)
@click.option(
    "--round",
    "step",
    type=click.IntRange(0, 10_000),
    metavar="NOMBRE",
    help="Arrondit les comptes à un multiple ; jamais moins de 5, ou 1 pour ne pas arrondir.",
)
@click.option("--service", metavar="NOM", help="Qui publie ; pour le registre et le manifeste.")
@click.option("--source", metavar="NOM", help="Ce qui est compté ; par défaut, le nom du fichier.")
@click.option("--period", metavar="PÉRIODE", help="L’année ou la date de ce qui est compté.")
@click.option(
    "--internal",
    is_flag=True,
    help="Comptes exacts, pour le service seul : rien n’est publié ni inscrit au registre.",
)
@click.option(
    "-o",
    "--rows",
    metavar="FICHIER",
    type=FILE,
    help="Écrit aussi les lignes et leur place, lisibles du seul propriétaire.",
)
@click.option(
    "--manifest",
    metavar="FICHIER",
    type=FILE,
    help="Écrit le manifeste : ce que le service peut transmettre.",
)
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "csv")), default="text", help="Forme du résultat."
)
def locate(
    *,
    file: Path,
    rows: Path | None,
    manifest: Path | None,
    form: str,
    processes: int | None,
    engine: str,
    master: str | None,
    secret: Path | None,
    internal: bool,
    **given: Any,
) -> None:
    """La part d’un fichier qui est en quartier prioritaire, avec ses bornes ; sans --geocoder, rien ne part."""
    from droitcommun.reports.output import write
    from droitcommun.usecases.manifests import sealed

    quiet_failures()
    if internal and manifest is not None:
        raise bad(
            "manifest", "une exécution sans --internal : un manifeste ne porte que des comptes publiables"
        )
    if master is not None and engine != "spark":
        raise bad("master", "--engine spark, que cette option précise")
    settings = _settings(internal=internal, **given)
    register = None if internal else _register(secret)
    processes = processes or os.cpu_count() or 1
    on = (master or f"local[{processes}]") if engine == "spark" else None
    done = _run(file, settings, register, rows, processes, on)
    if manifest is not None and register is not None:
        write(manifest, sealed(done.record, register.secret))
        click.echo(f"Manifeste{NBSP}: {manifest}", err=True)
    click.echo(_shown(done.record, form), nl=False)


def _shown(record: "LocateRecord", form: str) -> str:
    from droitcommun.cli import formats
    from droitcommun.cli.locating_text import located_rows, located_text

    match form:
        case "json":
            return formats.as_json(record)
        case "csv":
            return formats.as_csv(located_rows(record), formats.LOCATE_COLUMNS)
        case _:
            return located_text(record)


def _settings(
    *,
    perimeters: Path,
    index: Path | None,
    columns: str | None,
    internal: bool,
    no_areas: bool,
    secrecy: str | None,
    hide: int | None,
    step: int | None,
    **given: Any,
) -> "Settings":
    from droitcommun.territory.bases import PlaceBasis, Population
    from droitcommun.territory.columns import parse_columns
    from droitcommun.territory.perimeters import Kind
    from droitcommun.territory.placements import Denominator, Placement
    from droitcommun.territory.secrecy_rules import RuleName, asked_for, rule_named
    from droitcommun.usecases.locate_settings import Settings

    if given["geocoder"] is not None and index is not None:
        raise bad("geocoder", "de ne pas avoir aussi --index : l’un ou l’autre place les adresses")
    if given["send_addresses"] and given["geocoder"] is None:
        raise bad("send_addresses", "--geocoder, qui dit à qui")
    try:
        named = parse_columns(columns) if columns is not None else {}
    except ValueError as error:
        raise bad("columns", str(error)) from None
    check_by(given["by"], internal=internal)
    if given["basis"] is None:
        click.echo("Lieu supposé : le domicile (--basis pour un autre).", err=True)
    if secrecy is not None and (hide, step) != (None, None):
        raise UserError("--secrecy nomme une règle, --hide et --round en font une autre : l’un ou l’autre.")
    numbers = (10 if hide is None else hide, 1 if step is None else step)
    rule = None if secrecy is None else rule_named(RuleName(secrecy)).secrecy
    return Settings(
        perimeters=perimeters,
        index=index,
        geocoder=given["geocoder"],
        send_addresses=given["send_addresses"],
        columns=named,
        vintage=given["vintage"],
        kind=Kind(given["kind"]),
        precision=given["precision"],
        crs=given["crs"],
        basis=PlaceBasis(given["basis"] or "home"),
        population=Population(given["population"] or "rows"),
        denominator=Denominator(given["denominator"]),
        by_area=not no_areas,
        by=given["by"],
        beside=beside_of(given["beside"], given["beside_vintage"], given["beside_kind"], given["kind"]),
        blank=Placement(given["blank"]),
        tolerance=given["tolerance"],
        target=given["target"],
        secrecy=None if internal else rule or asked_for(*numbers),
        service=given["service"],
        source=given["source"],
        period=given["period"],
    )


def _run(
    file: Path,
    settings: "Settings",
    register: "Register | None",
    rows: Path | None,
    processes: int,
    master: str | None,
) -> "Located":
    from droitcommun.cli.progress import Progress
    from droitcommun.territory.secrecy_rules import SecrecyRefusedError
    from droitcommun.usecases.cluster import Cluster
    from droitcommun.usecases.locate_words import COLUMN, INPUT
    from droitcommun.usecases.locating import Telling, locate_file

    progress = Progress()

    def columns(table: Any, chosen: Any) -> None:
        named = ", ".join(
            f"{COLUMN[says]} « {table.columns[place]} »" for says, place in chosen.places.items()
        )
        click.echo(typeset(f"Lu comme {INPUT[chosen.input]} : {named} (--columns pour d’autres)."), err=True)

    try:
        done = locate_file(
            file,
            settings,
            register=register,
            rows_to=rows,
            processes=processes,
            cluster=None if master is None else Cluster(master),
            telling=Telling(
                columns,
                progress,
                leaving=lambda leaving: tell_leaving(leaving, internal=register is None),
                answered=Progress("adresses"),
            ),
        )
    except SecrecyRefusedError as refusal:
        raise SecrecyRefusedError(typeset(f"{refusal} {_INSTEAD}")) from None
    progress.end(done.record.open.rows)
    for note in done.notes:
        click.echo(typeset(f"Note : {note}."), err=True)
    if register is not None:
        click.echo(
            typeset(
                f"Inscrit au registre des publications : {register.ledger} (--internal pour seulement voir)."
            ),
            err=True,
        )
    return done


# What a person may do whom the ledger refuses.
_INSTEAD = (
    "Les mêmes chiffres se redemandent avec les mêmes colonnes, périmètres, index et réglages. Une autre "
    "source ou une autre période se nomme : --source, --period. Pour voir sans publier : --internal."
)


def _register(path: Path | None) -> "Register":
    from datetime import UTC, datetime

    from droitcommun.territory.service_secret import default_place
    from droitcommun.usecases.publications import register_of

    place = path or default_place()
    # The day of a publication is when it is made; no figure depends on it.
    register, begun = register_of(place, datetime.now(UTC).date())
    if begun:
        said = (
            f"Un secret du service et un registre de ses publications sont créés : {place}, {register.ledger.name}. "
            "Les garder ensemble, ne pas les envoyer."
        )
        click.echo(typeset(said), err=True)
    return register


def bad(name: str, expected: str) -> click.BadParameter:
    """What is wrong with an option of the command that runs."""
    context = click.get_current_context()
    param = next(param for param in context.command.params if param.name == name)
    return click.BadParameter(expected, ctx=context, param=param)


def quiet_failures() -> None:
    """What is our fault is told by where it happened: its words may repeat an address, and so may a core dump."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError):  # Windows: there is none
        pass
    sys.excepthook = _where


def _where(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    click.echo(typeset(f"Erreur du programme ({kind.__name__}) : {places_of(trace)}"), err=True)


COMMANDS: tuple[click.Command, ...] = (index, locate)
