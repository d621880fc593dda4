"""Problems written into the parts of an XLSX: inline texts beside the rows, a sheet more."""

from collections.abc import Iterator
from posixpath import join, normpath
from typing import Any
from xml.sax.saxutils import escape

from defusedxml.minidom import parseString

from droitcommun.intake.workbook import look
from droitcommun.intake.workbook.book import writable
from droitcommun.intake.workbook.returned import a1, is_ours_to_correct
from droitcommun.intake.workbook.vocabulary import Column

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_STYLES = "xl/styles.xml"
_SHARED = "xl/sharedStrings.xml"
PROBLEMS_TAB = "Problèmes"
_CHECK = list(Column).index(Column.CHECK)


def annotated_parts(
    parts: dict[str, bytes], beside: dict[str, dict[int, str]], listed: list[list[str]]
) -> dict[str, bytes]:
    """Return the parts of the copy. Raises KeyError or ValueError when a part that must be there is not."""
    changed = dict(parts)
    workbook = parseString(parts[_WORKBOOK], forbid_dtd=True)
    relations = parseString(parts[_RELATIONS], forbid_dtd=True)
    targets = {
        one.getAttribute("Id"): one.getAttribute("Target") for one in _elements(relations, "Relationship")
    }
    shared = _shared_texts(parts)
    # What an earlier copy said goes from every tab, even from those that have nothing to correct any more.
    annotated_before = any(
        PROBLEMS_TAB in sheet.getAttribute("name") for sheet in _elements(workbook, "sheet")
    )
    style = _add_style(changed)
    for sheet in _elements(workbook, "sheet"):
        sentences = beside.get(sheet.getAttribute("name"), {})
        target = targets[_relation(sheet)]
        name = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if sentences or annotated_before:
            changed[name] = _with_sentences(parts[name], sentences, style, shared)
    _add_sheet(changed, workbook, relations, listed)
    return changed


def _with_sentences(part: bytes, sentences: dict[int, str], style: str, shared: list[str]) -> bytes:
    page = parseString(part, forbid_dtd=True)
    (data,) = _elements(page, "sheetData")
    for cell in _elements(data, "c"):
        if is_ours_to_correct(_text_of(cell, shared)):
            cell.parentNode.removeChild(cell)
    rows = {}
    number = 0
    for row in _children(data, "row"):
        number = int(row.getAttribute("r") or number + 1)
        rows[number] = row
    for index, sentence in sentences.items():
        row = rows.get(index + 1)
        if row is None:
            row = page.createElement(_named(data, "row"))
            row.setAttribute("r", str(index + 1))
            after = next((rows[other] for other in sorted(rows) if other > index + 1), None)
            data.insertBefore(row, after)
            rows[index + 1] = row
        _put(page, row, index, sentence, style)
    return _bytes(page)


def _shared_texts(parts: dict[str, bytes]) -> list[str]:
    """The texts that cells name by their number."""
    if _SHARED not in parts:
        return []
    page = parseString(parts[_SHARED], forbid_dtd=True)
    return [_all_text(one) for one in _elements(page, "si")]


def _text_of(cell: Any, shared: list[str]) -> str:
    kind, text = cell.getAttribute("t"), _all_text(cell)
    if kind == "s" and text.isdecimal() and int(text) < len(shared):
        return shared[int(text)]
    return text


def _all_text(parent: Any) -> str:
    found = [one for one in _elements(parent, "t") + _elements(parent, "v") if one.firstChild]
    return "".join(one.firstChild.data for one in found)


def _put(page: Any, row: Any, index: int, sentence: str, style: str) -> None:
    """Write a sentence in the column of problems, or in the first free one after the last."""
    cells = _children(row, "c")
    columns = [_column(cell, place) for place, cell in enumerate(cells)]
    taken = {column for column, cell in zip(columns, cells, strict=True) if cell.childNodes}
    column = _CHECK if _CHECK not in taken else max(taken) + 1
    for place, cell in zip(columns, cells, strict=True):
        if place == column:
            row.removeChild(cell)
    after = next((cell for place, cell in zip(columns, cells, strict=True) if place > column), None)
    cell, inline, text = (page.createElement(_named(row, name)) for name in ("c", "is", "t"))
    cell.setAttribute("r", a1(index, column))
    cell.setAttribute("s", style)
    cell.setAttribute("t", "inlineStr")
    text.setAttribute("xml:space", "preserve")
    text.appendChild(page.createTextNode(writable(sentence)))
    inline.appendChild(text)
    cell.appendChild(inline)
    row.insertBefore(cell, after)


