"""What orientation shows for what was told: the next question or all of them, and the schemes by answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from droitcommun.orientation.facts import Fact, FactKind
from droitcommun.orientation.judging import ASKER, Answer, Met
from droitcommun.orientation.schemes import Scheme
from droitcommun.usecases.guidance import SituationError, orient
from droitcommun.usecases.guidance_records import AnsweredRecord, ContactRecord, OrientRecord, ReasonRecord
from droitcommun.usecases.guidance_words import ANSWER, BECOMES
from droitcommun.web.contracts import queries
from droitcommun.web.guidance.desks import PRIVATE, Opened, opened, shown
from droitcommun.web.guidance.told import NO, Go, Told, answers

# Schemes in full on the printed page, and places of each: more would be a second page.
MOST_PRINTED = 12


class Face(StrEnum):
    """Which page is shown."""

    QUESTION = "question"
    EVERY = "every"
    DONE = "done"
    PRINT = "print"


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """A fact as it is asked, with the answer that was given, or the number that cannot be taken."""

    fact: Fact
    answers: tuple[tuple[str, str], ...]
    given: str
    typed: str
    wrong: str

    @property
    def numeric(self) -> bool:
        """Say whether the answer is typed."""
        return self.fact.kind is FactKind.NUMBER

    @property
    def number(self) -> str:
        """What stands in the field of a number."""
        return self.typed or (self.given if self.given.isdecimal() else "")


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """A scheme with its answer, in words. `asking` is what does not depend on the person: how to ask, whom to call."""

    scheme: Scheme
    record: AnsweredRecord
    reasons: tuple[ReasonRecord, ...]
    missing: tuple[tuple[str, bool], ...]  # the fact in words, and whether the person prefers not to tell
    deciders: tuple[str, ...]
    flips: tuple[str, ...]
    becomes: str
    contacts: tuple[ContactRecord, ...]
    asking: SafeString


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """A page of orientation. `before` and `after` are the answers that travel on, around those of the questions."""

    face: Face
    before: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    private: tuple[Question, ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    at: str = ""
    first: bool = False
    number: int = 1
    problems: tuple[str, ...] = ()
    sections: tuple[tuple[Answer, str, tuple[Card, ...]], ...] = ()
    on: date | None = None
    district: int | None = None
    alarming: bool = False
    printed: tuple[Card, ...] = ()
    named: tuple[Card, ...] = ()

    @property
    def open(self) -> int:
        """How many schemes wait for an answer."""
        return sum(len(cards) for answer, _, cards in self.sections if answer is Answer.TO_COMPLETE)


def answered(told: Told, today: date) -> Page:
    """Answer what was told: nothing of it is kept but in the page."""
    here = opened()
    try:
        situation = here.desk.situation(told.plain(here.desk.facts), None, today=today)
    except SituationError as refused:
        labels = {name: fact.label for name, fact in here.desk.facts.items()}
        problems = tuple(
            f"{' et '.join(labels[name] for name in one.facts)} : {one.sentence}"
            for one in refused.contradictions
        )
        if not problems:
            raise
        return _every(here, told, None, problems)
    record = orient(here.desk, situation, asked=told.unknown)
    if told.wrong and told.go is not Go.BACK:
        problems = tuple(
            f"{here.desk.facts[name].label} : {expected}" for name, expected in told.wrong.items()
        )
        if told.go is Go.NEXT and told.at in told.wrong:
            return _question(here, told, record, told.at, problems)
        return _every(here, told, record, problems)
    return _gone(here, told, record)


def _gone(here: Opened, told: Told, record: OrientRecord) -> Page:
    """Go where the button leads."""
    match told.go:
        case Go.PRINT:
            return _printed(here, told, record)
        case Go.EVERY | Go.SEE:
            return _every(here, told, record)
        case Go.BACK:
            return _question(here, told, record, told.before(told.at) or told.at or ASKER)
        case Go.ONE:
            return _next(here, told, record, None)
        case Go.NEXT if told.at and told.at not in told.given:
            problems = ("Choisissez une réponse ; « Je ne sais pas » en est une.",)
            return _question(here, told, record, told.at, problems)
        case Go.NEXT:
            return _next(here, told, record, told.after(told.at) if told.at else None)


def _printed(here: Opened, told: Told, record: OrientRecord) -> Page:
    """Keep what one takes away: the schemes that somebody may go and ask for, nothing of what was told.

    No reason is printed: some of them say where a person lives, or what she went through.
    """
    page = _with_answers(here, told, record, Page(Face.PRINT, before=tuple(told.given.items()), at=told.at))
    cards = {answer: cards for answer, _, cards in page.sections}
    ready = (*cards.get(Answer.FITS, ()), *cards.get(Answer.TO_BE_ASSESSED, ()))
    names = (*ready[MOST_PRINTED:], *cards.get(Answer.TO_COMPLETE, ()))
    return replace(page, printed=ready[:MOST_PRINTED], named=names)


def _next(here: Opened, told: Told, record: OrientRecord, following: str | None) -> Page:
    """Ask the question that follows, which may have been answered before one went back, or the next over all."""
    if following is not None:
        return _question(here, told, record, following)
    if record.next_question is not None:
        return _question(here, told, record, record.next_question.fact)
    page = Page(Face.DONE, before=tuple(told.given.items()))
    return _with_answers(here, told, record, page)


def _question(
    here: Opened, told: Told, record: OrientRecord, name: str, problems: tuple[str, ...] = ()
) -> Page:
    """Ask one fact; the other answers stand around it in the order in which they were given."""
    given = [(one, told.given[one]) for one in told.order if one in told.given]
    rank = told.order.index(name) if name in told.order else len(told.order)
    before = tuple(pair for pair in given if told.order.index(pair[0]) < rank)
    after = tuple(pair for pair in given if told.order.index(pair[0]) > rank)
    page = Page(
        Face.QUESTION,
        before=before,
        questions=(_asked(here, told, name),),
        after=after,
        at=name,
        first=not before,
        number=len(before) + 1,
        problems=problems,
    )
    return _with_answers(here, told, record, page)


def _every(here: Opened, told: Told, record: OrientRecord | None, problems: tuple[str, ...] = ()) -> Page:
    """Ask all that was told and all that could still change an answer, in the order of the catalogue."""
    wanted = {*told.given, *told.wrong}
    if record is not None:
        wanted |= {name for one in record.schemes for name in one.missing}
    asked = [_asked(here, told, name) for name in here.desk.facts if name in wanted]
    page = Page(
        Face.EVERY,
        questions=tuple(one for one in asked if one.fact.cost < PRIVATE),
        private=tuple(one for one in asked if one.fact.cost >= PRIVATE),
        problems=problems,
    )
    return _with_answers(here, told, record, page)


def _asked(here: Opened, told: Told, name: str) -> Question:
    fact = here.desk.facts[name]
    return Question(
        fact, answers(fact), told.given.get(name, ""), told.typed.get(name, ""), told.wrong.get(name, "")
    )


def _with_answers(here: Opened, told: Told, record: OrientRecord | None, page: Page) -> Page:
    asked = {one.fact.id for one in (*page.questions, *page.private)}
    touched = asked | {name for name, value in told.given.items() if value != NO}
    sections: list[tuple[Answer, str, tuple[Card, ...]]] = []
    if record is not None and told.given:
        cards = _cards(here, record, told.district)
        for answer, words in ANSWER.items():
            if listed := tuple(card for card in cards if card.record.answer is answer):
                sections.append((answer, words, listed))
    return replace(
        page,
        sections=tuple(sections),
        on=record.on if record is not None else None,
        district=told.district,
        alarming=bool(touched & here.alarming),
    )


def _cards(here: Opened, record: OrientRecord, district: int | None) -> tuple[Card, ...]:
    facts = here.desk.facts
    return tuple(_card(here, facts, one, district) for one in record.schemes)


def _card(here: Opened, facts: Mapping[str, Fact], one: AnsweredRecord, district: int | None) -> Card:
    contacts = nearest(here, one.contacts, district)
    return Card(
        scheme=here.schemes[one.id],
        record=one,
        reasons=tuple(
            reason for reason in one.reasons if reason.criterion != ASKER or reason.answer is not Met.MET
        ),
        missing=tuple((facts[name].label, name in one.declined) for name in one.missing),
        deciders=tuple(dict.fromkeys(one.assessed_by)),
        flips=tuple(
            ", et ".join(f"{facts[change.fact].label} : {change.values}" for change in flip)
            for flip in one.flips
        ),
        becomes="" if one.changes_on is None else BECOMES[one.changes_on.answer],
        contacts=contacts,
        asking=_asking(here.schemes[one.id], contacts, district)
        if one.answer is not Answer.DOES_NOT_FIT
        else mark_safe(""),
    )


def nearest(here: Opened, names: Iterable[str], district: int | None) -> tuple[ContactRecord, ...]:
    """List contact points, those of an arrondissement first."""
    points = [here.contacts[name] for name in names]
    return tuple(sorted(points, key=lambda one: district is None or one.district != district))


def _asking(scheme: Scheme, contacts: tuple[ContactRecord, ...], district: int | None) -> SafeString:
    """Write how to ask, whom to call and what was promised: the same for everybody, so once a revision."""
    written = queries.current().written
    key = f"scheme/{scheme.id}/{district or ''}"
    if key not in written:
        (one,) = shown([scheme])
        written[key] = render_to_string(
            "guidance/asking.html", {"one": one, "contacts": contacts, "ahead": _ahead(contacts, district)}
        )
    return mark_safe(written[key])  # noqa: S308 - our own template wrote it


def _ahead(contacts: tuple[ContactRecord, ...], district: int | None) -> tuple[ContactRecord, ...]:
    """Return the one to call first, if any: the only one, one of the arrondissement, or one for the whole city."""
    if len(contacts) == 1:
        return contacts
    return tuple(
        one
        for one in contacts
        if (district is not None and one.district == district) or one.serves == one.city != ""
    )[:1]
