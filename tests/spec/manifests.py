"""Manifests of a service, made without a file of addresses: counts in, sealed bytes out."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from droitcommun.core.figures import rounded
from droitcommun.territory.bases import PlaceBasis, Population
from droitcommun.territory.columns import Input
from droitcommun.territory.perimeters import Kind
from droitcommun.territory.placements import Denominator, Placement
from droitcommun.territory.tallies import Why
from droitcommun.usecases.locate_records import (
    AreaRecord,
    BoundedShareRecord,
    JournalRecord,
    LocateRecord,
    OpenRecord,
    PerimetersRecord,
    RangeRecord,
    ReasonsRecord,
    SecrecyRecord,
    UnplacedRecord,
)
from droitcommun.usecases.manifests import sealed

SECRET = b"un secret de test, de 32 octets."

JOURNAL = JournalRecord(
    version="0.1.0",
    service="Service invente",
    source="fichier des volontaires",
    period="2015",
    input=Input.ADDRESSES,
    columns=(),
    basis=PlaceBasis.HOME,
    population=Population.PERSONS,
    denominator=Denominator.PLACED,
    domiciled=False,
    by_area=True,
    blank=Placement.UNPLACED,
    crs=None,
    tolerance=None,
    secrecy=SecrecyRecord(threshold=10, step=1),
    rows_hash="ab" * 32,
    index=None,
    perimeters=PerimetersRecord(
        sha256="cd" * 32,
        kind=Kind.QPV,
        vintage="2014",
        text="décret n° 2014-1750 du 30 décembre 2014",
        precision=Decimal(5),
        areas=2,
        notes=(),
    ),
    notes=(),
)


def hundredths(part: int, whole: int, *, up: bool = False) -> Decimal:
    """A share in percent with two decimals, cut down or up, in whole numbers."""
    cut = -(-part * 10_000 // whole) if up else part * 10_000 // whole
    return Decimal(cut).scaleb(-2)


def result(inside: int, outside: int, uncertain: int = 0, unplaced: int = 0, **journal: Any) -> LocateRecord:
    """A run that hides nothing: low is inside ÷ rows, high supposes that all the others are inside."""
    rows = inside + outside + uncertain + unplaced
    return LocateRecord(
        rows=rows,
        inside=inside,
        outside=outside,
        uncertain=uncertain,
        unplaced=UnplacedRecord(
            total=unplaced,
            reasons=ReasonsRecord(**{why.value: unplaced if why is Why.UNKNOWN_STREET else 0 for why in Why}),
        ),
        share=BoundedShareRecord(
            low=hundredths(inside, rows),
            point=rounded(Fraction(100 * inside, inside + outside), 2) if inside + outside else None,
            high=hundredths(inside + uncertain + unplaced, rows, up=True),
        ),
        verdict=None,
        areas=(AreaRecord(code="QP075901", name="Les Tamaris", count=inside, suppressed=False),)
        if inside
        else (),
        open=OpenRecord(
            rows=RangeRecord(low=rows, high=rows),
            inside=RangeRecord(low=inside, high=inside),
            outside=RangeRecord(low=outside, high=outside),
            uncertain=RangeRecord(low=uncertain, high=uncertain),
            unplaced=RangeRecord(low=unplaced, high=unplaced),
        ),
        misplacement=None,
        journal=replace(JOURNAL, **journal),
    )


def hiding() -> LocateRecord:
    """A run of which the rows inside are hidden: from 1 to 10 of 90 or so."""
    told = result(5, 85)
    return replace(
        told,
        rows=None,
        inside=None,
        share=BoundedShareRecord(low=Decimal("1.16"), point=None, high=Decimal("10.53")),
        areas=(AreaRecord(code="QP075901", name="Les Tamaris", count=None, suppressed=True),),
        open=replace(told.open, rows=RangeRecord(low=86, high=95), inside=RangeRecord(low=1, high=10)),
    )


def manifest(told: LocateRecord) -> bytes:
    """The bytes that a service hands over."""
    return sealed(told, SECRET)


# l. 4840 to 4842 of the source: addresses identified, outside, not identified.
OF_THE_SHEET = result(341, 2021, unplaced=105)
