"""A run of `locate` in plain French."""

from collections.abc import Iterator
from typing import Any

from droitcommun.cli.paragraphs import paragraph
from droitcommun.core.codec import to_plain
from droitcommun.core.french import number_of, percent, typeset
from droitcommun.territory.placements import Denominator
from droitcommun.territory.secrecy import Secrecy
from droitcommun.territory.tallies import Why
from droitcommun.usecases.locate_records import (
    AreaRecord,
    BoundedShareRecord,
    BreakdownRecord,
    LocateRecord,
    PerimetersRecord,
    PlacedRecord,
    RangeRecord,
    SecrecyRecord,
)
from droitcommun.usecases.locate_words import BASIS, COLUMN, INPUT, KIND, POPULATION, REASON

_HIDDEN = "masqué"
_PLACEMENT = {
    "rows": "lignes en tout",
    "inside": "dans le périmètre",
    "outside": "hors du périmètre",
    "uncertain": "trop près d’un bord pour trancher",
    "unplaced": "non placées",
}


def located_text(record: LocateRecord) -> str:
    """The result as a page: the share first, then what it is made of, then how it was made."""
    return typeset("\n".join(_lines(record))) + "\n"


def _lines(record: LocateRecord) -> Iterator[str]:
    share = record.share
    low, high = percent(share.low), percent(share.high)
    kind = "en quartier prioritaire" if record.journal.perimeters.kind == "qpv" else "dans les périmètres"
    yield f"Part {kind} : entre {low} et {high}" + ("" if share.low != share.high else " (tout est placé)")
    if share.point is not None:
        yield f"Estimation : {percent(share.point)} {_divided(record.journal.denominator)}"
    if record.verdict is not None:
        yield record.verdict.sentence
    yield ""
    opened = record.open
    for placement, count, bounds in (
        ("inside", record.inside, opened.inside),
        ("outside", record.outside, opened.outside),
        ("uncertain", record.uncertain, opened.uncertain),
        ("unplaced", record.unplaced.total, opened.unplaced),
        ("rows", record.rows, opened.rows),
    ):
        yield f"{_count(count, bounds)}  {_PLACEMENT[placement]}"
    yield from _reasons(record)
    yield from _areas(record.areas)
    yield from _beside(record)
    for breakdown in record.by:
        yield from _breakdown(breakdown)
    yield ""
    yield from (paragraph(line, rest="  ") for line in _journal(record))


def _divided(denominator: Denominator) -> str:
    return (
        "des lignes placées"
        if denominator is Denominator.PLACED
        else "de toutes les lignes, les autres supposées hors"
    )


def _count(count: int | None, bounds: RangeRecord) -> str:
    if bounds.low == bounds.high:
        return f"{number_of(bounds.low):>9}"
    if bounds.low <= (count or 0) <= bounds.high:  # rounded, nothing hidden
        return f"{number_of(count or 0):>9}"
    return f"{f'{number_of(bounds.low)} à {number_of(bounds.high)}':>9}"


def _reasons(record: LocateRecord) -> Iterator[str]:
    reasons = {key: count for key, count in to_plain(record.unplaced.reasons).items() if count != 0}
    if reasons:
        yield ""
        yield "Pourquoi des lignes ne sont pas placées"
        for key, count in reasons.items():
            yield f"{_HIDDEN if count is None else number_of(count):>9}  {REASON[key]}"


def _areas(areas: tuple[AreaRecord, ...]) -> Iterator[str]:
    if areas:
        yield ""
        yield "Par quartier"
        for area in areas:
            if area.open is not None:
                shown = _count(area.count, area.open).strip()
            else:
                shown = _HIDDEN if area.count is None else number_of(area.count or 0)
            yield f"{shown:>9}  {area.code + '  ' if area.code else ''}{area.name}"


def _beside(record: LocateRecord) -> Iterator[str]:
    other = record.beside
    if other is None:
        return
    here, there = _list_of(record.journal.perimeters), _list_of(other.perimeters)
    yield ""
    yield f"À côté, {there} : {_share(other.placed.share)}"
    yield from _placed(other.placed)
    yield from _areas(other.areas)
    yield ""
    yield "Les deux ensemble, parmi les lignes sûres des deux côtés"
    both = other.both
    for bounds, words in (
        (both.inside_both, "dans les deux"),
        (both.inside_here_only, f"{here} seulement"),
        (both.inside_other_only, f"{there} seulement"),
        (both.outside_both, "dans aucun"),
    ):
        yield f"{_count(None, bounds)}  {words}"


def _list_of(perimeters: PerimetersRecord) -> str:
    return f"{KIND[perimeters.kind]} de {perimeters.vintage}"


def _breakdown(breakdown: BreakdownRecord) -> Iterator[str]:
    yield ""
    yield f"Par « {breakdown.column} »"
    for group in breakdown.groups:
        placed = group.placed
        if placed.open.rows.high:
            yield f"{group.value} : {_share(placed.share)}"
            yield from _placed(placed)


def _share(share: BoundedShareRecord | None) -> str:
    if share is None:
        return "aucune ligne"
    bounds = f"entre {percent(share.low)} et {percent(share.high)}"
    return bounds if share.point is None else f"{bounds}, estimation {percent(share.point)}"


