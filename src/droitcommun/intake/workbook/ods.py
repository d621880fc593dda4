"""A workbook as ODS, its XML written here: typed cells, drop-downs, protection, as `xlsx` does.

odfdo has no door to validations and protection; the few elements that they take are written in order.
"""

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from droitcommun.core.figures import Unit, plain
from droitcommun.intake.workbook import look
from droitcommun.intake.workbook.book import Book, Check, Limit, Row, Style, Tab, Typed, writable
from droitcommun.intake.workbook.vocabulary import PREFIX, Column

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MADE = (1980, 1, 1, 0, 0, 0)
_INDEX = {column: index for index, column in enumerate(look.COLUMNS)}
_SPACES = re.compile(" {2,}")
_NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
        ("manifest", "manifest"),
    )
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
)
_UNITS: dict[Unit | None, str] = {
    Unit.PERCENT: "percent",
    Unit.POINTS: "general",
    Unit.EUROS: "euros",
    Unit.COUNT: "general",
    None: "text",
}
_WORDS = {Unit.PERCENT: " %", Unit.EUROS: " €"}


def write_ods(book: Book) -> bytes:
    """Write a workbook; the same one always gives the same bytes."""
    checks = list(dict.fromkeys(row.check for tab in book.tabs for row in tab.rows if row.check))
    tables = "".join(_table(tab, checks) for tab in book.tabs)
    validations = "".join(_validation(check, number) for number, check in enumerate(checks))
    content = (
        f'<office:document-content{_NAMES} office:version="1.3"><office:automatic-styles>{_automatic_styles(book)}'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"<table:content-validations>{validations}</table:content-validations>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "content.xml": content,
        "styles.xml": _styles(),
        "meta.xml": _meta(book),
        "META-INF/manifest.xml": _MANIFEST,
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _MADE), _TYPE, zipfile.ZIP_STORED)
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return target.getvalue()


def _table(tab: Tab, checks: list[Check]) -> str:
    columns = "".join(_column(column, index) for column, index in _INDEX.items())
    heads = "".join(
        _cell(str(tab.head) if column is Column.KEY else f"{PREFIX}{column.value}", "plain")
        for column in _INDEX
    )
    rows = "".join(_row(row, checks) for row in tab.rows)
    last = chr(ord("A") + _INDEX[look.TABLE[-1]])
    area = f"$'{tab.name}'.$B$2:$'{tab.name}'.${last}${len(tab.rows) + 1}"
    return (
        f'<table:table table:name={quoteattr(tab.name)} table:style-name="ta" table:protected="true" '
        f"table:print-ranges={quoteattr(area)}>"
        '<table:table-protection table:select-protected-cells="true" table:select-unprotected-cells="true"/>'
        f'{columns}<table:table-row table:style-name="ro-head" table:visibility="collapse">{heads}'
        f"</table:table-row>{rows}</table:table>"
    )


def _column(column: Column, index: int) -> str:
    hidden = ' table:visibility="collapse"' if column is Column.KEY else ""
    return f'<table:table-column table:style-name="co{index}"{hidden} table:default-cell-style-name="plain"/>'


def _row(row: Row, checks: list[Check]) -> str:
    key = _cell(row.key, "plain")
    unit = _UNITS[row.unit]
    match row.style:
        case Style.TITLE | Style.SECTION:
            cells = _cell(row.label, row.style.value, span=len(look.TABLE))
        case Style.INFORMATION:
            cells = _label(row) + _cell(row.before, "wide", span=len(look.TABLE) - 1)
        case Style.COLUMNS:
            cells = "".join(_cell(value, "head") for value in (row.label, row.before, row.fill, row.help))
        case Style.FIELD | Style.PROSE:
            check = f' table:content-validation-name="v{checks.index(row.check)}"' if row.check else ""
            cells = (
                _label(row)
                + _cell(row.before, f"known-{unit}")
                + _cell(row.fill, f"asked-{unit}", more=check)
                + _cell(row.help, "help")
            )
    return f'<table:table-row table:style-name="ro{_height(row)}">{key}{cells}</table:table-row>'


