"""Who gets a workbook: the reporting units, the institutions whose sheets name no unit, and the rest."""

from dataclasses import dataclass

from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import UnknownNameError
from droitcommun.core.sheets import Sheet

# Not units of the contract: all sheets in one workbook, and those that name nobody.
EVERYONE = "all"
NOBODY = "sans-service"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who fills in a workbook, by its official name, and its sheets in document order."""

    id: str
    name: str
    sheets: tuple[Sheet, ...]


def reporters(dossier: Dossier) -> tuple[Reporter, ...]:
    """List those who get a workbook each, so that every sheet is in at least one."""
    ids = dict.fromkeys(name for sheet in dossier.sheets for name in _reporting(sheet))
    return tuple(reporter(dossier, name) for name in ids)


def reporter(dossier: Dossier, name: str) -> Reporter:
    """Find a unit, an institution (all its sheets) or `all`; raises UnknownNameError, which lists what there is."""
    names = _names(dossier)
    sheets = tuple(
        sheet for sheet in dossier.sheets if name in {EVERYONE, *sheet.institutions, *_reporting(sheet)}
    )
    if name not in names or not sheets:
        ids = dict.fromkeys(
            one for sheet in dossier.sheets for one in (*_reporting(sheet), *sheet.institutions)
        )
        raise UnknownNameError(
            f"Service inconnu, ou sans fiche ; services : {', '.join(sorted(ids))}, {EVERYONE}"
        )
    return Reporter(name, names[name], sheets)


def _reporting(sheet: Sheet) -> tuple[str, ...]:
    return sheet.units or sheet.institutions or (NOBODY,)


def _names(dossier: Dossier) -> dict[str, str]:
    contract = dossier.contract
    bodies = {body.id: body.name for body in contract.institutions}
    units = {unit.id: f"{bodies[unit.institution]}, {unit.name}" for unit in contract.units}
    return {EVERYONE: "Tous les services", NOBODY: "Fiches sans service désigné", **bodies, **units}
