"""What keeps the house readable: short files, a short README, words that are explained, links that lead."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

FOLDERS = ("src", "tests", "bench", "docs")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_file_stays_under_500_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500
    assert not re.search(r"utils|helpers", path.name)


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_leads_to_a_file(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_each_page_of_the_documentation_is_found_from_the_readme_or_the_developers_page() -> None:
    doors = [ROOT / "README.md", ROOT / "DEVELOPERS.md"]
    linked = {
        (door.parent / target).resolve()
        for door in doors
        for target in re.findall(r"\]\(([^)#\s]+)", door.read_text(encoding="utf-8"))
    }

    for path in PAGES:
        assert path in doors or path.resolve() in linked or path.parent.resolve() in linked, path


def test_every_architecture_decision_says_what_was_rejected() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("0*.md"))

    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert "## Rejected" in text, path
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE), path


TERMS = """
contract axis theme commitment measure indicator target goal reading baseline result sheet scheme rate
attainment margin protocol observation dossier finding rule perimeter passage
"""


@pytest.mark.parametrize("word", TERMS.split())
def test_a_term_of_the_code_is_in_the_glossary(word: str) -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()

    assert re.search(rf"^\| [^|]*\b{word}\b[^|]*\| ", glossary, re.MULTILINE)


def test_each_module_that_the_documentation_has_people_run_can_be_started() -> None:
    named = {
        name
        for path in PAGES
        for name in re.findall(r"python -m (tests\.[a-z_.]+)", path.read_text(encoding="utf-8"))
    }

    assert len(named) >= 4
    for name in sorted(named):
        subprocess.run([sys.executable, "-c", f"import {name}"], cwd=ROOT, check=True, capture_output=True)
