"""How long two hundred pages take to read, as PDF, DOCX and ODT, and a workbook of 61 tabs; and how much memory.

The documents are the invented sheets of the tests, written by typst, python-docx and LibreOffice (left out aloud
without it). Each is read in a fresh process: wall time of the reading, the processor time of its
child processes (two may work at once; a busy machine adds to the first only), and the most memory that one held.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.documents.producers import OFFICE, converted, write_docx, write_typst  # noqa: E402 - the tests are no package
from tests.documents.sheets import written_sheets  # noqa: E402 - installed beside

READ = """
import resource, sys, time
from pathlib import Path
from droitcommun.intake.containers import read_blocks
from droitcommun.intake.grids import read_grids
start = time.perf_counter()
(read_grids if sys.argv[2] == "workbook" else read_blocks)(Path(sys.argv[1]))
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{seconds:6.2f} s  processor {used.ru_utime + used.ru_stime:6.2f} s  {used.ru_maxrss / 1024:4.0f} MB")
"""


def measured(path: Path) -> str:
    """Read one file in a process of its own; say what it took."""
    form = "workbook" if path.suffix in (".xlsx", ".ods") else "document"
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), form], capture_output=True, check=True, encoding="utf-8"
    )
    return f"{path.name:<14} {path.stat().st_size / 1000:6.0f} kB {done.stdout.strip()}"


def workbook(path: Path) -> Path:
    """Write 61 tabs of 60 rows and 8 columns."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for number in range(61):
            tab = book.add_worksheet(f"Fiche {number + 1}")
            for row in range(60):
                tab.write_row(row, 0, [f"Libellé {row}", row, row / 8, "", f"texte {row}", 0.181, "NC", True])
    return path


def main() -> None:
    """Print a line a file."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        book = workbook(folder / "classeur.xlsx")
        word = write_docx(written_sheets(), folder / "fiches.docx")
        written = [book, word, write_typst(written_sheets(), folder / "typst.pdf")]
        if OFFICE is None:
            print("no LibreOffice: ODS, ODT and its PDF are not measured")
        else:
            written += [converted(book, "ods"), converted(word, "odt"), converted(word, "pdf")]
        for path in written:
            print(measured(path))


if __name__ == "__main__":
    main()
