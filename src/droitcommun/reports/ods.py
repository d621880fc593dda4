"""Tabs as ODS: numbers are numbers with their digits, text is text whatever it begins with, the head stays in sight."""

from datetime import date
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from droitcommun.core.figures import plain
from droitcommun.reports.opendocument import SPREADSHEET, package, written
from droitcommun.reports.tabs import Tab, Value, cut, decimals

# As a character of a column is wide.
_CHARACTER_CM = 0.19


def ods(tabs: tuple[Tab, ...], *, title: str, author: str, as_of: date) -> bytes:
    """Write tabs; `as_of` is the date of the workbook, whatever the clock says."""
    widths = sorted({width for tab in tabs for _, width in tab.columns})
    columns = "".join(
        f'<style:style style:name="Column{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * _CHARACTER_CM:.2f}cm"/></style:style>'
        for width in widths
    )
    formats = "".join(
        f'<number:number-style style:name="Number{places}"><number:number number:decimal-places="{places}"'
        f' number:min-decimal-places="{places}" number:min-integer-digits="1" number:grouping="true"/>'
        "</number:number-style>"
        f'<style:style style:name="Value{places}" style:family="table-cell" style:data-style-name="Number{places}">'
        '<style:table-cell-properties style:vertical-align="top"/></style:style>'
        for places in range(11)
    )
    cells = (
        '<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties'
        ' fo:background-color="#e7ebec" fo:wrap-option="wrap" style:vertical-align="top"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Text" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"'
        ' style:vertical-align="top"/></style:style>'
    )
    return package(
        SPREADSHEET,
        content=f"<office:automatic-styles>{columns}{formats}{cells}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(map(_tab, tabs))}</office:spreadsheet></office:body>",
        styles='<office:styles><style:default-style style:family="table-cell"><style:text-properties fo:language="fr"'
        ' fo:country="FR"/></style:default-style></office:styles>',
        settings=_frozen(tabs),
        title=title,
        author=author,
        as_of=as_of,
    )


def _tab(tab: Tab) -> str:
    columns = "".join(f'<table:table-column table:style-name="Column{width}"/>' for _, width in tab.columns)
    head = "".join(_cell(name, "Head") for name, _ in tab.columns)
    rows = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in tab.rows)
    return (
        f"<table:table table:name={quoteattr(tab.name)}>{columns}"
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>{rows}</table:table>"
    )


def _cell(value: Value, style: str = "Text") -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, Decimal):
        digits = plain(value)
        return (
            f'<table:table-cell table:style-name="Value{decimals(value)}" office:value-type="float"'
            f' office:value="{digits}">'
            f"<text:p>{digits}</text:p></table:table-cell>"
        )
    paragraphs = "".join(f"<text:p>{written(line)}</text:p>" for line in cut(value).split("\n"))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'


def _frozen(tabs: tuple[Tab, ...]) -> str:
    """Keep the first row in sight."""
    items = (
        ("VerticalSplitMode", "short", 2),
        ("VerticalSplitPosition", "int", 1),
        ("ActiveSplitRange", "short", 2),
        ("PositionBottom", "int", 1),
    )
    told = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in items
    )
    entries = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(tab.name)}>{told}</config:config-item-map-entry>"
        for tab in tabs
    )
    return (
        '<office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed'
        ' config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{entries}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>"
    )
