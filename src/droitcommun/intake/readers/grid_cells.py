"""Cells of a tab as a reader of workbooks answers them: where, of which type, in which words.

A cell is [row, column, type, text, formula], counted from 1; types are « n » a number in plain digits, « p » one
that is shown as a percentage, « s » a text, « b » « 1 » or « 0 », « d » a day as AAAA-MM-JJ.
"""

from decimal import Decimal, InvalidOperation

from droitcommun.intake.limits import Limits
from droitcommun.intake.refusals import RefusedError

PlainGridCell = list[int | str | bool]

# A spreadsheet computes with doubles and writes up to 17 digits of them; 15 are those that it shows.
_SURE_DIGITS = 15
_LARGEST_EXPONENT = 30


class GridCells:
    """The cells of all tabs that hold something; raises RefusedError when there are too many."""

    def __init__(self, limits: Limits) -> None:
        self.tabs: list[list[str | list[PlainGridCell]]] = []
        self._limits = limits
        self._left = limits.cells
        self._cells: list[PlainGridCell] = []

    def tab(self, name: str) -> None:
        """Begin a tab."""
        if len(self.tabs) == self._limits.tabs:
            raise RefusedError("too-many-tabs", most=self._limits.tabs)
        self._cells = []
        self.tabs.append([name, self._cells])

    def add(self, row: int, column: int, kind: str, text: str, *, formula: bool) -> None:
        """Add a cell that holds something."""
        self.room(1)
        self._cells.append([row, column, kind, text, formula])

    def room(self, cells: int) -> None:
        """Count cells before they are made."""
        self._left -= cells
        if self._left < 0:
            raise RefusedError("too-many-cells", most=self._limits.cells)


def plain_number(text: str) -> str | None:
    """Turn the digits of a file into plain ones, None when they are no number.

    Up to 15 digits are kept as they stand. Beyond, they are those of a double, and 0.18099999999999999 is how it
    writes 0.181: the shortest number that is the same double is what was typed, or computed.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    if len(number.as_tuple().digits) > _SURE_DIGITS:
        number = Decimal(repr(float(number)))
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain and "e" in text.lower() else plain
