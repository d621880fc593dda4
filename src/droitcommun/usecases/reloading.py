"""What reloading a contract would change in one that an instance already holds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from droitcommun.core.codec import to_plain
from droitcommun.core.contract import Contract
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation
from droitcommun.core.problems import UserError
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.texts import GivenText


class ReloadRefusedError(UserError):
    """What would be reloaded does not fit what is held: nothing of it is taken."""

    exit_code = 23


class Change(StrEnum):
    """How a part of the source stands to the one that is held."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"  # the source no longer has it; what is held stays
    CONTRADICTS = "contradicts"  # both sides corrected the same figure, each in its way


@dataclass(frozen=True, slots=True)
class Changed:
    """One part that differs: which table, which id there."""

    part: str
    id: str
    change: Change


@dataclass(frozen=True, slots=True)
class Reload:
    """What would change, and the whole Dossier afterwards; None when a contradiction forbids it."""

    changes: tuple[Changed, ...]
    after: Dossier | None

    @property
    def writes(self) -> bool:
        """Say whether there is anything to write: what is gone from the source stays as it is."""
        return any(one.change is not Change.GONE for one in self.changes)


# The parts of a Dossier whose entries are replaced when the source changes, in the order in which they are told.
PARTS = ("commitments", "sheets", "protocols", "decisions", "waivers")


def reload(held: Dossier | None, source: Dossier, on: date) -> Reload:
    """Compare a source with what is held, by ids; raises ReloadRefusedError when they do not fit together.

    Figures are never replaced: one that the source changed gives a new observation, recorded on that day, that
    supersedes the one that is held. What the source no longer has is told, and stays. Once the database has
    corrected a figure, the source that says again what it said first changes nothing: the database rules.
    """
    if held is None:
        return Reload(tuple(_everything(source)), source)
    if held.contract.id != source.contract.id:
        raise ReloadRefusedError("Ce n’est pas le même contrat")
    changes: list[Changed] = []
    contract = _with_its_documents(held.contract, source.contract)
    if not _same(held.contract, contract):
        changes.append(Changed("contract", held.contract.id, Change.CHANGED))
    merged: dict[str, Any] = {}
    for part in PARTS:
        merged[part] = _merged(part, getattr(held, part), getattr(source, part), changes)
    merged["sheets"] = _with_their_measures(held.sheets, merged["sheets"], changes)
    set_aside = dict.fromkeys((*source.set_aside, *held.set_aside))
    if len(set_aside) > len(held.set_aside):
        changes.append(Changed("set_aside", source.contract.id, Change.CHANGED))
    observations = _appended(held.observations, source.observations, on, changes)
    texts = (*held.texts, *_not_held(held, source, changes))
    known = {one.id for one in held.manifests}
    manifests = (*held.manifests, *(one for one in source.manifests if one.id not in known))
    changes += [Changed("manifests", one.id, Change.NEW) for one in manifests[len(known) :]]
    if any(one.change is Change.CONTRADICTS for one in changes):
        return Reload(tuple(changes), None)
    try:
        after = replace(
            held,
            contract=contract,
            observations=observations,
            set_aside=tuple(set_aside),
            texts=texts,
            manifests=manifests,
            **merged,
        )
    except ValueError as error:
        raise ReloadRefusedError(
            f"Ce qui serait repris ne s’accorde pas avec ce que la base garde : {error}"
        ) from None
    return Reload(tuple(changes), after)


def _everything(source: Dossier) -> Iterator[Changed]:
    yield Changed("contract", source.contract.id, Change.NEW)
    for part in (*PARTS, "observations", "texts", "manifests"):
        for one in getattr(source, part):
            yield Changed(part, one.id, Change.NEW)


def _with_its_documents(held: Contract, source: Contract) -> Contract:
    """The contract of the source, and the documents that the instance received: its figures cite them."""
    named = {one.id for one in source.documents}
    received = tuple(one for one in held.documents if one.id not in named)
    return replace(source, documents=(*source.documents, *received))


def _merged(part: str, held: Iterable[Any], source: Iterable[Any], changes: list[Changed]) -> tuple[Any, ...]:
    """The source's entries in its order, then those that only the held Dossier has."""
    left = {one.id: one for one in held}
    found = []
    for one in source:
        before = left.pop(one.id, None)
        if before is None or not _same(before, one):
            changes.append(Changed(part, one.id, Change.NEW if before is None else Change.CHANGED))
        found.append(one)
    changes += [Changed(part, name, Change.GONE) for name in left]
    return (*found, *left.values())


