"""What the desk holds, in memory and for one person: a file, how it is read, its count, its result. Then nothing."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock, Thread
from time import monotonic

from droitcommun.core.problems import UserError, places_of
from droitcommun.territory.columns import Chosen, Column
from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.tables import Content
from droitcommun.usecases.locate_records import LocateRecord
from droitcommun.usecases.locate_settings import Settings
from droitcommun.usecases.locating import Located, Telling, locate_file
from droitcommun.usecases.manifests import sealed
from droitcommun.usecases.publications import Register


class State(StrEnum):
    """How far a file is."""

    READ = "read"  # its columns are shown, nothing is counted yet
    COUNTING = "counting"
    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"


class StoppedError(Exception):
    """A person stopped the count."""


@dataclass(slots=True)
class Work:
    """One file. `part` is how much of it is counted, 0 to 1; `refusal` what a person is told instead of a result.

    `manifest` is what may be handed over, when the counts were published.
    """

    file: Content
    columns: tuple[str, ...]
    chosen: Chosen
    settings: Settings
    state: State = State.READ
    rows: int = 0
    part: float = 0.0
    refusal: str = ""
    notes: tuple[str, ...] = ()
    result: LocateRecord | None = None
    manifest: bytes | None = None
    stopping: bool = False


@dataclass(slots=True)
class Desk:
    """One run of the desk: what it counts with, who may come in, and the one file that it holds.

    `base` are the settings that the command was given, `register` opens the secret and the ledger of the service.
    `token` opens the page once; `key` is then the cookie's.
    """

    port: int
    base: Settings
    perimeters: Perimeters
    register: Callable[[], Register]
    processes: int
    largest: int  # bytes that a file may weigh
    idle: float  # seconds without a request after which it ends
    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    work: Work | None = None
    seen: float = field(default_factory=monotonic)
    lock: Lock = field(default_factory=Lock)

    @property
    def counting(self) -> bool:
        """Whether a count is going on."""
        return self.work is not None and self.work.state is State.COUNTING

    def start(self, work: Work, settings: Settings) -> None:
        """Begin to count, in a thread of its own; nothing when a count is going on."""
        with self.lock:
            if self.counting or work is not self.work:
                return
            work.settings, work.state = settings, State.COUNTING
            work.rows, work.part, work.stopping = 0, 0.0, False
            work.result, work.manifest, work.refusal = None, None, ""
        Thread(target=self._count, args=(work,), daemon=True).start()

    def _count(self, work: Work) -> None:
        def progress(rows: int, part: float) -> None:
            if work.stopping:
                raise StoppedError
            work.rows, work.part = rows, part

        settings = work.settings
        try:
            register = None if settings.secrecy is None else self.register()
            done: Located = locate_file(
                work.file,
                settings,
                register=register,
                processes=self.processes,
                telling=Telling(progress=progress),
            )
            made = None if register is None else sealed(done.record, register.secret)
        except StoppedError:
            work.state = State.STOPPED
        except UserError as error:
            work.refusal, work.state = str(error), State.REFUSED
        except BaseException as error:
            work.refusal = f"Erreur du programme ({type(error).__name__}) : {places_of(error.__traceback__)}"
            work.state = State.REFUSED
        else:
            work.notes, work.result, work.manifest = done.notes, done.record, made
            work.state = State.DONE

    def forget(self) -> None:
        """Let go of the file and of all that was made of it; a count that is going on stops."""
        with self.lock:
            if self.work is not None:
                self.work.stopping = True
            self.work = None


def settings_of(base: Settings, columns: Mapping[Column, str], *, publish: bool, **given: object) -> Settings:
    """The settings of a count: those of the command, with what the page was told."""
    secrecy = base.secrecy if publish else None
    return replace(base, columns=columns, secrecy=secrecy, **given)  # type: ignore[arg-type]


# The desk of this process: set before the first request.
_held: list[Desk] = []


def hold(desk: Desk) -> None:
    """Make this the desk of the process."""
    _held[:] = [desk]


def held() -> Desk:
    """The desk of the process."""
    return _held[0]
