"""Serve the site on this machine, say when it answers, end cleanly on SIGTERM or Ctrl-C."""

import os
import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

from granian import Granian
from granian.constants import Interfaces

from droitcommun.core.problems import UserError

ADDRESS = "127.0.0.1"

# How often to ask whether the server answers yet, in seconds.
_ASK_EVERY = 0.05


class PortTakenError(UserError):
    """Another program listens on that port."""

    exit_code = 13


def serve(port: int, ready: Callable[[str], None]) -> None:
    """Serve until told to stop; raises PortTakenError."""
    _check_free(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droitcommun.web.config.settings")
    server = Granian(
        "droitcommun.web.config.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=2,
        log_enabled=False,
    )
    server.on_startup(lambda: threading.Thread(target=_announce, args=(port, ready), daemon=True).start())
    server.serve()


def _check_free(port: int) -> None:
    """Look before the server does: it would say it in English, and share the port with its own kind."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError:
            raise PortTakenError(f"Le port {port} est réservé. Essayer --port {port + 8000}.") from None
        except OSError:
            message = f"Le port {port} est déjà pris, peut-être par une autre démonstration."
            raise PortTakenError(f"{message} Essayer --port {port + 1}.") from None


def _announce(port: int, ready: Callable[[str], None]) -> None:
    while not _answers(port):
        time.sleep(_ASK_EVERY)
    ready(f"http://{ADDRESS}:{port}/")


def _answers(port: int) -> bool:
    connection = HTTPConnection(ADDRESS, port, timeout=1)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500  # noqa: PLR2004 - a page, or an honest refusal
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
