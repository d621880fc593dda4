"""The filters of the lists: they stand in the address, so that a list can be sent to somebody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from droitcommun.core.problems import UserError
from droitcommun.usecases.promises import FollowUp, Promise
from droitcommun.usecases.words import PUBLIC_STATUS
from droitcommun.web.contracts.queries import Shown

NOT_JUDGED = "not_judged"
NO_SHEET = "none"

NO_SUCH_FILTER = "Ce filtre n’existe pas"


class RefusedFilterError(UserError):
    """A filter of the address that the page does not have, whose value it does not know, or that has several.

    `title` says which. `choices` are the queries that would do, each with its words: none where the page has no filter.
    """

    def __init__(self, title: str, message: str, choices: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.title = title
        self.choices = choices


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


# What an address asks: for each name, its values in their order.
Asked = Mapping[str, Sequence[str]]

# For each filter by its name in the address: its label, and its values with their words.
Choices = Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]

_STATUSES = tuple((str(status), word) for status, word in PUBLIC_STATUS.items())


def of_promises(shown: Shown, asked: Asked) -> tuple[Filter, ...]:
    """Read the filters of the list of promises; raises RefusedFilterError."""
    committed = {body.id: body.name for one in shown.promises for body in one.committed}
    choices: Choices = {
        "statut": ("Statut", (*_STATUSES, (NOT_JUDGED, "non jugé ici"))),
        "axe": ("Axe", (*_axes(shown), (NO_SHEET, "sans fiche de suivi"))),
        "institution": ("Qui s’engage", tuple(committed.items())),
    }
    return read_filters(choices, asked)


def of_sheets(shown: Shown, asked: Asked) -> tuple[Filter, ...]:
    """Read the filters of the list of sheets; raises RefusedFilterError."""
    reporting = {body.id: body.name for one in shown.sheets for body in one.institutions}
    choices: Choices = {
        "statut": ("Statut", _STATUSES),
        "axe": ("Axe", _axes(shown)),
        "institution": ("Qui rend compte", tuple(reporting.items())),
    }
    return read_filters(choices, asked)


def promises_kept(shown: Shown, chosen: tuple[Filter, ...]) -> tuple[Promise, ...]:
    """List the promises that all chosen filters keep."""
    wanted = _wanted(chosen)
    return tuple(one for one in shown.promises if _keeps_promise(one, wanted))


def sheets_kept(shown: Shown, chosen: tuple[Filter, ...]) -> tuple[FollowUp, ...]:
    """List the sheets that all chosen filters keep."""
    wanted = _wanted(chosen)
    return tuple(one for one in shown.sheets if _keeps_sheet(one, wanted))


def _axes(shown: Shown) -> tuple[tuple[str, str], ...]:
    return tuple((axis.id, axis.name) for axis in shown.view.dossier.contract.axes)


def read_filters(choices: Choices, asked: Asked) -> tuple[Filter, ...]:
    """Read the filters of an address; raises RefusedFilterError."""
    if set(asked) - choices.keys():
        raise RefusedFilterError(NO_SUCH_FILTER, f"Filtre inconnu ; filtres : {', '.join(choices)}")
    for name, given in asked.items():
        label, values = choices[name]
        if set(given) - {"", *dict(values)}:
            told = f"Valeur inconnue pour le filtre « {label} »"
            raise RefusedFilterError("Cette valeur n’existe pas", told, _queries(name, values))
        if len(given) > 1:  # the last would be taken for the only one
            told = (
                f"Le filtre « {label} » est donné plusieurs fois dans l’adresse ; n’en garder qu’une valeur"
            )
            kept = tuple((known, words) for known, words in values if known in given)
            raise RefusedFilterError("Ce filtre est donné plusieurs fois", told, _queries(name, kept))
    return tuple(
        Filter(name, label, values, "".join(asked.get(name, ()))) for name, (label, values) in choices.items()
    )


def _queries(name: str, values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((urlencode({name: known}), words) for known, words in values)


def _wanted(chosen: tuple[Filter, ...]) -> dict[str, str]:
    return {one.name: one.chosen for one in chosen if one.chosen}


def _keeps_promise(promise: Promise, wanted: Mapping[str, str]) -> bool:
    axes = {one.follow_up.sheet.axis.id for one in promise.followed if one.follow_up.sheet.axis} or {NO_SHEET}
    status = promise.public_status or NOT_JUDGED
    return (
        wanted.get("statut", status) == status
        and ("axe" not in wanted or wanted["axe"] in axes)
        and ("institution" not in wanted or wanted["institution"] in promise.commitment.committed)
    )


def _keeps_sheet(one: FollowUp, wanted: Mapping[str, str]) -> bool:
    sheet = one.sheet
    return (
        wanted.get("statut", sheet.public_status) == sheet.public_status
        and ("axe" not in wanted or (sheet.axis is not None and sheet.axis.id == wanted["axe"]))
        and ("institution" not in wanted or wanted["institution"] in sheet.institutions)
    )
