"""What services write for their sheets after these were printed: appended, never in the place of what was said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from droitcommun.core.passages import Passage


class TextField(StrEnum):
    """One text of a sheet."""

    METHOD = "method"
    ANALYSIS = "analysis"
    ALERT = "alert"
    ADJUSTMENT = "adjustment"


# What people call each of them.
FIELDS = {
    TextField.METHOD: "méthode",
    TextField.ANALYSIS: "analyse",
    TextField.ALERT: "point d’alerte",
    TextField.ADJUSTMENT: "ajustement proposé",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenText:
    """A text that a service gave for a sheet and a year, once, in its own words.

    What the sheet printed stays, and so does what was given before: a correction names what it supersedes. `by` is
    the service, never a person; the passage is the cell of the file that it came in.
    """

    id: str
    sheet: str
    field: TextField
    year: int
    text: str
    by: str
    passage: Passage
    recorded_on: date
    supersedes: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("un texte donné n’est pas vide : une cellule vide n’efface rien")
