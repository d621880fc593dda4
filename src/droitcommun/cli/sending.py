"""What a person is told before addresses leave the machine, and the options that let them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from droitcommun.core.french import listed, number_of, plural, typeset

if TYPE_CHECKING:
    from droitcommun.territory.geocoder import Geocoder
    from droitcommun.usecases.sending import Leaving

_ROUNDED = 1000


class GeocoderName(click.ParamType["Geocoder"]):
    """A geocoder: the national one by its name, another by its address."""

    name = "geocoder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Geocoder":
        """Read a name or an address; fails in French."""
        from droitcommun.territory.geocoder import Geocoder, geocoder_named

        if isinstance(value, Geocoder):
            return value
        try:
            return geocoder_named(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def geocoder_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what makes addresses leave the machine; nothing else does."""
    for add in (
        click.option(
            "--send-addresses",
            is_flag=True,
            help="Accepte que les adresses du fichier soient envoyées au géocodeur.",
        ),
        click.option(
            "--geocoder",
            metavar="ADRESSE",
            type=GeocoderName(),
            help="Un serveur addok à interroger au lieu d’un index, ou geoplateforme ; dit ce qui partirait.",
        ),
    ):
        command = add(command)
    return command


def tell_leaving(leaving: "Leaving", *, internal: bool) -> None:
    """Say what leaves, to whom, and how it can be seen on the way.

    The exact number is not said in a run that publishes: beside hidden counts, it would give them back.
    """
    click.echo(typeset(leaving_words(leaving, exact=internal or not leaving.confirmed)), err=True)


def leaving_words(leaving: "Leaving", *, exact: bool) -> str:
    """The same as words."""
    count = leaving.addresses
    if exact:
        many = f"{number_of(count)} adresse{plural(count)} distincte{plural(count)}"
    else:
        many = f"moins de {number_of((count // _ROUNDED + 1) * _ROUNDED)} adresses distinctes"
    columns = listed(f"« {name} »" for name in leaving.columns)
    verb = "Envoi" if leaving.confirmed else "Partiraient"
    where = f"{leaving.to}" + (" (cette machine)" if leaving.here else "")
    through = f", par le mandataire {leaving.proxy}" if leaving.proxy else ""
    said = (
        f"{verb} : {many}, le texte de {columns} tel qu’il est écrit, avec un numéro d’ordre ; aucune autre colonne. "
        f"À {where}{through}."
    )
    if leaving.readable:
        said += " Sans chiffrement (http) : qui voit le réseau peut les lire."
    return said
