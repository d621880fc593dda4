"""Show the monitoring sheets: what is aimed at, measured, declared and computed, and where that stands."""

from droitcommun.core.figures import Ratio, Unit, finite_decimal
from droitcommun.core.observations import Absent, Observation, Role
from droitcommun.core.rates import measure_rates
from droitcommun.core.readings import readings
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.status import standing
from droitcommun.usecases.rates import rate_record
from droitcommun.usecases.records import (
    AbsentRecord,
    DeclaredRateRecord,
    MeasureRecord,
    ObservationRecord,
    ReadingRecord,
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
        measures=tuple(_measure(seen, sheet, measure) for measure in sheet.measures),
        declared_rate=_declared_rate(seen.known.declared_rate(sheet)),
        method_note=sheet.method_note,
        analysis=sheet.analysis,
        alerts=(),
        adjustments=(),
        commitments=sheet.commitments,
        source=SourceRecord(file=files[sheet.passage.document], first_line=place.first, last_line=place.last),
        questions=(),
        origin=seen.dossier.origin,
    )


def observation_record(seen: Observation) -> ObservationRecord:
    """Show a figure with its bounds, or its absence."""
    figure = seen.figure
    known = None if isinstance(figure, Absent) else figure
    return ObservationRecord(
        text=seen.text,
        value=known.percent if known else None,
        low=finite_decimal(known.interval.low) if known else None,
        high=finite_decimal(known.interval.high) if known else None,
        unit=Unit.PERCENT if known else None,
        numerator=None,
        denominator=None,
        period=seen.period,
        scope=seen.perimeter,
        provisional=seen.provisional,
        absent=AbsentRecord(code=figure.code, text=figure.words) if isinstance(figure, Absent) else None,
        lines=seen.passage.lines,
    )


def _measure(seen: View, sheet: Sheet, measure: Measure) -> MeasureRecord:
    known = seen.known
    stands = standing(known, measure)
    baselines = known.observed(measure, Role.BASELINE)
    return MeasureRecord(
        id=measure.id,
        indicator=measure.indicator,
        baseline=observation_record(baselines[-1]) if baselines else None,
        target=_target(seen, measure),
        results=tuple(map(observation_record, known.observed(measure, Role.RESULT))),
        rates=tuple(rate_record(rate, seen.as_of) for rate in measure_rates(known, sheet, measure)),
        status=stands.status,
        public_status=stands.public_status,
        because=stands.because,
    )


def _target(seen: View, measure: Measure) -> TargetRecord:
    target = measure.target
    return TargetRecord(
        text=target.text,
        kind=target.kind,
        comparator=target.comparator,
        schedule=target.schedule,
        readings=tuple(
            ReadingRecord(id=reading.id, sentence=reading.sentence, goal=reading.goal, reason=None)
            for reading in readings(seen.known, measure)
        ),
        lines=target.passage.lines,
    )


def _declared_rate(declared: Observation | None) -> DeclaredRateRecord | None:
    if declared is None or not isinstance(declared.figure, Ratio):
        return None
    return DeclaredRateRecord(
        text=declared.text,
        value=declared.figure.percent,
        unit=Unit.PERCENT,
        lines=declared.passage.lines,
    )
