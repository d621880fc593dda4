"""Click in French: what it prints of its own, and what it says when a command line is wrong."""

from inspect import cleandoc
from typing import Any

import click

from droitcommun.core.french import NBSP, typeset


class RepeatedOptionError(click.UsageError):
    """An option of which one value is admitted has several: the last would be taken for the only one."""

    def __init__(self, option: click.Option, ctx: click.Context) -> None:
        super().__init__("", ctx)
        self.option_name = option.opts[0]


class NamedPath(click.Path):
    """A file or a folder, which has a name: an empty one would be the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Keep the path; fails in French."""
        if not str(value).strip():
            self.fail("le nom d’un fichier ou d’un dossier", param, ctx)
        return super().convert(value, param, ctx)


class Command(click.Command):
    """A command whose help speaks French, and of which no option is given twice."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; raises RepeatedOptionError."""
        left = list(args)  # reading empties the list
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # else the help that is named is not this command's
            raise
        _, _, given = self.make_parser(ctx).parse_args(left)
        for option in given:
            if not isinstance(option, click.Option) or option.is_flag or option.multiple:
                continue
            if given.count(option) > 1:
                raise RepeatedOptionError(option, ctx)
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of use."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("COMMAND [ARGS]", "COMMANDE [ARGUMENTS]")
        formatter.write_usage(ctx.command_path, pieces, prefix=f"Utilisation{NBSP}: ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write what the command does; no line begins by the sign that ends a word."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(typeset(cleandoc(self.help or "")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options; what an argument is stands in the line of use."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [
            (name, typeset(text.replace("[required]", "[obligatoire]")))
            for option in options
            if (record := option.get_help_record(ctx))
            for name, text in (record,)
        ]
        with formatter.section(f"Options{NBSP}"):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Describe --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Affiche cette aide."
        return option


class Group(Command, click.Group):
    """A group whose help speaks French and lists its commands in the order of the code."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Keep the order in which commands are declared."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands, each with the whole of its sentence."""
        with formatter.section(f"Commandes{NBSP}"):
            formatter.write_dl(
                [(name, typeset(cleandoc(command.help or ""))) for name, command in self.commands.items()]
            )


def explained(error: click.UsageError) -> str:
    """Say in French what is wrong with a command line."""
    match error:
        case click.NoSuchOption():
            return f"Option inconnue{NBSP}: {error.option_name}"
        case RepeatedOptionError():
            return f"{error.option_name} est donnée plusieurs fois{NBSP}; n’en garder qu’une"
        case click.exceptions.NoSuchCommand():
            return f"Commande inconnue{NBSP}: {error.command_name}"
        case click.MissingParameter() if error.param is not None:
            metavar = error.param.make_metavar(error.ctx or click.Context(click.Command(None)))
            option = f"{error.param.opts[0]} " if isinstance(error.param, click.Option) else ""
            return f"Il manque {option}{metavar}"
        case click.BadParameter() if error.param is not None:
            name = error.param.opts[0]
            if isinstance(error.param, click.Argument):
                name = error.param.metavar or name
            return f"{name} attend {_expected(error.param.type, error.message)}"
        case click.BadOptionUsage() if "does not take" in error.message:
            return f"{error.option_name} n’attend pas de valeur"
        case click.BadOptionUsage():
            return f"{error.option_name} attend une valeur"
        case _:
            return "Argument en trop"


def _expected(kind: click.ParamType[Any], message: str) -> str:
    match kind:
        case click.Choice():
            return f"l’un de {', '.join(kind.choices)}"
        case click.IntRange():
            return f"un nombre entier de {kind.min} à {kind.max}"
        case _:
            return message
