"""Show what the prose of a document proposes: promises, schemes, services to call; a person decides."""

from dataclasses import dataclass
from pathlib import Path

from droitcommun.core.contract import Force, Level
from droitcommun.core.dossier import Origin
from droitcommun.core.goals import resolve
from droitcommun.core.passages import Lines, all_lines
from droitcommun.core.targets import Schedule
from droitcommun.core.wording import in_words
from droitcommun.intake.contacts import ContactDraft
from droitcommun.intake.documents import read_prose
from droitcommun.intake.proposals import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTargetRecord:
    """What a sentence aims at: its words, their kind, the goal in plain French. `composite`: left open."""

    text: str
    kind: str
    sentence: str
    schedule: Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDraftRecord:
    """A sentence that seems to promise. `measure` follows it by its words; else `sheets` are those to choose from."""

    id: str
    statement: str
    body: str
    level: Level
    force: Force
    scheme: str
    target: DraftTargetRecord
    baseline: str | None
    measure: str | None
    sheets: tuple[str, ...]
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDraftRecord:
    """A heading that seems to name a scheme."""

    name: str
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraftRecord:
    """A service to call; `service` is empty where the text does not say whose phone it is."""

    service: str
    address: str
    phones: tuple[str, ...]
    mailboxes: tuple[str, ...]
    pages: tuple[str, ...]
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsRecord:
    """All drafts of a document, in its order. `flagged`: lines that may name a person, and give no contact."""

    commitments: tuple[CommitmentDraftRecord, ...]
    schemes: tuple[SchemeDraftRecord, ...]
    contacts: tuple[ContactDraftRecord, ...]
    flagged: tuple[Lines, ...]
    origin: Origin

    @property
    def is_empty(self) -> bool:
        """Say whether the prose proposes nothing."""
        return not (self.commitments or self.schemes or self.contacts)


def drafts(path: Path) -> DraftsRecord:
    """Read the drafts of a document; raises FileRefusedError when it cannot be read, or a sheet of it is cut."""
    prose = read_prose(path)
    found = prose.drafts
    return DraftsRecord(
        commitments=tuple(map(_commitment, prose.proposals)),
        schemes=tuple(SchemeDraftRecord(name=one.name, lines=one.passage.lines) for one in found.schemes),
        contacts=tuple(map(_contact, found.contacts)),
        flagged=all_lines(found.flagged),
        origin=prose.origin,
    )


def _commitment(proposal: Proposal) -> CommitmentDraftRecord:
    draft = proposal.draft
    goal = resolve(draft.target, draft.baseline.figure if draft.baseline else None, None, None)
    return CommitmentDraftRecord(
        id=proposal.id,
        statement=draft.text,
        body=draft.body,
        level=draft.level,
        force=draft.force,
        scheme=draft.scheme,
        target=DraftTargetRecord(
            text=draft.target.text,
            kind=draft.target.kind,
            sentence=in_words(draft.target, goal),
            schedule=draft.target.schedule,
        ),
        baseline=draft.baseline.text if draft.baseline else None,
        measure=proposal.followed.measure,
        sheets=proposal.followed.candidates,
        lines=draft.passage.lines,
    )


def _contact(draft: ContactDraft) -> ContactDraftRecord:
    return ContactDraftRecord(
        service=draft.service,
        address=draft.address,
        phones=draft.phones,
        mailboxes=draft.mailboxes,
        pages=draft.pages,
        lines=draft.passage.lines,
    )
