"""A result against its own sheet: does it answer, for the same things, in the same places, at a likely size."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from droitcommun.core import french
from droitcommun.core.audit.findings import Amount, Found, quoted, said
from droitcommun.core.audit.forms import stems
from droitcommun.core.figures import Unit, rounded
from droitcommun.core.goals import Goal, resolve
from droitcommun.core.known import Baseline, Known
from droitcommun.core.observations import Absent, Count, Number, Observation, Part, Role, Scale, Share, State
from droitcommun.core.passages import Passage
from droitcommun.core.readings import readings
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.status import Judged, Status, standing
from droitcommun.core.targets import Comparator, Cover, Target

# From one year to the next, a figure seldom becomes five times larger or smaller.
_LARGE_CHANGE = 5
# A result twice its goal deserves a second look, at the figure or at the goal.
_LARGE_ATTAINMENT = 2
# Under twenty, one person more or less moves a share by more than five points.
SMALL_DENOMINATOR = 20

_EXPLAIN = "expliquer l’écart dans une dérogation"

_UNITS = {
    Unit.PERCENT: "une part",
    Unit.POINTS: "un écart en points",
    Unit.COUNT: "un nombre",
    Unit.EUROS: "un montant",
}


def unit_against_indicator(known: Known) -> Iterator[Found]:
    """L’indicateur annonce une chose (un nombre, une part), le résultat en donne une autre.

    Sans résultat chiffré, c’est l’objectif qui est regardé : aucun résultat ne pourrait répondre aux deux.
    """
    for sheet, measure in known.dossier.measures():
        latest = _latest(known, measure)
        if known.observed(measure, Role.RESULT) and not any(
            isinstance(seen.figure, Number) for seen in latest
        ):
            yield from _aimed_otherwise(sheet, measure)
        for seen in latest:
            if (
                measure.unit is None
                or not isinstance(seen.figure, Number)
                or seen.figure.unit is measure.unit
            ):
                continue
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(
                    f"L’indicateur est {_UNITS[measure.unit]}, "
                    f"le résultat {_UNITS[seen.figure.unit]} (« {seen.text} »)."
                ),
                expected=said(_UNITS[measure.unit]),
                found=said(seen.text),
                passages=(measure.passage, seen.passage),
                remedy="Donner le résultat dans l’unité de l’indicateur, ou récrire l’indicateur.",
            )
            break


def counts_something_else(known: Known) -> Iterator[Found]:
    """L’indicateur compte une chose (des habitants), le résultat une autre (des courriers), dans la même unité.

    Ne vaut que si la fiche nomme ce que compte son résultat, et que ces mots n’ont rien en commun avec l’indicateur
    ni avec l’objectif ; ou s’ils ne nomment que le tout dont l’indicateur suit une part. Sans résultat chiffré, c’est
    la situation de départ qui est regardée.
    """
    for sheet, measure in known.dossier.measures():
        latest = _latest(known, measure)
        starts = known.observed(measure, Role.BASELINE)
        told = latest or tuple(seen for seen in starts if isinstance(seen.figure, Number))
        subject = stems(f"{measure.name} {measure.target.text}")
        named = [
            seen
            for seen in told
            if seen.label and (not stems(seen.label) & subject or _is_the_whole(measure, seen))
        ]
        if not named or len(named) < len(told) or not measure.indicator:
            continue
        labels = french.listed(dict.fromkeys(seen.label for seen in named))
        what = "le résultat" if latest else "le départ"
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(
                f"L’indicateur est « {measure.name} », {what} {quoted(named[-1])} compte autre chose : {labels}."
            ),
            expected=said(measure.name),
            found=said(labels),
            passages=tuple(dict.fromkeys((measure.passage, *(seen.passage for seen in named)))),
            remedy="Donner ce que l’indicateur compte, ou récrire l’indicateur.",
        )


def result_does_not_answer(known: Known) -> Iterator[Found]:
    """Le résultat ne répond pas à l’objectif : il compte autre chose, et ne s’y compare pas."""
    for sheet, measure in known.dossier.measures():
        stands = standing(known, measure)
        answers = [
            one
            for one in stands.judged
            if one.status is not Status.NOT_MEASURABLE or (one.elsewhere and _in_its_unit(one))
        ]
        if stands.status is Status.NO_DATA and stands.latest:
            answers = []
        elif not stands.judged or answers:
            continue
        seen = stands.latest[-1]
        asked = _asked(known, measure, seen)
        told = quoted(seen)
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(f"L’objectif est « {asked.text} », le résultat {told} n’y répond pas."),
            expected=said(asked.text),
            found=said(told),
            passages=(asked.passage, seen.passage),
            remedy=(
                "Donner un résultat qui se compare à l’objectif ; à défaut, le dire absent, et en point "
                "d’alerte qui doit le fournir, et pour quel jour."
            ),
        )


def perimeter_wider(known: Known) -> Iterator[Found]:
    """Le résultat couvre un territoire plus large que celui de l’objectif.

    Un résultat sur tout le territoire ne dit pas ce qui est fait dans les quartiers prioritaires.
    """
    for sheet, measure in known.dossier.measures():
        wide = [seen for seen in _latest(known, measure) if known.is_wider(seen.perimeter, measure.perimeter)]
        if not wide:
            continue
        promised = known.perimeters[measure.perimeter].name
        covered = known.perimeters[wide[0].perimeter].name
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(
                f"L’objectif porte sur « {promised} », le résultat (« {wide[0].text} ») sur « {covered} »."
            ),
            expected=said(promised),
            found=said(covered),
            passages=tuple(dict.fromkeys((measure.passage, *(seen.passage for seen in wide)))),
            remedy=(
                "Donner le résultat à l’échelle promise ; à défaut, le dire non disponible à cette échelle, et "
                "en point d’alerte qui doit le fournir, et pour quel jour."
            ),
        )


def perimeter_changed(known: Known) -> Iterator[Found]:
    """La situation de départ et le résultat ne couvrent pas le même territoire : on ne peut pas les comparer."""
    for sheet, measure in known.dossier.measures():
        starts = [
            start
            for start in _starts(known, measure)
            if start.perimeter is not None and known.is_said(start.perimeter)
        ]
        for seen in _latest(known, measure):
            if not known.is_said(seen.perimeter):
                continue
            other = [start for start in starts if start.perimeter != seen.perimeter]
            if not other or not isinstance(seen.figure, Number):
                continue
            if {start.perimeter for start in starts} & {one.perimeter for one in _latest(known, measure)}:
                break  # another figure of that period does compare
            start = other[0]
            before = known.perimeters[start.perimeter or ""].name
            after = known.perimeters[seen.perimeter].name
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(
                    f"Départ « {start.text} » sur « {before} », résultat « {seen.text} » sur « {after} »."
                ),
                expected=said(before),
                found=said(after),
                passages=(start.passage, seen.passage),
                remedy="Donner les deux chiffres sur le même territoire.",
            )
            break


def baseline_not_comparable(known: Known) -> Iterator[Found]:
    """La situation de départ et le résultat ne comptent pas la même chose : rien ne dit ce qui a bougé.

    L’unité diffère (un nombre, une part), ou bien ce qui est compté (des antennes, puis des relais créés).
    """
    for sheet, measure in known.dossier.measures():
        starts = [start for start in known.baselines(measure) if isinstance(start.figure, Number)]
        for seen in _latest(known, measure):
            figure = seen.figure
            if not starts or not isinstance(figure, Number):
                continue
            if any(_counts_the_same(start, one) for start in starts for one in _latest(known, measure)):
                break
            same_unit = isinstance(starts[0].figure, Number) and starts[0].figure.unit is figure.unit
            why = "ils ne comptent pas la même chose" if same_unit else "deux unités différentes"
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(f"Départ « {starts[0].text} », résultat « {seen.text} » : {why}."),
                expected=said("un départ et un résultat qui comptent la même chose, dans la même unité"),
                found=said(f"{starts[0].text} ; {seen.text}"),
                passages=tuple(dict.fromkeys((starts[0].passage, seen.passage))),
                remedy="Donner les deux chiffres pour la même chose et dans la même unité, avec leurs totaux.",
            )
            break


def order_of_magnitude(known: Known) -> Iterator[Found]:
    """Un chiffre est hors de proportion avec le départ ou avec l’objectif.

    Au moins cinq fois plus grand ou plus petit que le départ, ou au moins le double de l’objectif : soit le
    chiffre est à vérifier, soit l’objectif était trop bas pour dire quelque chose. De même, d’une année à l’autre,
    pour les chiffres qui accompagnent le résultat et que la fiche nomme pareil.
    """
    yield from _leaps(known)
    for sheet, measure in known.dossier.measures():
        for seen in _latest(known, measure):
            if not isinstance(seen.figure, Number):
                continue
            found = _out_of_proportion(known, measure, seen, seen.figure)
            if found is not None:
                beside, text, times, otherwise = found
                yield Found(
                    sheets=(sheet.id,),
                    measures=(measure.id,),
                    message=french.typeset(f"Résultat « {seen.text} » : {times} {text}."),
                    expected=said(text),
                    found=Amount(value=None, unit=seen.figure.unit, text=seen.text),
                    passages=(seen.passage, beside),
                    remedy=f"Vérifier le chiffre à la source ; s’il est exact, {otherwise}.",
                )
                break


def baseline_equals_result(known: Known) -> Iterator[Found]:
    """Le résultat est exactement la situation de départ.

    Rien n’a bougé, ou bien le chiffre de l’année précédente a été reporté. De même quand l’engagement dit déjà fait
    ce que la fiche présente comme un résultat.
    """
    for sheet, measure in known.dossier.measures():
        yield from _done_before(known, sheet.id, measure)
        for seen in _latest(known, measure):
            # A promise may give a figure of the result's own period: that it is the same is no wonder.
            same = [
                start
                for start in _starts(known, measure)
                if start.figure == seen.figure and (start.period is None or start.period != seen.period)
            ]
            if not same or not isinstance(seen.figure, Number):
                continue
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(
                    f"Le résultat (« {seen.text} ») est exactement la situation de départ."
                ),
                expected=said("un chiffre mesuré de nouveau"),
                found=said(seen.text),
                passages=tuple(dict.fromkeys((same[0].passage, seen.passage))),
                remedy="Mesurer de nouveau ; si le chiffre l’a bien été, le dire dans une dérogation.",
            )
            break


def series_break(known: Known) -> Iterator[Found]:
    """La fiche dit que les chiffres ne sont pas comparables d’une année à l’autre, ou que le dispositif a changé."""
    for sheet in known.dossier.sheets:
        for broken in sheet.breaks:
            yield Found(
                about=f"{sheet.id}-{broken.year}",
                sheets=(sheet.id,),
                message=french.typeset(f"Série rompue en {broken.year} : {broken.text}"),
                expected=said("une série comparable"),
                found=said(f"rupture en {broken.year}"),
                passages=(broken.passage,),
                remedy="Ne pas comparer de part et d’autre de la rupture, ou recalculer une année sur les deux bases.",
            )


def small_numbers(known: Known) -> Iterator[Found]:
    """La part repose sur moins de vingt cas : un seul de plus ou de moins la change de plus de cinq points.

    Ne vaut pas si un protocole adopté dit sur combien de cas au moins une part se publie.
    """
    for sheet, measure in known.dossier.measures():
        protocol = known.protocol_of(measure)
        if protocol is not None and protocol.minimum is not None:
            continue
        for seen in _latest(known, measure):
            if not isinstance(seen.figure, Share | Part) or seen.figure.denominator is None:
                continue
            if seen.figure.denominator >= SMALL_DENOMINATOR:
                continue
            step = Fraction(100, seen.figure.denominator)
            moved = french.quantity(french.shown(step), Unit.POINTS)
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(
                    f"« {seen.text} » : la part repose sur {seen.figure.denominator} cas, "
                    f"et un cas la change de {moved}."
                ),
                expected=said(f"au moins {SMALL_DENOMINATOR} cas"),
                found=said(f"{seen.figure.denominator} cas"),
                passages=(seen.passage,),
                remedy=(
                    "Cumuler plusieurs années, ou fixer dans un protocole le nombre de cas sous lequel rien ne "
                    "se publie."
                ),
            )
            break


def _aimed_otherwise(sheet: Sheet, measure: Measure) -> Iterator[Found]:
    """What is found when the target of a measure is not in the unit of its indicator."""
    goal = resolve(measure.target, None, None, None)
    if measure.unit is None or not isinstance(goal, Goal) or goal.unit is measure.unit:
        return
    yield Found(
        sheets=(sheet.id,),
        measures=(measure.id,),
        message=french.typeset(
            f"L’indicateur est {_UNITS[measure.unit]}, l’objectif {_UNITS[goal.unit]} (« {measure.target.text} »)."
        ),
        expected=said(_UNITS[measure.unit]),
        found=said(measure.target.text),
        passages=tuple(dict.fromkeys((measure.passage, measure.target.passage))),
        remedy="Récrire l’indicateur dans l’unité de l’objectif, ou l’objectif dans celle de l’indicateur.",
    )


def _is_the_whole(measure: Measure, seen: Observation) -> bool:
    """Say whether a number counts the whole that the indicator follows a part of."""
    return (
        isinstance(seen.figure, Count)
        and bool(seen.label)
        and seen.label.casefold() == measure.whole.casefold()
    )


def _asked(known: Known, measure: Measure, seen: Observation) -> Target:
    """The target that a result is held against: the sheet's, or the promise's when the sheet has no figure."""
    return next(iter(readings(known, measure, seen.period))).target


def _latest(known: Known, measure: Measure) -> tuple[Observation, ...]:
    """The results of the latest period that says something: nearly every rule here asks for them."""
    return known.once(("latest", measure.id), lambda: _latest_told(known, measure))


def _latest_told(known: Known, measure: Measure) -> tuple[Observation, ...]:
    told = [
        seen for seen in known.observed(measure, Role.RESULT) if not isinstance(seen.figure, Absent | State)
    ]
    return tuple(seen for seen in told if seen.period == told[-1].period)


def _leaps(known: Known) -> Iterator[Found]:
    """Figures of one name on one sheet that leap from a period to the next."""
    for sheet in known.dossier.sheets:
        series: dict[tuple[str, Unit], list[Observation]] = {}
        for seen in known.labelled(sheet):
            if isinstance(seen.figure, Number):
                series.setdefault((seen.label, seen.figure.unit), []).append(seen)
        for (label, unit), found in series.items():
            for before, after in pairwise(found):
                times = _leap(before, after)
                if times is None:
                    continue
                yield Found(
                    about=after.id,
                    sheets=(sheet.id,),
                    message=french.typeset(
                        f"{label[:1].upper()}{label[1:]} : de « {before.text} » à « {after.text} », {times}."
                    ),
                    expected=said(f"« {before.text} »"),
                    found=Amount(value=None, unit=unit, text=after.text),
                    passages=(before.passage, after.passage),
                    remedy=f"Vérifier que les deux années comptent la même chose ; si c’est le cas, {_EXPLAIN}.",
                )


def _leap(before: Observation, after: Observation) -> str | None:
    """Return how many times larger or smaller a figure became, when that is much, from a period to a later one."""
    first, last = before.figure, after.figure
    if not isinstance(first, Number) or not isinstance(last, Number) or before.period == after.period:
        return None
    if before.perimeter != after.perimeter or first.exact <= 0 or last.exact <= 0:
        return None
    times = last.exact / first.exact
    if times >= _LARGE_CHANGE:
        return f"multiplié par {_short(times)}"
    return f"divisé par {_short(1 / times)}" if 1 / times >= _LARGE_CHANGE else None


def _counts_the_same(start: Baseline, seen: Observation) -> bool:
    """Say whether a baseline and a result are numbers of one thing, in one unit."""
    return (
        isinstance(start.figure, Number)
        and isinstance(seen.figure, Number)
        and start.figure.unit is seen.figure.unit
        and start.label == seen.label
    )


def _done_before(known: Known, sheet: str, measure: Measure) -> Iterator[Found]:
    """What a promise says was done already, reported again as this period's result."""
    results = known.observed(measure, Role.RESULT)
    done = [seen for seen in results if isinstance(seen.figure, State) and seen.figure.state is Scale.DONE]
    for promise in known.commitments_of(measure):
        start = promise.baseline
        if start is None or not done or not isinstance(start.figure, State):
            continue
        if start.figure.state is not Scale.DONE or (start.period and start.period == done[-1].period):
            continue
        told = quoted(done[-1])
        yield Found(
            about=f"{measure.id}+{promise.id}",
            sheets=(sheet,),
            measures=(measure.id,),
            commitments=(promise.id,),
            message=french.typeset(
                f"La fiche donne pour résultat : {told} ; l’engagement le dit déjà fait : « {start.text} »."
            ),
            expected=said("ce qui a été fait depuis"),
            found=said(told),
            passages=(start.passage, done[-1].passage),
            remedy="Dire que l’action se poursuit, ou dans une dérogation ce qui a changé depuis l’engagement.",
        )


