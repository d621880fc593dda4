"""Count what is announced, promised, followed and measured: three populations side by side."""

from collections.abc import Callable

from droitcommun.core.contract import Level
from droitcommun.core.known import Known
from droitcommun.core.sheets import Sheet
from droitcommun.core.status import PublicStatus, Standing, Status, public_status_of, standing
from droitcommun.core.targets import Composite, NoFigure
from droitcommun.usecases.records import CoverageRecord
from droitcommun.usecases.sources import View

# Statuses of a measure that has a goal and a result to set against it.
_MEASURED = set(Status) - {Status.NO_FIGURE, Status.NO_DATA, Status.NOT_MEASURABLE}


def coverage(seen: View) -> CoverageRecord:
    """Count, on what was known that day."""
    dossier, known = seen.dossier, seen.known
    followed = {name for sheet in dossier.sheets for name in sheet.commitments}
    stands = {sheet.id: _standings(known, sheet) for sheet in dossier.sheets}
    reporting = {name for sheet in dossier.sheets for name in sheet.institutions}
    signatories = tuple(one.institution for one in dossier.contract.signatories)
    announced = dossier.contract.announced
    return CoverageRecord(
        announced_objectives=announced.objectives if announced else None,
        announced_with_a_figure=announced.with_a_figure if announced else None,
        commitments=len(dossier.commitments),
        commitments_local=sum(one.level is Level.LOCAL for one in dossier.commitments),
        commitments_with_a_figure=sum(
            not isinstance(one.target, NoFigure | Composite) for one in dossier.commitments
        ),
        commitments_followed=sum(one.id in followed for one in dossier.commitments),
        sheets=len(dossier.sheets),
        sheets_measurable=sum(_any(found, _is_measurable) for found in stands.values()),
        sheets_measured=sum(_any(found, _is_measured) for found in stands.values()),
        sheets_measured_at_scale=sum(_any(found, _is_at_scale) for found in stands.values()),
        sheets_met=sum(
            public_status_of(one.public_status for one in found) is PublicStatus.MET
            for found in stands.values()
        ),
        signatories=signatories,
        signatories_without_a_sheet=tuple(
            name for name in signatories if not reporting & _with_parts(seen, name)
        ),
        neighbourhoods=len(dossier.contract.neighbourhoods),
        set_aside=len(dossier.set_aside),
        review_on=dossier.contract.review_on,
        origin=dossier.origin,
    )


def _standings(known: Known, sheet: Sheet) -> tuple[Standing, ...]:
    return tuple(standing(known, measure) for measure in sheet.measures)


def _any(found: tuple[Standing, ...], test: Callable[[Standing], bool]) -> bool:
    return any(test(one) for one in found)


def _is_measurable(stands: Standing) -> bool:
    return stands.status is not Status.NO_FIGURE


def _is_measured(stands: Standing) -> bool:
    return stands.status in _MEASURED or any(one.elsewhere for one in stands.judged)


def _is_at_scale(stands: Standing) -> bool:
    return stands.status in _MEASURED


def _with_parts(seen: View, name: str) -> set[str]:
    """A body and those that are part of it."""
    return {name} | {one.id for one in seen.dossier.contract.institutions if one.part_of == name}
