"""The prose before the sheets → drafts: what seems promised, which schemes it is about, whom to call.

Nothing here enters a contract by itself: a draft is a passage to look at, with what its words say. A line that
names a person gives no contact, only its number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from droitcommun.core.contract import Force, Level
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.blocks import Blocks, Line
from droitcommun.intake.figures import Kind, mentions, numbers
from droitcommun.intake.folding import folded, joined, slug
from droitcommun.intake.template import parse_template
from droitcommun.intake.wordings import read_target


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDraft:
    """A sentence that seems to promise. `target`: the kind that its words give; `percent`: its one percent, if any."""

    text: str
    force: Force
    level: Level
    target: str
    percent: Decimal | None
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDraft:
    """A heading that seems to name a scheme."""

    name: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """Where to call: a service, its address as printed, its phones in pairs of digits, its mailboxes and pages."""

    service: str
    address: str
    phones: tuple[str, ...]
    mailboxes: tuple[str, ...]
    pages: tuple[str, ...]
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What a document proposes, in its order. `flagged`: lines that may name a person, and were left out."""

    commitments: tuple[CommitmentDraft, ...]
    schemes: tuple[SchemeDraft, ...]
    contacts: tuple[ContactDraft, ...]
    flagged: tuple[Passage, ...]


# The verbs by which somebody commits, the most binding first.
_FORCES = (
    (
        Force.CONDITIONAL,
        re.compile(r"\bau cas par cas\b|\ble cas echeant\b|\bsous reserve\b|\b(?:serait|seraient)\b"),
    ),
    (
        Force.FIRM,
        re.compile(
            r"\bs'(?:est |etait )?(?:egalement )?engage|\bse sont engages|\bsera (?:\w+ ){0,2}\w+ee?\b"
            r"|\bseront (?:\w+ )?\w+|\bs'est,? .{0,90}\bengage|\baura .{0,20}pour mission|\bpoursuivra\b|\bprendra\b"
        ),
    ),
    (Force.WISH, re.compile(r"\bsouhait|\bentend(?:ent)?\b|\bprevoi(?:t|ent)\b|\bambitionn")),
    (
        Force.AIM,
        re.compile(
            r"\bvis(?:e|ent|ant) a\b|\bpour objectif\b|\bfixe\b|\bfixent\b|\bcible de\b|\bconsacre le\b"
        ),
    ),
)

# Who can promise. A school that « a pour objectif » describes itself.
_WHO = re.compile(
    r"\bl'etat\b|\bcaf\b|\bacademie\b|\btgi\b|\bparquet\b|\bjuridiction\b|\bminist(?:ere|re)\b|\bprefe(?:t|cture)\b"
    r"|\bars\b|\bddcs\b|\bd'ici 20\d\d\b|\b20\d\d\s?-\s?20\d\d\b|\bconventions?\b|\bcontrat de ville\b"
    r"|\bquartiers (?:prioritaires|(?:de la )?politiques?)|\bqpv\b|\bzsp\b"
)
_NATIONAL = re.compile(
    r"\bminist(?:ere|re)\b|\bterritoire national\b|\bau niveau national\b|\bnational(?:e|es)?\b"
)
_LOCAL = re.compile(r"\ba paris\b|\bparisien|\bde paris\b|\b20\d\d\s?-\s?20\d\d\b|\bcontrat de ville\b")
# What is promised follows these words.
_TO = re.compile(r"\b(?:a ce qu[e']|a|de|pour objectif d[e']|que)\s+(?=\S)")

_MOST_LINES = 14

# Headings of the page, that end a sentence.
_LABEL = re.compile(
    r"\s*(?:contacts? utiles?|en savoir plus|public cible|engagements?\b.{0,20}$|de l'etat$"
    r"|conditions\b.{0,20}$|contexte\W*$)"
)
# « S u r  l a »: letters set apart to fill a line.
_SPACED = re.compile(r"(?<!\S)(?:\S ){2,}\S(?!\S)")
_STOP = re.compile(r"(?<=[a-zé\d)][.!?])\s+(?=[A-ZÉÀ])")
_BULLET = re.compile(r"\s*[•]\s*")

_PHONE = re.compile(r"\b0\s?[1-9](?:[ .]?\d{2}){4}\b|\b0\s?800(?:\s?\d{2,3}){2}\b|\b0 8\d\d \d{3} \d{3}\b")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PAGE = re.compile(r"(?:https?://|www\.)\S+")
_POSTCODE = re.compile(r"\b\d{5}\b\s*-?\s*[A-Za-zÀ-ÿ]")