def _label(row: Row) -> str:
    if not row.link:
        return _cell(row.label, "label")
    link = (
        f'<text:a xlink:href={quoteattr(f"#{row.link}.B2")} xlink:type="simple">{_text(row.label)}</text:a>'
    )
    opened = '<table:table-cell table:style-name="link" office:value-type="string">'
    return f"{opened}<text:p>{link}</text:p></table:table-cell>"


def _cell(value: Typed, style: str, *, span: int = 1, more: str = "") -> str:
    attributes = f' table:style-name="{style}"{more}'
    covered = ""
    if span > 1:
        attributes += f' table:number-columns-spanned="{span}" table:number-rows-spanned="1"'
        covered = "<table:covered-table-cell/>" * (span - 1)
    match value:
        case None | "":
            return f"<table:table-cell{attributes}/>{covered}"
        case Decimal():
            digits = plain(value)
            return (
                f'<table:table-cell{attributes} office:value-type="float" office:value="{digits}">'
                f"<text:p>{digits.replace('.', ',')}</text:p></table:table-cell>{covered}"
            )
        case _:
            paragraphs = "".join(f"<text:p>{_text(line)}</text:p>" for line in value.split("\n"))
            return f'<table:table-cell{attributes} office:value-type="string">{paragraphs}</table:table-cell>{covered}'


