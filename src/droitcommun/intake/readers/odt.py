"""ODT, by its XML: paragraphs, lists, tables, frames, headers and footers, as they would be printed.

Tracked changes are accepted: what was deleted stands in a place of its own, which is not read. odfdo is not used:
a document of 0.8 kB that repeats a cell a billion times keeps it for ever.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.readers.flow import CellCount, Draft, DraftTable, PlainBlock, settled
from droitcommun.intake.readers.markup import tree
from droitcommun.intake.refusals import RefusedError

Flow = Iterator[str | DraftTable]

_PARAGRAPHS = {"text.p", "text.h"}
_WRAPPERS = {
    "text.section",
    "text.list",
    "text.list-item",
    "text.list-header",
    "text.numbered-paragraph",
    "text.index-body",
    "text.table-of-content",
    "draw.frame",
    "draw.text-box",
    "draw.g",
    "draw.a",
    "draw.custom-shape",
    "draw.rect",
    "draw.ellipse",
    "table.table-row-group",
    "table.table-rows",
    "table.table-header-rows",
}
_GONE = {"text.tracked-changes", "office.annotation", "office.annotation-end", "text.ruby-text", "text.note"}
_BOXES = {"draw.frame", "draw.g", "draw.custom-shape", "draw.rect", "draw.ellipse"}
_MOST_SPACES = 200


def read_odt(content: bytes, limits: Limits) -> list[PlainBlock]:
    """Return the blocks; raises RefusedError."""
    archive = Archive(content, limits)
    if (
        b'"styles.xml"' in archive.head("META-INF/manifest.xml", 1 << 20)
        and "styles.xml" not in archive.names
    ):
        raise RefusedError("damaged")  # headers and footers would be missing
    body = tree(archive.chunks("content.xml"), limits)
    styles = tree(archive.chunks("styles.xml"), limits) if "styles.xml" in archive.names else Element("none")
    return settled(_Document(body, styles, limits).flow())


class _Document:
    def __init__(self, content: Element, styles: Element, limits: Limits) -> None:
        found = content.find("office.body/office.text")
        if found is None:
            raise RefusedError("damaged")
        self._text = found
        self._count = CellCount(limits)
        self._notes: list[Element] = []
        # A paragraph or a table whose style names a master page begins a new run of pages.
        self._page_of = {
            style.get("style.name", ""): name
            for part in (styles, content)
            for style in part.iter("style.style")
            if (name := style.get("style.master-page-name"))
        }
        self._masters = {page.get("style.name", ""): page for page in styles.iter("style.master-page")}

    def flow(self) -> Flow:
        """Yield all that is printed: each run of pages between its header and its footer, notes at the end."""
        page: str | None = None
        for element in _unwrapped(self._text):
            if element.tag not in _PARAGRAPHS and element.tag != "table.table":
                continue
            style = element.get("text.style-name") or element.get("table.style-name") or ""
            if style in self._page_of or page is None:
                if page is not None:
                    yield from self._margin(page, "footer")
                page = self._page_of.get(style, "Standard")
                yield from self._margin(page, "header")
            yield from self._block(element)
        if page is not None:
            yield from self._margin(page, "footer")
        while self._notes:
            for child in _unwrapped(self._notes.pop(0)):
                yield from self._block(child)

    def _margin(self, page: str, kind: str) -> Flow:
        """Yield the header or the footer of a run of pages: of its first page, then of those that follow."""
        told: list[list[PlainBlock]] = []
        for master in (self._masters.get(page), self._following(page)):
            if master is None:
                continue
            for name in (f"style.{kind}-first", f"style.{kind}", f"style.{kind}-left"):
                found = master.find(name)
                if found is None or found.get("style.display") == "false":
                    continue
                drafts = [block for child in _unwrapped(found) for block in self._block(child)]
                seen = settled(drafts)
                if seen not in told:  # the same words twice are one header
                    yield from ("", *drafts, "")  # apart from the text of the page
                told.append(seen)

    def _following(self, page: str) -> Element | None:
        master = self._masters.get(page)
        return None if master is None else self._masters.get(master.get("style.next-style-name", page))

    def _block(self, element: Element) -> Flow:
        if element.tag in _PARAGRAPHS:
            text: list[str] = []
            boxes: list[Element] = []
            self._collect(element, text, boxes)
            if text or not boxes:
                yield "".join(text)
            for box in boxes:
                for child in _unwrapped(box):
                    yield from self._block(child)
        elif element.tag == "table.table":
            yield self._table(element)

    def _table(self, element: Element) -> DraftTable:
        table = DraftTable()
        for row in _unwrapped(element):
            if row.tag != "table.table-row":
                continue
            repeated = _number(row, "table.number-rows-repeated")
            self._count.add(repeated)  # a row takes room even when it holds nothing
            cells = self._row(row, repeated)
            table.rows += [cells] * repeated
        return table

    def _row(self, row: Element, repeated: int) -> list[Draft]:
        cells: list[Draft] = []
        column = 0
        for cell in row:
            width = _number(cell, "table.number-columns-repeated")
            if cell.tag == "table.table-cell":
                self._count.add(width * repeated)
                blocks = [block for child in _unwrapped(cell) for block in self._block(child)]
                spanned = _number(cell, "table.number-columns-spanned")
                rows = _number(cell, "table.number-rows-spanned")
                cells += [Draft(column + step, blocks, spanned, rows) for step in range(width)]
            column += width
        return cells

    def _collect(self, element: Element, text: list[str], boxes: list[Element]) -> None:
        text.append(_spaced(element.text))
        for child in element:
            match child.tag:
                case "text.s":
                    text.append(" " * min(_number(child, "text.c"), _MOST_SPACES))
                case "text.tab":
                    text.append("\t")
                case "text.line-break":
                    text.append("\n")
                case "text.note":
                    body = child.find("text.note-body")
                    if body is not None:
                        self._notes.append(body)
                case tag if tag in _BOXES:
                    boxes.append(child)
                case tag if tag in _GONE:
                    pass
                case _:
                    self._collect(child, text, boxes)
            text.append(_spaced(child.tail))


def _unwrapped(element: Element) -> Iterator[Element]:
    """Yield the children; what only wraps them (sections, lists, frames, groups of rows) is looked through."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        elif child.tag not in _GONE:
            yield child


def _spaced(text: str | None) -> str:
    """Line ends inside the XML are spaces."""
    return (text or "").replace("\n", " ").replace("\r", " ")


def _number(element: Element, name: str) -> int:
    """Read a count, 1 or more; what is no number is 1, what is huge stays huge enough to be refused."""
    text = element.get(name, "1")
    return max(1, int(text[:9])) if text.isascii() and text.isdigit() else 1
