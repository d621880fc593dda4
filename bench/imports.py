"""How long the home page takes to answer while the import page reads: nothing, a bomb, a PDF of 200 pages.

The demonstration is started as a person does. The home page is asked for again and again, twenty times a second
at most, until the file is told; the 95th percentile of its answers is printed, how many there were, how long the
import took and what it was answered. On two processors the readers take one or both of them.
"""

import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.documents.bombs import BOMBS  # noqa: E402 - the tests are no installed package
from tests.documents.producers import write_typst  # noqa: E402
from tests.documents.sheets import written_sheets  # noqa: E402
from tests.web.running import free_port, posted, start_demo  # noqa: E402

ALONE = 100
PAUSE = 0.05  # seconds: a visitor reads; without it the visitor would be the load
SLOW_BOMBS = ("pdf: formes en cascade", "xlsx: textes partagés de 90 Mo", "docx: 3 100 000 éléments")


def until(reading: threading.Thread | None, home: str) -> list[float]:
    """Ask for the home page while a file is read, or a hundred times."""
    times: list[float] = []
    while reading.is_alive() if reading else len(times) < ALONE:
        start = time.perf_counter()
        with urllib.request.urlopen(home) as answer:  # noqa: S310 - our own server
            answer.read()
        times.append(time.perf_counter() - start)
        time.sleep(PAUSE)
    return times


def during(name: str, content: bytes, site: str) -> str:
    """Send a file, and say how the home page answered meanwhile."""
    told: list[int] = []
    reading = threading.Thread(target=lambda: told.append(posted(site, name, content)[0]))
    start = time.perf_counter()
    reading.start()
    times = until(reading, site)
    return f"{shown(times)}   {time.perf_counter() - start:5.1f} s, answered {told[0]}"


def shown(times: list[float]) -> str:
    """The 95th percentile and how many."""
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"p95 {p95 * 1000:6.1f} ms of {len(times):5}"


def main() -> None:
    """Print a line a file."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    demo = start_demo(free_port())
    try:
        assert demo.stdout is not None  # noqa: S101 - asked for above
        site = demo.stdout.readline().removeprefix("Prêt : ").strip()
        print(f"{'nothing':<40} {shown(until(None, site))}")
        makes: dict[str, Callable[[], bytes]] = {
            one.name: one.make for one in BOMBS if one.name in SLOW_BOMBS
        }
        for name, make in makes.items():
            suffix = name.partition(":")[0]
            print(f"{name:<40} {during(f'envoi.{suffix}', make(), site)}")
        with tempfile.TemporaryDirectory() as folder:
            pdf = write_typst(written_sheets(), Path(folder) / "fiches.pdf")
            print(f"{'a PDF of 200 pages':<40} {during('fiches.pdf', pdf.read_bytes(), site)}")
    finally:
        demo.terminate()
        demo.communicate(timeout=20)


if __name__ == "__main__":
    main()
