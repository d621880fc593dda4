"""DOCX, by its XML: paragraphs, tables, text boxes, headers and footers, as they would be printed.

Tracked changes are accepted: what was deleted is left out. python-docx is not used: it takes time that grows as
the square of the cells, and gives a merged cell once for each place that it covers.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.readers.flow import CellCount, Draft, DraftTable, PlainBlock, settled
from droitcommun.intake.readers.markup import tree
from droitcommun.intake.readers.relations import relations
from droitcommun.intake.refusals import RefusedError

_GONE = {"w.del", "w.moveFrom", "w.instrText", "w.delText", "mc.Fallback", "w.pPr", "w.sectPr"}
_BREAKS = {"w.br": "\n", "w.cr": "\n", "w.tab": "\t", "w.ptab": "\t", "w.noBreakHyphen": "-"}
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF  # what a symbol font does with its own codes

Flow = Iterator[str | DraftTable]


def read_docx(content: bytes, limits: Limits) -> list[PlainBlock]:
    """Return the blocks; raises RefusedError."""
    archive = Archive(content, limits)
    return settled(_Document(archive, limits).flow())


class _Document:
    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._count = CellCount(limits)
        whole = {relation.kind: relation.target for relation in relations(archive, "", limits)}
        self._main = whole.get("officeDocument", "word/document.xml")
        self._relations = tuple(relations(archive, self._main, limits))
        self._parts = {relation.id: relation.target for relation in self._relations}
        self._headers: dict[tuple[str, str], str] = {}  # header or footer, and its type → its part

    def flow(self) -> Flow:
        """Yield all that is printed: each section between its header and its footer, notes at the end."""
        body = self._tree(self._main).find("w.body")
        if body is None:
            raise RefusedError("damaged")
        section: list[str | DraftTable] = []
        for child in _unwrapped(body):
            section += self._block(child)
            properties = child if child.tag == "w.sectPr" else child.find("w.pPr/w.sectPr")
            if properties is not None:
                yield from self._section(section, properties)
                section = []
        yield from section
        yield from self._notes()

    def _section(self, blocks: list[str | DraftTable], properties: Element) -> Flow:
        for kind in ("header", "footer"):
            for reference in properties.findall(f"w.{kind}Reference"):
                name = reference.get("r.id", "")
                if name not in self._parts:
                    raise RefusedError("damaged")
                self._headers[kind, reference.get("w.type", "default")] = self._parts.get(name, "")
        first = properties.find("w.titlePg") is not None
        yield from self._margin("header", first=first)
        yield from blocks
        yield from self._margin("footer", first=first)

    def _margin(self, kind: str, *, first: bool) -> Flow:
        """Yield what stands above or below a section's pages: that of the first page, if it has its own, then all."""
        told: list[list[PlainBlock]] = []
        for variant in ("first", "default") if first else ("default",):
            name = self._headers.get((kind, variant), "")
            if name not in self._archive.names:
                continue
            drafts = [block for child in _unwrapped(self._tree(name)) for block in self._block(child)]
            seen = settled(drafts)
            if seen not in told:  # the same words twice are one header
                yield from ("", *drafts, "")  # apart from the text of the page
            told.append(seen)

    def _notes(self) -> Flow:
        for kind, _id, name in self._relations:
            if kind not in ("footnotes", "endnotes"):
                continue
            for note in self._tree(name).findall(f"w.{kind.removesuffix('s')}"):
                if note.get("w.type", "normal") == "normal":
                    for child in _unwrapped(note):
                        yield from self._block(child)

    def _block(self, element: Element) -> Flow:
        match element.tag:
            case "w.p":
                yield from self._paragraph(element)
            case "w.tbl":
                yield self._table(element)
            case _:
                return

    def _paragraph(self, paragraph: Element) -> Flow:
        text: list[str] = []
        boxes: list[Element] = []
        _collect(paragraph, text, boxes)
        if text or not boxes:
            yield "".join(text)
        for box in boxes:
            for child in _unwrapped(box):
                yield from self._block(child)

    def _table(self, element: Element) -> DraftTable:
        table = DraftTable()
        open_cells: dict[int, Draft] = {}  # by column: the cell that the next row may go on with
        for row in _unwrapped(element):
            if row.tag != "w.tr" or row.find("w.trPr/w.del") is not None:
                continue
            open_cells = self._row(row, table, open_cells)
        return table

    def _row(self, row: Element, table: DraftTable, above: dict[int, Draft]) -> dict[int, Draft]:
        cells: list[Draft] = []
        below: dict[int, Draft] = {}
        column = _number(row.find("w.trPr/w.gridBefore"), 0)
        if column:
            cells.append(Draft(0, columns=column))
        for cell in _unwrapped(row):
            if cell.tag != "w.tc" or cell.find("w.tcPr/w.cellDel") is not None:
                continue
            self._count.add()
            width = max(1, _number(cell.find("w.tcPr/w.gridSpan"), 1))
            merged = cell.find("w.tcPr/w.vMerge")
            goes_on = merged is not None and merged.get("w.val", "continue") == "continue"
            blocks = [block for child in _unwrapped(cell) for block in self._block(child)]
            if goes_on and column in above:
                draft = above[column]
                draft.rows += 1
                draft.blocks += [block for block in blocks if block != ""]  # Word hides it; lose nothing
            elif (
                (side := cell.find("w.tcPr/w.hMerge")) is not None
                and side.get("w.val") != "restart"
                and cells
            ):
                draft = cells[-1]  # the form of Word 97
                draft.columns += width
                draft.blocks += [block for block in blocks if block != ""]
            else:
                draft = Draft(column, blocks, columns=width)
                cells.append(draft)
            if merged is not None:
                below[column] = draft
            column += width
        table.rows.append(cells)
        return below

    def _tree(self, name: str) -> Element:
        return tree(self._archive.chunks(name), self._limits)


