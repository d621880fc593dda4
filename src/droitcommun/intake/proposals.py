"""The promises of a document's prose beside its sheets: proposed, never decided.

They stand in the Dossier that was read, named in `proposed`, so that the audit sets sheets against them; what a
contract takes over from a document leaves them behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count

from droitcommun.core.contract import Commitment, Contract, Institution
from droitcommun.core.dossier import Dossier
from droitcommun.core.passages import Passage
from droitcommun.core.sheets import Sheet
from droitcommun.intake.booklet import BODIES, CommitmentDraft, Drafts
from droitcommun.intake.folding import folded, slug
from droitcommun.intake.following import Followed, Following
from droitcommun.intake.perimeters import PERIMETERS, named, within_each_other


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft under its name, and what follows it."""

    id: str
    draft: CommitmentDraft
    followed: Followed


def proposals(drafts: Drafts, dossier: Dossier | None) -> tuple[Proposal, ...]:
    """Name the promises of a prose, each once, with the sheets that follow them, if the document has sheets."""
    if dossier is None:
        merged = _merged((draft, Followed((), None)) for draft in drafts.commitments)
    else:
        following = Following(dossier, drafts.commitments)
        merged = _merged((draft, following.of(draft)) for draft in drafts.commitments)
    found: dict[str, Proposal] = {}
    for draft, followed, line in merged:
        name = next(name for number in count(line) if (name := f"brouillon-{number}") not in found)
        found[name] = Proposal(name, draft, followed)
    return tuple(found.values())


def with_proposals(dossier: Dossier, drafts: Drafts) -> Dossier:
    """The same Dossier with the promises that its prose proposes, and the measures that follow them by their words."""
    proposed = proposals(drafts, dossier)
    contract = _with_bodies(dossier.contract, proposed)
    commitments = tuple(_commitment(one, contract) for one in proposed)
    followers: dict[str, list[str]] = {}
    for one in proposed:
        if one.followed.measure:
            followers.setdefault(one.followed.measure, []).append(one.id)
    names = {one.id for one in contract.perimeters} | {one.perimeter for one in commitments if one.perimeter}
    return replace(
        dossier,
        contract=replace(contract, perimeters=within_each_other(names)),
        commitments=commitments,
        sheets=tuple(_following(sheet, followers) for sheet in dossier.sheets),
        proposed=tuple(one.id for one in proposed),
    )


def _merged(
    found: Iterable[tuple[CommitmentDraft, Followed]],
) -> list[tuple[CommitmentDraft, Followed, int]]:
    """A sentence that is printed again is one promise of several passages, unless something else follows it.

    Each with the line that names it: where it begins, or its item in a list that several promises open.
    """
    by_words: dict[tuple[str, str], tuple[CommitmentDraft, Followed, int]] = {}
    for draft, followed in found:
        key = (draft.text, followed.measure or draft.scheme)
        if key in by_words:
            first, _, line = by_words[key]
            lines = (*first.passage.lines, *draft.passage.lines)
            again = replace(first, passage=Passage(first.passage.document, lines))
            by_words[key] = (again, followed, line)
        else:
            by_words[key] = (draft, followed, draft.passage.lines[-1].first)
    return list(by_words.values())


def _commitment(proposal: Proposal, contract: Contract) -> Commitment:
    """One promise, in the words of the document; its perimeter is the one that they name."""
    draft = proposal.draft
    perimeter = named(draft.text)
    return Commitment(
        id=proposal.id,
        statement=draft.text,
        level=draft.level,
        force=draft.force,
        committed=(_body_id(draft.body, contract),) if draft.body else (),
        scope=PERIMETERS[perimeter].name if perimeter else "",
        period=contract.period,
        target=draft.target,
        passage=draft.passage,
        perimeter=perimeter,
        scheme=draft.scheme,
        baseline=draft.baseline,
    )


def _with_bodies(contract: Contract, proposed: tuple[Proposal, ...]) -> Contract:
    """The contract with the bodies that promise, besides those that report."""
    there = {one.id for one in contract.institutions}
    bodies = {_body_id(one.draft.body, contract): one.draft.body for one in proposed if one.draft.body}
    new = tuple(Institution(id=name, name=body) for name, body in bodies.items() if name not in there)
    return replace(contract, institutions=(*contract.institutions, *new))


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
