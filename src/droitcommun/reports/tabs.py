"""The report as tabs of typed cells: the same figures, as numbers. Written once for XLSX and ODS."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from droitcommun.core.figures import Unit
from droitcommun.reports.blocks import Cell, Grid, Quantity, words
from droitcommun.reports.content import Figure, Measure, Rate, Report, Sheet, flat, place

# A number, a text, or nothing.
Value = Decimal | str | None

# A cell of a spreadsheet holds so many characters: the limit of Excel. What is longer is cut, and says so.
CELL_LIMIT = 32_767
_CUT = " […]"

UNITS = {Unit.PERCENT: "%", Unit.POINTS: "points", Unit.COUNT: "nombre", Unit.EUROS: "€"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A sheet of a workbook: its name, the heads of its columns with their widths in characters, its rows."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]


def tabs(report: Report) -> tuple[Tab, ...]:
    """Put a report into tabs."""
    return (
        Tab(
            name="Résumé",
            columns=(
                ("Tableau", 44),
                ("Ligne", 60),
                ("Colonne", 24),
                ("Valeur", 14),
                ("Unité", 10),
                ("Texte", 60),
            ),
            rows=tuple(_summary(report)),
        ),
        Tab(
            name="Couverture",
            columns=(("Ensemble", 40), ("Nombre", 12), ("Précision", 44)),
            rows=tuple(_coverage(report)),
        ),
        Tab(
            name="Engagements",
            columns=(
                ("Identifiant", 28),
                ("Engagement", 80),
                ("Qui", 24),
                ("Niveau", 22),
                ("Force", 28),
                ("Pour qui", 40),
                ("Objectif", 30),
                ("Calendrier", 22),
                ("Statut", 22),
                ("Fiches", 30),
                ("Lignes", 18),
            ),
            rows=tuple(
                (
                    one.id,
                    one.statement,
                    flat(one.committed),
                    one.level,
                    one.force,
                    one.scope,
                    one.target,
                    one.schedule,
                    one.status,
                    flat(one.sheets),
                    place(one.lines),
                )
                for one in report.promises
            ),
        ),
        Tab(name="Fiches et mesures", columns=_MEASURE_COLUMNS, rows=tuple(_measures(report))),
        Tab(name="Taux", columns=_RATE_COLUMNS, rows=tuple(_rate_row(rate) for rate in _rates(report))),
        Tab(
            name="Constats",
            columns=(
                ("Code", 28),
                ("Gravité", 16),
                ("Famille", 30),
                ("Fiches", 24),
                ("Mesures", 30),
                ("Engagements", 24),
                ("Constat", 80),
                ("Attendu", 40),
                ("Trouvé", 40),
                ("Que faire", 60),
                ("Lignes", 22),
                ("Dérogation", 30),
            ),
            rows=tuple(
                (
                    one.code,
                    one.severity_name,
                    one.family_name,
                    flat(one.sheets),
                    flat(one.measures),
                    flat(one.commitments),
                    one.message,
                    one.expected,
                    one.found,
                    one.remedy,
                    place(one.lines),
                    one.waived,
                )
                for one in report.findings
            ),
        ),
        Tab(
            name="Méthodes",
            columns=(("Méthode", 28), ("Formule ou règle", 110), ("Version", 10)),
            rows=(
                *((one.name, one.formula, one.version) for one in report.methods),
                *(("lecture des chiffres", note, "") for note in report.method_notes),
            ),
        ),
    )


def cut(text: str) -> str:
    """What a cell can hold of a text."""
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(_CUT)] + _CUT


def decimals(value: Decimal) -> int:
    """How many decimals a number is printed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


