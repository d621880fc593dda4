"""Who may import whom: each contract holds, and fails when it is broken on purpose."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.places import ROOT

LAYERS = "Imports go down only; neighbours do not see each other"
PURE = "The core has no dependency, no clock, no randomness, no input or output"
DJANGO = "Only web knows Django and the server"
SPARK = "One module knows Spark"

BREACHES = [
    ("core/rates.py", "import droitcommun.catalogue.loader", LAYERS),
    ("catalogue/loader.py", "import droitcommun.usecases.sheets", LAYERS),
    ("usecases/sheets.py", "import droitcommun.web.server", LAYERS),
    ("usecases/sheets.py", "import droitcommun.cli.text", LAYERS),
    ("web/server.py", "import droitcommun.cli.text", LAYERS),
    ("cli/text.py", "import droitcommun.web.server", LAYERS),
    ("core/rates.py", "import random", PURE),
    ("core/rates.py", "import pathlib", PURE),
    ("core/rates.py", "import time", PURE),
    ("core/rates.py", "import click", PURE),
    ("core/rates.py", "import django", DJANGO),
    ("catalogue/loader.py", "import django", DJANGO),
    ("usecases/sheets.py", "import django.utils", DJANGO),
    ("cli/text.py", "import waitress", DJANGO),
    ("usecases/cluster.py", "import pyspark", SPARK),
    ("territory/engines/columnar.py", "import pyarrow", SPARK),
]


def lint(folder: Path) -> str:
    """Run import-linter on a copy of the package."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_holds_and_each_is_broken_below(copy: Path) -> None:
    names = {
        contract["name"]
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
            "contracts"
        ]
    }

    assert f"{len(names)} kept, 0 broken" in lint(copy)
    assert names == {name for _, _, name in BREACHES}


@pytest.mark.parametrize(("file", "line", "name"), BREACHES)
def test_a_contract_broken_on_purpose_is_seen(copy: Path, file: str, line: str, name: str) -> None:
    path = copy / "src" / "droitcommun" / file
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}\n{line}\n", encoding="utf-8")
    try:
        said = " ".join(lint(copy).split())
    finally:
        path.write_text(whole, encoding="utf-8")

    assert f"{name} BROKEN" in said
