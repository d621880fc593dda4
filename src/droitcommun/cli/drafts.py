"""What a document proposes, as text for a person at a terminal, and as rows."""

from collections.abc import Iterator
from typing import Any

from droitcommun.cli.formats import row
from droitcommun.cli.paragraphs import entry, paragraph
from droitcommun.core import french
from droitcommun.usecases.drafts import CommitmentDraftRecord, ContactDraftRecord, DraftsRecord
from droitcommun.usecases.words import FORCE, LEVEL

_LABEL = 13  # columns

COLUMNS = [
    "what",
    "id",
    "name",
    "body",
    "level",
    "force",
    "scheme",
    "target.kind",
    "target.text",
    "baseline",
    "measure",
    "sheets",
    "address",
    "phones",
    "mailboxes",
    "pages",
    "lines",
]


def drafts_rows(record: DraftsRecord) -> Iterator[dict[str, Any]]:
    """One row a draft, of whatever kind; what a kind has not is empty."""
    nothing: dict[str, Any] = dict.fromkeys([*COLUMNS, "target"])
    for promise in record.commitments:
        yield {**nothing, **row(promise), "what": "commitment", "name": promise.statement}
    for scheme in record.schemes:
        yield {**nothing, **row(scheme), "what": "scheme"}
    for contact in record.contacts:
        yield {**nothing, **row(contact), "what": "contact", "name": contact.service}


def drafts_text(record: DraftsRecord) -> str:
    """The three kinds of drafts, each with its lines; then the lines that were left out."""
    lines = [
        _counted(len(record.commitments), "engagement", "proposé"),
        "",
        *(line for promise in record.commitments for line in (*_commitment(promise), "")),
        _counted(len(record.schemes), "dispositif", "proposé"),
        "",
        *(_entry(scheme.name, scheme.lines) for scheme in record.schemes),
        "",
        _counted(len(record.contacts), "contact", "proposé"),
        "",
        *(line for contact in record.contacts for line in _contact(contact)),
    ]
    if record.flagged:
        count = len(record.flagged)
        many = "s" if count > 1 else ""
        told = f"{french.counted(count, 'ligne')} laissée{many} de côté, qui nomme{'nt' if many else ''} peut-être"
        lines += ["", paragraph(f"{told} une personne : {french.lines(record.flagged)}")]
    return "\n".join(lines) + "\n"


def _counted(count: int, noun: str, agreed: str) -> str:
    return f"{french.counted(count, noun)} {agreed}{'s' if count > 1 else ''}".upper()


def _commitment(record: CommitmentDraftRecord) -> Iterator[str]:
    yield f"{record.id}  [{french.lines(record.lines)}]"
    yield paragraph(record.statement, "  ", "  ")
    yield _row("qui", record.body or "le texte ne le dit pas")
    yield _row("force", f"{FORCE[record.force]}, {LEVEL[record.level]}")
    yield _row("objectif", record.target.sentence)
    if record.baseline:
        yield _row("départ", record.baseline)
    if record.scheme:
        yield _row("sous le titre", record.scheme)
    yield _row("fiches", _followed(record))


def _followed(record: CommitmentDraftRecord) -> str:
    """Which measure the words name, or between which sheets a person chooses."""
    if record.measure:
        return record.measure
    if record.sheets:
        return f"à choisir : {', '.join(record.sheets)}"
    return "aucune que les mots désignent"


def _contact(record: ContactDraftRecord) -> Iterator[str]:
    yield _entry(record.service or "Service à lire dans le document", record.lines)
    if record.address:
        yield f"      {record.address}"
    for found in (record.phones, record.mailboxes, record.pages):
        if found:
            yield f"      {', '.join(found)}"


def _entry(name: str, lines: Any) -> str:
    return paragraph(f"{name}  [{french.lines(lines)}]", "  ", "    ")


def _row(label: str, text: str) -> str:
    return entry(f"  {label:<{_LABEL}}  ", text)
