"""The catalogue of schemes as a booklet: one page a scheme in the order of the document, contact points, indexes."""

from collections.abc import Iterator

from droitcommun.core import french
from droitcommun.core.french import typeset
from droitcommun.core.passages import Lines
from droitcommun.intake.folding import folded
from droitcommun.orientation.catalogues import SchemeCatalogue
from droitcommun.orientation.contacts import ContactPoint
from droitcommun.orientation.schemes import Asker, Role, Scheme
from droitcommun.reports.blocks import (
    Block,
    Bullets,
    Contents,
    Grid,
    Heading,
    Paragraph,
    Tone,
    printable,
)
from droitcommun.usecases.guidance_words import ASKER, KIND, ROLE

SUFFIXES = (".pdf", ".docx", ".odt")

_TITLE = "Livret des dispositifs"
_NOTHING = "—"
_ANYWHERE = "Sans arrondissement"


def booklet_file(catalogue: SchemeCatalogue, suffix: str) -> bytes:
    """Print the booklet of a catalogue as PDF, DOCX or ODT, by the suffix; two runs give the same bytes."""
    from droitcommun.usecases.report_files import writer

    about = printable(catalogue.about)
    footer = f"{_TITLE} — {about.banner or about.name}"
    return writer(suffix)(
        printable(booklet(catalogue)), title=_TITLE, author=about.owner, footer=footer, as_of=about.on
    )


def booklet(catalogue: SchemeCatalogue) -> tuple[Block, ...]:
    """List the blocks of the booklet."""
    return tuple(_blocks(catalogue))


def _blocks(catalogue: SchemeCatalogue) -> Iterator[Block]:
    about = catalogue.about
    schemes = tuple(one.scheme for one in catalogue.schemes)
    contacts = {one.id: one for one in catalogue.contacts}
    yield Heading(0, _TITLE, "titre")
    yield Paragraph(typeset(about.name), Tone.CENTRE)
    if about.banner:
        yield Paragraph(typeset(about.banner), Tone.CENTRE)
    told = (
        f"{french.counted(len(schemes), 'dispositif')} et mesures, {len(contacts)} lieux où aller ou appeler. "
        f"Tenu par : {about.owner}. Vérifié le {french.day(about.verified_on)}, à revoir le "
        f"{french.day(about.review_by)}. Les lignes citées (l.) sont celles du document « {about.document} »."
    )
    yield Paragraph(typeset(told), Tone.NOTE)
    yield Contents("Sommaire")
    yield Heading(1, "Les dispositifs", "dispositifs", fresh=True)
    yield Paragraph(
        typeset("Un par page, dans l’ordre du document. Une condition est ce sans quoi on n’y a pas droit.")
    )
    for number, scheme in enumerate(schemes, 1):
        yield from _scheme(number, scheme, contacts)
    yield Heading(1, "Les lieux où aller, où appeler", "lieux", fresh=True)
    for place, here in _by_district(catalogue.contacts):
        yield Heading(2, place, f"lieux-{_anchor(place)}")
        yield _contacts(f"Lieux : {place}", here)
    yield Heading(1, "Index", "index", fresh=True)
    yield from _index(schemes)


