"""Identities over claims: what a document says of its own figures, checked with their rounding intervals."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from droitcommun.core import french
from droitcommun.core.audit.findings import Amount, Found
from droitcommun.core.claims import Among, Claim, Difference, ShareOf, Term, Total, terms
from droitcommun.core.figures import Interval, Unit
from droitcommun.core.known import Known
from droitcommun.core.observations import Number, Role, Share, printed
from droitcommun.core.passages import Passage
from droitcommun.core.sheets import Sheet


def total_differs(known: Known) -> Iterator[Found]:
    """Les parties d’une liste n’additionnent pas à son total, arrondis compris."""
    for sheet, claim in _claims(known):
        if not isinstance(claim, Total):
            continue
        added = _sum(claim.parts)
        if added.meets(claim.total.figure.interval):
            continue
        total, unit = _exact(claim.parts), claim.total.figure.unit
        gap = claim.total.figure.exact - total
        parts = " + ".join(_written(term.figure) for term in claim.parts)
        yield Found(
            about=_about(sheet, claim.total),
            sheets=(sheet.id,),
            message=french.typeset(
                f"Total annoncé {_written(claim.total.figure)}, mais les parties additionnent à "
                f"{_quantity(total, unit)} : il en manque {_quantity(gap, unit)}."
                if gap > 0
                else f"Total annoncé {_written(claim.total.figure)}, mais les parties additionnent à "
                f"{_quantity(total, unit)} : {_quantity(-gap, unit)} de trop."
            ),
            expected=Amount(
                value=french.shown(total),
                unit=unit,
                text=french.typeset(f"{parts} = {_quantity(total, unit)}"),
            ),
            found=_amount(claim.total.figure),
            passages=_passages(terms(claim)),
            remedy="Retrouver la partie oubliée, ou corriger le total.",
        )


def part_exceeds_whole(known: Known) -> Iterator[Found]:
    """Des parties, ensemble, dépassent le tout dont elles sont tirées."""
    for sheet, claim in _claims(known):
        if not isinstance(claim, Among):
            continue
        added = _sum(claim.parts)
        if added.low <= claim.whole.figure.interval.high:
            continue
        total, unit = _exact(claim.parts), claim.whole.figure.unit
        yield Found(
            about=_about(sheet, claim.whole),
            sheets=(sheet.id,),
            message=french.typeset(
                f"Les parties ({_quantity(total, unit)}) dépassent leur tout ({_written(claim.whole.figure)})."
            ),
            expected=Amount(
                value=None, unit=unit, text=french.typeset(f"au plus {_written(claim.whole.figure)}")
            ),
            found=Amount(value=french.shown(total), unit=unit, text=_quantity(total, unit)),
            passages=_passages(terms(claim)),
            remedy="Vérifier à la source le tout et chacune de ses parties.",
        )


def share_differs(known: Known) -> Iterator[Found]:
    """Une part ne correspond pas aux nombres donnés avec elle, arrondis compris.

    « 194 sur 783, soit 24,7 % » : 194 ÷ 783 = 24,78 %, qui s’arrondit à 24,8 %.
    """
    told: set[tuple[str, Fraction, Fraction, Fraction]] = set()
    for sheet, claim in _claims(known):
        if isinstance(claim, ShareOf):
            told.add((sheet.id, claim.share.figure.exact, _exact(claim.part), _exact(claim.whole)))
            yield from _share(
                sheet,
                None,
                claim.share.figure,
                _exact(claim.part),
                _exact(claim.whole),
                _passages(terms(claim)),
            )
    for sheet, measure in known.dossier.measures():
        for role in (Role.BASELINE, Role.RESULT):
            for seen in known.observed(measure, role):
                figure = seen.figure
                if isinstance(figure, Share) and figure.numerator is not None and figure.denominator:
                    whole, part = Fraction(figure.denominator), Fraction(figure.numerator)
                    if (sheet.id, figure.exact, part, whole) in told:  # a cell that is a claim too
                        continue
                    yield from _share(sheet, measure.id, figure, part, whole, (seen.passage,))


def difference_differs(known: Known) -> Iterator[Found]:
    """Un écart ne correspond pas aux deux valeurs dont il est la différence, arrondis compris."""
    for sheet, claim in _claims(known):
        if not isinstance(claim, Difference):
            continue
        more, less = claim.more.figure.interval, claim.less.figure.interval
        between = Interval(more.low - less.high, more.high - less.low)
        if between.meets(claim.difference.figure.interval):
            continue
        exact = claim.more.figure.exact - claim.less.figure.exact
        unit = claim.difference.figure.unit
        arithmetic = (
            f"{_written(claim.more.figure)} − {_written(claim.less.figure)} = {_quantity(exact, unit)}"
        )
        yield Found(
            about=_about(sheet, claim.difference),
            sheets=(sheet.id,),
            message=french.typeset(f"Écart annoncé {_written(claim.difference.figure)}, mais {arithmetic}."),
            expected=Amount(value=french.shown(exact), unit=unit, text=french.typeset(arithmetic)),
            found=_amount(claim.difference.figure),
            passages=_passages(terms(claim)),
            remedy="Vérifier à la source les deux valeurs, puis recalculer l’écart.",
        )


def _share(
    sheet: Sheet,
    measure: str | None,
    share: Number,
    part: Fraction,
    whole: Fraction,
    passages: tuple[Passage, ...],
) -> Iterator[Found]:
    exact = part / whole * 100
    if share.interval.low <= exact <= share.interval.high:
        return
    arithmetic = f"{_plain(part)} ÷ {_plain(whole)} = {_quantity(exact, Unit.PERCENT)}"
    yield Found(
        about=measure or f"{sheet.id}-{_plain(part)}-{_plain(whole)}".replace("\u202f", ""),
        sheets=(sheet.id,),
        measures=(measure,) if measure else (),
        message=french.typeset(f"Part annoncée {_written(share)}, mais {arithmetic}."),
        expected=Amount(value=french.shown(exact), unit=Unit.PERCENT, text=french.typeset(arithmetic)),
        found=_amount(share),
        passages=passages,
        remedy="Vérifier à la source les deux nombres, puis recalculer la part.",
    )


def _claims(known: Known) -> Iterator[tuple[Sheet, Claim]]:
    """List the claims of the sheets that were up to date by that day."""
    for sheet in known.dossier.sheets:
        if sheet.updated_on.from_ <= known.as_of:
            for claim in sheet.claims:
                yield sheet, claim


def _about(sheet: Sheet, term: Term) -> str:
    digits = "".join(character for character in term.text if character.isdigit())
    return f"{sheet.id}-{digits}"


def _sum(parts: Iterable[Term]) -> Interval:
    intervals = [term.figure.interval for term in parts]
    return Interval(
        sum((one.low for one in intervals), Fraction(0)), sum((one.high for one in intervals), Fraction(0))
    )


def _exact(parts: Iterable[Term]) -> Fraction:
    return sum((term.figure.exact for term in parts), Fraction(0))


def _passages(found: Iterable[Term]) -> tuple[Passage, ...]:
    return tuple(dict.fromkeys(term.passage for term in found))


def _written(figure: Number) -> str:
    digits = printed(figure)
    return french.quantity(french.shown(figure.exact) if digits is None else digits, figure.unit)


def _amount(figure: Number) -> Amount:
    return Amount(value=printed(figure), unit=figure.unit, text=_written(figure))


def _quantity(value: Fraction, unit: Unit) -> str:
    return french.quantity(french.shown(value), unit)


def _plain(value: Fraction) -> str:
    return french.number(french.shown(value))
