"""What a page that writes refuses, and the status of each refusal."""

from droitcommun.core.problems import FileRefusedError, UserError
from droitcommun.web.config.databases import BusyError, FullError
from droitcommun.web.contracts import actions, uploads


class UnsignedError(UserError):
    """Nobody says who writes."""


# What a browser, or another program, is told of each refusal, beside its French sentence.
_STATUSES: tuple[tuple[type[UserError], int], ...] = (
    (uploads.TooLargeError, 413),
    (uploads.TooManyError, 503),
    (uploads.LostError, 400),
    (UnsignedError, 400),
    (FileRefusedError, 422),
    (actions.ChangedMeanwhileError, 409),
    (BusyError, 503),
    (FullError, 507),
    (UserError, 422),
)


def signed(by: object) -> str:
    """Who writes, as long as the journal keeps it; raises UnsignedError when nobody says."""
    name = str(by).strip()
    if not name:
        raise UnsignedError("Dites au nom de quel service ceci est enregistré.")
    return name[:200]


def status_of(error: UserError | None) -> int:
    """The status of an answer that shows this error, if any."""
    return next((code for kind, code in _STATUSES if isinstance(error, kind)), 200)
