"""How long the workbook of all sheets takes: made, read back, written with its problems; both formats.

Each step is run 5 times on an otherwise idle machine; the median is printed. Reading includes the child process
that opens the file.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from droitcommun.catalogue.loader import load_source
from droitcommun.core.problems import Place, Problem
from droitcommun.intake.grids import read_grids
from droitcommun.intake.workbook.reading import Receipt
from droitcommun.usecases.sources import view
from droitcommun.usecases.workbook import annotated, fill, read

RUNS = 5


def seconds(step: Callable[[], object]) -> float:
    """Run a step several times and return the median."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print a line a format."""
    seen = view(load_source, "catalogue:paris-2015-2020", None)
    receipt = Receipt(file="retour", document="retour", received_on=date(2017, 3, 1))
    print(f"# {__doc__.splitlines()[0]} Median of {RUNS}, {len(seen.dossier.sheets)} sheets.")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".xlsx", ".ods"):
            path = Path(folder) / f"all{suffix}"
            path.write_bytes(fill(seen, "all", None, suffix))
            problems = (Problem(Place(path.name, tab="Fiche 1", cell="D9"), "number", "un nombre"),)
            out = seconds(lambda suffix=suffix: fill(seen, "all", None, suffix))  # type: ignore[misc]
            back = seconds(lambda path=path: read(read_grids(path), seen.dossier, receipt))  # type: ignore[misc]
            said = seconds(lambda path=path, told=problems: annotated(path, told))  # type: ignore[misc]
            size = path.stat().st_size // 1024
            print(f"{suffix:<6} out {out:5.2f} s   in {back:5.2f} s   annotated {said:5.2f} s   {size} kB")


if __name__ == "__main__":
    main()
