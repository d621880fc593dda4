"""Whom to call: the services that prose prints with their phones and mailboxes; never a person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from droitcommun.core.passages import Passage
from droitcommun.intake.blocks import Line
from droitcommun.intake.folding import folded
from droitcommun.intake.prose import kept, paragraphs, passage_of, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """Where to call: a service, its address as printed, its phones in pairs of digits, its mailboxes and pages.

    `service` is empty where the text does not say whose phone it is.
    """

    service: str
    address: str
    phones: tuple[str, ...]
    mailboxes: tuple[str, ...]
    pages: tuple[str, ...]
    passage: Passage


PHONE = re.compile(r"\b0\s?[1-9](?:[ .]?\d{2}){4}\b|\b0\s?800(?:\s?\d{2,3}){2}\b|\b0 8\d\d \d{3} \d{3}\b")
# It begins where its word does: without that, a line of a million letters would be tried from each of them.
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PAGE = re.compile(r"(?:https?://|www\.)\S+")
_POSTCODE = re.compile(r"\b\d{5}\b\s*-?\s*[A-Za-zÀ-ÿ]")
_STREET = re.compile(
    r"\d{1,3}\s?(?:bis|ter)?,?\s(?:rue|avenue|av|boulevard|bd|place|cit[ée]|all[ée]e|quai|passage|square|cours|impasse)\b",
    re.IGNORECASE,
)
_TOWN = re.compile(r"\b\d{2}\s?\d{3}\b\s*-?\s*[A-ZÀ-Ý][\w-]*(?:\s+(?i:cedex)(?:\s\d{1,2})?)?")
_CUT = re.compile(r"\b(?:une?|l[ea]s?|d[eu]|des|aux?|à|pour|envoyer)$")

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
    "CAARUD",
    "SOS",
    "CIDFF",
    "QPV",
}
# « NOM Prénom », and « Contact : Prénom Nom »: two capitals after a word that announces a person.
_NAME_FIRST = re.compile(
    r"\b[A-ZÉÈ]{3,}(?:-[A-ZÉÈ]{2,})?\s+[A-ZÉÈ][a-zéèêëïîôç]+(?:-[A-ZÉÈ][a-zéèêëïîôç]+)?\b"
)
_ANNOUNCED = re.compile(
    r"\b(?i:contacts?|responsables?|r[ée]f[ée]rente?s?|direct(?:eur|rice)s?|charg[ée]e?s? de mission"
    r"|d[ée]l[ée]gu[ée]e?s?|interlocut(?:eur|rice)s?|coordinat(?:eur|rice)s?)[^:,\n]{0,40}[:,]\s*"
    r"(?P<name>[A-ZÉÈ][a-zéèêëïîôç]+(?:-[A-ZÉÈ][a-zéèêëïîôç]+)?\s+[A-ZÉÈ][a-zéèêëïîôç]+)"
)
# Words by which a service, and no person, is named with two capitals.
_BODY = re.compile(
    r"\b(?:mission|maison|centre|pole|point|direction|service|bureau|prefecture|mairie|espace|caisse|agence|delegation"
    r"|tribunal|hotel|relais|ecole|academie|conseil|paris|ile|france|saint|espoir|international|familles?|ville)\b"
)
# A mailbox that is kept says a function: each of its words is that of a function, a place or a body.
_FUNCTION = re.compile(
    r"\d*|contacts?|courriel|accueil|direction|secretariat|mission|locale|service|bureau|femmes?infos?|infos?"
    r"|information|pref(?:ecture)?|delegues?|deleguesduprefet|ddcs|caf|ars|tgi|mjd|pad\d*|bav\d*|pie|pmi|cidff|mairie|ville"
    r"|villevievacances\w*|vacances|jeunesse|emploi|logement|sante|droits?|paris\d*|ile|de|du|des|la|le|les|france|idf"
)


def read_contacts(lines: list[Line], document: str) -> tuple[tuple[ContactDraft, ...], tuple[Passage, ...]]:
    """List the services with their phones and function mailboxes; then the lines that may name a person, left out."""
    found: list[ContactDraft] = []
    flagged: list[Passage] = []
    for group in paragraphs(lines):
        text = " ".join(line.text for line in group)
        if not (PHONE.search(text) or _MAILBOX.search(text)):
            continue
        safe: list[list[Line]] = [[]]
        for line in group:
            if names_a_person(line.text):
                flagged.append(passage_of(document, [line]))
                safe.append([])
            else:
                safe[-1].append(line)
        drafts = (_contact(own, document) for lines_apart in safe for own in _apart(lines_apart))
        found += [draft for draft in drafts if draft is not None]
    return tuple(found), tuple(flagged)


def _apart(lines: list[Line]) -> Iterator[list[Line]]:
    """A phone ends a contact where another one follows in the same paragraph."""
    held: list[Line] = []
    for line in lines:
        reached = any(PHONE.search(one.text) for one in held)
        if reached and not (_MAILBOX.search(line.text) or PAGE.search(line.text)):
            yield from kept(held)
            held = []
        held.append(line)
    yield from kept(held)


def _contact(lines: list[Line], document: str) -> ContactDraft | None:
    text = whole(lines)
    phones = tuple(dict.fromkeys(_paired(found[0]) for found in PHONE.finditer(text)))
    mailboxes = tuple(dict.fromkeys(box for box in _MAILBOX.findall(text) if _is_function(box)))
    if not phones and not mailboxes:
        return None
    street = _STREET.search(text)
    town = _TOWN.search(text, street.start() if street else 0)
    rows = [line.text.strip(" •-\t") for line in lines]
    row = next((row for row in rows if _POSTCODE.search(row) and "@" not in row), "")
    address = text[street.start() : town.end()] if street and town else row
    address = re.split(r"\s*\(?\b[Tt][ée]l\b", address)[0].strip(" ,(")
    head = re.split(r"[:@]|\b[Tt][ée]l|https?|www\.|\badresse mail|\bmail\b", text, maxsplit=1)[0]
    service = _STREET.split(head)[0].strip(" ,;-–(•")
    if not service[:1].isupper() or _CUT.search(
        service
    ):  # part of a sentence, whose rest stands in another column
        service = ""
    pages = tuple(dict.fromkeys(PAGE.findall(text)))
    return ContactDraft(
        service=service,
        address=address,
        phones=phones,
        mailboxes=mailboxes,
        pages=pages,
        passage=passage_of(document, lines),
    )


def _paired(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def names_a_person(text: str) -> bool:
    """Say whether words may name a person; when in doubt, they do."""
    if _TITLE.search(text):
        return True
    capitals = (*_FULL_NAME.finditer(text), *_NAME_FIRST.finditer(text))
    if any(
        not set(re.findall(r"[A-ZÉÈ]{2,}", found[0])) & _PLACES and not _BODY.search(folded(found[0]))
        for found in capitals
    ):
        return True
    if any(not _BODY.search(folded(found["name"])) for found in _ANNOUNCED.finditer(text)):
        return True
    return any(not _is_function(box) for box in _MAILBOX.findall(text))


def _is_function(mailbox: str) -> bool:
    words = re.split(r"[._+-]", folded(mailbox.split("@", maxsplit=1)[0]))
    return any(words) and all(_FUNCTION.fullmatch(word) for word in words)
