"""The report as open data: a zip with a Data Package, its tables as CSV with a Table Schema, and the Dossier itself.

The Dossier is what the codec makes of it: `catalogue/export.py` reads it back equal.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from typing import Any

from droitcommun.catalogue.export import DOSSIER, PACKAGE
from droitcommun.core.codec import to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.figures import plain
from droitcommun.core.observations import Absent, Bounded, Number, Observation, Part, Share, printed
from droitcommun.core.passages import Passage
from droitcommun.core.verdicts import value_of
from droitcommun.reports.blocks import printable
from droitcommun.reports.content import Rate, Report
from droitcommun.reports.zips import archive

_LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}

Value = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the package: its columns, each with its type and what it says, its key, its links."""

    name: str
    title: str
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[Value, ...], ...]
    key: tuple[str, ...] = ("id",)
    links: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """Its file in the archive."""
        return f"data/{self.name}.csv"


def opendata(report: Report, dossier: Dossier) -> bytes:
    """Make the archive."""
    whole = _as_json(to_plain(dossier))
    tables = _tables(report, dossier)
    files = [(table.path, _as_csv(table)) for table in tables]
    package = {
        "profile": "data-package",
        "name": f"bilan-{report.year}-{dossier.contract.id}",
        "title": report.title,
        "description": f"{report.subtitle}. État au {report.as_of.isoformat()}.",
        "version": report.as_of.isoformat(),
        "created": f"{report.as_of.isoformat()}T00:00:00Z",
        "licenses": [_LICENCE],
        "sources": [
            {"title": one.title, "path": one.file, "sha256": one.sha256} for one in dossier.contract.documents
        ],
        "origin": to_plain(dossier.origin),
        "methods": {one.id: one.version for one in report.methods},
        "resources": [
            *(_resource(table, held) for table, (_, held) in zip(tables, files, strict=True)),
            {
                "name": "dossier",
                "title": "Le dossier entier",
                "path": DOSSIER,
                "format": "json",
                "mediatype": "application/json",
                "encoding": "utf-8",
                "bytes": len(whole),
                "hash": f"sha256:{sha256(whole).hexdigest()}",
            },
        ],
    }
    return archive([(PACKAGE, _as_json(package)), *files, (DOSSIER, whole)])


def _resource(table: Table, held: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": name, "type": kind, "description": meaning} for name, kind, meaning in table.columns
        ],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.links:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": other, "fields": "id"}}
            for field, other in table.links
        ]
    return {
        "name": table.name,
        "title": table.title,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "bytes": len(held),
        "hash": f"sha256:{sha256(held).hexdigest()}",
        "schema": schema,
    }


