"""The promises of a document's prose beside its sheets: proposed, never decided.

They stand in the Dossier that was read, named in `proposed`, so that the audit sets sheets against them; what a
contract takes over from a document leaves them behind.
"""

from collections.abc import Iterable
from dataclasses import replace

from droitcommun.core.contract import Commitment, Contract, Institution
from droitcommun.core.dossier import Dossier
from droitcommun.core.passages import Passage
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.intake.booklet import BODIES, CommitmentDraft, Drafts
from droitcommun.intake.folding import folded, slug
from droitcommun.intake.following import Followed, Following
from droitcommun.intake.perimeters import PERIMETERS, UNSAID, named, within_each_other


def with_proposals(dossier: Dossier, drafts: Drafts) -> Dossier:
    """The same Dossier with the promises that its prose proposes, and the measures that follow them, where words say."""
    if not drafts.commitments:
        return dossier
    following = Following(dossier, drafts.commitments)
    merged = _merged((draft, following.of(draft)) for draft in drafts.commitments)
    contract = _with_bodies(dossier.contract, merged)
    measures = {measure.id: measure for _, measure in dossier.measures()}
    commitments: list[Commitment] = []
    followers: dict[str, list[str]] = {}
    for draft, followed in merged:
        promise = _commitment(draft, contract, measures.get(followed.measure or ""), commitments)
        commitments.append(promise)
        if followed.measure:
            followers.setdefault(followed.measure, []).append(promise.id)
    names = {one.id for one in contract.perimeters} | {one.perimeter for one in commitments if one.perimeter}
    return replace(
        dossier,
        contract=replace(contract, perimeters=within_each_other(names)),
        commitments=tuple(commitments),
        sheets=tuple(_following(sheet, followers) for sheet in dossier.sheets),
        proposed=tuple(promise.id for promise in commitments),
    )


def _merged(found: Iterable[tuple[CommitmentDraft, Followed]]) -> list[tuple[CommitmentDraft, Followed]]:
    """A sentence that is printed again is one promise of several passages, unless something else follows it."""
    by_words: dict[tuple[str, str], tuple[CommitmentDraft, Followed]] = {}
    for draft, followed in found:
        key = (" ".join(draft.text.split()), followed.measure or draft.scheme)
        if key in by_words:
            first = by_words[key][0]
            lines = (*first.passage.lines, *draft.passage.lines)
            by_words[key] = (replace(first, passage=Passage(first.passage.document, lines)), followed)
        else:
            by_words[key] = (draft, followed)
    return list(by_words.values())


def _commitment(
    draft: CommitmentDraft, contract: Contract, measure: Measure | None, before: list[Commitment]
) -> Commitment:
    """One promise, in the words of the document. Its perimeter is that of its words, where the sheet says its own."""
    perimeter = named(draft.text)
    silent = measure is not None and measure.perimeter == UNSAID
    taken = {one.id for one in before}
    names = (f"brouillon-{lines.first}" for lines in reversed(draft.passage.lines))
    return Commitment(
        id=next(name for name in names if name not in taken),
        statement=draft.text,
        level=draft.level,
        force=draft.force,
        committed=(_body_id(draft.body, contract),) if draft.body else (),
        scope=PERIMETERS[perimeter].name if perimeter else "",
        period=contract.period,
        target=draft.target,
        passage=draft.passage,
        perimeter=None if silent else perimeter,
        scheme=draft.scheme,
        baseline=draft.baseline,
    )


def _with_bodies(contract: Contract, merged: list[tuple[CommitmentDraft, Followed]]) -> Contract:
    """The contract with the bodies that promise, besides those that report."""
    there = {one.id for one in contract.institutions}
    new: dict[str, Institution] = {}
    for draft, _ in merged:
        name = _body_id(draft.body, contract)
        if draft.body and name not in there:
            new[name] = Institution(id=name, name=draft.body)
    return replace(contract, institutions=(*contract.institutions, *new.values()))


def _body_id(body: str, contract: Contract) -> str:
    """The institution of the sheets that a body is, when one alone bears its name; else an id of its own."""
    words = BODIES.get(body)
    found = [one.id for one in contract.institutions if words is not None and words.search(folded(one.name))]
    return found[0] if len(found) == 1 else slug(body)


def _following(sheet: Sheet, followers: dict[str, list[str]]) -> Sheet:
    if not any(measure.id in followers for measure in sheet.measures):
        return sheet
    measures = tuple(
        replace(measure, commitments=tuple(followers.get(measure.id, ()))) for measure in sheet.measures
    )
    return replace(sheet, measures=measures)
