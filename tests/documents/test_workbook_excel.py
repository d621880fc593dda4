"""What Excel refuses, or « repairs » by leaving parts out, looked for in every workbook: Excel cannot run here.

The limits are those of its specifications; the order of elements is that of ECMA-376, 18.3.1.99.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from posixpath import join, normpath
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from droitcommun.catalogue.loader import load_source
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.core.problems import Place, Problem
from droitcommun.core.texts import TextField
from droitcommun.intake.workbook.annotation import annotate
from droitcommun.intake.workbook.forms import Drafts, form
from droitcommun.intake.workbook.reporters import EVERYONE, reporter, reporters
from droitcommun.intake.workbook.xlsx import write_xlsx
from tests.documents.workbooks import fiction

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TO = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ORDER = re.findall(
    r"\w+",
    """
sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts
extLst
""",
)


class Opened:
    """A workbook as Excel opens it: its parts, its tabs by name, its texts, how many styles it has."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        self.book = self.tree("xl/workbook.xml")
        targets = {
            one.get("Id"): normpath(join("xl", str(one.get("Target"))))
            for one in self.tree("xl/_rels/workbook.xml.rels")
        }
        self.tabs = {
            str(one.get("name")): self.tree(targets[one.get(TO)]) for one in self.book.iter(f"{MAIN}sheet")
        }
        strings = self.tree("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in self.parts else []
        self.strings = ["".join(one.itertext()) for one in strings]

    def tree(self, name: str) -> Any:
        return fromstring(self.parts[name])


def area(reference: str) -> tuple[int, int, int, int]:
    """First and last row and column of « B2:E2 »."""
    ends = [re.fullmatch(r"([A-Z]{1,3})([1-9]\d*)", one) for one in reference.split(":")]
    cells = [
        (int(end[2]), sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(end[1]))))
        for end in ends
        if end
    ]
    assert len(cells) == len(ends), reference
    return (*cells[0], *cells[-1])


def overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def refusals(content: bytes) -> Iterator[str]:  # noqa: C901, PLR0912 - a line a rule
    """What Excel would complain of."""
    opened = Opened(content)
    if len(set(opened.names)) < len(opened.names):
        yield "a part twice"
    types = opened.tree("[Content_Types].xml")
    typed = {one.get("PartName") for one in types} | {one.get("Extension") for one in types}
    for name in opened.names:
        if f"/{name}" not in typed and name.rpartition(".")[2] not in typed and name != "[Content_Types].xml":
            yield f"{name} has no type"
        if name.endswith(".rels"):
            folder = name.partition("_rels/")[0]
            for one in opened.tree(name):
                target = str(one.get("Target"))
                inside = target[1:] if target.startswith("/") else normpath(join(folder, target))
                if one.get("TargetMode") != "External" and inside not in opened.parts:
                    yield f"{name} leads to nothing"
    folded = [name.casefold() for name in opened.tabs]
    for name in opened.tabs:
        if not 0 < len(name) <= 31 or re.search(r"[:\\/?*\[\]]", name) or name.strip("'") != name:
            yield f"tab named {name}"
    if len(set(folded)) < len(folded) or len(folded) != len(list(opened.book.iter(f"{MAIN}sheet"))):
        yield "two tabs of one name"
    if any(len(text.encode("utf-16-le")) // 2 > 32_767 for text in opened.strings):
        yield "a text too long for a cell"
    seen = set()
    for one in opened.book.iter(f"{MAIN}definedName"):
        key = (str(one.get("name")).casefold(), one.get("localSheetId"))
        if key in seen or not re.fullmatch(r"[A-Za-z_\\][\w.\\]{0,254}", str(one.get("name"))):
            yield f"defined name {key}"
        seen.add(key)
        if not any(str(one.text).startswith((f"'{tab}'!", f"{tab}!")) for tab in opened.tabs):
            yield f"{key} refers to no tab"
    styles = opened.tree("xl/styles.xml")
    counted = {
        kind: len(list(styles.find(f"{MAIN}{kind}"))) for kind in ("fonts", "fills", "borders", "cellXfs")
    }
    for one in styles.find(f"{MAIN}cellXfs"):
        for field, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            if int(one.get(field, 0)) >= counted[kind]:
                yield f"style without its {kind}"
    for kind, count in counted.items():
        if int(styles.find(f"{MAIN}{kind}").get("count")) != count:
            yield f"{kind} miscounted"
    for name, tab in opened.tabs.items():
        yield from (f"{name}: {said}" for said in refused_tab(tab, opened, counted["cellXfs"]))


def refused_tab(tab: Any, opened: Opened, styles: int) -> Iterator[str]:  # noqa: C901, PLR0912 - a line a rule
    children = [one.tag.removeprefix(MAIN) for one in tab]
    places = [ORDER.index(one) for one in children]
    if places != sorted(set(places)):
        yield f"elements out of order: {children}"
    rows = list(tab.find(f"{MAIN}sheetData"))
    if any(int(one.get("r")) >= int(other.get("r")) for one, other in pairwise(rows)):
        yield "rows out of order"
    for row in rows:
        if float(row.get("ht", 0)) > 409.5:
            yield "a row too high"
        cells = [area(one.get("r")) for one in row]
        if any(one[1] >= other[1] for one, other in pairwise(cells)):
            yield "cells out of order"
        if any(cell[0] != int(row.get("r")) for cell in cells):
            yield "a cell of another row"
        for one in row:
            if int(one.get("s", 0)) >= styles:
                yield "a cell without its style"
            value = one.findtext(f"{MAIN}v", "")
            if one.get("t") == "s" and int(value) >= len(opened.strings):
                yield "a cell without its text"
            if one.get("t", "n") == "n" and value and not re.fullmatch(r"-?\d+(\.\d+)?(E[+-]?\d+)?", value):
                yield "a number that is none"
            if len("".join(one.itertext()).encode("utf-16-le")) // 2 > 32_767:
                yield "a text too long for a cell"
            if one.find(f"{MAIN}f") is not None:
                yield "a formula"
    merged = [area(one.get("ref")) for one in tab.iter(f"{MAIN}mergeCell")]
    if any(overlap(one, other) for one, other in combinations(merged, 2)):
        yield "merged cells overlap"
    checks = [area(one.get("sqref")) for one in tab.iter(f"{MAIN}dataValidation")]
    if any(overlap(one, other) for one, other in combinations(checks, 2)):
        yield "checks overlap"
    for group, each in (("dataValidations", "dataValidation"), ("mergeCells", "mergeCell")):
        found = tab.find(f"{MAIN}{group}")
        if found is not None and int(found.get("count")) != len(found.findall(f"{MAIN}{each}")):
            yield f"{group} miscounted"
    for one in tab.iter(f"{MAIN}dataValidation"):
        lengths = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}
        for field, most in lengths.items():
            if len(one.get(field, "")) > most:
                yield f"{field} too long"
        for formula in one:
            if len(formula.text.strip('"')) > 255:
                yield "a formula of check too long"
        if one.get("type") == "list" and not re.fullmatch(r'"[^"]+"', one.findtext(f"{MAIN}formula1")):
            yield "a list that is none"
    for one in tab.iter(f"{MAIN}hyperlink"):
        named = str(one.get("location", "")).rpartition("!")[0].strip("'")
        if named not in opened.tabs or len(str(one.get("location"))) > 2084:
            yield "a link to no tab"
    for one in tab.iter(f"{MAIN}col"):
        if float(one.get("width", 0)) > 255:
            yield "a column too wide"
    if any(len(one.text or "") > 255 for one in tab.iter(f"{MAIN}oddFooter")):
        yield "a footer too long"


