"""A manifest in plain French, for a page: its counts, what they leave open, and how they were made."""

from collections.abc import Iterator
from dataclasses import dataclass

from droitcommun.core import french
from droitcommun.core.codec import to_plain
from droitcommun.territory.placements import Denominator
from droitcommun.territory.tallies import Why
from droitcommun.usecases.locate_records import BoundedShareRecord, LocateRecord, PlacedRecord, RangeRecord
from droitcommun.usecases.locate_words import BASIS, INPUT, KIND, POPULATION, REASON

HIDDEN = "masqué"

# Rows of the table of counts, in order.
PLACEMENTS = (
    ("inside", "Dans le périmètre"),
    ("outside", "Hors du périmètre"),
    ("uncertain", "Trop près d’un bord pour trancher"),
    ("unplaced", "Non placées"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A manifest as a page tells it: counts by placement, reasons, areas, other lists and groups, then facts by name.

    `apart`: of each other list or group, its name, the share inside, rows inside and in all.
    """

    share: str
    counts: tuple[tuple[str, str], ...]
    rows: str
    reasons: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str, str], ...]
    apart: tuple[tuple[str, str, str, str], ...]
    journal: tuple[tuple[str, str], ...]


def told_of(result: LocateRecord) -> Told:
    """Tell a manifest; a hidden count is said to be hidden, with its bounds."""
    opened = result.open
    counts: dict[str, tuple[int | None, RangeRecord]] = {
        "inside": (result.inside, opened.inside),
        "outside": (result.outside, opened.outside),
        "uncertain": (result.uncertain, opened.uncertain),
        "unplaced": (result.unplaced.total, opened.unplaced),
    }
    return Told(
        share=_bounds(result.share),
        counts=tuple((words, _count(*counts[name])) for name, words in PLACEMENTS),
        rows=_count(result.rows, opened.rows),
        reasons=tuple(
            (REASON[Why(name)], _shown(count))
            for name, count in to_plain(result.unplaced.reasons).items()
            if count != 0
        ),
        areas=tuple(
            (one.code, one.name, _count(one.count, one.open) if one.open else _shown(one.count))
            for one in result.areas
        ),
        apart=tuple(
            (
                french.typeset(name),
                _bounds(placed.share),
                _count(placed.inside, placed.open.inside),
                _count(placed.rows, placed.open.rows),
            )
            for name, placed in _apart(result)
        ),
        journal=tuple((name, french.typeset(words)) for name, words in _journal(result) if words),
    )


def _bounds(share: BoundedShareRecord | None) -> str:
    if share is None:
        return "aucune ligne"
    if share.low == share.high:
        return french.percent(share.low)
    return f"entre {french.percent(share.low)} et {french.percent(share.high)}"


def _apart(result: LocateRecord) -> Iterator[tuple[str, PlacedRecord]]:
    """The other list, then the groups of each column."""
    if result.beside is not None:
        other = result.beside.perimeters
        yield f"{KIND[other.kind]}, millésime {other.vintage}", result.beside.placed
    for breakdown in result.by:
        for group in breakdown.groups:
            yield f"{breakdown.column} : {group.value}", group.placed


def _shown(count: int | None) -> str:
    return HIDDEN if count is None else french.number_of(count)


def _count(count: int | None, bounds: RangeRecord) -> str:
    if count is None:
        return f"{HIDDEN}, de {french.number_of(bounds.low)} à {french.number_of(bounds.high)}"
    return french.number_of(count)


def _journal(result: LocateRecord) -> tuple[tuple[str, str], ...]:
    journal, perimeters = result.journal, result.journal.perimeters
    placed = journal.denominator is Denominator.PLACED
    divided = "des lignes placées" if placed else "de toutes les lignes, les autres supposées hors"
    point = result.share.point
    secrecy = journal.secrecy
    hidden = ""
    if secrecy is not None:
        rounding = f", les autres sont arrondis à {secrecy.step}" if secrecy.step > 1 else ""
        hidden = f"un compte de 1 à {secrecy.threshold} est masqué{rounding} ; tout le reste en est déduit"
    wrong = result.misplacement
    drawn = (
        f"{perimeters.areas} du millésime {perimeters.vintage} ({perimeters.text}), "
        f"précision {french.number(perimeters.precision)} m, fichier {perimeters.sha256[:16]}…"
    )
    return (
        (
            "Estimation",
            "aucune : trop de comptes sont masqués"
            if point is None
            else f"{french.percent(point)} {divided}",
        ),
        ("Qui a compté", journal.service or ""),
        ("Dans quel fichier", journal.source or ""),
        ("Période", journal.period or ""),
        ("Ce qui est compté", f"{POPULATION[journal.population]}, au lieu : {BASIS[journal.basis]}"),
        ("D’après", INPUT[journal.input]),
        (
            "Domiciliés",
            "comptés à part, non placés" if journal.domiciled else "aucune colonne ne les distingue",
        ),
        (
            "Périmètres",
            drawn,
        ),
        (
            "Registre d’adresses",
            f"{french.number_of(journal.index.addresses)} adresses, {journal.index.sha256[:16]}…"
            if journal.index
            else "",
        ),
        (
            "Mal placées parmi les lignes sûres",
            f"{french.percent(wrong.percent)}, mesuré sur {wrong.measured_on}" if wrong else "",
        ),
        ("Secret", hidden),
        ("Notes", " ; ".join((*perimeters.notes, *journal.notes))),
        ("Programme", f"version {journal.version}"),
    )
