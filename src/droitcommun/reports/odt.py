"""The report as ODT, to go on editing: real styles, tables whose head repeats, a table of contents, French."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from xml.sax.saxutils import escape, quoteattr

from droitcommun.reports.blocks import (
    Block,
    Bullets,
    Contents,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Tone,
    words,
)
from droitcommun.reports.drawings import drawn
from droitcommun.reports.opendocument import TEXT, package, written

_PAGE_WIDTH_CM = 17.0
_NOT_YET = "…"  # until the page is known
# Where the styles say the words at the foot of the page.
_FOOTER = "@PIED@"
# Width of the drawings over their height, from the four bytes of each that say so in a PNG.
_WIDTH_AT, _HEIGHT_AT = slice(16, 20), slice(20, 24)

_STYLES = {
    Tone.BODY: "Standard",
    Tone.LEAD: "Lead",
    Tone.NOTE: "Note",
    Tone.STATUS: "Status",
    Tone.CENTRE: "Subtitle",
    Tone.NAME: "Sheet_20_Name",
}


def odt(blocks: tuple[Block, ...], *, title: str, author: str, footer: str, as_of: date) -> bytes:
    """Write blocks; `as_of` is the date of the document, whatever the clock says."""
    images = drawn(tuple(block.svg for block in blocks if isinstance(block, Picture)))
    names = tuple(f"Pictures/graphique-{number}.png" for number in range(1, len(images) + 1))
    body = "".join(_body(blocks, iter(zip(names, images, strict=True))))
    widths = {block.widths for block in blocks if isinstance(block, Grid)}
    content = (
        f"<office:automatic-styles>{_column_styles(widths)}{_part('odt_automatic.xml')}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )
    return package(
        TEXT,
        content=content,
        styles=_part("odt_styles.xml").replace(_FOOTER, written(footer)),
        title=title,
        author=author,
        as_of=as_of,
        pictures=tuple(zip(names, images, strict=True)),
    )


def _body(blocks: tuple[Block, ...], pictures: Iterator[tuple[str, bytes]]) -> Iterator[str]:
    headings = [block for block in blocks if isinstance(block, Heading)]
    tables = 0
    for block in blocks:
        match block:
            case Heading():
                yield _heading(block)
            case Paragraph(text=text, tone=tone):
                yield f'<text:p text:style-name="{_STYLES[tone]}">{written(text)}</text:p>'
            case Bullets(items=items):
                listed = "".join(
                    f'<text:list-item><text:p text:style-name="Standard">{written(item)}</text:p></text:list-item>'
                    for item in items
                )
                yield f'<text:list text:style-name="Bullets">{listed}</text:list>'
            case Grid():
                tables += 1
                yield _grid(block, tables)
            case Picture():
                name, image = next(pictures)
                yield _picture(block, name, image)
            case Contents(title=name):
                yield _contents(name, headings)


def _heading(block: Heading) -> str:
    if block.level == 0:
        return f'<text:p text:style-name="Title">{written(block.text)}</text:p>'
    style = f"Fresh_{block.level}" if block.fresh else f"Heading_20_{block.level}"
    return (
        f'<text:h text:style-name="{style}" text:outline-level="{block.level}">'
        f"<text:bookmark text:name={quoteattr(block.anchor)}/>{written(block.text)}</text:h>"
    )


def _grid(block: Grid, number: int) -> str:
    caption = f'<text:p text:style-name="Caption">{written(block.caption)}</text:p>' if block.caption else ""
    if not block.rows:
        return caption
    name = _columns_name(block.widths)
    columns = "".join(
        f'<table:table-column table:style-name="{name}.{place}"/>' for place in range(len(block.widths))
    )
    head = ""
    if block.head:
        cells = "".join(
            _cell(value, "Head", "Table_20_Heading" if not block.numeric[place] else "Head_20_Number")
            for place, value in enumerate(block.head)
        )
        head = (
            f"<table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows>"
        )
    rows = "".join(
        '<table:table-row table:style-name="Row">'
        + "".join(
            _cell(
                words(value),
                "Name" if block.named and place == 0 else "Plain",
                "Table_20_Heading"
                if block.named and place == 0
                else "Table_20_Number"
                if block.numeric[place]
                else "Table_20_Contents",
            )
            for place, value in enumerate(row)
        )
        + "</table:table-row>"
        for row in block.rows
    )
    return (
        f'{caption}<table:table table:name="Tableau {number}" table:style-name="Table">'
        f"<table:title>{escape(block.caption)}</table:title>{columns}{head}{rows}</table:table>"
        '<text:p text:style-name="Table_20_Contents"/>'
    )


def _cell(text: str, style: str, paragraph: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f'<text:p text:style-name="{paragraph}">{written(text)}</text:p></table:table-cell>'
    )


def _picture(block: Picture, name: str, image: bytes) -> str:
    wide = int.from_bytes(image[_WIDTH_AT], "big")
    high = int.from_bytes(image[_HEIGHT_AT], "big")
    width = _PAGE_WIDTH_CM * block.width / 100
    return (
        f'<text:p text:style-name="Standard"><draw:frame draw:name="{name[9:-4]}" text:anchor-type="as-char"'
        f' svg:width="{width:.2f}cm" svg:height="{width * high / wide:.2f}cm">'
        f'<draw:image xlink:href="{name}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:title>{escape(block.alternative)}</svg:title><svg:desc>{escape(block.alternative)}</svg:desc>"
        "</draw:frame></text:p>"
    )


def _contents(name: str, headings: list[Heading]) -> str:
    """A table of contents as the program makes it; until it does, each line asks for its page by itself."""
    entries = "".join(
        f'<text:p text:style-name="Contents_20_{one.level}">'
        f'<text:a xlink:type="simple" xlink:href={quoteattr("#" + one.anchor)} text:style-name="Index_20_Link"'
        ' text:visited-style-name="Index_20_Link">'
        f"{written(one.text)}<text:tab/>"
        f'<text:bookmark-ref text:reference-format="page" text:ref-name={quoteattr(one.anchor)}>{_NOT_YET}'
        "</text:bookmark-ref></text:a></text:p>"
        for one in headings
        if one.level in (1, 2)
    )
    templates = "".join(
        f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
        '<text:index-entry-link-start text:style-name="Index_20_Link"/><text:index-entry-text/>'
        '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
        "<text:index-entry-link-end/></text:table-of-content-entry-template>"
        for level in (1, 2)
    )
    return (
        '<text:table-of-content text:name="Sommaire" text:protected="false">'
        f'<text:table-of-content-source text:outline-level="2">{templates}</text:table-of-content-source>'
        f'<text:index-body><text:p text:style-name="Contents_20_Title">{written(name)}</text:p>{entries}'
        "</text:index-body>"
        "</text:table-of-content>"
    )


def _columns_name(widths: tuple[int, ...]) -> str:
    return f"Columns-{'-'.join(map(str, widths))}"


def _column_styles(widths: set[tuple[int, ...]]) -> str:
    return "".join(
        f'<style:style style:name="{_columns_name(some)}.{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{_PAGE_WIDTH_CM * width / sum(some):.3f}cm"/>'
        "</style:style>"
        for some in sorted(widths)
        for place, width in enumerate(some)
    )


def _part(name: str) -> str:
    """A part that never changes, beside the code: elements a line, and nothing between them."""
    return (files("droitcommun.reports") / name).read_text(encoding="utf-8").replace("\n", "")
