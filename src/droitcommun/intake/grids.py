"""What every reader of a workbook gives: a grid of typed cells a tab.

Numbers keep the digits that the file holds, never those of a float: docs/adr/0010-readers-of-our-own.md.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as it is typed in the file; None when it is empty.

    `formula`: the value is the one that the program which wrote the file had computed. `percent`: the cell
    shows its number as a percentage, 0.181 as « 18,1 % »; the value is still 0.181. A formula that fails has
    its error as text (« #DIV/0! »).
    """

    value: str | Decimal | date | bool | None
    formula: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One tab. Rows and cells start at A1; a row ends with its last cell that holds something, so rows differ
    in length, and the last row holds something.
    """  # noqa: D205

    tab: str
    rows: tuple[tuple[GridCell, ...], ...]
