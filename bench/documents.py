"""How long the real document takes from its bytes to a Dossier, and how many sheets and questions it gives.

Read 9 times in one process, files of the catalogue not counted; the median is printed, and the first time apart,
since it also makes the patterns. The command is timed 3 times, from its start to its end; its median is printed.
`DROITCOMMUN_SHARED` names the folder that holds the document.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from droitcommun.intake.documents import read_document

RUNS = 9
SHARED = Path(os.environ.get("DROITCOMMUN_SHARED") or Path(__file__).parents[2] / "shared")
DOCUMENT = SHARED / "source" / "contrat-de-ville-paris-2015.txt"


def main() -> None:
    """Print the figures."""
    if not DOCUMENT.exists():
        print(f"source document not found at {DOCUMENT}: set DROITCOMMUN_SHARED")
        return
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        dossier = read_document(DOCUMENT)
        times.append(time.perf_counter() - start)
    questions = sum(len(sheet.questions) for sheet in dossier.sheets)
    untouched = sum(not sheet.questions for sheet in dossier.sheets)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"# {__doc__.splitlines()[0]} Median of {RUNS}.")
    commands = []
    for _ in range(3):
        start = time.perf_counter()
        line = [str(Path(sys.executable).with_name("droitcommun")), "sheets", f"file:{DOCUMENT}"]
        subprocess.run(line, check=True, capture_output=True)
        commands.append(time.perf_counter() - start)
    print(f"command sheets, end to end: {statistics.median(commands):.2f} s")
    fields = Counter(
        question.field.split("/")[-1] for sheet in dossier.sheets for question in sheet.questions
    )
    print(f"document to Dossier: {statistics.median(times):.2f} s (first {times[0]:.2f} s), {memory} MB")
    print(f"{len(dossier.sheets)} sheets, {untouched} without a question, {questions} questions")
    print(", ".join(f"{name} {count}" for name, count in fields.most_common()))


if __name__ == "__main__":
    main()
