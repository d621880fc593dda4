"""The files of a catalogue folder: what they are called, and how they are read as text and TOML.

A part of a contract is one file, `sheets.toml`, or a folder of files, `sheets/…toml`, taken together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import tomli

from droitcommun.catalogue.toml_places import line_of
from droitcommun.core.codec import Path
from droitcommun.core.problems import Place, Problem

CONTRACT, COMMITMENTS, SHEETS, OBSERVATIONS = REQUIRED = (
    "contract.toml",
    "commitments.toml",
    "sheets.toml",
    "observations.csv",
)
DECISIONS, SET_ASIDE = OPTIONAL = ("decisions.toml", "set-aside.csv")

# What may stand beside the parts, and is not read.
_BESIDE = (".md", ".txt", ".py", ".pyc")

# A file of a contract is written by hand: the longest of ours has 60 kB. Beyond this it is something else.
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Text:
    """A file of the folder, read."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Toml:
    """A TOML file of the folder, parsed; empty when it is not TOML."""

    name: str
    text: str
    table: dict[str, Any]

    def place(self, path: Path) -> Place:
        """Say where a value of the file stands."""
        keys = [str(step) for step in path if isinstance(step, str)]
        return Place(self.name, line_of(self.text, path), field=keys[-1] if keys else "")


def is_open(folder: Traversable) -> bool:
    """Say whether a folder may be listed, and what it lists looked at."""
    try:
        for file in folder.iterdir():
            file.is_file()  # raises in a folder that may be listed and not entered
    except OSError:
        return False
    return True


def texts(folder: Traversable, part: str, problems: list[Problem]) -> list[Text]:
    """Read the file, or the files, of a part; a part that is required and missing is a problem."""
    stem, suffix = part.rsplit(".", 1)
    inside = folder / stem
    try:
        names = sorted(file.name for file in inside.iterdir() if file.name.endswith(f".{suffix}"))
        is_folder, is_file = True, (folder / part).is_file()
    except (FileNotFoundError, NotADirectoryError):
        is_folder = is_file = False
    except OSError:
        problems.append(Problem(Place(stem), "file-missing", "un dossier que l’on ait le droit de lire"))
        return []
    if is_folder:
        if is_file:
            expected = f"un fichier {part} ou un dossier {stem}/, pas les deux"
            problems.append(Problem(Place(part), "file-twice", expected))
        if not names:
            problems.append(Problem(Place(stem), "file-missing", f"au moins un fichier .{suffix}"))
        return [Text(f"{stem}/{name}", _text(inside / name, f"{stem}/{name}", problems)) for name in names]
    if part in OPTIONAL and not _is_there(folder / part):
        return []
    return [Text(part, _text(folder / part, part, problems))]


def toml(folder: Traversable, part: str, problems: list[Problem]) -> Toml:
    """Read and parse the one file of a part that is never a folder."""
    return _toml(Text(part, _text(folder / part, part, problems)), problems)


def tomls(folder: Traversable, part: str, problems: list[Problem]) -> list[Toml]:
    """Read and parse the TOML of a part."""
    return [_toml(text, problems) for text in texts(folder, part, problems)]


def tables(table: dict[str, Any], key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """List the tables [[key]], each with its path."""
    listed = table.get(key, [])
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield (key, index), entry


def unknown_files(folder: Traversable) -> Iterator[Problem]:
    """Name what no part is called: a misspelt file would vanish without a word. Notes (.md, .txt) may stand there."""
    known = (*REQUIRED, *OPTIONAL)
    suffixes = dict(part.rsplit(".", 1) for part in known if part != CONTRACT)
    for file in _listed(folder):
        if file.name in known:
            continue
        if file.name not in suffixes:
            yield Problem(Place(file.name), "file-unknown", f"un nom connu : {', '.join(sorted(known))}")
            continue
        suffix = f".{suffixes[file.name]}"
        for inside in _listed(file):
            if not inside.name.endswith(suffix):
                yield Problem(Place(f"{file.name}/{inside.name}"), "file-unknown", f"un fichier {suffix}")


def _listed(folder: Traversable) -> Iterator[Traversable]:
    """What stands in a folder, in order, less notes, hidden files and what Python leaves in a package."""
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.startswith((".", "__pycache__")) and not file.name.endswith(_BESIDE):
            yield file


def _is_there(file: Traversable) -> bool:
    try:
        return file.is_file()
    except OSError:  # it may be there: reading it says what is wrong
        return True


def _text(file: Traversable, name: str, problems: list[Problem]) -> str:
    try:
        if not file.is_file():  # a pipe or a device would never end
            raise FileNotFoundError(name)
        with file.open("rb") as content:
            read = content.read(MOST_BYTES + 1)
        if len(read) > MOST_BYTES:
            problems.append(
                Problem(Place(name), "size", f"un fichier de {MOST_BYTES // 1_000_000} Mo au plus")
            )
            return ""
        text = read.decode("utf-8-sig")
        if not text.strip():
            problems.append(Problem(Place(name), "empty", "un fichier rempli"))
        return text
    except OSError:
        problems.append(Problem(Place(name), "file-missing", "un fichier lisible de ce nom"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(Place(name, line), "encoding", "un texte en UTF-8"))
    return ""


def _toml(file: Text, problems: list[Problem]) -> Toml:
    try:
        return Toml(file.name, file.text, tomli.loads(file.text))
    except (ValueError, RecursionError) as error:
        # Python says the line in its message only, and no number at the end of the file.
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(file.text.split("\n"))
        problems.append(
            Problem(Place(file.name, line), "toml", "du TOML bien formé (guillemets, crochets, signe =)")
        )
        return Toml(file.name, file.text, {})
