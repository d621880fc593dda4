"""On which line of a TOML file a value stands: `tomli` does not say."""

import re
from collections import Counter

from droitcommun.core.codec import Path

_HEADER = re.compile(r"\s*(\[\[?)([A-Za-z0-9_.-]+)\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def line_of(text: str, path: Path) -> int | None:
    """Return the line (from 1) of the value at that path, else of the nearest table or key that holds it.

    Reads the plain style of the catalogue: one `[[table]]`, `[table]` or `key = value` a line.
    """
    depth, best = 0, None
    for number, here in _paths(text):
        shared = min(len(here), len(path))
        if here[:shared] == path[:shared] and shared > depth:
            depth, best = shared, number
    return best


def _paths(text: str) -> list[tuple[int, Path]]:
    """List each line that opens a table or sets a key, with its path; list tables are numbered."""
    found: list[tuple[int, Path]] = []
    table: Path = ()
    counts: Counter[Path] = Counter()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = _resolved(header[2].split("."), counts)
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, counts[table] - 1)
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, (*table, key[1])))
    return found


def _resolved(names: list[str], counts: Counter[Path]) -> Path:
    """Name a table from the top, going through the last entry of each list table above it."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if counts[path]:
            path = (*path, counts[path] - 1)
    return (*path, names[-1])