def _placed(placed: PlacedRecord) -> Iterator[str]:
    opened = placed.open
    for placement, count, bounds in (
        ("inside", placed.inside, opened.inside),
        ("outside", placed.outside, opened.outside),
        ("uncertain", placed.uncertain, opened.uncertain),
        ("unplaced", placed.unplaced, opened.unplaced),
        ("rows", placed.rows, opened.rows),
    ):
        if bounds.high:
            yield f"{_count(count, bounds)}  {_PLACEMENT[placement]}"


def _journal(record: LocateRecord) -> Iterator[str]:
    journal = record.journal
    named = [name for name in (journal.source, journal.period, journal.service) if name]
    if named:
        yield f"Publication : {', '.join(named)}"
    columns = ", ".join(f"{COLUMN[one.says]} « {one.name} »" for one in journal.columns)
    yield f"Lu comme : {INPUT[journal.input]} ({columns})"
    yield f"On compte : {POPULATION[journal.population]}, au lieu : {BASIS[journal.basis]}"
    yield (
        "Domiciliés : comptés à part, non placés"
        if journal.domiciled
        else "Domiciliés : aucune colonne ne les distingue"
    )
    perimeters = journal.perimeters
    yield f"Périmètres : {perimeters.areas} du millésime {perimeters.vintage} ({perimeters.text})"
    for note in (*perimeters.notes, *journal.notes):
        yield f"Note : {note}"
    if journal.index is not None:
        yield f"Index : {number_of(journal.index.addresses)} adresses, {journal.index.sha256[:16]}…"
    if journal.geocoder is not None:
        yield f"Géocodeur : {journal.geocoder}, à qui les adresses ont été envoyées"
    if record.misplacement is not None:
        wrong = record.misplacement
        yield f"Mal placées parmi les lignes sûres : {percent(wrong.percent)}, mesuré sur {wrong.measured_on}"
    if journal.secrecy is None:
        yield "Comptes exacts, pour le service seul : ne pas les transmettre."
    else:
        rounded = f", les autres arrondis à {journal.secrecy.step}" if journal.secrecy.step > 1 else ""
        yield f"Secret : un compte de 1 à {journal.secrecy.threshold} est masqué{rounded} ; tout le reste en est déduit"


def located_rows(record: LocateRecord) -> Iterator[dict[str, Any]]:
    """The result as rows: the share, the four placements, why rows are unplaced, then each area with rows.

    Of a count that is hidden there are only its bounds.
    """
    share, opened = record.share, to_plain(record.open)
    yield _row("share", "", "part, en pourcent", share.point, share.low, share.high)
    counts = {
        "rows": record.rows,
        "inside": record.inside,
        "outside": record.outside,
        "uncertain": record.uncertain,
        "unplaced": record.unplaced.total,
    }
    for placement, count in counts.items():
        yield _row(placement, "", _PLACEMENT[placement], count, *opened[placement].values())
    secrecy = record.journal.secrecy
    for key, count in to_plain(record.unplaced.reasons).items():
        if count != 0:
            # Told apart by more, a reason is a sum of cells, whose bounds are not kept.
            bounds = (None, None) if count is None and _is_told_apart(record) else _bounds(count, secrecy)
            yield _row("unplaced", key, REASON[Why(key)], count, *bounds)
    yield from (_area_row(area, secrecy) for area in record.areas)
    if record.beside is not None:
        there = _list_of(record.beside.perimeters)
        yield from _placed_rows(record.beside.placed, there)
        for area in record.beside.areas:
            yield _area_row(area, secrecy)
        for key, bounds in to_plain(record.beside.both).items():
            yield _row(key, there, _BOTH[key], _exact(bounds), *bounds.values())
    for breakdown in record.by:
        for group in breakdown.groups:
            yield from _placed_rows(group.placed, f"{breakdown.column} : {group.value}")


_BOTH = {
    "inside_both": "dans les deux listes de périmètres",
    "inside_here_only": "dans la première liste, hors de l’autre",
    "inside_other_only": "dans l’autre liste, hors de la première",
    "outside_both": "hors des deux",
}


def _exact(bounds: dict[str, int]) -> int | None:
    return bounds["low"] if bounds["low"] == bounds["high"] else None


def _is_told_apart(record: LocateRecord) -> bool:
    return bool(record.by or record.beside)


def _area_row(area: AreaRecord, secrecy: SecrecyRecord | None) -> dict[str, Any]:
    bounds = _bounds(area.count, secrecy) if area.open is None else (area.open.low, area.open.high)
    return _row("inside", area.code, area.name, area.count, *bounds)


def _placed_rows(placed: PlacedRecord, label: str) -> Iterator[dict[str, Any]]:
    if placed.share is not None:
        share = placed.share
        yield _row("share", label, "part, en pourcent", share.point, share.low, share.high)
    for placement, bounds in to_plain(placed.open).items():
        yield _row(placement, label, _PLACEMENT[placement], getattr(placed, placement), *bounds.values())


def _row(placement: str, label: str, name: str, value: object, low: object, high: object) -> dict[str, Any]:
    return {"placement": placement, "label": label, "name": name, "value": value, "low": low, "high": high}


def _bounds(count: int | None, secrecy: SecrecyRecord | None) -> tuple[int | None, int | None]:
    if secrecy is None:
        return count, count
    image = Secrecy(secrecy.threshold, secrecy.step).image(count)
    return image.low, image.high
