"""From a SOURCE to a Dossier and the day it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import Known, known_on

# The port: whoever calls a use case says how a source is loaded.
Load = Callable[[str], Dossier]

DEFAULT_SOURCE = "catalogue:paris-2015-2020"


@dataclass(frozen=True, slots=True)
class View:
    """A Dossier looked at on a day. `by_default`: nobody named the day, it is the latest one recorded."""

    known: Known
    by_default: bool

    @property
    def dossier(self) -> Dossier:
        """What is looked at."""
        return self.known.dossier

    @property
    def as_of(self) -> date:
        """The day."""
        return self.known.as_of


def view(load: Load, source: str, as_of: date | None) -> View:
    """Load a source; the day is the one given, else the latest recorded: never the machine's."""
    dossier = load(source)
    if as_of is None:
        return View(known_on(dossier, dossier.latest_recorded_day()), by_default=True)
    return View(known_on(dossier, as_of), by_default=False)