# A person: a title, a first name and a name in capitals, a mailbox in two names.
_TITLE = re.compile(r"(?:^|[\s(])(?:MM?\.|Mmes?|Mlles?|Monsieur|Madame)(?=\s)")
_FULL_NAME = re.compile(
    r"\b[A-ZÉÈ][a-zéèêëïîôç]+(?:-[A-ZÉÈ][a-zéèêëïîôç]+)?\s+[A-ZÉÈ]{3,}(?:[- ][A-ZÉÈ]{2,})*\b"
)
_PLACES = {
    "PARIS",
    "CEDEX",
    "UTILES",
    "CAF",
    "TGI",
    "ARS",
    "DDCS",
    "PAD",
    "MJD",
    "CSAPA",
    "CARRUD",
    "CIDFF",
    "QPV",
}
# A mailbox that is kept says a function.
_FUNCTION = re.compile(
    r"contact|courriel|accueil|direction|secretariat|info|mission|pref|ddcs|pad|bav|pie|vacances|service|\d"
)


def read_drafts(document: Blocks) -> Drafts:
    """Propose drafts from what stands before the first sheet, or from the whole document when it has none."""
    name = slug(document.file.rsplit(".", 1)[0])
    lines = _prose(document)
    contacts, flagged = _contacts(lines, name)
    return Drafts(
        commitments=tuple(_commitments(lines, name)),
        schemes=tuple(_schemes(lines, name)),
        contacts=contacts,
        flagged=flagged,
    )


def _prose(document: Blocks) -> list[Line]:
    lines = [block for block in document.blocks if isinstance(block, Line)]
    try:
        first = parse_template(document)[0].first
    except FileRefusedError:
        return lines
    return [line for line in lines if line.number < first]


def _passage(name: str, lines: list[Line]) -> Passage:
    return Passage(name, (Lines(lines[0].number, lines[-1].number),))


def _commitments(lines: list[Line], name: str) -> Iterator[CommitmentDraft]:
    for sentence in _sentences(lines):
        text = _whole(sentence)
        if _names_a_person(text) or _PHONE.search(text):
            continue
        plain = folded(text)
        force = next((force for force, verb in _FORCES if verb.search(plain)), None)
        if force is None or not _WHO.search(plain) or (force is Force.CONDITIONAL and "paris" not in plain):
            continue
        shares = [one for one in numbers(mentions(text)) if one.kind is Kind.PERCENT]
        passage = _passage(name, sentence)
        yield CommitmentDraft(
            text=text,
            force=force,
            level=Level.NATIONAL if _NATIONAL.search(plain) and not _LOCAL.search(plain) else Level.LOCAL,
            target=read_target(_promised(text), passage).target.kind,
            percent=shares[0].value if len(shares) == 1 else None,
            passage=passage,
        )


def _promised(text: str) -> str:
    """What follows the verb: « s’engage à ce que 15 % … » promises « 15 % … »."""
    plain = folded(text)
    verbs = [found.end() for _, verb in _FORCES for found in verb.finditer(plain)]
    if not verbs:
        return text
    following = _TO.search(plain, min(verbs))
    return text[following.end() :] if following else text


