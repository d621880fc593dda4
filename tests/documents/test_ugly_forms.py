"""Forms as services bend them: each text comes back once, in the cell where it was written."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement, parse_xml

from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.containers import read_blocks
from tests.documents.producers import compiled, converted
from tests.documents.reading import line_texts, rows_of, tables

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = """<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
 <wp:extent cx="3000000" cy="500000"/><wp:docPr id="1" name="Zone"/><a:graphic>
 <a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr>
 <a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
 </wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>Texte encadré</w:t></w:r></w:p></w:txbxContent></wps:txbx>
 <wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Texte encadré</w:t></w:r></w:p></w:txbxContent>
 </v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def merged(document: Any) -> None:
    table = document.add_table(3, 4, "Table Grid")
    table.cell(0, 0).merge(table.cell(0, 3)).text = "Large"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Haute"
    table.cell(1, 1).merge(table.cell(2, 2)).text = "Carrée"
    table.cell(1, 3).text = "un"
    table.cell(2, 3).text = "deux"


def nested(document: Any) -> None:
    table = document.add_table(2, 2, "Table Grid")
    table.cell(0, 0).text = "Chiffres"
    inner = table.cell(0, 1).add_table(2, 2)
    inner.style = "Table Grid"
    for cell, text in zip(inner._cells, ("2014", "2015", "12 %", "18 %"), strict=True):  # noqa: SLF001
        cell.text = text
    table.cell(1, 0).text = "Analyse"
    only = table.cell(1, 1).add_table(1, 1)
    only.style = "Table Grid"
    only.cell(0, 0).text = "Un cadre"


def boxed(document: Any) -> None:
    document.add_paragraph("Avant")
    document.element.body.insert(1, parse_xml(BOX))
    document.add_paragraph("Après")


def tracked(document: Any) -> None:
    table = document.add_table(2, 2, "Table Grid")
    table.cell(0, 0).text = "Résultat"
    table.cell(1, 0).text = "Ligne retirée"
    paragraph = table.cell(0, 1).paragraphs[0]._p  # noqa: SLF001
    change = 'w:id="{}" w:author="Relecture" w:date="2016-05-23T00:00:00Z"'
    paragraph.append(
        parse_xml(f"<w:del {W} {change.format(1)}><w:r><w:delText>18,1 %</w:delText></w:r></w:del>")
    )
    paragraph.append(parse_xml(f"<w:ins {W} {change.format(2)}><w:r><w:t>20,3 %</w:t></w:r></w:ins>"))
    row = table.rows[1]._tr  # noqa: SLF001
    row.insert(0, parse_xml(f"<w:trPr {W}><w:del {change.format(3)}/></w:trPr>"))
    for cell in row.tc_lst:
        for run in cell.xpath(".//w:r"):
            deleted = parse_xml(f"<w:del {W} {change.format(4)}/>")
            run.addprevious(deleted)
            gone = deepcopy(run)
            for text in gone.xpath(".//w:t"):
                text.tag = text.tag.replace("}t", "}delText")
            deleted.append(gone)
            run.getparent().remove(run)


def two_on_a_page(document: Any) -> None:
    for title in ("Première", "Seconde"):
        table = document.add_table(2, 2, "Table Grid")
        for cell, text in zip(table._cells, ("Axe", title, "Thème", "EMPLOI"), strict=True):  # noqa: SLF001
            cell.text = text
        document.add_paragraph(f"Fiche : {title}")


LONG = [f"Phrase numéro {number} d’une analyse qui n’en finit pas." for number in range(90)]


def over_two_pages(document: Any) -> None:
    table = document.add_table(3, 2, "Table Grid")
    table.cell(0, 0).text = "Axe"
    table.cell(0, 1).text = "Ouvrir la ville"
    table.cell(1, 0).text = "Analyse"
    table.cell(1, 1).paragraphs[0].text = LONG[0]
    for sentence in LONG[1:]:
        table.cell(1, 1).add_paragraph(sentence)
    table.cell(2, 0).text = "Points d’alerte"
    table.cell(2, 1).text = "Aucun"
    document.sections[0].footer.paragraphs[0].text = "Fiche de suivi : longue"


