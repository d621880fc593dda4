"""The report as ODT, to go on editing: real styles, tables whose head repeats, a table of contents, French."""

from collections.abc import Iterator
from datetime import date
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
        f"<office:automatic-styles>{_column_styles(widths)}{_AUTOMATIC}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )
    return package(
        TEXT,
        content=content,
        styles=_styles(footer),
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
    """A table of contents that the program fills in with page numbers; until then, the titles as links."""
    entries = "".join(
        f'<text:p text:style-name="Contents_20_{one.level}"><text:a xlink:type="simple" xlink:href={quoteattr("#" + one.anchor)}>'
        f"{written(one.text)}</text:a></text:p>"
        for one in headings
        if one.level in (1, 2)
    )
    templates = "".join(
        f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
        '<text:index-entry-link-start/><text:index-entry-text/><text:index-entry-tab-stop style:type="right"'
        ' style:leader-char="."/><text:index-entry-page-number/><text:index-entry-link-end/>'
        "</text:table-of-content-entry-template>"
        for level in (1, 2)
    )
    return (
        '<text:table-of-content text:name="Sommaire" text:protected="false">'
        f'<text:table-of-content-source text:outline-level="2">{templates}</text:table-of-content-source>'
        f'<text:index-body><text:p text:style-name="Contents_20_Title">{written(name)}</text:p>{entries}</text:index-body>'
        "</text:table-of-content>"
    )


def _columns_name(widths: tuple[int, ...]) -> str:
    return f"Columns-{'-'.join(map(str, widths))}"


def _column_styles(widths: set[tuple[int, ...]]) -> str:
    return "".join(
        f'<style:style style:name="{_columns_name(some)}.{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{_PAGE_WIDTH_CM * width / sum(some):.3f}cm"/></style:style>'
        for some in sorted(widths)
        for place, width in enumerate(some)
    )


_EDGE = 'fo:padding="0.09cm" fo:border="0.5pt solid #b9b4a5"'
_AUTOMATIC = (
    '<style:style style:name="Table" style:family="table"><style:table-properties style:width="17cm" table:align="margins"/>'
    "</style:style>"
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>'
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {_EDGE}{shade}/></style:style>'
        for name, shade in (
            ("Head", ' fo:background-color="#e7ebec"'),
            ("Name", ' fo:background-color="#f5f4ef"'),
            ("Plain", ""),
        )
    )
    + "".join(
        f'<style:style style:name="Fresh_{level}" style:family="paragraph" style:parent-style-name="Heading_20_{level}">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
        for level in (1, 2, 3)
    )
    + '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="0.6cm" fo:text-indent="-0.6cm"/>'
    "</style:list-level-properties></text:list-level-style-bullet></text:list-style>"
)


def _style(name: str, parent: str, letters: str, paragraph: str, *, shown: str = "", outline: int = 0) -> str:
    level = f' style:default-outline-level="{outline}"' if outline else ""
    shown_as = f' style:display-name="{shown}"' if shown else ""
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}"{shown_as} style:family="paragraph"{above}{level} style:class="text">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {letters}/></style:style>"
    )


def _styles(footer: str) -> str:
    bold = 'fo:font-weight="bold" '
    brand = f'{bold}fo:color="#12394a" '
    keep = 'fo:keep-with-next="always" '
    small = 'fo:font-size="9pt"'
    named = (
        _style("Standard", "", 'fo:color="#172129"', 'fo:margin-bottom="0.2cm"'),
        _style("Title", "Standard", f'{brand}fo:font-size="24pt"', 'fo:text-align="center" fo:margin-top="5cm" fo:margin-bottom="0.5cm"'),
        _style("Subtitle", "Standard", 'fo:font-size="13pt"', 'fo:text-align="center"'),
        _style("Heading", "Standard", brand, f'{keep}fo:margin-top="0.5cm" fo:margin-bottom="0.25cm"'),
        _style("Heading_20_1", "Heading", 'fo:font-size="19pt"', keep, shown="Heading 1", outline=1),
        _style("Heading_20_2", "Heading", 'fo:font-size="13pt"', keep, shown="Heading 2", outline=2),
        _style("Heading_20_3", "Heading", 'fo:font-size="11pt"', keep, shown="Heading 3", outline=3),
        _style("Caption", "Standard", f'{small} {bold}fo:color="#46545f"', f'{keep}fo:margin-top="0.2cm" fo:margin-bottom="0.1cm"'),
        _style("Lead", "Standard", 'fo:font-size="11.5pt"', ""),
        _style("Note", "Standard", f'{small} fo:color="#46545f"', ""),
        _style("Sheet_20_Name", "Standard", f'{brand}fo:font-size="12pt"', "", shown="Sheet Name"),
        _style("Status", "Standard", f'{brand}fo:font-size="11pt"', keep),
        _style("Table_20_Contents", "Standard", small, 'fo:margin-bottom="0cm"', shown="Table Contents"),
        _style("Table_20_Heading", "Table_20_Contents", bold, 'fo:hyphenation-ladder-count="0"', shown="Table Heading"),
        _style("Table_20_Number", "Table_20_Contents", "", 'fo:text-align="end"', shown="Table Number"),
        _style("Head_20_Number", "Table_20_Heading", "", 'fo:text-align="end"', shown="Head Number"),
        _style("Contents_20_Title", "Standard", f'{brand}fo:font-size="19pt"', 'fo:break-before="page" fo:margin-bottom="0.3cm"', shown="Contents Title"),
        _style("Contents_20_1", "Standard", bold, 'fo:margin-top="0.2cm" fo:margin-bottom="0.05cm"', shown="Contents 1"),
        _style("Contents_20_2", "Standard", 'fo:font-size="9.5pt"', 'fo:margin-left="0.6cm" fo:margin-bottom="0.05cm"', shown="Contents 2"),
        _style("Footer", "Standard", 'fo:font-size="8pt" fo:color="#46545f"', ""),
    )  # fmt: skip
    default = (
        '<style:default-style style:family="paragraph"><style:text-properties style:font-name="Liberation Serif"'
        ' fo:font-family="Liberation Serif" fo:font-size="10pt" fo:language="fr" fo:country="FR"/></style:default-style>'
    )
    outline = "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format=""/>' for level in range(1, 11)
    )
    foot = (
        f'<text:p text:style-name="Footer">{written(footer)} — <text:page-number text:select-page="current">1</text:page-number>'
        " / <text:page-count>1</text:page-count></text:p>"
    )
    return (
        '<office:font-face-decls><style:font-face style:name="Liberation Serif" svg:font-family="Liberation Serif"'
        ' style:font-family-generic="roman"/></office:font-face-decls>'
        f"<office:styles>{default}{''.join(named)}"
        f'<text:outline-style style:name="Outline">{outline}</text:outline-style></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm"'
        ' fo:page-height="29.7cm" fo:margin="2cm"/><style:footer-style><style:header-footer-properties fo:min-height="0.8cm"'
        ' fo:margin-top="0.4cm"/></style:footer-style></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
        f"<style:footer>{foot}</style:footer></style:master-page></office:master-styles>"
    )
