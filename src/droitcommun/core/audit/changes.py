"""What prose says of a change, against itself and against the cells of its sheet."""

from collections.abc import Iterator
from fractions import Fraction

from droitcommun.core import french
from droitcommun.core.audit.findings import Found, quoted, said
from droitcommun.core.audit.forms import stems
from droitcommun.core.claims import Change, Term, terms
from droitcommun.core.figures import Interval, Unit
from droitcommun.core.known import Known
from droitcommun.core.observations import Number, Observation, Role, printed
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Measure, Sheet


def change_differs(known: Known) -> Iterator[Found]:
    """La hausse ou la baisse annoncée n’est pas celle que donnent les deux valeurs, arrondis compris.

    « De 200 à 260, soit une hausse de 25 % » : 260 ÷ 200 fait 30 % de plus. Entre deux parts, la variation se lit en
    points ou en pour cent : l’une ou l’autre suffit.
    """
    for sheet, claim in changes(known):
        if claim.stated is None:
            continue
        ways = _worked_out(claim)
        if not ways or any(_agrees(claim, claim.stated.figure, interval) for interval, _ in ways):
            continue
        told = f"{_move(claim)} de {_written(claim.stated.figure)}"
        right = french.listed(dict.fromkeys(words for _, words in ways))
        figures = f"de {_written(claim.before.figure)} à {_written(claim.after.figure)}"
        yield Found(
            about=f"{sheet.id}-{_digits(claim.before)}-{_digits(claim.after)}-{_digits(claim.stated)}",
            sheets=(sheet.id,),
            message=french.typeset(f"Variation annoncée : {told} ; {figures}, elle est de {right}."),
            expected=said(right),
            found=said(told),
            passages=_passages(claim),
            remedy="Vérifier à la source les deux valeurs, puis recalculer la variation et dire si elle est en points.",
        )


def change_against_cells(known: Known) -> Iterator[Found]:
    """Le texte dit d’où à où l’indicateur est passé : l’une des deux valeurs est celle de la fiche, l’autre non.

    Ne vaut que si les mots du texte sont ceux de l’indicateur ou de l’objectif, dans la même unité et pour les mêmes
    années.
    """
    for sheet, claim in changes(known):
        for measure in sheet.measures:
            other = _other_figure(known, sheet, measure, claim)
            if other is None:
                continue
            term, seen = other
            yield Found(
                about=f"{measure.id}-{_digits(claim.before)}-{_digits(claim.after)}",
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(
                    f"Le texte dit de {_written(claim.before.figure)} à {_written(claim.after.figure)}, la fiche donne "
                    f"{quoted(seen)} pour la même valeur."
                ),
                expected=said(f"{quoted(seen)} (case)"),
                found=said(f"« {term.text} » (texte)"),
                passages=tuple(dict.fromkeys((term.passage, seen.passage))),
                remedy="Dire lequel des deux chiffres est le bon, et corriger l’autre.",
            )
            break


def changes(known: Known) -> Iterator[tuple[Sheet, Change]]:
    """List the changes told by the sheets that were up to date by that day."""
    for sheet in known.dossier.sheets:
        if sheet.updated_on.from_ <= known.as_of:
            for claim in sheet.claims:
                if isinstance(claim, Change):
                    yield sheet, claim


def _worked_out(claim: Change) -> list[tuple[Interval, str]]:
    """The changes that two figures come to, in the unit of the stated one; none when nothing can be set against it."""
    stated = claim.stated
    before, after = claim.before.figure, claim.after.figure
    if stated is None or before.unit is not after.unit:
        return []
    gap = Interval(after.interval.low - before.interval.high, after.interval.high - before.interval.low)
    exact = after.exact - before.exact
    shares = before.unit is Unit.PERCENT
    found: list[tuple[Interval, str]] = []
    if stated.figure.unit is before.unit or (shares and stated.figure.unit is Unit.POINTS):
        found.append((gap, _signed(exact, Unit.POINTS if shares else before.unit)))
    if stated.figure.unit is Unit.PERCENT and before.interval.low > 0:
        low = after.interval.low / before.interval.high - 1
        high = after.interval.high / before.interval.low - 1
        found.append(
            (Interval(low * 100, high * 100), _signed((after.exact / before.exact - 1) * 100, Unit.PERCENT))
        )
    return found


def _agrees(claim: Change, stated: Number, worked_out: Interval) -> bool:
    """Say whether a stated change is one that the figures come to, in the direction that the words say."""
    up, down = stated.interval, Interval(-stated.interval.high, -stated.interval.low)
    ways = {True: (up,), False: (down,), None: (up, down)}[claim.rises]
    return any(way.meets(worked_out) for way in ways)


def _other_figure(
    known: Known, sheet: Sheet, measure: Measure, claim: Change
) -> tuple[Term, Observation] | None:
    """The end of a change that a sheet contradicts while it has the other; None when nothing is sure."""
    words = stems(f"{claim.subject} {claim.before.text} {claim.after.text}")
    if not words & stems(f"{measure.name} {measure.target.text} {sheet.objective}"):
        return None
    unit = claim.before.figure.unit
    starts = _figures(known, measure, Role.BASELINE, unit)
    results = _figures(known, measure, Role.RESULT, unit)
    before = _of_period((*starts, *results), claim.since) if claim.since else starts[-1:]
    after = _of_period((*starts, *results), claim.until) if claim.until else results[-1:]
    if not before or not after or before[-1] is after[-1]:
        return None
    first, last = _same(claim.before, before), _same(claim.after, after)
    if first == last:
        return None
    return (claim.after, after[-1]) if first else (claim.before, before[-1])


def _figures(known: Known, measure: Measure, role: Role, unit: Unit) -> tuple[Observation, ...]:
    return tuple(
        seen
        for seen in known.observed(measure, role)
        if isinstance(seen.figure, Number) and seen.figure.unit is unit and not seen.label
    )


def _of_period(seen: tuple[Observation, ...], period: Period) -> tuple[Observation, ...]:
    return tuple(one for one in seen if one.period == period)


def _same(term: Term, seen: tuple[Observation, ...]) -> bool:
    return any(
        isinstance(one.figure, Number) and term.figure.interval.meets(one.figure.interval) for one in seen
    )


def _move(claim: Change) -> str:
    return {True: "hausse", False: "baisse", None: "variation"}[claim.rises]


def _signed(value: Fraction, unit: Unit) -> str:
    """Write « +30 % », « −1,2 point »."""
    sign = "−" if value < 0 else "+"
    return f"{sign}{french.quantity(french.shown(abs(value)), unit)}"


def _written(figure: Number) -> str:
    digits = printed(figure)
    return french.quantity(french.shown(figure.exact) if digits is None else digits, figure.unit)


def _digits(term: Term) -> str:
    return "".join(filter(str.isdigit, _written(term.figure)))


def _passages(claim: Change) -> tuple[Passage, ...]:
    return tuple(dict.fromkeys(term.passage for term in terms(claim)))
