"""The commands that run an instance: its site, its database, its backups."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from droitcommun.cli.french import Command, NamedPath
from droitcommun.cli.streams import UnwrittenError
from droitcommun.core.french import NBSP, counted
from droitcommun.core.problems import FileRefusedError, Problem, UserError
from droitcommun.usecases.sources import DEFAULT_SOURCE


class Port(click.IntRange):
    """A port; its help does not repeat the range, which the message gives."""

    def _describe_range(self) -> str:
        return ""


class Author(click.ParamType[str]):
    """Who writes, as the journal keeps it."""

    name = "author"
    longest = 200  # characters: what the journal holds

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a name; fails in French."""
        name = str(value).strip()
        if not name or len(name) > self.longest or not name.isprintable():
            self.fail(f"un service ou une fonction, de 1 à {self.longest} caractères", param, ctx)
        return name


class Host(click.ParamType[str]):
    """Where the site listens: an empty one would be everywhere."""

    name = "host"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read an address or a name; fails in French."""
        host = str(value).strip()
        if not host:
            self.fail("une adresse de cette machine, comme 127.0.0.1", param, ctx)
        return host


class NotAppliedError(UserError):
    """There is something to write that may not be written."""

    exit_code = 23


_port = click.option(
    "--port", type=Port(1, 65535), metavar="PORT", default=8000, help="Le port, 8000 par défaut."
)
apply_option = click.option(
    "--apply", "told", is_flag=True, help="Enregistre ; sans cela, montre seulement la différence."
)
by_option = click.option(
    "--by",
    metavar="QUI",
    type=Author(),
    default="ligne de commande",
    help="Qui écrit : un service ou une fonction, que le journal gardera.",
)


@click.command(cls=Command)
@_port
@click.argument("source", default=DEFAULT_SOURCE, metavar="[SOURCE]")
def demo(port: int, source: str) -> None:
    """Un contrat, celui de Paris par défaut, sur http://127.0.0.1:PORT ; Ctrl-C pour finir."""
    from droitcommun.cli.site import instance
    from droitcommun.cli.sources import load as load_source

    instance.demo(lambda: load_source(source), port, now(), _ready)


@click.command(cls=Command)
@click.option(
    "--host",
    type=Host(),
    metavar="HÔTE",
    default="127.0.0.1",
    help="L’adresse d’écoute, 127.0.0.1 par défaut.",
)
@_port
def serve(host: str, port: int) -> None:
    """Sert le site d’une instance, sur la base de DROITCOMMUN_DATABASE."""
    from droitcommun.cli.site import instance

    instance.serve(host, port, _ready)


@click.command(cls=Command)
def migrate() -> None:
    """Prépare la base de l’instance, ou l’amène à cette version."""
    from droitcommun.cli.site import instance

    done: list[str] = []
    instance.migrate(done.append)
    tell(
        "".join(f"{name}\n" for name in done),
        f"La base est à jour{NBSP}; la liste des étapes n’a pas pu être écrite.",
    )
    click.echo("La base est à jour." if done else "La base était à jour, rien n’a changé.", err=True)


@click.command(cls=Command)
@click.argument("source", default=DEFAULT_SOURCE, metavar="[SOURCE]")
@apply_option
@by_option
def load(source: str, *, told: bool, by: str) -> None:
    """Met un contrat dans la base, ou ce qui a changé dans sa source."""
    from droitcommun.cli.differences import difference_text
    from droitcommun.cli.site import instance
    from droitcommun.cli.sources import load as load_source

    at = now()
    dossier = load_source(source)
    before, after = instance.difference(dossier, at)
    click.echo(difference_text(after), nl=False)
    if not after.changes:
        return
    if after.after is None:
        raise NotAppliedError(
            "La source et la base ont corrigé le même chiffre, chacune à sa façon : rien ne peut être enregistré."
        )
    if not after.writes or not agreed(told=told):
        return
    instance.apply(before=before, after=after, kind="contract-loaded", by=by, at=at)
    click.echo("Enregistré.", err=True)


