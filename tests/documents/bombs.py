"""Files that are small, or well-formed, and made to exhaust whoever reads them. All are generated here.

Each bomb says which code refuses it; one that a reader sees through, and reads, says None.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.documents.containers import (
    FORMATS,
    SHARED_STRINGS,
    docx_members,
    lying,
    ods_members,
    odt_members,
    page_of,
    pdf,
    shared_strings,
    simple,
    stream,
    xlsx_members,
    zipped,
)

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Bomb:
    """What to make, and the codes that may refuse it: a slow machine is out of time before it is out of room."""

    name: str
    make: Callable[[], bytes]
    codes: tuple[str | None, ...]

    @property
    def is_workbook(self) -> bool:
        return self.name.startswith(("xlsx", "ods"))


HEAVY = ("too-heavy", "too-slow")


def _spaces(megabytes: int) -> Iterator[bytes]:
    yield b"<?xml version='1.0'?><a>"
    for _ in range(megabytes):
        yield b" " * MEGABYTE
    yield b"</a>"


def _swollen(form: str) -> bytes:
    members, main, _ = FORMATS[form]
    return zipped({**members(""), main: _spaces(300)})


def _laughs(levels: int = 12) -> str:
    entities = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10 if level else "ha" * 10}">' for level in range(levels)
    )
    return f"<!DOCTYPE a [{entities}]>"


def _quadratic() -> str:
    return f'<!DOCTYPE a [<!ENTITY q "{"q" * 100_000}">]>'


def _in_media(form: str) -> bytes:
    members, _, says = FORMATS[form]
    inner = zipped({f"{n}.zip": zipped({"a.bin": (b"\0" * MEGABYTE for _ in range(64))}) for n in range(3)})
    return zipped({**members(says.format("mot")), "media/a.zip": inner, "media/b.bin": b"\0" * 64 * MEGABYTE})


def _crowded(form: str) -> bytes:
    members, _, says = FORMATS[form]
    return zipped({**members(says.format("mot")), **{f"m/{n}": b"" for n in range(50_000)}})


def _many(form: str, count: int) -> bytes:
    members, _, says = FORMATS[form]
    before, after = says.split("{}")
    # A run of elements that no ratio betrays: they count up.
    inside = "".join(f'<a b="{n:x}"/>' for n in range(count))
    return zipped(members(before + after + inside))


def _every_format() -> Iterator[Bomb]:
    for form in FORMATS:
        members, main, _ = FORMATS[form]
        deep = "<a>" * 300_000 + "</a>" * 300_000
        yield Bomb(f"{form}: 300 Mo dans 300 ko", lambda f=form: _swollen(f), ("bomb",))  # type: ignore[misc]
        yield Bomb(
            f"{form}: taille déclarée fausse",
            lambda f=form, m=main: lying(_swollen(f), m),  # type: ignore[misc]
            ("bomb", "damaged"),
        )
        yield Bomb(
            f"{form}: entités en cascade",
            lambda f=form: simple(f, "&e11;", _laughs()),  # type: ignore[misc]
            ("unsafe-xml",),
        )
        yield Bomb(
            f"{form}: entité répétée",
            lambda f=form: simple(f, "&q;" * 50_000, _quadratic()),  # type: ignore[misc]
            ("unsafe-xml",),
        )
        yield Bomb(
            f"{form}: 300 000 éléments emboîtés",
            lambda m=members, d=deep: zipped(m(d)),  # type: ignore[misc]
            ("too-deep",),
        )
        yield Bomb(
            f"{form}: 3 100 000 éléments",
            lambda f=form: _many(f, 3_100_000),  # type: ignore[misc]
            ("bomb", *HEAVY),
        )
        yield Bomb(f"{form}: 50 000 membres", lambda f=form: _crowded(f), ("bomb",))  # type: ignore[misc]
        yield Bomb(f"{form}: zip dans zip", lambda f=form: _in_media(f), ("bomb",))  # type: ignore[misc]


def _table(rows: int, columns: int) -> str:
    cell = "<w:tc><w:p/></w:tc>"
    return f"<w:tbl>{f'<w:tr>{cell * columns}</w:tr>' * rows}</w:tbl>"


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


def _odt_cell(repeated: str) -> str:
    return (
        f'<table:table><table:table-row><table:table-cell table:number-columns-repeated="{repeated}"/>'
        "</table:table-row></table:table>"
    )


def _ods(row: str = "", cell: str = "", word: str = "mot") -> str:
    said = f"<text:p>{word}</text:p>" if word else ""
    return (
        f'<table:table table:name="T"><table:table-row {row}><table:table-cell {cell}>{said}</table:table-cell>'
        "</table:table-row></table:table>"
    )


def _rows(references: Iterator[tuple[int, str]]) -> str:
    return "".join(f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for row, column in references)


def _merges(count: int) -> bytes:
    members = xlsx_members('<row r="1"><c r="A1"><v>1</v></c></row>')
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count))
    sheet = str(members["xl/worksheets/sheet1.xml"])
    members["xl/worksheets/sheet1.xml"] = sheet.replace(
        "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"
    )
    return zipped(members)


def _strings(items: str) -> bytes:
    return zipped(
        {**xlsx_members('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', relations=SHARED_STRINGS)}
        | {"xl/sharedStrings.xml": shared_strings(items)}
    )


_OFFICE = [
    Bomb(
        "docx: tableau de 300 000 cellules",
        lambda: zipped(docx_members(_table(1000, 300))),
        ("too-many-cells",),
    ),
    Bomb("docx: 5 000 tableaux emboîtés", lambda: zipped(docx_members(_nested_tables(5000))), ("too-deep",)),
    Bomb("docx: 120 tableaux emboîtés", lambda: zipped(docx_members(_nested_tables(120))), (None,)),
    Bomb(
        "docx: cellule d’un milliard de colonnes",
        lambda: zipped(
            docx_members(
                '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
            )
        ),
        (None,),
    ),
    Bomb(
        "odt: cellule répétée un milliard de fois",
        lambda: zipped(odt_members(_odt_cell("1000000000"))),
        ("too-many-cells",),
    ),
    Bomb(
        "odt: rangée répétée un milliard de fois",
        lambda: zipped(odt_members(_ods('table:number-rows-repeated="1000000000"'))),
        ("too-many-cells",),
    ),
    Bomb(
        "odt: rangée vide répétée un milliard de fois",
        lambda: zipped(
            odt_members(
                '<table:table><table:table-row table:number-rows-repeated="1000000000"/></table:table>'
            )
        ),
        ("too-many-cells",),
    ),
    Bomb("odt: un milliard d’espaces", lambda: simple("odt", '<text:s text:c="1000000000"/>'), (None,)),
    Bomb("xlsx: 10 000 onglets", lambda: zipped(xlsx_members("", sheets=10_000)), ("too-many-tabs",)),
    Bomb("xlsx: 1 000 000 de fusions", lambda: _merges(1_000_000), (None, "bomb")),
    Bomb("xlsx: 4 000 000 de textes partagés", lambda: _strings("<si/>" * 4_000_000), ("bomb", *HEAVY)),
    Bomb(
        "xlsx: textes partagés de 90 Mo",
        lambda: _strings(f"<si><t>{'é' * 45 * MEGABYTE}</t></si>"),
        ("bomb", *HEAVY),
    ),
    Bomb(
        "xlsx: dernière cellule de la feuille",
        lambda: zipped(xlsx_members(_rows(iter([(1, "A"), (1_048_576, "XFD")])))),
        ("too-many-cells",),
    ),
    Bomb(
        "xlsx: dernière colonne sur 2 000 rangées",
        lambda: zipped(xlsx_members(_rows((row, "XFD") for row in range(1, 2001)))),
        ("too-many-cells",),
    ),
    Bomb(
        "xlsx: 250 000 cellules",
        lambda: zipped(xlsx_members(_rows((row, "A") for row in range(1, 250_001)))),
        ("too-many-cells",),
    ),
    Bomb(
        "ods: cellule répétée un milliard de fois",
        lambda: zipped(ods_members(_ods(cell='table:number-columns-repeated="1000000000"'))),
        ("too-many-cells",),
    ),
    Bomb(
        "ods: rangée répétée un milliard de fois",
        lambda: zipped(ods_members(_ods('table:number-rows-repeated="1000000000"'))),
        ("too-many-cells",),
    ),
    Bomb(
        "ods: les deux",
        lambda: zipped(
            ods_members(_ods('table:number-rows-repeated="99999"', 'table:number-columns-repeated="99999"'))
        ),
        ("too-many-cells",),
    ),
    Bomb(
        "ods: cellules vides répétées un milliard de fois",
        lambda: zipped(ods_members(_ods('table:number-rows-repeated="1000000000"', word=""))),
        (None,),
    ),
    Bomb("ods: 10 000 onglets", lambda: zipped(ods_members(_ods() * 10_000)), ("too-many-tabs",)),
]

_DO = b"/XObject << /F0 5 0 R >>"
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1]"


def _pages(kids: bytes, count: int) -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        }
    )


def _forms(levels: int) -> dict[int, bytes]:
    return {
        5 + n: stream(
            b"/F0 Do " * 10,
            b"%b /Resources << /XObject << /F0 %d 0 R >> >>" % (_FORM, min(6 + n, 4 + levels)),
        )
        for n in range(levels)
    }


_PDF = [
    Bomb(
        "pdf: 100 000 pages",
        lambda: _pages(b"".join(b"%d 0 R " % 3 for _ in range(100_000)), 100_000),
        ("too-many-pages", "damaged", "no-text"),
    ),
    Bomb(
        "pdf: arbre de pages qui se mord la queue",
        lambda: _pages(b"2 0 R 3 0 R", 2),
        ("damaged", "no-text", "too-deep"),
    ),
    Bomb(
        "pdf: contenu de 2 Go dans 2 Mo",
        lambda: page_of(stream(b" " * 500 * MEGABYTE, packings=2)),
        ("no-text", "damaged", *HEAVY),
    ),
    Bomb(
        "pdf: contenu replié quatre fois",
        lambda: page_of(stream(b" " * 200 * MEGABYTE, packings=4)),
        ("no-text", "damaged", *HEAVY),
    ),
    Bomb(
        "pdf: 1 000 000 de crochets",
        lambda: page_of(b"[" * 1_000_000),
        ("no-text", "damaged", "too-deep", *HEAVY),
    ),
    Bomb(
        "pdf: longueur qui se désigne",
        lambda: page_of(b"<< /Length 4 0 R >>\nstream\nq\nendstream"),
        ("no-text", "damaged", "too-deep"),
    ),
    Bomb(
        "pdf: 20 000 000 d’ordres",
        lambda: page_of(stream(b"q Q " * 10_000_000, packings=1)),
        ("no-text", *HEAVY),
    ),
    Bomb(
        "pdf: forme qui s’appelle",
        lambda: page_of(
            stream(b"/F0 Do"),
            _DO,
            {5: stream(b"/F0 Do", _FORM + b" /Resources << /XObject << /F0 5 0 R >> >>")},
        ),
        ("no-text", "too-deep", *HEAVY),
    ),
    Bomb(
        "pdf: formes en cascade",
        lambda: page_of(stream(b"/F0 Do"), _DO, _forms(12)),
        ("no-text", "too-deep", *HEAVY),
    ),
    Bomb(
        "pdf: 400 000 traits",
        lambda: page_of(stream(b"".join(b"%d %d 9 9 re S " % (n % 590, n // 700) for n in range(400_000)))),
        ("no-text", *HEAVY),
    ),
    Bomb(
        "pdf: table des références d’un milliard",
        lambda: page_of(stream(b"q Q")).replace(b"xref\n0 5\n", b"xref\n0 1000000000\n"),
        ("no-text", "damaged", *HEAVY),
    ),
    Bomb("txt: 60 Mo", lambda: b"a" * 60 * MEGABYTE, ("file-too-large",)),
]

BOMBS = (*_every_format(), *_OFFICE, *_PDF)
