"""How long each bomb keeps us, and how much memory its child takes.

Each is read in a fresh process that reads nothing else, so that the memory is its own: the most that the child
held (resident), beside what refused it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.documents.bombs import BOMBS  # noqa: E402 - the tests are no installed package

READ = """
import resource, sys, time
from pathlib import Path
from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.containers import read_blocks
from droitcommun.intake.grids import read_grids
start, code = time.perf_counter(), "read"
try:
    (read_grids if sys.argv[2] == "workbook" else read_blocks)(Path(sys.argv[1]))
except FileRefusedError as refused:
    code = refused.problems[0].code
seconds = time.perf_counter() - start
held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"{seconds:6.2f} s  {held:5.0f} MB  {code}")
"""


def main() -> None:
    """Print a line a bomb, then the worst of each."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    longest = heaviest = 0.0
    for bomb in BOMBS:
        with tempfile.NamedTemporaryFile() as file:
            file.write(bomb.make())
            file.flush()
            form = "workbook" if bomb.is_workbook else "document"
            done = subprocess.run(
                [sys.executable, "-c", READ, file.name, form],
                capture_output=True,
                check=True,
                encoding="utf-8",
            )
        print(f"{bomb.name:<52} {done.stdout.strip()}")
        seconds, _, memory, *_ = done.stdout.split()
        longest, heaviest = max(longest, float(seconds)), max(heaviest, float(memory))
    print(f"{len(BOMBS)} bombs; the longest {longest:.2f} s, the heaviest {heaviest:.0f} MB")


if __name__ == "__main__":
    main()