def _unwrapped(element: Element) -> Iterator[Element]:
    """Yield the children; what only wraps them (content controls, insertions, custom XML) is looked through."""
    for child in element:
        match child.tag:
            case "w.sdt":
                inside = child.find("w.sdtContent")
                if inside is not None:
                    yield from _unwrapped(inside)
            case "w.ins" | "w.moveTo" | "w.customXml" | "w.smartTag":
                yield from _unwrapped(child)
            case _:
                yield child


def _collect(element: Element, text: list[str], boxes: list[Element]) -> None:
    """Gather the text of a paragraph, and the text boxes that hang on it."""
    for child in element:
        match child.tag:
            case "w.t":
                text.append((child.text or "").replace("\n", " "))
            case "w.r" if (
                child.find("w.rPr/w.vanish") is not None and child.find("w.rPr/w.vanish[@w.val]") is None
            ):
                continue  # hidden text: nobody who reads the document sees it
            case "w.txbxContent":
                boxes.append(child)
            case "w.sym":
                text.append(_symbol(child.get("w.char", "")))
            case "w.br" if child.get("w.type", "textWrapping") != "textWrapping":
                continue  # a page or a column break is no text
            case tag if tag in _BREAKS:
                text.append(_BREAKS[tag])
            case tag if tag in _GONE:
                continue
            case _:
                _collect(child, text, boxes)


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return "\ufffd"
    private = _FIRST_PRIVATE <= value <= _LAST_PRIVATE
    return "\ufffd" if private or not 0x20 <= value < 0xD800 else chr(value)  # noqa: PLR2004 - no surrogate


def _number(element: Element | None, default: int) -> int:
    """Read a small count; what is no number is the default, what is huge is cut: a document may say anything."""
    text = "" if element is None else element.get("w.val", "")
    return min(int(text[:6]), _MOST_COLUMNS) if text.isascii() and text.isdigit() else default


# Word has 63 columns at most.
_MOST_COLUMNS = 1_000
