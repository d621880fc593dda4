"""The folder of a service, in which `locate` is run."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from droitcommun.cli.locating import locate
from droitcommun.cli.manifests import manifest
from droitcommun.core.problems import UserError
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
        code, said, told = self.here(file, *options, "--format", "json")
        assert code == 0, told
        return json.loads(said)

    def here(
        self, file: Path, *options: str, vintage: str = "2014", without_index: bool = False
    ) -> tuple[int, str, str]:
        """Run in this process: the exit code, what is said, and what is told, a refusal included."""
        where = ["--vintage", vintage]
        if not without_index:
            where += ["--index", str(self.index)]
        if "--perimeters" not in options:  # an option given twice is refused
            where += ["--perimeters", str(self.perimeters)]
        return _told(CliRunner().invoke(locate, [str(file), *where, *options]))

    def replayed(self, made: Path, file: Path, *options: str) -> tuple[int, str, str]:
        """The same of a manifest that is replayed on a file."""
        where = ["--index", str(self.index), "--perimeters", str(self.perimeters)]
        return _told(CliRunner().invoke(manifest, [str(made), "--replay", str(file), *where, *options]))


def _told(done: Result) -> tuple[int, str, str]:
    match done.exception:
        case UserError() as refusal:
            return refusal.exit_code, done.stdout, f"{done.stderr}{refusal}"
        case None | SystemExit():
            return done.exit_code, done.stdout, done.stderr
        case fault:
            raise fault
