"""What a document that was read would change in a contract: values in, values out, nothing written.

Sheets are matched by service, objective and indicator, never by title alone (two titles occur twice in the Bilan
of 2015). A tie is a question. A cell that is empty never erases, and a figure is never replaced: it is corrected by
another, or both stand.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from droitcommun.core.codec import from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.french import period as period_words
from droitcommun.core.observations import Absent, Observation, Role, Share
from droitcommun.core.sheets import Sheet
from droitcommun.intake.asking import Answers, cell_id, cell_sentence

# Likeness of service, objective and indicator, from 0 to 1. From SURE on, and this far before the next, a sheet is
# that one; below UNLIKE it is none. In between a person says. Conventions of ours, tried on the sheets of 2015.
SURE = 0.6
MARGIN = 0.15
UNLIKE = 0.3

NEW_SHEET = "new"
NO_MEASURE = "none"

# The words of the service, of the objective and of the indicators.
_Features = tuple[frozenset[str], ...]

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

    `additions` are the figures that would be appended; `answers` say what became of those that were given.
    """

    items: tuple[Item, ...]
    questions: tuple[Asked, ...]
    additions: tuple[Observation, ...]
    after: Dossier
    answers: Answers

    def of(self, verdict: Verdict) -> tuple[Item, ...]:
        """List what has this verdict."""
        return tuple(item for item in self.items if item.verdict is verdict)


def preview(held: Dossier, read: Dossier, answers: Mapping[str, str], on: date) -> Preview:
    """Compare what was read with what is held; `answers` are choices by question. Figures are recorded on that day."""
    read = _citing_its_own(held, read.without_proposals())
    items: list[Item] = []
    asking = _Asking(Answers(answers))
    questions = asking.left
    pairs = dict(_matched(held, read, asking, items))
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
                asking,
                items=items,
                on=on,
                before=additions,
            )
        elif sheet in new_sheets:
            fresh = [replace(one, recorded_on=on) for one in read.observations if one.sheet == sheet.id]
            additions += fresh
            items += [Item(sheet.id, None, what(one), "", one.text, Verdict.NEW) for one in fresh]
    after = _merged(held, read, new_sheets, tuple(additions))
    return Preview(tuple(items), tuple(questions), tuple(additions), after, asking.answers)


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


@dataclass(slots=True)
class _Asking:
    """What a comparison asks, settled by its answer or left."""

    answers: Answers
    left: list[Asked] = field(default_factory=list)

    def settle(self, asked: Asked) -> str | None:
        """The choice made of a question, by its id; None, and the question left, without an answer."""
        chosen = self.answered(asked)
        if chosen is None:
            self.left.append(asked)
        return chosen

    def answered(self, asked: Asked) -> str | None:
        """The choice made of a question that need not be asked."""
        return self.answers.to(asked.id, asked.sentence, {one.id: one.words for one in asked.choices})


def _matched(held: Dossier, read: Dossier, asking: _Asking, items: list[Item]) -> Iterator[tuple[str, str]]:
    """Pair each sheet that was read with one that is held, or say that it is new; what is in doubt is asked.

    A sheet that this very document brought is that one, whatever was answered when it was new.
    """
    brought = _brought(held, read)
    wanted: dict[str, list[str]] = {}
    others = {one.id: _features(held, one) for one in held.sheets if one.id not in brought}
    likely = {one.id: _likely(others, _features(read, one)) for one in read.sheets if one.id not in brought}
    for name, found in likely.items():
        for candidate in found[:1]:
            wanted.setdefault(candidate[1], []).append(name)
    for sheet in read.sheets:
        found = likely.get(sheet.id, [])
        asked = _which_sheet(held, sheet, [name for _, name in found])
        if sheet.id in brought:
            pair = sheet.id
            asking.answers.known.add(asked.id)
        elif not found:
            pair = asking.answered(asked) or NEW_SHEET
        elif _is_sure(found) and len(wanted[found[0][1]]) == 1:
            pair = asking.answered(asked) or found[0][1]
        else:
            pair = asking.settle(asked) or ""
        if not pair:
            items.append(Item(sheet.id, None, "fiche", "", sheet.title, Verdict.QUESTION))
            continue
        verdict = Verdict.NEW if pair == NEW_SHEET else Verdict.UNCHANGED
        items.append(Item(sheet.id, None if pair == NEW_SHEET else pair, "fiche", "", sheet.title, verdict))
        yield sheet.id, pair


def _which_sheet(held: Dossier, sheet: Sheet, likely: Iterable[str]) -> Asked:
    return Asked(
        id=f"sheet/{sheet.id}",
        sentence=f"À quelle fiche répond « {sheet.title} » ?",
        evidence="le service, l’objectif et l’indicateur ne suffisent pas à dire laquelle",
        choices=(
            *(Choice(name, _named(held, name)) for name in likely),
            Choice(NEW_SHEET, "une fiche nouvelle"),
        ),
    )


