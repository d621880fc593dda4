"""How long two hundred pages take to read, as PDF, DOCX and ODT, and a workbook; and how much memory.

The documents are the invented sheets of the tests, written by typst, python-docx and LibreOffice (skipped aloud
without it). Wall time of one reading, child processes included; memory is the most that one child held (resident).
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from droitcommun.intake.containers import read_blocks
from droitcommun.intake.grids import read_grids
from tests.documents.producers import OFFICE, converted, write_docx, write_typst
from tests.documents.sheets import written_sheets


def measured(read: Callable[[Path], object], path: Path) -> str:
    """Read once; say how long it took, and the most memory that a child has held up to now."""
    start = time.perf_counter()
    read(path)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"{path.name:<14} {path.stat().st_size / 1000:7.0f} kB  {seconds:6.2f} s  {memory:5.0f} MB"


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
    """Print a line a format, lightest first, since the memory is the most seen so far."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        book = workbook(folder / "classeur.xlsx")
        word = write_docx(written_sheets(), folder / "fiches.docx")
        print(measured(read_grids, book))
        print(measured(read_blocks, word))
        print(measured(read_blocks, write_typst(written_sheets(), folder / "typst.pdf")))
        if OFFICE is None:
            print("no LibreOffice: ODT, ODS and its PDF are not measured")
            return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print("# Written by LibreOffice; the memory is that of the line, when it is more than above.")
        word = write_docx(written_sheets(), folder / "fiches.docx")
        written = [
            converted(workbook(folder / "classeur.xlsx"), "ods"),
            converted(word, "odt"),
            converted(word, "pdf"),
        ]
        for path in written:
            print(measured(read_grids if path.suffix == ".ods" else read_blocks, path))


if __name__ == "__main__":
    main()
