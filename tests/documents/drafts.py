"""The drafts of the prose against the commitments of the catalogue, by their lines; run it to list what differs.

    python -m tests.documents.drafts

A commitment is found when a draft stands on one of its lines. A draft is right when a commitment does, and known when
a passage that the catalogue set aside does. `drafts.csv` says why the other commitments are not found.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from droitcommun.catalogue.loader import load_source
from droitcommun.core.contract import Commitment
from droitcommun.core.dossier import Dossier
from droitcommun.core.passages import Passage
from droitcommun.intake.booklet import CommitmentDraft, Drafts, read_drafts
from droitcommun.intake.containers import read_blocks
from tests.places import DOCUMENT

NOT_FOUND = Path(__file__).with_name("drafts.csv")


@dataclass(frozen=True, slots=True)
class Compared:
    """The drafts that are right or known, and what is left on each side."""

    right: tuple[CommitmentDraft, ...]
    known: tuple[CommitmentDraft, ...]
    unknown: tuple[CommitmentDraft, ...]
    found: tuple[Commitment, ...]
    missed: tuple[Commitment, ...]


def compared(drafts: Drafts, typed: Dossier) -> Compared:
    """Compare by lines; commitments that only the sheets state are left aside."""
    first_sheet = min(sheet.passage.lines[0].first for sheet in typed.sheets)
    promised = [one for one in typed.commitments if one.passage.lines[0].first < first_sheet]
    right = [
        one for one in drafts.commitments if any(_meet(one.passage, other.passage) for other in promised)
    ]
    rest = [one for one in drafts.commitments if one not in right]
    known = [one for one in rest if any(_meet(one.passage, other.passage) for other in typed.set_aside)]
    found = [
        one for one in promised if any(_meet(one.passage, draft.passage) for draft in drafts.commitments)
    ]
    return Compared(
        tuple(right),
        tuple(known),
        tuple(one for one in rest if one not in known),
        tuple(found),
        tuple(one for one in promised if one not in found),
    )


def explained() -> dict[str, str]:
    """The commitments that no draft finds, with the reason."""
    with NOT_FOUND.open(encoding="utf-8", newline="") as lines:
        return {row["commitment"]: row["reason"] for row in csv.DictReader(lines)}


def _meet(one: Passage, other: Passage) -> bool:
    return any(
        mine.first <= theirs.last and theirs.first <= mine.last
        for mine in one.lines
        for theirs in other.lines
    )


def main() -> None:
    """Print recall, precision and what differs."""
    drafts = read_drafts(read_blocks(DOCUMENT))
    result = compared(drafts, load_source("catalogue:paris-2015-2020"))
    for missed in result.missed:
        print(f"pas trouvé : l. {missed.passage.lines[0].first}, {missed.id}")  # noqa: T201 - a script
    for draft in result.unknown:
        print(f"inconnu du catalogue : l. {draft.passage.lines[0].first}")  # noqa: T201 - a script
    promised, proposed = len(result.found) + len(result.missed), len(drafts.commitments)
    print(f"{len(result.found)} engagements trouvés sur {promised}.")  # noqa: T201 - a script
    print(  # noqa: T201 - a script
        f"{proposed} brouillons : {len(result.right)} justes, {len(result.known)} écartés par le catalogue, "
        f"{len(result.unknown)} inconnus ; {len(drafts.schemes)} dispositifs, {len(drafts.contacts)} contacts, "
        f"{len(drafts.flagged)} lignes laissées de côté."
    )


if __name__ == "__main__":
    main()
