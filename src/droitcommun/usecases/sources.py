"""From a SOURCE to a Dossier and the day it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from droitcommun.core.dossier import Dossier
from droitcommun.core.known import Known, known_on
from droitcommun.intake.asking import Answers
from droitcommun.intake.blocks import Blocks

# What somebody sends: a contract, or a document whose reading depends on the answers to its questions.
Sent = Dossier | Blocks

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


def load_path(path: Path, *, proposals: bool = False) -> Dossier:
    """Load a contract's folder, an archive that we exported, or a document that somebody sent.

    `proposals`: a document comes with the promises that its prose proposes. Raises as `open_path` does.
    """
    opened = open_path(path)
    if isinstance(opened, Dossier):
        return opened
    if not proposals:
        return read_with(opened, Answers({}))
    from droitcommun.intake.documents import with_prose

    return with_prose(opened)


def read_with(sent: Sent, answers: Answers) -> Dossier:
    """Read what was sent, its questions settled by answers, which are told what became of them."""
    if isinstance(sent, Dossier):
        return sent
    from droitcommun.intake.documents import understood

    return understood(sent, answers)


def open_path(path: Path) -> Sent:
    """Open a contract's folder or archive, or a document that somebody sent, whose sheets are not read yet.

    Raises UnknownNameError when nothing is there, FileRefusedError with all that is wrong in it. What it is loaded by
    is imported when it is met: the others are of no use to it.
    """
    if not _is_file(path):
        from droitcommun.catalogue.loader import load_source

        return load_source(f"file:{path}")
    if path.suffix == ".zip":
        from droitcommun.catalogue.export import load_export

        return load_export(path)
    from droitcommun.intake.containers import read_blocks

    return read_blocks(path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # too long a name, no right to look: the folder's loader says so
        return False


def view(load: Load, source: str, as_of: date | None) -> View:
    """Load a source; the day is the one given, else the latest recorded: never the machine's."""
    dossier = load(source)
    if as_of is None:
        return View(known_on(dossier, dossier.latest_recorded_day()), by_default=True)
    return View(known_on(dossier, as_of), by_default=False)
