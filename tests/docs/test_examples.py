"""What the documentation shows is what the command prints."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.reference_pages import RULES_PAGE, rules_page
from tests.places import ROOT
from tests.unit.test_cli import run

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def examples() -> Iterator[tuple[Path, str, list[str]]]:
    """Each `$ droitcommun …` of a console block with the lines shown under it, up to « … »."""
    for path in PAGES:
        for block in re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *shown = example.splitlines()
                if command.startswith("droitcommun"):
                    yield path, command, [line for line in shown if line and line != "…"]


EXAMPLES = list(examples())


@pytest.mark.parametrize(("path", "command", "shown"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_an_example_prints_what_the_page_shows(path: Path, command: str, shown: list[str]) -> None:
    done = run(*command.split()[1:])
    printed = re.sub(r"[\u00a0\u202f]", " ", done.stdout).splitlines()

    assert done.returncode in {0, 1}, (path, done.stderr)
    assert [line for line in shown if line not in printed] == []


def test_the_readme_shows_the_three_sheets() -> None:
    assert any(path.name == "README.md" and shown for path, _, shown in EXAMPLES)


def test_the_commands_of_the_readme_are_those_of_the_program() -> None:
    table = [
        line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line[:3] == "| `"
    ]
    cells = " ".join(line.split("|")[1] for line in table if "bench/" not in line)
    told = set(re.findall(r"`(?:droitcommun )?([a-z-]+)[^`]*`", cells))
    listed = set(
        re.findall(r"^  ([a-z-]+) {2,}", run("--help").stdout.split("Commandes\u00a0:")[1], re.MULTILINE)
    )

    assert told == listed


def test_the_page_of_the_rules_is_the_one_that_the_code_makes() -> None:
    assert RULES_PAGE.read_text(encoding="utf-8") == rules_page()


def test_a_variable_that_the_code_reads_is_documented() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("src", "tests", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {".py", ""}
    )
    read = set(re.findall(r"DROITCOMMUN_[A-Z_]+", code)) - {"DROITCOMMUN_IMPORTS"}  # a setting of Django's

    assert len(read) >= 4
    assert {name for name in read if name not in pages} == set()
