"""A day on the command line."""

from datetime import date
from typing import Any

import click

from droitcommun.core.periods import parse_day


class Day(click.ParamType[date]):
    """A day, as 2016-05-23."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; fails in French."""
        try:
            return parse_day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
