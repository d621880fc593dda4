"""How a workbook looks, on both formats: widths, colours, heights. A4 landscape, one page wide."""

from math import ceil

from droitcommun.intake.workbook.book import Check, Limit, Row, Style
from droitcommun.intake.workbook.vocabulary import Column

# In characters of the body text. The key is hidden; the problems stand outside of what is printed.
WIDTHS = {
    Column.KEY: 4,
    Column.LABEL: 34,
    Column.BEFORE: 34,
    Column.FILL: 34,
    Column.HELP: 42,
    Column.CHECK: 60,
}
COLUMNS = tuple(WIDTHS)
TABLE = (Column.LABEL, Column.BEFORE, Column.FILL, Column.HELP)

FONT = "Arial"
SIZE = 10  # points
TITLE_SIZE = 14
SECTION_SIZE = 11

# Contrast of text on its ground above 7 to 1; a cell to fill in is told by its frame and by its head too.
INK = "#1b1b1b"
MUTED = "#3d3d3d"
GROUND = "#ececec"  # what is known
PAPER = "#ffffff"  # what is to be filled in
FRAME = "#1f4e79"
HEAD_GROUND = "#1f4e79"
HEAD_INK = "#ffffff"
WARNING_GROUND = "#fff2cc"
LINE = "#b3b3b3"

_LINE_HEIGHT = 13.5  # points, of the body text
_PROSE_LINES = 4  # what a cell for a text shows at least
_HIGHEST = 400  # points: a row cannot be higher than 409


def height(row: Row) -> float:
    """How high a row must be for its longest cell, in points."""
    match row.style:
        case Style.TITLE:
            return min(20.0 * _lines(row.label, _table_width() * SIZE // TITLE_SIZE), _HIGHEST)
        case Style.SECTION:
            return min(4 + 16.0 * _lines(row.label, _table_width() * SIZE // SECTION_SIZE), _HIGHEST)
        case Style.COLUMNS:
            return 18.0
        case Style.INFORMATION:
            wide = _table_width() - WIDTHS[Column.LABEL]
            lines = max(_lines(row.label, WIDTHS[Column.LABEL]), _lines(row.before, wide))
        case Style.FIELD | Style.PROSE:
            cells = (
                (row.label, Column.LABEL),
                (row.before, Column.BEFORE),
                (row.fill, Column.FILL),
                (row.help, Column.HELP),
            )
            lines = max(_lines(text, WIDTHS[column]) for text, column in cells)
            lines = max(lines, _PROSE_LINES) if row.style is Style.PROSE else lines
    return min(4 + _LINE_HEIGHT * lines, _HIGHEST)


def shows_choices(check: Check | None) -> bool:
    """Say whether a cell is filled in from a list."""
    return check is not None and check.limit is Limit.LIST


def _table_width() -> int:
    return sum(WIDTHS[column] for column in TABLE)


def _lines(text: object, width: int) -> int:
    """How many lines a text takes; words that do not fit go down, so a line is never full."""
    parts = str(text if text is not None else "").split("\n")
    return sum(max(1, ceil(len(part) / (width * 0.92))) for part in parts)
