"""Counts to the record of a run: protected first, then everything that is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from droitcommun.core.figures import rounded, rounded_down, rounded_up
from droitcommun.core.french import percent
from droitcommun.territory.breakdowns import OTHERS, Grouping
from droitcommun.territory.columns import Chosen, Column, Input
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.misplacement import OF_ADDRESSES
from droitcommun.territory.perimeters import Perimeters
from droitcommun.territory.placements import BoundedShare, Placement
from droitcommun.territory.publishing import Answer, published_share, verdict
from droitcommun.territory.secrecy import NOTHING, PublishedCount, PublishedTable, Secrecy, is_image
from droitcommun.territory.tables import Table
from droitcommun.territory.tallies import ANY_AREA, AXES, BESIDE, Why, labelled, placed_in
from droitcommun.usecases.locate_records import (
    AreaRecord,
    BesideRecord,
    BothRecord,
    BoundedShareRecord,
    BreakdownRecord,
    ColumnRecord,
    GroupRecord,
    IndexRecord,
    JournalRecord,
    LocateRecord,
    MisplacementRecord,
    OpenRecord,
    PerimetersRecord,
    PlacedRecord,
    RangeRecord,
    ReasonsRecord,
    SecrecyRecord,
    UnplacedRecord,
    VerdictRecord,
)
from droitcommun.usecases.locate_settings import Settings

# Decimals of a share.
_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class OtherPerimeters:
    """Perimeters that rows are placed towards too, and the SHA-256 of their file."""

    perimeters: Perimeters
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFacts:
    """What a run knows of its own making."""

    version: str
    rows_hash: str | None
    index: AddressIndex | None
    geocoder: str | None
    perimeters_sha256: str
    notes: tuple[str, ...]
    groupings: tuple[Grouping, ...] = ()
    beside: OtherPerimeters | None = None


def record_of(
    counts: PublishedTable,
    table: Table,
    chosen: Chosen,
    settings: Settings,
    perimeters: Perimeters,
    facts: JournalFacts,
) -> LocateRecord:
    """The record of a run, from its counts as they may be shown; there is at least a row."""
    main = counts.onto(AXES)
    four = {placement: placed_in(main, placement) for placement in Placement}
    whole = main.total()
    share = published_share(main, settings.denominator)
    if share is None:
        raise ValueError("a file without rows has no share")
    return LocateRecord(
        rows=whole.shown,
        inside=four[Placement.INSIDE].shown,
        outside=four[Placement.OUTSIDE].shown,
        uncertain=four[Placement.UNCERTAIN].shown,
        unplaced=UnplacedRecord(
            total=four[Placement.UNPLACED].shown, reasons=_reasons(labelled(main, Placement.UNPLACED))
        ),
        share=_share(share),
        verdict=None if settings.target is None else _verdict(share, settings.target, four),
        areas=_areas(main, perimeters, settings.secrecy),
        open=_open(whole, four),
        misplacement=None if facts.index is None else _misplacement(),
        journal=_journal(table, chosen, settings, perimeters, facts),
        by=tuple(
            _breakdown(counts, place, grouping, settings) for place, grouping in enumerate(facts.groupings)
        ),
        beside=None if facts.beside is None else _beside(counts, facts.beside, settings),
    )


def _share(share: BoundedShare) -> BoundedShareRecord:
    return BoundedShareRecord(
        low=rounded_down(share.low, _DECIMALS),
        point=None if share.point is None else rounded(share.point, _DECIMALS),
        high=rounded_up(share.high, _DECIMALS),
    )


def _open(whole: PublishedCount, four: Mapping[Placement, PublishedCount]) -> OpenRecord:
    return OpenRecord(
        rows=_range(whole), **{placement.value: _range(count) for placement, count in four.items()}
    )


def _placed(table: PublishedTable, settings: Settings) -> PlacedRecord:
    """Where the rows of a table with the two axes of one list of perimeters lie."""
    four = {placement: placed_in(table, placement) for placement in Placement}
    whole = table.total()
    share = published_share(table, settings.denominator)
    return PlacedRecord(
        rows=whole.shown,
        **{placement.value: count.shown for placement, count in four.items()},
        share=None if share is None else _share(share),
        open=_open(whole, four),
    )


def _breakdown(
    counts: PublishedTable, number: int, grouping: Grouping, settings: Settings
) -> BreakdownRecord:
    """The groups of one column, in the order in which their values are named or first met, « autres » last."""
    table = counts.onto((*AXES, f"column {number}"))
    labels = [*grouping.labels[1:], OTHERS]
    groups = []
    for label in labels:
        own = PublishedTable(AXES, {key[:2]: count for key, count in table.cells.items() if key[2] == label})
        groups.append(GroupRecord(value=label, placed=_placed(own, settings)))
    return BreakdownRecord(column=grouping.column, named=grouping.named, groups=tuple(groups))


def _beside(counts: PublishedTable, other: OtherPerimeters, settings: Settings) -> BesideRecord:
    theirs = PublishedTable(AXES, counts.onto(BESIDE).cells)
    sides = counts.onto((AXES[0], BESIDE[0])).cells

    def both(here: Placement, there: Placement) -> RangeRecord:
        return _range(sides.get((here.value, there.value), NOTHING))

    return BesideRecord(
        perimeters=_perimeters(other.perimeters, other.sha256, settings),
        placed=_placed(theirs, settings),
        areas=_areas(theirs, other.perimeters, settings.secrecy),
        both=BothRecord(
            inside_both=both(Placement.INSIDE, Placement.INSIDE),
            inside_here_only=both(Placement.INSIDE, Placement.OUTSIDE),
            inside_other_only=both(Placement.OUTSIDE, Placement.INSIDE),
            outside_both=both(Placement.OUTSIDE, Placement.OUTSIDE),
        ),
    )


def _reasons(counts: Mapping[str, PublishedCount]) -> ReasonsRecord:
    return ReasonsRecord(**{why.value: counts.get(why.value, NOTHING).shown for why in Why})


def _range(count: PublishedCount) -> RangeRecord:
    return RangeRecord(low=count.low, high=count.high)


def _areas(counts: PublishedTable, perimeters: Perimeters, secrecy: Secrecy | None) -> tuple[AreaRecord, ...]:
    inside = labelled(counts, Placement.INSIDE)
    names = [(area.code, area.name) for area in perimeters.areas]
    if ANY_AREA in inside and len(inside) > 1:
        names.append((ANY_AREA, "entre deux quartiers, ou non précisé"))
    return tuple(
        AreaRecord(
            code=code,
            name=name,
            count=inside[code].shown,
            suppressed=inside[code].shown is None,
            open=None if is_image(inside[code], secrecy) else _range(inside[code]),
        )
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
        perimeters=_perimeters(perimeters, facts.perimeters_sha256, settings),
        notes=facts.notes,
        geocoder=facts.geocoder,
    )


def _perimeters(perimeters: Perimeters, sha256: str, settings: Settings) -> PerimetersRecord:
    return PerimetersRecord(
        sha256=sha256,
        kind=perimeters.kind,
        vintage=perimeters.vintage.name,
        text=perimeters.vintage.text,
        precision=settings.precision,
        areas=len(perimeters.areas),
        notes=perimeters.notes,
    )
