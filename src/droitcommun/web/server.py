"""Serve the site on this machine, say when it answers, end cleanly on SIGTERM or Ctrl-C.

One process, so that whoever ends it has ended it: docs/adr/0005-the-server-of-the-demonstration.md.
"""

import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import django
from waitress.server import create_server

from droitcommun.core.problems import UserError

ADDRESS = "127.0.0.1"


class PortTakenError(UserError):
    """Nobody may listen on that port, or another program does."""

    exit_code = 13


def serve(port: int, ready: Callable[[str], None]) -> None:
    """Serve until told to stop; raises FileRefusedError before it listens, or PortTakenError."""
    # Until it listens there is nothing to end cleanly, and an exception raised now could be swallowed.
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.SIG_DFL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droitcommun.web.config.settings")
    django.setup()
    from droitcommun.web.config.wsgi import application
    from droitcommun.web.contracts.queries import current

    current()  # a catalogue that is refused is told before anything answers
    try:
        server = create_server(application, host=ADDRESS, port=port, ident=None, threads=4)
    except PermissionError:
        raise PortTakenError(f"Le port {port} est réservé : en choisir un autre avec --port.") from None
    except OSError:
        raise PortTakenError(
            f"Le port {port} est déjà pris, peut-être par une autre démonstration : "
            "en choisir un autre avec --port."
        ) from None
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ready(f"http://{ADDRESS}:{port}/")
    server.run()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