def _tables(report: Report, dossier: Dossier) -> tuple[Table, ...]:
    text, number, integer, boolean = "string", "number", "integer", "boolean"
    measures = [(sheet, measure) for sheet in report.sheets for measure in sheet.measures]
    return (
        Table(
            name="commitments",
            title="Les engagements",
            columns=(
                ("id", text, "identifiant"),
                ("statement", text, "ce qui est promis"),
                ("committed", text, "qui s’engage"),
                ("level", text, "niveau"),
                ("force", text, "force"),
                ("scope", text, "pour qui"),
                ("target", text, "objectif"),
                ("schedule", text, "calendrier"),
                ("public_status", text, "statut"),
                ("sheets", text, "fiches qui le suivent"),
                ("lines", text, "lignes du document"),
            ),
            rows=tuple(
                (
                    made.id,
                    made.statement,
                    _joined(made.committed),
                    made.level,
                    made.force,
                    made.scope,
                    made.target.text,
                    made.target.schedule,
                    shown.public_status,
                    _joined(shown.sheets),
                    _lines(made.passage),
                )
                for made, shown in zip(dossier.commitments, report.promises, strict=True)
            ),
        ),
        Table(
            name="sheets",
            title="Les fiches de suivi",
            columns=(
                ("id", text, "identifiant"),
                ("number", integer, "rang dans le document"),
                ("title", text, "titre"),
                ("axis", text, "axe"),
                ("theme", text, "thématique"),
                ("objective", text, "objectif"),
                ("updated_from", "date", "mise à jour, premier jour"),
                ("updated_to", "date", "mise à jour, dernier jour"),
                ("institutions", text, "institutions"),
                ("declared_rate", number, "taux déclaré"),
                ("declared_unit", text, "son unité"),
                ("declared_holds", boolean, "se retrouve par le calcul"),
                ("public_status", text, "statut"),
                ("method_note", text, "méthodologie"),
                ("analysis", text, "analyse"),
                ("lines", text, "lignes du document"),
            ),
            rows=tuple(
                (
                    sheet.id,
                    shown.number,
                    sheet.title,
                    sheet.axis.id if sheet.axis else None,
                    sheet.theme.id if sheet.theme else None,
                    sheet.objective,
                    sheet.updated_on.from_.isoformat(),
                    sheet.updated_on.to.isoformat(),
                    _joined(sheet.institutions),
                    shown.declared.quantity.value if shown.declared and shown.declared.quantity else None,
                    shown.declared.quantity.unit if shown.declared and shown.declared.quantity else None,
                    shown.declared.holds if shown.declared else None,
                    shown.public_status,
                    sheet.method_note,
                    sheet.analysis,
                    _lines(sheet.passage),
                )
                for sheet, shown in zip(dossier.sheets, report.sheets, strict=True)
            ),
        ),
        Table(
            name="measures",
            title="Les mesures",
            columns=(
                ("id", text, "identifiant"),
                ("sheet", text, "fiche"),
                ("indicator", text, "indicateur"),
                ("target", text, "objectif à atteindre"),
                ("schedule", text, "calendrier"),
                ("readings", text, "lectures de l’objectif"),
                ("public_status", text, "statut"),
                ("trend", text, "évolution"),
                ("because", text, "pourquoi"),
            ),
            rows=tuple(
                (
                    one.id,
                    sheet.id,
                    one.name,
                    one.target,
                    one.schedule,
                    _joined(one.readings),
                    one.public_status,
                    one.trend,
                    one.because,
                )
                for sheet, one in measures
            ),
            links=(("sheet", "sheets"),),
        ),
        Table(
            name="observations",
            title="Les chiffres observés ou déclarés",
            columns=(
                ("id", text, "identifiant"),
                ("sheet", text, "fiche"),
                ("measure", text, "mesure"),
                ("role", text, "rôle"),
                ("text", text, "tel que donné"),
                ("value", number, "valeur"),
                ("unit", text, "unité"),
                ("numerator", integer, "numérateur"),
                ("denominator", integer, "dénominateur"),
                ("period", text, "période"),
                ("perimeter", text, "périmètre"),
                ("provisional", boolean, "provisoire"),
                ("label", text, "ce qui est compté"),
                ("absent", text, "code d’absence, SDMX OBS_STATUS"),
                ("low", number, "borne basse d’une part qu’un manifeste donne"),
                ("high", number, "borne haute"),
                ("document", text, "document qui le donne"),
                ("cell", text, "sa cellule, quand il n’est pas dans des lignes"),
                ("recorded_on", "date", "enregistré le"),
                ("supersedes", text, "corrige"),
                ("lines", text, "lignes du document"),
            ),
            rows=tuple(map(_observation, dossier.observations)),
            links=(("sheet", "sheets"),),
        ),
        Table(
            name="rates",
            title="Les taux calculés",
            columns=(
                ("sheet", text, "fiche"),
                ("measure", text, "mesure"),
                ("as_of", "date", "ce qui était connu ce jour-là"),
                ("reading", text, "lecture"),
                ("method", text, "méthode"),
                ("version", text, "version de la méthode"),
                ("basis", text, "base"),
                ("result_period", text, "période"),
                ("value", number, "taux"),
                ("exact", text, "valeur exacte"),
                ("unit", text, "unité"),
                ("low", number, "borne basse"),
                ("high", number, "borne haute"),
                ("reason", text, "pourquoi il n’y a pas de valeur"),
                ("official", boolean, "taux officiel"),
            ),
            rows=tuple(_rate(rate, report) for _, one in measures for rate in one.rates),
            key=(),
            links=(("sheet", "sheets"), ("measure", "measures")),
        ),
        Table(
            name="findings",
            title="Les constats",
            columns=(
                ("key", text, "identifiant"),
                ("code", text, "règle"),
                ("family", text, "famille"),
                ("severity", text, "gravité"),
                ("sheets", text, "fiches"),
                ("measures", text, "mesures"),
                ("commitments", text, "engagements"),
                ("message", text, "constat"),
                ("expected", text, "attendu"),
                ("found", text, "trouvé"),
                ("remedy", text, "que faire"),
                ("waived", text, "dérogation"),
                ("lines", text, "lignes du document"),
            ),
            rows=tuple(
                (
                    one.key,
                    one.code,
                    one.family,
                    one.severity,
                    _joined(one.sheets),
                    _joined(one.measures),
                    _joined(one.commitments),
                    one.message,
                    one.expected,
                    one.found,
                    one.remedy,
                    one.waived,
                    _numbered(one.lines),
                )
                for one in report.findings
            ),
            key=("key",),
        ),
    )