def _scheme(number: int, scheme: Scheme, contacts: dict[str, ContactPoint]) -> Iterator[Block]:
    acronym = f" ({scheme.acronym})" if scheme.acronym and scheme.acronym not in scheme.name else ""
    yield Heading(2, typeset(f"{number}. {scheme.name}{acronym}"), scheme.id, fresh=True)
    said = [KIND[scheme.kind], *([scheme.theme] if scheme.theme else []), _cited(scheme.lines)]
    yield Paragraph(typeset(" · ".join(said)), Tone.STATUS)
    yield Paragraph(typeset(scheme.purpose))
    if not scheme.proposable:
        yield Paragraph(
            typeset("C’est un engagement sur la façon dont l’État travaille : personne n’a à le demander."),
            Tone.NOTE,
        )
    yield Grid(
        typeset(f"{scheme.name} : en bref"),
        ("Rubrique", "Ce que dit le document"),
        tuple((name, typeset(words) if words else _NOTHING) for name, words in _facts(scheme)),
        (30, 70),
    )
    for role in Role:
        told = [f"{one.sentence} ({_cited(one.lines)})" for one in scheme.criteria if one.role is role]
        if told:
            yield Heading(3, ROLE[role], f"{scheme.id}-{role.value}")
            yield Bullets(tuple(map(typeset, told)))
    if scheme.assessments:
        yield Heading(3, "Ce que quelqu’un apprécie", f"{scheme.id}-assessed")
        yield Bullets(tuple(typeset(f"{one.what} : {one.by}") for one in scheme.assessments))
    if scheme.ambiguities:
        yield Heading(3, "Ce que le texte laisse ouvert", f"{scheme.id}-open")
        yield Bullets(tuple(map(typeset, scheme.ambiguities)))
    here = tuple(contacts[name] for name in scheme.contacts if name in contacts)
    if here:
        yield _contacts(typeset(f"{scheme.name} : où aller, où appeler"), here)


def _facts(scheme: Scheme) -> Iterator[tuple[str, str]]:
    yield "Qui demande", french.listed(ASKER[one] for one in scheme.askers) if scheme.askers else ""
    yield "Ce que cela donne", "\n".join(f"{one.words} ({_cited(one.lines)})" for one in scheme.benefits)
    yield "Comment le demander", scheme.how_to_ask
    validity = scheme.validity
    days = [
        *([f"depuis le {french.day(validity.from_)}"] if validity.from_ else []),
        *([f"jusqu’au {french.day(validity.until)}"] if validity.until else []),
    ]
    if days:
        yield "En vigueur", ", ".join(days)
    if scheme.successor:
        yield "Ce qui l’a remplacé", scheme.successor


def _contacts(caption: str, here: tuple[ContactPoint, ...]) -> Grid:
    return Grid(
        caption,
        ("Lieu", "Adresse", "Téléphone, courriel"),
        tuple((typeset(one.name), typeset(_address(one)), typeset(_reached(one))) for one in here),
        (36, 32, 32),
    )


def _address(one: ContactPoint) -> str:
    street = " ".join(part for part in (one.postcode, one.city) if part)
    told = [part for part in (one.address, street, one.hours, one.serves and f"pour : {one.serves}") if part]
    return "\n".join(told) or _NOTHING


def _reached(one: ContactPoint) -> str:
    told = [*one.phones, one.email, one.website, one.faults and f"À vérifier : {one.faults}"]
    return "\n".join(part for part in told if part) or _NOTHING


def _by_district(contacts: tuple[ContactPoint, ...]) -> Iterator[tuple[str, tuple[ContactPoint, ...]]]:
    for district in sorted({one.district for one in contacts if one.district is not None}):
        ordinal = "1er" if district == 1 else f"{district}e"
        yield f"{ordinal} arrondissement", tuple(one for one in contacts if one.district == district)
    without = tuple(one for one in contacts if one.district is None)
    if without:
        yield _ANYWHERE, without


def _index(schemes: tuple[Scheme, ...]) -> Iterator[Block]:
    numbered = sorted(enumerate(schemes, 1), key=lambda one: folded(one[1].name))
    groups = [
        *(
            (f"Pour {ASKER[asker]}", asker.value, [one for one in numbered if _asks(asker, one[1])])
            for asker in Asker
        ),
        ("Ce que personne n’a à demander", "mesures", [one for one in numbered if not one[1].proposable]),
    ]
    for title, anchor, own in groups:
        if own:
            yield Heading(2, typeset(title), f"index-{anchor}")
            yield Bullets(tuple(typeset(f"{scheme.name} ({number})") for number, scheme in own))


def _asks(asker: Asker, scheme: Scheme) -> bool:
    return asker in scheme.askers and scheme.proposable


def _cited(lines: tuple[Lines, ...]) -> str:
    return french.lines(lines)


def _anchor(place: str) -> str:
    return place.split(" ", maxsplit=1)[0].lower()
