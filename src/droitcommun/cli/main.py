"""The list of commands. Each parses its options, calls one use case and writes what that returns."""

import sys
from collections.abc import Callable
from datetime import date
from functools import partial

import click

from droitcommun.cli import streams
from droitcommun.cli.days import Day
from droitcommun.cli.desk import COMMANDS as DESK
from droitcommun.cli.fetching import COMMANDS as FETCHING
from droitcommun.cli.french import Group, NamedPath, explained
from droitcommun.cli.guiding import COMMANDS as GUIDING
from droitcommun.cli.locating import COMMANDS as LOCATING
from droitcommun.cli.manifests import manifest
from droitcommun.cli.running import COMMANDS, tell
from droitcommun.core.french import NBSP, counted, day, typeset
from droitcommun.core.problems import NO_ROOM, UserError
from droitcommun.usecases.sources import DEFAULT_SOURCE, View, view

FORMATS = ("text", "json", "csv")


class Year(click.IntRange):
    """A year; its help does not repeat the range, which the message gives."""

    def _describe_range(self) -> str:
        return ""


def _reading(command: Callable[..., None], formats: tuple[str, ...] = FORMATS) -> Callable[..., None]:
    """Add what every reading command takes."""
    for add in (
        click.option(
            "--format", "form", type=click.Choice(formats), default="text", help="Forme du résultat."
        ),
        click.option(
            "--as-of",
            type=Day(),
            metavar="DATE",
            help="N’emploie que ce qui était connu ce jour-là ; par défaut, le dernier jour enregistré.",
        ),
        click.argument("source", default=DEFAULT_SOURCE, metavar="[SOURCE]"),
    ):
        command = add(command)
    return command


@click.group(cls=Group)
@click.version_option(package_name="droitcommun", message="%(prog)s %(version)s", help="Affiche la version.")
def droitcommun() -> None:
    """Contrats de ville : ce qui a été promis, ce qui a été mesuré, et si les chiffres tiennent.

    SOURCE s’écrit catalogue:ID, par défaut catalogue:paris-2015-2020, file:DOSSIER, file:DOCUMENT ou db:ID. Les
    résultats vont sur la sortie standard, les messages sur la sortie d’erreur. Codes de retour : 0 fait,
    1 l’audit trouve des erreurs, 2 ligne de commande à corriger, 10 et plus : une donnée à corriger, le message
    dit laquelle.
    """


@droitcommun.command()
@_reading
def sheets(source: str, as_of: date | None, form: str) -> None:
    """Les fiches de suivi : objectif, résultats, taux déclaré, statut."""
    from droitcommun.cli import formats, text
    from droitcommun.usecases.sheets import sheets as use_case

    records = use_case(_view(source, as_of))
    rows = (formats.row(record, measure=measure) for record in records for measure in record.measures)
    match form:
        case "json":
            _write(formats.as_json(records))
        case "csv":
            _write(formats.as_csv(rows, formats.SHEET_COLUMNS))
        case _:
            _write(text.sheets_text(records))


@droitcommun.command()
@_reading
def commitments(source: str, as_of: date | None, form: str) -> None:
    """Les engagements : qui, quoi, pour qui, quelles fiches les suivent."""
    from droitcommun.cli import formats, text
    from droitcommun.usecases.promises import commitments as use_case

    records = use_case(_view(source, as_of, proposals=True))
    match form:
        case "json":
            _write(formats.as_json(records))
        case "csv":
            _write(formats.as_csv(map(formats.row, records), formats.COMMITMENT_COLUMNS))
        case _:
            _write(text.commitments_text(records))


