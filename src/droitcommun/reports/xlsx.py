"""Tabs as XLSX: numbers are numbers, text is text whatever it begins with, the head stays in sight."""

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

from droitcommun.reports.tabs import Tab, cut, decimals


def xlsx(tabs: tuple[Tab, ...], *, title: str, author: str, as_of: date) -> bytes:
    """Write tabs; `as_of` is the date of the workbook, whatever the clock says."""
    import xlsxwriter

    made = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": title, "author": author, "created": datetime.combine(as_of, time())})
        head = book.add_format(
            {"bold": True, "bg_color": "#E7EBEC", "text_wrap": True, "valign": "top", "border": 1}
        )
        text = book.add_format({"text_wrap": True, "valign": "top"})
        numbers = {
            places: book.add_format(
                {"num_format": f"#,##0.{'0' * places}" if places else "#,##0", "valign": "top"}
            )
            for places in range(11)
        }
        for tab in tabs:
            sheet = book.add_worksheet(tab.name)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(tab.rows), 1), len(tab.columns) - 1)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            for column, (name, width) in enumerate(tab.columns):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, name, head)
            for line, row in enumerate(tab.rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal):
                        sheet.write_number(line, column, float(value), numbers[decimals(value)])
                    elif value:
                        sheet.write_string(line, column, cut(value), text)
    return made.getvalue()