HEAD = ["Résultat 2014", "Objectif à atteindre", "Résultat 2015", "Taux de réalisation"]
ROWS = [
    HEAD,
    *(["", f"Viser {number}", f"{number} personnes", ""] for number in range(65)),
    ["", "Agir", " ".join(f"et la personne {number} reçue" for number in range(200)), "100 %"],
]


def head_on_each_page(document: Any) -> None:
    """Words that Word says again on each page, which begins with another row, or cuts one in two."""
    table = document.add_table(len(ROWS), len(HEAD), "Table Grid")
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    head.append(OxmlElement("w:tblHeader"))


MERGED = [["Large"], ["Haute", "Carrée", "un"], ["deux"]]
NESTED = [["Chiffres", ""], ["Analyse", "Un cadre"], ["2014", "2015"], ["12 %", "18 %"]]
FORMS = [
    (merged, MERGED, []),
    (nested, NESTED, []),
    (boxed, [], ["Avant", "Texte encadré", "Après"]),
    (tracked, [["Résultat", "20,3 %"]], []),
    (
        two_on_a_page,
        [["Axe", "Première"], ["Thème", "EMPLOI"], ["Axe", "Seconde"], ["Thème", "EMPLOI"]],
        ["Fiche : Première", "Fiche : Seconde"],
    ),
    (
        over_two_pages,
        [["Axe", "Ouvrir la ville"], ["Analyse", " ".join(LONG)], ["Points d’alerte", "Aucun"]],
        ["Fiche de suivi : longue"],
    ),
    (head_on_each_page, ROWS, []),
]
CASES = pytest.mark.parametrize(
    ("write", "rows", "texts"), FORMS, ids=[write.__name__ for write, _, _ in FORMS]
)


def saved(write: Any, folder: Path) -> Path:
    document = docx.Document()
    write(document)
    path = folder / f"{write.__name__}.docx"
    document.save(str(path))
    return path


@CASES
def test_as_word_writes_it(write: Any, rows: list[list[str]], texts: list[str], tmp_path: Path) -> None:
    blocks = read_blocks(saved(write, tmp_path))

    assert rows_of(blocks) == rows
    assert line_texts(blocks) == texts


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("suffix", ["odt", "pdf"])
@CASES
def test_as_libreoffice_saves_it(
    write: Any, rows: list[list[str]], texts: list[str], suffix: str, tmp_path: Path
) -> None:
    blocks = read_blocks(converted(saved(write, tmp_path), suffix))

    # The row that was deleted is kept by LibreOffice, and printed, but says nothing.
    assert [row for row in rows_of(blocks) if any(row)] == rows
    assert line_texts(blocks) == texts


def test_a_merged_cell_stands_once_and_says_what_it_spans(tmp_path: Path) -> None:
    (table,) = tables(read_blocks(saved(merged, tmp_path)))

    spans = [[(cell.columns, cell.rows) for cell in row] for row in table.rows]
    assert spans == [[(4, 1)], [(1, 2), (2, 2), (1, 1)], [(1, 1)]]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("suffix", ["odt", "pdf"])
def test_a_merged_cell_spans_the_same_in_every_format(suffix: str, tmp_path: Path) -> None:
    written = saved(merged, tmp_path)

    (table,) = tables(read_blocks(converted(written, suffix)))

    # Nothing parts the two middle columns: LibreOffice keeps one of them, and a page shows no more.
    spans = [[(cell.columns, cell.rows) for cell in row] for row in table.rows]
    assert spans == [[(3, 1)], [(1, 2), (1, 2), (1, 1)], [(1, 1)]]


