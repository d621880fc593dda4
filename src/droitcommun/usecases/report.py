"""Build what a report says from a view of a Dossier: docs/adr/0009-documents.md."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from droitcommun.core import french
from droitcommun.core.audit.findings import Finding
from droitcommun.core.comparison import formula
from droitcommun.core.derivations import Derivation, derivation
from droitcommun.core.figures import RATE_DECIMALS, Unit, rounded, rounded_down, rounded_up
from droitcommun.core.goals import Goal
from droitcommun.core.methods import VERSIONS, Method, NoValue, Value
from droitcommun.core.observations import Observation, Role
from droitcommun.core.passages import all_lines
from droitcommun.core.problems import UnknownNameError, UserError
from droitcommun.core.rates import Basis, Rate, measure_rates
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.targets import Comparator
from droitcommun.core.texts import TextField
from droitcommun.reports import content
from droitcommun.reports.blocks import Quantity, printable
from droitcommun.usecases import words
from droitcommun.usecases.audit import findings
from droitcommun.usecases.promises import FollowUp, Promise, follow_ups, promises
from droitcommun.usecases.records import (
    AdjustmentRecord,
    AlertRecord,
    MeasureRecord,
    ObservationRecord,
    SheetRecord,
)
from droitcommun.usecases.report_annexes import index, method_notes
from droitcommun.usecases.report_summary import by_institution, coverage_section, summary
from droitcommun.usecases.sheets import observation_record
from droitcommun.usecases.sources import View

FORMULAS = {
    Method.ATTAINMENT: "résultat ÷ objectif, en pourcentage ; jamais au-dessous d’un plafond",
    Method.PROGRESS: "(résultat − départ) ÷ (objectif − départ), en pourcentage",
    Method.MARGIN: "ce qui dépasse l’objectif, du bon côté, en points ou en nombre",
    Method.CHANGE: "résultat − départ, en points ou en nombre",
    Method.COVERAGE: "zones couvertes ÷ zones à couvrir, en pourcentage",
    Method.CADENCE: "fois tenues ÷ fois dues, en pourcentage",
    Method.MILESTONES: "étapes franchies ÷ étapes prévues, en pourcentage",
}


def report(seen: View, year: int | None = None) -> content.Report:
    """Build the report of a year; by default the year that most results speak of.

    Raises UserError when nothing was measured that year.
    """
    chosen = _year(seen, year)
    found = findings(seen)
    sheets = follow_ups(seen, found)
    made = promises(seen, sheets)
    contract = seen.dossier.contract
    shown = tuple(_sheet(seen, number, one) for number, one in enumerate(sheets, start=1))
    listed = tuple(_finding(finding) for finding in found)
    return printable(
        content.Report(
            title=f"Bilan {chosen} de la mobilisation du droit commun",
            subtitle=f"{contract.name}, {french.period(contract.period)}",
            contract=contract.name,
            year=chosen,
            as_of=seen.as_of,
            origin=f"{seen.dossier.origin.kind}:{seen.dossier.origin.id}",
            fingerprint=seen.dossier.origin.sha256,
            documents=tuple(one.title for one in contract.documents),
            example=contract.example,
            review=french.day(contract.review_on) if contract.review_on else "",
            summary=summary(seen, sheets, made, found, shown),
            coverage=coverage_section(seen),
            promises=tuple(map(_promise, made)),
            sheets=shown,
            overview=by_institution(seen, shown),
            findings=listed,
            methods=tuple(
                content.MethodShown(
                    id=method, name=words.METHOD[method], version=VERSIONS[method], formula=FORMULAS[method]
                )
                for method in Method
            ),
            method_notes=method_notes(),
            index=index(seen, shown),
        )
    )


def sheet_to_print(seen: View, name: str) -> content.Sheet:
    """Show one sheet as the report prints it; raises UnknownNameError, which lists the sheets."""
    for number, sheet in enumerate(seen.dossier.sheets, start=1):
        if sheet.id == name:
            (shown,) = (one for one in follow_ups(seen, ()) if one.sheet.id == name)
            return printable(_sheet(seen, number, shown))
    known = ", ".join(sheet.id for sheet in seen.dossier.sheets)
    raise UnknownNameError(f"Aucune fiche ne porte cet identifiant ; fiches : {known}")


def latest_year(seen: View) -> int:
    """Return the year that most results speak of; that of the day when there is none."""
    years = Counter(_years(seen))
    return max(years, key=lambda year: (years[year], year)) if years else seen.as_of.year


def _year(seen: View, year: int | None) -> int:
    if year is not None and year not in set(_years(seen)):
        known = french.listed(sorted({str(one) for one in _years(seen)}) or ["aucune"])
        raise UserError(f"Aucun résultat de {year} n’est connu ce jour-là ; années : {known}.")
    return year or latest_year(seen)


def _years(seen: View) -> list[int]:
    return [
        one.period.end.year
        for _, measure in seen.dossier.measures()
        for one in seen.known.observed(measure, Role.RESULT)
        if one.period is not None
    ]


def _sheet(seen: View, number: int, one: FollowUp) -> content.Sheet:
    shown = one.sheet
    sheet = next(sheet for sheet in seen.dossier.sheets if sheet.id == shown.id)
    contract = seen.dossier.contract
    axes = {axis.id: axis.name for axis in contract.axes}
    return content.Sheet(
        number=number,
        id=shown.id,
        title=shown.title,
        layout=shown.layout,
        axis=shown.axis.raw or axes.get(shown.axis.id, "") if shown.axis else "",
        theme=shown.theme.raw if shown.theme else "",
        objective=shown.objective,
        indicators=tuple(dict.fromkeys(measure.indicator for measure in shown.measures if measure.indicator)),
        updated_on=shown.updated_on.text,
        services=one.units or tuple(body.acronym or body.name for body in one.institutions),
        institutions=tuple(body.acronym or body.name for body in one.institutions),
        measures=tuple(
            _measure(seen, sheet, measure, record)
            for measure, record in zip(sheet.measures, shown.measures, strict=True)
        ),
        declared=_declared(seen, sheet, one),
        method="\n".join(filter(None, (shown.method_note, *_given(shown, TextField.METHOD)))),
        analysis="\n".join(filter(None, (shown.analysis, *_given(shown, TextField.ANALYSIS)))),
        alerts=(*map(_alert, shown.alerts), *_given(shown, TextField.ALERT)),
        adjustments=(*map(_adjustment, shown.adjustments), *_given(shown, TextField.ADJUSTMENT)),
        context=tuple(figure(seen, seen_figure) for seen_figure in seen.known.context_of(sheet)),
        questions=tuple(
            f"{asked.field} : {asked.evidence} ({' ou '.join(asked.alternatives)})"
            for asked in shown.questions
        ),
        public_status=shown.public_status,
        status=words.PUBLIC_STATUS[shown.public_status],
        findings=tuple(map(_finding, one.findings)),
        lines=sheet.passage.lines,
    )


def _given(shown: SheetRecord, field: TextField) -> Iterator[str]:
    """The texts that came after the sheet was printed, each with its year and its service."""
    for given in shown.texts:
        if given.field is field and given.current:
            yield french.typeset(f"{given.year}, {given.by} : {given.text}")


def figure(seen: View, one: Observation) -> content.Figure:
    """Show an observation."""
    record = observation_record(one)
    return content.Figure(
        id=one.id,
        text=record.text,
        words=record.absent.text if record.absent else _sourced(record),
        quantity=_quantity_of(record),
        numerator=record.numerator,
        denominator=record.denominator,
        period=record.period.code if record.period else "",
        when=french.period(record.period) if record.period else "",
        label=record.label,
        perimeter=seen.known.perimeters[record.scope].name,
        provisional=record.provisional,
        absent=record.absent is not None,
        lines=record.lines,
    )


def _sourced(record: ObservationRecord) -> str:
    """What is given; of a share with bounds, by which manifest: its hash is among the documents of the contract."""
    return f"{record.words}, {record.cell}" if record.counts else record.words


def _quantity_of(record: ObservationRecord) -> Quantity | None:
    if record.value is None or record.unit is None:
        return None
    return Quantity(record.value, record.unit, record.words)


def _measure(seen: View, sheet: Sheet, own: Measure, record: MeasureRecord) -> content.Measure:
    known = seen.known
    baselines = known.observed(own, Role.BASELINE)
    reference = record.reference
    return content.Measure(
        id=record.id,
        name=record.name,
        target=record.target.text,
        schedule=words.deadlines(record.target),
        readings=tuple(reading.sentence for reading in record.target.readings),
        baseline=figure(seen, baselines[-1]) if baselines else None,
        results=tuple(figure(seen, one) for one in known.observed(own, Role.RESULT)),
        rates=tuple(map(_rate, measure_rates(known, sheet, own))),
        public_status=record.public_status,
        status=words.PUBLIC_STATUS[record.public_status],
        trend=record.trend or "",
        trend_name=words.TREND[record.trend] if record.trend else "",
        because=record.because,
        reference=f"{french.percent(reference.value)} ({french.period(reference.period)}, {reference.source})"
        if reference
        else "inconnue",
        protocol=record.protocol.words if record.protocol else "",
        course=_course(record),
    )


def _rate(rate: Rate) -> content.Rate:
    value = rate.outcome if isinstance(rate.outcome, Value) else None
    decimals = rate.protocol.decimals if rate.protocol else RATE_DECIMALS
    tree = derivation(rate)
    shown = computed(rounded(value.exact, decimals), value.unit) if value else None
    period = rate.result.period if rate.result else None
    return content.Rate(
        sheet=rate.sheet.id,
        measure=rate.measure.id,
        reading=rate.reading.id,
        aim=rate.reading.sentence,
        method=rate.method,
        method_name=words.METHOD[rate.method],
        version=rate.version,
        basis=rate.basis,
        basis_name="d’après les nombres" if rate.basis is Basis.COUNTS else "tel qu’imprimé",
        period=period.code if period else "",
        when=french.period(period) if period else "",
        value=shown,
        low=computed(rounded_down(value.bounds.low, decimals), value.unit) if value else None,
        high=computed(rounded_up(value.bounds.high, decimals), value.unit) if value else None,
        exact=str(value.exact) if value else "",
        reason=rate.outcome.reason if isinstance(rate.outcome, NoValue) else "",
        official=rate.protocol is not None and value is not None,
        arithmetic=french.typeset(f"{_sums(rate)} = {shown.text}") if shown else "",
        derivation=_node(tree) if tree else None,
    )


def computed(value: Decimal, unit: Unit) -> Quantity:
    """Write a computed value: a difference has its sign."""
    text = french.percent(value) if unit is Unit.PERCENT else french.difference(value, unit)
    return Quantity(value, unit, text)


def _sums(rate: Rate) -> str:
    """What a rate is computed from; below a ceiling the margin is what is left under it."""
    written = formula(rate)
    goal = rate.reading.goal
    if rate.method is Method.MARGIN and isinstance(goal, Goal) and goal.comparator is Comparator.AT_MOST:
        return " − ".join(reversed(written.split(" − ")))
    return written


def _node(tree: Derivation) -> content.Node:
    value = french.shown(tree.value)
    return content.Node(
        words=words.OPERATION[tree.op],
        quantity=Quantity(value, tree.unit, french.quantity(value, tree.unit)),
        lines=all_lines(tree.passages),
        args=tuple(map(_node, tree.args)),
    )


def _course(record: MeasureRecord) -> content.Course | None:
    """The figures of a measure from its baseline on: of one kind, in one place, one a period, two at least."""
    told = [one for one in (record.baseline, *record.results) if one is not None and one.value is not None]
    kinds = {(one.unit, one.label, one.scope) for one in told}
    if len(told) < 2 or len(kinds) != 1 or len({one.period for one in told}) < len(told):  # noqa: PLR2004 - one point has no course
        return None
    unit = told[0].unit or Unit.PERCENT
    goals = {
        bound
        for reading in record.target.readings
        if reading.goal and reading.goal.unit is unit
        for bound in (reading.goal.low, reading.goal.high)
        if bound is not None
    }
    return content.Course(
        points=tuple(
            (
                french.period(one.period) if one.period else "départ",
                Quantity(one.value, unit, french.quantity(one.value, unit)),
            )
            for one in told
            if one.value is not None
        ),
        goals=tuple(Quantity(goal, unit, french.quantity(goal, unit)) for goal in sorted(goals)),
    )


def _declared(seen: View, sheet: Sheet, one: FollowUp) -> content.Declared | None:
    declared = seen.known.declared_rate(sheet)
    if declared is None:
        return None
    record = observation_record(declared)
    found = one.explanation
    if record.value is None:
        return content.Declared(
            quantity=None,
            text=record.text or (record.absent.text if record.absent else ""),
            lines=record.lines,
            holds=None,
            verdict="aucun taux déclaré",
        )
    if found is None:
        verdict = "Rien, dans la fiche, ne permet de le calculer."
    elif found.holds:
        ways = list(dict.fromkeys(attempt.arithmetic for attempt in found.retained))
        verdict = f"Se retrouve : {french.listed(ways[:2])}."
    else:
        ways = list(dict.fromkeys(attempt.arithmetic for attempt in found.retained))
        verdict = (
            f"Ne se retrouve par aucun calcul admis ; au plus près du texte : {french.listed(ways[:2])}."
        )
    return content.Declared(
        quantity=_quantity_of(record),
        text=record.text,
        lines=record.lines,
        holds=found.holds if found else None,
        verdict=french.typeset(verdict),
    )


def _alert(alert: AlertRecord) -> str:
    owner = f" ; suivi : {alert.owner}" if alert.owner else ""
    due = f" ; avant le {french.day(alert.due)}" if alert.due else ""
    return f"{alert.text}{french.typeset(owner + due)}"


def _adjustment(change: AdjustmentRecord) -> str:
    effective = f", à partir de {change.effective}" if change.effective else ""
    return f"{change.text} ({words.ADJUSTMENT[change.state]}{effective})"


def _finding(finding: Finding) -> content.Finding:
    what = finding.what
    waived = finding.waived
    note = ("dérogation périmée, le chiffre a changé" if waived.stale else "dérogation") if waived else ""
    return content.Finding(
        key=finding.key,
        code=finding.code,
        severity=finding.severity,
        severity_name=words.SEVERITY[finding.severity],
        family=finding.rule.family,
        family_name=words.FAMILY[finding.rule.family],
        message=french.typeset(what.message),
        expected=french.typeset(what.expected.text),
        found=french.typeset(what.found.text),
        remedy=french.typeset(what.remedy),
        sheets=what.sheets,
        measures=what.measures,
        commitments=what.commitments,
        lines=all_lines(what.passages),
        waived=f"{note} : {waived.by}, {waived.reason}" if waived else "",
    )


def _promise(promise: Promise) -> content.Promise:
    made = promise.commitment
    return content.Promise(
        id=made.id,
        statement=made.statement,
        level=words.LEVEL[made.level],
        force=words.FORCE[made.force],
        committed=tuple(body.acronym or body.name for body in promise.committed),
        scope=made.scope,
        target=made.target.text,
        schedule=words.due(made.target.schedule, made.target.year),
        public_status=promise.public_status or "",
        status=words.PUBLIC_STATUS[promise.public_status] if promise.public_status else "non jugé ici",
        sheets=tuple(dict.fromkeys(one.follow_up.sheet.id for one in promise.followed)),
        lines=made.passage.lines,
    )
