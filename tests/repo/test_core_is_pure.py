"""The core runs on the standard library alone, reads no clock and opens nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

CORE = ROOT / "src" / "droitcommun" / "core"
MODULES = sorted(CORE.rglob("*.py"))

# What would make two runs differ, or reach outside, without an import that the contracts could see.
_IMPURE_CALLS = {"now", "today", "utcnow", "open", "input", "print", "getenv", "hash", "id"}


def test_python_imports_the_whole_core_in_isolation() -> None:
    names = [".".join(path.relative_to(ROOT / "src").with_suffix("").parts) for path in MODULES]
    program = f"""
import importlib, sys
sys.path.insert(0, {str(ROOT / "src")!r})
for name in {names!r}:
    importlib.import_module(name.removesuffix(".__init__"))
outside = [name for name in sys.modules
           if name.split(".")[0] not in sys.stdlib_module_names | {{"__main__", "droitcommun"}}]
assert not outside, outside
"""

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], check=False, capture_output=True, encoding="utf-8"
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_call_reads_a_clock_or_opens_anything(path: Path) -> None:
    assert _impure(path.read_text(encoding="utf-8")) == []


def test_an_impure_call_would_be_seen() -> None:
    assert _impure("from datetime import date\nday = date.today()\nopen('a')") == ["today", "open"]


def _impure(source: str) -> list[str]:
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [
        function.attr if isinstance(function, ast.Attribute) else function.id
        for function in called
        if isinstance(function, ast.Attribute | ast.Name)
    ]
    return [name for name in names if name in _IMPURE_CALLS]
