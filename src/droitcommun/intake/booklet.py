"""The prose before the sheets → drafts: what seems promised, which schemes it is about, whom to call.

Nothing here enters a contract by itself: a draft is a passage to look at, with what its words say. A line that
names a person gives no contact, only its number.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from droitcommun.core.contract import Force, Level, StartingPoint
from droitcommun.core.passages import Passage
from droitcommun.core.targets import Target
from droitcommun.intake.blocks import Blocks, Line
from droitcommun.intake.contacts import PAGE, PHONE, ContactDraft, names_a_person, read_contacts
from droitcommun.intake.folding import folded, slug
from droitcommun.intake.promised import read_promised
from droitcommun.intake.prose import BULLET, LABEL, pages, paragraphs, passage_of, prose_of, sentences, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDraft:
    """A sentence that seems to promise: who, how firmly, what its words aim at, and the heading of its page.

    `promised` is what follows its verb. `body` is one of `BODIES`, empty when the sentence names none of them before
    its verb.
    """

    text: str
    promised: str
    body: str
    force: Force
    level: Level
    scheme: str
    target: Target
    baseline: StartingPoint | None
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDraft:
    """A heading that seems to name a scheme."""

    name: str
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
# « De même, elle prévoit … »: the one who promised just before.
_PRONOUN = re.compile(r"^(?:de meme|en outre|par ailleurs|enfin)?,? ?(?:elle|il)s? (?=\w)")
_ONE_HAND = re.compile(
    r",?\s+d[’']une part,?\s+(?P<one>.+?),?\s+et\s+(?:que\s*)?,?\s*d[’']autre part,?\s+(?P<other>.+)$",
    re.IGNORECASE | re.DOTALL,
)
# What is promised follows these words: an infinitive rather than the place where it is promised.
_TO = re.compile(
    r"\b(?:a ce qu(?:e,? |')|pour objectif d(?:e |')"
    r"|(?:a|de|pour|souhaite|entend|prevoit) (?=(?:\w+ )?\w+(?:er|ir|re)\b))"
)
_TO_ANYTHING = re.compile(r"\b(?:a|de|que)\s+(?=\S)")

STATE = "État"

# Who commits, by the words that name it; the State last, whose services have names of their own.
BODIES = {
    "CAF": re.compile(r"\bcaf\b|\bcaisse d'allocations familiales\b"),
    "Académie": re.compile(r"\bacademie\b|\brectorat\b"),
    "ARS": re.compile(r"\bars\b|\bagence regionale de sante\b"),
    "Institution judiciaire": re.compile(
        r"\b(?:institution|services) judiciaires?\b|\btgi\b|\btribunal\b|\bparquet\b|\bjuridiction\b"
    ),
    STATE: re.compile(r"\betat\b|\bminist(?:ere|re)\b|\bprefe(?:t|cture)\b|\bddcs\b"),
}


def read_drafts(document: Blocks) -> Drafts:
    """Propose drafts from what stands before the first sheet, or from the whole document when it has none.

    Raises FileRefusedError when a sheet of the document is cut.
    """
    name = slug(document.file.rsplit(".", 1)[0])
    lines = prose_of(document)
    schemes = tuple(_schemes(lines, name))
    contacts, flagged = read_contacts(lines, name)
    return Drafts(
        commitments=tuple(_commitments(lines, name, _Headings(lines, schemes))),
        schemes=schemes,
        contacts=contacts,
        flagged=flagged,
    )


class _Headings:
    """Which heading stands over each line: the one of its page; of several, the last before it."""

    def __init__(self, lines: list[Line], schemes: tuple[SchemeDraft, ...]) -> None:
        self._pages = pages(lines)
        self._begin = [first for first, _ in self._pages]
        self._names = [one.name for one in schemes]
        self._at = [one.passage.lines[0].first for one in schemes]

    def over(self, line: int) -> str:
        """The heading; empty when the page has none, or has several and all stand below."""
        first, last = self._page(line)
        low, high = bisect_left(self._at, first), bisect_right(self._at, last)
        above = high if high - low == 1 else bisect_right(self._at, line, low, high)
        return self._names[above - 1] if above > low else ""

    def _page(self, line: int) -> tuple[int, int]:
        place = bisect_right(self._begin, line) - 1
        first, last = self._pages[place] if place >= 0 else (line, line)
        return (first, last) if line <= last else (line, line)


def _commitments(lines: list[Line], name: str, headings: _Headings) -> Iterator[CommitmentDraft]:
    """The sentences that promise; one that opens a list promises each item of it."""
    opening: list[Line] = []
    alone: CommitmentDraft | None = None
    before: CommitmentDraft | None = None
    for sentence in sentences(lines):
        item = bool(opening) and bool(BULLET.match(sentence[0].text))
        draft = _commitment([opening, sentence] if item else [sentence], name, headings, before)
        before = draft
        if item:
            alone = None
        else:
            yield from [alone] if alone is not None else []
            opens = draft is not None and draft.text.endswith(":")
            opening, alone = (sentence, draft) if opens else ([], None)
        if draft is not None and draft is not alone:
            yield from _apart(draft)
    yield from [alone] if alone is not None else []


def _apart(draft: CommitmentDraft) -> Iterator[CommitmentDraft]:
    """« D’une part, …, d’autre part, … »: two promises of one sentence."""
    parts = _ONE_HAND.search(draft.text)
    if parts is None:
        yield draft
        return
    for part in (parts["one"], parts["other"]):
        promised = read_promised(part, draft.passage)
        yield replace(
            draft,
            text=f"{draft.text[: parts.start()]} {part}",
            promised=part,
            target=promised.target,
            baseline=promised.baseline,
        )


def _commitment(
    runs: list[list[Line]], name: str, headings: _Headings, before: CommitmentDraft | None
) -> CommitmentDraft | None:
    """What a sentence promises, if it does; « elle » is who promises in the sentence before."""
    text = whole([line for run in runs for line in run])
    if names_a_person(text) or PHONE.search(text):
        return None
    plain = folded(text)
    force = next((force for force, verb in _FORCES if verb.search(plain)), None)
    body = _body(plain)
    if before is not None and before.body and not body and _PRONOUN.search(plain):
        body = before.body
    promises = body != "" or bool(_WHO.search(plain))
    if force is None or not promises or (force is Force.CONDITIONAL and "paris" not in plain):
        return None
    passage = passage_of(name, *runs)
    words = _promised(text)
    promised = read_promised(words, passage)
    return CommitmentDraft(
        text=text,
        promised=words,
        body=body,
        force=force,
        level=Level.NATIONAL if _NATIONAL.search(plain) and not _LOCAL.search(plain) else Level.LOCAL,
        scheme=headings.over(runs[-1][0].number),
        target=promised.target,
        baseline=promised.baseline,
        passage=passage,
    )


def _verb(plain: str) -> "re.Match[str] | None":
    """The first verb that commits."""
    verbs = [found for _, verb in _FORCES for found in verb.finditer(plain)]
    return min(verbs, key=lambda found: found.start(), default=None)


def _body(plain: str) -> str:
    """The body that is named last before the verb: its subject; empty when none is."""
    verb = _verb(plain)
    before = plain[: verb.start()] if verb else plain
    named = [(found.end(), name) for name, words in BODIES.items() for found in words.finditer(before)]
    return max(named)[1] if named else ""


def _promised(text: str) -> str:
    """What follows the verb: « s’engage à ce que 15 % … » promises « 15 % … ».

    Where things are promised in the passive (« 4 marches seront réalisées »), what stands before counts too.
    """
    verb = _verb(folded(text))
    if verb is None or re.match(r"ser(?:a|ont)\b", verb[0]):
        return text
    plain = folded(text)
    following = _TO.search(plain, verb.start()) or _TO_ANYTHING.search(plain, verb.start())
    return text[following.end() :] if following else text


_SCHEME = re.compile(
    r"\b(?:dispositifs?|contrats?|emplois?|ecoles?|plans?|fonds|aides?|accompagnement|points?|maisons?|centres?|services?"
    r"|structures?|programmes?|missions?|marches|accueil|delegues?|psychologues?|soutien|acces|travail|garantie|delais?)\b"
)
_ACRONYM = re.compile(r"\(\s?[A-Z][A-Z-]+[A-Z]\s?\)\s*")
_LONGEST_TITLE = 62
_MOST_TITLE_LINES = 4


def _schemes(lines: list[Line], name: str) -> Iterator[SchemeDraft]:
    """Short paragraphs that begin by a capital and end without a stop, and have a word that schemes have."""
    seen: set[str] = set()
    for group in _with_acronyms(paragraphs(lines)):
        if len(group) > _MOST_TITLE_LINES or any(len(line.text.strip()) > _LONGEST_TITLE for line in group):
            continue
        text = whole(group)
        plain = folded(text)
        closed = text.endswith((".", ":", ";", ",")) or bool(
            PHONE.search(text) or "@" in text or PAGE.search(text)
        )
        named = _SCHEME.search(plain) or re.search(r"\([A-Z]{3,}\)|-\s?[A-Z]{3,}", text)
        titled = text[:1].isupper() and not BULLET.match(group[0].text) and not LABEL.match(plain)
        if titled and named and not closed and not names_a_person(text) and plain not in seen:
            seen.add(plain)
            yield SchemeDraft(name=text, passage=passage_of(name, group))


def _with_acronyms(groups: Iterator[list[Line]]) -> Iterator[list[Line]]:
    """An acronym in parentheses alone on its line goes with the heading above it."""
    held: list[Line] = []
    for group in groups:
        first = group[0]
        if held and _ACRONYM.fullmatch(first.text) and len(held) < _MOST_TITLE_LINES:
            yield [*held, first]
            held = group[1:]
            continue
        if held:
            yield held
        held = group
    if held:
        yield held
