"""A situation meets the catalogue of schemes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from droitcommun.core.problems import UnknownNameError, UserError
from droitcommun.orientation.catalogues import Case, SchemeCatalogue
from droitcommun.orientation.contacts import ContactPoint
from droitcommun.orientation.diagrams import MAY_BE_YES, Forest
from droitcommun.orientation.facts import Fact, FactKind
from droitcommun.orientation.flips import flips, next_change
from droitcommun.orientation.given import Misgiven, SituationRefusedError, situation_given
from droitcommun.orientation.judging import Answer, Answered, Compiled, Guide
from droitcommun.orientation.lint import oddities
from droitcommun.orientation.questions import next_question
from droitcommun.orientation.rule_text import parse_rule
from droitcommun.orientation.rules import Rule, facts_of
from droitcommun.orientation.schemes import ReadScheme
from droitcommun.orientation.situations import Situation
from droitcommun.orientation.words import values_told
from droitcommun.usecases.guidance_records import (
    AnsweredRecord,
    ChangeRecord,
    ChoiceRecord,
    ContactRecord,
    CriterionRecord,
    DatedRecord,
    FactRecord,
    OddityRecord,
    OrientRecord,
    QuestionRecord,
    ReasonRecord,
    SchemeRecord,
)

# Answers after which a person may want to go and ask.
OPEN = frozenset({Answer.FITS, Answer.TO_BE_ASSESSED, Answer.TO_COMPLETE})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot be together as they are told, and why (French)."""

    facts: tuple[str, ...]
    sentence: str


class SituationError(UserError):
    """A situation that cannot be taken; what is wrong is said by fact, never by value."""

    exit_code = 27

    def __init__(self, message: str, contradictions: tuple[Contradiction, ...] = ()) -> None:
        super().__init__(message)
        self.contradictions = contradictions


