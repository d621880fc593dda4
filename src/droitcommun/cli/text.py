"""Records as text, for a person at a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from droitcommun.cli.paragraphs import entry, paragraph
from droitcommun.core import french
from droitcommun.core.audit.findings import Family, Severity
from droitcommun.core.figures import Unit
from droitcommun.core.rates import Basis
from droitcommun.usecases.explanation import Explanation
from droitcommun.usecases.measurability import MeasurabilityRecord
from droitcommun.usecases.records import (
    CommitmentRecord,
    CoverageRecord,
    DerivationRecord,
    ExplainedRateRecord,
    FindingRecord,
    MeasureRecord,
    ObservationRecord,
    SheetRecord,
)
from droitcommun.usecases.words import (
    FAMILY,
    FORCE,
    LEVEL,
    METHOD,
    OPERATION,
    PUBLIC_STATUS,
    SEVERITY,
    TREND,
    deadlines,
    due,
)

_LABEL = 15  # columns
_METHOD = 20
_VALUE = 14


def sheets_text(records: Iterable[SheetRecord]) -> str:
    """One block a sheet."""
    return "\n".join("\n".join([*_sheet(record), ""]) for record in records)


def rates_text(records: Iterable[ExplainedRateRecord], readings: Mapping[tuple[str, str], str]) -> str:
    """One line a rate under its period and objective; `readings` gives each reading's sentence by measure and id."""
    lines: list[str] = []
    measure, head = "", ""
    for record in records:
        if record.measure != measure:
            lines += ["", record.measure] if lines else [record.measure]
            measure, head = record.measure, ""
        under = f"{_when(record)}, objectif{french.NBSP}: {readings[record.measure, record.reading]}"
        if under != head:
            head = under
            lines.append(paragraph(under, "  ", "    "))
        lines.append(_rate(record))
    return "".join(f"{line}\n" for line in lines)


def _rate(record: ExplainedRateRecord) -> str:
    label = f"    {METHOD[record.method]:<{_METHOD}}"
    if record.value is None:
        return entry(f"{label}  ", f"pas de taux{french.NBSP}: {record.reason}")
    counts = ", d’après les nombres" if record.basis is Basis.COUNTS else ""
    official = ", taux officiel" if record.official else ""
    return f"{label}{_value(record.value, record.unit):>{_VALUE}}{counts}{official}"


def explained_text(
    records: Iterable[ExplainedRateRecord],
    readings: Mapping[tuple[str, str], str],
    explanations: Mapping[str, Explanation | None],
) -> str:
    """For each sheet, whether its declared rate holds; for each rate, the tree back to figures and lines."""
    blocks = [[*_verdict(sheet, found), ""] for sheet, found in explanations.items()]
    blocks += [[*_explained(record, readings[record.measure, record.reading]), ""] for record in records]
    return "\n".join("\n".join(block) for block in blocks)


def audit_text(records: Iterable[FindingRecord]) -> str:
    """Findings grouped by family, the gravest first, then the counts."""
    records = sorted(records, key=lambda record: list(Severity).index(record.severity))
    groups: dict[Family, list[FindingRecord]] = {}
    for record in records:
        groups.setdefault(record.family, []).append(record)
    lines: list[str] = []
    for family, found in groups.items():
        title = f"{french.typeset(FAMILY[family]).upper()} ({french.counted(len(found), 'constat')})"
        lines += [title, ""]
        for record in found:
            lines += [*_finding(record), ""]
    severities = Counter(record.severity for record in records)
    told = [
        french.counted(severities[severity], SEVERITY[severity])
        for severity in Severity
        if severities[severity]
    ]
    total = french.counted(len(records), "constat") if records else "aucun constat"
    return "\n".join([*lines, f"{total}{f'{french.NBSP}: ' + french.listed(told) if told else ''}.\n"])


def commitments_text(records: Iterable[CommitmentRecord]) -> str:
    """One block a commitment."""
    return "\n".join("\n".join([*_commitment(record), ""]) for record in records)


