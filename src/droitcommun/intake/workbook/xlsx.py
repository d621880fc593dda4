"""A workbook as XLSX. Every cell is a typed text or a typed number: nothing that one writes is ever run."""

from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from droitcommun.core.figures import Unit, plain
from droitcommun.intake.workbook import look
from droitcommun.intake.workbook.book import Book, Check, Limit, Row, Style, Tab, Typed, writable
from droitcommun.intake.workbook.vocabulary import PREFIX, Column

# What is shown of a number: its own digits, and its unit as a mere word, so that 18,1 is never 0,181.
_AS_TYPED = {
    Unit.PERCENT: 'General" %"',
    Unit.POINTS: "General",
    Unit.EUROS: 'General" €"',
    Unit.COUNT: "General",
}
_INDEX = {column: index for index, column in enumerate(look.COLUMNS)}
_FIRST, _LAST = _INDEX[look.TABLE[0]], _INDEX[look.TABLE[-1]]
# What a program shows of a message: more is cut, or refused.
_LONGEST_MESSAGE = 255
_A4 = 9


def write_xlsx(book: Book) -> bytes:
    """Write a workbook; the same one always gives the same bytes."""
    import xlsxwriter

    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    file = xlsxwriter.Workbook(target, options)
    made = datetime.combine(book.head.as_of, time(), tzinfo=UTC).replace(tzinfo=None)
    file.set_properties({"title": book.title, "created": made, "language": "fr-FR"})
    file.set_calc_mode("auto")
    looks = _Looks(file)
    for tab in book.tabs:
        _write_tab(file, tab, looks)
    file.close()
    return target.getvalue()


class _Looks:
    """The formats of cells, each made once."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def get(self, **properties: object) -> Any:
        """Return the format with these properties over the common ones."""
        base: dict[str, object] = {
            "font_name": look.FONT,
            "font_size": look.SIZE,
            "font_color": look.INK,
            "text_wrap": True,
            "valign": "top",
        }
        key = tuple(sorted((base | properties).items()))
        if key not in self._made:
            self._made[key] = self._file.add_format(dict(key))
        return self._made[key]


def _write_tab(file: Any, tab: Tab, looks: _Looks) -> None:
    sheet = file.add_worksheet(tab.name)
    for column, index in _INDEX.items():
        options = {"hidden": True} if column is Column.KEY else {}
        sheet.set_column(index, index, look.WIDTHS[column], looks.get(), options)
    sheet.set_row(0, None, None, {"hidden": True})
    for column, index in _INDEX.items():
        name = str(tab.head) if column is Column.KEY else f"{PREFIX}{column.value}"
        sheet.write_string(0, index, name, looks.get())
    for number, row in enumerate(tab.rows, 1):
        sheet.set_row(number, look.height(row))
        sheet.write_string(number, _INDEX[Column.KEY], row.key, looks.get())
        _write_row(sheet, number, row, looks)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(1, _FIRST, len(tab.rows), _LAST)
    sheet.set_footer(f"&L{tab.head.unit}, {tab.head.year}&C&A&R&P / &N")
    sheet.protect("", {"format_rows": True, "format_columns": True, "select_locked_cells": True})
    first = next((number for number, row in enumerate(tab.rows, 1) if row.check), 1)
    sheet.set_selection(first, _INDEX[Column.FILL], first, _INDEX[Column.FILL])
    sheet.set_top_left_cell(0, 0)


def _write_row(sheet: Any, number: int, row: Row, looks: _Looks) -> None:
    label, before, fill, help_ = (_INDEX[column] for column in look.TABLE)
    match row.style:
        case Style.TITLE | Style.SECTION:
            ground: dict[str, object] = (
                {"bold": True, "font_size": look.TITLE_SIZE}
                if row.style is Style.TITLE
                else {
                    "bold": True,
                    "font_size": look.SECTION_SIZE,
                    "bg_color": look.HEAD_GROUND,
                    "font_color": look.HEAD_INK,
                }
            )
            sheet.merge_range(number, label, number, help_, "", looks.get(**ground))
            _write(sheet, number, label, row.label, looks.get(**ground))
        case Style.INFORMATION:
            _write_label(sheet, number, row, looks)
            wide = looks.get(bg_color=look.GROUND, border=1, border_color=look.LINE)
            sheet.merge_range(number, before, number, help_, "", wide)
            _write(sheet, number, before, row.before, wide)
        case Style.COLUMNS:
            head = looks.get(bold=True, border=1, border_color=look.LINE)
            for column, value in (
                (label, row.label),
                (before, row.before),
                (fill, row.fill),
                (help_, row.help),
            ):
                _write(sheet, number, column, value, head)
        case Style.FIELD | Style.PROSE:
            _write_label(sheet, number, row, looks)
            known = looks.get(bg_color=look.GROUND, border=1, border_color=look.LINE, **_shown(row))
            _write(sheet, number, before, row.before, known)
            asked = looks.get(
                bg_color=look.PAPER, border=2, border_color=look.FRAME, locked=False, **_shown(row)
            )
            _write(sheet, number, fill, row.fill, asked)
            _write(sheet, number, help_, row.help, looks.get(font_color=look.MUTED, italic=True))
            if row.check is not None:
                sheet.data_validation(number, fill, number, fill, _validation(row.check))


def _write_label(sheet: Any, number: int, row: Row, looks: _Looks) -> None:
    column = _INDEX[Column.LABEL]
    if row.link:
        plain_link = looks.get(underline=1, font_color=look.FRAME)
        sheet.write_url(number, column, f"internal:'{row.link}'!B2", plain_link, writable(row.label))
    else:
        _write(sheet, number, column, row.label, looks.get(bold=True))


def _write(sheet: Any, row: int, column: int, value: Typed, shown: Any) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, column, None, shown)
        case Decimal():
            sheet.write_number(row, column, _as_number(value), shown)
        case _:
            sheet.write_string(row, column, writable(value), shown)


def _as_number(value: Decimal) -> float | int:
    """The only place where a figure becomes a float: the format has no other number; `typed` kept 15 digits."""
    return int(value) if value == int(value) else float(plain(value))


def _shown(row: Row) -> dict[str, object]:
    if row.unit is None:
        # As text: otherwise « juillet 2016 » becomes a day, and « - retard » a formula.
        return {"num_format": "@", "align": "left"}
    return {"num_format": _AS_TYPED[row.unit], "align": "left"}


def _validation(check: Check) -> dict[str, object]:
    said: dict[str, object] = {
        "ignore_blank": True,
        "input_title": "À remplir",
        "input_message": check.expected[:_LONGEST_MESSAGE],
        "error_title": "Valeur inattendue",
        "error_message": f"Attendu : {check.expected}"[:_LONGEST_MESSAGE],
        "error_type": "warning" if check.limit is Limit.WARNED else "stop",
    }
    match check.limit:
        case Limit.LIST:
            return said | {"validate": "list", "source": list(check.choices)}
        case Limit.DECIMAL:
            return said | {
                "validate": "decimal",
                "criteria": "between",
                "minimum": check.low,
                "maximum": check.high,
            }
        case Limit.WHOLE | Limit.WARNED:
            return said | {
                "validate": "integer",
                "criteria": "between",
                "minimum": check.low,
                "maximum": check.high,
            }
        case Limit.TEXT:
            return said | {"validate": "length", "criteria": "between", "minimum": 0, "maximum": check.high}
