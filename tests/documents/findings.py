"""What the audit of the document alone finds, against what it finds on the catalogue; run it to list what differs.

    python -m tests.documents.findings

A finding is the same when its rule is, and the first lines of its sheets are. `findings.csv` says why the others are
found on one side only; a finding of the document alone that is false is a fault of the reader, and stands nowhere.
"""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from droitcommun.catalogue.loader import load_source
from droitcommun.core.audit import audit
from droitcommun.core.audit.findings import Finding
from droitcommun.core.dossier import Dossier
from droitcommun.usecases.sources import load_path
from tests.places import DOCUMENT

EXPLAINED = Path(__file__).with_name("findings.csv")


class Place(NamedTuple):
    """A rule, and where it fires: the first lines of its sheets; none for what is said of the whole document."""

    code: str
    lines: tuple[int, ...]

    @property
    def written(self) -> str:
        """The lines as the list writes them."""
        return "|".join(map(str, self.lines))


class Compared(NamedTuple):
    """The findings of both, of the document alone, of the catalogue alone."""

    both: frozenset[Place]
    document: dict[Place, Finding]
    catalogue: dict[Place, Finding]


def compared(read: Dossier, typed: Dossier, as_of: date) -> Compared:
    """Set the findings of one day side by side."""
    mine, theirs = _placed(read, audit(read, as_of)), _placed(typed, audit(typed, as_of))
    return Compared(
        frozenset(mine.keys() & theirs.keys()),
        {place: found for place, found in mine.items() if place not in theirs},
        {place: found for place, found in theirs.items() if place not in mine},
    )


def explained() -> dict[tuple[str, str, str], str]:
    """The findings of one side, by side, rule and lines, with the reason."""
    with EXPLAINED.open(encoding="utf-8", newline="") as lines:
        return {(row["side"], row["code"], row["lines"]): row["reason"] for row in csv.DictReader(lines)}


def differences(found: Compared) -> set[tuple[str, str, str]]:
    """The findings of one side only, as the list names them."""
    return {
        (side, place.code, place.written)
        for side, places in (("document", found.document), ("catalogue", found.catalogue))
        for place in places
    }


def _placed(dossier: Dossier, findings: Iterable[Finding]) -> dict[Place, Finding]:
    first = {sheet.id: sheet.passage.lines[0].first for sheet in dossier.sheets}
    return {
        Place(finding.code, tuple(sorted(first[name] for name in finding.what.sheets))): finding
        for finding in findings
    }


def main() -> None:
    """Print what only one side finds, and whether it is explained."""
    typed = load_source("catalogue:paris-2015-2020")
    found = compared(load_path(DOCUMENT, proposals=True), typed, typed.latest_recorded_day())
    known = explained()
    for side, places in (("document", found.document), ("catalogue", found.catalogue)):
        for place, finding in sorted(places.items()):
            mark = "" if (side, place.code, place.written) in known else " (À EXPLIQUER)"
            print(f"{side} seul : {place.code}, l. {place.written or '-'}{mark}\n  {finding.what.message}")  # noqa: T201 - a script
    print(  # noqa: T201 - a script
        f"{len(found.both)} constats des deux côtés, {len(found.document)} du document seul, "
        f"{len(found.catalogue)} du catalogue seul."
    )


if __name__ == "__main__":
    main()
