"""The commands of orientation: orient, schemes, contacts. A situation is read, judged and forgotten."""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from droitcommun.cli.days import Day
from droitcommun.cli.french import Command, NamedPath
from droitcommun.core.french import typeset
from droitcommun.core.problems import UserError

if TYPE_CHECKING:
    from droitcommun.orientation.catalogues import SchemeCatalogue
    from droitcommun.usecases.guidance import Desk

DEFAULT = "catalogue:paris-2015"

# Bytes: a situation is some tens of facts; beyond this it is something else.
MOST_BYTES = 1_000_000
_LONGEST_ADDRESS = 1_000

_FORMATS = ("text", "json", "csv")
_EXCHANGES = ("data-inclusion", "publicodes")


class UnreadableSituationError(UserError):
    """A situation that is no JSON, or too long to be one."""

    exit_code = 11


def _reading_as(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def added(command: Callable[..., None]) -> Callable[..., None]:
        for add in (
            click.option(
                "--format", "form", type=click.Choice(forms), default="text", help="Forme du résultat."
            ),
            click.option(
                "--catalogue",
                "source",
                metavar="SOURCE",
                default=DEFAULT,
                help=f"Le catalogue de dispositifs, {DEFAULT} par défaut, ou file:DOSSIER.",
            ),
        ):
            command = add(command)
        return command

    return added


_reading = _reading_as(*_FORMATS)


@click.command(cls=Command)
@_reading
@click.option(
    "--on",
    type=Day(),
    metavar="DATE",
    help="Le jour pour lequel on répond ; par défaut celui d’une archive, aujourd’hui sinon.",
)
@click.argument("situation", metavar="SITUATION.json", type=NamedPath(path_type=Path, allow_dash=True))
def orient(situation: Path, source: str, on: date | None, form: str) -> None:
    """Ce qui convient à une situation, pourquoi, ce qui manque, et qui appeler ; - lit l’entrée standard.

    La situation n’est ni gardée, ni affichée, ni envoyée. « droitcommun schemes --facts » liste ses champs. Un
    tableau de situations (.csv, .parquet), une colonne par fait, donne le nombre de lignes par réponse.
    """
    from droitcommun.cli import formats
    from droitcommun.cli import guiding_text as text
    from droitcommun.usecases import guidance

    desk = _desk(source)
    today = date.today()  # noqa: DTZ011 - the day where the person is
    if situation.suffix in {".csv", ".parquet"}:
        from droitcommun.usecases.guidance_population import orient_population

        counted = orient_population(desk, situation, on, today=today)
        match form:
            case "json":
                _write(formats.as_json(counted))
            case "csv":
                _write(formats.as_csv(map(formats.row, counted.schemes), text.COUNTED_COLUMNS))
            case _:
                _write(text.population_text(counted))
        return
    given = desk.situation(_read(situation), on, today=today)
    record = guidance.orient(desk, given)
    match form:
        case "json":
            _write(formats.as_json(record))
        case "csv":
            _write(formats.as_csv(map(formats.row, record.schemes), text.ANSWER_COLUMNS))
        case _:
            _write(text.oriented_text(record, desk.facts))


@click.command(cls=Command)
@_reading_as("text", "json", "csv", "data-inclusion", "publicodes")
@click.option("--facts", "of_facts", is_flag=True, help="Les faits que les dispositifs demandent.")
def schemes(source: str, of_facts: bool, form: str) -> None:
    """Les dispositifs : pour qui, ce qu’ils donnent, sous quelles conditions, à quelles lignes."""
    from droitcommun.cli import formats
    from droitcommun.cli import guiding_text as text
    from droitcommun.usecases import guidance

    catalogue = _desk(source).catalogue
    if form in _EXCHANGES:
        if of_facts:
            raise UserError(f"--format {form} écrit des dispositifs, pas des faits seuls : sans --facts.")
        _exchange(catalogue, form)
        return
    records: tuple[Any, ...] = guidance.facts(catalogue) if of_facts else guidance.schemes(catalogue)
    match form:
        case "json":
            _write(formats.as_json(records))
        case "csv":
            columns = text.FACT_COLUMNS if of_facts else text.SCHEME_COLUMNS
            _write(formats.as_csv(map(formats.row, records), columns))
        case _:
            _write(
                text.facts_text(records) if of_facts else text.schemes_text(records, catalogue.about.banner)
            )


@click.command(cls=Command)
@_reading
@click.option("--scheme", metavar="ID", help="Seulement les lieux de ce dispositif.")
@click.option(
    "--district", type=click.IntRange(1, 20), metavar="N", help="Seulement ceux de cet arrondissement."
)
@click.option(
    "--near",
    is_flag=True,
    help="Du plus proche au plus loin d’une adresse, lue sur l’entrée standard ; avec --index.",
)
@click.option(
    "--index", metavar="FICHIER", type=NamedPath(path_type=Path), help="L’index d’adresses, pour --near."
)
def contacts(
    *, source: str, scheme: str | None, district: int | None, near: bool, index: Path | None, form: str
) -> None:
    """Les lieux d’accueil : adresse, téléphones, boîtes de service, date de vérification.

    Avec --near, l’adresse n’est ni gardée, ni affichée, ni envoyée.
    """
    from droitcommun.cli import formats
    from droitcommun.cli import guiding_text as text
    from droitcommun.usecases import guidance

    desk = _desk(source)
    if near != (index is not None):
        raise UserError("--near lit une adresse et la cherche dans --index : l’un avec l’autre.")
    records = guidance.contacts(desk, scheme=scheme, district=district)
    if index is not None:
        from droitcommun.cli.locating import quiet_failures
        from droitcommun.usecases.nearby import nearest

        quiet_failures()
        records = nearest(desk.catalogue, records, _line(), index)
    match form:
        case "json":
            _write(formats.as_json(records))
        case "csv":
            _write(formats.as_csv(map(formats.row, records), text.CONTACT_COLUMNS))
        case _:
            _write(text.contacts_text(records, desk.catalogue.about.banner))


@click.command(cls=Command)
@click.option(
    "-o",
    "--output",
    metavar="FICHIER",
    required=True,
    type=NamedPath(path_type=Path),
    help="Le fichier à écrire : .pdf .docx .odt.",
)
@click.option(
    "--catalogue",
    "source",
    metavar="SOURCE",
    default=DEFAULT,
    help=f"Le catalogue de dispositifs, {DEFAULT} par défaut, ou file:DOSSIER.",
)
def booklet(output: Path, source: str) -> None:
    """Le livret des dispositifs : un par page, les lieux par arrondissement, un index par public."""
    from droitcommun.reports.output import write
    from droitcommun.usecases.booklet import SUFFIXES, booklet_file

    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        context = click.get_current_context()
        param = next(param for param in context.command.params if param.name == "output")
        raise click.BadParameter(f"un fichier en {', '.join(SUFFIXES)}", ctx=context, param=param)
    write(output, booklet_file(_desk(source).catalogue, suffix))


def _exchange(catalogue: "SchemeCatalogue", form: str) -> None:
    """Write a catalogue in the form of another program, and say what does not fit in."""
    from droitcommun.cli import formats

    if form == "publicodes":
        from droitcommun.usecases.publicodes import lost, publicodes

        plain, sentences = publicodes(catalogue), tuple(lost(catalogue))
    else:
        from droitcommun.usecases.data_inclusion import exchange

        made = exchange(catalogue)
        plain, sentences = made.plain, made.lost
    _write(formats.as_json(plain))
    for sentence in sentences:
        click.echo(typeset(f"Perdu : {sentence}"), err=True)


def is_catalogue(folder: str) -> bool:
    """Say whether a folder holds a catalogue of schemes, and not a contract."""
    with suppress(OSError):
        return (Path(folder) / "catalogue.toml").exists()
    return False


def check_schemes(folder: str, form: str) -> None:
    """Write what is odd in a catalogue, and the examples that it does not answer as they say."""
    from droitcommun.cli import formats
    from droitcommun.cli import guiding_text as text
    from droitcommun.usecases import guidance

    desk = _desk(f"file:{folder}")
    records = guidance.check(desk, date.today())  # noqa: DTZ011 - the day of who reviews
    match form:
        case "json":
            _write(formats.as_json(records))
        case "csv":
            _write(formats.as_csv(map(formats.row, records), text.ODDITY_COLUMNS))
        case _:
            _write(text.oddities_text(records, desk))


COMMANDS: tuple[click.Command, ...] = (orient, schemes, contacts, booklet)


def _desk(source: str) -> "Desk":
    from droitcommun.catalogue.scheme_loader import load_schemes
    from droitcommun.usecases.guidance import Desk

    return Desk(load_schemes(source))


def _read(path: Path) -> object:
    """Read a situation; raises UnreadableSituationError, which repeats nothing of it."""
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except OSError:
        raise UnreadableSituationError(
            "Situation illisible : aucun fichier de ce nom, ou droits insuffisants"
        ) from None
    if len(content) > MOST_BYTES:
        raise UnreadableSituationError(
            "La situation dépasse 1 Mo : un objet JSON de quelques faits est attendu"
        )
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_once)
    except UnicodeDecodeError:
        raise UnreadableSituationError("La situation doit être un texte en UTF-8") from None
    except json.JSONDecodeError as error:
        raise UnreadableSituationError(
            f'Situation, ligne {error.lineno}, colonne {error.colno} : du JSON attendu, comme {{"age": 22}}'
        ) from None
    except RecursionError:
        raise UnreadableSituationError("La situation est un objet JSON sans listes emboîtées") from None


def _line() -> str:
    """Read one line of the standard input; raises UnreadableSituationError, which repeats nothing of it."""
    content = sys.stdin.buffer.read(_LONGEST_ADDRESS + 1)
    if len(content) > _LONGEST_ADDRESS:
        raise UnreadableSituationError("L’adresse tient en une ligne : numéro, voie, code postal, commune")
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise UnreadableSituationError("L’adresse doit être un texte en UTF-8") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a fact that is given twice: the last one would win without a word."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise UnreadableSituationError("Un fait est donné deux fois : n’en garder qu’un")
    return made


def _write(text: str) -> None:
    click.echo(text, nl=False)