@droitcommun.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Forme du résultat.")
@click.argument("source", metavar="SOURCE")
def drafts(source: str, form: str) -> None:
    """Ce qu’un document, file:DOCUMENT, propose : engagements, dispositifs, contacts, avec leurs lignes."""
    from droitcommun.cli import drafts as shown
    from droitcommun.cli import formats
    from droitcommun.cli.sources import path_of
    from droitcommun.usecases.drafts import drafts as use_case

    path = path_of(source)
    if path is None:
        raise _bad("source", "un document : file:DOCUMENT")
    record = use_case(path)
    if record.is_empty:
        click.echo("Ce document ne propose rien : ni engagement, ni dispositif, ni contact.", err=True)
    match form:
        case "json":
            _write(formats.as_json(record))
        case "csv":
            _write(formats.as_csv(shown.drafts_rows(record), shown.COLUMNS))
        case _:
            _write("" if record.is_empty else shown.drafts_text(record))


@droitcommun.command()
@_reading
def coverage(source: str, as_of: date | None, form: str) -> None:
    """Ce qui est annoncé, promis, suivi et mesuré, côte à côte."""
    from droitcommun.cli import formats, text
    from droitcommun.usecases.coverage import coverage as use_case

    record = use_case(_view(source, as_of))
    match form:
        case "json":
            _write(formats.as_json(record))
        case "csv":
            plain = formats.row(record)
            _write(formats.as_csv([plain], [key for key in plain if key != "origin"]))
        case _:
            _write(text.coverage_text(record))


@droitcommun.command()
@_reading
@click.option("--explain", metavar="ID", help="D’où vient chaque taux de cette mesure ou de cette fiche.")
def rates(source: str, as_of: date | None, form: str, explain: str | None) -> None:
    """Les taux calculés, et d’où ils viennent."""
    from droitcommun.cli import formats, text
    from droitcommun.usecases.explanation import explanations
    from droitcommun.usecases.rates import rates as use_case
    from droitcommun.usecases.rates import reading_sentences

    seen = _view(source, as_of)
    records = use_case(seen, explain)
    if explain is not None and not records:
        click.echo("Aucun taux à calculer : l’objectif n’a pas de chiffre.", err=True)
    match form:
        case "json":
            _write(formats.as_json(records))
        case "csv":
            _write(formats.as_csv(map(formats.row, records), formats.RATE_COLUMNS))
        case _ if explain is None:
            _write(text.rates_text(records, reading_sentences(seen)))
        case _:
            found = explanations(seen, {record.sheet for record in records})
            _write(text.explained_text(records, reading_sentences(seen), found))


@droitcommun.command()
@partial(_reading, formats=(*FORMATS, "sarif"))
@click.option("--select", metavar="CODES", help="Seulement ces règles, séparées par des virgules.")
@click.option("--all", "everything", is_flag=True, help="Aussi les règles de style, éteintes par défaut.")
@click.option("--exit-zero", is_flag=True, help="Rend 0 même si l’audit trouve des erreurs.")
def audit(
    *, source: str, as_of: date | None, form: str, select: str | None, everything: bool, exit_zero: bool
) -> None:
    """Ce qui ne tient pas : taux introuvables, sommes fausses, cellules recopiées, promesses oubliées."""
    from droitcommun.cli import formats, text
    from droitcommun.usecases.audit import audit as use_case
    from droitcommun.usecases.audit import chosen, has_errors, pointless_waivers

    codes: tuple[str, ...] = ()
    if select is not None:  # a comma at the end is no code
        codes = tuple(code.strip() for code in select.split(",") if code.strip()) or ("",)
    seen = _view(source, as_of, proposals=True)
    records = use_case(seen, codes, everything=everything)
    _say_pointless(pointless_waivers(seen))
    match form:
        case "sarif":
            from droitcommun.cli.sarif import sarif

            file = seen.dossier.contract.documents[0].file
            _write(formats.as_json(sarif(records, chosen(codes, everything=everything), file)))
        case "json":
            _write(formats.as_json(records))
        case "csv":
            _write(formats.as_csv(map(formats.row, records), formats.FINDING_COLUMNS))
        case _:
            _write(text.audit_text(records))
    if has_errors(records) and not exit_zero:
        raise click.exceptions.Exit(1)


