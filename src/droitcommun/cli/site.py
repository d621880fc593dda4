"""The one door from the command line to the site, opened only when a command needs it."""

from collections.abc import Callable


def serve(port: int, ready: Callable[[str], None]) -> None:
    """Serve the site on 127.0.0.1 until told to stop; calls `ready` with its address once it answers."""
    from droitcommun.web.server import serve as serve_site

    serve_site(port, ready)