def _starts(known: Known, measure: Measure) -> tuple[Baseline, ...]:
    return tuple(start for start in known.baselines(measure) if isinstance(start.figure, Number))


def _out_of_proportion(
    known: Known, measure: Measure, seen: Observation, figure: Number
) -> tuple[Passage, str, str, str] | None:
    """Return what the result is out of proportion with, in words, how many times, and what to do if that is right."""
    for start in _starts(known, measure):
        other = start.figure
        if not isinstance(other, Number) or not _counts_the_same(start, seen):
            continue
        if other.exact <= 0 or figure.exact <= 0:
            continue
        times = figure.exact / other.exact
        if times >= _LARGE_CHANGE or 1 / times >= _LARGE_CHANGE:
            larger = _times(times) if times > 1 else f"{_times(1 / times)} moins que"
            return start.passage, f"le départ (« {start.text} »)", larger, _EXPLAIN
    stands = standing(known, measure)
    for one in stands.judged:
        goal = one.reading.goal
        if one.result.id != seen.id or not isinstance(goal, Goal) or one.elsewhere:
            continue
        if goal.unit is figure.unit and goal.comparator is Comparator.AT_LEAST and goal.value > 0:
            times = figure.exact / goal.value
            if times >= _LARGE_ATTAINMENT:
                return (
                    one.reading.passages[0],
                    f"l’objectif (« {one.reading.target.text} »)",
                    _times(times),
                    f"relever l’objectif ou {_EXPLAIN}",
                )
    return None


def _in_its_unit(one: Judged) -> bool:
    """Say whether a result and a goal at least count in one unit."""
    goal, figure = one.reading.goal, one.result.figure
    if isinstance(one.reading.target, Cover) or not isinstance(goal, Goal):
        return True
    return isinstance(figure, Number) and figure.unit is goal.unit


def _times(times: Fraction) -> str:
    return f"{_short(times)} fois"


def _short(times: Fraction) -> str:
    """One decimal, none when it would be 0."""
    return french.number(rounded(times, 0 if rounded(times, 1) == rounded(times, 0) else 1))