@droitcommun.command()
@click.option(
    "--kind",
    type=click.Choice(("bilan", "fiche")),
    default="bilan",
    metavar="GENRE",
    help="bilan : tout le contrat ; fiche : une fiche de suivi officielle.",
)
@click.option(
    "--year", type=Year(1900, 9999), metavar="ANNÉE", help="L’année du bilan, ou celle que suit la fiche."
)
@click.option("--sheet", metavar="ID", help="La fiche à éditer, avec --kind fiche.")
@click.option("--as-is", is_flag=True, help="La fiche telle qu’elle est, au lieu d’une fiche à remplir.")
@click.option(
    "-o",
    "--output",
    type=NamedPath(),
    required=True,
    metavar="FICHIER",
    help="Le fichier à écrire : .pdf .docx .odt .xlsx .ods .zip ; une fiche en .pdf .docx .odt.",
)
@click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="N’emploie que ce qui était connu ce jour-là ; par défaut, le dernier jour enregistré.",
)
@click.argument("source", default=DEFAULT_SOURCE, metavar="[SOURCE]")
def report(
    *,
    kind: str,
    year: int | None,
    sheet: str | None,
    as_is: bool,
    output: str,
    as_of: date | None,
    source: str,
) -> None:
    """Le bilan du contrat, ou une fiche de suivi, dans un fichier à signer, à modifier ou à réutiliser."""
    from pathlib import Path

    from droitcommun.reports.output import write
    from droitcommun.usecases.report_files import SUFFIXES, TEXTS, report_file, sheet_file

    target = Path(output)
    suffix = target.suffix.lower()
    known = SUFFIXES if kind == "bilan" else TEXTS
    if suffix not in known:
        raise _bad("output", f"un fichier en {', '.join(known)}")
    if (sheet is None) == (kind == "fiche"):
        raise _bad("sheet", "l’identifiant d’une fiche, avec --kind fiche et avec lui seul")
    if as_is and sheet is None:
        raise _bad("as_is", "--kind fiche et --sheet ID : le bilan n’a pas de cases à remplir")
    seen = _view(source, as_of)
    if sheet is None:
        write(target, report_file(seen, suffix, year))
    else:
        write(target, sheet_file(seen, sheet, suffix, year=year, as_is=as_is))


def _bad(name: str, expected: str) -> click.BadParameter:
    """Say what an option of the current command expects."""
    context = click.get_current_context()
    param = next(param for param in context.command.params if param.name == name)
    return click.BadParameter(expected, ctx=context, param=param)


@droitcommun.command()
@click.argument("folder", metavar="DOSSIER")
def new(folder: str) -> None:
    """Écrit dans un dossier vide les fichiers d’un nouveau contrat."""
    from pathlib import Path

    from droitcommun.catalogue.scaffold import scaffold

    names = scaffold(Path(folder))
    tell(
        "".join(f"{folder}/{name}\n" for name in names),
        f"Les fichiers sont écrits dans {folder}{NBSP}; leur liste n’a pas pu l’être.",
    )
    click.echo(f"À remplir, puis : droitcommun check {folder}", err=True)


@droitcommun.command()
@click.argument("folder", metavar="DOSSIER")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Forme du résultat.")
def check(folder: str, form: str) -> None:
    """Vérifie les fichiers d’un contrat, et ce qui manque pour mesurer chaque engagement ; ou ceux d’un catalogue.

    Un catalogue de dispositifs est un dossier qui contient catalogue.toml : ses règles sont relues, et ses exemples.
    """
    from droitcommun.cli import formats, text
    from droitcommun.cli.guiding import check_schemes, is_catalogue

    if is_catalogue(folder):
        check_schemes(folder, form)
        return
    from droitcommun.usecases.audit import pointless_waivers
    from droitcommun.usecases.measurability import decided, measurability

    seen = _view(f"file:{folder}", None)
    records = measurability(seen)
    _say_pointless(pointless_waivers(seen))
    match form:
        case "json":
            _write(formats.as_json(records))
        case "csv":
            _write(formats.as_csv(map(formats.row, records), formats.MEASURABILITY_COLUMNS))
        case _:
            _write(text.measurability_text(records, decided(seen)))


