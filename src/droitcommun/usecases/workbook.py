"""Send a service its workbook, read it when it comes back, and say in it what must be corrected.

For who wires `import-sheets`: `read_grids(path)` gives the grids, `is_workbook(grids)` says whether they are one of
ours, `read(grids, dossier, receipt)` what it says; nothing is to be recorded while it has problems, and `annotated`
gives the copy to send back.
"""

from collections.abc import Iterator
from pathlib import Path

from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import Problem, UserError
from droitcommun.intake.grids import Grid
from droitcommun.intake.workbook.annotation import annotate
from droitcommun.intake.workbook.forms import Drafts, default_year, form
from droitcommun.intake.workbook.reading import Receipt, Submission, read_workbook
from droitcommun.intake.workbook.reporters import EVERYONE, reporter, reporters
from droitcommun.intake.workbook.returned import find_tabs
from droitcommun.usecases.sources import View

__all__ = ["EVERYONE", "SUFFIXES", "annotated", "fill", "fill_each", "is_workbook", "read"]

SUFFIXES = (".xlsx", ".ods")


class ReceivedBeforeError(UserError):
    """A workbook said to have come before what it corrects."""

    exit_code = 17


def fill(seen: View, unit: str, year: int | None, suffix: str, drafts: Drafts | None = None) -> bytes:
    """Make the workbook of a service, prefilled; raises UnknownNameError, which lists the services.

    `suffix` is one of SUFFIXES, `year` None the year after the last whole one.
    """
    if year is None:
        year = default_year(seen.known)
    book = form(seen.known, reporter(seen.dossier, unit), year, drafts)
    if suffix == ".ods":
        from droitcommun.intake.workbook.ods import write_ods

        return write_ods(book)
    from droitcommun.intake.workbook.xlsx import write_xlsx

    return write_xlsx(book)


def fill_each(seen: View, year: int | None) -> Iterator[tuple[str, bytes]]:
    """Make the workbooks of all services, in both formats: file names and bytes."""
    for service in reporters(seen.dossier):
        for suffix in SUFFIXES:
            yield f"{service.id}{suffix}", fill(seen, service.id, year, suffix)


def is_workbook(grids: tuple[Grid, ...]) -> bool:
    """Say whether these are the tabs of a workbook that we sent, whatever happened to them since."""
    found = find_tabs(grids, "", [])
    return bool(found.tabs or found.lost)


def read(grids: tuple[Grid, ...], dossier: Dossier, receipt: Receipt) -> Submission:
    """Read what came back; raises ReceivedBeforeError when the day is before the last one recorded."""
    if receipt.received_on < dossier.latest_recorded_day():
        raise ReceivedBeforeError("Le jour de réception vient avant le dernier jour enregistré")
    return read_workbook(grids, dossier, receipt)


def annotated(path: Path, problems: tuple[Problem, ...]) -> bytes:
    """Copy a returned workbook with each problem beside its cell, and a tab that lists them all.

    Raises FileRefusedError when it cannot be opened.
    """
    return annotate(path, problems)