def _with_their_measures(
    held: tuple[Sheet, ...], merged: tuple[Sheet, ...], changes: list[Changed]
) -> tuple[Sheet, ...]:
    """A measure that the source no longer has stays on its sheet: figures speak of it."""
    there = {measure.id for sheet in merged for measure in sheet.measures}
    before: dict[str, list[Measure]] = {}
    for sheet in held:
        for measure in sheet.measures:
            if measure.id not in there:
                changes.append(Changed("measures", measure.id, Change.GONE))
                before.setdefault(sheet.id, []).append(measure)
    return tuple(
        replace(sheet, measures=(*sheet.measures, *before[sheet.id])) if sheet.id in before else sheet
        for sheet in merged
    )


def _appended(
    held: tuple[Observation, ...], source: tuple[Observation, ...], on: date, changes: list[Changed]
) -> tuple[Observation, ...]:
    known = {one.id: one for one in held}
    named = {one.id for one in source}
    # What this instance itself appended to a figure of the source, the latest last.
    ours = {one.supersedes: one for one in held if one.supersedes and one.id not in named}
    found = list(held)
    for one in source:
        before = known.get(one.id)
        latest = before and _latest(before, ours)
        if before is None or latest is None:
            corrected = known.get(one.supersedes or "")
            clash = corrected is not None and corrected.id in ours
            changes.append(Changed("observations", one.id, Change.CONTRADICTS if clash else Change.NEW))
            found.append(one)
        elif not _says_the_same(one, before) and not _says_the_same(one, latest):
            if any(later.supersedes == one.id and later.id in named for later in held):
                changes.append(Changed("observations", one.id, Change.CONTRADICTS))
                continue
            changes.append(Changed("observations", one.id, Change.CHANGED))
            found.append(_correction(one, latest, on, {seen.id for seen in found} | named))
    gone = [name for name in known if name not in named and known[name] not in ours.values()]
    changes += [Changed("observations", name, Change.GONE) for name in gone]
    return tuple(found)


def _not_held(held: Dossier, source: Dossier, changes: list[Changed]) -> Iterator[GivenText]:
    """The texts that the source was given and that are not held: a text is never replaced, nor lost."""
    known = {one.id for one in held.texts}
    for one in source.texts:
        if one.id not in known:
            changes.append(Changed("texts", one.id, Change.NEW))
            yield one


def _latest(seen: Observation, corrections: Mapping[str, Observation]) -> Observation:
    while seen.id in corrections:
        seen = corrections[seen.id]
    return seen


def _says_the_same(one: Observation, other: Observation) -> bool:
    """Say whether two observations differ by no more than their place in a chain of corrections."""
    return _same(one, replace(other, id=one.id, supersedes=one.supersedes, recorded_on=one.recorded_on))


def _same(one: object, other: object) -> bool:
    """Say whether two parts are written alike: 10 and 10.0 are equal, and do not say the same."""
    return bool(to_plain(one) == to_plain(other))


def _correction(one: Observation, corrected: Observation, on: date, taken: set[str]) -> Observation:
    """The same figure as the source now says it: recorded when the source says so, else on the day it is taken."""
    day = one.recorded_on if one.recorded_on > corrected.recorded_on else max(on, corrected.recorded_on)
    name = f"{one.id}-{day.isoformat()}"
    number = 1
    while name in taken:
        number += 1
        name = f"{one.id}-{day.isoformat()}-{number}"
    return replace(one, id=name, supersedes=corrected.id, recorded_on=day)


def told(changes: Iterable[Changed]) -> tuple[tuple[str, Change, tuple[str, ...]], ...]:
    """Group changes by part and kind, in the order in which they were found."""
    groups: dict[tuple[str, Change], list[str]] = {}
    for one in changes:
        groups.setdefault((one.part, one.change), []).append(one.id)
    return tuple((part, change, tuple(names)) for (part, change), names in groups.items())


def counted(changes: Iterable[Changed]) -> dict[str, int]:
    """How many changes of each kind: what the journal keeps."""
    found = Counter(one.change for one in changes)
    return {change.value: found[change] for change in Change if found[change]}
