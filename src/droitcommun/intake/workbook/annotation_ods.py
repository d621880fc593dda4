"""Problems written into the content of an ODS: texts beside the rows, a table more."""

from typing import Any
from xml.sax.saxutils import escape

from defusedxml.minidom import parseString

from droitcommun.intake.workbook import look
from droitcommun.intake.workbook.book import writable
from droitcommun.intake.workbook.returned import is_ours_to_correct
from droitcommun.intake.workbook.vocabulary import Column

_CONTENT = "content.xml"
_CHECK = list(Column).index(Column.CHECK)
_STYLE = "droitcommun-problem"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def annotated_parts(
    parts: dict[str, bytes], beside: dict[str, dict[int, str]], listed: list[list[str]]
) -> dict[str, bytes]:
    """Return the parts of the copy. Raises KeyError or ValueError when a part that must be there is not."""
    page = parseString(parts[_CONTENT], forbid_dtd=True)
    tables = page.getElementsByTagName("table:table")
    for table in tables:
        for cell in table.getElementsByTagName("table:table-cell"):
            if is_ours_to_correct(_text_of(cell)):
                _empty(cell)
        for index, sentence in beside.get(table.getAttribute("table:name"), {}).items():
            row = _at(page, table, "table:table-row", "table:number-rows-repeated", index)
            _put(page, row, sentence)
    (styles,) = page.getElementsByTagName("office:automatic-styles")
    _append(page, styles, _style())
    names = {table.getAttribute("table:name") for table in tables}
    title = next(
        name for n in range(1, 1000) if (name := "Problèmes" if n == 1 else f"Problèmes ({n})") not in names
    )
    last = tables[-1]
    new = page.importNode(parseString(_table(title, listed)).documentElement, deep=True)
    last.parentNode.insertBefore(new, last.nextSibling)
    return parts | {_CONTENT: page.toxml(encoding="UTF-8")}


def _text_of(cell: Any) -> str:
    """What a cell shows; enough of it to know our own sentences."""
    first = next((one for one in cell.childNodes if one.nodeName == "text:p"), cell)
    return "".join(one.data for one in first.childNodes if one.nodeType == one.TEXT_NODE)


def _empty(cell: Any) -> None:
    for name in ("office:value-type", "calcext:value-type"):
        if cell.hasAttribute(name):
            cell.removeAttribute(name)
    while cell.hasChildNodes():
        cell.removeChild(cell.firstChild)


def _put(page: Any, row: Any, sentence: str) -> None:
    column = _CHECK
    cell = _at(page, row, "table:table-cell", "table:number-columns-repeated", column)
    while cell.hasChildNodes():  # taken by somebody's note: further on
        column += 1
        cell = _at(page, row, "table:table-cell", "table:number-columns-repeated", column)
    cell.setAttribute("table:style-name", _STYLE)
    cell.setAttribute("office:value-type", "string")
    for line in sentence.split("\n"):
        paragraph = page.createElement("text:p")
        paragraph.appendChild(page.createTextNode(writable(line)))
        cell.appendChild(paragraph)


def _at(page: Any, parent: Any, name: str, repeated: str, index: int) -> Any:
    """The row or the cell at an index from 0, taken out of its repetition, or added at the end."""
    names = {name, "table:covered-table-cell"} if name.endswith("cell") else {name}
    found = [one for one in parent.getElementsByTagName("*") if one.tagName in names]
    before = 0
    for one in found:
        times = int(one.getAttribute(repeated) or 1)
        if index < before + times:
            return _single(one, repeated, index - before, times)
        before += times
    holder = found[-1].parentNode if found else parent
    for _ in range(index - before + 1):
        one = page.createElement(name)
        holder.appendChild(one)
    return one


def _single(one: Any, repeated: str, ahead: int, times: int) -> Any:
    """Split a repetition in three, and return the middle one."""
    if times == 1:
        return one
    for count, place in ((ahead, one), (times - ahead - 1, one.nextSibling)):
        if count:
            copy = one.cloneNode(deep=True)
            copy.setAttribute(repeated, str(count))
            one.parentNode.insertBefore(copy, place)
    one.removeAttribute(repeated)
    return one


def _append(page: Any, parent: Any, text: str) -> None:
    parent.appendChild(page.importNode(parseString(text).documentElement, deep=True))


def _style() -> str:
    return (
        f'<style:style {_NAMES} style:name="{_STYLE}" style:family="table-cell"><style:table-cell-properties '
        f'fo:background-color="{look.WARNING_GROUND}" fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    )


def _table(title: str, listed: list[list[str]]) -> str:
    rows = "".join(
        ('<table:table-row table:visibility="collapse">' if number == 0 else "<table:table-row>")
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(writable(text))}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for number, row in enumerate(listed)
    )
    return f'<table:table {_NAMES} table:name="{title}"><table:table-column/>{rows}</table:table>'
