"""The command of a manifest: its seal, what it says, the run that it comes from, the measure that it is a result of."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from droitcommun.cli.french import Command
from droitcommun.cli.locating import bad, quiet_failures
from droitcommun.cli.placing_options import FILE, OF_THE_SERVICE
from droitcommun.cli.running import agreed, apply_option, by_option, now
from droitcommun.core.problems import UserError

if TYPE_CHECKING:
    from droitcommun.core.periods import Period


class Periods(click.ParamType["Period"]):
    """A period, as 2015, 2016-04 or 2015-09-01/2016-08-31."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Period":
        """Read a period; fails in French."""
        from droitcommun.core.periods import Period

        try:
            return Period.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(cls=Command)
@click.argument("file", metavar="MANIFESTE", type=FILE)
@click.option("--replay", metavar="FICHIER", type=FILE, help="Refait l’exécution sur le fichier d’origine.")
@click.option("--perimeters", metavar="FICHIER", type=FILE, help="Les périmètres d’origine, avec --replay.")
@click.option("--index", metavar="FICHIER", type=FILE, help="L’index d’origine, avec --replay.")
@click.option(
    "--beside", metavar="FICHIER", type=FILE, help="Les périmètres d’à côté, s’il y en avait, avec --replay."
)
@click.option("--secret", metavar="FICHIER", type=FILE, help=OF_THE_SERVICE)
@click.option(
    "--attach", metavar="MESURE", help="Rattache la part au résultat de cette mesure, avec --contract."
)
@click.option("--contract", metavar="db:ID", help="Le contrat de la base qui la reçoit, avec --attach.")
@click.option(
    "--period", type=Periods(), metavar="PÉRIODE", help="La période comptée, si le manifeste ne la dit pas."
)
@click.option(
    "--perimeter", metavar="ID", help="Le périmètre du contrat qui est compté, s’il n’est pas en QPV."
)
@apply_option
@by_option
def manifest(
    *,
    file: Path,
    replay: Path | None,
    perimeters: Path | None,
    index: Path | None,
    beside: Path | None,
    secret: Path | None,
    attach: str | None,
    contract: str | None,
    period: "Period | None",
    perimeter: str | None,
    told: bool,
    by: str,
) -> None:
    """Vérifie le sceau d’un manifeste, montre ce qu’il dit, refait l’exécution dont il vient, ou le rattache."""
    from droitcommun.cli.locating_text import located_text
    from droitcommun.cli.progress import Progress
    from droitcommun.territory.service_secret import default_place, read_secret
    from droitcommun.usecases.locating import Telling
    from droitcommun.usecases.manifests import is_own, read_manifest
    from droitcommun.usecases.replaying import replay as use_case

    quiet_failures()
    if attach is not None or contract is not None:
        if attach is None or contract is None or not contract.startswith("db:"):
            raise bad("contract", "un contrat de la base, db:ID, et une mesure, avec --attach")
        _attach(file, attach, contract.removeprefix("db:"), period, perimeter, told=told, by=by)
        return
    for name, given in (("apply", told), ("period", period), ("perimeter", perimeter)):
        if given:
            raise bad("told" if name == "apply" else name, "une mesure, avec --attach")
    if replay is not None and perimeters is None:
        raise bad("perimeters", "les périmètres d’origine, avec --replay")
    found = read_manifest(file)
    key = read_secret(secret or default_place())
    own = key is not None and is_own(found, key)
    click.echo("Sceau intact" + (", fait par ce service." if own else "."), err=True)
    if replay is not None and perimeters is not None:
        if key is None:
            raise UserError("Rejouer demande le secret du service : --secret FICHIER.")
        telling = Telling(progress=Progress())
        processes = os.cpu_count() or 1
        use_case(
            found,
            replay,
            perimeters=perimeters,
            index=index,
            beside=beside,
            secret=key,
            processes=processes,
            telling=telling,
        )
        click.echo("Rejoué : mêmes lignes, mêmes comptes, même part.", err=True)
    click.echo(located_text(found.result), nl=False)


def _attach(
    file: Path,
    measure: str,
    contract: str,
    period: "Period | None",
    perimeter: str | None,
    *,
    told: bool,
    by: str,
) -> None:
    from droitcommun.cli.differences import attachment_text
    from droitcommun.cli.site import instance
    from droitcommun.usecases.attaching import attach
    from droitcommun.usecases.manifests import content_of

    at = now()
    held = instance.load(contract)
    found = attach(
        held,
        content_of(file),
        measure,
        file=file.name,
        on=at.date(),
        period=period,
        perimeter=perimeter,
    )
    click.echo(attachment_text(found.record), nl=False)
    if not found.writes or not agreed(told=told):
        return
    instance.attach(held=held, found=found, by=by, at=at)
    click.echo("Enregistré.", err=True)