@droitcommun.command()
@click.option("--unit", metavar="SERVICE", required=True, help="Le service ; all pour tous.")
@click.option(
    "--year",
    type=Year(1990, 2199),
    metavar="ANNÉE",
    help="L’année demandée ; par défaut, celle qui suit la dernière année entière.",
)
@click.option(
    "-o",
    "--output",
    type=NamedPath(),
    required=True,
    metavar="FICHIER",
    help="Un fichier .xlsx ou .ods ; avec all, un dossier.",
)
@click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="N’emploie que ce qui était connu ce jour-là ; par défaut, le dernier jour enregistré.",
)
@click.argument("source", default=DEFAULT_SOURCE, metavar="[SOURCE]")
def workbook(*, unit: str, year: int | None, output: str, as_of: date | None, source: str) -> None:
    """Le classeur qu’un service remplit : fiches préremplies, réponses vérifiées dans la cellule."""
    from pathlib import Path

    from droitcommun.reports.output import make_folder, write
    from droitcommun.usecases.workbook import EVERYONE, SUFFIXES, fill, fill_each

    target = Path(output)
    suffix = target.suffix.lower()
    to_folder = unit == EVERYONE and not suffix
    if not to_folder and suffix not in SUFFIXES:
        raise _bad("output", f"un fichier en {' ou '.join(SUFFIXES)}, ou un dossier avec --unit {EVERYONE}")
    seen = _view(source, as_of)
    if not to_folder:
        write(target, fill(seen, unit, year, suffix))
        return
    make_folder(target)
    for name, content in fill_each(seen, year):
        write(target / name, content)


@droitcommun.command()
@click.argument("name", metavar="NOM")
def schema(name: str) -> None:
    """Le schéma JSON d’une sortie, du Dossier ou d’une énumération."""
    from droitcommun.cli import formats
    from droitcommun.usecases.schemas import schema as use_case

    _write(formats.as_json(use_case(name)))


for running in (*GUIDING, *FETCHING, *LOCATING, *DESK, manifest, *COMMANDS):
    droitcommun.add_command(running)


def main() -> None:
    """Run a command; what a person can correct is said in French, without a traceback."""
    streams.take()
    try:
        code = droitcommun.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code)
    except click.exceptions.NoArgsIsHelpError as error:
        streams.fail(error.format_message(), 2)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "droitcommun"
        streams.fail(f"{explained(error)}. Voir {where} --help.", 2)
    except UserError as error:
        streams.fail(str(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except streams.UnwrittenError as error:
        streams.fail(error.message, error.exit_code)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        streams.fail(streams.no_room(error.filename), 14)


def _view(source: str, as_of: date | None, *, proposals: bool = False) -> View:
    from droitcommun.cli.sources import load

    seen = view(partial(load, proposals=proposals), source, as_of)
    if seen.by_default:
        click.echo(f"État au {day(seen.as_of)}, dernier jour enregistré (--as-of pour un autre).", err=True)
    elif seen.known.is_empty:
        click.echo(f"Aucun chiffre n’était connu au {day(seen.as_of)}.", err=True)
    if seen.dossier.proposed:
        click.echo(_proposed(seen), err=True)
    return seen


def _proposed(seen: View) -> str:
    followed = {name for sheet in seen.dossier.sheets for name in sheet.commitments}
    told = counted(len(seen.dossier.proposed), "engagement")
    return typeset(
        f"Dans ce document : {told} à confirmer, proposés d’après son texte, dont {len(followed)} qu’une fiche suit ; "
        "droitcommun drafts les montre."
    )


def _say_pointless(waivers: tuple[str, ...]) -> None:
    for name in waivers:
        told = f"Dérogation {name} : aucune règle ne porte le nom que donne « finding », elle ne sert à rien."
        click.echo(typeset(told), err=True)


def _write(text: str) -> None:
    click.echo(text, nl=False)
