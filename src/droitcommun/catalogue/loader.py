"""A folder of TOML and CSV files → one Dossier, or every problem at once. Nothing half-loads."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from json import dumps
from typing import Any, TypeVar

from droitcommun.catalogue.observation_rows import parse_observations
from droitcommun.catalogue.toml_places import line_of
from droitcommun.core.codec import Path, PlainError, from_plain, to_plain
from droitcommun.core.contract import Commitment, Contract
from droitcommun.core.dossier import Dossier, Origin, OriginKind
from droitcommun.core.problems import FileRefusedError, Place, Problem, UnknownNameError
from droitcommun.core.references import faults
from droitcommun.core.sheets import Sheet

T = TypeVar("T")

CONTRACT, COMMITMENTS, SHEETS, OBSERVATIONS = FILES = (
    "contract.toml",
    "commitments.toml",
    "sheets.toml",
    "observations.csv",
)

# Problems after which nothing is known of a table: no reference to it can be judged.
_WHOLE_TABLE = {"file-missing", "empty", "encoding", "toml", "table", "columns"}


def load_source(source: str) -> Dossier:
    """Load what a SOURCE names; raises UnknownNameError, which lists what there is, or FileRefusedError."""
    folders = {f"catalogue:{folder.name}": folder for folder in _contracts() if folder.is_dir()}
    if source not in folders:
        raise UnknownNameError(f"Source inconnue ; sources : {', '.join(sorted(folders))}")
    return load_folder(folders[source])


def load_folder(folder: Traversable) -> Dossier:
    """Load the contract that a folder describes; raises FileRefusedError with all that is wrong in it."""
    problems: list[Problem] = []
    texts = {name: _text(folder, name, problems) for name in FILES}
    contract_file = _toml(CONTRACT, texts, problems)
    commitments_file = _toml(COMMITMENTS, texts, problems)
    sheets_file = _toml(SHEETS, texts, problems)

    readable = not any(problem.place.file == CONTRACT for problem in problems)
    contract = _value(Contract, contract_file, (), problems) if readable else None
    commitments = list(_values(Commitment, commitments_file, "commitment", problems))
    sheets = sorted(_values(Sheet, sheets_file, "sheet", problems), key=lambda sheet: sheet.passage.lines[0])
    observations, row_of, unread = parse_observations(texts[OBSERVATIONS], file=OBSERVATIONS)
    problems += unread

    if any(problem.code in _WHOLE_TABLE for problem in problems):
        raise FileRefusedError(problems)  # whatever refers to that table would be a problem too
    entries = dict(_entries(contract_file, commitments_file, sheets_file))
    elsewhere = entries.keys() | {("observation", name) for name in row_of}
    for fault in faults(contract, commitments, sheets, observations, elsewhere):
        if fault.table == "observation":
            place = Place(OBSERVATIONS, row_of[fault.id], fault.field)
        else:
            file, path = entries[fault.table, fault.id]
            place = file.place((*path, fault.field))
        problems.append(Problem(place, "reference", fault.expected))
    if problems or contract is None:
        raise FileRefusedError(problems)

    nowhere = Origin(kind=OriginKind.CATALOGUE, id=contract.id, sha256="")
    unsigned = Dossier(
        contract=contract,
        commitments=tuple(commitments),
        sheets=tuple(sheets),
        observations=tuple(observations),
        origin=nowhere,
    )
    return replace(unsigned, origin=replace(nowhere, sha256=_fingerprint(unsigned)))


@dataclass(frozen=True, slots=True)
class _Toml:
    name: str
    text: str
    table: dict[str, Any]

    def place(self, path: Path) -> Place:
        keys = [str(step) for step in path if isinstance(step, str)]
        return Place(self.name, line_of(self.text, path), field=keys[-1] if keys else "")


def _contracts() -> Iterator[Traversable]:
    return (files("droitcommun.catalogue") / "contracts").iterdir()


def _text(folder: Traversable, name: str, problems: list[Problem]) -> str:
    try:
        text = (folder / name).read_bytes().decode("utf-8-sig")
        if not text.strip():
            problems.append(Problem(Place(name), "empty", "un fichier rempli"))
        return text
    except OSError:
        problems.append(Problem(Place(name), "file-missing", "un fichier lisible de ce nom"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(Place(name, line), "encoding", "un texte en UTF-8"))
    return ""


def _toml(name: str, texts: dict[str, str], problems: list[Problem]) -> _Toml:
    text = texts[name]
    try:
        return _Toml(name, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        # Python says the line in its message only, and no number at the end of the file.
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(text.split("\n"))
        problems.append(
            Problem(Place(name, line), "toml", "du TOML bien formé (guillemets, crochets, signe =)")
        )
        return _Toml(name, text, {})


def _value(kind: type[T], file: _Toml, path: Path, problems: list[Problem]) -> T | None:
    plain: Any = file.table
    for step in path:
        plain = plain[step]
    try:
        return from_plain(kind, plain)
    except PlainError as error:
        problems += [
            Problem(file.place((*path, *wrong.path)), "value", wrong.expected) for wrong in error.mismatches
        ]
        return None


def _values(kind: type[T], file: _Toml, table: str, problems: list[Problem]) -> Iterator[T]:
    problems += [
        Problem(file.place((key,)), "table", f"seulement des tables [[{table}]]")
        for key in file.table.keys() - {table}
    ]
    listed = file.table.get(table, [])
    if not isinstance(listed, list):
        problems.append(Problem(file.place((table,)), "table", f"[[{table}]], avec deux crochets"))
        return
    for index in range(len(listed)):
        value = _value(kind, file, (table, index), problems)
        if value is not None:
            yield value


def _entries(
    contract: _Toml, commitments: _Toml, sheets: _Toml
) -> Iterator[tuple[tuple[str, str], tuple[_Toml, Path]]]:
    """Name every entry that has an id, readable or not: its table and id, its file and path."""
    yield ("contract", str(contract.table.get("id"))), (contract, ())
    for file, key, table in (
        (contract, "documents", "document"),
        (contract, "institutions", "institution"),
        (contract, "axes", "axis"),
        (contract, "themes", "theme"),
        (commitments, "commitment", "commitment"),
        (sheets, "sheet", "sheet"),
    ):
        for path, entry in _tables(file.table, key):
            yield (table, str(entry.get("id"))), (file, path)
            for inner, measure in _tables(entry, "measures"):
                yield ("measure", str(measure.get("id"))), (file, (*path, *inner))


def _tables(table: dict[str, Any], key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    listed = table.get(key, [])
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield (key, index), entry


def _fingerprint(dossier: Dossier) -> str:
    """Hash what was read, not how it was laid out: a comment or a line break changes nothing."""
    text = dumps(to_plain(dossier), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()