def coverage_text(record: CoverageRecord) -> str:
    """The three populations, each with its counts."""
    lines = ["TROIS ENSEMBLES, qu’aucune liste ne relie", ""]
    if record.announced_objectives is not None:
        announced = f"{record.announced_objectives} objectifs, dont {record.announced_with_a_figure} chiffrés"
        lines.append(_row("annoncés", f"{announced} ; leur liste n’est pas connue"))
    lines.append(
        _row(
            "promis",
            f"{french.counted(record.commitments, 'engagement')}, dont {record.commitments_local} propres au "
            f"territoire, {record.commitments_with_a_figure} chiffrés, "
            f"{record.commitments_followed} suivis par une fiche",
        )
    )
    lines.append(_row("suivis", french.counted(record.sheets, "fiche")))
    lines += ["", "PARMI LES FICHES", ""]
    for label, count in (
        ("mesurables", record.sheets_measurable),
        ("mesurées", record.sheets_measured),
        ("à l’échelle", record.sheets_measured_at_scale),
        ("atteintes", record.sheets_met),
    ):
        lines.append(_row(label, str(count)))
    silent = len(record.signatories_without_a_sheet)
    if record.review_on is not None:
        lines += ["", _row("revue", french.day(record.review_on))]
    lines += [
        "",
        _row(
            "signataires",
            f"{len(record.signatories)}, dont {silent} sans fiche ({', '.join(record.signatories_without_a_sheet)})",
        ),
        "",
    ]
    return "\n".join(lines)


def measurability_text(records: Iterable[MeasurabilityRecord], decided: Iterable[str]) -> str:
    """One line a commitment: what it lacks, if anything; then what the contract fixes beside them."""
    records = tuple(records)
    lacks = {record.id: f"il manque {french.listed(record.missing)}" for record in records if record.missing}
    lines = [f"  {one.id}{french.NBSP}: {lacks.get(one.id, 'tout est là')}" for one in records]
    ready = sum(not record.missing for record in records)
    told = (
        f"{french.counted(len(records), 'engagement')}, dont {ready} avec tout ce qui permet de les mesurer."
    )
    fixed = [paragraph(one, rest="  ") for one in decided]
    return "\n".join([told, *lines, *([""] if fixed else []), *fixed]) + "\n"


def _sheet(record: SheetRecord) -> Iterator[str]:
    place = record.source
    yield f"{record.id}  {_cited([(place.first_line, place.last_line)])}"
    yield paragraph(record.title, "  ", "  ")
    for measure in record.measures:
        yield from _measure(measure)
    declared = record.declared_rate
    yield _row("taux déclaré", f"{declared.text}  {_cited(declared.lines)}" if declared else "aucun")


def _commitment(record: CommitmentRecord) -> Iterator[str]:
    yield f"{record.id}  {_cited(record.lines)}"
    yield paragraph(record.statement, "  ", "  ")
    yield _row("qui", ", ".join(record.committed))
    yield _row("force", f"{FORCE[record.force]}, {LEVEL[record.level]}")
    yield _row(
        "objectif",
        f"{record.target.text}  ({due(record.target.schedule, record.target.year)})  {_cited(record.target.lines)}",
    )
    if record.baseline:
        yield _row("départ", record.baseline)
    yield _row("fiches", ", ".join(record.sheets) or "aucune")
    stands = PUBLIC_STATUS[record.public_status] if record.public_status else "non jugé ici"
    yield _row("statut", f"{stands}. {record.because}")