def _text(text: str) -> str:
    """Escape a text; the format eats spaces that follow a space, unless they are said."""
    safe = escape(writable(text).replace("\t", " "))
    return _SPACES.sub(lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', safe)


def _validation(check: Check, number: int) -> str:
    match check.limit:
        case Limit.LIST:
            choices = ";".join('"' + choice.replace('"', '""') + '"' for choice in check.choices)
            condition = f"of:cell-content-is-in-list({choices})"
        case Limit.DECIMAL:
            condition = (
                f"of:cell-content-is-decimal-number() and cell-content-is-between({check.low},{check.high})"
            )
        case Limit.WHOLE | Limit.WARNED:
            condition = (
                f"of:cell-content-is-whole-number() and cell-content-is-between({check.low},{check.high})"
            )
        case Limit.TEXT:
            condition = f"of:cell-content-text-length()<={check.high}"
    kind = "warning" if check.limit is Limit.WARNED else "stop"
    return (
        f'<table:content-validation table:name="v{number}" table:condition={quoteattr(condition)} '
        'table:allow-empty-cell="true" table:display-list="unsorted">'
        f'<table:help-message table:title="À remplir" table:display="true">'
        f"<text:p>{_text(check.expected)}</text:p></table:help-message>"
        f'<table:error-message table:title="Valeur inattendue" table:message-type="{kind}" table:display="true">'
        f"<text:p>{_text(f'Attendu : {check.expected}')}</text:p></table:error-message></table:content-validation>"
    )


def _height(row: Row) -> int:
    return round(look.height(row))


def _automatic_styles(book: Book) -> str:
    heights = sorted({_height(row) for tab in book.tabs for row in tab.rows})
    rows = "".join(
        f'<style:style style:name="ro{height}" style:family="table-row"><style:table-row-properties '
        f'style:row-height="{height}pt" style:use-optimal-row-height="false"/></style:style>'
        for height in heights
    )
    columns = "".join(
        f'<style:style style:name="co{index}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{look.WIDTHS[column] * 6.1:.1f}pt"/></style:style>'
        for column, index in _INDEX.items()
    )
    numbers = (
        "".join(
            f'<number:number-style style:name="n-{unit.value}"><number:number number:min-integer-digits="1"/>'
            f"{f'<number:text>{_WORDS[unit]}</number:text>' if unit in _WORDS else ''}</number:number-style>"
            for unit in (Unit.PERCENT, Unit.EUROS, Unit.COUNT)
        )
        + '<number:text-style style:name="n-text"><number:text-content/></number:text-style>'
    )
    table = (
        '<style:style style:name="ta" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ro-head" style:family="table-row">'
        '<style:table-row-properties style:row-height="13pt"/></style:style>'
    )
    return numbers + table + rows + columns + _cell_styles()


def _cell_styles() -> str:
    line = f'fo:border="0.5pt solid {look.LINE}"'
    frame = f'fo:border="1.5pt solid {look.FRAME}"'
    ground = f'fo:background-color="{look.GROUND}"'
    found = [
        _style("plain"),
        _style("label", text='fo:font-weight="bold"'),
        _style("link", text=f'fo:color="{look.FRAME}" style:text-underline-style="solid"'),
        _style("title", text=f'fo:font-weight="bold" fo:font-size="{look.TITLE_SIZE}pt"'),
        _style(
            "section",
            cell=f'fo:background-color="{look.HEAD_GROUND}"',
            text=f'fo:font-weight="bold" fo:font-size="{look.SECTION_SIZE}pt" fo:color="{look.HEAD_INK}"',
        ),
        _style("head", cell=line, text='fo:font-weight="bold"'),
        _style("wide", cell=f"{line} {ground}"),
        _style("help", text=f'fo:font-style="italic" fo:color="{look.MUTED}"'),
    ]
    for unit, shown in (
        ("percent", "n-percent"),
        ("euros", "n-euros"),
        ("general", "n-count"),
        ("text", "n-text"),
    ):
        found.append(_style(f"known-{unit}", number=shown, cell=f"{line} {ground}"))
        found.append(_style(f"asked-{unit}", number=shown, cell=f'{frame} style:cell-protect="none"'))
    return "".join(found)


def _style(name: str, *, number: str = "", cell: str = "", text: str = "") -> str:
    shown = f' style:data-style-name="{number}"' if number else ""
    protect = "" if "cell-protect" in cell else ' style:cell-protect="protected"'
    size = "" if "font-size" in text else f' fo:font-size="{look.SIZE}pt"'
    ink = "" if "fo:color" in text else f' fo:color="{look.INK}"'
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{shown}>'
        f'<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" '
        f'fo:padding="1.5pt"{protect} {cell}/>'
        '<style:paragraph-properties fo:text-align="start"/>'
        f'<style:text-properties style:font-name="{look.FONT}" fo:font-family="{look.FONT}" '
        f'fo:language="fr" fo:country="FR"'
        f"{size}{ink} {text}/></style:style>"
    )


def _styles() -> str:
    return (
        f'<office:document-styles{_NAMES} office:version="1.3"><office:styles>'
        '<style:style style:name="Default" style:family="table-cell"/></office:styles><office:automatic-styles>'
        '<style:page-layout style:name="page"><style:page-layout-properties '
        'fo:page-width="29.7cm" fo:page-height="21cm" '
        'style:print-orientation="landscape" fo:margin="1.2cm" style:scale-to-X="1"/>'
        "<style:header-style/><style:footer-style><style:header-footer-properties "
        'fo:min-height="0.8cm" svg:height="0.8cm" '
        'fo:margin-top="0.25cm"/></style:footer-style></style:page-layout>'
        "</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Default" style:page-layout-name="page">'
        '<style:header style:display="false"/>'
        "<style:footer><text:p><text:sheet-name>?</text:sheet-name>, page <text:page-number>1</text:page-number> / "
        "<text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )


def _meta(book: Book) -> str:
    made = f"{book.head.as_of.isoformat()}T00:00:00"
    return (
        f'<office:document-meta{_NAMES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(writable(book.title))}</dc:title>"
        f"<dc:language>fr-FR</dc:language><meta:creation-date>{made}</meta:creation-date></office:meta>"
        "</office:document-meta>"
    )


_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    + "</manifest:manifest>"
)
