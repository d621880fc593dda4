"""Show the monitoring sheets: what they aim at, what was measured, where they stand."""

from collections.abc import Iterator, Mapping

from droitcommun.core import french
from droitcommun.core.figures import Unit
from droitcommun.core.goals import Goal, Unresolved
from droitcommun.core.manifests import SHARE
from droitcommun.core.observations import (
    Absent,
    Bounded,
    Gap,
    Number,
    Observation,
    Part,
    Ratio,
    Role,
    Share,
    State,
    printed,
)
from droitcommun.core.passages import Passage
from droitcommun.core.rates import measure_rates
from droitcommun.core.readings import Reading, readings
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.status import public_status_of, standing
from droitcommun.core.targets import Comparator, comparator
from droitcommun.core.verdicts import because, figure_in_words, value_of
from droitcommun.usecases.protocols import protocol_record
from droitcommun.usecases.rates import rate_record
from droitcommun.usecases.records import (
    AbsentRecord,
    AdjustmentRecord,
    AlertRecord,
    DeclaredRateRecord,
    GivenTextRecord,
    GoalRecord,
    MeasureRecord,
    ObservationRecord,
    PublishedCountsRecord,
    QuestionRecord,
    ReadingRecord,
    ReferenceRecord,
    SheetRecord,
    SourceRecord,
    TargetRecord,
)
from droitcommun.usecases.sources import View


def sheets(seen: View) -> tuple[SheetRecord, ...]:
    """List the sheets in document order."""
    return tuple(sheet_record(seen, sheet) for sheet in seen.dossier.sheets)


def sheet_record(seen: View, sheet: Sheet) -> SheetRecord:
    """Show one sheet."""
    files = {document.id: document.file for document in seen.dossier.contract.documents}
    place = sheet.passage.lines[0]
    measures = tuple(_measure(seen, sheet, measure) for measure in sheet.measures)
    return SheetRecord(
        id=sheet.id,
        title=sheet.title,
        layout=sheet.layout,
        axis=sheet.axis,
        theme=sheet.theme,
        institutions=sheet.institutions,
        units=sheet.units,
        objective=sheet.objective,
        updated_on=sheet.updated_on,
        measures=measures,
        declared_rate=_declared_rate(seen.known.declared_rate(sheet)),
        method_note=sheet.method_note,
        analysis=sheet.analysis,
        alerts=tuple(
            AlertRecord(
                text=alert.text,
                owner=alert.owner,
                due=alert.due,
                ended_on=alert.ended_on,
                lines=alert.passage.lines,
            )
            for alert in sheet.alerts
        ),
        adjustments=tuple(
            AdjustmentRecord(
                text=change.text,
                state=change.state,
                effective=change.effective,
                lines=change.passage.lines,
            )
            for change in sheet.adjustments
        ),
        texts=tuple(_given(seen, sheet, files)),
        context=tuple(map(observation_record, seen.known.context_of(sheet))),
        public_status=public_status_of(measure.public_status for measure in measures),
        commitments=sheet.commitments,
        source=SourceRecord(file=files[sheet.passage.document], first_line=place.first, last_line=place.last),
        questions=tuple(
            QuestionRecord(field=asked.field, alternatives=asked.alternatives, evidence=asked.evidence)
            for asked in sheet.questions
        ),
        origin=seen.dossier.origin,
    )


def _given(seen: View, sheet: Sheet, files: Mapping[str, str]) -> Iterator[GivenTextRecord]:
    """Every text that was given for a sheet by that day, in the order in which they were recorded."""
    current = {given.id for given in seen.known.texts_of(sheet)}
    for given in seen.dossier.texts:
        if given.sheet == sheet.id and given.recorded_on <= seen.as_of:
            yield GivenTextRecord(
                id=given.id,
                field=given.field,
                year=given.year,
                text=given.text,
                by=given.by,
                file=files[given.passage.document],
                cell=given.passage.cell,
                recorded_on=given.recorded_on,
                supersedes=given.supersedes,
                current=given.id in current,
            )


