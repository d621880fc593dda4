"""The command of the desk: a page on this machine in which a file becomes a share."""

import os
import webbrowser
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from droitcommun.cli.french import Command
from droitcommun.cli.locating import quiet_failures
from droitcommun.cli.placing_options import RULES, Figure, place_options
from droitcommun.cli.running import Port, now
from droitcommun.core.french import NBSP, counted, typeset

if TYPE_CHECKING:
    from droitcommun.usecases.publications import Register

_MINUTE = 60
_MEGABYTE = 1_000_000


@click.command(cls=Command)
@place_options
@click.option(
    "--secrecy",
    type=click.Choice(RULES),
    default="general",
    help="La règle de secret de la source ; general par défaut.",
)
@click.option("--port", type=Port(1, 65535), metavar="PORT", default=8010, help="Le port, 8010 par défaut.")
@click.option(
    "--idle",
    type=Figure(1440, "un nombre de minutes de 0,05 à 1440"),
    default="15",
    metavar="MINUTES",
    help="Finit après tant de minutes sans visite ; 15 par défaut.",
)
@click.option(
    "--largest",
    type=click.IntRange(1, 4000),
    metavar="MO",
    default=200,
    help="Ce qu’un fichier peut peser, en mégaoctets ; 200 par défaut. Il tient en mémoire.",
)
@click.option("--no-browser", is_flag=True, help="N’ouvre pas le navigateur : affiche l’adresse.")
def desk(
    *,
    perimeters: Path,
    vintage: str,
    index: Path | None,
    kind: str,
    precision: Decimal,
    crs: str | None,
    secrecy: str,
    secret: Path | None,
    processes: int | None,
    port: int,
    idle: Decimal,
    largest: int,
    no_browser: bool,
) -> None:
    """Une page, sur cette machine seulement, où un fichier devient une part ; Ctrl-C pour finir."""
    from droitcommun.cli.site import instance
    from droitcommun.territory.index.opened import AddressIndex
    from droitcommun.territory.perimeters import Kind
    from droitcommun.territory.secrecy_rules import RuleName, rule_named
    from droitcommun.usecases.counting import perimeters_of
    from droitcommun.usecases.locate_settings import Settings

    quiet_failures()
    settings = Settings(
        perimeters=perimeters,
        index=index,
        vintage=vintage,
        kind=Kind(kind),
        precision=precision,
        crs=crs,
        secrecy=rule_named(RuleName(secrecy)).secrecy,
    )
    drawn = perimeters_of(settings)  # what cannot be read is told before anything is opened
    if index is not None:
        AddressIndex(index)
    minutes = max(idle, Decimal("0.05"))

    def ready(address: str) -> None:
        click.echo(typeset(f"Bureau : {address}"))
        click.echo(
            typeset(
                "Cette adresse ne sert qu’une fois et n’est que pour vous. Rien n’est gardé. Ctrl-C pour finir ; "
                f"sans visite, fin après {counted(max(1, round(minutes)), 'minute')}."
            ),
            err=True,
        )
        if not no_browser:
            webbrowser.open(address)

    instance.desk(
        port=port,
        base=settings,
        perimeters=drawn,
        register=lambda: _register(secret),
        processes=processes or os.cpu_count() or 1,
        largest=largest * _MEGABYTE,
        idle=float(minutes) * _MINUTE,
        ready=ready,
        ended=lambda: click.echo(f"Plus de visite{NBSP}: le bureau est fermé, tout est oublié.", err=True),
    )


def _register(secret: Path | None) -> "Register":
    from droitcommun.territory.service_secret import default_place
    from droitcommun.usecases.publications import register_of

    register, begun = register_of(secret or default_place(), now().date())
    if begun:
        click.echo(
            typeset(
                f"Un secret du service et un registre de ses publications sont créés : {register.ledger.name}."
            ),
            err=True,
        )
    return register


COMMANDS: tuple[click.Command, ...] = (desk,)
