"""The folder of a service, in which `locate` is run."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from droitcommun.cli.locating import locate
from tests.territory.located import perimeters
from tests.territory.register import rows as register_rows
from tests.territory.register import write as write_register
from tests.unit.test_cli import run


class Desk:
    """The folder of a service: an index, perimeters, a secret; and `locate` run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "adresses.idx"
        self.perimeters = perimeters(folder)
        done = run("index", str(write_register(folder / "ban.csv", register_rows())), "-o", str(self.index))
        assert done.returncode == 0, done.stderr

    def run(self, file: Path, *options: str, vintage: str = "2014") -> "subprocess.CompletedProcess[str]":
        """Run as a person does."""
        return run(
            "locate",
            str(file),
            *("--index", str(self.index), "--perimeters", str(self.perimeters)),
            *("--vintage", vintage),
            *options,
            DROITCOMMUN_SECRET=os.environ.get("DROITCOMMUN_SECRET", str(self.folder / "secret")),
        )

    def json(self, file: Path, *options: str) -> Any:
        """The record of a run that succeeds, in this process: sooner."""
        where = ["--index", str(self.index), "--perimeters", str(self.perimeters), "--vintage", "2014"]
        done = CliRunner().invoke(locate, [str(file), *where, "--format", "json", *options])
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)