def _brought(held: Dossier, read: Dossier) -> set[str]:
    """The sheets that are held because this document was read before."""
    documents = {one.id for one in read.contract.documents}
    return {one.id for one in held.sheets if one.passage.document in documents} & {
        one.id for one in read.sheets
    }


def _likely(others: Mapping[str, _Features], features: _Features) -> list[tuple[float, str]]:
    """The sheets that may be the one of these features, the likeliest first."""
    scored = [(_likeness(features, theirs), name) for name, theirs in others.items()]
    scored.sort(key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    return [(score, name) for score, name in scored if score >= UNLIKE and score >= best - MARGIN]


def _is_sure(found: list[tuple[float, str]]) -> bool:
    return found[0][0] >= SURE and len(found) == 1


def _features(dossier: Dossier, sheet: Sheet) -> _Features:
    units = {one.id: one.name for one in dossier.contract.units}
    bodies = {one.id: f"{one.name} {one.acronym}" for one in dossier.contract.institutions}
    services = [units[name] for name in sheet.units] or [bodies[name] for name in sheet.institutions]
    indicators = [f"{measure.indicator} {measure.label}" for measure in sheet.measures]
    return _words(services), _words([sheet.objective]), _words(indicators)


def _likeness(one: _Features, other: _Features) -> float:
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
            id=cell_id(sheet.id, doubt.field),
            sentence=cell_sentence(sheet.title, doubt.field),
            evidence=doubt.evidence,
            choices=tuple(Choice(str(n), words) for n, words in enumerate(doubt.alternatives, start=1)),
        )


def _figures(
    held: Dossier,
    read: Dossier,
    sheets: tuple[Sheet, Sheet],
    asking: _Asking,
    *,
    items: list[Item],
    on: date,
    before: list[Observation],
) -> list[Observation]:
    """Judge every figure of a sheet that was read against those of the one that is held."""
    sheet, kept = sheets
    measures = dict(_measures(sheet, kept, asking))
    hidden = {one.supersedes for one in held.observations}
    current = [one for one in held.observations if one.sheet == kept.id and one.id not in hidden]
    taken = {one.id for one in (*held.observations, *before)}
    is_newer = sheet.updated_on.to > kept.updated_on.to
    additions: list[Observation] = []
    for seen in (one for one in read.observations if one.sheet == sheet.id):
        if seen.measure is not None and seen.measure not in measures:
            items.append(Item(sheet.id, kept.id, what(seen), "", seen.text, Verdict.QUESTION))
            continue
        if seen.measure is not None and measures[seen.measure] == NO_MEASURE:
            continue
        placed = replace(seen, sheet=kept.id, measure=measures.get(seen.measure or ""), supersedes=None)
        there = [one for one in current if _place(one) == _place(placed)]
        verdict = _verdict(placed, there, is_newer=is_newer)
        shown = " ; ".join(one.text for one in there)
        settled = Settle.CORRECT
        asked = _contradiction(kept, placed, seen.id, shown)
        if verdict is Verdict.CONTRADICTS:
            chosen = asking.settle(asked)
            if chosen is not None:
                settled = Settle(chosen)
                verdict = Verdict.UNCHANGED if settled is Settle.KEEP else Verdict.CHANGED
        else:  # settled already, or by other means: an answer to it is no mistake
            asking.answers.known.add(asked.id)
        items.append(Item(sheet.id, kept.id, what(placed), shown, placed.text, verdict))
        if verdict in {Verdict.NEW, Verdict.CHANGED}:
            corrects = there[-1] if there and settled is Settle.CORRECT else None
            additions.append(_appended(placed, corrects, on, taken))
            taken.add(additions[-1].id)
    return additions


def _measures(sheet: Sheet, kept: Sheet, asking: _Asking) -> Iterator[tuple[str, str]]:
    """Pair the measures of two sheets: those of one id or alone with their words, else as a person says."""
    if len(sheet.measures) == len(kept.measures) == 1:
        yield sheet.measures[0].id, kept.measures[0].id
        return
    for measure in sheet.measures:
        words = _words([measure.name])
        alike = [one.id for one in kept.measures if _words([one.name]) == words]
        twins = [one for one in sheet.measures if _words([one.name]) == words]
        asked = Asked(
            id=f"measure/{kept.id}/{measure.id}",
            sentence=f"{kept.title} : à quelle mesure répond « {measure.name or measure.target.text} » ?",
            evidence="plusieurs mesures de la fiche ont cet indicateur, ou aucune",
            choices=(
                *(Choice(one.id, one.name or one.target.text) for one in kept.measures),
                Choice(NO_MEASURE, "aucune : ses chiffres ne sont pas repris"),
            ),
        )
        if measure.id in alike:
            found: str | None = measure.id
        elif len(alike) == len(twins) == 1:
            found = alike[0]
        else:
            found = asking.settle(asked)
        asking.answers.known.add(asked.id)
        if found is not None:
            yield measure.id, found


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