def observation_record(seen: Observation) -> ObservationRecord:
    """Show a figure with its bounds, or its absence."""
    figure = seen.figure
    number = figure if isinstance(figure, Number) else None
    counts = figure.counted if isinstance(figure, Share) else figure if isinstance(figure, Part) else None
    bounded = figure if isinstance(figure, Bounded) else None
    return ObservationRecord(
        text=seen.text,
        words=figure_in_words(figure),
        label=seen.label,
        state=figure.state if isinstance(figure, State) else None,
        value=printed(bounded) if bounded else value_of(number) if number else None,
        low=french.shown(number.interval.low) if number else None,
        high=french.shown(number.interval.high) if number else None,
        unit=number.unit if number else None,
        numerator=bounded.inside if bounded else counts.numerator if counts else None,
        denominator=bounded.rows if bounded else counts.denominator if counts else None,
        period=seen.period,
        scope=seen.perimeter,
        provisional=seen.provisional,
        absent=AbsentRecord(code=figure.code, text=figure.words) if isinstance(figure, Absent) else None,
        lines=seen.passage.lines,
        cell=cell_of(seen.passage),
        counts=PublishedCountsRecord(**bounded.counts) if bounded else None,
    )


def cell_of(passage: Passage) -> str:
    """Where a figure stands that is in no line: « classeur-1a2b, Fiche 3, D12 », « manifeste-1a2b »."""
    if not passage.cell:
        return ""
    return passage.document if passage.cell == SHARE else f"{passage.document}, {passage.cell}"


def target_record(seen: View, measure: Measure) -> TargetRecord:
    """Show a target with its readings for the latest result."""
    target = measure.target
    results = seen.known.observed(measure, Role.RESULT)
    ways = readings(seen.known, measure, results[-1].period if results else None)
    return TargetRecord(
        text=target.text,
        kind=target.kind,
        comparator=comparator(target),
        schedule=target.schedule,
        year=target.year,
        readings=tuple(map(reading_record, ways)),
        lines=target.passage.lines,
    )


def reading_record(reading: Reading) -> ReadingRecord:
    """Show a reading: its goal, or the reason why it has none."""
    goal = reading.goal
    return ReadingRecord(
        id=reading.id,
        sentence=reading.sentence,
        goal=_goal(goal) if isinstance(goal, Goal) else None,
        reason=goal.reason if isinstance(goal, Unresolved) else None,
        schedule=reading.schedule,
        year=reading.year,
        settled_by=reading.settled_by,
    )


def _goal(goal: Goal) -> GoalRecord:
    value = french.shown(goal.value)
    at_least = goal.comparator is Comparator.AT_LEAST
    return GoalRecord(
        low=value if at_least else None,
        high=None if at_least else value,
        unit=goal.unit,
        strict=goal.strict,
    )


def _measure(seen: View, sheet: Sheet, measure: Measure) -> MeasureRecord:
    known = seen.known
    stands = standing(known, measure)
    baselines = known.observed(measure, Role.BASELINE)
    reference = measure.reference
    return MeasureRecord(
        id=measure.id,
        indicator=measure.indicator,
        label=measure.label,
        baseline=observation_record(baselines[-1]) if baselines else None,
        target=target_record(seen, measure),
        results=tuple(map(observation_record, known.observed(measure, Role.RESULT))),
        rates=tuple(rate_record(rate, seen.as_of) for rate in measure_rates(known, sheet, measure)),
        status=stands.status,
        public_status=stands.public_status,
        trend=stands.trend,
        scale=stands.scale,
        because=because(stands),
        reference=ReferenceRecord(
            value=reference.share.percent, period=reference.period, source=reference.source
        )
        if reference
        else None,
        protocol=protocol_record(seen, measure),
    )


def _declared_rate(declared: Observation | None) -> DeclaredRateRecord | None:
    if declared is None or not isinstance(declared.figure, Ratio | Gap):
        return None
    gap = isinstance(declared.figure, Gap)
    return DeclaredRateRecord(
        text=declared.text,
        value=value_of(declared.figure),
        unit=Unit.POINTS if gap else Unit.PERCENT,
        lines=declared.passage.lines,
    )