@click.command(cls=Command, name="import-sheets")
@click.argument("files", nargs=-1, required=True, metavar="FICHIER…", type=NamedPath())
@click.option("--into", metavar="ID", default="paris-2015-2020", help="Le contrat de la base qui les reçoit.")
@click.option(
    "--answers",
    metavar="FICHIER",
    type=NamedPath(path_type=Path),
    help="Les réponses aux questions, en JSON.",
)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="Forme du résultat."
)
@click.option(
    "--copies",
    metavar="DOSSIER",
    type=NamedPath(path_type=Path),
    help="Où écrire une copie de chaque classeur à corriger, avec ses problèmes à côté des cellules.",
)
@apply_option
@by_option
def import_sheets(
    *,
    files: tuple[str, ...],
    into: str,
    answers: Path | None,
    form: str,
    copies: Path | None,
    told: bool,
    by: str,
) -> None:
    """Lit des fiches dans des documents, montre ce qu’elles changent, et l’ajoute à un contrat."""
    from droitcommun.cli.differences import import_text
    from droitcommun.cli.formats import as_json
    from droitcommun.cli.site import instance
    from droitcommun.usecases.importing import import_files, read_answers

    at = now()
    given = read_answers(answers) if answers else {}
    held = instance.load(into)
    try:
        found = import_files(held, map(Path, files), given, at.date(), named=answers.name if answers else "")
    except FileRefusedError as refused:
        if copies is not None:
            _write_copies(copies, map(Path, files), refused.problems)
        raise
    click.echo(as_json(found.record) if form == "json" else import_text(found.record), nl=False)
    if found.record.questions:
        left = counted(len(found.record.questions), "question")
        click.echo(f"{left} sans réponse{NBSP}: ce qui en dépend n’est pas repris.", err=True)
    if not found.writes or not agreed(told=told):
        return
    instance.apply_import(held=held, found=found, by=by, at=at)
    click.echo("Enregistré.", err=True)


@click.command(cls=Command)
@click.option(
    "-o", "--output", metavar="FICHIER", required=True, type=NamedPath(path_type=Path), help="Où l’écrire."
)
def backup(output: Path) -> None:
    """Écrit dans une archive tout ce que la base contient ; le site peut continuer."""
    from droitcommun.cli.site import instance

    _fingerprints(instance.backup(output), "L’archive est écrite")


@click.command(cls=Command)
@click.argument("file", metavar="FICHIER", type=NamedPath(path_type=Path))
@click.option("--replace", is_flag=True, help="Remplace tout ce que la base contient déjà.")
@by_option
def restore(file: Path, *, replace: bool, by: str) -> None:
    """Remplit une base vide depuis une archive, et vérifie les empreintes."""
    from droitcommun.cli.site import instance

    restored = instance.restore(file, replace=replace, by=by, at=now())
    _fingerprints(restored, "La base est restaurée")
    click.echo("Restauré : chaque contrat relu dans la base a l’empreinte de l’archive.", err=True)


def _write_copies(folder: Path, files: Iterable[Path], problems: list[Problem]) -> None:
    """Write a copy of each workbook that has problems, each beside its cell; nothing typed is lost."""
    from droitcommun.reports.output import make_folder, write
    from droitcommun.usecases.workbook import annotated

    for file in files:
        own = tuple(problem for problem in problems if problem.place.file == file.name and problem.place.tab)
        if own:
            make_folder(folder)
            copy = folder / f"{file.stem}-a-corriger{file.suffix}"
            write(copy, annotated(file, own))
            click.echo(f"Copie à corriger{NBSP}: {copy}", err=True)


COMMANDS: tuple[click.Command, ...] = (demo, serve, migrate, load, import_sheets, backup, restore)


def agreed(*, told: bool) -> bool:
    """Say whether to write: told to, or answered yes at a terminal; otherwise says how to."""
    if told:
        return True
    if sys.stdin is not None and sys.stdin.isatty():
        answer: Any = click.prompt("Appliquer ? [o/N]", default="", show_default=False, err=True)
        if str(answer).strip().lower() in {"o", "oui"}:
            return True
        click.echo("Rien n’est enregistré.", err=True)
    else:
        click.echo(f"Rien n’est enregistré{NBSP}; ajoutez --apply.", err=True)
    return False


def tell(result: str, otherwise: str) -> None:
    """Write the result of what is done already; when it cannot be written, say on stderr that it is done."""
    try:
        click.echo(result, nl=False)
    except UnwrittenError:
        with suppress(UnwrittenError):  # what raises is told, or its code is
            click.echo(otherwise, err=True)
        raise


def _ready(address: str) -> None:
    click.echo(f"Prêt : {address}")


def now() -> datetime:
    """This moment: what is written says when."""
    return datetime.now(UTC)


def _fingerprints(found: tuple[tuple[str, str], ...], done: str) -> None:
    listed = "".join(f"{sha256}  {key}\n" for key, sha256 in found)
    tell(listed, f"{done}{NBSP}; la liste des empreintes n’a pas pu être écrite.")
    click.echo(f"{counted(len(found), 'contrat')}.", err=True)
