"""The options of `locate` that tell rows apart: by the values of columns, towards other perimeters too."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from droitcommun.cli.french import NamedPath

if TYPE_CHECKING:
    from droitcommun.territory.breakdowns import Breakdown
    from droitcommun.usecases.locate_settings import Beside


class BreakdownName(click.ParamType["Breakdown"]):
    """A column and its values: « sexe=F,H »."""

    name = "breakdown"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Breakdown":
        """Read a column and its values; fails in French."""
        from droitcommun.territory.breakdowns import parse_breakdown

        try:
            return parse_breakdown(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def telling_apart_options(kinds: tuple[str, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options; `kinds` are what perimeters may be."""

    def added(command: Callable[..., None]) -> Callable[..., None]:
        for add in (
            click.option(
                "--beside-kind",
                type=click.Choice(kinds),
                metavar="GENRE",
                help="Ce que sont les périmètres de --beside ; par défaut, ceux de --kind.",
            ),
            click.option(
                "--beside-vintage", metavar="MILLÉSIME", help="La liste légale des périmètres de --beside."
            ),
            click.option(
                "--beside",
                metavar="FICHIER",
                type=NamedPath(path_type=Path),
                help="D’autres périmètres, à côté des premiers : le millésime d’avant, une autre liste.",
            ),
            click.option(
                "--by",
                multiple=True,
                type=BreakdownName(),
                metavar="COLONNE=VALEURS",
                help="Compte aussi par les valeurs d’une colonne : --by sexe=F,H ; les autres ensemble.",
            ),
        ):
            command = add(command)
        return command

    return added


def beside_of(path: Path | None, vintage: str | None, kind: str | None, main_kind: str) -> "Beside | None":
    """The other perimeters that are asked for, if any; fails in French."""
    from droitcommun.cli.locating import bad
    from droitcommun.territory.perimeters import Kind
    from droitcommun.usecases.locate_settings import Beside

    if path is None:
        if vintage is not None or kind is not None:
            raise bad("beside", "un fichier de périmètres, que --beside-vintage ou --beside-kind précise")
        return None
    if vintage is None:
        raise bad("beside_vintage", "le millésime des périmètres de --beside")
    return Beside(perimeters=path, vintage=vintage, kind=Kind(kind or main_kind))


def check_by(by: "tuple[Breakdown, ...]", *, internal: bool) -> None:
    """Fail in French when what is published would take its labels from the file, or a column comes twice."""
    from droitcommun.cli.locating import bad
    from droitcommun.territory.words import folded

    if len({folded(one.column) for one in by}) < len(by):
        raise bad("by", "des colonnes différentes")
    if not internal and any(not one.values for one in by):
        raise bad(
            "by",
            "les valeurs à distinguer, comme sexe=F,H : ce qui est publié ne nomme que celles-là ; "
            "avec --internal, celles du fichier",
        )
