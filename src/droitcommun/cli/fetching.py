"""The command that brings official open data to this machine; it asks their producers, or a mirror."""

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from droitcommun.cli.french import Command, NamedPath
from droitcommun.cli.running import tell
from droitcommun.core.french import NBSP, day, number_of, typeset, weight

if TYPE_CHECKING:
    from droitcommun.usecases.fetching import Fetched

FOLDER = "donnees"

# Seconds between two lines of progress: a terminal writes over the last one, a log does not.
_EVERY_AT_A_TERMINAL = 0.5
_EVERY_IN_A_LOG = 10.0


class WebAddress(click.ParamType[str]):
    """The address of a server."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read an address; fails in French."""
        from droitcommun.territory.network import web_address

        try:
            return web_address(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(cls=Command)
@click.argument("names", nargs=-1, metavar="NOM…")
@click.option("--list", "listed", is_flag=True, help="Montre les noms.")
@click.option(
    "-o",
    "--output",
    "folder",
    default=FOLDER,
    metavar="DOSSIER",
    type=NamedPath(path_type=Path),
    help=f"Où les mettre ; par défaut, le dossier {FOLDER}.",
)
@click.option(
    "--base",
    metavar="ADRESSE",
    type=WebAddress(),
    envvar="DROITCOMMUN_MIRROR",
    help="Un miroir, qui a les chemins des producteurs ; ou DROITCOMMUN_MIRROR.",
)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="Forme du résultat."
)
def fetch(*, names: tuple[str, ...], listed: bool, folder: Path, base: str | None, form: str) -> None:
    """Télécharge des données ouvertes officielles, avec leur date et leur empreinte : ban-75, qpv-2014, qpv-2024.

    ban-DD est la Base Adresse Nationale d’un département, pour droitcommun index ; qpv-2014 et qpv-2024 sont des
    périmètres, pour droitcommun locate. Ce qui est déjà là et n’a pas changé n’est pas repris ; ce qui a été coupé
    reprend où il en était.
    """
    from droitcommun.catalogue.open_data import listed_open_data, open_data_named
    from droitcommun.usecases.fetching import fetch as use_case

    if listed:
        click.echo("".join(typeset(f"{name:10}{title}\n") for name, title in listed_open_data()), nl=False)
        return
    context = click.get_current_context()
    if not names:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    for name in names:  # a name that is wrong is told before the first byte
        open_data_named(name)
    done = []
    for name in dict.fromkeys(names):
        with _Progress(name) as progress:
            found = use_case(name, folder, base=base, told=progress)
        done.append(found)
        click.echo(typeset(_said(found)), err=True)
        if form == "text":
            tell(f"{found.path}\n", f"{name} est là{NBSP}; son nom n’a pas pu être écrit.")
    if form == "json":
        from droitcommun.cli.formats import as_json

        tell(as_json(tuple(one.record for one in done)), "Tout est là ; le résultat n’a pas pu être écrit.")


def _said(found: "Fetched") -> str:
    from datetime import datetime

    record = found.record
    dated = "" if record.modified is None else f" du {day(datetime.fromisoformat(record.modified).date())}"
    if found.unchanged:
        return f"{record.name} : déjà là, inchangé{dated}."
    licence = f"{record.producer}, {record.licence}"
    return f"{record.name} : {weight(record.size)}{dated}, {licence}. SHA-256 {record.sha256}"


class _Progress:
    """Tells a person how much of a file is there."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._every = _EVERY_AT_A_TERMINAL if self._terminal else _EVERY_IN_A_LOG
        self._begun: int | None = None
        self._start = self._last = monotonic()
        self._open = False

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            click.echo("", err=True)

    def __call__(self, there: int, whole: int | None) -> None:
        """Hear how many bytes are there, and of how many."""
        now = monotonic()
        if self._begun is None and there:
            click.echo(
                typeset(f"{self._name} : {weight(there)} déjà reçus, la suite est demandée."), err=True
            )
        if self._begun is None or there < self._begun:  # begun again
            self._begun, self._start = there, now
        if now - self._last < self._every:
            return
        self._last = now
        of = "" if whole is None else f" sur {weight(whole)}"
        rate = (there - self._begun) / max(now - self._start, 0.001)
        left = (
            f", reste environ {number_of(round((whole - there) / rate) or 1)}{NBSP}s"
            if whole and rate
            else ""
        )
        said = typeset(f"{self._name} : {weight(there)}{of}{left}")
        click.echo(f"\r{said:<70}" if self._terminal else said, err=True, nl=not self._terminal)
        self._open = self._terminal


COMMANDS: tuple[click.Command, ...] = (fetch,)
