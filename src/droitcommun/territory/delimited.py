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

from droitcommun.core.problems import FileRefusedError
from droitcommun.territory.tables import (
    SAMPLE,
    Content,
    Row,
    Source,
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

# Bytes of lines that are decoded at once.
_CHUNK = 1 << 16

# How archives, PDF and old office files begin.
_FOREIGN = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")

# A text holds a NUL by accident; a file of which more than one byte in so many is one is none.
_MOST_NULS = 20


@dataclass(frozen=True, slots=True)
class _Encoding:
    wide: str | None  # an encoding of two bytes a letter, of the whole file
    fallback: str | None  # of the lines that are not UTF-8; None: none was met yet


def read_delimited(path: Source) -> Table:
    """Open a CSV file; its rows are read as they are asked for, once.

    FileRefusedError: unreadable, empty, no text, or no row as wide as a table of it would be.
    """
    file, size = _opened(path)
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
    lines = _lines(file, head, encoding, told, size)
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


def _opened(path: Source) -> tuple[io.BufferedReader, int]:
    """The bytes of a file, to be read from their start, and how many they are."""
    if isinstance(path, Content):
        return io.BufferedReader(io.BytesIO(path.content)), len(path.content)
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise refused(path, "not-a-file", "un fichier lisible attendu") from error
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise refused(path, "not-a-file", "un fichier lisible attendu")
    return os.fdopen(opened, "rb"), os.fstat(opened).st_size


def _encoding(head: bytes, path: Source) -> _Encoding:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _Encoding(name if name != "utf-8" else None, "cp1252")
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * 3 > len(head) and min(odd, even) * _MOST_NULS < len(head):  # UTF-16 without its mark
        return _Encoding("utf-16-le" if odd > even else "utf-16-be", "cp1252")
    if head.count(0) * _MOST_NULS > len(head) or head.startswith(_FOREIGN):
        raise refused(path, "not-a-text", "un fichier CSV, .xlsx, .ods ou .parquet attendu")
    # The last line may be cut in the middle of a letter; a file of one line has no other.
    lines = head.split(b"\n")
    return _Encoding(None, _one_byte(lines[:-1] or lines))


def _one_byte(lines: list[bytes]) -> str | None:
    """The encoding of the lines that are not UTF-8: the one that makes the most letters of French; None without any."""
    foreign = b"\n".join(line for line in lines if not _is_utf8(line))

    def letters(name: str) -> int:
        return sum(letter in _LETTERS for letter in foreign.decode(name, errors="replace"))

    # The first one wins a draw: Windows.
    return max(_ONE_BYTE, key=letters) if foreign else None


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
            chunks = iter(lambda: file.readlines(_CHUNK), [])
            if b"\n" not in head and b"\r" in head:  # of an old Mac
                chunks = iter([[line + b"\n"] for line in file.read().split(b"\r")])
            done = 0
            fallback = encoding.fallback
            for raws in chunks:
                done += sum(map(len, raws))
                plain = _plain_lines(raws)
                if plain is None:
                    # Foreign lines may begin long after the head: those that are met first say what they are in.
                    fallback = fallback or _one_byte(raws)
                    plain = [_decoded(raw[:_LONGEST_LINE], fallback, told) for raw in raws]
                yield from plain
                told.done = min(1.0, done / size)
            if fallback and told.other_encoding:
                told.notes.append(f"des lignes en {_ONE_BYTE[fallback]}, les autres en UTF-8")
    told.done = 1.0


def _plain_lines(raws: list[bytes]) -> list[str] | None:
    """What `_decoded` makes of each line, all at once, when nothing in them asks for more than UTF-8; else None."""
    whole = b"".join(raws)
    if b"\0" in whole or _MARKS[0][0] in whole or len(whole) > _LONGEST_LINE:
        return None
    if b"\r" in whole:
        if whole.count(b"\r") != whole.count(b"\r\n"):
            return None
        whole = whole.replace(b"\r\n", b"\n")
    try:
        lines = whole.decode().split("\n")
    except UnicodeDecodeError:
        return None
    return lines if lines[-1] else lines[:-1]


def _decoded(raw: bytes, fallback: str | None, told: Told) -> str:
    try:
        line = raw.decode()
    except UnicodeDecodeError:
        told.other_encoding += 1
        line = raw.decode(fallback or "cp1252", errors="replace")
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
    width = 0
    for number, line in numbered:
        if '"' not in line:
            cells = line.split(delimiter)
            width = len(cells)
            yield Row(number, cells)
            continue
        waiting = [(number, line)]
        while waiting:
            record, cells, lasts = _quoted(waiting, numbered, delimiter, width)
            del waiting[:lasts]
            width = len(cells)
            yield Row(record, cells)


def _quoted(
    waiting: list[tuple[int, str]], numbered: Iterator[tuple[int, str]], delimiter: str, width: int
) -> tuple[int, list[str], int]:
    """The record that begins with the first line that waits: its number, its cells, how many lines it lasts.

    Lines that it may go on in are added to those that wait.
    """
    number, line = waiting[0]
    if '"' not in line:
        return number, line.split(delimiter), 1
    parts = [line]
    quotes = line.count('"')
    while quotes % 2 and len(parts) < _MOST_LINES:
        if len(parts) == len(waiting):
            following = next(numbered, None)
            if following is None:
                break
            waiting.append(following)
        parts.append(waiting[len(parts)][1])
        quotes += parts[-1].count('"')
    cells = _cells("\n".join(parts), delimiter)
    if len(parts) > 1 and len(cells) != width and width:  # the quote opened nothing
        return number, line.split(delimiter), 1
    return number, cells, len(parts)


def _cells(record: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error:
        return record.split(delimiter)
