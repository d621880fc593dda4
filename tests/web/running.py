"""The demonstration in a process of its own, and the addresses that the tests of the pages visit."""

import os
import socket
import subprocess

from tests.unit.test_cli import COMMAND

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# One page of each kind, the fullest where there are many; a crawl visits them all.
PAGES = (
    "/",
    "/promesses/",
    "/promesses/?statut=unknown&axe=parcours",
    "/promesses/cui-cie/",
    "/fiches/",
    "/fiches/?axe=dynamiser&institution=caf",
    "/fiches/emplois-avenir/",
    "/fiches/cui-cie/",
    "/fiches/plus-de-maitres/",
    "/audit/",
    "/audit/regles/copied-cells/",
    "/couverture/",
    "/methode/",
    "/institutions/",
    "/institutions/caf/",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(port: int, *source: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, "demo", "--port", str(port), *source],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
