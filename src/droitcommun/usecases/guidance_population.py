"""A table of situations meets the catalogue: counts by scheme, nothing of a row."""

from datetime import date
from pathlib import Path

import polars as pl

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.orientation.population import PopulationError, answers, columns_of, shares
from droitcommun.orientation.situations import Situation
from droitcommun.usecases.guidance import Desk
from droitcommun.usecases.guidance_records import CountedRecord, PopulationRecord

SUFFIXES = (".csv", ".parquet")


def orient_population(
    desk: Desk, path: Path, on: date | None, *, today: date | None = None
) -> PopulationRecord:
    """Count the answers of a population: a column a fact, or `FACT_from` and `FACT_to` for bounds; empty: unknown.

    Raises FileRefusedError, which names a column and never repeats a value.
    """
    day = desk.day(on, today)
    try:
        frame = _read(path)
        columns = columns_of(desk.guide.forest, frame)
    except PopulationError as wrong:
        known = desk.facts.keys() | {f"{name}{end}" for name in desk.facts for end in ("_from", "_to")}
        column = wrong.column if wrong.column in known else ""  # a header may be a name of somebody
        place = Place(path.name, column=column)
        raise FileRefusedError([Problem(place, "population", wrong.expected)]) from None
    found = answers(desk.guide, columns, frame.height)
    names = {one.scheme.id: one.scheme.name for one in desk.guide.compiled}
    return PopulationRecord(
        on=day,
        catalogue=desk.catalogue.about.id,
        rows=frame.height,
        schemes=tuple(
            CountedRecord(
                id=name, name=names[name], **{answer.value: count for answer, count in counts.items()}
            )
            for name, counts in shares(desk.guide, found, Situation(day))
        ),
    )


def _read(path: Path) -> pl.DataFrame:
    """Read the table; raises FileRefusedError."""
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema_length=10_000, null_values=[""], encoding="utf8")
    except OSError:
        expected = "un fichier lisible de ce nom"
    except (pl.exceptions.PolarsError, UnicodeError):
        expected = "un CSV en UTF-8 à virgules, ou un fichier Parquet, avec une ligne d’en-tête"
    raise FileRefusedError([Problem(Place(path.name), "table", expected)])
