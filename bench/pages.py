"""How heavy the first page is, and how long pages take to answer on loopback.

Starts the demonstration, asks 200 times for each page one after the other, then sends orientation a situation; prints
the 95th percentile, and what a browser downloads for the first pages with their styles, compressed.
"""

import gzip
import re
import statistics
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.web.running import PAGES, free_port, start_demo

RUNS = 200

# What is sent to orientation, by button: a person of whom little is known, for whom most schemes are still open.
SITUATION = {"fait-asker": "person", "fait-age": "20", "fait-employment": "none", "at": "age"}
BUTTONS = ("next", "every", "print")


def fetch(address: str, form: bytes | None = None) -> bytes:
    """Download one page, compressed when the server offers it; `form` is what is sent."""
    request = urllib.request.Request(address, form, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def p95(address: str, form: bytes | None = None) -> float:
    """Return the 95th percentile in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        fetch(address, form)
        times.append(time.perf_counter() - start)
    return statistics.quantiles(times, n=20)[-1] * 1000


def main() -> None:
    """Print a line a page, then the weight of the first one."""
    demo = start_demo(free_port())
    try:
        assert demo.stdout is not None  # noqa: S101 - asked for above
        site = demo.stdout.readline().removeprefix("Prêt : ").strip().rstrip("/")
        print(f"# {(__doc__ or '').splitlines()[0]} {RUNS} requests a page.")
        for page in PAGES:
            print(f"{page:<42}  p95 {p95(site + page):6.1f} ms")
        for button in BUTTONS:
            form = urlencode({**SITUATION, "go": button}).encode()
            print(f"{f'/orientation/ ({button})':<42}  p95 {p95(f'{site}/orientation/', form):6.1f} ms")
        for page in ("/", "/orientation/"):
            first = fetch(site + page)
            html = gzip.decompress(first).decode() if first[:2] == b"\x1f\x8b" else first.decode()
            parts = [first, *(fetch(site + link) for link in re.findall(r'href="(/static/[^"]+)"', html))]
            told = f"{page} first, HTML, styles, mark"
            print(f"{told:<42}      {sum(map(len, parts)) / 1000:6.1f} kB in {len(parts)} files")
    finally:
        demo.terminate()
        demo.wait(timeout=20)


if __name__ == "__main__":
    main()