def _sentences(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines up to a full stop, a bullet or a heading; a blank line does not end one, since columns mix."""
    held: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if _LABEL.match(folded(line.text)):
            yield from _kept(held)
            held = []
            continue
        first, *others = _STOP.split(line.text)
        if _BULLET.match(line.text) or len(held) >= _MOST_LINES:
            yield from _kept(held)
            held = []
        held.append(Line(line.number, first))
        for other in others:
            yield from _kept(held)
            held = [Line(line.number, other)]
        if re.search(r"[.!?»]\s*$", line.text):
            yield from _kept(held)
            held = []
    yield from _kept(held)


def _kept(held: list[Line]) -> Iterator[list[Line]]:
    if held:
        yield held


def _whole(lines: list[Line]) -> str:
    """The sentence, with the words that the page cuts or sets apart letter by letter joined again."""
    rows = [_SPACED.sub(_tight, _BULLET.sub("", line.text)).strip() for line in lines]
    text = joined(rows)
    for row in rows[:-1]:
        tail = re.search(r"([^\W\d]+)-$", row)
        if tail:
            text = text.replace(f"{tail[1]}-", tail[1], 1)
    return text


def _tight(found: "re.Match[str]") -> str:
    return found[0].replace(" ", "")


_SCHEME = re.compile(
    r"\b(?:dispositifs?|contrats?|emplois?|ecoles?|plans?|fonds|aides?|accompagnement|points?|maisons?|centres?|services?"
    r"|structures?|programmes?|missions?|marches|accueil|delegues?|psychologues?|soutien|acces|travail|garantie|delais?)\b"
)
_LONGEST_TITLE = 62
_MOST_TITLE_LINES = 4


def _schemes(lines: list[Line], name: str) -> Iterator[SchemeDraft]:
    """Short paragraphs that begin by a capital and end without a stop, and have a word that schemes have."""
    seen: set[str] = set()
    for group in _paragraphs(lines):
        text = _whole(group)
        plain = folded(text)
        short = len(group) <= _MOST_TITLE_LINES and all(
            len(line.text.strip()) <= _LONGEST_TITLE for line in group
        )
        closed = text.endswith((".", ":", ";", ",")) or bool(
            _PHONE.search(text) or "@" in text or _PAGE.search(text)
        )
        named = _SCHEME.search(plain) or re.search(r"\([A-Z]{3,}\)|-\s?[A-Z]{3,}", text)
        titled = text[:1].isupper() and not _BULLET.match(group[0].text) and not _LABEL.match(plain)
        if short and titled and named and not closed and not _names_a_person(text) and plain not in seen:
            seen.add(plain)
            yield SchemeDraft(name=text, passage=_passage(name, group))


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines between blank ones; a line that begins by a space begins a page."""
    held: list[Line] = []
    for line in lines:
        if not line.text.strip() or (line.text[:1] == " " and line.text.strip()[:1].isupper()):
            yield from _kept(held)
            held = []
        if line.text.strip():
            held.append(line)
    yield from _kept(held)


def _contacts(lines: list[Line], name: str) -> tuple[tuple[ContactDraft, ...], tuple[Passage, ...]]:
    found: list[ContactDraft] = []
    flagged: list[Passage] = []
    for group in _paragraphs(lines):
        text = " ".join(line.text for line in group)
        if not (_PHONE.search(text) or _MAILBOX.search(text)):
            continue
        safe: list[list[Line]] = [[]]
        for line in group:
            if _names_a_person(line.text):
                flagged.append(_passage(name, [line]))
                safe.append([])
            else:
                safe[-1].append(line)
        drafts = (_contact(own, name) for lines_apart in safe for own in _apart(lines_apart))
        found += [draft for draft in drafts if draft is not None]
    return tuple(found), tuple(flagged)


def _apart(lines: list[Line]) -> Iterator[list[Line]]:
    """A phone ends a contact where another one follows in the same paragraph."""
    held: list[Line] = []
    for line in lines:
        reached = any(_PHONE.search(one.text) for one in held)
        if reached and not (_MAILBOX.search(line.text) or _PAGE.search(line.text)):
            yield from _kept(held)
            held = []
        held.append(line)
    yield from _kept(held)


def _contact(lines: list[Line], name: str) -> ContactDraft | None:
    text = joined([_BULLET.sub("", line.text) for line in lines])
    phones = tuple(dict.fromkeys(_paired(found[0]) for found in _PHONE.finditer(text)))
    mailboxes = tuple(
        dict.fromkeys(box for box in _MAILBOX.findall(text) if _FUNCTION.search(folded(box.split("@")[0])))
    )
    if not phones and not mailboxes:
        return None
    head = re.split(r"[:@]|\b[Tt][ée]l|https?|www\.|\badresse mail|\bmail\b", text, maxsplit=1)[0]
    rows = [line.text.strip(" •-\t") for line in lines]
    address = next((row for row in rows if _POSTCODE.search(row) and "@" not in row), "")
    service = re.split(r"\d{1,3}\s?(?:bis|ter)?,? (?:rue|avenue|boulevard|place|bd)\b", head)[0].strip(
        " ,;-–(•"
    )
    pages = tuple(dict.fromkeys(_PAGE.findall(text)))
    return ContactDraft(
        service=service,
        address=address,
        phones=phones,
        mailboxes=mailboxes,
        pages=pages,
        passage=_passage(name, lines),
    )


def _paired(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def _names_a_person(text: str) -> bool:
    """Say whether words may name a person; when in doubt, they do."""
    if _TITLE.search(text):
        return True
    if any(not set(re.findall(r"[A-ZÉÈ]{2,}", found[0])) & _PLACES for found in _FULL_NAME.finditer(text)):
        return True
    return any(not _FUNCTION.search(folded(box.split("@")[0])) for box in _MAILBOX.findall(text))
