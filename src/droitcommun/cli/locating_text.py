"""A run of `locate` in plain French."""

from collections.abc import Iterator
from typing import Any

from droitcommun.cli.paragraphs import paragraph
from droitcommun.core.codec import to_plain
from droitcommun.core.french import number_of, percent, typeset
from droitcommun.territory.placements import Denominator
from droitcommun.territory.secrecy import Secrecy
from droitcommun.territory.tallies import Why
from droitcommun.usecases.locate_records import LocateRecord, RangeRecord, SecrecyRecord
from droitcommun.usecases.locate_words import BASIS, COLUMN, INPUT, POPULATION, REASON

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
    yield from _areas(record)
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


def _areas(record: LocateRecord) -> Iterator[str]:
    if record.areas:
        yield ""
        yield "Par quartier"
        for area in record.areas:
            shown = _HIDDEN if area.count is None else number_of(area.count or 0)
            yield f"{shown:>9}  {area.code + '  ' if area.code else ''}{area.name}"


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
            yield _row("unplaced", key, REASON[Why(key)], count, *_bounds(count, secrecy))
    for area in record.areas:
        yield _row("inside", area.code, area.name, area.count, *_bounds(area.count, secrecy))


def _row(placement: str, label: str, name: str, value: object, low: object, high: object) -> dict[str, Any]:
    return {"placement": placement, "label": label, "name": name, "value": value, "low": low, "high": high}


def _bounds(count: int | None, secrecy: SecrecyRecord | None) -> tuple[int | None, int | None]:
    if secrecy is None:
        return count, count
    image = Secrecy(secrecy.threshold, secrecy.step).image(count)
    return image.low, image.high
