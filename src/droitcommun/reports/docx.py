"""The report as DOCX, to go on editing: real styles, tables whose head repeats, a table of contents, French."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from droitcommun.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Contents,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Tone,
    words,
)
from droitcommun.reports.drawings import drawn
from droitcommun.reports.zips import dated_alike

if TYPE_CHECKING:
    from docx.document import Document

_PAGE_WIDTH_CM = 17.0
_NOT_YET = "…"  # until the page is known
_MOST_OF_A_PROPERTY = 255  # characters, as python-docx writes them
_TWIPS = 1440 / 2.54  # in a centimetre
# What of a table is set apart, as older programs read it: the bits of `w:tblLook`.
_FIRST_ROW, _FIRST_COLUMN, _NO_BANDS = 0x20, 0x80, 0x600
_COLOURS = {
    "ink": "172129",
    "brand": "12394A",
    "soft": "46545F",
    "head": "E7EBEC",
    "name": "F5F4EF",
    "rule": "B9B4A5",
}


def docx(blocks: tuple[Block, ...], *, title: str, author: str, footer: str, as_of: date) -> bytes:
    """Write blocks; `as_of` is the date of the document, whatever the clock says."""
    import docx as library

    document = library.Document()
    _set_up(document, title=title, author=author, footer=footer, as_of=as_of)
    pictures = [block for block in blocks if isinstance(block, Picture)]
    images = iter(drawn(tuple(block.svg for block in pictures)))
    headings = [block for block in blocks if isinstance(block, Heading)]
    for number, block in enumerate(blocks):
        match block:
            case Heading():
                _heading(document, block, headings.index(block))
            case Paragraph(text=text, tone=tone):
                _lines(document.add_paragraph(style=_STYLES[tone]), text)
            case Bullets(items=items):
                for item in items:
                    _lines(document.add_paragraph(style="List Bullet"), item)
            case Grid():
                _grid(document, block)
            case Picture():
                _picture(document, block, next(images), number)
            case Contents(title=name):
                _contents(document, name, headings)
    made = BytesIO()
    document.save(made)
    return dated_alike(made.getvalue())


_STYLES = {
    Tone.BODY: "Normal",
    Tone.LEAD: "Lead",
    Tone.NOTE: "Note",
    Tone.STATUS: "Status",
    Tone.CENTRE: "Subtitle",
    Tone.NAME: "Sheet Name",
}


def _set_up(document: "Document", *, title: str, author: str, footer: str, as_of: date) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt, RGBColor

    core = document.core_properties
    day = datetime.combine(as_of, time(), UTC)
    core.title, core.author, core.language = (
        title[:_MOST_OF_A_PROPERTY],
        author[:_MOST_OF_A_PROPERTY],
        "fr-FR",
    )
    core.last_modified_by = core.author
    core.created = core.modified = core.last_printed = day
    core.comments = core.keywords = core.subject = core.category = ""
    core.revision = 1

    _in_french(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{footer} — ")
    _field(foot, "PAGE", "1")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES", "1")

    styles = document.styles
    for name, size, colour in (
        ("Normal", 10, "ink"),
        ("Title", 21, "brand"),
        ("Subtitle", 13, "ink"),
        ("Heading 1", 19, "brand"),
        ("Heading 2", 13, "brand"),
        ("Heading 3", 11, "brand"),
        ("Caption", 9, "soft"),
    ):
        _look(styles[name], size, _COLOURS[colour])
    for name, base, points, colour in (
        ("Lead", "Normal", 11.5, "ink"),
        ("Note", "Normal", 9, "soft"),
        ("Status", "Normal", 11, "brand"),
        ("Sheet Name", "Normal", 12, "brand"),
        ("Table Text", "Normal", 9, "ink"),
        ("Table Head", "Normal", 9, "ink"),
        ("Contents Title", "Normal", 19, "brand"),
        ("TOC 1", "Normal", 10, "ink"),
        ("TOC 2", "Normal", 9.5, "ink"),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _look(style, points, _COLOURS[colour])
    for name in ("Title", "Status", "Sheet Name", "Contents Title", "Table Head"):
        styles[name].font.bold = True
    for name in ("Table Text", "Table Head"):
        styles[name].paragraph_format.space_after = Pt(0)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["TOC 1"].paragraph_format.space_before = Pt(6)
    styles["TOC 1"].font.bold = True
    styles["TOC 2"].paragraph_format.left_indent = Cm(0.6)
    for name in ("TOC 1", "TOC 2"):
        contents = styles[name].paragraph_format
        contents.space_after = Pt(2)
        contents.right_indent = Cm(1)  # a title that goes on does so before the pages
        contents.tab_stops.add_tab_stop(Cm(_PAGE_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Status"].paragraph_format.keep_with_next = True
    styles["Title"].paragraph_format.space_before = Pt(140)
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _plain(styles[name])
    foot.style.font.size = Pt(8)
    foot.style.font.color.rgb = RGBColor.from_string(_COLOURS["soft"])


def _in_french(document: "Document") -> None:
    """Say that the document is in French, where the model of python-docx says English."""
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.find(f".//{qn('w:lang')}").set(qn("w:val"), "fr-FR")
    settings = document.settings.element
    for name, value in (("w:themeFontLang", "fr-FR"), ("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        settings.find(qn(name)).set(qn("w:val"), value)


def _plain(style: Any) -> None:
    """Take off the rule and the spread letters that the model of python-docx gives to a title."""
    from docx.oxml.ns import qn

    for place, name in ((style.element.pPr, "w:pBdr"), (style.element.rPr, "w:spacing")):
        for found in [] if place is None else place.findall(qn(name)):
            place.remove(found)


def _look(style: Any, size: float, colour: str) -> None:
    """Set the letters of a style, and its language."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size = Pt(size)
    style.font.name = "Liberation Serif"
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.italic = False
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), "Liberation Serif")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    for former in properties.findall(qn("w:lang")):
        properties.remove(former)
    properties.append(language)


