"""Schemes, answers and contact points in plain French."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from textwrap import wrap

from droitcommun.core.french import counted, day, number, typeset
from droitcommun.orientation.facts import Fact
from droitcommun.orientation.judging import Answer, Met
from droitcommun.orientation.schemes import Role
from droitcommun.usecases.guidance import Desk
from droitcommun.usecases.guidance_records import (
    AnsweredRecord,
    ContactRecord,
    FactRecord,
    OddityRecord,
    OrientRecord,
    PopulationRecord,
    SchemeRecord,
)

ANSWER_COLUMNS = ["id", "name", "kind", "answer", "missing", "declined", "contacts", "commitments"]
SCHEME_COLUMNS = [
    "id",
    "name",
    "acronym",
    "kind",
    "theme",
    "askers",
    "purpose",
    "how_to_ask",
    "commitments",
    "contacts",
]
FACT_COLUMNS = ["id", "kind", "question", "label", "low", "high", "unit", "changes", "cost", "used_by"]
CONTACT_COLUMNS = [
    "id",
    "name",
    "address",
    "postcode",
    "city",
    "district",
    "phones",
    "email",
    "website",
    "hours",
    "serves",
    "metres",
    "faults",
    "verified_on",
    "review_by",
]

COUNTED_COLUMNS = ["id", "name", "fits", "to_be_assessed", "to_complete", "does_not_fit", "not_in_force"]

ODDITY_COLUMNS = ["code", "scheme", "criterion", "sentence"]

_KILOMETRE = 1000

# In the order in which a person reads them.
_TITLES = {
    Answer.FITS: "Convient",
    Answer.TO_BE_ASSESSED: "À apprécier par un professionnel",
    Answer.TO_COMPLETE: "À compléter",
    Answer.DOES_NOT_FIT: "Ne convient pas",
    Answer.NOT_IN_FORCE: "Hors période",
}
_BECAME = {
    Answer.FITS: "conviendra",
    Answer.TO_BE_ASSESSED: "sera à apprécier",
    Answer.TO_COMPLETE: "pourra convenir",
    Answer.DOES_NOT_FIT: "ne conviendra plus",
    Answer.NOT_IN_FORCE: "ne sera plus en vigueur",
}
_WIDTH = 100


def oriented_text(record: OrientRecord, facts: Mapping[str, Fact]) -> str:
    """The answers by kind, then the next question, then where to go."""
    lines = [f"Au {day(record.on)}.", *_wrapped(record.banner), ""]
    for answer, title in _TITLES.items():
        found = [one for one in record.schemes if one.answer is answer]
        if found:
            lines.append(f"{title} ({len(found)})")
            for one in found:
                lines += _answered(one, facts)
            lines.append("")
    if record.next_question is not None:
        lines += [f"Question suivante ({record.next_question.fact}) : {record.next_question.sentence}"]
        lines += [f"  {one.id} : {one.words}" for one in record.next_question.choices]
        lines.append("")
    if record.contacts:
        lines += ["Qui appeler", *_contacts(record.contacts)]
    return typeset("\n".join(lines).rstrip()) + "\n"


def _answered(one: AnsweredRecord, facts: Mapping[str, Fact]) -> Iterator[str]:
    yield f"  {one.name} ({one.id})"
    for reason in one.reasons:
        if one.answer is Answer.DOES_NOT_FIT or reason.answer is Met.TO_BE_ASSESSED:
            yield from _wrapped(f"- {reason.sentence}", 4)
    if one.answer is Answer.TO_BE_ASSESSED and one.assessed_by:
        yield from _wrapped(f"Apprécié par : {' ; '.join(one.assessed_by)}", 4)
    asked = [facts[name].label for name in one.missing if name not in one.declined]
    if asked:
        yield from _wrapped(f"Il manque : {', '.join(asked)}", 4)
    if one.declined:
        kept = ", ".join(facts[name].label for name in one.declined)
        yield from _wrapped(f"Tient à ce qui n’a pas été dit : {kept}", 4)
    for flip in one.flips:
        said = ", et ".join(f"{facts[change.fact].label} : {change.values}" for change in flip)
        yield from _wrapped(f"Ce qui changerait la réponse : {said}", 4)
    if one.changes_on is not None:
        yield f"    Le {day(one.changes_on.on)}, {_BECAME[one.changes_on.answer]} si rien d’autre ne change"


def population_text(record: PopulationRecord) -> str:
    """Rows by scheme and answer."""
    lines = [f"Au {day(record.on)}, {counted(record.rows, 'ligne')}.", ""]
    heads = ("convient", "à apprécier", "à compléter", "non", "hors période")
    lines.append("  ".join(f"{head:>12}" for head in heads))
    for one in record.schemes:
        counts = (one.fits, one.to_be_assessed, one.to_complete, one.does_not_fit, one.not_in_force)
        lines.append("  ".join(f"{count:>12}" for count in counts) + f"  {one.name}")
    return typeset("\n".join(lines)) + "\n"


def schemes_text(records: Sequence[SchemeRecord], banner: str) -> str:
    """Each scheme with its conditions and their lines."""
    lines = [f"{counted(len(records), 'dispositif')}.", *_wrapped(banner), ""]
    for one in records:
        lines += [f"{one.name} ({one.id})", *_wrapped(one.purpose, 2)]
        for criterion in one.criteria:
            mark = "condition" if criterion.role is Role.REQUIRED else _ROLES[criterion.role]
            lines += _wrapped(f"- {mark} : {criterion.sentence}", 2)
        lines.append("")
    return typeset("\n".join(lines).rstrip()) + "\n"


_ROLES = {
    Role.PRIORITY: "priorité",
    Role.COUNTERPART: "contrepartie",
    Role.EXAMPLE: "exemple",
    Role.SCOPE: "champ",
}


def oddities_text(records: Sequence[OddityRecord], desk: Desk) -> str:
    """What is odd, or that nothing is."""
    catalogue = desk.catalogue
    cases = sum(map(len, catalogue.cases.values()))
    schemes, facts = len(catalogue.schemes), len(catalogue.facts)
    told = [counted(schemes, "dispositif"), counted(facts, "fait"), counted(cases, "exemple")]
    lines = [f"{', '.join([*told, counted(len(catalogue.contacts), 'contact')])}."]
    if not records:
        lines.append("Rien à signaler.")
    for one in records:
        where = ", ".join(filter(None, (one.scheme, one.criterion)))
        lines += _wrapped(f"- {one.code}{f' ({where})' if where else ''} : {one.sentence}")
    return typeset("\n".join(lines)) + "\n"


def facts_text(records: Sequence[FactRecord]) -> str:
    """Each fact, with its question and its values."""
    lines: list[str] = []
    for one in records:
        used = counted(len(one.used_by), "dispositif") if one.used_by else "aucun dispositif"
        lines += [f"{one.id} ({used})", *_wrapped(one.question, 2)]
        if one.choices:
            lines += [f"    {choice.id} : {choice.words}" for choice in one.choices]
        elif one.low is not None:
            lines.append(f"    de {one.low} à {one.high} {one.unit}".rstrip())
        else:
            lines.append("    true ou false")
        lines.append("")
    return typeset("\n".join(lines).rstrip()) + "\n"


def contacts_text(records: Sequence[ContactRecord], banner: str) -> str:
    """Each contact point with all that it can be reached by."""
    lines = [f"{len(records)} lieux d’accueil." if len(records) > 1 else "1 lieu d’accueil."]
    lines = [*(lines if records else ["Aucun lieu d’accueil."]), *_wrapped(banner), "", *_contacts(records)]
    return typeset("\n".join(lines).rstrip()) + "\n"


def _contacts(records: Iterable[ContactRecord]) -> Iterator[str]:
    for one in records:
        yield f"  {one.name}" + ("" if one.metres is None else f", à {_far(one.metres)}")
        where = ", ".join(filter(None, (one.address, f"{one.postcode} {one.city}".strip())))
        for told in (where, " ou ".join(one.phones), one.email, one.website, one.hours):
            if told:
                yield f"    {told}"
        if one.faults:
            yield from _wrapped(f"Attention : {one.faults}", 4)
        yield f"    vérifié le {day(one.verified_on)}"


def _far(metres: int) -> str:
    """A distance as one says it: « 350 m », « 2,4 km »; a house is known to some metres."""
    if metres < _KILOMETRE:
        return f"{round(metres, -1)} m"
    return f"{number(Decimal(metres // 100) / 10)} km"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    margin = " " * indent
    hanging = margin + "  " if text.startswith("- ") else margin
    return wrap(text, _WIDTH, initial_indent=margin, subsequent_indent=hanging, break_on_hyphens=False)