def made(source: Dossier, unit: str, drafts: Drafts | None = None) -> bytes:
    known = known_on(source, source.latest_recorded_day())
    return write_xlsx(form(known, reporter(source, unit), 2016, drafts))


def test_excel_would_open_the_workbook_of_every_service_and_of_all_sixty_one_sheets(tmp_path: Path) -> None:
    paris = load_source("catalogue:paris-2015-2020")
    units = [*(one.id for one in reporters(paris)), EVERYONE]

    for unit in units:
        content = made(paris, unit)
        assert list(refusals(content)) == [], unit

    assert len(Opened(content).tabs) == 62
    path = tmp_path / "tout.xlsx"
    path.write_bytes(content)
    problems = [
        Problem(Place(path.name, tab=name, cell=cell), "number", "un nombre")
        for name in Opened(content).tabs
        for cell in ("D9", "D30", "")
    ]
    copy = annotate(path, problems)
    assert list(refusals(copy)) == []
    assert len(Opened(copy).tabs) == 63


def test_excel_would_open_a_workbook_of_texts_without_end() -> None:
    source = fiction()
    long = "\U0001f600é" * 20_000
    sheet = replace(source.sheets[0], title=long, analysis=long, objective=long)
    drafts = Drafts(texts={("part", TextField.METHOD): long})

    content = made(replace(source, sheets=(sheet, *source.sheets[1:])), "service", drafts)

    assert list(refusals(content)) == []
    assert (
        sum(text.endswith("…") for text in Opened(content).strings) == 1
    )  # one text, cut, in each of its cells


BROKEN = [
    (r'name="Fiche 1"', f'name="{"F" * 32}"', "tab named"),
    (r'name="Fiche 1"', 'name="Instructions"', "two tabs"),
    (r"<sheetData>", '<mergeCells count="0"/><sheetData>', "out of order"),
    (r'r="D8"', 'r="D80"', "of another row"),
    (r'<row r="8"', '<row r="800"', "rows out of order"),
    (r'(<c r="D8" )s="\d+"', r'\1s="9999"', "without its style"),
    (r' ht="[\d.]+"', ' ht="500"', "too high"),
    (r"<formula1>\"[^<]*</formula1>", f'<formula1>"{"a" * 256}"</formula1>', "check too long"),
    (r'prompt="[^"]*"', f'prompt="{"a" * 256}"', "prompt too long"),
    (r'<mergeCell ref="B2:E2"/>', '<mergeCell ref="B2:E2"/><mergeCell ref="C1:C3"/>', "overlap"),
    (r'location="[^"]*"', "location=\"'Fiche 9'!B2\"", "no tab"),
    (r"<si><t[^>]*>", f"<si><t>{'a' * 32_768}", "too long for a cell"),
]


@pytest.mark.parametrize(("pattern", "by", "said"), BROKEN, ids=[said for _, _, said in BROKEN])
def test_the_rules_do_find_what_excel_refuses(pattern: str, by: str, said: str) -> None:
    out, count = BytesIO(), 0
    with zipfile.ZipFile(BytesIO(made(fiction(), "service"))) as archive, zipfile.ZipFile(out, "w") as broken:
        for name in archive.namelist():
            text, times = re.subn(pattern, by, archive.read(name).decode(), count=1)
            broken.writestr(name, text)
            count += times

    assert count
    assert any(said in one for one in refusals(out.getvalue()))