def test_each_section_stands_between_its_own_header_and_footer(tmp_path: Path) -> None:
    document = docx.Document()
    for number, title in enumerate(("Un", "Deux", "Trois")):
        section = document.sections[0] if number == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        document.add_paragraph(f"Corps {title}")
        if title != "Trois":  # which goes on with the header and footer of « Deux »
            for margin, word in ((section.header, "Haut"), (section.footer, "Bas")):
                margin.is_linked_to_previous = False
                margin.paragraphs[0].text = f"{word} {title}"
    document.save(str(tmp_path / "sections.docx"))

    texts = line_texts(read_blocks(tmp_path / "sections.docx"))

    assert texts == [
        *("Haut Un", "Corps Un", "Bas Un"),
        *("Haut Deux", "Corps Deux", "Bas Deux"),
        *("Haut Deux", "Corps Trois", "Bas Deux"),
    ]


def test_two_forms_one_after_the_other_under_one_title_stay_two(tmp_path: Path) -> None:
    form = "#table(columns: (4cm, 1fr), [Axe], [{}], [Analyse], [Rien]) #place(bottom)[Fiche : la même]"
    path = compiled(f"{form.format('Un')} #pagebreak() {form.format('Deux')}", tmp_path / "forms.pdf")

    blocks = read_blocks(path)

    assert rows_of(blocks) == [["Axe", "Un"], ["Analyse", "Rien"], ["Axe", "Deux"], ["Analyse", "Rien"]]
    assert line_texts(blocks) == ["Fiche : la même", "Fiche : la même"]


def test_columns_without_rulings_are_seen_by_their_places(tmp_path: Path) -> None:
    source = """
    Un paragraphe qui va d’un bord à l’autre de la page et n’est pas une colonne, ni deux, ni trois, ni quatre.
    #v(1em)
    #table(columns: (1fr,) * 4, stroke: none, row-gutter: 8pt,
      [Résultat 2014], [Objectif à atteindre, fixé dans le contrat], [Résultat 2015], [Taux de réalisation],
      [70 %], [100 %], [70 %], [70 %])
    #v(1em)
    Fiche de suivi : sans traits
    """

    blocks = read_blocks(compiled(source, tmp_path / "colonnes.pdf"))

    assert rows_of(blocks) == [
        [
            "Résultat 2014",
            "Objectif à atteindre, fixé dans le contrat",
            "Résultat 2015",
            "Taux de réalisation",
        ],
        ["70 %", "100 %", "70 %", "70 %"],
    ]
    assert line_texts(blocks)[-1] == "Fiche de suivi : sans traits"


def test_two_pages_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    form = "#table(columns: (3cm, 1fr), [Axe], [{0}], [Analyse], [Dix mots ou presque pour la page {0}])"
    source = f"""#set page(flipped: true)
    #grid(columns: (1fr, 1fr), column-gutter: 2cm,
      [{form.format("Un")} Fiche de la page de gauche, Un], [{form.format("Deux")} Fiche de la page de droite, Deux])"""

    blocks = read_blocks(compiled(source, tmp_path / "cote-a-cote.pdf"))

    assert [row[1] for row in rows_of(blocks) if row[0] == "Axe"] == ["Un", "Deux"]
    assert line_texts(blocks) == ["Fiche de la page de gauche, Un", "Fiche de la page de droite, Deux"]


def picture(folder: Path) -> None:
    """A grey page, as a scanner gives it."""
    from PIL import Image

    Image.new("L", (600, 800), 200).save(folder / "page.png")


SCANNED = '#page(margin: 0pt)[#image("page.png", width: 100%, height: 100%)]'


def test_a_scanned_document_has_no_text_and_that_is_said(tmp_path: Path) -> None:
    picture(tmp_path)
    path = compiled(SCANNED, tmp_path / "scan.pdf")

    with pytest.raises(FileRefusedError, match="pas de texte") as refused:
        read_blocks(path)

    assert refused.value.problems[0].code == "no-text"


def test_a_scanned_page_among_others_is_named(tmp_path: Path) -> None:
    picture(tmp_path)
    path = compiled(f"Première #pagebreak() {SCANNED} Troisième", tmp_path / "scan.pdf")

    with pytest.raises(FileRefusedError, match="page 2") as refused:
        read_blocks(path)

    assert refused.value.problems[0].code == "pages-without-text"
