"""CSV as French offices produce it: any delimiter, any encoding, titles above, quotes that nobody closed.

The encoding is decided line by line: a file that two programs wrote holds two, and each line is read right. Nothing is
held but a block of rows.
"""

import csv
import io
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from droitcommun.core.problems import FileRefusedError
from droitcommun.territory.tables import (
    SAMPLE,
    Row,
    Table,
    Told,
    counted_malformed,
    refused,
    shaped,
    with_header,
)

DELIMITERS = ";,\t|"

# What a byte order mark says.
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# Encodings of one byte a letter: Windows in French, DOS, old Macs; the one that makes the most letters of French is it.
_ONE_BYTE = {"cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}
_LETTERS = frozenset("éèàçêôûùîïëâœÉÈÀÇÊÔÎ’°")
_HEAD = 1 << 16

# A cell may go over several lines; a quote that is not closed within so many was none.
_MOST_LINES = 10
_LONGEST_LINE = 1 << 20

# How archives, PDF and old office files begin.
_FOREIGN = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")

# A text holds a NUL by accident; a file of which more than one byte in so many is one is none.
_MOST_NULS = 20


@dataclass(frozen=True, slots=True)
class _Encoding:
    wide: str | None  # an encoding of two bytes a letter, of the whole file
    fallback: str  # of the lines that are not UTF-8


def read_delimited(path: Path) -> Table:
    """Open a CSV file; its rows are read as they are asked for, once.

    FileRefusedError: unreadable, empty, no text, or no row as wide as a table of it would be.
    """
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise refused(path, "not-a-file", "un fichier lisible attendu") from error
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise refused(path, "not-a-file", "un fichier lisible attendu")
    file = os.fdopen(opened, "rb")
    try:
        head = file.read(_HEAD)
        if not head.strip():
            raise refused(path, "empty", "le fichier est vide ; l’exporter de nouveau")
        encoding = _encoding(head, path)
    except FileRefusedError:
        file.close()
        raise
    except OSError as error:  # a disk or a server that fails, a file that only looks like one
        file.close()
        raise refused(path, "not-a-file", "un fichier lisible attendu") from error
    told = Told()
    lines = _lines(file, head, encoding, told, os.fstat(opened).st_size)
    first = list(islice(lines, SAMPLE))
    delimiter = _delimiter(first)
    records = _records(chain(first, lines), delimiter)
    sample = list(islice(records, SAMPLE // 2))
    filled = [row for row in sample if any(cell.strip() for cell in row.cells)]
    try:
        columns, before = with_header(filled)
    except ValueError:
        raise refused(path, "no-table", "des lignes qui ont toutes les mêmes colonnes attendues") from None
    if columns[0] == "colonne 1":
        told.notes.append("pas de ligne d’en-tête : les colonnes sont désignées par leur rang")
    elif before > 1:
        told.notes.append(f"en-tête lu à la ligne {filled[before - 1].line}")
    width = len(columns)
    rows = counted_malformed(shaped(chain(filled[before:], records), width), told)
    looked_at = tuple(row for row in shaped(filled[before:], width) if not row.malformed)
    return Table(path.name, columns, looked_at, rows, told, delimiter)


def _encoding(head: bytes, path: Path) -> _Encoding:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _Encoding(name if name != "utf-8" else None, "cp1252")
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * 3 > len(head) and min(odd, even) * _MOST_NULS < len(head):  # UTF-16 without its mark
        return _Encoding("utf-16-le" if odd > even else "utf-16-be", "cp1252")
    if head.count(0) * _MOST_NULS > len(head) or head.startswith(_FOREIGN):
        raise refused(path, "not-a-text", "un fichier CSV, .xlsx, .ods ou .parquet attendu")
    foreign = b"\n".join(line for line in head.split(b"\n")[:-1] if not _is_utf8(line)) or head

    def letters(name: str) -> int:
        return sum(letter in _LETTERS for letter in foreign.decode(name, errors="replace"))

    # The first one wins a draw: Windows.
    return _Encoding(None, max(_ONE_BYTE, key=letters))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: io.BufferedReader, head: bytes, encoding: _Encoding, told: Told, size: int) -> Iterator[str]:
    """Lines without their end; `told` learns how far they are and how many were not in UTF-8."""
    file.seek(0)
    with file:
        if encoding.wide:
            told.notes.append("encodage : UTF-16")
            with io.TextIOWrapper(file, encoding=encoding.wide, errors="replace") as text:
                for line in text:
                    told.done = file.tell() / size
                    yield line.lstrip("\ufeff").rstrip("\n")
        else:
            source: Iterable[bytes] = file
            if b"\n" not in head and b"\r" in head:  # of an old Mac
                source = file.read().split(b"\r")
            done = 0
            for raw in source:
                done += len(raw)
                told.done = min(1.0, done / size)
                yield _decoded(raw[:_LONGEST_LINE], encoding.fallback, told)
            if told.other_encoding:
                name = _ONE_BYTE[encoding.fallback]
                told.notes.append(f"des lignes en {name}, les autres en UTF-8")
    told.done = 1.0


def _decoded(raw: bytes, fallback: str, told: Told) -> str:
    try:
        line = raw.decode()
    except UnicodeDecodeError:
        told.other_encoding += 1
        line = raw.decode(fallback, errors="replace")
    # NUL ends no cell, and the parser stops at it.
    return line.lstrip("\ufeff").rstrip("\r\n").replace("\0", " ")


def _delimiter(lines: list[str]) -> str:
    """The delimiter by which most lines are cut in the same number of parts, more than one if possible."""

    def regularity(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines if line.strip()]
        common = max(set(counts), key=lambda one: (counts.count(one), one))
        return (counts.count(common) if common else 0), common

    return max(DELIMITERS, key=regularity)


def _records(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Rows of cells, each with the number of its first line."""
    numbered = enumerate(lines, 1)
    waiting: list[tuple[int, str]] = []
    width = 0
    while True:
        number, line = waiting.pop(0) if waiting else next(numbered, (0, ""))
        if not number:
            return
        if '"' not in line:
            cells = line.split(delimiter)
        else:
            parts = [line]
            while sum(part.count('"') for part in parts) % 2 and len(parts) < _MOST_LINES:
                place = len(parts) - 1
                if place == len(waiting):
                    following = next(numbered, None)
                    if following is None:
                        break
                    waiting.append(following)
                parts.append(waiting[place][1])
            cells = _cells("\n".join(parts), delimiter)
            if len(parts) > 1 and len(cells) != width and width:  # the quote opened nothing
                cells = line.split(delimiter)
            else:
                del waiting[: len(parts) - 1]
        width = len(cells)
        yield Row(number, cells)


def _cells(record: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error:
        return record.split(delimiter)
