"""How long the contract of Paris takes to be written into a database, read back, saved and restored.

An embedded database in a temporary folder, each step 10 times; the median is printed.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

RUNS = 10
AT = datetime(2016, 7, 2, tzinfo=UTC)


def main() -> None:
    """Print a line a step."""
    from droitcommun.catalogue.loader import load_source
    from droitcommun.usecases.sources import DEFAULT_SOURCE
    from droitcommun.web import instance

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DROITCOMMUN_DATABASE"] = f"sqlite:///{folder}/base.sqlite3"
        source = load_source(DEFAULT_SOURCE)
        archive = Path(folder) / "copie.zip"
        instance.migrate(lambda _: None)
        before, after = instance.difference(source, AT)
        instance.apply(before=before, after=after, kind="contract-loaded", by="bench", at=AT)
        instance.backup(archive)
        steps: dict[str, Callable[[], object]] = {
            "compare with the catalogue": lambda: instance.difference(source, AT),
            "read back": lambda: instance.load(source.contract.id),
            "backup": lambda: instance.backup(archive),
            "restore (empty, write, read back)": lambda: instance.restore(
                archive, replace=True, by="bench", at=AT
            ),
        }
        print(f"# {(__doc__ or '').splitlines()[0]} Median of {RUNS}.")
        for name, step in steps.items():
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                step()
                times.append(time.perf_counter() - start)
            print(f"{name:<36} {statistics.median(times) * 1000:7.0f} ms")
        print(f"{'archive':<36} {archive.stat().st_size / 1000:7.0f} kB")


if __name__ == "__main__":
    main()
