"""The rows of a file with where they were found beside: for the service alone, so read by nobody else.

The file has no name before it is whole: a run that is killed leaves nothing behind, where the system can do that.
"""

import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from droitcommun.core.problems import UserError
from droitcommun.territory.flags import ORDER
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.located_rows import Block, Judgement
from droitcommun.territory.matching import Level, Placed, Reason
from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.scores import score

COLUMNS = ("dc_longitude", "dc_latitude", "dc_level", "dc_score", "dc_address_id", "dc_area", "dc_placement")
_OWNER_ONLY = 0o600


@contextmanager
def private_file(path: Path) -> Iterator[io.TextIOWrapper]:
    """Write a file that its owner alone may read; it takes its place when all is written, or never does.

    UserError: the place cannot be written.
    """
    try:
        raw, named = _opened(path)
    except OSError:
        raise UserError("Écriture impossible : le fichier des lignes ne peut pas être créé là.") from None
    try:
        with os.fdopen(raw, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(raw)
            _put(raw, named, path)
            named = None
    finally:
        if named is not None:
            named.unlink(missing_ok=True)


def _opened(path: Path) -> tuple[int, Path | None]:
    """A descriptor of a new file, without a name if possible."""
    if path.is_dir():
        raise IsADirectoryError
    anonymous = getattr(os, "O_TMPFILE", 0)
    if anonymous:
        try:
            return os.open(path.parent, anonymous | os.O_WRONLY, _OWNER_ONLY), None
        except OSError:  # a file system that cannot
            pass
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    return os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), beside


def _put(raw: int, named: Path | None, path: Path) -> None:
    if named is None:
        named = path.with_name(f".{path.name}.part")
        named.unlink(missing_ok=True)
        # An absolute path makes the folder pointless, but only with one does Python follow the link.
        os.link(f"/proc/self/fd/{raw}", named, src_dir_fd=raw, follow_symlinks=True)
    named.replace(path)


class RowWriter:
    """Writes the columns of the input, then ours; in the delimiter of the input."""

    def __init__(
        self,
        file: io.TextIOWrapper,
        columns: tuple[str, ...],
        delimiter: str,
        perimeters: Perimeters,
        index: AddressIndex | None,
    ) -> None:
        self._writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        self._codes = [area.code for area in perimeters.areas]
        self._index = index
        self._writer.writerow([*columns, *COLUMNS])

    def write(self, block: Block) -> None:
        """Write the rows of a block."""
        found = self._found(block)
        for row, first, area, placement in zip(
            block.rows, found, block.areas.tolist(), block.placements.tolist(), strict=True
        ):
            code = self._codes[area] if area >= 0 else ""
            self._writer.writerow([*row.cells, *first, code, ORDER[placement].value])

    def _found(self, block: Block) -> Iterator[tuple[str, ...]]:
        if block.located is not None and self._index is not None:
            for answer in block.located.answers():
                yield (
                    self._answer(answer)
                    if isinstance(answer, Placed)
                    else ("", "", Level.UNPLACED.name.lower(), "", "")
                )
        elif block.geocoded is not None:
            for judged in block.geocoded:
                yield _of_geocoder(judged)
        elif block.points is not None:
            for x, y in zip(block.points.longitudes.tolist(), block.points.latitudes.tolist(), strict=True):
                yield (
                    (f"{x:.7f}", f"{y:.7f}", "point", "", "")
                    if np.isfinite(x)
                    else ("", "", "unplaced", "", "")
                )
        else:
            for _ in block.rows:
                yield ("", "", "", "", "")

    def _answer(self, answer: Placed) -> tuple[str, ...]:
        assert self._index is not None  # noqa: S101 - looked at by the caller
        row = answer.rows[0]
        house = self._index.house(row)
        match answer.level:
            case Level.HOUSE | Level.NEAR:
                identifier = self._index.identifier(row)
            case Level.STREET:
                identifier = self._index.street_identifier(self._index.street_at(row))
            case _:
                identifier = self._index.communes()[self._index.commune_of(self._index.street_at(row))].code
        return (
            f"{house.longitude:.7f}",
            f"{house.latitude:.7f}",
            answer.level.name.lower(),
            f"{score(answer):.2f}",
            identifier,
        )


def _of_geocoder(judged: Judgement) -> tuple[str, ...]:
    if isinstance(judged, Reason):
        return ("", "", Level.UNPLACED.name.lower(), "", "")
    x, y = judged.longitude, judged.latitude
    where = (f"{x:.7f}", f"{y:.7f}") if np.isfinite(x) else ("", "")
    return (*where, judged.placed.level.name.lower(), f"{score(judged.placed):.2f}", judged.identifier)
