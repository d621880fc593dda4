"""The demonstration in a process of its own, and the addresses that the tests of the pages visit."""

import http.client
import os
import re
import socket
import subprocess
from contextlib import closing
from urllib.parse import urlsplit

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
    "/quartiers/",
    "/quartiers/qp075018/",
    "/institutions/",
    "/institutions/caf/",
    "/orientation/",
    "/dispositifs/",
    "/dispositifs/tgd/",
    "/contacts/",
)

# Those that read filters of their address, and those that a form asks without writing anything.
FILTERED = {"/promesses/", "/fiches/", "/dispositifs/", "/contacts/"}
ASKED = {"/orientation/", "/dispositifs/"}


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


def posted(site: str, name: str, content: bytes) -> tuple[int, str]:
    """Send a file as a browser does, with the token of its form; the status and the page."""
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=600)) as where:
        where.request("GET", "/import/")
        form = where.getresponse()
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', form.read().decode())
        assert token is not None
        cookie = str(form.getheader("Set-Cookie")).partition(";")[0]
        head = f'--limite\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n'
        head += f'--limite\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + b"\r\n--limite--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=limite", "Cookie": cookie}
        where.request("POST", "/import/", body, kind)
        answer = where.getresponse()
        return answer.status, answer.read().decode()
