"""How heavy the first page is, and how long pages take to answer on loopback.

Starts the demonstration, asks 200 times for each page one after the other; prints the 95th percentile, and
what a browser downloads for the home page with its styles, compressed.
"""

import gzip
import re
import statistics
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.web.running import PAGES, free_port, start_demo

RUNS = 200


def fetch(address: str) -> bytes:
    """Download one page, compressed when the server offers it."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def main() -> None:
    """Print a line a page, then the weight of the first one."""
    demo = start_demo(free_port())
    try:
        assert demo.stdout is not None  # noqa: S101 - asked for above
        site = demo.stdout.readline().removeprefix("Prêt : ").strip().rstrip("/")
        print(f"# {(__doc__ or '').splitlines()[0]} {RUNS} requests a page.")
        for page in PAGES:
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                fetch(site + page)
                times.append(time.perf_counter() - start)
            print(f"{page:<42}  p95 {statistics.quantiles(times, n=20)[-1] * 1000:6.1f} ms")
        home = fetch(site + "/")
        html = gzip.decompress(home).decode() if home[:2] == b"\x1f\x8b" else home.decode()
        parts = [home, *(fetch(site + link) for link in re.findall(r'href="(/static/[^"]+)"', html))]
        print(
            f"first page, HTML, styles, mark              {sum(map(len, parts)) / 1000:6.1f} kB in {len(parts)} files"
        )
    finally:
        demo.terminate()
        demo.wait(timeout=20)


if __name__ == "__main__":
    main()
