"""How long a command takes, start of Python included, beside Python alone.

Each is run 15 times in turn on an otherwise idle machine; the median is printed, and its ratio to
`python -c pass` on the same machine.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
COMMAND = str(Path(sys.executable).with_name("droitcommun"))
TIMED = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "droitcommun --help": [COMMAND, "--help"],
    "droitcommun sheets": [COMMAND, "sheets"],
    "droitcommun rates": [COMMAND, "rates"],
    "droitcommun audit": [COMMAND, "audit", "--exit-zero"],
}


def seconds(command: list[str]) -> float:
    """Run once and return the wall time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a line a command."""
    times: dict[str, list[float]] = {name: [] for name in TIMED}
    for _ in range(RUNS):
        for name, command in TIMED.items():
            times[name].append(seconds(command))
    alone = statistics.median(times["python -c pass"])
    print(f"# {__doc__.splitlines()[0]} Median of {RUNS}.")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<20}  {median:6.3f} s  {median / alone:5.1f} ×")


if __name__ == "__main__":
    main()