def _measure(measure: MeasureRecord) -> Iterator[str]:
    yield _row("indicateur", measure.name or "aucun")
    if measure.baseline and measure.baseline.absent is None:
        yield _row("départ", f"{_observed(measure.baseline)}  {_where(measure.baseline)}")
    for reading in measure.target.readings:
        yield _row("objectif", reading.sentence)
    yield _row("calendrier", deadlines(measure.target))
    for result in measure.results:
        yield _row("résultat", f"{_observed(result)}  {_where(result)}")
    trend = f", {TREND[measure.trend]}" if measure.trend else ""
    yield _row("statut", f"{PUBLIC_STATUS[measure.public_status]}{trend}. {measure.because}")
    if measure.protocol:
        official = [
            f"{_value(rate.value, rate.unit)} ({french.period(rate.result_period)})"
            for rate in measure.official
            if rate.value is not None and rate.result_period is not None
        ]
        yield _row("taux officiel", ", ".join(official) or "aucun")
        yield _row("protocole", measure.protocol.words)


def _observed(result: ObservationRecord) -> str:
    if result.absent is not None:
        return f"absent{french.NBSP}: {result.absent.text}"
    when = f" ({french.period(result.period)})" if result.period else ""
    named = f", {result.label}" if result.label else ""
    return f"{result.words}{when}{named}{', provisoire' if result.provisional else ''}"


def _verdict(sheet: str, found: Explanation | None) -> Iterator[str]:
    if found is None or found.declared.value is None:
        yield f"{sheet}{french.NBSP}: pas de taux déclaré, ou rien à quoi le comparer"
        return
    declared = found.declared.words
    answer = "se retrouve" if found.holds else "ne se retrouve par aucun calcul admis"
    yield f"{sheet}{french.NBSP}: le taux déclaré de {declared} {answer}  {_cited(found.declared.lines)}"
    for attempt in found.attempts:
        mark = "oui" if attempt.reproduces else "non"
        yield f"  {mark}  {attempt.arithmetic:<24}  {_observed(attempt.result)}, {attempt.reading}"


def _explained(record: ExplainedRateRecord, aim: str) -> Iterator[str]:
    yield f"{record.measure}, {_when(record)}, objectif {aim}"
    yield f"  {METHOD[record.method]}, version {record.version}"
    if record.derivation is None:
        yield french.typeset(f"  pas de taux : {record.reason}")
        return
    yield from _tree(record.derivation, "  ", "  ")
    if record.low is not None and record.high is not None:
        low, high = _value(record.low, record.unit), _value(record.high, record.unit)
        yield f"  selon ce que le résultat laisse ouvert, de {low} à {high}"


def _when(record: ExplainedRateRecord) -> str:
    return french.period(record.result_period) if record.result_period else "sans période"


def _tree(node: DerivationRecord, first: str, rest: str) -> Iterator[str]:
    cited = f"  {_cited(node.lines)}" if node.lines else ""
    yield f"{first}{_value(node.value, node.unit):<14}{OPERATION[node.op]}{cited}"
    for index, argument in enumerate(node.args):
        last = index == len(node.args) - 1
        yield from _tree(argument, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _finding(record: FindingRecord) -> Iterator[str]:
    subject = ", ".join(record.sheets or record.commitments)
    cited = f"  {_cited(record.lines)}" if record.lines else ""
    yield paragraph(f"{SEVERITY[record.severity]}  {record.code}  {subject}{cited}", rest="  ")
    if record.waived:
        note = "périmée, le chiffre a changé" if record.waived.stale else "en vigueur"
        yield _row("dérogation", f"{record.waived.by}, {note} : {record.waived.reason}")
    yield paragraph(record.message, "  ", "  ")
    yield _row("attendu", record.expected.text)
    yield _row("trouvé", record.found.text)
    yield _row("que faire", record.remedy)
    if record.linked:
        yield _row("voir aussi", ", ".join(record.linked))


def _row(label: str, text: str) -> str:
    return entry(f"  {label:<{_LABEL}}", text)


def _where(seen: ObservationRecord) -> str:
    return _cited(seen.lines) if seen.lines else f"[{seen.cell}]"


def _cited(lines: Iterable[tuple[int, int]]) -> str:
    return f"[{french.lines(lines)}]"


def _value(value: Decimal, unit: Unit | None) -> str:
    if unit is Unit.POINTS:
        return french.points(value)
    return french.quantity(value, unit or Unit.PERCENT)
