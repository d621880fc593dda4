"""How long the report of the Paris contract takes in each format, start of Python included, and its memory.

Each is run 3 times, one process a run, on an otherwise idle machine; the median time and the highest resident
memory are printed, with the size of the file.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
COMMAND = str(Path(sys.executable).with_name("droitcommun"))
SUFFIXES = (".pdf", ".docx", ".odt", ".xlsx", ".ods", ".zip")


def measured(command: list[str]) -> tuple[float, float]:
    """Run once and return the wall time in seconds and the highest resident memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"the command ended with {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print a line a format."""
    print(f"# {__doc__.splitlines()[0]} Median of {RUNS}.")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in SUFFIXES:
            target = Path(folder) / f"bilan{suffix}"
            found = [measured([COMMAND, "report", "--kind", "bilan", "-o", str(target)]) for _ in range(RUNS)]
            seconds = statistics.median(time for time, _ in found)
            memory = max(memory for _, memory in found)
            print(f"{suffix:<6}  {seconds:6.2f} s  {memory:6.0f} MB  {target.stat().st_size / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
