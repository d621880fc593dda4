"""Run the desk: listen on this machine, say where, end when asked to or when nobody comes any more."""

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from time import monotonic, sleep
from types import FrameType
from typing import Any, NoReturn

from waitress.server import create_server

from droitcommun.web.desk.door import AROUND, OPENING
from droitcommun.web.desk.work import Desk, hold
from droitcommun.web.server import PortTakenError

# How many times what a request may weigh comes in, to be refused in French; what is heavier is cut off by the server.
_MORE = 2
_LOOKED_AT_EVERY = 0.5  # seconds


def run(desk: Desk, ready: Callable[[str], None], idle: Callable[[], None]) -> None:
    """Serve until told to stop, or until nobody came for as long as the desk waits.

    `ready` hears the address that opens the page, `idle` that nobody came. PortTakenError: see there.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "droitcommun.web.desk.settings"
    import django
    from django.core.wsgi import get_wsgi_application

    django.setup()
    logging.disable(logging.CRITICAL)  # no library has anything to say here: its words may repeat a row
    hold(desk)
    threading.excepthook = _unsaid
    most = _MORE * (desk.largest + AROUND)
    try:
        server: Any = create_server(
            get_wsgi_application(),
            host="127.0.0.1",
            port=desk.port,
            ident=None,
            threads=4,
            max_request_body_size=most,
            # What comes in and goes out is held in memory, whatever it weighs: by itself, the server would lay it down.
            inbuf_overflow=2 * most,
            outbuf_overflow=2 * most,
        )
    except OSError:
        raise PortTakenError(
            f"Le port {desk.port} est déjà pris ou réservé : en choisir un autre avec --port."
        ) from None
    desk.port = int(server.effective_port)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    watch = threading.Thread(target=_watch, args=(desk, idle), daemon=True)
    watch.start()
    ready(f"http://127.0.0.1:{desk.port}{OPENING}?jeton={desk.token}")
    try:
        server.run()
    finally:
        desk.forget()
        _end()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _watch(desk: Desk, idle: Callable[[], None]) -> None:
    while True:
        sleep(_LOOKED_AT_EVERY)
        if desk.counting:
            desk.seen = monotonic()
        elif monotonic() - desk.seen > desk.idle:
            idle()
            os.kill(os.getpid(), signal.SIGTERM)
            return


def _end() -> NoReturn:
    """End with those who count: a pool would first wait for what nobody wants any more."""
    for child in multiprocessing.active_children():
        child.kill()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


def _unsaid(_failure: threading.ExceptHookArgs) -> None:
    """What fails in a thread is told by the page; its words may repeat a row."""
