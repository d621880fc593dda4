"""Options that say on which files a run rests, and how they are drawn: shared by the command and the desk."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from droitcommun.cli.french import NamedPath

# Tokens of the stable interface; a test compares them with the enumerations, which are not loaded for --help.
RULES = ("general", "caf", "firms")
KINDS = (
    "qpv",
    "veille-active",
    "proximite-immediate",
    "arrondissement",
    "rep",
    "zus",
    "zsp",
    "quartier-vecu",
    "autre",
)
FILE = NamedPath(path_type=Path)
OF_THE_SERVICE = "Le secret du service ; par défaut, dans ses réglages."


class Figure(click.ParamType[Decimal]):
    """A number from 0 to a most, with a point or a comma."""

    name = "figure"

    def __init__(self, most: int, words: str) -> None:
        self._most = most
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read a number; fails in French."""
        try:
            number = Decimal(str(value).replace(",", ".").strip().rstrip("%").strip())
        except InvalidOperation:
            self.fail(self._words, param, ctx)
        if not (number.is_finite() and 0 <= number <= self._most and -number.as_tuple().exponent <= 4):  # type: ignore[operator]  # noqa: PLR2004
            self.fail(self._words, param, ctx)
        return number


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add perimeters, how they are drawn and of which list, an index, a secret, how many processes."""
    for add in (
        click.option(
            "--precision",
            type=Figure(100, "un nombre de mètres de 0 à 100"),
            default="5",
            metavar="MÈTRES",
            help="À combien près les périmètres sont dessinés ; 5 par défaut, 25 s’ils sont simplifiés.",
        ),
        click.option(
            "--kind",
            type=click.Choice(KINDS),
            default="qpv",
            metavar="GENRE",
            help=f"Ce que sont les périmètres ; qpv par défaut. L’un de : {', '.join(KINDS)}.",
        ),
        click.option(
            "--vintage",
            required=True,
            metavar="MILLÉSIME",
            help="La liste légale : 2014 ou 2024 pour les QPV.",
        ),
        click.option(
            "--crs",
            metavar="SYSTÈME",
            help="Le système de coordonnées des périmètres, s’ils n’en nomment aucun.",
        ),
        click.option(
            "--perimeters",
            required=True,
            metavar="FICHIER",
            type=FILE,
            help="Les périmètres : .geojson .parquet .gpkg .shp",
        ),
        click.option("--index", metavar="FICHIER", type=FILE, help="L’index d’adresses, pour des adresses."),
        click.option(
            "--processes",
            type=click.IntRange(1, 64),
            metavar="NOMBRE",
            help="Combien de processus ; par défaut, un par processeur.",
        ),
        click.option("--secret", metavar="FICHIER", type=FILE, help=OF_THE_SERVICE),
    ):
        command = add(command)
    return command