def _add_style(changed: dict[str, bytes]) -> str:
    """Add the look of a problem, and return its number."""
    page = parseString(changed[_STYLES], forbid_dtd=True)
    (fills,) = _elements(page, "fills")
    (formats,) = _elements(page, "cellXfs")
    colour = f"FF{look.WARNING_GROUND[1:].upper()}"
    ground = f'<fill xmlns="{_MAIN}"><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'
    number_of_fill = len(_children(fills, "fill"))
    shown = f'<xf xmlns="{_MAIN}" numFmtId="0" fontId="0" fillId="{number_of_fill}" borderId="0" xfId="0" '
    shown += 'applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    number = len(_children(formats, "xf"))
    for parent, text in ((fills, ground), (formats, shown)):
        parent.appendChild(page.importNode(parseString(text).documentElement, deep=True))
        parent.setAttribute(
            "count", str(len([one for one in parent.childNodes if one.nodeType == one.ELEMENT_NODE]))
        )
    changed[_STYLES] = _bytes(page)
    return str(number)


def _add_sheet(changed: dict[str, bytes], workbook: Any, relations: Any, listed: list[list[str]]) -> None:
    """Add the tab of problems at the end, so that no other tab changes its number."""
    sheets = _elements(workbook, "sheet")
    names = {sheet.getAttribute("name") for sheet in sheets}
    title = next(name for name in _titles() if name not in names)
    taken = {one.getAttribute("Id") for one in _elements(relations, "Relationship")}
    relation = next(name for n in range(1, len(taken) + 2) if (name := f"rIdProblems{n}") not in taken)
    part = next(
        name
        for n in range(1, len(changed))
        if (name := f"worksheets/problems{n}.xml") not in {p[3:] for p in changed}
    )
    sheet = workbook.createElement(sheets[0].tagName)
    sheet.setAttribute("name", title)
    sheet.setAttribute("sheetId", str(max(int(one.getAttribute("sheetId")) for one in sheets) + 1))
    sheet.setAttribute("xmlns:r", _OFFICE)
    sheet.setAttribute("r:id", relation)
    sheets[-1].parentNode.insertBefore(sheet, sheets[-1].nextSibling)
    link = relations.createElement(_elements(relations, "Relationship")[0].tagName)
    for key, value in (("Id", relation), ("Type", f"{_OFFICE}/worksheet"), ("Target", part)):
        link.setAttribute(key, value)
    relations.documentElement.appendChild(link)
    types = parseString(changed[_TYPES], forbid_dtd=True)
    override = types.createElement(_named(types.documentElement, "Override"))
    override.setAttribute("PartName", f"/xl/{part}")
    override.setAttribute("ContentType", _SHEET_TYPE)
    types.documentElement.appendChild(override)
    changed |= {_TYPES: _bytes(types), _WORKBOOK: _bytes(workbook), _RELATIONS: _bytes(relations)}
    changed[f"xl/{part}"] = _problems_sheet(listed)


def _problems_sheet(listed: list[list[str]]) -> bytes:
    rows = "".join(
        (f'<row r="{number + 1}" hidden="1">' if number == 0 else f'<row r="{number + 1}">')
        + "".join(
            f'<c r="{a1(number, column)}" t="inlineStr"><is><t xml:space="preserve">'
            f"{escape(writable(text))}</t></is></c>"
            for column, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(listed)
    )
    page = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>'
        '<col min="1" max="1" width="22" customWidth="1"/><col min="2" max="2" width="10" customWidth="1"/>'
        f'<col min="3" max="3" width="110" customWidth="1"/></cols><sheetData>{rows}</sheetData>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )
    return page.encode()


def _titles() -> Iterator[str]:
    yield PROBLEMS_TAB
    yield from (f"{PROBLEMS_TAB} ({number})" for number in range(2, 1000))


def _relation(sheet: Any) -> str:
    """The relation of a sheet, whatever the prefix of its namespace."""
    return next(str(value) for key, value in sheet.attributes.items() if key.endswith(":id"))


def _column(cell: Any, place: int) -> int:
    letters = cell.getAttribute("r").rstrip("0123456789")
    if not letters:
        return place
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _elements(page: Any, name: str) -> list[Any]:
    return [one for one in page.getElementsByTagName("*") if one.tagName.rpartition(":")[2] == name]


def _children(parent: Any, name: str) -> list[Any]:
    return [
        one
        for one in parent.childNodes
        if one.nodeType == one.ELEMENT_NODE and one.tagName.rpartition(":")[2] == name
    ]


def _named(beside: Any, name: str) -> str:
    """The name of a new element, with the prefix of one that is there."""
    prefix = beside.tagName.rpartition(":")[0]
    return f"{prefix}:{name}" if prefix else name


def _bytes(page: Any) -> bytes:
    written: bytes = page.toxml(encoding="UTF-8")
    return written
