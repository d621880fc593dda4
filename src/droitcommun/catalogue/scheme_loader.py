"""A folder of schemes → one catalogue, or every problem at once with file, line and field.

catalogue.toml  what it is, its facts, what cannot be together
schemes/*.toml  a scheme a file, with its criteria and the examples that it must answer
contacts.csv    where to go; set-aside.csv  sentences that are no condition, and why
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from droitcommun.catalogue.folder import Text, Toml, is_open, texts, toml, tomls
from droitcommun.core.codec import Path as Steps
from droitcommun.core.codec import PlainError, from_plain
from droitcommun.core.passages import Lines
from droitcommun.core.problems import FileRefusedError, Place, Problem, UnknownNameError
from droitcommun.orientation.catalogues import About, Case, Impossible, NotACondition, SchemeCatalogue
from droitcommun.orientation.contacts import ContactPoint
from droitcommun.orientation.facts import Fact
from droitcommun.orientation.judging import Answer
from droitcommun.orientation.rule_text import RulesRefusedError, RuleTextError, parse_rule, read_scheme
from droitcommun.orientation.schemes import ReadScheme, Scheme

T = TypeVar("T")

CATALOGUE, SCHEMES, CONTACTS, SET_ASIDE = "catalogue.toml", "schemes.toml", "contacts.csv", "set-aside.csv"

DEFAULT_SCHEMES = "catalogue:paris-2015"


@dataclass(frozen=True, slots=True, kw_only=True)
class _CatalogueFile:
    """What stands in catalogue.toml."""

    catalogue: About
    fact: tuple[Fact, ...]
    impossible: tuple[Impossible, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _CaseFile:
    """What stands in a [[case]], its situation apart."""

    name: str
    answer: Answer
    lines: tuple[Lines, ...]
    missing: tuple[str, ...] | None = None


@dataclass(slots=True)
class _Found:
    """What was read so far, and what is wrong in it."""

    problems: list[Problem] = field(default_factory=list)
    schemes: list[ReadScheme] = field(default_factory=list)
    cases: dict[str, tuple[Case, ...]] = field(default_factory=dict)


def load_schemes(source: str = DEFAULT_SCHEMES) -> SchemeCatalogue:
    """Load the schemes that a source names; raises UnknownNameError, which lists what there is, or FileRefusedError.

    `catalogue:ID` is a catalogue of ours, `file:DOSSIER` a folder of the same files.
    """
    if source.startswith("file:"):
        folder = Path(source.removeprefix("file:"))
        if not folder.is_dir():
            raise UnknownNameError("Catalogue inconnu : aucun dossier ne porte ce nom")
        return load_scheme_folder(folder)
    ours = {f"catalogue:{one.name}": one for one in _ours().iterdir() if one.is_dir() and one.name[0] != "_"}
    if source not in ours:
        raise UnknownNameError(f"Catalogue inconnu ; catalogues : {', '.join(sorted(ours))}, file:DOSSIER")
    return load_scheme_folder(ours[source])


def _ours() -> Traversable:
    return files("droitcommun.catalogue") / "schemes"


def load_scheme_folder(folder: Traversable) -> SchemeCatalogue:
    """Load the catalogue that a folder describes; raises FileRefusedError with all that is wrong in it."""
    if not is_open(folder):
        raise UnknownNameError("Dossier illisible : droits insuffisants")
    found = _Found()
    head_file = toml(folder, CATALOGUE, found.problems)
    scheme_files = tomls(folder, SCHEMES, found.problems)
    head = _value(_CatalogueFile, head_file, head_file.table, (), found.problems) if head_file.table else None
    if head is None:
        raise FileRefusedError(found.problems)
    facts = {fact.id: fact for fact in head.fact}
    for file in scheme_files:
        if file.table:
            _take_scheme(file, facts, found)
    contacts = [
        one for text in texts(folder, CONTACTS, found.problems) for one in _contacts(text, found.problems)
    ]
    set_aside = [
        one for text in texts(folder, SET_ASIDE, found.problems) for one in _set_aside(text, found.problems)
    ]
    found.problems += _head_problems(head, head_file, facts)
    found.problems += _cross_problems(found.schemes, scheme_files, {one.id for one in contacts})
    if found.problems:
        raise FileRefusedError(found.problems)
    return SchemeCatalogue(
        about=head.catalogue,
        facts=head.fact,
        impossible=head.impossible,
        schemes=tuple(sorted(found.schemes, key=lambda one: one.scheme.lines[:1])),
        contacts=tuple(contacts),
        cases=found.cases,
        set_aside=tuple(set_aside),
    )


def _take_scheme(file: Toml, facts: Mapping[str, Fact], found: _Found) -> None:
    """Read one file: a scheme and its examples."""
    table = {key: value for key, value in file.table.items() if key != "case"}
    scheme = _value(Scheme, file, table, (), found.problems)
    cases = _cases(file, found.problems)
    if scheme is None:
        return
    found.cases[scheme.id] = cases
    try:
        found.schemes.append(read_scheme(scheme, facts))
    except RulesRefusedError as refused:
        for rank, fault in refused.faults:
            place = file.place(("criteria", rank, "rule"))
            found.problems.append(
                Problem(place, "rule", f"au signe {fault.at} de la règle, {fault.expected}")
            )


def _cases(file: Toml, problems: list[Problem]) -> tuple[Case, ...]:
    listed = file.table.get("case", [])
    if not isinstance(listed, list):
        problems.append(Problem(file.place(("case",)), "table", "[[case]], avec deux crochets"))
        return ()
    read: list[Case] = []
    for rank, entry in enumerate(listed):
        plain = dict(entry) if isinstance(entry, dict) else {}
        situation = plain.pop("situation", {})
        case = _value(_CaseFile, file, plain, ("case", rank), problems)
        if not isinstance(situation, dict):
            problems.append(Problem(file.place(("case", rank, "situation")), "value", "une table de faits"))
        elif case is not None:
            read.append(Case(case.name, case.answer, case.lines, situation, case.missing))
    return tuple(read)


def _head_problems(head: _CatalogueFile, file: Toml, facts: Mapping[str, Fact]) -> Iterable[Problem]:
    for name, count in Counter(fact.id for fact in head.fact).items():
        if count > 1:
            yield Problem(Place(CATALOGUE, field="fact"), "twice", f"un seul fait « {name} »")
    for rank, one in enumerate(head.impossible):
        try:
            parse_rule(one.rule, facts, frozenset())
        except RuleTextError as fault:
            place = file.place(("impossible", rank, "rule"))
            yield Problem(place, "rule", f"au signe {fault.at} de la règle, {fault.expected}")


def _cross_problems(
    schemes: Iterable[ReadScheme], scheme_files: Iterable[Toml], contacts: set[str]
) -> Iterable[Problem]:
    """Find what is named and does not exist, or exists twice."""
    by_id = {file.table.get("id"): file for file in scheme_files}
    names = Counter(file.table.get("id") for file in scheme_files)
    known = {one.scheme.id for one in schemes}
    for file in scheme_files:
        if names[file.table.get("id")] > 1:
            yield Problem(file.place(("id",)), "twice", "un identifiant que nul autre dispositif ne porte")
    for one in schemes:
        file = by_id[one.scheme.id]
        for missing in set(one.scheme.contacts) - contacts:
            yield Problem(
                file.place(("contacts",)),
                "reference",
                f"un lieu d’accueil de contacts.csv, pas « {missing} »",
            )
        if one.scheme.successor and one.scheme.successor not in known:
            yield Problem(
                file.place(("successor",)), "reference", "l’identifiant d’un dispositif du catalogue"
            )
        for name, count in Counter(criterion.id for criterion in one.scheme.criteria).items():
            if count > 1:
                yield Problem(file.place(("criteria",)), "twice", f"un seul critère « {name} »")


def _contacts(text: Text, problems: list[Problem]) -> Iterable[ContactPoint]:
    """Read contacts.csv: several phones and several passages are separated by « ; »."""
    for line, row in _rows(text, [one.name for one in fields(ContactPoint)], problems):
        plain: dict[str, Any] = {key: value for key, value in row.items() if value}
        plain["lines"] = _spans(row["lines"])
        plain["phones"] = [one.strip() for one in row["phones"].split(";") if one.strip()]
        if row["district"]:
            plain["district"] = int(row["district"]) if row["district"].isdecimal() else row["district"]
        yield from _row_value(ContactPoint, plain, text.name, line, problems)


def _set_aside(text: Text, problems: list[Problem]) -> Iterable[NotACondition]:
    for line, row in _rows(text, ["lines", "because"], problems):
        spans = _spans(row["lines"])
        if len(spans) != 1:
            problems.append(Problem(Place(text.name, line, "lines"), "value", "des lignes comme 343-346"))
            continue
        yield from _row_value(
            NotACondition, {"lines": spans[0], "because": row["because"]}, text.name, line, problems
        )


def _rows(text: Text, columns: list[str], problems: list[Problem]) -> Iterable[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.text, newline=""))
    if sorted(reader.fieldnames or ()) != sorted(columns):
        expected = f"les colonnes {', '.join(columns)}"
        problems.append(Problem(Place(text.name, 1), "columns", expected))
        return
    for row in reader:
        if None in row or None in row.values():
            problems.append(Problem(Place(text.name, reader.line_num), "columns", f"{len(columns)} cellules"))
            continue
        yield reader.line_num, {key: value.strip() for key, value in row.items()}


def _spans(text: str) -> list[list[int]]:
    """Read « 343-346; 350 » as spans; what is none of them is left for the codec to refuse."""
    found = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        first, _, last = part.partition("-")
        if first.strip().isdecimal() and (last or first).strip().isdecimal():
            found.append([int(first), int(last or first)])
    return found


def _row_value(kind: type[T], plain: object, file: str, line: int, problems: list[Problem]) -> Iterable[T]:
    try:
        yield from_plain(kind, plain)
    except PlainError as error:
        for wrong in error.mismatches:
            column = str(wrong.path[0]) if wrong.path else ""
            problems.append(Problem(Place(file, line, column), "value", wrong.expected))


def _value(kind: type[T], file: Toml, plain: object, path: Steps, problems: list[Problem]) -> T | None:
    try:
        return from_plain(kind, plain)
    except PlainError as error:
        problems += [
            Problem(file.place((*path, *wrong.path)), "value", wrong.expected) for wrong in error.mismatches
        ]
        return None
