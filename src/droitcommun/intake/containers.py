"""The one door for a document that somebody sends: its bytes, then its kind, then blocks."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from droitcommun.core.french import listed
from droitcommun.intake.blocks import Block, Blocks, Cell, Line, Table
from droitcommun.intake.kinds import Kind
from droitcommun.intake.limits import Limits, limits_from
from droitcommun.intake.pages import assembled
from droitcommun.intake.refusals import refusal
from droitcommun.intake.sandbox import read_in_child
from droitcommun.intake.text import plain

_MEGABYTE = 1 << 20

# Runs of pages of one PDF that are read at the same time: a server has other things to do.
_AT_ONCE = 2


def read_blocks(path: Path, limits: Limits | None = None) -> Blocks:
    """Read a text, PDF, DOCX or ODT; raises FileRefusedError, which says what to do."""
    limits = limits or limits_from()
    return blocks_of(content_of(path, limits), path.name, limits)


def blocks_of(content: bytes, file: str, limits: Limits | None = None) -> Blocks:
    """Read the bytes of a document, called `file`; raises FileRefusedError."""
    limits = limits or limits_from()
    found = _read(content, file, limits, first=0)
    kind = Kind(found["kind"])
    blocks = assembled(_all_pages(found, content, file, limits)) if kind is Kind.PDF else found["blocks"]
    return Blocks(file, kind.value, sha256(content).hexdigest(), numbered(blocks))


def _read(content: bytes, file: str, limits: Limits, *, first: int) -> Any:
    return read_in_child("document", content, limits, file=file, given={"file": file, "first": first})


def _all_pages(found: Any, content: bytes, file: str, limits: Limits) -> list[Any]:
    """Read the pages that the first child left, a new child for each run of them; refuse those without text."""
    count, step = found["count"], limits.pages_a_child
    end = monotonic() + limits.document_seconds

    def run(first: int) -> list[Any]:
        """Read the pages of one run; a child may have had time for some of them only."""
        pages: list[Any] = list(found["pages"]) if first == 0 else []
        while len(pages) < min(step, count - first):
            if monotonic() > end:
                raise refusal(file, "too-slow", most=limits.document_seconds)
            more = _read(content, file, limits, first=first + len(pages))["pages"]
            if not more:
                raise refusal(file, "damaged")
            pages += more[: step - len(pages)]
        return pages

    with ThreadPoolExecutor(_AT_ONCE) as readers:
        try:
            pages = [page for some in readers.map(run, range(0, count, step)) for page in some]
        finally:  # one run is refused: those that wait are not begun
            readers.shutdown(wait=True, cancel_futures=True)
    if not any(page["blocks"] for page in pages):
        raise refusal(file, "no-text")
    if scanned := [number for number, page in enumerate(pages, start=1) if page["scanned"]]:
        word = "pages" if len(scanned) > 1 else "page"
        raise refusal(file, "pages-without-text", detail=f"{word} {listed(map(str, scanned))}")
    return pages


def kind_of_file(path: Path, limits: Limits | None = None) -> Kind:
    """Say what a file is by what it holds; raises FileRefusedError when it is none of ours."""
    limits = limits or limits_from()
    return Kind(read_in_child("kind", content_of(path, limits), limits, file=path.name)["kind"])


def content_of(path: Path, limits: Limits) -> bytes:
    """Read a whole file, once; raises FileRefusedError when it is none, empty or too large."""
    try:
        # A pipe or a device would keep us waiting, or never end.
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        raise refusal(path.name, "not-a-file") from None
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise refusal(path.name, "not-a-file")
    with os.fdopen(opened, "rb") as file:
        try:
            content = file.read(limits.file_mb * _MEGABYTE + 1)
        except OSError:  # a disk or a server that fails, a file that only looks like one
            raise refusal(path.name, "not-a-file") from None
    if len(content) > limits.file_mb * _MEGABYTE:
        raise refusal(path.name, "file-too-large", most=limits.file_mb)
    if not content:
        raise refusal(path.name, "empty")
    return content


def numbered(blocks: list[Any]) -> tuple[Block, ...]:
    """Make blocks of what a reader answered: lines are numbered from 1, those of tables included.

    Their letters and spaces are made ordinary as those of a text are, so that one word is one word in any format.
    """
    count = 0

    def line(text: str) -> Line:
        nonlocal count
        count += 1
        return Line(count, plain(text))

    def cell(lines: list[str], columns: int, rows: int) -> Cell:
        return Cell(tuple(line(text) for text in lines), columns, rows)

    return tuple(
        line(block)
        if isinstance(block, str)
        else Table(tuple(tuple(cell(*plain) for plain in row) for row in block))
        for block in blocks
    )


def to_plain(blocks: Blocks) -> dict[str, Any]:
    """A document that was read as plain values, which a page may keep until its questions are answered."""
    return {
        "file": blocks.file,
        "format": blocks.format,
        "sha256": blocks.sha256,
        "blocks": [
            block.text
            if isinstance(block, Line)
            else [
                [[[line.text for line in cell.lines], cell.columns, cell.rows] for cell in row]
                for row in block.rows
            ]
            for block in blocks.blocks
        ],
    }


def from_plain(plain_blocks: dict[str, Any]) -> Blocks:
    """The document that `to_plain` gave: line for line."""
    head = plain_blocks["file"], plain_blocks["format"], plain_blocks["sha256"]
    return Blocks(*head, numbered(plain_blocks["blocks"]))
