"""The filters of the list of promises: they stand in the address, so that a list can be sent to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass

from droitcommun.core.problems import UserError
from droitcommun.usecases.promises import Promise
from droitcommun.usecases.words import PUBLIC_STATUS
from droitcommun.web.contracts.queries import Shown

NOT_JUDGED = "not_judged"
NO_SHEET = "none"


class UnknownFilterError(UserError):
    """A filter of the address that the list does not have, or a value that it does not know."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of the list: its name in the address, its label, its values, and the one that is chosen."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def told(self) -> str:
        """The words of the chosen value."""
        return dict(self.choices)[self.chosen]


def filters(shown: Shown, asked: Mapping[str, str]) -> tuple[Filter, ...]:
    """Read the filters of an address; raises UnknownFilterError."""
    contract = shown.view.dossier.contract
    committed = {body.id: body for one in shown.promises for body in one.committed}
    choices = {
        "statut": (
            "Statut",
            (*((str(status), word) for status, word in PUBLIC_STATUS.items()), (NOT_JUDGED, "non jugé ici")),
        ),
        "axe": (
            "Axe",
            (*((axis.id, axis.name) for axis in contract.axes), (NO_SHEET, "sans fiche de suivi")),
        ),
        "institution": ("Qui s’engage", tuple((body.id, body.name) for body in committed.values())),
    }
    if set(asked) - choices.keys():
        raise UnknownFilterError(f"Filtre inconnu ; filtres : {', '.join(choices)}")
    for name, value in asked.items():
        if value and value not in dict(choices[name][1]):
            raise UnknownFilterError(f"Valeur inconnue pour le filtre « {choices[name][0]} »")
    return tuple(
        Filter(name, label, values, asked.get(name, "")) for name, (label, values) in choices.items()
    )


def kept(shown: Shown, chosen: tuple[Filter, ...]) -> tuple[Promise, ...]:
    """List the promises that all chosen filters keep."""
    wanted = {one.name: one.chosen for one in chosen if one.chosen}
    return tuple(promise for promise in shown.promises if _keeps(promise, wanted))


def _keeps(promise: Promise, wanted: Mapping[str, str]) -> bool:
    axes = {one.follow_up.sheet.axis.id for one in promise.followed if one.follow_up.sheet.axis} or {NO_SHEET}
    status = promise.public_status
    return (
        wanted.get("statut", status or NOT_JUDGED) == (status or NOT_JUDGED)
        and wanted.get("axe", next(iter(axes))) in axes
        and ("institution" not in wanted or wanted["institution"] in promise.commitment.committed)
    )
