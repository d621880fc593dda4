"""Counts to the record of a run: protected first, then everything that is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from droitcommun.core.figures import rounded, rounded_down, rounded_up
from droitcommun.core.french import percent
from droitcommun.territory.columns import Chosen, Column, Input
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.misplacement import OF_ADDRESSES
from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.placements import BoundedShare, Placement
from droitcommun.territory.publishing import Answer, published_share, verdict
from droitcommun.territory.secrecy import NOTHING, PublishedCount, PublishedTable
from droitcommun.territory.tables import Table
from droitcommun.territory.tallies import ANY_AREA, Why, labelled, placed_in
from droitcommun.usecases.locate_records import (
    AreaRecord,
    BoundedShareRecord,
    ColumnRecord,
    IndexRecord,
    JournalRecord,
    LocateRecord,
    MisplacementRecord,
    OpenRecord,
    PerimetersRecord,
    RangeRecord,
    ReasonsRecord,
    SecrecyRecord,
    UnplacedRecord,
    VerdictRecord,
)
from droitcommun.usecases.locate_settings import Settings

# Decimals of a share.
_DECIMALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFacts:
    """What a run knows of its own making."""

    version: str
    rows_hash: str | None
    index: AddressIndex | None
    geocoder: str | None
    perimeters_sha256: str
    notes: tuple[str, ...]


def record_of(
    counts: PublishedTable,
    table: Table,
    chosen: Chosen,
    settings: Settings,
    perimeters: Perimeters,
    facts: JournalFacts,
) -> LocateRecord:
    """The record of a run, from its counts as they may be shown; there is at least a row."""
    four = {placement: placed_in(counts, placement) for placement in Placement}
    whole = counts.total()
    share = published_share(counts, settings.denominator)
    if share is None:
        raise ValueError("a file without rows has no share")
    return LocateRecord(
        rows=whole.shown,
        inside=four[Placement.INSIDE].shown,
        outside=four[Placement.OUTSIDE].shown,
        uncertain=four[Placement.UNCERTAIN].shown,
        unplaced=UnplacedRecord(
            total=four[Placement.UNPLACED].shown, reasons=_reasons(labelled(counts, Placement.UNPLACED))
        ),
        share=BoundedShareRecord(
            low=rounded_down(share.low, _DECIMALS),
            point=None if share.point is None else rounded(share.point, _DECIMALS),
            high=rounded_up(share.high, _DECIMALS),
        ),
        verdict=None if settings.target is None else _verdict(share, settings.target, four),
        areas=_areas(counts, perimeters),
        open=OpenRecord(
            rows=_range(whole), **{placement.value: _range(count) for placement, count in four.items()}
        ),
        misplacement=None if facts.index is None else _misplacement(),
        journal=_journal(table, chosen, settings, perimeters, facts),
    )


def _reasons(counts: Mapping[str, PublishedCount]) -> ReasonsRecord:
    return ReasonsRecord(**{why.value: counts.get(why.value, NOTHING).shown for why in Why})


def _range(count: PublishedCount) -> RangeRecord:
    return RangeRecord(low=count.low, high=count.high)


def _areas(counts: PublishedTable, perimeters: Perimeters) -> tuple[AreaRecord, ...]:
    inside = labelled(counts, Placement.INSIDE)
    names = [(area.code, area.name) for area in perimeters.areas]
    if ANY_AREA in inside and len(inside) > 1:
        names.append((ANY_AREA, "entre deux quartiers, ou non précisé"))
    return tuple(
        AreaRecord(code=code, name=name, count=inside[code].shown, suppressed=inside[code].shown is None)
        for code, name in names
        if code in inside and inside[code].high
    )


def _verdict(share: BoundedShare, target: Decimal, four: Mapping[Placement, PublishedCount]) -> VerdictRecord:
    answer = verdict(share, Fraction(target))
    open_rows = (four[Placement.UNCERTAIN] + four[Placement.UNPLACED]).high
    wherever = ", où que soient les lignes non placées" if open_rows else ""
    match answer:
        case Answer.KEPT:
            sentence = f"L’objectif de {percent(target)} est atteint{wherever}."
        case Answer.MISSED:
            sentence = f"L’objectif de {percent(target)} est manqué{wherever}."
        case Answer.UNDECIDED:
            straddles = "les bornes sont de part et d’autre"
            sentence = f"On ne sait pas si l’objectif de {percent(target)} est atteint : {straddles}."
    return VerdictRecord(target=target, answer=answer, sentence=sentence)


def _misplacement() -> MisplacementRecord:
    return MisplacementRecord(percent=rounded(OF_ADDRESSES.rate, 3), measured_on=OF_ADDRESSES.measured_on)


def _journal(
    table: Table, chosen: Chosen, settings: Settings, perimeters: Perimeters, facts: JournalFacts
) -> JournalRecord:
    return JournalRecord(
        version=facts.version,
        service=settings.service,
        source=settings.source,
        period=settings.period,
        input=chosen.input,
        columns=tuple(
            ColumnRecord(says=column, name=table.columns[chosen.places[column]])
            for column in Column
            if column in chosen.places
        ),
        basis=settings.basis,
        population=settings.population,
        denominator=settings.denominator,
        domiciled=Column.DOMICILED in chosen.places,
        by_area=settings.by_area,
        blank=settings.blank,
        crs=settings.crs,
        tolerance=settings.tolerance if chosen.input is Input.COORDINATES else None,
        secrecy=None
        if settings.secrecy is None
        else SecrecyRecord(threshold=settings.secrecy.threshold, step=settings.secrecy.step),
        rows_hash=facts.rows_hash,
        index=None
        if facts.index is None
        else IndexRecord(
            sha256=facts.index.header.body,
            addresses=facts.index.header.counts["addresses"],
            sources=tuple(source.sha256 for source in facts.index.header.sources),
        ),
        perimeters=PerimetersRecord(
            sha256=facts.perimeters_sha256,
            kind=perimeters.kind,
            vintage=perimeters.vintage.name,
            text=perimeters.vintage.text,
            precision=settings.precision,
            areas=len(perimeters.areas),
            notes=perimeters.notes,
        ),
        notes=facts.notes,
        geocoder=facts.geocoder,
    )
