"""What concerns one priority neighbourhood: promises, sheets, what is counted there; and its drawing, if installed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from droitcommun.core.contract import Commitment, Neighbourhood, PerimeterKind
from droitcommun.core.known import Known
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.usecases.locate_records import AreaRecord, LocateRecord

if TYPE_CHECKING:
    from droitcommun.territory.outlines import Drawing

# The files that perimeters come in, first found first taken.
SUFFIXES = (".geojson", ".gpkg", ".parquet", ".shp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a manifest counts in one neighbourhood: `area` None when it publishes no row there."""

    sheet: Sheet
    measure: Measure
    manifest: str
    result: LocateRecord
    area: AreaRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """What concerns a neighbourhood: by its name, as one of all, as a part of a wider place; what does not say.

    `sheets` are those of which a measure covers it.
    """

    neighbourhood: Neighbourhood
    named: tuple[Commitment, ...]
    of_all: tuple[Commitment, ...]
    wider: tuple[Commitment, ...]
    unsaid: tuple[Commitment, ...]
    sheets: tuple[Sheet, ...]
    counted: tuple[Counted, ...]


def concerned(known: Known, one: Neighbourhood, manifests: Mapping[str, LocateRecord]) -> Concerned:
    """Sort promises and sheets by what they say of their places."""
    dossier = known.dossier
    others = [other for other in dossier.contract.neighbourhoods if other.id != one.id]
    groups: dict[str, list[Commitment]] = {"named": [], "of_all": [], "wider": [], "unsaid": []}
    for promise in dossier.commitments:
        group = _group(known, promise, one, others)
        if group is not None:
            groups[group].append(promise)
    return Concerned(
        neighbourhood=one,
        named=tuple(groups["named"]),
        of_all=tuple(groups["of_all"]),
        wider=tuple(groups["wider"]),
        unsaid=tuple(groups["unsaid"]),
        sheets=tuple(
            sheet
            for sheet in dossier.sheets
            if any(_holds(known, measure.perimeter) for measure in sheet.measures)
        ),
        counted=tuple(_counted(known, one, manifests)),
    )


def _group(
    known: Known, promise: Commitment, one: Neighbourhood, others: Iterable[Neighbourhood]
) -> str | None:
    if _names(promise.scope, one):
        return "named"
    if any(_names(promise.scope, other) for other in others):
        return None
    if promise.perimeter is None or not known.is_said(promise.perimeter):
        return "unsaid"
    if known.perimeters[promise.perimeter].kind is PerimeterKind.PRIORITY:
        return "of_all"
    return "wider" if _holds(known, promise.perimeter) else None


def _names(scope: str, one: Neighbourhood) -> bool:
    return _words(one.name) in _words(scope)


def _words(text: str) -> str:
    """Words alone: « Porte de Saint-Ouen - Porte Pouchet » is written in several ways."""
    letters = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return f" {' '.join(letters.split())} "


def _holds(known: Known, perimeter: str) -> bool:
    """Say whether a perimeter holds every priority neighbourhood."""
    priority = [name for name, one in known.perimeters.items() if one.kind is PerimeterKind.PRIORITY]
    return any(perimeter == name or known.is_wider(perimeter, than=name) for name in priority)


def _counted(known: Known, one: Neighbourhood, manifests: Mapping[str, LocateRecord]) -> Iterator[Counted]:
    measures = {measure.id: (sheet, measure) for sheet, measure in known.dossier.measures()}
    for seen in known.dossier.observations:
        result = manifests.get(seen.passage.document)
        if result is None or seen.measure is None or seen.recorded_on > known.as_of:
            continue
        if result.journal.by_area and result.journal.perimeters.vintage == one.vintage:
            sheet, measure = measures[seen.measure]
            area = next((area for area in result.areas if area.code.casefold() == one.id), None)
            yield Counted(
                sheet=sheet, measure=measure, manifest=seen.passage.document, result=result, area=area
            )


def installed(folder: Path, vintage: str) -> Path | None:
    """The file of a list that an instance has installed: qpv-2014.geojson, in its folder; None without one."""
    found = (folder / f"qpv-{vintage}{suffix}" for suffix in SUFFIXES)
    return next((path for path in found if path.is_file()), None)


def drawn(folder: Path, vintage: str, codes: frozenset[str]) -> "Drawing | None":
    """Draw these neighbourhoods of a list; None when nothing is installed, or nothing of them.

    UnknownNameError: no such list; FileRefusedError: the file that is installed cannot be read.
    """
    path = installed(folder, vintage)
    if path is None:
        return None
    from droitcommun.territory.outlines import drawing
    from droitcommun.territory.perimeter_files import read_perimeters
    from droitcommun.territory.perimeters import Kind
    from droitcommun.territory.vintages import LEGAL_PRECISION, vintage_named

    named = vintage_named(Kind.QPV, vintage, LEGAL_PRECISION)
    return drawing(read_perimeters(path, kind=Kind.QPV, vintage=named), codes)
