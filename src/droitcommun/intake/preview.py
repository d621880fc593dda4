"""What a document that was read would change in a contract: values in, values out, nothing written.

Sheets are matched by service, objective and indicator, never by title alone (two titles occur twice in the Bilan
of 2015). A tie is a question. A cell that is empty never erases, and a figure is never replaced: it is corrected by
another, or both stand.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from droitcommun.core.codec import from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.french import period as period_words
from droitcommun.core.observations import Absent, Observation, Role, Share
from droitcommun.core.sheets import Sheet

# Likeness of service, objective and indicator, from 0 to 1. From SURE on, and this far before the next, a sheet is
# that one; below UNLIKE it is none. In between a person says. Conventions of ours, tried on the sheets of 2015.
SURE = 0.6
MARGIN = 0.15
UNLIKE = 0.3

NEW_SHEET = "new"

# Words shorter than this say nothing of what a sheet is about.
_SHORTEST_WORD = 3


class Verdict(StrEnum):
    """How what was read stands to what is held."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONTRADICTS = "contradicts"
    QUESTION = "question"


class Settle(StrEnum):
    """What a person may decide of a figure that contradicts the one that is held."""

    KEEP = "keep"
    CORRECT = "correct"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its id, and its words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a person. `id` stays the same when the same document is read again."""

    id: str
    sentence: str
    evidence: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One sheet or one figure that was read: where it belongs, and what it would do there."""

    sheet: str
    held: str | None
    what: str
    before: str
    after: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that was read, judged; the questions left; the contract as it would be, unless one is left.

    `additions` are the figures that would be appended.
    """

    items: tuple[Item, ...]
    questions: tuple[Asked, ...]
    additions: tuple[Observation, ...]
    after: Dossier

    def of(self, verdict: Verdict) -> tuple[Item, ...]:
        """List what has this verdict."""
        return tuple(item for item in self.items if item.verdict is verdict)


def preview(held: Dossier, read: Dossier, answers: Mapping[str, str], on: date) -> Preview:
    """Compare what was read with what is held; `answers` are choices by question. Figures are recorded on that day."""
    read = _citing_its_own(held, read.without_proposals())
    items: list[Item] = []
    questions: list[Asked] = []
    pairs = dict(_matched(held, read, answers, items, questions))
    for sheet in read.sheets:
        questions += _cells_in_doubt(sheet)
    new_sheets = tuple(sheet for sheet in read.sheets if pairs.get(sheet.id) == NEW_SHEET)
    known = {sheet.id: sheet for sheet in held.sheets}
    additions: list[Observation] = []
    for sheet in read.sheets:
        found = known.get(pairs.get(sheet.id, ""))
        if found is not None:
            additions += _figures(
                held,
                read,
                (sheet, found),
                answers,
                items=items,
                questions=questions,
                on=on,
                before=additions,
            )
        elif sheet in new_sheets:
            fresh = [replace(one, recorded_on=on) for one in read.observations if one.sheet == sheet.id]
            additions += fresh
            items += [Item(sheet.id, None, what(one), "", one.text, Verdict.NEW) for one in fresh]
    after = _merged(held, read, new_sheets, tuple(additions))
    return Preview(tuple(items), tuple(questions), tuple(additions), after)


def what(seen: Observation) -> str:
    """Say in French which figure this is."""
    named = {
        Role.BASELINE: "situation de départ",
        Role.RESULT: "résultat",
        Role.DECLARED_RATE: "taux déclaré",
        Role.CONTEXT: "chiffre de contexte",
    }[seen.role]
    when = f" {period_words(seen.period)}" if seen.period else ""
    return f"{named}{when}{f', {seen.label}' if seen.label else ''}"


def _matched(
    held: Dossier, read: Dossier, answers: Mapping[str, str], items: list[Item], questions: list[Asked]
) -> Iterator[tuple[str, str]]:
    """Pair each sheet that was read with one that is held, or say that it is new; what is in doubt is asked."""
    wanted: dict[str, list[str]] = {}
    likely = {sheet.id: _likely(held, read, sheet) for sheet in read.sheets}
    for name, found in likely.items():
        for candidate in found[:1]:
            wanted.setdefault(candidate[1], []).append(name)
    for sheet in read.sheets:
        found = likely[sheet.id]
        asked = f"sheet/{sheet.id}"
        choices = (
            *(Choice(name, _named(held, name)) for _, name in found),
            Choice(NEW_SHEET, "une fiche nouvelle"),
        )
        if answers.get(asked) in {choice.id for choice in choices}:
            pair = answers[asked]
        elif not found:
            pair = NEW_SHEET
        elif _is_sure(found) and len(wanted[found[0][1]]) == 1:
            pair = found[0][1]
        else:
            evidence = "le service, l’objectif et l’indicateur ne suffisent pas à dire laquelle"
            sentence = f"À quelle fiche répond « {sheet.title} » ?"
            questions.append(Asked(asked, sentence, evidence, choices))
            items.append(Item(sheet.id, None, "fiche", "", sheet.title, Verdict.QUESTION))
            continue
        verdict = Verdict.NEW if pair == NEW_SHEET else Verdict.UNCHANGED
        items.append(Item(sheet.id, None if pair == NEW_SHEET else pair, "fiche", "", sheet.title, verdict))
        yield sheet.id, pair


def _likely(held: Dossier, read: Dossier, sheet: Sheet) -> list[tuple[float, str]]:
    """The sheets that are held and may be this one, the likeliest first."""
    scored = [(_likeness(_features(read, sheet), _features(held, one)), one.id) for one in held.sheets]
    scored.sort(key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    return [(score, name) for score, name in scored if score >= UNLIKE and score >= best - MARGIN]


def _is_sure(found: list[tuple[float, str]]) -> bool:
    return found[0][0] >= SURE and len(found) == 1


def _features(dossier: Dossier, sheet: Sheet) -> tuple[frozenset[str], ...]:
    units = {one.id: one.name for one in dossier.contract.units}
    bodies = {one.id: f"{one.name} {one.acronym}" for one in dossier.contract.institutions}
    services = [units[name] for name in sheet.units] or [bodies[name] for name in sheet.institutions]
    indicators = [f"{measure.indicator} {measure.label}" for measure in sheet.measures]
    return _words(services), _words([sheet.objective]), _words(indicators)


def _likeness(one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]) -> float:
    """The mean share of words in common, over the features that at least one side has."""
    shares = [
        len(mine & theirs) / len(mine | theirs)
        for mine, theirs in zip(one, other, strict=True)
        if mine | theirs
    ]
    return sum(shares) / len(shares) if shares else 0.0


def _words(texts: Iterable[str]) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    found = re.findall(r"[a-z0-9]+", plain.replace("œ", "oe"))
    return frozenset(word for word in found if len(word) >= _SHORTEST_WORD or word.isdigit())


def _named(held: Dossier, name: str) -> str:
    return next(sheet.title for sheet in held.sheets if sheet.id == name)


def _cells_in_doubt(sheet: Sheet) -> Iterator[Asked]:
    """The questions that the reader of the document left: their choices are its alternatives, by number."""
    for doubt in sheet.questions:
        yield Asked(
            id=f"cell/{sheet.id}/{doubt.field}",
            sentence=f"{sheet.title}, {_cell(doubt.field)} : que faut-il lire ?",
            evidence=doubt.evidence,
            choices=tuple(Choice(str(n), words) for n, words in enumerate(doubt.alternatives, start=1)),
        )


_CELLS = {
    "axis": "axe",
    "theme": "thématique",
    "objective": "description de l’objectif",
    "indicator": "indicateur",
    "updated_on": "date de mise à jour",
    "units": "services concernés",
    "baseline": "situation de départ",
    "target": "objectif à atteindre",
    "results": "résultat",
    "declared_rate": "taux de réalisation",
    "measures": "indicateurs",
    "method_note": "méthodologie",
    "analysis": "analyse",
    "title": "titre",
}


def _cell(field: str) -> str:
    """The official name of a cell, and what tells it apart (« résultat 2015 »)."""
    name, *rest = field.split("/")
    return " ".join([_CELLS.get(name, name), *rest])


def _figures(
    held: Dossier,
    read: Dossier,
    sheets: tuple[Sheet, Sheet],
    answers: Mapping[str, str],
    *,
    items: list[Item],
    questions: list[Asked],
    on: date,
    before: list[Observation],
) -> list[Observation]:
    """Judge every figure of a sheet that was read against those of the one that is held."""
    sheet, kept = sheets
    measures = dict(_measures(sheet, kept, answers, questions))
    hidden = {one.supersedes for one in held.observations}
    current = [one for one in held.observations if one.sheet == kept.id and one.id not in hidden]
    taken = {one.id for one in (*held.observations, *before)}
    is_newer = sheet.updated_on.to > kept.updated_on.to
    additions: list[Observation] = []
    for seen in (one for one in read.observations if one.sheet == sheet.id):
        if seen.measure is not None and seen.measure not in measures:
            items.append(Item(sheet.id, kept.id, what(seen), "", seen.text, Verdict.QUESTION))
            continue
        placed = replace(seen, sheet=kept.id, measure=measures.get(seen.measure or ""), supersedes=None)
        there = [one for one in current if _place(one) == _place(placed)]
        verdict = _verdict(placed, there, is_newer=is_newer)
        shown = " ; ".join(one.text for one in there)
        settled = Settle.CORRECT
        if verdict is Verdict.CONTRADICTS:
            asked = _contradiction(kept, placed, seen.id, shown)
            if answers.get(asked.id) in {choice.id for choice in asked.choices}:
                settled = Settle(answers[asked.id])
                verdict = Verdict.UNCHANGED if settled is Settle.KEEP else Verdict.CHANGED
            else:
                questions.append(asked)
        items.append(Item(sheet.id, kept.id, what(placed), shown, placed.text, verdict))
        if verdict in {Verdict.NEW, Verdict.CHANGED}:
            corrects = there[-1] if there and settled is Settle.CORRECT else None
            additions.append(_appended(placed, corrects, on, taken))
            taken.add(additions[-1].id)
    return additions


def _measures(
    sheet: Sheet, kept: Sheet, answers: Mapping[str, str], questions: list[Asked]
) -> Iterator[tuple[str, str]]:
    """Pair the measures of two sheets: those of one id or alone with their words, else as a person says."""
    if len(sheet.measures) == len(kept.measures) == 1:
        yield sheet.measures[0].id, kept.measures[0].id
        return
    for measure in sheet.measures:
        words = _words([measure.name])
        alike = [one.id for one in kept.measures if _words([one.name]) == words]
        twins = [one for one in sheet.measures if _words([one.name]) == words]
        asked = f"measure/{kept.id}/{measure.id}"
        choices = tuple(Choice(one.id, one.name or one.target.text) for one in kept.measures)
        if measure.id in alike:
            yield measure.id, measure.id
        elif len(alike) == len(twins) == 1:
            yield measure.id, alike[0]
        elif answers.get(asked) in {choice.id for choice in choices}:
            yield measure.id, answers[asked]
        else:
            sentence = f"{kept.title} : à quelle mesure répond « {measure.name or measure.target.text} » ?"
            evidence = "plusieurs mesures de la fiche ont cet indicateur, ou aucune"
            questions.append(Asked(asked, sentence, evidence, choices))


def _place(seen: Observation) -> tuple[object, ...]:
    """What makes two figures speak of the same thing; a sheet declares one rate, whatever its period."""
    if seen.role is Role.DECLARED_RATE:
        return (seen.role,)
    return seen.measure, seen.role, seen.period, seen.label


def _verdict(seen: Observation, there: list[Observation], *, is_newer: bool) -> Verdict:
    if isinstance(seen.figure, Absent):
        return Verdict.UNCHANGED if there else Verdict.NEW
    if not there:
        return Verdict.NEW
    if any(_is_said(seen, one) for one in there):
        return Verdict.UNCHANGED
    if all(isinstance(one.figure, Absent) for one in there):
        return Verdict.CHANGED
    return Verdict.CHANGED if is_newer and len(there) == 1 else Verdict.CONTRADICTS


def _is_said(seen: Observation, held: Observation) -> bool:
    """Say whether a figure is held already, to the digit; counts that are not printed again are not erased."""
    mine, theirs = seen.figure, held.figure
    if isinstance(mine, Share) and isinstance(theirs, Share) and mine.numerator is None:
        return bool(to_plain(mine.percent) == to_plain(theirs.percent))
    return bool(to_plain(mine) == to_plain(theirs))


def _contradiction(kept: Sheet, seen: Observation, name: str, shown: str) -> Asked:
    choices = [
        Choice(Settle.KEEP, f"garder {shown}"),
        Choice(Settle.CORRECT, f"{seen.text} corrige {shown}"),
    ]
    if seen.role is not Role.DECLARED_RATE:
        choices.append(Choice(Settle.BOTH, "les deux chiffres restent, l’un à côté de l’autre"))
    return Asked(
        id=f"figure/{kept.id}/{name}",
        sentence=f"{kept.title}, {what(seen)} : {shown} ou {seen.text} ?",
        evidence="le document n’est pas plus récent que ce qui est gardé",
        choices=tuple(choices),
    )


def _appended(seen: Observation, corrects: Observation | None, on: date, taken: set[str]) -> Observation:
    day = on if corrects is None else max(on, corrects.recorded_on)
    name, number = seen.id, 1
    while name in taken:
        number += 1
        name = f"{seen.id}-{day.isoformat()}{f'-{number}' if number > 2 else ''}"  # noqa: PLR2004 - the date tells two apart
    return replace(seen, id=name, recorded_on=day, supersedes=corrects.id if corrects else None)


def _citing_its_own(held: Dossier, read: Dossier) -> Dossier:
    """Cite what was read under an id of its own, when the contract has another document of that id."""
    known = {one.id: one.sha256 for one in held.contract.documents}
    renamed = {
        one.id: f"{one.id}-{one.sha256[:8]}"
        for one in read.contract.documents
        if known.get(one.id, one.sha256) != one.sha256
    }
    if not renamed:
        return read
    plain = _renamed(to_plain(read), renamed)
    for one in plain["contract"]["documents"]:
        one["id"] = renamed.get(one["id"], one["id"])
    return from_plain(Dossier, plain)


def _renamed(plain: object, names: Mapping[str, str]) -> Any:
    match plain:
        case dict():
            return {
                key: names.get(value, value)
                if key == "document" and isinstance(value, str)
                else _renamed(value, names)
                for key, value in plain.items()
            }
        case list():
            return [_renamed(value, names) for value in plain]
        case _:
            return plain


def _merged(
    held: Dossier, read: Dossier, new_sheets: tuple[Sheet, ...], additions: tuple[Observation, ...]
) -> Dossier:
    """The contract as it would be: what is held, then the new sheets and figures, and what these refer to."""
    if not additions and not new_sheets:
        return held
    mine, theirs = held.contract, read.contract

    def more(part: str) -> tuple[Any, ...]:
        there = getattr(mine, part)
        ids = {one.id for one in there}
        return (*there, *(one for one in getattr(theirs, part) if one.id not in ids))

    parts = ("documents", "institutions", "perimeters", "axes", "themes", "units", "producers")
    gathered: dict[str, Any] = {part: more(part) for part in parts}
    contract = replace(mine, **gathered)
    promised = {one.id for one in held.commitments}
    followed = {name for sheet in new_sheets for name in sheet.commitments} - promised
    return replace(
        held,
        contract=contract,
        commitments=(*held.commitments, *(one for one in read.commitments if one.id in followed)),
        sheets=(*held.sheets, *new_sheets),
        observations=(*held.observations, *additions),
    )
