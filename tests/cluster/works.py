"""What workers are asked for in tests; they import this module as they import the program."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from droitcommun.territory.engines.columnar import Kernel, Rows
from droitcommun.territory.index.opened import AddressIndex


@dataclass(frozen=True, slots=True)
class Exam:
    """Each row's answer, with the number that the row bears in its first column."""

    index: Path

    def __call__(self, parts: Iterator[list[list[str]]]) -> bytes:
        kernel = Kernel(AddressIndex(self.index))
        told = []
        for rows in parts:
            numbers, *columns = zip(*rows, strict=True)
            answers = kernel.locate(Rows(*columns)).answers()
            told += [[number, repr(answer)] for number, answer in zip(numbers, answers, strict=True)]
        return json.dumps(told).encode()


@dataclass(frozen=True, slots=True)
class Looking:
    """Where a word of the rows stands besides the worker's memory, while it works: files of Spark, arguments.

    `planted`: it is laid down first, as nobody should.
    """

    word: str
    planted: bool = False

    def __call__(self, parts: Iterator[list[list[str]]]) -> bytes:
        rows = [row for part in parts for row in part]
        met = sum(self.word in cell for row in rows for cell in row)
        folder = Path(os.environ["SPARK_LOCAL_DIRS"])
        if self.planted:
            (folder / "planted").write_text(rows[0][0], encoding="utf-8")
        files = [path for path in folder.rglob("*") if path.is_file()]
        found = [path.name for path in files if self.word.encode() in path.read_bytes()]
        arguments = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                arguments += [place.parent.name] if self.word.encode() in place.read_bytes() else []
            except OSError:
                continue
        return json.dumps({"met": met, "found": found, "arguments": arguments}).encode()


@dataclass(frozen=True, slots=True)
class Failing:
    """A fault of ours, whose words repeat a row as careless ones do."""

    def __call__(self, parts: Iterator[list[list[str]]]) -> bytes:
        for rows in parts:
            raise ValueError(repr(rows[0]))
        return b""
