"""Records as text, for a person at a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from textwrap import fill

from droitcommun.core import french
from droitcommun.core.figures import Unit
from droitcommun.usecases.explanation import Explanation
from droitcommun.usecases.records import (
    DerivationRecord,
    ExplainedRateRecord,
    FindingRecord,
    MeasureRecord,
    ObservationRecord,
    SheetRecord,
)
from droitcommun.usecases.words import METHOD, OPERATION, PUBLIC_STATUS, SEVERITY

_WIDTH = 100
_LABEL = 15


def sheets_text(records: Iterable[SheetRecord]) -> str:
    """One block a sheet."""
    return "\n".join("\n".join([*_sheet(record), ""]) for record in records)


def rates_text(records: Iterable[ExplainedRateRecord], readings: Mapping[tuple[str, str], str]) -> str:
    """One line a rate, grouped by measure; `readings` gives each reading's sentence by measure and id."""
    lines: list[str] = []
    measure = ""
    for record in records:
        if record.measure != measure:
            measure = record.measure
            lines += ["", measure] if lines else [measure]
        value = _value(record.value, record.unit) if record.value is not None else f"— ({record.reason})"
        aim = readings[record.measure, record.reading]
        lines.append(f"  {_when(record):<12}  {aim:<38}  {METHOD[record.method]:<20}  {value:>14}")
    return "".join(f"{line}\n" for line in lines)


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
    """One block a finding, then the count."""
    records = tuple(records)
    blocks = ["\n".join([*_finding(record), ""]) for record in records]
    count = len(records)
    total = french.counted(count, "constat") if count else "aucun constat"
    return "\n".join([*blocks, f"{total}.\n"])


def _sheet(record: SheetRecord) -> Iterator[str]:
    place = record.source
    yield f"{record.id}  {_cited([(place.first_line, place.last_line)])}"
    yield fill(record.title, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    for measure in record.measures:
        yield from _measure(measure)
    declared = record.declared_rate
    yield _row("taux déclaré", f"{declared.text}  {_cited(declared.lines)}" if declared else "aucun")


def _measure(measure: MeasureRecord) -> Iterator[str]:
    yield _row("indicateur", measure.indicator)
    for reading in measure.target.readings:
        yield _row("objectif", reading.sentence)
    for result in measure.results:
        yield _row("résultat", f"{_observed(result)}  {_cited(result.lines)}")
    yield _row("statut", f"{PUBLIC_STATUS[measure.public_status]}. {measure.because}")


def _observed(result: ObservationRecord) -> str:
    if result.value is None:
        return f"absent{french.NBSP}: {result.absent.text if result.absent else ''}"
    when = f" ({french.period(result.period)})" if result.period else ""
    return f"{french.percent(result.value)}{when}{', provisoire' if result.provisional else ''}"


def _verdict(sheet: str, found: Explanation | None) -> Iterator[str]:
    if found is None or found.declared.value is None:
        yield f"{sheet}{french.NBSP}: pas de taux déclaré, ou rien à quoi le comparer"
        return
    declared = french.percent(found.declared.value)
    answer = "se retrouve" if found.holds else "ne se retrouve par aucun calcul admis"
    yield f"{sheet}{french.NBSP}: le taux déclaré de {declared} {answer}  {_cited(found.declared.lines)}"
    for attempt in found.attempts:
        mark = "oui" if attempt.reproduces else "non"
        yield f"  {mark}  {attempt.arithmetic:<24}  {_observed(attempt.result)}, {attempt.reading}"


def _explained(record: ExplainedRateRecord, aim: str) -> Iterator[str]:
    yield f"{record.measure}, {_when(record)}, objectif {aim}"
    yield f"  {METHOD[record.method]}, version {record.version}"
    if record.derivation is None:
        yield f"  pas de taux{french.NBSP}: {record.reason}"
        return
    yield from _tree(record.derivation, "  ", "  ")
    if record.low is not None and record.high is not None:
        low, high = _value(record.low, record.unit), _value(record.high, record.unit)
        yield f"  selon l’arrondi du résultat, de {low} à {high}"


def _when(record: ExplainedRateRecord) -> str:
    return french.period(record.result_period) if record.result_period else "sans période"


def _tree(node: DerivationRecord, first: str, rest: str) -> Iterator[str]:
    cited = f"  {_cited(node.lines)}" if node.lines else ""
    yield f"{first}{_value(node.value, node.unit):<14}{OPERATION[node.op]}{cited}"
    for index, argument in enumerate(node.args):
        last = index == len(node.args) - 1
        yield from _tree(argument, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _finding(record: FindingRecord) -> Iterator[str]:
    yield f"{SEVERITY[record.severity]}  {record.code}  {', '.join(record.sheets)}  {_cited(record.lines)}"
    yield fill(record.message, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield _row("attendu", record.expected.text)
    yield _row("trouvé", record.found.text)
    yield _row("que faire", record.remedy)
    if record.linked:
        yield _row("voir aussi", ", ".join(record.linked))


def _row(label: str, text: str) -> str:
    first = f"  {label:<{_LABEL}}"
    return fill(text, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def _cited(lines: Iterable[tuple[int, int]]) -> str:
    return f"[{french.lines(lines)}]"


def _value(value: Decimal, unit: Unit | None) -> str:
    return french.points(value) if unit is Unit.POINTS else french.percent(value)
