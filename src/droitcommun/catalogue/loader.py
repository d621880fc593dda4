"""A folder of TOML and CSV files → one Dossier, or every problem at once. Nothing half-loads."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from droitcommun.catalogue.folder import (
    COMMITMENTS,
    CONTRACT,
    DECISIONS,
    OBSERVATIONS,
    SET_ASIDE,
    SHEETS,
    Toml,
    is_open,
    tables,
    texts,
    toml,
    tomls,
    unknown_files,
)
from droitcommun.catalogue.observation_rows import parse_observations, parse_set_aside
from droitcommun.core.codec import Path as Steps
from droitcommun.core.codec import PlainError, from_plain
from droitcommun.core.contract import Commitment, Contract
from droitcommun.core.dossier import BrokenDossierError, Dossier, Origin, OriginKind
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.governance import Decision, Protocol, Waiver
from droitcommun.core.problems import FileRefusedError, Place, Problem, UnknownNameError
from droitcommun.core.references import Parts, faults
from droitcommun.core.sheets import Sheet

T = TypeVar("T")

# Problems after which nothing is known of a table: no reference to it can be judged.
_WHOLE_TABLE = {"file-missing", "file-twice", "size", "empty", "encoding", "toml", "table", "columns"}

# The lists of contract.toml whose entries have ids, and what one entry is.
_CONTRACT_LISTS = (
    ("documents", "document"),
    ("institutions", "institution"),
    ("perimeters", "perimeter"),
    ("axes", "axis"),
    ("themes", "theme"),
    ("units", "unit"),
    ("producers", "producer"),
    ("neighbourhoods", "neighbourhood"),
)


def load_source(source: str) -> Dossier:
    """Load what a SOURCE names; raises UnknownNameError, which lists what there is, or FileRefusedError.

    `catalogue:ID` is a contract of ours, `file:DOSSIER` a folder of the same files.
    """
    if source.startswith("file:"):
        return load_folder(_folder(source.removeprefix("file:")))
    folders = {f"catalogue:{folder.name}": folder for folder in _contracts() if folder.is_dir()}
    if source not in folders:
        raise UnknownNameError(f"Source inconnue ; sources : {', '.join(sorted(folders))}, file:DOSSIER")
    return load_folder(folders[source])


def _folder(path: str) -> Path:
    """Return the folder of that path; raises UnknownNameError."""
    try:
        if path.strip() and Path(path).is_dir():
            return Path(path)
    except OSError:
        raise UnknownNameError("Source illisible : nom trop long, ou droits insuffisants") from None
    raise UnknownNameError("Source inconnue : aucun dossier ni document ne porte ce nom")


def load_folder(folder: Traversable) -> Dossier:
    """Load the contract that a folder describes; raises FileRefusedError with all that is wrong in it.

    A folder that may not be read raises UnknownNameError: nothing is known of its files.
    """
    if not is_open(folder):
        raise UnknownNameError("Dossier illisible : droits insuffisants")
    problems: list[Problem] = []
    contract_file = toml(folder, CONTRACT, problems)
    commitments_files = tomls(folder, COMMITMENTS, problems)
    sheets_files = tomls(folder, SHEETS, problems)
    decisions_files = tomls(folder, DECISIONS, problems)
    if not problems:
        problems += unknown_files(folder)

    readable = not any(problem.place.file == CONTRACT for problem in problems)
    contract = _value(Contract, contract_file, (), problems) if readable else None
    sheets = _values(Sheet, sheets_files, "sheet", problems)
    decided = ("protocol", "decision", "waiver")
    parts = Parts(
        contract,
        commitments=_values(Commitment, commitments_files, "commitment", problems),
        sheets=tuple(sorted(sheets, key=lambda sheet: sheet.passage.lines[0])),
        protocols=_values(Protocol, decisions_files, "protocol", problems, decided),
        decisions=_values(Decision, decisions_files, "decision", problems, decided),
        waivers=_values(Waiver, decisions_files, "waiver", problems, decided),
    )
    row_of: dict[str, Place] = {}
    for file in texts(folder, OBSERVATIONS, problems):
        observations, lines, unread = parse_observations(file.text, file=file.name)
        parts = replace(parts, observations=(*parts.observations, *observations))
        row_of |= {name: Place(file.name, line) for name, line in lines.items()}
        problems += unread
    for file in texts(folder, SET_ASIDE, problems):
        set_aside, unread = parse_set_aside(file.text, file=file.name)
        parts = replace(parts, set_aside=(*parts.set_aside, *set_aside))
        problems += unread

    if any(problem.code in _WHOLE_TABLE for problem in problems):
        raise FileRefusedError(problems)  # whatever refers to that table would be a problem too
    if contract is not None and not problems:
        # Its references are checked there, once; what follows says where a broken one stands.
        with suppress(BrokenDossierError):
            return _signed(contract, parts)
    toml_files = [*commitments_files, *sheets_files, *decisions_files]
    problems += _broken_references(parts, dict(_entries(contract_file, toml_files)), row_of)
    raise FileRefusedError(problems)


def _broken_references(
    parts: Parts, entries: dict[tuple[str, str], tuple[Toml, Steps]], row_of: dict[str, Place]
) -> Iterator[Problem]:
    elsewhere = entries.keys() | {("observation", name) for name in row_of}
    for fault in faults(parts, elsewhere):
        if fault.table == "observation":
            place = replace(row_of[fault.id], column=fault.field)
        elif fault.table == "set_aside":
            place = Place(SET_ASIDE, column="document")
        else:
            file, path = entries[fault.table, fault.id]
            place = file.place((*path, fault.field))
        yield Problem(place, "reference", fault.expected)


def _signed(contract: Contract, parts: Parts) -> Dossier:
    """Make the Dossier, with the hash of what was read."""
    return Dossier(
        contract=contract,
        commitments=parts.commitments,
        sheets=parts.sheets,
        observations=parts.observations,
        origin=Origin(kind=OriginKind.CATALOGUE, id=contract.id, sha256=fingerprint(parts)),
        protocols=parts.protocols,
        decisions=parts.decisions,
        waivers=parts.waivers,
        set_aside=parts.set_aside,
    )


def _contracts() -> Iterator[Traversable]:
    return (files("droitcommun.catalogue") / "contracts").iterdir()


def _value(kind: type[T], file: Toml, path: Steps, problems: list[Problem]) -> T | None:
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


def _values(
    kind: type[T],
    toml_files: Iterable[Toml],
    table: str,
    problems: list[Problem],
    allowed: tuple[str, ...] = (),
) -> tuple[T, ...]:
    """Read every [[table]] of some files; `allowed` are the tables that the files may hold, this one alone if none."""
    found: list[T] = []
    for file in toml_files:
        allowed = allowed or (table,)
        if table == allowed[0]:  # once a file
            expected = " ou ".join(f"[[{name}]]" for name in allowed)
            problems += [
                Problem(file.place((key,)), "table", f"seulement des tables {expected}")
                for key in file.table.keys() - set(allowed)
            ]
        listed = file.table.get(table, [])
        if not isinstance(listed, list):
            problems.append(Problem(file.place((table,)), "table", f"[[{table}]], avec deux crochets"))
            continue
        for index in range(len(listed)):
            value = _value(kind, file, (table, index), problems)
            if value is not None:
                found.append(value)
    return tuple(found)


def _entries(contract: Toml, toml_files: list[Toml]) -> Iterator[tuple[tuple[str, str], tuple[Toml, Steps]]]:
    """Name every entry that has an id, readable or not: its table and id, its file and path."""
    yield ("contract", str(contract.table.get("id"))), (contract, ())
    for key, table in _CONTRACT_LISTS:
        for path, entry in tables(contract.table, key):
            yield (table, str(entry.get("id"))), (contract, path)
    for file in toml_files:
        for table in ("commitment", "sheet", "protocol", "decision", "waiver"):
            for path, entry in tables(file.table, table):
                yield (table, str(entry.get("id"))), (file, path)
                for inner, measure in tables(entry, "measures"):
                    yield ("measure", str(measure.get("id"))), (file, (*path, *inner))