def _lines(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """Write text; a line break stays one."""
    run = paragraph.add_run()
    run.bold = bold or None
    for number, line in enumerate(text.split("\n")):
        if number:
            run.add_break()
        run.add_text(line)


def _heading(document: "Document", block: Heading, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.add_heading(level=block.level)
    paragraph.paragraph_format.page_break_before = block.fresh or None
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _bookmark(block))
    paragraph._p.append(start)  # noqa: SLF001 - python-docx has no bookmarks of its own
    _lines(paragraph, block.text)
    paragraph._p.append(end)  # noqa: SLF001 - the same


def _bookmark(block: Heading) -> str:
    return f"_{block.anchor.replace('-', '_')}"


def _grid(document: "Document", block: Grid) -> None:
    """A table. Its elements are made here: python-docx takes a minute for those of sixty sheets."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    if block.caption:
        document.add_paragraph(block.caption, style="Caption")
    if not block.rows:
        return
    table = document.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    whole = sum(block.widths)
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Cm(_PAGE_WIDTH_CM * width / whole)
    inside = table._tbl  # noqa: SLF001 - what is made here is put there
    edges = _element("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edges.append(_element(f"w:{edge}", val="single", sz="4", space="0", color=_COLOURS["rule"]))
    inside.tblPr.append(edges)
    margins = _element("w:tblCellMar")
    for side, twips in (("top", "45"), ("left", "90"), ("bottom", "45"), ("right", "90")):
        margins.append(_element(f"w:{side}", w=twips, type="dxa"))
    # In the order of the schema: borders, layout, margins, look, caption.
    _before_look(inside.tblPr, margins)
    inside.tblPr.append(_element("w:tblCaption", val=block.caption or "Tableau"))
    look = inside.tblPr.find(qn("w:tblLook"))
    for name, is_header in (("firstRow", bool(block.head)), ("firstColumn", block.named)):
        look.set(qn(f"w:{name}"), "1" if is_header else "0")
    look.set(qn("w:val"), f"{_NO_BANDS + _FIRST_ROW * bool(block.head) + _FIRST_COLUMN * block.named:04X}")
    if block.head:
        inside.append(_row(block, block.head, is_head=True))
    for row in block.rows:
        inside.append(_row(block, row, is_head=False))
    document.add_paragraph(style="Table Text")


def _before_look(properties: Any, margins: Any) -> None:
    from docx.oxml.ns import qn

    layout, look, edges = (
        properties.find(qn(f"w:{name}")) for name in ("tblLayout", "tblLook", "tblBorders")
    )
    layout.addprevious(edges)
    look.addprevious(margins)


def _row(block: Grid, row: tuple[Cell, ...], *, is_head: bool) -> Any:
    made = _element("w:tr")
    properties = _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    if is_head:
        properties.append(_element("w:tblHeader"))
    made.append(properties)
    whole = sum(block.widths)
    for place, value in enumerate(row):
        is_name = block.named and place == 0
        cell, about = _element("w:tc"), _element("w:tcPr")
        twips = round(_PAGE_WIDTH_CM * block.widths[place] / whole * _TWIPS)
        about.append(_element("w:tcW", w=str(twips), type="dxa"))
        if is_head or is_name:
            about.append(
                _element("w:shd", val="clear", color="auto", fill=_COLOURS["head" if is_head else "name"])
            )
        cell.append(about)
        cell.append(_paragraph(words(value), bold=is_head or is_name, right=block.numeric[place]))
        made.append(cell)
    return made


def _paragraph(text: str, *, bold: bool, right: bool) -> Any:
    made, properties, run = _element("w:p"), _element("w:pPr"), _element("w:r")
    properties.append(_element("w:pStyle", val="TableHead" if bold else "TableText"))
    if right:
        properties.append(_element("w:jc", val="right"))
    made.append(properties)
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(_element("w:br"))
        run.add_t(line)
    made.append(run)
    return made


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _picture(document: "Document", block: Picture, image: bytes, number: int) -> None:
    from docx.shared import Cm

    run = document.add_paragraph().add_run()
    shape = run.add_picture(BytesIO(image), width=Cm(_PAGE_WIDTH_CM * block.width / 100))
    properties = shape._inline.docPr  # noqa: SLF001 - nor of alternative texts
    properties.set("descr", block.alternative)
    properties.set("name", f"Graphique {number}")


def _contents(document: "Document", name: str, headings: list[Heading]) -> None:
    """A field that Word offers to fill in when it opens the file; and each line asks for its page by itself.

    So LibreOffice, which fills in no contents, has the pages too, and Word when it prints, whatever was answered.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    title = document.add_paragraph(name, style="Contents Title")
    title.paragraph_format.page_break_before = True
    listed = [one for one in headings if one.level in (1, 2)]
    for number, heading in enumerate(listed):
        paragraph = document.add_paragraph(style=f"TOC {heading.level}")
        if number == 0:
            _mark(paragraph, "begin")
            _instruction(paragraph, ' TOC \\o "1-2" \\h \\z \\u ')
            _mark(paragraph, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark(heading))
        before = len(paragraph.runs)
        run = paragraph.add_run(heading.text.replace("\n", " "))
        run.add_tab()
        _field(paragraph, f"PAGEREF {_bookmark(heading)} \\h", _NOT_YET)
        for part in paragraph.runs[before:]:
            link.append(part._r)  # noqa: SLF001 - nor of links inside the document
        paragraph._p.append(link)  # noqa: SLF001 - the same
        if number == len(listed) - 1:
            _mark(paragraph, "end")
    settings = document.settings.element
    settings.find(qn("w:compat")).addprevious(
        _element("w:updateFields", val="true")
    )  # where the schema has it


def _field(paragraph: Any, code: str, until_then: str) -> None:
    _mark(paragraph, "begin")
    _instruction(paragraph, f" {code} ")
    _mark(paragraph, "separate")
    paragraph.add_run(until_then)
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001 - python-docx has no fields


def _instruction(paragraph: Any, code: str) -> None:
    from docx.oxml.ns import qn

    instruction = _element("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    paragraph.add_run()._r.append(instruction)  # noqa: SLF001 - the same