@dataclass(frozen=True)
class Desk:
    """A catalogue ready to answer: compiled once, asked many times, by several threads at once."""

    catalogue: SchemeCatalogue

    @cached_property
    def guide(self) -> Guide:
        """The catalogue, compiled."""
        return Guide(self.catalogue.facts, self.catalogue.schemes)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by id."""
        return {fact.id: fact for fact in self.catalogue.facts}

    @cached_property
    def _impossible(self) -> tuple[Forest, tuple[tuple[str, int, Rule], ...]]:
        rules = [
            (one.sentence, parse_rule(one.rule, self.facts, frozenset())) for one in self.catalogue.impossible
        ]
        forest = Forest(self.catalogue.facts, [rule for _, rule in rules])
        return forest, tuple((sentence, forest.root(rule), rule) for sentence, rule in rules)

    def day(self, on: date | None, today: date | None = None) -> date:
        """Return the day that is asked about: by default that of an archive, `today` for a living catalogue."""
        about = self.catalogue.about
        return on or (about.on if about.archive or today is None else today)

    def situation(self, plain: object, on: date | None, *, today: date | None = None) -> Situation:
        """Read a situation on a day: that of the archive by default, `today` for a living catalogue.

        Raises SituationError with all that is wrong, contradictions included.
        """
        day = self.day(on, today)
        try:
            situation = situation_given(plain, self.facts, day)
        except SituationRefusedError as refused:
            raise SituationError(_told(refused.faults, self.facts)) from None
        if found := self._contradictions(situation):
            told = [f"{', '.join(one.facts)} : {one.sentence}" for one in found]
            raise SituationError("\n".join(["Des faits se contredisent.", *told]), found)
        return situation

    def _contradictions(self, situation: Situation) -> tuple[Contradiction, ...]:
        """List what cannot be together and is, whatever is still unknown."""
        forest, rules = self._impossible
        known = [forest.cells(rank, situation.ranges(fact)) for rank, fact in enumerate(forest.facts)]
        return tuple(
            Contradiction(facts_of(rule), sentence)
            for sentence, root, rule in rules
            if forest.ends_together((root,), known) == MAY_BE_YES
        )


def orient(desk: Desk, situation: Situation, *, asked: frozenset[str] = frozenset()) -> OrientRecord:
    """Answer for every scheme, say what to ask next and where to go.

    `asked` are facts that were asked and are not to be asked again: somebody answered that she does not know.
    """
    guide = desk.guide
    known = guide.known(situation)
    answered = guide.judge(situation)
    schemes = tuple(
        _answered(desk, situation, known, one, compiled)
        for one, compiled in zip(answered, guide.compiled, strict=True)
    )
    open_ = {contact for one in schemes if one.answer in OPEN for contact in one.contacts}
    question = next_question(guide, replace(situation, declined=situation.declined | asked))
    return OrientRecord(
        on=situation.on,
        catalogue=desk.catalogue.about.id,
        banner=desk.catalogue.about.banner,
        schemes=schemes,
        next_question=None if question is None else question_record(question),
        contacts=tuple(contact_record(desk, one) for one in desk.catalogue.contacts if one.id in open_),
    )


def _answered(
    desk: Desk, situation: Situation, known: list[int], one: Answered, compiled: Compiled
) -> AnsweredRecord:
    found = flips(desk.guide, compiled, known) if one.answer is Answer.DOES_NOT_FIT else ()
    dated = next_change(desk.guide, compiled, situation)
    to_assess = one.answer in {Answer.TO_BE_ASSESSED, Answer.TO_COMPLETE}
    return AnsweredRecord(
        id=one.scheme.id,
        name=one.scheme.name,
        kind=one.scheme.kind,
        answer=one.answer,
        reasons=tuple(
            ReasonRecord(
                criterion=reason.criterion.id,
                answer=reason.met,
                sentence=reason.criterion.sentence,
                lines=reason.criterion.lines,
            )
            for reason in one.reasons
        ),
        missing=one.missing,
        declined=one.declined,
        assessed_by=tuple(entry.by for entry in one.scheme.assessments) if to_assess else (),
        flips=tuple(
            tuple(
                ChangeRecord(fact=change.fact.id, values=values_told(change.fact, change.ranges))
                for change in flip.changes
            )
            for flip in found
        ),
        changes_on=None if dated is None else DatedRecord(on=dated.on, answer=dated.answer),
        emergency=one.scheme.emergency,
        contacts=one.scheme.contacts,
        commitments=one.scheme.commitments,
    )


def question_record(fact: Fact) -> QuestionRecord:
    """Say how a fact is asked."""
    numeric = fact.kind is FactKind.NUMBER
    return QuestionRecord(
        fact=fact.id,
        sentence=fact.question,
        kind=fact.kind,
        choices=_choices(fact),
        low=fact.low if numeric else None,
        high=fact.high if numeric else None,
        unit=fact.unit,
        help=fact.help,
    )


def contact_record(desk: Desk, one: ContactPoint, *, metres: int | None = None) -> ContactRecord:
    """Say where a contact point is and when it was last verified."""
    about = desk.catalogue.about
    return ContactRecord(
        id=one.id,
        name=one.name,
        address=one.address,
        postcode=one.postcode,
        city=one.city,
        district=one.district,
        phones=one.phones,
        email=one.email,
        website=one.website,
        hours=one.hours,
        serves=one.serves,
        metres=metres,
        faults=one.faults,
        verified_on=one.verified_on or about.verified_on,
        review_by=one.review_by or about.review_by,
        lines=one.lines,
    )


def check(desk: Desk, today: date) -> tuple[OddityRecord, ...]:
    """List what is odd in a catalogue, then the examples that it does not answer as they say."""
    catalogue = desk.catalogue
    day = desk.day(None, today)
    found = [
        OddityRecord(code=one.code, scheme=one.scheme, criterion=one.criterion, sentence=one.sentence)
        for one in oddities(catalogue, day)
    ]
    for one in catalogue.schemes:
        for case in catalogue.cases[one.scheme.id]:
            if told := _case_fault(desk, one.scheme.id, case, day):
                sentence = f"L’exemple « {case.name} » : {told}"
                found.append(OddityRecord(code="case", scheme=one.scheme.id, criterion="", sentence=sentence))
    return tuple(found)


def _case_fault(desk: Desk, scheme: str, case: Case, day: date) -> str:
    """Say how an example is answered otherwise than it says; empty when it is not."""
    try:
        situation = desk.situation(dict(case.situation), day)
    except SituationError as refused:
        return f"sa situation ne peut pas être prise ({' '.join(str(refused).split())})"
    answered = next((one for one in desk.guide.judge(situation) if one.scheme.id == scheme), None)
    if answered is None:
        return "une mesure institutionnelle n’est proposée à personne"
    if answered.answer is not case.answer:
        return f"la réponse est {answered.answer}, pas {case.answer}"
    if case.missing is not None and sorted(answered.missing) != sorted(case.missing):
        return f"il manque {', '.join(answered.missing) or 'rien'}, pas {', '.join(case.missing) or 'rien'}"
    return ""


def contacts(
    desk: Desk, *, scheme: str | None = None, district: int | None = None
) -> tuple[ContactRecord, ...]:
    """List the contact points, of one scheme or of one arrondissement when asked; raises UnknownNameError."""
    listed = desk.catalogue.contacts
    if scheme is not None:
        named = next((one.scheme for one in desk.catalogue.schemes if one.scheme.id == scheme), None)
        if named is None:
            raise UnknownNameError("Dispositif inconnu ; « droitcommun schemes » les liste")
        listed = tuple(one for one in listed if one.id in named.contacts)
    return tuple(contact_record(desk, one) for one in listed if district is None or one.district == district)


def schemes(catalogue: SchemeCatalogue) -> tuple[SchemeRecord, ...]:
    """List the schemes, in the order of the document."""
    return tuple(_scheme_record(one) for one in catalogue.schemes)


def _scheme_record(read: ReadScheme) -> SchemeRecord:
    one = read.scheme
    return SchemeRecord(
        id=one.id,
        name=one.name,
        acronym=one.acronym,
        kind=one.kind,
        theme=one.theme,
        askers=one.askers,
        purpose=one.purpose,
        benefits=tuple(benefit.words for benefit in one.benefits),
        how_to_ask=one.how_to_ask,
        criteria=tuple(
            CriterionRecord(
                id=criterion.id,
                role=criterion.role,
                sentence=criterion.sentence,
                rule=criterion.rule,
                reading=criterion.reading,
                lines=criterion.lines,
            )
            for criterion in one.criteria
        ),
        in_force=(one.validity.from_, one.validity.until),
        successor=one.successor,
        contacts=one.contacts,
        commitments=one.commitments,
        lines=one.lines,
    )


def facts(catalogue: SchemeCatalogue) -> tuple[FactRecord, ...]:
    """List the facts that schemes ask, in the order in which they are asked when nothing else tells."""
    used: dict[str, list[str]] = {}
    for one in catalogue.schemes:
        for name in dict.fromkeys(name for condition in one.conditions for name in facts_of(condition.rule)):
            used.setdefault(name, []).append(one.scheme.id)
    return tuple(_fact_record(fact, used.get(fact.id, [])) for fact in catalogue.facts)


def _fact_record(fact: Fact, used_by: Iterable[str]) -> FactRecord:
    numeric = fact.kind is FactKind.NUMBER
    return FactRecord(
        id=fact.id,
        kind=fact.kind,
        question=fact.question,
        label=fact.label,
        choices=_choices(fact),
        low=fact.low if numeric else None,
        high=fact.high if numeric else None,
        unit=fact.unit,
        changes=fact.changes,
        cost=fact.cost,
        used_by=tuple(used_by),
    )


def _choices(fact: Fact) -> tuple[ChoiceRecord, ...]:
    return tuple(ChoiceRecord(id=one.id, words=one.words) for one in fact.choices)


def _told(faults: Iterable[Misgiven], known: Mapping[str, Fact]) -> str:
    """Say what is wrong by fact. A name that is none of ours is not repeated: it may say something of the person."""
    lines = [
        f"{f'fait « {fault.fact} »' if fault.fact in known else 'un champ'} : {fault.expected}"
        for fault in faults
    ]
    return "\n".join(["La situation ne peut pas être prise telle quelle.", *lines])
