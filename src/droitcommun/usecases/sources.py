"""From a SOURCE to a Dossier and the day it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from droitcommun.core.dossier import Dossier

# The port: whoever calls a use case says how a source is loaded.
Load = Callable[[str], Dossier]

DEFAULT_SOURCE = "catalogue:paris-2015-2020"


@dataclass(frozen=True, slots=True)
class View:
    """A Dossier looked at on a day. `by_default`: nobody named the day, it is the latest one recorded."""

    dossier: Dossier
    as_of: date
    by_default: bool


def view(load: Load, source: str, as_of: date | None) -> View:
    """Load a source; the day is the one given, else the latest recorded: never the machine's."""
    dossier = load(source)
    if as_of is None:
        return View(dossier, dossier.latest_recorded_day(), by_default=True)
    return View(dossier, as_of, by_default=False)