def _observation(seen: Observation) -> tuple[Value, ...]:
    figure = seen.figure
    number = figure if isinstance(figure, Number) else None
    counts = figure.counted if isinstance(figure, Share) else figure if isinstance(figure, Part) else None
    bounded = figure if isinstance(figure, Bounded) else None
    return (
        seen.id,
        seen.sheet,
        seen.measure,
        seen.role,
        seen.text,
        printed(bounded) if bounded else value_of(number) if number else None,
        number.unit if number else None,
        bounded.inside if bounded else counts.numerator if counts else None,
        bounded.rows if bounded else counts.denominator if counts else None,
        seen.period.code if seen.period else None,
        seen.perimeter,
        seen.provisional,
        seen.label,
        figure.code if isinstance(figure, Absent) else None,
        bounded.low if bounded else None,
        bounded.high if bounded else None,
        seen.passage.document,
        seen.passage.cell,
        seen.recorded_on.isoformat(),
        seen.supersedes,
        _lines(seen.passage),
    )


def _rate(rate: Rate, report: Report) -> tuple[Value, ...]:
    value, low, high = (one.value if one else None for one in (rate.value, rate.low, rate.high))
    return (
        rate.sheet,
        rate.measure,
        report.as_of.isoformat(),
        rate.reading,
        rate.method,
        rate.version,
        rate.basis,
        rate.period,
        value,
        rate.exact,
        rate.value.unit if rate.value else None,
        low,
        high,
        rate.reason,
        rate.official,
    )


def _joined(names: Iterable[str]) -> str:
    return "|".join(names)


def _lines(passage: Passage) -> str:
    return _numbered(passage.lines)


def _numbered(lines: Iterable[tuple[int, int]]) -> str:
    return "|".join(f"{first}-{last}" for first, last in lines)


def _as_csv(table: Table) -> bytes:
    """Text is quoted, numbers are not: a formula stays the text that it is."""
    made = StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([name for name, _, _ in table.columns])
    writer.writerows(
        [_Digits(value) if _is_number(value) else _text(value) for value in row] for row in table.rows
    )
    return made.getvalue().encode()


class _Digits(float):
    """A number that is written with the digits that it has, and not quoted."""

    def __new__(cls, value: Any) -> "_Digits":
        made = super().__new__(cls, value)
        made.digits = plain(value) if isinstance(value, Decimal) else str(value)
        return made

    digits: str

    def __repr__(self) -> str:
        return self.digits

    __str__ = __repr__


def _is_number(value: Value) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else printable(str(value))


def _as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, indent=1).encode() + b"\n"
