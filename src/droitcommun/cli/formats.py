"""Records as JSON or CSV. Numbers are strings in plain digits; absence is null, or an empty cell."""

import csv
import json
from collections.abc import Iterable
from io import StringIO
from typing import Any

from droitcommun.core.codec import to_plain

SHEET_COLUMNS = [
    "id",
    "title",
    "layout",
    "axis.id",
    "theme.id",
    "institutions",
    "objective",
    "updated_on.from",
    "updated_on.to",
    "measure.id",
    "measure.indicator",
    "measure.target.text",
    "measure.status",
    "measure.public_status",
    "measure.trend",
    "declared_rate.value",
    "commitments",
    "source.file",
    "source.first_line",
    "source.last_line",
]
RATE_COLUMNS = [
    "sheet",
    "measure",
    "as_of",
    "reading",
    "method",
    "version",
    "basis",
    "result_period",
    "value",
    "exact",
    "unit",
    "low",
    "high",
    "reason",
    "official",
]
COMMITMENT_COLUMNS = [
    "id",
    "statement",
    "level",
    "force",
    "committed",
    "scope",
    "scheme",
    "period",
    "target.text",
    "target.kind",
    "target.schedule",
    "baseline",
    "sheets",
    "public_status",
    "proposed",
    "lines",
]
MEASURABILITY_COLUMNS = [
    "id",
    "committed",
    "figure",
    "indicator",
    "baseline",
    "schedule",
    "producer",
    "perimeter",
    "missing",
]
FINDING_COLUMNS = [
    "code",
    "family",
    "severity",
    "sheets",
    "measures",
    "commitments",
    "message",
    "expected.value",
    "expected.text",
    "found.value",
    "found.text",
    "lines",
    "remedy",
    "linked",
    "key",
    "waived.by",
    "waived.reason",
]

LOCATE_COLUMNS = ["placement", "label", "name", "value", "low", "high"]


def as_json(records: object) -> str:
    """Write records, or a schema, as indented JSON."""
    plain = records if isinstance(records, dict) else to_plain(records)
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def row(record: object, **beside: object) -> dict[str, Any]:
    """Turn a record into a plain row, with other records beside it under their names."""
    return {**to_plain(record), **{name: to_plain(value) for name, value in beside.items()}}


def as_csv(rows: Iterable[dict[str, Any]], columns: list[str]) -> str:
    """Write rows; column `a.b` reads key b of key a; a list is joined by a bar."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(_at(plain, column)) for column in columns] for plain in rows)
    return out.getvalue()


def _at(plain: Any, column: str) -> Any:
    for key in column.split("."):
        plain = plain[key] if plain is not None else None
    return plain


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case [[int(), int()], *_]:
            return "|".join(f"{first}-{last}" for first, last in value)
        case list():
            return "|".join(map(str, value))
        case _:
            return str(value)
