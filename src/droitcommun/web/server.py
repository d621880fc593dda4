"""Serve the site, say when it answers, end cleanly on SIGTERM or Ctrl-C.

One process, so that whoever ends it has ended it: docs/adr/0005-the-server-of-the-demonstration.md.
"""

import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from django.conf import settings
from waitress.server import create_server

from droitcommun.core.problems import UnknownNameError, UserError

# What a request may weigh, in bytes. Beyond, the connection is closed without a word of French: where files are
# sent, what is far too heavy for us still comes in, to a temporary file, and is told.
LARGEST = 1_000_000
LARGEST_WHERE_FILES_ARE_SENT = 500_000_000


class PortTakenError(UserError):
    """Nobody may listen on that port, or another program does."""

    exit_code = 13


class UnknownHostError(UnknownNameError):
    """No address has that name."""


def ending_at_once() -> None:
    """Let SIGTERM and Ctrl-C end the process as the system does, until the site answers.

    There is nothing to end cleanly yet, and an exception raised now could be swallowed.
    """
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.SIG_DFL)


def serve(host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until told to stop.

    Raises what forbids to show the contract before it listens, PortTakenError, or UnknownHostError.
    """
    from droitcommun.web.config.wsgi import application
    from droitcommun.web.contracts.queries import current
    from droitcommun.web.guidance.desks import opened

    # What cannot be shown is told before anything answers.
    current()
    opened()
    try:
        server = create_server(
            application,
            host=host,
            port=port,
            ident=None,
            threads=4,
            max_request_body_size=LARGEST_WHERE_FILES_ARE_SENT if settings.DROITCOMMUN_IMPORTS else LARGEST,
        )
    except ValueError:  # Waitress has looked the name up
        raise UnknownHostError(
            f"--host {host} ne désigne pas une adresse de cette machine : donner la sienne, comme 127.0.0.1."
        ) from None
    except PermissionError:
        raise PortTakenError(f"Le port {port} est réservé : en choisir un autre avec --port.") from None
    except OSError:
        raise PortTakenError(
            f"Le port {port} est déjà pris, peut-être par une autre démonstration, ou n’est pas à cette machine : "
            "en choisir un autre avec --port."
        ) from None
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ready(f"http://{host}:{port}/")
    server.run()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
