"""Parquet: the same rows of text, a slice at a time."""

import io
from collections.abc import Iterator
from itertools import islice

from droitcommun.territory.tables import SAMPLE, Content, Row, Source, Table, Told, refused

_SLICE = 100_000


def read_parquet(path: Source) -> Table:
    """Open a Parquet file; its columns are read as text, dates and numbers as they print.

    FileRefusedError: unreadable, or without rows.
    """
    import polars as pl  # half a second that the other formats are spared

    try:
        lazy = pl.scan_parquet(io.BytesIO(path.content) if isinstance(path, Content) else path)
        names = lazy.collect_schema().names()
        count = int(lazy.select(pl.len()).collect().item())
    except (OSError, pl.exceptions.PolarsError) as error:
        raise refused(path, "parquet-unreadable", "un fichier Parquet entier attendu") from error
    if not count:
        raise refused(path, "empty", "le fichier est vide ; l’exporter de nouveau")
    told = Told()

    def rows() -> Iterator[Row]:
        for start in range(0, count, _SLICE):
            part = lazy.slice(start, _SLICE).select(pl.all().cast(pl.String, strict=False)).collect()
            for place, cells in enumerate(part.iter_rows(), start + 2):
                yield Row(place, [cell or "" for cell in cells])
            told.done = min(1.0, (start + _SLICE) / count)

    return Table(path.name, tuple(names), tuple(islice(rows(), SAMPLE)), rows(), told)