_MEASURE_COLUMNS = (
    ("N°", 6),
    ("Fiche", 24),
    ("Titre", 60),
    ("Axe", 30),
    ("Thématique", 18),
    ("Objectif de la fiche", 60),
    ("Mesure", 28),
    ("Indicateur", 50),
    ("Mise à jour", 16),
    ("Services", 22),
    ("Départ", 12),
    ("Départ, période", 16),
    ("Départ, tel que donné", 26),
    ("Objectif à atteindre", 34),
    ("Calendrier", 22),
    ("Résultat", 12),
    ("Résultat, période", 16),
    ("Résultat, tel que donné", 30),
    ("Numérateur", 12),
    ("Dénominateur", 12),
    ("Unité", 10),
    ("Taux déclaré", 12),
    ("Taux déclaré, unité", 12),
    ("Le taux déclaré", 50),
    ("Statut", 22),
    ("Évolution", 14),
    ("Pourquoi", 60),
    ("Référence", 20),
    ("Protocole", 60),
    ("Méthodologie", 50),
    ("Analyse", 50),
    ("Alertes", 40),
    ("Ajustements", 40),
    ("Lignes", 18),
)
_RATE_COLUMNS = (
    ("Fiche", 24),
    ("Mesure", 28),
    ("Période du résultat", 18),
    ("Lecture", 24),
    ("Objectif lu comme", 40),
    ("Méthode", 24),
    ("Version", 8),
    ("Base", 20),
    ("Taux", 12),
    ("Unité", 10),
    ("Borne basse", 12),
    ("Borne haute", 12),
    ("Valeur exacte", 16),
    ("Calcul", 40),
    ("Sans valeur, parce que", 50),
    ("Officiel", 10),
)


def _summary(report: Report) -> Iterator[tuple[Value, ...]]:
    """Each cell of each table of the summary, with its row and column."""
    head = (("Bilan", report.title), ("Contrat", report.subtitle), ("État au", report.as_of.isoformat()))
    for label, text in (*head, ("Données", f"{report.origin}, SHA-256 {report.fingerprint}")):
        yield label, "", "", None, "", text
    for section in report.summary:
        for block in section.blocks:
            if isinstance(block, Grid):
                yield from _cells(block)


def _cells(grid: Grid) -> Iterator[tuple[Value, ...]]:
    for row in grid.rows:
        for head, cell in zip(grid.head[1:], row[1:], strict=True):
            number, unit = _number(cell)
            yield grid.caption, words(row[0]), head, number, unit, words(cell)


def _number(cell: Cell) -> tuple[Value, str]:
    return (cell.value, UNITS[cell.unit]) if isinstance(cell, Quantity) else (None, "")


def _coverage(report: Report) -> Iterator[tuple[Value, ...]]:
    for block in report.coverage.blocks:
        if isinstance(block, Grid):
            for name, number, note in block.rows:
                yield words(name), _number(number)[0], words(note)


def _measures(report: Report) -> Iterator[tuple[Value, ...]]:
    for sheet in report.sheets:
        for measure in sheet.measures:
            results: tuple[Figure | None, ...] = measure.results or (None,)
            for result in results:
                yield _measure_row(sheet, measure, result)


def _measure_row(sheet: Sheet, measure: Measure, result: Figure | None) -> tuple[Value, ...]:
    start = measure.baseline
    declared = sheet.declared
    rate = declared.quantity if declared else None
    number = result.quantity if result else None
    unit = number or (start.quantity if start else None)
    return (
        Decimal(sheet.number),
        sheet.id,
        sheet.title,
        sheet.axis,
        sheet.theme,
        sheet.objective,
        measure.id,
        measure.name,
        sheet.updated_on,
        flat(sheet.services),
        start.quantity.value if start and start.quantity else None,
        start.period if start else "",
        (start.text or start.words) if start else "",
        measure.target,
        measure.schedule,
        number.value if number else None,
        result.period if result else "",
        (result.text or result.words) if result else "",
        _count(result.numerator if result else None),
        _count(result.denominator if result else None),
        UNITS[unit.unit] if unit else "",
        rate.value if rate else None,
        UNITS[rate.unit] if rate else "",
        declared.verdict if declared else "",
        measure.status,
        measure.trend_name,
        measure.because,
        measure.reference,
        measure.protocol or None,
        sheet.method,
        sheet.analysis,
        "\n".join(sheet.alerts),
        "\n".join(sheet.adjustments),
        place(sheet.lines),
    )


def _count(number: int | None) -> Value:
    return None if number is None else Decimal(number)


def _rates(report: Report) -> Iterator[Rate]:
    for sheet in report.sheets:
        for measure in sheet.measures:
            yield from measure.rates


def _rate_row(rate: Rate) -> tuple[Value, ...]:
    value, low, high = (one.value if one else None for one in (rate.value, rate.low, rate.high))
    return (
        rate.sheet,
        rate.measure,
        rate.period,
        rate.reading,
        rate.aim,
        rate.method_name,
        rate.version,
        rate.basis_name,
        value,
        UNITS[rate.value.unit] if rate.value else "",
        low,
        high,
        rate.exact,
        rate.arithmetic,
        rate.reason,
        "oui" if rate.official else "non",
    )
